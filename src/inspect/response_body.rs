//! Finds what the body of a response says about a refusal, regardless of the status.

use serde_json::Value;

use super::credentials::SentCredentials;
use super::credentials::body::oauth_endpoint;
use super::exchange::RecordedExchange;
use super::reason::{ReasonGroup, RefusalReason, reason};
use crate::ruling::facts::Endpoint;

const UNKNOWN_CALLER: [&str; 4] = ["unauthorized", "unauthorised", "unauthenticated", "not authorised"];

const REFUSED_CALLER: [&str; 6] = [
    "forbidden", "access denied", "access forbidden", "permission denied", "you are not allowed to",
    "you're not allowed to",
];

/// Words that indicate a refusal if the body also contains the status code.
const REFUSAL: [&str; 13] = [
    "authent", "authori", "login", "log in", "logged in", "sign in", "token", "credential", "expired", "permission",
    "denied", "forbidden", "not allowed",
];

/// Error codes that a token endpoint sends with status 400 (RFC 6749 section 5.2 and its extensions). The list includes
/// GitHub's own codes.
pub(crate) const TOKEN_ENDPOINT: [&str; 16] = [
    "invalid_grant", "unsupported_grant_type", "unauthorized_client", "authorization_pending", "slow_down",
    "expired_token", "invalid_target", "invalid_redirect_uri", "invalid_client_metadata", "invalid_software_statement",
    "unapproved_software_statement", "unsupported_token_type", "interaction_required", "login_required",
    "bad_verification_code", "incorrect_client_credentials",
];

/// Text after the first JSON value is ignored, because output copied from a terminal often ends with a shell prompt.
fn json(body: &str) -> Option<Value> {
    serde_json::Deserializer::from_str(body.trim_start()).into_iter().next()?.ok()
}

/// The names of lists whose entries may report the failure of another operation, such as a webhook delivery.
const RECORDS: [&str; 13] = [
    "attempts", "checks", "deliveries", "docs", "errors", "events", "examples", "history", "jobs", "logs", "monitors",
    "runs", "webhooks",
];

/// The names of actions that report the result of another request, such as a connection test.
const TRIALS: [&str; 6] = ["check", "preview", "probe", "simulate", "test", "validate"];

/// Returns whether an error in the body may be part of the requested data, because the URL names a list of records or a
/// test.
fn describes_another(target: &str) -> bool {
    let path = target.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let Some((last, before)) = segments.split_last() else { return false };
    before.iter().any(|segment| RECORDS.contains(segment)) || last.split(['-', '_']).any(|word| TRIALS.contains(&word))
}

/// Returns the error status that would fit the body of a successful response, unless the body describes another
/// request.
pub(crate) fn refusal_of(exchange: &RecordedExchange) -> Option<u16> {
    let is_of_another = exchange.request.as_ref().is_some_and(|request| describes_another(&request.target));
    if is_of_another || rejects_asked_token(exchange) { None } else { refusal_in_body(&exchange.response.body) }
}

fn refusal_in_body(body: &str) -> Option<u16> {
    let body = json(body).filter(Value::is_object)?;
    // A GraphQL server answers 200 with `errors` or `data`, as the GraphQL specification requires.
    let has_data = body.get("data").is_some_and(|data| !data.is_null());
    if has_data || body.get("errors").is_some_and(Value::is_array) {
        return None;
    }
    if let Some(code) = body.get("error").and_then(Value::as_str)
        && TOKEN_ENDPOINT.contains(&code)
    {
        return Some(400);
    }
    // JSON-RPC reports errors in the body (section 5.1 of its specification).
    if body.get("jsonrpc").is_some() {
        return None;
    }
    // An object with members outside `ENVELOPE` describes a resource, so the error may be part of that resource.
    if !is_envelope(&body) {
        return None;
    }
    let failed = reports_error(&body);
    let inner = body.get("error").filter(|error| error.is_object());
    let texts: Vec<String> = inner.into_iter().chain([&body]).flat_map(|part| texts(part, failed)).collect();
    let is = |words: &[&str]| texts.iter().any(|text| words.iter().any(|word| text.contains(word)));
    if let Some(code) = code(inner).or_else(|| code(Some(&body)))
        && (inner.is_some() || failed || is(&REFUSAL))
    {
        return Some(code);
    }
    // Text that mentions a user name or a password may be about the fields of a form.
    let is_of_form = is(&["username", "user name", "password", "email"]);
    if failed { stated(&texts).filter(|_| !is_of_form) } else { None }
}

