//! Questions and feedback in the shape that some front ends still lay out themselves.
//!
//! Goes away when they show documents. Must not be used by anything new.

use super::Group;
use crate::i18n::translate;
use crate::learner::answer::{Answer, QuestionType};
use crate::learner::diagnosis::WrongRule;
use crate::learner::{Confidence, Record};
use crate::reference::{Claim, Standing, topic_for};
use crate::round::item::Item;
use crate::round::subject::{CasePair, Subject};
use crate::ruling::{Agreement, Certainty, Companion, FactName, Facts, Level, Ruling, Verdict};
use crate::say;
use crate::scenario::{Judgement, Scenario, misconception};

/// What a part is about; front ends may mark them differently. The order is the order of the feedback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// Correct or not quite, and the code, in words.
    Result,
    /// The deciding fact, pointing at its line.
    Fact,
    /// Facts, question, code.
    Trace,
    /// Why the right code is right.
    Right,
    /// Why the right answer is right, where it is not a code.
    Why,
    /// Why the other code is wrong here.
    Wrong,
    /// Why the other answers are wrong, where they are not codes.
    Others,
    /// What must be sent with it: the response in HTTP.
    Companions,
    /// What the client may do next.
    Client,
    /// The source, with its section and level.
    Source,
    /// The real incident: what it cost and where it can be read.
    Incident,
    /// The article's reading and its agreement.
    Article,
    /// The misconception that the answer follows, with a case where it breaks.
    Misconception,
}

impl PartKind {
    /// The heading in front of the part, as `Deciding fact`.
    pub fn label(self) -> &'static str {
        match self {
            Self::Result => say!("Answer"),
            Self::Fact => say!("Deciding fact"),
            Self::Trace => say!("Trace"),
            Self::Right => say!("Why this code"),
            Self::Why => say!("Why"),
            Self::Wrong => say!("Why not the other"),
            Self::Others => say!("Why not the others"),
            Self::Companions => say!("Sent with it"),
            Self::Client => say!("The client next"),
            Self::Source => say!("Source"),
            Self::Incident => say!("What it cost"),
            Self::Article => say!("The article"),
            Self::Misconception => say!("Misconception"),
        }
    }
}

/// One part of the feedback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is about.
    pub kind: PartKind,
    /// Its paragraphs, each to be wrapped by the front end. A paragraph that states something false starts with `WRONG:`.
    pub lines: Vec<String>,
}

/// Everything that is said about one answered item, in order. `followed` is the wrong rule that the answers so far
/// follow, if one stands out; it is named only after a wrong answer that it predicts.
pub fn feedback(subject: Subject<'_>, record: &Record, followed: Option<WrongRule>) -> Vec<Part> {
    let parts = match subject {
        Subject::Scenario(scenario) => on_scenario(scenario, record, followed),
        Subject::Claim(claim) => on_claim(claim, record),
        Subject::Pair(pair) => on_pair(&pair),
        Subject::Page(_) | Subject::Survey(_) => Vec::new(),
    };
    parts.into_iter().filter(|(_, lines)| !lines.is_empty()).map(|(kind, lines)| Part { kind, lines }).collect()
}

type Parts = Vec<(PartKind, Vec<String>)>;

fn on_scenario(scenario: &Scenario, record: &Record, followed: Option<WrongRule>) -> Parts {
    let ruling = scenario.ruling();
    // A server is judged, and other questions have answers of their own: no code is what is right there.
    let of_code = scenario.server.is_none() && scenario.asks.is_none();
    vec![
        (PartKind::Result, result(scenario, &ruling, record)),
        (PartKind::Fact, fact(scenario, record)),
        (PartKind::Trace, trace(scenario, &ruling)),
        (if of_code { PartKind::Right } else { PartKind::Why }, vec![scenario.explanation.why.clone()]),
        (if of_code { PartKind::Wrong } else { PartKind::Others }, wrong(scenario)),
        (PartKind::Companions, companions(scenario, &ruling)),
        (PartKind::Client, vec![translate(ruling.client_may).to_owned()]),
        (PartKind::Source, source(scenario, &ruling)),
        (PartKind::Incident, incident(scenario)),
        (PartKind::Article, article(scenario, &ruling)),
        (PartKind::Misconception, if record.right { Vec::new() } else { misconception(scenario, record, followed) }),
    ]
}

