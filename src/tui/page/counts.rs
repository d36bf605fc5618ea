//! Counts and plots: every picture has its numbers in words beside it and a sentence that says what it means.

use ratatui::text::{Line, Span};

use super::super::app::capital;
use super::super::theme::Role;
use super::Writer;
use crate::learner::detection::Detection;
use crate::learner::diagnosis::WrongRule;
use crate::learner::measure::{Measures, Tally};
use crate::learner::progress::Progress;
use crate::say;

/// d′ of somebody who is secure fills a bar.
const FULL_SENSITIVITY: f64 = 3.5;

impl Writer {
    /// Everything so far.
    pub(super) fn progress(&mut self, progress: &Progress) {
        self.counts(say!("Everything so far"), &progress.measures);
        if !progress.says_enough() {
            self.gap();
            return self.text(say!("After eight answers there is more to say."));
        }
        self.gap();
        self.styled(say!("What it means"), Role::Label);
        for sentence in progress.sentences() {
            self.text(&sentence);
        }
        self.table(progress.table);
        self.curve(&progress.curve);
        self.rules(progress);
    }

    /// What was answered where 401 and 403 are right.
    fn table(&mut self, table: [[u32; 2]; 2]) {
        self.gap();
        self.styled(say!("Answered, by what was right"), Role::Label);
        self.row(&format!("{:<20}{:>6}{:>6}", "", "401", "403"));
        for (name, row) in [say!("401 was right"), say!("403 was right")].into_iter().zip(table) {
            self.row(&format!("{name:<20}{:>6}{:>6}", row[0], row[1]));
        }
        self.text(say!("Right answers stand on the way from the upper left to the lower right."));
    }

    /// d′ over time, a block of answers in each row.
    fn curve(&mut self, curve: &[Detection]) {
        if curve.is_empty() {
            return;
        }
        self.gap();
        self.styled(say!("How well you told the two apart, twelve answers at a time"), Role::Label);
        for (number, block) in (1..).zip(curve) {
            let value = block.sensitivity();
            self.picture(&format!("{number}"), &format!("d' {value:.1}"), value / FULL_SENSITIVITY);
        }
        self.text(say!("Longer is better; nothing is guessing."));
    }

    /// How likely each rule is that the answers may follow.
    fn rules(&mut self, progress: &Progress) {
        self.gap();
        self.styled(say!("Which rule your answers fit"), Role::Label);
        let share = |likely: f64| format!("{:.0} %", 100.0 * likely);
        let right = progress.belief.specification();
        self.picture(say!("the specification"), &share(right), right);
        for rule in WrongRule::ALL {
            let likely = progress.belief.wrong(rule);
            self.picture(rule.title(), &share(likely), likely);
        }
        self.text(say!(
            "It says which rule the answers fit, not what you think. The wrong ones are under Look something up."
        ));
    }

    pub(super) fn counts(&mut self, title: &str, measures: &Measures) {
        self.styled(title, Role::Label);
        self.bar("all", measures.all);
        self.gap();
        self.styled(say!("By kind of case"), Role::Label);
        for (kind, tally) in measures.kinds.iter().filter(|(_, tally)| tally.answered > 0) {
            self.bar(kind.title(), *tally);
        }
        self.gap();
        self.styled(say!("By how sure you were"), Role::Label);
        for (level, tally) in &measures.confidence {
            self.bar(level.title(), *tally);
        }
        self.gap();
        self.text(&say!(
            "Certain and not right: {}. Right by a guess: {}.",
            measures.confident_errors,
            measures.lucky_guesses
        ));
        if measures.revealed > 0 {
            self.text(&say!("Shown without an answer: {}.", measures.revealed));
        }
        self.text(say!("Guesses that are right are luck; certain answers that are not right are the ones to look at."));
    }

    /// A count as words and a bar.
    fn bar(&mut self, name: &str, tally: Tally) {
        if tally.answered == 0 {
            return self.row(&format!("{:<20}{}", capital(name), say!("none yet")));
        }
        let words = say!("{} of {}", tally.right, tally.answered);
        #[expect(clippy::cast_precision_loss, reason = "nobody answers so many questions")]
        self.picture(&capital(name), &words, tally.right as f64 / tally.answered as f64);
    }

    /// A row of a table: its columns stay where they are.
    fn row(&mut self, text: &str) {
        self.lines.push(Line::raw(text.to_owned()));
    }

    /// A name, a number in words, and a bar for a share from 0 to 1.
    fn picture(&mut self, name: &str, words: &str, share: f64) {
        let [full, empty] = self.theme.signs.bar;
        let room = self.columns.saturating_sub(34).min(24);
        let filled = (0..room).filter(|place| share * width_of(room) > width_of(*place) + 0.499).count();
        self.lines.push(Line::from(vec![
            Span::raw(format!("{name:<20}{words:<10}  ")),
            Span::styled(full.repeat(filled) + &empty.repeat(room - filled), self.theme.style(Role::Podium)),
        ]));
    }
}

fn width_of(columns: usize) -> f64 {
    f64::from(u32::try_from(columns).unwrap_or(u32::MAX))
}
