//! What plain mode says: every sentence is a line that makes sense when it is read aloud.

use std::io::{self, Write};

use crate::course::Course;
use crate::keys::BINDINGS;
use crate::learner::measure::{Measures, Tally};
use crate::ruling::Verdict;
use crate::scenario::Scenario;
use crate::session::feedback::{PartKind, motto, stopped_at};
use crate::session::{Phase, Session};
use crate::text;

/// Writes wrapped lines.
pub(super) struct Speaker<W> {
    output: W,
    columns: usize,
}

impl<W: Write> Speaker<W> {
    /// Lines are wrapped at `columns`.
    pub(super) fn new(output: W, columns: usize) -> Self {
        Self { output, columns: columns.max(20) }
    }

    pub(super) fn line(&mut self, text: &str) -> io::Result<()> {
        if text.is_empty() {
            return writeln!(self.output);
        }
        for line in text::wrap(text, self.columns) {
            writeln!(self.output, "{line}")?;
        }
        Ok(())
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }

    pub(super) fn welcome(&mut self, course: &mut Course) -> io::Result<()> {
        self.line("airside: HTTP 401 or 403?")?;
        self.line("A course on one confusion. A case is told, you say which code the server should send, and the ruling follows with its source.")?;
        self.line(&format!(
            "401 means: {}. The sign that says which is the WWW-Authenticate field.",
            motto(Verdict::Unauthorized)
        ))?;
        self.line(&format!("403 means: {}.", motto(Verdict::Forbidden)))?;
        self.line("Answer with the code and how sure you are: 401 c, 403 f, 3g. The letters: g guess, f fairly sure, c certain. Other words: hint, repeat, back, skip, reveal, help, quit.")?;
        for notice in course.take_notices() {
            self.line(&format!("Note: {notice}"))?;
        }
        if course.resumed() {
            self.line("You go on where you stopped.")?;
        }
        Ok(())
    }

    /// Says where the learner stands: the question, the ruling, or that there is nothing.
    pub(super) fn here(&mut self, course: &Course) -> io::Result<()> {
        self.line("")?;
        let session = course.session();
        match (course.scenario(), session.phase()) {
            (None, _) | (_, Phase::Finished) => self.line("There is no question to ask. See: airside list")?,
            (Some(scenario), Phase::Asking { hints, .. }) => {
                self.question(session, scenario)?;
                for number in 1..=hints {
                    self.one_hint(scenario, number)?;
                }
                self.prompt(course)?;
            }
            (Some(scenario), Phase::Ruled(_)) => self.ruling(course, scenario)?,
        }
        self.flush()
    }

    fn question(&mut self, session: &Session, scenario: &Scenario) -> io::Result<()> {
        let (number, count) = (session.position() + 1, session.items().len());
        self.line(&format!("Scenario {number} of {count}: {}", scenario.title))?;
        self.line(&format!("Story: {}", scenario.story))?;
        let exchange = &scenario.exchange;
        self.line("The request:")?;
        self.numbered(1, &exchange.request)?;
        if !exchange.findings.is_empty() {
            self.line("What is found:")?;
            self.numbered(exchange.request.len() + 1, &exchange.findings)?;
        }
        Ok(())
    }

    fn numbered(&mut self, first: usize, lines: &[String]) -> io::Result<()> {
        for (number, line) in (first..).zip(lines) {
            self.line(&format!("Line {number}: {line}"))?;
        }
        Ok(())
    }

    /// Asks again, in one line.
    pub(super) fn prompt(&mut self, course: &Course) -> io::Result<()> {
        self.line(if offers_neither(course) { "Question: 401, 403 or neither?" } else { "Question: 401 or 403?" })?;
        self.flush()
    }

    pub(super) fn ask_sureness(&mut self, verdict: Verdict) -> io::Result<()> {
        self.line(&format!(
            "You chose {}. How sure: guess, fairly or certain? It can still be changed.",
            verdict.name()
        ))
    }

    /// Says the hint that was asked for last.
    pub(super) fn hint(&mut self, course: &Course) -> io::Result<()> {
        if let (Some(scenario), Phase::Asking { hints, .. }) = (course.scenario(), course.session().phase()) {
            self.one_hint(scenario, hints)?;
        }
        self.prompt(course)
    }

