//! The first screen: what can be chosen on it, and what follows.

use super::{Effect, Model, Screen, toggle_help};
use crate::course::{ROUND, desk};
use crate::say;
use crate::session::Phase;
use crate::session::stage::Stage;

/// What can be chosen on the home screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Way,
    Round,
    Mixed,
    Cells,
    Desk,
    Bench,
    Topics,
    Counts,
    Faults,
    Help,
    Leave,
}

impl Model {
    /// What can be chosen on the home screen, with its words.
    pub(super) fn entries(&self) -> Vec<(Entry, String)> {
        let course = &self.course;
        let session = course.session();
        let open = session.phase() != Phase::Finished;
        let begun = session.position() > 0 || session.answers().next().is_some();
        let way = match course.way() {
            Some(way) if way.stage() == Stage::Done => say!("The course is done").to_owned(),
            Some(way) if begun || way.stage() != Stage::Welcome => {
                say!("Go on with the course: {}", way.stage().title())
            }
            Some(_) => say!("Begin the course").to_owned(),
            None => say!("The course, from the first test to the last").to_owned(),
        };
        let mut entries = vec![(Entry::Way, way)];
        if course.way().is_none() && open {
            let (number, count) = session.numbering();
            let words = if begun {
                say!("Go on: question {} of {}", number, count)
            } else {
                say!("Begin: {} questions", count)
            };
            entries.insert(0, (Entry::Round, words));
        } else {
            entries.push((Entry::Mixed, say!("A round of {}, mixed", ROUND)));
        }
        entries.extend([
            (Entry::Cells, say!("Practise one kind of case").to_owned()),
            (Entry::Desk, say!("The article's desk: rule its claims").to_owned()),
            (Entry::Bench, say!("Workbench: set facts, see the ruling").to_owned()),
            (Entry::Topics, say!("Look something up").to_owned()),
            (Entry::Counts, say!("Your counts").to_owned()),
            (Entry::Help, say!("Help").to_owned()),
            (Entry::Leave, say!("Leave").to_owned()),
        ]);
        match course.library().problems.len() {
            0 => {}
            1 => entries.push((Entry::Faults, say!("One pack was left out").to_owned())),
            count => entries.push((Entry::Faults, say!("{} packs were left out", count))),
        }
        entries
    }
}

/// What was chosen on the home screen.
pub(super) fn enter(model: &mut Model, entry: Entry) -> Vec<Effect> {
    match entry {
        Entry::Way => {
            model.course.take_way();
            model.open(Screen::Round);
        }
        Entry::Round => model.open(Screen::Round),
        Entry::Mixed => {
            model.course.start_default(None);
            model.open(Screen::Round);
        }
        Entry::Desk => {
            model.course.start_items(&desk());
            model.open(Screen::Round);
        }
        Entry::Cells => model.open(Screen::Cells),
        Entry::Bench => model.open(Screen::Bench),
        Entry::Topics => model.open(Screen::Topics),
        Entry::Counts => model.open(Screen::Counts),
        Entry::Faults => model.open(Screen::Faults),
        Entry::Help => toggle_help(model),
        Entry::Leave => return vec![Effect::Leave(0)],
    }
    Vec::new()
}
