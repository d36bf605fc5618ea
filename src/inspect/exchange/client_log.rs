//! Parses the logs of HTTP clients that write the request line and the status in a format of their own.

use super::pairs::ExchangeBuilder;
use super::raw::{begins_body, method_and_target, read_field};
use super::{InputFormat, NumberedLine, RecordedExchange, RequestHead, ResponseHead, value};
use crate::inspect::field::is_token_byte;

/// The markers at the start of the lines in a client's log.
struct Dialect {
    request: &'static str,
    status: &'static str,
    /// Markers that end the list of header fields if they occur at the start of a line. A marker with a leading space
    /// may occur anywhere in the line.
    ends: &'static [&'static str],
    /// Whether a marker may occur anywhere in a line, because other words may come before the marker.
    is_anywhere: bool,
    /// Whether the log shows the bytes on the wire, so that a field missing from the log wasn't sent.
    is_wire: bool,
}

const NAMED: Dialect = Dialect { request: "", status: "", ends: &[], is_anywhere: false, is_wire: false };

const DIALECTS: [Dialect; 10] = [
    // In this order: kubectl, Playwright, OkHttp, Feign, Jersey and Karate, the header log of Apache HttpClient, .NET,
    // undici and mitmdump.
    Dialect { status: "Response Status: ", ..NAMED },
    Dialect { request: "→ ", status: "← ", ends: &["=> ", "<= "], ..NAMED },
    Dialect { request: "--> ", status: "<-- ", ends: &["--> END", "<-- END", "<-- HTTP FAILED"], ..NAMED },
    Dialect { request: "---> ", status: "<--- ", ends: &["---> END", "<--- END", "<--- ERROR"], ..NAMED },
    Dialect { request: "> ", status: "< ", ..NAMED },
    Dialect { request: ">> ", status: "<< ", is_wire: true, ..NAMED },
    Dialect {
        request: "Sending HTTP request ",
        status: "Received HTTP response headers after ",
        ends: &[" processing HTTP request ", "info: ", "trce: ", "dbug: ", "warn: ", "fail: "],
        is_anywhere: true,
        ..NAMED
    },
    Dialect {
        request: "sending request to ",
        status: "received response to ",
        ends: &[" connect", " trailers received", " request "],
        is_anywhere: true,
        ..NAMED
    },
    Dialect { request: ": ", status: "<< ", is_anywhere: true, is_wire: true, ..NAMED },
    // The consoles of Postman and Bruno show titles instead of markers.
    NAMED,
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    RequestFields,
    RequestBody,
    ResponseFields,
    ResponseBody,
    Nothing,
}

const TITLES: [(&str, Part); 4] = [
    ("request headers", Part::RequestFields),
    ("request body", Part::RequestBody),
    ("response headers", Part::ResponseFields),
    ("response body", Part::ResponseBody),
];

/// The maximum number of words, such as a time or a thread name, before the marker on each line of a log.
const MOST_WORDS: usize = 12;

