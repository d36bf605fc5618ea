//! Tests recordings that are damaged, mixed with other output, or incomplete.

use serde_json::Value;

use super::certainty::answered;
use super::{inspect, json};

const REFUSED: &str = "WWW-Authenticate: Bearer realm=\"api\", error=\"invalid_token\"";

fn remarks(judged: &Value) -> String {
    let exchanges = judged["exchanges"].as_array().cloned().unwrap_or_else(|| vec![judged.clone()]);
    exchanges.iter().map(|one| one["remarks"].to_string()).collect()
}

fn rows(judged: &Value) -> Vec<(Value, Value)> {
    let exchanges = judged["exchanges"].as_array().cloned().unwrap_or_else(|| vec![judged.clone()]);
    exchanges.iter().map(|one| (one["facts"]["request-target"]["value"].clone(), one["status"].clone())).collect()
}

#[test]
fn a_line_of_spaces_ends_a_head() {
    for blank in [" ", "\t", "  ", "\u{a0}"] {
        let input = format!(
            "GET /v1 HTTP/1.1\nAuthorization: Bearer abc.def.ghi\nHost: a\n{blank}\nHTTP/1.1 401 Unauthorized\n{REFUSED}\n{blank}\n{{\n  \"error\": \"invalid_token\"\n}}\n"
        );
        let judged = json(&[], &input);
        assert_eq!((&judged["verdict"], &judged["findings"]), (&"conforms".into(), &serde_json::json!([])), "{judged}");
        let verbose = format!(
            "> GET /v1 HTTP/1.1\n> Authorization: Bearer abc\n>{blank}\n< HTTP/1.1 401 Unauthorized\n< {REFUSED}\n<{blank}\n{{\n}}\n"
        );
        assert_eq!(json(&[], &verbose)["verdict"], "conforms", "{verbose:?}");
    }
}

#[test]
fn a_head_that_is_cut_off_is_not_judged_for_what_it_lacks() {
    let verbose = "> GET /x HTTP/1.1\n> Host: a\n> \n< HTTP/1.1 401 Unauthorized\n";
    for input in [
        verbose.to_owned(),
        format!("{verbose}< Server: nginx\n"),
        format!("{verbose}< WWW-Authenticate: Bearer realm=\"ex"),
        "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm=\"ex".to_owned(),
        "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm=\"ex\n".to_owned(),
        verbose.replace("401 Unauthorized", "407 Proxy Authentication Required"),
    ] {
        let judged = json(&[], &input);
        assert_eq!((&judged["verdict"], &judged["findings"]), (&"unknown".into(), &serde_json::json!([])), "{judged}");
        assert!(remarks(&judged).contains("ends inside this message head"), "{judged}");
    }
    for complete in [
        format!("{verbose}< \n"),
        format!("{verbose}< WWW-Authenticate: Basic\n"),
        "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"open\n\n".to_owned(),
    ] {
        assert_eq!(json(&[], &complete)["verdict"], "challenge", "{complete}");
    }
}

#[test]
fn too_many_exchanges_are_refused_and_none_is_dropped() {
    let line = "10.0.0.1 - - [27/Nov/2026:10:00:00 +0000] \"GET /p HTTP/1.1\" 200 1 \"-\" \"c\"\n";
    let (code, _, errors) = inspect(&["--no-input"], &line.repeat(2501));
    assert!(
        code == Some(2) && errors.contains("2501") && errors.contains("2000") && errors.contains("hint: "),
        "{errors}"
    );
    assert_eq!(rows(&json(&[], &line.repeat(2000))).len(), 2000);
}

#[test]
fn requests_that_overlap_are_never_paired_with_the_wrong_response() {
    let head = |mark: &str, lines: &str| format!("{mark}{}\n{mark}\n", lines.replace('\n', &format!("\n{mark}")));
    let public = "GET /public HTTP/2\nHost: a";
    let admin = "GET /admin HTTP/2\nHost: a\nAuthorization: Bearer abc";
    let (ok, refused) = ("HTTP/2 200", "HTTP/2 401\nWWW-Authenticate: Bearer realm=\"x\", error=\"invalid_token\"");
    let both = [head("> ", public), head("> ", admin), head("< ", ok), head("< ", refused)].concat();
    let judged = json(&[], &both);
    assert_eq!(rows(&judged), [(Value::Null, 200.into()), (Value::Null, 401.into())], "{judged}");
    assert!(remarks(&judged).contains("it isn't certain which of them"), "{judged}");
    // In a pipeline of raw messages, the responses are in the order of the requests.
    let raw = |text: &str| format!("{text}\n\n");
    let pipeline = [public, admin, ok, refused].map(raw).concat();
    let expected = [("/public".into(), 200.into()), ("/admin".into(), 401.into())];
    assert_eq!(rows(&json(&[], &pipeline)), expected);
    // An abandoned request has no response. If the request is sent again, the next response belongs to the second
    // attempt.
    let gone =
        [head("> ", public), "* Empty reply from server\n".into(), head("> ", admin), head("< ", refused)].concat();
    let judged = json(&[], &gone);
    assert_eq!(rows(&judged), expected[1..], "{judged}");
    assert!(remarks(&judged).contains("has no response"), "{judged}");
    let again = [head("> ", admin), head("> ", admin), head("< ", refused)].concat();
    assert_eq!(rows(&json(&[], &again)), expected[1..]);
}

