//! Tests the endpoints of an OAuth server: whose credentials an error is about, and which error codes are kept.

use super::json;

const BASIC: &str = "Authorization: Basic cnM6c2VjcmV0\n";
const BEARER: &str = "Authorization: Bearer callertoken\n";

fn post(path: &str, fields: &str, body: &str, response: &str) -> serde_json::Value {
    let request = format!(
        "POST {path} HTTP/1.1\nHost: as.example\n{fields}Content-Type: application/x-www-form-urlencoded\n\n{body}\n"
    );
    json(&[], &format!("{request}\nHTTP/1.1 {response}\n"))
}

fn body(status: &str, text: &str) -> String {
    format!("{status}\nContent-Type: application/json\n\n{text}")
}

#[test]
fn an_invalid_token_that_is_asked_about_is_no_error() {
    let challenged = "401 X\nWWW-Authenticate: Bearer error=\"invalid_token\"";
    for (path, cited) in
        [("/introspect", "RFC 7662 section 2.3 paragraph 3"), ("/oauth2/revoke", "RFC 7009 section 2.2 paragraph 1")]
    {
        for response in [
            challenged.to_owned(),
            body("401 X\nWWW-Authenticate: Basic realm=\"as\"", "{\"error\":\"invalid_token\"}"),
            body("400 Bad Request", "{\"error\":\"invalid_token\"}"),
            body("400 Bad Request", "{\"error\":\"invalid_grant\"}"),
            body("400 Bad Request", "{\"error\":\"bad_request\",\"message\":\"The token has expired.\"}"),
            body("404 Not Found", "{\"error\":\"token_not_found\"}"),
            body("404 Not Found", "{\"active\":false}"),
            body("403 Forbidden", "{\"error\":\"token_revoked\"}"),
        ] {
            for client in [BASIC, "", "Cookie: a=b\n"] {
                let secret = if client == BASIC { "token=dead" } else { "token=dead&client_id=a&client_secret=b" };
                let judged = post(path, client, secret, &response);
                assert_eq!(judged["verdict"], "wrong-code", "{path} {client} {response}: {judged}");
                assert_eq!(judged["should"], serde_json::json!([200]), "{path} {response}: {judged}");
                let citations = judged["findings"].to_string();
                assert!(citations.contains(cited), "{path} {response}: {citations}");
                let corrected = judged["corrected"].to_string();
                assert_eq!(corrected.contains("active"), path == "/introspect", "{response}: {corrected}");
            }
        }
    }
}

#[test]
fn an_introspection_that_succeeds_says_inactive() {
    let judged = post("/introspect", BASIC, "token=dead", &body("200 OK", "{\"error\":\"invalid_token\"}"));
    assert_eq!((&judged["verdict"], &judged["should"][0]), (&"challenge".into(), &200.into()), "{judged}");
    assert_eq!(judged["findings"][0]["citation"], "RFC 7662 section 2.3 paragraph 3", "{judged}");
    let right = post("/introspect", BASIC, "token=dead", &body("200 OK", "{\"active\":false}"));
    assert_eq!((&right["verdict"], right["findings"].as_array().map(Vec::len)), (&"conforms".into(), Some(0)));
}

#[test]
fn an_error_may_be_about_the_token_of_the_caller() {
    let challenge = "401 X\nWWW-Authenticate: Bearer error=\"invalid_token\"";
    assert_eq!(post("/introspect", BEARER, "token=dead", challenge)["verdict"], "conforms");
    let open = post("/introspect", BEARER, "token=dead", &body("400 Bad Request", "{\"error\":\"invalid_token\"}"));
    assert!(open["should"].to_string().contains("200") && open["should"].to_string().contains("401"), "{open}");
    let client = post("/introspect", BASIC, "token=dead", &body("400 Bad Request", "{\"error\":\"invalid_client\"}"));
    assert_eq!((&client["verdict"], &client["should"]), (&"wrong-code".into(), &serde_json::json!([401])), "{client}");
}

