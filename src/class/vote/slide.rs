//! Writes the slides that the class sees.
//!
//! A slide must not show the answer before the teacher reveals it. A slide must not show a count until all votes on the
//! case are over, because students follow the majority, which is often wrong.

use super::event::{Advice, Asked, Case, Hands, Vote};
use super::state::{VotePhase, VoteState};
use crate::document::feedback::{decided_by, motto};
use crate::document::question::question;
use crate::document::{BarLine, Block, Document, Meaning, Text};
use crate::i18n::{decimal, percent};
use crate::round::subject::Subject;
use crate::ruling::{Certainty, Verdict};
use crate::say;
use crate::scenario::Scenario;
use crate::scenario::library::Library;

/// Returns the current slide. If `with_case` is set, the slide includes the story and the numbered lines.
pub fn slide(session: &VoteState, library: &Library, with_case: bool) -> Document {
    let Some(case) = session.case() else {
        return results(session, library);
    };
    let number = say!("{} of {}", session.question + 1, session.plan.questions.len());
    let Some(scenario) = library.scenario(&case.item) else {
        let mut slide = Document::new(number);
        slide.paragraph(say!("None of the open packs contains {}.", case.item));
        return slide;
    };
    let title = if session.is_follow_up { say!("{}, a new case", number) } else { number };
    let mut slide = Document::new(format!("{title}: {}", scenario.title));
    if session.phase == VotePhase::Ruling {
        add_ruling(&mut slide, session, scenario);
        return slide;
    }
    if scenario.incident.is_some() {
        let question = say!("Which answer would have helped: 401 with a challenge, or 403?");
        slide.blocks.push(Block::Paragraph(Text::new(question, Meaning::Strong)));
    }
    slide.blocks.push(instruction(session.phase));
    slide.blocks.extend(suspicious_total(session));
    if with_case {
        slide.paragraph(scenario.story.clone());
        let exchange = |block: &Block| matches!(block, Block::Exchange(_));
        slide.blocks.extend(question(Subject::Scenario(scenario), 0).blocks.into_iter().filter(exchange));
    }
    if session.phase == VotePhase::Talking(Advice::Explain) {
        slide.paragraph(scenario.hints.fact.clone());
    }
    slide
}

/// Returns the codes to show in large digits: both codes during a vote, and afterwards only the answer.
pub fn large_codes(session: &VoteState) -> Vec<u16> {
    match session.phase {
        VotePhase::Reading | VotePhase::Over => Vec::new(),
        VotePhase::Ruling if session.case().is_none_or(|case| !case.both) => {
            session.case().map(|case| case.answer).into_iter().collect()
        }
        VotePhase::Voting(_) | VotePhase::Talking(_) | VotePhase::Ruling => vec![401, 403],
    }
}

fn instruction(phase: VotePhase) -> Block {
    let text = match phase {
        VotePhase::Reading => say!("Read the case and decide on your own, without talking."),
        VotePhase::Voting(Vote::Second) => say!("Vote again: 401 or 403?"),
        VotePhase::Voting(_) => say!("Hands up: 401 or 403?"),
        VotePhase::Talking(Advice::Explain) => say!("Listen, look at the case again, then vote again."),
        VotePhase::Talking(Advice::Discuss) => {
            say!("Talk to someone who voted for the other code. Which line decides?")
        }
        VotePhase::Talking(Advice::Tell) => say!("Hands down. The answer comes next."),
        VotePhase::Ruling | VotePhase::Over => "",
    };
    Block::Paragraph(Text::new(text, Meaning::Strong))
}

/// Returns a remark if the total of a vote is less than half or more than double the total of the previous vote.
pub(super) fn suspicious_total(session: &VoteState) -> Option<Block> {
    let (last, before) = session.suspicious_total()?;
    let text = say!(
        "The votes add up to {}; the last vote added up to {}. If that's a mistake, go back and count again.",
        last,
        before
    );
    Some(Block::Paragraph(Text::new(text, Meaning::Muted)))
}

/// Returns a note on a case that the specification leaves to convention or to debate.
pub(super) fn certainty_note(scenario: &Scenario) -> Option<&'static str> {
    let ruling = scenario.ruling();
    matches!(ruling.certainty, Certainty::Convention | Certainty::Debatable).then(|| decided_by(&ruling))
}

