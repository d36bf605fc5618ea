//! Estimates which rule a learner's answers follow: the specification's rule, or one of five misconceptions.
//!
//! Each misconception predicts a different pattern of answers to the eight core kinds of case, so a few answers are
//! enough to tell the misconceptions apart. The probabilities are updated using Bayes' rule. Answers given with more
//! confidence have more weight. Every rule keeps a minimum probability, so that later answers can still change the
//! diagnosis. Edge cases are ignored.

use super::{Confidence, Record};
use crate::ruling::Verdict;
use crate::say;
use crate::scenario::Kind;

named! {
    /// A misconception, which leads to a recognisable pattern of wrong answers.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum WrongRule {
        /// The learner believes that a bad ticket gets 403 and that a wrong gate gets 401, as in the article's airport.
        Inverted = "inverted" => say!("codes swapped"),
        /// The learner believes that a request gets 403 if it contains any credentials, and 401 if it contains none.
        SentCredentials = "sent-credentials" => say!("403 if anything was sent"),
        /// The learner takes "Unauthorized" to mean "not permitted".
        NameLiteral = "name-literal" => say!("401 because of its name"),
        /// The learner believes that 403 is only for users who are logged in.
        LoginOnly = "login-only" => say!("403 only after login"),
        /// The learner believes that the server must send 403 whenever it has understood the request.
        Understood = "understood" => say!("403 if understood"),
    }
}

/// Whether the specification requires 403 for each core kind of case, in the order of [`Kind::core`].
const SPECIFICATION: [bool; 8] = [false, false, false, false, true, true, true, true];

const FLOOR: f64 = 0.01;

/// The program names a misconception only if its probability is above this value.
const NAMED_ABOVE: f64 = 0.45;

/// The program names a misconception only if it is more than this many times as likely as any other.
const DISTINCT: f64 = 3.0;

/// The factor by which having read the article increases the probability of the article's rule.
const READER: f64 = 4.0;

/// The minimum number of answers before the program names a misconception.
const NAMED_AFTER: usize = 3;

impl WrongRule {
    /// Returns the rule as a sentence. The sentence is false, so it must be marked as wrong wherever it is shown.
    pub fn text(self) -> &'static str {
        match self {
            Self::Inverted => say!("a bad ticket gets 403, and a valid ticket at the wrong gate gets 401."),
            Self::SentCredentials => say!("credentials that fail get 403, and missing credentials get 401."),
            Self::NameLiteral => say!("401 is called Unauthorized, so missing permission gets 401."),
            Self::LoginOnly => say!("403 is only for users who are logged in."),
            Self::Understood => say!("the server understood the request, so the answer is 403."),
        }
    }

    /// Returns whether the rule leads to 403, for each kind of case in the order of [`Kind::core`].
    const fn forbids(self) -> [bool; 8] {
        match self {
            Self::Inverted => [true, true, true, true, false, false, true, true],
            Self::SentCredentials => [false, true, true, true, true, true, true, false],
            Self::NameLiteral => [true, true, true, true, false, false, false, false],
            Self::LoginOnly => [false, false, false, false, true, true, false, false],
            Self::Understood => [true; 8],
        }
    }

    /// Returns the code that the rule leads to for a core kind of case, or `None` for edge cases.
    pub fn answers(self, kind: Kind) -> Option<Verdict> {
        Some(verdict(*self.forbids().get(kind as usize)?))
    }
}

const fn verdict(forbids: bool) -> Verdict {
    if forbids { Verdict::Forbidden } else { Verdict::Unauthorized }
}

/// The probability of each rule, given the answers so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Belief {
    specification: f64,
    wrong: [f64; 5],
    answers: usize,
}

impl Default for Belief {
    fn default() -> Self {
        Self { specification: 1.0 / 6.0, wrong: [1.0 / 6.0; 5], answers: 0 }
    }
}

impl Belief {
    pub const fn specification(&self) -> f64 {
        self.specification
    }

    /// Returns the probability that the answers follow a misconception.
    pub fn wrong(&self, rule: WrongRule) -> f64 {
        self.wrong[rule as usize]
    }

    /// Returns the misconception that the program should name, if there are enough answers and one misconception
    /// clearly stands out.
    pub fn followed(&self, has_read_article: bool) -> Option<WrongRule> {
        let is_reader = |rule: WrongRule| has_read_article && rule == WrongRule::Inverted;
        let weigh = |rule: WrongRule| match rule {
            // `Inverted` and `NameLiteral` differ only in kinds of case that the article doesn't mention.
            _ if is_reader(rule) => self.wrong(rule) + self.wrong(WrongRule::NameLiteral),
            WrongRule::NameLiteral if has_read_article => 0.0,
            _ => self.wrong(rule),
        };
        let factor = |rule| if is_reader(rule) { READER } else { 1.0 };
        let mut ranked = WrongRule::ALL.map(|rule| (factor(rule) * weigh(rule), rule));
        ranked.sort_unstable_by(|(left, _), (right, _)| right.total_cmp(left));
        let [(likeliest, rule), (next, _), ..] = ranked;
        let is_distinct = likeliest > NAMED_ABOVE && likeliest > DISTINCT * next;
        // One mistake after many right answers doesn't indicate a misconception, whether or not the learner has read
        // the article.
        (self.answers >= NAMED_AFTER && self.specification < weigh(rule) && is_distinct).then_some(rule)
    }

