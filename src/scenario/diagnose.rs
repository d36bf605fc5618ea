//! Compares a JSON value with the description of the pack format, and lists every difference.
//!
//! Each difference contains the path of a value in the JSON document. [`super::read`] finds the position of that value
//! in the text.

use serde_json::Value;

use super::format::{Field, Shape};
use super::locate::{JsonPath, Segment, Target};
use super::{FORMAT, LONGEST_TEXT};
use crate::diagnostic::{MOST_FAULTS, nearest};
use crate::ruling::FactName;
use crate::say;
use crate::text::{MOST_MARKS, marks, unsafe_characters};

pub(super) struct Difference {
    pub path: JsonPath,
    pub target: Target,
    pub message: String,
    pub allowed: Vec<String>,
    pub hint: Option<String>,
}

/// Lists at most [`MOST_FAULTS`] + 1 differences.
pub(super) fn diagnose(value: &Value, fields: &[Field]) -> Vec<Difference> {
    let mut diagnosis = Diagnosis { faults: Vec::new() };
    diagnosis.object(&JsonPath::default(), value, fields);
    diagnosis.faults
}

/// The maximum number of fields that are checked in an object. An object with more fields can't be part of a valid
/// pack, and checking every field would take too long.
const MOST_NAMES: usize = 1_000;

struct Diagnosis {
    faults: Vec<Difference>,
}

impl Diagnosis {
    fn fault(&mut self, path: &JsonPath, target: Target, message: String) -> &mut Difference {
        // Once the limit is reached, each new fault replaces the last one.
        self.faults.truncate(MOST_FAULTS);
        self.faults.push(Difference { path: path.clone(), target, message, allowed: Vec::new(), hint: None });
        let last = self.faults.len() - 1;
        &mut self.faults[last]
    }

    fn object(&mut self, path: &JsonPath, value: &Value, fields: &[Field]) {
        let Value::Object(entries) = value else {
            let name = match path.0.last() {
                Some(Segment::Field(name)) => format!("`{name}`: "),
                _ => String::new(),
            };
            self.fault(path, Target::Value, say!("{}expected an object, found {}", name, found(value)));
            return;
        };
        if entries.len() > MOST_NAMES {
            let message = say!("an object with {} fields, but the maximum is {}", entries.len(), MOST_NAMES);
            self.fault(path, Target::Value, message);
            return;
        }
        let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
        for name in entries.keys().filter(|name| !known.contains(&name.as_str())) {
            let fault = self.fault(&path.field(name), Target::Name, say!("unknown field `{}`", name));
            fault.allowed = known.iter().map(|name| (*name).to_owned()).collect();
            fault.hint = did_you_mean(name, &known);
        }
        for field in fields {
            match entries.get(field.name) {
                Some(value) => self.value(&path.field(field.name), value, &field.shape, field),
                None if field.required => {
                    let message = say!("the field `{}` is missing", field.name);
                    self.fault(path, Target::Value, message).hint = Some(field.means.to_owned());
                }
                None => {}
            }
        }
    }

