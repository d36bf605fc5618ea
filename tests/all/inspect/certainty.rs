//! Tests that `airside inspect` is certain only if the exchange decides the case, and that it then names the right
//! status.

use airside::inspect::evidence::{FactSource, KnownFact};
use airside::inspect::exchange::parse;
use airside::inspect::verdict::{Conformance, inspect};
use serde_json::Value;

use super::json;

/// A token with `{"alg":"none"}` and `{"exp":1600000000}`, which is 13 Sep 2020.
const EXPIRED: &str = "eyJhbGciOiJub25lIn0.eyJleHAiOjE2MDAwMDAwMDB9.x";

const AFTER: &str = "Date: Fri, 01 May 2026 00:00:00 GMT";
const BEFORE: &str = "Date: Sun, 13 Sep 2020 12:00:00 GMT";

pub(super) fn answered(request: &str, response: &str) -> String {
    format!("{request}\nHost: api.example\n\nHTTP/1.1 {response}\n\n")
}

fn with_body(response: &str, body: &str) -> String {
    answered("GET /x HTTP/1.1", &format!("{response}\nContent-Type: application/json\n\n{body}"))
}

pub(super) fn asked(judged: &Value) -> Vec<&str> {
    judged["questions"].as_array().into_iter().flatten().filter_map(|one| one["fact"].as_str()).collect()
}

fn verdicts(judged: &Value) -> Vec<&str> {
    judged["exchanges"].as_array().into_iter().flatten().filter_map(|one| one["verdict"].as_str()).collect()
}