    fn one_hint(&mut self, scenario: &Scenario, number: u8) -> io::Result<()> {
        let hint = if number <= 1 { &scenario.hints.fact } else { &scenario.hints.rule };
        self.line(&format!("Hint {number} of 2: {hint}"))
    }

    fn ruling(&mut self, course: &Course, scenario: &Scenario) -> io::Result<()> {
        for part in course.feedback().unwrap_or_default() {
            let mut lines = part.lines.iter();
            if let Some(first) = lines.next() {
                // A wrong statement keeps its tag at the start of its line.
                if part.kind == PartKind::Result || first.starts_with("WRONG:") {
                    if part.kind != PartKind::Result {
                        self.line(&format!("{}:", part.kind.label()))?;
                    }
                    self.line(first)?;
                } else {
                    self.line(&format!("{}: {first}", part.kind.label()))?;
                }
            }
            for line in lines {
                self.line(line)?;
            }
            if part.kind == PartKind::Result {
                self.line(&format!("In the airport: {}.", stopped_at(scenario).says()))?;
            }
            if part.kind == PartKind::Companions {
                self.line("The response here:")?;
                for line in &scenario.exchange.response {
                    self.line(&format!("  {line}"))?;
                }
            }
        }
        self.line("Next: an empty line goes on; repeat, back and quit work as well.")
    }

    pub(super) fn help(&mut self) -> io::Result<()> {
        self.line("Words, one on a line; an answer is a code and a sureness, as 401 c or 3g:")?;
        for binding in BINDINGS.iter().filter(|binding| !binding.words.is_empty()) {
            let words: Vec<&str> =
                binding.words.iter().map(|word| if word.is_empty() { "an empty line" } else { word }).collect();
            self.line(&format!("{}: {}.", words.join(", "), binding.label))?;
        }
        Ok(())
    }

    /// A line that was not understood.
    pub(super) fn lost(&mut self, course: &Course, line: &str) -> io::Result<()> {
        let line = text::cut(line.trim(), 40, "...");
        if !matches!(course.session().phase(), Phase::Asking { .. }) {
            return self.line(&format!(
                "Not understood: {line}. An empty line goes on. Or say: next, repeat, back, help, quit."
            ));
        }
        let codes = if offers_neither(course) { "401, 403 or neither" } else { "401 or 403" };
        self.line(&format!("Not understood: {line}. Answer with {codes} and g, f or c, as in 401 c. Or say: hint, repeat, back, skip, reveal, help, quit."))
    }

    /// The end of a round.
    pub(super) fn summary(&mut self, course: &Course) -> io::Result<()> {
        self.line("")?;
        self.line("The round is over.")?;
        self.counts(&course.round())?;
        self.farewell(course)
    }

    fn counts(&mut self, measures: &Measures) -> io::Result<()> {
        self.line(&format!("This round: {}.", share(measures.all)))?;
        for (cell, tally) in measures.cells.iter().filter(|(_, tally)| tally.answered > 0) {
            self.line(&format!("  {}: {}.", cell.title(), share(*tally)))?;
        }
        for (level, tally) in measures.sureness.iter().filter(|(_, tally)| tally.answered > 0) {
            self.line(&format!("  When you said {}: {}.", level.title(), share(*tally)))?;
        }
        if measures.confident_errors > 0 {
            self.line(&format!("  Certain and not right: {}. Look at these again.", measures.confident_errors))?;
        }
        Ok(())
    }

    pub(super) fn farewell(&mut self, course: &Course) -> io::Result<()> {
        self.line(&format!("So far: {}. {} Goodbye.", share(course.progress().all), course.keeping()))?;
        self.flush()
    }
}

fn offers_neither(course: &Course) -> bool {
    course.session().item().is_some_and(|item| item.offers_neither)
}

fn share(tally: Tally) -> String {
    match tally.answered {
        0 => "no answers yet".to_owned(),
        answered => format!("{} of {answered} right", tally.right),
    }
}
