//! Describes when the check-ups take place, and what the tests and check-ups have shown so far.

use std::cmp::Ordering;

use super::super::{CHECK_UP_DAYS, Course};
use super::missed_in_test;
use crate::calendar::date_in_words;
use crate::document::feedback::code_name;
use crate::document::{Block, Document, Meaning, Text};
use crate::say;

fn next_check_up(course: &Course) -> Option<String> {
    course.due_at().map(date_in_words)
}

pub(super) fn schedule(course: &Course) -> Block {
    let [_, second, third] = CHECK_UP_DAYS;
    let intervals = [String::new(), say!("{} days after the first", second), say!("{} days after the second", third)];
    let date = next_check_up(course).unwrap_or_default();
    let names = [say!("First check-up"), say!("Second check-up"), say!("Third check-up")];
    let row = |(index, (name, interval)): (usize, (&str, String))| {
        let state = match index.cmp(&course.check_ups_passed()) {
            Ordering::Less => Text::new(say!("passed"), Meaning::Correct),
            Ordering::Equal if course.missed().is_empty() => Text::new(date.as_str(), Meaning::Strong),
            Ordering::Equal => Text::new(say!("not passed; retry on {}", date), Meaning::Strong),
            Ordering::Greater => interval.into(),
        };
        vec![name.into(), state]
    };
    Block::rows(names.into_iter().zip(intervals).enumerate().map(row))
}

/// Says what the learner can do next. Check-ups have no dates until the learner has read the wrap-up.
pub(super) fn next_step(course: &Course) -> String {
    let is_open = !course.is_mastered() && !course.is_placed();
    let day = next_check_up(course).map_or_else(|| say!("tomorrow").to_owned(), |date| say!("on {}", date));
    let is_failed = !course.missed().is_empty();
    match course.check_ups_passed() {
        _ if is_failed => say!("You'll repeat the check-up {}, with eight new cases.", day),
        _ if is_open => {
            say!("You'll get more practice as soon as you continue the course. You can also stop here.").to_owned()
        }
        0 => say!("Your first check-up is due {}: eight questions.", day),
        passed if passed < CHECK_UP_DAYS.len() => say!("The next check-up is due {}: eight questions.", day),
        _ => say!("That was the last check-up. The edge cases, the fact-check and the reference remain available.")
            .to_owned(),
    }
}

/// Lists the wrong answers in a test or a check-up, because neither shows any feedback while it runs.
pub(super) fn mistakes(course: &Course) -> Vec<Block> {
    let wrong = course.round().answers().filter(|(_, record)| !record.right);
    let rows: Vec<Vec<Text>> = wrong
        .filter_map(|(item, record)| {
            let (answer, _) = record.answer?;
            let scenario = course.items().library.scenario(item.id.case()?)?;
            let codes = say!("You said {}. The answer: {}.", answer.title(), code_name(item.verdict()?));
            let decides = say!("Line {} decides: {}", scenario.evidence.line, scenario.deciding_line()?);
            Some(vec![item.title.as_str().into(), Text::verbatim(format!("{codes} {decides}"))])
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![Block::panel(say!("Where you were wrong"), vec![Block::rows(rows)])]
}

/// Compares the kinds of case that the learner got wrong in the two tests. Returns `None` if the learner hasn't
/// finished both tests, or made no mistakes in the pre-test.
fn changed(course: &Course) -> Option<String> {
    let (Some(before), Some(after)) = course.tests() else { return None };
    let (before, after) = (before.missed(), after.missed());
    let corrected = before.iter().filter(|kind| !after.contains(kind)).count();
    let counts = (before.len(), corrected);
    (counts.0 > 0).then(|| {
        say!(
            "Kinds of case you missed in the pre-test: {}. Of these, you got {} right in the post-test.",
            counts.0,
            counts.1
        )
    })
}

/// Adds what the tests and check-ups have shown so far, and the dates of the check-ups.
pub fn add_results(document: &mut Document, course: &Course) {
    let missed = if course.is_mastered() || course.is_placed() { course.weak() } else { Vec::new() };
    let missed = (!missed.is_empty()).then(|| missed_in_test(&missed));
    let sentences = changed(course).into_iter().chain(missed);
    document.blocks.extend(sentences.map(|text| Block::Paragraph(text.into())));
    if course.due_at().is_some() || course.check_ups_passed() > 0 {
        document.blocks.push(Block::panel(say!("Check-ups"), vec![schedule(course)]));
    }
}
