//! Imports questions in Moodle's GIFT format.
//!
//! This module supports the part of the grammar that describes questions with one right answer. Everything else is
//! skipped and reported.

use super::{ImportChoice, ImportQuestion, SkippedPart, indentation, numbered, with_numbered_lines, without_tags};
use crate::say;
use crate::text::safe;

/// Parses questions in GIFT format, and lists everything that was skipped.
pub fn gift(text: &str) -> (Vec<ImportQuestion>, Vec<SkippedPart>) {
    let (mut questions, mut dropped) = (Vec::new(), Vec::new());
    for GiftBlock { line, id, text: block } in blocks(text) {
        if let Some(category) = block.strip_prefix("$CATEGORY:") {
            dropped.push(SkippedPart::new(line, format!("the category {} was dropped", category.trim())));
            continue;
        }
        match question(line, &block, !id.is_empty(), &mut dropped) {
            Ok(question) => questions.push(ImportQuestion { id, ..question }),
            Err(why) => dropped.push(SkippedPart::new(line, format!("{why}; it was left out"))),
        }
    }
    (questions, dropped)
}

struct GiftBlock {
    line: usize,
    /// The id from the comment that airside writes before a question; an empty string if there is no such comment.
    id: String,
    text: String,
}

fn blocks(text: &str) -> Vec<GiftBlock> {
    let mut blocks: Vec<GiftBlock> = Vec::new();
    let mut open = false;
    let mut id = String::new();
    for (line, whole) in (1..).zip(text.lines()) {
        let bare = whole.trim();
        if let Some(comment) = bare.strip_prefix("//") {
            if let Some((found, _)) = comment.split_once("[id:").and_then(|(_, rest)| rest.split_once(']')) {
                found.trim().clone_into(&mut id);
            }
            continue;
        }
        let category = bare.starts_with("$CATEGORY:");
        let begins = |block: &GiftBlock| !id.is_empty() || begins_question(&block.text, bare);
        open &= !bare.is_empty() && !blocks.last().is_some_and(begins);
        match (bare.is_empty(), open && !category, blocks.last_mut()) {
            (true, ..) => {}
            (false, true, Some(block)) => {
                block.text.push('\n');
                block.text.push_str(whole);
            }
            _ => blocks.push(GiftBlock { line, id: std::mem::take(&mut id), text: whole.to_owned() }),
        }
        open = !bare.is_empty() && !category;
    }
    blocks
}

/// Returns whether a line starts a new question even though no empty line precedes it. A new question can start there
/// only if the answers of the previous question are complete.
fn begins_question(before: &str, line: &str) -> bool {
    let answers = split_at(before, "{").and_then(|(_, rest)| split_at(rest, "}"));
    answers.is_some_and(|(_, after)| after.trim().is_empty() || line.starts_with("::") || split_at(line, "{").is_some())
}

/// Removes a sentence such as `Correct: 401.`, which airside adds before each explanation. The next export adds the
/// sentence again.
fn without_lead_in(mut paragraphs: Vec<String>) -> Vec<String> {
    let (right, wrong) = (say!("Correct: {}.", ""), say!("Not quite. The answer: {}.", ""));
    let translated = [right.trim_end_matches(['.', ' ']), wrong.split_inclusive('.').next().unwrap_or_default()];
    let leads = ["Correct:", "Not quite."].into_iter().chain(translated).filter(|lead| !lead.is_empty());
    if paragraphs.first().is_some_and(|first| leads.into_iter().any(|lead| first.starts_with(lead))) {
        paragraphs.remove(0);
    }
    paragraphs
}

/// `is_export` states whether airside exported the question.
fn question(
    line: usize, block: &str, is_export: bool, dropped: &mut Vec<SkippedPart>,
) -> Result<ImportQuestion, String> {
    let mut rest = block.trim();
    let mut title = String::new();
    if let Some((before, after)) = rest.strip_prefix("::").and_then(|named| split_at(named, "::")) {
        title = plain(before, "plain").join(" ");
        rest = after.trim();
    }
    let said = if title.is_empty() { format!("the question of line {line}") } else { format!("`{title}`") };
    let (format, rest) = format(rest);
    let (stem, rest) = split_at(rest, "{").ok_or_else(|| format!("{said} has no answers: it is a description"))?;
    let (answers, after) = split_at(rest, "}").ok_or_else(|| format!("{said} has no end: a }} is missing"))?;
    if !after.trim().is_empty() {
        dropped.push(SkippedPart::new(line, format!("{said}: the text behind its answers was dropped")));
    }
    let mut question = ImportQuestion {
        line,
        title,
        text: lines(&with_numbered_lines(&unescaped(stem)), format),
        ..ImportQuestion::default()
    };
    let (answers, general) = split_at(answers, "####").unwrap_or((answers, ""));
    question.general_feedback = marked(general, format);
    question.choices = match answers.trim() {
        "" => return Err(format!("{said} is an essay: there is nothing to choose")),
        answers if answers.starts_with('#') => return Err(format!("{said} asks for a number")),
        answers => {
            if let Some(choices) = truth(answers, format) {
                choices
            } else {
                let (choices, remarks) = choices(answers, format, is_export).map_err(|why| format!("{said} {why}"))?;
                dropped.extend(remarks.into_iter().map(|remark| SkippedPart::new(line, format!("{said}: {remark}"))));
                choices
            }
        }
    };
    Ok(question)
}

