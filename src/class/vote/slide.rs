//! Writes the slides that the class sees.
//!
//! A slide must not show the answer before the teacher reveals it. The counts of votes stay hidden until voting on the
//! case is over, because students follow the majority, which is often wrong.

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

/// Returns the current slide. If `with_case` is true, the slide includes the story and the numbered lines.
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
        let question = say!("Which response would have helped: 401 with a challenge, or 403?");
        slide.blocks.push(Block::Paragraph(Text::new(question, Meaning::Strong)));
    }
    slide.blocks.push(instruction(session.phase));
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

/// Returns the numbers to show in large digits: both codes during a vote, then only the answer, and finally the shares
/// of correct votes.
pub fn large_figures(session: &VoteState) -> Vec<Text> {
    let code = |code: u16| Text::new(code.to_string(), Meaning::Status(Verdict::from_status(code)));
    match session.phase {
        VotePhase::Over => {
            let [first, second] = session.mean_shares();
            let first = first.map(|share| Text::new(percent(share), Meaning::Plain));
            first.into_iter().chain(second.map(|share| Text::new(percent(share), Meaning::Correct))).collect()
        }
        VotePhase::Ruling if session.case().is_none_or(|case| !case.both) => {
            session.case().map(|case| code(case.answer)).into_iter().collect()
        }
        _ => vec![code(401), code(403)],
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

pub(crate) fn doubt(session: &VoteState, hands: Hands) -> Option<String> {
    let (total, before) = session.doubtful_total(hands)?;
    Some(say!("The votes add up to {}, but the previous vote added up to {}.", total, before))
}

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

pub(crate) fn hands_text(hands: Hands, case: &Case) -> String {
    let share = case.share(hands).map_or_else(String::new, |share| say!(", {} right", percent(share)));
    let unknown = if hands.unknown > 0 { say!(", don't know: {}", hands.unknown) } else { String::new() };
    format!("401: {}, 403: {}{unknown}{share}", hands.unauthorized, hands.forbidden)
}

pub(crate) fn gain_text(gain: f64) -> String {
    let number = decimal(gain, 2);
    if number.starts_with('\u{2212}') { number } else { format!("+{number}") }
}

fn results(session: &VoteState, library: &Library) -> Document {
    let mut slide = Document::new(say!("What the votes show"));
    let questions = session.plan.questions.iter().enumerate();
    let panels: Vec<_> = questions.filter_map(|(index, asked)| panel(session, library, index, asked)).collect();
    // The panel of a single case already contains both shares.
    let lead = match session.mean_shares().map(|share| share.map(percent)) {
        [Some(first), Some(second)] if panels.len() > 1 => {
            say!("Correct votes: {} in the first vote, {} in the second vote.", first, second)
        }
        [Some(first), None] if panels.len() > 1 => say!("Correct votes: {}.", first),
        _ if session.has_votes() => say!("Share of correct votes").to_owned(),
        _ => say!("Nobody has voted yet.").to_owned(),
    };
    slide.blocks.push(Block::Paragraph(Text::new(lead, Meaning::Strong)));
    slide.blocks.extend(panels.chunks(2).map(|two| Block::Columns(two.to_vec())));
    slide
}

fn panel(session: &VoteState, library: &Library, index: usize, asked: &Asked) -> Option<Vec<Block>> {
    let row = row(session, library, index, asked)?;
    let mut blocks = vec![Block::Heading(format!("{}. {}", index + 1, title(library, asked)).into())];
    let votes = [
        (Vote::First, say!("First vote"), None),
        (Vote::Second, say!("Second vote"), Some(true)),
        (Vote::After, say!("New case"), Some(true)),
    ];
    for (vote, label, correct) in votes {
        let Some(share) = session.share(index, vote) else { continue };
        blocks.push(Block::Bar(BarLine { label: label.to_owned(), share, note: percent(share), correct }));
    }
    if let [_] = blocks.as_slice() {
        return Some(vec![Block::Paragraph(row.into())]);
    }
    let gain = session.gain(index, Vote::Second).map(gain_text);
    blocks.extend(gain.map(|gain| Block::Paragraph(say!("Gain: {} (the maximum is +1)", gain).into())));
    Some(blocks)
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
