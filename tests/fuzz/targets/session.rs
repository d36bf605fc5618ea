//! Sends any inputs to the course. A refused input must change nothing, and the events must record everything else.
#![no_main]

use std::sync::{Arc, LazyLock};

use airside::scenario::library::Library;
use airside::course::stage::Stage;
use airside::course::{Items, Course};
use airside::round::{Answer, Event, Input, Phase, Confidence};
use libfuzzer_sys::fuzz_target;

static CATALOGUE: LazyLock<Arc<Items>> = LazyLock::new(|| Arc::new(Items::new(Library::open(None, &[]))));

enum Kept {
    Began(Stage, Vec<String>),
    Did(Event),
}

fn begun(way: &Course) -> Kept {
    Kept::Began(way.stage(), way.session().items().iter().map(|item| item.id.clone()).collect())
}

/// Returns the input for one byte. Most bytes give an input that fits the question, so that the course makes progress.
fn input(way: &Course, byte: u8) -> Input {
    let item = way.session().item();
    let answers = item.and_then(|item| item.kind).map_or(&[] as &[Answer], |kind| kind.answers());
    let accepted = item.and_then(|item| item.accepted.first().copied());
    match (byte % 16, way.session().phase()) {
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
    let mut way = Course::new(Arc::clone(&CATALOGUE), seed);
    let mut kept = vec![begun(&way)];
    for byte in bytes.iter().skip(2) {
        if way.session().phase() == Phase::Finished && way.stage() != Stage::Done {
            way.go_on();
            kept.push(begun(&way));
        }
        let before = way.session().clone();
        match way.step(input(&way, *byte), 0) {
            Ok(events) => kept.extend(events.into_iter().map(Kept::Did)),
            Err(_) => assert_eq!(*way.session(), before),
        }
    }
    let mut again = Course::new(Arc::clone(&CATALOGUE), seed);
    for what in &kept {
        match what {
            Kept::Began(stage, items) => again.resume(*stage, items),
            Kept::Did(event) => again.apply(event, 0),
        }
    }
    assert_eq!((again.stage(), again.next(), again.session()), (way.stage(), way.next(), way.session()));
    assert_eq!(format!("{:?}", again.mastery()), format!("{:?}", way.mastery()));
});
