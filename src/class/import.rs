//! Imports questions from other systems into a pack, which the author then completes.
//!
//! The text of a question doesn't state all the facts of a case. The import therefore chooses the simplest facts that
//! lead to the right answer, and asks the author to check them. The response and the sources are never guessed. Missing
//! texts are marked with `...`, and checking the pack reports errors until the author has written the response and the
//! sources.

mod csv;
mod entities;
mod gift;

use std::collections::HashSet;

use serde_json::{Value, json};

pub use csv::{CsvError, csv};
pub(super) use csv::{repeated_column, rows};
pub use gift::gift;

use crate::document::question::code_prompts;
use crate::ruling::{Facts, Verdict};
use crate::scenario::skeleton::skeleton;
use crate::sorting::sort_by_key;
use crate::text::safe;
use entities::with_characters;

const STORY_WORDS: usize = 70;

const LONGEST_ID: usize = 80;

const LINE: usize = 72;

const FOLD: &str = "  ";

const GUESSED: &str =
    "... The facts, the kind and the deciding line were guessed. Check `facts`, `kind` and `evidence`.";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportQuestion {
    pub line: usize,
    /// The id, if the question was exported by airside; otherwise, an empty string.
    pub id: String,
    pub title: String,
    pub text: Vec<String>,
    pub choices: Vec<ImportChoice>,
    pub general_feedback: Vec<String>,
}

/// One of the answers that a learner can choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportChoice {
    pub text: String,
    pub right: bool,
    pub because: String,
}

/// Something in the file that was skipped or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedPart {
    pub line: usize,
    pub why: String,
}

impl SkippedPart {
    fn new(line: usize, why: impl Into<String>) -> Self {
        Self { line, why: why.into() }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    pub pack: Value,
    pub taken: usize,
    pub dropped: Vec<SkippedPart>,
}

pub fn build_pack(questions: &[ImportQuestion], mut dropped: Vec<SkippedPart>, id: &str) -> Imported {
    let mut ids = HashSet::new();
    let mut scenarios = Vec::new();
    for question in questions {
        match scenario(question, &mut ids, &mut dropped) {
            Ok(scenario) => scenarios.push(scenario),
            Err(why) => dropped.push(SkippedPart::new(question.line, format!("{}: {why}", named(question)))),
        }
    }
    sort_by_key(&mut dropped, |one| one.line);
    let mut pack: Value = serde_json::from_str(&skeleton(&Facts::default())).unwrap_or_default();
    let taken = scenarios.len();
    pack["id"] = json!(id);
    pack["scenarios"] = Value::Array(scenarios);
    Imported { pack, taken, dropped }
}

fn named(question: &ImportQuestion) -> String {
    let name =
        if question.title.is_empty() { question.text.first().map_or("", String::as_str) } else { &question.title };
    let name: Vec<&str> = name.split_whitespace().take(8).collect();
    format!("`{}` was left out", safe(&name.join(" ")))
}

const BEFORE_A_CODE: [&str; 21] = [
    "http", "1", "0", "2", "status", "code", "error", "a", "an", "the", "it", "is", "answer", "response", "httpstatus",
    "statuscode", "antwort", "fehler", "resposta", "erro", "código",
];

/// Finds the status code in an answer such as `401`, `HTTP 401`, `401 - Unauthorized` or `unauthorized`. Returns `None`
/// if the answer names both codes, as in `401 Forbidden`. An answer such as `None of the above` is imported as
/// "neither".
fn code(answer_text: &str) -> Option<Verdict> {
    // A spreadsheet may have written 401 as 4.01E+02.
    let figure = answer_text.trim().replace(',', ".").parse::<f64>().ok().filter(|_| answer_text.contains(['e', 'E']));
    let lower = figure.map_or_else(|| answer_text.to_lowercase(), |figure| figure.to_string());
    let words: Vec<&str> =
        lower.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let named = |word: &str| match word {
        "401" | "unauthorized" | "unauthorised" => Some(Verdict::Unauthorized),
        "403" | "forbidden" => Some(Verdict::Forbidden),
        "neither" | "none" | "keine" | "keiner" | "keines" | "weder" | "nenhum" | "nenhuma" => Some(Verdict::Neither),
        _ => None,
    };
    let first = words.iter().find(|word| !BEFORE_A_CODE.contains(*word))?;
    let verdict = named(first)?;
    let is_status = |word: &&str| word.len() == 3 && matches!(word.parse(), Ok(100..=599_u16));
    let all_agree = verdict == Verdict::Neither
        || words.iter().all(|word| named(word).map_or(!is_status(word), |other| other == verdict));
    all_agree.then_some(verdict)
}

/// Converts HTML to text. The end of a block element becomes a line break, and character references become characters.
/// If `always` is false, only known HTML tags are removed, so `<token>` in an HTTP message stays as it is.
fn without_tags(text: &str, always: bool) -> String {
    const BLOCKS: [&str; 14] = ["p", "br", "div", "li", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "tr", "table", "hr"];
    const INLINE: [&str; 16] =
        ["a", "b", "i", "u", "em", "strong", "span", "code", "sub", "sup", "td", "th", "tt", "small", "font", "img"];
    let (mut plain, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, from)) = rest.split_once('<') {
        plain.push_str(before);
        let tag = from.split_once('>');
        let name = tag.map_or("", |(tag, _)| tag).trim_start_matches('/');
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_lowercase();
        let is_block = BLOCKS.contains(&name.as_str());
        match tag {
            Some((tag, after)) if is_block || INLINE.contains(&name.as_str()) || always && !name.is_empty() => {
                match name.as_str() {
                    _ if is_block => plain.push('\n'),
                    "td" | "th" if tag.starts_with('/') => plain.push(' '),
                    "img" => plain.push_str(&image(tag)),
                    _ => {}
                }
                rest = after;
            }
            _ => {
                plain.push('<');
                rest = from;
            }
        }
    }
    plain.push_str(rest);
    with_characters(&plain)
}

