//! What is asked of built-in packs beyond being sound: lengths, known sources, parallel forms.
//!
//! A pack that breaks these works all the same; `airside check --strict` says where it could be better.

use std::collections::HashMap;

use super::super::{Kind, Pool, Scenario, Telling};
use super::{Located, Reading, spots};
use crate::diagnostic::Diagnostic;
use crate::ruling::source::is_known;
use crate::ruling::{Certainty, Verdict};
use crate::say;
use crate::text;

/// The most columns of a title.
const TITLE_COLUMNS: usize = 40;

/// The most words of both explanations together.
const EXPLANATION_WORDS: usize = 60;

/// The most words about the article.
const ARTICLE_WORDS: usize = 50;

/// The columns and rows that a question has in a window of 80 by 24, its answers and the strip left out.
const QUESTION_COLUMNS: usize = 76;
const QUESTION_ROWS: usize = 17;

/// Everything that a strict check finds, besides what [`super::check`] does.
#[must_use]
pub fn strict(readings: &[Reading<'_>]) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for spot in spots(readings) {
        lengths(&spot, &mut faults);
        sources(&spot, &mut faults);
        fit(&spot, &mut faults);
        asking(&spot, &mut faults);
    }
    forms(readings, &mut faults);
    faults
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

fn lengths(spot: &Located<'_>, faults: &mut Vec<Diagnostic>) {
    let scenario = spot.scenario;
    let explanation = words(&scenario.explanation.why) + words(&scenario.explanation.why_not);
    let title = text::width(&scenario.title);
    for (field, have, most, unit) in [
        ("title", title, TITLE_COLUMNS, "columns"),
        ("explanation", explanation, EXPLANATION_WORDS, "words"),
        ("article", scenario.article.as_deref().map_or(0, words), ARTICLE_WORDS, "words"),
    ] {
        if have > most {
            faults.push(
                spot.fault(field, say!("`{}` has {} {}; {} are the most", field, have, unit, most))
                    .hint(say!("say less")),
            );
        }
    }
}

fn sources(spot: &Located<'_>, faults: &mut Vec<Diagnostic>) {
    let scenario = spot.scenario;
    let cited = scenario.citations.iter().enumerate().map(|(place, source)| (format!("citations.{place}"), source));
    let clause = scenario.server.iter().map(|server| ("server.clause".to_owned(), &server.clause));
    for (field, source) in cited.chain(clause).filter(|(_, source)| !is_known(source)) {
        faults.push(
            spot.fault(&field, say!("`{}` is in no table of sections", source)).hint(say!("airside reference sources")),
        );
    }
}

/// Whether the whole question stands in 80 by 24 at once.
fn fit(spot: &Located<'_>, faults: &mut Vec<Diagnostic>) {
    let rows = rows(spot.scenario);
    if rows > QUESTION_ROWS {
        let message =
            say!("the question takes {} rows of {} columns; {} fit in 80 by 24", rows, QUESTION_COLUMNS, QUESTION_ROWS);
        faults.push(
            spot.fault("story", message).hint(say!("shorten the story, or leave out a line that does not decide")),
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
    // What was returned comes with a line that asks, and a server with a line that names it.
    let real = if exchange.returned.is_empty() { 0 } else { 2 };
    let named = scenario.server.as_ref().map_or(0, |server| {
        wrapped(&format!("{} {}: {}", server.product, server.version, server.configuration), QUESTION_COLUMNS)
    });
    named + wrapped(&scenario.story, QUESTION_COLUMNS) + 1 + headings + lines + asks + real
}

/// On debatable facts the code is not what is asked.
fn asking(spot: &Located<'_>, faults: &mut Vec<Diagnostic>) {
    let scenario = spot.scenario;
    let debatable = scenario.editorial.is_none() && scenario.ruling().certainty == Certainty::Debatable;
    let other = scenario.asks.is_some() || scenario.server.is_some() || scenario.incident.is_some();
    if debatable && !other {
        let message = say!("these facts are debatable, and the question asks for the code").to_owned();
        faults.push(
            spot.fault("facts", message).hint(say!("add `asks`: a question whose answer the specification settles")),
        );
    }
}

/// What has to be alike in the two forms.
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
    for (here, there) in [(&first, &second), (&second, &first)] {
        for (kind, (count, place)) in here {
            let others = there.get(kind).map_or(0, |(count, _)| *count);
            if *count > others {
                let (kind, telling, verdict) = kind;
                let mut fault = place.clone().unwrap_or_else(|| Diagnostic::for_file("", String::new()));
                fault.message = say!(
                    "the forms are not parallel: {} of {} as {} with {} here, {} in the other",
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
