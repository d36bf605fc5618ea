//! Extra rules for the built-in packs, for example about the lengths of texts, the sources, and the composition of the
//! test forms.
//!
//! A pack that breaks these rules still works. `airside check --strict` shows what could be improved in a pack.

use std::collections::HashMap;

use super::super::locate::{JsonPath, Target};
use super::super::{Kind, Pool, Scenario, Telling};
use super::{Located, Reading, spots};
use crate::diagnostic::Diagnostic;
use crate::ruling::source::is_known;
use crate::ruling::{Certainty, Verdict};
use crate::say;
use crate::text;

const TITLE_COLUMNS: usize = 40;

const STORY_WORDS: usize = 45;
const WHY_WORDS: usize = 30;
const WHY_NOT_WORDS: usize = 20;
const ARTICLE_WORDS: usize = 20;

const FINDINGS: std::ops::RangeInclusive<usize> = 2..=3;
const FINDING_WORDS: usize = 12;

/// Airport words that don't belong in the explanation of an HTTP case.
const AIRPORT_WORDS: &[&str] = &[
    "pass", "passes", "desk", "desks", "slip", "slips", "gate", "gates", "badge", "badges", "traveller", "travellers",
    "airport", "passport", "boarding",
];

/// HTTP words that don't belong in the explanation of an airport scene.
pub const HTTP_WORDS: &[&str] = &[
    "token", "tokens", "client", "clients", "header", "headers", "form", "album", "server", "servers", "request",
    "requests", "credential", "credentials", "login", "http", "api", "endpoint",
];

const MOTTOS: [&str; 2] = ["who are you", "not allowed"];

/// A pack with at least this many questions about codes must have both codes among its answers.
const BALANCED: usize = 4;

/// The columns and rows available for the text of a question in a window of 80 columns by 24 rows.
const QUESTION_COLUMNS: usize = 76;
const QUESTION_ROWS: usize = 17;

