//! Finds the positions of values in JSON text.
//!
//! The text must be valid JSON. The text is scanned at most once, when the first fault is reported.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    Field(String),
    Index(usize),
}

/// A path from the root of a JSON document to a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JsonPath(pub Vec<Segment>);

impl JsonPath {
    pub fn field(&self, name: &str) -> Self {
        self.with(Segment::Field(name.to_owned()))
    }

    pub fn index(&self, index: usize) -> Self {
        self.with(Segment::Index(index))
    }

    fn with(&self, step: Segment) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Value,
    Name,
}

/// A name that appears more than once in an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeated {
    pub name: String,
    /// The byte offset of the second occurrence of the name.
    pub start: usize,
    /// The byte offset of the first occurrence of the name.
    pub first: usize,
}

/// The positions of all values in a text. The index doesn't contain the text, so callers must pass the text to each
/// method.
#[derive(Debug)]
pub struct Index {
    nodes: Vec<Node>,
}

/// A JSON value, with the offsets of the value and its name. A value in a list has no name, so both of its offsets are
/// the same.
#[derive(Debug)]
struct Node {
    start: usize,
    name_at: usize,
    inside: Vec<usize>,
}

impl Index {
    pub fn new(text: &str) -> Self {
        let mut scanner = Scanner { bytes: text.as_bytes(), start: 0, nodes: Vec::new() };
        scanner.space();
        scanner.value(scanner.start);
        Self { nodes: scanner.nodes }
    }

    /// Returns the byte offset of the value at a path or, if the path doesn't exist, of its nearest existing ancestor.
    pub(crate) fn offset(&self, text: &str, path: &JsonPath, target: Target) -> usize {
        let (node, left) = self.walk(text, path);
        self.nodes
            .get(node)
            .map_or(0, |node| if left == 0 && target == Target::Name { node.name_at } else { node.start })
    }

    /// Returns the indices of the entries, in the list at `path`, that contain any of the byte offsets. All offsets are
    /// passed in a single call, because a file may contain a million repeated names.
    pub(crate) fn entries_at(
        &self, text: &str, path: &JsonPath, offsets: impl IntoIterator<Item = usize>,
    ) -> HashSet<usize> {
        let (node, left) = self.walk(text, path);
        let entries = self.nodes.get(node).filter(|_| left == 0).map_or(&[][..], |node| &node.inside);
        let entry_at = |offset: usize| {
            let after = entries.partition_point(|entry| self.nodes[*entry].start <= offset);
            let last = after.checked_sub(1)?;
            (offset <= self.end(entries[last])).then_some(last)
        };
        offsets.into_iter().filter_map(entry_at).collect()
    }

    /// Returns the names that occur more than once in the same object.
    pub fn repeated(&self, text: &str) -> Vec<Repeated> {
        let mut repeated = Vec::new();
        for node in self.nodes.iter().filter(|node| text.as_bytes().get(node.start) == Some(&b'{')) {
            let mut seen = HashMap::with_capacity(node.inside.len());
            for start in node.inside.iter().map(|entry| self.nodes[*entry].name_at) {
                let name = name_at(text, start);
                if let Some(first) = seen.get(&name).copied() {
                    repeated.push(Repeated { name: name.into_owned(), start, first });
                } else {
                    seen.insert(name, start);
                }
            }
        }
        repeated
    }

    /// Returns the index of the last node that exists on the path, and the number of remaining path segments.
    fn walk(&self, text: &str, path: &JsonPath) -> (usize, usize) {
        let mut node = 0;
        for (number, step) in path.0.iter().enumerate() {
            let inside = self.nodes.get(node).map_or(&[][..], |node| &node.inside);
            let is_object = self.nodes.get(node).is_some_and(|node| text.as_bytes().get(node.start) == Some(&b'{'));
            let next = match step {
                Segment::Index(index) => inside.get(*index),
                Segment::Field(_) if !is_object => None,
                // If a name occurs twice, the second value is used, as in the JSON parser.
                Segment::Field(name) => {
                    inside.iter().rev().find(|entry| name_at(text, self.nodes[**entry].name_at) == name.as_str())
                }
            };
            match next {
                Some(next) => node = *next,
                None => return (node, path.0.len() - number),
            }
        }
        (node, 0)
    }

    fn end(&self, node: usize) -> usize {
        self.nodes[node].inside.last().map_or(self.nodes[node].start, |last| self.end(*last))
    }
}

