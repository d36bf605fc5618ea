//! Simulates the whole course, with its usual limits on length.
//!
//! The results show how well each type of person does in the course, and whether the position of a question gives its
//! answer away.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::people::Person;
use super::simulated_learner::SimulatedLearner;
use super::{act, mean, number, share};
use crate::course::pages::{kind_of_case, page, report};
use crate::course::stage::Stage;
use crate::course::{Course, Items};
use crate::document::feedback::feedback;
use crate::document::question::question;
use crate::document::{Block, Document};
use crate::random::Random;
use crate::render::plain::render;
use crate::round::subject::{Subject, open_subject};
use crate::round::{Event, ItemId, Phase};
use crate::ruling::Verdict;

const REACHED: f64 = 0.3;

/// The reading speed in words per minute, and the thinking time per answer in seconds.
const READING: f64 = 230.0;
const THINKING: f64 = 8.0;

/// The results of one simulated course.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Walk {
    /// The number of questions answered before the wrap-up.
    pub decisions: usize,
    /// Whether the course ended early because the simulated person already knew the subject.
    pub placed: bool,
    /// Whether the course declared mastery within the first practice session, and whether it did so within the first
    /// two.
    pub mastered: [bool; 2],
    pub tests: [Option<usize>; 2],
    pub check_up: bool,
    words: usize,
    /// For each stage and question position, whether the right code was 403.
    codes: BTreeMap<(Stage, usize), bool>,
}

/// The average results of one type of person.
#[derive(Clone, Debug, PartialEq)]
pub struct CourseRow {
    pub person: Person,
    pub decisions: f64,
    /// The time in minutes for a learner who reads everything that is shown by default.
    pub minutes: f64,
    pub placed: f64,
    pub mastered: [f64; 2],
    pub tests: [f64; 2],
    /// The proportion of people who passed the first check-up.
    pub check_up: f64,
    /// The success rate, in each stage, of guesses based only on the position of the question. The rate is for the
    /// position whose code is most predictable.
    pub guessed_from_place: BTreeMap<Stage, f64>,
}

/// Simulates the whole course, including a second practice session if mastery wasn't reached in the first.
pub(super) fn walk(items: &Arc<Items>, person: Person, seed: u64) -> Walk {
    let mut random = Random(seed ^ 0x5EED);
    let mut learner = SimulatedLearner::Habits(person.habits(&mut random));
    let mut course = Course::new(Arc::clone(items), seed);
    let mut walk = Walk::default();
    to_the_end(&mut course, &mut learner, &mut random, &mut walk, words_shown);
    walk.placed = course.is_placed();
    walk.mastered = [course.is_mastered(); 2];
    let right = |score: Option<&crate::course::Score>| score.map(crate::course::Score::right);
    let (before, after) = course.tests();
    walk.tests = [right(before), right(after)];
    let decisions = walk.decisions;
    let not_counted = |_: &Course| 0;
    if course.reopen(0).is_some_and(|(stage, _)| stage == Stage::Practice) {
        to_the_end(&mut course, &mut learner, &mut random, &mut walk, not_counted);
        walk.mastered[1] = course.is_mastered();
    }
    if course.due_at().and_then(|due| course.reopen(due)).is_some_and(|(stage, _)| stage == Stage::CheckUp) {
        to_the_end(&mut course, &mut learner, &mut random, &mut walk, not_counted);
        walk.check_up = course.check_ups_passed() > 0;
    }
    Walk { decisions, ..walk }
}

/// Counts the words on the screen. Details of rulings aren't counted, because they appear only on request.
fn words_shown(course: &Course) -> usize {
    let round = course.round();
    let document = match (round.phase(), open_subject(&course.items().library, round)) {
        // The second question of a pair shows no new text.
        (Phase::Asking { .. }, Some(Subject::Pair(pair))) if pair.side > 0 => Document::default(),
        (Phase::Asking { .. }, Some(subject)) => question(subject, 0),
        (Phase::Ruled(record), Some(subject)) => {
            let mut document = feedback(subject, record, course.learner_context(), false);
            document.blocks.extend(kind_of_case(course));
            document.blocks.extend(course.change().map(|changed| Block::Paragraph(changed.text().into())));
            document
        }
        (Phase::Reading, Some(Subject::Page(name))) => page(name, Some(course)),
        (Phase::Finished, _) if course.stage().has_report() => report(course),
        _ => Document::default(),
    };
    let lines = render(&document, usize::from(u16::MAX));
    // The prefix "Line 1" doesn't appear on screen, so it isn't counted.
    let text = |line: &String| {
        let numbered = line.strip_prefix("Line ").and_then(|rest| rest.split_once(": "));
        numbered.map_or_else(|| line.clone(), |(_, text)| text.to_owned())
    };
    lines.iter().map(|line| text(line).split_whitespace().count()).sum()
}

/// Runs the course until it ends or the learner would have to wait for a check-up. The function `words` counts the
/// words on the screen.
fn to_the_end(
    course: &mut Course, learner: &mut SimulatedLearner, random: &mut Random, walk: &mut Walk,
    words: impl Fn(&Course) -> usize,
) {
    loop {
        loop {
            walk.words += words(course);
            let Some(events) = act(course, learner, random) else { break };
            for event in &events {
                if let Event::Answered { item, .. } = event {
                    walk.decisions += 1;
                    note_code(course, item, walk);
                }
            }
        }
        if course.stage() == Stage::Done {
            return;
        }
        course.go_on();
    }
}

/// Records the right code of a question under the question's stage and position. Pages don't count towards the
/// position.
fn note_code(course: &Course, id: &ItemId, walk: &mut Walk) {
    let items = course.round().items();
    let Some(index) = items.iter().rposition(|item| item.id == *id) else { return };
    let number = items[..index].iter().filter(|item| item.is_judged()).count();
    if let Some(code) = items[index].verdict() {
        walk.codes.entry((course.stage(), number)).or_insert(code == Verdict::Forbidden);
    }
}

impl CourseRow {
    pub(super) fn new(person: Person, walks: &[Walk]) -> Self {
        let mastered = |sitting: usize| share(walks.iter().map(|walk| walk.mastered[sitting]));
        let test = |which: usize| mean(walks.iter().filter_map(|walk| walk.tests[which]).map(number));
        Self {
            person,
            decisions: mean(walks.iter().map(|walk| number(walk.decisions))),
            minutes: mean(
                walks.iter().map(|walk| number(walk.words) / READING + number(walk.decisions) * THINKING / 60.0),
            ),
            check_up: share(walks.iter().map(|walk| walk.check_up)),
            placed: share(walks.iter().map(|walk| walk.placed)),
            mastered: [mastered(0), mastered(1)],
            tests: [test(0), test(1)],
            guessed_from_place: guessed_from_place(walks),
        }
    }
}

fn guessed_from_place(walks: &[Walk]) -> BTreeMap<Stage, f64> {
    let mut places: BTreeMap<(Stage, usize), (usize, usize)> = BTreeMap::new();
    for (place, forbidden) in walks.iter().flat_map(|walk| &walk.codes) {
        let (forbidden_so_far, all) = places.entry(*place).or_default();
        *forbidden_so_far += usize::from(*forbidden);
        *all += 1;
    }
    let mut worst = BTreeMap::new();
    for ((stage, _), (forbidden, all)) in
        places.iter().filter(|(_, (_, all))| number(*all) >= REACHED * number(walks.len()))
    {
        let guessed = number(*forbidden.max(&(all - forbidden))) / number(*all);
        let known = worst.entry(*stage).or_insert(guessed);
        *known = guessed.max(*known);
    }
    worst
}
