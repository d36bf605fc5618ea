//! Writes notes that the teacher can read on a second terminal: the answer, the votes, what to do next, and the
//! misconceptions.
//!
//! Only the teacher should see the notes.

use super::event::{Advice, Case, Vote};
use super::slide::{certainty_note, gain_text, hands_text, rows};
use super::state::{VotePhase, VoteState};
use crate::document::feedback::motto;
use crate::document::{Block, Document};
use crate::i18n::percent;
use crate::i18n::translate;
use crate::learner::diagnosis::WrongRule;
use crate::ruling::Verdict;
use crate::say;
use crate::scenario::Scenario;
use crate::scenario::library::Library;

/// Returns the teacher's notes for the current phase.
pub fn notes(session: &VoteState, library: &Library) -> Document {
    let Some(case) = session.case() else {
        let lines = rows(session, library);
        let lines = if lines.is_empty() { vec![say!("Nobody has voted yet.").to_owned()] } else { lines };
        let gain = say!("The gain is the share of wrong first votes that became correct. A negative gain is the share of correct first votes that was lost.").to_owned();
        let sections = vec![section(say!("Share of correct votes"), lines), section("", vec![gain])];
        return document(say!("Results").to_owned(), sections);
    };
    let number = say!("Question {} of {}", session.question + 1, session.plan.questions.len());
    let title = if session.is_follow_up { say!("{}, a new case", number) } else { number };
    let mut sections = vec![section(say!("Now"), vec![now(session)])];
    let votes = votes(session);
    if !votes.is_empty() {
        sections.push(section(say!("Votes"), votes));
    }
    match library.scenario(&case.item) {
        Some(scenario) => sections.extend(about(scenario, case)),
        None => sections.push(section("", vec![say!("None of the open packs contains {}.", case.item)])),
    }
    sections.extend(next(session, library));
    document(title, sections)
}

type HeadedText = (String, Vec<String>);

fn section(heading: &str, paragraphs: Vec<String>) -> HeadedText {
    (heading.to_owned(), paragraphs)
}

fn document(title: String, sections: Vec<HeadedText>) -> Document {
    let mut document = Document::new(title);
    for (heading, paragraphs) in sections {
        let paragraphs: Vec<Block> = paragraphs.into_iter().map(|text| Block::Paragraph(text.into())).collect();
        if heading.is_empty() {
            document.blocks.extend(paragraphs);
        } else {
            document.blocks.push(Block::panel(&heading, paragraphs));
        }
    }
    document
}

fn now(session: &VoteState) -> String {
    let share = session.share(session.question, Vote::First).map(percent).unwrap_or_default();
    let both = session.case().is_some_and(|case| case.both);
    match session.phase {
        VotePhase::Talking(_) if both => {
            say!("Both codes are right: let students compare their reasons in pairs for two minutes, then vote again.")
                .to_owned()
        }
        VotePhase::Ruling if both => {
            say!("The answer is on the screen. For each code, ask one student to give the best reason.").to_owned()
        }
        VotePhase::Reading => say!("Students read the case on their own, without talking.").to_owned(),
        VotePhase::Voting(Vote::First) => {
            say!("Take a vote on each code and count the hands, but don't say which code has more votes.").to_owned()
        }
        VotePhase::Voting(_) => say!("Count the hands again.").to_owned(),
        VotePhase::Talking(Advice::Explain) => {
            say!("{} correct (below 35%): explain the case again without naming the code, then vote again.", share)
        }
        VotePhase::Talking(Advice::Discuss) => {
            say!(
                "{} correct (35 to 70%): let students discuss the case in pairs for two minutes, then vote again.",
                share
            )
        }
        VotePhase::Talking(Advice::Tell) => {
            say!("{} correct (above 70%): give the answer, explain it in one sentence, and continue.", share)
        }
        VotePhase::Ruling if session.hands(session.question, Vote::Second).is_some() && !session.is_follow_up => {
            say!("The answer is on the screen. Ask someone who changed their vote what convinced them.").to_owned()
        }
        VotePhase::Ruling => say!("The answer is on the screen. Ask someone which line decides the case.").to_owned(),
        VotePhase::Over => String::new(),
    }
}

fn votes(session: &VoteState) -> Vec<String> {
    let question = session.question;
    let Some(asked) = session.plan.questions.get(question) else {
        return Vec::new();
    };
    [
        (Vote::First, say!("First vote"), Some(&asked.first)),
        (Vote::Second, say!("Second vote"), Some(&asked.first)),
        (Vote::After, say!("Follow-up case"), asked.after.as_ref()),
    ]
    .into_iter()
    .filter_map(|(vote, label, case)| {
        let hands_text = hands_text(session.hands(question, vote)?, case?);
        let gain = session.gain(question, vote).filter(|_| vote != Vote::First);
        let gain = gain.map_or_else(String::new, |gain| say!(", gain {}", gain_text(gain)));
        Some(format!("{label}: {hands_text}{gain}."))
    })
    .collect()
}

fn about(scenario: &Scenario, case: &Case) -> Vec<HeadedText> {
    let answer = scenario.answer;
    let number = scenario.evidence.line;
    let line = scenario.deciding_line().unwrap_or_default();
    let mut sections = vec![
        section(
            say!("Answer"),
            vec![
                if case.both { case.answer_text() } else { format!("{}: {}", answer.name(), motto(answer)) },
                scenario.explanation.why.clone(),
            ],
        ),
        section(say!("Deciding line"), vec![say!("Line {}: {}", number, line), scenario.evidence.text.clone()]),
        section(say!("Why not the other code"), vec![scenario.explanation.why_not.clone()]),
    ];
    sections
        .extend(certainty_note(scenario).map(|note| section(say!("How certain the answer is"), vec![note.to_owned()])));
    if let Some(text) = scenario.likely_misconception().and_then(|one| one.told(scenario.telling)) {
        sections.push(section(
            say!("The misconception"),
            vec![
                format!("~~{}~~", translate(&text.belief)),
                translate(&text.truth).to_owned(),
                say!("Where it fails: {}", translate(&text.breaks)),
            ],
        ));
    }
    let erring = |rule: &&WrongRule| rule.answers(scenario.kind).is_some_and(|code| code != answer);
    let rules: Vec<String> = WrongRule::ALL.iter().filter(erring).map(|rule| format!("~~{}~~", rule.text())).collect();
    if !rules.is_empty() && !case.both {
        let other = if answer == Verdict::Unauthorized { "403" } else { "401" };
        sections.push(section(&say!("Misconceptions that lead to {} here", other), rules));
    }
    sections.push(section(say!("Questions to ask"), vec![scenario.teacher.clone()]));
    sections
}

fn next(session: &VoteState, library: &Library) -> Option<HeadedText> {
    let questions = &session.plan.questions;
    let asked = questions.get(session.question)?;
    let talked = !matches!(session.phase, VotePhase::Talking(Advice::Tell) | VotePhase::Ruling)
        || session.hands(session.question, Vote::Second).is_some();
    let follows = asked.after.as_ref().filter(|_| talked && !session.is_follow_up);
    let case = follows.or_else(|| questions.get(session.question + 1).map(|asked| &asked.first))?;
    let title = library.scenario(&case.item).map_or(case.item.as_str(), |scenario| &scenario.title);
    Some(section(say!("Next"), vec![say!("{}, {}. airside show {}", title, case.answer_text(), case.item)]))
}
