//! The text that a screen shows, wrapped once for its width and then only cut out of.
//!
//! Owns what stands on pages; where they stand is the business of `view`.

mod bench;
mod counts;

use ratatui::text::{Line, Span};

use super::app::{Model, Screen};
use super::theme::{Role, Theme};
use super::view;
use crate::course::stage::Stage;
use crate::document::feedback::motto;
use crate::document::parts::{Part, PartKind, Question};
use crate::document::{Leaf, Section};
use crate::i18n::of;
use crate::keys::{BINDINGS, Keys};
use crate::reference::{Topic, found, search};
use crate::round::Phase;
use crate::ruling::Verdict;
use crate::say;
use crate::scenario::Scenario;
use crate::text;

/// From this width on, labels stand in a column of their own.
const LABEL_COLUMN: usize = 19;
const LABELS_FROM: usize = 70;

/// The wrapped text of a screen.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) lines: Vec<Line<'static>>,
    /// Where each numbered line of a question begins.
    pub(super) numbered: Vec<usize>,
    /// What stands beside it in a wide window.
    pub(super) side: Vec<Line<'static>>,
}

/// Lines in the making.
struct Writer {
    lines: Vec<Line<'static>>,
    numbered: Vec<usize>,
    theme: Theme,
    columns: usize,
}

/// The lines of a page to read, wrapped at so many columns.
pub(super) fn of_leaf(leaf: &Leaf, theme: Theme, columns: usize) -> Vec<Line<'static>> {
    let mut writer = Writer::new(theme, columns);
    writer.leaf(leaf);
    writer.lines
}

/// The lines of a scene, wrapped at so many columns.
pub(super) fn of_scene(question: &Question, theme: Theme, columns: usize) -> Vec<Line<'static>> {
    let mut writer = Writer::new(theme, columns);
    writer.scene(question, None);
    writer.lines
}

impl Page {
    /// The text of the screen that is open.
    pub(super) fn of(model: &Model) -> Self {
        let regions = view::regions(model);
        let mut side = Writer::new(model.theme, regions.side.width.into());
        if side.columns > 0 {
            side.beside_the_text(model, regions.side.height.into());
        }
        let mut writer = Writer::new(model.theme, regions.body.width.into());
        if model.help {
            writer.help(&model.keys);
        } else {
            match (model.screen, model.study.round().phase()) {
                (Screen::Home, _) => writer.home(model),
                (Screen::Cells, _) => writer.text(say!("Which kind of case?")),
                (Screen::Faults, _) => writer.faults(model),
                (Screen::Topics, _) => writer.topics(model),
                (Screen::Topic(place), _) => writer.topic(search(&model.sought).get(place)),
                (Screen::Bench, _) => writer.bench(model),
                (Screen::Counts, _) => writer.progress(&model.study.progress()),
                (Screen::Round, Phase::Finished) => match model.study.report() {
                    Some(report) => writer.leaf(&report),
                    None => writer.summary(model),
                },
                (Screen::Round, Phase::Reading) => writer.leaf(&model.study.leaf().unwrap_or_default()),
                (Screen::Round, Phase::Asking { hints, .. }) => writer.question(model, hints, None),
                (Screen::Round, Phase::Marking(_)) => writer.question(model, 0, Some(model.selected)),
                (Screen::Round, Phase::Ruled(record)) => {
                    writer.ruling(model.study.scenario(), record.right, &model.study.feedback().unwrap_or_default());
                }
            }
        }
        Self { lines: writer.lines, numbered: writer.numbered, side: side.lines }
    }
}

impl Writer {
    const fn new(theme: Theme, columns: usize) -> Self {
        Self { lines: Vec::new(), numbered: Vec::new(), theme, columns }
    }

    /// What stands beside the text: the course; or the scene that was ruled, with the line that decides pointed at, and
    /// from its top only where that line is within so many rows.
    fn beside_the_text(&mut self, model: &Model, rows: usize) {
        let study = &model.study;
        match (model.screen, study.stage(), study.question(), study.scenario()) {
            (Screen::Home, Some(stage), ..) => self.stages(stage),
            (Screen::Round, _, Some(question), Some(scenario)) => {
                let place = scenario.evidence.line.saturating_sub(1);
                self.scene(&question, Some(place));
                let start = |place| self.numbered.get(place).copied().unwrap_or(self.lines.len());
                let (from, to) = (start(place), start(place + 1));
                for line in &mut self.lines[from..to] {
                    line.style = self.theme.style(Role::Strong);
                }
                self.lines.drain(..to.saturating_sub(rows));
            }
            _ => {}
        }
    }

    /// The stages of the course, with the traveller at the one that is open, and what that is for.
    fn stages(&mut self, open: Stage) {
        self.styled(say!("The course"), Role::Label);
        for stage in Stage::ALL {
            let (sign, role) =
                if stage == open { (self.theme.signs.traveller, Role::Strong) } else { (" ", Role::Text) };
            self.styled(&format!("{sign} {}", stage.title()), role);
            if stage == open {
                self.led("  ", Role::Text, stage.purpose());
            }
        }
    }

