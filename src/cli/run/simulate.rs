//! Runs `airside simulate`, which simulates learners who take the course, and prints tables or JSON.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::cli::args::SimulateArgs;
use crate::cli::output::{Printer, print_document, print_json};
use crate::cli::progress_bar::ProgressBar;
use crate::course::Items;
use crate::course::select::Policy;
use crate::course::stage::Stage;
use crate::document::{Block, Document, Text};
use crate::encoding::{JSON_FORMAT, json_object};
use crate::error::Error;
use crate::scenario::library::Library;
use crate::simulate::{CourseRow, Family, Person, PolicyRow, SimulationPlan, run};

pub(super) fn simulate(args: &SimulateArgs, out: &mut Printer<'_>) -> Result<u8, Error> {
    let plan = SimulationPlan {
        learners: usize::try_from(args.learners).unwrap_or(usize::MAX),
        seed: args.seed,
        people: Person::ALL.to_vec(),
        policies: if args.policy.is_empty() { Policy::ALL.to_vec() } else { args.policy.clone() },
        families: if args.family.is_empty() { Family::ALL.to_vec() } else { args.family.clone() },
    };
    let items = Arc::new(Items::new(Library::open(None, &[])));
    let bar = ProgressBar::new(plan.courses());
    let found = run(&items, &plan, &|done| bar.advance(done));
    if args.json.enabled {
        let courses: Vec<Value> = found.courses.iter().map(course_as_json).collect();
        let policies: Vec<Value> = found.policies.iter().map(policy_as_json).collect();
        let (seed, learners) = (plan.seed, plan.learners);
        print_json(
            out,
            &json!({ "format": JSON_FORMAT, "seed": seed, "learners": learners, "courses": courses, "policies": policies }),
        )?;
        return Ok(0);
    }
    let mut document = Document::new(format!("{} simulated learners in each row, seed {}", plan.learners, plan.seed));
    add_courses(&mut document, &found.courses);
    add_policies(&mut document, &found.policies);
    print_document(out, &document)?;
    Ok(0)
}

fn course_as_json(row: &CourseRow) -> Value {
    let places = json_object(row.guessed_from_place.iter().map(|(stage, guessed)| (stage.name(), json!(guessed))));
    json!({
        "person": row.person.name(), "decisions": row.decisions, "minutes": row.minutes, "placed": row.placed,
        "mastered_first_sitting": row.mastered[0], "mastered_two_sittings": row.mastered[1],
        "pre_test": row.tests[0], "post_test": row.tests[1], "check_up": row.check_up, "guessed_from_place": places,
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

fn add_table(document: &mut Document, heading: &str, head: &[&str], rows: &[Vec<String>], legend: &str) {
    document.heading(heading);
    let texts = |row: &Vec<String>| row.iter().map(Text::verbatim).collect();
    let head = head.iter().map(|column| Text::verbatim(*column));
    document.blocks.push(Block::table(head, rows.iter().map(texts)));
    document.paragraph(legend);
}

fn percent(share: f64) -> String {
    format!("{:.1}%", 100.0 * share)
}

fn add_courses(document: &mut Document, rows: &[CourseRow]) {
    let head = ["person", "asked", "minutes", "knew it", "mastered", "in two", "pre", "post", "check-up"];
    let row = |row: &CourseRow| {
        vec![
            row.person.name().to_owned(),
            format!("{:.1}", row.decisions),
            format!("{:.1}", row.minutes),
            percent(row.placed),
            percent(row.mastered[0]),
            percent(row.mastered[1]),
            format!("{:.1}", row.tests[0]),
            format!("{:.1}", row.tests[1]),
            percent(row.check_up),
        ]
    };
    let legend = "asked: questions answered until the wrap-up; minutes: at 230 words a minute and 8 seconds a question, \
                  for somebody who reads everything that is shown by default; knew it: told so after 18 questions; \
                  mastered: at the first sitting; in two: within two sittings; pre, post: correct answers of 10 in the \
                  two tests; check-up: passed the first one.";
    add_table(document, "The whole course", &head, &rows.iter().map(row).collect::<Vec<_>>(), legend);
    let worst = Stage::ALL.into_iter().filter_map(|stage| {
        let guesses = rows.iter().filter_map(|row| Some((*row.guessed_from_place.get(&stage)?, row.person)));
        let (share, person) = guesses.max_by(|(left, _), (right, _)| left.total_cmp(right))?;
        Some(vec![stage.name().to_owned(), format!("{share:.2}"), person.name().to_owned()])
    });
    let legend = "guessed: how often the best guess from the place of a question alone is correct, at the worst place of \
                  the stage, for the person it helps most. 0.50 is chance.";
    let head = ["stage", "guessed", "person"];
    add_table(
        document,
        "Does the place of a question give its answer away?",
        &head,
        &worst.collect::<Vec<_>>(),
        legend,
    );
}

fn add_policies(document: &mut Document, rows: &[PolicyRow]) {
    let head = ["family", "policy", "hidden", "ratio", "stop", "false", "no stop", "after 24"];
    let row = |row: &PolicyRow| {
        let random = rows.iter().find(|other| other.family == row.family && other.policy == Policy::Random);
        vec![
            row.family.name().to_owned(),
            row.policy.name().to_owned(),
            format!("{:.1}", row.hidden),
            random.map_or_else(|| "-".to_owned(), |random| format!("{:.2}", row.hidden / random.hidden)),
            format!("{:.1}", row.stop),
            percent(row.false_mastery),
            percent(row.unstopped),
            format!("{:.3}", row.accuracy),
        ]
    };
    let legend = "hidden: questions until the learner has mastered the topic; ratio: hidden, compared with random \
                  questions; stop: questions until the course says so; false: the course said so too early; no stop: it \
                  never said so; after 24: the chance of a correct answer after 24 questions.";
    add_table(
        document,
        "Ways of choosing practice questions",
        &head,
        &rows.iter().map(row).collect::<Vec<_>>(),
        legend,
    );
}
