//! Shows the settings. Every change is saved and takes effect immediately.

use super::{Screen, ScreenState, Turn, View};
use crate::document::{Block, Document, ExchangeLines, Group, Meaning, Text, VerdictLine};
use crate::keys::{Action, Context};
use crate::ruling::{Verdict, status_line};
use crate::say;
use crate::settings::Setting;
use crate::study::Study;
use crate::tui::controls::{Menu, MenuEntry, MenuPanel};

/// The minimum window width at which the example is shown beside the settings.
const EXAMPLE_FROM: u16 = 72;

#[derive(Debug)]
pub(super) struct SettingsScreen;

/// Returns an example of everything that has a colour. The example gives nothing away about when to send 401 or 403.
fn example() -> Vec<Block> {
    let lines = [say!("Another line"), say!("The deciding line")].map(str::to_owned).to_vec();
    let group = Group { heading: say!("What is found").to_owned(), lines };
    let verdict = |correct, status| {
        let answer = Text::new(status_line(status), Meaning::Status(Verdict::from_status(status)));
        Block::Verdict(VerdictLine { correct: Some(correct), answer, ..VerdictLine::default() })
    };
    vec![
        Block::Heading(say!("Example").into()),
        verdict(true, 401),
        verdict(false, 403),
        Block::Exchange(ExchangeLines { groups: vec![group], deciding: Some(2), ..ExchangeLines::default() }),
        Block::Code(vec!["HTTP/1.1 200 OK".to_owned(), "Content-Type: text/plain".to_owned()]),
    ]
}

/// Returns the menu entry for a setting, with the first sentence of the setting's explanation as the caption. Arrows
/// around the selected value show that the left and right keys change it.
fn entry(study: &Study, setting: Setting, selected: Setting) -> MenuEntry {
    let value = study.setting(setting);
    let note = if setting == selected { format!("< {value} >") } else { format!("{value}  ") };
    let meaning = setting.meaning();
    let caption = meaning.split_once(". ").map_or_else(|| meaning.to_owned(), |(first, _)| format!("{first}."));
    MenuEntry { note, caption, has_values: true, ..MenuEntry::new(setting.name()) }
}

/// Lists the values of a setting. The current value is bold.
fn values(study: &Study, setting: Setting) -> Text {
    let current = study.setting(setting);
    let values = setting.values().iter().map(|value| {
        let meaning = if *value == current { Meaning::Strong } else { Meaning::Muted };
        Text::new(*value, meaning).followed_by("   ")
    });
    values.fold(Text::default(), Text::followed_by)
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
        let menu = Menu { panels: vec![panel], caption: vec![setting.meaning().into(), values(study, setting)] };
        let hints = vec![
            (vec![Action::Up, Action::Down], say!("move")),
            (vec![Action::Left, Action::Right, Action::Select], say!("change")),
            (vec![Action::Quit], say!("back")),
        ];
        let preview = Document { blocks: vec![Block::Columns(vec![example()])], ..Document::default() };
        View::menu(say!("Settings"), menu, hints).with_preview(EXAMPLE_FROM, Some(preview))
    }

    fn act(&mut self, study: &mut Study, action: Action, state: &ScreenState) -> Turn<Study> {
        let setting = Setting::ALL[state.selected.min(Setting::ALL.len() - 1)];
        match action {
            Action::Right | Action::Select => turn(study, setting, 1),
            Action::Left => turn(study, setting, -1),
            _ => Turn::Unused,
        }
    }

    fn is_final(&self, _: &Study, action: Action) -> bool {
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
