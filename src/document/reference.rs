//! Shows topics of the reference as documents. This module decides the order within an entry.

use super::{Block, Document, Meaning, Text};
use crate::document::citation::citation;
use crate::i18n::translate;
use crate::reference::{Entry, Topic, found};
use crate::ruling::FactName;
use crate::say;

pub fn topic(topic: &Topic) -> Document {
    let mut document = Document::new(topic.title.as_str());
    document.paragraph(topic.lead.as_str());
    for entry in &topic.entries {
        add_entry(&mut document, entry);
    }
    document
}

/// Lists the topics, each with the word that opens it.
pub fn contents(topics: &[Topic]) -> Document {
    let mut document = Document::new(say!("Reference"));
    let row = |topic: &Topic| vec![Text::new(topic.id.as_str(), Meaning::Key), topic.title.as_str().into()];
    document.blocks.push(Block::table([say!("Topic"), say!("What it is about")], topics.iter().map(row)));
    document.paragraph(say!("To read one: `airside reference TOPIC`"));
    document
}

/// Lists every fact and its values.
pub fn facts() -> Document {
    let mut document = Document::new(say!("Every fact and its values. The first value is the default."));
    for fact in FactName::ALL {
        document.heading(format!("{}: {}", fact.name(), translate(fact.meaning())));
        let row = |(value, meaning): (&&str, &&'static str)| {
            vec![Text::new(*value, Meaning::Code), translate(meaning).into()]
        };
        document.blocks.push(Block::rows(fact.values().iter().zip(fact.meanings()).map(row)));
    }
    document
}

/// Lists the results of a search.
pub fn results(topics: &[Topic]) -> Document {
    let mut document = Document::new(found(topics));
    for topic in topics {
        document.heading(topic.title.as_str());
        for entry in &topic.entries {
            add_entry(&mut document, entry);
        }
    }
    document
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
