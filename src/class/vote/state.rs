//! Peer instruction: a class votes on a case, talks it over, votes again, and then meets a case that is like it.
//!
//! Owns what may happen next. `input` gives an event, and folding the events gives the state, so a session can be taken
//! up again from its file and followed from a second terminal. [`plan`] chooses the questions, [`slide`] says what the
//! class sees and [`notes`] what the teacher reads. Must not know where events are kept.

pub use super::event::{Advice, Asked, Case, Event, FORMAT, Hands, MOST_HANDS, Vote, VotePlan, Voted, gain};

/// Where a session stands with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The case is read.
    Reading,
    /// Hands are counted.
    Voting(Vote),
    /// What the first vote called for.
    Talking(Advice),
    /// The answer is shown.
    Ruling,
    /// Nothing more is asked.
    Over,
}

/// What the teacher can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Go on to the next phase.
    Next,
    /// Enter a count of hands.
    Hands(Hands),
    /// Leave this question for the next one.
    Skip,
    /// Take the last step back.
    Undo,
    /// End the session and show its results.
    End,
}

/// Why that cannot be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VoteError {
    /// Hands are to be counted.
    #[error("{}", crate::say!("Count the hands: two numbers, for 401 and for 403."))]
    Count,
    /// A count that nobody voted in, or too large to be one.
    #[error("{}", crate::say!("At least one hand, and at most 9999 for each code."))]
    NoHands,
    /// There is no vote now.
    #[error("{}", crate::say!("There is no vote to count now."))]
    NoVote,
    /// The first step cannot be taken back.
    #[error("{}", crate::say!("There is no step to take back."))]
    NoStep,
    /// All is over.
    #[error("{}", crate::say!("The session is over."))]
    Over,
}

/// A session, folded from its events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoteState {
    plan: VotePlan,
    question: usize,
    following: bool,
    phase: Phase,
    votes: Vec<[Option<Hands>; 3]>,
    /// What led here, without what was taken back.
    steps: Vec<Event>,
}

impl VoteState {
    /// A session that has just begun.
    #[must_use]
    pub fn new(plan: VotePlan) -> Self {
        let phase = if plan.questions.is_empty() { Phase::Over } else { Phase::Reading };
        let votes = vec![[None; 3]; plan.questions.len()];
        Self { plan, question: 0, following: false, phase, votes, steps: Vec::new() }
    }

    /// The last session among these events, and how many of them do not fit where they stand.
    #[must_use]
    pub fn of(events: impl IntoIterator<Item = Event>) -> (Option<Self>, usize) {
        let mut session: Option<Self> = None;
        let mut odd = 0;
        for event in events {
            let fits = match event {
                Event::Began(plan) if plan.format == FORMAT => {
                    session = Some(Self::new(plan));
                    true
                }
                event => session.as_mut().is_some_and(|session| session.apply(&event)),
            };
            odd += usize::from(!fits);
        }
        (session, odd)
    }

    /// What it asks.
    #[must_use]
    pub const fn plan(&self) -> &VotePlan {
        &self.plan
    }

    /// The place of the question that is up, from 0.
    #[must_use]
    pub const fn question(&self) -> usize {
        self.question
    }

    /// Whether the case that follows it is up.
    #[must_use]
    pub const fn following(&self) -> bool {
        self.following
    }

    /// Where it stands.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// The case that is up; nothing when all is over.
    #[must_use]
    pub fn case(&self) -> Option<&Case> {
        let asked = self.plan.questions.get(self.question).filter(|_| self.phase != Phase::Over)?;
        if self.following { asked.after.as_ref() } else { Some(&asked.first) }
    }

    /// The hands of a vote on this question.
    #[must_use]
    pub fn hands(&self, question: usize, vote: Vote) -> Option<Hands> {
        self.votes.get(question)?[vote as usize]
    }

