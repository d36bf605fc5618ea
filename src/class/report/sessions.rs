//! Assigns every exam to the first or second session of the class.
//!
//! If a seat has two exams, the earlier one belongs to the first session. A student with only one exam may have missed
//! the first session. A single exam is therefore compared with the exams of students who took both: first by form, then
//! by date.

use std::collections::BTreeMap;

use super::{GradedExam, Seat};
use crate::sorting::sort_by;

const CLEARLY: usize = 3;

/// The `graded_exams` must be sorted by start time. The second result contains the third and later exams of each seat,
/// because the report compares only two.
pub(super) fn assign(graded_exams: Vec<GradedExam>) -> (BTreeMap<String, Seat>, Vec<GradedExam>) {
    let mut seats: BTreeMap<String, Seat> = BTreeMap::new();
    let mut third = Vec::new();
    for paper in graded_exams {
        let seat = seats.entry(paper.seat.clone()).or_default();
        match seat {
            Seat { before: None, .. } => seat.before = Some(paper),
            Seat { after: None, .. } => seat.after = Some(paper),
            _ => third.push(paper),
        }
    }
    let both: Vec<[&GradedExam; 2]> =
        seats.values().filter_map(|seat| Some([seat.before.as_ref()?, seat.after.as_ref()?])).collect();
    let [first, second] = [0, 1].map(|index| both.iter().map(|pair| pair[index]).collect::<Vec<_>>());
    let is_second = |paper: &GradedExam| is_second(paper, &first, &second);
    let missed_first: Vec<String> = seats
        .iter()
        .filter(|(_, seat)| seat.after.is_none() && seat.before.as_ref().is_some_and(is_second))
        .map(|(name, _)| name.clone())
        .collect();
    for name in missed_first {
        if let Some(seat) = seats.get_mut(&name) {
            seat.after = seat.before.take();
        }
    }
    (seats, third)
}

fn is_second(paper: &GradedExam, first: &[&GradedExam], second: &[&GradedExam]) -> bool {
    let same_form = |exams: &[&GradedExam]| exams.iter().filter(|exam| exam.exam() == paper.exam()).count();
    let (in_first, in_second) = (same_form(first), same_form(second));
    if in_first > CLEARLY * in_second {
        return false;
    }
    if in_second > CLEARLY * in_first {
        return true;
    }
    let distance = |exams: &[&GradedExam]| {
        let mut times: Vec<u64> = exams.iter().map(|exam| exam.begun).collect();
        sort_by(&mut times, Ord::cmp);
        times.get(times.len() / 2).map(|median| median.abs_diff(paper.begun))
    };
    matches!((distance(first), distance(second)), (Some(first), Some(second)) if second < first)
}
