//! Parses the output of `curl -v`, `curl --trace-ascii` and `curl --trace`.

use super::pairs::ExchangeBuilder;
use super::raw::{begins_body, is_status_line, is_unclosed, read_field, reason_phrase, request_line, status};
use super::{InputFormat, NumberedLine, RecordedExchange, Remark, RequestHead, ResponseHead};
use crate::inspect::field::is_token_byte;

pub(super) fn is_verbose(line: &str) -> bool {
    line.strip_prefix("< ").is_some_and(|rest| status(rest).is_some())
}

pub(super) fn is_trace(line: &str) -> bool {
    ["<= Recv header, ", "=> Send header, "].iter().any(|start| after_time(line).starts_with(start))
}

/// Removes the times and IDs that `--trace-time` and `--trace-ids` add at the start of a line.
fn after_time(line: &str) -> &str {
    let is_time =
        |word: &str| word.len() >= 8 && word.bytes().all(|byte| byte.is_ascii_digit() || b":.".contains(&byte));
    let is_id = |word: &str| word.starts_with('[') && word.ends_with(']') && word.contains('-');
    match line.split_once(' ') {
        Some((word, rest)) if is_time(word) || is_id(word) => after_time(rest),
        _ => line,
    }
}

/// The maximum number of words in the prefix that another program adds to each line. A prefix may contain a time, a
/// host name and a process ID.
const MOST_WORDS: usize = 8;

fn after_words(text: &str, words: usize) -> &str {
    let after = |rest: &'_ str| rest.trim_start_matches(' ').trim_start_matches(|character| character != ' ').len();
    let left = (0..words).fold(text.len(), |left, _| text.get(text.len() - left..).map_or(0, after));
    let rest = text.get(text.len() - left..).unwrap_or_default();
    rest.strip_prefix(' ').unwrap_or(rest)
}

/// Removes a prefix from every line in the output of `curl -v` or `curl -i`. Prefixes come from `--trace-time`,
/// containers, system journals, build servers and quoted emails. The prefix must have the same number of words on every
/// line.
pub(super) fn without_prefixes(mut lines: Vec<NumberedLine<'_>>) -> Vec<NumberedLine<'_>> {
    // git writes the length of each header field on a line of its own.
    lines.retain(|line| !["> Send header, 0000", "<= Recv header, 0000"].iter().any(|mark| line.text.contains(mark)));
    if lines.iter().any(|line| is_verbose(line.text) || is_status_line(line.text)) {
        return lines;
    }
    let words = |line: &NumberedLine<'_>| {
        let is_plain = |text: &str| !text.contains(['{', '"']);
        let (prefix, _) =
            line.text.split_once("< HTTP/").filter(|(prefix, _)| prefix.ends_with(' ') && is_plain(prefix))?;
        let words = prefix.split_whitespace().count();
        (words <= MOST_WORDS && is_verbose(after_words(line.text, words))).then_some(words)
    };
    let Some(words) = lines.iter().find_map(words).or_else(|| words_before_head(&lines)) else {
        return without_text_before_heads(lines);
    };
    let texts = lines.into_iter().map(|line| (line, after_words(line.text, words)));
    let characters = |text: &str| text.chars().count();
    texts
        .map(|(line, text)| {
            let skipped = line.skipped + characters(line.text) - characters(text);
            NumberedLine { skipped, text, ..line }
        })
        .collect()
}

fn is_field(text: &str) -> bool {
    let is_name = |name: &str| name.starts_with(char::is_alphabetic) && name.bytes().all(is_token_byte);
    text.split_once(':').is_some_and(|(name, _)| is_name(name))
}

