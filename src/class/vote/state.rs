//! Models peer instruction, in which a class votes on a case, discusses it, votes again and then sees a similar case.
//!
//! This module decides which inputs are allowed at each step. Each input becomes an event, and replaying the events
//! restores the state. A session can therefore be resumed from its file, or followed from a second terminal.
//! [`super::plan`] chooses the questions, [`mod@super::slide`] writes the slides, and [`mod@super::notes`] writes the
//! teacher's notes. This module doesn't depend on where events are stored.

pub(crate) use super::event::MOST_HANDS;
pub use super::event::{Advice, Asked, Case, Hands, Vote, VoteEvent, VotePlan, Voted, gain};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VotePhase {
    Reading,
    Voting(Vote),
    /// The class follows the advice that resulted from the first vote, for example by discussing the case.
    Talking(Advice),
    /// The slide shows the answer.
    Ruling,
    Over,
}

/// The inputs that the teacher can give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoteInput {
    Next,
    Hands(Hands),
    Skip,
    Undo,
    End,
}

/// The reason why an input has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VoteError {
    #[error("{}", crate::say!("Count the votes and type two numbers: one for 401 and one for 403."))]
    Count,
    #[error("{}", crate::say!("Enter at least one vote in total, and at most 9999 votes for each code."))]
    NoHands,
    #[error("{}", crate::say!("There are no votes to count at the moment."))]
    NoVote,
    #[error("{}", crate::say!("There is nothing to take back."))]
    NoStep,
    #[error("{}", crate::say!("The session is over."))]
    Over,
}

/// The state of a session after replaying its events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoteState {
    pub plan: VotePlan,
    pub question: usize,
    /// Whether the current case is the one that follows a discussion.
    pub is_follow_up: bool,
    pub phase: VotePhase,
    votes: Vec<[Option<Hands>; 3]>,
    /// All events so far except those that were undone.
    steps: Vec<VoteEvent>,
}

impl VoteState {
    pub fn new(plan: VotePlan) -> Self {
        let phase = if plan.questions.is_empty() { VotePhase::Over } else { VotePhase::Reading };
        let votes = vec![[None; 3]; plan.questions.len()];
        Self { plan, question: 0, is_follow_up: false, phase, votes, steps: Vec::new() }
    }

    /// Rebuilds sessions from their events. Also returns the number of events that were skipped because they weren't
    /// allowed at that step.
    pub fn from_events(events: impl IntoIterator<Item = VoteEvent>) -> (Vec<Self>, usize) {
        let mut sessions: Vec<Self> = Vec::new();
        let mut odd = 0;
        for event in events {
            let fits = match event {
                VoteEvent::Began(plan) => {
                    sessions.push(Self::new(plan));
                    true
                }
                event => sessions.last_mut().is_some_and(|session| session.apply(&event)),
            };
            odd += usize::from(!fits);
        }
        (sessions, odd)
    }

    /// Returns the current case; `None` when the session is over.
    pub fn case(&self) -> Option<&Case> {
        let asked = self.plan.questions.get(self.question).filter(|_| self.phase != VotePhase::Over)?;
        if self.is_follow_up { asked.after.as_ref() } else { Some(&asked.first) }
    }

    pub fn hands(&self, question: usize, vote: Vote) -> Option<Hands> {
        self.votes.get(question)?[vote as usize]
    }

    pub(crate) fn has_votes(&self) -> bool {
        self.votes.iter().flatten().any(Option::is_some)
    }

    pub fn share(&self, question: usize, vote: Vote) -> Option<f64> {
        let asked = self.plan.questions.get(question)?;
        let case = if vote == Vote::After { asked.after.as_ref()? } else { &asked.first };
        case.share(self.hands(question, vote)?)
    }

    /// Returns the total number of hands in a count and in the vote before it, if they differ by more than a fifth. The
    /// teacher may have mistyped a number, and can only count again as long as the answer isn't shown.
    pub fn doubtful_total(&self, hands: Hands) -> Option<(u64, u64)> {
        let before = self.steps.iter().rev().find_map(|step| match step {
            VoteEvent::Voted(voted) => Some(voted.hands.all()),
            _ => None,
        })?;
        let total = hands.all();
        (5 * total.abs_diff(before) > total.max(before)).then_some((total, before))
    }

    pub fn gain(&self, question: usize, to: Vote) -> Option<f64> {
        gain(self.share(question, Vote::First)?, self.share(question, to)?)
    }

