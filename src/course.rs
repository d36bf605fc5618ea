//! The learner's course: one stage after the other, each a round of its own, as a fold over events.
//!
//! Owns which stage follows which and what comes up in each. The same events give the same course, so a course that was
//! stopped goes on at the exact item. The seed and the time are passed in. Must not know where events are kept.

pub mod items;
mod lineup;
pub mod pages;
pub mod select;
pub mod stage;

use std::collections::HashMap;
use std::sync::Arc;

use crate::learner::diagnosis::{Belief, WrongRule};
use crate::learner::mastery::{Criterion, Mastery};
use crate::random::Random;
use crate::round::{Answer, Event, Input, InputError, Item, ItemId, Phase, Record, Round, Survey};
use crate::scenario::Kind;
pub use items::Items;
use select::{AGAIN_AFTER, Choosing, Owed, Policy, Weights, truth};
use stage::Stage;

/// Practice is left after so many questions, mastered or not; it is then said so.
pub const LONGEST_PRACTICE: usize = 72;

/// Milliseconds in a day.
const DAY: u64 = 86_400_000;

/// The checks come so many days after the course.
pub const CHECK_DAYS: [u64; 3] = [1, 7, 30];

/// How a test went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Each answered question: its kind, whether it was raw HTTP, and the record.
    pub answers: Vec<(Kind, bool, Record)>,
}

impl Score {
    /// How many were right.
    #[must_use]
    pub fn right(&self) -> usize {
        self.answers.iter().filter(|(_, _, record)| record.right).count()
    }

    /// Nine of ten, none of the errors certain, and no raw HTTP among them: there is nothing to teach.
    #[must_use]
    pub fn knows(&self) -> bool {
        let certain = self.answers.iter().any(|(_, _, record)| record.confident_error());
        let wire = self.answers.iter().any(|(_, wire, record)| *wire && !record.right);
        self.answers.len() >= 10 && self.right() + 1 >= self.answers.len() && !certain && !wire
    }
}

/// Where a learner is in the course.
#[derive(Clone, Debug)]
pub struct Course {
    catalogue: Arc<Items>,
    seed: u64,
    /// How practice questions are chosen.
    pub policy: Policy,
    /// When it is enough.
    pub criterion: Criterion,
    /// What a kind's need is made of.
    pub weights: Weights,
    /// Practice is left after so many questions, mastered or not.
    pub longest_practice: usize,
    stage: Stage,
    round: Round,
    mastery: Mastery,
    belief: Belief,
    shown: HashMap<ItemId, u32>,
    owed: Vec<Owed>,
    confident: Vec<Kind>,
    refuted: Vec<WrongRule>,
    knows_article: bool,
    placed: bool,
    before: Option<Score>,
    after: Option<Score>,
    transfer: Vec<Score>,
    practised: usize,
    checks: usize,
    finished_at: Option<u64>,
    chosen: u64,
    next: Stage,
}

impl Course {
    /// The course from its first page on.
    #[must_use]
    pub fn new(catalogue: Arc<Items>, seed: u64) -> Self {
        let mut course = Self {
            catalogue,
            seed,
            policy: Policy::Adaptive,
            criterion: Criterion::default(),
            weights: Weights::default(),
            longest_practice: LONGEST_PRACTICE,
            stage: Stage::Welcome,
            round: Round::new(Vec::new(), Stage::Welcome.rules()),
            mastery: Mastery::default(),
            belief: Belief::default(),
            shown: HashMap::new(),
            owed: Vec::new(),
            confident: Vec::new(),
            refuted: Vec::new(),
            knows_article: false,
            placed: false,
            before: None,
            after: None,
            transfer: Vec::new(),
            practised: 0,
            checks: 0,
            finished_at: None,
            chosen: 0,
            next: Stage::Before,
        };
        let first = course.items_of(Stage::Welcome);
        course.begin(Stage::Welcome, first);
        course
    }

    /// The seed of everything that is chosen.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The stage that is open.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// The stage that comes next; this one itself while it is open.
    #[must_use]
    pub fn next(&self) -> Stage {
        self.next
    }

    /// The round of this stage.
    #[must_use]
    pub fn round(&self) -> &Round {
        &self.round
    }

    /// What is known of the kinds.
    #[must_use]
    pub fn mastery(&self) -> &Mastery {
        &self.mastery
    }

    /// Which rules the answers follow.
    #[must_use]
    pub fn belief(&self) -> &Belief {
        &self.belief
    }

    /// Whether the rule of mastery holds.
    #[must_use]
    pub fn is_mastered(&self) -> bool {
        self.mastery.reached(&self.criterion)
    }

    /// The tests before and after, as far as they were done.
    #[must_use]
    pub fn tests(&self) -> (Option<&Score>, Option<&Score>) {
        (self.before.as_ref(), self.after.as_ref())
    }

    /// How each try at the transfer questions went.
    #[must_use]
    pub fn transfers(&self) -> &[Score] {
        &self.transfer
    }

    /// When the next check is due, in milliseconds since 1970; nothing before the course is done and after the last.
    #[must_use]
    pub fn due_at(&self) -> Option<u64> {
        Some(self.finished_at?.saturating_add(CHECK_DAYS.get(self.checks)? * DAY))
    }