const IMAGE: &str = "[image";

fn image(tag: &str) -> String {
    let quoted = ["alt=\"", "alt='"].iter().find_map(|start| tag.split_once(start)?.1.split(['"', '\'']).next());
    quoted.filter(|text| !text.is_empty()).map_or_else(|| format!("{IMAGE}]"), |text| format!("{IMAGE}: {text}]"))
}

/// Adds a heading above preformatted text from other programs: a response heading if the text starts with a status
/// line, otherwise a request heading. Numbered lines come from airside and are left unchanged.
fn with_numbered_lines(html: &str) -> String {
    let (mut text, mut rest) = (String::new(), html);
    while let Some((before, from)) = rest.split_once("<pre")
        && let Some((inner, after)) = from.split_once('>').and_then(|(_, inner)| inner.split_once("</pre>"))
    {
        text.push_str(before);
        let inner = ["<br>", "<br/>", "<br />"].iter().fold(inner.to_owned(), |text, tag| text.replace(tag, "\n"));
        let lines: Vec<&str> = inner.lines().filter(|line| !line.trim().is_empty()).collect();
        let shown = |line: &str| without_tags(line, true).trim().to_owned();
        let is_numbered = lines.iter().all(|line| numbered(&shown(line)).is_some());
        let is_response = lines.first().is_some_and(|line| shown(line).starts_with("HTTP/"));
        text.push_str(match (is_numbered, is_response) {
            (true, _) => "\n",
            (false, true) => "\nWhat the server answered:\n",
            (false, false) => "\nRequest:\n",
        });
        let number = if is_numbered { "" } else { "1. " };
        text.extend(lines.iter().map(|line| format!("{number}{line}\n")));
        rest = after;
    }
    text + rest
}

/// Returns the simplest facts that lead to the given code.
fn facts(verdict: Verdict) -> Facts {
    let stated: &[(&str, &str)] = match verdict {
        Verdict::Unauthorized => &[("credentials", "absent")],
        Verdict::Forbidden => &[("permission", "role")],
        Verdict::Neither => &[],
    };
    stated.iter().fold(Facts::default(), |facts, (name, value)| facts.with(name, value).unwrap_or_default())
}

