//! Implements a round of questions as a pure state machine that is driven by the learner's actions.
//!
//! The learner can change the chosen answer until it is submitted. An answer is submitted together with a confidence
//! level. A question for which the learner asks to see the ruling doesn't count. [`Round::step`] turns an input into
//! events and applies them. `Round::recall` restores the same state from the events, so that a learner can resume an
//! interrupted round. This module reads neither files nor the clock.

mod event;
pub mod item;
mod phase;
mod rules;
pub mod spec;
pub mod subject;

pub use crate::learner::answer::{Answer, QuestionType};
use crate::learner::measure::AnswerTable;
pub use crate::learner::{Confidence, Mark, Record};
use crate::scenario::Kind;
pub use event::{Event, Input};
pub use item::{Item, ItemId, Survey};
pub use phase::{InputError, Phase};
pub use rules::{Rules, Showing};

pub(crate) const MAX_HINTS: u8 = 2;

/// During practice, the learner marks the deciding line in every question whose number is a multiple of this value.
const MARK_EVERY: usize = 3;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    rules: Rules,
    items: Vec<Item>,
    records: Vec<Option<Record>>,
    states: Vec<State>,
    position: usize,
    choice: Option<Answer>,
    /// The index of the item that was answered or skipped most recently, or `None` if the learner has taken that answer
    /// back.
    latest: Option<usize>,
    finished: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct State {
    hints: u8,
    marked: bool,
}

impl Round {
    pub fn new(items: Vec<Item>, rules: Rules) -> Self {
        let count = items.len();
        let (records, states) = (vec![None; count], vec![State::default(); count]);
        Self { rules, items, records, states, position: 0, choice: None, latest: None, finished: count == 0 }
    }

    /// Adds an item at the end of the round and moves to it, even if the round was finished.
    pub fn add(&mut self, item: Item) -> [Event; 2] {
        let added = Event::Added { item: item.id.clone() };
        self.items.push(item);
        self.records.push(None);
        self.states.push(State::default());
        let moved = Event::Moved { to: self.items.len() - 1 };
        self.apply(&moved);
        [added, moved]
    }

