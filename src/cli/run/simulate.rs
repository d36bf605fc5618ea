//! `airside simulate`: simulated learners in the course, as a table or JSON.

use std::io::{self, Write};
use std::sync::{Arc, OnceLock};

use serde_json::{Value, json};

use crate::cli::args::SimulateArgs;
use crate::cli::output::print_json;
use crate::cli::progress_bar::ProgressBar;
use crate::course::Items;
use crate::course::select::Policy;
use crate::error::Error;
use crate::learner::mastery::Criterion;
use crate::scenario::library::Library;
use crate::simulate::{Family, Pretender, SimulationPlan, SummaryRow, pretend, run};

pub(super) fn simulate(args: &SimulateArgs, out: &mut dyn Write) -> Result<u8, Error> {
    let plan = SimulationPlan {
        learners: usize::try_from(args.learners).unwrap_or(usize::MAX),
        seed: args.seed,
        policies: if args.policy.is_empty() { Policy::ALL.to_vec() } else { args.policy.clone() },
        families: if args.family.is_empty() { Family::ALL.to_vec() } else { args.family.clone() },
        criterion: Criterion::default(),
    };
    let items = Arc::new(Items::of(Library::open(None, &[])));
    let bar = OnceLock::new();
    let table = run(&items, &plan, &|done, all| bar.get_or_init(|| ProgressBar::new(all, 0)).advance(done));
    let pretenders: Vec<(Pretender, usize)> = Pretender::ALL
        .into_iter()
        .filter(|_| args.pretenders > 0)
        .map(|pretender| (pretender, pretend(&items, pretender, args.pretenders as usize, plan.seed)))
        .collect();
    if args.json.enabled {
        let rows: Vec<Value> = table.iter().map(as_json).collect();
        let pretenders: Vec<Value> = pretenders
            .iter()
            .map(|(pretender, mastered)| {
                json!({ "pretender": pretender.name(), "courses": args.pretenders, "mastered": mastered })
            })
            .collect();
        let (seed, learners) = (plan.seed, plan.learners);
        let report = json!({ "format": 1, "seed": seed, "learners": learners, "rows": rows, "pretenders": pretenders });
        print_json(out, &report)?;
        return Ok(0);
    }
    print_table(&table, &plan, out)?;
    for (pretender, mastered) in pretenders {
        writeln!(out, "{}: mastery in {mastered} of {} courses", pretender.says(), args.pretenders)?;
    }
    Ok(0)
}

fn as_json(row: &SummaryRow) -> Value {
    json!({
        "policy": row.policy.name(), "family": row.family.name(), "learners": row.learners,
        "items_to_hidden_mastery": row.hidden, "items_to_stop": row.stop,
        "false_mastery": row.false_mastery, "never_stopped": row.unstopped,
        "accuracy_after_24": row.accuracy,
    })
}

fn print_table(table: &[SummaryRow], plan: &SimulationPlan, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} simulated learners in each row, seed {}", plan.learners, plan.seed)?;
    writeln!(
        out,
        "{:<10} {:<12} {:>8} {:>8} {:>9} {:>9} {:>9} {:>9}",
        "family", "policy", "hidden", "ratio", "stop", "false", "no stop", "after 24"
    )?;
    for row in table {
        let random = table.iter().find(|other| other.family == row.family && other.policy == Policy::Random);
        let ratio = random.map_or_else(|| "-".to_owned(), |random| format!("{:.2}", row.hidden / random.hidden));
        writeln!(
            out,
            "{:<10} {:<12} {:>8.1} {:>8} {:>9.1} {:>7.1} % {:>7.1} % {:>9.3}",
            row.family.name(),
            row.policy.name(),
            row.hidden,
            ratio,
            row.stop,
            100.0 * row.false_mastery,
            100.0 * row.unstopped,
            row.accuracy
        )?;
    }
    writeln!(
        out,
        "\
hidden: questions until the learner has mastered the topic; ratio: hidden, compared with random questions;
stop: questions until the course says so; false: the course said so too early; no stop: it never said so;
after 24: the chance of a correct answer after 24 questions."
    )
}
