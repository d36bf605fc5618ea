//! Restores messages that a program logged as quoted strings, such as `"HTTP/1.1 401 Unauthorized\r\n"`.
//!
//! The log formats of Python's `http.client`, Ruby's `Net::HTTP`, Go's `%q` and Apache `HttpClient`'s wire log are
//! supported.

use super::raw::{begins_body, is_status_line, request_line};

/// The words before the quoted strings in the logs of programs that log each line of a message separately.
const BEFORE: [&str; 6] = ["send:", "reply:", "->", "<-", ">>", "<<"];

/// Returns the unquoted lines with their line numbers, or `None` if no string contains the head of a response.
pub(super) fn restored(text: &str) -> Option<Vec<(usize, String)>> {
    let lines = || text.lines().enumerate().map(|(index, line)| (index + 1, line.trim_end()));
    if !lines().any(|(_, line)| string(line).is_some_and(|(_, text)| is_status_line(first_line(&text)))) {
        return None;
    }
    let mut read: Vec<(usize, String)> = Vec::new();
    let mut unfinished = None;
    let mut in_body = false;
    for (number, line) in lines() {
        if let Some((mark, text)) = string(line) {
            in_body = false;
            let mut pieces = text.split('\n').map(|piece| piece.trim_end_matches('\r').to_owned());
            // A long line may be split into several strings.
            if let Some((_, last)) = read.last_mut().filter(|_| unfinished == Some(mark)) {
                last.extend(pieces.next());
            }
            read.extend(pieces.map(|piece| (number, piece)));
            unfinished = Some(mark).filter(|_| !text.ends_with('\n'));
            if unfinished.is_none() {
                read.pop();
            }
        } else if let Some(field) = line.strip_prefix("header: ") {
            // Old versions of Python log only the names of header fields.
            let (name, _) = field.split_once(':')?;
            if name.contains(' ') {
                return None;
            }
            read.push((number, field.to_owned()));
        } else if in_body || begins_body(line) {
            if !in_body {
                read.push((number, String::new()));
            }
            in_body = true;
            read.push((number, line.to_owned()));
        }
    }
    Some(read)
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// Splits a line that ends with a quoted string into the word before the string and the unescaped text. If the word
/// isn't in `BEFORE`, the text must be a message head.
fn string(line: &str) -> Option<(&str, String)> {
    let start = line.find("msg=\"").map(|start| start + "msg=".len()).or_else(|| line.find(['"', '\'']))?;
    let (before, quoted) = line.split_at_checked(start)?;
    let quote = quoted.chars().next()?;
    // k6 writes other words after the message.
    let quoted = match quoted.split_once("\" group=") {
        Some((quoted, _)) => quoted.get(1..)?,
        None => quoted.get(1..)?.strip_suffix(quote)?,
    };
    let mark = before.trim_end_matches('b').trim_end().rsplit(' ').next().unwrap_or_default();
    let text = unescaped(quoted.trim_start_matches("Request:\\n").trim_start_matches("Response:\\n"));
    if BEFORE.contains(&mark) {
        return Some((mark, text));
    }
    let first = first_line(&text);
    let is_head = text.contains('\n') && (is_status_line(first) || request_line(first).is_some());
    is_head.then_some(("", text))
}

/// Decodes the escape sequences of Python, Ruby and Go, and the `[\r][\n]` in the logs of Apache `HttpClient`.
pub(super) fn unescaped(quoted: &str) -> String {
    let quoted = quoted.replace("[\\r][\\n]", "\\n").replace("[\\n]", "\\n");
    let mut bytes = Vec::with_capacity(quoted.len());
    let mut characters = quoted.chars();
    while let Some(character) = characters.next() {
        let escape = if character == '\\' { characters.next() } else { None };
        let number = |length: usize| {
            let digits = characters.as_str().get(..length)?;
            Some((u32::from_str_radix(digits, 16).ok()?, length))
        };
        let number = match escape {
            Some('x') => number(2),
            Some('u') => number(4),
            _ => None,
        };
        let plain = match (escape, number) {
            (Some('x'), Some((code, length))) => {
                bytes.extend(u8::try_from(code));
                characters.nth(length - 1);
                continue;
            }
            (_, Some((code, length))) => {
                characters.nth(length - 1);
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            (Some('r'), _) => '\r',
            (Some('n'), _) => '\n',
            (Some('t'), _) => '\t',
            (Some(other), _) => other,
            (None, _) => character,
        };
        bytes.extend(plain.encode_utf8(&mut [0; 4]).bytes());
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
