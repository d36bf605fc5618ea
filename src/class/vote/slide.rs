//! What the class sees on the projector.
//!
//! Owns the words. Must not show the answer before the ruling, nor a count of hands before the votes on a case are over:
//! what most people think is a hint, and a wrong one as often as not.

use super::event::{Advice, Asked, Hands, Vote};
use super::state::{VotePhase, VoteState};
use crate::document::feedback::motto;
use crate::document::question::question;
use crate::document::{Block, Group};
use crate::round::subject::Subject;
use crate::ruling::Verdict;
use crate::say;
use crate::scenario::Scenario;
use crate::scenario::library::Library;

/// What is on the projector.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slide {
    /// The heading.
    pub title: String,
    /// What the class does now.
    pub call: String,
    /// The codes in big letters: both while they are voted on, one when it is shown, none otherwise.
    pub codes: Vec<u16>,
    /// The story, in paragraphs.
    pub story: Vec<String>,
    /// The lines of the exchange.
    pub groups: Vec<Group>,
    /// What is said besides.
    pub says: Vec<String>,
    /// The votes, once they may be seen.
    pub bars: Vec<Bar>,
}

/// A vote as a bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Which vote, as `First vote`.
    pub label: String,
    /// The share that was right, from 0 to 1.
    pub share: f64,
    /// What it says in words.
    pub says: String,
}

/// What is on the projector now.
pub fn slide(session: &VoteState, library: &Library) -> Slide {
    let Some(case) = session.case() else {
        return results(session, library);
    };
    let place = say!("{} of {}", session.question() + 1, session.plan().questions.len());
    let Some(scenario) = library.scenario(&case.item) else {
        let call = say!("No open pack has {}.", case.item);
        return Slide { title: place, call, ..Slide::default() };
    };
    let title = if session.following() { say!("{}, a new case", place) } else { place };
    let title = format!("{title}: {}", scenario.title);
    if session.phase() == VotePhase::Ruling {
        return ruling(session, scenario, title);
    }
    let open = question(Subject::Scenario(scenario), 0);
    let groups = open.blocks.iter().find_map(|block| match block {
        Block::Exchange(exchange) => Some(exchange.groups.clone()),
        _ => None,
    });
    let codes = if session.phase() == VotePhase::Reading { Vec::new() } else { vec![401, 403] };
    let hint = (session.phase() == VotePhase::Talking(Advice::Explain)).then(|| scenario.hints.fact.clone());
    Slide {
        title,
        call: call(session.phase()).to_owned(),
        codes,
        story: vec![scenario.story.clone()],
        groups: groups.unwrap_or_default(),
        says: hint.into_iter().collect(),
        bars: Vec::new(),
    }
}

/// What the class does in this phase.
fn call(phase: VotePhase) -> &'static str {
    match phase {
        VotePhase::Reading => say!("Read. Decide for yourself, without talking."),
        VotePhase::Voting(Vote::Second) => say!("Vote again: 401 or 403?"),
        VotePhase::Voting(_) => say!("Hands up: 401 or 403?"),
        VotePhase::Talking(Advice::Explain) => say!("Listen, look again, then vote again."),
        VotePhase::Talking(Advice::Discuss) => say!("Talk to somebody who voted otherwise. Which line decides?"),
        VotePhase::Talking(Advice::Tell) => say!("Hands down. The ruling comes next."),
        VotePhase::Ruling | VotePhase::Over => "",
    }
}

fn ruling(session: &VoteState, scenario: &Scenario, title: String) -> Slide {
    let answer = session.case().map_or(0, |case| case.answer);
    let mut says = vec![say!("The answer is {}: {}", answer, motto(Verdict::from_status(answer)))];
    let number = scenario.evidence.line;
    let line = number.checked_sub(1).and_then(|place| scenario.shown_lines().nth(place));
    says.extend(line.map(|line| say!("Line {} decides: {}", number, line)));
    says.extend([scenario.explanation.why.clone(), scenario.explanation.why_not.clone()]);
    let votes: &[(Vote, &str)] = if session.following() {
        &[(Vote::After, say!("This vote"))]
    } else {
        &[(Vote::First, say!("First vote")), (Vote::Second, say!("Second vote"))]
    };
    let bars = votes.iter().filter_map(|(vote, label)| {
        let (hands, share) = session.hands(session.question(), *vote).zip(session.share(session.question(), *vote))?;
        Some(Bar { label: (*label).to_owned(), share, says: told(hands, answer) })
    });
    let bars = bars.collect();
    Slide { title, codes: vec![answer], says, bars, ..Slide::default() }
}

/// A vote in words.
pub fn told(hands: Hands, answer: u16) -> String {
    let share = hands.share(answer).map_or_else(String::new, |share| say!(", {} right", percent(share)));
    format!("401: {}, 403: {}{share}", hands.unauthorized, hands.forbidden)
}

/// A share as whole percent.
pub fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// A gain with its sign.
pub fn signed(gain: f64) -> String {
    // Adding nought makes a nought that is negative an ordinary one.
    format!("{:+.2}", (gain * 100.0).round() / 100.0 + 0.0)
}

/// The results, question by question.
fn results(session: &VoteState, library: &Library) -> Slide {
    let says = rows(session, library);
    let call =
        if says.is_empty() { say!("Nobody has voted.") } else { say!("The share that was right, vote by vote.") };
    Slide { title: say!("What the votes say").to_owned(), call: call.to_owned(), says, ..Slide::default() }
}

/// A line for each question that was voted on.
pub(super) fn rows(session: &VoteState, library: &Library) -> Vec<String> {
    let row = |(place, asked): (usize, &Asked)| {
        let title = library.scenario(&asked.first.item).map_or(asked.first.item.as_str(), |scenario| &scenario.title);
        let later = |vote, lead: &str| {
            let share = percent(session.share(place, vote)?);
            let gain = session.gain(place, vote).map_or_else(String::new, |gain| say!(" (gain {})", signed(gain)));
            Some(format!("{lead}{share}{gain}"))
        };
        let first = percent(session.share(place, Vote::First)?);
        let second = later(Vote::Second, say!(", then ")).unwrap_or_default();
        let after = later(Vote::After, say!("; the new case ")).unwrap_or_default();
        Some(format!("{}. {title}: {first}{second}{after}.", place + 1))
    };
    session.plan().questions.iter().enumerate().filter_map(row).collect()
}
