//! Defines the stages of the course: their names, their purpose and what each of them allows.

use crate::i18n::translate;
use crate::round::Rules;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    Welcome,
    PreTest,
    /// A test with new HTTP cases, for learners who seem to know the subject already.
    Probe,
    Lesson,
    Pairs,
    Practice,
    PostTest,
    WrapUp,
    /// A stage about edge cases, real servers and incidents.
    Beyond,
    CheckUp,
    /// Practice with cases of the kinds that the learner got wrong in a check-up, mixed with cases where the other code
    /// is right.
    Relearn,
    /// The course is over for now.
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

const STAGES: [StageRow; 12] = [
    silent("welcome", "Welcome", "What the course is and what it stores.", Rules::PRACTICE),
    row("pre-test", "Pre-test", "Ten questions. The answers aren't shown.", Rules::TEST),
    row("probe", "You may know this", "Eight new cases in HTTP, without feedback.", Rules::CHECK_UP),
    row("lesson", "The airport", "Four scenes. Say what you think, then see the answer.", Rules::PRACTICE),
    row("pairs", "Pairs", "Two cases at a time. They differ in one fact.", Rules::PAIRS),
    row("practice", "Practice", "Mixed cases until you master the subject.", Rules::MARKED),
    silent("post-test", "Post-test", "Ten other questions. The answers aren't shown.", Rules::TEST),
    silent("wrap-up", "Wrap-up", "What you learned, and what comes next.", Rules::PRACTICE),
    row("beyond", "Beyond the basics", "Edge cases, real servers and incidents.", Rules::PRACTICE),
    row("check-up", "Check-up", "Eight new cases, without feedback.", Rules::CHECK_UP),
    row(
        "relearn",
        "Missed kinds",
        "The kinds of case you missed, mixed with kinds that are easily confused with them.",
        Rules::MARKED,
    ),
    row("done", "Beyond the basics", "Edge cases, real servers and incidents.", Rules::PRACTICE),
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

    pub fn name(self) -> &'static str {
        self.row().name
    }

    pub fn title(self) -> &'static str {
        translate(self.row().title)
    }

    pub(crate) fn purpose(self) -> &'static str {
        translate(self.row().purpose)
    }

    pub fn rules(self) -> Rules {
        self.row().rules
    }

    pub fn has_report(self) -> bool {
        self.row().has_report
    }

    pub(crate) fn is_skippable(self) -> bool {
        self > Self::Probe && self < Self::WrapUp
    }

    /// Returns whether the course map shows the stage. Short and optional stages aren't shown.
    pub(crate) fn is_on_map(self) -> bool {
        !matches!(self, Self::Welcome | Self::Probe | Self::Beyond | Self::CheckUp | Self::Relearn | Self::Done)
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
        for (index, stage) in Stage::ALL.into_iter().enumerate() {
            assert_eq!(stage as usize, index);
            assert_eq!(Stage::find(stage.name()), Some(stage));
        }
    }
}
