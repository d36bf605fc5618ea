//! Chooses the questions for practice after a failed check-up.
//!
//! All cases of one kind have the same code, so practice with a single kind of case wouldn't require the learner to
//! read the questions. Each kind of case that the learner got wrong is therefore mixed with a kind of case that has the
//! other code, so that both codes occur equally often.

use super::Course;
use super::select::{CODES_IN_BLOCK, code_at};
use super::stage::Stage;
use crate::round::Item;
use crate::ruling::Verdict;
use crate::scenario::Kind;

const LONGEST_PER_KIND: usize = 8;

const LONGEST: usize = 16;

impl Course {
    fn relearned(&self) -> Vec<Kind> {
        let is_asked = |kind: &&Kind| {
            self.missed.contains(kind) || kind.contrast().is_some_and(|contrast| self.missed.contains(&contrast))
        };
        Kind::core().iter().filter(is_asked).copied().collect()
    }

    /// Chooses the code of a question. The order of the codes is different after each failed check-up.
    fn relearned_code(&self, position: usize) -> Verdict {
        code_at(self.seed ^ self.due_at.unwrap_or_default().rotate_left(17), position)
    }

    fn longest_relearning(&self) -> usize {
        (LONGEST_PER_KIND * self.missed.len()).min(LONGEST)
    }

    /// Returns the case to ask about after the first `asked` questions, or `None` at the end of practice. The number of
    /// questions is always a multiple of the block size, because an incomplete block would give away the last codes.
    pub(super) fn relearn(&self, asked: usize) -> Option<Item> {
        let kinds = self.relearned();
        let is_open = |kind: &Kind| self.mastery.lacking(*kind) > 0;
        let is_over = asked.is_multiple_of(CODES_IN_BLOCK) && !kinds.iter().any(is_open);
        if is_over || asked >= self.longest_relearning() {
            return None;
        }
        let code = Some(self.relearned_code(asked));
        let with_code = kinds.into_iter().filter(|kind| kind.verdict() == code);
        let (open, known): (Vec<Kind>, Vec<Kind>) = with_code.partition(is_open);
        self.choose(if open.is_empty() { &known } else { &open })
    }

    pub(super) fn relearning_length(&self) -> usize {
        let (asked, kinds) = (self.round.items().len(), self.relearned());
        let answered = if self.stage == Stage::Relearn { asked - usize::from(self.is_open()) } else { 0 };
        let block_end = answered.next_multiple_of(CODES_IN_BLOCK);
        let blocks = [Verdict::Unauthorized, Verdict::Forbidden].map(|code| {
            let with_code = kinds.iter().filter(|kind| kind.verdict() == Some(code));
            let lacking: usize = with_code.map(|kind| self.mastery.lacking(*kind) as usize).sum();
            let left = (answered..block_end).filter(|index| self.relearned_code(*index) == code).count();
            lacking.saturating_sub(left).div_ceil(CODES_IN_BLOCK / 2)
        });
        let more = blocks.into_iter().max().unwrap_or_default();
        (block_end + CODES_IN_BLOCK * more).min(self.longest_relearning())
    }
}
