//! What can be looked up: the two tests, the statuses, challenges, the corrected airport, the article claim by claim.
//!
//! Owns the texts and their order; every topic is a table of entries with its source. Pure: front ends lay it out.
//! Whatever is false carries the tag at the start of its line.

mod airport;
mod article;
mod rules;
pub mod ruling;
mod world;

use crate::i18n::of;
use crate::ruling::source::SECTIONS;
use crate::say;
use crate::scenario::misconception::MISCONCEPTIONS;

/// A thing to look up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// The word that finds it.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// A sentence to begin with.
    pub lead: &'static str,
    /// What it holds, in order.
    pub entries: Vec<Entry>,
}

/// One entry of a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is about.
    pub head: String,
    /// What is to be said, paragraph by paragraph; a false one begins with the tag.
    pub says: Vec<String>,
    /// Where it is written; empty where it is written nowhere.
    pub source: &'static str,
}

/// The rows that topics are written in: head, text, source.
type Row = (&'static str, &'static str, &'static str);

fn plain(rows: &[Row]) -> Vec<Entry> {
    rows.iter()
        .map(|(head, says, source)| Entry { head: of(head).to_owned(), says: vec![of(says).to_owned()], source })
        .collect()
}

/// The leaks, each with a scenario that shows it.
fn leaks() -> Vec<Entry> {
    let mut entries = plain(airport::LEAKS);
    for (entry, id) in entries.iter_mut().zip(airport::LEAKS_SHOWN) {
        entry.says.push(say!("To see it: airside show {}", id));
    }
    entries
}

/// The ids of the scenarios that show the leaks, in their order.
#[must_use]
pub const fn leaks_shown() -> &'static [&'static str] {
    airport::LEAKS_SHOWN
}

fn misconceptions() -> Vec<Entry> {
    MISCONCEPTIONS
        .iter()
        .map(|misconception| Entry {
            head: misconception.id.to_owned(),
            says: vec![
                format!("WRONG: {}", of(misconception.belief)),
                of(misconception.truth).to_owned(),
                say!("Where it breaks: {}", of(misconception.breaks)),
            ],
            source: "",
        })
        .collect()
}

/// The sections that are cited with what their passages say, a document in each entry.
fn sources() -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for source in SECTIONS {
        let section = format!("{}: {}.", source.section, of(source.about));
        let passages = source.passages.iter().map(|passage| {
            let (level, supports) = (of(passage.level.name()), of(passage.supports));
            let Some(number) = passage.paragraph else {
                return say!("{} ({}): {}", source.section, level, supports);
            };
            say!("{}, paragraph {} ({}): {}", source.section, number, level, supports)
        });
        let says = std::iter::once(section).chain(passages);
        match entries.last_mut().filter(|entry| entry.head == source.document) {
            Some(entry) => entry.says.extend(says),
            None => entries.push(Entry { head: source.document.to_owned(), says: says.collect(), source: "" }),
        }
    }
    entries
}

/// How a claim of the article stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is right.
    Right,
    /// It is the wrong way round.
    Inverted,
    /// It leads astray.
    Misleading,
    /// It was right under an older text.
    Outdated,
    /// It is right in part.
    HalfRight,
    /// Nobody can check it, and what is concluded from it is right.
    Unchecked,
}

impl Standing {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Inverted => "inverted",
            Self::Misleading => "misleading",
            Self::Outdated => "outdated",
            Self::HalfRight => "half-right",
            Self::Unchecked => say!("cannot be checked"),
        }
    }
}

/// A claim of the article, paraphrased, with its ruling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its number, in the order of the article.
    pub number: u8,
    /// What the article says, in other words.
    pub claim: &'static str,
    /// How it stands.
    pub standing: Standing,
    /// The truth, with the reason.
    pub truth: &'static str,
    /// Where it is written.
    pub source: &'static str,
}

impl Claim {
    /// The claim as it may be shown: tagged where it is false.
    #[must_use]
    pub fn shown(&self) -> String {
        match self.standing {
            Standing::Inverted | Standing::Misleading => format!("WRONG: {}", of(self.claim)),
            Standing::Right | Standing::Outdated | Standing::HalfRight | Standing::Unchecked => {
                of(self.claim).to_owned()
            }
        }
    }
}

/// Every claim of the article that was looked into.
#[must_use]
pub const fn claims() -> &'static [Claim] {
    article::CLAIMS
}

fn article_entries() -> Vec<Entry> {
    claims()
        .iter()
        .map(|claim| Entry {
            head: say!("Claim {}: {}", claim.number, of(claim.standing.name())),
            says: vec![claim.shown(), of(claim.truth).to_owned()],
            source: claim.source,
        })
        .collect()
}

