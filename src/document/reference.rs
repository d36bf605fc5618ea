//! Shows the topics of the reference as documents.

use super::{Block, Document, Meaning, Text};
use crate::document::citation::citation;
use crate::i18n::translate;
use crate::reference::{Entry, Topic, found};
use crate::ruling::FactName;
use crate::say;
use crate::text::has_words;

pub fn topic(topic: &Topic) -> Document {
    let mut document = Document::new(topic.title.as_str());
    document.paragraph(topic.lead.as_str());
    for entry in &topic.entries {
        add_entry(&mut document, entry);
    }
    document
}

/// Lists the topics, each with the command-line argument that opens it.
pub fn contents(topics: &[Topic]) -> Document {
    let mut document = Document::new(say!("Reference"));
    let row = |topic: &Topic| vec![Text::new(topic.id.as_str(), Meaning::Key), topic.title.as_str().into()];
    document.blocks.push(Block::table([say!("Topic"), say!("Title")], topics.iter().map(row)));
    document.paragraph(say!("To read a topic: `airside reference TOPIC`"));
    document
}

/// Lists facts and their values.
pub fn facts(facts: &[FactName]) -> Document {
    let title = if facts.len() == FactName::ALL.len() {
        say!("Every fact with its values. The first value is the default.")
    } else {
        say!("The first value is the default.")
    };
    let mut document = Document::new(title);
    for fact in facts {
        document.heading(format!("{}: {}", fact.name(), translate(fact.meaning())));
        let row = |(value, meaning): (&&str, &&'static str)| {
            vec![Text::new(*value, Meaning::Code), translate(meaning).into()]
        };
        document.blocks.push(Block::rows(fact.values().iter().zip(fact.meanings()).map(row)));
    }
    document
}

/// Lists the search results. A single result is shown in full. If there are several results, only the matching passages
/// are shown.
pub fn results(topics: &[Topic], words: &str) -> Document {
    let mut document = Document::new(found(topics));
    if let [Topic { entries, .. }] = topics
        && let [entry] = entries.as_slice()
    {
        add_entry(&mut document, entry);
        return document;
    }
    for topic in topics {
        document.heading(format!("{} (airside reference {})", topic.title, topic.id));
        for entry in &topic.entries {
            match passage(entry, words) {
                Some(passage) => document.field(entry.head.as_str(), Text::from(passage)),
                None => document.paragraph(entry.head.as_str()),
            }
        }
    }
    document
}

/// Returns the matching sentences in the first paragraph that contains one of the words, or `None` if the words occur
/// only in the heading or the source of the entry.
fn passage(entry: &Entry, words: &str) -> Option<String> {
    let matches = |text: &str| words.split_whitespace().any(|word| has_words([text], word));
    let paragraph = entry.text.iter().find(|text| matches(text))?;
    let sentences = paragraph.split_inclusive(". ").filter(|sentence| matches(sentence));
    Some(sentences.collect::<String>().trim_end().to_owned())
}

fn add_entry(document: &mut Document, entry: &Entry) {
    document.heading(entry.head.as_str());
    for text in &entry.text {
        document.paragraph(text.as_str());
    }
    if !entry.example.is_empty() {
        document.blocks.push(Block::Code(entry.example.clone()));
    }
    if let Some(id) = &entry.shown_by {
        document.field(say!("See"), Text::new(format!("airside show {id}"), Meaning::Code));
    }
    if !entry.source.is_empty() {
        document.field(say!("Source"), citation(&entry.source));
    }
}
