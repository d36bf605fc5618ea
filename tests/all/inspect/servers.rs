//! Tests faults and facts that were found in captures from real servers.

use super::{exchange, inspect, json};

fn answered(request: &str, response: &str) -> String {
    format!("{request}\nHost: api.example\n\n{response}\n")
}

fn verdict(arguments: &[&str], request: &str, response: &str) -> String {
    let found = json(arguments, &answered(request, response));
    found["verdict"].as_str().unwrap_or_else(|| panic!("no verdict: {found}")).to_owned()
}

const REQUEST: &str = "GET /a HTTP/1.1";

#[test]
fn the_quotes_of_a_digest_challenge_are_checked() {
    let sound = "realm=\"a\", qop=\"auth\", nonce=\"b\", algorithm=MD5, stale=false";
    for (challenge, expected) in [
        (sound.to_owned(), "conforms"),
        (sound.replace("algorithm=MD5", "algorithm=\"MD5\""), "challenge"),
        (sound.replace("stale=false", "stale=\"false\""), "challenge"),
        (sound.replace("qop=\"auth\"", "qop=auth"), "challenge"),
        (sound.replace("nonce=\"b\"", "nonce=b"), "challenge"),
    ] {
        let response = format!("HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Digest {challenge}\n");
        assert_eq!(verdict(&[], REQUEST, &response), expected, "{challenge}");
    }
    let response = "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Digest realm=\"a\", qop=\"auth\", nonce=\"b\", algorithm=\"MD5\"\n";
    let found = json(&[], &answered(REQUEST, response));
    assert!(found["corrected"].to_string().contains("algorithm=MD5"), "{found}");
}

#[test]
fn a_public_page_may_answer_200_to_wrong_credentials() {
    let request = "GET / HTTP/1.1\nAuthorization: Basic YTpi";
    for fact in ["credentials=wrong-secret", "credentials=expired", "credentials=unknown-user"] {
        let found = json(&["--fact", fact], &answered(request, "HTTP/1.1 200 OK\n"));
        assert_eq!(found["verdict"], "unknown", "{found}");
        assert_eq!(found["questions"][0]["fact"], "protected", "{found}");
    }
    let wrong = verdict(&["--fact", "credentials=expired", "--fact", "protected=yes"], request, "HTTP/1.1 200 OK\n");
    assert_eq!(wrong, "wrong-code");
    // A request without credentials shows that the page is public.
    let both = answered("GET / HTTP/1.1", "HTTP/1.1 200 OK\n") + &answered(request, "HTTP/1.1 200 OK\n");
    let found = json(&["--fact", "client=program"], &both);
    assert!(found.to_string().matches("\"conforms\"").count() >= 2, "{found}");
}

#[test]
fn a_valid_user_without_permission_is_not_taken_for_an_unknown_user() {
    let wrong =
        "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"a\"\nContent-Type: text/plain\n\nForbidden.\n";
    let refused = "HTTP/1.1 403 Forbidden\nContent-Type: text/plain\n\nForbidden.\n";
    let text = answered("GET /alice HTTP/1.1\nAuthorization: Basic YWxpY2U6d3Jvbmc=", wrong)
        + &answered("PUT /alice/x HTTP/1.1\nAuthorization: Basic Ym9iOmJvYg==", refused);
    let (code, output, _) = inspect(&["--no-input"], &text);
    assert_eq!(code, Some(0), "{output}");
    assert!(!output.contains("403 is the wrong code"), "{output}");
}

#[test]
fn a_missing_scope_is_read_from_the_body_or_asked_for() {
    let request = "GET /a HTTP/1.1\nAuthorization: Bearer abc";
    for words in ["{\"error\":\"insufficient_scope\"}", "Missing scope: orders:read", "Insufficient scope"] {
        let response = format!("HTTP/1.1 403 Forbidden\nContent-Type: text/plain\n\n{words}\n");
        assert_eq!(verdict(&["--fact", "refusal=none"], request, &response), "challenge", "{words}");
    }
    let found = json(
        &["--fact", "refusal=none", "--fact", "credentials=valid"],
        &answered(request, "HTTP/1.1 403 Forbidden\n"),
    );
    assert_eq!(found["questions"][0]["fact"], "permission", "{found}");
}

