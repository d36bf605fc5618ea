//! Shows the workbench, where the user changes facts with the keys and sees the effect on the ruling.
//!
//! `airside inspect` opens the same page with the facts of a recorded exchange. This screen stores the chosen facts,
//! and [`crate::ruling`] makes the rulings.

use super::{Screen, ScreenState, Turn, View};
use crate::document::citation::citation;
use crate::document::feedback::{decided_by, stopped_at};
use crate::document::ruling::article;
use crate::document::trace::in_sentences;
use crate::document::{AirportStrip, Block, Document, LabelledText, Meaning, Text};
use crate::i18n::translate;
use crate::inspect::evidence::{FactSource, KnownFact};
use crate::inspect::exchange::RecordedExchange;
use crate::inspect::report::{fact_sources, judgement};
use crate::inspect::verdict::{Conformance, Inspection, inspect, is_plausible};
use crate::keys::{Action, Context};
use crate::ruling::{Citation, FactName, Facts, Ruling, rule, status_line};
use crate::say;
use crate::scenario::Telling;
use crate::study::Study;
use crate::tui::controls::Controls;
use crate::tui::layout::{Beside, ScreenKind};

/// The facts that most rulings depend on, in the order of the checks. All other facts are hidden at first.
const MAIN: [FactName; 7] = [
    FactName::Refusal,
    FactName::Protected,
    FactName::Scheme,
    FactName::Credentials,
    FactName::Permission,
    FactName::Hidden,
    FactName::Exists,
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FactRow {
    Fact(FactName),
    More,
}

#[derive(Debug, Default)]
pub(super) struct Workbench {
    facts: Facts,
    is_unfolded: bool,
    /// The facts before the most recent change, which are needed to show the effect of the change.
    before: Facts,
    inspected: Option<Box<Inspected>>,
}

#[derive(Debug)]
struct Inspected {
    exchange: RecordedExchange,
    initial: Vec<KnownFact>,
    user_facts: Vec<KnownFact>,
    now: i64,
    inspection: Inspection,
}

impl Inspected {
    fn judge(&mut self) {
        self.inspection = inspect(&self.exchange, &self.user_facts, &[], self.now);
    }
}

impl Workbench {
    /// `now` is in seconds since 1970.
    pub(super) fn inspected(exchange: RecordedExchange, initial: Vec<KnownFact>, now: i64) -> Self {
        let inspection = inspect(&exchange, &initial, &[], now);
        let facts = inspection.facts;
        let inspected = Inspected { exchange, user_facts: initial.clone(), initial, now, inspection };
        Self { facts, before: facts, is_unfolded: true, inspected: Some(Box::new(inspected)) }
    }

    fn rare_facts() -> impl Iterator<Item = FactName> {
        FactName::ALL.into_iter().filter(|fact| !MAIN.contains(fact))
    }

    fn rows(&self) -> Vec<FactRow> {
        let rare = Self::rare_facts().filter(|_| self.is_unfolded);
        let main = MAIN.into_iter().map(FactRow::Fact);
        main.chain([FactRow::More]).chain(rare.map(FactRow::Fact)).collect()
    }

    fn fact_at(&self, selected: usize) -> Option<FactName> {
        match self.rows().get(selected)? {
            FactRow::Fact(fact) => Some(*fact),
            FactRow::More => None,
        }
    }

    fn reset(&mut self) {
        self.before = self.facts;
        self.facts = Facts::default();
        if let Some(inspected) = &mut self.inspected {
            inspected.user_facts.clone_from(&inspected.initial);
            inspected.judge();
            self.facts = inspected.inspection.facts;
        }
    }

    /// Sets the selected fact to its next or previous value that is compatible with the exchange. If the row for rarely
    /// needed facts is selected, shows or hides those facts instead.
    fn turn(&mut self, selected: usize, by: isize) {
        let Some(fact) = self.fact_at(selected) else {
            self.is_unfolded = !self.is_unfolded;
            return;
        };
        let (count, current) = (fact.values().len(), self.facts.index(fact));
        let step = |index: &usize| Some((index + count).saturating_add_signed(by) % count);
        let mut others = std::iter::successors(step(&current), step).take(count);
        let evidence = self.inspected.as_ref().map(|inspected| &inspected.inspection.evidence);
        let next = others.find(|index| evidence.is_none_or(|evidence| is_plausible(evidence, fact, *index)));
        self.set(fact, next.unwrap_or(current));
    }

    fn set(&mut self, fact: FactName, index: usize) {
        self.before = self.facts;
        self.facts = self.facts.with_index(fact, index);
        if let Some(inspected) = &mut self.inspected {
            inspected.user_facts.retain(|known| known.fact != fact);
            inspected.user_facts.push(KnownFact::new(fact, index, FactSource::User));
            inspected.judge();
            self.facts = inspected.inspection.facts;
        }
    }

    /// A fact is open if more than one of its values is compatible with the exchange.
    fn is_open(&self, fact: FactName) -> bool {
        let known = self.inspected.as_ref().and_then(|inspected| inspected.inspection.evidence.fact(fact));
        known.is_some_and(|known| known.values.len() > 1)
    }

    fn open_fact(&self, selected: usize) -> Option<FactName> {
        self.fact_at(selected).filter(|fact| self.is_open(*fact))
    }

    /// The verdict is uncertain while it depends on facts that can't be determined from the exchange.
    fn is_uncertain(&self) -> bool {
        self.inspected.as_ref().is_some_and(|inspected| inspected.inspection.verdict == Conformance::Unknown)
    }

    /// While the verdict is uncertain, the traveller waits outside instead of at the check that stops the request.
    fn strip(&self, ruling: &Ruling) -> AirportStrip {
        if self.is_uncertain() {
            return AirportStrip::default();
        }
        let stop = stopped_at(ruling.verdict, ruling);
        AirportStrip { stop: Some(stop), code: Some(ruling.status), ..AirportStrip::default() }
    }

    fn first_question(&self) -> Option<usize> {
        let question = self.inspected.as_ref()?.inspection.questions.first()?;
        self.rows().iter().position(|row| *row == FactRow::Fact(question.fact))
    }

    /// Returns the origin of a fact's value, or `None` if no exchange was given.
    fn source(&self, fact: FactName) -> Option<&'static str> {
        let evidence = &self.inspected.as_ref()?.inspection.evidence;
        Some(match evidence.fact(fact) {
            Some(known) if known.values.len() > 1 => say!("unknown"),
            Some(known) => known.source.title(),
            None => FactSource::Assumed.title(),
        })
    }

    fn fact_table(&self) -> Block {
        let row = |row: FactRow| {
            let FactRow::Fact(fact) = row else { return self.more_row() };
            let set = self.facts.index(fact) != 0;
            let meaning = if set { Meaning::Strong } else { Meaning::Plain };
            let mark = if self.is_open(fact) { "?" } else { "" };
            vec![Text::verbatim(fact.name()), Text::new(format!("{}{mark}", self.facts.value(fact)), meaning)]
        };
        Block::rows(self.rows().into_iter().map(row))
    }

    /// The row for rarely needed facts also says how many of those facts are set.
    fn more_row(&self) -> Vec<Text> {
        let set = Self::rare_facts().filter(|fact| self.facts.index(*fact) != 0).count();
        let count = Self::rare_facts().count();
        let label = if self.is_unfolded { say!("fewer facts").to_owned() } else { say!("{} more facts", count) };
        let note = match set {
            0 => Text::default(),
            set => Text::new(say!("{} set", set), Meaning::Strong),
        };
        vec![Text::from(label), note]
    }

    fn prompt(&self, selected: usize) -> Text {
        let Some(fact) = self.fact_at(selected) else {
            return if self.is_unfolded {
                say!("Press Enter to hide rarely needed facts.").into()
            } else {
                say!("Press Enter to see rarely needed facts, such as the method.").into()
            };
        };
        let meaning = fact.meanings().get(self.facts.index(fact)).copied().unwrap_or_default();
        let source = self.source(fact).map(|source| format!(" ({source})")).unwrap_or_default();
        let question = Text::new(format!("{} ", translate(fact.question())), Meaning::Strong);
        let value = Text::verbatim(format!("{}{source}: ", self.facts.value(fact)));
        question.followed_by(value).followed_by(Text::parse(translate(meaning)))
    }

    /// Everything that the most recent change affected is in bold.
    fn ruling(&self) -> Vec<Block> {
        let judged = self.inspected.as_ref().map(|inspected| judgement(&inspected.inspection));
        let mut blocks = judged.unwrap_or_default();
        let (now, before) = (rule(&self.facts), rule(&self.before));
        if !blocks.is_empty() {
            let title = if self.is_uncertain() {
                say!("The ruling, if the uncertain facts are as shown")
            } else {
                say!("The ruling on these facts")
            };
            blocks.push(Block::Heading(title.into()));
        }
        blocks.push(Block::Code(response(&now)));
        blocks.extend(self.effect(&now, &before).map(|effect| Block::Paragraph(effect.into())));
        let marked = |text: String, is_new: bool| if is_new { Text::new(text, Meaning::Strong) } else { text.into() };
        let field = |label: &str, [text, old]: [&'static str; 2]| {
            let text = marked(translate(text).to_owned(), text != old);
            Block::Field(LabelledText { label: label.to_owned(), text })
        };
        blocks.push(field(say!("Certainty"), [decided_by(&now), decided_by(&before)]));
        blocks.push(field(say!("The client"), [now.client_may, before.client_may]));
        blocks.extend(self.inspected.iter().flat_map(|inspected| fact_sources(&inspected.inspection)));
        let old = in_sentences(&before, Telling::Http);
        let step = |text: String| {
            let is_new = !old.contains(&text);
            marked(text, is_new)
        };
        let steps = in_sentences(&now, Telling::Http).into_iter().map(step);
        blocks.push(Block::panel(say!("How the answer is reached"), vec![Block::Steps(steps.collect())]));
        let source = |cited: Citation| {
            let is_new = !before.citations.contains(cited);
            [citation(&cited.to_string()), translate(cited.level.name()).to_owned()]
                .map(|text| marked(text, is_new))
                .to_vec()
        };
        blocks.push(Block::panel(say!("Sources"), vec![Block::rows(now.citations.iter().map(source))]));
        blocks.push(Block::panel(say!("The article"), article(&now)));
        blocks
    }

    fn effect(&self, now: &Ruling, before: &Ruling) -> Option<String> {
        if now.status != before.status {
            let old = status_line(before.status);
            return Some(say!("Before your last change, the status was {}.", old));
        }
        (self.facts != self.before).then(|| say!("Your last change made no difference.").to_owned())
    }

    /// The title consists of the recorded status and the verdict on the exchange. Without an exchange, the title is
    /// empty.
    fn title(&self) -> String {
        let title = |inspected: &Inspected| {
            format!("{}: {}", inspected.inspection.evidence.status, inspected.inspection.verdict.title())
        };
        self.inspected.as_deref().map(title).unwrap_or_default()
    }
}

