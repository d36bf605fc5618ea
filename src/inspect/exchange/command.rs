//! Parses a curl command or a call of `fetch`, as copied from the network panel of a browser, into the request that it
//! sends.
//!
//! This module only parses the command and never runs it.

use serde_json::Value;

use super::{HeaderField, NumberedLine, RequestHead, value};
use crate::encoding::base64;
use crate::inspect::field::fields_from_json;

const FLAGS: [&str; 24] = [
    "--head", "--get", "--compressed", "--include", "--verbose", "--silent", "--show-error", "--insecure",
    "--location", "--location-trusted", "--fail", "--no-buffer", "--http1.0", "--http1.1", "--http2", "--http3",
    "--basic", "--globoff", "--path-as-is", "--no-keepalive", "--tcp-nodelay", "--ipv4", "--ipv6", "--raw",
];

const SHORT_FLAGS: &str = "isSkvLfnNgGI0146jqOa#Z";

/// Options with which curl computes credentials or reads them from elsewhere, such as a file.
const HIDDEN: [&str; 14] = [
    "-n", "--netrc", "--netrc-file", "--netrc-optional", "-K", "--config", "-E", "--cert", "--digest", "--ntlm",
    "--negotiate", "--anyauth", "--aws-sigv4", "--delegation",
];