#[test]
fn a_forged_form_is_considered_for_logged_in_users_too() {
    for status in ["400 Bad Request", "409 Conflict", "419 Page Expired", "422 Unprocessable Content"] {
        let found =
            json(&[], &answered("POST /a HTTP/1.1\nCookie: s=1", &format!("HTTP/1.1 {status}\nContent-Length: 0\n")));
        let questions = found["questions"].to_string();
        assert!(questions.contains("refusal"), "{status}: {found}");
        let response = format!("HTTP/1.1 {status}\nContent-Type: text/plain\n\nCSRF token mismatch.\n");
        let found = json(&[], &answered("POST /a HTTP/1.1\nCookie: s=1", &response));
        assert_eq!(found["facts"]["refusal"]["value"], "csrf", "{status}: {found}");
    }
}

#[test]
fn a_407_to_a_path_may_come_from_the_origin_server() {
    let challenge = "HTTP/1.1 407 Proxy Authentication Required\nProxy-Authenticate: Basic realm=\"a\"\n";
    let found = json(&[], &answered(REQUEST, challenge));
    assert_eq!((&found["verdict"], &found["questions"][0]["fact"]), (&"unknown".into(), &"responder".into()));
    assert_eq!(verdict(&["--fact", "responder=origin"], REQUEST, challenge), "wrong-code");
    assert_eq!(verdict(&[], "GET http://a.example/ HTTP/1.1", challenge), "conforms");
    // A proxy that rejects a password must answer 407.
    let request = "GET http://a.example/ HTTP/1.1\nProxy-Authorization: Basic YTpi";
    let response = "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"a\"\n";
    assert_eq!(json(&[], &answered(request, response))["questions"][0]["fact"], "responder");
    assert_eq!(verdict(&["--fact", "responder=proxy"], request, response), "wrong-code");
    assert_eq!(verdict(&["--fact", "responder=origin"], request, response), "conforms");
}

#[test]
fn a_token_without_a_scheme_is_not_malformed() {
    let request = "GET /a HTTP/1.1\nAuthorization: HYjrsHWIBJFLyXiG.10";
    let found = json(&["--fact", "refusal=none"], &answered(request, "HTTP/1.1 403 Forbidden\n"));
    assert_ne!(found["facts"]["credentials"]["value"], "malformed", "{found}");
    assert!(!found.to_string().contains("HYjrsHWIBJFLyXiG"), "{found}");
    for scheme in ["Bearer", "Basic", "Token"] {
        let request = format!("GET /a HTTP/1.1\nAuthorization: {scheme}");
        let found = json(&[], &answered(&request, "HTTP/1.1 403 Forbidden\n"));
        assert_eq!(found["facts"]["credentials"]["value"], "malformed", "{scheme}: {found}");
    }
}

#[test]
fn a_token_endpoint_is_recognised_by_its_error_codes() {
    let body = |error: &str| format!("Content-Type: application/json\n\n{{\"error\":\"{error}\"}}\n");
    for error in ["invalid_request", "invalid_grant", "invalid_scope", "unsupported_grant_type", "invalid_client"] {
        let response = format!("HTTP/1.1 400 Bad Request\n{}", body(error));
        let found = json(&[], &answered("POST /token HTTP/1.1", &response));
        assert_eq!(found["verdict"], "conforms", "{error}: {found}");
        assert_eq!(found["facts"]["endpoint"]["value"], "token", "{error}: {found}");
    }
    // The challenge must match the scheme that the client used (RFC 6749 section 5.2).
    for (scheme, expected) in [("Basic realm=\"a\"", "conforms"), ("Bearer error=\"invalid_client\"", "challenge")] {
        let response = format!("HTTP/1.1 401 Unauthorized\nWWW-Authenticate: {scheme}\n{}", body("invalid_client"));
        let request = "POST /token HTTP/1.1\nAuthorization: Basic YTpi";
        assert_eq!(verdict(&[], request, &response), expected, "{scheme}");
    }
}

#[test]
fn an_error_code_for_a_token_needs_a_token() {
    let response = "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error=\"invalid_token\"\n\n";
    assert_eq!(json(&["--fact", "credentials=absent"], response)["verdict"], "arguable");
    assert_eq!(verdict(&[], "GET /a HTTP/1.1\nAuthorization: Basic YTpi", response), "arguable");
    assert_eq!(verdict(&[], "GET /a HTTP/1.1\nAuthorization: Bearer a", response), "conforms");
}

