//! Tests the header fields that a status requires regardless of the facts.

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
fn a_status_that_no_cache_may_store_gets_a_note_if_it_invites_caches() {
    for (control, noted) in [
        ("public, max-age=600", true),
        ("max-age=60", true),
        ("s-maxage=60", true),
        ("no-store", false),
        ("max-age=0", false),
        ("private", false),
    ] {
        for status in ["428 Precondition Required", "429 Too Many Requests", "511 Network Authentication Required"] {
            let response = format!("{status}\nCache-Control: {control}");
            let found = json(&[], &answered(PLAIN, &response));
            assert_eq!(found["verdict"], "conforms", "{status} {control}");
            let level = found["findings"][0]["level"].as_str();
            assert_eq!(level, noted.then_some("MUST NOT"), "{status} {control}");
        }
    }
}

#[test]
fn the_method_and_the_fields_of_a_request_rule_out_some_statuses() {
    for (method, field, status, told, source) in [
        ("PUT", "Range: bytes=9-", "416", None, "RFC 9110 section 14.2"),
        ("HEAD", "Range: bytes=9-", "416", None, "RFC 9110 section 14.2"),
        ("POST", "Range: bytes=9-", "206", None, "RFC 9110 section 14.2"),
        ("GET", "Range: bytes=9-", "416", None, ""),
        ("GET", "Range: bytes=0-9", "206", None, ""),
        ("PATCH", "Content-Range: bytes 5-9/20", "416", None, ""),
        ("POST", "If-None-Match: *", "304", None, "RFC 9110 section 13.1.2"),
        ("OPTIONS", "If-Match: \"a\"", "412", None, "RFC 9110 section 13.2.1 paragraph 2"),
        ("TRACE", "If-Match: \"a\"", "412", None, "RFC 9110 section 13.2.1 paragraph 2"),
        ("OPTIONS", "If-Match: \"a\"", "412", Some("precondition=fails"), "RFC 9110 section 13.2.1 paragraph 2"),
        ("PUT", "If-Match: \"a\"", "412", None, ""),
        ("PUT", "If-Match: \"a\"", "428", None, "RFC 6585 section 3 paragraph 1"),
        ("PUT", "If-Unmodified-Since: Sat, 29 Oct 1994 19:43:31 GMT", "428", None, "RFC 6585 section 3 paragraph 1"),
        ("PUT", "If-Match: \"a\"", "428", Some("precondition=required"), "RFC 6585 section 3 paragraph 1"),
        ("PUT", "Accept: */*", "428", Some("precondition=required"), ""),
    ] {
        let told: Vec<&str> = told.iter().flat_map(|fact| ["--fact", fact]).collect();
        let found = json(&told, &answered(&format!("{method} /a HTTP/1.1\n{field}"), &format!("{status} X")));
        assert_eq!(
            found["verdict"],
            if source.is_empty() { "conforms" } else { "wrong-code" },
            "{method} {status}: {found}"
        );
        assert_eq!(found["findings"][0]["citation"].as_str().unwrap_or_default(), source, "{method} {field} {status}");
        assert_ne!(found["corrected"][0], format!("HTTP/1.1 {status}"), "{method} {field} {status}");
    }
}

#[test]
fn a_405_never_allows_the_method_that_it_refuses() {
    for (method, told, allow, corrected) in [
        ("GET", "endpoint=resource", None, "Allow: POST"),
        ("HEAD", "endpoint=resource", None, "Allow: POST"),
        ("POST", "endpoint=resource", None, "Allow: GET, HEAD"),
        ("DELETE", "endpoint=resource", None, "Allow: GET, HEAD"),
        ("GET", "endpoint=token", None, "Allow: POST"),
        ("POST", "endpoint=token", None, "Allow: GET, HEAD"),
        ("PUT", "endpoint=login", None, "Allow: POST"),
        ("POST", "endpoint=resource", Some("GET, POST"), "Allow: GET"),
        ("POST", "endpoint=resource", Some("GET"), ""),
    ] {
        let allow = allow.map_or(String::new(), |methods| format!("\nAllow: {methods}"));
        let request = format!("{method} /a HTTP/1.1\nHost: a.example");
        let found = json(&["--fact", told], &answered(&request, &format!("405 Method Not Allowed{allow}")));
        let shown = found["corrected"][1].as_str().or(found["findings"][0]["rule"].as_str()).unwrap_or_default();
        assert_eq!(shown, corrected, "{method} {told}: {found}");
    }
}

