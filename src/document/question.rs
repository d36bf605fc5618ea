//! Shows a case, a claim or a pair as the learner sees it before answering.
//!
//! A question must not contain anything that gives the answer away.

use super::{AirportStrip, AnswerChoice, Block, Document, ExchangeLines, Group, Meaning, Text};
use crate::i18n::translate;
use crate::learner::answer::QuestionType;
use crate::round::item::Item;
use crate::round::subject::{CasePair, Subject};
use crate::say;
use crate::scenario::{Scenario, Telling};

/// Creates a question, including the hints shown so far. The story comes first, followed by the numbered lines, the
/// hints, the prompt and the answers. For a page, returns an empty document.
pub fn question(subject: Subject<'_>, hints_shown: u8) -> Document {
    match subject {
        Subject::Scenario(scenario) => {
            let mut document = case(scenario);
            add_hints(&mut document, &[&scenario.hints.fact, &scenario.hints.rule], hints_shown);
            add_choices(&mut document, &prompt(scenario), choices(scenario));
            document
        }
        Subject::Claim(claim) => {
            let mut document = Document::new(say!("The article, claim {}", claim.number));
            let text = Block::Paragraph(translate(&claim.claim).into());
            document.blocks.push(Block::panel(say!("In short, the article says"), vec![text]));
            let hints = [
                say!("Look up what the specification says on this point."),
                say!(
                    "\"Inverted\" means that the two codes are swapped. \"Misleading\" means that the claim leads to wrong answers."
                ),
            ];
            add_hints(&mut document, &hints, hints_shown);
            add_choices(&mut document, say!("Is this claim right?"), titles(QuestionType::Claim));
            document
        }
        Subject::Pair(both) => pair(&both),
        Subject::Page(_) => Document::default(),
        Subject::Survey(_) => {
            let mut document = Document::new(say!("One question about you"));
            document.paragraph(say!(
                "Flávia Bastos's article \"The difference between HTTP status codes 401 and 403\" explains the two codes with a ticket, a security check and a gate."
            ));
            let answers = [say!("Yes, or something similar."), say!("No.")];
            add_choices(
                &mut document,
                say!("Have you read the article, or has somebody told you about it?"),
                numbered(answers.map(str::to_owned)),
            );
            document
        }
    }
}

/// Creates the part of a scenario that the learner sees first: the story and the numbered lines. An airport scene also
/// shows the traveller outside the entrance.
pub fn case(scenario: &Scenario) -> Document {
    let mut document = Document::new(scenario.title.as_str());
    if scenario.telling == Telling::Airport && scenario.server.is_none() && scenario.asks.is_none() {
        document.blocks.push(Block::Strip(AirportStrip::default()));
    }
    if let Some(server) = &scenario.server {
        document.field(say!("Server"), format!("{} {}, {}", server.product, server.version, server.configuration));
    }
    document.paragraph(scenario.story.as_str());
    document.blocks.push(Block::Exchange(exchange(scenario)));
    document
}

pub fn exchange(scenario: &Scenario) -> ExchangeLines {
    let http = scenario.telling == Telling::Http;
    let found = if http { say!("What the server finds") } else { say!("What is found") };
    let groups = [
        (say!("Request"), &scenario.exchange.request),
        (found, &scenario.exchange.findings),
        (say!("What the server answered"), &scenario.exchange.returned),
    ];
    let groups = groups.into_iter().filter(|(_, lines)| !lines.is_empty());
    let groups = groups.map(|(heading, lines)| Group { heading: heading.to_owned(), lines: lines.clone() }).collect();
    ExchangeLines { groups, http, ..ExchangeLines::default() }
}

pub(crate) fn which_line() -> &'static str {
    say!("Which line decides?")
}

fn pair(pair: &CasePair<'_>) -> Document {
    let mut document = Document::new(pair.cases[0].title.as_str());
    document.blocks = scene_of_pair(pair);
    let answered = pair.records[0].and_then(|record| record.answer);
    let heading =
        answered.map_or_else(|| say!("First").to_owned(), |(code, _)| say!("First: you said {}", code.title()));
    let side = |heading: &str, side| vec![Block::Heading(heading.into()), Block::Exchange(own_lines(pair, side))];
    document.blocks.push(Block::Columns(vec![side(&heading, 0), side(say!("Second"), 1)]));
    add_choices(&mut document, which_of_pair(pair.side), titles(QuestionType::Code));
    document
}

pub(crate) fn scene_of_pair(pair: &CasePair<'_>) -> Vec<Block> {
    let [first, second] = pair.cases;
    let mut document = Document::default();
    let twice = match differing_lines(pair).len() {
        2 => say!("One fact differs, on two lines."),
        _ => say!("One fact differs."),
    };
    if second.story == first.story {
        document.paragraph(format!("{} {twice}", first.story));
    } else {
        document.paragraph(first.story.as_str());
        document.paragraph(second.story.as_str());
        document.paragraph(twice);
    }
    document.blocks.extend(shared_request(pair).map(Block::Exchange));
    document.blocks
}