/// The truth first, then the claim with its tag where it is false.
fn on_claim(claim: &Claim, record: &Record) -> Parts {
    let says = match claim.standing {
        Standing::Outdated => say!("right under the text of 2014, and outdated since 2022"),
        standing => standing.title(),
    };
    vec![
        (PartKind::Result, heard(record, says)),
        (PartKind::Why, vec![translate(&claim.truth).to_owned()]),
        (
            PartKind::Article,
            vec![if claim.standing.is_wrong() {
                format!("WRONG: {}", translate(&claim.claim))
            } else {
                translate(&claim.claim).to_owned()
            }],
        ),
        (PartKind::Source, if claim.source.is_empty() { Vec::new() } else { vec![format!("{}.", claim.source)] }),
    ]
}

fn on_pair(pair: &CasePair<'_>) -> Parts {
    let results = pair.cases.into_iter().zip(pair.records).flat_map(|(scenario, record)| {
        record.map(|record| result_of_code(scenario, &scenario.ruling(), &record)).unwrap_or_default()
    });
    let deciding = |scenario: &Scenario| {
        let line = scenario.evidence.line.checked_sub(1).and_then(|place| scenario.shown_lines().nth(place));
        line.unwrap_or_default().to_owned()
    };
    let [first, second] = pair.cases;
    vec![
        (PartKind::Result, results.collect()),
        (
            PartKind::Fact,
            vec![say!("The first time: {}", deciding(first)), say!("The second time: {}", deciding(second))],
        ),
        (PartKind::Why, vec![principle(pair.difference()).to_owned()]),
    ]
}

/// What a change of this fact teaches.
fn principle(fact: FactName) -> &'static str {
    match fact {
        FactName::Credentials => say!("Whether the proof is valid is settled before what it permits."),
        FactName::Refusal => {
            say!("A rule that refuses whoever asks needs no proof, and no proof helps against it.")
        }
        FactName::Permission => {
            say!("With the proof settled, what its holder may do is all that is left to decide.")
        }
        _ => say!("One fact, and another answer: look for the fact before the code."),
    }
}

/// Correct or not quite, where the answers are words.
fn heard(record: &Record, says: &str) -> Vec<String> {
    // A question that is quoted keeps its own mark.
    let says = if says.ends_with('?') { says.to_owned() } else { format!("{}.", translate(says)) };
    match record.answer {
        Some(_) if record.right => vec![say!("Correct. It is {}", says)],
        Some((given, _)) if given.verdict().is_none() && !is_custom(given) => {
            vec![say!("Not quite. You said {}; it's {}", given.title(), says)]
        }
        Some(_) => vec![say!("Not quite. It's {}", says)],
        None => vec![say!("You asked for the answer. It's {}", says)],
    }
}

const fn is_custom(answer: Answer) -> bool {
    matches!(answer, Answer::First | Answer::Second | Answer::Third | Answer::Fourth)
}

/// The code with its motto; for "neither" the status that fits instead.
fn code(scenario: &Scenario, ruling: &Ruling) -> String {
    match scenario.answer {
        Verdict::Neither if scenario.editorial.is_some() => say!("neither of the two").to_owned(),
        Verdict::Neither => say!("neither of the two; {} fits", ruling.status),
        verdict => verdict.name().to_owned(),
    }
}

/// What is said of a server's answer, to be read after "It is".
pub fn judged(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Conforms => say!("as the specification has it: it conforms"),
        Judgement::WrongCode => say!("the wrong code"),
        Judgement::Challenge => say!("the right code, with its challenge missing or broken"),
        Judgement::Arguable => say!("arguable: the specification leaves it open"),
    }
}

