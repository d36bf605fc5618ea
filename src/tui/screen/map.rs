//! Describes the stages that the map of the course shows.

use super::{MapStage, Strip};
use crate::course::Course;
use crate::course::stage::Stage;
use crate::document::{Block, Meaning, Text};
use crate::round::Phase;
use crate::say;

pub(super) fn stages(course: &Course) -> Strip {
    let current = if course.round().phase() == Phase::Finished { course.next() } else { course.stage() };
    let on_map: Vec<Stage> = Stage::ALL.into_iter().filter(|stage| stage.is_on_map()).collect();
    let here = on_map.iter().take_while(|stage| **stage < current).count();
    let stage = |stage: Stage| MapStage { name: stage.title(), is_skipped: course.is_placed() && stage.is_skippable() };
    Strip::Stages { stages: on_map.into_iter().map(stage).collect(), here }
}

pub(super) fn overview() -> Block {
    let row = |stage: Stage| vec![Text::new(stage.title(), Meaning::Strong), stage.purpose().into()];
    Block::panel(
        say!("Your course"),
        vec![Block::rows(Stage::ALL.into_iter().filter(|stage| stage.is_on_map()).map(row))],
    )
}
