//! Tests `airside inspect` with every input format.
//!
//! The tests also cover the sources of facts, exit codes, the masking of secrets, and `--script`.

mod body;
mod captures;
mod certainty;
mod corrections;
mod damage;
mod duties;
mod logs;
mod oauth;
#[cfg(unix)]
mod on_terminal;
mod packs;
mod page;
mod places;
mod reasons;
mod recordings;
mod schemes;
mod servers;
mod told;

use airside::ruling::FactName;
use serde_json::Value;

use super::cli::{err, out, run_in};

const BASIC_401: &str = "401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"a\"";
const TOKEN: &str = "s3cr3t-4711-token";

fn inspect(arguments: &[&str], input: &str) -> (Option<i32>, String, String) {
    let home = tempfile::tempdir().expect("a folder");
    let output = run_in(home.path(), &[&["inspect"], arguments].concat(), input);
    (output.status.code(), out(&output), err(&output))
}

fn json(arguments: &[&str], input: &str) -> Value {
    let (_, text, errors) = inspect(&[&["--json"], arguments].concat(), input);
    if let Ok([exchange]) = airside::inspect::exchange::parse("x", input).as_deref() {
        let fault = corrections::fault(exchange, &corrections::user_facts(arguments));
        assert!(fault.is_none(), "{fault:?}: {input}");
    }
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}{errors}"))
}

fn exchange(authorization: &str, response: &str) -> String {
    format!(
        "GET /a HTTP/1.1\r\nHost: api.example\r\nUser-Agent: curl/8\r\n{authorization}\r\nHTTP/1.1 {response}\r\n\r\n"
    )
}

#[test]
fn every_format_of_the_same_exchange_gets_the_same_verdict() {
    let verbose = "* Trying\n> GET /a HTTP/1.1\n> Host: api.example\n> User-Agent: curl/8\n> \n< HTTP/1.1 401 Unauthorized\n< Content-Length: 0\n< \n* Closing\n";
    let trace = "=> Send header, 60 bytes (0x3c)\n0000: GET /a HTTP/1.1\n0011: Host: api.example\n0024: User-Agent: curl/8\n0038: \n<= Recv header, 27 bytes (0x1b)\n0000: HTTP/1.1 401 Unauthorized\n<= Recv header, 19 bytes (0x13)\n0000: Content-Length: 0\n<= Recv header, 2 bytes (0x2)\n0000: \n";
    let har = r#"{"log":{"entries":[{"request":{"method":"GET","url":"https://api.example/a","headers":[]},"response":{"status":401,"headers":[{"name":"Content-Length","value":"0"}]}}]}}"#;
    let raw = exchange("", "401 Unauthorized\r\nContent-Length: 0");
    let marked = format!("### REQUEST\n{}", raw.replace("\r\nHTTP/1.1 401", "\r\n### RESPONSE\r\nHTTP/1.1 401"));
    let second = raw.replace("HTTP/1.1", "HTTP/2").replace("\r\n", "\n");
    for input in [verbose, trace, har, &raw, &marked, &second, "HTTP/1.1 401 Unauthorized\nContent-Length: 0\n\n"] {
        let judged = json(&[], input);
        assert_eq!((&judged["verdict"], &judged["status"]), (&"challenge".into(), &401.into()), "{input}");
        assert_eq!(judged["findings"][0]["rule"], "challenge-missing", "{input}");
        assert_eq!(judged["questions"], Value::Array(Vec::new()), "{input}");
    }
}

#[test]
fn heads_are_found_where_documents_put_them() {
    let head = "HTTP/1.1 401 Unauthorized\nContent-Length: 0\n...\n";
    let indented = format!("    {}", head.replace('\n', "\n    "));
    for input in [
        format!("curl http://127.0.0.1:9080/foo -i\n{head}"),
        format!("ana@host:~$ curl -i http://127.0.0.1/\n{head}"),
        indented.clone(),
        format!("--2026-11-26 17:21:32--  http://host/\nHTTP request sent, awaiting response...\n{indented}Saved.\n"),
        format!("  < {}", head.replace('\n', "\n  < ")),
        "HTTP/1.1 401\n...\n".to_owned(),
    ] {
        let judged = json(&[], &input);
        assert_eq!((&judged["verdict"], &judged["status"]), (&"challenge".into(), &401.into()), "{input}");
    }
}

