//! The slow reader: compares a JSON value with the table of fields and lists every difference.
//!
//! Runs only on packs that the typed reader has refused.

use serde_json::Value;

use super::super::locate::{JsonPath, Segment, Target};
use super::super::schema::{Field, FieldType, PACK};
use super::super::{FORMAT, LONGEST_TEXT};
use super::Reading;
use crate::diagnostic::{Diagnostic, MOST_FAULTS, nearest};
use crate::ruling::FactName;
use crate::say;
use crate::text::{MOST_MARKS, is_unsafe, marks};

/// Every difference between the value and the table.
pub(super) fn faults(reading: &Reading<'_>, value: &Value) -> Vec<Diagnostic> {
    let mut shape = Shape { reading, faults: Vec::new() };
    shape.object(&JsonPath::default(), value, PACK);
    if shape.faults.len() > MOST_FAULTS {
        shape.faults.truncate(MOST_FAULTS);
        shape.faults.push(Diagnostic::too_many(reading.source.path));
    }
    shape.faults
}

/// An object with more fields than that is none of ours, and each would be looked for among all.
const MOST_NAMES: usize = 1_000;

struct Shape<'a> {
    reading: &'a Reading<'a>,
    faults: Vec<Diagnostic>,
}

impl Shape<'_> {
    fn fault(&mut self, way: &JsonPath, aim: Target, message: String) -> &mut Diagnostic {
        // Beyond the most that is listed, the last one is written over.
        self.faults.truncate(MOST_FAULTS);
        self.faults.push(self.reading.fault(way, aim, message));
        let last = self.faults.len() - 1;
        &mut self.faults[last]
    }

    fn object(&mut self, way: &JsonPath, value: &Value, fields: &[Field]) {
        let Value::Object(entries) = value else {
            let name = match way.0.last() {
                Some(Segment::Field(name)) => format!("`{name}`: "),
                _ => String::new(),
            };
            self.fault(way, Target::Value, say!("{}expected an object, found {}", name, found(value)));
            return;
        };
        if entries.len() > MOST_NAMES {
            let message = say!("an object with {} fields, at most {} are read", entries.len(), MOST_NAMES);
            self.fault(way, Target::Value, message);
            return;
        }
        for name in entries.keys().filter(|name| fields.iter().all(|field| field.name != name.as_str())) {
            let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
            let hint = nearest(name, known.iter().copied()).map(|near| say!("did you mean `{}`?", near));
            let fault = self.fault(&way.field(name), Target::Name, say!("unknown field `{}`", name));
            fault.allowed = known.into_iter().map(str::to_owned).collect();
            fault.hint = hint;
        }
        for field in fields {
            match entries.get(field.name) {
                Some(inner) => self.value(&way.field(field.name), inner, field),
                None if field.required => {
                    let message = say!("the field `{}` is missing", field.name);
                    self.fault(way, Target::Value, message).hint = Some(field.means.to_owned());
                }
                None => {}
            }
        }
    }

    fn value(&mut self, way: &JsonPath, value: &Value, field: &Field) {
        match (&field.kind, value) {
            (FieldType::Format, _) if value.as_u64() == Some(u64::from(FORMAT)) => {}
            (FieldType::Format, _) => {
                let message = say!("`format` is {}, expected {}", found(value), FORMAT);
                self.fault(way, Target::Value, message).allowed = vec![FORMAT.to_string()];
            }
            (FieldType::Number, _) if value.as_u64().is_some_and(|number| number > 0) => {}
            (FieldType::Number, _) => {
                self.fault(way, Target::Value, say!("`{}` is {}, expected a number from 1", field.name, found(value)));
            }
            (FieldType::Truth, Value::Bool(_)) => {}
            (FieldType::Truth, _) => self.wrong_type(way, say!("true or false"), value, field),
            (FieldType::Text, Value::String(text)) => self.text(way, text, field),
            (FieldType::Texts(empty), Value::Array(entries)) => {
                if entries.is_empty() && !empty {
                    self.fault(way, Target::Value, say!("`{}` needs at least one entry", field.name));
                }
                for (place, entry) in entries.iter().enumerate() {
                    match entry {
                        Value::String(text) => self.text(&way.place(place), text, field),
                        other => self.wrong_type(&way.place(place), "text", other, field),
                    }
                }
            }
            (FieldType::Word(words), Value::String(word)) => self.word(way, word, words, field.name),
            (FieldType::Facts, Value::Object(facts)) => {
                for (name, value) in facts {
                    self.one_fact(&way.field(name), name, value);
                }
            }
            (FieldType::Object(fields), _) => self.object(way, value, fields),
            (FieldType::Objects(fields), Value::Array(entries)) => {
                if entries.is_empty() {
                    self.fault(way, Target::Value, say!("`{}` needs at least one entry", field.name));
                }
                for (place, entry) in entries.iter().enumerate() {
                    if self.faults.len() > MOST_FAULTS {
                        return;
                    }
                    self.object(&way.place(place), entry, fields);
                }
            }
            (FieldType::Text | FieldType::Word(_), _) => self.wrong_type(way, "text", value, field),
            (FieldType::Texts(_) | FieldType::Objects(_), _) => self.wrong_type(way, say!("a list"), value, field),
            (FieldType::Facts, _) => self.wrong_type(way, say!("an object"), value, field),
        }
    }

    fn wrong_type(&mut self, way: &JsonPath, expected: &str, value: &Value, field: &Field) {
        let message = say!("`{}`: expected {}, found {}", field.name, expected, found(value));
        self.fault(way, Target::Value, message);
    }

    fn text(&mut self, way: &JsonPath, text: &str, field: &Field) {
        if text.trim().is_empty() {
            let message = say!("`{}` is empty", field.name);
            self.fault(way, Target::Value, message).hint = Some(field.means.to_owned());
        }
        if let Some(character) = text.chars().find(|character| is_unsafe(*character)) {
            let message = format!(
                "`{}` holds the character U+{:04X}, which does not show or acts on a terminal",
                field.name,
                u32::from(character)
            );
            self.fault(way, Target::Value, message).hint = Some(say!("take it out").to_owned());
        }
        let heap = marks(text);
        if heap > MOST_MARKS {
            let message =
                say!("`{}` holds {} combining marks in a row, at most {} are shown", field.name, heap, MOST_MARKS);
            self.fault(way, Target::Value, message).hint = Some(say!("take them out").to_owned());
        }
        if text.len() > LONGEST_TEXT {
            let message = say!("`{}` is {} bytes long, at most {} are read", field.name, text.len(), LONGEST_TEXT);
            self.fault(way, Target::Value, message).hint = Some(say!("say it in fewer words").to_owned());
        }
    }

    fn word(&mut self, way: &JsonPath, word: &str, words: &[&str], name: &str) {
        if words.contains(&word) {
            return;
        }
        let hint = nearest(word, words.iter().copied()).map(|near| say!("did you mean `{}`?", near));
        let fault = self.fault(way, Target::Value, say!("`{}` has no value `{}`", name, word));
        fault.allowed = words.iter().map(|word| (*word).to_owned()).collect();
        fault.hint = hint;
    }

    fn one_fact(&mut self, way: &JsonPath, name: &str, value: &Value) {
        let Some(fact) = FactName::find(name) else {
            let names = FactName::ALL.map(FactName::name);
            let hint = nearest(name, names).map(|near| say!("did you mean `{}`?", near));
            let fault = self.fault(way, Target::Name, say!("unknown fact `{}`", name));
            fault.allowed = names.map(str::to_owned).to_vec();
            fault.hint = hint;
            return;
        };
        match value {
            Value::String(word) => self.word(way, word, fact.values(), name),
            other => {
                let message = say!("`{}`: expected text, found {}", name, found(other));
                self.fault(way, Target::Value, message).allowed =
                    fact.values().iter().map(|value| (*value).to_owned()).collect();
            }
        }
    }
}

/// What a value is, in words.
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
