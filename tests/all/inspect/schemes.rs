//! Tests what a response about one scheme says to a request that used another, and which reasons a correction keeps.

use super::certainty::answered;
use super::json;

// The token consists of {"alg":"HS256"} and {"sub":"ana","exp":1600000000}.
const EXPIRED: &str = "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbmEiLCJleHAiOjE2MDAwMDAwMDB9.c2ln";

fn get(fields: &str, response: &str) -> serde_json::Value {
    json(&[], &answered(&format!("GET /api/a HTTP/1.1\nHost: a.example\n{fields}"), response))
}

#[test]
fn a_redirect_to_a_login_does_not_change_the_credentials_that_were_seen() {
    for status in ["302 Found\nLocation: /login", "303 See Other\nLocation: https://sso.example/authorize?client_id=x"]
    {
        let expired = get(EXPIRED, &format!("{status}\nDate: Sat, 28 Nov 2026 10:00:00 GMT"));
        assert_eq!((&expired["verdict"], &expired["should"][0]), (&"wrong-code".into(), &401.into()), "{expired}");
        assert_eq!(expired["facts"]["scheme"], serde_json::json!({ "value": "bearer", "source": "seen" }));
        for (field, scheme) in [
            ("Authorization: Bearer abc", "bearer"),
            ("Authorization: Basic YTpi", "basic"),
            ("Authorization: DPoP abc\nDPoP: x.y.z", "dpop"),
            ("Authorization: Negotiate YII=", "negotiate"),
        ] {
            let open = get(field, status);
            assert_eq!(
                (&open["verdict"], &open["facts"]["scheme"]["value"]),
                (&"unknown".into(), &scheme.into()),
                "{open}"
            );
            assert_eq!(open["questions"][0]["fact"], "credentials", "{open}");
            let request = format!("GET /api/a HTTP/1.1\nHost: a.example\n{field}");
            let valid = json(&["--fact", "credentials=valid"], &answered(&request, status));
            assert_eq!(valid["verdict"], "arguable", "{valid}");
        }
        let key = get("X-Api-Key: abc", status);
        assert_eq!((&key["verdict"], &key["should"][0]), (&"arguable".into(), &401.into()), "{key}");
        assert_eq!(get("Cookie: a=b", status)["facts"]["scheme"]["value"], "cookie");
    }
}

#[test]
fn an_error_code_for_tokens_is_out_of_place_if_no_token_was_sent() {
    for response in [
        "401 X\nWWW-Authenticate: Bearer realm=\"a\", error=\"invalid_token\"",
        "401 X\nWWW-Authenticate: Basic realm=\"a\"\nWWW-Authenticate: Bearer realm=\"a\", error=\"invalid_token\"",
        "403 X\nWWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"a\"",
    ] {
        for field in ["Authorization: Basic YTpi", "Authorization: Negotiate YII="] {
            let judged = get(field, response);
            assert_eq!(judged["verdict"], "arguable", "{response}: {judged}");
            assert_eq!(judged["findings"][0]["rule"], "bearer-error-elsewhere", "{judged}");
            assert!(!judged["corrected"].to_string().contains("error="), "{judged}");
        }
        assert_ne!(get("Authorization: Bearer abc", response)["findings"][0]["rule"], "bearer-error-elsewhere");
    }
}

#[test]
fn the_error_code_of_a_challenge_decides_the_status() {
    let bearer = "Authorization: Bearer abc";
    for (response, verdict, right, source) in [
        ("400 X\nWWW-Authenticate: Bearer error=\"invalid_token\"", "wrong-code", 401, "RFC 6750 section 3.1"),
        ("403 X\nWWW-Authenticate: Bearer error=\"invalid_token\"", "wrong-code", 401, "RFC 6750 section 3.1"),
        ("401 X\nWWW-Authenticate: Bearer error=\"invalid_request\"", "arguable", 400, "RFC 6750 section 3.1"),
        (
            "401 X\nWWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"a\"",
            "wrong-code",
            403,
            "RFC 6750 section 3.1",
        ),
    ] {
        let judged = get(bearer, response);
        assert_eq!(
            (&judged["verdict"], &judged["should"][0]),
            (&verdict.into(), &right.into()),
            "{response}: {judged}"
        );
        assert_eq!(
            (&judged["findings"][0]["citation"], &judged["findings"][0]["level"]),
            (&source.into(), &"SHOULD".into())
        );
    }
    let nonce = get(bearer, "401 X\nWWW-Authenticate: Bearer error=\"use_dpop_nonce\"\nDPoP-Nonce: n1");
    assert_eq!((&nonce["verdict"], &nonce["findings"][0]["rule"]), (&"arguable".into(), &"dpop-scheme".into()));
    assert!(nonce["corrected"][1].as_str().is_some_and(|line| line.contains(": DPoP error")), "{nonce}");
}

#[test]
fn the_corrected_response_gives_the_reason_of_the_body() {
    let handshake = "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n\
                     Sec-WebSocket-Version: 13\nOrigin: https://evil.example";
    for field in ["Authorization: Bearer abc", "X-Api-Key: abc", handshake] {
        for (text, right) in [
            ("Rate limit exceeded", "429"),
            ("Your IP address is not allowed", "403"),
            ("Origin not allowed", "403"),
            ("Origin https://evil.example is not allowed", "403"),
            ("Invalid origin", "403"),
            ("Not available in your country", "403"),
            ("Access is closed outside business hours", "403"),
            ("Unavailable for legal reasons", "451"),
            ("The directory (LDAP) is unreachable", "503"),
        ] {
            if right == "503" && field == handshake {
                continue;
            }
            let judged = get(field, &format!("401 X\nContent-Type: text/plain\n\n{text}"));
            let first = judged["corrected"][0].as_str().unwrap_or_default();
            assert!(
                first.contains(right) && !judged["corrected"].to_string().contains("invalid_token"),
                "{field} {text}: {judged}"
            );
        }
    }
}

#[test]
fn the_correction_names_the_scheme_of_the_request_and_no_foreign_field() {
    let alone = get("Accept: */*", "401 X\nWWW-Authenticate: Basic realm=\"a\"\nProxy-Authenticate: Basic realm=\"p\"");
    assert_eq!(alone["findings"][0]["fix"], "Remove `Proxy-Authenticate`.", "{alone}");
    let empty = get("Authorization: Bearer", "403 X");
    assert!(!empty["corrected"].to_string().contains("***"), "{empty}");
}
