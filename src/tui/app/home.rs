//! The first screen: what can be chosen on it, and what follows.

use super::{Effect, Model, Screen, toggle_help};
use crate::course::{ROUND, desk};
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
            Some(way) if way.stage() == Stage::Done => "The course is done".to_owned(),
            Some(way) if begun || way.stage() != Stage::Welcome => {
                format!("Go on with the course: {}", way.stage().title())
            }
            Some(_) => "Begin the course".to_owned(),
            None => "The course, from the first test to the last".to_owned(),
        };
        let mut entries = vec![(Entry::Way, way)];
        if course.way().is_none() && open {
            let (number, count) = session.numbering();
            let words = if begun {
                format!("Go on: question {number} of {count}")
            } else {
                format!("Begin: {count} questions")
            };
            entries.insert(0, (Entry::Round, words));
        } else {
            entries.push((Entry::Mixed, format!("A round of {ROUND}, mixed")));
        }
        entries.extend([
            (Entry::Cells, "Practise one kind of case".to_owned()),
            (Entry::Desk, "The article's desk: rule its claims".to_owned()),
            (Entry::Bench, "Workbench: set facts, see the ruling".to_owned()),
            (Entry::Topics, "Look something up".to_owned()),
            (Entry::Counts, "Your counts".to_owned()),
            (Entry::Help, "Help".to_owned()),
            (Entry::Leave, "Leave".to_owned()),
        ]);
        match course.library().problems.len() {
            0 => {}
            1 => entries.push((Entry::Faults, "One pack was left out".to_owned())),
            count => entries.push((Entry::Faults, format!("{count} packs were left out"))),
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
