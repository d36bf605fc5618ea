//! Counts the seats whose answers follow a misconception.
//!
//! The count isn't reported if random mistakes could also explain it. For comparison, the module simulates students who
//! make about as many mistakes as the real ones, but at random, and counts how often those students seem to follow the
//! same misconception.

use super::{Class, GradedAnswer, GradedExam, SMALLEST_GROUP};
use crate::learner::Confidence;
use crate::learner::diagnosis::{Belief, WrongRule};
use crate::learner::measure::Tally;
use crate::random::Random;
use crate::ruling::Verdict;
use crate::scenario::Kind;

const SIMULATIONS: u32 = 200;

/// The share of wrong answers that pure guessing produces. Guessing can't explain a higher share.
const GUESSING: f64 = 0.5;

/// How far a count must exceed the count expected by chance before it is reported, in standard deviations.
const DEVIATIONS: f64 = 3.0;

/// The number of seats that follow a misconception, or the reason why the number isn't reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followers {
    NoExam,
    TooFew,
    /// Random mistakes could explain the count.
    Chance,
    Count(usize),
}

impl Followers {
    pub const fn count(self) -> Option<usize> {
        match self {
            Self::Count(count) => Some(count),
            Self::NoExam | Self::TooFew | Self::Chance => None,
        }
    }

    fn is_reported(self) -> bool {
        self.count().is_some_and(|count| count >= SMALLEST_GROUP)
    }
}

#[derive(Clone, Copy)]
struct CodeAnswer {
    kind: Kind,
    answer: Verdict,
    confidence: Confidence,
    right: bool,
}

impl Class {
    /// For each misconception, counts the seats whose answers follow it, separately for first and second exams. Lists
    /// only the misconceptions for which at least one of the two counts can be reported.
    pub fn rules(&self) -> Vec<(WrongRule, [Followers; 2])> {
        let [first, second] = self.exams().map(|exams| {
            let answers: Vec<Vec<CodeAnswer>> = exams.into_iter().map(|paper| self.code_answers(paper)).collect();
            followers(&answers)
        });
        let both = WrongRule::ALL.into_iter().map(|rule| (rule, [first[rule as usize], second[rule as usize]]));
        both.filter(|(_, counts)| counts.iter().any(|count| count.is_reported())).collect()
    }

    fn code_answers(&self, paper: &GradedExam) -> Vec<CodeAnswer> {
        let code_answer = |graded: &GradedAnswer| {
            let (answer, confidence) = graded.answer?;
            let (kind, answer) = (self.key.items[graded.item].kind, answer.verdict()?);
            let confidence = confidence.unwrap_or(Confidence::Guess);
            Kind::core().contains(&kind).then_some(CodeAnswer { kind, answer, confidence, right: graded.right })
        };
        paper.answers.iter().filter_map(code_answer).collect()
    }
}

fn followers(exams: &[Vec<CodeAnswer>]) -> [Followers; 5] {
    if exams.is_empty() {
        return [Followers::NoExam; 5];
    }
    let mut counts = [0_usize; 5];
    let (mut expected, mut variance) = ([0.0; 5], [0.0; 5]);
    // The seed is fixed, so the same exams always produce the same report.
    let mut random = Random(0);
    for answers in exams {
        if let Some(rule) = followed(answers.iter().map(|one| (one.kind, one.answer, one.confidence))) {
            counts[rule as usize] += 1;
        }
        for (rule, share) in shares_by_chance(answers, &mut random).into_iter().enumerate() {
            expected[rule] += share;
            variance[rule] += share * (1.0 - share);
        }
    }
    WrongRule::ALL.map(|rule| {
        let count = counts[rule as usize];
        let most = DEVIATIONS.mul_add(f64::sqrt(variance[rule as usize]), expected[rule as usize]);
        match u32::try_from(count) {
            Ok(0) => Followers::Count(0),
            Ok(number) if count >= SMALLEST_GROUP && f64::from(number) <= most => Followers::Chance,
            _ if count >= SMALLEST_GROUP => Followers::Count(count),
            _ => Followers::TooFew,
        }
    })
}