#[test]
fn a_head_inside_a_body_is_not_an_exchange() {
    let body = "# Errors\n\nHTTP/1.1 401 Unauthorized\nContent-Type: text/plain\n";
    let example = format!("{body}\nGET /x HTTP/1.1\nHost: a\n\nHTTP/1.1 403 Forbidden\nServer: x\n");
    for (body, length, count) in [
        (body, 120, 1),
        (body, body.len(), 1),
        (example.as_str(), example.len(), 1),
        (body, 5, 2),
        ("...\n\nHTTP/1.1 401 X\nServer: x\n", 500, 2),
        ("\nHTTP/1.1 401 X\nServer: x\n", 500, 2),
    ] {
        let judged = json(&[], &format!("HTTP/1.1 200 OK\nContent-Length: {length}\n\n{body}"));
        assert_eq!(rows(&judged).len(), count, "{length} {body}: {judged}");
    }
}

#[test]
fn the_error_in_a_success_is_found_whatever_surrounds_the_body() {
    let json_body = "{\"error\":\"unauthorized\"}";
    let head = "HTTP/1.1 200 OK\nContent-Type: application/json\n";
    let verbose = "> GET /x HTTP/1.1\n> Host: a\n> \n< HTTP/1.1 200 OK\n< Content-Type: application/json\n< \n";
    let meter = "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n                                 Dload  Upload   Total   Spent    Left  Speed\n\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0";
    let update = "\r100    24  100    24    0     0     19      0  0:00:01  0:00:01 --:--:--    19";
    for input in [
        format!("{meter}* Trying\n{verbose}{{ [24 bytes data]\n{update}{update}\n* Closing connection 0\n{json_body}\n"),
        format!("{meter}{verbose}{{ [24 bytes data]\n{update}{json_body}* Connection #0 to host a left intact\n"),
        format!("{verbose}{json_body}* Connection #0 to host a left intact\n"),
        format!("{verbose}* Closing connection 0\n{head}\n{json_body}"),
        format!("{head}\n{json_body}root@host:/tmp#"),
        format!("{head}Transfer-Encoding: chunked\n\n18\r\n{json_body}\r\n0\r\n\r\n"),
        format!("{head}Transfer-Encoding: chunked\n\na\r\n{{\"error\":\"\r\ne\r\nunauthorized\"}}\r\n0\r\n"),
        r#"{"log":{"entries":[{"request":{"method":"GET","url":"https://a/x","headers":[]},"response":{"status":200,"headers":[{"name":"Via","value":"x"}],"content":{"encoding":"base64","text":"eyJlcnJvciI6InVuYXV0aG9yaXplZCJ9"}}}]}}"#.to_owned(),
    ] {
        let judged = json(&[], &input);
        assert_eq!((&judged["verdict"], &judged["status"]), (&"wrong-code".into(), &200.into()), "{input}: {judged}");
    }
}

#[test]
fn a_request_in_the_form_of_http_2_is_read() {
    for names in [
        ":method: GET\n:path: /x\n:authority: a.example\n:scheme: https",
        ":authority: a.example\n:method: GET\n:path: /x\n:scheme: https",
    ] {
        let judged = json(&[], &format!("{names}\nauthorization: Bearer abc\n\n:status: 401\n{REFUSED}\n\n"));
        assert_eq!(rows(&judged), [("/x".into(), 401.into())], "{judged}");
        assert_eq!(judged["facts"]["scheme"]["value"], "bearer", "{judged}");
    }
}

