//! Runs `airside reference` and `airside article`, which print the reference as text or JSON.

use std::io;

use serde_json::{Value, json};

use crate::cli::output::{Printer, print_document, print_json};
use crate::diagnostic::nearest;
use crate::document::reference::{contents, results, topic as topic_document};
use crate::encoding::JSON_FORMAT;
use crate::error::{Error, Failure};
use crate::reference::{self, Topic, claims, find, topics};
use crate::say;

pub(super) fn reference(topic: Option<&str>, json: bool, out: &mut Printer<'_>) -> Result<u8, Error> {
    let Some(name) = topic else {
        list(json, out)?;
        return Ok(0);
    };
    let Some(topic) = find(name) else {
        let topics = topics();
        let ids = topics.iter().map(|topic| topic.id.as_str());
        let hint = match nearest(name, ids.clone()) {
            Some(near) => format!("airside reference {near}"),
            None if reference::search(name).is_empty() => "airside reference".to_owned(),
            None => format!("airside reference --search {name}"),
        };
        let failure = Failure::failed(say!("unknown topic `{}`", name));
        return Err(failure.allowing(ids).hint(hint).into());
    };
    if json {
        print_json(out, &as_json(&topic))?;
    } else {
        print_document(out, &topic_document(&topic))?;
    }
    Ok(0)
}

pub(super) fn search(words: &str, json: bool, out: &mut Printer<'_>) -> Result<u8, Error> {
    let topics = reference::search(words);
    if json {
        let all: Vec<Value> = topics.iter().map(as_json).collect();
        print_json(out, &json!({ "format": JSON_FORMAT, "topics": all }))?;
        return Ok(u8::from(topics.is_empty()));
    }
    print_document(out, &results(&topics, words))?;
    Ok(u8::from(topics.is_empty()))
}

fn list(json: bool, out: &mut Printer<'_>) -> io::Result<()> {
    if json {
        let all: Vec<Value> = topics().iter().map(as_json).collect();
        return print_json(out, &json!({ "format": JSON_FORMAT, "topics": all }));
    }
    print_document(out, &contents(&topics()))
}

fn as_json(topic: &Topic) -> Value {
    let mut fields = json!(topic);
    fields["format"] = json!(JSON_FORMAT);
    fields
}

pub(super) fn article(json: bool, out: &mut Printer<'_>) -> Result<u8, Error> {
    if json {
        print_json(out, &json!({ "format": JSON_FORMAT, "claims": claims() }))?;
        return Ok(0);
    }
    reference(Some("article"), false, out)
}
