//! Defines the answers that a learner can give: codes, judgements of a server or a claim, and a scenario's own answers.

use crate::ruling::Verdict;
use crate::say;
use crate::scenario::Judgement;

named! {
    /// An answer that a learner can give. The name of the answer is used in journals and on the command line.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Answer {
        Unauthorized = "401" => say!("401"),
        Forbidden = "403" => say!("403"),
        /// Neither 401 nor 403 is right.
        Neither = "neither" => say!("neither"),
        Conforms = "conforms" => Judgement::Conforms.title(),
        WrongCode = "wrong-code" => Judgement::WrongCode.title(),
        Challenge = "challenge" => Judgement::Challenge.title(),
        Arguable = "arguable" => Judgement::Arguable.title(),
        Right = "right" => say!("accurate"),
        /// The claim was accurate under an older specification.
        Outdated = "outdated" => say!("outdated"),
        /// The claim swaps the two codes.
        Inverted = "inverted" => say!("inverted"),
        /// The claim is partly accurate.
        HalfRight = "half-right" => say!("half-right"),
        /// The claim leads to wrong answers.
        Misleading = "misleading" => say!("misleading"),
        /// Nothing published confirms or refutes the claim.
        Unchecked = "unchecked" => say!("can't be checked"),
        First = "first" => say!("answer 1"),
        Second = "second" => say!("answer 2"),
        Third = "third" => say!("answer 3"),
        Fourth = "fourth" => say!("answer 4"),
    }
}

impl Answer {
    /// Returns the digit key that chooses this answer.
    pub const fn key(self) -> u8 {
        match self {
            Self::Neither => 0,
            Self::Unauthorized | Self::Conforms | Self::Right | Self::First => 1,
            Self::WrongCode | Self::Outdated | Self::Second => 2,
            Self::Forbidden | Self::Challenge | Self::Inverted | Self::Third => 3,
            Self::Arguable | Self::HalfRight | Self::Fourth => 4,
            Self::Misleading => 5,
            Self::Unchecked => 6,
        }
    }

    pub fn verdict(self) -> Option<Verdict> {
        Verdict::find(self.name())
    }

    pub fn judgement(self) -> Option<Judgement> {
        Judgement::find(self.name())
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
    Code,
    CodeOrNeither,
    Judgement,
    Claim,
    /// The scenario defines its own answers, of which there are two to four.
    Own(u8),
}

impl QuestionType {
    /// Returns the possible answers, in the order in which they are shown.
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

    pub(crate) fn by_key(self, key: u8) -> Option<Answer> {
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
            assert_eq!(Answer::find(answer.name()), Some(answer));
        }
        for verdict in Verdict::ALL {
            assert_eq!(Answer::from(verdict).verdict(), Some(verdict));
        }
        for judgement in Judgement::ALL {
            assert_eq!(Answer::from(judgement).judgement(), Some(judgement));
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
