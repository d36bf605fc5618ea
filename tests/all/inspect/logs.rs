//! Tests the logs of HTTP clients, servers and packet captures. Each log holds the same exchange.

use super::{inspect, json};

const SECRET: &str = "Zt7fQk2w-secret-4711";

const LOGS: &[(&str, &str)] = &[
    (
        "OkHttp",
        "--> GET https://api.example/v1/items\nAuthorization: Bearer @SECRET@\n--> END GET\n<-- @STATUS@ @REASON@ https://api.example/v1/items (123ms)\n@NAME@: @VALUE@\n\n@BODY@\n<-- END HTTP (25-byte body)\n",
    ),
    (
        "OkHttp in logcat, between the lines of another program",
        "11-27 10:00:00.123  1234  1260 D OkHttp  : --> GET https://api.example/v1/items\n11-27 10:00:00.123  1234  1260 D OkHttp  : Authorization: Bearer @SECRET@\n11-27 10:00:00.123  1234  1260 D OkHttp  : --> END GET\n11-27 10:00:00.153  1234  1260 D OkHttp  : <-- @STATUS@ https://api.example/v1/items (30ms)\n11-27 10:00:00.154  1234  1260 D MyApp   : Error: forbidden to all\n11-27 10:00:00.153  1234  1260 D OkHttp  : @NAME@: @VALUE@\n11-27 10:00:00.153  1234  1260 D OkHttp  : \n11-27 10:00:00.153  1234  1260 D OkHttp  : @BODY@\n11-27 10:00:00.153  1234  1260 D OkHttp  : <-- END HTTP (25-byte body)\n",
    ),
    (
        "Feign",
        "DEBUG [ItemClient#list] ---> GET https://api.example/v1/items HTTP/1.1\nDEBUG [ItemClient#list] Authorization: Bearer @SECRET@\nDEBUG [ItemClient#list] ---> END HTTP (0-byte body)\nDEBUG [ItemClient#list] <--- HTTP/1.1 @STATUS@ (20ms)\nDEBUG [ItemClient#list] @NAME@: @VALUE@\nDEBUG [ItemClient#list] \nDEBUG [ItemClient#list] @BODY@\nDEBUG [ItemClient#list] <--- END HTTP (25-byte body)\n",
    ),
    (
        "Jersey and Karate",
        "10:00:00.123 [main] DEBUG com.intuit.karate - request:\n1 > GET https://api.example/v1/items\n1 > Authorization: Bearer @SECRET@\n\n10:00:00.223 [main] DEBUG com.intuit.karate - response time in milliseconds: 31\n1 < @STATUS@\n1 < @NAME@: @VALUE@\n1 < @BODY@\n",
    ),
    (
        ".NET",
        "info: System.Net.Http.HttpClient.api.ClientHandler[100]\n      Sending HTTP request GET https://api.example/v1/items\ntrce: System.Net.Http.HttpClient.api.ClientHandler[102]\n      Request Headers:\n      Authorization: Bearer @SECRET@\ninfo: System.Net.Http.HttpClient.api.ClientHandler[101]\n      Received HTTP response headers after 31.2ms - @STATUS@\ntrce: System.Net.Http.HttpClient.api.ClientHandler[103]\n      Response Headers:\n      @NAME@: @VALUE@\n      X-Error: @BODY@\n",
    ),
    (
        "http.client",
        "send: b'GET /v1/items HTTP/1.1\\r\\nHost: api.example\\r\\nAuthorization: Bearer @SECRET@\\r\\n\\r\\n'\nreply: 'HTTP/1.1 @STATUS@ @REASON@\\r\\n'\nheader: @NAME@: @VALUE@\nDEBUG:urllib3.connectionpool:https://api.example:443 \"GET /v1/items HTTP/1.1\" @STATUS@ 25\n@BODY@\n",
    ),
    (
        "Net::HTTP, quoted",
        "opening connection to api.example:443...\nopened\n<- \"GET /v1/items HTTP/1.1\\r\\nAuthorization: Bearer @SECRET@\\r\\nHost: api.example\\r\\n\\r\\n\"\n-> \"HTTP/1.1 @STATUS@ @REASON@\\r\\n\"\n-> \"@NAME@: @VALUE@\\r\\n\"\n-> \"\\r\\n\"\nreading 25 bytes...\n-> \"@BODY@\"\nread 25 bytes\nConn close\n",
    ),
    (
        "Go",
        "2026/11/27 10:00:00 GET /v1/items HTTP/1.1\nHost: api.example\nAuthorization: Bearer @SECRET@\n\n2026/11/27 10:00:00 main.go:12: response: HTTP/1.1 @STATUS@ @REASON@\n@NAME@: @VALUE@\n\n@BODY@\n",
    ),
    (
        "Go, quoted",
        "2026/11/27 10:00:00 \"GET /v1/items HTTP/1.1\\r\\nHost: api.example\\r\\nAuthorization: Bearer @SECRET@\\r\\n\\r\\n\"\n2026/11/27 10:00:00 \"HTTP/1.1 @STATUS@ @REASON@\\r\\n@NAME@: @VALUE@\\r\\n\\r\\n@BODY@\"\n",
    ),
    (
        "the wire log of Apache HttpClient",
        "10:00:00,123 [main] DEBUG wire - http-outgoing-0 >> \"GET /v1/items HTTP/1.1[\\r][\\n]\"\n10:00:00,123 [main] DEBUG wire - http-outgoing-0 >> \"Authorization: Bearer @SECRET@[\\r][\\n]\"\n10:00:00,123 [main] DEBUG wire - http-outgoing-0 >> \"[\\r][\\n]\"\n10:00:00,143 [main] DEBUG wire - http-outgoing-0 << \"HTTP/1.1 @STATUS@ @REASON@[\\r][\\n]\"\n10:00:00,143 [main] DEBUG wire - http-outgoing-0 << \"@NAME@: @VALUE@[\\r][\\n]\"\n10:00:00,143 [main] DEBUG wire - http-outgoing-0 << \"[\\r][\\n]\"\n10:00:00,143 [main] DEBUG wire - http-outgoing-0 << \"@BODY@\"\n",
    ),
    (
        "axios in Node.js",
        "AxiosError: Request failed with status code @STATUS@\n    at settle (/app/node_modules/axios/lib/core/settle.js:19:12) {\n  code: 'ERR_BAD_REQUEST',\n  config: {\n    validateStatus: [Function: validateStatus],\n    headers: Object [AxiosHeaders] {\n      Authorization: 'Bearer @SECRET@'\n    },\n    method: 'get',\n    url: 'https://api.example/v1/items'\n  },\n  request: <ref *1> ClientRequest { res: [Circular *1] },\n  response: {\n    status: @STATUS@,\n    statusText: '@REASON@',\n    headers: Object [AxiosHeaders] { '@NAME@': '@VALUE@' },\n    data: @BODY@\n  }\n}\n",
    ),
    (
        "Postman's console",
        "GET https://api.example/v1/items\n@STATUS@\n182 ms\nNetwork\nRequest Headers\nAuthorization: Bearer @SECRET@\nHost: api.example\nResponse Headers\n@NAME@: @VALUE@\nResponse Body\n@BODY@\n",
    ),
    (
        "a Postman collection, quoted",
        "{\"info\":{\"name\":\"Items\"},\n\"item\":[{\"item\":[{\"name\":\"List\",\"response\":[{\"name\":\"expired\",\"originalRequest\":{\"method\":\"GET\",\"header\":[{\"key\":\"Authorization\",\"value\":\"Bearer @SECRET@\"}],\"url\":{\"raw\":\"https://api.example/v1/items\"}},\"status\":\"@REASON@\",\"code\":@STATUS@,\"header\":[{\"key\":\"@NAME@\",\"value\":\"@VALUE@\"}],\"body\":\"@BODY@\"}]}]}]}\n",
    ),
    (
        "mitmdump",
        "[10:00:00.100][127.0.0.1:51234] client connect\n127.0.0.1:51234: GET https://api.example/v1/items HTTP/2.0\n    accept: */*\n    authorization: Bearer @SECRET@\n\n << HTTP/2.0 @STATUS@ @REASON@ 25b\n    @NAME@: @VALUE@\n\n    @BODY@\n",
    ),
    (
        "tshark -V",
        "Frame 4: 164 bytes on wire\n    Encapsulation type: Ethernet (1)\nHypertext Transfer Protocol\n    GET /v1/items HTTP/1.1\\r\\n\n        Request Method: GET\n    Authorization: Bearer @SECRET@\\r\\n\n    \\r\\n\n    [Response in frame: 6]\n\nFrame 6: 250 bytes on wire\nHypertext Transfer Protocol\n    HTTP/1.1 @STATUS@ @REASON@\\r\\n\n        Status Code: @STATUS@\n    @NAME@: @VALUE@\\r\\n\n    \\r\\n\n    File Data: 25 bytes\nLine-based text data: application/json (1 lines)\n    @BODY@\n",
    ),
    (
        "tshark -T json, quoted",
        "[{\"_source\":{\"layers\":{\"http\":{\"GET /v1/items HTTP/1.1\\\\r\\\\n\":{},\"http.request.line\":[\"Host: api.example\\r\\n\",\"Authorization: Bearer @SECRET@\\r\\n\"]}}}},\n{\"_source\":{\"layers\":{\"http\":{\"HTTP/1.1 @STATUS@ @REASON@\\\\r\\\\n\":{},\"http.response.line\":\"@NAME@: @VALUE@\\r\\n\",\"http.file_data\":\"@BODY@\"}}}}]\n",
    ),
];