/// The member names of an object that only reports an error, in lower case and without underscores.
const ENVELOPE: [&str; 34] = [
    "code", "correlationid", "data", "description", "detail", "details", "documentationurl", "error", "errorcode",
    "errordescription", "errormessage", "errors", "errortype", "erroruri", "info", "instance", "message", "msg",
    "needed", "ok", "path", "provided", "reason", "requestid", "result", "stat", "status", "statuscode", "succeeded",
    "success", "timestamp", "title", "traceid", "type",
];

fn is_envelope(body: &Value) -> bool {
    let is_known = |name: &String| ENVELOPE.contains(&name.replace('_', "").to_ascii_lowercase().as_str());
    body.as_object().is_some_and(|members| members.keys().all(is_known))
}

fn stated(texts: &[String]) -> Option<u16> {
    let begins = |beginnings: &[&str]| texts.iter().any(|text| beginnings.iter().any(|words| begins_with(text, words)));
    if begins(&UNKNOWN_CALLER) {
        return Some(401);
    }
    let by_reason = || reason(&texts.join("\n"), None).and_then(status);
    if begins(&REFUSED_CALLER) { Some(403) } else { by_reason() }
}

/// Returns the right status for a refusal whose reason concerns the caller or the caller's permissions. Returns `None`
/// for any other reason, because the server may then choose the status.
const fn status(reason: RefusalReason) -> Option<u16> {
    match reason.group() {
        ReasonGroup::Caller => Some(401),
        ReasonGroup::Denied => Some(403),
        ReasonGroup::Everyone => None,
    }
}

pub(crate) fn reports_failure(body: &str) -> bool {
    json(body).filter(Value::is_object).is_some_and(|body| reports_error(&body) || has_errors(&body))
}

fn has_errors(body: &Value) -> bool {
    body.get("errors").and_then(Value::as_array).is_some_and(|errors| !errors.is_empty())
        && body.get("data").is_none_or(Value::is_null)
}

/// Returns the HTTP status that would fit a GraphQL or JSON-RPC error. Such an error may be sent with status 200.
pub(crate) fn refusal_by_protocol(body: &str) -> Option<u16> {
    let body = json(body).filter(Value::is_object)?;
    let is_rpc = body.get("jsonrpc").is_some();
    let errors: Vec<&Value> = if is_rpc {
        body.get("error").into_iter().collect()
    } else if has_errors(&body) {
        body.get("errors").and_then(Value::as_array).into_iter().flatten().collect()
    } else {
        return None;
    };
    let texts: Vec<String> = errors
        .iter()
        .flat_map(|error| [Some(*error), error.get("extensions"), error.get("data")])
        .flatten()
        .flat_map(|part| texts(part, true))
        .collect();
    stated(&texts)
}

fn reports_error(body: &Value) -> bool {
    let has_error = body.get("error").is_some_and(|error| match error {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty(),
        Value::Number(number) => number.as_f64() != Some(0.0),
        _ => true,
    });
    let is_false = |name: &&str| body.get(name) == Some(&Value::Bool(false));
    let is_failure = |name: &&str| {
        body.get(name).and_then(Value::as_str).is_some_and(|word| {
            ["error", "fail", "failed", "failure"].iter().any(|known| word.eq_ignore_ascii_case(known))
        })
    };
    has_error
        || ["ok", "success", "succeeded"].iter().any(is_false)
        || ["status", "stat", "result", "type"].iter().any(is_failure)
}

fn code(part: Option<&Value>) -> Option<u16> {
    let number = |value: &Value| value.as_u64().or_else(|| value.as_str()?.parse().ok());
    let names = ["status", "statusCode", "status_code", "code"];
    let code = names.iter().filter_map(|name| number(part?.get(name)?)).find(|code| matches!(code, 401 | 403))?;
    u16::try_from(code).ok()
}

fn texts(part: &Value, failed: bool) -> Vec<String> {
    let names: &[&str] = if failed {
        &[
            "error", "message", "msg", "code", "detail", "details", "title", "reason", "type", "error_description",
            "errorMessage", "errorCode", "error_code", "description", "info", "status",
        ]
    } else {
        &["error", "message", "msg", "detail", "title"]
    };
    let texts = names.iter().filter_map(|name| part.get(name)?.as_str());
    texts.map(|text| text.to_ascii_lowercase().replace('_', " ")).collect()
}

/// Returns whether the text is the given phrase, or starts with the phrase and continues with an explanation. In any
/// other text, the phrase could be part of a name.
fn begins_with(text: &str, words: &str) -> bool {
    let text = text.trim().trim_start_matches(['4', '0', '1', '3']).trim_start();
    text.strip_prefix(words).is_some_and(|rest| {
        words.ends_with(" to")
            || rest.is_empty()
            || rest.starts_with(['.', ':', ',', ';', '!', '-', '('])
            || rest.starts_with(" -")
    })
}