#[test]
fn a_finding_names_the_column_of_the_file() {
    let place = |input: &str| {
        let judged = json(&[], input);
        (judged["findings"][0]["line"].clone(), judged["findings"][0]["column"].clone())
    };
    let field = "WWW-Authenticate: Basic";
    assert_eq!(place(&format!("HTTP/1.1 401 x\n{field}\n\n")), (2.into(), 19.into()));
    assert_eq!(place(&format!("< HTTP/1.1 401 x\n< {field}\n<\n")), (2.into(), 21.into()));
    assert_eq!(place(&format!("  < HTTP/1.1 401 x\n  < {field}\n")), (2.into(), 23.into()));
    let trace = format!("<= Recv header, 16 bytes\n0000: HTTP/1.1 401 x\n<= Recv header, 25 bytes\n0000: {field}\n");
    assert_eq!(place(&trace), (4.into(), 25.into()));
}

#[test]
fn an_archive_is_read_as_far_as_it_goes_and_a_fault_is_named_with_its_place() {
    let entry = |response: &str| format!("{{\"request\":{{\"method\":\"GET\",\"url\":\"https://h/\"}}{response}}}");
    let archive = |entries: &str| format!("{{\"log\":\n{{\"entries\":[{entries}]}}}}");
    let refused =
        entry(",\"response\":{\"status\":401,\"headers\":[{\"name\":\"Via\",\"value\":null}],\"content\":null}");
    let unanswered = [entry(""), entry(",\"response\":null"), entry(",\"response\":{\"status\":0,\"headers\":null}")];
    let judged = json(&[], &archive(&format!("{},{refused}", unanswered.join(","))));
    assert_eq!((&judged["verdict"], &judged["status"]), (&"challenge".into(), &401.into()));
    for (input, place, message) in [
        (archive(&unanswered.join(",")), "2:2", "the archive has no entry with a response"),
        ("{\"log\":\n{\"pages\":[]}}".to_owned(), "2:12", "the object that ends here has no field `entries`"),
        (archive("{\"request\":{\"method\":\"GET\"}}"), "2:39", "has no field `url`"),
        (archive("7"), "2:13", "a different type of value is expected here"),
        (archive(&refused).chars().take(60).collect(), "2:52", "it ends too early"),
    ] {
        let (code, _, errors) = inspect(&[], &input);
        assert!(code == Some(2) && errors.contains(&format!("standard input:{place}: ")), "{input}: {errors}");
        assert!(errors.contains(message) && errors.contains("hint: "), "{errors}");
    }
}

#[test]
fn a_log_has_a_status_and_no_challenge_to_judge() {
    let nginx = "10.0.0.1 - - [23/Nov/2026:07:04:15 +0000] \"GET /a HTTP/1.1\" 401 12 \"-\" \"curl/8\"\n";
    assert_eq!(json(&[], nginx)["verdict"], "unknown");
    assert_eq!(json(&["--fact", "credentials=valid", "--fact", "permission=role"], nginx)["verdict"], "arguable");
    let envoy =
        "[2026-11-23T07:04:15.000Z] \"GET /a HTTP/1.1\" 403 - rbac_access_denied_matched_policy[none] - \"-\"\n";
    assert_eq!(json(&[], envoy)["verdict"], "unknown", "a policy also refuses a request without a token");
}

#[test]
fn an_archive_without_authorization_is_not_taken_for_an_anonymous_request() {
    let har = r#"{"log":{"entries":[{"request":{"method":"GET","url":"https://api.example/a","headers":[{"name":"Accept","value":"*/*"}]},"response":{"status":403,"headers":[{"name":"Date","value":"x"}]}}]}}"#;
    let judged = json(&[], har);
    assert_eq!((&judged["verdict"], &judged["facts"]["credentials"]["value"]), (&"unknown".into(), &Value::Null));
    assert!(
        inspect(&[], har).1.contains("leave `Authorization` and `Cookie` out")
            || inspect(&[], har).1.contains("leave Authorization and Cookie out")
    );
}

