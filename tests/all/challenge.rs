//! Parses challenges strictly by the grammar of RFC 9110 section 11 and checks what each scheme requires.
//!
//! The parser shares no code with the crate.

use airside::reference::topics;
use airside::scenario::library::BUILT_IN;
use serde_json::Value;

/// One challenge: `auth-scheme [ 1*SP ( token68 / #auth-param ) ]`.
#[derive(Debug, PartialEq, Eq)]
pub struct Challenge {
    pub scheme: String,
    pub token68: Option<String>,
    pub parameters: Vec<Parameter>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Parameter {
    pub name: String,
    pub value: String,
    pub quoted: bool,
}

struct Cursor<'a> {
    rest: &'a str,
}

pub const fn is_tchar(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(character, '!' | '#' | '$' | '%' | '&' | '\'' | '*' | '+' | '-' | '.' | '^' | '_' | '`' | '|' | '~')
}

impl<'a> Cursor<'a> {
    fn take(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|character| !wanted(character)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn token(&mut self) -> Result<&'a str, String> {
        match self.take(is_tchar) {
            "" => Err(format!("a token is missing before `{}`", self.rest)),
            token => Ok(token),
        }
    }

    fn eat(&mut self, expected: char) -> bool {
        let eaten = self.rest.strip_prefix(expected);
        self.rest = eaten.unwrap_or(self.rest);
        eaten.is_some()
    }

    fn space(&mut self) -> bool {
        !self.take(|character| matches!(character, ' ' | '\t')).is_empty()
    }

    /// Parses a quoted-string and resolves its quoted pairs (RFC 9110 section 5.6.4).
    fn quoted(&mut self) -> Result<String, String> {
        let mut value = String::new();
        let mut characters = self.rest.char_indices();
        while let Some((place, character)) = characters.next() {
            match character {
                '"' => {
                    self.rest = self.rest.get(place + 1..).unwrap_or_default();
                    return Ok(value);
                }
                '\\' => match characters.next() {
                    Some((_, escaped)) if escaped == '\t' || (' '..='~').contains(&escaped) => value.push(escaped),
                    _ => return Err("a backslash escapes nothing".into()),
                },
                '\t' | ' '..='~' => value.push(character),
                other => return Err(format!("`{other}` can't be in a quoted string")),
            }
        }
        Err("a quoted string has no end".into())
    }

    /// Parses a `token68`, if there is one, up to the next comma or the end. The name of a parameter looks like a
    /// `token68`, so callers try to parse a parameter first.
    fn token68(&mut self) -> Option<String> {
        let before = self.rest;
        let body = self.take(|character| character.is_ascii_alphanumeric() || "-._~+/".contains(character));
        let padding = self.take(|character| character == '=');
        if !body.is_empty() && (self.rest.is_empty() || self.rest.starts_with(',')) {
            return Some(format!("{body}{padding}"));
        }
        self.rest = before;
        None
    }

    /// Parses `token BWS "=" BWS ( token / quoted-string )`, or returns `None` if the text is the start of another
    /// challenge.
    fn parameter(&mut self) -> Result<Option<Parameter>, String> {
        let before = self.rest;
        let name = self.token()?.to_ascii_lowercase();
        self.space();
        if !self.eat('=') {
            self.rest = before;
            return Ok(None);
        }
        self.space();
        let quoted = self.eat('"');
        let value = if quoted { self.quoted()? } else { self.token()?.to_owned() };
        Ok(Some(Parameter { name, value, quoted }))
    }

    fn challenge(&mut self) -> Result<Challenge, String> {
        let scheme = self.token()?.to_owned();
        let mut challenge = Challenge { scheme, token68: None, parameters: Vec::new() };
        if !self.space() {
            return Ok(challenge);
        }
        challenge.token68 = self.token68();
        if challenge.token68.is_some() {
            return Ok(challenge);
        }
        loop {
            let before = self.rest;
            let Some(parameter) = self.parameter()? else {
                self.rest = before;
                if challenge.parameters.is_empty() {
                    return Err(format!("neither a token68 nor a parameter: `{before}`"));
                }
                return Ok(challenge);
            };
            if challenge.parameters.iter().any(|known| known.name == parameter.name) {
                return Err(format!("`{}` stands twice (section 11.2)", parameter.name));
            }
            challenge.parameters.push(parameter);
            let end = self.rest;
            self.space();
            if !self.eat(',') {
                return Ok(challenge);
            }
            self.space();
            // The comma is followed by another parameter or another challenge.
            let mut ahead = Cursor { rest: self.rest };
            if ahead.parameter().ok().flatten().is_none() {
                self.rest = end;
                return Ok(challenge);
            }
        }
    }
}

/// Parses `#challenge` as a sender may write it, with at least one challenge and no empty list elements.
pub fn read(value: &str) -> Result<Vec<Challenge>, String> {
    let mut cursor = Cursor { rest: value };
    let mut challenges = Vec::new();
    loop {
        challenges.push(cursor.challenge()?);
        cursor.space();
        if cursor.rest.is_empty() {
            return Ok(challenges);
        }
        if !cursor.eat(',') {
            return Err(format!("`{}` stands between two challenges", cursor.rest));
        }
        cursor.space();
    }
}

