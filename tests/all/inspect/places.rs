//! Tests where credentials, login pages and proxies are found in an exchange, and what the corrected response keeps.

use serde_json::Value;

use super::certainty::{answered, asked};
use super::{inspect, json};

fn corrected(judged: &Value) -> String {
    let lines: Vec<&str> = judged["corrected"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    lines.join("\n")
}

#[test]
fn a_redirect_is_a_refusal_only_if_it_leads_from_another_page_to_a_login() {
    for (request, response) in [
        ("GET /authors HTTP/1.1", "301 Moved Permanently\nLocation: https://api.example/authors/"),
        ("GET /designing HTTP/1.1", "301 Moved Permanently\nLocation: /designing/"),
        ("GET /old HTTP/1.1", "302 Found\nLocation: /new?utm=login_button"),
        ("GET /login HTTP/1.1", "301 Moved Permanently\nLocation: https://api.example/login"),
        ("GET /authorize HTTP/1.1", "302 Found\nLocation: https://app.example/auth/callback?code=abc"),
        ("POST /login HTTP/1.1", "303 See Other\nLocation: /auth/welcome\nSet-Cookie: s=1"),
        ("POST /logout HTTP/1.1\nCookie: s=1", "302 Found\nLocation: /login"),
    ] {
        let judged = json(&[], &answered(request, response));
        assert_eq!((&judged["verdict"], corrected(&judged).as_str()), (&"conforms".into(), ""), "{request}: {judged}");
    }
    for location in ["/login?next=/me", "/users/sign_in", "https://login.other.example/start", "/wp-login.php"] {
        let judged = json(&[], &answered("GET /me HTTP/1.1", &format!("302 Found\nLocation: {location}")));
        assert_eq!(judged["verdict"], "arguable", "{location}: {judged}");
    }
}

#[test]
fn a_masked_secret_says_nothing_about_the_credentials() {
    for secret in ["***", "<token>", "[REDACTED]", "$TOKEN", "{{token}}", "\u{2588}\u{2588}", "\u{2026}"] {
        let request = format!("GET /v1 HTTP/1.1\nAuthorization: Bearer {secret}");
        let refused = "403 Forbidden\nWWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"orders:read\"";
        let judged = json(&[], &answered(&request, refused));
        assert_eq!((&judged["verdict"], asked(&judged)), (&"conforms".into(), vec![]), "{secret}: {judged}");
        let judged = json(&[], &answered(&request, "200 OK"));
        assert_ne!(judged["facts"]["protected"]["value"], "no", "{secret}: {judged}");
        let judged = json(&[], &answered(&request, "403 Forbidden"));
        assert_ne!(judged["facts"]["credentials"]["value"], "malformed", "{secret}: {judged}");
    }
}

#[test]
fn a_proxy_is_judged_as_a_proxy() {
    let request = "CONNECT a:443 HTTP/1.1";
    let judged = json(&[], &answered(request, "401 Unauthorized\nWWW-Authenticate: Basic realm=\"corp\""));
    assert_eq!((&judged["verdict"], &judged["should"][0]), (&"wrong-code".into(), &407.into()), "{judged}");
    assert!(corrected(&judged).contains("Proxy-Authenticate: Basic realm=\"corp\""), "{judged}");
    let judged = json(&[], &answered(request, "403 Forbidden\nServer: squid/5.7\nX-Squid-Error: ERR_ACCESS_DENIED 0"));
    assert_eq!((&judged["verdict"], &judged["facts"]["responder"]["value"]), (&"conforms".into(), &"proxy".into()));
    assert!(!judged["should"].to_string().contains("401"), "{judged}");
    let sound = "407 Proxy Authentication Required\nProxy-Authenticate: Basic realm=\"corp\"";
    assert_eq!(json(&[], &answered(request, sound))["verdict"], "conforms");
}

#[test]
fn no_secret_in_an_address_is_shown() {
    for target in [
        "GET /cb#access_token=SECRET", "GET //u:SECRET@a/x", "CONNECT u:SECRET@a:443", "GET https://u:SECRET/2@a/",
        "GET /x;jsessionid=SECRET",
    ] {
        let input = answered(&format!("{target} HTTP/1.1"), "401 Unauthorized");
        for arguments in [&["--no-input"][..], &["--json"], &["--sarif"]] {
            assert!(!inspect(arguments, &input).1.contains("SECRET"), "{target} {arguments:?}");
        }
    }
}

#[test]
fn credentials_are_found_in_unusual_places_and_other_tokens_are_not_taken_for_them() {
    let refused = "401 Unauthorized\nWWW-Authenticate: Bearer error=\"invalid_token\"";
    for request in [
        "GET /v1?token=abc HTTP/1.1", "GET /v1?private_token=abc HTTP/1.1", "GET /v1 HTTP/1.1\nX-Session-Id: abc",
        "GET /v1 HTTP/1.1\nX-Authorization: Bearer abc",
    ] {
        let judged = json(&[], &answered(request, refused));
        assert_ne!(judged["facts"]["credentials"]["value"], "absent", "{request}: {judged}");
        assert!(!judged["findings"].to_string().contains("bearer-error-unasked"), "{request}: {judged}");
    }
    for field in ["Lock-Token: <opaquelocktoken:1>", "X-Ms-Continuation-Token: abc"] {
        let judged = json(&[], &answered(&format!("GET /v1 HTTP/1.1\n{field}"), "403 Forbidden"));
        assert_eq!(judged["facts"]["credentials"]["value"], "absent", "{field}: {judged}");
    }
}

#[test]
fn the_corrected_response_keeps_what_was_right_and_uses_the_names_of_the_exchange() {
    let bearer = "GET /a HTTP/1.1\nAuthorization: Bearer abc";
    let preflight = "OPTIONS /a HTTP/1.1\nOrigin: https://b.example\nAccess-Control-Request-Method: PUT";
    for (told, request, response, lines) in [
        (
            &[][..],
            bearer,
            "401 Unauthorized\nWWW-Authenticate: Bearer realm=\"x\", error=\"insufficient_scope\", scope=\"a\"",
            &["HTTP/1.1 403 ", "realm=\"x\"", "scope=\"a\"", "error=\"insufficient_scope\""][..],
        ),
        (
            &["--fact", "credentials=expired"],
            bearer,
            "403 Forbidden\nWWW-Authenticate: Bearer realm=\"x\", error=\"insufficient_scope\", scope=\"a\"",
            &["HTTP/1.1 401 ", "realm=\"x\"", "error=\"invalid_token\""],
        ),
        (
            &["--fact", "refusal=none"],
            preflight,
            "401 Unauthorized\nWWW-Authenticate: Bearer realm=\"x\"",
            &["Access-Control-Allow-Origin: https://b.example"],
        ),
        (
            &["--fact", "responder=proxy"],
            "GET http://a.example/ HTTP/1.1",
            "407 Proxy Authentication Required\nWWW-Authenticate: Basic realm=\"corp\"",
            &["Proxy-Authenticate: Basic realm=\"corp\""],
        ),
    ] {
        let judged = json(told, &answered(request, response));
        let text = corrected(&judged);
        assert!(lines.iter().all(|line| text.contains(line)), "{text}: {judged}");
        assert!(!["desk.example", "terminal-a", "shuttle"].iter().any(|name| text.contains(name)), "{text}");
    }
}

#[test]
fn a_damaged_challenge_keeps_what_can_be_read() {
    for (challenge, expected) in [
        ("Bearer realm=\"x\"; error=\"invalid_token\"", "Bearer realm=\"x\", error=\"invalid_token\""),
        ("Basic realm=“tower”", "Basic realm=\"tower\""),
        ("Basic realm='my tower'", "Basic realm=\"my tower\""),
        ("Basic realm='tower'", "Basic realm=\"tower\""),
        ("Digest realm=\"x\", qop=\"auth\"", "Digest realm=\"x\", qop=\"auth\", nonce=\"NONCE\""),
    ] {
        let input = format!("HTTP/1.1 401 Unauthorized\nWWW-Authenticate: {challenge}\n\n");
        assert_eq!(json(&[], &input)["corrected"][1], format!("WWW-Authenticate: {expected}"), "{challenge}");
    }
    let (_, text, _) = inspect(&[], "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Digest realm=\"x\"\n\n");
    assert!(text.contains("Replace `NONCE`") || text.contains("Replace NONCE"), "{text}");
    let logged = "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"x\"\n  group= iter=0\n\n";
    let judged = json(&[], logged);
    assert_eq!(judged["findings"], serde_json::json!([]), "{judged}");
    assert!(judged["remarks"].to_string().contains("skipped"), "{judged}");
    let told = ["--fact", "client=program", "--fact", "protected=yes"];
    let redirect = json(&told, &answered("GET /x HTTP/1.1", "302 Found\nLocation: /home"));
    assert_eq!(redirect["verdict"], "arguable", "{redirect}");
}

#[test]
fn the_corrected_response_gets_no_advice() {
    for (request, response) in [
        ("POST /login HTTP/1.1\nCookie: s=1", "401 Unauthorized"),
        ("GET /a HTTP/1.1\nX-Api-Key: k", "401 Unauthorized"),
        ("GET /a HTTP/1.1\nAuthorization: NTLM TlRMTVNTUAAB", "401 Unauthorized\nWWW-Authenticate: NTLM TlRMTVNTUAAC"),
    ] {
        let judged = json(&[], &answered(request, response));
        let again = match corrected(&judged) {
            text if text.is_empty() => judged,
            text => json(&[], &answered(request, text.trim_start_matches("HTTP/1.1 "))),
        };
        assert!(!again["findings"].to_string().contains("scheme-unregistered"), "{again}");
    }
}

#[test]
fn an_error_uri_has_no_spaces() {
    for (uri, verdict) in
        [("https://a/x", "conforms"), ("https://a/x y", "challenge"), ("https://a/\u{e9}", "challenge")]
    {
        let response = format!(
            "401 Unauthorized\nWWW-Authenticate: Bearer realm=\"x\", error=\"invalid_token\", error_uri=\"{uri}\""
        );
        let judged = json(&[], &answered("GET /a HTTP/1.1\nAuthorization: Bearer abc", &response));
        assert_eq!(judged["verdict"], verdict, "{uri}: {judged}");
    }
}

#[test]
fn a_stated_fact_that_contradicts_the_request_is_ignored_with_a_remark() {
    for fact in ["credentials=absent", "credentials=anonymous"] {
        let judged = json(&["--fact", fact], &answered("GET /a HTTP/1.1\nAuthorization: Bearer abc", "403 Forbidden"));
        assert_ne!(judged["facts"]["credentials"]["source"], "told", "{judged}");
        assert!(judged["remarks"].to_string().contains("was ignored"), "{judged}");
    }
    let judged =
        json(&["--fact", "credentials=absent"], &answered("GET /a HTTP/1.1\nCookie: theme=dark", "403 Forbidden"));
    assert_eq!(judged["facts"]["credentials"]["source"], "told", "{judged}");
}