    /// Returns the ID of an event's item if the round doesn't contain that item. An item is missing if it was added
    /// later, or if the journal lost the line that added it.
    pub fn lacks<'a>(&self, event: &'a Event) -> Option<&'a ItemId> {
        match event {
            Event::Added { item } => Some(item),
            Event::Answered { item, .. } | Event::Revealed { item } if self.find(item).is_none() => Some(item),
            _ => None,
        }
    }

    /// `find` looks up items that the round doesn't contain yet.
    pub(crate) fn recall(&mut self, event: &Event, find: impl FnOnce(&ItemId) -> Option<Item>) {
        if let Some(item) = self.lacks(event).and_then(find) {
            self.add(item);
        }
        self.apply(event);
    }

    pub fn items(&self) -> &[Item] {
        &self.items
    }

    pub fn rules(&self) -> Rules {
        self.rules
    }

    pub fn position(&self) -> usize {
        self.position
    }

    /// Returns the current item, or `None` once the round is over.
    pub fn item(&self) -> Option<&Item> {
        if self.finished { None } else { self.items.get(self.position) }
    }

    /// Returns the records of the items, in order, with `None` for an unanswered item.
    pub fn records(&self) -> &[Option<Record>] {
        &self.records
    }

    pub fn answers(&self) -> impl Iterator<Item = (&Item, &Record)> {
        self.items.iter().zip(&self.records).filter_map(|(item, record)| Some((item, record.as_ref()?)))
    }

    pub(crate) fn counted(&self) -> impl Iterator<Item = (&Item, &Record)> {
        self.answers().filter(|(item, record)| !item.is_arguable(record))
    }

    /// Returns each answer to a case that has a kind, together with that kind.
    pub fn answered(&self) -> impl Iterator<Item = (Kind, &Record)> {
        self.counted().filter_map(|(item, record)| Some((item.kind()?, record)))
    }

    pub fn answer_table(&self) -> AnswerTable {
        AnswerTable::from_answers(self.counted().filter_map(|(item, record)| Some((item.verdict()?, record))))
    }

    /// Counts the answers to questions that don't belong to any kind of case, such as questions about the article's
    /// claims. Returns how many answers were right, and how many there were.
    pub fn others(&self) -> (usize, usize) {
        let is_other = |item: &Item| item.kind().is_none() && item.is_judged();
        let others = || self.answers().filter(|(item, record)| is_other(item) && record.answer.is_some());
        (others().filter(|(_, record)| record.right).count(), others().count())
    }

    /// Returns the number of the current question, starting at 1, and the number of questions. Only items with a right
    /// answer count as questions.
    pub(crate) fn numbering(&self) -> (usize, usize) {
        let judged = |items: &[Item]| items.iter().filter(|item| item.is_judged()).count();
        (judged(self.items.get(..=self.position).unwrap_or(&self.items)), judged(&self.items))
    }

    pub fn phase(&self) -> Phase<'_> {
        let (Some(item), Some(state)) = (self.item(), self.states.get(self.position)) else {
            return Phase::Finished;
        };
        match &self.records[self.position] {
            Some(record) if state.marked && record.mark.is_none() => Phase::Marking(record),
            Some(record) => Phase::Ruled(record),
            None if item.question_type.is_none() => Phase::Reading,
            None => Phase::Asking { choice: self.choice, hints: state.hints },
        }
    }

    /// Applies the learner's input and returns the resulting events. If the input has no effect in the current phase,
    /// returns an error and changes nothing.
    pub fn step(&mut self, input: Input) -> Result<Vec<Event>, InputError> {
        let mut events = self.decide(input)?;
        for event in &events {
            self.apply(event);
        }
        // If the ruling isn't shown yet, the next question follows at once.
        let silent = self.rules.ruling != Showing::AtOnce || self.is_half_open();
        let answered = matches!(events.last(), Some(Event::Answered { .. } | Event::Marked { .. }));
        let asked = self.item().is_some_and(|item| !item.is_judged());
        if answered && (silent || asked) && matches!(self.phase(), Phase::Ruled(_)) {
            let onward = self.onward();
            self.apply(&onward);
            events.push(onward);
        }
        Ok(events)
    }

    /// If the round consists of pairs, returns the indices of the two cases in the current pair.
    pub fn pair(&self) -> Option<[usize; 2]> {
        self.item().filter(|item| self.rules.paired && item.is_judged())?;
        let before = self.items.get(..self.position)?.iter().filter(|item| item.is_judged()).count();
        let first = self.position.checked_sub(before % 2)?;
        (first + 1 < self.items.len()).then_some([first, first + 1])
    }

    pub(crate) fn is_half_open(&self) -> bool {
        self.pair().is_some_and(|indexes| indexes.iter().any(|index| self.records[*index].is_none()))
    }

    pub(crate) fn accepts(&self, input: Input) -> bool {
        self.decide(input).is_ok()
    }

    fn decide(&self, input: Input) -> Result<Vec<Event>, InputError> {
        let Some(item) = self.item() else {
            return match input {
                Input::Back if self.rules.ruling != Showing::Never => match self.shown_before(self.items.len()) {
                    Some(to) => Ok(vec![Event::Moved { to }]),
                    None => Err(InputError::Over),
                },
                _ => Err(InputError::Over),
            };
        };
        match (input, self.phase()) {
            (Input::Back, _) => match self.shown_before(self.position) {
                Some(to) => Ok(vec![Event::Moved { to }]),
                None if self.position > 0 && self.hides_before(self.position) => Err(InputError::NoWayBack),
                None => Err(InputError::AtStart),
            },
            (Input::Next, Phase::Reading) => Ok(vec![Event::Read { item: item.id.clone() }, self.onward()]),
            (Input::Next, Phase::Ruled(_)) => Ok(vec![self.onward()]),
            (Input::Next, Phase::Asking { .. }) => Err(InputError::StillOpen),
            (Input::Undo, Phase::Reading | Phase::Ruled(_)) => Err(InputError::NothingToUndo),
            (_, Phase::Reading) => Err(InputError::NoQuestion),
            (Input::Mark(line), Phase::Marking(_)) => decide_mark(item, line),
            (_, Phase::Marking(_)) => Err(InputError::NotMarked),
            (_, Phase::Ruled(_)) => Err(InputError::AlreadyRuled),
            (open, Phase::Asking { choice, hints }) => self.decide_open(open, item, choice, hints),
            (_, Phase::Finished) => Err(InputError::Over),
        }
    }

    /// Returns the index of the item to show when the learner goes back. Survey questions are skipped, because there is
    /// nothing to show once they are answered.
    fn shown_before(&self, index: usize) -> Option<usize> {
        if self.hides_before(index) {
            return None;
        }
        self.items.get(..index)?.iter().rposition(|item| !matches!(item.id, ItemId::Survey(_)))
    }

    /// Earlier items are hidden until a test is over, or until both cases of a pair have been answered.
    fn hides_before(&self, index: usize) -> bool {
        let closed = self.rules.ruling != Showing::AtOnce && !self.finished && !self.all_answered();
        let is_second = self.pair().is_some_and(|[_, second]| second == index);
        closed || is_second && self.is_half_open()
    }

    fn all_answered(&self) -> bool {
        self.records.iter().all(Option::is_some)
    }

    fn decide_open(
        &self, input: Input, item: &Item, choice: Option<Answer>, hints: u8,
    ) -> Result<Vec<Event>, InputError> {
        let id = || item.id.clone();
        let answers = item.question_type.map_or(&[] as &[Answer], QuestionType::answers);
        match input {
            Input::Choose(answer) if !answers.contains(&answer) => Err(InputError::NotOffered),
            Input::Choose(answer) if !item.is_judged() => Ok(vec![answered(item, answer, Confidence::Fairly, hints)]),
            Input::Choose(answer) => Ok(vec![Event::Chosen { item: id(), answer: Some(answer.name().to_owned()) }]),
            Input::Commit(confidence) => {
                Ok(vec![answered(item, choice.ok_or(InputError::NothingChosen)?, confidence, hints)])
            }
            Input::Undo if choice.is_some() => Ok(vec![Event::Chosen { item: id(), answer: None }]),
            Input::Undo => match self.revocable() {
                Some(item) => Ok(vec![Event::TakenBack { item: item.id.clone() }]),
                None => Err(InputError::NothingToUndo),
            },
            Input::Hint | Input::Reveal if self.rules.paired => Err(InputError::NoHelpInPairs),
            Input::Hint | Input::Reveal if !self.rules.help || !item.is_judged() => Err(InputError::NotInTests),
            Input::Hint if hints >= MAX_HINTS => Err(InputError::NoMoreHints),
            Input::Hint => Ok(vec![Event::Hinted { item: id() }]),
            Input::Reveal => Ok(vec![Event::Revealed { item: id() }]),
            Input::Skip if self.rules.paired => Err(InputError::NotInPairs),
            Input::Skip => Ok(vec![Event::Skipped { item: id() }, self.onward()]),
            Input::Mark(_) => Err(InputError::NoSuchLine),
            Input::Next | Input::Back => Err(InputError::StillOpen),
        }
    }

    /// Only the latest answer can be taken back, and only before its ruling is shown.
    pub(crate) fn revocable(&self) -> Option<&Item> {
        let previous = self.position.checked_sub(1).filter(|previous| self.latest == Some(*previous))?;
        let is_hidden = self.rules.ruling != Showing::AtOnce || self.is_half_open() && self.pair()?[0] == previous;
        self.items.get(previous).filter(|item| is_hidden && item.is_judged())
    }

    fn onward(&self) -> Event {
        let to = self.position + 1;
        if to < self.items.len() { Event::Moved { to } } else { Event::Finished }
    }

    fn asks_for_line(&self, index: usize) -> bool {
        let Some(item) = self.items.get(index).filter(|item| item.evidence.is_some()) else {
            return false;
        };
        let after_error = || index > 0 && self.records[index - 1].is_some_and(|record| !record.right);
        let due = || self.rules.marking && (index % MARK_EVERY == MARK_EVERY - 1 || after_error());
        item.question_type == Some(QuestionType::Judgement) && self.rules.ruling == Showing::AtOnce || due()
    }

    /// Applies an event. Ignores events about items that aren't in the round.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::Chosen { item, answer } => {
                if self.find(item) == Some(self.position) {
                    self.choice = answer.as_deref().and_then(Answer::find);
                }
            }
            Event::Answered { item, answer, confidence, right, hints } => {
                let answer = Answer::find(answer).map(|answer| (answer, *confidence));
                self.put(item, Record { answer, right: *right, hints: *hints, mark: None });
                if let Some(index) = self.find(item) {
                    self.states[index].marked = self.asks_for_line(index);
                    self.latest = Some(index);
                }
            }
            Event::TakenBack { item } => {
                if let Some(index) = self.find(item) {
                    self.records[index] = None;
                    (self.position, self.choice, self.latest) = (index, None, None);
                }
            }
            Event::Marked { item, line, right } => {
                if let Some(record) = self.find(item).and_then(|index| self.records[index].as_mut()) {
                    record.mark = Some(Mark { line: *line, right: *right });
                }
            }
            Event::Hinted { item } => {
                if let Some(index) = self.find(item) {
                    self.states[index].hints = (self.states[index].hints + 1).min(MAX_HINTS);
                }
            }
            Event::Revealed { item } => {
                let hints = self.find(item).map_or(0, |index| self.states[index].hints);
                self.put(item, Record { answer: None, right: false, hints, mark: None });
            }
            Event::Read { .. } | Event::Added { .. } => {}
            Event::Skipped { item } => (self.choice, self.latest) = (None, self.find(item)),
            Event::Moved { to } => {
                if *to < self.items.len() {
                    self.position = *to;
                    self.choice = None;
                    self.finished = false;
                }
            }
            Event::Finished => {
                self.choice = None;
                self.finished = true;
            }
        }
    }

    fn put(&mut self, item: &ItemId, record: Record) {
        if let Some(index) = self.find(item) {
            self.records[index] = Some(record);
            if index == self.position {
                self.choice = None;
            }
        }
    }

    fn find(&self, item: &ItemId) -> Option<usize> {
        if self.items.get(self.position).is_some_and(|current| current.id == *item) {
            return Some(self.position);
        }
        self.items.iter().position(|known| known.id == *item)
    }
}

fn answered(item: &Item, answer: Answer, confidence: Confidence, hints: u8) -> Event {
    let right = item.accepted.contains(&answer);
    Event::Answered { item: item.id.clone(), answer: answer.name().to_owned(), confidence, right, hints }
}

fn decide_mark(item: &Item, line: usize) -> Result<Vec<Event>, InputError> {
    let (decides, count) = item.evidence.ok_or(InputError::NoSuchLine)?;
    if line == 0 || line > count {
        return Err(InputError::NoSuchLine);
    }
    Ok(vec![Event::Marked { item: item.id.clone(), line, right: line == decides }])
}
