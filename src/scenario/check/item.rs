//! Checks one scenario on its own.

use super::super::skeleton::PLACEHOLDER;
use super::super::{Scenario, misconception};
use super::{LINE_COLUMNS, Located, SPOILERS, STORY_WORDS, is_citation, is_kebab, real};
use crate::diagnostic::{Diagnostic, nearest};
use crate::ruling::{Level, Ruling, Verdict};
use crate::say;
use crate::text;

pub(super) fn faults(spot: &Located<'_>, faults: &mut Vec<Diagnostic>) {
    let scenario = spot.scenario;
    let ruling = scenario.ruling();
    if !is_kebab(&scenario.id) {
        let message = say!("the id `{}` isn't in kebab case", scenario.id);
        faults.push(spot.fault("id", message).hint(say!("lower-case letters, digits and single hyphens")));
    }
    if scenario.editorial.is_none() {
        answer(spot, &ruling, faults);
        response(spot, &ruling, faults);
    }
    real::faults(spot, &ruling, faults);
    story(spot, faults);
    lines(spot, faults);
    evidence(spot, faults);
    spoilers(spot, faults);
    citations(spot, faults);
    if let Some(name) = scenario.misconception.as_deref().filter(|name| misconception::find(name).is_none()) {
        let names = || misconception::all().iter().map(|misconception| misconception.id.as_str());
        let mut fault = spot.fault("misconception", say!("no misconception is named `{}`", name)).allowing(names());
        fault.hint = nearest(name, names()).map(|near| say!("did you mean `{}`?", near));
        faults.push(fault);
    }
}

fn answer(spot: &Located<'_>, ruling: &Ruling, faults: &mut Vec<Diagnostic>) {
    if spot.scenario.answer == ruling.verdict {
        return;
    }
    let source = ruling.citations.first().map_or_else(String::new, |citation| format!(" ({citation})"));
    let message = say!(
        "`answer` says {}, but the ruling on these facts is {}{}",
        spot.scenario.answer.name(),
        ruling.status,
        source
    );
    let stated = spot.scenario.facts.stated();
    let shell = stated
        .iter()
        .fold(say!("airside rule").to_owned(), |shell, (fact, value)| shell + " --fact " + fact.name() + "=" + value);
    faults.push(
        spot.fault("answer", message).allowing(Verdict::ALL.map(Verdict::name)).hint(say!("to see why: {}", shell)),
    );
}

fn response(spot: &Located<'_>, ruling: &Ruling, faults: &mut Vec<Diagnostic>) {
    let response = &spot.scenario.exchange.response;
    let Some(status_line) = response.first() else {
        return;
    };
    if status_line.starts_with(PLACEHOLDER) {
        let message = say!("the response hasn't been written yet");
        let hint =
            say!("begin the response with `HTTP/1.1 {} ` and the reason phrase, or correct the facts", ruling.status);
        faults.push(spot.fault("exchange.response.0", message.to_owned()).hint(hint));
        return;
    }
    let status = status_line.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.split(' ').next());
    if status != Some(ruling.status.to_string().as_str()) {
        let message = say!("the response begins with `{}`, but the ruling is {}", status_line, ruling.status);
        let hint =
            say!("begin the response with `HTTP/1.1 {} ` and the reason phrase, or correct the facts", ruling.status);
        faults.push(spot.fault("exchange.response.0", message).hint(hint));
    }
    for companion in ruling.companions.iter().filter(|companion| companion.level == Level::Must) {
        let present = response.iter().skip(1).any(|line| {
            line.split_once(':').is_some_and(|(name, _)| name.trim().eq_ignore_ascii_case(companion.field))
        });
        if !present {
            let message = say!("the response lacks {}, which a {} must have", companion.field, ruling.status);
            let hint = say!("add `{}: {}`", companion.field, companion.example);
            faults.push(spot.fault("exchange.response", message).hint(hint));
        }
    }
}

fn story(spot: &Located<'_>, faults: &mut Vec<Diagnostic>) {
    faults.extend(long(&spot.scenario.story).map(|message| spot.fault("story", message)));
}