/// Returns the error code in a JSON body. If the body has none, returns `in_challenge`.
pub(crate) fn error_code(body: &str, in_challenge: Option<&str>) -> Option<String> {
    let body = json(body);
    let in_body = body.as_ref().and_then(|body| body.get("error")?.as_str());
    in_body.or(in_challenge).map(str::to_owned)
}

pub(crate) fn carries_token(body: &str) -> bool {
    let has = |body: &Value, name: &str| body.get(name).is_some_and(Value::is_string);
    json(body).is_some_and(|body| ["access_token", "refresh_token", "id_token"].iter().any(|name| has(&body, name)))
}

pub(crate) fn reports_inactive(body: &str) -> bool {
    json(body).is_some_and(|body| body.get("active") == Some(&Value::Bool(false)))
}

/// Returns whether the body says that the token in an introspection or revocation request isn't valid, instead of the
/// caller's own credentials.
pub(crate) fn rejects_asked_token(exchange: &RecordedExchange) -> bool {
    const OTHER_ERRORS: [&str; 5] =
        ["invalid_client", "invalid_request", "unauthorized_client", "unsupported_token_type", "insufficient_scope"];
    if !matches!(oauth_endpoint(exchange), Some(Endpoint::Introspection | Endpoint::Revocation)) {
        return false;
    }
    let body = &exchange.response.body;
    let error = error_code(body, None).unwrap_or_default();
    let is_caller = || reason_in_body(body, None).is_some_and(|reason| reason.group() == ReasonGroup::Caller);
    let is_token = || visible_text(body).contains("token") && is_caller();
    reports_inactive(body)
        || error == "invalid_grant"
        || error == "invalid_token"
        || !OTHER_ERRORS.contains(&error.as_str()) && is_token()
}

pub(crate) fn visible_text(body: &str) -> String {
    shown_text(body).to_lowercase()
}

/// Returns the text that a client would show: the strings of a JSON document without the names of its members, or the
/// text of an HTML page without its tags and scripts.
fn shown_text(body: &str) -> String {
    let body = body.trim();
    if let Some(value) = json(body).filter(|value| value.is_object() || value.is_array()) {
        let mut text = String::new();
        collect_strings(&value, &mut text);
        return text;
    }
    if is_markup(body) { without_tags(body) } else { body.to_owned() }
}

fn is_markup(body: &str) -> bool {
    let text = body.to_ascii_lowercase();
    ["<html", "<!doctype", "<body", "<head", "<p", "<h1", "<?xml", "<error", "<s:envelope", "<soap"]
        .iter()
        .any(|tag| text.contains(tag))
}

/// The number of characters at the start of a page that are searched for the server's reason. The rest of a page is
/// usually advice to the user.
const STATEMENT: usize = 700;

pub(crate) fn reason_in_body(body: &str, sent: Option<&SentCredentials>) -> Option<RefusalReason> {
    let text = shown_text(body);
    let mut lines = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        lines.push_str(line);
        lines.push('\n');
    }
    reason(&lines.chars().take(STATEMENT).collect::<String>(), sent)
}

/// SOAP 1.1 requires status 500 for a fault.
pub(crate) fn is_soap_fault(body: &str) -> bool {
    let body = body.to_ascii_lowercase();
    body.contains("envelope") && body.contains("schemas.xmlsoap.org/soap/") && body.contains("fault>")
}

fn collect_strings(value: &Value, text: &mut String) {
    match value {
        Value::String(string) => {
            text.push_str(string);
            text.push('\n');
        }
        Value::Array(values) => values.iter().for_each(|value| collect_strings(value, text)),
        Value::Object(members) => members.values().for_each(|value| collect_strings(value, text)),
        _ => {}
    }
}

fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        // A line break in HTML counts as a space.
        text.push_str(&before.replace(['\r', '\n'], " "));
        text.push('\n');
        let begins = |name: &&&str| tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        let end = ["script", "style"].iter().find(begins).map(|name| format!("</{name}"));
        rest = match end.and_then(|end| tag.split_once(end.as_str())) {
            Some((_, after)) => after,
            None => tag,
        };
        rest = rest.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(&rest.replace(['\r', '\n'], " "));
    text
}

pub(crate) fn rejects_credentials(body: &str) -> bool {
    const WORDS: [&str; 12] = [
        "invalidaccesskeyid", "signaturedoesnotmatch", "invalid token", "invalid username", "invalid credentials",
        "invalid authentication credentials", "could not validate credentials", "not authenticated",
        "credentials were not provided", "signature verification failed", "wrong password", "incorrect password",
    ];
    let body = body.to_ascii_lowercase();
    WORDS.iter().any(|word| body.contains(word))
}

