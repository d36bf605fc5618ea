//! `airside stats`: your progress over all answers, or for each scenario.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::cli::args::GlobalArgs;
use crate::cli::output::{self, print_json};
use crate::cli::{environment, packs};
use crate::course::Course;
use crate::error::Error;
use crate::learner::diagnosis::WrongRule;
use crate::learner::measure::Tally;
use crate::learner::progress::Progress;
use crate::say;
use crate::scenario::Kind;
use crate::study::{Begin, Opening, Study, progress_kept};
use crate::text;

pub(super) fn stats(global: &GlobalArgs, items: bool, json: bool, out: &mut dyn Write) -> Result<u8, Error> {
    let (progress, notices) = progress_kept(&packs::open(global)?, &environment::paths(global)?.state);
    output::report(notices)?;
    match (items, json) {
        (false, false) => {
            print_progress(&progress, out)?;
            writeln!(out, "{}", mastery_sentences(&course(global)?))?;
        }
        (false, true) => {
            let mut report = as_json(&progress);
            report["mastered"] = json!(mastered(&course(global)?).map(Kind::name).collect::<Vec<_>>());
            print_json(out, &report)?;
        }
        (true, false) => print_items(&progress, out)?,
        (true, true) => print_json(out, &json!({ "format": 1, "items": items_as_json(&progress) }))?,
    }
    Ok(0)
}

/// The course as the journal has it.
fn course(global: &GlobalArgs) -> Result<Course, Error> {
    let state_folder = Some(environment::paths(global)?.state);
    let opening = Opening { library: packs::open(global)?, state_folder, begin: Begin::Look, clock: || 0 };
    Ok(Study::open(opening).recorded_course())
}

fn mastered(course: &Course) -> impl Iterator<Item = Kind> + '_ {
    Kind::core().iter().copied().filter(|kind| course.mastery().is_closed(*kind, &course.criterion))
}

fn mastery_sentences(course: &Course) -> String {
    let kinds: Vec<&str> = mastered(course).map(Kind::title).collect();
    let kinds = if kinds.is_empty() { say!("none yet").to_owned() } else { kinds.join(", ") };
    let codes = if course.is_mastered() {
        say!("You have mastered both codes.")
    } else {
        say!("You haven't mastered both codes yet.")
    };
    say!("Kinds of case you have mastered: {}. {} You are at: {}.", kinds, codes, course.stage().title())
}

fn tally(tally: &Tally) -> Value {
    json!({ "answered": tally.answered, "right": tally.right })
}

fn as_json(progress: &Progress) -> Value {
    let measures = &progress.measures;
    let kinds: Map<String, Value> =
        measures.kinds.iter().map(|(kind, counts)| (kind.name().to_owned(), tally(counts))).collect();
    let confidence: Map<String, Value> =
        measures.confidence.iter().map(|(level, counts)| (level.name().to_owned(), tally(counts))).collect();
    let rules: Map<String, Value> =
        WrongRule::ALL.into_iter().map(|rule| (rule.name().to_owned(), json!(progress.belief.wrong(rule)))).collect();
    let detection = progress.detection;
    json!({
        "format": 1,
        "all": tally(&measures.all),
        "kinds": kinds,
        "confidence": confidence,
        "confident_errors": measures.confident_errors,
        "lucky_guesses": measures.lucky_guesses,
        "revealed": measures.revealed,
        "sensitivity": detection.sensitivity(),
        "sensitivity_half_width": detection.half_width(),
        "criterion": detection.criterion(),
        "criterion_half_width": detection.half_width() / 2.0,
        "certainty_marks": progress.marks,
        "table": progress.table,
        "rules": { "specification": progress.belief.specification(), "wrong": rules },
        "pre_test": tally(&progress.tests[0]),
        "post_test": tally(&progress.tests[1]),
        "gain_hundredths": progress.gain(),
        "kinds_corrected": progress.returned.0,
        "kinds_returned": progress.returned.1,
    })
}

fn print_progress(progress: &Progress, out: &mut dyn Write) -> io::Result<()> {
    let measures = &progress.measures;
    writeln!(out, "{}", say!("{} of {} answers correct", measures.all.right, measures.all.answered))?;
    let kinds = measures.kinds.iter().map(|(kind, tally)| (kind.title(), tally));
    for (title, tally) in kinds.chain(measures.confidence.iter().map(|(level, tally)| (level.title(), tally))) {
        writeln!(out, "  {title:<20} {:>3} of {:>3}", tally.right, tally.answered)?;
    }
    writeln!(out, "{}", say!("Certain but wrong: {}", measures.confident_errors))?;
    writeln!(out, "{}", say!("Correct guesses: {}", measures.lucky_guesses))?;
    writeln!(out, "{}", say!("Answers you asked for: {}", measures.revealed))?;
    if progress.says_enough() {
        for sentence in progress.sentences() {
            text::wrap(&sentence, 80).into_iter().try_for_each(|line| writeln!(out, "{line}"))?;
        }
    }
    Ok(())
}

/// The scenario with the most wrong answers comes first.
fn print_items(progress: &Progress, out: &mut dyn Write) -> io::Result<()> {
    let mut items: Vec<_> = progress.items.iter().collect();
    items.sort_by_key(|(_, count)| std::cmp::Reverse(count.tally.answered - count.tally.right));
    for (id, count) in items {
        let certain = match count.confident_errors {
            0 => String::new(),
            errors => say!(", {} certain but wrong", errors),
        };
        let [guess, fairly, sure] = count.confidence;
        let look = if count.needs_attention() { say!("; needs attention") } else { "" };
        let (right, answered) = (count.tally.right, count.tally.answered);
        writeln!(
            out,
            "{:<40} {}{certain}{look}",
            text::safe(id),
            say!("{} of {} correct; guess {}, fairly sure {}, certain {}", right, answered, guess, fairly, sure)
        )?;
    }
    Ok(())
}

fn items_as_json(progress: &Progress) -> Map<String, Value> {
    let one = |count: &crate::learner::progress::ItemCount| {
        json!({
            "answered": count.tally.answered, "right": count.tally.right, "confident_errors": count.confident_errors,
            "guess": count.confidence[0], "fairly": count.confidence[1], "certain": count.confidence[2],
            "needs_attention": count.needs_attention(),
        })
    };
    progress.items.iter().map(|(id, count)| (id.clone(), one(count))).collect()
}
