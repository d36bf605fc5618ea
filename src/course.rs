//! Implements the course, which is a sequence of stages, each with its own round of questions.
//!
//! The same events always lead to the same state, so that an interrupted course resumes at the same item. The caller
//! supplies the random seed and the time.

mod check_up;
mod exposure;
mod items;
mod lineup;
pub mod pages;
mod relearn;
mod remaining;
pub(crate) mod results;
mod score;
pub mod select;
pub mod stage;

use std::sync::Arc;

use crate::document::feedback::LearnerContext;
use crate::learner::diagnosis::{Belief, WrongRule};
use crate::learner::mastery::Mastery;
use crate::learner::measure::Tally;
use crate::random::Random;
use crate::round::{Answer, Event, Input, InputError, Item, ItemId, Phase, Record, Round, Survey};
use crate::scenario::Kind;
pub(crate) use check_up::CHECK_UP_DAYS;
use exposure::Exposure;
pub use items::Items;
pub use remaining::Change;
pub use score::Score;
pub(crate) use score::is_chance;
use select::{Policy, QuestionSelector, Weights};
use stage::Stage;

/// The maximum number of questions in a practice session, even if the learner hasn't mastered the topic by then.
pub const LONGEST_PRACTICE: usize = 40;

/// The number of questions at the start of practice during which the mottos are shown.
const MOTTOS: usize = 8;

pub(crate) const MOTTOS_PAGE: &str = "mottos";

#[derive(Clone, Debug)]
pub struct Course {
    items: Arc<Items>,
    seed: u64,
    pub policy: Policy,
    pub weights: Weights,
    /// The number of questions after which a practice session ends.
    pub longest_practice: usize,
    /// Whether practice continues after the learner has mastered the topic. Only simulations use this setting.
    pub goes_on_when_mastered: bool,
    stage: Stage,
    round: Round,
    past_rounds: Vec<(Stage, Round)>,
    mastery: Mastery,
    belief: Belief,
    /// The belief before the latest answer. This belief is restored if the learner takes the answer back.
    earlier_belief: Option<Belief>,
    exposure: Exposure,
    /// Whether the learner has read the article, or `None` until the lesson has asked this question.
    knows_article: Option<bool>,
    first_belief: Belief,
    misconception: Option<WrongRule>,
    placed: bool,
    pre_test: Option<Score>,
    post_test: Option<Score>,
    last_test: Score,
    practice_sessions: usize,
    passed: usize,
    due_at: Option<u64>,
    missed: Vec<Kind>,
    /// The questions that were unanswered when the learner left the stage about edge cases, real servers and incidents.
    left_beyond: Vec<Item>,
    chosen: u64,
    has_slipped: bool,
    change: Option<Change>,
    next: Stage,
}

