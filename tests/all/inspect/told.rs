//! Tests verdicts that depend on facts stated by the user, or on several responses from one server.

use serde_json::{Value, json as value};

use super::certainty::{answered, asked};
use super::json;
use super::reasons::judge;

fn put(authorization: &str) -> String {
    format!("PUT /seats/7 HTTP/1.1\nIf-Match: \"v1\"\n{authorization}").trim_end().to_owned()
}

#[test]
fn a_refusal_comes_before_conditions_locks_and_payments() {
    let basic = "Authorization: Basic YW5hOmFpcnBsYW5l";
    for (status, method, field) in [
        ("304 Not Modified", "GET", "If-None-Match: \"v1\""),
        ("402 Payment Required", "PUT", "If-Match: \"v1\""),
        ("412 Precondition Failed", "PUT", "If-Match: \"v1\""),
        ("416 Range Not Satisfiable", "GET", "Range: bytes=999-"),
        ("423 Locked", "PUT", "If-Match: \"v1\""),
        ("428 Precondition Required", "PUT", "Accept: */*"),
    ] {
        let is_about_account = status.starts_with("402") || status.starts_with("423");
        for (fields, told, verdict, right) in [
            (basic, &["credentials=wrong-secret"][..], "wrong-code", 401),
            (basic, &["credentials=expired", "protected=yes", "precondition=fails"], "wrong-code", 401),
            (basic, &["credentials=valid", "permission=role"], "wrong-code", 403),
            ("", &["credentials=absent", "protected=yes"], "wrong-code", 401),
            ("", &["protected=yes"], "wrong-code", 401),
            ("", &["protected=yes", "precondition=required"], "wrong-code", 401),
            (basic, &["credentials=valid", "permission=granted"], "conforms", 0),
            (basic, &["credentials=valid"], "conforms", 0),
            (
                basic,
                &["credentials=valid", "permission=plan"],
                if is_about_account { "conforms" } else { "wrong-code" },
                0,
            ),
            ("", &[], "conforms", 0),
        ] {
            let request = format!("{method} /seats/7 HTTP/1.1\n{field}\n{fields}");
            let judged = judge(told, request.trim_end(), status);
            assert_eq!(judged["verdict"], verdict, "{status} {told:?}: {judged}");
            assert!(right == 0 || judged["should"][0] == right, "{status} {told:?}: {judged}");
        }
    }
}

#[test]
fn conditions_and_ranges_come_after_every_check_that_fails() {
    for (status, method, field, told, right) in [
        ("416 Range Not Satisfiable", "GET", "Range: bytes=999-", "exists=no", 404),
        ("416 Range Not Satisfiable", "GET", "Range: bytes=999-", "exists=gone", 410),
        ("416 Range Not Satisfiable", "GET", "Range: bytes=999-", "refusal=nobody", 403),
        ("416 Range Not Satisfiable", "GET", "Range: bytes=999-", "service=down", 503),
        ("416 Range Not Satisfiable", "GET", "Range: bytes=999-", "precondition=fails", 412),
        ("416 Range Not Satisfiable", "GET", "Range: bytes=999-\nIf-None-Match: \"v1\"", "precondition=fails", 304),
        ("416 Range Not Satisfiable", "GET", "Range: bytes=999-", "state=conflict", 409),
        ("428 Precondition Required", "GET", "Accept: */*", "exists=no", 404),
        ("428 Precondition Required", "PUT", "Accept: */*", "exists=no", 0),
        ("428 Precondition Required", "PUT", "Accept: */*", "message=incomplete", 0),
        ("428 Precondition Required", "PUT", "Accept: */*", "refusal=country", 403),
        ("304 Not Modified", "GET", "If-None-Match: \"v1\"", "exists=no", 404),
        ("412 Precondition Failed", "PUT", "If-Match: \"v1\"", "refusal=rate", 429),
        ("412 Precondition Failed", "PUT", "If-Match: \"v1\"", "message=malformed", 400),
        ("412 Precondition Failed", "PUT", "If-Match: \"v1\"", "message=incomplete", 0),
        ("412 Precondition Failed", "PUT", "If-Match: \"v1\"", "exists=no", 0),
        ("412 Precondition Failed", "PUT", "If-Match: \"v1\"", "state=conflict", 0),
        ("428 Precondition Required", "PUT", "Accept: */*", "precondition=required", 0),
        ("416 Range Not Satisfiable", "GET", "Range: bytes=999-", "protected=no", 0),
    ] {
        let judged = judge(&[told], &format!("{method} /seats/7 HTTP/1.1\n{field}"), status);
        assert_eq!(judged["verdict"], if right == 0 { "conforms" } else { "wrong-code" }, "{status} {told}: {judged}");
        assert!(right == 0 || judged["should"][0] == right, "{status} {told}: {judged}");
    }
}