    /// Updates the probabilities with one answer.
    pub fn see(&mut self, kind: Kind, answer: Verdict, confidence: Confidence) {
        let Some(truth) = SPECIFICATION.get(kind as usize) else {
            return;
        };
        let agrees = match confidence {
            Confidence::Guess => 0.65,
            Confidence::Fairly => 0.88,
            Confidence::Certain => 0.95,
        };
        let likelihood = |forbids: bool| {
            if verdict(forbids) == answer { agrees } else { 1.0 - agrees }
        };
        self.specification *= likelihood(*truth);
        for (weight, rule) in self.wrong.iter_mut().zip(WrongRule::ALL) {
            *weight *= likelihood(rule.forbids()[kind as usize]);
        }
        self.answers += 1;
        self.normalise();
    }

    /// Updates the probabilities with several answers. Questions for which the learner asked to see the ruling are
    /// ignored.
    pub fn after<'a>(mut self, answers: impl Iterator<Item = (Kind, &'a Record)>) -> Self {
        for (kind, record) in answers {
            if let Some((verdict, confidence)) =
                record.answer.and_then(|(answer, sure)| Some((answer.verdict()?, sure)))
            {
                self.see(kind, verdict, confidence);
            }
        }
        self
    }

    fn normalise(&mut self) {
        // The loop runs twice, because raising a probability to the minimum changes the sum.
        for _ in 0..2 {
            let sum = self.specification + self.wrong.iter().sum::<f64>();
            for weight in self.wrong.iter_mut().chain([&mut self.specification]) {
                *weight = (*weight / sum).max(FLOOR);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_rules_agree_everywhere() {
        for (index, rule) in WrongRule::ALL.into_iter().enumerate() {
            assert_ne!(rule.forbids(), SPECIFICATION);
            assert!(WrongRule::ALL[..index].iter().all(|other| other.forbids() != rule.forbids()));
        }
    }

    #[test]
    fn a_believer_in_each_rule_is_recognised_after_the_eight_kinds() {
        for rule in WrongRule::ALL {
            let mut belief = Belief::default();
            for kind in Kind::core() {
                let answer = rule.answers(*kind).expect("a core cell");
                belief.see(*kind, answer, Confidence::Fairly);
            }
            assert_eq!(belief.followed(false), Some(rule), "{belief:?}");
            assert!(belief.specification() < 0.1);
        }
    }

    #[test]
    fn right_answers_name_no_rule() {
        let mut belief = Belief::default();
        for (kind, forbids) in Kind::core().iter().zip(SPECIFICATION) {
            belief.see(*kind, verdict(forbids), Confidence::Certain);
        }
        assert_eq!(belief.followed(false), None);
        assert!(belief.specification() > 0.8);
    }

    #[test]
    fn one_slip_after_right_answers_names_no_rule() {
        for slip in Kind::core() {
            let mut belief = Belief::default();
            for (kind, forbids) in Kind::core().iter().zip(SPECIFICATION).filter(|(kind, _)| *kind != slip) {
                belief.see(*kind, verdict(forbids), Confidence::Certain);
            }
            belief.see(*slip, verdict(!SPECIFICATION[*slip as usize]), Confidence::Certain);
            assert_eq!((belief.followed(true), belief.followed(false)), (None, None), "{slip:?}");
        }
    }

    #[test]
    fn a_change_of_mind_is_noticed() {
        let mut belief = Belief::default();
        for _ in 0..3 {
            for kind in Kind::core() {
                belief.see(*kind, WrongRule::Inverted.answers(*kind).expect("core"), Confidence::Certain);
            }
        }
        assert_eq!(belief.followed(false), Some(WrongRule::Inverted));
        for (kind, forbids) in Kind::core().iter().zip(SPECIFICATION) {
            belief.see(*kind, verdict(forbids), Confidence::Fairly);
        }
        assert_eq!(belief.followed(false), None, "{belief:?}");
    }

    #[test]
    fn a_reader_of_the_article_is_told_of_its_rule_whatever_they_say_where_it_says_nothing() {
        for rule in [WrongRule::Inverted, WrongRule::NameLiteral] {
            let mut belief = Belief::default();
            for kind in Kind::core() {
                belief.see(*kind, rule.answers(*kind).expect("core"), Confidence::Certain);
            }
            assert_eq!(belief.followed(true), Some(WrongRule::Inverted));
            assert_eq!(belief.followed(false), Some(rule));
        }
    }

    #[test]
    fn an_edge_case_says_nothing() {
        let mut belief = Belief::default();
        belief.see(Kind::Edge, Verdict::Neither, Confidence::Certain);
        assert_eq!(belief, Belief::default());
    }
}