fn scenario(
    question: &ImportQuestion, ids: &mut HashSet<String>, dropped: &mut Vec<SkippedPart>,
) -> Result<Value, &'static str> {
    let right: Vec<&ImportChoice> = question.choices.iter().filter(|choice| choice.right).collect();
    let right = match right.as_slice() {
        [right] => right,
        [] => return Err("none of its answers is right"),
        _ => return Err("it has several right answers, and airside needs exactly one"),
    };
    if question.choices.iter().any(|choice| choice.text.trim().is_empty()) {
        return Err("one of its answers is empty");
    }
    if question.choices.len() < 2 {
        return Err("it has nothing to choose from");
    }
    let codes: Option<Vec<Verdict>> = question.choices.iter().map(|choice| code(&choice.text)).collect();
    // If two answers name the same code, such as `401` and `A 401 with a challenge`, the answers aren't plain codes.
    let codes = codes.filter(|codes| {
        let times = |code| codes.iter().filter(|other| **other == code).count();
        times(Verdict::Unauthorized) < 2 && times(Verdict::Forbidden) < 2
    });
    let verdict = codes.is_some().then(|| code(&right.text)).flatten();
    if codes.is_none() && question.choices.len() > 4 {
        return Err("it has more than four answers");
    }
    let base: Value = serde_json::from_str(&skeleton(&facts(verdict.unwrap_or(Verdict::Neither)))).unwrap_or_default();
    let mut scenario = base["scenarios"][0].clone();
    scenario["id"] = json!(free_id(question, ids));
    if !question.title.is_empty() {
        scenario["title"] = json!(safe(&question.title));
    }
    scenario["telling"] = json!("http");
    scenario["exchange"]["response"] = json!(["... the response"]);
    scenario["citations"] = json!(["... the section that decides"]);
    let note = format!("{GUESSED} {}", question.general_feedback.join(" "));
    scenario["teacher"] = json!(safe(note.trim()));
    let ask = scene(question, codes.is_some(), &mut scenario, dropped);
    if codes.is_some() {
        // In questions exported by airside, the feedback for "neither" repeats the explanation of the right answer.
        let is_repeated = |one: &ImportChoice| !question.id.is_empty() && code(&one.text) == Some(Verdict::Neither);
        let wrong: Vec<&str> = question
            .choices
            .iter()
            .filter(|one| !one.right && !one.because.is_empty() && !is_repeated(one))
            .map(|one| one.because.as_str())
            .collect();
        set_text(&mut scenario["explanation"]["why"], &right.because);
        set_text(&mut scenario["explanation"]["why_not"], &wrong.join(" "));
    } else {
        let choice = |choice: &ImportChoice| {
            let because = if choice.because.is_empty() { "... why it is, or is not" } else { choice.because.as_str() };
            json!({ "text": safe(&choice.text), "right": choice.right, "because": safe(because) })
        };
        let choices: Vec<Value> = question.choices.iter().map(choice).collect();
        let ask = ask.unwrap_or_else(|| "... the question".to_owned());
        scenario["asks"] = json!({ "question": safe(&ask), "choices": choices });
    }
    Ok(scenario)
}

fn set_text(field: &mut Value, text: &str) {
    if !text.trim().is_empty() {
        *field = json!(safe(text.trim()));
    }
}

