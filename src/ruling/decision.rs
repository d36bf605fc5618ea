//! Finds the check that decided a ruling.

use super::{FactName, Ruling, Step, rule};

impl Ruling {
    /// Returns the index of the deciding check in the trace. The deciding check is the last one whose usual result
    /// would have led to a different status. If there is no such check, returns the last check with an unusual result.
    /// For a successful response, returns the last check, because every check matters.
    pub(crate) fn deciding_step(&self) -> usize {
        let last = self.trace.iter().count().saturating_sub(1);
        if self.status < 300 {
            return last;
        }
        // Facts that the procedure asks about after `FactName::Order` can only add conforming statuses.
        let before = || self.trace.iter().take_while(|step| step.fact != FactName::Order);
        let unusual = || before().enumerate().filter(|(_, step)| step.fact.values().first() != Some(&step.value));
        let decides = |step: &Step| rule(&self.facts_with_usual(step.fact)).status != self.status;
        let deciding = unusual().filter(|(_, step)| decides(step)).last();
        deciding.or_else(|| unusual().last()).map_or(last, |(step, _)| step)
    }

    pub(crate) fn steps_to_decision(&self) -> impl Iterator<Item = Step> + Clone {
        self.trace.iter().take(self.deciding_step() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Facts;
    use super::*;

    fn deciding(facts: &[(&str, &str)]) -> Option<FactName> {
        let all = facts.iter().fold(Facts::default(), |all, (name, value)| all.with(name, value).expect("a fact"));
        rule(&all).steps_to_decision().last().map(|step| step.fact)
    }

    #[test]
    fn the_checks_end_where_the_answer_is_decided() {
        let cases: [(&[(&str, &str)], FactName); 6] = [
            (&[("refusal", "rate"), ("credentials", "absent")], FactName::Refusal),
            (&[("credentials", "expired")], FactName::Credentials),
            (&[("credentials", "expired"), ("exists", "no")], FactName::Credentials),
            (&[("permission", "role")], FactName::Permission),
            (&[("refusal", "nobody")], FactName::Refusal),
            (&[("refusal", "nobody"), ("permission", "role")], FactName::Refusal),
        ];
        for (facts, fact) in cases {
            assert_eq!(deciding(facts), Some(fact), "{facts:?}");
        }
        let granted = rule(&Facts::default());
        assert_eq!(granted.steps_to_decision().count(), granted.trace.iter().count());
    }
}
