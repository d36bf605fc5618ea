//! Decides which stages appear on the map of the course.

use super::Strip;
use crate::course::stage::Stage;

/// Stages that the map leaves out because they are short or optional.
const NOT_ON_MAP: [&str; 6] = ["welcome", "probe", "beyond", "check-up", "relearn", "done"];

pub(super) fn on_map(stage: Stage) -> bool {
    !NOT_ON_MAP.contains(&stage.name())
}

pub(super) fn stages(current: Stage) -> Strip {
    let on_map: Vec<Stage> = Stage::ALL.into_iter().filter(|stage| on_map(*stage)).collect();
    let here = on_map.iter().take_while(|stage| **stage < current).count();
    Strip::Stages { names: on_map.into_iter().map(Stage::title).collect(), here }
}
