//! Compares a translation file with the English text.
//!
//! Every fault is reported with its position. Unused text causes only a warning, so that translation files for earlier
//! versions still work.

use std::collections::{BTreeMap, BTreeSet};

use super::format::{ENGLISH, FORMAT, REMARK, TranslationFile, is_missing};
use crate::diagnostic::{Diagnostic, Source, nearest};
use crate::i18n::limits::LIMITS;
use crate::i18n::meaning::{KEYWORDS, is_reordering, left_out, lost, own_words, swapped, unusable};
use crate::i18n::plural::{OTHER, STATED};
use crate::i18n::{Sentence, is_language, placeholder_count};
use crate::say;
use crate::scenario::check::{long, spoiled, wide};
use crate::scenario::locate::{Index, JsonPath, Target};
use crate::sorting::sort_by;
use crate::text::{is_safe, narrow_width};

/// The JSON pointers of text that the learner sees before answering.
const OPEN: &[&str] = &["/title", "/story", "/hints/", "/exchange/request/", "/exchange/findings/"];

/// Returns the faults and warnings of a translation file. `known` contains the English sentences of the interface, and
/// `texts` contains the English text of each scenario by JSON pointer.
pub(super) fn check(
    source: Source<'_>, written: &TranslationFile, known: &BTreeSet<String>,
    texts: &BTreeMap<String, BTreeMap<String, String>>,
) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let mut checker = TranslationChecker {
        index: Index::new(source.text),
        source,
        written,
        faults: Vec::new(),
        warnings: Vec::new(),
    };
    checker.file();
    checker.interface(known);
    checker.limits();
    checker.scenarios(texts);
    (checker.faults, checker.warnings)
}

struct TranslationChecker<'a> {
    source: Source<'a>,
    index: Index,
    written: &'a TranslationFile,
    faults: Vec<Diagnostic>,
    warnings: Vec<Diagnostic>,
}

