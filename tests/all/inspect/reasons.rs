//! Tests that `airside inspect` uses the reasons that responses state, and assumes no others.

use serde_json::Value;

use super::certainty::{answered, asked};
use super::{inspect, json};

const BEARER: &str = "GET /x HTTP/1.1\nAuthorization: Bearer mF_9.B5f-4.1JqM";
const ANONYMOUS: &str = "GET /x HTTP/1.1";

fn with_text(status: &str, body: &str) -> String {
    format!("{status}\nContent-Type: text/plain\n\n{body}")
}

pub(super) fn judge(facts: &[&str], request: &str, response: &str) -> Value {
    let facts: Vec<&str> = facts.iter().flat_map(|fact| ["--fact", fact]).collect();
    json(&facts, &answered(request, response))
}

#[test]
fn a_stated_reason_is_not_asked_for() {
    for (request, status, body, fact, value, verdict) in [
        (BEARER, "403 Forbidden", "Invalid access token", "refusal", "none", "wrong-code"),
        (BEARER, "403 Forbidden", "Audiences in Jwt are not allowed", "credentials", "wrong-audience", "wrong-code"),
        (BEARER, "403 Forbidden", "User \"ci\" cannot delete resource \"pods\"", "permission", "role", "conforms"),
        (ANONYMOUS, "403 Forbidden", "error code: 1020", "refusal", "firewall", "conforms"),
        (ANONYMOUS, "403 Forbidden", "blocked access from your country", "refusal", "country", "conforms"),
        (BEARER, "403 Forbidden", "IP_ADDRESS_NOT_ON_ACCESS_LIST", "refusal", "address", "conforms"),
        (
            ANONYMOUS, "403 Forbidden", "User \"system:anonymous\" cannot list pods", "credentials", "anonymous",
            "arguable",
        ),
        (ANONYMOUS, "400 Bad Request", "No required SSL certificate was sent", "scheme", "certificate", "conforms"),
        (BEARER, "400 Bad Request", "u is not authorized to perform: x:Get", "permission", "role", "wrong-code"),
    ] {
        let judged = judge(&[], request, &with_text(status, body));
        assert_eq!((&judged["facts"][fact]["value"], &judged["verdict"]), (&value.into(), &verdict.into()), "{body}");
        assert_eq!(judged["facts"][fact]["source"], "stated", "{body}: {judged}");
    }
}

#[test]
fn words_about_something_else_state_nothing() {
    let post = "POST /users HTTP/1.1\nAuthorization: Bearer mF_9.B5f-4.1JqM";
    for (request, status, body) in [
        (post, "400 Bad Request", "Invalid username"),
        (post, "422 Unprocessable Content", "invalid token"),
        (post, "403 Forbidden", "The current password is incorrect"),
        (post, "400 Bad Request", "Too many requests"),
        (ANONYMOUS, "403 Forbidden", "This link has expired"),
        (ANONYMOUS, "403 Forbidden", "Insufficient permissions"),
        (BEARER, "403 Forbidden", "Your trial has expired"),
        (BEARER, "403 Forbidden", "You don't have permission to access this resource."),
        (BEARER, "403 Forbidden", "MFA is required"),
        (BEARER, "403 Forbidden", "No authorization over scope 'a', or the scope is invalid"),
        (BEARER, "403 Forbidden", "You do not have permission to publish to the scope @tower"),
        (BEARER, "500 Internal Server Error", "User: arn:x is not authorized to perform: s3:GetObject"),
    ] {
        let judged = judge(&[], request, &with_text(status, body));
        assert_ne!(judged["verdict"], "wrong-code", "{body}: {judged}");
        assert_ne!(judged["facts"]["refusal"]["value"].as_str().unwrap_or_default(), "rate", "{body}");
    }
}

#[test]
fn a_word_that_only_occurs_in_a_text_does_not_refuse_everyone() {
    for body in ["Your IP: 203.0.113.9", "Get a key with a higher rate limit", "The bot of the tower is never blocked"]
    {
        let judged = judge(&[], BEARER, &with_text("403 Forbidden", body));
        assert_eq!(judged["verdict"], "unknown", "{body}: {judged}");
    }
    for (body, refusal) in [("Your IP is banned", "address"), ("API rate limit exceeded", "rate")] {
        assert_eq!(
            judge(&[], BEARER, &with_text("403 Forbidden", body))["facts"]["refusal"]["value"],
            refusal,
            "{body}"
        );
    }
}