#[test]
fn only_facts_that_change_the_verdict_are_asked_for() {
    let refused = exchange("Authorization: Basic YTpi\r\n", "403 Forbidden");
    let judged = json(&[], &refused);
    let asked: Vec<&str> =
        judged["questions"].as_array().expect("a list").iter().filter_map(|one| one["fact"].as_str()).collect();
    assert_eq!((asked, &judged["verdict"]), (vec!["refusal", "credentials"], &"unknown".into()));
    let valid = json(&["--fact", "credentials=valid"], &refused);
    assert_eq!((&valid["verdict"], &valid["facts"]["credentials"]["source"]), (&"conforms".into(), &"told".into()));
    let wrong = json(&["--fact", "credentials=wrong-secret"], &refused);
    assert_eq!((&wrong["verdict"], &wrong["should"]), (&"wrong-code".into(), &serde_json::json!([401])));
}

#[test]
fn repeating_what_the_exchange_shows_leaves_every_question_open() {
    let refused = exchange("", "403 Forbidden");
    let asked = json(&[], &refused)["questions"].clone();
    assert_eq!(asked[0]["fact"], "refusal");
    let visible = json(&[], &refused)["facts"].as_object().expect("facts").clone();
    let seen = visible
        .iter()
        .filter(|(name, _)| FactName::find(name).is_some())
        .filter(|(_, fact)| fact["source"] == "seen" && fact["value"].is_string());
    let seen: Vec<String> =
        seen.map(|(name, fact)| format!("{name}={}", fact["value"].as_str().expect("text"))).collect();
    assert!(seen.contains(&"credentials=absent".to_owned()), "{seen:?}");
    for fact in seen.iter().map(String::as_str).chain(["protected=yes", "exists=yes", "method=supported"]) {
        assert_eq!(json(&["--fact", fact], &refused)["questions"], asked, "{fact}");
    }
}

#[test]
fn an_uncertain_403_names_the_right_code_before_anything_else() {
    for (request, first) in
        [("", "If a token or a login would have helped"), ("Authorization: Basic YTpi\r\n", "If the credentials were")]
    {
        let (_, text, _) = inspect(&["--no-input"], &exchange(request, "403 Forbidden"));
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.starts_with(first), "{text}");
        assert!(words.contains("this should be 401 with WWW-Authenticate."), "{text}");
    }
}

#[test]
fn a_wrong_status_cites_one_passage_with_the_level_of_that_passage() {
    let cookie: &[&str] = &["scheme=cookie", "credentials=expired", "refusal=none"];
    let browser: &[&str] = &["client=browser", "scheme=cookie", "credentials=absent", "refusal=none"];
    for (facts, response, verdict, citation, level) in [
        (
            &["scheme=basic", "credentials=absent", "refusal=none"][..],
            "403 Forbidden",
            "wrong-code",
            "RFC 9110 section 11.4 paragraph 3",
            "SHOULD",
        ),
        (&["refusal=nobody"], BASIC_401, "arguable", "RFC 9110 section 15.5.4 paragraph 2", "definition"),
        (&["service=down"], BASIC_401, "arguable", "RFC 9110 section 15.6.4 paragraph 1", "definition"),
        (
            &["credentials=unverifiable", "refusal=none"],
            "403 Forbidden",
            "wrong-code",
            "RFC 9110 section 15.6 paragraph 1",
            "definition",
        ),
        (
            &["credentials=valid", "permission=role"],
            BASIC_401,
            "arguable",
            "RFC 9110 section 11.4 paragraph 5",
            "ought to",
        ),
        (cookie, "403 Forbidden", "arguable", "RFC 9110 section 11.4 paragraph 7", "definition"),
        (browser, "403 Forbidden", "arguable", "RFC 9110 section 11.4 paragraph 7", "definition"),
    ] {
        let given = facts.iter().flat_map(|fact| ["--fact", fact]).collect::<Vec<_>>();
        let judged = json(&given, &exchange("", response));
        let finding = &judged["findings"][0];
        assert_eq!(judged["verdict"], verdict, "{facts:?}");
        assert_eq!((&finding["citation"], &finding["level"]), (&citation.into(), &level.into()), "{facts:?}");
    }
    let given = browser.iter().flat_map(|fact| ["--fact", fact]).collect::<Vec<_>>();
    assert_eq!(json(&given, &exchange("", "302 Found\r\nLocation: /login"))["verdict"], "conforms");
}

