//! The course: different learners take it, and it resumes wherever it was stopped.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use airside::course::select::truth;
use airside::course::stage::Stage;
use airside::course::{Course, Items};
use airside::learner::diagnosis::WrongRule;
use airside::round::{Answer, Confidence, Input, Item, Phase};
use airside::ruling::Verdict;
use airside::scenario::{Kind, Pool, Telling};
use airside::study::{Begin, Opening, Study};

use crate::common::built_in;

fn catalogue() -> Arc<Items> {
    Arc::new(Items::of(built_in(|_| true)))
}

/// What a learner met in the course.
#[derive(Debug, Default)]
struct Walked {
    stages: Vec<Stage>,
    answered: BTreeMap<Stage, usize>,
    items: Vec<(Stage, Item)>,
}

impl Walked {
    fn total(&self) -> usize {
        self.answered.values().sum()
    }

    fn count(&self, stage: Stage) -> usize {
        self.answered.get(&stage).copied().unwrap_or(0)
    }
}

/// Takes the course to its end and answers each question as `answers` decides.
fn walk(course: &mut Course, mut answers: impl FnMut(&Item) -> (Answer, Confidence)) -> Walked {
    let mut walked = Walked::default();
    walked.stages.push(course.stage());
    for _ in 0..4_000 {
        let item = course.round().item().cloned();
        match course.round().phase() {
            Phase::Finished if course.stage() == Stage::Done => return walked,
            Phase::Finished => {
                let (stage, _) = course.go_on();
                walked.stages.push(stage);
            }
            Phase::Reading => {
                walked.items.push((course.stage(), item.expect("a page")));
                course.step(Input::Next, 0).expect("a page can be read");
            }
            Phase::Asking { .. } => {
                let item = item.expect("a question");
                let (answer, confidence) = answers(&item);
                course.step(Input::Choose(answer), 0).expect("the answer is on offer");
                if item.is_judged() {
                    *walked.answered.entry(course.stage()).or_default() += 1;
                    walked.items.push((course.stage(), item));
                    course.step(Input::Commit(confidence), 0).expect("chosen");
                }
            }
            Phase::Marking(_) => {
                let (line, _) = item.and_then(|item| item.evidence).expect("a line");
                course.step(Input::Mark(line), 0).expect("there is that line");
            }
            Phase::Ruled(_) => {
                course.step(Input::Next, 0).expect("ruled");
            }
        }
    }
    panic!("the way does not end: {walked:?}");
}

/// The first correct answer. Where no answer is correct or wrong, the second one.
fn right(item: &Item) -> Answer {
    item.accepted.first().copied().unwrap_or(Answer::Second)
}

#[test]
fn a_learner_who_knows_finishes_practice_within_eighteen_questions() {
    for seed in 0..20 {
        let mut course = Course::new(catalogue(), seed);
        let walked = walk(&mut course, |item| (right(item), Confidence::Certain));
        assert_eq!(walked.stages, [Stage::Welcome, Stage::Before, Stage::Edges, Stage::Done]);
        assert!(course.is_placed() && walked.total() <= 18, "{}", walked.total());
    }
}

#[test]
fn a_learner_with_the_articles_misconception_is_taught_out_of_it() {
    for seed in 0..10 {
        let mut course = Course::new(catalogue(), seed);
        // Follows the article's misconception until the lesson refutes it, and the specification after that.
        let mut refuted = false;
        let mut seen = 0;
        let walked = walk(&mut course, |item| {
            seen += 1;
            // Nobody drops a misconception at once, so some answers after the lesson still follow it.
            refuted |= seen > 13;
            match item.kind.filter(|kind| !refuted && *kind != Kind::Edge) {
                Some(kind) => (WrongRule::Inverted.answers(kind).expect("core").into(), Confidence::Certain),
                None => (right(item), Confidence::Fairly),
            }
        });
        let read = |name: &str| walked.items.iter().any(|(_, item)| item.id.is_page(name));
        assert!(read("worked") && read("article"));
        assert!(course.is_mastered());
        assert_eq!(*walked.stages.last().expect("some"), Stage::Done);
        let (before, after) = course.tests();
        assert!(before.expect("done").right() <= 3 && after.expect("done").right() == 10);
        // At about 20 seconds each, that is 20 to 30 minutes.
        assert!((60..=95).contains(&walked.total()), "{}: {:?}", walked.total(), walked.answered);
    }
}

