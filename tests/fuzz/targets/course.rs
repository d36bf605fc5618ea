//! Sends any inputs to the course. A refused input must change nothing, and the events must restore the same course.
#![no_main]

use std::sync::{Arc, LazyLock};

use airside::course::stage::Stage;
use airside::course::{Course, Items};
use airside::round::{Answer, Confidence, Event, Input, ItemId, Phase};
use airside::scenario::library::Library;
use libfuzzer_sys::fuzz_target;

static ITEMS: LazyLock<Arc<Items>> = LazyLock::new(|| Arc::new(Items::new(Library::open(None, &[]))));

enum Record {
    Began(Stage, Vec<ItemId>),
    Did(Event),
}

fn began(course: &Course) -> Record {
    Record::Began(course.stage(), course.round().items().iter().map(|item| item.id.clone()).collect())
}

/// Most bytes become an input that fits the question, so that the course makes progress.
fn input(course: &Course, byte: u8) -> Input {
    let item = course.round().item();
    let answers = item.and_then(|item| item.question_type).map_or(&[] as &[Answer], |question| question.answers());
    let accepted = item.and_then(|item| item.accepted.first().copied());
    match (byte % 16, course.round().phase()) {
        (0, _) => Input::Undo,
        (1, _) => Input::Hint,
        (2, _) => Input::Reveal,
        (3, _) => Input::Skip,
        (4, _) => Input::Back,
        (5, _) => Input::Mark(usize::from(byte / 16)),
        (6, _) => Input::Next,
        (other, Phase::Asking { choice: None, .. }) if other < 13 => {
            Input::Choose(accepted.or(answers.first().copied()).unwrap_or(Answer::Second))
        }
        (_, Phase::Asking { choice: None, .. }) => {
            Input::Choose(answers.get(usize::from(byte / 16) % answers.len().max(1)).copied().unwrap_or(Answer::First))
        }
        (_, Phase::Asking { .. }) => Input::Commit(Confidence::ALL[usize::from(byte / 16) % Confidence::ALL.len()]),
        (_, Phase::Marking(_)) => Input::Mark(usize::from(byte / 16)),
        _ => Input::Next,
    }
}

fuzz_target!(|bytes: &[u8]| {
    let seed = bytes.iter().take(2).fold(0, |seed, byte| seed * 256 + u64::from(*byte));
    let mut course = Course::new(Arc::clone(&ITEMS), seed);
    let mut records = vec![began(&course)];
    for byte in bytes.iter().skip(2) {
        if course.round().phase() == Phase::Finished && course.stage() != Stage::Done {
            course.go_on();
            records.push(began(&course));
        }
        let before = course.round().clone();
        match course.step(input(&course, *byte), 0) {
            Ok(events) => records.extend(events.into_iter().map(Record::Did)),
            Err(_) => assert_eq!(*course.round(), before),
        }
    }
    let mut again = Course::new(Arc::clone(&ITEMS), seed);
    for record in &records {
        match record {
            Record::Began(stage, items) => again.resume(*stage, items),
            Record::Did(event) => again.apply(event, 0),
        }
    }
    assert_eq!((again.stage(), again.next(), again.round()), (course.stage(), course.next(), course.round()));
    assert_eq!(format!("{:?}", again.mastery()), format!("{:?}", course.mastery()));
});
