//! Shows the settings. Every change is saved and takes effect immediately.

use super::{Screen, ScreenState, Turn, View};
use crate::document::{Block, Document, ExchangeLines, Group, Meaning, Text, VerdictLine};
use crate::keys::{Action, Context};
use crate::ruling::{Verdict, status_line};
use crate::say;
use crate::settings::Setting;
use crate::study::Study;
use crate::tui::controls::Controls;
use crate::tui::layout::{Beside, ScreenKind};

#[derive(Debug)]
pub(super) struct SettingsScreen;

/// Returns an example of everything that has a colour. The example gives nothing away about when to send 401 or 403.
fn example() -> Vec<Block> {
    let lines = [say!("Another line"), say!("The deciding line")].map(str::to_owned).to_vec();
    let group = Group { heading: say!("What is found").to_owned(), lines };
    let verdict = |correct, status| {
        let answer = Text::new(status_line(status), Meaning::Status(Verdict::from_status(status)));
        Block::Verdict(VerdictLine { correct: Some(correct), answer, remark: Text::default() })
    };
    vec![
        Block::Heading(say!("Example").into()),
        verdict(true, 401),
        verdict(false, 403),
        Block::Exchange(ExchangeLines { groups: vec![group], deciding: Some(2), ..ExchangeLines::default() }),
        Block::Code(vec!["HTTP/1.1 200 OK".to_owned(), "Content-Type: text/plain".to_owned()]),
    ]
}

/// Arrows around the selected value show that the left and right keys change it.
fn table(study: &Study, selected: Setting) -> Block {
    let row = |setting: Setting| {
        let is_selected = setting == selected;
        let [before, after] = if is_selected { ["<", ">"] } else { [""; 2] };
        let meaning = if is_selected { Meaning::Strong } else { Meaning::Muted };
        let value = Text::new(study.setting(setting), meaning);
        vec![Text::verbatim(setting.name()), Text::verbatim(before), value, Text::verbatim(after)]
    };
    Block::rows(Setting::ALL.into_iter().map(row))
}

/// Explains the selected setting and lists its values. The current value is bold.
fn prompt(study: &Study, setting: Setting) -> Text {
    let current = study.setting(setting);
    let name = Text::new(format!("{}  ", setting.name()), Meaning::Strong);
    let values = setting.values().iter().map(|value| {
        let meaning = if *value == current { Meaning::Strong } else { Meaning::Muted };
        Text::new(*value, meaning).followed_by("   ")
    });
    let meaning = name.followed_by(setting.meaning()).followed_by("\n");
    values.fold(meaning, Text::followed_by)
}

/// Returns the value that is `by` steps after the current value.
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
        let mut document = Document::new(say!("Settings"));
        let setting = Setting::ALL[state.selected.min(Setting::ALL.len() - 1)];
        document.blocks.push(table(study, setting));
        let mut narrow = document.clone();
        // The pointer marks a setting, so the narrow example has no numbered lines.
        narrow.blocks.extend(example().into_iter().filter(|block| !matches!(block, Block::Exchange(_))));
        View {
            narrow: Some(narrow),
            scene: Some(Document { blocks: vec![Block::Columns(vec![example()])], ..Document::default() }),
            beside: Beside::Answer,
            panel: Some(say!("Settings").to_owned()),
            kind: ScreenKind::Choice,
            location: say!("Settings").to_owned(),
            pointer: Some(state.selected),
            controls: Controls::prompt(prompt(study, setting)),
            hints: vec![
                (vec![Action::Up, Action::Down], say!("move")),
                (vec![Action::Left, Action::Right, Action::Select], say!("change")),
                (vec![Action::Quit], say!("back")),
            ],
            ..View::default()
        }
        .with(document)
    }

    fn act(&mut self, study: &mut Study, action: Action, state: &ScreenState) -> Turn<Study> {
        let (selected, count) = (state.selected, Setting::ALL.len());
        let setting = Setting::ALL[selected.min(count - 1)];
        match action {
            Action::Up | Action::FocusBack => Turn::Select(selected.saturating_sub(1)),
            Action::Down | Action::Focus => Turn::Select((selected + 1).min(count - 1)),
            Action::Top => Turn::Select(0),
            Action::Bottom => Turn::Select(count - 1),
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