fn log(text: &str, is_quoted: bool, status: &str) -> String {
    let (name, value, reason) = match status {
        "401" => ("WWW-Authenticate", "Bearer error=\"invalid_token\"", "Unauthorized"),
        _ => ("Content-Type", "application/json", "Forbidden"),
    };
    let quoted = |text: &str| if is_quoted { text.replace('"', "\\\"") } else { text.to_owned() };
    let body = quoted("{\"error\":\"token_expired\"}");
    let values = [("STATUS", status), ("REASON", reason), ("NAME", name), ("SECRET", SECRET), ("BODY", &body)];
    let text = values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("@{name}@"), value));
    text.replace("@VALUE@", &quoted(value))
}

#[test]
fn every_log_is_judged_as_the_exchange_itself() {
    for (name, text) in LOGS {
        for (status, verdict) in [("401", "conforms"), ("403", "wrong-code")] {
            let input = log(text, name.ends_with("quoted"), status);
            let judged = json(&[], &input);
            // .NET doesn't log bodies, so the reason of the refusal isn't known.
            let verdict = if *name == ".NET" && status == "403" { "unknown" } else { verdict };
            assert_eq!(
                (&judged["verdict"], &judged["facts"]["scheme"]["value"]),
                (&verdict.into(), &"bearer".into()),
                "{name}: {input}{judged}"
            );
            let target = judged["facts"]["request-target"]["value"].as_str().unwrap_or_default();
            assert!(target.ends_with("/v1/items"), "{name}: {judged}");
            let (_, shown, errors) = inspect(&["--no-input"], &input);
            assert!(!format!("{judged}{shown}{errors}").contains(SECRET), "{name}: {judged}{shown}");
        }
    }
}