pub(super) fn request(lines: &[NumberedLine<'_>]) -> Option<RequestHead> {
    let mut text = lines.iter().map(|line| line.text).collect::<Vec<_>>().join("\n");
    if let Some(call) = text.split_once(FETCH).map(|(_, call)| call) {
        return fetch(call);
    }
    text = arguments(&text)?.to_owned();
    // The Windows command prompt escapes characters with a caret.
    if text.contains("^\"") {
        text = text.replace("^\n", " ").replace("^^", "\u{0}").replace('^', "").replace('\u{0}', "^");
    }
    let mut draft = CommandDraft::default();
    let mut words = words(&text).into_iter();
    while let Some(word) = words.next() {
        draft.word(&word, &mut words);
    }
    draft.finish()
}

pub(super) fn begins(line: &str) -> bool {
    line.trim_start_matches("await ").starts_with(FETCH) || arguments(line).is_some()
}

const FETCH: &str = "fetch(\"";

fn fetch(call: &str) -> Option<RequestHead> {
    let (target, rest) = call.split_once('"')?;
    let options: Value = serde_json::from_str(rest.rsplit_once(')')?.0.trim_start_matches(',')).unwrap_or_default();
    let text = |name: &str| options.get(name).and_then(Value::as_str);
    let fields = options.get("headers").map(fields_from_json).unwrap_or_default();
    // The browser adds cookies that the copied call doesn't contain.
    let has_all = text("credentials") == Some("omit") || value(&fields, "Cookie").is_some();
    Some(RequestHead {
        method: text("method").unwrap_or("GET").to_owned(),
        target: target.to_owned(),
        shows_credentials: has_all || value(&fields, "Authorization").is_some(),
        fields,
        names_user: false,
        body: text("body").unwrap_or_default().to_owned(),
    })
}

/// The line may start with a prompt such as `$`, `C:\>` or `PS C:\>`.
fn arguments(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let is_drive = |prompt: &str| prompt.strip_prefix("PS ").unwrap_or(prompt).get(1..3) == Some(":\\");
    let command = line.split_once('>').filter(|(prompt, _)| is_drive(prompt)).map_or(line, |(_, command)| command);
    let command = command.trim_start_matches(['$', '>', '#', '%', ' ']);
    command.strip_prefix("curl ").or_else(|| command.strip_prefix("curl.exe "))
}

/// A command ends at the first unescaped pipe, semicolon or line break.
fn words(text: &str) -> Vec<String> {
    let (mut words, mut word) = (Vec::new(), None::<String>);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            ' ' | '\t' => words.extend(word.take()),
            '\n' | '|' | ';' => break,
            '\\' => match characters.next() {
                Some('\n') | None => {}
                Some(escaped) => word.get_or_insert_default().push(escaped),
            },
            '$' if characters.peek() == Some(&'\'') => {
                characters.next();
                quoted(&mut characters, '\'', true, word.get_or_insert_default());
            }
            '\'' | '"' => quoted(&mut characters, character, character == '"', word.get_or_insert_default()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    words
}

fn quoted(characters: &mut std::iter::Peekable<std::str::Chars<'_>>, end: char, escapes: bool, word: &mut String) {
    while let Some(character) = characters.next() {
        match character {
            character if character == end => return,
            '\\' if escapes => word.extend(characters.next().filter(|escaped| *escaped != '\n')),
            character => word.push(character),
        }
    }
}

#[derive(Default)]
struct CommandDraft {
    url: Option<String>,
    method: Option<String>,
    fields: Vec<(String, String)>,
    data: Vec<String>,
    in_query: bool,
    hides: bool,
}

impl CommandDraft {
    fn word(&mut self, word: &str, rest: &mut std::vec::IntoIter<String>) {
        if !word.starts_with('-') || word == "-" {
            self.url.get_or_insert_with(|| word.to_owned());
            return;
        }
        if word.starts_with("--") {
            let has_value = || rest.as_slice().first().is_some_and(|next| !next.starts_with('-'));
            let is_flag = FLAGS.contains(&word) || HIDDEN.contains(&word) && !word.ends_with("cert") || !has_value();
            let value = if is_flag { String::new() } else { rest.next().unwrap_or_default() };
            return self.option(word, value);
        }
        for (index, letter) in word.char_indices().skip(1) {
            let name = format!("-{letter}");
            if SHORT_FLAGS.contains(letter) {
                self.option(&name, String::new());
                continue;
            }
            let attached = word.get(index + letter.len_utf8()..).filter(|attached| !attached.is_empty());
            let value = attached.map(str::to_owned).or_else(|| rest.next()).unwrap_or_default();
            return self.option(&name, value);
        }
    }

    fn option(&mut self, name: &str, value: String) {
        self.hides |= HIDDEN.contains(&name);
        let mut field = |name: &str, value: String| self.fields.push((name.to_owned(), value));
        match name {
            "-I" | "--head" => self.method = Some("HEAD".to_owned()),
            "-G" | "--get" => self.in_query = true,
            "--url" => self.url = Some(value),
            "-X" | "--request" => self.method = Some(value),
            "-H" | "--header" => {
                if let Some((name, value)) = value.split_once(':') {
                    field(name.trim(), value.trim().to_owned());
                }
            }
            "-u" | "--user" => field("Authorization", format!("Basic {}", base64(value.as_bytes()))),
            "--oauth2-bearer" => field("Authorization", format!("Bearer {value}")),
            // Without an equals sign, the value is a file name.
            "-b" | "--cookie" if value.contains('=') => field("Cookie", value),
            "-b" | "--cookie" => self.hides = true,
            "-A" | "--user-agent" => field("User-Agent", value),
            "-e" | "--referer" => field("Referer", value),
            "--json" => {
                field("Content-Type", "application/json".to_owned());
                self.data.push(value);
            }
            "-F" | "--form" => {
                field("Content-Type", "multipart/form-data".to_owned());
                self.data.push(value);
            }
            "-d" | "--data" | "--data-raw" | "--data-ascii" | "--data-binary" | "--data-urlencode" => {
                self.data.push(value);
            }
            _ => {}
        }
    }

    fn finish(self) -> Option<RequestHead> {
        let url = self.url?;
        let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        let split = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(split);
        let (user, host) = authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
        let mut target = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        let mut body = self.data.join("&");
        if self.in_query && !body.is_empty() {
            let mark = if target.contains('?') { '&' } else { '?' };
            target = format!("{target}{mark}{body}");
            body.clear();
        }
        let has_body = !body.is_empty();
        let method = self.method.unwrap_or_else(|| if has_body { "POST" } else { "GET" }.to_owned());
        let field = |(name, value): (String, String)| HeaderField { name, value, position: super::Position::default() };
        let mut fields: Vec<HeaderField> = self.fields.into_iter().map(field).collect();
        let add = |fields: &mut Vec<HeaderField>, name: &str, text: String| {
            if value(fields, name).is_none() {
                fields.push(field((name.to_owned(), text)));
            }
        };
        add(&mut fields, "Host", host.to_owned());
        add(&mut fields, "User-Agent", "curl".to_owned());
        if let Some(user) = user {
            add(&mut fields, "Authorization", format!("Basic {}", base64(user.as_bytes())));
        }
        if has_body {
            add(&mut fields, "Content-Type", "application/x-www-form-urlencoded".to_owned());
            add(&mut fields, "Content-Length", body.len().to_string());
        }
        // The content of the file isn't known.
        if body.starts_with('@') {
            body.clear();
        }
        Some(RequestHead { method, target, fields, shows_credentials: !self.hides, names_user: false, body })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<RequestHead> {
        request(&super::super::numbered(text))
    }

    #[test]
    fn a_copied_command_is_a_request() {
        for (text, method, target, field, body) in [
            ("curl 'https://a.example/x?y=1' \\\n  -H 'Cookie: s=1' \\\n  --compressed", "GET", "/x?y=1", "s=1", ""),
            ("$ curl -i -u ana:pw https://a.example", "GET", "/", "Basic YW5hOnB3", ""),
            ("curl -sS --oauth2-bearer abc -X DELETE https://a.example/x", "DELETE", "/x", "Bearer abc", ""),
            ("curl https://a.example/x --data-raw $'a=\\'b\\'' -b s=1", "POST", "/x", "s=1", "a='b'"),
            ("curl https://a.example/x -G -d q=1 -HAuthorization:x", "GET", "/x?q=1", "x", ""),
            ("curl https://ana:pw@a.example/x", "GET", "/x", "Basic YW5hOnB3", ""),
        ] {
            let request = read(text).expect(text);
            assert_eq!((request.method.as_str(), request.target.as_str()), (method, target), "{text}");
            assert!(request.fields.iter().any(|one| one.value == field), "{text}");
            assert_eq!((request.body.as_str(), value(&request.fields, "Host")), (body, Some("a.example")), "{text}");
        }
    }

    #[test]
    fn credentials_from_elsewhere_are_not_shown() {
        for text in [
            "curl -n https://a.example", "curl -b jar.txt https://a.example", "curl --negotiate -u : https://a.example",
        ] {
            assert!(!read(text).expect(text).shows_credentials, "{text}");
        }
        assert_eq!(read("curl"), None);
        assert_eq!(read("GET / HTTP/1.1"), None);
    }
}
