//! Simulates learners who take the same course as real learners.
//!
//! The simulation answers two questions: do adaptive questions save time, and does the course declare mastery only when
//! learners have really reached it? In the first experiment of `airside simulate`, simulated learners with simple
//! strategies take the whole course, with its usual limits on length. In the second experiment, every policy for
//! choosing questions is tested with every family of simulated learners. No policy uses the same learning model as a
//! family, because that would test the policy under its own assumptions (Doroudi, Aleven and Brunskill 2017). All
//! random numbers are derived from the seed. The parameters don't come from data, so only comparisons between results
//! are meaningful.

mod course;
mod people;
mod simulated_learner;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

pub use course::{CourseRow, Walk};
pub use people::Person;
pub use simulated_learner::Family;

use crate::course::select::Policy;
use crate::course::stage::Stage;
use crate::course::{Course, Items};
use crate::random::Random;
use crate::round::{Answer, Event, Input, Item, Phase};
use crate::sorting::sort_by_key;
use simulated_learner::SimulatedLearner;

const LONGEST: usize = 80;

const FIXED: usize = 24;

/// The probabilities that a simulated learner marks the deciding line correctly after a right answer and after a wrong
/// one.
const SEES_LINE: (f64, f64) = (0.95, 0.6);

#[derive(Clone, Debug)]
pub struct SimulationPlan {
    /// The number of simulated learners for each row of the results.
    pub learners: usize,
    pub seed: u64,
    pub people: Vec<Person>,
    pub policies: Vec<Policy>,
    pub families: Vec<Family>,
}

impl SimulationPlan {
    pub fn courses(&self) -> usize {
        (self.people.len() + self.policies.len() * self.families.len()) * self.learners
    }

