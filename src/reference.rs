//! Provides the reference, which covers the three questions, statuses, challenges, the airport analogy and the claims
//! of the article.
//!
//! In the reference texts, false statements are marked as `~~false~~`.

pub mod data;
pub mod tasks;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::i18n::translate;
use crate::learner::answer::Answer;
use crate::ruling::source::SECTIONS;
use crate::say;
use crate::scenario::misconception;
use crate::text::has_words;

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    #[serde(rename(serialize = "topic"))]
    pub id: String,
    pub title: String,
    /// The opening sentence of the topic.
    pub lead: String,
    pub entries: Vec<Entry>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub head: String,
    /// Paragraphs in the markup of [`crate::document::Text`].
    pub text: Vec<String>,
    #[serde(default)]
    pub example: Vec<String>,
    /// The ID of a scenario that illustrates the entry.
    #[serde(default, skip_serializing)]
    pub shown_by: Option<String>,
    /// The citation, or an empty string if no specification covers the entry.
    #[serde(default)]
    pub source: String,
}

/// The article whose airport analogy the course corrects.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    pub format: u32,
    pub title: String,
    pub author: String,
    pub url: String,
    pub lead: String,
    /// The claims, in the order in which the article makes them.
    pub claims: Vec<Claim>,
    pub history: History,
}

/// The definitions that the article quotes, with the current definitions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct History {
    pub lead: String,
    pub quotations: Vec<Quotation>,
}

/// A definition as the article quotes it, and its current wording.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quotation {
    pub code: u16,
    pub article: Definition,
    pub today: Definition,
    /// The difference between the quoted and the current wording.
    pub change: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    pub words: String,
    pub source: String,
    pub year: u16,
}

named! {
    /// How accurate a claim from the article is, as the [`Answer`] of the same name explains.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum Standing {
        Right = "right",
        Outdated = "outdated",
        Inverted = "inverted",
        HalfRight = "half-right",
        Misleading = "misleading",
        Unchecked = "unchecked",
    }
}

impl Standing {
    pub fn title(self) -> &'static str {
        Answer::from(self).title()
    }

    /// Returns whether claims with this rating are marked as wrong. Outdated claims were once accurate and misleading
    /// claims are partly accurate, so neither kind of claim is marked.
    pub const fn is_wrong(self) -> bool {
        matches!(self, Self::Inverted)
    }
}

impl From<Standing> for Answer {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Right => Self::Right,
            Standing::Outdated => Self::Outdated,
            Standing::Inverted => Self::Inverted,
            Standing::HalfRight => Self::HalfRight,
            Standing::Misleading => Self::Misleading,
            Standing::Unchecked => Self::Unchecked,
        }
    }
}

/// A claim from the article, in the course's own words.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The number of the claim, starting at 1. Claims are numbered in the order of the article.
    pub number: u8,
    pub standing: Standing,
    pub claim: String,
    /// The correct statement, and why it is correct.
    pub truth: String,
    /// The citation, or an empty string if no specification covers the claim.
    #[serde(default)]
    pub source: String,
    /// An explanation for each incorrect judgement of the claim.
    pub options: BTreeMap<Standing, String>,
}

impl Claim {
    /// Returns the claim as it is shown after the learner has answered. An inverted claim is marked as false.
    pub fn marked(&self) -> String {
        let claim = translate(&self.claim);
        if self.standing.is_wrong() { format!("~~{claim}~~") } else { claim.to_owned() }
    }
}

/// Returns the article with its claims.
pub fn article() -> &'static Article {
    data::article()
}

pub fn claims() -> &'static [Claim] {
    &article().claims
}

pub fn claim(number: u8) -> Option<&'static Claim> {
    claims().iter().find(|claim| claim.number == number)
}

/// Returns all topics in order, translated into the language of the interface.
pub fn topics() -> Vec<Topic> {
    let mut topics: Vec<Topic> = data::topics().iter().map(translated).collect();
    for topic in &mut topics {
        match topic.id.as_str() {
            "article" => topic.entries = claims().iter().map(claim_entry).collect(),
            "misconceptions" => topic.entries = misconception::all().iter().map(misconception_entry).collect(),
            _ => {}
        }
    }
    topics.push(sources());
    topics
}

fn translated(topic: &'static Topic) -> Topic {
    let entry = |entry: &'static Entry| Entry {
        head: translate(&entry.head).to_owned(),
        text: entry.text.iter().map(|text| translate(text).to_owned()).collect(),
        ..entry.clone()
    };
    Topic {
        id: topic.id.clone(),
        title: translate(&topic.title).to_owned(),
        lead: translate(&topic.lead).to_owned(),
        entries: topic.entries.iter().map(entry).collect(),
    }
}

fn claim_entry(claim: &'static Claim) -> Entry {
    Entry {
        head: say!("Claim {}: {}", claim.number, claim.standing.title()),
        text: vec![claim.marked(), translate(&claim.truth).to_owned()],
        source: claim.source.clone(),
        ..Entry::default()
    }
}