#[test]
fn other_lines_in_a_log_are_skipped_and_counted() {
    let line = "10.0.0.1 - - [27/Nov/2026:10:00:00 +0000] \"GET /p HTTP/1.1\" 403 1 \"-\" \"c\"\n";
    let odd = "10.0.0.1 - - [27/Nov/2026:10:00:00 +0000] \"\\x16\\x03\\x01\" 400 153 \"-\" \"-\"\n";
    for (input, words) in [
        (format!("{line}{odd}{line}"), "Lines skipped: 1."),
        (format!("[error] no such file\n{line}"), "Lines skipped: 1."),
        (format!("{odd}{line}{line}{odd}"), "Lines skipped: 2."),
    ] {
        let judged = json(&[], &input);
        assert!(rows(&judged).iter().all(|(target, _)| target == "/p"), "{judged}");
        assert!(remarks(&judged).contains(words), "{judged}");
        assert!(inspect(&["--no-input"], &input).1.contains("Lines skipped"), "{input}");
    }
    assert_eq!(inspect(&["--no-input"], &format!("{line}{odd}{odd}")).0, Some(2));
}

#[test]
fn entries_without_a_response_are_named() {
    let entry = |status: u16| {
        format!(
            r#"{{"request":{{"method":"GET","url":"https://a/x"}},"response":{{"status":{status},"headers":[{{"name":"Via","value":"x"}}]}}}}"#
        )
    };
    let archive = format!(r#"{{"log":{{"entries":[{}]}}}}"#, [entry(0), entry(200), entry(0), entry(200)].join(","));
    let judged = json(&[], &archive);
    assert_eq!(rows(&judged).len(), 2);
    assert!(remarks(&judged).contains("left out: 1, 3."), "{judged}");
    let row = |name: &str, response: &str| format!("### ROW {name} GET https://a.example/x\n{response}\n");
    let refused = "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm=\"x\"\n\n";
    let timeout = "curl: (28) Operation timed out after 20000 milliseconds\n";
    for input in [
        row("none", refused) + &row("malformed", timeout) + &row("made-up", refused),
        row("none", refused) + &row("made-up", refused) + &row("malformed", timeout),
    ] {
        let judged = json(&[], &input);
        assert_eq!(rows(&judged).len(), 2, "{judged}");
        assert!(remarks(&judged).contains("The row `malformed` has no response"), "{judged}");
        assert!(inspect(&["--no-input"], &input).1.contains("malformed"), "{input}");
    }
}

#[test]
fn an_exchange_after_a_brace_is_not_an_archive() {
    let exchange = "> GET /x HTTP/1.1\n> Host: a\n> \n< HTTP/1.1 401 Unauthorized\n< \n";
    for input in [
        format!("{{ [122 bytes data]\n{exchange}"),
        format!("{{\"id\":1}}\n{exchange}"),
        format!("{{\"id\":1}}\n\n{}", answered("GET /x HTTP/1.1", "401 Unauthorized")),
    ] {
        let judged = json(&[], &input);
        assert_eq!(
            (&judged["verdict"], rows(&judged)),
            (&"challenge".into(), vec![("/x".into(), 401.into())]),
            "{input}"
        );
    }
}

#[test]
fn a_prefix_before_each_line_changes_nothing() {
    let verbose = "* Connected\n> GET /x HTTP/1.1\n> Host: a\n> Authorization: Bearer abcd\n> \n< HTTP/1.1 403 Forbidden\n< Content-Type: text/plain\n< \nYour token has expired.\n";
    for prefix in [
        "", "gate-7  | ", "[pod/gate-7/app] ", "Nov 26 07:04:15 tower curl[4711]: ", "2026-11-26T07:04:15.123Z ",
        "2026-11-26 07:04:15,123 INFO  gate - ", "[0-0] ", "07:04:15.123456 [0-0] ", "> ",
    ] {
        let input = verbose.lines().map(|line| prefix.to_owned() + line).collect::<Vec<_>>().join("\n");
        let judged = json(&[], &input);
        assert_eq!((&judged["verdict"], &judged["should"][0]), (&"wrong-code".into(), &401.into()), "{prefix}{judged}");
        assert_eq!(judged["facts"]["scheme"]["value"], "bearer", "{prefix}");
        assert_eq!(remarks(&judged), "[]", "{prefix}");
    }
    let answer =
        "$ curl -i a\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"tower\"\nContent-Length: 0\n\n";
    for prefix in ["gate-7  | ", "0|gate  | ", "07:04:15 gate.1 | ", "2026-11-26T07:04:15.1234567Z ", "[gate] "] {
        let input = answer.lines().map(|line| prefix.to_owned() + line).collect::<Vec<_>>().join("\n");
        let judged = json(&[], &input);
        assert_eq!((&judged["verdict"], &judged["status"]), (&"conforms".into(), &401.into()), "{prefix}{judged}");
    }
    let copied = "    HTTP/1.1 401 Unauthorized\\r\\n\n    WWW-Authenticate: Basic realm=\"tower\"\\r\\n\n    \\r\\n\n";
    assert_eq!(json(&[], copied)["findings"], json(&[], &copied.replace("\\r\\n", ""))["findings"], "{copied}");
    let trace = "07:04:15.1 [0-1] => Send header, 30 bytes (0x1e)\n0000: GET /x HTTP/1.1\n0011: Host: a\n001a: \n07:04:15.2 [0-1] <= Recv header, 27 bytes (0x1b)\n0000: HTTP/1.1 401 Unauthorized\n[0-1] <= Recv header, 2 bytes (0x2)\n0000: \n";
    assert_eq!(json(&[], trace)["verdict"], "challenge");
}

#[test]
fn the_reports_of_wget_are_not_part_of_the_response() {
    let head = "  HTTP/1.1 401 Unauthorized\n  WWW-Authenticate: Basic realm=\"tower\"\n  Content-Length: 9\n";
    let again = "Authentication selected: Basic realm=\"tower\"\nReusing existing connection to a:80.\nHTTP request sent, awaiting response... \n";
    let input = format!(
        "Connecting to a:80... connected.\nHTTP request sent, awaiting response... \n{head}{again}{head}\nUsername/Password Authentication Failed.\n"
    );
    let judged = json(&[], &input);
    for exchange in judged["exchanges"].as_array().expect("two exchanges") {
        assert_eq!(exchange["verdict"], "unknown", "{exchange}");
        assert_eq!(remarks(exchange), "[]", "{exchange}");
        assert_ne!(exchange["facts"]["credentials"]["source"], "stated", "{exchange}");
    }
}

#[test]
fn joined_fields_windows_commands_and_load_balancers_are_read() {
    let har = r#"{"log":{"entries":[{"request":{"method":"GET","url":"https://a/x","headers":[]},"response":{"status":401,"headers":[{"name":"www-authenticate","value":"Negotiate\nBasic realm=\"tower\""}]}}]}}"#;
    assert_eq!(json(&[], har)["findings"], Value::Array(Vec::new()));
    let response = "HTTP/1.1 403 Forbidden\nContent-Type: text/plain\n\nThe token was revoked.\n";
    for command in [
        "C:\\Users\\ana> curl -i ^\"https://a/x^\" ^\n  -H ^\"Authorization: Bearer abcd^\"",
        "PS C:\\> curl.exe -i https://a/x -H \"Authorization: Bearer abcd\"",
    ] {
        let judged = json(&[], &format!("{command}\n{response}"));
        assert_eq!(judged["facts"]["scheme"]["value"], "bearer", "{command}: {judged}");
        assert_eq!((&judged["verdict"], &judged["should"][0]), (&"wrong-code".into(), &401.into()), "{command}");
    }
    let balancer = "https 2026-11-26T07:04:15.1Z app/gates/1 192.0.2.1:5000 - -1 -1 -1 403 - 100 200 \"GET https://a:443/x HTTP/1.1\" \"curl/8\" - -\n";
    assert_eq!((&json(&[], balancer)["status"], &json(&[], balancer)["verdict"]), (&403.into(), &"unknown".into()));
}

#[test]
fn a_secret_in_a_challenge_is_masked() {
    for challenge in ["Bearer token=Zt7fQk2w==", "Bearer token=\"Zt7fQk2w==\"", "Custom client_secret=Zt7fQk2w=="] {
        let input = format!("HTTP/1.1 401 Unauthorized\nWWW-Authenticate: {challenge}\n\n");
        let (_, text, errors) = inspect(&["--json"], &input);
        assert!(!text.contains("Zt7fQk2w") && !errors.contains("Zt7fQk2w"), "{challenge}: {text}{errors}");
    }
}

#[test]
fn panels_logs_and_error_messages_of_other_programs_are_read() {
    let panel = "Request URL: https://a.example/x\nRequest Method: GET\nStatus Code: 403 Forbidden\ncontent-type: text/plain\n:authority: a.example\n:method: GET\naccept: */*\nauthorization: Bearer abcd\n";
    let (head, rest) = panel.split_once("content-type").expect("a field");
    let titled = format!(
        "General\n{head}Response Headers\ncontent-type{}",
        rest.replace(":authority", "Request Headers\n:authority")
    );
    let lines = titled.lines().map(|line| line.replacen(": ", "\n", usize::from(!line.starts_with("General"))));
    let new = lines.collect::<Vec<_>>().join("\n");
    for input in [panel, &titled, &new] {
        let judged = json(&[], input);
        assert_eq!(
            (&judged["status"], &judged["facts"]["scheme"]["value"]),
            (&403.into(), &"bearer".into()),
            "{input}{judged}"
        );
        assert_eq!(judged["facts"]["request-target"]["value"], "https://a.example/x", "{judged}");
    }
    let property = "StatusCode        : 401\nRawContent        : HTTP/1.1 401 Unauthorized\n                    WWW-Authenticate: Basic realm=\"a\"\n\n                    no\nHeaders           : {}\n";
    let caddy = r#"{"request":{"method":"GET","uri":"/x","headers":{"User-Agent":["curl"]}},"status":401,"resp_headers":{"Www-Authenticate":["Basic realm=\"a\""]}}"#;
    let kong = r#"[{"request":{"method":"GET","url":"https://a/x","headers":[]},"response":{"status":401,"headers":[{"name":"www-authenticate","value":"Basic realm=\"a\""}]}}]"#;
    for input in [property, caddy, kong] {
        let judged = json(&["--fact", "credentials=absent"], input);
        assert_eq!(
            (&judged["verdict"], &judged["findings"]),
            (&"conforms".into(), &Value::Array(Vec::new())),
            "{input}{judged}"
        );
    }
    for (input, status) in [
        (r#"{"request_method":"GET","request_uri":"/x","status":"403"}"#, 403),
        (r#"{"http":{"request":{"method":"GET"},"response":{"status_code":401}},"url":{"path":"/x"}}"#, 401),
        (r#"{"http.request.method":"GET","url.path":"/x","http.response.status_code":403}"#, 403),
        (r#"{"request":"GET /x HTTP/1.1","status":403}"#, 403),
        (
            "{\"method\":\"GET\",\"path\":\"/x\",\"response_code\":403,\"response_code_details\":\"jwt_authn_access_denied{Jwt_is_expired}\"}",
            403,
        ),
        ("#Version: 1.0\n#Fields: date cs-method cs-uri-stem cs-username sc-status\n2026-11-27 GET /x ana 403\n", 403),
        (
            "lb haproxy[1]: 192.0.2.1:5 [27/Nov/2026:10:00:00.1] a~ b/c 0/0/1/2/3 401 192 - - ---- 1/1/0/0/0 0/0 \"GET /x HTTP/1.1\"\n",
            401,
        ),
        (
            "--2026-11-27--  https://a/x\nHTTP request sent, awaiting response... 403 Forbidden\n10:00 ERROR 403: Forbidden.\n",
            403,
        ),
        ("Invoke-WebRequest : The remote server returned an error: (403) Forbidden.\nAt line:1 char:1\n", 403),
        ("Invoke-WebRequest: Response status code does not indicate success: 401 (Unauthorized).\n", 401),
        ("curl: (22) The requested URL returned error: 401\n", 401),
        ("AxiosError: Request failed with status code 403\n", 403),
        ("urllib.error.HTTPError: HTTP Error 401: Unauthorized\n", 401),
    ] {
        assert_eq!(json(&[], input)["status"], status, "{input}");
    }
    for other in [r#"{"name":"ana","status":"ok"}"#, r#"{"level":"info","msg":"ana","code":403}"#, "[1]", "ana"] {
        let (code, _, errors) = inspect(&["--json"], other);
        assert!(code == Some(2) && !errors.contains("ana"), "{errors}");
        assert!(errors.contains("JSON log entries with a method and a status"), "{errors}");
        assert!(errors.contains("hint: curl -sv https://host/path"), "{errors}");
    }
}

#[test]
fn a_mask_in_place_of_the_credentials_is_not_a_scheme() {
    for mask in ["[Redacted]", "REDACTED", "***", "<hidden>", "[FILTERED]"] {
        let head = format!("GET /x HTTP/1.1\nHost: a.example\nAuthorization: {mask}\n\nHTTP/1.1 401 Unauthorized\n");
        let judged = json(&[], &format!("{head}WWW-Authenticate: Basic realm=\"a\"\n\n"));
        assert_eq!(judged["facts"]["scheme"], serde_json::json!({"value": "basic", "source": "stated"}), "{judged}");
        assert_ne!(judged["facts"]["credentials"]["value"], "absent", "{judged}");
    }
}