#[test]
fn a_server_error_for_credentials_is_not_certain() {
    let refused = ["credentials=valid", "permission=role"];
    for body in ["", "{\"error\":\"jwt malformed\"}", "<h1>Internal Server Error</h1>"] {
        let response = with_text("500 Internal Server Error", body);
        assert_eq!(judge(&[], BEARER, &response)["verdict"], "unknown", "{body}");
        let told = judge(&refused, BEARER, &response);
        assert_eq!((&told["verdict"], &told["should"][0]), (&"wrong-code".into(), &403.into()), "{body}");
    }
    let fault = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Fault></s:Fault></s:Envelope>";
    let told = judge(&["credentials=wrong-secret"], BEARER, &with_text("500 Internal Server Error", fault));
    assert_eq!(told["verdict"], "arguable");
}

#[test]
fn a_success_that_reports_a_failure_is_never_public() {
    for (body, verdict) in [
        (r#"{"ok":false,"error":"token_revoked"}"#, "wrong-code"),
        (r#"{"error":{"code":"readapidenied","info":"You need read permission"}}"#, "wrong-code"),
        (r#"{"stat":"fail","code":100,"message":"Invalid API Key"}"#, "wrong-code"),
        (r#"{"ok":false,"error":"weird_code"}"#, "unknown"),
        (r#"{"errors":[{"message":"Not authenticated"}],"data":null}"#, "arguable"),
        (r#"{"jsonrpc":"2.0","error":{"code":-32602,"message":"Not authorised"},"id":1}"#, "arguable"),
        (r#"{"ok":true}"#, "conforms"),
    ] {
        let judged = judge(&[], ANONYMOUS, &format!("200 OK\nContent-Type: application/json\n\n{body}"));
        assert_eq!(judged["verdict"], verdict, "{body}: {judged}");
        let is_public = judged["facts"]["protected"]["value"] == "no";
        assert_eq!(is_public, verdict == "conforms", "{body}: {judged}");
    }
    let grpc = judge(&[], ANONYMOUS, "200 OK\nContent-Type: application/grpc\ngrpc-status: 16");
    assert_eq!((&grpc["verdict"], &grpc["facts"]["protected"]["value"]), (&"conforms".into(), &Value::Null), "{grpc}");
    assert_eq!(grpc["findings"][0]["rule"], "status-not-carrier", "{grpc}");
}

#[test]
fn a_redirect_to_a_page_that_says_no_is_arguable() {
    for (location, told, verdict) in [
        ("/Account/AccessDenied?ReturnUrl=%2Fx", &[][..], "arguable"),
        ("/error/403", &["credentials=valid", "permission=role"], "arguable"),
        ("/home", &["credentials=valid", "permission=role"], "arguable"),
        ("/x/", &["credentials=valid", "permission=role"], "conforms"),
        ("/home", &["credentials=valid", "permission=granted"], "conforms"),
    ] {
        let judged =
            judge(told, "GET /x HTTP/1.1\nCookie: session=abcdef", &format!("302 Found\nLocation: {location}"));
        assert_eq!(judged["verdict"], verdict, "{location} {told:?}: {judged}");
    }
}

#[test]
fn credentials_that_may_be_elsewhere_are_not_absent() {
    for fields in [
        "Cf-Access-Jwt-Assertion: abcdef",
        "X-JWT-Assertion: abcdef",
        "Sec-WebSocket-Protocol: bearer, abcdef0123456789",
        "Stripe-Signature: t=1,v1=abc",
        "X-Hub-Signature-256: sha256=abc",
        "Content-Type: application/x-www-form-urlencoded\nContent-Length: 20",
        "Content-Type: application/json\n\n{\"apiKey\":\"abcdef\"}",
        "Content-Type: text/xml\n\n<wsse:Password>abcdef</wsse:Password>",
    ] {
        let input = format!(
            "POST /x HTTP/1.1\nHost: a\n{fields}\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm=\"a\", error=\"invalid_token\"\n\n"
        );
        let judged = json(&[], &input);
        assert_ne!(judged["facts"]["credentials"]["value"], "absent", "{fields}");
        assert!(!judged["findings"].to_string().contains("bearer-error-unasked"), "{fields}: {judged}");
    }
    for target in
        ["/x?signature=abc&expires=1", "/x?auth=abc", "/x?ticket=abc", "/bot12:abcdef/getMe", "/reset/abc123def"]
    {
        let judged = judge(&[], &format!("GET {target} HTTP/1.1"), "403 Forbidden");
        assert_ne!(judged["facts"]["credentials"]["value"], "absent", "{target}");
    }
}

#[test]
fn a_word_in_the_address_proves_no_signed_url() {
    let denied = |text: &str| format!("403 Forbidden\nContent-Type: application/json\n\n{{\"error\":\"{text}\"}}");
    for (target, fields, text, verdict) in [
        ("/docs?sig=a&access_token=z", "Accept: */*", "invalid_token", "wrong-code"),
        ("/docs?sig=a&api_key=z", "Accept: */*", "invalid API key", "arguable"),
        ("/invite/abc123", "Cookie: sid=x", "session expired", "unknown"),
        ("/invite/abc123", "Accept: */*", "Please log in first", "unknown"),
        ("/docs?sig=asc", "Accept: */*", "You are not logged in", "unknown"),
        ("/docs?hmac=asc", "Accept: */*", "You are not logged in", "unknown"),
        ("/docs?signature=Bob&view=letter", "Accept: */*", "Authentication required", "unknown"),
        ("/invite/abc123", "Accept: */*", "", "unknown"),
        ("/v1/webhooks/3f2a9c5e-8a2b-4d8e-9f00-1234567890ab", "Accept: */*", "Authentication required", "unknown"),
        ("/services/data/v59.0/sobjects/Account/001D000000IRFm", "Accept: */*", "Authentication required", "unknown"),
        ("/services/Billing2024/orders", "Accept: */*", "Authentication required", "unknown"),
        ("/a.zip?Expires=1&Signature=abc&Key-Pair-Id=K", "Accept: */*", "Access denied", "conforms"),
        ("/a.zip?se=2026-11-27&sv=2024-11-04&sig=abc", "Accept: */*", "AuthenticationFailed", "conforms"),
        ("/a.zip?X-Amz-Signature=abc", "Accept: */*", "Request has expired", "conforms"),
    ] {
        let judged = judge(&[], &format!("GET {target} HTTP/1.1\nHost: a.example\n{fields}"), &denied(text));
        assert_eq!(judged["verdict"], verdict, "{target} {fields} {text}: {judged}");
    }
}

#[test]
fn every_secret_of_an_address_is_masked_whichever_of_them_counts() {
    for target in [
        "/docs?sig=plainword&access_token=otherword", "/docs?signature=plainword&api_key=otherword",
        "/reset/plain1word?hmac=otherword", "/services/v1/plain1word?key=otherword",
    ] {
        let request = format!("GET {target} HTTP/1.1\nHost: a.example\nCookie: sid=x\nAuthorization: Bearer abcdef");
        let body = "not accepted: plainword, plain1word, otherword";
        let secrets = ["plainword", "plain1word", "otherword"].into_iter().filter(|word| target.contains(word));
        let challenge = format!("WWW-Authenticate: Bearer realm=\"a\", error=\"x\", error_description=\"{body}\"");
        let judged = judge(&[], &request, &format!("403 Forbidden\n{challenge}")).to_string();
        for secret in secrets {
            assert!(!judged.contains(secret), "{target}: {judged}");
        }
    }
}

#[test]
fn a_login_in_several_steps_is_partial_and_another_scheme_proves_nothing() {
    for (sent, challenge, value) in [
        ("NTLM TlRMTVNTUAABAAAA", "NTLM TlRMTVNTUAACAAAA", "partial"),
        ("Negotiate YIIabcd", "Negotiate oYGabcd", "partial"),
        ("SCRAM-SHA-256 data=abc", "SCRAM-SHA-256 sid=AA, data=abc", "partial"),
        ("Bearer abcdef", "Basic realm=\"a\"", ""),
        ("Basic YTpi", "OAuth realm=\"a\"", ""),
    ] {
        let request = format!("GET /x HTTP/1.1\nAuthorization: {sent}");
        let judged = judge(&[], &request, &format!("401 Unauthorized\nWWW-Authenticate: {challenge}"));
        assert_eq!(judged["verdict"], "conforms", "{sent}: {judged}");
        assert_eq!(judged["facts"]["credentials"]["value"].as_str().unwrap_or_default(), value, "{sent}");
        assert!(value == "partial" || judged["facts"]["credentials"]["source"] == "assumed", "{sent}");
    }
}

#[test]
fn truthful_answers_lead_to_the_right_verdict() {
    for (request, response, told, verdict) in [
        (
            "GET /x HTTP/1.1\nAuthorization: PVEAPIToken=ci@pve!deploy=abc",
            "403 Forbidden",
            &["refusal=none", "credentials=valid"][..],
            "conforms",
        ),
        (
            BEARER,
            "400 Bad Request",
            &["message=well-formed", "protected=yes", "credentials=valid", "permission=role"],
            "wrong-code",
        ),
        ("POST /x HTTP/1.1\nCookie: s=abcdef", "419 Page Expired", &["refusal=csrf"], "arguable"),
        (
            "POST /x HTTP/1.1\nCookie: s=abcdef",
            "419 Page Expired",
            &["refusal=none", "protected=yes", "credentials=valid"],
            "unknown",
        ),
        ("GET /x?key=abcdef HTTP/1.1", "400 Bad Request", &["credentials=unknown-user", "refusal=none"], "arguable"),
    ] {
        let judged = judge(told, request, response);
        assert_eq!(judged["verdict"], verdict, "{request} {told:?}: {judged}");
        assert!(!judged["should"].to_string().contains("419"), "{judged}");
    }
    assert!(asked(&judge(&[], BEARER, "400 Bad Request")).len() <= 3);
}

#[test]
fn errors_of_a_token_endpoint_come_with_400() {
    for error in [
        "use_dpop_nonce", "invalid_dpop_proof", "authorization_pending", "slow_down", "expired_token", "invalid_target",
    ] {
        let request = "POST /token HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\nContent-Length: 9";
        for (status, verdict) in [("400 Bad Request", "conforms"), ("403 Forbidden", "wrong-code")] {
            let nonce = "DPoP-Nonce: n1";
            let response = format!("{status}\n{nonce}\nContent-Type: application/json\n\n{{\"error\":\"{error}\"}}");
            if error.contains("dpop") && verdict == "wrong-code" {
                continue;
            }
            let judged = judge(&[], request, &response);
            assert_eq!(judged["verdict"], verdict, "{error} {status}: {judged}");
        }
    }
}

#[test]
fn the_corrected_response_invents_no_scheme() {
    let bare = "401 Unauthorized";
    for (request, response, told, wanted) in [
        ("GET /x HTTP/1.1\nCookie: s=abcdef", bare, &[][..], "SCHEME realm="),
        (ANONYMOUS, bare, &[], "SCHEME realm="),
        ("GET /x HTTP/1.1\nAuthorization: SSWS abcdef", bare, &[], "SSWS realm="),
        ("GET /x HTTP/1.1\nAuthorization: SharedKey a:bcdef=", bare, &[], "SharedKey realm="),
        (BEARER, bare, &[], "Bearer realm="),
        ("GET /x?key=abcdef HTTP/1.1", bare, &["credentials=unknown-user"], "in=\\\"query\\\", name=\\\"key\\\""),
        (
            "POST /login HTTP/1.1\nContent-Type: application/json\n\n{\"user\":\"a\",\"password\":\"bcdef\"}\n",
            bare,
            &[],
            "HTTP/1.1 400 Bad Request\"]",
        ),
        (
            ANONYMOUS,
            "401 Unauthorized\nWWW-Authenticate: Bearer a=https://x.example/y b=https://z.example",
            &[],
            "a=\\\"https://x.example/y\\\", b=\\\"https://z.example\\\"",
        ),
    ] {
        let judged = if request.contains("\n\n") {
            json(&[], &format!("{request}\nHTTP/1.1 {response}\n\n"))
        } else {
            judge(told, request, response)
        };
        let corrected = judged["corrected"].to_string();
        assert!(corrected.contains(wanted), "{request}: {corrected}");
        assert!(!corrected.contains("form-action"), "{corrected}");
    }
}

#[test]
fn a_preflight_is_granted_only_what_it_asks_for() {
    let request = "OPTIONS /x HTTP/1.1\nOrigin: https://u:S3CR3Tpw@x.example\nAccess-Control-Request-Method: PATCH\nAccess-Control-Request-Headers: x-a";
    let corrected =
        judge(&[], request, "401 Unauthorized\nWWW-Authenticate: Bearer realm=\"a\"")["corrected"].to_string();
    assert!(!corrected.contains("PUT") && !corrected.contains("S3CR3T"), "{corrected}");
}

#[test]
fn a_secret_is_masked_wherever_it_occurs() {
    const TOKEN: &str = "S3CR3Tabcdefghij0123456789";
    const JWT: &str = "eyJhbGciOiJub25lIn0.eyJleHAiOjF9.S3CR3Tsignature";
    let echoed =
        |text: &str| format!("401 Unauthorized\nWWW-Authenticate: Bearer realm=\"a\" error_description=\"{text}\"");
    for (request, response) in [
        (format!("GET /bot123456789:{TOKEN}/getMe HTTP/1.1"), "401 Unauthorized".to_owned()),
        (format!("POST /services/T0001/B0002/{TOKEN} HTTP/1.1"), "403 Forbidden".to_owned()),
        (format!("POST /api/webhooks/123/{TOKEN} HTTP/1.1"), "403 Forbidden".to_owned()),
        (format!("GET /verify/{JWT} HTTP/1.1"), "403 Forbidden".to_owned()),
        ("GET /reset/S3CR3T HTTP/1.1".to_owned(), "403 Forbidden".to_owned()),
        ("GET /magic-link/S3CR3T1 HTTP/1.1".to_owned(), "403 Forbidden".to_owned()),
        (format!("GET /x HTTP/1.1\nAuthorization: Bearer {TOKEN}"), echoed(&format!("token {TOKEN} is bad"))),
        (format!("GET /x HTTP/1.1\nCookie: s={TOKEN}"), echoed(TOKEN)),
        (ANONYMOUS.to_owned(), echoed(JWT)),
        (ANONYMOUS.to_owned(), format!("401 Unauthorized\nWWW-Authenticate: Bearer {TOKEN}")),
        (
            ANONYMOUS.to_owned(),
            "401 Unauthorized\nWWW-Authenticate: Bearer a=https://x.example/b?token=S3CR3T".to_owned(),
        ),
        (ANONYMOUS.to_owned(), "401 Unauthorized\nWWW-Authenticate: Basic realm=https://u:S3CR3T@x.example".to_owned()),
        (
            "GET /x HTTP/1.1\nAuthorization: Basic dTpTM0NSM1QxMg==".to_owned(),
            "401 Unauthorized\nWWW-Authenticate: Basic realm=S3CR3T12".to_owned(),
        ),
    ] {
        let input = answered(&request, &response);
        for arguments in [&["--no-input"][..], &["--json"], &["--sarif"]] {
            let (_, text, errors) = inspect(arguments, &input);
            assert!(!text.contains("S3CR3T") && !errors.contains("S3CR3T"), "{request} {response}: {text}");
        }
    }
    let log = format!("192.0.2.1 - - [25/Nov/2026:09:46:40 +0000] \"GET /reset/{TOKEN} HTTP/1.1\" 403 12\n");
    assert!(!inspect(&["--no-input"], &log).1.contains("S3CR3T"));
}

#[test]
fn recordings_of_other_programs_are_read_whole() {
    let copied = "curl 'https://a.example/x' \\\n  -X POST \\\n  -H 'Cookie: s=abcdef' \\\n  --data-raw 'a=b'\n\nHTTP/1.1 403 Forbidden\nContent-Length: 0\n\n";
    let judged = json(&[], copied);
    assert_eq!(judged["facts"]["request-method"]["value"], "POST", "{judged}");
    assert_eq!(judged["facts"]["cookies"]["value"], "***", "{judged}");
    let timeline = "> GET /x HTTP/1.1\n> Host: a.example\n> Accept: */*\n\n< HTTP/1.1 401 Unauthorized\n< Content-Length: 2\n\n* Received 2 B chunk\n{}\n";
    let judged = json(&[], timeline);
    assert_eq!((&judged["verdict"], &judged["remarks"]), (&"challenge".into(), &serde_json::json!([])), "{judged}");
    let unseparated = "HTTP/1.1 200 OK\nContent-Type: application/json\n{\"error\":\"unauthorized\"}\n";
    let judged = json(&[], unseparated);
    assert_eq!(judged["verdict"], "wrong-code", "{judged}");
    assert!(judged["remarks"].to_string().contains("empty line"), "{judged}");
}

#[test]
fn the_first_line_names_the_greater_fault_and_the_sent_status() {
    let body = "{\"error\":\"invalid_grant\"}";
    let request = "POST /token HTTP/1.1\nHost: a\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=code&client_id=a&client_secret=bcdef&code=x";
    let response = format!("HTTP/1.1 401 Unauthorized\nContent-Type: application/json\n\n{body}\n");
    let (_, text, _) = inspect(&["--no-input"], &format!("{request}\n\n{response}"));
    assert!(text.starts_with("401 is the wrong code here. It should be 400."), "{text}");
    assert!(text.contains(body), "{text}");
    let (_, text, _) = inspect(&["--no-input"], "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"a\"\n\n");
    assert!(text.starts_with("The right status is 401, "), "{text}");
}

const BASIC: &str = "GET /x HTTP/1.1\nAuthorization: Basic YW5hOmFpcnBsYW5l";
const COOKIE: &str = "GET /x HTTP/1.1\nCookie: session=abcdef";
/// A token with `{"alg":"HS256"}` and `{}`, which never expires.
const JWT: &str = "GET /x HTTP/1.1\nAuthorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30.c2ln";

#[test]
fn a_text_counts_only_if_the_credentials_of_the_request_are_its_subject() {
    for (request, texts) in [
        (
            BEARER,
            &[
                "The download link has expired.",
                "Raffle token expired",
                "Your login is fine, but your parking permit has expired.",
                "Invalid port for this API key",
                "The sync token is invalid.",
                "Syntax error: invalid token in line 3",
                "Icon token not found",
                "The image signature does not match.",
                "PGP signature could not be verified",
                "Signature mismatch",
                "Your token hasn't expired. You need the role pilot.",
                "The token was not revoked",
                "Authentication successful, seat denied",
                "Token expired? No, the gate is closed.",
                "The session of the passenger has expired",
                "The user has no valid credentials",
                "Cannot list expired sessions",
                "No credentials stored for the backup server",
                "DKIM authentication failed",
                "Booking not authenticated",
                "Please log in as the captain",
                "You must sign in on the crew portal",
                "{\"error\":\"forbidden\",\"instance\":\"/problems/token-expired\"}",
                "{\"error\":\"forbidden\",\"more\":\"https://help.example/invalid-token\"}",
                "Wrong password for the archive",
                "Invalid password",
                "Your access has been revoked",
                "The request has expired",
                "The key was deleted",
                "Our token has expired",
                "Maybe an expired token",
            ][..],
        ),
        (BASIC, &["The JWT has expired", "jwt expired for the relay", "Invalid bearer token", "Session expired"]),
        (COOKIE, &["The password is wrong", "Invalid signature"]),
    ] {
        for text in texts {
            let judged = judge(&[], request, &with_text("403 Forbidden", text));
            assert_eq!(judged["verdict"], "unknown", "{text}: {judged}");
            assert!(asked(&judged).contains(&"credentials"), "{text}: {judged}");
            let told = judge(&["credentials=valid", "permission=role"], request, &with_text("403 Forbidden", text));
            assert_eq!(told["verdict"], "conforms", "{text}: {told}");
        }
    }
}

#[test]
fn a_text_about_the_credentials_of_the_request_shows_that_a_403_is_wrong() {
    for (request, texts) in [
        (
            BEARER,
            &[
                "Your token has expired.", "token_revoked", "Invalid or expired token", "Authentication failed",
                "The API key is invalid", "You are not logged in.",
                "Authentication is required to access this resource.",
                "{\"error\":\"invalid_token\",\"instance\":\"/gates/24\"}",
            ][..],
        ),
        (BASIC, &["The user name or the password is wrong.", "Incorrect password", "Invalid credentials"]),
        (JWT, &["Signature verification failed", "The JWT signature is invalid"]),
    ] {
        for text in texts {
            let judged = judge(&[], request, &with_text("403 Forbidden", text));
            assert_eq!((&judged["verdict"], &judged["should"][0]), (&"wrong-code".into(), &401.into()), "{text}");
        }
    }
}

#[test]
fn a_success_that_quotes_a_refusal_is_not_a_fault() {
    for body in [
        r#"{"success":false,"message":"This seat is not allowed to be combined with a pet"}"#,
        r#"{"success":false,"message":"Invalid token in the template"}"#,
        r#"{"error":"the badge of the guest is forbidden fruit"}"#,
        r#"{"id":7,"status":"failed","error":"access denied"}"#,
        r#"{"url":"https://gate.example","code":403,"error":"Forbidden"}"#,
        r#"{"valid":false,"error":"token expired"}"#,
    ] {
        let judged = judge(&[], BEARER, &format!("200 OK\nContent-Type: application/json\n\n{body}"));
        assert_ne!(judged["verdict"], "wrong-code", "{body}: {judged}");
    }
}
