//! Shows the settings. Every change is saved and takes effect immediately.

use super::{Screen, ScreenState, Turn, View};
use crate::document::{Block, Document, ExchangeLines, Group, Meaning, Text};
use crate::keys::{Action, Context};
use crate::ruling::Verdict;
use crate::say;
use crate::settings::Setting;
use crate::study::Study;
use crate::text::capital;
use crate::tui::controls::{Menu, MenuEntry, MenuPanel};
use crate::tui::layout::NARROW_PREVIEW_FROM;

#[derive(Debug)]
pub(super) struct SettingsScreen;

const WIDEST_VALUE: usize = 15;

/// Returns samples of everything that is shown in colour. The samples don't reveal when a server should send 401 or
/// 403.
fn example() -> Text {
    let badges = [
        (say!("Correct"), Meaning::Correct),
        (say!("Not quite"), Meaning::Wrong),
        ("401", Meaning::Status(Verdict::Unauthorized)),
        ("403", Meaning::Status(Verdict::Forbidden)),
        (say!("The deciding line"), Meaning::Deciding),
    ];
    let badge = |text: Text, (word, meaning): (&str, Meaning)| {
        text.followed_by(Text::new(format!(" {word} "), meaning)).followed_by("  ")
    };
    let label = Text::new(say!("Example:"), Meaning::Muted).followed_by("  ");
    badges.into_iter().fold(label, badge)
}

/// Arrows around the selected value show that the left and right keys change the value.
fn entry(study: &Study, setting: Setting, selected: Setting) -> MenuEntry {
    let value = study.setting(setting);
    let shown = if setting == selected { format!("<{value}>") } else { format!(" {value}") };
    let value = format!("{shown:<WIDEST_VALUE$}");
    let meaning = setting.meaning();
    let first = meaning.split_once(". ").map_or_else(|| meaning.to_owned(), |(first, _)| format!("{first}."));
    MenuEntry { detail: first.clone(), caption: first, value, ..MenuEntry::new(capital(setting.title())) }
}

fn stored() -> Text {
    let text = say!("Saved in settings.json, not in --state-dir. Options such as --theme override that file.");
    Text::new(text, Meaning::Muted)
}

fn values(study: &Study, setting: Setting) -> Text {
    let current = study.setting(setting);
    let values = setting.values().iter().map(|value| {
        let meaning = if *value == current { Meaning::Strong } else { Meaning::Muted };
        Text::new(*value, meaning).followed_by("   ")
    });
    values.fold(Text::default(), Text::followed_by)
}

fn preview(study: &Study, setting: Setting) -> Document {
    let mut document = Document::new(say!("How it looks"));
    document.paragraph(setting.meaning());
    document.paragraph(values(study, setting));
    document.paragraph(example());
    let lines = ["GET /timetable HTTP/1.1", "Host: airport.example"].map(str::to_owned);
    let request = Group { heading: say!("Request").to_owned(), lines: lines.to_vec() };
    let exchange = ExchangeLines { groups: vec![request], deciding: Some(2), http: true, ..ExchangeLines::default() };
    document.blocks.push(Block::Exchange(exchange));
    document.paragraph(stored());
    document
}

fn turned(setting: Setting, value: &str, by: isize) -> &'static str {
    let values = setting.values();
    let here = values.iter().position(|known| *known == value).unwrap_or_default();
    values[(here + values.len()).saturating_add_signed(by) % values.len()]
}

fn turn(study: &mut Study, setting: Setting, by: isize) -> Turn<Study> {
    let value = turned(setting, study.setting(setting), by);
    match study.change_setting(setting, value) {
        Ok(()) => Turn::Apply(setting, Box::new(study.settings().clone())),
        Err(why) => Turn::Tell(why),
    }
}

impl Screen<Study> for SettingsScreen {
    fn context(&self, _: &Study) -> Context {
        Context::Home
    }

    fn view(&self, study: &Study, state: &ScreenState) -> View {
        let setting = Setting::ALL[state.selected.min(Setting::ALL.len() - 1)];
        let entries = Setting::ALL.into_iter().map(|one| entry(study, one, setting)).collect();
        let panel = MenuPanel { title: say!("Settings").to_owned(), entries };
        let mut caption = vec![setting.meaning().into(), values(study, setting), example()];
        // The setting for details is stored in the journal rather than in the settings file.
        if setting != Setting::Details {
            caption.push(stored());
        }
        let menu = Menu { panels: vec![panel], caption };
        let hints = vec![
            (vec![Action::Left, Action::Right], say!("change")),
            (vec![Action::Up, Action::Down], say!("move")),
            (vec![Action::Quit], say!("back")),
        ];
        View::menu(say!("Settings"), menu, hints).with_preview(NARROW_PREVIEW_FROM, Some(preview(study, setting)))
    }

    fn act(&mut self, study: &mut Study, action: Action, state: &ScreenState) -> Turn<Study> {
        let setting = Setting::ALL[state.selected.min(Setting::ALL.len() - 1)];
        match action {
            Action::Right => turn(study, setting, 1),
            Action::Left => turn(study, setting, -1),
            _ => Turn::Unused,
        }
    }

    fn choose(&mut self, study: &mut Study, selected: usize, _: &ScreenState) -> Turn<Study> {
        turn(study, Setting::ALL[selected.min(Setting::ALL.len() - 1)], 1)
    }

    fn is_repeated_by_mistake(&self, _: &Study, action: Action) -> bool {
        matches!(action, Action::Select | Action::Left | Action::Right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn left_and_right_go_through_every_value() {
        for setting in Setting::ALL {
            for value in setting.values() {
                assert_eq!(turned(setting, turned(setting, value, 1), -1), *value);
            }
            let all: std::collections::BTreeSet<_> =
                setting.values().iter().map(|value| turned(setting, value, 1)).collect();
            assert_eq!(all.len(), setting.values().len());
        }
        assert!(Setting::Keys.values().contains(&turned(Setting::Keys, "custom", 1)));
    }
}
