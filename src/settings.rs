//! What the user has set once and for all, in `settings.json`.
//!
//! Strict: an unknown field or value is a notice with its place, and the defaults apply. Must not be needed: no file is
//! fine.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Source};
use crate::files::{self, NotRead};
use crate::keys::{Keys, Refused};
use crate::say;
use crate::scenario::locate::{Aim, Index, Way};
use crate::text::safe;

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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The theme.
    pub theme: ThemeName,
    /// Draw with ASCII characters only.
    pub ascii: bool,
    /// Always use plain mode.
    pub plain: bool,
    /// What the keys stand for.
    pub keys: Keys,
}

/// The file as it is written.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Written {
    /// [`FORMAT`]; a file without it counts as that.
    format: Option<u32>,
    theme: ThemeName,
    ascii: bool,
    plain: bool,
    keys: BTreeMap<String, Vec<String>>,
}

impl Settings {
    /// Reads the file, if there is one. A sentence when it cannot be used; the defaults apply then.
    #[must_use]
    pub fn read(path: &Path) -> (Self, Option<String>) {
        let shown = path.display().to_string();
        match files::read_text(path) {
            Err(NotRead::Io(error)) if error.kind() == ErrorKind::NotFound => (Self::default(), None),
            Err(error) => (Self::default(), Some(say!("{} {}. The settings were left out.", safe(&shown), error))),
            Ok(text) => match Self::parse(&shown, &text) {
                Ok(settings) => (settings, None),
                Err(fault) => (Self::default(), Some(sentence(&fault))),
            },
        }
    }

    fn parse(path: &str, text: &str) -> Result<Self, Box<Diagnostic>> {
        let source = Source::new(path, text);
        let written: Written = serde_json::from_str(text).map_err(|error| {
            let fault = source.refused(&error, say!("the settings cannot be read"));
            Box::new(fault.hint(r#"{ "format": 1, "theme": "dark", "keys": { "skip": ["x"] } }"#))
        })?;
        let at = |way: &Way, aim, message| source.fault(Index::new(text).offset(text, way, aim), message);
        if let Some(other) = written.format.filter(|format| *format != FORMAT) {
            let fault = at(&Way::default().field("format"), Aim::Value, say!("format {} is not known here", other));
            return Err(Box::new(fault.allowing([FORMAT]).hint("\"format\": 1")));
        }
        let keys = Keys::with(written.keys).map_err(|refused| {
            let Refused { name, place, message, allowed, hint } = refused;
            let way = Way::default().field("keys").field(&name);
            let fault = match place {
                Some(place) => at(&way.place(place), Aim::Value, message),
                None => at(&way, Aim::Name, message),
            };
            Box::new(fault.allowing(allowed).hint(hint))
        })?;
        let Written { theme, ascii, plain, .. } = written;
        Ok(Self { theme, ascii, plain, keys })
    }
}

/// A fault on one line, for a notice.
fn sentence(fault: &Diagnostic) -> String {
    let Diagnostic { path, line, column, message, allowed, hint, .. } = fault;
    let allowed = if allowed.is_empty() { String::new() } else { say!(" Allowed: {}.", allowed.join(", ")) };
    let hint = hint.as_ref().map_or_else(String::new, |hint| say!(" Write: {}", hint));
    safe(&say!("{}:{}:{}: {}.{} The settings were left out.{}", path, line, column, message, allowed, hint))
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_is_set_and_keeps_the_rest() {
        let read = Settings::parse("s", r#"{ "format": 1, "theme": "high-contrast" }"#);
        assert_eq!(read, Ok(Settings { theme: ThemeName::HighContrast, ..Settings::default() }));
        assert_eq!(Settings::parse("s", "{}"), Ok(Settings::default()));
        let keys = Settings::parse("s", r#"{ "keys": { "skip": ["x"] } }"#).expect("free").keys;
        assert_eq!(keys.first(crate::keys::Action::Skip), "x");
    }

    #[test]
    fn says_what_it_cannot_use_and_where() {
        for (text, words) in [
            ("{", "s.json:1:1: the settings cannot be read: EOF while parsing an object."),
            ("{ \"format\": 2 }", "s.json:1:13: format 2 is not known here. Allowed: 1."),
            (
                "{\n \"theme\": \"blue\" }",
                "s.json:2:16: the settings cannot be read: unknown variant `blue`, expected one of `default`",
            ),
            ("{ \"colour\": \"no\" }", "s.json:1:10: the settings cannot be read: unknown field `colour`"),
            (
                "{ \"keys\": {\n  \"skip\": [\"x\", \"t\"] } }",
                "s.json:2:17: `t` would stand for both `skip` and `hint`.",
            ),
            ("{ \"keys\": { \"skpi\": [\"x\"] } }", "s.json:1:13: `skpi` is no action. Allowed: guess, fairly"),
            ("{ \"keys\": { \"\u{7f}\": [\"x\"] } }", "`<U+007F>` is no action"),
        ] {
            let said = sentence(&Settings::parse("s.json", text).expect_err(text));
            assert!(said.contains(words) && said.contains("The settings were left out. Write: "), "{said}");
        }
    }
}
