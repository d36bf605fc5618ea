//! Creates a form for translators, whose entries are ordered by area of the interface.
//!
//! This module also counts how much of the text has been translated.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::format::{ENGLISH, FORMAT, REMARK, TranslationFile, is_missing, parse};
use super::texts;
use crate::diagnostic::{Diagnostic, Source};
use crate::i18n::Sentence;
use crate::i18n::areas::{AREAS, SCENARIOS, of_module, with_used};
use crate::i18n::meaning::KEYWORDS;
use crate::sorting::insert_all;
use crate::text::tabbed_json;

/// Selects the text to include in a form for translators.
#[derive(Clone, Debug, Default)]
pub struct FormContents {
    /// The names of the areas to include. An empty list means all areas.
    pub areas: Vec<String>,
    /// Whether to include only text that hasn't been translated.
    pub missing: bool,
}

fn sentences(area: &str, taken: &mut HashSet<String>) -> Vec<String> {
    let of_area = super::catalogue::sentences().into_iter().filter(|(module, _)| of_module(module) == area);
    of_area.map(|(_, sentence)| sentence).filter(|sentence| taken.insert(sentence.clone())).collect()
}

fn lacks(file: &TranslationFile, id: &str, pointer: &str, english: &str) -> bool {
    file.scenarios.get(id).and_then(|texts| texts.get(pointer)).is_none_or(|words| words == english)
}

/// Creates a form. If there is an `existing` translation file, its translations are already filled in.
pub fn form(contents: &FormContents, existing: Option<&Source<'_>>) -> Result<String, Vec<Diagnostic>> {
    let file = existing.map_or_else(|| Ok(TranslationFile::default()), parse)?;
    let names = with_used(&contents.areas);
    let is_wanted = |name: &str| contents.areas.is_empty() || names.contains(&name);
    let mut entries = Vec::new();
    let mut taken = HashSet::new();
    for area in AREAS.iter().filter(|area| is_wanted(area.name)) {
        let wanted = sentences(area.name, &mut taken);
        let wanted = wanted
            .into_iter()
            .filter(|english| !contents.missing || file.interface.get(english).is_none_or(is_missing));
        let wanted: Vec<String> = wanted.collect();
        if wanted.is_empty() {
            continue;
        }
        entries.push(entry(&format!("{REMARK}{}", area.name), &area.about));
        for english in wanted {
            let translation = file.interface.get(&english).cloned().unwrap_or_else(|| Sentence::Text(String::new()));
            entries.push(entry(&english, &translation));
        }
    }
    let mut scenarios = BTreeMap::new();
    if is_wanted(SCENARIOS) {
        scenarios = texts();
        for (id, texts) in &mut scenarios {
            if contents.missing {
                texts.retain(|pointer, english| lacks(&file, id, pointer, english));
            }
            for (pointer, text) in texts.iter_mut() {
                if let Some(words) = file.scenarios.get(id).and_then(|texts| texts.get(pointer)) {
                    text.clone_from(words);
                }
            }
        }
        scenarios.retain(|_, texts| !texts.is_empty());
    }
    let translated = |keyword| (keyword, file.keywords.get(keyword).cloned().unwrap_or_default());
    let keywords: BTreeMap<&str, Vec<String>> = insert_all(KEYWORDS.into_iter().map(translated));
    let or = |text: &str, default: &str| if text.is_empty() { default.to_owned() } else { text.to_owned() };
    let fields = [
        field("format", &FORMAT),
        field("language", &or(&file.language, ENGLISH)),
        field("decimal", &or(&file.decimal, ".")),
        field("keywords", &keywords),
        field("reordered", &file.reordered),
        field("plurals", &file.plurals),
        format!("\t\"interface\": {{\n{}\n\t}}", entries.join(",\n")),
        field("scenarios", &scenarios),
    ];
    Ok(format!("{{\n{}\n}}\n", fields.join(",\n")))
}

fn field(name: &str, value: &impl Serialize) -> String {
    format!("\t{}: {}", tabbed_json(&name), tabbed_json(value).replace('\n', "\n\t"))
}

fn entry(name: &str, value: &impl Serialize) -> String {
    format!("\t\t{}: {}", tabbed_json(&name), tabbed_json(value).replace('\n', "\n\t\t"))
}

/// The number of texts in an area that have been translated, and the total number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AreaProgress {
    pub name: &'static str,
    pub done: usize,
    pub all: usize,
}

pub fn progress(source: &Source<'_>) -> Result<Vec<AreaProgress>, Vec<Diagnostic>> {
    let file = parse(source)?;
    let mut taken = HashSet::new();
    let of_interface = |area: &'static str, taken: &mut HashSet<String>| {
        let all = sentences(area, taken);
        let done = all.iter().filter(|english| file.interface.get(*english).is_some_and(|one| !is_missing(one)));
        AreaProgress { name: area, done: done.count(), all: all.len() }
    };
    let all = texts();
    let texts = all.iter().flat_map(|(id, texts)| texts.iter().map(move |(pointer, english)| (id, pointer, english)));
    let done = texts.clone().filter(|(id, pointer, english)| !lacks(&file, id, pointer, english)).count();
    let areas = AREAS.iter().map(|area| match area.name {
        SCENARIOS => AreaProgress { name: SCENARIOS, done, all: texts.clone().count() },
        name => of_interface(name, &mut taken),
    });
    Ok(areas.collect())
}