fn followed(answers: impl Iterator<Item = (Kind, Verdict, Confidence)>) -> Option<WrongRule> {
    let mut belief = Belief::default();
    answers.for_each(|(kind, answer, confidence)| belief.see(kind, answer, confidence));
    belief.followed(false)
}

/// For each misconception, estimates how often it would seem to fit a student who makes mistakes at random.
fn shares_by_chance(answers: &[CodeAnswer], random: &mut Random) -> [f64; 5] {
    let mut tally = Tally::default();
    for one in answers {
        tally.count(one.right);
    }
    let mistakes = f64::min(1.0 - tally.share(), GUESSING);
    let mut confidences: Vec<Confidence> = answers.iter().map(|one| one.confidence).collect();
    let mut counts = [0_u32; 5];
    for _ in 0..SIMULATIONS {
        random.shuffle(&mut confidences);
        let simulated = answers.iter().zip(&confidences).map(|(one, confidence)| {
            let is_right = random.share() >= mistakes;
            let is_forbidden = (one.kind.verdict() == Some(Verdict::Forbidden)) == is_right;
            (one.kind, if is_forbidden { Verdict::Forbidden } else { Verdict::Unauthorized }, *confidence)
        });
        if let Some(rule) = followed(simulated) {
            counts[rule as usize] += 1;
        }
    }
    counts.map(|count| f64::from(count) / f64::from(SIMULATIONS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exam(random: &mut Random, answer: impl Fn(Kind, &mut Random) -> Verdict) -> Vec<CodeAnswer> {
        let kinds = Kind::core().iter().chain(&Kind::core()[..2]);
        let one = |kind: &Kind| {
            let answer = answer(*kind, random);
            CodeAnswer { kind: *kind, answer, confidence: Confidence::Fairly, right: Some(answer) == kind.verdict() }
        };
        kinds.map(one).collect()
    }

    fn at_random(share: f64) -> impl Fn(Kind, &mut Random) -> Verdict {
        move |kind, random| {
            let is_forbidden = (kind.verdict() == Some(Verdict::Forbidden)) == (random.share() < share);
            if is_forbidden { Verdict::Forbidden } else { Verdict::Unauthorized }
        }
    }

    #[test]
    fn random_mistakes_are_almost_never_taken_for_a_misconception() {
        let mut named = 0;
        for seed in 0..60 {
            let mut random = Random(seed);
            let share = [0.5, 0.64, 0.7, 0.85][usize::try_from(seed).unwrap_or(0) % 4];
            let seats = if seed % 2 == 0 { 24 } else { 100 };
            let exams: Vec<Vec<CodeAnswer>> = (0..seats).map(|_| exam(&mut random, at_random(share))).collect();
            named += usize::from(followers(&exams).iter().any(|count| count.is_reported()));
        }
        assert!(named <= 3, "{named} of 60 classes");
    }

    #[test]
    fn a_group_with_a_misconception_is_found_among_random_mistakes() {
        for rule in WrongRule::ALL {
            let mut random = Random(rule as u64);
            let believes = |kind: Kind, _: &mut Random| rule.answers(kind).unwrap_or(Verdict::Unauthorized);
            let mut exams: Vec<Vec<CodeAnswer>> = (0..9).map(|_| exam(&mut random, believes)).collect();
            exams.extend((0..15).map(|_| exam(&mut random, at_random(0.85))));
            let found = followers(&exams)[rule as usize];
            assert!(found.is_reported(), "{rule:?}: {found:?}");
        }
    }

    #[test]
    fn a_group_that_is_too_small_is_not_reported_and_an_exam_that_nobody_took_has_no_count() {
        let mut random = Random(1);
        let believes = |kind: Kind, _: &mut Random| WrongRule::Inverted.answers(kind).unwrap_or(Verdict::Unauthorized);
        let exams: Vec<Vec<CodeAnswer>> = (0..4).map(|_| exam(&mut random, believes)).collect();
        assert_eq!(followers(&exams)[WrongRule::Inverted as usize], Followers::TooFew);
        assert_eq!(followers(&[]), [Followers::NoExam; 5]);
    }
}