/// Checks whether a challenge meets the requirements of its scheme. Pass `sent` as false if the request contained no
/// usable credentials.
pub fn check(challenge: &Challenge, sent: bool) -> Result<(), String> {
    let find = |name: &str| challenge.parameters.iter().find(|parameter| parameter.name == name);
    let quoted = |name: &str, wanted: bool| find(name).is_none_or(|parameter| parameter.quoted == wanted);
    if !quoted("realm", true) {
        return Err("a realm is sent quoted (RFC 9110 section 11.5)".into());
    }
    let (needed, in_quotes): (&[&str], &[&str]) = match challenge.scheme.to_ascii_lowercase().as_str() {
        "basic" => (&["realm"], &[]),
        "digest" => (&["realm", "nonce", "qop"], &["nonce", "qop", "domain", "opaque"]),
        "dpop" => (&[], &["algs"]),
        _ => (&[], &[]),
    };
    if let Some(missing) = needed.iter().find(|name| find(name).is_none()) {
        return Err(format!("`{missing}` is required"));
    }
    if let Some(name) = in_quotes.iter().find(|name| !quoted(name, true)) {
        return Err(format!("`{name}` is sent quoted"));
    }
    if !quoted("stale", false) || (challenge.scheme == "Digest" && !quoted("algorithm", false)) {
        return Err("stale and algorithm aren't quoted (RFC 7616 section 3.3)".into());
    }
    if ["Bearer", "DPoP"].contains(&challenge.scheme.as_str()) {
        if challenge.parameters.is_empty() {
            return Err("one parameter at least (RFC 6750 section 3)".into());
        }
        if !sent && find("error").is_some() {
            return Err("an error is reported, and nothing usable was sent (RFC 6750 section 3.1)".into());
        }
        let allowed = |text: &str| text.chars().all(|one| matches!(one, ' '..='!' | '#'..='[' | ']'..='~'));
        if !["error", "error_description", "scope"].iter().all(|name| find(name).is_none_or(|it| allowed(&it.value))) {
            return Err("a character that RFC 6750 section 3 excludes".into());
        }
    }
    Ok(())
}

#[test]
fn the_reader_takes_what_the_grammar_allows() {
    let read_one = |value: &str| read(value).expect(value).remove(0);
    assert_eq!(read_one("Negotiate").token68, None);
    assert_eq!(read_one("Negotiate YII+/x==").token68.as_deref(), Some("YII+/x=="));
    assert_eq!(read_one("Bearer realm = \"a \\\"b\\\"\"").parameters[0].value, "a \"b\"");
    let both = read("Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\"");
    assert_eq!(both.map(|challenges| challenges.iter().map(|one| one.parameters.len()).collect()), Ok(vec![1, 3]));
    assert_eq!(read("Negotiate, Basic realm=\"a\"").map(|challenges| challenges.len()), Ok(2));
}

#[test]
fn the_reader_is_strict() {
    for bad in [
        "", " Basic", "Basic realm=\"a", "Basic realm=\"a\" x=1", "Basic realm=\"a\", realm=\"b\"",
        "Basic realm=\"ä\"", "Bearer realm=, x=1", "B c d=1", "Basic realm=\"a\",", "Basic realm=\"a\",, x=1",
        "Bas(ic) realm=\"a\"",
    ] {
        assert!(read(bad).is_err(), "{bad}");
    }
    for (bad, sent) in [
        ("Basic realm=a", true),
        ("Basic charset=\"UTF-8\"", true),
        ("Digest realm=\"a\", qop=\"auth\", nonce=b", true),
        ("Digest realm=\"a\", qop=\"auth\", nonce=\"b\", stale=\"true\"", true),
        ("Bearer", true),
        ("Bearer realm=\"a\", error=\"invalid_token\"", false),
    ] {
        let challenge = read(bad).expect(bad).remove(0);
        assert!(check(&challenge, sent).is_err(), "{bad}");
    }
}

fn fields(lines: &Value) -> Vec<String> {
    let mut values: Vec<(bool, String)> = Vec::new();
    for line in lines.as_array().into_iter().flatten().filter_map(Value::as_str) {
        if let Some(more) = line.strip_prefix("  ") {
            values.last_mut().expect("a line before").1.push_str(more);
        } else {
            let (name, value) = line.split_once(": ").unwrap_or_default();
            values.push((name.to_ascii_lowercase().ends_with("-authenticate"), value.to_owned()));
        }
    }
    values.into_iter().filter(|(is_challenge, _)| *is_challenge).map(|(_, value)| value).collect()
}

#[test]
fn every_challenge_of_a_pack_is_one_that_may_be_sent() {
    let mut count = 0;
    for pack in BUILT_IN {
        let pack: Value = serde_json::from_str(pack.text).expect("JSON");
        for scenario in pack["scenarios"].as_array().expect("scenarios") {
            let id = &scenario["id"];
            let sent = !["absent", "unsupported-scheme"].iter().any(|value| scenario["facts"]["credentials"] == *value);
            for value in fields(&scenario["exchange"]["response"]) {
                let challenges = read(&value).unwrap_or_else(|error| panic!("{id}: {value}: {error}"));
                for challenge in &challenges {
                    check(challenge, sent).unwrap_or_else(|error| panic!("{id}: {value}: {error}"));
                    assert!(!["Key", "Session"].contains(&challenge.scheme.as_str()), "{id}: {value}");
                    count += 1;
                }
            }
        }
    }
    assert!(count > 150, "{count}");
}

#[test]
fn every_challenge_of_the_reference_is_one_that_may_be_sent() {
    let entries = topics().into_iter().flat_map(|topic| topic.entries).flat_map(|entry| entry.example);
    let lines: Vec<String> = entries.filter(|text| text.contains("-Authenticate: ")).collect();
    assert!(lines.len() > 5);
    for line in lines {
        for value in fields(&Value::from(vec![line.clone()])) {
            let challenges = read(&value).unwrap_or_else(|error| panic!("{value}: {error}"));
            for challenge in &challenges {
                check(challenge, true).unwrap_or_else(|error| panic!("{value}: {error}"));
            }
        }
    }
}
