//! Parses the reference files strictly and reports any faults.
//!
//! The files are built into the program, so only people who edit the files need the checks.

use std::collections::HashSet;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::tasks::{self, TaskFile};
use super::{Article, Standing, Topic};
use crate::diagnostic::{Diagnostic, Source, plain_words};
use crate::document::Block;
use crate::encoding::from_json;
use crate::say;
use crate::scenario::locate::{Index, JsonPath, Target};
use crate::scenario::misconception::{self, MisconceptionFile};

const FORMAT: u32 = 1;

const REFERENCE: &str = include_str!("../../scenarios/reference/reference.json");
const ARTICLE: &str = include_str!("../../scenarios/reference/article.json");
const PAGES: &str = include_str!("../../scenarios/reference/pages.json");

/// The reference files. Each file is recognised by a field that doesn't occur in any other file.
pub const FILES: [(&str, &str); 5] = [
    ("topics", REFERENCE),
    ("claims", ARTICLE),
    ("misconceptions", misconception::TEXT),
    ("pages", PAGES),
    ("tasks", tasks::TEXT),
];

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicFile {
    #[serde(rename = "format")]
    _format: u32,
    topics: Vec<Topic>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PageFile {
    #[serde(rename = "format")]
    _format: u32,
    pages: Vec<Page>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    id: String,
    title: String,
    blocks: Vec<Value>,
}

pub(super) fn topics() -> &'static [Topic] {
    static FILE: OnceLock<TopicFile> = OnceLock::new();
    &FILE.get_or_init(|| serde_json::from_str(REFERENCE).unwrap_or_default()).topics
}

pub(super) fn article() -> &'static Article {
    static FILE: OnceLock<Article> = OnceLock::new();
    FILE.get_or_init(|| serde_json::from_str(ARTICLE).unwrap_or_default())
}

/// Returns the title and the blocks of a page exactly as they appear in the file.
pub fn page(id: &str) -> Option<(&'static str, &'static [Value])> {
    static FILE: OnceLock<PageFile> = OnceLock::new();
    let pages = &FILE.get_or_init(|| serde_json::from_str(PAGES).unwrap_or_default()).pages;
    pages.iter().find(|page| page.id == id).map(|page| (page.title.as_str(), page.blocks.as_slice()))
}

/// Returns the faults in a reference file, or `None` if the text isn't a reference file.
pub fn check(path: &str, text: &str) -> Option<Vec<Diagnostic>> {
    let fields: serde_json::Map<String, Value> = serde_json::from_str(text).ok()?;
    let (name, _) = FILES.into_iter().find(|(name, _)| fields.contains_key(*name))?;
    let checker = Checker { source: Source::new(path, text), index: Index::new(text) };
    let faults = match name {
        "topics" => checker.parse(|_: &TopicFile| Vec::new()),
        "claims" => checker.parse(|file: &Article| checker.claims(file)),
        "tasks" => checker.parse(|_: &TaskFile| Vec::new()),
        "misconceptions" => checker.parse(|_: &MisconceptionFile| Vec::new()),
        _ => checker.parse(|file: &PageFile| checker.pages(file)),
    };
    Some(faults)
}

struct Checker<'a> {
    source: Source<'a>,
    index: Index,
}

impl Checker<'_> {
    /// Returns the format error or, if the format is correct, the faults that any file can have and those found by
    /// `rules`.
    fn parse<T: DeserializeOwned>(&self, rules: impl FnOnce(&T) -> Vec<Diagnostic>) -> Vec<Diagnostic> {
        let path = JsonPath::default();
        let parsed = serde_json::from_str(self.source.text)
            .and_then(|file: T| Ok((file, serde_json::from_str::<Value>(self.source.text)?)));
        match parsed {
            Ok((file, value)) => {
                let mut faults = Vec::new();
                if value["format"] != FORMAT {
                    let message = say!("format {} is unknown", value["format"]);
                    faults.push(self.fault(&path.field("format"), message).allowing([FORMAT]));
                }
                self.value(&value, &path, &mut faults);
                faults.extend(rules(&file));
                faults
            }
            Err(error) => vec![self.source.json_error(&error, say!("the file can't be read"))],
        }
    }

    fn fault(&self, path: &JsonPath, message: String) -> Diagnostic {
        self.source.fault(self.index.offset(self.source.text, path, Target::Value), message)
    }

    /// Adds the faults of a value and of everything in it: empty texts, marks that aren't closed, ids that are used
    /// twice in a list, and unknown misconceptions.
    fn value(&self, value: &Value, path: &JsonPath, faults: &mut Vec<Diagnostic>) {
        match value {
            Value::String(text) => {
                if text.trim().is_empty() {
                    faults.push(self.fault(path, say!("the text is empty").to_owned()));
                } else if let Some(mark) = ["~~", "**", "`"].iter().find(|mark| text.matches(**mark).count() % 2 == 1) {
                    faults.push(self.fault(path, say!("`{}` isn't closed", mark)));
                }
            }
            Value::Array(values) => {
                let mut seen = HashSet::new();
                for (index, value) in values.iter().enumerate() {
                    let path = path.index(index);
                    if let Some(id) = value["id"].as_str().filter(|id| !seen.insert(*id)) {
                        faults.push(self.fault(&path.field("id"), say!("`{}` already exists", id)));
                    }
                    self.value(value, &path, faults);
                }
            }
            Value::Object(fields) => {
                // Examples and code may have empty lines and any marks.
                for (name, value) in fields.iter().filter(|(name, _)| !["example", "code"].contains(&name.as_str())) {
                    let path = path.field(name);
                    if name == "misconception" && value.as_str().is_none_or(|id| misconception::find(id).is_none()) {
                        let fault = self
                            .fault(&path, say!("there is no misconception `{}`", value.as_str().unwrap_or_default()));
                        faults.push(fault.allowing(misconception::all().iter().map(|one| one.id.as_str())));
                    }
                    self.value(value, &path, faults);
                }
            }
            _ => {}
        }
    }

    fn claims(&self, file: &Article) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        for (index, claim) in file.claims.iter().enumerate() {
            let path = JsonPath::default().field("claims").index(index);
            if usize::from(claim.number) != index + 1 {
                faults.push(self.fault(&path.field("number"), say!("claim {} is expected here", index + 1)));
            }
            for standing in Standing::ALL {
                if (standing == claim.standing) == claim.options.contains_key(&standing) {
                    let message =
                        say!("each verdict other than the right one needs a reason; check `{}`", standing.name());
                    faults.push(self.fault(&path.field("options"), message));
                }
            }
        }
        faults
    }

    fn pages(&self, file: &PageFile) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        for (index, page) in file.pages.iter().enumerate() {
            let path = JsonPath::default().field("pages").index(index).field("blocks");
            for (index, block) in page.blocks.iter().enumerate() {
                if let Err(error) = from_json::<Block>(block) {
                    let message = say!("this isn't a valid document block: {}", plain_words(&error));
                    faults.push(self.fault(&path.index(index), message));
                }
            }
        }
        faults
    }
}