fn result(scenario: &Scenario, ruling: &Ruling, record: &Record) -> Vec<String> {
    let mut lines = if let Some(server) = &scenario.server {
        let other = record.answer.filter(|(given, _)| record.right && *given != server.judgement.into());
        match other {
            Some((given, _)) => vec![
                say!("Correct. \"{}\" can be said as well: no clause covers it.", given.title()),
                say!("Explained below is: {}.", judged(server.judgement)),
            ],
            None => heard(record, judged(server.judgement)),
        }
    } else if let Some(asks) = &scenario.asks {
        let right = asks.choices.iter().find(|choice| choice.right);
        heard(record, &format!("this: {}", right.map_or("", |choice| choice.text.trim_end_matches('.'))))
    } else {
        result_of_code(scenario, ruling, record)
    };
    match (record.right, record.confidence()) {
        (true, Some(Confidence::Guess)) => {
            lines.push(say!("You said guess. The deciding fact is enough to be surer.").to_owned());
        }
        (false, Some(Confidence::Certain)) => {
            lines.push(say!("You were certain, so look twice at the deciding fact.").to_owned());
        }
        _ => {}
    }
    lines
}

fn result_of_code(scenario: &Scenario, ruling: &Ruling, record: &Record) -> Vec<String> {
    let code = code(scenario, ruling);
    let Some((given, _)) = record.answer else {
        return vec![say!("You asked for the answer. It's {}.", code)];
    };
    match (record.right, given.verdict() == Some(scenario.answer)) {
        (true, true) => vec![say!("Correct. It is {}.", code)],
        (true, false) => vec![
            say!("Correct. {} breaks nothing here.", given.title()),
            say!("The specification leaves room; explained below is {}.", code),
        ],
        (false, _) => vec![say!("Not quite. You said {}; it's {}.", given.title(), code)],
    }
}

/// Why the others are wrong; where the scenario words its answers, each of them.
fn wrong(scenario: &Scenario) -> Vec<String> {
    let choices = scenario.asks.iter().flat_map(|asks| &asks.choices);
    let others = choices.filter(|choice| !choice.right).map(|choice| format!("\"{}\" {}", choice.text, choice.because));
    std::iter::once(scenario.explanation.why_not.clone()).chain(others).collect()
}

fn incident(scenario: &Scenario) -> Vec<String> {
    let Some(incident) = &scenario.incident else {
        return Vec::new();
    };
    vec![incident.broke.clone(), format!("{}, {}. {}", incident.project, incident.year, incident.link)]
}

fn fact(scenario: &Scenario, record: &Record) -> Vec<String> {
    let number = scenario.evidence.line;
    let quoted = number.checked_sub(1).and_then(|place| scenario.shown_lines().nth(place));
    let quoted = quoted.map(|line| say!("Line {}: {}", number, line));
    let marked = record.mark.map(|mark| {
        if mark.right { say!("You marked it.").to_owned() } else { say!("You marked line {}.", mark.line) }
    });
    quoted.into_iter().chain([scenario.evidence.text.clone()]).chain(marked).collect()
}

/// The questions that led to the code, one on a line. Those with an everyday answer are left out, unless they are the
/// questions that 401 and 403 turn on.
fn trace(scenario: &Scenario, ruling: &Ruling) -> Vec<String> {
    const ALWAYS: [FactName; 5] =
        [FactName::Refusal, FactName::Protected, FactName::Credentials, FactName::Strength, FactName::Permission];
    let usual = Facts::default();
    let steps = ruling
        .trace
        .iter()
        .filter(|step| ALWAYS.contains(&step.fact) || step.value != usual.value(step.fact))
        .filter(|step| step.fact != FactName::Scheme && step.fact != FactName::Client);
    let mut answers: Vec<String> =
        steps.map(|step| format!("{} {}", translate(step.fact.question()), translate(step.answer))).collect();
    answers.push(if scenario.editorial.is_some() {
        say!("So, by the sources named: {}.", translate(scenario.answer.name()))
    } else {
        say!("So: {}.", ruling.status)
    });
    answers
}