#[test]
fn a_trace_in_hexadecimal_is_judged_as_the_exchange_itself() {
    let block = |title: &str, text: &str| {
        let lines = text.as_bytes().chunks(16).enumerate().map(|(index, bytes)| {
            let pairs: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            let pairs = pairs.join(" ");
            let shown: String =
                bytes.iter().map(|byte| if byte.is_ascii_graphic() { *byte as char } else { '.' }).collect();
            format!("{:04x}: {pairs:48}{shown}\n", index * 16)
        });
        format!("{title}, {} bytes (0x{:x})\n{}", text.len(), text.len(), lines.collect::<String>())
    };
    for (status, field, verdict) in [
        ("401 Unauthorized", "WWW-Authenticate: Bearer error=\"invalid_token\"\r\n", "conforms"),
        ("403 Forbidden", "Content-Type: application/json\r\n", "wrong-code"),
    ] {
        let input = [
            block(
                "=> Send header",
                &format!("GET /café HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {SECRET}\r\n\r\n"),
            ),
            block("<= Recv header", &format!("HTTP/1.1 {status}\r\n")),
            block("<= Recv header", field),
            block("<= Recv header", "\r\n"),
            block("<= Recv data", "{\"error\":\"token_expired\"}"),
        ]
        .concat();
        let judged = json(&[], &input);
        assert_eq!(
            (&judged["verdict"], &judged["facts"]["request-target"]["value"]),
            (&verdict.into(), &"/café".into())
        );
        assert!(!judged.to_string().contains(SECRET), "{judged}");
    }
}

