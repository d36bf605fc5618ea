//! Creates the pages of the course from a data file.
//!
//! Each page becomes a document in the language of the interface.

use serde_json::Value;

use super::{Block, Document};
use crate::encoding::{from_json, json_object};
use crate::i18n::{fill, translate};
use crate::reference::data;
use crate::scenario::Kind;

/// Fields that aren't translated, because they contain ids or numbers.
const NOT_TEXTS: [&str; 3] = ["code", "stop", "kinds"];

/// Creates a page. The `values` are inserted into the placeholders of the page, in order.
pub fn page(id: &str, values: &[String]) -> Option<Document> {
    let (title, blocks) = data::page(id)?;
    let mut values = values.iter();
    let blocks = blocks.iter().map(|block| translated(block, &mut values));
    let blocks = blocks.filter_map(|block| from_json(&block).ok()).collect();
    Some(Document { title: translate(title).to_owned(), blocks })
}

pub(crate) fn tables_of_kinds(id: &str, kinds: &[Kind]) -> Vec<Block> {
    let blocks = data::page(id).map_or(&[] as &[Value], |(_, blocks)| blocks);
    let table = |block: &'static Value| {
        let ids = block.get("table")?.get("kinds")?.as_array()?;
        let is_asked = |id: &Value| kinds.iter().any(|kind| id.as_str() == Some(kind.name()));
        let Block::Table(mut table) = from_json(&translated(block, &mut [].iter())).ok()? else {
            return None;
        };
        let mut asked = ids.iter().map(is_asked);
        table.rows.retain(|_| asked.next().unwrap_or_default());
        Some(Block::Table(table))
    };
    blocks.iter().filter_map(table).collect()
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
                let is_text = !NOT_TEXTS.contains(&name.as_str());
                let value = if is_text { translated(value, values) } else { value.clone() };
                (name.clone(), value)
            };
            json_object(fields.iter().map(translate))
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

    #[test]
    fn each_kind_of_case_has_its_own_row_in_the_handout() {
        for kind in Kind::core() {
            let tables = tables_of_kinds("handout", &[*kind]);
            let [Block::Table(table)] = tables.as_slice() else { panic!("{kind:?}: {tables:?}") };
            assert_eq!(table.rows.len(), 1, "{kind:?}");
            assert_eq!(table.rows[0][0].to_string(), kind.title());
        }
    }
}
