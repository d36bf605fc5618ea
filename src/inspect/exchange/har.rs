//! Parses HTTP Archive 1.2 (HAR) files, which browsers can export.

use serde::Deserialize;

use super::{HeaderField, InputFormat, Position, RecordedExchange, Remark, RequestHead, ResponseHead};
use crate::calendar::parse_timestamp;
use crate::diagnostic::{Diagnostic, Source};
use crate::encoding::decode_base64;
use crate::say;

#[derive(Deserialize)]
struct Archive {
    log: ArchiveLog,
}

#[derive(Deserialize)]
struct ArchiveLog {
    entries: Vec<ArchiveEntry>,
}

#[derive(Deserialize)]
struct ArchiveEntry {
    #[serde(rename = "startedDateTime")]
    started: Option<String>,
    request: ArchiveRequest,
    response: Option<ArchiveResponse>,
}

#[derive(Deserialize)]
struct ArchiveRequest {
    method: String,
    url: String,
    headers: Option<Vec<NameValue>>,
    #[serde(rename = "postData")]
    post_data: Option<ArchivePost>,
}

#[derive(Deserialize)]
struct ArchivePost {
    text: Option<String>,
}

#[derive(Deserialize)]
struct ArchiveResponse {
    status: i64,
    headers: Option<Vec<NameValue>>,
    content: Option<ArchiveContent>,
}

#[derive(Deserialize)]
struct ArchiveContent {
    text: Option<String>,
    encoding: Option<String>,
}

#[derive(Deserialize)]
struct NameValue {
    name: String,
    value: Option<String>,
}

pub(super) fn parse(path: &str, text: &str) -> Result<Vec<RecordedExchange>, Box<Diagnostic>> {
    let archive: Archive = serde_json::from_str(text).map_err(|error| unreadable(path, text, &error))?;
    let (mut read, mut unanswered) = (Vec::new(), Vec::new());
    let is_blocked = |entry: &ArchiveEntry| entry.response.as_ref().is_some_and(|response| response.status == 0);
    let blocked = archive.log.entries.iter().filter(|entry| is_blocked(entry)).count();
    for (index, entry) in archive.log.entries.into_iter().enumerate() {
        match exchange(index, entry) {
            Some(exchange) => read.push(exchange),
            None => unanswered.push((index + 1).to_string()),
        }
    }
    if let Some(first) = read.first_mut().filter(|_| !unanswered.is_empty()) {
        let text = say!("These entries have no response, so they were left out: {}.", unanswered.join(", "));
        first.remarks.push(Remark { position: Position::default(), text });
    }
    if read.is_empty() {
        let is_blocked = blocked > 0 && blocked == unanswered.len();
        let message = if is_blocked {
            say!("every request has status 0: the browser blocked it or hid the response, for example because of CORS")
        } else {
            say!("the archive has no entry with a response")
        };
        let offset = text.find("\"entries\"").unwrap_or_default();
        let fault =
            Diagnostic { excerpt: Default::default(), ..Source::new(path, text).fault(offset, message.to_owned()) };
        let hint = if is_blocked {
            "curl -sv https://host/path 2>&1 | airside inspect"
        } else {
            say!("reload the page with the network panel open, then export the archive")
        };
        return Err(Box::new(fault.hint(hint)));
    }
    Ok(read)
}

fn unreadable(path: &str, text: &str, error: &serde_json::Error) -> Box<Diagnostic> {
    let is_archive = ["\"log\"", "\"entries\""].iter().any(|name| text.contains(name));
    // The error message must not quote any value, because a value may be a secret.
    let message = match error.classify() {
        serde_json::error::Category::Data => match missing_field(&error.to_string()) {
            _ if !is_archive => say!("this JSON has no request method together with a status code").to_owned(),
            Some(field) => say!("this JSON isn't an HTTP archive: the object that ends here has no field `{}`", field),
            None => say!("this JSON isn't an HTTP archive: a different type of value is expected here").to_owned(),
        },
        serde_json::error::Category::Eof => {
            say!("this JSON can't be parsed: it ends too early, so the file may be cut off").to_owned()
        }
        _ => say!("this JSON can't be parsed: there is a syntax error here").to_owned(),
    };
    let (line, column) = if is_archive || !error.is_data() {
        (error.line().min(text.lines().count().max(1)), error.column())
    } else {
        (1, 1)
    };
    let fault = Diagnostic { line, column: column.max(1), ..Diagnostic::for_file(path, message) };
    let hint = if is_archive {
        say!("export the archive from the network panel of a browser")
    } else {
        "curl -sv https://host/path 2>&1 | airside inspect"
    };
    Box::new(fault.allowing(["HAR 1.2", say!("JSON log entries with a method and a status")]).hint(hint))
}

/// Any other error message may quote a value, so the function returns `None` for it.
fn missing_field(error: &str) -> Option<&str> {
    error.strip_prefix("missing field `")?.split('`').next()
}

fn fields(list: Option<Vec<NameValue>>) -> Vec<HeaderField> {
    let kept = list.unwrap_or_default().into_iter().filter(|field| !field.name.starts_with(':'));
    // Some programs join fields with the same name by line breaks. A field value can't contain a line break itself.
    let values = kept.flat_map(|field| {
        let value = field.value.unwrap_or_default();
        value.split('\n').map(|line| (field.name.clone(), line.trim().to_owned())).collect::<Vec<_>>()
    });
    values.map(|(name, value)| HeaderField { name, value, position: Position::default() }).collect()
}

/// A body that isn't text is treated as not recorded.
fn body(content: ArchiveContent) -> String {
    let text = content.text.unwrap_or_default();
    if content.encoding.as_deref() != Some("base64") {
        return text;
    }
    decode_base64(&text).and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn exchange(index: usize, entry: ArchiveEntry) -> Option<RecordedExchange> {
    let response = entry.response?;
    let status = u16::try_from(response.status).ok().filter(|status| (100..600).contains(status))?;
    let request_fields = fields(entry.request.headers);
    let shows_credentials = ["authorization", "cookie", "proxy-authorization"]
        .iter()
        .any(|name| super::value(&request_fields, name).is_some());
    let response_fields = fields(response.headers);
    let mut remarks = Vec::new();
    if response_fields.is_empty() {
        remarks
            .push(Remark { position: Position::default(), text: say!("Entry {} has no response fields.", index + 1) });
    }
    let request = RequestHead {
        method: entry.request.method,
        target: entry.request.url,
        fields: request_fields,
        shows_credentials,
        body: entry.request.post_data.and_then(|post| post.text).unwrap_or_default(),
        ..RequestHead::default()
    };
    let response = ResponseHead {
        status,
        shows_fields: !response_fields.is_empty(),
        fields: response_fields,
        body: response.content.map(body).unwrap_or_default(),
        ..ResponseHead::default()
    };
    let time = entry.started.as_deref().and_then(parse_timestamp);
    Some(RecordedExchange { time, remarks, ..RecordedExchange::new(InputFormat::Har, Some(request), response) })
}