/// Returns both requests of a pair, without the headers that describe the content. If one request has more headers at
/// its end, these headers are listed as not sent in the other request, so that the remaining lines have the same
/// numbers in both requests.
fn requests(pair: &CasePair<'_>) -> [Vec<String>; 2] {
    let requests = pair.cases.map(|case| &case.exchange.request);
    let header = |line: &String| line.split_once(':').map_or_else(String::new, |(name, _)| name.to_owned());
    let is_kept = |line: &&String| !["Accept", "Content-Type", "Content-Length"].contains(&header(line).as_str());
    [0, 1].map(|side| {
        let extra = requests[1 - side].get(requests[side].len()..).unwrap_or_default();
        let absent = extra.iter().map(|line| say!("{}: (not sent)", header(line)));
        requests[side].iter().filter(is_kept).cloned().chain(absent).collect()
    })
}

fn shared_lines(pair: &CasePair<'_>) -> usize {
    let [first, second] = requests(pair);
    first.iter().zip(&second).take_while(|(line, other)| line == other).count()
}

fn shared_request(pair: &CasePair<'_>) -> Option<ExchangeLines> {
    let mut lines = exchange(pair.cases[0]);
    lines.groups.truncate(1);
    lines.groups.first_mut()?.lines.truncate(shared_lines(pair));
    (shared_lines(pair) > 0).then_some(lines)
}

/// Returns the lines of one case in a pair, without the lines at the start that both cases share.
pub(super) fn own_lines(pair: &CasePair<'_>, side: usize) -> ExchangeLines {
    let mut lines = exchange(pair.cases[side]);
    lines.before = shared_lines(pair);
    let request = requests(pair)[side].split_off(lines.before);
    if let Some(group) = lines.groups.first_mut() {
        group.lines = request;
    }
    lines.groups.retain(|group| !group.lines.is_empty());
    lines
}

pub(super) fn differing_lines(pair: &CasePair<'_>) -> Vec<usize> {
    let lines = |side| own_lines(pair, side).groups.into_iter().flat_map(|group| group.lines);
    let both = (own_lines(pair, 0).before + 1..).zip(lines(0).zip(lines(1)));
    both.filter(|(_, (line, other))| line != other).map(|(number, _)| number).collect()
}

pub(crate) fn which_of_pair(side: usize) -> &'static str {
    if side == 0 { say!("First case: 401 or 403?") } else { say!("Second case: 401 or 403?") }
}

pub(crate) fn code_prompts() -> [&'static str; 3] {
    [say!("401 or 403?"), say!("401, 403 or neither?"), incident_prompt()]
}

pub(crate) fn incident_prompt() -> &'static str {
    say!("Which response would have helped: 401 with a challenge, 403, or neither?")
}

pub fn prompt(scenario: &Scenario) -> String {
    if let Some(asks) = &scenario.asks {
        return asks.question.clone();
    }
    match (Item::from_scenario(scenario).question_type, &scenario.incident) {
        (Some(QuestionType::Judgement), _) => say!("Is this server right?"),
        (_, Some(_)) => incident_prompt(),
        (Some(QuestionType::CodeOrNeither), _) => say!("401, 403 or neither?"),
        _ => say!("401 or 403?"),
    }
    .to_owned()
}

fn choices(scenario: &Scenario) -> Vec<AnswerChoice> {
    match (&scenario.asks, Item::from_scenario(scenario).question_type) {
        (Some(asks), _) => numbered(asks.choices.iter().map(|choice| choice.text.clone())),
        (None, Some(QuestionType::Judgement)) => judgements(),
        (None, question_type) => question_type.map(titles).unwrap_or_default(),
    }
}

fn titles(question_type: QuestionType) -> Vec<AnswerChoice> {
    let answers = question_type.answers().iter();
    answers.map(|answer| choice(answer.key().to_string(), answer.title())).collect()
}

fn judgements() -> Vec<AnswerChoice> {
    let meanings = [
        say!("conforms (the response meets every MUST and SHOULD)"),
        say!("wrong code (a MUST, a SHOULD or a definition calls for another code)"),
        say!("challenge missing or broken (the 401 is right, but WWW-Authenticate isn't)"),
        say!("arguable (allowed, but another response would be at least as good)"),
    ];
    let answers = QuestionType::Judgement.answers().iter().zip(meanings);
    answers.map(|(answer, meaning)| choice(answer.key().to_string(), meaning)).collect()
}

fn numbered(texts: impl IntoIterator<Item = String>) -> Vec<AnswerChoice> {
    (1..).zip(texts).map(|(number, text)| choice(number.to_string(), &text)).collect()
}

fn choice(key: String, text: &str) -> AnswerChoice {
    AnswerChoice { key, text: text.into(), chosen: false }
}

fn add_hints(document: &mut Document, hints: &[&(impl AsRef<str> + ?Sized)], shown: u8) {
    for (number, hint) in (1..=shown).zip(hints) {
        document.field(say!("Hint {} of {}", number, hints.len()), hint.as_ref());
    }
}

fn add_choices(document: &mut Document, prompt: &str, choices: Vec<AnswerChoice>) {
    document.blocks.push(Block::Paragraph(Text::new(prompt, Meaning::Strong)));
    document.blocks.push(Block::Choices(choices));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::claims;

    #[test]
    fn hints_come_one_by_one_and_the_answers_last() {
        let ask = |hints| question(Subject::Claim(&claims()[0]), hints);
        let hints =
            |document: &Document| document.blocks.iter().filter(|block| matches!(block, Block::Field(_))).count();
        assert_eq!([0, 1, 2, 3].map(|shown| hints(&ask(shown))), [0, 1, 2, 2]);
        assert!(matches!(ask(1).blocks.last(), Some(Block::Choices(choices)) if choices.len() == 6));
        assert_eq!(question(Subject::Page("welcome"), 0), Document::default());
    }
}