fn response(ruling: &Ruling) -> Vec<String> {
    let first = format!("HTTP/1.1 {}", status_line(ruling.status));
    let fields = ruling.companions.iter().map(|companion| format!("{}: {}", companion.field, companion.example));
    std::iter::once(first).chain(fields).collect()
}

impl Screen<Study> for Workbench {
    fn context(&self, _: &Study) -> Context {
        Context::Bench
    }

    fn view(&self, _: &Study, state: &ScreenState) -> View {
        let ruling = rule(&self.facts);
        let mut document = Document::new(say!("Workbench"));
        document.blocks.push(Block::Strip(self.strip(&ruling)));
        document.blocks.push(self.fact_table());
        let mut narrow = document.clone();
        narrow.blocks.extend(self.ruling());
        narrow.blocks.retain(|block| !matches!(block, Block::Strip(_)));
        let scene = Document { blocks: self.ruling(), ..Document::default() };
        View {
            narrow: Some(narrow),
            scene: Some(scene),
            beside: Beside::Answer,
            panel: Some(say!("Facts").to_owned()),
            kind: ScreenKind::Choice,
            location: if self.inspected.is_some() { say!("Your exchange") } else { say!("Workbench") }.to_owned(),
            name: self.title(),
            pointer: Some(state.selected),
            controls: Controls::prompt(self.prompt(state.selected)),
            hints: vec![
                (vec![Action::Left, Action::Right], say!("change")),
                match self.open_fact(state.selected) {
                    Some(_) => (vec![Action::Select], say!("confirm")),
                    None => (vec![Action::Undo], say!("reset")),
                },
                (vec![Action::Keep], say!("save")),
                (vec![Action::Quit], say!("back")),
            ],
            ..View::default()
        }
        .with(document)
    }