    /// The share that was right in a vote on this question, from 0 to 1.
    #[must_use]
    pub fn share(&self, question: usize, vote: Vote) -> Option<f64> {
        let asked = self.plan.questions.get(question)?;
        let case = if vote == Vote::After { asked.after.as_ref()? } else { &asked.first };
        self.hands(question, vote)?.share(case.answer)
    }

    /// The normalised gain from the first vote on this question to another one.
    #[must_use]
    pub fn gain(&self, question: usize, to: Vote) -> Option<f64> {
        gain(self.share(question, Vote::First)?, self.share(question, to)?)
    }

    /// The event that follows from what the teacher does; [`Self::apply`] takes it in.
    ///
    /// # Errors
    /// [`VoteError`] says what would be accepted.
    pub fn input(&self, input: Input) -> Result<Event, VoteError> {
        let over = self.phase == Phase::Over;
        match (input, self.phase) {
            (Input::Undo, _) if self.steps.is_empty() => Err(VoteError::NoStep),
            (Input::Undo, _) => Ok(Event::Undid),
            _ if over => Err(VoteError::Over),
            (Input::Next, Phase::Voting(_)) => Err(VoteError::Count),
            (Input::Next, _) => Ok(Event::Went),
            (Input::Skip, _) => Ok(Event::Passed),
            (Input::End, _) => Ok(Event::Ended),
            (Input::Hands(hands), Phase::Voting(vote)) => {
                let too_many = hands.unauthorized.max(hands.forbidden) > MOST_HANDS;
                let item = self.case().filter(|_| hands.all() > 0 && !too_many).ok_or(VoteError::NoHands)?.item.clone();
                Ok(Event::Voted(Voted { item, vote, hands }))
            }
            (Input::Hands(_), _) => Err(VoteError::NoVote),
        }
    }

    /// Takes an event in; false, and nothing done, where it does not fit.
    pub fn apply(&mut self, event: &Event) -> bool {
        if *event == Event::Undid {
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

    fn step(&mut self, event: &Event) -> bool {
        match (event, self.phase) {
            (_, Phase::Over) => return false,
            (Event::Ended, _) => self.phase = Phase::Over,
            (Event::Passed, _) => self.next_question(),
            (Event::Voted(voted), Phase::Voting(vote)) => return self.count(voted, vote),
            (Event::Went, Phase::Reading) => {
                self.phase = Phase::Voting(if self.following { Vote::After } else { Vote::First });
            }
            (Event::Went, Phase::Talking(Advice::Tell)) => self.phase = Phase::Ruling,
            (Event::Went, Phase::Talking(_)) => self.phase = Phase::Voting(Vote::Second),
            (Event::Went, Phase::Ruling) => self.after_ruling(),
            _ => return false,
        }
        true
    }

    fn count(&mut self, voted: &Voted, vote: Vote) -> bool {
        let fits = |case: &&Case| case.item == voted.item && voted.vote == vote && voted.hands.all() > 0;
        let Some(answer) = self.case().filter(fits).map(|case| case.answer) else {
            return false;
        };
        if let Some(votes) = self.votes.get_mut(self.question) {
            votes[vote as usize] = Some(voted.hands);
        }
        self.phase = if vote == Vote::First { Phase::Talking(voted.hands.advice(answer)) } else { Phase::Ruling };
        true
    }

    /// After a talk comes the case that shows what it did; where there was none, or no such case, the next question.
    fn after_ruling(&mut self) {
        let talked = self.hands(self.question, Vote::Second).is_some();
        let has_case = self.plan.questions.get(self.question).is_some_and(|asked| asked.after.is_some());
        if talked && has_case && !self.following {
            self.following = true;
            self.phase = Phase::Reading;
        } else {
            self.next_question();
        }
    }

    fn next_question(&mut self) {
        self.question += 1;
        self.following = false;
        self.phase = if self.question < self.plan.questions.len() { Phase::Reading } else { Phase::Over };
    }
}