fn add_ruling(slide: &mut Document, session: &VoteState, scenario: &Scenario) {
    let Some(case) = session.case() else { return };
    slide.paragraph(if case.both {
        say!("Both codes are right. The explanation is about {}.", case.answer)
    } else {
        say!("The answer is {}: {}", case.answer, motto(Verdict::from_status(case.answer)))
    });
    if let Some(line) = scenario.deciding_line() {
        let lead = Text::new(say!("Line {} decides:", scenario.evidence.line), Meaning::Strong);
        slide.blocks.push(Block::Paragraph(
            lead.followed_by(Text::verbatim(" ")).followed_by(Text::new(line, Meaning::Deciding)),
        ));
    }
    slide.paragraph(scenario.explanation.why.clone());
    slide.paragraph(scenario.explanation.why_not.clone());
    slide.blocks.extend(certainty_note(scenario).map(|note| Block::Paragraph(note.into())));
    slide.blocks.extend(suspicious_total(session));
    let votes: &[(Vote, &str)] = if session.is_follow_up {
        &[(Vote::After, say!("This vote"))]
    } else {
        &[(Vote::First, say!("First vote")), (Vote::Second, say!("Second vote"))]
    };
    for (vote, label) in votes {
        let Some(hands) = session.hands(session.question, *vote) else { continue };
        let counts = say!("{}: {} for 401, {} for 403.", label, hands.unauthorized, hands.forbidden);
        let unknown = if hands.unknown > 0 { say!(" {} didn't know.", hands.unknown) } else { String::new() };
        slide.heading(format!("{counts}{unknown}"));
        let Some(share) = case.share(hands) else { continue };
        let bar = BarLine { label: say!("Correct").to_owned(), share, note: percent(share), correct: Some(true) };
        slide.blocks.push(Block::Bar(bar));
    }
}

/// Formats the counts of a vote, with the share of right votes.
pub fn hands_text(hands: Hands, case: &Case) -> String {
    let share = case.share(hands).map_or_else(String::new, |share| say!(", {} right", percent(share)));
    let unknown = if hands.unknown > 0 { say!(", don't know: {}", hands.unknown) } else { String::new() };
    format!("401: {}, 403: {}{unknown}{share}", hands.unauthorized, hands.forbidden)
}

/// Formats a gain with its sign.
pub fn gain_text(gain: f64) -> String {
    let number = decimal(gain, 2);
    if number.starts_with('\u{2212}') { number } else { format!("+{number}") }
}

fn results(session: &VoteState, library: &Library) -> Document {
    let mut slide = Document::new(say!("What the votes say"));
    let rows = rows(session, library);
    let lead =
        if rows.is_empty() { say!("Nobody has voted yet.") } else { say!("Share of correct votes, vote by vote.") };
    slide.blocks.push(Block::Paragraph(Text::new(lead, Meaning::Strong)));
    for (index, asked) in session.plan.questions.iter().enumerate() {
        let Some(text) = row(session, library, index, asked) else { continue };
        let vote = [Vote::Second, Vote::First].into_iter().find_map(|vote| session.share(index, vote));
        let (Some(share), Some(note)) = (vote.filter(|_| !asked.first.both), shares(session, index)) else {
            slide.paragraph(text);
            continue;
        };
        let label = format!("{}. {}", index + 1, title(library, asked));
        slide.blocks.push(Block::Bar(BarLine { label, share, note, correct: Some(true) }));
    }
    slide
}

pub(super) fn rows(session: &VoteState, library: &Library) -> Vec<String> {
    let questions = session.plan.questions.iter().enumerate();
    questions.filter_map(|(index, asked)| row(session, library, index, asked)).collect()
}

fn title<'a>(library: &'a Library, asked: &'a Asked) -> &'a str {
    library.scenario(&asked.first.item).map_or(asked.first.item.as_str(), |scenario| &scenario.title)
}

fn row(session: &VoteState, library: &Library, index: usize, asked: &Asked) -> Option<String> {
    let title = title(library, asked);
    if asked.first.both {
        let last = session.hands(index, Vote::Second).or_else(|| session.hands(index, Vote::First))?;
        return Some(say!("{}. {}: {}; both codes are right.", index + 1, title, hands_text(last, &asked.first)));
    }
    Some(format!("{}. {title}: {}.", index + 1, shares(session, index)?))
}

/// Returns the shares of correct votes on a question, with the gain from each vote after the first.
fn shares(session: &VoteState, index: usize) -> Option<String> {
    let later_vote = |vote, lead: &str| {
        let share = percent(session.share(index, vote)?);
        let gain = session.gain(index, vote).map_or_else(String::new, |gain| say!(" (gain {})", gain_text(gain)));
        Some(format!("{lead}{share}{gain}"))
    };
    let first = percent(session.share(index, Vote::First)?);
    let second = later_vote(Vote::Second, say!(", then ")).unwrap_or_default();
    let after = later_vote(Vote::After, say!("; the new case ")).unwrap_or_default();
    Some(format!("{first}{second}{after}"))
}