    /// How many checks were done.
    #[must_use]
    pub fn checks_done(&self) -> usize {
        self.checks
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
                for event in self.append(item) {
                    events.push(event);
                }
            } else {
                self.close(now);
            }
        }
        Ok(events)
    }

    /// Applies an event that happened before, at this time.
    pub fn apply(&mut self, event: &Event, at: u64) {
        if let Some(item) = self.round.lacks(event).and_then(|id| self.catalogue.find(id)) {
            self.append(item);
        }
        self.round.apply(event);
        self.learn(event);
        if *event == Event::Finished {
            self.close(at);
        }
    }

    /// Begins the next stage: its name and what comes up in it. Stages for which there is nothing are passed over.
    pub fn go_on(&mut self) -> (Stage, Vec<ItemId>) {
        loop {
            let stage = self.next;
            let items = self.items_of(stage);
            let ids = items.iter().map(|item| item.id.clone()).collect();
            let empty = items.is_empty();
            self.begin(stage, items);
            if !empty || stage == Stage::Done {
                return (stage, ids);
            }
            self.close(self.finished_at.unwrap_or_default());
        }
    }

    /// Goes straight to a stage, as simulated learners do.
    pub fn skip_to(&mut self, stage: Stage) {
        self.next = stage;
        self.go_on();
    }

    /// Begins the check that is due, if one is.
    pub fn check(&mut self, now: u64) -> Option<(Stage, Vec<ItemId>)> {
        let due = self.stage == Stage::Done && self.due_at().is_some_and(|at| at <= now);
        due.then(|| {
            self.next = Stage::Check;
            self.go_on()
        })
    }

    /// Begins this stage with these items, as it happened before. Items that are gone are left out.
    pub fn resume(&mut self, stage: Stage, ids: &[ItemId]) {
        let items = ids.iter().filter_map(|id| self.catalogue.find(id)).collect();
        self.begin(stage, items);
    }

    fn begin(&mut self, stage: Stage, items: Vec<Item>) {
        for item in &items {
            *self.shown.entry(item.id.clone()).or_default() += 1;
        }
        self.stage = stage;
        self.next = stage;
        self.practised = 0;
        self.round = Round::new(items, stage.rules());
    }

    /// Adds an item to the round and moves to it.
    fn append(&mut self, item: Item) -> [Event; 2] {
        self.chosen += 1;
        *self.shown.entry(item.id.clone()).or_default() += 1;
        self.settle(&item);
        if let Some(rule) = pages::refuted(&item.id) {
            self.refuted.push(rule);
        }
        self.round.add(item)
    }

    /// Strikes off what this item pays of what is owed.
    fn settle(&mut self, item: &Item) {
        let count = self.mastery.count();
        let pays = |owed: &Owed| match owed {
            Owed::Twin(id) => item.id.is_case(id),
            Owed::Kind(kind, at) => *at <= count && item.kind == Some(*kind),
        };
        if let Some(place) = self.owed.iter().position(pays) {
            self.owed.remove(place);
        }
    }

    /// Takes in what an event says about the learner.
    fn learn(&mut self, event: &Event) {
        let (Event::Answered { item, .. } | Event::Marked { item, .. } | Event::Revealed { item }) = event else {
            return;
        };
        let answers = self.round.items().iter().zip(self.round.records());
        let Some((item, record)) = answers.rev().find(|(known, record)| known.id == *item && record.is_some()) else {
            return;
        };
        let (item, Some(record)) = (item.clone(), *record) else { return };
        // The line that decides is still to be marked; the answer counts with it.
        if !matches!(self.round.phase(), Phase::Marking(_)) {
            self.take(&item, &record);
        }
    }

    fn take(&mut self, item: &Item, record: &Record) {
        if item.id == ItemId::Survey(Survey::Article) {
            self.knows_article = record.answer.is_some_and(|(answer, _)| answer == Answer::First);
        }
        let Some(kind) = item.kind.filter(|kind| *kind != Kind::Edge) else {
            return;
        };
        if let Some((answer, confidence)) = record.answer
            && let Some(verdict) = answer.verdict()
        {
            self.belief.see(kind, verdict, confidence);
        }
        match self.stage {
            Stage::Practice => {}
            Stage::Before => return self.mastery.see_test(kind, record.right),
            _ => return,
        }
        self.practised += 1;
        self.mastery.see(kind, truth(kind), &item.situation, item.telling, record);
        if record.right {
            return;
        }
        if let Some(twin) = &item.twin {
            self.owed.push(Owed::Twin(twin.clone()));
        }
        self.owed.push(Owed::Kind(kind, self.mastery.count() + AGAIN_AFTER));
        if record.confident_error() && !self.confident.contains(&kind) {
            self.confident.push(kind);
        }
    }

    /// A random source for the next choice; it depends on the seed and on what came before, and on nothing else.
    fn random(&self) -> Random {
        Random(self.seed ^ self.chosen.wrapping_mul(0xA076_1D64_78BD_642F) ^ ((self.stage as u64) << 56))
    }

    /// What comes next in practice.
    fn choose(&self) -> Option<Item> {
        let choosing = Choosing {
            index: self.catalogue.index(),
            mastery: &self.mastery,
            criterion: &self.criterion,
            belief: &self.belief,
            shown: &self.shown,
            confident: &self.confident,
            weights: self.weights,
        };
        let next = choosing.next(self.policy, &mut self.owed.clone(), &mut self.random())?;
        self.catalogue.case(&next.id)
    }
}