#[test]
fn a_log_without_fields_proves_nothing_about_them() {
    let basic = "I okhttp.OkHttpClient: --> GET https://a.example/x\nI okhttp.OkHttpClient: <-- 401 https://a.example/x (30ms, 23-byte body)\nI okhttp.OkHttpClient: Error: login\n";
    let net = "[10:00:00 INF] Sending HTTP request GET https://a.example/x\n[10:00:00 INF] Received HTTP response headers after 82.3ms - 401\n[10:00:01 WRN] The token expired\n";
    let undici = "UNDICI 1234: sending request to GET https://a.example/x\nUNDICI 1234: received response to GET https://a.example/x - HTTP 401\n";
    let httpx = "INFO:httpx:HTTP Request: GET https://a.example/x \"HTTP/1.1 401 Unauthorized\"\n";
    let masked =
        format!("{net}trce: System.Net.Http.HttpClient.api[103]\n      Response Headers:\n      WWW-Authenticate: *\n")
            .replace("[10:00:01 WRN] The token expired\n", "");
    for input in [basic, net, undici, httpx, &masked] {
        let judged = json(&[], input);
        let found = (&judged["verdict"], &judged["status"], &judged["facts"]["request-target"]["value"]);
        assert_eq!(found, (&"unknown".into(), &401.into(), &"https://a.example/x".into()), "{input}{judged}");
        assert_eq!(judged["findings"][0]["rule"], "fields-not-recorded", "{input}{judged}");
        let credentials = &judged["facts"]["credentials"];
        assert!(credentials.is_null() || credentials["source"] == "assumed", "{input}{judged}");
    }
    // An interceptor sees a request before the client adds credentials. With `Host`, the request is complete.
    for (host, expected) in [("", "assumed"), ("Host: a.example\n", "seen")] {
        let input = format!(
            "--> GET https://a.example/x\n{host}Accept: */*\n--> END GET\n<-- 401 https://a.example/x (3ms)\nWWW-Authenticate: Basic realm=\"a\"\n<-- END HTTP\n"
        );
        assert_eq!(json(&[], &input)["facts"]["credentials"]["source"], expected, "{input}");
    }
}

