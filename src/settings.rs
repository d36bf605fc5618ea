//! Reads the optional settings file, `settings.json`.
//!
//! If the file contains an error, the program ignores the whole file, uses default settings, and tells the user where
//! the error is.

mod choices;

pub use choices::{Setting, UserSettings};

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Source};
use crate::files::{self, NotRead};
use crate::keys::{KeyError, Keys};
use crate::say;
use crate::scenario::locate::{Index, JsonPath, Target};
use crate::text::safe;

pub const FORMAT: u32 = 1;

named! {
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum ThemeName {
        /// A theme that uses the terminal's own background and 16 basic colours.
        #[default]
        Default = "default",
        Light = "light",
        Dark = "dark",
        HighContrast = "high-contrast",
        /// A theme that uses reverse video, bold, underlining and words instead of colours.
        Mono = "mono",
    }
}

#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    pub theme: ThemeName,
    pub ascii: bool,
    /// Whether ambiguous-width characters take up two columns. `None` means that the program queries the terminal.
    pub wide: Option<bool>,
    pub plain: bool,
    /// Whether full-screen mode shows everything in a single column without borders, for screen readers.
    pub stacked: bool,
    /// Whether animation is turned off. The field `motion` in the settings file has the opposite value.
    pub is_still: bool,
    pub keys: Keys,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct SettingsFile {
    format: Option<u32>,
    theme: ThemeName,
    ascii: bool,
    wide: Option<bool>,
    plain: bool,
    stacked: bool,
    motion: Option<bool>,
    keys: BTreeMap<String, Vec<String>>,
}

impl Settings {
    /// Reads the settings file or, if the file is missing or faulty, uses default settings. Also returns the reason if
    /// the file was ignored.
    pub fn read(path: &Path) -> (Self, Option<String>) {
        let shown = path.display().to_string();
        match files::read_text(path) {
            Err(NotRead::Io(error)) if error.kind() == ErrorKind::NotFound => (Self::default(), None),
            Err(error) => (Self::default(), Some(say!("{} {}. The default settings apply.", safe(&shown), error))),
            Ok(text) => match Self::parse(&shown, &text) {
                Ok(settings) => (settings, None),
                Err(fault) => (Self::default(), Some(sentence(&fault))),
            },
        }
    }

    fn parse(path: &str, text: &str) -> Result<Self, Box<Diagnostic>> {
        let source = Source::new(path, text);
        let file: SettingsFile = serde_json::from_str(text).map_err(|error| {
            let fault = source.json_error(&error, say!("the settings can't be read"));
            Box::new(fault.hint(r#"{ "format": 1, "theme": "dark", "keys": { "skip": ["x"] } }"#))
        })?;
        // Without this check, serde would also accept a JSON array of values.
        if !text.trim_start().starts_with('{') {
            let fault = source.fault(0, say!("the settings aren't a JSON object").to_owned());
            return Err(Box::new(fault.hint(r#"{ "format": 1, "theme": "dark" }"#)));
        }
        let fault_at = |way: &JsonPath, aim, message| source.fault(Index::new(text).offset(text, way, aim), message);
        if let Some(other) = file.format.filter(|format| *format != FORMAT) {
            let fault = fault_at(&JsonPath::default().field("format"), Target::Value, say!("unknown format {}", other));
            return Err(Box::new(fault.allowing([FORMAT]).hint("\"format\": 1")));
        }
        let keys = Keys::with(file.keys).map_err(|refused| {
            let KeyError { name, index, message, allowed, hint } = refused;
            let way = JsonPath::default().field("keys").field(&name);
            let fault = match index {
                Some(index) => fault_at(&way.index(index), Target::Value, message),
                None => fault_at(&way, Target::Name, message),
            };
            Box::new(fault.allowing(allowed).hint(hint))
        })?;
        let SettingsFile { theme, ascii, wide, plain, stacked, motion, .. } = file;
        Ok(Self { theme, ascii, wide, plain, stacked, is_still: motion == Some(false), keys })
    }
}

fn sentence(fault: &Diagnostic) -> String {
    let Diagnostic { path, line, column, message, allowed, hint, .. } = fault;
    let allowed = if allowed.is_empty() { String::new() } else { say!(" Allowed: {}.", allowed.join(", ")) };
    let hint = hint.as_ref().map_or_else(String::new, |hint| say!(" Write: {}", hint));
    safe(&say!("{}:{}:{}: {}.{} The default settings apply.{}", path, line, column, message, allowed, hint))
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_settings_keep_their_defaults() {
        let read = Settings::parse("s", r#"{ "format": 1, "theme": "high-contrast" }"#);
        assert_eq!(read, Ok(Settings { theme: ThemeName::HighContrast, ..Settings::default() }));
        assert_eq!(Settings::parse("s", "{}"), Ok(Settings::default()));
        for (motion, is_still) in [("true", false), ("false", true)] {
            let read = Settings::parse("s", &format!("{{ \"motion\": {motion} }}")).expect("known");
            assert_eq!(read.is_still, is_still);
        }
        assert_eq!(Settings::parse("s", r#"{ "wide": true }"#).map(|read| read.wide), Ok(Some(true)));
        let keys = Settings::parse("s", r#"{ "keys": { "skip": ["x"] } }"#).expect("free").keys;
        assert_eq!(keys.first(crate::keys::Action::Skip), "x");
    }

    #[test]
    fn a_fault_is_reported_with_its_place_and_what_to_write() {
        for (text, words) in [
            ("{", "s.json:1:1: the settings can't be read: EOF while parsing an object."),
            ("{ \"format\": 2 }", "s.json:1:13: unknown format 2. Allowed: 1."),
            (
                "{\n \"theme\": \"blue\" }",
                "s.json:2:16: the settings can't be read: unknown variant `blue`, expected one of `default`",
            ),
            ("{ \"colour\": \"no\" }", "s.json:1:10: the settings can't be read: unknown field `colour`"),
            ("{ \"keys\": {\n  \"skip\": [\"x\", \"t\"] } }", "s.json:2:17: `t` would mean both `skip` and `hint`."),
            ("{ \"keys\": { \"skpi\": [\"x\"] } }", "s.json:1:13: `skpi` isn't an action. Allowed: digit-1, digit-3"),
            ("{ \"keys\": { \"\u{7f}\": [\"x\"] } }", "`<U+007F>` isn't an action"),
        ] {
            let notice = sentence(&Settings::parse("s.json", text).expect_err(text));
            assert!(notice.contains(words) && notice.contains("The default settings apply. Write: "), "{notice}");
        }
    }
}