    fn styled(&mut self, text: &str, role: Role) {
        let style = self.theme.style(role);
        for line in text::wrap(text, self.columns) {
            self.lines.push(Line::styled(line, style));
        }
    }

    fn text(&mut self, text: &str) {
        self.styled(text, Role::Text);
    }

    fn gap(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(Line::default());
        }
    }

    /// Text behind a lead of its own, further lines indented under it.
    fn led(&mut self, lead: &str, role: Role, text: &str) {
        let lead_columns = text::width(lead);
        let style = self.theme.style(role);
        for (number, line) in text::wrap(text, self.columns.saturating_sub(lead_columns).max(8)).into_iter().enumerate()
        {
            let lead = if number == 0 { lead.to_owned() } else { " ".repeat(lead_columns) };
            self.lines.push(Line::from(vec![Span::styled(lead, style), Span::raw(line)]));
        }
    }

    fn home(&mut self, model: &Model) {
        self.text(say!("Each scene is one request, told at an airport or as raw HTTP. You say which code it gets, and how sure you are."));
        self.gap();
        self.led("401  ", Role::Podium, motto(Verdict::Unauthorized));
        self.led("     ", Role::Text, say!("The sign that says which is WWW-Authenticate. No sign, no 401."));
        self.led("403  ", Role::Gate, motto(Verdict::Forbidden));
        for notice in &model.notices {
            self.gap();
            self.led(say!("Note: "), Role::Strong, notice);
        }
        if model.study.resumed() {
            self.gap();
            self.text(say!("You go on where you stopped."));
        }
        if model.study.round().items().is_empty() {
            self.gap();
            self.text(say!("There is no question to ask. See: airside list"));
        }
    }

    /// The story, and the numbered lines.
    fn scene(&mut self, question: &Question, selected: Option<usize>) {
        for paragraph in &question.story {
            self.text(paragraph);
        }
        self.gap();
        for group in &question.groups {
            self.styled(&group.heading, Role::Label);
            for line in &group.lines {
                let number = self.numbered.len();
                self.numbered.push(self.lines.len());
                let sign = if selected == Some(number) { self.theme.signs.pointer } else { " " };
                let number = number + 1;
                let lead = if number < 10 { format!("{sign}{number}  ") } else { format!("{sign}{number} ") };
                self.led(&lead, Role::Strong, line);
            }
        }
    }

    /// An open question, with the hints shown so far; where a line is to be marked, the selected one has the pointer.
    fn question(&mut self, model: &Model, hints: u8, selected: Option<usize>) {
        let (Some(question), Some(question_type)) = (model.study.question(), model.question_type()) else {
            return;
        };
        self.scene(&question, selected);
        if question.says_more {
            self.gap();
            self.styled(&question.prompt, Role::Strong);
        }
        for (answer, choice) in question_type.answers().iter().zip(&question.choices) {
            self.led(&format!(" {}  ", answer.key()), Role::Key, choice);
        }
        for (number, hint) in (1..=hints).zip(&question.hints) {
            self.gap();
            self.led(&say!("Hint {}: ", number), Role::Strong, hint);
        }
    }

    /// Two sections, one on each side.
    fn beside(&mut self, left: &Section, right: &Section) {
        let half = self.columns / 2 - 2;
        let column = |section: &Section| {
            let says = section.says.iter().flat_map(|line| text::wrap(line, half));
            std::iter::once(section.heading.clone()).chain(says).collect::<Vec<_>>()
        };
        let (left, right) = (column(left), column(right));
        for row in 0..left.len().max(right.len()) {
            let kind = |lines: &[String]| lines.get(row).cloned().unwrap_or_default();
            let style = self.theme.style(if row == 0 { Role::Label } else { Role::Text });
            let (here, there) = (kind(&left), kind(&right));
            let gap = " ".repeat((half + 4).saturating_sub(text::width(&here)));
            self.lines.push(Line::from(vec![Span::styled(here, style), Span::raw(gap), Span::styled(there, style)]));
        }
    }

    fn leaf(&mut self, leaf: &Leaf) {
        let beside = leaf.compared && leaf.sections.len() >= 2 && self.columns >= LABELS_FROM;
        if beside {
            self.beside(&leaf.sections[0], &leaf.sections[1]);
        }
        for section in leaf.sections.iter().skip(if beside { 2 } else { 0 }) {
            self.gap();
            if !section.heading.is_empty() {
                self.styled(&section.heading, Role::Label);
            }
            for line in &section.says {
                match line.strip_prefix("WRONG: ") {
                    Some(rest) => self.led("WRONG: ", Role::Tag, rest),
                    None => self.text(line),
                }
            }
        }
    }

    fn ruling(&mut self, scenario: Option<&Scenario>, right: bool, parts: &[Part]) {
        for part in parts {
            match part.kind {
                PartKind::Result => {
                    let (sign, role) = if right {
                        (self.theme.signs.right, Role::Right)
                    } else {
                        (self.theme.signs.not_this, Role::NotThis)
                    };
                    for (number, line) in part.lines.iter().enumerate() {
                        let shown = if number == 0 { format!("{sign} {line}") } else { line.clone() };
                        self.styled(&shown, if number == 0 { role } else { Role::Text });
                    }
                }
                _ => self.part(part),
            }
            if let Some(scenario) = scenario.filter(|_| part.kind == PartKind::Companions) {
                for line in &scenario.exchange.response {
                    let lead = " ".repeat(self.label_columns());
                    self.led(&lead, Role::Text, line);
                }
            }
        }
    }

    fn label_columns(&self) -> usize {
        if self.columns >= LABELS_FROM { LABEL_COLUMN } else { 2 }
    }

    fn part(&mut self, part: &Part) {
        self.gap();
        let columns = self.label_columns();
        let aside = columns == LABEL_COLUMN;
        if !aside {
            self.styled(part.kind.label(), Role::Label);
        }
        for (number, text) in part.lines.iter().enumerate() {
            let first = self.lines.len();
            let wrapped = text::wrap(text, self.columns.saturating_sub(columns).max(8));
            for (place, line) in wrapped.into_iter().enumerate() {
                let mut spans = Vec::with_capacity(4);
                if aside && number == 0 && place == 0 {
                    let label = part.kind.label();
                    spans.push(Span::styled(label, self.theme.style(Role::Label)));
                    spans.push(Span::raw(" ".repeat(columns.saturating_sub(text::width(label)))));
                } else {
                    spans.push(Span::raw(" ".repeat(columns)));
                }
                match line.strip_prefix("WRONG:") {
                    Some(rest) if place == 0 => {
                        spans.push(Span::styled("WRONG:", self.theme.style(Role::Tag)));
                        spans.push(Span::raw(rest.to_owned()));
                    }
                    _ => spans.push(Span::raw(line)),
                }
                self.lines.push(Line::from(spans));
            }
            // A part never begins on an empty line: a label whose text is empty is left out with it.
            debug_assert!(self.lines.len() > first || text.is_empty());
        }
    }

    fn summary(&mut self, model: &Model) {
        if model.study.round().items().is_empty() {
            return self.text(say!("There is no question to ask. See: airside list"));
        }
        let (right, count) = model.study.round().others();
        if count > 0 {
            self.text(&say!("Claims and comparisons: {} of {} right.", right, count));
            self.gap();
        }
        self.counts(say!("This round"), &model.study.round_measures());
        let open = model.study.round().records().iter().filter(|record| record.is_none()).count();
        if open > 0 {
            self.gap();
            self.text(&say!("Left unanswered: {}. p goes back to them.", open));
        }
    }

    fn topics(&mut self, model: &Model) {
        if model.sought.is_empty() && !model.typing {
            return self.text(say!("What do you want to look up?"));
        }
        let found = found(&search(&model.sought));
        self.led(say!("Search: "), Role::Strong, &format!("{}{}", model.sought, if model.typing { "_" } else { "" }));
        self.text(&found);
        if model.typing {
            self.text(say!("Enter keeps what is found; Escape shows everything again."));
        }
    }

    fn topic(&mut self, topic: Option<&Topic>) {
        let Some(topic) = topic else { return };
        self.text(&topic.lead);
        for entry in &topic.entries {
            self.gap();
            self.styled(&entry.head, Role::Strong);
            for line in &entry.text {
                match line.strip_prefix("~~").and_then(|line| line.strip_suffix("~~")) {
                    Some(rest) => self.led("WRONG: ", Role::Tag, rest),
                    None => self.text(&format!("  {line}")),
                }
            }
            if !entry.source.is_empty() {
                self.text(&format!("  {}", entry.source));
            }
        }
    }

    /// What is wrong with the packs that were left out, as `airside check` says it.
    fn faults(&mut self, model: &Model) {
        for problem in &model.study.library().problems {
            self.gap();
            self.styled(&problem.path, Role::Label);
            for fault in &problem.faults {
                self.gap();
                for line in fault.to_string().lines() {
                    self.text(line);
                }
            }
        }
        self.gap();
        self.text(say!("Everything else is open. airside check FILE says the same in the shell."));
    }

    fn help(&mut self, keys: &Keys) {
        self.text(say!("Every answer is written down before its ruling is shown, so you can leave at any time. airside paths says where."));
        self.gap();
        for binding in BINDINGS.iter().filter(|binding| !binding.keys.is_empty() && !binding.is_for_class()) {
            let keys = keys.of(binding).join(" ");
            self.led(&format!("{keys:<16}"), Role::Key, of(binding.label));
        }
        self.gap();
        self.text(say!("airside --plain is the same course in lines, for screen readers and pipes."));
    }
}
