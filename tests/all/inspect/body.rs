//! Tests credentials in the body of a request: logins, OAuth clients, and bodies that weren't recorded.

use super::{inspect, json};

const FORM: &str = "Content-Type: application/x-www-form-urlencoded";

fn exchange(request: &str, body: &str, response: &str) -> String {
    format!("{request}\nHost: api.example\nContent-Length: {}\n\n{body}\n\n{response}\n", body.len().max(1))
}

fn value(found: &serde_json::Value, fact: &str) -> String {
    let known = &found["facts"][fact];
    format!("{} {}", known["value"], known["source"]).replace('"', "")
}

#[test]
fn a_login_in_a_form_or_in_json_is_not_an_anonymous_request() {
    for (kind, body) in [
        (FORM, "username=ana&password=s3cret"),
        ("Content-Type: application/json", r#"{"user": {"email": "ana@x.example", "password": "s3cret"}}"#),
    ] {
        let text = exchange(&format!("POST /login HTTP/1.1\n{kind}"), body, "HTTP/1.1 403 Forbidden\n");
        let found = json(&[], &text);
        assert_eq!((value(&found, "endpoint"), value(&found, "scheme")), ("login seen".into(), "form seen".into()));
        let asked: Vec<&str> =
            found["questions"].as_array().unwrap().iter().filter_map(|one| one["fact"].as_str()).collect();
        assert!(asked.contains(&"credentials"), "{found}");
        let wrong = json(&["--fact", "credentials=wrong-secret", "--fact", "refusal=none"], &text);
        assert_eq!(wrong["verdict"], "arguable", "{wrong}");
        let (_, output, _) = inspect(&["--no-input"], &text);
        assert!(!output.contains("s3cret") && !output.contains("ana"), "{output}");
    }
}

#[test]
fn an_oauth_client_is_seen_in_the_body() {
    let request = format!("POST /oauth/token HTTP/1.1\n{FORM}");
    let body = "grant_type=client_credentials&client_id=kiosk&client_secret=s3cret";
    for (response, verdict) in [
        ("HTTP/1.1 400 Bad Request\nContent-Type: application/json\n\n{\"error\":\"invalid_client\"}", "conforms"),
        ("HTTP/1.1 401 Unauthorized\nContent-Type: application/json\n\n{\"error\":\"invalid_client\"}", "challenge"),
        ("HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"access_token\":\"x\"}", "challenge"),
        ("HTTP/1.1 200 OK\nCache-Control: no-store\n\n{\"access_token\":\"x\"}", "conforms"),
    ] {
        let found = json(&[], &exchange(&request, body, response));
        assert_eq!(value(&found, "endpoint").split(' ').next(), Some("token"), "{found}");
        assert_eq!(found["verdict"], verdict, "{found}");
    }
    let forbidden = exchange(&request, body, "HTTP/1.1 403 Forbidden\n");
    let found = json(&["--fact", "refusal=none"], &forbidden);
    assert_eq!((&found["verdict"], &found["should"][0]), (&"wrong-code".into(), &400.into()), "{found}");
    let twice = exchange(&format!("{request}\nAuthorization: Basic a2lvc2s6eA=="), body, "HTTP/1.1 400 Bad Request\n");
    assert_eq!(value(&json(&[], &twice), "credentials"), "duplicate seen");
}

#[test]
fn a_bearer_token_in_a_form_is_seen() {
    let text = exchange(&format!("POST /notes HTTP/1.1\n{FORM}"), "access_token=abc", "HTTP/1.1 401 Unauthorized\n");
    assert_eq!(value(&json(&[], &text), "scheme"), "bearer seen");
    let twice = text.replace("Host:", "Authorization: Bearer abc\nHost:");
    assert_eq!(value(&json(&[], &twice), "credentials"), "duplicate seen");
}

#[test]
fn a_body_that_was_not_recorded_is_not_taken_for_an_anonymous_request() {
    let verbose = "> POST /login HTTP/1.1\n> Host: api.example\n> Content-Length: 27\n> Content-Type: application/json\n> \n\
                   < HTTP/1.1 403 Forbidden\n< \n";
    let found = json(&[], verbose);
    assert_ne!(value(&found, "credentials"), "absent seen");
    let (_, output, _) = inspect(&["--no-input"], verbose);
    assert!(output.contains("The body of the request wasn't recorded"), "{output}");
    let other = json(&[], &verbose.replace("/login", "/notes"));
    assert_eq!(value(&other, "credentials"), "absent seen", "an ordinary resource reads no password from its body");
}

#[test]
fn every_format_shows_the_body() {
    let trace = "=> Send header, 60 bytes (0x3c)\n0000: POST /login HTTP/1.1\n0016: Content-Type: application/json\n0036: \n\
                 => Send data, 31 bytes (0x1f)\n0000: {\"username\":\"ana\",\"password\":\"x\"}\n\
                 <= Recv header, 24 bytes (0x18)\n0000: HTTP/1.1 403 Forbidden\n<= Recv header, 2 bytes (0x2)\n0000: \n";
    let archive = serde_json::json!({"log": {"entries": [{
        "request": {"method": "POST", "url": "https://api.example/login", "headers": [],
            "postData": {"mimeType": "application/json", "text": "{\"username\":\"ana\",\"password\":\"x\"}"}},
        "response": {"status": 403, "headers": [{"name": "Date", "value": "x"}]},
    }]}});
    for text in [trace.to_owned(), archive.to_string()] {
        assert_eq!(value(&json(&[], &text), "endpoint"), "login seen", "{text}");
    }
}

#[test]
fn a_success_about_something_else_is_not_a_refusal() {
    for (request, body, verdict) in [
        ("GET /deliveries/7", r#"{"status":401,"error":"Unauthorized"}"#, "unknown"),
        ("GET /errors/invalid_token", r#"{"error":"invalid_token","description":"Get a new one."}"#, "unknown"),
        ("POST /smtp-test", r#"{"success":false,"message":"Authentication failed"}"#, "unknown"),
        (
            "POST https://api.example/connections/test?x=1", r#"{"status":"error","message":"Invalid credentials"}"#,
            "unknown",
        ),
        ("GET /me", r#"{"status":401,"error":"Unauthorized"}"#, "wrong-code"),
        ("GET /deliveries", r#"{"status":401,"error":"Unauthorized"}"#, "wrong-code"),
    ] {
        let input = format!(
            "{request} HTTP/1.1\nHost: api.example\nAuthorization: Bearer abc.def\n\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{body}\n"
        );
        assert_eq!(json(&[], &input)["verdict"], verdict, "{input}");
    }
}
