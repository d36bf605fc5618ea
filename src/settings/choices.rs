//! Manages the settings that users can change within the program.
//!
//! Full-screen mode and plain mode offer the same settings. Each change is saved in the settings file immediately.
//! Other parts of the file stay unchanged.

use std::io::ErrorKind;
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use super::{FORMAT, Settings, ThemeName};
use crate::files::{self, NotRead};
use crate::say;
use crate::text::safe;

named! {
    /// A setting, identified by its name in the settings file.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Setting {
        Theme = "theme" => say!("theme"),
        Motion = "motion" => say!("motion"),
        /// Whether rulings are shown with their details. Unlike other settings, this one is stored in the journal.
        Details = "details" => say!("details"),
        Stacked = "stacked" => say!("one column"),
        Ascii = "ascii" => say!("ASCII only"),
        Wide = "wide" => say!("wide symbols"),
        Plain = "plain" => say!("plain mode"),
        Keys = "keys" => say!("answer keys"),
    }
}

const SWITCH: &[&str] = &["on", "off"];

/// The value of [`Setting::Keys`] if the user has custom keys for the answers.
const CUSTOM: &str = "custom";

/// The characters that the digit keys on a French keyboard produce without Shift.
const AZERTY: [(&str, &str); 10] = [
    ("digit-0", "à"),
    ("digit-1", "&"),
    ("digit-2", "é"),
    ("digit-3", "\""),
    ("digit-4", "'"),
    ("digit-5", "("),
    ("digit-6", "-"),
    ("digit-7", "è"),
    ("digit-8", "_"),
    ("digit-9", "ç"),
];

impl Setting {
    /// Returns the values that the user can choose from.
    pub fn values(self) -> &'static [&'static str] {
        match self {
            Self::Theme => &ThemeName::NAMES,
            Self::Wide => &["auto", "on", "off"],
            Self::Keys => &["digits", "azerty"],
            Self::Motion | Self::Details | Self::Stacked | Self::Ascii | Self::Plain => SWITCH,
        }
    }

    pub fn meaning(self) -> &'static str {
        match self {
            Self::Theme => say!("Colours in full-screen mode."),
            Self::Motion => say!("Move the traveller after each answer."),
            Self::Details => say!("Show the details of every ruling."),
            Self::Stacked => {
                say!("Show everything in one column, for screen readers.")
            }
            Self::Ascii => say!("Draw only ASCII characters."),
            Self::Wide => say!("Treat symbols such as ● as two columns wide. With auto, airside asks the terminal."),
            Self::Plain => {
                say!("Start in plain mode, which prints line by line. This setting takes effect at the next start.")
            }
            Self::Keys => {
                say!("Keys for the answers. With azerty, the number row of a French keyboard also works without Shift.")
            }
        }
    }
}

/// The user's settings, and the file in which they are stored.
#[derive(Clone, Debug, Default)]
pub struct UserSettings {
    path: Option<PathBuf>,
    settings: Settings,
}

impl UserSettings {
    /// Creates settings that are saved in the given file. Without a file, changes are lost when the program ends.
    pub fn new(path: Option<PathBuf>, settings: Settings) -> Self {
        Self { path, settings }
    }

    pub fn current(&self) -> &Settings {
        &self.settings
    }

    /// Returns the current value of a setting. For [`Setting::Details`], which isn't stored in the settings file,
    /// always returns `off`.
    pub fn value(&self, setting: Setting) -> &'static str {
        let settings = &self.settings;
        let switch = |is_on: bool| if is_on { "on" } else { "off" };
        match setting {
            Setting::Theme => settings.theme.name(),
            Setting::Motion => switch(!settings.is_still),
            Setting::Details => switch(false),
            Setting::Stacked => switch(settings.stacked),
            Setting::Ascii => switch(settings.ascii),
            Setting::Wide => settings.wide.map_or("auto", switch),
            Setting::Plain => switch(settings.plain),
            Setting::Keys => {
                let has = |with_symbols: bool| {
                    AZERTY.iter().all(|(name, symbol)| match settings.keys.changed(name) {
                        None => !with_symbols,
                        Some(keys) => with_symbols && *keys == digit_keys(name, symbol),
                    })
                };
                match (has(false), has(true)) {
                    (true, _) => "digits",
                    (_, true) => "azerty",
                    _ => CUSTOM,
                }
            }
        }
    }

    /// Changes a setting and saves the file. If the file can't be written, the setting keeps its old value, and the
    /// reason is returned as an error.
    pub fn change(&mut self, setting: Setting, value: &str) -> Result<(), String> {
        if setting == Setting::Keys && self.value(setting) == CUSTOM {
            return Err(
                say!("You have chosen your own keys for the answers. To change them, edit settings.json.").to_owned()
            );
        }
        let Some(path) = &self.path else {
            self.settings = parsed("settings.json", &with_value(&self.fields(), setting, value))?;
            return Ok(());
        };
        let shown = path.display().to_string();
        let text = match files::read_text(path) {
            Ok(text) => text,
            Err(NotRead::Io(error)) if error.kind() == ErrorKind::NotFound => "{}".to_owned(),
            Err(error) => return Err(safe(&say!("{} {}. Nothing has changed.", shown, error)).into_owned()),
        };
        parsed(&shown, &text)?;
        let fields = serde_json::from_str(&text).unwrap_or_default();
        let text = with_value(&fields, setting, value);
        let settings = parsed(&shown, &text)?;
        files::replace(path, &text)
            .map_err(|error| safe(&say!("{}: {}. Nothing has changed.", shown, error)).into_owned())?;
        self.settings = settings;
        Ok(())
    }

    fn fields(&self) -> Map<String, Value> {
        let mut fields = Map::new();
        for setting in Setting::ALL.into_iter().filter(|setting| *setting != Setting::Details) {
            let value = self.value(setting);
            if value != CUSTOM {
                put(&mut fields, setting, value);
            }
        }
        fields
    }
}