#[test]
fn a_451_without_the_name_of_the_blocker_misses_a_should() {
    for (link, verdict) in [("", "arguable"), ("\nLink: <https://a.example/>; rel=\"blocked-by\"", "conforms")] {
        let found = json(&[], &answered(PLAIN, &format!("451 Unavailable For Legal Reasons{link}")));
        assert_eq!(found["verdict"], verdict, "{link}: {found}");
        assert_eq!(found["findings"][0]["level"].as_str(), link.is_empty().then_some("SHOULD"), "{found}");
        assert!(
            verdict == "conforms" || found["corrected"][1].as_str().is_some_and(|line| line.contains("blocked-by"))
        );
    }
}

#[test]
fn a_trace_with_credentials_is_a_fault_of_the_client() {
    for (method, noted) in [("TRACE", true), ("GET", false)] {
        let request = format!("{method} / HTTP/1.1\nHost: a.example\nAuthorization: Bearer abcdef");
        let found = json(&[], &answered(&request, "200 OK"));
        assert_eq!(found["verdict"], "conforms", "{found}");
        assert_eq!(found["findings"][0]["rule"].as_str(), noted.then_some("trace-secrets"), "{found}");
    }
}

#[test]
fn a_digest_for_another_address_should_get_a_400() {
    let digest =
        |uri: &str| format!("Digest username=\"ana\", realm=\"r\", nonce=\"n\", uri=\"{uri}\", response=\"ab\"");
    for (target, uri, is_other) in [
        ("/a", "/b", true),
        ("/a?x=1", "/a", true),
        ("/a?x=1", "/a?x=1", false),
        ("/a", "https://a.example/a", false),
        ("https://a.example/a", "/a", false),
        ("/a%2fb", "/a%2Fb", false),
        ("/a", "***", false),
    ] {
        let request = format!("GET {target} HTTP/1.1\nHost: a.example\nAuthorization: {}", digest(uri));
        let found = json(&[], &answered(&request, "400 Bad Request"));
        let value = found["facts"]["credentials"]["value"].as_str();
        assert_eq!(value == Some("wrong-target"), is_other, "{target} {uri}: {found}");
        assert!(!is_other || found["verdict"] == "conforms", "{target} {uri}: {found}");
        let challenged = "401 Unauthorized\nWWW-Authenticate: Digest realm=\"r\", nonce=\"m\", qop=\"auth\"";
        let found = json(&[], &answered(&request, challenged));
        assert_eq!(found["verdict"] == "arguable", is_other, "{target} {uri}: {found}");
    }
}

