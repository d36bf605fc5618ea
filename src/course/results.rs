//! The blocks that show what the learner has achieved: the results of both tests, and the mastered kinds of case.

use std::cmp::Ordering;

use super::{Course, Score, is_chance};
use crate::document::progress::{code_bars, tally_bar};
use crate::document::{BarLine, Block, Meaning, Text};
use crate::learner::answer::Answer;
use crate::learner::measure::Tally;
use crate::ruling::Verdict;
use crate::say;
use crate::scenario::Kind;
use crate::text::capital;

/// Shows each mastered kind of case in the colour of its code, and all other kinds of case without a colour.
pub(super) fn mastered_kinds(course: &Course) -> Option<Block> {
    if course.is_placed() {
        return None;
    }
    let row = |kind: &Kind| {
        let title = capital(kind.title());
        match kind.verdict().filter(|_| course.mastery().lacking(*kind) == 0) {
            Some(code) => vec![Text::new(title, Meaning::Status(code)), say!("mastered").into()],
            None => vec![title.into(), say!("not yet").into()],
        }
    };
    let column = |code: Verdict| {
        let rows = Kind::core().iter().filter(|kind| kind.verdict() == Some(code)).map(row);
        vec![Block::Heading(Answer::from(code).title().into()), Block::rows(rows)]
    };
    Some(Block::Columns([Verdict::Unauthorized, Verdict::Forbidden].map(column).to_vec()))
}

/// Shows the results of both tests one above the other. Only the bar of the last test is green.
pub(super) fn both_tests(course: &Course) -> Vec<Block> {
    let (before, after) = course.tests();
    let mut bars: Vec<Block> = before.map(|score| test_bar(say!("Pre-test"), score)).into_iter().collect();
    if let (Some(Block::Bar(first)), Some(_)) = (bars.first_mut(), after) {
        first.correct = None;
    }
    bars.extend(after.map(|score| test_bar(say!("Post-test"), score)));
    bars
}

fn test_bar(label: &str, score: &Score) -> Block {
    tally_bar(label, Tally { right: score.right(), answered: score.total() })
}

/// Shows the test result as bars: one bar for all cases, and one bar for the cases of each code.
pub(super) fn score_bars(label: &str, score: &Score) -> Vec<Block> {
    [test_bar(label, score)].into_iter().chain(code_bars(&score.answer_table())).collect()
}

/// Returns the parts of the wrap-up that don't fit into a short window: for each code, the results of both tests and
/// the mastered kinds of case.
pub(crate) fn wrap_up_details(course: &Course) -> Vec<Block> {
    let (Some(before), Some(after)) = course.tests() else { return Vec::new() };
    let [first, last] = [before, after].map(|score| code_bars(&score.answer_table()).collect::<Vec<_>>());
    let bars = first.into_iter().zip(last).filter_map(|bars| match bars {
        (Block::Bar(first), Block::Bar(last)) => Some([
            Block::Bar(BarLine { label: say!("Pre-test").to_owned(), correct: None, ..first }),
            Block::Bar(BarLine { label: say!("Post-test").to_owned(), ..last }),
        ]),
        _ => None,
    });
    let Some(Block::Columns(mut columns)) = mastered_kinds(course) else { return Vec::new() };
    for (column, bars) in columns.iter_mut().zip(bars) {
        column.splice(1..1, bars);
    }
    vec![Block::Heading(say!("Both codes").into()), Block::Columns(columns)]
}

/// Explains a gain or a loss between the two tests, and whether chance could explain the difference.
pub(super) fn gain(before: &Score, after: &Score) -> Option<&'static str> {
    Some(match after.right().cmp(&before.right()) {
        Ordering::Equal if after.right() == after.total() => {
            say!("All your answers were correct, before and after the course.")
        }
        Ordering::Equal => {
            say!("Both test results are the same. Ten questions can't show much; your practice results say more.")
        }
        Ordering::Less => {
            say!("You did better before the course than after it. With only ten questions, that may be chance.")
        }
        Ordering::Greater if is_chance(before, after) => {
            say!("With only ten questions, such a small difference may be due to chance.")
        }
        Ordering::Greater => return None,
    })
}
