//! Parses the files of the reference strictly and reports faults.
//!
//! The files are built into the program, so the checks are only for people who edit them.

use std::collections::HashSet;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::tasks::{self, TaskFile, TaskReply};
use super::{Article, Standing, Topic};
use crate::diagnostic::{Diagnostic, Source, plain_words};
use crate::document::Block;
use crate::encoding::from_json;
use crate::say;
use crate::scenario::locate::{Index, JsonPath, Target};
use crate::scenario::misconception::{self, MisconceptionFile, MisconceptionText};

const FORMAT: u32 = 1;

const REFERENCE: &str = include_str!("../../scenarios/reference/reference.json");
const ARTICLE: &str = include_str!("../../scenarios/reference/article.json");
const PAGES: &str = include_str!("../../scenarios/reference/pages.json");

/// The reference files. Each file is recognised by a field that occurs in no other file.
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
    format: u32,
    topics: Vec<Topic>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PageFile {
    format: u32,
    pages: Vec<Page>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    id: String,
    title: String,
    blocks: Vec<serde_json::Value>,
}

pub(super) fn topics() -> &'static [Topic] {
    static FILE: OnceLock<TopicFile> = OnceLock::new();
    &FILE.get_or_init(|| serde_json::from_str(REFERENCE).unwrap_or_default()).topics
}

pub(super) fn article() -> &'static Article {
    static FILE: OnceLock<Article> = OnceLock::new();
    FILE.get_or_init(|| serde_json::from_str(ARTICLE).unwrap_or_default())
}

/// Returns the title and blocks of a page, exactly as they are in the file.
pub fn page(id: &str) -> Option<(&'static str, &'static [serde_json::Value])> {
    static FILE: OnceLock<PageFile> = OnceLock::new();
    let pages = &FILE.get_or_init(|| serde_json::from_str(PAGES).unwrap_or_default()).pages;
    pages.iter().find(|page| page.id == id).map(|page| (page.title.as_str(), page.blocks.as_slice()))
}

/// Returns the faults in a reference file, or `None` if the text isn't a reference file.
pub fn check(path: &str, text: &str) -> Option<Vec<Diagnostic>> {
    let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).ok()?;
    let (name, _) = FILES.into_iter().find(|(name, _)| fields.contains_key(*name))?;
    let checker = Checker { source: Source::new(path, text), index: Index::new(text) };
    let faults = match name {
        "topics" => checker.parse(|file: &TopicFile| checker.topics(file)),
        "claims" => checker.parse(|file: &Article| checker.claims(file)),
        "tasks" => checker.parse(|file: &TaskFile| checker.tasks(file)),
        "misconceptions" => checker.parse(|file: &MisconceptionFile| checker.misconceptions(file)),
        _ => checker.parse(|file: &PageFile| checker.pages(file)),
    };
    Some(faults)
}

struct Checker<'a> {
    source: Source<'a>,
    index: Index,
}