/// Everything that can be looked up, in order.
#[must_use]
pub fn topics() -> Vec<Topic> {
    let topic = |id, title, lead, entries| Topic { id, title, lead: of(lead), entries };
    vec![
        topic("tests", say!("The two tests"), rules::TESTS_LEAD, plain(rules::TESTS)),
        topic("statuses", say!("What each status obliges"), rules::STATUSES_LEAD, plain(rules::STATUSES)),
        topic("cookbook", say!("Challenges to copy"), rules::COOKBOOK_LEAD, plain(rules::COOKBOOK)),
        topic("procedure", say!("The order of questions"), rules::PROCEDURE_LEAD, plain(rules::PROCEDURE)),
        topic("airport", say!("The corrected airport"), airport::CHECKPOINTS_LEAD, plain(airport::CHECKPOINTS)),
        topic("leaks", say!("Where the picture leaks"), airport::LEAKS_LEAD, leaks()),
        topic("article", say!("The article, claim by claim"), article::LEAD, article_entries()),
        topic("slip", say!("Why the slip is so easy"), world::SLIP_LEAD, plain(world::SLIP)),
        topic("history", say!("How the definitions moved"), article::HISTORY_LEAD, plain(article::HISTORY)),
        topic("rivals", say!("Other readings"), world::RIVALS_LEAD, plain(world::RIVALS)),
        topic("disagree", say!("Specifications that disagree"), world::DISAGREE_LEAD, plain(world::DISAGREE)),
        topic("grpc-graphql", say!("gRPC and GraphQL"), world::GRPC_GRAPHQL_LEAD, plain(world::GRPC_GRAPHQL)),
        topic("clients", say!("What real clients do"), world::CLIENTS_LEAD, plain(world::CLIENTS)),
        topic("glossary", say!("Words"), world::GLOSSARY_LEAD, plain(world::GLOSSARY)),
        topic("sources", say!("The sections that are cited"), say!("Each with what it is about."), sources()),
        topic(
            "misconceptions",
            say!("Named misconceptions"),
            say!("Each with the truth and a case where it breaks."),
            misconceptions(),
        ),
    ]
}

/// The topic to read on about a status.
#[must_use]
pub const fn topic_of(status: u16) -> &'static str {
    match status {
        401 | 407 => "cookbook",
        403 => "tests",
        404 => "leaks",
        _ => "statuses",
    }
}

/// The topics that hold all of these words, each with the entries that do; without words, all of them. A topic whose
/// title holds them is kept whole.
#[must_use]
pub fn search(words: &str) -> Vec<Topic> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let holds = |texts: &mut dyn Iterator<Item = &str>| {
        let text = texts.collect::<Vec<_>>().join(" ").to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    topics()
        .into_iter()
        .filter_map(|mut topic| {
            if !holds(&mut std::iter::once(topic.title)) {
                topic.entries.retain(|entry| {
                    let says = entry.says.iter().map(String::as_str);
                    holds(&mut [entry.head.as_str(), entry.source].into_iter().chain(says))
                });
            }
            (!topic.entries.is_empty()).then_some(topic)
        })
        .collect()
}

/// How much was found, in words.
#[must_use]
pub fn found(topics: &[Topic]) -> String {
    let counted = |count: usize, one: &str, many: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    };
    let entries = topics.iter().map(|topic| topic.entries.len()).sum();
    match topics.len() {
        0 => say!("nothing found").to_owned(),
        count => format!("{} in {}", counted(entries, "entry", "entries"), counted(count, "topic", "topics")),
    }
}

/// The topic of that name.
#[must_use]
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
        assert_eq!(found(&search("nothing like it")), "nothing found");
        assert!(search("challenges to copy").iter().any(|topic| topic.entries.len() > 5));
        assert!(found(&stale).contains(" in "));
    }

    #[test]
    fn every_entry_says_something_and_wrong_claims_are_tagged() {
        for topic in topics() {
            assert!(topic.entries.len() >= 2, "{}", topic.id);
            for entry in &topic.entries {
                assert!(entry.says.iter().all(|text| !text.is_empty()), "{}: {}", topic.id, entry.head);
                assert!(entry.says.iter().all(|text| !text.contains("WRONG:") || text.starts_with("WRONG:")));
            }
        }
        assert_eq!(claims().len(), 20);
        assert!(claims().iter().enumerate().all(|(place, claim)| usize::from(claim.number) == place + 1));
        assert_eq!(claims().iter().filter(|claim| claim.standing == Standing::Inverted).count(), 5);
    }
}
