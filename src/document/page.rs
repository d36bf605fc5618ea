//! Builds the pages of the course from data.
//!
//! This module turns a page of the data file into a document in the language of the interface. The module must not
//! know when a page is shown.

use serde::Deserialize;
use serde_json::Value;

use super::{Block, Document};
use crate::i18n::{fill, translate};
use crate::reference::data;

/// Builds a page. `values` fill the placeholders in the page's texts, in order.
pub fn page(id: &str, values: &[String]) -> Option<Document> {
    let (title, blocks) = data::page(id)?;
    let mut values = values.iter();
    let blocks = blocks.iter().map(|block| translated(block, &mut values));
    let blocks = blocks.filter_map(|block| Block::deserialize(&block).ok()).collect();
    Some(Document { title: translate(title).to_owned(), blocks })
}

fn translated<'a>(block: &'static Value, values: &mut impl Iterator<Item = &'a String>) -> Value {
    match block {
        Value::String(text) => {
            let filled: Vec<&String> = values.by_ref().take(crate::i18n::placeholder_count(text)).collect();
            let shown: Vec<&dyn std::fmt::Display> =
                filled.iter().map(|value| value as &dyn std::fmt::Display).collect();
            Value::String(if shown.is_empty() { translate(text).to_owned() } else { fill(text, &shown) })
        }
        Value::Array(blocks) => Value::Array(blocks.iter().map(|block| translated(block, values)).collect()),
        Value::Object(fields) => {
            let translate = |(name, value): (&String, &'static Value)| {
                let value = if name == "code" || name == "stop" { value.clone() } else { translated(value, values) };
                (name.clone(), value)
            };
            Value::Object(fields.iter().map(translate).collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Meaning;

    #[test]
    fn a_page_is_a_document_with_its_values() {
        let page = |id, values: &[&str]| {
            page(id, &values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>()).expect("a page")
        };
        let document = page("after-pre-test", &["6", "10"]);
        assert!(
            matches!(&document.blocks[0], Block::Paragraph(text) if text.to_string() == "You answered 6 of 10 correctly.")
        );
        let strips = page("lesson-1", &[]).blocks.into_iter().filter(|block| matches!(block, Block::Strip(_)));
        assert_eq!(strips.count(), 2);
        let wrong = |block: &Block| matches!(block, Block::Paragraph(text) if text.spans.iter().all(|span| span.meaning == Meaning::WrongClaim));
        assert_eq!(page("article", &[]).blocks.iter().filter(|block| wrong(block)).count(), 1);
        assert_eq!(super::page("no-such-page", &[]), None);
    }
}