fn digit_keys(name: &str, symbol: &str) -> [String; 2] {
    [name.trim_start_matches("digit-").to_owned(), symbol.to_owned()]
}

fn put(fields: &mut Map<String, Value>, setting: Setting, value: &str) {
    let name = setting.name().to_owned();
    match (setting, value) {
        (Setting::Theme, value) => drop(fields.insert(name, json!(value))),
        (Setting::Wide, "auto") => drop(fields.remove(&name)),
        (Setting::Keys, value) => {
            let mut keys = match fields.remove(&name) {
                Some(Value::Object(keys)) => keys,
                _ => Map::new(),
            };
            keys.retain(|action, _| !action.starts_with("digit-"));
            if value == "azerty" {
                keys.extend(AZERTY.map(|(name, symbol)| (name.to_owned(), json!(digit_keys(name, symbol)))));
            }
            if !keys.is_empty() {
                fields.insert(name, Value::Object(keys));
            }
        }
        (_, value) => drop(fields.insert(name, json!(value == "on"))),
    }
}

fn with_value(fields: &Map<String, Value>, setting: Setting, value: &str) -> String {
    let mut fields = fields.clone();
    fields.entry("format").or_insert_with(|| json!(FORMAT));
    put(&mut fields, setting, value);
    format!("{:#}\n", Value::Object(fields))
}

fn parsed(path: &str, text: &str) -> Result<Settings, String> {
    Settings::parse(path, text).map_err(|fault| {
        let place = format!("{}:{}:{}: {}.", fault.path, fault.line, fault.column, fault.message);
        safe(&say!("{} Correct the file first.", place)).into_owned()
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn every_value_of_every_setting_is_saved_and_read_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("config/settings.json");
        let mut kept = UserSettings::new(Some(path.clone()), Settings::default());
        let mut unsaved = UserSettings::default();
        for setting in Setting::ALL.into_iter().filter(|setting| *setting != Setting::Details) {
            for value in setting.values() {
                kept.change(setting, value).expect("saved");
                unsaved.change(setting, value).expect("changed");
                let (read, fault) = Settings::read(&path);
                assert_eq!(fault, None);
                let read = UserSettings::new(None, read);
                assert_eq!([read.value(setting), kept.value(setting), unsaved.value(setting)], [*value; 3]);
            }
        }
    }

    #[test]
    fn the_rest_of_the_file_stays_and_a_faulty_file_is_not_touched() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("settings.json");
        fs::write(&path, r#"{ "theme": "light", "keys": { "skip": ["x"] } }"#).expect("written");
        let mut kept = UserSettings::new(Some(path.clone()), Settings::read(&path).0);
        kept.change(Setting::Keys, "azerty").expect("saved");
        kept.change(Setting::Motion, "off").expect("saved");
        let (read, _) = Settings::read(&path);
        assert_eq!((read.theme, read.is_still), (ThemeName::Light, true));
        assert_eq!(read.keys.first(crate::keys::Action::Skip), "x");
        assert_eq!(read.keys.all(crate::keys::Action::Digit(1)), ["1", "&"]);

        let faulty = "{ \"theme\": \"blue\" }";
        fs::write(&path, faulty).expect("written");
        let why = kept.change(Setting::Theme, "dark").expect_err("faulty");
        assert!(why.contains("settings.json:1:") && why.ends_with("Correct the file first."), "{why}");
        assert_eq!(fs::read_to_string(&path).expect("there"), faulty);
        assert_eq!(kept.value(Setting::Theme), "light");
    }

    #[test]
    fn the_users_own_keys_for_answers_are_never_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("settings.json");
        fs::write(&path, r#"{ "keys": { "digit-1": ["a"] } }"#).expect("written");
        let mut kept = UserSettings::new(Some(path.clone()), Settings::read(&path).0);
        assert_eq!(kept.value(Setting::Keys), CUSTOM);
        assert!(kept.change(Setting::Keys, "azerty").is_err());
        kept.change(Setting::Theme, "dark").expect("saved");
        assert_eq!(kept.current().keys.first(crate::keys::Action::Digit(1)), "a");
    }
}
