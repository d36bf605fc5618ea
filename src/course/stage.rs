//! The stages of the learner's course: names, what each is for, and what it allows.
//!
//! Owns the table. [`super::Course`] decides which stage follows which.

use crate::i18n::of;
use crate::round::Rules;

/// A stage of the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// What is stored, and why.
    Welcome,
    /// The test before.
    Before,
    /// Two worked cases, and the article's rule where it is held.
    Lesson,
    /// Twins side by side.
    Pairs,
    /// Practice until mastery.
    Practice,
    /// Raw HTTP that has not been seen.
    Transfer,
    /// Edge cases, real servers, real incidents.
    Edges,
    /// The other test.
    After,
    /// A check after some days.
    Check,
    /// Nothing is left to do now.
    Done,
}

struct StageRow {
    name: &'static str,
    title: &'static str,
    purpose: &'static str,
    rules: Rules,
}

const fn row(name: &'static str, title: &'static str, purpose: &'static str, rules: Rules) -> StageRow {
    StageRow { name, title, purpose, rules }
}

/// In the order of [`Stage::ALL`].
const STAGES: [StageRow; 10] = [
    row("welcome", "Welcome", "What is kept, and why.", Rules::PRACTICE),
    row("before", "Before", "Ten questions without feedback, to see where you stand.", Rules::TEST),
    row("lesson", "Lesson", "Two worked cases and the rule, then two questions.", Rules::PRACTICE),
    row("pairs", "Pairs", "The same scene twice; one fact is different.", Rules::PRACTICE),
    row("practice", "Practice", "Mixed cases, chosen by your answers, until both codes are secure.", Rules::MARKED),
    row("transfer", "Transfer", "Raw HTTP that you have not seen. The rulings come at the end.", Rules::TRANSFER),
    row("edges", "Edges", "Edge cases, real servers and what mistakes have cost.", Rules::PRACTICE),
    row("after", "After", "Ten other questions without feedback, to see what has changed.", Rules::TEST),
    row("check", "Check", "A short check after some days.", Rules::PRACTICE),
    row("done", "Done", "The course is done; checks come after 1, 7 and 30 days.", Rules::PRACTICE),
];

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 10] = [
        Self::Welcome,
        Self::Before,
        Self::Lesson,
        Self::Pairs,
        Self::Practice,
        Self::Transfer,
        Self::Edges,
        Self::After,
        Self::Check,
        Self::Done,
    ];

    fn row(self) -> &'static StageRow {
        &STAGES[self as usize]
    }

    /// The word in journals.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The word on screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        of(self.row().title)
    }

    /// What it is for, in a sentence.
    #[must_use]
    pub fn purpose(self) -> &'static str {
        of(self.row().purpose)
    }

    /// What it allows and shows.
    #[must_use]
    pub fn rules(self) -> Rules {
        self.row().rules
    }

    /// The stage of that word.
    #[must_use]
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_stands_in_the_order_of_the_stages() {
        for (place, stage) in Stage::ALL.into_iter().enumerate() {
            assert_eq!(stage as usize, place);
            assert_eq!(Stage::find(stage.name()), Some(stage));
            assert_eq!(stage.title().to_lowercase(), stage.name());
        }
    }
}
