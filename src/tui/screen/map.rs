//! The stages shown on the map of the course.

use super::Strip;
use crate::course::stage::Stage;

/// Stages missing from the map, because they are short or optional.
const NOT_ON_MAP: [&str; 6] = ["welcome", "probe", "beyond", "check-up", "relearn", "done"];

pub(super) fn on_map(stage: Stage) -> bool {
    !NOT_ON_MAP.contains(&stage.name())
}

/// The stages of the map, and which of them is open.
pub(super) fn stages(current: Stage) -> Strip {
    let on_map: Vec<Stage> = Stage::ALL.into_iter().filter(|stage| on_map(*stage)).collect();
    let here = on_map.iter().take_while(|stage| **stage < current).count();
    Strip::Stages { names: on_map.into_iter().map(Stage::title).collect(), here }
}
