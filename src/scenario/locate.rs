//! Finds the line and column of a place in a JSON text.
//!
//! Owns a scanner over JSON that is known to be valid; it runs only when there is a fault to point at.

/// One step on the way to a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Into the field of that name.
    Field(String),
    /// Into the list, at this place from 0.
    Place(usize),
}

/// A way from the top of the file to a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Way(pub Vec<Step>);

impl Way {
    /// One step further, into a field.
    #[must_use]
    pub fn field(&self, name: &str) -> Self {
        self.with(Step::Field(name.to_owned()))
    }

    /// One step further, into a list.
    #[must_use]
    pub fn place(&self, place: usize) -> Self {
        self.with(Step::Place(place))
    }

    fn with(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }
}

/// Where to point: at a value, or at the name of the field that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// The value.
    Value,
    /// The name of the field.
    Name,
}

/// The byte offset of a place; the nearest place above it when it is not there.
#[must_use]
pub fn offset(text: &str, way: &Way, aim: Aim) -> usize {
    let mut scanner = Scanner { bytes: text.as_bytes(), at: 0 };
    scanner.space();
    let mut found = scanner.at;
    for (number, step) in way.0.iter().enumerate() {
        let Some(name_at) = scanner.enter(step) else {
            break;
        };
        let last = number + 1 == way.0.len();
        found = if last && aim == Aim::Name { name_at } else { scanner.at };
    }
    found
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn space(&mut self) {
        while self.peek().is_ascii_whitespace() {
            self.at += 1;
        }
    }

    /// Stands at a value; goes into it by one step and stands at the value there. Gives the offset of its name.
    fn enter(&mut self, step: &Step) -> Option<usize> {
        let start = self.at;
        let found = match (self.peek(), step) {
            (b'{', Step::Field(name)) => self.enter_object(name),
            (b'[', Step::Place(place)) => self.enter_list(*place),
            _ => None,
        };
        if found.is_none() {
            self.at = start;
        }
        found
    }

    fn enter_object(&mut self, wanted: &str) -> Option<usize> {
        self.at += 1;
        loop {
            self.space();
            if self.peek() != b'"' {
                return None;
            }
            let name_at = self.at;
            self.string();
            let name: Option<String> =
                std::str::from_utf8(&self.bytes[name_at..self.at]).ok().and_then(|raw| serde_json::from_str(raw).ok());
            self.space();
            self.at += 1;
            self.space();
            if name.as_deref() == Some(wanted) {
                return Some(name_at);
            }
            self.value();
            self.space();
            if self.peek() != b',' {
                return None;
            }
            self.at += 1;
        }
    }

    fn enter_list(&mut self, wanted: usize) -> Option<usize> {
        self.at += 1;
        for place in 0.. {
            self.space();
            if self.peek() == b']' || self.at >= self.bytes.len() {
                return None;
            }
            if place == wanted {
                return Some(self.at);
            }
            self.value();
            self.space();
            if self.peek() == b',' {
                self.at += 1;
            }
        }
        None
    }

    fn string(&mut self) {
        self.at += 1;
        while self.at < self.bytes.len() {
            match self.peek() {
                b'\\' => self.at += 2,
                b'"' => {
                    self.at += 1;
                    return;
                }
                _ => self.at += 1,
            }
        }
    }

    /// Goes past a value, however deep.
    fn value(&mut self) {
        let mut depth = 0usize;
        loop {
            match self.peek() {
                b'"' => self.string(),
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                }
                b',' | b'}' | b']' | 0 if depth == 0 => return,
                _ => self.at += 1,
            }
            if self.at >= self.bytes.len() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{ "a": 1, "b": [ {"x": "q\"}"}, {"c": [true, "d"]} ] }"#;

    fn at(way: &Way, aim: Aim) -> &'static str {
        TEXT.get(offset(TEXT, way, aim)..).expect("a boundary")
    }

    #[test]
    fn finds_values_and_names() {
        let way = Way::default().field("b").place(1).field("c").place(1);
        assert!(at(&way, Aim::Value).starts_with("\"d\""));
        assert!(at(&Way::default().field("b"), Aim::Name).starts_with("\"b\""));
        assert!(at(&Way::default().field("b").place(0).field("x"), Aim::Value).starts_with("\"q"));
    }

    #[test]
    fn points_above_what_is_not_there() {
        let way = Way::default().field("b").place(1).field("missing");
        assert!(at(&way, Aim::Value).starts_with("{\"c\""));
        assert!(at(&Way::default().field("b").place(9), Aim::Value).starts_with("[ {"));
        assert!(at(&Way::default(), Aim::Value).starts_with('{'));
    }
}