fn name_at(text: &str, start: usize) -> Cow<'_, str> {
    let mut scanner = Scanner { bytes: text.as_bytes(), start, nodes: Vec::new() };
    scanner.string();
    let raw = text.get(start..scanner.start).unwrap_or_default();
    if raw.contains('\\') {
        return serde_json::from_str(raw).map_or(Cow::Borrowed(raw), Cow::Owned);
    }
    Cow::Borrowed(raw.trim_matches('"'))
}

struct Scanner<'a> {
    bytes: &'a [u8],
    start: usize,
    nodes: Vec<Node>,
}

impl Scanner<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.start).copied().unwrap_or(0)
    }

    fn space(&mut self) {
        while self.peek().is_ascii_whitespace() {
            self.start += 1;
        }
    }

    /// Recursion is safe because the JSON parser has already rejected text with more than 128 levels of nesting.
    fn value(&mut self, name_at: usize) -> usize {
        let node = self.nodes.len();
        self.nodes.push(Node { start: self.start, name_at, inside: Vec::new() });
        match self.peek() {
            b'"' => self.string(),
            b'{' => self.entries(node, b'}'),
            b'[' => self.entries(node, b']'),
            _ => {
                while !matches!(self.peek(), b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r' | 0) {
                    self.start += 1;
                }
            }
        }
        node
    }

    fn entries(&mut self, node: usize, close: u8) {
        self.start += 1;
        loop {
            self.space();
            if self.peek() == close || self.start >= self.bytes.len() {
                self.start += 1;
                return;
            }
            let name_at = self.start;
            if close == b'}' {
                self.string();
                self.space();
                self.start += 1;
                self.space();
            }
            let entry = self.value(name_at);
            self.nodes[node].inside.push(entry);
            self.space();
            if self.peek() == b',' {
                self.start += 1;
            }
        }
    }

    fn string(&mut self) {
        self.start += 1;
        while self.start < self.bytes.len() {
            match self.peek() {
                b'\\' => self.start += 2,
                b'"' => {
                    self.start += 1;
                    return;
                }
                _ => self.start += 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{ "a": 1, "b": [ {"x": "q\"}"}, {"c": [true, "d"]} ], "e\u0066": -1.5e3 }"#;

    fn text_at(path: &JsonPath, target: Target) -> &'static str {
        TEXT.get(Index::new(TEXT).offset(TEXT, path, target)..).expect("a boundary")
    }

    #[test]
    fn finds_values_and_names() {
        let path = JsonPath::default().field("b").index(1).field("c").index(1);
        assert!(text_at(&path, Target::Value).starts_with("\"d\""));
        assert!(text_at(&JsonPath::default().field("b"), Target::Name).starts_with("\"b\""));
        assert!(text_at(&JsonPath::default().field("b").index(0).field("x"), Target::Value).starts_with("\"q"));
        assert!(text_at(&JsonPath::default().field("ef"), Target::Value).starts_with("-1.5e3"));
    }

    #[test]
    fn points_above_what_is_not_there() {
        let path = JsonPath::default().field("b").index(1).field("missing");
        assert!(text_at(&path, Target::Value).starts_with("{\"c\""));
        assert!(text_at(&path, Target::Name).starts_with("{\"c\""));
        assert!(text_at(&JsonPath::default().field("b").index(9), Target::Value).starts_with("[ {"));
        assert!(text_at(&JsonPath::default(), Target::Value).starts_with('{'));
    }

    #[test]
    fn finds_repeated_names_however_they_are_written() {
        let text = r#"{"a": {"b": 1, "c": 2, "\u0062": 3}, "a": 4, "l": [{"b": 1}, {"b": 2}]}"#;
        let found = Index::new(text).repeated(text);
        let names: Vec<(&str, usize, usize)> =
            found.iter().map(|entry| (entry.name.as_str(), entry.first, entry.start)).collect();
        assert_eq!(names, [("a", 1, 37), ("b", 7, 23)]);
    }

    #[test]
    fn tells_which_entry_holds_a_place() {
        let index = Index::new(TEXT);
        let list = JsonPath::default().field("b");
        let entries =
            |parts: [&str; 2]| index.entries_at(TEXT, &list, parts.map(|part| TEXT.find(part).expect("there")));
        assert_eq!(entries(["\"q", "\"d\""]), HashSet::from([0, 1]));
        assert_eq!(entries(["\"a\"", "-1.5"]), HashSet::new());
    }
}
