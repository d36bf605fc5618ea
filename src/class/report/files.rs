//! Decides which exam files count. Only one file counts for each seat and form.
//!
//! This module detects copies of a file, copies that were continued separately, and seats that started an exam twice.
//! If two files for the same seat and form contradict each other, neither counts until the teacher chooses one. File
//! names never affect which exam counts.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::GradedExam;
use crate::class::exam::form::ExamForm;
use crate::class::exam::parse::Fault;
use crate::sorting::{sort_by, sort_by_key};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    #[error("{0}")]
    NotRead(String),
    #[error(transparent)]
    Fault(#[from] Fault),
    #[error("{}", crate::say!("contains questions that aren't in the open packs; open the packs used in the exam with --pack"))]
    OtherPacks,
    /// Some of the questions aren't in the open packs. The field lists the ids of the missing questions.
    #[error("{}", crate::say!("contains questions that aren't in the open packs: {}; open the packs used in the exam with --pack, or grade only the other questions with --corrected-answers", .0))]
    Missing(String),
    #[error("{}", crate::say!("was taken when its questions had different answers; open the packs used in the exam with --pack, or grade with the new answers by adding --corrected-answers"))]
    OtherAnswers,
    #[error("{}", crate::say!("was not handed in (seat {}, {} of {} answered); to count it, add --include-open", seat, answered, asked))]
    Open { seat: String, answered: usize, asked: usize },
    /// Another file contains the same sitting and may contain more of it.
    #[error("{}", crate::say!("is a copy of {}", .0))]
    Copy(String),
    #[error("{}", crate::say!("contains an earlier state of the exam in {}", .0))]
    Earlier(String),
    #[error("{}", crate::say!("is one of {} files that contain different versions of the same exam (seat {}, {}); choose one with --prefer", files, seat, form.title()))]
    Fork { seat: String, form: ExamForm, files: usize },
    #[error("{}", crate::say!("is one of {} exams that seat {} started ({}); choose one with --prefer", files, seat, form.title()))]
    BeganTwice { seat: String, form: ExamForm, files: usize },
    #[error("{}", crate::say!("doesn't count, because {} was chosen instead for seat {} ({})", preferred, seat, form.title()))]
    NotPreferred { preferred: String, seat: String, form: ExamForm },
    /// The file can't be graded, but it contains a seat code.
    #[error("{why}")]
    WithSeat { seat: String, why: Box<Self> },
    #[error("{}", crate::say!("is the third exam from seat {}, but the report compares only two; to count this one, leave out one of the others", .0))]
    Third(String),
}

impl Rejected {
    pub fn seat(&self) -> Option<&str> {
        match self {
            Self::Open { seat, .. }
            | Self::Fork { seat, .. }
            | Self::BeganTwice { seat, .. }
            | Self::NotPreferred { seat, .. }
            | Self::WithSeat { seat, .. }
            | Self::Third(seat) => Some(seat),
            Self::NotRead(_)
            | Self::Fault(_)
            | Self::OtherPacks
            | Self::Missing(_)
            | Self::OtherAnswers
            | Self::Copy(_)
            | Self::Earlier(_) => None,
        }
    }

    pub(crate) const fn is_of_unknown_seat(&self) -> bool {
        matches!(self, Self::NotRead(_) | Self::Fault(_))
    }

    pub(crate) const fn is_undecided(&self) -> bool {
        matches!(self, Self::Fork { .. } | Self::BeganTwice { .. })
    }
}

/// The teacher's choices about which files count.
#[derive(Clone, Debug, Default)]
pub struct FileChoice {
    pub include_open: bool,
    /// The files to prefer over other files that contradict them.
    pub prefer: Vec<String>,
}

pub(super) fn choose(
    files: Vec<(String, Result<GradedExam, Rejected>)>, choice: &FileChoice,
) -> (Vec<GradedExam>, Vec<(String, Rejected)>) {
    let mut rejected = Vec::new();
    let mut groups: BTreeMap<(String, ExamForm, String), Vec<(String, GradedExam)>> = BTreeMap::new();
    for (name, graded) in files {
        match graded {
            Ok(paper) => {
                let (form, questions) = paper.exam();
                let key = (paper.seat.clone(), form, questions.to_owned());
                groups.entry(key).or_default().push((name, paper));
            }
            Err(why) => rejected.push((name, why)),
        }
    }
    let mut graded_exams = Vec::new();
    for ((seat, ..), group) in groups {
        let (mut candidates, others): (Vec<_>, Vec<_>) =
            group.into_iter().partition(|(name, _)| choice.prefer.contains(name));
        if let Some((preferred, paper)) = candidates.first() {
            let form = paper.form;
            let reason = || Rejected::NotPreferred { preferred: preferred.clone(), seat: seat.clone(), form };
            rejected.extend(others.into_iter().map(|(other, _)| (other, reason())));
        } else {
            candidates = others;
        }
        let different = without_copies(candidates, &mut rejected);
        if different.len() > 1 {
            let first = &different[0].1;
            let (form, files) = (first.form, different.len());
            let is_fork = different.iter().all(|(_, paper)| paper.hashes.first() == first.hashes.first());
            let reason = || {
                let seat = seat.clone();
                if is_fork { Rejected::Fork { seat, form, files } } else { Rejected::BeganTwice { seat, form, files } }
            };
            rejected.extend(different.iter().map(|(name, _)| (name.clone(), reason())));
            continue;
        }
        for (name, paper) in different {
            if paper.is_handed_in || choice.include_open {
                graded_exams.push(GradedExam { file: name, ..paper });
            } else {
                let answered = paper.answers.iter().filter(|graded| graded.answer.is_some()).count();
                rejected.push((name, Rejected::Open { seat: seat.clone(), answered, asked: paper.answers.len() }));
            }
        }
    }
    sort_by(&mut graded_exams, |one, other| (one.begun, &one.seat).cmp(&(other.begun, &other.seat)));
    (graded_exams, rejected)
}

/// Removes every file whose contents are also in another file of the group.
fn without_copies(
    mut group: Vec<(String, GradedExam)>, rejected: &mut Vec<(String, Rejected)>,
) -> Vec<(String, GradedExam)> {
    // Longer files come first, so that every copy comes after the file that contains all of its events. If two files
    // are equally long, the file with the longer name is probably the copy.
    sort_by_key(&mut group, |(name, paper)| (Reverse(paper.hashes.len()), name.len(), name.clone()));
    let mut different: Vec<(String, GradedExam)> = Vec::new();
    for (name, paper) in group {
        let continues =
            |(_, longer): &&(String, GradedExam)| paper.hashes.last().is_some_and(|last| longer.hashes.contains(last));
        match different.iter().find(continues) {
            Some((longer, whole)) => {
                let is_copy = whole.hashes.len() == paper.hashes.len();
                let reason = if is_copy { Rejected::Copy } else { Rejected::Earlier };
                rejected.push((name, reason(longer.clone())));
            }
            None => different.push((name, paper)),
        }
    }
    different
}
