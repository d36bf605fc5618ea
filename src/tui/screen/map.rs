//! Describes the stages on the map of the course.

use super::{MapStage, Strip};
use crate::course::stage::Stage;
use crate::course::{Course, Score};
use crate::document::{Block, Meaning, Text};
use crate::say;
use crate::scenario::Kind;

pub(super) fn stages(course: &Course, only_beside: bool) -> Strip {
    let current = course.stage();
    let on_map: Vec<Stage> = Stage::ALL.into_iter().filter(|stage| stage.is_on_map()).collect();
    let here = on_map.iter().take_while(|stage| **stage < current).count();
    let stage = |stage: Stage| MapStage {
        name: stage.title(),
        note: note(course, stage),
        purpose: stage.purpose(),
        is_skipped: course.is_placed() && stage.is_skippable(),
    };
    Strip::Stages { stages: on_map.into_iter().map(stage).collect(), here, only_beside }
}

pub(super) fn overview() -> Block {
    let row = |stage: Stage| vec![Text::new(stage.title(), Meaning::Strong), stage.purpose().into()];
    Block::panel(
        say!("Your course"),
        vec![Block::rows(Stage::ALL.into_iter().filter(|stage| stage.is_on_map()).map(row))],
    )
}

/// Returns the result of a stage: the number of correct answers in a test, or the number of mastered kinds of case.
fn note(course: &Course, stage: Stage) -> String {
    let (before, after) = course.tests();
    let score = |score: Option<&Score>| score.map(|score| say!("{} of {}", score.right(), score.total()));
    let note = match stage {
        _ if course.is_placed() && stage.is_skippable() => Some(say!("skipped").to_owned()),
        Stage::PreTest => score(before),
        Stage::PostTest => score(after),
        Stage::Practice if course.stage() >= Stage::Practice => {
            let all = Kind::core().len();
            Some(say!("{} of {}", all.saturating_sub(course.mastery().open().len()), all))
        }
        _ => None,
    };
    note.unwrap_or_default()
}