/// What goes with the status. An example is given only where the scenario's own response has none.
fn companions(scenario: &Scenario, ruling: &Ruling) -> Vec<String> {
    if ruling.companions.is_empty() {
        return vec![say!("Nothing is required with {}. A reason in the body is optional.", ruling.status)];
    }
    let response = &scenario.exchange.response;
    let sent = |companion: &Companion| match companion.parameter {
        Some(parameter) => response.iter().any(|line| line.contains(parameter)),
        None => response.iter().any(|line| line.starts_with(companion.field)),
    };
    // A parameter that the response does without would only take the reader's eye off the field itself.
    let shown = ruling.companions.iter().filter(|companion| companion.parameter.is_none() || sent(companion));
    shown
        .map(|companion| {
            let how = match companion.level {
                Level::Must => say!("MUST be sent with"),
                Level::Should => say!("SHOULD be sent with"),
                Level::May => say!("MAY be sent with"),
                _ => say!("goes with"),
            };
            let (status, example) = (ruling.status, companion.example);
            match companion.parameter {
                Some(parameter) => say!("`{}` in {} {} this {}.", parameter, companion.field, how, status),
                None if sent(&companion) => say!("{} {} this {}.", companion.field, how, status),
                None => say!("{} {} this {}. A valid one is: {}", companion.field, how, status, example),
            }
        })
        .collect()
}

fn source(scenario: &Scenario, ruling: &Ruling) -> Vec<String> {
    if let Some(editorial) = &scenario.editorial {
        return std::iter::once(&editorial.reason).chain(&editorial.sources).cloned().collect();
    }
    // One on a line, so that each can be marked and copied whole.
    let mut lines: Vec<String> = ruling.citations.iter().map(|citation| citation.with_level()).collect();
    let weight = match ruling.certainty {
        Certainty::Must => say!("A MUST decides this."),
        Certainty::Definition => say!("This follows from the definition of the status, or from a SHOULD."),
        Certainty::Convention => say!("This is convention: the specification is silent or only permissive."),
        Certainty::Debatable => say!("This is debatable: the specification allows more than one answer."),
    };
    let more = say!("To read on: airside reference {}.", topic_for(ruling.status));
    lines.extend([weight.to_owned(), more]);
    lines.extend(scenario.server.as_ref().map(|server| {
        say!(
            "The clause here: {}. This speaks of {} {} and of nothing newer.",
            server.clause,
            server.product,
            server.version
        )
    }));
    lines
}

/// What the article would answer here, tagged where its code is the other one.
pub fn article_text(scenario: &Scenario) -> Option<String> {
    let article = scenario.article.as_deref()?;
    let is_wrong = scenario.ruling().article.agreement == Agreement::Inverted;
    Some(if is_wrong { format!("WRONG: {article}") } else { article.to_owned() })
}

fn article(scenario: &Scenario, ruling: &Ruling) -> Vec<String> {
    let Some(text) = article_text(scenario) else {
        return Vec::new();
    };
    let head = match ruling.article.agreement {
        Agreement::Inverted => say!("Inverted: its airport gives the other code here."),
        Agreement::SameByLuck => say!("The same code, by luck: its airport gets there for another reason."),
        Agreement::Silent => say!("Silent: its airport has no rule for this."),
    };
    vec![head.to_owned(), text]
}

fn misconception(scenario: &Scenario, record: &Record, followed: Option<WrongRule>) -> Vec<String> {
    let given = record.answer.and_then(|(answer, _)| answer.verdict());
    if let Some(rule) = followed.filter(|rule| given.is_some() && rule.answers(scenario.kind) == given) {
        return vec![
            say!("Your answers so far fit one rule:").to_owned(),
            format!("WRONG: {}", rule.text()),
            say!("Where it breaks: {}", rule.breaks()),
        ];
    }
    let Some(misconception) = scenario.misconception.as_deref().and_then(misconception::find) else {
        return Vec::new();
    };
    vec![
        format!("WRONG: {}", translate(&misconception.belief)),
        translate(&misconception.truth).to_owned(),
        say!("Where it breaks: {}", translate(&misconception.breaks)),
    ]
}

/// Everything that is shown of an open question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// The heading of the screen.
    pub title: String,
    /// The story, in paragraphs.
    pub story: Vec<String>,
    /// Numbered lines in groups.
    pub groups: Vec<Group>,
    /// What is asked.
    pub prompt: String,
    /// Whether that says more than which answers are on offer.
    pub says_more: bool,
    /// The answers that are worded by the question itself; empty where their own titles say enough.
    pub choices: Vec<String>,
    /// The hints, the gentlest first.
    pub hints: Vec<String>,
}

