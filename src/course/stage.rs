//! The stages of the course: their names, their purpose and what each allows.
//!
//! Owns the table. `course::lineup` chooses the items of each stage and the stage that follows.

use crate::i18n::translate;
use crate::round::Rules;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    Welcome,
    PreTest,
    /// Unseen HTTP cases for learners who seem to know the subject.
    Probe,
    Lesson,
    Pairs,
    Practice,
    PostTest,
    WrapUp,
    /// Edge cases, real servers and incidents.
    Beyond,
    CheckUp,
    /// Practice of the kinds missed in a check-up.
    Relearn,
    /// No stage is open.
    Done,
}

struct StageRow {
    name: &'static str,
    title: &'static str,
    purpose: &'static str,
    rules: Rules,
    has_report: bool,
}

const fn row(name: &'static str, title: &'static str, purpose: &'static str, rules: Rules) -> StageRow {
    StageRow { name, title, purpose, rules, has_report: true }
}

const fn silent(name: &'static str, title: &'static str, purpose: &'static str, rules: Rules) -> StageRow {
    StageRow { name, title, purpose, rules, has_report: false }
}

/// In the order of [`Stage::ALL`].
const STAGES: [StageRow; 12] = [
    silent("welcome", "Welcome", "What the course is and what it stores.", Rules::PRACTICE),
    row("pre-test", "Pre-test", "Ten questions. The answers aren't shown.", Rules::TEST),
    row("probe", "You may know this", "Eight new cases in HTTP, without feedback.", Rules::CHECK_UP),
    silent("lesson", "The airport", "Four scenes. Say what you think, then see the answer.", Rules::PRACTICE),
    silent("pairs", "Pairs", "Two cases at a time. They differ in one fact.", Rules::PAIRS),
    row("practice", "Practice", "Mixed cases, until you have mastered all eight kinds.", Rules::MARKED),
    silent("post-test", "Post-test", "Ten other questions. The answers aren't shown.", Rules::TEST),
    silent("wrap-up", "Wrap-up", "What you have learned, and what comes next.", Rules::PRACTICE),
    row("beyond", "Beyond the basics", "Edge cases, real servers and incidents.", Rules::PRACTICE),
    row("check-up", "Check-up", "Eight new cases, without feedback.", Rules::CHECK_UP),
    row("relearn", "Missed kinds", "Practice of the kinds you missed.", Rules::MARKED),
    row("done", "Done", "The course is done. Check-ups come after 1, 7 and 30 days.", Rules::PRACTICE),
];

impl Stage {
    pub const ALL: [Self; 12] = [
        Self::Welcome,
        Self::PreTest,
        Self::Probe,
        Self::Lesson,
        Self::Pairs,
        Self::Practice,
        Self::PostTest,
        Self::WrapUp,
        Self::Beyond,
        Self::CheckUp,
        Self::Relearn,
        Self::Done,
    ];

    fn row(self) -> &'static StageRow {
        &STAGES[self as usize]
    }

    /// The name in journals.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The name on screen.
    pub fn title(self) -> &'static str {
        translate(self.row().title)
    }

    /// What the stage is for, in one sentence.
    pub fn purpose(self) -> &'static str {
        translate(self.row().purpose)
    }

    pub fn rules(self) -> Rules {
        self.row().rules
    }

    /// Whether the stage ends with a report.
    pub fn has_report(self) -> bool {
        self.row().has_report
    }

    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_stages() {
        for (place, stage) in Stage::ALL.into_iter().enumerate() {
            assert_eq!(stage as usize, place);
            assert_eq!(Stage::find(stage.name()), Some(stage));
        }
    }
}
