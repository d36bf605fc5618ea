//! Simulated learners, through the same session as people: does the selection of questions save any, and is mastery
//! what it says?
//!
//! Owns the experiment of `airside simulate`: policies crossed with learner families that no policy is built on, so
//! that none is judged on its own model (Doroudi, Aleven and Brunskill 2017). Randomness comes from the seed alone.
//! Parameters are invented; only the ranking over different worlds is evidence.

mod simulated_learner;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

pub use simulated_learner::{Family, Pretender};

use crate::course::select::Policy;
use crate::course::stage::Stage;
use crate::course::{Course, Items};
use crate::learner::mastery::Criterion;
use crate::random::Random;
use crate::round::{Answer, Input, Phase};
use simulated_learner::SimulatedLearner;

/// A simulated learner gives up after so many practice questions.
const LONGEST: usize = 200;

/// Accuracy is read after so many practice questions.
const FIXED: usize = 24;

/// What to run.
#[derive(Clone, Debug)]
pub struct SimulationPlan {
    /// Learners in each kind of the table.
    pub learners: usize,
    /// The seed of everything.
    pub seed: u64,
    /// The policies, in the order of the table.
    pub policies: Vec<Policy>,
    /// The families.
    pub families: Vec<Family>,
    /// The rule of mastery that is tried.
    pub criterion: Criterion,
}

/// What became of one simulated learner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SimulatedCourse {
    /// Practice questions until the hidden state was at mastery; the most where it never was.
    pub hidden: usize,
    /// Practice questions until the rule of mastery said so; nothing where it never did.
    pub stop: Option<usize>,
    /// The rule said so, and the hidden state was not there.
    pub false_mastery: bool,
    /// How likely a right answer is after a fixed number of questions, over the kinds.
    pub accuracy: f64,
}

/// Means over the learners of one kind of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SummaryRow {
    /// The policy.
    pub policy: Policy,
    /// The family.
    pub family: Family,
    /// How many learners there were.
    pub learners: usize,
    /// Mean of [`SimulatedCourse::hidden`].
    pub hidden: f64,
    /// Mean of [`SimulatedCourse::stop`] over those who were stopped.
    pub stop: f64,
    /// The share whose mastery was false, of those who were stopped.
    pub false_mastery: f64,
    /// The share that the rule never stopped.
    pub unstopped: f64,
    /// Mean of [`SimulatedCourse::accuracy`].
    pub accuracy: f64,
}

/// Runs everything, over all cores. `done` hears after each learner how many are done, of how many.
pub fn run(catalogue: &Arc<Items>, plan: &SimulationPlan, done: &(dyn Fn(usize, usize) + Sync)) -> Vec<SummaryRow> {
    let table: Vec<(Policy, Family)> =
        plan.families.iter().flat_map(|family| plan.policies.iter().map(move |policy| (*policy, *family))).collect();
    let all = table.len() * plan.learners;
    let courses = in_parallel(all, done, |job| {
        let (policy, family) = table[job / plan.learners];
        // The same learner meets every policy.
        let learner = job % plan.learners;
        let seed = Random(plan.seed ^ (learner as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)).number();
        course(catalogue, policy, plan.criterion, &mut family.mind(learner), seed)
    });
    table
        .iter()
        .zip(courses.chunks(plan.learners.max(1)))
        .map(|((policy, family), courses)| summary(*policy, *family, courses))
        .collect()
}

/// Does the jobs on all cores; results stand in the order of the jobs.
fn in_parallel<T: Send>(jobs: usize, done: &(dyn Fn(usize, usize) + Sync), job: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(jobs.max(1));
    let (next, finished) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let mut results: Vec<(usize, T)> = std::thread::scope(|scope| {
        let work = || {
            let mut mine = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= jobs {
                    return mine;
                }
                mine.push((number, job(number)));
                done(finished.fetch_add(1, Ordering::Relaxed) + 1, jobs);
            }
        };
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        handles.into_iter().flat_map(|handle| handle.join().unwrap_or_default()).collect()
    });
    results.sort_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of learners and questions are small")]