#[test]
fn the_two_tests_use_the_two_forms_and_no_question_is_in_two_stages() {
    let mut forms = [0; 2];
    for seed in 0..8 {
        let mut course = Course::new(catalogue(), seed);
        let walked = walk(&mut course, |item| {
            let wrong = item.pool == Pool::FormA || item.pool == Pool::FormB;
            let other = item.question_type.expect("a question").answers().iter().find(|answer| **answer != right(item));
            (if wrong { *other.expect("two") } else { right(item) }, Confidence::Guess)
        });
        let pool = |stage: Stage| {
            let items: Vec<&Item> = walked.items.iter().filter(|(at, _)| *at == stage).map(|(_, item)| item).collect();
            assert_eq!(items.len(), 10, "{stage:?}");
            assert!(items.iter().all(|item| item.pool == items[0].pool));
            items[0].pool
        };
        let (before, after) = (pool(Stage::Before), pool(Stage::After));
        assert_ne!(before, after);
        forms[usize::from(before == Pool::FormB)] += 1;
        for (stage, item) in &walked.items {
            let expected = match stage {
                Stage::Before => before,
                Stage::After => after,
                Stage::Transfer => Pool::Unseen,
                _ => Pool::Practice,
            };
            assert_eq!(item.pool, expected, "{stage:?}: {:?}", item.id);
            assert!(*stage != Stage::Transfer || item.telling == Telling::Http);
        }
    }
    assert_eq!(forms, [4, 4]);
}

#[test]
fn an_error_beyond_practice_leads_back_to_practice() {
    let mut course = Course::new(catalogue(), 3);
    let mut tries = 0;
    let walked = walk(&mut course, |item| {
        let wrong = match item.pool {
            Pool::Unseen => {
                tries += 1;
                tries <= 2
            }
            // A learner who doesn't know the rule yet, so the pre-test doesn't shorten the course.
            Pool::FormA | Pool::FormB => true,
            Pool::Practice | Pool::Lesson | Pool::CheckUp => false,
        };
        let other = item.question_type.expect("a question").answers().iter().find(|answer| **answer != right(item));
        (if wrong { *other.expect("two") } else { right(item) }, Confidence::Fairly)
    });
    let practised = walked.stages.iter().filter(|stage| **stage == Stage::Practice).count();
    assert_eq!(practised, 2, "{:?}", walked.stages);
    assert_eq!(course.transfers().len(), 2);
    assert!(walked.count(Stage::Transfer) == 16);
}

#[test]
fn after_an_error_its_contrast_pair_and_its_kind_come_again() {
    let mut course = Course::new(catalogue(), 5);
    course.skip_to(Stage::Practice);
    let first = course.round().item().cloned().expect("a question");
    let wrong = if right(&first) == Answer::Forbidden { Answer::Unauthorized } else { Answer::Forbidden };
    course.step(Input::Choose(wrong), 0).expect("open");
    course.step(Input::Commit(Confidence::Certain), 0).expect("chosen");
    let mut kinds = Vec::new();
    for _ in 0..5 {
        while !matches!(course.round().phase(), Phase::Asking { .. }) {
            match course.round().phase() {
                Phase::Marking(_) => course.step(Input::Mark(1), 0).expect("a line"),
                _ => course.step(Input::Next, 0).expect("goes on"),
            };
        }
        let item = course.round().item().cloned().expect("a question");
        kinds.push(item.clone());
        course.step(Input::Choose(right(&item)), 0).expect("open");
        course.step(Input::Commit(Confidence::Fairly), 0).expect("chosen");
    }
    assert_eq!(kinds[0].id.case(), first.twin.as_deref());
    assert!(kinds[2..=4].iter().any(|item| item.kind == first.kind), "{kinds:?}");
}

static NOW: AtomicU64 = AtomicU64::new(1_000_000);

