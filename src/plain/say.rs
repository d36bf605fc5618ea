//! What plain mode says: every sentence is a line that makes sense when it is read aloud.

use std::io::{self, Write};

use crate::document::Leaf;
use crate::document::feedback::stopped_at;
use crate::document::parts::{PartKind, Question};
use crate::document::question::which_line;
use crate::i18n::of;
use crate::keys::BINDINGS;
use crate::learner::measure::{Measures, Tally};
use crate::round::{Answer, Item, Phase, QuestionType};
use crate::say;
use crate::study::Study;
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

    /// A line that is wrapped already.
    pub(super) fn raw(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.output, "{line}")
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }

    pub(super) fn welcome(&mut self, study: &mut Study) -> io::Result<()> {
        self.line(say!("airside: HTTP 401 or 403?"))?;
        self.line(say!("A course on one confusion. A case is told, you say which code the server should send, and the ruling follows with its source."))?;
        self.line(say!("Answer with the code and how sure you are: 401 c, 403 f, 3g. The letters: g guess, f fairly sure, c certain. Other words: hint, repeat, back, skip, reveal, help, quit."))?;
        for notice in study.take_notices() {
            self.line(&say!("Note: {}", notice))?;
        }
        if study.resumed() {
            self.line(say!("You go on where you stopped."))?;
        }
        Ok(())
    }

    /// Says where the learner stands: the question, the ruling, or that there is nothing.
    pub(super) fn here(&mut self, study: &Study) -> io::Result<()> {
        self.line("")?;
        let session = study.round();
        if let Some(report) = study.report() {
            self.page(&report)?;
            return self.flush();
        }
        match (study.question(), session.phase()) {
            (None, _) | (_, Phase::Finished) => self.line(say!("There is no question to ask. See: airside list"))?,
            (Some(_), Phase::Reading) => self.leaf(study)?,
            (Some(question), Phase::Asking { hints, .. }) => {
                self.question(study, &question)?;
                for (number, hint) in (1..=hints).zip(&question.hints) {
                    self.one_hint(number, hint)?;
                }
                self.prompt(study)?;
            }
            (Some(_), Phase::Marking(_)) => self.prompt(study)?,
            (Some(_), Phase::Ruled(_)) => self.ruling(study)?,
        }
        self.flush()
    }

    fn question(&mut self, study: &Study, question: &Question) -> io::Result<()> {
        let session = study.round();
        if session.item().is_some_and(Item::is_judged) {
            self.line(&format!("{}: {}", study.place(), question.title))?;
        } else {
            self.line(&question.title)?;
        }
        self.scene(question, session.item().is_some_and(|item| item.kind.is_some()))
    }

    /// The story, said to be one where it is, and the numbered lines.
    pub(super) fn scene(&mut self, question: &Question, told: bool) -> io::Result<()> {
        for (place, paragraph) in question.story.iter().enumerate() {
            let story = place == 0 && told;
            self.line(&if story { say!("Story: {}", paragraph) } else { paragraph.clone() })?;
        }
        let mut number = 1;
        for group in &question.groups {
            self.line(&format!("{}:", group.heading))?;
            for line in &group.lines {
                self.line(&say!("Line {}: {}", number, line))?;
                number += 1;
            }
        }
        Ok(())
    }

    /// A page to read.
    fn leaf(&mut self, study: &Study) -> io::Result<()> {
        self.page(&study.leaf().unwrap_or_default())
    }

    fn page(&mut self, leaf: &Leaf) -> io::Result<()> {
        self.sections(leaf)?;
        self.line(say!("Next: an empty line goes on."))
    }

    pub(super) fn sections(&mut self, leaf: &Leaf) -> io::Result<()> {
        self.line(&leaf.title)?;
        for section in &leaf.sections {
            if !section.heading.is_empty() {
                self.line(&format!("{}:", section.heading))?;
            }
            for line in &section.says {
                self.line(line)?;
            }
        }
        Ok(())
    }

    /// Asks again, in as few lines as it takes.
    pub(super) fn prompt(&mut self, study: &Study) -> io::Result<()> {
        let session = study.round();
        if matches!(session.phase(), Phase::Marking(_)) {
            self.line(&say!(
                "Question: {} Type its number.",
                which_line(session.item().and_then(|item| item.question_type))
            ))?;
            return self.flush();
        }
        let Some((question, question_type)) = study.question().zip(session.item().and_then(|item| item.question_type))
        else {
            return self.flush();
        };
        self.line(&say!("Question: {}", question.prompt))?;
        if question.choices.is_empty() && !question_type.is_code() {
            let answers: Vec<String> =
                question_type.answers().iter().map(|answer| format!("{} {}", answer.key(), answer.title())).collect();
            self.line(&say!("Answers: {}.", answers.join(", ")))?;
        }
        for (answer, choice) in question_type.answers().iter().zip(&question.choices) {
            self.line(&say!("Answer {}: {}", answer.key(), choice))?;
        }
        self.flush()
    }

    pub(super) fn ask_confidence(&mut self, answer: Answer) -> io::Result<()> {
        self.line(&say!("You chose {}. How sure: guess, fairly or certain? It can still be changed.", answer.title()))
    }

    /// Says the hint that was asked for last.
    pub(super) fn hint(&mut self, study: &Study) -> io::Result<()> {
        if let (Some(question), Phase::Asking { hints, .. }) = (study.question(), study.round().phase())
            && let Some(hint) = usize::from(hints).checked_sub(1).and_then(|place| question.hints.get(place))
        {
            self.one_hint(hints, hint)?;
        }
        self.prompt(study)
    }

    fn one_hint(&mut self, number: u8, hint: &str) -> io::Result<()> {
        self.line(&say!("Hint {} of 2: {}", number, hint))
    }

    fn ruling(&mut self, study: &Study) -> io::Result<()> {
        let scenario = study.scenario();
        for part in study.feedback().unwrap_or_default() {
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
            if let Some(scenario) =
                scenario.filter(|scenario| part.kind == PartKind::Result && scenario.server.is_none())
            {
                self.line(stopped_at(scenario.answer, &scenario.ruling()).text())?;
            }
            if let Some(scenario) = scenario.filter(|_| part.kind == PartKind::Companions) {
                let real = !scenario.exchange.returned.is_empty();
                self.line(if real { say!("The response that is called for:") } else { say!("The response here:") })?;
                for line in &scenario.exchange.response {
                    self.line(&format!("  {line}"))?;
                }
            }
        }
        self.line(say!("Next: an empty line goes on; repeat, back and quit work as well."))
    }

    pub(super) fn help(&mut self) -> io::Result<()> {
        self.line(say!("Words, one on a line; an answer is a code and a confidence, as 401 c or 3g:"))?;
        for binding in BINDINGS.iter().filter(|binding| !binding.words.is_empty() && !binding.is_for_class()) {
            let words: Vec<&str> =
                binding.words.iter().map(|word| if word.is_empty() { say!("an empty line") } else { word }).collect();
            self.line(&format!("{}: {}.", words.join(", "), of(binding.label)))?;
        }
        Ok(())
    }

    /// A line that was not understood.
    pub(super) fn lost(&mut self, study: &Study, line: &str) -> io::Result<()> {
        let line = text::cut(line.trim(), 40, "...");
        if !matches!(study.round().phase(), Phase::Asking { .. } | Phase::Marking(_)) {
            return self.line(&say!(
                "Not understood: {}. An empty line goes on. Or say: next, repeat, back, help, quit.",
                line
            ));
        }
        if matches!(study.round().phase(), Phase::Marking(_)) {
            return self.line(&say!("Not understood: {}. Type the number of the line that decides.", line));
        }
        let question_type = study.round().item().and_then(|item| item.question_type);
        let answers = match question_type {
            Some(QuestionType::Code) => say!("401 or 403 and g, f or c, as in 401 c").to_owned(),
            Some(QuestionType::CodeOrNeither) => say!("401, 403 or neither and g, f or c, as in 401 c").to_owned(),
            _ => say!(
                "a number from 1 to {} and g, f or c, as in 2 c",
                question_type.map_or(0, |question_type| question_type.answers().len())
            ),
        };
        self.line(&say!(
            "Not understood: {}. Answer with {}. Or say: hint, repeat, back, skip, reveal, help, quit.",
            line,
            answers
        ))
    }

    /// The end of a round.
    pub(super) fn summary(&mut self, study: &Study) -> io::Result<()> {
        self.round(study)?;
        self.farewell(study)
    }

    /// How the round went.
    pub(super) fn round(&mut self, study: &Study) -> io::Result<()> {
        self.line("")?;
        self.line(say!("The round is over."))?;
        let (right, count) = study.round().others();
        if count > 0 {
            self.line(&say!("Claims and comparisons: {} of {} right.", right, count))?;
        }
        self.counts(&study.round_measures())
    }

    fn counts(&mut self, measures: &Measures) -> io::Result<()> {
        self.line(&say!("This round: {}.", share(measures.all)))?;
        for (kind, tally) in measures.kinds.iter().filter(|(_, tally)| tally.answered > 0) {
            self.line(&format!("  {}: {}.", kind.title(), share(*tally)))?;
        }
        for (level, tally) in measures.confidence.iter().filter(|(_, tally)| tally.answered > 0) {
            self.line(&say!("  When you said {}: {}.", level.title(), share(*tally)))?;
        }
        if measures.confident_errors > 0 {
            self.line(&say!("  Certain and not right: {}. Look at these again.", measures.confident_errors))?;
        }
        Ok(())
    }

    pub(super) fn farewell(&mut self, study: &Study) -> io::Result<()> {
        self.line(&say!("So far: {}. {} Goodbye.", share(study.progress().measures.all), study.keeping()))?;
        self.flush()
    }
}

fn share(tally: Tally) -> String {
    match tally.answered {
        0 => say!("no answers yet").to_owned(),
        answered => say!("{} of {} right", tally.right, answered),
    }
}
