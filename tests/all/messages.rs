//! Checks that the requests and responses in the packs follow the grammar of RFC 9112, and that their credentials can
//! be decoded.
//!
//! The parser in this file is strict and shares no code with the crate.

use airside::reference::topics;
use airside::scenario::library::BUILT_IN;
use serde_json::Value;

use super::challenge::is_tchar;

/// The parts of a message. In the packs, the body follows the fields without an empty line, because lines are numbered.
struct Message<'a> {
    start: &'a str,
    fields: Vec<(String, String)>,
    body: String,
}

impl Message<'_> {
    fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn is_token(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_tchar)
}

fn parse<'a>(lines: &[&'a str]) -> Result<Message<'a>, String> {
    let mut message = Message { start: lines[0], fields: Vec::new(), body: String::new() };
    for line in &lines[1..] {
        let field = line.split_once(": ").filter(|(name, _)| is_token(name.strip_prefix(':').unwrap_or(name)));
        match (field, message.fields.last_mut()) {
            (Some((name, value)), _) if message.body.is_empty() => {
                if value.trim() != value || value.chars().any(char::is_control) {
                    return Err(format!("the value of {name} has space or control characters around it"));
                }
                message.fields.push((name.to_ascii_lowercase(), value.to_owned()));
            }
            // A field that is too long for one line continues on the next line.
            (None, Some((_, value))) if message.body.is_empty() && line.starts_with("  ") => {
                *value = format!("{value} {}", line.trim());
            }
            _ => message.body = format!("{}{line}\n", message.body),
        }
    }
    Ok(message)
}

fn check_request(message: &Message<'_>) -> Result<(), String> {
    if message.start.starts_with(':') {
        let is_pseudo = message.fields.iter().filter(|(name, _)| name.starts_with(':')).count();
        return if is_pseudo >= 2 { Ok(()) } else { Err(":method, :scheme and :path are required".into()) };
    }
    let parts: Vec<&str> = message.start.split(' ').collect();
    let [method, target, "HTTP/1.1"] = parts[..] else {
        return Err(format!("`{}` isn't a request line", message.start));
    };
    if !is_token(method) || !target.is_ascii() || !(target.starts_with('/') || target.starts_with("http://")) {
        return Err(format!("`{}` isn't a request line", message.start));
    }
    let host = message.field("host").ok_or("there is no Host field")?;
    if target.starts_with("http://") && !target.starts_with(&format!("http://{host}/")) {
        return Err(format!("the target is {target}, but Host is {host}"));
    }
    if message.field("upgrade").is_some() && message.field("connection") != Some("Upgrade") {
        return Err("Upgrade needs Connection: Upgrade (RFC 9110 section 7.8)".into());
    }
    if message.body.is_empty() {
        return Ok(());
    }
    match message.field("content-type") {
        Some("application/json") => Ok(()),
        Some("application/x-www-form-urlencoded") => {
            let pairs: Option<Vec<_>> = message.body.trim_end().split('&').map(|pair| pair.split_once('=')).collect();
            pairs.map(|_| ()).ok_or_else(|| format!("`{}` isn't a form", message.body))
        }
        other => Err(format!("the body has the type {other:?}")),
    }
}

fn check_response(message: &Message<'_>) -> Result<(), String> {
    let mut parts = message.start.splitn(3, ' ');
    let (version, status, reason) = (parts.next(), parts.next().unwrap_or_default(), parts.next());
    let is_version = matches!(version, Some("HTTP/1.1" | "HTTP/1.0"));
    // Only HTTP/1 has a reason phrase, and the space before it is required even if there is none.
    let is_line = if is_version { reason.is_some() } else { version == Some("HTTP/2") && reason.is_none() };
    if !is_line || status.len() != 3 || !status.parse().is_ok_and(|code: u16| (100..600).contains(&code)) {
        return Err(format!("`{}` isn't a status line", message.start));
    }
    match message.field("retry-after").map(str::parse::<u32>) {
        Some(Err(_)) => Err("Retry-After isn't a number of seconds".into()),
        _ => Ok(()),
    }
}

/// Decodes base64 in either alphabet, with or without padding.
fn decode(text: &str) -> Option<Vec<u8>> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let text = text.replace('-', "+").replace('_', "/");
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for digit in text.trim_end_matches('=').bytes() {
        let value = ALPHABET.iter().position(|known| *known == digit)?;
        bits = bits << 6 | u32::try_from(value).ok()?;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
    }
    Some(bytes)
}

/// The text of the case must mention the user name in Basic credentials.
fn user(value: &str) -> Result<String, String> {
    let unread = || format!("`{value}` isn't a user name and a password in Base64");
    if !value.len().is_multiple_of(4) {
        return Err(unread());
    }
    let text = decode(value).and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(unread)?;
    text.split_once(':').map(|(user, _)| user.to_owned()).ok_or_else(unread)
}

