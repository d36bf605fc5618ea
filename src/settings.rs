//! What the user has set once and for all, in `settings.json`.
//!
//! Strict: an unknown field or value is a notice, and the defaults apply. Must not be needed: no file is fine.

use std::path::Path;

use serde::Deserialize;

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
    /// Always 1.
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
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return (Self::default(), None);
            }
            Err(error) => {
                return (Self::default(), Some(format!("{} was left out: {error}.", path.display())));
            }
        };
        match serde_json::from_str(&text) {
            Ok(settings) => (settings, None),
            Err(error) => (Self::default(), Some(format!("{} was left out: {error}.", path.display()))),
        }
    }
}