pub(crate) fn reports_expiry(text: &str) -> bool {
    let ended = ["expired", "revoked", "no longer valid"].iter().any(|word| text.contains(word));
    ended && ["token", "session", "jwt", "credential", "key"].iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_in_the_body_of_a_success_is_found() {
        for (body, status) in [
            (r#"{"error":{"code":401}}"#, 401),
            (r#"{"status":"403","message":"Forbidden"}"#, 403),
            (r#"{"error":"Access denied"}"#, 403),
            (r#"{"error":"forbidden"}"#, 403),
            (r#"{"error":"Forbidden: you need the role admin"}"#, 403),
            (r#"{"ok":false,"error":"invalid_auth"}"#, 401),
            (r#"{"ok":false,"error":"missing_scope","needed":"users:read"}"#, 403),
            (r#"{"success":false,"message":"Unauthorized"}"#, 401),
            (r#"{"error":"unauthorized"}root@host:~#"#, 401),
            (r#"{"error":{"message":"Unauthorized"}}"#, 401),
            (r#"{"error":{"status":"UNAUTHENTICATED"}}"#, 401),
            (r#"{"error":true,"message":"Unauthorized"}"#, 401),
            (r#"{"status":"error","message":"Unauthorized"}"#, 401),
            (r#"{"code":401,"msg":"Please log in","data":null}"#, 401),
            (r#"{"ok":false,"error":"token_revoked"}"#, 401),
            (r#"{"ok":false,"error":"account_inactive"}"#, 403),
            (r#"{"ok":false,"error":"no_permission"}"#, 403),
            (r#"{"stat":"fail","code":100,"message":"Invalid API Key"}"#, 401),
            (r#"{"error":{"code":"readapidenied","info":"You need read permission to use this module."}}"#, 403),
            (r#"{"error":"authorization_pending"}"#, 400),
            (r#"{"error":"invalid_grant"}"#, 400),
            (r#"{"error":"bad_verification_code","error_description":"x"}"#, 400),
        ] {
            assert_eq!(refusal_in_body(body), Some(status), "{body}");
        }
    }

    #[test]
    fn numbers_and_words_that_report_no_error_are_data() {
        for body in [
            r#"{"message":"Forbidden Planet"}"#,
            r#"{"ok":true,"message":"Unauthorized"}"#,
            "",
            "ok",
            r#"{"errors":[{"code":401}]}"#,
            r#"{"data":null,"errors":[{"extensions":{"code":"UNAUTHENTICATED"}}]}"#,
            r#"{"status":"ok"}"#,
            r#"{"code":200}"#,
            "[401]",
            r#"{"code":403,"region":"Calgary"}"#,
            r#"{"id":77,"status":401,"path":"/x"}"#,
            r#"{"code":"401","name":"Room 401"}"#,
            r#"{"status":403,"error":false}"#,
            r#"{"code":401,"message":"ok"}"#,
            r#"{"error":"forbidden city tour is sold out"}"#,
            r#"{"error":null,"status":"done"}"#,
            r#"{"jsonrpc":"2.0","error":{"code":-32602,"message":"Not authorised"},"id":1}"#,
        ] {
            assert_eq!(refusal_in_body(body), None, "{body}");
        }
    }

    #[test]
    fn an_error_of_another_protocol_is_found_beside_its_200() {
        for (body, expected) in [
            (
                r#"{"errors":[{"message":"Not authenticated","extensions":{"code":"UNAUTHENTICATED"}}],"data":null}"#,
                Some(401),
            ),
            (r#"{"errors":[{"message":"x","extensions":{"code":"FORBIDDEN"}}]}"#, Some(403)),
            (r#"{"jsonrpc":"2.0","error":{"code":-32602,"message":"Not authorised"},"id":1}"#, Some(401)),
            (r#"{"errors":[{"message":"Unauthorized"}],"data":{"me":null}}"#, None),
            (r#"{"errors":[{"message":"name is required"}],"data":null}"#, None),
        ] {
            assert_eq!(refusal_by_protocol(body), expected, "{body}");
        }
    }

    #[test]
    fn tags_scripts_and_names_of_members_are_not_shown() {
        for (body, expected) in [
            ("<html><meta name=\"csrf-token\" content=\"x\"><body>No <b>entry</b></body></html>", false),
            ("<html><script>var csrf = 1;</script><p>No entry</p></html>", false),
            ("<html><p>CSRF verification failed.</p></html>", true),
            (r#"{"csrf_token":"abc","message":"No entry"}"#, false),
            (r#"{"detail":["CSRF Failed: token missing"]}"#, true),
            ("CSRF token mismatch", true),
        ] {
            assert_eq!(visible_text(body).contains("csrf"), expected, "{body}");
        }
    }
}