#[test]
fn the_error_code_of_a_challenge_counts_and_is_kept() {
    const TOKEN: (&str, &str) = ("/token", "grant_type=authorization_code&code=1&client_id=a");
    let endpoints = [
        TOKEN,
        ("/as/par", "response_type=code&client_id=a"),
        ("/device_authorization", "client_id=a&scope=b"),
        ("/revoke", "token=x&client_id=a"),
    ];
    for (path, form) in endpoints {
        for (code, source) in [
            ("use_dpop_nonce", "RFC 9449 section 8"),
            ("invalid_dpop_proof", "RFC 9449 section 5"),
            ("invalid_request", "RFC 6749 section 5.2"),
            ("unauthorized_client", "RFC 6749 section 5.2"),
            ("invalid_scope", "RFC 6749 section 5.2"),
            ("slow_down", "RFC 6749 section 5.2"),
        ] {
            for (scheme, in_body) in [("DPoP", false), ("DPoP", true), ("Bearer", false)] {
                let head = format!("401 X\nWWW-Authenticate: {scheme} error=\"{code}\"\nDPoP-Nonce: n1");
                let text = if in_body { format!("{{\"error\":\"{code}\"}}") } else { String::new() };
                let judged = post(path, "DPoP: a.b.c\n", form, &body(&head, &text));
                assert_eq!(
                    (&judged["verdict"], &judged["should"]),
                    (&"wrong-code".into(), &serde_json::json!([400])),
                    "{path} {code}: {judged}"
                );
                let corrected = judged["corrected"].to_string();
                assert!(corrected.contains(&format!("\\\"{code}\\\"")), "{path} {code}: {corrected}");
                assert_eq!(corrected.contains("DPoP-Nonce: n1"), code == "use_dpop_nonce", "{corrected}");
                let is_cited = judged["findings"].as_array().is_some_and(|all| {
                    all.iter().any(|one| one["citation"].as_str().is_some_and(|place| place.starts_with(source)))
                });
                assert!(is_cited || path == "/revoke", "{path} {code}: {}", judged["findings"]);
                assert!(!judged["findings"].to_string().contains("bearer-error-unasked") || !code.contains("dpop"));
            }
        }
    }
}

#[test]
fn a_client_that_used_authorization_gets_401_with_its_own_scheme() {
    for path in ["/token", "/revoke", "/introspect"] {
        let form = if path == "/token" { "grant_type=client_credentials" } else { "token=x" };
        for response in ["400 Bad Request", "401 X", "401 X\nWWW-Authenticate: Bearer realm=\"as\"", "403 Forbidden"] {
            let judged = post(path, BASIC, form, &body(response, "{\"error\":\"invalid_client\"}"));
            assert!(
                ["wrong-code", "challenge"].iter().any(|one| judged["verdict"] == *one),
                "{path} {response}: {judged}"
            );
            let corrected = judged["corrected"].to_string().replace('\\', "");
            assert!(corrected.contains("401 ") && corrected.contains("Basic realm="), "{path} {response}: {corrected}");
        }
    }
}

#[test]
fn a_registration_with_an_initial_access_token_gets_400() {
    let request = "POST /register HTTP/1.1\nHost: as.example\nAuthorization: Bearer abc\nContent-Type: application/json\n\n{\"redirect_uris\":[]}\n";
    let response = body("401 X\nWWW-Authenticate: Bearer realm=\"as\"", "{\"error\":\"invalid_redirect_uri\"}");
    let judged = json(&[], &format!("{request}\nHTTP/1.1 {response}\n"));
    assert_eq!(judged["should"], serde_json::json!([400]), "{judged}");
    assert!(judged["corrected"].to_string().contains("invalid_redirect_uri"), "{judged}");
}

#[test]
fn a_response_with_a_token_forbids_caches() {
    for (control, verdict) in
        [("", "challenge"), ("Cache-Control: private\n", "challenge"), ("Cache-Control: no-store\n", "conforms")]
    {
        for fields in [BASIC, ""] {
            let response = format!("200 OK\n{control}\n{{\"access_token\":\"x\",\"token_type\":\"Bearer\"}}");
            let judged = post("/token", fields, "grant_type=client_credentials&client_id=a", &response);
            assert_eq!(judged["verdict"], verdict, "{control}: {judged}");
        }
    }
}

#[test]
fn an_error_without_a_reason_may_be_about_the_token_that_is_asked_about() {
    for path in ["/introspect", "/revoke"] {
        for response in ["401 X\nWWW-Authenticate: Basic realm=\"as\"", "403 Forbidden", "400 Bad Request"] {
            let judged = post(path, BASIC, "token=dead", &body(response, ""));
            assert_eq!(judged["verdict"], "unknown", "{path} {response}: {judged}");
            assert!(
                judged["should"].as_array().is_some_and(|all| all.contains(&200.into())),
                "{path} {response}: {judged}"
            );
        }
    }
}
