//! `airside simulate`: the experiment, as a table or JSON, with its progress where somebody watches.

use std::io::{self, Write};
use std::sync::{Arc, OnceLock};

use serde_json::{Value, json};

use super::arguments::Experiment;
use super::bar::Bar;
use super::print_json;
use crate::course::Items;
use crate::course::select::Policy;
use crate::error::{Error, Failure};
use crate::learner::mastery::Criterion;
use crate::scenario::library::Library;
use crate::simulate::{Family, Pretender, SimulationPlan, SummaryRow, pretend, run};

pub(super) fn simulate(wanted: &Experiment, out: &mut dyn Write) -> Result<u8, Error> {
    let policies = words(&wanted.policy, "policy", &Policy::ALL.map(Policy::name), Policy::find)?;
    let families = words(&wanted.family, "family", &Family::ALL.map(Family::name), Family::find)?;
    let plan = SimulationPlan {
        learners: usize::try_from(wanted.learners).unwrap_or(usize::MAX),
        seed: wanted.seed,
        policies: if policies.is_empty() { Policy::ALL.to_vec() } else { policies },
        families: if families.is_empty() { Family::ALL.to_vec() } else { families },
        criterion: Criterion::default(),
    };
    let catalogue = Arc::new(Items::of(Library::open(None, &[])));
    let bar = OnceLock::new();
    let table = run(&catalogue, &plan, &|done, all| bar.get_or_init(|| Bar::of(all, 0)).at(done));
    let pretenders: Vec<(Pretender, usize)> = Pretender::ALL
        .into_iter()
        .filter(|_| wanted.pretenders > 0)
        .map(|pretender| (pretender, pretend(&catalogue, pretender, wanted.pretenders as usize, plan.seed)))
        .collect();
    if wanted.json {
        let kinds: Vec<Value> = table.iter().map(as_json).collect();
        let pretenders: Vec<Value> = pretenders
            .iter()
            .map(|(pretender, mastered)| {
                json!({ "pretender": pretender.name(), "courses": wanted.pretenders, "mastered": mastered })
            })
            .collect();
        let report = json!({ "format": 1, "seed": plan.seed, "learners": plan.learners, "kinds": kinds, "pretenders": pretenders });
        print_json(out, &report)?;
        return Ok(0);
    }
    in_words(&table, &plan, out)?;
    for (pretender, mastered) in pretenders {
        writeln!(out, "{}: mastery in {mastered} of {} courses", pretender.says(), wanted.pretenders)?;
    }
    Ok(0)
}

/// The values of a list, each known.
fn words<T>(
    given: &[String],
    what: &str,
    names: &[&'static str],
    find: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, Failure> {
    given
        .iter()
        .map(|word| {
            find(word).ok_or_else(|| {
                Failure::usage(format!("there is no {what} `{word}`"))
                    .allowing(names.iter().copied())
                    .hint(format!("airside simulate --{what} {}", names[0]))
            })
        })
        .collect()
}

fn as_json(kind: &SummaryRow) -> Value {
    json!({
        "policy": kind.policy.name(), "family": kind.family.name(), "learners": kind.learners,
        "items_to_hidden_mastery": kind.hidden, "items_to_stop": kind.stop,
        "false_mastery": kind.false_mastery, "never_stopped": kind.unstopped,
        "accuracy_after_24": kind.accuracy,
    })
}

fn in_words(table: &[SummaryRow], plan: &SimulationPlan, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} simulated learners in each row, seed {}", plan.learners, plan.seed)?;
    writeln!(
        out,
        "{:<10} {:<12} {:>8} {:>8} {:>9} {:>9} {:>9} {:>9}",
        "family", "policy", "hidden", "of random", "stop", "false", "no stop", "after 24"
    )?;
    for kind in table {
        let random = table.iter().find(|other| other.family == kind.family && other.policy == Policy::Random);
        let ratio = random.map_or_else(|| "-".to_owned(), |random| format!("{:.2}", kind.hidden / random.hidden));
        writeln!(
            out,
            "{:<10} {:<12} {:>8.1} {:>8} {:>9.1} {:>7.1} % {:>7.1} % {:>9.3}",
            kind.family.name(),
            kind.policy.name(),
            kind.hidden,
            ratio,
            kind.stop,
            100.0 * kind.false_mastery,
            100.0 * kind.unstopped,
            kind.accuracy
        )?;
    }
    writeln!(out, "hidden: questions until the hidden state is at mastery; stop: until the rule of mastery says so;")?;
    writeln!(out, "false: stopped before the hidden state was there; after 24: how likely a right answer is then.")
}