    fn value(&mut self, path: &JsonPath, value: &Value, shape: &Shape, field: &Field) {
        match (shape, value) {
            (Shape::Format, _) if value.as_u64() == Some(u64::from(FORMAT)) => {}
            (Shape::Format, _) => {
                let message = say!("`format` is {}, expected {}", found(value), FORMAT);
                self.fault(path, Target::Value, message).allowed = vec![FORMAT.to_string()];
            }
            (Shape::Number, _) if value.as_u64().is_some_and(|number| (1..=u64::from(u32::MAX)).contains(&number)) => {}
            (Shape::Number, _) => {
                self.fault(
                    path,
                    Target::Value,
                    say!("`{}` is {}, but a number of at least 1 is expected", field.name, found(value)),
                );
            }
            (Shape::Truth, Value::Bool(_)) => {}
            (Shape::Text, Value::String(text)) => self.text(path, text, field),
            (Shape::Word(words), Value::String(word)) => self.word(path, word, words, field.name),
            (Shape::Facts, Value::Object(facts)) => {
                for (name, value) in facts {
                    self.one_fact(&path.field(name), name, value);
                }
            }
            (Shape::Object(fields), _) => self.object(path, value, fields),
            (Shape::List(shape), Value::Array(entries)) => {
                if entries.is_empty() {
                    self.fault(path, Target::Value, say!("`{}` needs at least one entry", field.name));
                }
                for (index, entry) in entries.iter().enumerate() {
                    if self.faults.len() > MOST_FAULTS {
                        return;
                    }
                    self.value(&path.index(index), entry, shape, field);
                }
            }
            (Shape::ByWord(words, shape), Value::Object(entries)) => {
                for (word, entry) in entries {
                    if words.contains(&word.as_str()) {
                        self.value(&path.field(word), entry, shape, field);
                    } else {
                        let fault = self.fault(&path.field(word), Target::Name, say!("unknown field `{}`", word));
                        fault.allowed = words.iter().map(|word| (*word).to_owned()).collect();
                        fault.hint = did_you_mean(word, words);
                    }
                }
            }
            (Shape::Truth, _) => self.wrong_type(path, say!("true or false"), value, field),
            (Shape::Text | Shape::Word(_), _) => self.wrong_type(path, "text", value, field),
            (Shape::List(_), _) => self.wrong_type(path, say!("a list"), value, field),
            (Shape::Facts | Shape::ByWord(..), _) => self.wrong_type(path, say!("an object"), value, field),
        }
    }

    fn wrong_type(&mut self, path: &JsonPath, expected: &str, value: &Value, field: &Field) {
        let message = say!("`{}`: expected {}, found {}", field.name, expected, found(value));
        self.fault(path, Target::Value, message);
    }

    fn text(&mut self, path: &JsonPath, text: &str, field: &Field) {
        let mut fault = |message: String, hint: &str| {
            self.fault(path, Target::Value, message).hint = Some(hint.to_owned());
        };
        if text.trim().is_empty() {
            fault(say!("`{}` is empty", field.name), field.means);
        }
        if let Some((_, character)) = unsafe_characters(text).next() {
            let message = format!(
                "`{}` holds the character U+{:04X}, which does not show or acts on a terminal",
                field.name,
                u32::from(character)
            );
            fault(message, say!("remove it"));
        }
        let heap = marks(text);
        if heap > MOST_MARKS {
            let message =
                say!("`{}` contains {} combining marks in a row, but the maximum is {}", field.name, heap, MOST_MARKS);
            fault(message, say!("remove them"));
        }
        if text.len() > LONGEST_TEXT {
            let message = say!("`{}` is {} bytes long, but the maximum is {}", field.name, text.len(), LONGEST_TEXT);
            fault(message, say!("shorten it"));
        }
    }

    fn word(&mut self, path: &JsonPath, word: &str, words: &[&str], name: &str) {
        if words.contains(&word) {
            return;
        }
        let fault = self.fault(path, Target::Value, say!("`{}` has no value `{}`", name, word));
        fault.allowed = words.iter().map(|word| (*word).to_owned()).collect();
        fault.hint = did_you_mean(word, words);
    }

    fn one_fact(&mut self, path: &JsonPath, name: &str, value: &Value) {
        let Some(fact) = FactName::find(name) else {
            let names = FactName::ALL.map(FactName::name);
            let fault = self.fault(path, Target::Name, say!("unknown fact `{}`", name));
            fault.allowed = names.map(str::to_owned).to_vec();
            fault.hint = did_you_mean(name, &names);
            return;
        };
        match value {
            Value::String(word) => self.word(path, word, fact.values(), name),
            other => {
                let message = say!("`{}`: expected text, found {}", name, found(other));
                self.fault(path, Target::Value, message).allowed =
                    fact.values().iter().map(|value| (*value).to_owned()).collect();
            }
        }
    }
}

fn did_you_mean(word: &str, known: &[&str]) -> Option<String> {
    nearest(word, known.iter().copied()).map(|near| say!("did you mean `{}`?", near))
}

fn found(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => say!("the number {}", number),
        Value::String(_) => "text".to_owned(),
        Value::Array(_) => say!("a list").to_owned(),
        Value::Object(_) => say!("an object").to_owned(),
    }
}