impl TranslationChecker<'_> {
    fn found(&self, path: &JsonPath, target: Target, message: impl Into<String>) -> Diagnostic {
        self.source.fault(self.index.offset(self.source.text, path, target), message.into())
    }

    fn fault(&mut self, path: &JsonPath, message: impl Into<String>) {
        let fault = self.found(path, Target::Value, message);
        self.faults.push(fault);
    }

    fn file(&mut self) {
        let (written, top) = (self.written, JsonPath::default());
        if written.format != FORMAT {
            let message = say!("format {} is unknown", written.format);
            let fault = self.found(&top.field("format"), Target::Value, message).allowing([FORMAT]);
            self.faults.push(fault);
        }
        let language = top.field("language");
        if !is_language(&written.language) {
            let message = say!("`{}` is not a language tag (BCP 47)", written.language);
            let fault = self.found(&language, Target::Value, message).hint(say!("write a tag such as de or pt-BR"));
            self.faults.push(fault);
        } else if written.language == ENGLISH && written.has_translation() {
            let message = say!("the language is still set to English, so pages will be marked as English");
            let fault = self.found(&language, Target::Value, message).hint(say!("write a tag such as de or pt-BR"));
            self.warnings.push(fault);
        }
        if written.decimal.chars().count() > 1 {
            self.fault(&top.field("decimal"), say!("the decimal mark must be a single character"));
        }
        for keyword in written.keywords.keys().filter(|keyword| !KEYWORDS.contains(&keyword.as_str())) {
            let path = top.field("keywords").field(keyword);
            let message = say!("`{}` isn't a keyword of RFC 2119", keyword);
            let fault = self.found(&path, Target::Name, message).allowing(KEYWORDS);
            self.faults.push(fault);
        }
        if let Some((keyword, why)) = unusable(&written.keywords) {
            self.fault(&top.field("keywords").field(&keyword), why);
        }
        for name in written.plurals.keys().filter(|name| !STATED.contains(&name.as_str())) {
            let path = top.field("plurals").field(name);
            let fault = self.found(&path, Target::Name, say!("`{}` isn't a plural form", name)).allowing(STATED);
            self.faults.push(fault);
        }
        for repeated in self.index.repeated(self.source.text) {
            let first = self.source.fault(repeated.first, String::new()).line;
            let message = say!("`{}` is already in line {}", repeated.name, first);
            self.faults.push(self.source.fault(repeated.start, message));
        }
    }

    fn interface(&mut self, known: &BTreeSet<String>) {
        let written = self.written;
        let is_used = |name: &&String| known.contains(*name) || name.contains('/');
        for name in written.reordered.iter().filter(|name| !is_used(name)) {
            let message = say!("the interface has no sentence `{}`", name);
            let warning = self.found(&JsonPath::default().field("reordered"), Target::Value, message);
            self.warnings.push(warning);
        }
        for (english, sentence) in &written.interface {
            let path = JsonPath::default().field("interface").field(english);
            if english.starts_with(REMARK) || is_missing(sentence) && known.contains(english) {
                continue;
            }
            if !known.contains(english) {
                let message = say!("the interface has no sentence `{}`", english);
                let near = nearest(english, known.iter().map(String::as_str));
                let hint = near.map_or_else(
                    || say!("this text is no longer used, so you can delete it").to_owned(),
                    |near| say!("did you mean `{}`?", near),
                );
                let warning = self.found(&path, Target::Name, message).hint(hint);
                self.warnings.push(warning);
                continue;
            }
            self.forms(english, sentence, &path);
            for (form, words) in sentence.texts() {
                let path = form.map_or_else(|| path.clone(), |form| path.field(form));
                self.sentence(english, words, &path);
            }
        }
    }

    fn forms(&mut self, english: &str, sentence: &Sentence, path: &JsonPath) {
        let Sentence::Forms(forms) = sentence else { return };
        let stated = || self.written.plurals.keys().map(String::as_str).chain([OTHER]);
        if let Some(name) = forms.forms.keys().find(|name| !stated().any(|known| known == name.as_str())) {
            let message = say!("`plurals` has no rule for the form `{}`", name);
            let fault = self.found(&path.field(name), Target::Name, message).allowing(stated());
            self.faults.push(fault);
        } else if !forms.forms.contains_key(OTHER) {
            self.fault(path, say!("the form `{}` is missing", OTHER));
        } else if forms.number >= placeholder_count(english) {
            self.fault(path, say!("`number` must be the number of a placeholder, counted from 0"));
        }
    }

    fn sentence(&mut self, english: &str, words: &str, path: &JsonPath) {
        if !fits(english, words) {
            let message = say!("the placeholders in `{}` don't match those in the English sentence", words);
            let hint = say!("write each `{}` once, or number the placeholders, starting with `{}`", "{}", "{0}");
            let fault = self.found(path, Target::Value, message).hint(hint);
            self.faults.push(fault);
        }
        if let Some(why) = unfit(english, words).or_else(|| spaced(english, words)) {
            self.fault(path, why);
        }
        self.changed(english, path, english, words);
    }

    /// Returns how a translation changes the meaning of the English text, with a hint for each change. `name`
    /// identifies the text in the `reordered` list.
    fn changes(&self, name: &str, english: &str, words: &str) -> Vec<(String, String)> {
        let is_reordered = self.written.reordered.contains(name);
        let is_reordering = is_reordering(english, words);
        let codes = swapped(english, words).filter(|_| !(is_reordered && is_reordering)).map(|why| {
            let hint = if is_reordering {
                say!("keep the order of the English text, or list `{}` under `reordered`", name)
            } else {
                say!("use the codes and numbers of the English text, each as often as the English text does").to_owned()
            };
            (why, hint)
        });
        let keyword = lost(english, words, &self.written.keywords, is_reordered);
        let keyword = keyword.map(|why| {
            let stated = own_words(&self.written.keywords);
            let hint = if stated.is_empty() {
                say!("write the English keyword, or define your own under `keywords`").to_owned()
            } else {
                say!("write the English keyword, or one of your words under `keywords`: {}", stated)
            };
            (why, hint)
        });
        let typed = |word: &str| match self.written.interface.get(word) {
            Some(Sentence::Text(text)) if !text.is_empty() => Some(text.as_str()),
            _ => None,
        };
        let copied = left_out(english, words, typed).map(|why| (why, say!("copy it from the English text").to_owned()));
        codes.into_iter().chain(keyword).chain(copied).collect()
    }

    fn changed(&mut self, name: &str, path: &JsonPath, english: &str, words: &str) {
        for (why, hint) in self.changes(name, english, words) {
            let fault = self.found(path, Target::Value, why).hint(hint);
            self.faults.push(fault);
        }
    }

    fn limits(&mut self) {
        for limit in LIMITS {
            let shown = |english: &&'static str| match self.written.interface.get(*english) {
                Some(Sentence::Text(text)) if !text.is_empty() => text.clone(),
                _ => (*english).to_owned(),
            };
            let labels: Vec<String> = limit.sentences.iter().map(shown).collect();
            let columns: usize = labels.iter().map(|label| narrow_width(label)).sum();
            let longest = limit.sentences.iter().zip(&labels).max_by_key(|(_, label)| narrow_width(label));
            if let Some((english, _)) = longest.filter(|_| columns > limit.columns) {
                let path = JsonPath::default().field("interface").field(english);
                let (labels, most, place) = (labels.join(" + "), limit.columns, (limit.place)());
                self.fault(
                    &path,
                    say!("`{}` takes {} columns, but {} has room for only {}", labels, columns, place, most),
                );
            }
        }
    }

    fn scenarios(&mut self, texts: &BTreeMap<String, BTreeMap<String, String>>) {
        let written = self.written;
        for (id, pointers) in &written.scenarios {
            let path = JsonPath::default().field("scenarios").field(id);
            let Some(scenario) = texts.get(id) else {
                let near = nearest(id, texts.keys().map(String::as_str));
                let hint = near.map_or_else(|| "airside list".to_owned(), |near| say!("did you mean `{}`?", near));
                let message = say!("no built-in scenario is named `{}`", id);
                let warning = self.found(&path, Target::Name, message).hint(hint);
                self.warnings.push(warning);
                continue;
            };
            for (pointer, words) in pointers {
                let path = path.field(pointer);
                let Some(english) = scenario.get(pointer) else {
                    let message = say!("`{}` isn't the path of a text in `{}`", pointer, id);
                    let warning = self.found(&path, Target::Name, message).allowing(scenario.keys());
                    self.warnings.push(warning);
                    continue;
                };
                if let Some(why) = unfit(english, words) {
                    self.fault(&path, why);
                }
                match misplaced(pointer, english, words) {
                    Some(why) => self.fault(&path, why),
                    None if words.trim().is_empty() => {}
                    None => self.changed(&format!("{id}{pointer}"), &path, english, words),
                }
            }
        }
    }
}