fn free_id(question: &ImportQuestion, ids: &mut HashSet<String>) -> String {
    let mut id = String::new();
    let name = if question.id.is_empty() { &question.title } else { &question.id };
    for character in name.to_lowercase().chars() {
        if character.is_ascii_alphanumeric() {
            id.push(character);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    let id: String = id.trim_matches('-').chars().take(LONGEST_ID).collect();
    let id = id.trim_matches('-');
    let id = if id.is_empty() { format!("question-{}", question.line) } else { id.to_owned() };
    // There are more candidate numbers than existing ids, so at least one numbered id is free.
    let numbered = (2..=ids.len() + 2).map(|number| format!("{id}-{number}"));
    let id = std::iter::once(id.clone()).chain(numbered).find(|id| !ids.contains(id)).unwrap_or_default();
    ids.insert(id.clone());
    id
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Story,
    Request,
    Findings,
    Returned,
}

/// Divides the text of a question into the parts of a case. Numbered lines go under their headings, and all other text
/// goes into the story. If the answers aren't status codes and the text ends with a question, that question is returned
/// separately.
fn scene(
    question: &ImportQuestion, has_codes: bool, scenario: &mut Value, dropped: &mut Vec<SkippedPart>,
) -> Option<String> {
    let mut section = Section::Story;
    let (mut story, mut request, mut findings, mut returned) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for paragraph in &question.text {
        match paragraph.trim() {
            "Request:" | "The request:" => section = Section::Request,
            "What is found:" | "What the server finds:" => section = Section::Findings,
            "What the server answered:" | "What came back:" => section = Section::Returned,
            line => match (section, numbered(line)) {
                (Section::Request, Some(line)) => request.push(line.to_owned()),
                (Section::Findings, Some(line)) => findings.push(line.to_owned()),
                (Section::Returned, Some(line)) => returned.push(line.to_owned()),
                _ => story.push(line.to_owned()),
            },
        }
    }
    let asks = !has_codes && story.len() > 1 && story.last().is_some_and(|last| last.ends_with('?'));
    let ask = if asks { story.pop() } else { None };
    // If the text is only a question, the question is also used as the story, because a story can't be empty.
    let ask = ask.or_else(|| story.first().filter(|only| only.ends_with('?')).cloned());
    // Questions exported by airside end with a prompt such as "401 or 403?", which isn't part of the story.
    let is_prompt = |text: &String| code_prompts().contains(&text.as_str());
    if has_codes && !question.id.is_empty() && story.len() > 1 && story.last().is_some_and(is_prompt) {
        story.pop();
    }
    let story_text = story.join(" ");
    let (story_text, left_out) = if has_codes { without_ask(&story_text) } else { (story_text.as_str(), "") };
    let mut drop_part =
        |why: String| dropped.push(SkippedPart::new(question.line, format!("`{}`: {why}", question.title)));
    if !left_out.is_empty() {
        drop_part(format!("the sentence `{}` was left out, because airside asks the same", safe(left_out)));
    }
    if story_text.contains(IMAGE) {
        drop_part("an image was left out, and its description is in the story".to_owned());
    }
    let words: Vec<&str> = story_text.split_whitespace().collect();
    if words.len() > STORY_WORDS {
        drop_part(format!("the words of its text beyond the first {STORY_WORDS} were dropped"));
    }
    set_text(&mut scenario["story"], &words.iter().take(STORY_WORDS).copied().collect::<Vec<_>>().join(" "));
    for (name, lines) in [("request", request), ("findings", findings), ("returned", returned)] {
        if !lines.is_empty() {
            let lines: Vec<String> = lines.iter().flat_map(|line| folded(line)).collect();
            scenario["exchange"][name] = json!(lines);
        }
    }
    let shown =
        ["request", "findings", "returned"].map(|name| scenario["exchange"][name].as_array().map_or(0, Vec::len));
    let deciding = question.general_feedback.iter().find_map(|said| {
        let (number, _) = said.strip_prefix("Deciding line ")?.split_once(':')?;
        number.parse::<usize>().ok()
    });
    let all: usize = shown.iter().sum();
    scenario["evidence"]["line"] = json!(deciding.filter(|line| (1..=all).contains(line)).unwrap_or(all.max(1)));
    ask
}

fn indentation(line: &str) -> &str {
    line.strip_suffix(line.trim_start()).unwrap_or_default()
}

/// Folds a long line. Continuation lines are indented so that they can't be mistaken for header fields.
fn folded(line: &str) -> Vec<String> {
    if line.chars().count() <= LINE {
        return vec![line.to_owned()];
    }
    let (text, indentation) = (line.trim_start(), indentation(line));
    let parts = crate::text::wrap(text, LINE.saturating_sub(indentation.len() + FOLD.len()).max(1));
    let fold = |(index, part): (usize, String)| {
        let fold = if index == 0 { "" } else { FOLD };
        format!("{indentation}{fold}{part}")
    };
    parts.into_iter().enumerate().map(fold).collect()
}

/// The words of sentences that only ask for the status code, in English, German and Portuguese.
const ASKING: &str = " 401 403 http or oder ou and und e is it this that what which one now code codes status answer response \
    neither none of the a an should must be returned sent server servers return send fits applies correct right here \
    unauthorized forbidden does do answers reply gives give was welcher welche welches statuscode passt ist das es \
    der die hier richtig antwort antwortet nun gilt sendet qual código é o resposta correto certo correta isto isso \
    envia servidor responde ";

/// Abbreviations whose full stop doesn't end a sentence. Abbreviations of fewer than three letters don't have to be
/// listed, because a full stop after them is never treated as the end of a sentence.
const ABBREVIATIONS: [&str; 6] = ["etc", "bzw", "usw", "vgl", "approx", "resp"];

/// Splits off a final sentence that only asks for the status code, because the course adds that question itself. The
/// sentence stays in the story if it says anything else, or if its start isn't clear.
fn without_ask(story_text: &str) -> (&str, &str) {
    let story_text = story_text.trim();
    let is_end = |(index, mark): &(usize, &str)| {
        let (before, after) = story_text.split_at_checked(*index).unwrap_or_default();
        let word = before.rsplit(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
        let is_word = word.chars().count() > 2 && !ABBREVIATIONS.contains(&word.to_lowercase().as_str());
        after.get(1..).is_some_and(|after| after.starts_with(' ')) && (*mark != "." || is_word)
    };
    let end = story_text.rmatch_indices(['.', '!', '?']).find(is_end).map_or(0, |(end, _)| end + 1);
    let (before, last) = story_text.split_at_checked(end).unwrap_or((story_text, ""));
    let mut words = last.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let only_asks = words.all(|word| ASKING.contains(&format!(" {} ", word.to_lowercase())));
    if last.ends_with('?') && only_asks && !before.is_empty() {
        (before.trim_end(), last.trim())
    } else {
        (story_text, "")
    }
}

fn numbered(line: &str) -> Option<&str> {
    let (number, rest) = line.split_once(". ")?;
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(rest)
}
