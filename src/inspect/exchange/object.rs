//! Parses responses that a program printed as objects, for example with `console.log(response)` in Node.js or `{:?}` in
//! Rust.

use serde_json::{Map, Value};

use super::{InputFormat, NumberedLine, RecordedExchange, RequestHead, ResponseHead};
use crate::inspect::field::fields_from_json;

const DEEPEST: usize = 32;

/// The number of failed attempts after which parsing stops. Each failed attempt may scan the input up to its end.
const MOST_FAILURES: usize = 16;

pub(super) fn parse(text: &str, lines: &[NumberedLine<'_>]) -> Option<Vec<RecordedExchange>> {
    let (mut read, mut end, mut offset, mut failures) = (Vec::new(), 0, 0, 0);
    for (line, position) in text.split_inclusive('\n').zip(lines) {
        let start = offset + line.find('{').unwrap_or_default();
        let before = text.get(offset..start).unwrap_or_default();
        offset += line.len();
        let names_class = before.contains("Response") || before.contains("Error");
        let is_start = before.ends_with(") ") || !before.starts_with([' ', '\t']) && names_class;
        if start < end || !is_start || failures == MOST_FAILURES {
            continue;
        }
        let mut reader = ObjectReader { rest: text.get(start..)? };
        if let Some(value) = reader.value(DEEPEST) {
            end = text.len() - reader.rest.len();
            read.extend(exchange(&value, position));
        } else {
            failures += 1;
        }
    }
    Some(read).filter(|read| !read.is_empty())
}

fn exchange(object: &Value, line: &NumberedLine<'_>) -> Option<RecordedExchange> {
    let response = find(object, DEEPEST, &|object| {
        let has = |names: [&str; 2]| names.iter().any(|name| object.get(name).is_some());
        object.get("status").is_some_and(Value::is_u64) && has(["statusText", "url"]) && has(["headers", "headersList"])
    })?;
    let status = u16::try_from(response.get("status")?.as_u64()?).ok().filter(|status| (100..600).contains(status))?;
    let text = |object: &Value, name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let list = response.get("headers").or_else(|| object.get("headers"));
    let list = list.map(|list| list.get("headers map").or_else(|| list.get("map")).unwrap_or(list));
    let response_fields = list.map(fields_from_json).unwrap_or_default();
    let body = match response.get("data") {
        Some(Value::String(body)) => body.clone(),
        Some(data @ Value::Object(_)) => data.to_string(),
        _ => String::new(),
    };
    let config = object.get("config").or_else(|| response.get("config"));
    let request = config.filter(|config| config.get("method").is_some()).map(|config| RequestHead {
        method: text(config, "method").to_ascii_uppercase(),
        target: text(config, "url"),
        fields: config.get("headers").map(fields_from_json).unwrap_or_default(),
        ..RequestHead::default()
    });
    let response = ResponseHead {
        status,
        reason: text(response, "statusText"),
        shows_fields: !response_fields.is_empty(),
        fields: response_fields,
        body,
        position: line.position(0),
        ..ResponseHead::default()
    };
    Some(RecordedExchange::new(InputFormat::ClientLog, request, response))
}

fn find<'a>(value: &'a Value, depth: usize, is_wanted: &dyn Fn(&Value) -> bool) -> Option<&'a Value> {
    if is_wanted(value) {
        return Some(value);
    }
    value.as_object()?.values().find_map(|inner| find(inner, depth.checked_sub(1)?, is_wanted))
}

/// Reads the common syntax in which JavaScript, Python and Rust print objects. Class names are skipped.
struct ObjectReader<'a> {
    rest: &'a str,
}

impl ObjectReader<'_> {
    fn skip(&mut self, mark: &str) -> bool {
        self.rest = self.rest.trim_start();
        let after = self.rest.strip_prefix(mark);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        self.rest = self.rest.trim_start();
        match self.rest.chars().next()? {
            '{' => self.object(depth),
            '[' => self.list(depth),
            '\'' | '"' | '`' => self.string(),
            _ => {
                let end = self.rest.find(['{', '[', ',', '}', ']', '\n', '\'', '"'])?;
                let (word, rest) = self.rest.split_at_checked(end).filter(|(word, _)| !word.is_empty())?;
                self.rest = rest;
                // The word is a class name if a bracket follows it, as in `Headers {`.
                if rest.starts_with(['{', '[']) {
                    return self.value(depth);
                }
                Some(word.trim().parse::<u64>().map_or(Value::Null, Value::from))
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        let mut members = Map::new();
        self.skip("{");
        while !self.skip("}") {
            let name = self.name()?;
            let value = self.value(depth)?;
            // Older versions of Node.js print each header field as an object with a name and a value.
            let value = value.get("value").filter(|_| value.get("name").is_some()).cloned().unwrap_or(value);
            members.insert(name, value);
            self.skip(",");
        }
        Some(Value::Object(members))
    }

    fn name(&mut self) -> Option<String> {
        self.rest = self.rest.trim_start();
        let name = if self.rest.starts_with(['\'', '"']) {
            self.string()?.as_str()?.to_owned()
        } else {
            let end = self.rest.find([':', '=', '\n'])?;
            let (name, rest) = self.rest.split_at_checked(end)?;
            self.rest = rest;
            let name = name.trim();
            name.strip_prefix("[Symbol(").and_then(|name| name.strip_suffix(")]")).unwrap_or(name).to_owned()
        };
        (self.skip(":") || self.skip("=>")).then_some(name)
    }

    /// Skips a name in brackets, such as `[Object: null prototype]`.
    fn list(&mut self, depth: usize) -> Option<Value> {
        self.skip("[");
        let name = self.rest.split(']').next()?;
        if name.starts_with(char::is_alphabetic) && !name.contains([',', '\'', '"', '\n']) {
            self.rest = self.rest.get(name.len() + 1..)?;
            return if self.skip("{") { self.object(depth) } else { Some(Value::Null) };
        }
        let mut items = Vec::new();
        while !self.skip("]") {
            items.push(self.value(depth)?);
            self.skip(",");
        }
        Some(Value::Array(items))
    }

    fn string(&mut self) -> Option<Value> {
        let quote = self.rest.chars().next()?;
        let mut text = String::new();
        let mut characters = self.rest.get(1..)?.chars();
        loop {
            match characters.next()? {
                end if end == quote => break,
                '\\' => match characters.next()? {
                    'n' => text.push('\n'),
                    'r' => text.push('\r'),
                    't' => text.push('\t'),
                    other => text.push(other),
                },
                other => text.push(other),
            }
        }
        self.rest = characters.as_str();
        // Node.js splits a long string into several strings.
        if self.skip("+")
            && let Some(Value::String(more)) = self.value(1)
        {
            text.push_str(&more);
        }
        Some(Value::from(text))
    }
}