#[test]
fn a_corrected_response_doesnt_offer_what_was_refused() {
    let basic = "GET /a HTTP/1.1\nHost: a.example\nAuthorization: Basic YW5hOmFpcnBsYW5l";
    let found = json(&["--fact", "credentials=unsupported-scheme"], &answered(basic, "403 Forbidden"));
    assert_eq!(found["corrected"][1], "WWW-Authenticate: SCHEME realm=\"api\"", "{found}");
    let page = "GET /login?next=/ HTTP/1.1\nHost: a.example\nSec-Fetch-Mode: navigate\nCookie: sid=abcdef";
    let told = ["--fact", "scheme=cookie", "--fact", "credentials=expired"];
    let found = json(&told, &answered(page, "400 Bad Request"));
    assert_eq!(found["corrected"][1], "Location: /sign-in", "{found}");
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
        ("PUT", "If-None-Match: *", failed, "201 Created", "wrong-code", 412),
        ("PUT", "If-None-Match: *", failed, "204 No Content", "wrong-code", 412),
        ("GET", "If-Match: \"v1\"", failed, "200 OK", "wrong-code", 412),
        ("GET", "If-Match: \"v1\"", failed, "412 Precondition Failed", "conforms", 412),
        ("PUT", "If-Match: \"v1\"", failed, "412 Precondition Failed", "conforms", 412),
        ("PUT", "If-Match: \"v1\"", failed, "204 No Content", "conforms", 412),
        ("PUT", "If-Match: \"v1\"", failed, "409 Conflict", "arguable", 412),
    ] {
        let user_facts: Vec<&str> = facts.iter().flat_map(|fact| ["--fact", fact]).collect();
        let found = json(&user_facts, &answered(&format!("{method} /a HTTP/1.1\n{fields}"), status));
        assert_eq!(found["verdict"], verdict, "{method} {fields} {facts:?} {status}: {found}");
        let should = found["should"].to_string();
        assert!(should.contains(&right.to_string()), "{method} {fields} {facts:?} {status}: {should}");
        assert!(verdict != "wrong-code" || should == format!("[{right}]"), "{method} {fields} {status}: {should}");
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

#[test]
fn a_status_that_answers_a_field_needs_that_field_in_the_request() {
    const DATE: &str = "Sat, 29 Oct 1994 19:43:31 GMT";
    let upgrade = "Connection: Upgrade\nUpgrade:";
    for (method, field, response, right, source) in [
        ("GET", "Accept: */*", "304 Not Modified\nETag: \"a\"", 200, "RFC 9110 section 15.4.5 paragraph 1"),
        ("HEAD", "If-Match: \"a\"", "304 Not Modified", 200, "RFC 9110 section 15.4.5 paragraph 1"),
        ("GET", "If-Modified-Since: Sat, 29 Oct 1994 19:43:31 GMT", "304 Not Modified", 0, ""),
        ("PUT", "Accept: */*", "412 Precondition Failed", 428, "RFC 9110 section 15.5.13 paragraph 1"),
        ("GET", "Accept: */*", "412 Precondition Failed", 428, "RFC 9110 section 15.5.13 paragraph 1"),
        ("MOVE", "Overwrite: F", "412 Precondition Failed", 0, ""),
        ("PUT", "If-Schedule-Tag-Match: \"a\"", "412 Precondition Failed", 0, ""),
        ("GET", "Accept: */*", "206 Partial Content", 200, "RFC 9110 section 15.3.7 paragraph 1"),
        ("GET", "Accept: */*", "416 Range Not Satisfiable", 200, "RFC 9110 section 15.5.17 paragraph 1"),
        ("GET", "Accept: */*", &format!("101 X\n{upgrade} websocket"), 200, "RFC 9110 section 7.8"),
        ("GET", &format!("{upgrade} h2c, foo/2"), &format!("101 X\n{upgrade} websocket"), 200, "RFC 9110 section 7.8"),
        ("GET", &format!("{upgrade} h2c, foo/2"), &format!("101 X\n{upgrade} foo/2"), 0, ""),
        ("GET", "If-None-Match: \"a\"", "200 OK\nETag: W/\"a\"", 304, "RFC 9110 section 13.1.2"),
        ("HEAD", "If-None-Match: \"b\", \"a\"", "200 OK\nETag: \"a\"", 304, "RFC 9110 section 13.1.2"),
        ("GET", "If-None-Match: \"b\"", "200 OK\nETag: \"a\"", 0, ""),
        ("PUT", "If-None-Match: \"a\"", "200 OK\nETag: \"a\"", 0, ""),
        (
            "GET",
            &format!("If-Modified-Since: {DATE}"),
            &format!("200 OK\nLast-Modified: {DATE}"),
            304,
            "RFC 9110 section 13.1.3",
        ),
        ("GET", "If-Match: \"b\"", "200 OK\nETag: \"a\"", 412, "RFC 9110 section 13.1.1"),
        ("GET", "If-Match: \"a\"", "200 OK\nETag: \"a\"", 0, ""),
    ] {
        let found = json(&[], &answered(&format!("{method} /a HTTP/1.1\nHost: a.example\n{field}"), response));
        assert_eq!(
            found["verdict"],
            if right == 0 { "conforms" } else { "wrong-code" },
            "{method} {field} {response}: {found}"
        );
        assert_eq!(
            found["findings"][0]["citation"].as_str().unwrap_or_default(),
            source,
            "{method} {field} {response}"
        );
        assert!(right == 0 || found["should"][0] == right, "{method} {field} {response}: {}", found["should"]);
    }
}

#[test]
fn fields_that_a_ruling_requires_are_checked() {
    let version = "GET /ws HTTP/1.1\nHost: a.example\nConnection: Upgrade\nUpgrade: websocket\n\
                   Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 8";
    let proof = "GET /a HTTP/1.1\nHost: a.example\nAuthorization: DPoP abc\nDPoP: x.y.z";
    let nonce = "401 X\nWWW-Authenticate: DPoP error=\"use_dpop_nonce\", algs=\"ES256\"";
    for (request, response, verdict, rule) in [
        (version, "426 X\nConnection: Upgrade\nUpgrade: websocket", "challenge", "version-missing"),
        (version, "400 Bad Request", "unknown", ""),
        (version, "426 X\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13", "conforms", ""),
        (version, "400 Bad Request\nSec-WebSocket-Version: 13", "conforms", ""),
        (proof, nonce, "arguable", "nonce-missing"),
        (proof, &format!("{nonce}\nDPoP-Nonce: n1"), "conforms", ""),
    ] {
        let found = json(&[], &answered(request, response));
        assert_eq!(found["verdict"], verdict, "{response}: {found}");
        assert_eq!(found["findings"][0]["rule"].as_str().unwrap_or_default(), rule, "{response}");
    }
    let told = json(&["--fact", "message=well-formed"], &answered(version, "400 Bad Request"));
    assert_eq!(told["findings"][0]["rule"], "version-missing", "{told}");
}
