//! Parses recorded exchanges in formats such as raw HTTP, the output of curl and HTTPie, HAR files and access logs.
//!
//! This module detects the format of the input and parses message heads strictly. Error messages give the line and the
//! column of unreadable input but never quote it, because it may contain a secret. The module must not judge the
//! exchanges.

mod client_log;
mod command;
mod curl;
mod har;
mod http2;
mod json_log;
mod log;
mod named_parts;
mod noise;
mod object;
mod pairs;
mod panel;
mod quoted;
mod raw;

pub use super::field::{HeaderField, Position, value, values};
use crate::diagnostic::Diagnostic;
use crate::say;

/// The maximum size of the input, in bytes.
pub(crate) const LONGEST_INPUT: usize = 32 * 1024 * 1024;

const MOST_EXCHANGES: usize = 2000;

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum InputFormat {
        /// A request and its response, or the output of `curl -i` or HTTPie.
        Raw = "http",
        CurlVerbose = "curl-verbose",
        CurlTrace = "curl-trace",
        Har = "har",
        AccessLog = "access-log",
        ClientLog = "client-log",
    }
}

/// A request, with an empty body if the body wasn't recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestHead {
    pub method: String,
    pub target: String,
    pub fields: Vec<HeaderField>,
    /// Whether the recording would show the credentials if the client had sent any. Access logs and HAR files exported
    /// by browsers contain no credentials.
    pub shows_credentials: bool,
    /// Whether an access log contains the user's name, which means that the request carried credentials.
    pub names_user: bool,
    pub body: String,
}

/// A response, with as much of its body as was recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResponseHead {
    pub status: u16,
    pub reason: String,
    pub fields: Vec<HeaderField>,
    pub body: String,
    /// Whether header fields were recorded. Access logs contain no header fields.
    pub shows_fields: bool,
    /// Whether the recording ends inside the message head, so that header fields may be missing.
    pub is_cut: bool,
    pub details: String,
    pub position: Position,
}

/// A note about a part of the input that was skipped, or that was parsed despite an irregularity.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Remark {
    #[serde(flatten)]
    pub position: Position,
    pub text: String,
}

/// A response, with its request if the request was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedExchange {
    pub format: InputFormat,
    /// The name of the row in the output of airside's script, such as `made-up`.
    pub row: Option<String>,
    pub request: Option<RequestHead>,
    pub response: ResponseHead,
    /// When the request was sent, in seconds since 1970. Only HAR files record the time.
    pub time: Option<i64>,
    pub remarks: Vec<Remark>,
}

impl RecordedExchange {
    fn new(format: InputFormat, request: Option<RequestHead>, response: ResponseHead) -> Self {
        Self { format, row: None, request, response, time: None, remarks: Vec::new() }
    }
}

#[derive(Clone, Copy, Debug)]
struct NumberedLine<'a> {
    number: usize,
    /// The number of characters that were removed from the start of the line, for example indentation.
    skipped: usize,
    text: &'a str,
}

impl NumberedLine<'_> {
    fn position(&self, offset: usize) -> Position {
        let before = self.text.get(..offset).map_or(0, |before| before.chars().count());
        Position { line: self.number, column: self.skipped + before + 1 }
    }

    fn without(self, prefix: &str) -> Option<Self> {
        let text = self.text.strip_prefix(prefix)?;
        Some(Self { skipped: self.skipped + prefix.len(), text, ..self })
    }
}

/// Removes line endings, including the `\r\r\n` in recordings of terminal sessions. The four characters `\r\n` are also
/// removed, because Wireshark and some debug logs show the end of an HTTP line in this way.
fn numbered(text: &str) -> Vec<NumberedLine<'_>> {
    let lines = text.split('\n').map(|line| line.trim_end_matches('\r').trim_end_matches("\\r\\n"));
    lines.enumerate().map(|(index, text)| NumberedLine { number: index + 1, skipped: 0, text }).collect()
}