fn misconception_entry(misconception: &'static misconception::Misconception) -> Entry {
    Entry {
        head: misconception.id.clone(),
        text: vec![
            format!("~~{}~~", translate(&misconception.http.belief)),
            translate(&misconception.http.truth).to_owned(),
            say!("Where it fails: {}", translate(&misconception.http.breaks)),
        ],
        ..Entry::default()
    }
}

fn sources() -> Topic {
    let mut entries: Vec<Entry> = Vec::new();
    for source in SECTIONS {
        let section = format!("{}: {}.", source.section, translate(source.about));
        let passages = source.passages.iter().map(|passage| {
            let (level, supports) = (translate(passage.level.name()), translate(passage.supports));
            let quote = passage.quote.map(|quote| format!(" (\"{quote}\")")).unwrap_or_default();
            let Some(number) = passage.paragraph else {
                return say!("{} ({}): {}", source.section, level, supports) + &quote;
            };
            say!("{}, paragraph {} ({}): {}", source.section, number, level, supports) + &quote
        });
        let text = std::iter::once(section).chain(passages);
        match entries.last_mut().filter(|entry| entry.head == source.document) {
            Some(entry) => entry.text.extend(text),
            None => entries.push(Entry { head: source.document.to_owned(), text: text.collect(), ..Entry::default() }),
        }
    }
    Topic {
        id: "sources".to_owned(),
        title: say!("The sections cited").to_owned(),
        lead: say!("The subject of each section, and the passages that support rulings.").to_owned(),
        entries,
    }
}

/// Returns the topics that contain all the given words. Entries that don't match are left out. If the words match the
/// title of a topic, all entries of that topic are included. If there are no words, returns all topics.
pub fn search(words: &str) -> Vec<Topic> {
    topics()
        .into_iter()
        .filter_map(|mut topic| {
            if !has_words([topic.title.as_str()], words) {
                topic.entries.retain(|entry| {
                    let texts = entry.text.iter().chain(&entry.example).map(String::as_str);
                    has_words([entry.head.as_str(), &entry.source].into_iter().chain(texts), words)
                });
            }
            (!topic.entries.is_empty()).then_some(topic)
        })
        .collect()
}

pub fn found(topics: &[Topic]) -> String {
    let entries: usize = topics.iter().map(|topic| topic.entries.len()).sum();
    match (entries, topics.len()) {
        (_, 0) => say!("Nothing found.").to_owned(),
        (1, _) => say!("1 entry found.").to_owned(),
        (_, 1) => say!("{} entries found in 1 topic.", entries),
        (_, count) => say!("{} entries found in {} topics.", entries, count),
    }
}

pub fn find(id: &str) -> Option<Topic> {
    topics().into_iter().find(|topic| topic.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_find_entries_and_titles_find_topics() {
        assert_eq!(search("").len(), topics().len());
        let stale = search("Digest STALE");
        assert!(stale.iter().any(|topic| topic.id == "cookbook" && topic.entries.len() < 4), "{stale:?}");
        assert_eq!(found(&search("no such phrase anywhere")), "Nothing found.");
        assert!(search("challenges to copy").iter().any(|topic| topic.entries.len() > 5));
        assert!(found(&stale).contains(" in "));
    }

    #[test]
    fn the_files_have_no_fault_and_every_topic_has_entries() {
        for (name, text) in data::FILES {
            assert_eq!(data::check(name, text), Some(Vec::new()), "{name}");
        }
        for topic in topics() {
            assert!(topic.entries.len() >= 2, "{}", topic.id);
        }
        assert_eq!((claims().len(), misconception::all().len()), (20, 19));
    }

    #[test]
    fn a_fault_is_named_with_its_place() {
        for (file, before, after, message) in [
            ("claims", "\"number\": 3", "\"number\": 4", "claim 3 is expected here"),
            (
                "claims", "\"outdated\": \"RFC 9110, published", "\"right\": \"RFC 9110, published",
                "other than the right one",
            ),
            ("topics", "\"id\": \"statuses\"", "\"id\": \"tests\"", "`tests` already exists"),
            ("topics", "\"lead\"", "\"led\"", "unknown field `led`"),
            (
                "pages", "\"paragraph\": \"A 403 doesn", "\"passage\": \"A 403 doesn",
                "this isn't a valid document block",
            ),
            ("pages", "~~An incorrect", "An incorrect", "`~~` isn't closed"),
            ("tasks", "\"forbidden-means-known-user\"", "\"forbidden\"", "there is no misconception `forbidden`"),
        ] {
            let text = data::FILES.into_iter().find(|(name, _)| *name == file).expect("a file").1;
            let faults = data::check("x.json", &text.replacen(before, after, 1)).expect("a file of the reference");
            let messages: Vec<String> = faults.iter().map(ToString::to_string).collect();
            assert!(messages.iter().any(|fault| fault.contains(message)), "{message}: {messages:?}");
            assert!(faults.iter().all(|fault| fault.line > 0), "{messages:?}");
            assert!(messages.iter().all(|fault| !fault.contains(" at line ")), "{messages:?}");
        }
        assert_eq!(data::check("x.json", "{\"scenarios\": []}"), None);
    }
}
