//! Runs `airside stats`, which shows the learner's progress in total or for each scenario.

use serde_json::{Value, json};

use crate::cli::args::GlobalArgs;
use crate::cli::output::{self, Printer, print_document, print_json};
use crate::cli::{environment, packs};
use crate::course::Course;
use crate::course::pages::{add_results, mastery};
use crate::document;
use crate::encoding::{JSON_FORMAT, json_object};
use crate::error::Error;
use crate::learner::diagnosis::WrongRule;
use crate::learner::measure::Tally;
use crate::learner::progress::Progress;
use crate::ruling::Verdict;
use crate::say;
use crate::study::{Begin, Opening, Study};

pub(super) fn stats(global: &GlobalArgs, items: bool, json: bool, out: &mut Printer<'_>) -> Result<u8, Error> {
    let state_folder = Some(environment::state_folder(global)?);
    let opening = Opening { library: packs::open(global), state_folder, begin: Begin::Look, clock: || 0 };
    let mut study = Study::open(opening);
    output::report(study.take_notices())?;
    let progress = study.progress();
    match (items, json) {
        (false, false) => {
            let course = study.recorded_course();
            let mut document = document::progress::progress(&progress, &course.mastered_kinds());
            document.paragraph(mastery_sentence(&course));
            add_results(&mut document, &course);
            print_document(out, &document)?;
        }
        (false, true) => {
            let mut report = as_json(&progress);
            report["mastered"] = json!(study.recorded_course().mastered_kinds());
            print_json(out, &report)?;
        }
        (true, false) => print_document(out, &document::progress::items(&progress))?,
        (true, true) => print_json(out, &json!({ "format": JSON_FORMAT, "items": items_as_json(&progress) }))?,
    }
    Ok(0)
}

fn mastery_sentence(course: &Course) -> String {
    let stage = course.stage().title();
    match (course.is_mastered(), course.is_placed(), course.practice_sessions()) {
        (false, true, _) => say!("You knew the subject before the course. Current stage: {}.", stage),
        (false, false, 1..) => say!("{} To start the next practice session: airside", mastery(course)),
        _ => say!("{} Current stage: {}.", mastery(course), stage),
    }
}

fn tally(tally: &Tally) -> Value {
    json!({ "answered": tally.answered, "right": tally.right })
}

fn as_json(progress: &Progress) -> Value {
    let measures = &progress.measures;
    let kinds = json_object(measures.kinds.iter().map(|(kind, counts)| (kind.name(), tally(counts))));
    let confidence = json_object(measures.confidence.iter().map(|(level, counts)| (level.name(), tally(counts))));
    let rules = json_object(WrongRule::ALL.map(|rule| (rule.name(), json!(progress.belief.wrong(rule)))));
    let detection = progress.detection;
    let codes = [Verdict::Unauthorized, Verdict::Forbidden];
    json!({
        "format": JSON_FORMAT,
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
        "table": codes.map(|right| codes.map(|answer| progress.table.count_of(right, answer))),
        "rules": { "specification": progress.belief.specification(), "wrong": rules },
        "pre_test": tally(&progress.tests[0]),
        "post_test": tally(&progress.tests[1]),
        "gain_hundredths": progress.gain(),
        "kinds_corrected": progress.returned.0,
        "kinds_returned": progress.returned.1,
    })
}

fn items_as_json(progress: &Progress) -> Value {
    let one = |count: &crate::learner::progress::ItemCount| {
        json!({
            "answered": count.tally.answered, "right": count.tally.right, "confident_errors": count.confident_errors,
            "guess": count.confidence[0], "fairly": count.confidence[1], "certain": count.confidence[2],
            "needs_attention": count.needs_attention(),
        })
    };
    json_object(progress.items.iter().map(|(id, count)| (id, one(count))))
}