/// Removes other text before the first line of a message head, such as the time that a Go program logs before each
/// message.
fn without_text_before_heads(mut lines: Vec<NumberedLine<'_>>) -> Vec<NumberedLine<'_>> {
    for index in 1..lines.len() {
        let Some([line, next]) = lines.get_mut(index - 1..=index) else { continue };
        // Text that ends in an arrow belongs to a log with a different format, which may leave out header fields.
        let is_word =
            |before: &str| before.ends_with(|character: char| character.is_alphanumeric() || character == ':');
        let starts = line.text.match_indices(' ').filter_map(|(space, _)| line.text.split_at_checked(space + 1));
        let mut starts = starts.filter(|(before, _)| is_word(before.trim_end()));
        if is_field(next.text)
            && let Some((_, text)) = starts.find(|(_, text)| is_status_line(text) || request_line(text).is_some())
        {
            let skipped = line.skipped + line.text.chars().count() - text.chars().count();
            *line = NumberedLine { skipped, text, ..*line };
        }
    }
    lines
}

/// Returns the number of words before a status line, if the next line has a header field after the same number of
/// words. If no header field follows, the status line may be part of an access log.
fn words_before_head(lines: &[NumberedLine<'_>]) -> Option<usize> {
    let is_head = |first: &str, second: &str, words: usize| {
        is_status_line(after_words(first, words)) && is_field(after_words(second, words))
    };
    let pairs = lines.iter().zip(lines.iter().skip(1));
    pairs
        .filter(|(first, _)| first.text.contains(" HTTP/"))
        .find_map(|(first, second)| (1..=MOST_WORDS).find(|words| is_head(first.text, second.text, *words)))
}

#[derive(Default)]
struct HeadBuilder {
    request: Option<RequestHead>,
    response: Option<ResponseHead>,
    remarks: Vec<Remark>,
    in_head: bool,
}

impl HeadBuilder {
    fn request_line(&mut self, line: NumberedLine<'_>, exchanges: &mut ExchangeBuilder) {
        if let Some((method, target)) = request_line(line.text) {
            self.end(exchanges);
            let (method, target) = (method.to_owned(), target.to_owned());
            self.request = Some(RequestHead { method, target, shows_credentials: true, ..RequestHead::default() });
            self.in_head = true;
        } else if let Some(request) = self.request.as_mut().filter(|_| self.in_head) {
            if line.text.trim().is_empty() {
                self.in_head = false;
                self.end(exchanges);
            } else {
                read_field(line, &mut request.fields, &mut self.remarks);
            }
        }
    }

    fn response_line(&mut self, line: NumberedLine<'_>, exchanges: &mut ExchangeBuilder) {
        if let Some(status) = status(line.text) {
            self.end(exchanges);
            self.response = Some(ResponseHead {
                status,
                reason: reason_phrase(line.text),
                shows_fields: true,
                position: line.position(0),
                ..ResponseHead::default()
            });
            self.in_head = true;
        } else if let Some(response) = self.response.as_mut().filter(|_| self.in_head) {
            if line.text.trim().is_empty() {
                self.in_head = false;
            } else {
                read_field(line, &mut response.fields, &mut self.remarks);
            }
        }
    }

    fn body(&mut self, text: &str) {
        if let Some(response) = self.response.as_mut().filter(|_| !self.in_head) {
            response.body.push_str(text);
            response.body.push('\n');
        }
    }

    fn end(&mut self, exchanges: &mut ExchangeBuilder) {
        if let Some(request) = self.request.take() {
            exchanges.request(request, std::mem::take(&mut self.remarks));
        }
        if let Some(mut response) = self.response.take() {
            // curl ends every complete head with an empty line.
            response.is_cut = self.in_head;
            if response.is_cut {
                response.fields.pop_if(|field| is_unclosed(&field.value));
            }
            response.body = without_head(response.body);
            exchanges.response(response, std::mem::take(&mut self.remarks));
        }
    }
}

/// With both `-i` and `-v`, curl prints the message head a second time, before the body.
fn without_head(body: String) -> String {
    if !is_status_line(body.lines().next().unwrap_or_default()) {
        return body;
    }
    body.split_once("\n\n").map(|(_, rest)| rest.to_owned()).unwrap_or_default()
}

const CLOSED: [&str; 7] = [
    "* Closing connection", "* Connection died", "* Empty reply", "* Operation timed out", "* Recv failure",
    "* Send failure", "curl: (",
];

pub(super) fn parse_verbose(lines: &[NumberedLine<'_>]) -> Vec<RecordedExchange> {
    let mut exchanges = ExchangeBuilder::new(InputFormat::CurlVerbose);
    let mut head = HeadBuilder::default();
    let last = lines.iter().rposition(|line| !line.text.trim().is_empty()).unwrap_or_default();
    for (index, line) in lines.iter().enumerate() {
        let rest = |mark: &str| {
            let rest = line.without(mark)?;
            (rest.text.is_empty() || rest.text.starts_with(' ')).then(|| rest.without(" ").unwrap_or(rest))
        };
        if let Some(line) = rest(">") {
            head.request_line(line, &mut exchanges);
        } else if let Some(line) = rest("<") {
            head.response_line(line, &mut exchanges);
        } else if CLOSED.iter().any(|mark| line.text.starts_with(mark)) {
            exchanges.close();
        } else if head.request.is_some() && head.in_head && (is_field(line.text) || line.text.trim().is_empty()) {
            // PHP, pycurl and other programs print the mark only before the first line of a request.
            head.request_line(*line, &mut exchanges);
        } else if !["* ", "{ [", "} ["].iter().any(|mark| line.text.starts_with(mark)) {
            // Some programs omit the prefix on the empty line after a message head.
            let is_end = line.text.trim().is_empty() && index < last || begins_body(line.text);
            head.in_head &= !is_end || head.request.is_some();
            head.body(line.text);
        }
    }
    head.end(&mut exchanges);
    exchanges.finish()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TraceBlock {
    Sent,
    SentBody,
    Received,
    Body,
    Other,
}

pub(super) fn parse_trace(lines: &[NumberedLine<'_>]) -> Vec<RecordedExchange> {
    let mut exchanges = ExchangeBuilder::new(InputFormat::CurlTrace);
    let mut head = HeadBuilder::default();
    let mut block = TraceBlock::Other;
    let mut joined = TraceLine::default();
    // The first line after a title shows whether the whole trace is in hexadecimal.
    let title = lines.iter().position(|line| is_trace(line.text)).unwrap_or_default();
    let first = lines.get(title + 1).and_then(|line| trace_line(after_time(line.text)));
    let is_hex = first.is_some_and(|(_, content)| !hexadecimal(content).is_empty());
    for line in lines {
        let text = after_time(line.text);
        if ["=> ", "<= ", "== "].iter().any(|mark| text.starts_with(mark)) {
            joined.flush(block, &mut head, &mut exchanges);
            block = match text {
                _ if text.starts_with("=> Send header") => TraceBlock::Sent,
                _ if text.starts_with("=> Send data") => TraceBlock::SentBody,
                _ if text.starts_with("<= Recv header") => TraceBlock::Received,
                _ if text.starts_with("<= Recv data") => TraceBlock::Body,
                _ => TraceBlock::Other,
            };
        } else if block != TraceBlock::Other
            && let Some((offset, content)) = trace_line(text)
        {
            let bytes = if is_hex { hexadecimal(content) } else { content.as_bytes().to_vec() };
            if !joined.is_next(offset) {
                joined.flush(block, &mut head, &mut exchanges);
                joined = TraceLine {
                    number: line.number,
                    skipped: line.skipped + line.text.chars().count() - content.chars().count(),
                    any: true,
                    ..TraceLine::default()
                };
            }
            joined.end = offset + bytes.len();
            joined.bytes.extend(bytes);
        }
    }
    joined.flush(block, &mut head, &mut exchanges);
    head.end(&mut exchanges);
    exchanges.finish()
}

fn trace_line(line: &str) -> Option<(usize, &str)> {
    let (offset, content) = line.split_once(':')?;
    let offset = (offset.len() >= 4).then(|| usize::from_str_radix(offset, 16).ok())??;
    Some((offset, content.strip_prefix(' ').unwrap_or(content)))
}

/// Decodes a line of `curl --trace`, in which pairs of hexadecimal digits come before the text. If the line starts with
/// other text, returns no bytes.
fn hexadecimal(content: &str) -> Vec<u8> {
    const WIDTH: usize = 3 * 16;
    let pairs = content.get(..WIDTH.min(content.len())).unwrap_or_default().split(' ');
    let byte = |pair: &str| (pair.len() == 2).then(|| u8::from_str_radix(pair, 16).ok())?;
    pairs.map_while(byte).collect()
}

/// A line of a message that `--trace-ascii` or `--trace` has split into pieces.
#[derive(Default)]
struct TraceLine {
    number: usize,
    skipped: usize,
    bytes: Vec<u8>,
    /// The offset of the first byte after this piece. The next piece of the same line starts at this offset.
    end: usize,
    any: bool,
}

impl TraceLine {
    fn is_next(&self, offset: usize) -> bool {
        self.any && self.end == offset && offset > 0
    }

    fn flush(&mut self, block: TraceBlock, head: &mut HeadBuilder, exchanges: &mut ExchangeBuilder) {
        let joined = std::mem::take(self);
        if !joined.any {
            return;
        }
        let text = String::from_utf8_lossy(&joined.bytes);
        let text = text.strip_suffix("\r\n").unwrap_or(&text);
        let lines = text.split('\n').map(|line| NumberedLine {
            number: joined.number,
            skipped: joined.skipped,
            text: line.strip_suffix('\r').unwrap_or(line),
        });
        match block {
            TraceBlock::Sent => lines.for_each(|line| head.request_line(line, exchanges)),
            TraceBlock::SentBody => exchanges.request_body(text),
            TraceBlock::Received => lines.for_each(|line| head.response_line(line, exchanges)),
            TraceBlock::Body => {
                head.in_head = false;
                head.body(text);
            }
            TraceBlock::Other => {}
        }
    }
}
