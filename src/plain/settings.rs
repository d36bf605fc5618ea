//! Shows and changes the settings in plain mode.

use super::note;
use crate::document::{Block, Document, Text};
use crate::say;
use crate::settings::Setting;
use crate::study::Study;

pub(super) fn settings(study: &mut Study, words: &str) -> Document {
    let words: Vec<&str> = words.split_whitespace().collect();
    match words.as_slice() {
        [] => list(study),
        [name, value @ ..] => match Setting::find(&name.to_lowercase()) {
            Some(setting) => note(change(study, setting, value)),
            None => note(say!("Unknown setting `{}`. Settings: {}.", name, Setting::NAMES.join(", "))),
        },
    }
}

fn list(study: &Study) -> Document {
    let mut document = Document::new(say!("Settings"));
    let line = |setting: Setting| {
        let (name, value, values) = (setting.name(), study.setting(setting), setting.values().join(", "));
        Text::verbatim(say!("{}: {}. {} Values: {}.", name, value, setting.meaning(), values))
    };
    document.blocks.push(Block::List(Setting::ALL.into_iter().map(line).collect()));
    document.paragraph(say!("To change a setting, type, for example: settings theme dark"));
    document
}

fn change(study: &mut Study, setting: Setting, value: &[&str]) -> String {
    let (name, values) = (setting.name(), setting.values());
    let chosen = value.first().map(|value| value.to_lowercase()).filter(|_| value.len() == 1);
    let Some(value) = chosen.filter(|value| values.contains(&value.as_str())) else {
        return say!(
            "Allowed values of {}: {}. The current value is {}.",
            name,
            values.join(", "),
            study.setting(setting)
        );
    };
    match study.change_setting(setting, &value) {
        Ok(()) => say!("Saved: {} is now {}.", name, value),
        Err(why) => why,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::library::Library;
    use crate::study::{Begin, Opening};

    fn said(document: &Document) -> String {
        crate::render::plain::render(document, 80).join(" ")
    }

    #[test]
    fn a_setting_is_shown_and_changed_by_its_name() {
        let library = Library::new(Vec::new());
        let mut study = Study::open(Opening { library, state_folder: None, begin: Begin::Idle, clock: || 0 });
        let all = said(&settings(&mut study, ""));
        assert!(Setting::NAMES.iter().all(|name| all.contains(&format!("{name}: "))), "{all}");
        for (typed, expected) in [
            ("theme dark", "Saved: theme is now dark."),
            ("Motion OFF", "Saved: motion is now off."),
            ("details on", "Saved: details is now on."),
            ("theme", "Allowed values of theme: default, light, dark, high-contrast, mono. The current value is"),
            ("theme blue", "Allowed values of theme: "),
            ("colour blue", "Unknown setting `colour`. Settings: theme, motion, "),
        ] {
            let told = said(&settings(&mut study, typed)).replace('\n', " ");
            assert!(told.contains(expected), "{typed}: {told}");
        }
        assert_eq!((study.setting(Setting::Theme), study.setting(Setting::Motion)), ("dark", "off"));
        assert!(study.shows_details());
    }
}