impl Course {
    /// Creates a course that starts with the welcome page.
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
            past_rounds: Vec::new(),
            mastery: Mastery::default(),
            belief: Belief::default(),
            earlier_belief: None,
            first_belief: Belief::default(),
            exposure: Exposure::default(),
            knows_article: None,
            misconception: None,
            placed: false,
            pre_test: None,
            post_test: None,
            last_test: Score::default(),
            practice_sessions: 0,
            passed: 0,
            due_at: None,
            missed: Vec::new(),
            left_beyond: Vec::new(),
            chosen: 0,
            has_slipped: false,
            change: None,
            next: Stage::PreTest,
        };
        let first = course.lineup(Stage::Welcome);
        course.begin(Stage::Welcome, first);
        course
    }

    pub fn seed(&self) -> u64 {
        self.seed
    }

    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Returns the next stage, or the current stage if that isn't finished.
    pub fn next(&self) -> Stage {
        self.next
    }

    pub fn round(&self) -> &Round {
        &self.round
    }

    /// Returns the finished rounds of a stage. Only practice can have several finished rounds, one for each session.
    pub(crate) fn past_rounds(&self, stage: Stage) -> impl Iterator<Item = &Round> {
        let latest = (self.stage == stage && self.round.phase() == Phase::Finished).then_some(&self.round);
        self.past_rounds.iter().filter(move |(over, _)| *over == stage).map(|(_, round)| round).chain(latest)
    }

    /// Returns the names of the pages in a stage, so that learners who skipped the stage can still read its pages.
    pub(crate) fn pages_of(&self, stage: Stage) -> Vec<String> {
        let mottos = (stage == Stage::Lesson).then(|| Item::page(MOTTOS_PAGE));
        let names = self.lineup(stage).into_iter().chain(mottos).filter_map(|item| match item.id {
            ItemId::Page(name) => Some(name),
            _ => None,
        });
        names.collect()
    }

    pub fn mastery(&self) -> &Mastery {
        &self.mastery
    }

    /// Returns the probability that the learner follows each rule, given the answers so far.
    pub fn belief(&self) -> &Belief {
        &self.belief
    }

    /// Returns the misconception that best explains the learner's answers, if one clearly does.
    pub fn followed(&self) -> Option<WrongRule> {
        self.belief.followed(self.has_read_article())
    }

    fn has_read_article(&self) -> bool {
        self.knows_article == Some(true)
    }

    /// Returns whether explanations mention the article. Only learners who say that they haven't read the article get
    /// explanations that don't mention it.
    pub fn compares_with_article(&self) -> bool {
        self.knows_article != Some(false)
    }

    pub(crate) fn learner_context(&self) -> LearnerContext {
        LearnerContext { compares: self.compares_with_article(), rule: self.followed() }
    }

    /// Returns the misconception that best explained the learner's answers in the pre-test or, if there was none, in
    /// the lesson.
    pub fn misconception(&self) -> Option<WrongRule> {
        self.misconception
    }

    pub fn is_mastered(&self) -> bool {
        self.mastery.is_reached()
    }

    /// Returns whether the learner skipped the lesson and practice because they already knew the subject.
    pub fn is_placed(&self) -> bool {
        self.placed
    }

    pub(crate) fn placing(&self) -> Option<Tally> {
        let before = self.pre_test.as_ref().filter(|_| self.placed)?;
        let scores = [before, &self.last_test];
        let sum = |count: fn(&Score) -> usize| scores.into_iter().map(count).sum();
        Some(Tally { right: sum(Score::right), answered: sum(Score::total) })
    }

    /// Returns the scores of the pre-test and the post-test, with `None` for a test that isn't finished.
    pub fn tests(&self) -> (Option<&Score>, Option<&Score>) {
        (self.pre_test.as_ref(), self.post_test.as_ref())
    }

    pub fn practice_sessions(&self) -> usize {
        self.practice_sessions
    }

    /// Returns the time of the next check-up in milliseconds since 1970, or `None` before the wrap-up and after the
    /// last check-up.
    pub fn due_at(&self) -> Option<u64> {
        self.due_at
    }

    pub fn check_ups_passed(&self) -> usize {
        self.passed
    }

    /// Returns the kinds of case that the learner got wrong in the latest check-up.
    pub fn missed(&self) -> &[Kind] {
        &self.missed
    }

    /// Returns the kinds of case that need more practice: those not yet mastered or, if all are mastered, those with
    /// mistakes in the latest test.
    pub fn weak(&self) -> Vec<Kind> {
        if self.is_mastered() || self.placed {
            return self.last_test.missed();
        }
        self.mastery.open()
    }

    pub fn items(&self) -> &Items {
        &self.items
    }

    /// Returns whether the lesson has taught the rule. Before then, the rule is shown only on request.
    pub(crate) fn is_taught(&self) -> bool {
        self.stage > Stage::Lesson || self.stage == Stage::Lesson && self.round.phase() == Phase::Finished
    }

    /// Returns whether the learner has seen the page about the mottos and left the lesson.
    pub fn is_explained(&self) -> bool {
        self.exposure.times(&ItemId::Page(MOTTOS_PAGE.to_owned())) > 0 && self.stage > Stage::Lesson
    }

    /// Returns whether the two mottos are shown with the current question. Tests never show the mottos, and practice
    /// shows them only during the first questions.
    pub fn shows_mottos(&self) -> bool {
        match self.stage {
            Stage::Pairs => true,
            Stage::Practice => self.practice_sessions == 0 && self.round.position() < MOTTOS,
            _ => false,
        }
    }

    pub(crate) fn mastered_kinds(&self) -> Vec<Kind> {
        Kind::core().iter().copied().filter(|kind| self.mastery.lacking(*kind) == 0).collect()
    }

    /// Applies the learner's input and returns the resulting events. If the input has no effect in the current phase,
    /// returns an error and changes nothing.
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

    /// Replays an event from the journal. `time` is in milliseconds since 1970.
    pub fn apply(&mut self, event: &Event, time: u64) {
        if let Some(item) = self.round.lacks(event).and_then(|id| self.items.find(id)) {
            self.append(item);
        }
        self.round.apply(event);
        self.learn(event);
        if *event == Event::Finished {
            self.close(time);
        }
    }

    /// Records that an item was shown outside the course, so that the item no longer counts as new.
    pub fn show(&mut self, item: &Item) {
        self.exposure.show(item);
    }

    /// Starts the next stage that has items. Returns the stage and the IDs of its items.
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

    /// Skips ahead to a stage. If the stage has no items, starts the next stage that has some.
    pub fn skip_to(&mut self, stage: Stage) -> (Stage, Vec<ItemId>) {
        self.next = stage;
        self.go_on()
    }

    /// When the learner reopens the course, starts a check-up or another practice session if one is due.
    pub fn reopen(&mut self, now: u64) -> Option<(Stage, Vec<ItemId>)> {
        self.due_stage(now).map(|stage| self.skip_to(stage))
    }

    /// Restores a stage with the given items, except for items that no longer exist.
    pub fn resume(&mut self, stage: Stage, ids: &[ItemId]) {
        let items = ids.iter().filter_map(|id| self.items.find(id)).collect();
        self.begin(stage, items);
    }

    fn begin(&mut self, stage: Stage, items: Vec<Item>) {
        for item in &items {
            self.exposure.show(item);
        }
        let round = std::mem::replace(&mut self.round, Round::new(items, stage.rules()));
        if stage == Stage::Beyond {
            self.left_beyond.clear();
        } else if self.stage == Stage::Beyond && round.phase() != Phase::Finished && round.answers().next().is_some() {
            let left = round.items().iter().zip(round.records()).filter(|(_, record)| record.is_none());
            self.left_beyond = left.map(|(item, _)| item.clone()).collect();
        }
        if round.phase() == Phase::Finished && !round.items().is_empty() {
            self.past_rounds.push((self.stage, round));
        }
        self.stage = stage;
        self.next = match stage {
            Stage::Done if self.is_mastered() || self.placed => Stage::Beyond,
            Stage::Done => Stage::Practice,
            stage => stage,
        };
        self.change = None;
        self.has_slipped = false;
    }

    fn append(&mut self, item: Item) -> [Event; 2] {
        self.chosen += 1;
        self.exposure.show(&item);
        self.round.add(item)
    }

    fn learn(&mut self, event: &Event) {
        match event {
            Event::TakenBack { .. } => self.belief = self.earlier_belief.take().unwrap_or_else(|| self.belief.clone()),
            Event::Skipped { .. } => self.earlier_belief = None,
            _ => {}
        }
        let (Event::Answered { item, .. } | Event::Marked { item, .. } | Event::Revealed { item }) = event else {
            return;
        };
        let mut answers = self.round.items().iter().zip(self.round.records()).rev();
        let Some((item, Some(record))) = answers.find(|(known, record)| known.id == *item && record.is_some()) else {
            return;
        };
        let (item, record) = (item.clone(), *record);
        // An answer doesn't count until the learner has also marked the deciding line.
        if !matches!(self.round.phase(), Phase::Marking(_)) {
            self.record_answer(&item, &record);
        }
    }

    fn record_answer(&mut self, item: &Item, record: &Record) {
        if item.id == ItemId::Survey(Survey::Article) {
            self.knows_article = record.answer.map(|(answer, _)| answer == Answer::First);
        }
        let Some(kind) = item.core_kind() else { return };
        if let Some((answer, confidence)) = record.answer
            && let Some(verdict) = answer.verdict()
        {
            self.earlier_belief = Some(self.belief.clone());
            self.belief.see(kind, verdict, confidence);
        }
        if matches!(self.stage, Stage::Practice | Stage::Relearn) {
            let was_in_reach = self.is_in_reach();
            // A wrong answer is attributed to the article's rule only if the learner's pre-test answers fitted that
            // rule. The fact that the learner has read the article isn't enough evidence.
            let is_old_rule = !record.right && self.first_belief.followed(false) == Some(WrongRule::Inverted);
            self.mastery.see(kind, record, self.exposure.is_first_sight(&item.id), is_old_rule);
            let is_mistake = record.answer.is_some() && !record.right;
            let is_first = is_mistake && !self.has_slipped;
            self.has_slipped |= is_mistake;
            self.change = match self.is_in_reach() {
                _ if self.stage == Stage::Relearn || self.is_mastered() => None,
                true if self.mastery.open().is_empty() => Some(Change::Covered(self.mastery.to_go())),
                // Only after the first mistake does a message say that practice has become longer. From then on, the
                // learner knows that mistakes make practice longer.
                true if is_first => Some(Change::Longer(self.longest_practice)),
                false if was_in_reach => Some(Change::OutOfReach(self.longest_practice)),
                _ => None,
            };
        }
    }

    /// The generator depends only on the seed and on earlier events.
    fn random(&self) -> Random {
        let turn = self.chosen.wrapping_mul(0xA076_1D64_78BD_642F) ^ ((self.passed as u64) << 40);
        let mut random = Random(self.seed ^ turn ^ ((self.stage as u64) << 56));
        random.number();
        random
    }

    fn choose(&self, kinds: &[Kind]) -> Option<Item> {
        let selector = QuestionSelector {
            items: &self.items,
            mastery: &self.mastery,
            belief: &self.belief,
            exposure: &self.exposure,
            weights: self.weights,
            kinds,
        };
        selector.next(self.policy, &mut self.random())
    }
}
