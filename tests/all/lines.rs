//! Tests JSON lines.
//!
//! Every message must match the schema, no message may give answers away, and the client in the documentation must be
//! able to complete a course.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use airside::lines;
use airside::scenario::library::Library;
use airside::study::{Begin, Opening, Study};
use serde_json::Value;

fn sent(begin: Begin, script: &str) -> Vec<Value> {
    let opening = Opening { library: Library::open(None, &[]), state_folder: None, begin, clock: || 4 };
    let mut output = Vec::new();
    lines::run(&mut Study::open(opening), script.as_bytes(), &mut output).expect("memory does not fail");
    let text = String::from_utf8(output).expect("text");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Returns the messages of a whole course in which every answer is 403.
fn whole_course() -> Vec<Value> {
    let mut script = String::new();
    loop {
        let messages = sent(Begin::Course, &script);
        let open = messages.iter().rev().nth(1).expect("something is open").clone();
        if messages.last().expect("an end")["reason"] == "done" {
            return messages;
        }
        script += match open["kind"].as_str().expect("a kind") {
            "question" => "{\"answer\":\"403\",\"confidence\":\"fairly\"}\n",
            "choose" if open["lines"].as_array().is_some_and(|lines| !lines.is_empty()) => "{\"line\":1}\n",
            "choose" => "{\"answer\":\"second\"}\n",
            "feedback" | "page" => "{\"next\":true}\n",
            other => panic!("{other}: {open}"),
        };
    }
}

/// Returns whether a value matches a schema, for schemas that use only the keywords of our schema.
fn fits(value: &Value, schema: &Value) -> bool {
    let is_type = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("unknown type {other}"),
    };
    let fits_type = match &schema["type"] {
        Value::String(name) => is_type(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is_type),
        _ => true,
    };
    let words = |name: &str| schema[name].as_array().cloned().unwrap_or_default();
    let one_of = words("oneOf");
    let fits_fields = value.as_object().is_none_or(|fields| {
        let properties = schema["properties"].as_object();
        let is_closed = schema["additionalProperties"] == false;
        words("required").iter().filter_map(Value::as_str).all(|name| fields.contains_key(name))
            && fields.iter().all(|(name, value)| match properties.and_then(|known| known.get(name)) {
                Some(schema) => fits(value, schema),
                None => !is_closed,
            })
    });
    fits_type
        && fits_fields
        && (schema["const"].is_null() || schema["const"] == *value)
        && (schema["enum"].is_null() || words("enum").contains(value))
        && (one_of.is_empty() || one_of.iter().filter(|schema| fits(value, schema)).count() == 1)
        && value
            .as_array()
            .is_none_or(|items| schema["items"].is_null() || items.iter().all(|item| fits(item, &schema["items"])))
}

#[test]
fn every_message_of_a_course_fits_the_schema_and_names_no_case_before_its_answer() {
    let schema: Value = serde_json::from_str(&lines::schema::json_schema()).expect("JSON");
    let messages = whole_course();
    let library = Library::open(None, &[]);
    let mut kinds = BTreeSet::new();
    for message in &messages {
        assert!(fits(message, &schema), "{message}");
        let kind = message["kind"].as_str().expect("a kind");
        kinds.insert(kind.to_owned());
        if kind == "question" {
            let text = message.to_string();
            assert!(library.scenarios().all(|case| !text.contains(&case.id)), "{text}");
        }
        // The messages must reveal no results of a test before the test is over.
        if message["stage"] == "pre-test" && message["id"] != "pre-test-end" {
            assert!(message["progress"]["mastered"].is_null() && message.get("standing").is_none(), "{message}");
            assert_ne!(kind, "feedback");
        }
    }
    assert!(["question", "choose", "feedback", "page", "end"].iter().all(|kind| kinds.contains(*kind)), "{kinds:?}");
    let standing = &messages.last().expect("an end")["standing"];
    assert_eq!((standing["mastered"].as_bool(), standing["post_test"]["total"].as_u64()), (Some(false), Some(10)));
}

#[test]
fn impossible_actions_are_explained_and_change_nothing() {
    let script = "403\n{\"line\":1}\n{\"next\":true}\n{\"answer\":\"403\"}\n{\"answer\":\"yes\"}\n{\"hint\":true}\n{\"quit\":true}\n";
    let messages = sent(Begin::Course, script);
    let kinds: Vec<&str> = messages.iter().filter_map(|message| message["kind"].as_str()).collect();
    assert_eq!(kinds, ["page", "error", "error", "question", "error", "error", "error", "end"]);
    assert_eq!(messages.last().expect("an end")["reason"], "quit");
}

#[test]
fn a_request_that_is_too_long_is_reported_as_too_long() {
    let script = format!("{{\"answer\":\"{}\"}}\n{{\"quit\":true}}\n", "4".repeat(5_000));
    let messages = sent(Begin::Course, &script);
    let error = messages.iter().find(|message| message["kind"] == "error").expect("an error");
    assert_eq!(error["text"], "the line is too long");
    assert_eq!(messages.last().expect("an end")["reason"], "quit");
}

#[test]
fn the_documented_client_plays_a_course() {
    if Command::new("python3").arg("--version").output().is_err() {
        let note = "skipped: there is no python3 here to run the documented client\n";
        std::io::Write::write_all(&mut std::io::stderr(), note.as_bytes()).expect("stderr");
        return;
    }
    let page =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/json-lines.md")).expect("the documentation");
    let client = page.split("```python\n").nth(1).and_then(|rest| rest.split("```").next()).expect("the client");
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("client.py");
    std::fs::write(&file, client).expect("written");
    let output = Command::new("python3")
        .arg(&file)
        .arg(env!("CARGO_BIN_EXE_airside"))
        .env("AIRSIDE_HOME", home.path())
        .env("PYTHONIOENCODING", "utf-8")
        .stdin(Stdio::null())
        .output()
        .expect("python3 runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("Wrap-up") && said.contains("Every answer is saved."), "{said}");
    // The client must print text for people, without markup and without Python's notation.
    assert!(!said.contains("**") && !said.contains("~~") && !said.contains("{'"), "{said}");
}