pub(super) fn parse(lines: &[NumberedLine<'_>]) -> Option<Vec<RecordedExchange>> {
    let has_titles = lines.iter().any(|line| title(line.text).is_some_and(|(part, _)| part == Part::ResponseFields));
    DIALECTS.iter().filter(|dialect| !dialect.status.is_empty() || has_titles).find_map(|dialect| {
        let (words, shape) = lines.iter().find_map(|line| {
            let words = dialect.words_before_status(line.text)?;
            Some((words, without_words(*line, words).1))
        })?;
        let mut log = ClientLog::new(dialect);
        for (line, other) in lines.iter().map(|line| without_words(*line, words)) {
            // A line with a different prefix may come from another program that writes to the same log. Playwright ends
            // each line with the time since the last line.
            if other == shape {
                let text = line.text.rsplit_once(" +").filter(|(_, time)| is_duration(time));
                log.line(NumberedLine { text: text.map_or(line.text, |(text, _)| text), ..line });
            }
        }
        log.end();
        let read = log.exchanges.finish();
        // A short marker such as `< ` identifies a log only if the log also contains a request.
        let is_log = dialect.status.len() > 4 || read.iter().any(|exchange| exchange.request.is_some());
        Some(read).filter(|read| !read.is_empty() && is_log)
    })
}

fn is_duration(text: &str) -> bool {
    let number = text.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    number.len() < text.len() && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Also returns the removed words that contain no digits. Such words are the same on every line, unlike times.
fn without_words(line: NumberedLine<'_>, words: usize) -> (NumberedLine<'_>, Vec<&str>) {
    let mut text = line.text;
    let mut removed = Vec::new();
    for _ in 0..words {
        let (word, rest) = text.trim_start().split_once(char::is_whitespace).unwrap_or((text.trim_start(), ""));
        removed.extend(Some(word).filter(|word| !word.contains(|character: char| character.is_ascii_digit())));
        text = rest;
    }
    let skipped = line.skipped + line.text.chars().count() - text.chars().count();
    (NumberedLine { skipped, text, ..line }, removed)
}

/// Also returns the text after the title, because kubectl writes the body on the same line.
fn title(line: &str) -> Option<(Part, &str)> {
    let line = line.split_once("] ").filter(|(before, _)| !before.contains('{')).map_or(line, |(_, rest)| rest).trim();
    TITLES.iter().find_map(|(title, part)| {
        let (found, rest) = line.split_at_checked(title.len())?;
        let is_end = rest.is_empty() || rest == ":" || rest.starts_with(": ");
        (is_end && found.eq_ignore_ascii_case(title)).then(|| (*part, rest.trim_start_matches([':', ' '])))
    })
}

/// Parses text such as `401 Unauthorized`, `HTTP/1.1 401` or `after 82.3ms - 401`.
fn status(text: &str) -> Option<(u16, String)> {
    let text = text.trim();
    let text = text.strip_prefix("HTTP/").and_then(|text| text.split_once(' ')).map_or(text, |(_, rest)| rest.trim());
    let code = |word: &str| {
        let is_code = word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit());
        is_code.then(|| word.parse().ok())?.filter(|status| (100..600).contains(status))
    };
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    if let Some(status) = code(first) {
        let is_word = |word: &&str| word.starts_with(|letter: char| letter.is_ascii_uppercase());
        let reason: Vec<&str> = rest.split(' ').take_while(is_word).collect();
        return Some((status, reason.join(" ")));
    }
    let (_, last) = text.rsplit_once(" - ")?;
    Some((code(last.trim_start_matches("HTTP "))?, String::new()))
}

impl Dialect {
    fn after<'a>(&self, line: &'a str, mark: &str) -> Option<&'a str> {
        if self.is_anywhere { line.split_once(mark).map(|(_, rest)| rest) } else { line.strip_prefix(mark) }
    }

    fn status(&self, line: &str) -> Option<(u16, String)> {
        let found = status(self.after(line, self.status)?)?;
        // Without a marker, a number must stand alone to count as a status, because consoles also show times and sizes.
        let is_alone = || line.trim().len() == 3 || !found.1.is_empty() && line.trim().len() == 4 + found.1.len();
        (!self.status.is_empty() || is_alone()).then_some(found)
    }

    fn words_before_status(&self, line: &str) -> Option<usize> {
        if self.is_anywhere || self.status.is_empty() {
            return self.status(line).map(|_| 0);
        }
        let (prefix, _) = line.split_once(self.status)?;
        let rest = line.get(prefix.len()..)?;
        let words = prefix.split_whitespace().count();
        let is_prefix = prefix.is_empty() || prefix.ends_with(char::is_whitespace) && !prefix.contains(['{', '"']);
        (is_prefix && words <= MOST_WORDS && self.status(rest).is_some()).then_some(words)
    }
}

struct ClientLog<'a> {
    dialect: &'a Dialect,
    exchanges: ExchangeBuilder,
    request: Option<RequestHead>,
    response: Option<ResponseHead>,
    part: Part,
}

impl<'a> ClientLog<'a> {
    fn new(dialect: &'a Dialect) -> Self {
        let exchanges = ExchangeBuilder::new(InputFormat::ClientLog);
        Self { dialect, exchanges, request: None, response: None, part: Part::Nothing }
    }