fn open(folder: &Path) -> Study {
    Study::open(Opening {
        library: built_in(|_| true),
        state_folder: Some(folder.to_owned()),
        begin: Begin::Course,
        clock: || NOW.load(Ordering::Relaxed),
    })
}

/// Takes one step. Answers are correct, except in the tests.
fn one_step(study: &mut Study) {
    let item = study.round().item().cloned();
    match study.round().phase() {
        Phase::Finished => assert!(study.go_on()),
        Phase::Reading | Phase::Ruled(_) => drop(study.act(Input::Next).expect("goes on")),
        Phase::Marking(_) => drop(study.act(Input::Mark(1)).expect("a line")),
        Phase::Asking { .. } => {
            let item = item.expect("a question");
            let test = item.pool == Pool::FormA || item.pool == Pool::FormB;
            let answer = if test { Answer::Forbidden } else { right(&item) };
            study.act(Input::Choose(answer)).expect("open");
            if item.is_judged() {
                study.act(Input::Commit(Confidence::Fairly)).expect("chosen");
            }
        }
    }
}

#[test]
fn a_course_stopped_after_any_step_resumes_at_the_same_question() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut study = open(folder.path());
    let mut steps = 0;
    let mut stages = Vec::new();
    while study.course().expect("on the way").stage() != Stage::Done {
        one_step(&mut study);
        steps += 1;
        let before = study.round().clone();
        let (stage, next) = study.course().map(|course| (course.stage(), course.next())).expect("on the way");
        let answered = study.progress().measures.all;
        if stages.last() != Some(&stage) {
            stages.push(stage);
        }
        // The program is not closed properly, so only the file remains.
        drop(study);
        study = open(folder.path());
        let course = study.course().expect("on the way");
        assert_eq!((course.stage(), course.next()), (stage, next), "step {steps}");
        assert_eq!(*study.round(), before, "step {steps}");
        assert_eq!(study.progress().measures.all, answered, "step {steps}");
        assert!(steps < 800, "the way does not end");
    }
    assert!(stages.contains(&Stage::Transfer) && stages.contains(&Stage::After), "{stages:?}");

    // A day later a check-up is due, and it opens at the next start.
    let due = study.course().expect("on the way").due_at().expect("a check to come");
    assert_eq!(due, NOW.load(Ordering::Relaxed) + 86_400_000);
    drop(study);
    NOW.store(due, Ordering::Relaxed);
    let mut study = open(folder.path());
    assert_eq!(study.course().expect("on the way").stage(), Stage::Check);
    assert!((8..=13).contains(&study.round().items().len()));
    while study.course().expect("on the way").stage() != Stage::Done {
        one_step(&mut study);
    }
    assert_eq!(study.course().expect("on the way").checks_done(), 1);
}

#[test]
fn a_round_outside_the_course_leaves_the_course_where_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut study = open(folder.path());
    for step in 0..40 {
        one_step(&mut study);
        let before = study.round().clone();
        let answered = study.progress().measures.all.answered;
        study.start_default(None);
        one_step(&mut study);
        assert_eq!(study.progress().measures.all.answered, answered + 1, "step {step}");
        study.open_course();
        assert_eq!(*study.round(), before, "step {step}");
        assert_eq!(study.progress().measures.all.answered, answered + 1, "step {step}");
        // Every fifth time, start again from the file.
        if step % 5 == 0 {
            drop(study);
            study = open(folder.path());
            assert!(study.course().is_none(), "the round that was left is open");
            study.open_course();
            assert_eq!(*study.round(), before, "step {step}");
            assert_eq!(study.progress().measures.all.answered, answered + 1, "step {step}");
        }
    }
}

#[test]
fn the_code_of_each_kind_is_the_code_of_its_scenarios() {
    let catalogue = catalogue();
    let core = catalogue.index().iter().filter(|heading| heading.kind != Kind::Edge);
    for item in core.map(|heading| catalogue.case(&heading.id).expect("sound")) {
        assert_eq!(item.verdict(), item.kind.map(truth), "{:?}", item.id);
        assert_ne!(item.verdict(), Some(Verdict::Neither));
    }
}