#[test]
fn a_missing_scope_depends_on_the_scheme_if_no_request_shows_it() {
    let response = "HTTP/1.1 403 Forbidden\nContent-Length: 0\n\n";
    let facts = ["--fact", "credentials=valid", "--fact", "permission=scope"];
    let judged = json(&facts, response);
    assert_eq!((&judged["verdict"], &judged["questions"][0]["fact"]), (&"unknown".into(), &"scheme".into()));
    assert_eq!(json(&[&facts[..], &["--fact", "scheme=bearer"]].concat(), response)["verdict"], "challenge");
    assert_eq!(json(&[&facts[..], &["--fact", "scheme=key"]].concat(), response)["verdict"], "conforms");
}

#[test]
fn a_switched_protocol_is_not_a_fault() {
    let response = "101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade";
    assert_eq!(json(&[], &exchange("Upgrade: websocket\r\nCookie: a=b\r\n", response))["verdict"], "conforms");
    assert_eq!(json(&[], &exchange("", response))["verdict"], "wrong-code", "the request doesn't ask for it");
}

/// A server may ignore the Upgrade field (RFC 9110 section 7.8).
#[test]
fn a_200_for_a_handshake_answers_an_ordinary_request() {
    let judged = json(&[], &exchange("Upgrade: websocket\r\nCookie: a=b\r\n", "200 OK"));
    assert_eq!((&judged["verdict"], &judged["facts"]["upgrade"]["value"]), (&"conforms".into(), &"none".into()));
}

#[test]
fn a_key_in_a_field_of_its_own_is_seen() {
    for field in ["X-Vault-Token", "X-Shopify-Access-Token", "PRIVATE-TOKEN", "X-Api-Key"] {
        let judged =
            json(&["--fact", "credentials=unknown-user"], &exchange(&format!("{field}: abc\r\n"), "403 Forbidden"));
        assert_eq!((&judged["verdict"], &judged["facts"]["scheme"]["value"]), (&"arguable".into(), &"key".into()));
    }
    let anonymous = json(&[], &exchange("X-CSRF-Token: abc\r\n", "403 Forbidden"));
    assert_eq!(anonymous["facts"]["credentials"], serde_json::json!({ "value": "absent", "source": "seen" }));
}

#[test]
fn an_expired_token_is_decoded_and_nothing_is_asked() {
    // The token consists of {"alg":"none"} and {"exp":1600000000}.
    let token = "Authorization: Bearer eyJhbGciOiJub25lIn0.eyJleHAiOjE2MDAwMDAwMDB9.x\r\n";
    let judged = json(
        &[],
        &exchange(
            token,
            "401 Unauthorized\r\nDate: Fri, 01 May 2026 00:00:00 GMT\r\nWWW-Authenticate: Bearer realm=\"a\", error=\"invalid_token\"",
        ),
    );
    assert_eq!(judged["facts"]["credentials"], serde_json::json!({ "value": "expired", "source": "decoded" }));
    assert_eq!((&judged["verdict"], &judged["practise"]), (&"conforms".into(), &"expired".into()));
}

#[test]
fn scheme_duties_are_judged() {
    let verdict = |challenge: &str| {
        let judged = json(&[], &exchange("", &format!("401 Unauthorized\r\nWWW-Authenticate: {challenge}")));
        let rule = judged["findings"][0]["rule"].as_str().unwrap_or_default().to_owned();
        (judged["verdict"].as_str().unwrap_or_default().to_owned(), rule)
    };
    let expect = |challenge: &str, wanted: &str, rule: &str| {
        assert_eq!(verdict(challenge), (wanted.into(), rule.into()), "{challenge}");
    };
    expect("Basic realm=\"a\"", "conforms", "");
    expect("Basic", "challenge", "basic-realm");
    expect("Basic realm=a", "challenge", "realm-unquoted");
    expect("Bearer", "challenge", "bearer-parameter");
    expect("Bearer realm=\"a\" scope=\"b\"", "challenge", "challenge-grammar");
    expect("Digest realm=\"a\"", "challenge", "digest-parameters");
    expect("Bearer error=\"invalid_token\"", "arguable", "bearer-error-unasked");
    expect("Negotiate", "conforms", "");
    let wrong = json(
        &[],
        &exchange(
            "Authorization: Bearer abc\r\n",
            "401 Unauthorized\r\nWWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"a\"",
        ),
    );
    assert_eq!((&wrong["verdict"], &wrong["should"][0]), (&"wrong-code".into(), &403.into()));
}