#[test]
fn printed_responses_are_read() {
    for input in [
        "Response {\n  status: 401,\n  statusText: 'Unauthorized',\n  headers: Headers { 'www-authenticate': 'Basic realm=\"x\"' },\n  body: ReadableStream { locked: false },\n  ok: false,\n  url: 'https://a.example/me'\n}\n",
        "Response {\n  [Symbol(state)]: {\n    status: 401,\n    statusText: 'Unauthorized',\n    headersList: HeadersList { cookies: null },\n    urlList: [ URL {} ]\n  },\n  [Symbol(headers)]: HeadersList {\n    cookies: null,\n    [Symbol(headers map)]: Map(1) {\n      'www-authenticate' => { name: 'WWW-Authenticate', value: 'Basic realm=\"x\"' }\n    }\n  }\n}\n",
        "[src/main.rs:9] Response { url: \"https://a.example/me\", status: 401, headers: {\"www-authenticate\": \"Basic realm=\\\"x\\\"\"} }\n",
    ] {
        let judged = json(&["--fact", "credentials=absent"], input);
        assert_eq!((&judged["status"], &judged["verdict"]), (&401.into(), &"conforms".into()), "{input}{judged}");
    }
}

#[test]
fn codes_in_the_logs_of_servers_are_explained() {
    let iis = |status: &str, substatus: &str| {
        format!(
            "#Fields: date cs-method cs-uri-stem cs-username sc-status sc-substatus\n2026-11-27 GET /x - {status} {substatus}\n"
        )
    };
    let apache = |text: &str| {
        format!("[Fri Nov 27 10:00:00.123456 2026] [core:error] [pid 123] [client 192.0.2.9:51234] {text}\n")
    };
    let conforming = "conforms";
    for (input, status, verdict, words) in [
        (iis("401", "1"), 401, "unknown", "401.1: the user name or the password is wrong"),
        (iis("401", "2"), 401, "unknown", "401.2: the request has no credentials"),
        (iis("403", "4"), 403, conforming, "403.4: the server requires TLS"),
        (iis("403", "7"), 403, conforming, "403.7: the server requires a client certificate"),
        (iis("403", "14"), 403, conforming, "403.14: the folder shows no list"),
        (
            apache("AH01617: user bob: authentication failure for \"/private\": Password Mismatch"),
            401,
            "unknown",
            "AH01617: the user name or the password is wrong",
        ),
        (
            apache("AH01630: client denied by server configuration: /srv/x"),
            403,
            conforming,
            "AH01630: the configuration",
        ),
    ] {
        let judged = json(&[], &input);
        let code = judged["facts"]["log-code"]["value"].as_str().unwrap_or_default();
        assert!(code.starts_with(words), "{input}{judged}");
        assert_eq!((&judged["status"], &judged["verdict"]), (&status.into(), &verdict.into()), "{input}{judged}");
    }
    assert!(json(&[], &iis("403", "0"))["facts"]["log-code"].is_null());
    // Apache answers 401 or 403 when a user lacks a permission, and the message doesn't say which.
    let (code, _, _) = inspect(&[], &apache("AH01631: user bob: authorization failure for \"/admin\":"));
    assert_eq!(code, Some(2));
}

#[test]
fn a_recording_without_a_status_is_refused_with_its_reason() {
    let entry = r#"{"request":{"method":"GET","url":"https://a/x","headers":[]},"response":{"status":0,"headers":[]}}"#;
    let blocked = format!(r#"{{"log":{{"entries":[{entry}]}}}}"#);
    let console = "GET https://a.example/x: {\n  \"Request Headers\": {},\n  \"Response Headers\": {}\n}\n";
    for (input, words) in [
        (blocked.as_str(), "every request has status 0: the browser blocked it"),
        (console, "there are response headers but no status code"),
        ("Response { status: 401, list: [ } , ] }\n", "no HTTP response"),
        ("Error: Expected {\n  status: 403,\n  url: 'https://a.example'\n}\n", "no HTTP response"),
        ("a < 200 b\nGET https://a.example/ is nice\n", "OkHttp"),
        ("header: Date\nreply: 'HTTP/1.1 401 Unauthorized\\r\\n'\nheader: Date header: Server\n", "no HTTP response"),
    ] {
        let (code, _, errors) = inspect(&["--no-input"], input);
        assert!(code == Some(2) && errors.contains(words), "{input}{errors}");
    }
}