#[test]
fn a_signature_outside_authorization_may_be_refused_with_401_403_or_400() {
    let signatures = [
        "X-Hub-Signature-256: sha256=abc",
        "Stripe-Signature: t=1,v1=abc",
        "Signature-Input: sig1=();keyid=\"a\"\nSignature: sig1=:c2ln:",
        "Signature: keyId=\"a\",signature=\"c2ln\"",
    ];
    for fields in signatures {
        let request = format!("POST /hook HTTP/1.1\nHost: b.example\n{fields}");
        for status in ["403 Forbidden", "400 Bad Request"] {
            let judged = judge(&["credentials=bad-signature"], &request, status);
            assert_eq!(judged["verdict"], "conforms", "{fields} {status}: {judged}");
            for told in [&[][..], &["credentials=wrong-secret"], &["credentials=unknown-user"]] {
                let judged = judge(told, &request, &format!("{status}\n\nInvalid signature"));
                assert_ne!(judged["verdict"], "wrong-code", "{fields} {status} {told:?}: {judged}");
            }
        }
        let judged = judge(&["credentials=bad-signature"], &request, "401 Unauthorized");
        let name = if fields.starts_with("Signature") { "Signature" } else { fields.split(':').next().unwrap() };
        let corrected = judged["corrected"].to_string();
        assert!(corrected.contains(&format!("name=\\\"{name}\\\"")), "{corrected}");
    }
}

#[test]
fn a_request_that_creates_the_resource_does_not_count_as_missing() {
    for (method, status, told, verdict) in [
        ("PUT", "201 Created\nLocation: /n", &["exists=no"][..], "conforms"),
        ("MKCOL", "201 Created", &["exists=no"], "conforms"),
        ("PATCH", "201 Created", &["exists=no"], "conforms"),
        ("PUT", "202 Accepted", &["exists=no"], "conforms"),
        ("PUT", "204 No Content", &["exists=no"], "wrong-code"),
        ("PUT", "200 OK", &["exists=no"], "wrong-code"),
        ("PUT", "201 Created", &["exists=gone"], "conforms"),
        ("PUT", "409 Conflict", &["exists=no", "credentials=valid"], "conforms"),
        ("MKCOL", "409 Conflict", &["exists=no", "credentials=valid"], "conforms"),
        ("GET", "409 Conflict", &["exists=no", "credentials=valid"], "wrong-code"),
        ("PUT", "409 Conflict", &["exists=no", "state=conflict", "protected=no"], "conforms"),
        ("PUT", "428 Precondition Required", &["exists=no", "precondition=required", "protected=no"], "conforms"),
        ("GET", "200 OK", &["exists=no"], "wrong-code"),
        ("GET", "200 OK", &["service=read-only"], "conforms"),
        ("PUT", "204 No Content", &["service=read-only"], "wrong-code"),
    ] {
        let request = format!("{method} /n HTTP/1.1\nHost: b.example\nAuthorization: Basic YTpi");
        let judged = judge(told, &request, status);
        assert_eq!(judged["verdict"], verdict, "{method} {status} {told:?}: {judged}");
        if method == "PUT" && told == ["exists=no"] && verdict == "wrong-code" {
            assert_eq!(judged["should"], value!([201]), "{judged}");
            assert_eq!(judged["corrected"][0], "HTTP/1.1 201 Created", "{judged}");
            assert!(
                judged["findings"][0]["citation"].as_str().is_some_and(|source| source.contains("9.3.4")),
                "{judged}"
            );
        }
    }
}

