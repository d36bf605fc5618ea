//! Defines the stages of the course: their names, their purpose and what each of them allows.

use crate::i18n::translate;
use crate::round::Rules;

macro_rules! stages {
    ($($(#[$doc:meta])* $stage:ident $name:literal $title:literal $purpose:literal $rules:ident;)+) => {
        named! {
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
            pub enum Stage { $($(#[$doc])* $stage = $name => translate($title),)+ }
        }

        impl Stage {
            pub(crate) fn purpose(self) -> &'static str {
                match self { $(Self::$stage => translate($purpose),)+ }
            }

            pub fn rules(self) -> Rules {
                match self { $(Self::$stage => Rules::$rules,)+ }
            }
        }
    };
}

stages! {
    Welcome "welcome" "Welcome" "What the course is and what it stores." PRACTICE;
    PreTest "pre-test" "Pre-test" "Ten questions. The answers aren't shown." TEST;
    /// A test with new HTTP cases, for learners who seem to know the subject already.
    Probe "probe" "You may know this" "Eight new cases in HTTP, without feedback." CHECK_UP;
    Lesson "lesson" "The airport" "Four scenes. Say what you think, then see the answer." PRACTICE;
    Pairs "pairs" "Pairs" "Two cases at a time. They differ in one fact." PAIRS;
    Practice "practice" "Practice" "Mixed cases until you master the subject." MARKED;
    PostTest "post-test" "Post-test" "Ten other questions. The answers aren't shown." TEST;
    WrapUp "wrap-up" "Wrap-up" "What you learned, and what comes next." PRACTICE;
    /// A stage about edge cases, real servers and incidents.
    Beyond "beyond" "Beyond the basics" "Edge cases, real servers and incidents." PRACTICE;
    CheckUp "check-up" "Check-up" "Eight new cases, without feedback." CHECK_UP;
    /// Practice with cases of the kinds that the learner got wrong in a check-up, mixed with cases where the other code
    /// is right.
    Relearn "relearn" "Missed kinds"
        "The kinds of case you missed, mixed with kinds that are easily confused with them." MARKED;
    /// The course is over for now.
    Done "done" "Beyond the basics" "Edge cases, real servers and incidents." PRACTICE;
}

impl Stage {
    pub fn has_report(self) -> bool {
        !matches!(self, Self::Welcome | Self::PostTest | Self::WrapUp)
    }

    pub(crate) fn is_skippable(self) -> bool {
        self > Self::Probe && self < Self::WrapUp
    }

    /// Returns whether the course map shows the stage. Short and optional stages aren't shown.
    pub(crate) fn is_on_map(self) -> bool {
        !matches!(self, Self::Welcome | Self::Probe | Self::Beyond | Self::CheckUp | Self::Relearn | Self::Done)
    }
}