/// Checks that a token that looks like a JSON Web Token is one. Three dots mark the place where a token was shortened.
fn check_token(token: &str) -> Result<(), String> {
    let is_b64token = |text: &str| text.chars().all(|one| one.is_ascii_alphanumeric() || "-._~+/".contains(one));
    if !is_b64token(token.trim_end_matches('=')) {
        return Err(format!("`{token}` isn't a token (RFC 6750 section 2.1)"));
    }
    let (head, is_cut) = token.split_once("...").map_or((token, false), |(head, _)| (head, true));
    if !head.starts_with("eyJ") {
        return Ok(());
    }
    let parts: Vec<&str> = head.split('.').collect();
    for (place, part) in parts.iter().take(2).enumerate() {
        let bytes = decode(part).ok_or_else(|| format!("`{part}` isn't base64url"))?;
        let is_whole = place + 1 < parts.len() || !is_cut;
        let is_object = serde_json::from_slice::<Value>(&bytes).is_ok_and(|value| value.is_object());
        if !(is_object || !is_whole && bytes.starts_with(b"{\"")) {
            return Err(format!("`{part}` in `{token}` isn't a JSON object"));
        }
    }
    if is_cut || parts.len() == 3 { Ok(()) } else { Err(format!("`{token}` hasn't three parts")) }
}

fn check_credentials(message: &Message<'_>, credentials: &str, told: &str) -> Result<(), String> {
    for name in ["authorization", "proxy-authorization"] {
        match message.field(name).and_then(|value| value.split_once(' ')) {
            _ if credentials == "malformed" => {}
            Some(("Basic", value)) => {
                let user = user(value)?;
                if credentials != "unsupported-scheme" && !told.to_lowercase().contains(&user.to_lowercase()) {
                    return Err(format!("{name} is of {user}, whom the case doesn't mention"));
                }
            }
            Some(("Bearer" | "DPoP", token)) => check_token(token)?,
            _ => {}
        }
    }
    message.field("dpop").map_or(Ok(()), check_token)
}

fn lines(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

#[test]
fn every_request_and_response_of_a_pack_can_be_sent() {
    let (mut requests, mut responses, mut faults) = (0, 0, Vec::new());
    for pack in BUILT_IN {
        let pack: Value = serde_json::from_str(pack.text).expect("JSON");
        let scenarios = pack["scenarios"].as_array().expect("scenarios").iter();
        for scenario in scenarios.filter(|scenario| scenario["telling"] == "http") {
            let id = scenario["id"].as_str().expect("an id");
            let exchange = &scenario["exchange"];
            let credentials = scenario["facts"]["credentials"].as_str().unwrap_or("valid");
            let told = format!("{} {}", scenario["story"], exchange["findings"]);
            let request = lines(&exchange["request"]);
            // The screenshot shows no request.
            if !request[0].starts_with('(') {
                requests += 1;
                let checked = parse(&request).and_then(|message| {
                    check_request(&message)?;
                    check_credentials(&message, credentials, &told)
                });
                faults.extend(checked.err().map(|fault| format!("{id}: {fault}")));
            }
            for name in ["returned", "response"] {
                let response = lines(&exchange[name]);
                if !response.is_empty() {
                    responses += 1;
                    let checked = parse(&response).and_then(|message| check_response(&message));
                    faults.extend(checked.err().map(|fault| format!("{id}, {name}: {fault}")));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(requests > 300 && responses > 400, "{requests} {responses}");
}

#[test]
fn every_request_of_the_reference_can_be_sent() {
    let examples = topics().into_iter().flat_map(|topic| topic.entries).map(|entry| entry.example);
    let mut count = 0;
    for example in examples.filter(|lines| lines.first().is_some_and(|line| line.ends_with(" HTTP/1.1"))) {
        let lines: Vec<&str> = example.iter().map(String::as_str).collect();
        let mut messages = lines.split(|line| line.is_empty());
        let request = parse(messages.next().expect("a request")).expect("a request");
        let response = parse(messages.next().expect("a response")).expect("a response");
        let checked = check_request(&request).and(check_response(&response));
        assert_eq!(checked, Ok(()), "{example:#?}");
        count += 1;
    }
    assert!(count > 10, "{count}");
}

#[test]
fn the_check_of_messages_is_strict() {
    let request = |lines: &[&str]| {
        parse(lines).and_then(|message| check_request(&message).and(check_credentials(&message, "valid", "ana")))
    };
    let get = ["GET /a HTTP/1.1", "Host: a.example"];
    assert_eq!(request(&get), Ok(()));
    for good in ["Authorization: Basic YW5hOmZpZw==", "Authorization: Bearer eyJhbGciOiJFUzI1NiJ9.eyJzdWIi...q7XwP2"] {
        assert_eq!(request(&[get[0], get[1], good]), Ok(()), "{good}");
    }
    for bad in [
        vec!["GET /a HTTP/1.1"],
        vec!["GET a HTTP/1.1", get[1]],
        vec!["GET /a b HTTP/1.1", get[1]],
        vec!["GET http://b.example/ HTTP/1.1", get[1]],
        vec![get[0], get[1], "Upgrade: websocket"],
        vec![get[0], get[1], "{\"a\": 1}"],
        vec![get[0], get[1], "Authorization: Basic YW5hZmln"],
        vec![get[0], get[1], "Authorization: Basic YmVuOmZpZw=="],
        vec![get[0], get[1], "Authorization: Bearer eyJhbGciOiJFUzI1NiJ9.eyJzdWIi.q7XwP2"],
        vec![get[0], get[1], "Authorization: Bearer $TOKEN"],
    ] {
        assert!(request(&bad).is_err(), "{bad:?}");
    }
    for bad in ["HTTP/1.1 401", "HTTP/1.1 4010 No", "HTTP/2 401 Unauthorized", "401 Unauthorized"] {
        assert!(parse(&[bad]).and_then(|message| check_response(&message)).is_err(), "{bad}");
    }
}
