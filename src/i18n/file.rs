//! Parses translation files, which contain the interface and the built-in packs in another language. This module
//! defines the file format, checks the files and writes the empty form for translators. A sentence of the interface is
//! identified by its English text. A text of a pack is identified by its scenario's id and a JSON pointer (RFC 6901).
//! Anything that a file leaves out stays in English. This module must not print anything.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::diagnostic::{Diagnostic, Source};
use crate::files;
use crate::i18n::meaning::{KEYWORDS, Keywords, lost, swapped};
use crate::i18n::{Words, holes};
use crate::say;
use crate::scenario::Scenario;
use crate::scenario::check::{long, spoiled, wide};
use crate::scenario::format::translatable;
use crate::scenario::library::BUILT_IN;
use crate::scenario::locate::{Index, JsonPath, Target};
use crate::text::is_safe;

/// The version of the file format.
pub const FORMAT: u32 = 1;

/// Every sentence of the interface, as a JSON list. A test compares the list with the source code.
pub const CATALOGUE: &str = include_str!("catalogue.json");

/// The built-in translations, each with its BCP 47 tag, the language's own name and the contents of its file. They
/// cover exams, worksheets, votes and exports.
pub const SHIPPED: &[(&str, &str, &str)] = &[
    ("de", "Deutsch", include_str!("translations/de.json")),
    ("pt-BR", "Português (Brasil)", include_str!("translations/pt-BR.json")),
];

/// The JSON pointers of the texts that learners see before the answer.
const OPEN: &[&str] = &["/title", "/story", "/hints/", "/exchange/request/", "/exchange/findings/"];

/// A translation file as it is stored.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct TranslationFile {
    format: u32,
    /// The BCP 47 tag of the language.
    language: String,
    /// The translations of MUST, SHOULD, MAY and the other keywords of RFC 2119. The English words are always allowed.
    #[serde(default, skip_serializing_if = "Keywords::is_empty")]
    keywords: Keywords,
    /// Texts that deliberately name the codes in another order, identified by their English text or as `id/pointer`.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    reordered: BTreeSet<String>,
    /// The translations of the interface, by English text.
    #[serde(default)]
    interface: BTreeMap<String, String>,
    /// The translations of scenarios, by scenario id and JSON pointer.
    #[serde(default)]
    scenarios: BTreeMap<String, BTreeMap<String, String>>,
}

impl TranslationFile {
    /// Lists the changes of meaning between the English text and its translation, each with a hint. `name` identifies
    /// the text in `reordered`.
    fn changes(&self, name: &str, english: &str, words: &str) -> Vec<(String, String)> {
        let codes = swapped(english, words).filter(|_| !self.reordered.contains(name));
        let codes =
            codes.map(|why| (why, say!("keep the order of the English text, or list `{}` under `reordered`", name)));
        let keyword = lost(english, words, &self.keywords);
        let keyword =
            keyword.map(|why| (why, say!("write the English keyword, or state yours under `keywords`").to_owned()));
        codes.into_iter().chain(keyword).collect()
    }
}

pub fn catalogue() -> Vec<String> {
    serde_json::from_str(CATALOGUE).unwrap_or_default()
}

/// Returns the texts of the built-in packs, by scenario id and JSON pointer.
fn texts() -> BTreeMap<String, BTreeMap<String, String>> {
    let packs = BUILT_IN.iter().filter_map(|pack| serde_json::from_str::<Value>(pack.text).ok());
    let fields = Scenario::fields();
    let mut texts = BTreeMap::new();
    for pack in packs {
        for scenario in pack["scenarios"].as_array().into_iter().flatten() {
            let id = scenario["id"].as_str().unwrap_or_default().to_owned();
            texts.insert(id, translatable(scenario, &fields));
        }
    }
    texts
}

/// Returns a translation file in which every text is still in English, for translators to fill in.
pub fn form() -> String {
    let interface = catalogue().into_iter().map(|sentence| (sentence.clone(), sentence)).collect();
    let written = TranslationFile {
        format: FORMAT,
        language: "en".to_owned(),
        keywords: Keywords::default(),
        reordered: BTreeSet::new(),
        interface,
        scenarios: texts(),
    };
    serde_json::to_string_pretty(&written).unwrap_or_default() + "\n"
}

/// Finds a built-in translation by its tag.
///
/// # Errors
///
/// Returns the same errors as [`read`].
pub fn shipped(tag: &str) -> Option<Result<Words, Vec<Diagnostic>>> {
    let (tag, _, text) = SHIPPED.iter().find(|(known, ..)| known.eq_ignore_ascii_case(tag))?;
    Some(read_words(tag, text))
}

/// Reads a translation file.
///
/// # Errors
///
/// Returns every fault with its position: an unknown sentence, placeholders that don't match, an unknown scenario or
/// pointer, or an empty text. Anything that makes a pack invalid is a fault too, such as a story that names the code
/// or is too long.
pub fn read(path: &Path) -> Result<Words, Vec<Diagnostic>> {
    let name = path.display().to_string();
    let text = files::read_text(path).map_err(|why| vec![Diagnostic::for_file(&name, why.to_string())])?;
    read_words(&name, &text)
}