impl Checker<'_> {
    /// Returns the format error or, if the format is correct, the faults found by `rules`.
    fn parse<T: DeserializeOwned>(&self, rules: impl FnOnce(&T) -> Vec<Diagnostic>) -> Vec<Diagnostic> {
        match serde_json::from_str(self.source.text) {
            Ok(file) => rules(&file),
            Err(error) => vec![self.source.json_error(&error, say!("the file can't be read"))],
        }
    }

    fn fault(&self, path: &JsonPath, message: String) -> Diagnostic {
        self.source.fault(self.index.offset(self.source.text, path, Target::Value), message)
    }

    fn format(&self, format: u32) -> Option<Diagnostic> {
        (format != FORMAT).then(|| {
            let path = JsonPath::default().field("format");
            self.fault(&path, say!("format {} is unknown", format)).allowing([FORMAT])
        })
    }

    fn repeated<'i>(&self, list: &str, ids: impl Iterator<Item = &'i str>) -> Vec<Diagnostic> {
        let mut seen = HashSet::new();
        let repeated = ids.enumerate().filter(|(_, id)| !seen.insert(*id));
        let path = |index| JsonPath::default().field(list).index(index).field("id");
        repeated.map(|(index, id)| self.fault(&path(index), say!("`{}` already exists", id))).collect()
    }

    fn texts<'t>(&self, path: &JsonPath, texts: impl IntoIterator<Item = (&'static str, &'t str)>) -> Vec<Diagnostic> {
        let fault = |(name, text): (&str, &str)| {
            let open = ["~~", "**", "`"].into_iter().find(|mark| text.matches(mark).count() % 2 == 1);
            let message = match open {
                _ if text.trim().is_empty() => say!("the text is empty").to_owned(),
                Some(mark) => say!("`{}` isn't closed", mark),
                None => return None,
            };
            Some(self.fault(&path.field(name), message))
        };
        texts.into_iter().filter_map(fault).collect()
    }

    fn topics(&self, file: &TopicFile) -> Vec<Diagnostic> {
        let mut faults: Vec<Diagnostic> = self.format(file.format).into_iter().collect();
        faults.extend(self.repeated("topics", file.topics.iter().map(|topic| topic.id.as_str())));
        for (index, topic) in file.topics.iter().enumerate() {
            let path = JsonPath::default().field("topics").index(index);
            faults.extend(self.texts(&path, [("title", topic.title.as_str()), ("lead", &topic.lead)]));
            for (index, entry) in topic.entries.iter().enumerate() {
                let path = path.field("entries").index(index);
                faults.extend(self.texts(&path, [("head", entry.head.as_str())]));
                faults.extend(self.texts(&path, entry.text.iter().map(|text| ("text", text.as_str()))));
            }
        }
        faults
    }

    fn claims(&self, file: &Article) -> Vec<Diagnostic> {
        let mut faults: Vec<Diagnostic> = self.format(file.format).into_iter().collect();
        for (index, claim) in file.claims.iter().enumerate() {
            let path = JsonPath::default().field("claims").index(index);
            if usize::from(claim.number) != index + 1 {
                faults.push(self.fault(&path.field("number"), say!("claim {} is expected here", index + 1)));
            }
            faults.extend(self.texts(&path, [("claim", claim.claim.as_str()), ("truth", &claim.truth)]));
            for standing in Standing::ALL {
                if (standing == claim.standing) == claim.options.contains_key(&standing) {
                    let message =
                        say!("every standing needs a reason, except the claim's own; check `{}`", standing.name());
                    faults.push(self.fault(&path.field("options"), message));
                }
            }
        }
        faults
    }

    fn misconceptions(&self, file: &MisconceptionFile) -> Vec<Diagnostic> {
        let mut faults: Vec<Diagnostic> = self.format(file.format).into_iter().collect();
        faults.extend(self.repeated("misconceptions", file.misconceptions.iter().map(|one| one.id.as_str())));
        for (index, one) in file.misconceptions.iter().enumerate() {
            let path = JsonPath::default().field("misconceptions").index(index);
            for (telling, text) in [("http", Some(&one.http)), ("airport", one.airport.as_ref())] {
                if let Some(MisconceptionText { belief, truth, breaks }) = text {
                    let texts = [("belief", belief.as_str()), ("truth", truth), ("breaks", breaks)];
                    faults.extend(self.texts(&path.field(telling), texts));
                }
            }
        }
        faults
    }

    fn tasks(&self, file: &TaskFile) -> Vec<Diagnostic> {
        let mut faults: Vec<Diagnostic> = self.format(file.format).into_iter().collect();
        faults.extend(self.repeated("tasks", file.tasks.iter().map(|task| task.id.as_str())));
        faults.extend(self.repeated("snippets", file.snippets.iter().map(|snippet| snippet.id.as_str())));
        faults.extend(self.replies(&JsonPath::default().field("common"), &file.common));
        for (index, task) in file.tasks.iter().enumerate() {
            let path = JsonPath::default().field("tasks").index(index);
            let texts = [("title", task.title.as_str()), ("hint", &task.hint), ("done", &task.done)];
            faults.extend(self.texts(&path, texts));
            faults.extend(self.texts(&path, task.text.iter().map(|text| ("text", text.as_str()))));
            faults.extend(self.replies(&path.field("steps"), &task.steps));
            faults.extend(self.replies(&path.field("wrong"), &task.wrong));
        }
        faults
    }

    fn replies(&self, list: &JsonPath, replies: &[TaskReply]) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        let mut seen = HashSet::new();
        for (index, reply) in replies.iter().enumerate() {
            let path = list.index(index);
            faults.extend(self.texts(&path, [("text", reply.text.as_str())]));
            if !seen.insert(reply.id.as_str()) {
                faults.push(self.fault(&path.field("id"), say!("the id `{}` is already in use", reply.id)));
            }
            if let Some(unknown) = reply.misconception.as_deref().filter(|id| misconception::find(id).is_none()) {
                let known = misconception::all().iter().map(|one| one.id.as_str());
                let fault = self.fault(&path.field("misconception"), say!("there is no misconception `{}`", unknown));
                faults.push(fault.allowing(known));
            }
        }
        faults
    }

    fn pages(&self, file: &PageFile) -> Vec<Diagnostic> {
        let mut faults: Vec<Diagnostic> = self.format(file.format).into_iter().collect();
        faults.extend(self.repeated("pages", file.pages.iter().map(|page| page.id.as_str())));
        for (index, page) in file.pages.iter().enumerate() {
            let path = JsonPath::default().field("pages").index(index);
            faults.extend(self.texts(&path, [("title", page.title.as_str())]));
            for (index, block) in page.blocks.iter().enumerate() {
                if let Err(error) = from_json::<Block>(block) {
                    let path = path.field("blocks").index(index);
                    faults.push(self.fault(&path, say!("this isn't a block of a document: {}", plain_words(&error))));
                } else if let Some(text) = block.get("paragraph").and_then(serde_json::Value::as_str) {
                    faults.extend(self.texts(&path.field("blocks").index(index), [("paragraph", text)]));
                }
            }
        }
        faults
    }
}