/// Reports a missing or additional space or line break at the start or end of a translation, where the text is joined
/// to other text.
fn spaced(english: &str, words: &str) -> Option<&'static str> {
    let starts = |text: &str| text.starts_with([' ', '\n']);
    let ends = |text: &str| text.ends_with([' ', '\n']);
    (starts(english) != starts(words) || ends(english) != ends(words))
        .then(|| say!("it must begin and end with a space or a line break exactly where the English text does"))
}

/// Returns the reason why a translation can't be used: it is empty or contains unsafe characters. Line breaks are
/// allowed only if the English text contains any.
fn unfit(english: &str, words: &str) -> Option<&'static str> {
    let shows = if english.contains('\n') { words.lines().all(is_safe) } else { is_safe(words) };
    if words.trim().is_empty() {
        Some(say!("this text is empty"))
    } else {
        (!shows).then(|| say!("one of its texts is invisible or contains terminal control characters"))
    }
}

/// Returns the reason why a translation isn't allowed in a field of a scenario. For example, a translation must not
/// reveal more than the English text does.
fn misplaced(pointer: &str, english: &str, words: &str) -> Option<String> {
    let open = OPEN.iter().any(|place| pointer.starts_with(place)) && spoiled(english).is_none();
    let given_away = || spoiled(words).filter(|_| open);
    let too_wide = || wide(words).filter(|_| pointer.starts_with("/exchange/"));
    let too_long = || long(words).filter(|_| pointer == "/story");
    given_away().or_else(too_wide).or_else(too_long)
}

/// Returns whether the translation contains each placeholder of the English text exactly once, either in order or
/// numbered, and no other braces.
fn fits(english: &str, words: &str) -> bool {
    let count = placeholder_count(english);
    let closing = |text: &str| text.matches('}').count();
    if count != placeholder_count(words) || closing(english) != closing(words) {
        return false;
    }
    let inner = words.split('{').skip(1).map(|rest| rest.split_once('}').map_or("?", |(inner, _)| inner));
    let numbers: Vec<&str> = inner.collect();
    let mut sorted = numbers.clone();
    sort_by(&mut sorted, Ord::cmp);
    let each = (0..count).map(|number| number.to_string());
    numbers.iter().all(|number| number.is_empty()) || count < 10 && sorted.into_iter().eq(each)
}