#[test]
fn a_status_that_breaks_no_must_is_arguable_at_most() {
    let challenge = "WWW-Authenticate: Password realm=\"energy\"";
    let confirm = format!("401 Unauthorized\n{challenge}");
    for (method, status, told, verdict) in [
        ("POST", confirm.as_str(), &["endpoint=confirmation", "credentials=wrong-secret"][..], "arguable"),
        ("POST", &confirm, &["endpoint=confirmation", "credentials=absent"], "arguable"),
        ("PATCH", "409 Conflict", &["refusal=nobody"], "arguable"),
        ("PUT", "409 Conflict", &["refusal=hours"], "arguable"),
        ("GET", "409 Conflict", &["refusal=nobody"], "wrong-code"),
        ("PUT", &confirm, &["refusal=address"], "unknown"),
        ("PUT", &confirm, &["refusal=address", "credentials=valid"], "wrong-code"),
        ("PUT", "422 Unprocessable Content", &["state=conflict", "protected=no"], "arguable"),
        ("PUT", "409 Conflict", &["precondition=required", "protected=no"], "arguable"),
        ("PUT", "409 Conflict", &["precondition=taken", "credentials=valid"], "wrong-code"),
        ("PATCH", "202 Accepted", &["precondition=fails", "protected=no"], "conforms"),
        ("PUT", "412 Precondition Failed", &["precondition=unchanged", "protected=no"], "conforms"),
        ("PUT", "204 No Content", &["precondition=unmodified", "protected=no"], "conforms"),
        ("GET", "304 Not Modified", &["precondition=taken", "protected=no"], "conforms"),
        ("PUT", "428 Precondition Required", &["exists=gone", "credentials=valid"], "conforms"),
        ("PUT", "422 Unprocessable Content", &["service=read-only", "message=incomplete"], "conforms"),
        ("PUT", "409 Conflict", &["refusal=address"], "wrong-code"),
        ("GET", "400 Bad Request", &["refusal=firewall"], "conforms"),
        ("PUT", "400 Bad Request", &["service=read-only", "message=malformed"], "conforms"),
        ("PUT", "409 Conflict", &["service=read-only"], "conforms"),
        ("CONNECT", "403 Forbidden", &["strength=too-weak", "credentials=valid"], "conforms"),
        ("CONNECT", &confirm, &["permission=suspended", "credentials=valid"], "wrong-code"),
    ] {
        let proxy = if method == "CONNECT" { "Proxy-" } else { "" };
        let request = format!("{method} /n HTTP/1.1\nHost: b.example\n{proxy}Authorization: Bearer abcd");
        let judged = judge(told, &request, status);
        assert_eq!(judged["verdict"], verdict, "{method} {status} {told:?}: {judged}");
    }
    let down = ("401 Unauthorized\nWWW-Authenticate: Basic realm=\"a\"").to_owned();
    assert_eq!(judge(&["service=down"], "GET /n HTTP/1.1\nHost: b.example", &down)["verdict"], "arguable");
}

#[test]
fn a_refusal_that_comes_before_the_login_leaves_no_room_for_a_401() {
    let challenge = "Basic realm=\"tower\"";
    for (request, status, told, right) in [
        ("GET /x HTTP/1.1", format!("401 Unauthorized\nWWW-Authenticate: {challenge}"), "exists=no", 404),
        ("CONNECT a:443 HTTP/1.1", format!("407 X\nProxy-Authenticate: {challenge}"), "refusal=address", 403),
    ] {
        let judged = judge(&[told, "order=fixed"], request, &status);
        assert_eq!((&judged["verdict"], &judged["should"][0]), (&"wrong-code".into(), &right.into()), "{judged}");
        assert_eq!(judge(&[told], request, &status)["verdict"], "conforms");
    }
}

#[test]
fn a_fault_of_the_request_may_be_found_before_its_credentials_are_checked() {
    for status in ["406", "411", "413", "414", "415", "417", "431"].map(|status| format!("{status} X")) {
        let judged = judge(&["credentials=wrong-secret", "protected=yes"], &put("Authorization: Bearer abcd"), &status);
        assert_eq!(judged["verdict"], "conforms", "{status}: {judged}");
    }
}

#[test]
fn the_revocation_of_an_invalid_token_is_a_success() {
    let request = "POST /revoke HTTP/1.1\nAuthorization: Basic YW5hOmFpcnBsYW5l";
    let told = ["endpoint=revocation", "credentials=valid", "grant=invalid", "permission=granted"];
    let judged = judge(&told, request, "400 Bad Request\n\n{\"error\":\"invalid_token\"}");
    assert_eq!((&judged["verdict"], &judged["should"][0]), (&"wrong-code".into(), &200.into()), "{judged}");
    assert_eq!(judge(&told, request, "200 OK")["verdict"], "conforms");
}