/// Returns a message if a story is too long.
pub fn long(story: &str) -> Option<String> {
    let words = story.split_whitespace().count();
    (words > STORY_WORDS).then(|| say!("the story has {} words, but the maximum is {}", words, STORY_WORDS))
}

fn open_lines(scenario: &Scenario) -> impl Iterator<Item = (&'static str, usize, &str)> {
    [("request", &scenario.exchange.request), ("findings", &scenario.exchange.findings)]
        .into_iter()
        .flat_map(|(name, lines)| lines.iter().enumerate().map(move |(index, line)| (name, index, line.as_str())))
}

fn lines(spot: &Located<'_>, faults: &mut Vec<Diagnostic>) {
    let returned = spot.scenario.exchange.returned.iter().enumerate();
    let returned = returned.map(|(index, line)| ("returned", index, line.as_str()));
    for (name, index, line) in open_lines(spot.scenario).chain(returned) {
        faults.extend(wide(line).map(|message| spot.fault(&format!("exchange.{name}.{index}"), message)));
    }
}

/// Returns a message if a line of an exchange is too wide.
pub fn wide(line: &str) -> Option<String> {
    let columns = text::narrow_width(line);
    (columns > LINE_COLUMNS).then(|| say!("this line takes {} columns, but the maximum is {}", columns, LINE_COLUMNS))
}

fn evidence(spot: &Located<'_>, faults: &mut Vec<Diagnostic>) {
    let (line, count) = (spot.scenario.evidence.line, spot.scenario.shown_lines().count());
    if line == 0 || line > count {
        let message = say!("`evidence` is line {}, but the last line of the question is {}", line, count);
        faults.push(
            spot.fault("evidence.line", message)
                .hint(say!("count lines from 1, first in the request and then in the findings")),
        );
    }
}

fn spoilers(spot: &Located<'_>, faults: &mut Vec<Diagnostic>) {
    let mut look = |text: &str, field: &dyn Fn() -> String| {
        if let Some(message) = spoiled(text) {
            faults.push(spot.fault(&field(), message).hint(say!("leave out the code and its name")));
        }
    };
    let scenario = spot.scenario;
    // A question with its own answers may mention a code, for example when it asks which field a 401 needs.
    if scenario.asks.is_some() {
        return;
    }
    for (field, text) in [
        ("title", &scenario.title),
        ("story", &scenario.story),
        ("hints.fact", &scenario.hints.fact),
        ("hints.rule", &scenario.hints.rule),
    ] {
        look(text, &|| field.to_owned());
    }
    // In a case about a server, the captured request may contain a code, because the question doesn't ask for one.
    for (name, index, line) in open_lines(scenario).filter(|_| scenario.server.is_none()) {
        look(line, &|| format!("exchange.{name}.{index}"));
    }
}

pub(crate) fn spoiled(text: &str) -> Option<String> {
    spoiler(text).map(|word| say!("`{}` gives the answer away before the learner answers", word))
}

fn spoiler(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    SPOILERS.into_iter().filter_map(|word| Some((text.find(word)?, word))).min().map(|(_, word)| word)
}

fn citations(spot: &Located<'_>, faults: &mut Vec<Diagnostic>) {
    for (index, citation) in spot.scenario.citations.iter().enumerate() {
        if !is_citation(citation) {
            faults.push(spot.fault(&format!("citations.{index}"), say!("`{}` isn't a valid citation", citation)).hint(
                say!("write `RFC 9110 section 11.4 paragraph 3`, `RFC 6750 section 3.1`, or `WHATWG Fetch, name`"),
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_spoiler_wherever_it_stands() {
        for word in SPOILERS {
            assert_eq!(spoiler(word), Some(word));
            assert_eq!(spoiler(&format!("ü, aufa4 {}s", word.to_uppercase())), Some(word));
        }
        assert_eq!(spoiler("Gate 40, row 1: a fob is authentic, four of them idle. 4"), None);
    }
}
