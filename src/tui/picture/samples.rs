//! Sample exams, votes, classes and courses for the pictures.
//!
//! All samples use fixed packs, seeds and times, so that a picture is the same every time.

use std::path::Path;
use std::sync::LazyLock;

use crate::class::exam::ExamFile;
use crate::class::exam::sitting::{ExamEvent, ExamPaper, Sitting};
use crate::class::report::Roster;
use crate::class::vote::VoteSession;
use crate::class::vote::plan::session;
use crate::class::watch::ExamWatch;
use crate::course::stage::Stage;
use crate::learner::Confidence;
use crate::learner::diagnosis::WrongRule;
use crate::round::spec::RoundSpec;
use crate::round::{Answer, Input, Phase};
use crate::scenario::library::Library;
use crate::scenario::{Kind, Pool};
use crate::study::Study;

pub(super) fn library() -> Library {
    static PACKS: LazyLock<Library> = LazyLock::new(|| Library::open(None, &[]));
    Library::new(PACKS.packs().iter().cloned())
}

pub(super) fn sample_exam() -> ExamFile {
    let library = library();
    let mut paper = ExamPaper::new(&library, &RoundSpec { pools: vec![Pool::FormA], ..RoundSpec::default() }, "07");
    paper.minutes = Some(20);
    ExamFile::in_memory(library, Path::new("seat-07.jsonl"), paper, || 0)
}

pub(super) fn sample_watch() -> ExamWatch {
    const MINUTE: u64 = 60_000;
    const NOW: u64 = 12 * MINUTE;
    let library = library();
    let sitting = |seat: usize| {
        let pool = if seat.is_multiple_of(2) { Pool::FormA } else { Pool::FormB };
        let spec = RoundSpec { pools: vec![pool], ..RoundSpec::default() };
        let mut paper = ExamPaper::new(&library, &spec, &format!("{seat:02}"));
        paper.minutes = Some(if seat == 8 { 10 } else { 20 });
        let begun = MINUTE / 4 * u64::try_from(seat).unwrap_or(0);
        let answered = if seat == 3 { 10 } else { (seat * 7) % 9 };
        let items: Vec<String> = paper.items.iter().take(answered).cloned().collect();
        let mut sitting = Sitting::new(paper, if seat == 8 { 0 } else { begun });
        for item in items {
            let answer = Answer::Unauthorized.name().to_owned();
            sitting
                .apply(&ExamEvent::Answered { item, answer, text: None, confidence: Some(Confidence::Fairly) }, begun);
        }
        if seat == 3 {
            sitting.apply(&ExamEvent::HandedIn, 11 * MINUTE);
        }
        sitting
    };
    let seats: Vec<String> = (1..=12).map(|seat| format!("{seat:02},Student {seat}")).collect();
    let roster = Roster::parse(&format!("seat,name\n{}\n", seats.join("\n"))).unwrap_or_default();
    ExamWatch::in_memory("2026-11-26".into(), (1..=11).map(sitting), roster, || NOW)
}

pub(super) fn votes() -> VoteSession {
    let library = library();
    let plan = session(&library, &RoundSpec { seed: 3, ..RoundSpec::default() });
    VoteSession::in_memory(library, plan)
}

/// Returns the answer of a simulated learner who believes that a server should answer every request that has
/// credentials with a 403. The learner acts on this misconception throughout the pre-test and the lesson, but only once
/// in the post-test.
fn believed(study: &Study) -> Option<Answer> {
    let kind = study.scenario()?.kind;
    let relapses = study.stage() == Some(Stage::PostTest) && kind == Kind::WrongAudience;
    let believes = study.stage().is_some_and(|stage| stage <= Stage::Lesson) || relapses;
    WrongRule::SentCredentials.answers(kind).filter(|_| believes).map(Answer::from)
}

/// Plays through the course up to the given item of a stage, or to the end of the stage.
pub(super) fn go_to(study: &mut Study, stage: Stage, item: usize) {
    const MOST: usize = 600;
    for number in 0..MOST {
        let there = study.stage() == Some(stage);
        let phase = study.round().phase();
        if there && (phase == Phase::Finished || study.round().position() >= item && !matches!(phase, Phase::Ruled(_)))
        {
            break;
        }
        let right = number % 3 > 0 || study.stage().is_some_and(|stage| stage > Stage::Pairs);
        match phase {
            Phase::Finished => drop(study.go_on()),
            Phase::Asking { .. } => {
                let Some(asked) = study.round().item() else { return };
                let answers = asked.question_type.map_or(&[][..], |question| question.answers());
                let fits = |answer: &&Answer| asked.accepted.contains(answer) == right;
                let believed = believed(study).filter(|answer| answers.contains(answer));
                let answer = believed.or(answers.iter().find(fits).or(answers.first()).copied());
                let confidence = Confidence::ALL[number % 3];
                if let Some(answer) = answer {
                    let _ = study.act(Input::Choose(answer));
                    let _ = study.act(Input::Commit(confidence));
                }
            }
            Phase::Marking(_) => {
                let line = study.round().item().and_then(|item| item.evidence).map_or(1, |(line, _)| line);
                let _ = study.act(Input::Mark(line));
            }
            Phase::Ruled(_) | Phase::Reading => drop(study.act(Input::Next)),
        }
    }
    study.take_notices();
}