/// Returns the faults that only a strict check finds. [`super::check`] returns all other faults.
pub fn strict(readings: &[Reading<'_>]) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for spot in spots(readings) {
        lengths(&spot, &mut faults);
        sources(&spot, &mut faults);
        fit(&spot, &mut faults);
        asking(&spot, &mut faults);
        findings(&spot, &mut faults);
        tellings(&spot, &mut faults);
        mottos(&spot, &mut faults);
        wrong_codes(&spot, &mut faults);
        review(&spot, &mut faults);
    }
    balance(readings, &mut faults);
    forms(readings, &mut faults);
    faults
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

fn lengths(spot: &Located<'_>, faults: &mut Vec<Diagnostic>) {
    let scenario = spot.scenario;
    let explanation = &scenario.explanation;
    let title = text::narrow_width(&scenario.title);
    for (field, have, most, unit) in [
        ("title", title, TITLE_COLUMNS, "columns"),
        ("story", words(&scenario.story), STORY_WORDS, "words"),
        ("explanation.why", words(&explanation.why), WHY_WORDS, "words"),
        ("explanation.why_not", words(&explanation.why_not), WHY_NOT_WORDS, "words"),
        ("article", scenario.article.as_deref().map_or(0, words), ARTICLE_WORDS, "words"),
    ] {
        if have > most {
            faults.push(
                spot.fault(field, say!("`{}` has {} {}, but the maximum is {}", field, have, unit, most))
                    .hint(say!("shorten it")),
            );
        }
    }
}

fn sources(spot: &Located<'_>, faults: &mut Vec<Diagnostic>) {
    let scenario = spot.scenario;
    let cited = scenario.citations.iter().enumerate().map(|(index, source)| (format!("citations.{index}"), source));
    let clause = scenario.server.iter().map(|server| ("server.clause".to_owned(), &server.clause));
    for (field, source) in cited.chain(clause).filter(|(_, source)| !is_known(source)) {
        faults.push(
            spot.fault(&field, say!("`{}` isn't in the table of sources", source))
                .hint(say!("airside reference sources")),
        );
    }
}

fn fit(spot: &Located<'_>, faults: &mut Vec<Diagnostic>) {
    let rows = rows(spot.scenario);
    if rows > QUESTION_ROWS {
        let message = say!(
            "the question takes {} rows of {} columns, but a window of 80 by 24 fits only {}",
            rows,
            QUESTION_COLUMNS,
            QUESTION_ROWS
        );
        faults.push(
            spot.fault("story", message)
                .hint(say!("shorten the story, or leave out a line that doesn't decide the case")),
        );
    }
}

fn rows(scenario: &Scenario) -> usize {
    let wrapped = |text: &str, columns: usize| text::wrap(text, columns).len();
    let exchange = &scenario.exchange;
    let groups = [&exchange.request, &exchange.findings, &exchange.returned];
    let headings = groups.iter().filter(|group| !group.is_empty()).count();
    let lines: usize = scenario.shown_lines().map(|line| wrapped(line, QUESTION_COLUMNS - 4)).sum();
    let asks = scenario.asks.as_ref().map_or(0, |asks| {
        let choices: usize = asks.choices.iter().map(|choice| wrapped(&choice.text, QUESTION_COLUMNS - 4)).sum();
        1 + wrapped(&asks.question, QUESTION_COLUMNS) + choices
    });
    // A returned response needs two more rows. The name, version and configuration of a server take up further rows.
    let real = if exchange.returned.is_empty() { 0 } else { 2 };
    let named = scenario.server.as_ref().map_or(0, |server| {
        wrapped(&format!("{} {}: {}", server.product, server.version, server.configuration), QUESTION_COLUMNS)
    });
    named + wrapped(&scenario.story, QUESTION_COLUMNS) + 1 + headings + lines + asks + real
}

/// A question must not ask for a code if the code is debatable.
fn asking(spot: &Located<'_>, faults: &mut Vec<Diagnostic>) {
    let scenario = spot.scenario;
    let debatable = scenario.editorial.is_none() && scenario.ruling().certainty == Certainty::Debatable;
    let other = scenario.asks.is_some() || scenario.server.is_some() || scenario.incident.is_some();
    if debatable && !other {
        let message = say!("these facts are debatable, so the question can't ask for the code").to_owned();
        faults.push(
            spot.fault("facts", message).hint(say!("add `asks`: a question whose answer the specification settles")),
        );
    }
}

fn findings(spot: &Located<'_>, faults: &mut Vec<Diagnostic>) {
    let findings = &spot.scenario.exchange.findings;
    if spot.scenario.telling != Telling::Airport {
        return;
    }
    if !FINDINGS.contains(&findings.len()) {
        let message = say!("a scene at the airport must have two or three findings, not {}", findings.len());
        faults.push(spot.fault("exchange.findings", message));
    }
    for (index, finding) in findings.iter().enumerate().filter(|(_, finding)| words(finding) > FINDING_WORDS) {
        let message = say!("the finding has {} words, but the maximum is {}", words(finding), FINDING_WORDS);
        faults.push(spot.fault(&format!("exchange.findings.{index}"), message).hint(say!("shorten it")));
    }
}

fn tellings(spot: &Located<'_>, faults: &mut Vec<Diagnostic>) {
    let scenario = spot.scenario;
    let others = match scenario.telling {
        Telling::Airport => HTTP_WORDS,
        Telling::Http => AIRPORT_WORDS,
    };
    for (field, text) in [
        ("explanation.why", &scenario.explanation.why),
        ("explanation.why_not", &scenario.explanation.why_not),
        ("evidence.text", &scenario.evidence.text),
        ("hints.fact", &scenario.hints.fact),
        ("hints.rule", &scenario.hints.rule),
    ] {
        let text = text.to_lowercase();
        let mut said = text.split(|character: char| !character.is_alphanumeric());
        if let Some(word) = said.find(|word| others.contains(word)) {
            let message = say!("`{}` is a word that only the other telling uses", word);
            faults.push(spot.fault(field, message).hint(say!("use the words of this scene")));
        }
    }
}

fn mottos(spot: &Located<'_>, faults: &mut Vec<Diagnostic>) {
    let scenario = spot.scenario;
    let hints = [&scenario.hints.fact, &scenario.hints.rule];
    let shown = [&scenario.title, &scenario.story].into_iter().chain(hints).map(String::as_str);
    let shown: Vec<String> = shown.chain(scenario.shown_lines()).map(str::to_lowercase).collect();
    for motto in MOTTOS.iter().filter(|motto| shown.iter().any(|text| text.contains(*motto))) {
        let message = say!("`{}` is shown before the learner answers", motto);
        faults.push(spot.fault("story", message).hint(say!("leave out the code and its name")));
    }
}

/// The explanation of why the other code is wrong must cover every wrong code.
fn wrong_codes(spot: &Located<'_>, faults: &mut Vec<Diagnostic>) {
    let scenario = spot.scenario;
    if scenario.asks.is_some() || scenario.server.is_some() {
        return;
    }
    let why_not = &scenario.explanation.why_not;
    let codes = [Verdict::Unauthorized, Verdict::Forbidden].into_iter().filter(|code| *code != scenario.answer);
    for code in codes.map(Verdict::name).filter(|code| !why_not.contains(code)) {
        let message = say!("`why_not` doesn't say why {} is wrong", code);
        faults.push(spot.fault("explanation.why_not", message).hint(say!("learners may choose this code")));
    }
}

fn review(spot: &Located<'_>, faults: &mut Vec<Diagnostic>) {
    let scenario = spot.scenario;
    if scenario.pool.is_form() && !scenario.is_checked() {
        let message = say!("a test form may contain only scenarios whose answers have been checked").to_owned();
        faults.push(spot.fault("pool", message).hint(say!("add `provenance` with the status `checked`")));
    }
}

/// Reports packs in which every answer is the same, because learners could answer such packs without reading the
/// questions.
fn balance(readings: &[Reading<'_>], faults: &mut Vec<Diagnostic>) {
    for reading in readings {
        let is_code = |one: &&Scenario| one.server.is_none() && one.asks.is_none() && one.incident.is_none();
        let scenarios = reading.pack.iter().flat_map(|pack| &pack.scenarios);
        let answers: Vec<Verdict> = scenarios.filter(is_code).map(|one| one.answer).collect();
        if answers.len() >= BALANCED && answers.iter().all(|answer| *answer == answers[0]) {
            let message = say!("every answer in this pack is {}", answers[0].name());
            let path = JsonPath::default().field("scenarios");
            faults.push(reading.fault(&path, Target::Value, message).hint(say!("add scenarios with the other code")));
        }
    }
}

type Stratum = (Kind, Telling, Verdict);

fn forms(readings: &[Reading<'_>], faults: &mut Vec<Diagnostic>) {
    let kinds = |pool: Pool| {
        let mut counts: HashMap<Stratum, (usize, Option<Diagnostic>)> = HashMap::new();
        for spot in spots(readings).filter(|spot| spot.scenario.pool == pool) {
            let kind = (spot.scenario.kind, spot.scenario.telling, spot.scenario.answer);
            let entry = counts.entry(kind).or_default();
            entry.0 += 1;
            entry.1 = Some(spot.fault("pool", String::new()));
        }
        counts
    };
    let (first, second) = (kinds(Pool::FormA), kinds(Pool::FormB));
    for (one, other) in [(&first, &second), (&second, &first)] {
        for (kind, (count, index)) in one {
            let others = other.get(kind).map_or(0, |(count, _)| *count);
            if *count > others {
                let (kind, telling, verdict) = kind;
                let mut fault = index.clone().unwrap_or_else(|| Diagnostic::for_file("", String::new()));
                fault.message = say!(
                    "the forms aren't parallel: this form has {} × {} ({}, answer {}), but the other form has {}",
                    count,
                    kind.name(),
                    telling.name(),
                    verdict.name(),
                    others
                );
                faults.push(fault);
            }
        }
    }
}
