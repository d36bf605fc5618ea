//! The learner's course: one stage after the other, each a round of its own, as a fold over events.
//!
//! Owns where a learner is and what is believed of them. The same events give the same course, so a course that was
//! stopped goes on at the exact item. The seed and the time are passed in. Must not know where events are kept.

mod check_up;
mod exposure;
mod items;
mod lineup;
pub mod pages;
mod score;
pub mod select;
pub mod stage;

use std::sync::Arc;

use crate::learner::diagnosis::{Belief, WrongRule};
use crate::learner::mastery::Mastery;
use crate::random::Random;
use crate::round::{Answer, Event, Input, InputError, Item, ItemId, Phase, Record, Round, Survey};
use crate::scenario::Kind;
pub use check_up::CHECK_UP_DAYS;
use exposure::Exposure;
pub use items::Items;
pub use score::{Score, is_chance};
use select::{Choosing, Policy, Weights};
use stage::Stage;

/// A sitting of practice ends after so many questions, mastered or not.
pub const LONGEST_PRACTICE: usize = 40;

/// The mottos are shown with the first so many questions of practice.
const MOTTOS: usize = 8;

/// Where a learner is in the course.
#[derive(Clone, Debug)]
pub struct Course {
    items: Arc<Items>,
    seed: u64,
    /// How practice questions are chosen.
    pub policy: Policy,
    /// What a kind's need is made of.
    pub weights: Weights,
    /// A sitting of practice ends after so many questions.
    pub longest_practice: usize,
    /// Whether practice goes on after mastery, as in simulations.
    pub goes_on_when_mastered: bool,
    stage: Stage,
    round: Round,
    mastery: Mastery,
    belief: Belief,
    exposure: Exposure,
    knows_article: bool,
    /// The wrong rule that the answers followed when the pre-test was over.
    misconception: Option<WrongRule>,
    placed: bool,
    pre_test: Option<Score>,
    post_test: Option<Score>,
    /// How many sittings of practice are over.
    sittings: usize,
    passed: usize,
    due_at: Option<u64>,
    /// What the latest check-up found wanting.
    missed: Vec<Kind>,
    chosen: u64,
    next: Stage,
}

impl Course {
    /// The course from its first page on.
    pub fn new(items: Arc<Items>, seed: u64) -> Self {
        let mut course = Self {
            items,
            seed,
            policy: Policy::Adaptive,
            weights: Weights::COURSE,
            longest_practice: LONGEST_PRACTICE,
            goes_on_when_mastered: false,
            stage: Stage::Welcome,
            round: Round::new(Vec::new(), Stage::Welcome.rules()),
            mastery: Mastery::default(),
            belief: Belief::default(),
            exposure: Exposure::default(),
            knows_article: false,
            misconception: None,
            placed: false,
            pre_test: None,
            post_test: None,
            sittings: 0,
            passed: 0,
            due_at: None,
            missed: Vec::new(),
            chosen: 0,
            next: Stage::PreTest,
        };
        let first = course.lineup(Stage::Welcome);
        course.begin(Stage::Welcome, first);
        course
    }

    /// The seed of everything that is chosen.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The stage that is open.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// The stage that comes next; this one itself while it is open.
    pub fn next(&self) -> Stage {
        self.next
    }

    /// The round of this stage.
    pub fn round(&self) -> &Round {
        &self.round
    }

    pub fn mastery(&self) -> &Mastery {
        &self.mastery
    }

    /// Which rules the answers follow.
    pub fn belief(&self) -> &Belief {
        &self.belief
    }

    /// The wrong rule that the answers follow, where one can be told from the others.
    pub fn followed(&self) -> Option<WrongRule> {
        self.belief.followed(self.knows_article)
    }

    /// The wrong rule that the answers followed at the start.
    pub fn misconception(&self) -> Option<WrongRule> {
        self.misconception
    }

    pub fn is_mastered(&self) -> bool {
        self.mastery.is_reached()
    }

    /// Whether somebody who knew the subject was sent past lesson and practice.
    pub fn is_placed(&self) -> bool {
        self.placed
    }

    /// The pre-test and the post-test, as far as they were done.
    pub fn tests(&self) -> (Option<&Score>, Option<&Score>) {
        (self.pre_test.as_ref(), self.post_test.as_ref())
    }

    /// How many sittings of practice are over.
    pub fn sittings(&self) -> usize {
        self.sittings
    }

    /// When the next check-up is due, in milliseconds since 1970; nothing before the wrap-up and after the last one.
    pub fn due_at(&self) -> Option<u64> {
        self.due_at
    }

    /// How many check-ups were passed.
    pub fn check_ups_passed(&self) -> usize {
        self.passed
    }

    /// The kinds that the latest check-up found wanting.
    pub fn missed(&self) -> &[Kind] {
        &self.missed
    }

    /// Whether the rule has been taught: before that, nothing shows it unasked.
    pub fn is_taught(&self) -> bool {
        self.stage > Stage::Lesson || self.stage == Stage::Lesson && self.round.phase() == Phase::Finished
    }

    /// Whether the two mottos are shown with a question: never in a test, and not for long.
    pub fn shows_mottos(&self) -> bool {
        match self.stage {
            Stage::Pairs => true,
            Stage::Practice => self.sittings == 0 && self.round.position() < MOTTOS,
            _ => false,
        }
    }

    /// About how many questions of practice there are to go; nothing in other stages.
    pub fn to_go(&self) -> Option<usize> {
        let left = (self.longest_practice + 1).saturating_sub(self.round.items().len());
        match self.stage {
            Stage::Practice => Some(self.mastery.to_go().min(left)),
            Stage::Relearn => Some(self.lacking(&self.missed)),
            _ => None,
        }
    }

