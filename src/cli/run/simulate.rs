//! `airside simulate`: simulated learners in the course, as tables or JSON.

use std::io::{self, Write};
use std::sync::{Arc, OnceLock};

use serde_json::{Value, json};

use crate::cli::args::SimulateArgs;
use crate::cli::output::print_json;
use crate::cli::progress_bar::ProgressBar;
use crate::course::Items;
use crate::course::select::Policy;
use crate::error::Error;
use crate::scenario::library::Library;
use crate::simulate::{CourseRow, Family, Person, PolicyRow, SimulationPlan, run};

pub(super) fn simulate(args: &SimulateArgs, out: &mut dyn Write) -> Result<u8, Error> {
    let plan = SimulationPlan {
        learners: usize::try_from(args.learners).unwrap_or(usize::MAX),
        seed: args.seed,
        people: Person::ALL.to_vec(),
        policies: if args.policy.is_empty() { Policy::ALL.to_vec() } else { args.policy.clone() },
        families: if args.family.is_empty() { Family::ALL.to_vec() } else { args.family.clone() },
    };
    let items = Arc::new(Items::new(Library::open(None, &[])));
    let bar = OnceLock::new();
    let found = run(&items, &plan, &|done| bar.get_or_init(|| ProgressBar::new(plan.courses(), 0)).advance(done));
    if args.json.enabled {
        let courses: Vec<Value> = found.courses.iter().map(course_as_json).collect();
        let policies: Vec<Value> = found.policies.iter().map(policy_as_json).collect();
        let (seed, learners) = (plan.seed, plan.learners);
        print_json(
            out,
            &json!({ "format": 1, "seed": seed, "learners": learners, "courses": courses, "policies": policies }),
        )?;
        return Ok(0);
    }
    writeln!(out, "{} simulated learners in each row, seed {}\n", plan.learners, plan.seed)?;
    print_courses(&found.courses, out)?;
    writeln!(out)?;
    print_policies(&found.policies, out)?;
    Ok(0)
}

fn course_as_json(row: &CourseRow) -> Value {
    json!({
        "person": row.person.name(), "decisions": row.decisions, "placed": row.placed,
        "mastered_first_sitting": row.mastered[0], "mastered_two_sittings": row.mastered[1],
        "pre_test": row.tests[0], "post_test": row.tests[1], "guessed_from_place": row.guessed_from_place,
    })
}

fn policy_as_json(row: &PolicyRow) -> Value {
    json!({
        "policy": row.policy.name(), "family": row.family.name(),
        "items_to_hidden_mastery": row.hidden, "items_to_stop": row.stop,
        "false_mastery": row.false_mastery, "never_stopped": row.unstopped,
        "accuracy_after_24": row.accuracy,
    })
}

fn print_courses(rows: &[CourseRow], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "The whole course")?;
    writeln!(
        out,
        "{:<18} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>7}",
        "person", "decisions", "knew it", "mastered", "in two", "pre-test", "post-test", "place"
    )?;
    for row in rows {
        writeln!(
            out,
            "{:<18} {:>9.1} {:>7.1} % {:>7.1} % {:>7.1} % {:>9.1} {:>9.1} {:>7.2}",
            row.person.name(),
            row.decisions,
            100.0 * row.placed,
            100.0 * row.mastered[0],
            100.0 * row.mastered[1],
            row.tests[0],
            row.tests[1],
            row.guessed_from_place
        )?;
    }
    writeln!(
        out,
        "\
decisions: questions answered until the wrap-up; knew it: told so after 18 questions; mastered: at the first
sitting; in two: within two sittings; pre-test, post-test: correct answers of 10; place: how often the code is
guessed from the place of a question, at the worst place of any stage."
    )
}

fn print_policies(rows: &[PolicyRow], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "Ways of choosing practice questions")?;
    writeln!(
        out,
        "{:<10} {:<12} {:>8} {:>8} {:>9} {:>9} {:>9} {:>9}",
        "family", "policy", "hidden", "ratio", "stop", "false", "no stop", "after 24"
    )?;
    for row in rows {
        let random = rows.iter().find(|other| other.family == row.family && other.policy == Policy::Random);
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