    fn line(&mut self, line: NumberedLine<'_>) {
        let dialect = self.dialect;
        let indent = line.text.len() - line.text.trim_start().len();
        let line = NumberedLine { skipped: line.skipped + indent, text: line.text.trim_start(), ..line };
        let is_end = |end: &&str| line.text.starts_with(end) || end.starts_with(' ') && line.text.contains(end);
        if let Some((part, rest)) = title(line.text) {
            self.part = part;
            if !rest.is_empty() {
                self.content(NumberedLine { text: rest, ..line }, true);
            }
        } else if let Some((method, target)) = dialect.after(line.text, dialect.request).and_then(method_and_target) {
            self.end();
            let (method, target) = (method.to_owned(), target.to_owned());
            self.request = Some(RequestHead { method, target, ..RequestHead::default() });
            self.part = Part::RequestFields;
        } else if let Some((status, reason)) = dialect.status(line.text).filter(|_| self.expects_status()) {
            if self.response.is_some() {
                self.end();
            }
            let position = line.position(0);
            self.response = Some(ResponseHead { status, reason, position, ..ResponseHead::default() });
            // OkHttp writes the size of the body on the status line if its log doesn't include header fields.
            self.part = if line.text.ends_with("body)") { Part::Nothing } else { Part::ResponseFields };
        } else if dialect.ends.iter().any(is_end) {
            self.part = Part::Nothing;
        } else {
            let marks = [dialect.status, dialect.request].into_iter().filter(|_| !dialect.is_anywhere);
            let mut marked = marks.filter_map(|mark| line.without(mark).or_else(|| line.without(mark.trim_end())));
            match marked.next().filter(|_| !dialect.status.is_empty()) {
                Some(line) => self.content(line, begins_body(line.text)),
                None => self.content(line, line.text.is_empty() || begins_body(line.text)),
            }
        }
    }

    /// In a log without markers, only the first status after a request counts.
    fn expects_status(&self) -> bool {
        !self.dialect.status.is_empty() || self.response.is_none() && self.request.is_some()
    }

    fn content(&mut self, line: NumberedLine<'_>, is_end: bool) {
        let name = line.text.split_once(':').map_or("", |(name, _)| name);
        let is_field = !name.is_empty() && name.bytes().all(is_token_byte);
        let has_body = !self.dialect.is_anywhere || self.dialect.is_wire;
        match (self.part, &mut self.request, &mut self.response) {
            (Part::RequestFields, Some(request), _) if is_field => {
                read_field(line, &mut request.fields, &mut Vec::new());
            }
            (Part::ResponseFields, _, Some(response)) if is_field => {
                read_field(line, &mut response.fields, &mut Vec::new());
            }
            (Part::RequestFields, Some(request), _) if is_end && has_body => {
                self.part = Part::RequestBody;
                push(&mut request.body, line.text);
            }
            (Part::ResponseFields, _, Some(response)) if is_end && has_body => {
                self.part = Part::ResponseBody;
                push(&mut response.body, line.text);
            }
            (Part::RequestBody, Some(request), _) => push(&mut request.body, line.text),
            (Part::ResponseBody, _, Some(response)) => push(&mut response.body, line.text),
            _ => {}
        }
    }

    fn end(&mut self) {
        if let Some(mut request) = self.request.take() {
            // Some clients add `Host` and `Authorization` only after the request has been logged.
            let is_whole = value(&request.fields, "Host").is_some() || self.dialect.is_wire;
            request.shows_credentials = is_whole && !request.fields.is_empty();
            self.exchanges.request(request, Vec::new());
        }
        if let Some(mut response) = self.response.take() {
            response.shows_fields = !response.fields.is_empty();
            let has_ends = !self.dialect.ends.is_empty() && !self.dialect.is_anywhere;
            response.is_cut = has_ends && self.part == Part::ResponseFields && response.shows_fields;
            self.exchanges.response(response, Vec::new());
        }
        self.part = Part::Nothing;
    }
}

fn push(body: &mut String, text: &str) {
    if !body.is_empty() {
        body.push('\n');
    }
    body.push_str(text);
}
