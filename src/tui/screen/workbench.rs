//! The workbench: facts are set with keys, and the ruling changes with them.
//!
//! Owns which facts are set. Must not rule.

use super::{Screen, ScreenState, Turn, View};
use crate::document::feedback::stopped_at;
use crate::document::{AirportStrip, Block, Document, Meaning, TableBlock, Text};
use crate::i18n::translate;
use crate::keys::{Action, Context};
use crate::reference::ruling::{article, steps};
use crate::ruling::{FactName, Facts, Ruling, reason_phrase, rule};
use crate::say;
use crate::study::Study;
use crate::tui::controls::Controls;
use crate::tui::layout::ScreenKind;

#[derive(Debug, Default)]
pub(super) struct Workbench {
    facts: Facts,
    /// The facts before the last change, to show what it affected.
    before: Facts,
}

impl Workbench {
    /// Sets the selected fact to its next value, or to the one before.
    fn turn(&mut self, selected: usize, by: isize) {
        let Some(fact) = FactName::ALL.get(selected) else { return };
        let count = fact.values().len();
        let index = self.facts.index(*fact).saturating_add(count).saturating_add_signed(by) % count;
        self.before = self.facts;
        self.facts = self.facts.with_index(*fact, index);
    }

    fn fact_table(&self) -> Block {
        let row = |fact: FactName| {
            let set = self.facts.index(fact) != 0;
            let meaning = if set { Meaning::Strong } else { Meaning::Plain };
            vec![Text::verbatim(fact.name()), Text::new(self.facts.value(fact), meaning)]
        };
        Block::Table(TableBlock { head: Vec::new(), rows: FactName::ALL.into_iter().map(row).collect() })
    }

    /// The answer as an HTTP response, and what there is to say of it; what the last change affected is strong.
    fn ruling(&self) -> Vec<Block> {
        let (now, before) = (rule(&self.facts), rule(&self.before));
        let mut blocks = vec![Block::Code(response(&now))];
        let lines = |ruling: &Ruling| {
            let mut lines = vec![
                say!("Certainty: {}", translate(ruling.certainty.name())),
                translate(ruling.client_may).to_owned(),
            ];
            lines.extend(ruling.citations.iter().map(|citation| citation.with_level()));
            lines
        };
        let old = lines(&before);
        let marked =
            |line: String| if old.contains(&line) { Text::verbatim(line) } else { Text::new(line, Meaning::Strong) };
        blocks.push(Block::List(lines(&now).into_iter().map(marked).collect()));
        for line in article(&now) {
            blocks.push(Block::Paragraph(match line.strip_prefix("WRONG: ") {
                Some(claim) => Text::new(claim, Meaning::WrongClaim),
                None => line.into(),
            }));
        }
        let turned = now.trace.iter().zip(steps(&now)).filter(|(step, _)| self.facts.index(step.fact) != 0);
        let turned: Vec<Text> = turned.map(|(_, step)| step.into()).collect();
        if !turned.is_empty() {
            blocks.push(Block::List(turned));
        }
        blocks
    }
}

fn response(ruling: &Ruling) -> Vec<String> {
    let first = format!("HTTP/1.1 {} {}", ruling.status, reason_phrase(ruling.status));
    let fields = ruling.companions.iter().map(|companion| format!("{}: {}", companion.field, companion.example));
    std::iter::once(first).chain(fields).collect()
}

impl Screen<Study> for Workbench {
    fn context(&self, _: &Study) -> Context {
        Context::Bench
    }

    fn view(&self, _: &Study, situation: &ScreenState) -> View {
        let ruling = rule(&self.facts);
        let mut document = Document::new(say!("Workbench"));
        let stop = stopped_at(ruling.verdict, &ruling);
        document.blocks.push(Block::Strip(AirportStrip {
            stop: Some(stop),
            code: Some(ruling.status),
            ..AirportStrip::default()
        }));
        document.blocks.push(Block::Columns(vec![vec![self.fact_table()], self.ruling()]));
        let fact = FactName::ALL.get(situation.selected).copied().unwrap_or(FactName::ALL[0]);
        let value = Text::new(self.facts.value(fact), Meaning::Strong);
        let prompt = Text::verbatim(format!("{} ", translate(fact.question()))).followed_by(value);
        View {
            kind: ScreenKind::Choice,
            place: say!("Workbench").to_owned(),
            name: format!("{} {}", ruling.status, reason_phrase(ruling.status)),
            pointer: Some(situation.selected),
            controls: Controls::Prompt(prompt),
            hints: vec![
                (vec![Action::Left, Action::Right], say!("change")),
                (vec![Action::Undo], say!("reset")),
                (vec![Action::Keep], say!("save as scenario")),
                (vec![Action::Quit], say!("back")),
            ],
            ..View::default()
        }
        .with(document)
    }

    fn act(&mut self, study: &mut Study, action: Action, situation: &ScreenState) -> Turn<Study> {
        let (selected, count) = (situation.selected, FactName::ALL.len());
        match action {
            Action::Up | Action::FocusBack => return Turn::Select((selected + count - 1) % count),
            Action::Down | Action::Focus => return Turn::Select((selected + 1) % count),
            Action::Right | Action::Select => self.turn(selected, 1),
            Action::Left => self.turn(selected, -1),
            Action::Undo if self.facts == Facts::default() => return Turn::Stay,
            Action::Undo => {
                return Turn::Confirm(say!("Set all facts back to their defaults? Enter does it.").to_owned(), action);
            }
            Action::Keep => return Turn::Tell(study.keep_skeleton(&self.facts)),
            _ => return Turn::Unused,
        }
        Turn::Stay
    }

    fn confirmed(&mut self, _: &mut Study, _: Action) -> Turn<Study> {
        (self.before, self.facts) = (self.facts, Facts::default());
        Turn::Stay
    }

    /// Each time, another file is written.
    fn is_final(&self, _: &Study, action: Action) -> bool {
        action == Action::Keep
    }

    fn name(&self) -> &'static str {
        "workbench"
    }
}
