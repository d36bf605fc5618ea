//! Tests the header fields that belong to a status, whatever the facts are.

use super::certainty::answered;
use super::json;

const HANDSHAKE: &str = "GET /ws HTTP/1.1\nConnection: Upgrade\nUpgrade: websocket\n\
                         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13";
const PLAIN: &str = "GET /ws HTTP/1.1";
const ACCEPT: &str = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

#[test]
fn a_response_without_the_fields_of_its_status_is_faulty() {
    let opened = format!("101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\n{ACCEPT}");
    let half_open = "101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade";
    for (request, response, facts, rule) in [
        (PLAIN, "426 Upgrade Required\nContent-Type: text/plain", &[][..], "upgrade-missing"),
        (PLAIN, "426 Upgrade Required", &["upgrade=required"], "upgrade-missing"),
        (PLAIN, "426 Upgrade Required\nUpgrade: websocket\nConnection: Upgrade", &["upgrade=required"], ""),
        (HANDSHAKE, "101 Switching Protocols", &[], "handshake-fields"),
        (HANDSHAKE, "101 Switching Protocols", &["protected=no"], "handshake-fields"),
        (HANDSHAKE, half_open, &[], "handshake-fields"),
        (HANDSHAKE, &opened, &[], ""),
        ("GET / HTTP/1.1\nConnection: Upgrade\nUpgrade: h2c", "101 Switching Protocols", &[], "switch-unnamed"),
        ("GET / HTTP/1.1\nConnection: Upgrade\nUpgrade: h2c", "101 Switching Protocols\nUpgrade: h2c", &[], ""),
    ] {
        let user_facts: Vec<&str> = facts.iter().flat_map(|fact| ["--fact", fact]).collect();
        let found = json(&user_facts, &answered(request, response));
        let (verdict, first) = if rule.is_empty() { ("conforms", "") } else { ("challenge", rule) };
        assert_eq!(found["verdict"], verdict, "{response} {facts:?}: {found}");
        assert_eq!(found["findings"][0]["rule"].as_str().unwrap_or(""), first, "{response} {facts:?}");
    }
}

#[test]
fn a_429_that_invites_caches_gets_a_note() {
    for (control, noted) in [
        ("public, max-age=600", true),
        ("max-age=60", true),
        ("s-maxage=60", true),
        ("no-store", false),
        ("max-age=0", false),
        ("private", false),
    ] {
        let response = format!("429 Too Many Requests\nCache-Control: {control}");
        let found = json(&[], &answered(PLAIN, &response));
        assert_eq!(found["verdict"], "conforms", "{control}");
        assert_eq!(found["findings"].as_array().is_some_and(|all| !all.is_empty()), noted, "{control}");
    }
}

#[test]
fn a_condition_that_is_not_met_has_the_status_of_its_field_and_method() {
    let failed = &["precondition=fails", "protected=no"][..];
    for (method, fields, facts, status, verdict, right) in [
        ("GET", "If-None-Match: \"v1\"", &[][..], "412 Precondition Failed", "wrong-code", 304),
        ("GET", "If-None-Match: \"v1\"", failed, "412 Precondition Failed", "wrong-code", 304),
        (
            "HEAD", "If-Modified-Since: Sat, 29 Oct 1994 19:43:31 GMT", failed, "412 Precondition Failed",
            "wrong-code", 304,
        ),
        ("GET", "If-None-Match: \"v1\"", failed, "304 Not Modified", "conforms", 304),
        ("GET", "If-None-Match: \"v1\"", &[], "304 Not Modified", "conforms", 304),
        ("GET", "If-None-Match: \"v1\"\nIf-Match: \"v2\"", &[], "412 Precondition Failed", "conforms", 412),
        ("PUT", "If-None-Match: *", failed, "412 Precondition Failed", "conforms", 412),
        ("PUT", "If-Match: \"v1\"", failed, "412 Precondition Failed", "conforms", 412),
        ("PUT", "If-Match: \"v1\"", failed, "204 No Content", "conforms", 412),
    ] {
        let user_facts: Vec<&str> = facts.iter().flat_map(|fact| ["--fact", fact]).collect();
        let found = json(&user_facts, &answered(&format!("{method} /a HTTP/1.1\n{fields}"), status));
        assert_eq!(found["verdict"], verdict, "{method} {fields} {facts:?} {status}: {found}");
        let should = found["should"].to_string();
        assert!(should.contains(&right.to_string()), "{method} {fields} {facts:?} {status}: {should}");
    }
}

#[test]
fn a_401_with_a_challenge_is_not_wrong_where_the_request_is_refused_anyway() {
    let response = "401 Unauthorized\nWWW-Authenticate: Basic realm=\"a\"";
    for refusal in ["address", "country", "hours", "firewall", "rate", "quota", "origin", "insecure", "legal", "nobody"]
    {
        for credentials in ["absent", "wrong-secret"] {
            let facts = [format!("refusal={refusal}"), format!("credentials={credentials}")];
            let user_facts = ["--fact", &facts[0], "--fact", &facts[1]];
            assert_eq!(json(&user_facts, &answered(PLAIN, response))["verdict"], "arguable", "{facts:?}");
        }
    }
}