    /// Returns the mean shares of right votes before and after discussion, over all questions that were discussed. If
    /// no question was discussed, returns only the mean share of the first votes.
    pub(crate) fn mean_shares(&self) -> [Option<f64>; 2] {
        let shares = |vote| (0..self.plan.questions.len()).map(move |question| self.share(question, vote));
        let both = || shares(Vote::First).zip(shares(Vote::Second)).filter_map(|(first, second)| first.zip(second));
        match both().next() {
            Some(_) => [mean(both().map(|(first, _)| first)), mean(both().map(|(_, second)| second))],
            None => [mean(shares(Vote::First).flatten()), None],
        }
    }

    /// Converts the teacher's input to an event for [`Self::apply`].
    pub fn input(&self, input: VoteInput) -> Result<VoteEvent, VoteError> {
        let over = self.phase == VotePhase::Over;
        match (input, self.phase) {
            (VoteInput::Undo, _) if self.steps.is_empty() => Err(VoteError::NoStep),
            (VoteInput::Undo, _) => Ok(VoteEvent::Undid),
            _ if over => Err(VoteError::Over),
            (VoteInput::Next, VotePhase::Voting(_)) => Err(VoteError::Count),
            (VoteInput::Next, _) => Ok(VoteEvent::Went),
            (VoteInput::Skip, _) => Ok(VoteEvent::Passed),
            (VoteInput::End, _) => Ok(VoteEvent::Ended),
            (VoteInput::Hands(hands), VotePhase::Voting(vote)) => {
                let too_many = hands.unauthorized.max(hands.forbidden).max(hands.unknown) > MOST_HANDS;
                let item = self.case().filter(|_| hands.all() > 0 && !too_many).ok_or(VoteError::NoHands)?.item.clone();
                Ok(VoteEvent::Voted(Voted { item, vote, hands }))
            }
            (VoteInput::Hands(_), _) => Err(VoteError::NoVote),
        }
    }

    /// Applies an event, or returns false if the event isn't allowed in the current state.
    pub fn apply(&mut self, event: &VoteEvent) -> bool {
        if *event == VoteEvent::Undid {
            if self.steps.pop().is_none() {
                return false;
            }
            let steps = std::mem::take(&mut self.steps);
            *self = Self::new(self.plan.clone());
            return steps.iter().all(|step| self.apply(step));
        }
        let fits = self.step(event);
        if fits {
            self.steps.push(event.clone());
        }
        fits
    }

    fn step(&mut self, event: &VoteEvent) -> bool {
        match (event, self.phase) {
            (_, VotePhase::Over) => return false,
            (VoteEvent::Ended, _) => self.phase = VotePhase::Over,
            (VoteEvent::Passed, _) => self.next_question(),
            (VoteEvent::Voted(voted), VotePhase::Voting(vote)) => return self.count(voted, vote),
            (VoteEvent::Went, VotePhase::Reading) => {
                self.phase = VotePhase::Voting(if self.is_follow_up { Vote::After } else { Vote::First });
            }
            (VoteEvent::Went, VotePhase::Talking(Advice::Tell)) => self.phase = VotePhase::Ruling,
            (VoteEvent::Went, VotePhase::Talking(_)) => self.phase = VotePhase::Voting(Vote::Second),
            (VoteEvent::Went, VotePhase::Ruling) => self.after_ruling(),
            _ => return false,
        }
        true
    }

    fn count(&mut self, voted: &Voted, vote: Vote) -> bool {
        let fits = |case: &&Case| case.item == voted.item && voted.vote == vote && voted.hands.all() > 0;
        let Some(advice) = self.case().filter(fits).map(|case| case.advice(voted.hands)) else {
            return false;
        };
        if let Some(votes) = self.votes.get_mut(self.question) {
            votes[vote as usize] = Some(voted.hands);
        }
        self.phase = if vote == Vote::First { VotePhase::Talking(advice) } else { VotePhase::Ruling };
        true
    }

    fn after_ruling(&mut self) {
        let talked = self.hands(self.question, Vote::Second).is_some();
        let has_case = self.plan.questions.get(self.question).is_some_and(|asked| asked.after.is_some());
        if talked && has_case && !self.is_follow_up {
            self.is_follow_up = true;
            self.phase = VotePhase::Reading;
        } else {
            self.next_question();
        }
    }

    fn next_question(&mut self) {
        self.question += 1;
        self.is_follow_up = false;
        self.phase = if self.question < self.plan.questions.len() { VotePhase::Reading } else { VotePhase::Over };
    }
}
fn mean(shares: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = shares.fold((0.0, 0.0), |(sum, count), share| (sum + share, count + 1.0));
    (count > 0.0).then(|| sum / count)
}
