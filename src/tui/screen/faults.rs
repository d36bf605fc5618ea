//! Lists the packs that couldn't be loaded, with all their faults.

use super::{Screen, ScreenState, View};
use crate::document::{Block, Document};
use crate::say;
use crate::study::Study;

#[derive(Debug)]
pub(super) struct Faults;

impl Screen<Study> for Faults {
    fn view(&self, study: &Study, _: &ScreenState) -> View {
        let mut document = Document::new(say!("Packs that were skipped"));
        for problem in &study.library().problems {
            document.heading(problem.path.as_str());
            for fault in &problem.faults {
                document.blocks.push(Block::Code(fault.to_string().lines().map(str::to_owned).collect()));
            }
        }
        View::page(document)
    }

    fn name(&self) -> &'static str {
        "faults"
    }
}
