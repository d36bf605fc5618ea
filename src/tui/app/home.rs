//! The first screen: what can be chosen on it, and what follows.

use super::{Effect, Model, Screen, toggle_help};
use crate::course::stage::Stage;
use crate::round::Phase;
use crate::say;
use crate::study::{ROUND, fact_check};

/// What can be chosen on the home screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HomeItem {
    Course,
    Round,
    Mixed,
    Cells,
    ExamScreen,
    Bench,
    Topics,
    Counts,
    Faults,
    Help,
    Leave,
}

impl Model {
    /// What can be chosen on the home screen, with its words.
    pub(super) fn entries(&self) -> Vec<(HomeItem, String)> {
        let study = &self.study;
        let session = study.round();
        let open = session.phase() != Phase::Finished;
        let begun = session.position() > 0 || session.answers().next().is_some();
        let course = match study.course() {
            Some(course) if course.stage() == Stage::Done => say!("The course is done").to_owned(),
            Some(course) if begun || course.stage() != Stage::Welcome => {
                say!("Go on with the course: {}", course.stage().title())
            }
            Some(_) => say!("Begin the course").to_owned(),
            None => say!("The course, from the first test to the last").to_owned(),
        };
        let mut entries = vec![(HomeItem::Course, course)];
        if study.course().is_none() && open {
            let (number, count) = session.numbering();
            let words = if begun {
                say!("Go on: question {} of {}", number, count)
            } else {
                say!("Begin: {} questions", count)
            };
            entries.insert(0, (HomeItem::Round, words));
        } else {
            entries.push((HomeItem::Mixed, say!("A round of {}, mixed", ROUND)));
        }
        entries.extend([
            (HomeItem::Cells, say!("Practise one kind of case").to_owned()),
            (HomeItem::ExamScreen, say!("The article's desk: rule its claims").to_owned()),
            (HomeItem::Bench, say!("Workbench: set facts, see the ruling").to_owned()),
            (HomeItem::Topics, say!("Look something up").to_owned()),
            (HomeItem::Counts, say!("Your counts").to_owned()),
            (HomeItem::Help, say!("Help").to_owned()),
            (HomeItem::Leave, say!("Leave").to_owned()),
        ]);
        match study.library().problems.len() {
            0 => {}
            1 => entries.push((HomeItem::Faults, say!("One pack was left out").to_owned())),
            count => entries.push((HomeItem::Faults, say!("{} packs were left out", count))),
        }
        entries
    }
}

/// What was chosen on the home screen.
pub(super) fn enter(model: &mut Model, entry: HomeItem) -> Vec<Effect> {
    match entry {
        HomeItem::Course => {
            model.study.open_course();
            model.open(Screen::Round);
        }
        HomeItem::Round => model.open(Screen::Round),
        HomeItem::Mixed => {
            model.study.start_default(None);
            model.open(Screen::Round);
        }
        HomeItem::ExamScreen => {
            model.study.start_items(&fact_check());
            model.open(Screen::Round);
        }
        HomeItem::Cells => model.open(Screen::Cells),
        HomeItem::Bench => model.open(Screen::Bench),
        HomeItem::Topics => model.open(Screen::Topics),
        HomeItem::Counts => model.open(Screen::Counts),
        HomeItem::Faults => model.open(Screen::Faults),
        HomeItem::Help => toggle_help(model),
        HomeItem::Leave => return vec![Effect::Leave(0)],
    }
    Vec::new()
}
