//! The answers that a learner can give: codes, judgements of a server or a claim, and a scenario's own answers.
//!
//! This module contains the fixed table of answers with their names and keys. The module must not know which answer
//! is right.

use crate::ruling::Verdict;
use crate::scenario::Judgement;

macro_rules! answers {
    ($( $(#[$doc:meta])* $name:ident $word:literal $key:literal $title:literal, )+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Answer { $( $(#[$doc])* $name, )+ }

        impl Answer {
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Returns the name used in journals and on the command line.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// Returns the digit that chooses this answer.
            pub const fn key(self) -> u8 {
                match self { $(Self::$name => $key,)+ }
            }

            /// Returns the name shown on screen.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $crate::i18n::translate($title),)+ }
            }

            pub fn find(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|answer| answer.name() == word)
            }
        }
    };
}

answers! {
    Unauthorized "401" 1 "401",
    Forbidden "403" 3 "403",
    /// Another status is right.
    Neither "neither" 0 "neither",
    /// The server conforms to the specification.
    Conforms "conforms" 1 "conforms",
    /// The server sent the wrong code.
    WrongCode "wrong-code" 2 "wrong code",
    /// The challenge is missing or broken.
    Challenge "challenge" 3 "challenge missing or broken",
    /// The specification allows more than one answer.
    Arguable "arguable" 4 "arguable",
    /// The claim is right.
    Right "right" 1 "accurate",
    /// The claim was right under an older specification.
    Outdated "outdated" 2 "outdated",
    /// The claim swaps the two codes.
    Inverted "inverted" 3 "inverted",
    /// The claim is partly right.
    HalfRight "half-right" 4 "half-right",
    /// The claim leads to wrong answers.
    Misleading "misleading" 5 "misleading",
    /// Nothing published confirms or refutes the claim.
    Unchecked "unchecked" 6 "can't be checked",
    /// The first of a scenario's own answers.
    First "first" 1 "answer 1",
    /// The second of a scenario's own answers.
    Second "second" 2 "answer 2",
    /// The third of a scenario's own answers.
    Third "third" 3 "answer 3",
    /// The fourth of a scenario's own answers.
    Fourth "fourth" 4 "answer 4",
}

impl Answer {
    /// Returns the code, or `None` if the answer isn't a code.
    pub const fn verdict(self) -> Option<Verdict> {
        match self {
            Self::Unauthorized => Some(Verdict::Unauthorized),
            Self::Forbidden => Some(Verdict::Forbidden),
            Self::Neither => Some(Verdict::Neither),
            _ => None,
        }
    }
}

impl Answer {
    /// Returns the judgement of a server, or `None` if the answer isn't a judgement.
    pub fn judgement(self) -> Option<Judgement> {
        Judgement::ALL.into_iter().find(|judgement| Self::from(*judgement) == self)
    }
}

impl From<Verdict> for Answer {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Unauthorized => Self::Unauthorized,
            Verdict::Forbidden => Self::Forbidden,
            Verdict::Neither => Self::Neither,
        }
    }
}

impl From<Judgement> for Answer {
    fn from(judgement: Judgement) -> Self {
        match judgement {
            Judgement::Conforms => Self::Conforms,
            Judgement::WrongCode => Self::WrongCode,
            Judgement::Challenge => Self::Challenge,
            Judgement::Arguable => Self::Arguable,
        }
    }
}

/// The type of a question, which determines the answers that the learner can choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuestionType {
    /// The learner chooses between 401 and 403.
    Code,
    /// The learner chooses between 401, 403 and neither.
    CodeOrNeither,
    /// The learner judges whether a server is right.
    Judgement,
    /// The learner judges whether a claim from the article is right.
    Claim,
    /// The scenario has its own answers, between two and four of them.
    Own(u8),
}

impl QuestionType {
    /// Returns the answers in the order in which they appear.
    pub fn answers(self) -> &'static [Answer] {
        use Answer::{Arguable, Conforms, First, Forbidden, Fourth, HalfRight, Inverted, Misleading, Neither};
        use Answer::{Challenge, Outdated, Right, Second, Third, Unauthorized, Unchecked, WrongCode};
        const OWN: &[Answer] = &[First, Second, Third, Fourth];
        match self {
            Self::Code => &[Unauthorized, Forbidden],
            Self::CodeOrNeither => &[Unauthorized, Forbidden, Neither],
            Self::Judgement => &[Conforms, WrongCode, Challenge, Arguable],
            Self::Claim => &[Right, Outdated, Inverted, HalfRight, Misleading, Unchecked],
            Self::Own(count) => OWN.get(..usize::from(count)).unwrap_or(OWN),
        }
    }

    /// Returns the answer that this digit chooses.
    pub fn by_key(self, key: u8) -> Option<Answer> {
        self.answers().iter().copied().find(|answer| answer.key() == key)
    }

    pub const fn is_code(self) -> bool {
        matches!(self, Self::Code | Self::CodeOrNeither)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_unique_and_keys_are_within_each_kind() {
        for answer in Answer::ALL {
            assert_eq!(Answer::find(answer.name()), Some(*answer));
        }
        for question_type in [
            QuestionType::Code,
            QuestionType::CodeOrNeither,
            QuestionType::Judgement,
            QuestionType::Claim,
            QuestionType::Own(3),
        ] {
            for answer in question_type.answers() {
                assert_eq!(question_type.by_key(answer.key()), Some(*answer));
            }
        }
        assert_eq!(QuestionType::Own(2).answers().len(), 2);
        assert_eq!(QuestionType::Code.by_key(0), None);
    }
}
