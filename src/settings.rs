//! What the user has set once and for all, in `settings.json`.
//!
//! Strict: an unknown field or value is a notice, and the defaults apply. Must not be needed: no file is fine.

use std::io::ErrorKind;
use std::path::Path;

use serde::Deserialize;

use crate::files::{self, NotRead};

/// The format of the settings file that is understood.
pub const FORMAT: u32 = 1;

/// The themes that can be named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeName {
    /// The terminal's own sixteen colours on its own background.
    #[default]
    Default,
    /// For light backgrounds.
    Light,
    /// For dark backgrounds.
    Dark,
    /// The strongest contrast.
    HighContrast,
    /// No colour: reverse, bold, underline, words.
    Mono,
}

impl ThemeName {
    /// Every theme with its name, the default first.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Default, "default"),
        (Self::Light, "light"),
        (Self::Dark, "dark"),
        (Self::HighContrast, "high-contrast"),
        (Self::Mono, "mono"),
    ];
}

/// The settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// [`FORMAT`]; a file without it counts as that.
    #[serde(default)]
    pub format: Option<u32>,
    /// The theme.
    #[serde(default)]
    pub theme: ThemeName,
    /// Draw with ASCII characters only.
    #[serde(default)]
    pub ascii: bool,
    /// Always use plain mode.
    #[serde(default)]
    pub plain: bool,
}

impl Settings {
    /// Reads the file, if there is one. A sentence when it cannot be used; the defaults apply then.
    #[must_use]
    pub fn read(path: &Path) -> (Self, Option<String>) {
        let read = match files::read_text(path) {
            Err(NotRead::Io(error)) if error.kind() == ErrorKind::NotFound => return (Self::default(), None),
            Err(error) => Err(format!("it {error}")),
            Ok(text) => Self::parse(&text),
        };
        match read {
            Ok(settings) => (settings, None),
            Err(why) => (Self::default(), Some(format!("{} was left out: {why}.", path.display()))),
        }
    }

    fn parse(text: &str) -> Result<Self, String> {
        let settings: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        match settings.format {
            None | Some(FORMAT) => Ok(settings),
            Some(other) => Err(format!("its format is {other}, and this airside understands {FORMAT}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_is_set_and_keeps_the_rest() {
        let read = Settings::parse(r#"{ "format": 1, "theme": "high-contrast" }"#);
        assert_eq!(read, Ok(Settings { format: Some(1), theme: ThemeName::HighContrast, ..Settings::default() }));
        assert_eq!(Settings::parse("{}"), Ok(Settings::default()));
    }

    #[test]
    fn says_what_it_cannot_use() {
        for (text, words) in [
            ("{", "EOF"),
            (r#"{ "format": 2 }"#, "format is 2"),
            (r#"{ "theme": "blue" }"#, "high-contrast"),
            (r#"{ "colour": "no" }"#, "unknown field `colour`"),
        ] {
            let why = Settings::parse(text).expect_err(text);
            assert!(why.contains(words), "{why}");
        }
    }
}
