//! Writes a printable record of past sessions, with their questions and the class's votes.

use super::event::{Case, Hands, Vote};
use super::slide::{certainty_note, gain_text};
use super::state::VoteState;
use crate::calendar::date;
use crate::document::feedback::code_name;
use crate::document::question::exchange;
use crate::document::{Block, Document, ExchangeLines, Text};
use crate::i18n::{foreign_language, percent};
use crate::ruling::Verdict;
use crate::say;
use crate::scenario::library::Library;

/// Lists every question that the class voted on, with the answer and the number of votes. The newest session comes
/// first. Older sessions without votes are left out.
pub fn record(sessions: &[VoteState], library: &Library) -> Option<Document> {
    let mut document = Document::new(say!("401 or 403? How the class voted"));
    let newest = sessions.last()?;
    add_session(&mut document, newest, library);
    let earlier = sessions.iter().rev().skip(1);
    earlier.filter(|session| session.has_votes()).for_each(|session| add_session(&mut document, session, library));
    Some(document)
}

fn add_session(document: &mut Document, session: &VoteState, library: &Library) {
    document.heading(say!("Session of {}", date(session.plan.begun)));
    let asked = session.plan.questions.len();
    let voted: Vec<usize> = (0..asked).filter(|index| session.hands(*index, Vote::First).is_some()).collect();
    document.paragraph(say!("Questions that were voted on: {} of {}.", voted.len(), asked));
    for index in voted {
        let Some(question) = session.plan.questions.get(index) else { continue };
        let both = [Vote::First, Vote::Second];
        add_case(document, session, library, index, &question.first, &both);
        if let Some(after) = question.after.as_ref().filter(|_| session.hands(index, Vote::After).is_some()) {
            add_case(document, session, library, index, after, &[Vote::After]);
        }
    }
}

fn add_case(
    document: &mut Document, session: &VoteState, library: &Library, index: usize, case: &Case, votes: &[Vote],
) {
    let found = library.scenario_with_pack(&case.item);
    let language = found.map_or("", |(pack, scenario)| foreign_language(&scenario.id, &pack.language));
    let title = found.map_or(case.item.as_str(), |(_, scenario)| &scenario.title);
    let number = index + 1;
    let is_new = votes.contains(&Vote::After);
    let lead = if is_new { format!("{}: ", say!("{}, a new case", number)) } else { format!("{number}. ") };
    document.heading(Text::verbatim(lead).followed_by(Text::verbatim(title).in_language(language)));
    if let Some((_, scenario)) = found {
        document.paragraph(Text::verbatim(scenario.story.as_str()).in_language(language));
        let mut lines = ExchangeLines { language: language.to_owned(), ..exchange(scenario) };
        lines.deciding = Some(scenario.evidence.line);
        document.blocks.push(Block::Exchange(lines));
        let name = code_name(Verdict::from_status(case.answer));
        let (answer, line) = (if case.both { case.answer_text() } else { name.to_owned() }, scenario.evidence.line);
        document.field(say!("Answer"), say!("{}, line {}", answer, line));
        document.blocks.extend(certainty_note(scenario).map(|note| Block::Paragraph(note.into())));
    } else {
        document.paragraph(say!("No open pack has {}.", case.item));
        document.field(say!("Answer"), case.answer_text());
    }
    let row = |vote: &Vote| {
        let hands = session.hands(index, *vote)?;
        let gain = session.gain(index, *vote).filter(|_| *vote != Vote::First).map(gain_text);
        Some(counts(*vote, hands, case, gain).map(Text::verbatim).to_vec())
    };
    let head = [say!("Vote"), "401", "403", say!("Don't know"), say!("Correct"), say!("Gain")];
    document.blocks.push(Block::table(head, votes.iter().filter_map(row)));
}

fn counts(vote: Vote, hands: Hands, case: &Case, gain: Option<String>) -> [String; 6] {
    let name = match vote {
        Vote::First => say!("First vote"),
        Vote::Second => say!("Second vote"),
        Vote::After => say!("This vote"),
    };
    [
        name.to_owned(),
        hands.unauthorized.to_string(),
        hands.forbidden.to_string(),
        hands.unknown.to_string(),
        case.share(hands).map_or_else(|| "–".to_owned(), percent),
        gain.unwrap_or_else(|| "–".to_owned()),
    ]
}