    /// The cursor starts at the first open question, so that one key press answers that question.
    fn first_selected(&self) -> usize {
        self.first_question().unwrap_or_default()
    }

    fn act(&mut self, study: &mut Study, action: Action, state: &ScreenState) -> Turn<Study> {
        let (selected, count) = (state.selected, self.rows().len());
        if let Some(fact) = self.open_fact(selected).filter(|_| action == Action::Select) {
            self.set(fact, self.facts.index(fact));
            return self.first_question().map_or(Turn::Stay, Turn::Select);
        }
        match action {
            Action::Up | Action::FocusBack => return Turn::Select((selected + count - 1) % count),
            Action::Down | Action::Focus => return Turn::Select((selected + 1) % count),
            Action::Top => return Turn::Select(0),
            Action::Bottom => return Turn::Select(count - 1),
            Action::Right | Action::Select => self.turn(selected, 1),
            Action::Left => self.turn(selected, -1),
            Action::Undo if self.inspected.is_none() && self.facts == Facts::default() => return Turn::Stay,
            Action::Undo => {
                let question = if self.inspected.is_some() {
                    say!("Reset all facts to what the exchange shows?")
                } else {
                    say!("Reset all facts to their defaults?")
                };
                return Turn::Confirm(question.to_owned(), action);
            }
            Action::Keep => return Turn::Tell(study.keep_skeleton(&self.facts)),
            _ => return Turn::Unused,
        }
        Turn::Stay
    }

    fn confirmed(&mut self, _: &mut Study, _: Action) -> Turn<Study> {
        self.reset();
        Turn::Stay
    }

    /// If the key repeated, the same scenario would be saved in two files.
    fn is_repeated_by_mistake(&self, _: &Study, action: Action) -> bool {
        action == Action::Keep
    }
}