/// Removes the indentation of the first status line from all lines. Message heads are often indented in documents and
/// in the output of `wget -S`.
fn outdented(lines: Vec<NumberedLine<'_>>) -> Vec<NumberedLine<'_>> {
    let begins = |text: &str| raw::is_status_line(text) || curl::is_verbose(text);
    // PowerShell writes the property name `RawContent` before the first line of a message head.
    let head = |text: &str| text.trim_start_matches("RawContent").trim_start_matches([' ', '\t', ':']).len();
    let first =
        lines.iter().find(|line| begins(line.text.get(line.text.len() - head(line.text)..).unwrap_or_default()));
    let width = first.map_or(0, |line| line.text.len() - head(line.text));
    let indent = " ".repeat(width);
    let tabs = first.map_or("", |line| line.text.get(..width).unwrap_or_default());
    if width == 0 || !tabs.is_ascii() {
        return lines;
    }
    lines.into_iter().map(|line| line.without(tabs).or_else(|| line.without(&indent)).unwrap_or(line)).collect()
}

/// Parses every exchange in the text. Error messages use `path` as the name of the input. If the input contains no
/// readable exchange, the error explains the problem.
pub fn parse(path: &str, text: &str) -> Result<Vec<RecordedExchange>, Box<Diagnostic>> {
    if text.len() > LONGEST_INPUT {
        let fault = Diagnostic::for_file(path, say!("the input is larger than {} MiB", LONGEST_INPUT >> 20));
        return Err(Box::new(fault.hint(say!("leave out the bodies, or provide fewer exchanges"))));
    }
    let text = without_escapes(text.trim_start_matches('\u{feff}').trim_end_matches('\0'));
    let unquoted = quoted::restored(&text);
    let restored = http2::restored(&text).or_else(|| named_parts::restored(&text));
    let lines = match unquoted.as_ref().or(restored.as_ref()) {
        Some(lines) => lines.iter().map(|(number, text)| NumberedLine { number: *number, skipped: 0, text }).collect(),
        None => numbered(&text),
    };
    let lines = noise::without_wget(noise::without_meter(noise::without_layers(lines)));
    let lines = curl::without_prefixes(outdented(lines));
    let is_head = |line: &NumberedLine<'_>| curl::is_verbose(line.text) || raw::is_status_line(line.text);
    let is_json = text.trim_start().starts_with(['{', '[']) && !lines.iter().any(is_head);
    let named = if is_json { json_log::parse(&text, &lines) } else { Vec::new() };
    let mut read = if !named.is_empty() {
        named
    } else if is_json && text.trim_start().starts_with('{') {
        har::parse(path, &text)?
    } else if lines.iter().any(|line| curl::is_trace(line.text)) {
        curl::parse_trace(&lines)
    } else if lines.iter().any(|line| curl::is_verbose(line.text)) {
        curl::parse_verbose(&lines)
    } else if lines.iter().any(|line| raw::is_status_line(line.text)) {
        let is_capture = noise::has_layers(&text) || restored.is_some();
        raw::parse(&lines, if is_capture { InputFormat::ClientLog } else { InputFormat::Raw })
    } else if let Some(read) = panel::parse(&lines).or_else(|| json_log::parse_columns(&lines)) {
        read
    } else if let Some(read) = client_log::parse(&lines).or_else(|| object::parse(&text, &lines)) {
        read
    } else if let Some(read) = json_log::parse_after_prefix(&text, &lines) {
        read
    } else if let Some(read) = log::parse(path, &lines) {
        read?
    } else if let Some(read) = log::parse_sentences(&lines) {
        read
    } else {
        return Err(nothing_found(path, &lines));
    };
    // .NET masks the value of every field unless the program allows some.
    for response in read.iter_mut().map(|exchange| &mut exchange.response) {
        if value(&response.fields, "WWW-Authenticate").is_some_and(|value| ["*", "[Redacted]"].contains(&value)) {
            response.fields = Vec::new();
            response.shows_fields = false;
        }
    }
    if read.is_empty() {
        return Err(nothing_found(path, &lines));
    }
    if read.len() > MOST_EXCHANGES {
        return Err(too_many(path, &read));
    }
    Ok(read)
}

fn too_many(path: &str, read: &[RecordedExchange]) -> Box<Diagnostic> {
    let message = say!("too many exchanges: {} (the maximum is {})", read.len(), MOST_EXCHANGES);
    let is_archive = read.iter().all(|exchange| exchange.format == InputFormat::Har);
    let hint = if is_archive {
        "jq '.log.entries |= map(select(.response.status >= 400))' session.har | airside inspect"
    } else {
        "grep -E '\" (401|403|407) ' access.log | airside inspect"
    };
    Box::new(Diagnostic::for_file(path, message).hint(hint))
}

fn nothing_found(path: &str, lines: &[NumberedLine<'_>]) -> Box<Diagnostic> {
    let first = lines.iter().find(|line| !line.text.trim().is_empty());
    let request = lines.iter().find(|line| raw::request_line(line.text).is_some());
    let has_fields = lines.iter().any(|line| line.text.contains("Response Headers"));
    let message = match (first, request) {
        (None, _) => say!("the input is empty").to_owned(),
        (_, Some(_)) => say!("there is a request but no response").to_owned(),
        _ if has_fields => say!("there are response headers but no status code").to_owned(),
        _ => say!("there is no HTTP response in the input").to_owned(),
    };
    let first_line = request.or(first);
    let fault = Diagnostic {
        line: first_line.map_or(0, |line| line.number),
        column: usize::from(first_line.is_some()),
        ..Diagnostic::for_file(path, message)
    };
    let fault = fault.allowing([
        say!("a request and its response"),
        say!("the output of curl -v, curl -i, curl --trace, HTTPie -v, wget -S, nghttp -v, tshark -V or mitmdump"),
        "HAR",
        say!("a request copied from a browser's network panel"),
        say!("the log of a server or a proxy: Apache, nginx, IIS, Caddy, Squid, HAProxy and others"),
        say!("the request log of a web framework: Express, Rails, Django, ASP.NET, Gin and others"),
        say!("the log of an HTTP client: OkHttp, Apache HttpClient, .NET, axios, httpx, Go and others"),
        say!("JSON log entries with a method and a status"),
        say!("Postman's console or collection"),
    ]);
    Box::new(fault.hint("curl -sv https://host/path 2>&1 | airside inspect"))
}

fn without_escapes(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains('\u{1b}') {
        return text.into();
    }
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\u{1b}' {
            plain.push(character);
            continue;
        }
        // A control sequence, which starts with `ESC [`, ends with a character from `@` to `~`. Any other escape
        // sequence consists of the escape character and one more character.
        if characters.next() == Some('[') {
            for parameter in characters.by_ref() {
                if parameter == '\n' {
                    plain.push('\n');
                }
                if ('\u{40}'..='\u{7e}').contains(&parameter) || parameter == '\n' {
                    break;
                }
            }
        }
    }
    plain.into()
}