fn summary(policy: Policy, family: Family, courses: &[SimulatedCourse]) -> SummaryRow {
    let learners = courses.len();
    let stopped: Vec<&SimulatedCourse> = courses.iter().filter(|course| course.stop.is_some()).collect();
    let share = |count: usize, of: usize| if of == 0 { 0.0 } else { count as f64 / of as f64 };
    let total = |counts: &mut dyn Iterator<Item = usize>| counts.sum::<usize>();
    SummaryRow {
        policy,
        family,
        learners,
        hidden: share(total(&mut courses.iter().map(|course| course.hidden)), learners),
        stop: share(total(&mut stopped.iter().filter_map(|course| course.stop)), stopped.len()),
        false_mastery: share(stopped.iter().filter(|course| course.false_mastery).count(), stopped.len()),
        unstopped: share(learners - stopped.len(), learners),
        accuracy: courses.iter().map(|course| course.accuracy).sum::<f64>() / learners.max(1) as f64,
    }
}

/// One learner in practice, with a rule that only watches: it goes on after mastery until the hidden state is there too.
fn course(
    catalogue: &Arc<Items>,
    policy: Policy,
    criterion: Criterion,
    mind: &mut SimulatedLearner,
    seed: u64,
) -> SimulatedCourse {
    let mut course = Course::new(Arc::clone(catalogue), seed);
    course.policy = policy;
    course.longest_practice = LONGEST;
    // Selection works with the rule that is tried; only the end is put off.
    course.criterion = Criterion { least: usize::MAX, ..criterion };
    course.skip_to(Stage::Practice);
    let mut random = Random(seed ^ 0x5EED);
    let mut result = SimulatedCourse { hidden: LONGEST, stop: None, false_mastery: false, accuracy: 0.0 };
    while act(&mut course, mind, &mut random) {
        let count = course.mastery().count();
        if count <= FIXED {
            result.accuracy = mind.accuracy();
        }
        if result.hidden == LONGEST && mind.has_mastered() {
            result.hidden = count;
        }
        if result.stop.is_none() && course.mastery().reached(&criterion) {
            result.stop = Some(count);
            result.false_mastery = !mind.has_mastered();
        }
        if result.stop.is_some() && result.hidden < LONGEST && count >= FIXED {
            break;
        }
    }
    result
}

/// Does one thing, as a person would; false when the round is over.
fn act(course: &mut Course, mind: &mut SimulatedLearner, random: &mut Random) -> bool {
    let kind = course.round().item().and_then(|item| item.kind);
    let inputs: Vec<Input> = match course.round().phase() {
        Phase::Finished => return false,
        Phase::Reading => {
            if let Some(item) = course.round().item() {
                mind.read(&item.id);
            }
            vec![Input::Next]
        }
        Phase::Asking { .. } => match (kind, course.round().item().and_then(|item| item.question_type)) {
            (Some(kind), Some(question_type)) if question_type.is_code() && (kind as usize) < 8 => {
                let (verdict, confidence) = mind.answer(kind, random);
                vec![Input::Choose(verdict.into()), Input::Commit(confidence)]
            }
            (_, kind) => {
                let answer = kind.and_then(|kind| kind.answers().first().copied()).unwrap_or(Answer::First);
                vec![Input::Choose(answer), Input::Commit(crate::learner::Confidence::Guess)]
            }
        },
        // Whoever has the code right has usually seen why.
        Phase::Marking(record) => {
            let (decides, lines) = course.round().item().and_then(|item| item.evidence).unwrap_or((1, 1));
            let sees = random.share() < if record.right { 0.97 } else { 0.6 };
            vec![Input::Mark(if sees || lines < 2 { decides } else { 1 + decides % lines })]
        }
        Phase::Ruled(record) => {
            if let Some(kind) = kind.filter(|kind| (*kind as usize) < 8) {
                mind.learn(kind, record.right, random);
            }
            vec![Input::Next]
        }
    };
    // A choice that answers at once leaves nothing to commit.
    for input in inputs {
        drop(course.step(input, 0));
    }
    true
}

/// Sends so many learners who only pretend through the whole course; how many of them reach mastery in practice.
#[must_use]
pub fn pretend(catalogue: &Arc<Items>, pretender: Pretender, learners: usize, seed: u64) -> usize {
    let reached = in_parallel(learners, &|_, _| {}, |learner| {
        let seed = Random(seed ^ (learner as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)).number();
        let mut course = Course::new(Arc::clone(catalogue), seed);
        let mut mind = pretender.mind();
        let mut random = Random(seed ^ 0x5EED);
        let mut mastered = false;
        while course.stage() != Stage::Transfer && course.stage() != Stage::Done {
            while act(&mut course, &mut mind, &mut random) {
                mastered |= course.stage() == Stage::Practice && course.is_mastered();
            }
            course.go_on();
        }
        mastered
    });
    reached.into_iter().filter(|reached| *reached).count()
}