    /// Every policy uses the same seed for a given learner.
    fn seed_of(&self, learner: usize) -> u64 {
        Random(self.seed ^ (learner as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)).number()
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Simulation {
    pub courses: Vec<CourseRow>,
    pub policies: Vec<PolicyRow>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Practice {
    /// The number of questions until the learner's hidden state reached mastery, or the maximum number if it never did.
    hidden: usize,
    /// The number of questions until the course declared mastery, or `None` if mastery was never declared.
    stop: Option<usize>,
    is_false: bool,
    /// The probability of a right answer after a fixed number of questions, averaged over the kinds of case.
    accuracy: f64,
}

/// The average results of one family of learners under one policy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PolicyRow {
    pub policy: Policy,
    pub family: Family,
    /// The average number of questions until the hidden state reached mastery.
    pub hidden: f64,
    /// The average number of questions until the course declared mastery, excluding learners whose mastery was never
    /// declared.
    pub stop: f64,
    /// The proportion of mastery declarations that were made too early.
    pub false_mastery: f64,
    /// The proportion of learners for whom the course never declared mastery.
    pub unstopped: f64,
    /// The average probability of a right answer after a fixed number of questions.
    pub accuracy: f64,
}

/// Runs both experiments on all processor cores. Calls `done` after each course, with the number of courses finished so
/// far.
pub fn run(items: &Arc<Items>, plan: &SimulationPlan, done: &(dyn Fn(usize) + Sync)) -> Simulation {
    let finished = AtomicUsize::new(0);
    let count = || done(finished.fetch_add(1, Ordering::Relaxed) + 1);
    let walks = in_parallel(plan.people.len() * plan.learners, &count, |job| {
        let person = plan.people[job / plan.learners];
        course::walk(items, person, plan.seed_of(job % plan.learners))
    });
    let table: Vec<(Policy, Family)> =
        plan.families.iter().flat_map(|family| plan.policies.iter().map(move |policy| (*policy, *family))).collect();
    let practices = in_parallel(table.len() * plan.learners, &count, |job| {
        let (policy, family) = table[job / plan.learners];
        let learner = job % plan.learners;
        practise(items, policy, &mut family.learner(learner), plan.seed_of(learner))
    });
    let learners = plan.learners.max(1);
    Simulation {
        courses: plan
            .people
            .iter()
            .zip(walks.chunks(learners))
            .map(|(who, walks)| CourseRow::new(*who, walks))
            .collect(),
        policies: table.iter().zip(practices.chunks(learners)).map(|(row, done)| PolicyRow::new(*row, done)).collect(),
    }
}

fn in_parallel<T: Send>(jobs: usize, done: &(dyn Fn() + Sync), job: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(jobs.max(1));
    let next = AtomicUsize::new(0);
    let mut results: Vec<(usize, T)> = std::thread::scope(|scope| {
        let work = || {
            let mut mine = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= jobs {
                    return mine;
                }
                mine.push((number, job(number)));
                done();
            }
        };
        // If no more threads can be started, the current thread does the rest of the work.
        let start = |_| std::thread::Builder::new().spawn_scoped(scope, work).ok();
        let handles: Vec<_> = (1..workers).filter_map(start).collect();
        let mine = work();
        mine.into_iter().chain(handles.into_iter().flat_map(|handle| handle.join().unwrap_or_default())).collect()
    });
    sort_by_key(&mut results, |(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}

fn mean(numbers: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = numbers.fold((0.0, 0.0), |(sum, count), number| (sum + number, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}

fn share(those: impl Iterator<Item = bool>) -> f64 {
    mean(those.map(|one| f64::from(u8::from(one))))
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

impl PolicyRow {
    fn new((policy, family): (Policy, Family), done: &[Practice]) -> Self {
        let stopped = || done.iter().filter(|practice| practice.stop.is_some());
        Self {
            policy,
            family,
            hidden: mean(done.iter().map(|practice| number(practice.hidden))),
            stop: mean(done.iter().filter_map(|practice| practice.stop).map(number)),
            false_mastery: share(stopped().map(|practice| practice.is_false)),
            unstopped: share(done.iter().map(|practice| practice.stop.is_none())),
            accuracy: mean(done.iter().map(|practice| practice.accuracy)),
        }
    }
}

/// Simulates practice until the course has declared mastery and the learner's hidden state has reached mastery.
fn practise(items: &Arc<Items>, policy: Policy, learner: &mut SimulatedLearner, seed: u64) -> Practice {
    let mut course = Course::new(Arc::clone(items), seed);
    course.policy = policy;
    course.goes_on_when_mastered = true;
    course.longest_practice = LONGEST;
    course.skip_to(Stage::Practice);
    let mut random = Random(seed ^ 0x5EED);
    let mut result = Practice { hidden: LONGEST, stop: None, is_false: false, accuracy: 0.0 };
    while act(&mut course, learner, &mut random).is_some() {
        let count = course.mastery().count();
        if count <= FIXED {
            result.accuracy = learner.accuracy();
        }
        if result.hidden == LONGEST && learner.has_mastered() {
            result.hidden = count;
        }
        if result.stop.is_none() && course.is_mastered() {
            result.stop = Some(count);
            result.is_false = !learner.has_mastered();
        }
        if result.stop.is_some() && result.hidden < LONGEST && count >= FIXED {
            break;
        }
    }
    result
}

fn act(course: &mut Course, learner: &mut SimulatedLearner, random: &mut Random) -> Option<Vec<Event>> {
    let round = course.round();
    let inputs: Vec<Input> = match round.phase() {
        Phase::Finished => return None,
        Phase::Reading => {
            learner.read(&round.item()?.id);
            vec![Input::Next]
        }
        Phase::Asking { .. } => {
            let item = round.item()?;
            let (answer, confidence) = match item.core_kind() {
                Some(kind) => {
                    let (code, confidence) = learner.answer(item, kind, random);
                    (Answer::from(code), confidence)
                }
                None if learner.has_read_article() => (Answer::First, crate::learner::Confidence::Guess),
                None => (Answer::Second, crate::learner::Confidence::Guess),
            };
            let choose = Input::Choose(answer);
            // A choice that can't be right or wrong is submitted at once.
            if item.is_judged() { vec![choose, Input::Commit(confidence)] } else { vec![choose] }
        }
        Phase::Marking(record) => {
            let (decides, lines) = round.item()?.evidence?;
            let sees = random.share() < if record.right { SEES_LINE.0 } else { SEES_LINE.1 };
            vec![Input::Mark(if sees || lines < 2 { decides } else { 1 + decides % lines })]
        }
        Phase::Ruled(_) => {
            for index in round.pair().map_or_else(|| vec![round.position()], Vec::from) {
                hear(
                    round.items().get(index)?,
                    round.records()[index].is_some_and(|record| record.right),
                    learner,
                    random,
                );
            }
            vec![Input::Next]
        }
    };
    let mut events = Vec::new();
    for input in inputs {
        events.extend(course.step(input, 0).ok()?);
    }
    Some(events)
}

fn hear(item: &Item, right: bool, learner: &mut SimulatedLearner, random: &mut Random) {
    if let Some(kind) = item.core_kind() {
        learner.learn(item, kind, right, random);
    }
}