/// Splits the text at the first unescaped occurrence of `sign`.
fn split_at<'a>(text: &'a str, sign: &str) -> Option<(&'a str, &'a str)> {
    let mut escaped = false;
    for (index, character) in text.char_indices() {
        let rest = text.get(index..)?;
        if !escaped && rest.starts_with(sign) {
            return Some((text.get(..index)?, rest.get(sign.len()..)?));
        }
        escaped = !escaped && character == '\\';
    }
    None
}

fn format(text: &str) -> (&str, &str) {
    let named = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    named.filter(|(format, _)| ["html", "moodle", "plain", "markdown"].contains(format)).unwrap_or(("moodle", text))
}

fn marked(text: &str, usual: &str) -> Vec<String> {
    match format(text.trim()) {
        ("moodle", rest) => plain(rest, usual),
        (format, rest) => plain(rest, format),
    }
}

fn truth(answers: &str, format: &str) -> Option<Vec<ImportChoice>> {
    let mut parts = Vec::new();
    let mut rest = answers;
    while let Some((before, after)) = split_at(rest, "#") {
        parts.push(before);
        rest = after;
    }
    parts.push(rest);
    let is_true = match parts.first()?.trim() {
        "T" | "TRUE" => true,
        "F" | "FALSE" => false,
        _ => return None,
    };
    let said = |index: usize| parts.get(index).map_or_else(String::new, |part| marked(part, format).join(" "));
    // The first feedback belongs to the wrong answer and the second to the right one.
    let choice =
        |text: &str, right| ImportChoice { text: text.to_owned(), right, because: said(if right { 2 } else { 1 }) };
    Some(vec![choice("True", is_true), choice("False", !is_true)])
}

fn weighed(answer: &str) -> (Option<f64>, &str) {
    let parts = answer.trim_start().strip_prefix('%').and_then(|rest| rest.split_once('%'));
    match parts.and_then(|(weight, text)| Some((weight.trim().parse::<f64>().ok()?, text))) {
        Some((weight, text)) if weight.is_finite() => (Some(weight), text),
        // A percent sign without a number is part of the text.
        _ => (None, answer),
    }
}

/// Parses answers such as `=right ~wrong`, including their feedback. Only an answer that gets full marks counts as
/// right. Also returns a remark about each answer that gets partial marks.
fn choices(answers: &str, usual: &str, is_export: bool) -> Result<(Vec<ImportChoice>, Vec<String>), &'static str> {
    let (mut choices, mut remarks): (Vec<ImportChoice>, Vec<String>) = (Vec::new(), Vec::new());
    let mut rest = answers.trim();
    while let Some(sign) = rest.chars().next() {
        let right = match sign {
            '=' => true,
            '~' => false,
            _ => return Err("has answers that begin with neither = nor ~"),
        };
        let body = rest.get(1..).unwrap_or_default();
        let end =
            [split_at(body, "="), split_at(body, "~")].into_iter().flatten().map(|(before, _)| before.len()).min();
        let (one, next) = body.split_at_checked(end.unwrap_or(body.len())).unwrap_or((body, ""));
        let (answer_text, because) = split_at(one, "#").unwrap_or((one, ""));
        if split_at(answer_text, "->").is_some() {
            return Err("is a matching question");
        }
        let (weight, answer_text) = weighed(answer_text);
        let text = marked(answer_text, usual).join(" ");
        if let Some(weight) = weight.filter(|weight| *weight > 0.0 && *weight < 100.0) {
            remarks
                .push(format!("its answer `{}` counts {weight}% in the file, and counts as wrong here", safe(&text)));
        }
        let right = weight.map_or(right, |weight| weight >= 100.0);
        let because = marked(because, usual);
        let because = if is_export { without_lead_in(because) } else { because };
        choices.push(ImportChoice { text, right, because: because.join(" ") });
        rest = next.trim_start();
    }
    if choices.iter().all(|choice| choice.right) && split_at(answers, "~").is_none() {
        return Err("is a short answer: there is nothing to choose");
    }
    if !remarks.is_empty() && !choices.iter().any(|choice| choice.right) {
        return Err("has only answers that count in part, so none of them is the right one");
    }
    Ok((choices, remarks))
}

fn plain(text: &str, format: &str) -> Vec<String> {
    lines(&unescaped(text), format)
}

fn unescaped(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match (character, character == '\\').1.then(|| characters.next()).flatten() {
            Some('n') => bare.push('\n'),
            Some(escaped) => bare.push(escaped),
            None => bare.push(character),
        }
    }
    bare
}

fn lines(text: &str, format: &str) -> Vec<String> {
    let bare = if format == "plain" { text.to_owned() } else { without_tags(text, format == "html") };
    let lines = bare.lines().map(|line| {
        // In a numbered line, which is part of an exchange, indentation may show that the line continues the previous
        // one.
        let (number, text) = numbered(line.trim_start()).map_or(("", line), |text| {
            let number = line.trim_start().strip_suffix(text).unwrap_or_default();
            (number, text)
        });
        let indentation = if number.is_empty() { "" } else { indentation(text) };
        format!("{number}{indentation}{}", text.split_whitespace().collect::<Vec<_>>().join(" "))
    });
    lines.filter(|line| !line.is_empty()).collect()
}