#[test]
fn the_exit_code_says_whether_something_is_wrong() {
    assert_eq!(inspect(&[], &exchange("", "401 Unauthorized")).0, Some(1));
    assert_eq!(inspect(&[], &exchange("", "401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"a\"")).0, Some(0));
    for unusable in ["", "hello\n", "{}", "{\"log\":", "GET / HTTP/1.1\nHost: a\n\n"] {
        let (code, text, errors) = inspect(&[], unusable);
        assert_eq!((code, text.as_str()), (Some(2), ""), "{unusable}");
        assert!(errors.contains("allowed: ") && errors.contains("hint: "), "{errors}");
    }
    let (code, _, errors) = inspect(&["--fact", "credentials=expird"], &exchange("", "401 Unauthorized"));
    assert!(code == Some(2) && errors.contains("airside inspect --fact credentials=expired"), "{errors}");
}

#[test]
fn no_output_shows_a_secret() {
    for field in ["Authorization: Bearer", "Authorization:", "Cookie: a=", "X-Api-Key:", "Proxy-Authorization: Basic"] {
        let input = exchange(
            &format!("{field} {TOKEN}\r\nBroken {TOKEN}\r\n"),
            &format!("403 Forbidden\r\nSet-Cookie: a={TOKEN}"),
        )
        .replace("GET /a", &format!("GET /a?access_token={TOKEN}"));
        for arguments in [&[][..], &["--json"], &["--sarif"], &["--fact", "credentials=wrong-secret"]] {
            let (_, text, errors) = inspect(arguments, &input);
            assert!(
                !text.contains(TOKEN) && !errors.contains(TOKEN) && !text.is_empty(),
                "{field} {arguments:?}: {text}"
            );
        }
    }
    for broken in [
        format!("{{\"log\":{TOKEN}"),
        format!("{{\"log\":\"{TOKEN}\"}}"),
        format!("1 - - [x] \"GET / HTTP/1.1\" 401 1\n{TOKEN}\n{TOKEN}\n"),
    ] {
        let (code, text, errors) = inspect(&[], &broken);
        assert!(code == Some(2) && !text.contains(TOKEN) && !errors.contains(TOKEN), "{errors}");
    }
}

#[test]
fn the_rows_of_the_script_are_judged_together() {
    let (code, script, _) = inspect(&["--script", "https://api.example/v1"], "");
    assert!(code == Some(0) && script.contains("url='https://api.example/v1'"));
    assert_eq!(inspect(&["--script", "http://api.example/"], "").0, Some(2));
    let row =
        |name: &str, response: &str| format!("### ROW {name} GET https://api.example/v1\nHTTP/1.1 {response}\n\n\n");
    let rows = row("none", "403 Forbidden")
        + &row("made-up", "403 Forbidden")
        + &row("low-privileged", "403 Forbidden")
        + &row("privileged", "200 OK");
    let judged = json(&[], &rows);
    let verdicts: Vec<&str> =
        judged["exchanges"].as_array().expect("a list").iter().filter_map(|one| one["verdict"].as_str()).collect();
    assert_eq!(verdicts, ["wrong-code", "wrong-code", "conforms", "conforms"]);
    let rules: Vec<&str> =
        judged["comparisons"].as_array().expect("a list").iter().filter_map(|one| one["rule"].as_str()).collect();
    assert_eq!(rules, ["missing-as-made-up", "low-as-missing"]);
}

#[test]
fn a_report_for_code_hosts_names_rule_and_line() {
    let (code, text, _) = inspect(&["--sarif"], &exchange("", "401 Unauthorized\r\nWWW-Authenticate: Basic"));
    let report: Value = serde_json::from_str(&text).expect("JSON");
    let result = &report["runs"][0]["results"][0];
    assert_eq!((code, &result["ruleId"], &result["level"]), (Some(1), &"basic-realm".into(), &"error".into()));
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], &region["startColumn"]), (&6.into(), &19.into()));
    assert_eq!(report["version"], "2.1.0");
}

fn answered(request: &str, response: &str) -> String {
    format!("{request}\nHost: api.example\n\n{response}\n\n")
}