#[test]
fn an_endpoint_that_reads_the_body_needs_no_authorization_field() {
    for (fields, endpoint, credentials, body) in [
        ("", "login", "wrong-secret", "{\"errors\":[\"wrong password\"]}"),
        ("", "token", "wrong-secret", "{\"error\":\"invalid_client\"}"),
        ("DPoP: eyJhbGciOiJFUzI1NiJ9.e30.c2ln", "token", "stale-nonce", "{\"error\":\"use_dpop_nonce\"}"),
    ] {
        let told = [format!("endpoint={endpoint}"), format!("credentials={credentials}")];
        let told: Vec<&str> = told.iter().map(String::as_str).collect();
        let request = format!("POST /crew HTTP/1.1\nUser-Agent: curl/8\n{fields}");
        let judged = judge(&told, request.trim_end(), &format!("400 Bad Request\nDPoP-Nonce: n1\n\n{body}"));
        assert_eq!(judged["verdict"], "conforms", "{endpoint} {credentials}: {judged}");
    }
}

#[test]
fn a_state_that_may_be_the_reason_leaves_the_permission_open() {
    for told in ["state=locked", "state=conflict", "exists=no", "exists=gone"] {
        let judged = judge(&["credentials=valid", told], &put("Authorization: Bearer abcd"), "403 Forbidden");
        assert_eq!((&judged["verdict"], asked(&judged)), (&"unknown".into(), vec!["permission"]), "{told}: {judged}");
    }
}

#[test]
fn a_401_that_names_another_reason_than_the_login_is_not_certain() {
    let challenge = "401 Unauthorized\nWWW-Authenticate: Basic realm=\"tower\"\nContent-Type: text/plain\n\n";
    for text in ["Your IP is unknown to the tower", "Too many requests", "The service isn't available in your region"] {
        let judged = judge(&[], "GET /x HTTP/1.1", &format!("{challenge}{text}"));
        assert_eq!((&judged["verdict"], asked(&judged)), (&"unknown".into(), vec!["refusal"]), "{text}: {judged}");
    }
}

#[test]
fn two_passwords_of_one_name_are_not_always_a_right_and_a_wrong_one() {
    let row = |pair: &str, response: &str| {
        let secret = airside::encoding::base64(pair.as_bytes());
        answered(&format!("GET /x HTTP/1.1\nAuthorization: Basic {secret}"), response)
    };
    let verdicts = |rows: &[String]| -> Vec<Value> {
        let judged = json(&[], &rows.concat());
        judged["exchanges"].as_array().into_iter().flatten().map(|one| one["verdict"].clone()).collect()
    };
    let stranger = answered("GET /x HTTP/1.1", "401 Unauthorized\nWWW-Authenticate: Basic realm=\"a\"");
    let refused = |text: &str| format!("403 Forbidden\nContent-Type: text/plain\n\n{text}");
    for (first, second, response, verdict) in [
        ("ana:phone-1", "ana:laptop-2", "200 OK".to_owned(), "conforms"),
        ("ana:airplane", "ana:helicopter", refused(""), "wrong-code"),
        ("ana:airplane", "ana:helicopter", refused("403 Forbidden"), "wrong-code"),
        ("ana:airplane", "ana:helicopter", refused("Invalid password"), "wrong-code"),
        ("ana:phone-1", "ana:laptop-2", refused("This app password may not write to the logbook."), "unknown"),
        ("__token__:aaaaaa", "__token__:bbbbbb", refused(""), "unknown"),
        ("deploy-token:aaaaaa", "deploy-token:bbbbbb", refused(""), "unknown"),
        ("api_key:aaaaaa", "api_key:bbbbbb", refused(""), "unknown"),
        ("oauth2accesstoken:aaaaaa", "oauth2accesstoken:bbbbbb", refused(""), "unknown"),
        (":aaaaaa", ":bbbbbb", refused(""), "unknown"),
    ] {
        let found = verdicts(&[stranger.clone(), row(first, "200 OK"), row(second, &response)]);
        assert_eq!(found, ["conforms", "conforms", verdict], "{first} {second} {response}");
    }
    let third = verdicts(&[stranger, row("ana:p1", "200 OK"), row("ana:p2", "200 OK"), row("ana:p3", &refused(""))]);
    assert_eq!(third, ["conforms", "conforms", "conforms", "unknown"]);
}