/// Parses the text of a translation file.
///
/// # Errors
///
/// Returns the same errors as [`read`].
pub fn read_words(name: &str, text: &str) -> Result<Words, Vec<Diagnostic>> {
    let source = Source::new(name, text);
    let written: TranslationFile = match serde_json::from_str(text) {
        Ok(written) => written,
        Err(error) => return Err(vec![source.json_error(&error, say!("the translation can't be read"))]),
    };
    let (index, top) = (Index::new(text), JsonPath::default());
    let found = |way: &JsonPath, aim, message: String| source.fault(index.offset(text, way, aim), message);
    let mut faults = Vec::new();
    if written.format != FORMAT {
        let message = say!("format {} is unknown", written.format);
        faults.push(found(&top.field("format"), Target::Value, message).allowing([FORMAT]));
    }
    for keyword in written.keywords.keys().filter(|keyword| !KEYWORDS.contains(&keyword.as_str())) {
        let way = top.field("keywords").field(keyword);
        faults.push(found(&way, Target::Name, say!("`{}` isn't a keyword of RFC 2119", keyword)).allowing(KEYWORDS));
    }
    let changed = |name: &str, way: &JsonPath, english: &str, words: &str| {
        let changes = written.changes(name, english, words).into_iter();
        changes.map(|(why, hint)| found(way, Target::Value, why).hint(hint)).collect::<Vec<_>>()
    };
    let known: HashSet<String> = catalogue().into_iter().collect();
    for (english, words) in &written.interface {
        let way = top.field("interface").field(english);
        if !known.contains(english) {
            let message = say!("the interface has no sentence `{}`", english);
            faults.push(found(&way, Target::Name, message).hint("airside translation"));
        } else if !fits(english, words) {
            let message = say!("the placeholders of `{}` don't match those of the English sentence", words);
            faults.push(found(&way, Target::Value, message).hint(say!(
                "write each `{}` once, or number the placeholders from `{}`",
                "{}",
                "{0}"
            )));
        }
        faults.extend(unfit(english, words).map(|why| found(&way, Target::Value, why.to_owned())));
        faults.extend(changed(english, &way, english, words));
    }
    let texts = texts();
    for (id, pointers) in &written.scenarios {
        let way = top.field("scenarios").field(id);
        let Some(scenario) = texts.get(id) else {
            faults.push(found(&way, Target::Name, say!("no built-in scenario is named `{}`", id)).hint("airside list"));
            continue;
        };
        for (pointer, words) in pointers {
            let way = way.field(pointer);
            let Some(english) = scenario.get(pointer) else {
                let message = say!("`{}` isn't the path of a text in `{}`", pointer, id);
                faults.push(found(&way, Target::Name, message).allowing(scenario.keys()));
                continue;
            };
            faults.extend(unfit(english, words).map(|why| found(&way, Target::Value, why.to_owned())));
            match misplaced(pointer, english, words) {
                Some(why) => faults.push(found(&way, Target::Value, why)),
                None if words.trim().is_empty() => {}
                None => faults.extend(changed(&format!("{id}{pointer}"), &way, english, words)),
            }
        }
    }
    if faults.is_empty() { Ok(laid(written)) } else { Err(faults) }
}

/// Explains why a translation doesn't fit the English text; `None` if it does. The translation may contain line breaks
/// if the English text does.
fn unfit(english: &str, words: &str) -> Option<&'static str> {
    let shows = if english.contains('\n') { words.lines().all(is_safe) } else { is_safe(words) };
    if words.trim().is_empty() {
        Some(say!("the file contains no translation"))
    } else {
        (!shows).then(|| say!("one of its texts is invisible or contains characters that control a terminal"))
    }
}

/// Explains why a translation isn't allowed at this position of a scenario; `None` if it is. It must not give away
/// more than the English text does.
fn misplaced(pointer: &str, english: &str, words: &str) -> Option<String> {
    let open = OPEN.iter().any(|place| pointer.starts_with(place)) && spoiled(english).is_none();
    let given_away = || spoiled(words).filter(|_| open);
    let too_wide = || wide(words).filter(|_| pointer.starts_with("/exchange/"));
    let too_long = || long(words).filter(|_| pointer == "/story");
    given_away().or_else(too_wide).or_else(too_long)
}

/// Checks whether the translation uses each English placeholder exactly once, in order or by number.
fn fits(english: &str, words: &str) -> bool {
    let count = holes(english);
    if count != holes(words) {
        return false;
    }
    let inner = words.split('{').skip(1).map(|rest| rest.split_once('}').map_or("?", |(inner, _)| inner));
    let numbers: Vec<&str> = inner.collect();
    let mut sorted = numbers.clone();
    sorted.sort_unstable();
    let each = (0..count).map(|number| number.to_string());
    numbers.iter().all(|number| number.is_empty()) || count < 10 && sorted.into_iter().eq(each)
}

fn laid(written: TranslationFile) -> Words {
    let differs = |(english, words): &(String, String)| english != words;
    let scenarios: HashMap<String, Vec<(String, String)>> =
        written.scenarios.into_iter().map(|(id, texts)| (id, texts.into_iter().collect())).collect();
    Words { language: written.language, interface: written.interface.into_iter().filter(differs).collect(), scenarios }
}