#[test]
fn a_status_has_no_reason_if_the_stated_facts_rule_out_all_of_them() {
    let bearer = "GET /a HTTP/1.1\nAuthorization: Bearer abc";
    for (status, facts, verdict) in [
        ("503 Service Unavailable", &["service=up", "credentials=unknown-user"][..], "wrong-code"),
        ("503 Service Unavailable", &["credentials=unknown-user"], "conforms"),
        ("503 Service Unavailable", &["service=up", "refusal=nobody"], "wrong-code"),
        ("404 Not Found", &["exists=yes", "hidden=no", "credentials=expired"], "wrong-code"),
        ("404 Not Found", &["exists=yes", "credentials=expired"], "conforms"),
        ("404 Not Found", &["hidden=no", "credentials=expired"], "conforms"),
        ("429 Too Many Requests", &["refusal=none", "credentials=expired"], "wrong-code"),
        ("429 Too Many Requests", &["credentials=expired"], "conforms"),
        ("405 Method Not Allowed\nAllow: POST", &["method=supported", "credentials=expired"], "wrong-code"),
        ("451 Unavailable For Legal Reasons", &["refusal=nobody"], "wrong-code"),
        ("406 Not Acceptable", &["service=up", "exists=yes", "hidden=no"], "conforms"),
        ("302 Found", &["scheme=bearer", "credentials=valid", "permission=granted"], "conforms"),
    ] {
        let user_facts: Vec<&str> = facts.iter().flat_map(|fact| ["--fact", fact]).collect();
        let found = json(&user_facts, &answered(bearer, &format!("HTTP/1.1 {status}")));
        assert_eq!(found["verdict"], verdict, "{status} {facts:?}");
    }
}

#[test]
fn a_signature_in_a_field_of_its_own_is_seen() {
    for fields in [
        "Signature-Input: sig1=(\"@method\");keyid=\"k\"\nSignature: sig1=:c2lnbmF0dXJl:",
        "Signature: keyId=\"https://a.example/actor#key\",headers=\"date\",signature=\"c2ln\"",
    ] {
        let request = format!("GET /a HTTP/1.1\n{fields}");
        let found = json(&["--fact", "permission=role"], &answered(&request, "HTTP/1.1 403 Forbidden"));
        let scheme = &found["facts"]["scheme"];
        assert_eq!((&scheme["value"], &scheme["source"]), (&"key".into(), &"seen".into()), "{fields}");
        assert_ne!(found["facts"]["credentials"]["value"], "absent", "{fields}");
    }
}

#[test]
fn a_401_for_a_token_sent_twice_is_arguable() {
    let request = "GET /a HTTP/1.1\nAuthorization: Bearer abc\nAuthorization: Bearer abd";
    let response = "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm=\"api\", error=\"invalid_request\"";
    assert_eq!(json(&[], &answered(request, response))["verdict"], "arguable");
}

#[test]
fn the_corrected_response_agrees_with_the_facts_and_the_findings() {
    let bare = "HTTP/1.1 401 Unauthorized";
    for (request, response, facts, status, field) in [
        ("POST /a HTTP/1.1\nCookie: s=1", bare, &["scheme=cookie", "refusal=csrf"][..], "403", ""),
        (
            "PURGE /a HTTP/1.1",
            bare,
            &["scheme=bearer", "method=unknown"],
            "401",
            "WWW-Authenticate: Bearer realm=\"api\"",
        ),
        (
            "GET /a HTTP/1.1",
            bare,
            &["scheme=digest", "credentials=absent"],
            "401",
            "WWW-Authenticate: Digest realm=\"api\"",
        ),
        ("GET /a HTTP/1.1\nX-Vault-Token: s.1", bare, &["credentials=revoked"], "401", "name=\"X-Vault-Token\""),
        (
            "DELETE /a HTTP/1.1",
            "HTTP/1.1 403 Forbidden\nAllow: GET, POST",
            &["method=unsupported", "credentials=absent", "scheme=basic", "refusal=none"],
            "405",
            "Allow: GET, POST",
        ),
    ] {
        let user_facts: Vec<&str> = facts.iter().flat_map(|fact| ["--fact", fact]).collect();
        let found = json(&user_facts, &answered(request, response));
        let corrected = found["corrected"].to_string().replace("\\\"", "\"");
        assert!(corrected.contains(&format!("HTTP/1.1 {status} ")) && corrected.contains(field), "{facts:?}: {found}");
    }
}