#[test]
fn a_500_without_its_request_is_not_judged() {
    assert_eq!(json(&[], "HTTP/1.1 500 Internal Server Error\n\n")["verdict"], "unknown");
}

#[test]
fn a_registered_scheme_beside_an_unregistered_one_is_enough() {
    let response = "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"a\", Local trc=\"y\"\n";
    let (_, output, _) = inspect(&["--no-input"], &answered(REQUEST, response));
    assert!(!output.contains("isn't registered"), "{output}");
}

#[test]
fn times_and_recordings_of_a_terminal_are_read() {
    let verbose = "10:11:12.123456 * Connected to a\n10:11:12.123456 > GET /a HTTP/1.1\n10:11:12.123456 > Host: a\n\
        10:11:12.123456 > \n10:11:12.223456 < HTTP/1.1 401 Unauthorized\n10:11:12.223456 < \n";
    assert_eq!(json(&[], verbose)["verdict"], "challenge");
    let recorded = "HTTP/1.1 200 OK\r\r\nContent-Type: application/json\r\r\n\r\r\n\
        {\"success\":false,\"message\":\"Unauthorized\"}\r\n";
    assert_eq!(json(&[], recorded)["verdict"], "wrong-code");
    assert_eq!(json(&[], &exchange("", "200 OK"))["verdict"], "conforms");
}

#[test]
fn the_values_of_parameters_are_checked() {
    for (challenge, rule, verdict) in [
        ("Basic realm=\"a\", charset=\"utf-8\"", None, "conforms"),
        ("Basic realm=\"a\", charset=\"ISO-8859-1\"", Some("basic-charset"), "arguable"),
        ("Bearer realm=\"a\", scope=\"read write\"", None, "conforms"),
        ("Bearer realm=\"a\", scope=\"read  write\"", Some("scope-grammar"), "challenge"),
        ("Bearer realm=\"a\", scope=\" read\"", Some("scope-grammar"), "challenge"),
        ("Bearer realm=\"a\", scope=\"\"", Some("scope-grammar"), "challenge"),
        ("Bearer realm=\"a\", scope=\"read\\\\write\"", Some("bearer-characters"), "challenge"),
        ("Bearer realm=\"caf\u{e9}\"", None, "conforms"),
        ("Bearer realm=\"a\", error_description=\"no \\\"token\\\"\"", Some("bearer-characters"), "challenge"),
        ("Bearer realm=\"a\", error_description=\"caf\u{e9}\"", Some("bearer-characters"), "challenge"),
    ] {
        let response = format!("HTTP/1.1 401 Unauthorized\nWWW-Authenticate: {challenge}\n");
        let found = json(&[], &answered(REQUEST, &response));
        let mut rules = found["findings"].as_array().expect("a list").iter().filter_map(|one| one["rule"].as_str());
        assert_eq!(rules.next_back(), rule, "{challenge}: {found}");
        assert_eq!(found["verdict"], verdict, "{challenge}: {found}");
        let corrected: Vec<&str> =
            found["corrected"].as_array().into_iter().flatten().filter_map(|one| one.as_str()).collect();
        if verdict == "challenge" {
            let again = json(&[], &answered(REQUEST, &(corrected.join("\n") + "\n")));
            assert_eq!(again["verdict"], "conforms", "{again}");
        }
    }
}

#[test]
fn a_locked_resource_has_a_status_of_its_own() {
    let request = "PUT /plan.odt HTTP/1.1\nAuthorization: Basic YTpi";
    assert_eq!(verdict(&[], request, "HTTP/1.1 423 Locked\n"), "conforms");
    assert_eq!(verdict(&["--fact", "state=ready"], request, "HTTP/1.1 423 Locked\n"), "wrong-code");
}

#[test]
fn a_403_to_a_user_called_anonymous_is_arguable() {
    let request = "GET /secrets HTTP/1.1";
    let user_facts = ["--fact", "credentials=anonymous", "--fact", "permission=role", "--fact", "scheme=bearer"];
    assert_eq!(verdict(&user_facts, request, "HTTP/1.1 403 Forbidden\n"), "arguable");
    let user_facts = ["--fact", "credentials=absent", "--fact", "permission=role", "--fact", "scheme=bearer"];
    assert_eq!(verdict(&user_facts, request, "HTTP/1.1 403 Forbidden\n"), "wrong-code");
}
