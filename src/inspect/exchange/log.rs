//! Parses access logs: the common and combined formats of Apache and nginx, and the default formats of Envoy and of AWS
//! load balancers.
//!
//! Log lines contain no header fields, so these fields count as not recorded.

use super::raw::{METHODS, is_status_line, reason_phrase, request_line, status};
use super::{InputFormat, NumberedLine, Position, RecordedExchange, Remark, RequestHead, ResponseHead};
use crate::diagnostic::Diagnostic;
use crate::ruling;
use crate::say;

/// Skips unreadable lines, such as those for a TLS handshake on a plain HTTP port.
pub(super) fn parse(path: &str, lines: &[NumberedLine<'_>]) -> Option<Result<Vec<RecordedExchange>, Box<Diagnostic>>> {
    let reports: Vec<RecordedExchange> = lines.iter().filter_map(|line| report(*line)).collect();
    if !reports.is_empty() && !lines.iter().any(|line| exchange(*line).is_some()) {
        return Some(Ok(reports));
    }
    let lines = lines.iter().filter(|line| !line.text.trim().is_empty());
    let (mut read, mut skipped) = (Vec::new(), Vec::new());
    for line in lines {
        match exchange(*line) {
            Some(exchange) => read.push(exchange),
            None => skipped.push(*line),
        }
    }
    let (count, most) = (skipped.len(), read.len());
    let first = read.first_mut()?;
    let Some(line) = skipped.first() else { return Some(Ok(read)) };
    if count > most {
        return Some(Err(unreadable(path, *line)));
    }
    let text = say!("This isn't an access log line. Lines skipped: {}.", count);
    first.remarks.push(Remark { position: line.position(0), text });
    Some(Ok(read))
}

fn unreadable(path: &str, line: NumberedLine<'_>) -> Box<Diagnostic> {
    let message = say!("this isn't an access log line, although other lines of the input are").to_owned();
    let fault = Diagnostic { line: line.number, column: 1, ..Diagnostic::for_file(path, message) };
    Box::new(
        fault
            .allowing([say!("the combined format of nginx and Apache"), say!("Envoy's default format")])
            .hint(say!("remove the line, or provide the exchange itself, for example with curl -i")),
    )
}

fn names_user(before: &str) -> bool {
    let mut words = before.split('[').next().unwrap_or_default().split_whitespace().rev();
    let user = words.next().unwrap_or("-");
    user != "-" && words.count() == 2
}

const REPORTS: [&str; 20] = [
    "request sent, awaiting response... ", "The remote server returned an error: (",
    "Response status code does not indicate success: ", "The requested URL returned error: ",
    "Request failed with status code ", "HTTPError: ", "HTTP Error ", "Client error '", "ERR_BAD_REQUEST ",
    "responded with a status of ", "Response code ", "Unexpected server response: ", "unexpected status code (",
    "ClientResponseError: ", "HTTP status client error (", "kind: Status(", "http status: ", "HTTP error ",
    "cannot fetch token: ", "), got ",
];

/// The status of the response about which Apache or nginx writes the given words to its error log. A message that can
/// accompany different statuses isn't listed.
const ERROR_LOG: [(&str, u16); 12] = [
    (" AH01614: ", 401),
    (" AH01617: ", 401),
    (" AH01618: ", 401),
    (" AH00035: ", 403),
    (" AH01276: ", 403),
    (" AH01630: ", 403),
    (" AH01797: ", 403),
    (" no user/password was provided for basic authentication", 401),
    (": password mismatch", 401),
    (" was not found in \"", 401),
    (" access forbidden by rule", 403),
    (" directory index of \"", 403),
];

fn server_error(line: NumberedLine<'_>) -> Option<RecordedExchange> {
    let (start, (words, status)) = ERROR_LOG.iter().find_map(|one| Some((line.text.find(one.0)?, *one)))?;
    let position = line.position(start + 1);
    let details = words.trim_matches([' ', ':', '"']).to_owned();
    let response = ResponseHead { status, details, position, ..ResponseHead::default() };
    Some(RecordedExchange::new(InputFormat::AccessLog, None, response))
}

/// Parses a program's error message that contains the status of a response, but not the request or the header fields.
fn report(line: NumberedLine<'_>) -> Option<RecordedExchange> {
    let after = |start: &&str| {
        let (code, rest) = line.text.split_once(*start)?.1.split_at_checked(3)?;
        let status = code.parse().ok().filter(|status| (400..600).contains(status))?;
        Some((status, code, rest))
    };
    let Some((status, code, rest)) = REPORTS.iter().find_map(after) else { return server_error(line) };
    let reason = rest.trim_matches(|character: char| !character.is_alphabetic());
    let response = ResponseHead {
        status,
        reason: reason.to_owned(),
        position: line.position(line.text.len() - rest.len() - code.len()),
        ..ResponseHead::default()
    };
    Some(RecordedExchange::new(InputFormat::AccessLog, None, response))
}

/// Parses log lines of Python's httpx, such as `GET https://a.example/ "HTTP/1.1 401 Unauthorized"`.
fn quoted_status(before: &str, quoted: &str, position: Position) -> Option<RecordedExchange> {
    let mut words = before.trim_end().rsplit(' ');
    let (target, method) = (words.next()?.to_owned(), words.next()?.to_owned());
    let request = RequestHead { method, target, ..RequestHead::default() };
    let (status, reason) = (status(quoted)?, reason_phrase(quoted));
    Some(RecordedExchange::new(
        InputFormat::AccessLog,
        Some(request),
        ResponseHead { status, reason, position, ..ResponseHead::default() },
    ))
}

fn exchange(line: NumberedLine<'_>) -> Option<RecordedExchange> {
    let (before, quoted) = line.text.split_once('"')?;
    let (request, rest) = quoted.split_once('"')?;
    if is_status_line(request) {
        return quoted_status(before, request, line.position(before.len() + 1));
    }
    let (method, target) = request_line(request)?;
    let mut words = rest.split(' ').filter(|word| !word.is_empty());
    let status = |word: Option<&str>| word?.parse().ok().filter(|status| (100..600).contains(status));
    // HAProxy writes the status after five timer values separated by slashes.
    let after_times = || before.split(' ').skip_while(|word| word.matches('/').count() != 4).nth(1);
    // AWS load balancers write the status as the ninth word.
    let status = status(words.next()).or_else(|| status(after_times())).or_else(|| status(before.split(' ').nth(8)))?;
    let is_envoy = line.text.starts_with('[');
    let details = if is_envoy {
        words.take_while(|word| !word.starts_with('"')).collect::<Vec<_>>().join(" ")
    } else {
        String::new()
    };
    let start = line.text.len() - rest.len();
    let request = RequestHead {
        method: method.to_owned(),
        target: target.to_owned(),
        names_user: names_user(before),
        ..RequestHead::default()
    };
    let response = ResponseHead { status, details, position: line.position(start + 1), ..ResponseHead::default() };
    Some(RecordedExchange::new(InputFormat::AccessLog, Some(request), response))
}

/// The text before and after a status in the logs of web frameworks, such as Gin, ASP.NET Core, Serilog, Rails, Phoenix,
/// Squid and the server that PHP contains.
const FRAMES: [(&str, &str); 12] = [
    ("| ", " |"),
    (" - ", " "),
    (" [", "]: "),
    ("status=", ""),
    ("status ", " "),
    ("responded ", " in "),
    ("Sent ", " in "),
    ("Completed ", " "),
    ("Response ", " "),
    ("_DENIED/", " "),
    ("_MISS/", " "),
    ("<", ">"),
];

/// Parses a log in which each line names the method, the target and the status in words of its own. Some programs log
/// the request and the status on two lines.
pub(super) fn parse_sentences(lines: &[NumberedLine<'_>]) -> Option<Vec<RecordedExchange>> {
    let (mut waiting, mut read): (Vec<(&str, &str)>, Vec<RecordedExchange>) = (Vec::new(), Vec::new());
    for line in lines {
        let request = request_in(line.text);
        let Some((status, start)) = status_in(line.text, request) else {
            waiting.extend(request);
            continue;
        };
        let request = match request {
            Some(request) => request,
            None if waiting.len() == 1 => waiting.pop()?,
            // It isn't certain which request this status belongs to.
            None => continue,
        };
        waiting.retain(|other| *other != request);
        let (method, target) = (request.0.to_owned(), request.1.to_owned());
        let request = RequestHead { method, target, ..RequestHead::default() };
        let response = ResponseHead { status, position: line.position(start), ..ResponseHead::default() };
        read.push(RecordedExchange::new(InputFormat::AccessLog, Some(request), response));
    }
    Some(read).filter(|read| !read.is_empty())
}

/// The maximum number of words between the method and the target, as in `GET request for "https://a.example/"`.
const MOST_WORDS: usize = 3;

fn request_in(text: &str) -> Option<(&str, &str)> {
    let words = text.split(|letter: char| letter.is_whitespace() || "{}()[]<>\"'`|".contains(letter));
    let words = words.map(|word| {
        word.split_once('=')
            .filter(|(name, _)| name.bytes().all(|byte| byte.is_ascii_lowercase()))
            .map_or(word, |(_, value)| value)
    });
    let mut words = words.filter(|word| !word.is_empty()).skip_while(|word| !METHODS.contains(word));
    let method = words.next()?;
    let mut targets = words.take(MOST_WORDS + 1).map(|word| word.trim_end_matches([':', ',', ';']));
    Some((method, targets.find(|word| word.starts_with('/') || word.contains("://") || method == "CONNECT")?))
}

/// Finds a status that stands beside its reason phrase, directly after the target, or between the words of a frame.
fn status_in(text: &str, request: Option<(&str, &str)>) -> Option<(u16, usize)> {
    text.match_indices(|letter: char| letter.is_ascii_digit()).find_map(|(start, _)| {
        let (before, rest) = text.split_at_checked(start)?;
        let (code, after) = rest.split_at_checked(3)?;
        let is_inside = |letter: char| letter.is_alphanumeric() || ".:-_".contains(letter);
        let status = code.parse().ok().filter(|status| (100..600).contains(status))?;
        let is_alone = !before.ends_with(is_inside) && !after.starts_with(|letter| is_inside(letter) && letter != ':');
        let phrase = ruling::reason_phrase(status);
        let words = after.trim_start_matches([' ', '(']);
        let has_phrase = words.get(..phrase.len()).is_some_and(|words| words.eq_ignore_ascii_case(phrase));
        let is_after_target = |(_, target): (&str, &str)| {
            before.trim_end_matches([' ', ')', '"', '\'']).trim_end_matches(" HTTP/1.1").ends_with(target)
        };
        let is_framed = || FRAMES.iter().any(|(one, other)| before.ends_with(one) && after.starts_with(other));
        let is_found = has_phrase && !phrase.is_empty() || request.is_some_and(is_after_target) || is_framed();
        (is_alone && is_found).then_some((status, start))
    })
}