#[test]
fn a_success_with_a_refusal_in_its_body_gets_the_status_of_the_body() {
    for (request, body, status) in [
        ("", r#"{"error":"unauthorized"}"#, 401),
        ("GET /x HTTP/1.1\nHost: a\n\n", r#"{"error":"unauthorized"}"#, 401),
        ("GET /x HTTP/1.1\nHost: a\nAuthorization: Bearer abc\n\n", r#"{"error":{"message":"Unauthorized"}}"#, 401),
        ("GET /x HTTP/1.1\nHost: a\n\n", r#"{"error":"forbidden"}"#, 403),
        ("GET /x HTTP/1.1\nHost: a\nAuthorization: Bearer abc\n\n", r#"{"error":"Access denied"}"#, 403),
        ("POST /token HTTP/1.1\nHost: a\n\n", r#"{"error":"invalid_grant"}"#, 400),
    ] {
        for told in [&[][..], &["--fact", "credentials=valid", "--fact", "permission=granted"]] {
            let input = format!("{request}HTTP/1.1 200 OK\nContent-Type: application/json\n\n{body}\n");
            let judged = json(told, &input);
            assert_eq!((&judged["verdict"], &judged["should"][0]), (&"wrong-code".into(), &status.into()), "{judged}");
            let corrected = judged["corrected"].to_string();
            assert!(corrected.contains(&format!("HTTP/1.1 {status} ")), "{corrected}");
            assert_eq!(corrected.contains("WWW-Authenticate"), status == 401, "{corrected}");
        }
    }
}

#[test]
fn data_that_looks_like_a_status_is_not_a_fault() {
    for body in
        [r#"{"code":403,"region":"Calgary"}"#, r#"{"code":"401","name":"Room 401"}"#, r#"{"status":403,"error":false}"#]
    {
        let judged = json(&[], &with_body("200 OK", body));
        assert_eq!((&judged["verdict"], &judged["findings"]), (&"conforms".into(), &serde_json::json!([])), "{body}");
    }
}

#[test]
fn an_expired_token_that_is_accepted_is_asked_about() {
    let request = format!("GET /x HTTP/1.1\nRange: bytes=0-9\nAuthorization: Bearer {EXPIRED}");
    for status in ["200 OK", "202 Accepted", "204 No Content", "206 Partial Content"] {
        let judged = json(&[], &answered(&request, &format!("{status}\n{AFTER}")));
        assert_eq!((&judged["verdict"], asked(&judged)), (&"unknown".into(), vec!["protected"]), "{status}: {judged}");
        let judged = json(&["--fact", "protected=yes"], &answered(&request, &format!("{status}\n{AFTER}")));
        assert_eq!(judged["verdict"], "wrong-code", "{status}: {judged}");
        assert_eq!(judged["findings"][0]["rule"], "expired-token-accepted", "{status}: {judged}");
        let judged = json(&[], &answered(&request, &format!("{status}\n{BEFORE}")));
        assert_eq!(judged["verdict"], "conforms", "{status}: {judged}");
    }
    // The first exchange shows that the resource is protected.
    let rows = answered("GET /x HTTP/1.1", "401 Unauthorized\nWWW-Authenticate: Bearer realm=\"a\"")
        + &answered(&request, &format!("200 OK\n{AFTER}"));
    assert_eq!(verdicts(&json(&[], &rows)), ["conforms", "wrong-code"]);
}

#[test]
fn a_token_has_expired_only_if_the_time_of_the_response_is_known() {
    let request = format!("GET /x HTTP/1.1\nAuthorization: Bearer {EXPIRED}");
    for (date, value) in [(AFTER, Value::from("expired")), (BEFORE, Value::Null), ("Via: x", Value::Null)] {
        let judged = json(&[], &answered(&request, &format!("403 Forbidden\n{date}")));
        assert_eq!(judged["facts"]["credentials"]["value"], value, "{date}: {judged}");
        assert_eq!(judged["verdict"], "unknown", "{date}: {judged}");
    }
    let archive = |time: &str| {
        format!(
            r#"{{"log":{{"entries":[{{"startedDateTime":"{time}","request":{{"method":"GET","url":"https://a.example/x","headers":[{{"name":"Authorization","value":"Bearer {EXPIRED}"}}]}},"response":{{"status":403,"headers":[{{"name":"Via","value":"x"}}]}}}}]}}}}"#
        )
    };
    for (time, value) in
        [("2020-09-13T12:00:00.000Z", Value::Null), ("2020-09-13T14:00:00.000+01:00", Value::from("expired"))]
    {
        assert_eq!(json(&[], &archive(time))["facts"]["credentials"]["value"], value, "{time}");
    }
}

#[test]
fn the_latest_statement_of_the_server_counts_more_than_an_earlier_success() {
    let bearer = "GET /x HTTP/1.1\nAuthorization: Bearer abcd";
    let digest =
        "GET /x HTTP/1.1\nAuthorization: Digest username=\"a\", realm=\"r\", nonce=\"n\", uri=\"/x\", response=\"0\"";
    let refused =
        |request: &str, challenge: &str| answered(request, &format!("401 Unauthorized\nWWW-Authenticate: {challenge}"));
    for (first, second) in [
        (answered(bearer, "200 OK"), refused(bearer, "Bearer realm=\"x\", error=\"invalid_token\"")),
        (
            answered("DELETE /sessions/current HTTP/1.1\nAuthorization: Bearer abcd", "204 No Content"),
            refused("GET /me HTTP/1.1\nAuthorization: Bearer abcd", "Bearer error=\"invalid_token\""),
        ),
        (
            answered("GET /logo.png HTTP/1.1\nAuthorization: Bearer abcd", "200 OK"),
            refused("GET /me HTTP/1.1\nAuthorization: Bearer abcd", "Bearer error=\"invalid_token\""),
        ),
        (
            answered(digest, "200 OK"),
            refused(digest, "Digest realm=\"r\", qop=\"auth\", nonce=\"m\", algorithm=MD5, stale=true"),
        ),
    ] {
        let judged = json(&[], &(first + &second));
        assert_eq!(verdicts(&judged), ["conforms", "conforms"], "{judged}");
        assert_eq!(judged["exchanges"][1]["should"][0], 401, "{judged}");
    }
    let basic = |path: &str| format!("GET {path} HTTP/1.1\nAuthorization: Basic YTpi");
    let judged = json(&[], &(answered(&basic("/a"), "200 OK") + &refused(&basic("/b"), "Basic realm=\"admin\"")));
    assert_ne!(judged["exchanges"][1]["verdict"], "wrong-code", "{judged}");
    assert!(judged["exchanges"][1]["should"].to_string().contains("401"), "{judged}");
}

#[test]
fn one_success_does_not_rule_out_other_reasons_for_everybody() {
    let valid = "Authorization: Bearer abcd";
    let opened = |method: &str| answered(&format!("{method} /x HTTP/1.1\n{valid}"), "200 OK\nServer: app");
    for (method, response, verdict) in [
        (
            "GET",
            "403 Forbidden\nServer: cloudflare\nCf-Mitigated: challenge\n\n<title>Just a moment...</title>",
            "conforms",
        ),
        ("GET", "403 Forbidden\nServer: edge", "unknown"),
        ("GET", "403 Forbidden\nServer: app", "wrong-code"),
        ("GET", "500 Internal Server Error\nServer: app", "unknown"),
        ("POST", "400 Bad Request\nServer: app\n\n{\"error\":\"quantity is required\"}", "unknown"),
        ("POST", "422 Unprocessable Content\nServer: app\n\n{\"error\":\"quantity is required\"}", "unknown"),
        ("GET", "400 Bad Request\nServer: app", "wrong-code"),
    ] {
        let judged = json(&[], &(opened(method) + &answered(&format!("{method} /x HTTP/1.1"), response)));
        assert_eq!(verdicts(&judged), ["conforms", verdict], "{method} {response}: {judged}");
    }
}

#[test]
fn rows_that_are_all_refused_may_meet_a_wall() {
    let rows = ["none", "malformed", "made-up", "low-privileged", "privileged"]
        .map(|row| format!("### ROW {row} GET https://a.example/x\nHTTP/1.1 403 Forbidden\n\nblocked\n\n"))
        .concat();
    let judged = json(&["--fact", "scheme=bearer"], &rows);
    assert!(!verdicts(&judged).contains(&"wrong-code"), "{judged}");
    assert_eq!(asked(&judged["exchanges"][0]), ["refusal"], "{judged}");
    let judged = json(&["--fact", "scheme=bearer", "--fact", "refusal=nobody"], &rows);
    assert_eq!(verdicts(&judged), ["conforms"; 5], "{judged}");
}

#[test]
fn the_words_of_a_form_are_not_a_reason_for_a_refusal() {
    let page =
        "<html><head><meta name=\"csrf-token\" content=\"x\"></head><body>Your session has expired.</body></html>";
    let failed = "<html><body>CSRF verification failed.</body></html>";
    for (request, body, is_stated) in [
        ("GET /x HTTP/1.1", page, false),
        ("POST /x HTTP/1.1", page, false),
        ("GET /x HTTP/1.1", failed, false),
        ("POST /x HTTP/1.1", failed, true),
        ("POST /x HTTP/1.1", "{\"csrfToken\":\"a\",\"message\":\"No entry\"}", false),
    ] {
        for status in ["403 Forbidden", "400 Bad Request"] {
            let response = format!("{status}\nContent-Type: text/html\n\n{body}");
            let judged = json(&[], &answered(request, &response));
            assert_eq!(judged["facts"]["refusal"]["value"] == "csrf", is_stated, "{request} {body}: {judged}");
        }
    }
    let prose = "The list of required scopes is in the documentation.";
    let request = "GET /x HTTP/1.1\nAuthorization: Bearer abcd";
    let judged = json(&[], &answered(request, &format!("403 Forbidden\nContent-Type: text/plain\n\n{prose}")));
    assert_eq!(judged["verdict"], "unknown", "{judged}");
}

#[test]
fn a_status_that_is_not_registered_is_never_replaced_by_200() {
    for status in [418, 420, 440, 444, 460, 463, 494, 498, 499] {
        let log =
            format!("10.0.0.1 - - [27/Nov/2026:10:00:00 +0000] \"GET /x HTTP/1.1\" {status} 0 \"-\" \"curl/8\"\n");
        let sent = answered("GET /x HTTP/1.1\nAuthorization: Bearer abcd", &format!("{status} X"));
        let bare = answered("GET /x HTTP/1.1", &format!("{status} X"));
        for input in [log, sent, bare] {
            let judged = json(&[], &input);
            assert_eq!((&judged["verdict"], &judged["corrected"]), (&"unknown".into(), &Value::Null), "{judged}");
            assert!(!judged["should"].to_string().contains("200"), "{judged}");
        }
    }
    let told = ["--fact", "credentials=unknown-user", "--fact", "refusal=none"];
    let judged = json(&told, &answered("GET /x HTTP/1.1\nAuthorization: Bearer abcd", "498 Invalid Token"));
    assert_eq!((&judged["verdict"], &judged["should"][0]), (&"wrong-code".into(), &401.into()), "{judged}");
}

#[test]
fn a_reason_that_the_server_states_is_not_asked_for_again() {
    let bearer = "GET /x HTTP/1.1\nAuthorization: Bearer abcd";
    let expired = format!("GET /x HTTP/1.1\nAuthorization: Bearer {EXPIRED}");
    for input in [
        answered(bearer, "403 Forbidden\nWWW-Authenticate: Bearer error=\"invalid_token\""),
        answered(
            &expired,
            &format!("403 Forbidden\n{AFTER}\nWWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"a\""),
        ),
        "[2026-11-23T07:04:15.000Z] \"GET /x HTTP/1.1\" 403 - jwt_authn_access_denied{Jwt_is_expired} - \"-\"\n".into(),
    ] {
        let judged = json(&[], &input);
        assert_eq!((&judged["verdict"], &judged["should"][0]), (&"wrong-code".into(), &401.into()), "{judged}");
    }
}

#[test]
fn an_envoy_log_states_the_reason() {
    for (reason, credentials) in [
        ("Jwt_is_missing", "absent"),
        ("Jwt_is_expired", "expired"),
        ("Jwt_not_yet_valid", "not-yet-valid"),
        ("Audiences_in_Jwt_are_not_allowed", "wrong-audience"),
        ("Jwt_verification_fails", "bad-signature"),
        ("Jwks_remote_fetch_is_failed", "unverifiable"),
    ] {
        let log =
            format!("[2026-11-23T07:04:15.000Z] \"GET /x HTTP/1.1\" 403 - jwt_authn_access_denied{{{reason}}} \"-\"\n");
        let judged = json(&[], &log);
        assert_eq!(judged["facts"]["credentials"]["value"], credentials, "{judged}");
    }
}

#[test]
fn a_500_that_blames_the_token_is_not_certain() {
    let bearer = "GET /x HTTP/1.1\nAuthorization: Bearer abcd";
    let body = |body: &str| format!("500 Internal Server Error\nContent-Type: application/json\n\n{body}");
    let judged = json(&[], &answered(bearer, &body("{\"error\":\"jwt expired\"}")));
    assert_eq!(judged["verdict"], "unknown", "{judged}");
    let anonymous = "GET /x HTTP/1.1";
    let judged = json(&[], &answered(anonymous, &body("{\"message\":\"Unauthorized\"}")));
    assert_eq!(judged["verdict"], "unknown", "{judged}");
    for request in [bearer, anonymous] {
        let judged = json(&[], &answered(request, &body("{\"error\":\"division by zero\"}")));
        assert_eq!(
            (&judged["verdict"], &judged["facts"]["service"]["source"]),
            (&"conforms".into(), &"assumed".into())
        );
    }
}

#[test]
fn a_status_with_a_reason_of_its_own_is_among_the_right_ones() {
    let request = format!("GET /ws HTTP/1.1\nUpgrade: websocket\nConnection: Upgrade\nAuthorization: Bearer {EXPIRED}");
    let judged = json(&[], &answered(&request, &format!("101 Switching Protocols\nUpgrade: websocket\n{AFTER}")));
    assert_eq!(
        (&judged["verdict"], &judged["should"]),
        (&"unknown".into(), &serde_json::json!([101, 401])),
        "{judged}"
    );
}

#[test]
fn a_redirect_to_a_login_page_suggests_an_expired_session() {
    let judged = json(&[], &answered("GET /me HTTP/1.1\nCookie: session=abc", "302 Found\nLocation: /login"));
    let finding = judged["findings"][0].to_string();
    assert!(finding.contains("401") && !finding.contains("aren't adequate"), "{judged}");
}

#[test]
fn each_answer_leads_to_the_verdict_that_its_question_promised() {
    let requests = ["", "Authorization: Bearer abcd\n", "Cookie: sid=1\n"];
    let texts =
        ["", "Not authenticated", "No API key found", "Forbidden", "Token expired", "Quota exceeded", "no role"];
    for (index, status) in ["400 Bad Request", "401 Unauthorized", "403 Forbidden", "500 Error"].iter().enumerate() {
        for (second, text) in texts.iter().enumerate() {
            let request = format!("GET /x HTTP/1.1\n{}", requests[(index + second) % requests.len()]);
            let challenge = if *status == "401 Unauthorized" { "\nWWW-Authenticate: Basic realm=\"a\"" } else { "" };
            let input = answered(request.trim_end(), &format!("{status}{challenge}\n\n{{\"message\":\"{text}\"}}"));
            let exchange = &parse("", &input).expect("an exchange")[0];
            let found = inspect(exchange, &[], &[], 0);
            for question in &found.questions {
                let decides = |outcome: Conformance| outcome != Conformance::Unknown;
                assert!(question.outcomes.iter().any(|(_, outcome)| decides(*outcome)), "{input}: {question:?}");
                for (value, outcome) in &question.outcomes {
                    let told = KnownFact::new(question.fact, *value, FactSource::User);
                    assert_eq!(inspect(exchange, &[told], &[], 0).verdict, *outcome, "{input}: {:?}", question.fact);
                }
            }
        }
    }
}

#[test]
fn facts_stated_by_the_server_are_not_asked_for() {
    let bearer = format!("GET /x HTTP/1.1\nAuthorization: Bearer {EXPIRED}");
    let signed = "GET /x HTTP/1.1\nAuthorization: AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=c";
    let invalid_request = "WWW-Authenticate: Bearer realm=\"a\", error=\"invalid_request\"\n";
    for (request, response, verdict, should) in [
        ("GET /x HTTP/1.1\nAuthorization: Bearer abcd", format!("400 Bad Request\n{invalid_request}"), "conforms", 400),
        (
            "GET /x HTTP/1.1\nAuthorization: Bearer abcd",
            format!("401 Unauthorized\n{invalid_request}"),
            "arguable",
            400,
        ),
        ("GET /x HTTP/1.1", "400 Bad Request\n\nMissing Authorization header".into(), "wrong-code", 401),
        (&bearer, format!("400 Bad Request\n{AFTER}\n\ntoken expired"), "wrong-code", 401),
        (
            signed,
            "403 Forbidden\n\nThe request signature we calculated does not match the signature you provided.".into(),
            "wrong-code",
            401,
        ),
        ("GET /x HTTP/1.1", "200 OK\nContent-Type: application/grpc\ngrpc-status: 16".into(), "conforms", 200),
    ] {
        let judged = json(&[], &answered(request, &response));
        assert_eq!((&judged["verdict"], &judged["should"][0]), (&verdict.into(), &should.into()), "{judged}");
        assert_eq!(asked(&judged), Vec::<&str>::new(), "{judged}");
        assert_eq!(judged["corrected"].is_array(), verdict != "conforms", "{judged}");
    }
    let missing_key = json(&[], &answered("GET /x HTTP/1.1", "400 Bad Request\n\nAPI key required"));
    assert_eq!(asked(&missing_key), ["scheme"], "{missing_key}");
}

#[test]
fn a_body_that_contradicts_the_challenge_leaves_the_verdict_open() {
    for (text, fact, statuses) in [
        ("Rate limit exceeded", "refusal", &["401 Unauthorized", "403 Forbidden"][..]),
        ("LDAP server unreachable", "credentials", &["401 Unauthorized"]),
    ] {
        for status in statuses {
            let response = format!("{status}\nWWW-Authenticate: Bearer realm=\"a\", error=\"invalid_token\"\n\n{text}");
            let judged = json(&[], &answered("GET /x HTTP/1.1\nAuthorization: Bearer abcd", &response));
            assert_eq!(judged["verdict"], "unknown", "{judged}");
            assert!(asked(&judged).contains(&fact), "{judged}");
        }
    }
}

#[test]
fn a_log_says_who_refused_and_that_a_user_was_named() {
    let envoy = |details: &str| format!("[2026-11-23T07:04:15.000Z] \"POST /x HTTP/1.1\" 403 - {details} - \"-\"\n");
    for (log, verdict, should) in [
        (envoy("csrf_origin_mismatch"), "conforms", 403),
        (envoy("ext_authz_error"), "wrong-code", 503),
        (envoy("ext_authz_denied"), "unknown", 403),
    ] {
        let judged = json(&[], &log);
        assert_eq!((&judged["verdict"], &judged["should"][0]), (&verdict.into(), &should.into()), "{judged}");
    }
    for (user, is_possible) in [("-", true), ("ana", false)] {
        let log =
            format!("192.0.2.1 - {user} [26/Nov/2026:07:04:15 +0000] \"GET /x HTTP/1.1\" 403 9 \"-\" \"curl/8\"\n");
        let judged = json(&[], &log);
        let answers = judged["questions"][1].to_string();
        assert_eq!(answers.contains("\"absent\""), is_possible, "{judged}");
    }
}