    fn lacking(&self, kinds: &[Kind]) -> usize {
        kinds.iter().map(|kind| self.mastery.lacking(*kind) as usize).sum()
    }

    /// Does what the learner asked: the events that follow from it, already applied.
    ///
    /// # Errors
    /// [`InputError`] when the input does nothing now; the state is unchanged.
    pub fn step(&mut self, input: Input, now: u64) -> Result<Vec<Event>, InputError> {
        let was_over = self.round.phase() == Phase::Finished;
        let mut events = self.round.step(input)?;
        for event in &events {
            self.learn(event);
        }
        if events.last() == Some(&Event::Finished) && !was_over {
            if let Some(item) = self.more() {
                events.pop();
                events.extend(self.append(item));
            } else {
                self.close(now);
            }
        }
        Ok(events)
    }

    /// Applies an event that happened before, at this time.
    pub fn apply(&mut self, event: &Event, at: u64) {
        if let Some(item) = self.round.lacks(event).and_then(|id| self.items.find(id)) {
            self.append(item);
        }
        self.round.apply(event);
        self.learn(event);
        if *event == Event::Finished {
            self.close(at);
        }
    }

    /// Takes in that an item was shown beside the course, so that it is no first sight any more.
    pub fn show(&mut self, item: &Item) {
        self.exposure.show(item);
    }

    /// Begins the next stage: its name and what comes up in it. Stages for which there is nothing are passed over.
    pub fn go_on(&mut self) -> (Stage, Vec<ItemId>) {
        loop {
            let stage = self.next;
            let items = self.lineup(stage);
            let ids = items.iter().map(|item| item.id.clone()).collect();
            let is_empty = items.is_empty();
            self.begin(stage, items);
            if !is_empty || stage == Stage::Done {
                return (stage, ids);
            }
            self.close(0);
        }
    }

    /// Goes straight to a stage.
    pub fn skip_to(&mut self, stage: Stage) -> (Stage, Vec<ItemId>) {
        self.next = stage;
        self.go_on()
    }

    /// Begins what there is to do when the course is opened again: the check-up that is due, or the next sitting.
    pub fn reopen(&mut self, now: u64) -> Option<(Stage, Vec<ItemId>)> {
        let is_due = self.due_at.is_some_and(|at| at <= now);
        match self.stage {
            Stage::Done | Stage::Beyond if is_due => Some(self.skip_to(Stage::CheckUp)),
            Stage::Done if !self.is_mastered() && !self.placed => Some(self.skip_to(Stage::Practice)),
            _ => None,
        }
    }

    /// Begins this stage with these items, as it happened before. Items that are gone are left out.
    pub fn resume(&mut self, stage: Stage, ids: &[ItemId]) {
        let items = ids.iter().filter_map(|id| self.items.find(id)).collect();
        self.begin(stage, items);
    }

    fn begin(&mut self, stage: Stage, items: Vec<Item>) {
        for item in &items {
            self.exposure.show(item);
        }
        self.stage = stage;
        self.next = match stage {
            Stage::Done if self.is_mastered() || self.placed => Stage::Beyond,
            Stage::Done => Stage::Practice,
            stage => stage,
        };
        self.round = Round::new(items, stage.rules());
    }

    /// Adds an item to the round and moves to it.
    fn append(&mut self, item: Item) -> [Event; 2] {
        self.chosen += 1;
        self.exposure.show(&item);
        self.round.add(item)
    }

    /// Takes in what an event says about the learner.
    fn learn(&mut self, event: &Event) {
        let (Event::Answered { item, .. } | Event::Marked { item, .. } | Event::Revealed { item }) = event else {
            return;
        };
        let mut answers = self.round.items().iter().zip(self.round.records()).rev();
        let Some((item, Some(record))) = answers.find(|(known, record)| known.id == *item && record.is_some()) else {
            return;
        };
        let (item, record) = (item.clone(), *record);
        // The line that decides is still to be marked; the answer counts with it.
        if !matches!(self.round.phase(), Phase::Marking(_)) {
            self.take(&item, &record);
        }
    }

    fn take(&mut self, item: &Item, record: &Record) {
        if item.id == ItemId::Survey(Survey::Article) {
            self.knows_article = record.answer.is_some_and(|(answer, _)| answer == Answer::First);
        }
        let Some(kind) = item.core_kind() else { return };
        if let Some((answer, confidence)) = record.answer
            && let Some(verdict) = answer.verdict()
        {
            self.belief.see(kind, verdict, confidence);
        }
        if matches!(self.stage, Stage::Practice | Stage::Relearn) {
            self.mastery.see(kind, record, self.exposure.is_first_sight(&item.id));
        }
    }

    /// A random source for the next choice; it depends on the seed and on what came before, and on nothing else.
    fn random(&self) -> Random {
        let turn = self.chosen.wrapping_mul(0xA076_1D64_78BD_642F) ^ ((self.passed as u64) << 40);
        let mut random = Random(self.seed ^ turn ^ ((self.stage as u64) << 56));
        random.number();
        random
    }

    /// What comes next in practice, of these kinds.
    fn choose(&self, kinds: &[Kind]) -> Option<Item> {
        let choosing = Choosing {
            items: &self.items,
            mastery: &self.mastery,
            belief: &self.belief,
            exposure: &self.exposure,
            weights: self.weights,
            kinds,
            seed: self.seed,
        };
        choosing.next(self.policy, &mut self.random())
    }
}