/// The open side of this subject.
pub fn question(subject: Subject<'_>) -> Question {
    match subject {
        Subject::Scenario(scenario) => question_of_scenario(scenario),
        Subject::Claim(claim) => Question {
            title: say!("The article, claim {}", claim.number),
            story: vec![say!("The article says, in other words:").to_owned()],
            groups: vec![Group {
                heading: say!("The claim to be ruled").to_owned(),
                lines: vec![translate(&claim.claim).to_owned()],
            }],
            prompt: say!("How does this claim stand?").to_owned(),
            says_more: true,
            hints: vec![
                say!("Ask what the specification says of exactly this, and nothing near it.").to_owned(),
                say!("Inverted means the two codes are exchanged; misleading means it leads to a wrong answer.")
                    .to_owned(),
            ],
            ..Question::default()
        },
        Subject::Pair(pair) => question_of_pair(&pair),
        Subject::Page(_) => Question::default(),
        Subject::Survey(_) => Question {
            title: say!("One question about you").to_owned(),
            story: vec![
                say!(
                    "A well-known article explains these two codes with an airport. If you have read it, or heard its \
                     picture from somebody, the lesson goes through it with you."
                )
                .to_owned(),
            ],
            prompt: say!("Do you know the article's airport?").to_owned(),
            says_more: true,
            choices: vec![say!("Yes, or something like it.").to_owned(), say!("No.").to_owned()],
            ..Question::default()
        },
    }
}

fn question_of_scenario(scenario: &Scenario) -> Question {
    let mut story = Vec::new();
    if let Some(server) = &scenario.server {
        story.push(format!("{} {}: {}", server.product, server.version, server.configuration));
    }
    story.push(scenario.story.clone());
    let exchange = &scenario.exchange;
    let groups = [
        (say!("The request"), &exchange.request),
        (say!("What is found"), &exchange.findings),
        (say!("What came back"), &exchange.returned),
    ];
    Question {
        title: scenario.title.clone(),
        story,
        groups: groups
            .into_iter()
            .filter(|(_, lines)| !lines.is_empty())
            .map(|(heading, lines)| Group { heading: heading.to_owned(), lines: lines.clone() })
            .collect(),
        prompt: prompt(scenario),
        says_more: scenario.asks.is_some() || scenario.server.is_some() || scenario.incident.is_some(),
        choices: scenario
            .asks
            .as_ref()
            .map_or_else(Vec::new, |asks| asks.choices.iter().map(|choice| choice.text.clone()).collect()),
        hints: vec![scenario.hints.fact.clone(), scenario.hints.rule.clone()],
    }
}

fn prompt(scenario: &Scenario) -> String {
    if let Some(asks) = &scenario.asks {
        return asks.question.clone();
    }
    let question_type = Item::from_scenario(scenario).question_type;
    match (question_type, &scenario.incident) {
        (Some(QuestionType::Judgement), _) => say!("Is this server right?"),
        (_, Some(_)) => say!("What would have helped: 401 with challenge, 403, neither?"),
        (Some(QuestionType::CodeOrNeither), _) => say!("401, 403 or neither?"),
        _ => say!("401 or 403?"),
    }
    .to_owned()
}

fn question_of_pair(pair: &CasePair<'_>) -> Question {
    let lines = |scenario: &Scenario| scenario.shown_lines().map(str::to_owned).collect();
    let [first, second] = pair.cases;
    let stories = if first.story == second.story { vec![&first.story] } else { vec![&first.story, &second.story] };
    let mut story: Vec<String> = stories.into_iter().cloned().collect();
    story.push(say!("The same scene twice, with one difference.").to_owned());
    Question {
        title: first.title.clone(),
        story,
        groups: vec![
            Group { heading: say!("First").to_owned(), lines: lines(first) },
            Group { heading: say!("Second").to_owned(), lines: lines(second) },
        ],
        prompt: if pair.side == 0 { say!("The first: 401 or 403?") } else { say!("The second: 401 or 403?") }
            .to_owned(),
        says_more: true,
        ..Question::default()
    }
}
