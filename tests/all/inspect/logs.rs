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
        ".NET, without bodies",
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
    (
        "PHP and other programs with libcurl",
        "* Connected to api.example (203.0.113.10) port 443 (#0)\n> GET /v1/items HTTP/1.1\r\nHost: api.example\r\nAuthorization: Bearer @SECRET@\r\n\r\n< HTTP/1.1 @STATUS@ @REASON@\r\n< @NAME@: @VALUE@\r\n< \r\n* Connection #0 to host api.example left intact\n@BODY@\n",
    ),
    (
        "JetBrains",
        "GET https://api.example/v1/items\nAuthorization: Bearer @SECRET@\nAccept: */*\n\n###\n\nHTTP/1.1 @STATUS@ @REASON@\n@NAME@: @VALUE@\n\n@BODY@\n",
    ),
    (
        "a copied call of fetch",
        "fetch(\"https://api.example/v1/items\", {\n  \"headers\": {\n    \"accept\": \"*/*\",\n    \"authorization\": \"Bearer @SECRET@\"\n  },\n  \"body\": null,\n  \"method\": \"GET\"\n});\n\nHTTP/1.1 @STATUS@ @REASON@\n@NAME@: @VALUE@\n\n@BODY@\n",
    ),
    (
        "git",
        "10:00:00.123456 http.c:845              => Send header, 0000000210 bytes (0x000000d2)\n10:00:00.123460 http.c:857              => Send header: GET /v1/items HTTP/2\n10:00:00.123463 http.c:857              => Send header: Host: api.example\n10:00:00.123465 http.c:857              => Send header: Authorization: Bearer @SECRET@\n10:00:00.123473 http.c:857              => Send header:\n10:00:00.223456 http.c:845              <= Recv header, 0000000013 bytes (0x0000000d)\n10:00:00.223460 http.c:857              <= Recv header: HTTP/2 @STATUS@\n10:00:00.223462 http.c:845              <= Recv header, 0000000040 bytes (0x00000028)\n10:00:00.223465 http.c:857              <= Recv header: @NAME@: @VALUE@\n10:00:00.223467 http.c:845              <= Recv header, 0000000002 bytes (0x00000002)\n10:00:00.223468 http.c:857              <= Recv header:\n10:00:00.223480 http.c:857              <= Recv data: @BODY@\n",
    ),
    (
        "kubectl",
        "I1127 10:00:00.123456   42 round_trippers.go:463] GET https://api.example/v1/items\nI1127 10:00:00.123456   42 round_trippers.go:469] Request Headers:\nI1127 10:00:00.123456   42 round_trippers.go:473]     Authorization: Bearer @SECRET@\nI1127 10:00:00.223456   42 round_trippers.go:574] Response Status: @STATUS@ @REASON@ in 99 milliseconds\nI1127 10:00:00.223456   42 round_trippers.go:577] Response Headers:\nI1127 10:00:00.223456   42 round_trippers.go:580]     @NAME@: @VALUE@\nI1127 10:00:00.223456   42 request.go:1351] Response Body: @BODY@\n",
    ),
    (
        "Playwright, without bodies",
        "  pw:api => apiRequestContext.get started +0ms\n  pw:api → GET https://api.example/v1/items +1ms\n  pw:api   authorization: Bearer @SECRET@ +0ms\n  pw:api ← @STATUS@ @REASON@ +21ms\n  pw:api   @NAME@: @VALUE@ +0ms\n  pw:api   x-error: @BODY@ +0ms\n  pw:api <= apiRequestContext.get succeeded +1ms\n",
    ),
    (
        "Ktor",
        "REQUEST: https://api.example/v1/items\nMETHOD: HttpMethod(value=GET)\nCOMMON HEADERS\n-> Authorization: Bearer @SECRET@\nCONTENT HEADERS\n-> Content-Length: 0\nRESPONSE: @STATUS@ @REASON@\nMETHOD: HttpMethod(value=GET)\nFROM: https://api.example/v1/items\nCOMMON HEADERS\n-> @NAME@: @VALUE@\nBODY Content-Type: application/json\nBODY START\n@BODY@\nBODY END\n",
    ),
    (
        "Dio",
        "I/flutter ( 4242): *** Request ***\nI/flutter ( 4242): uri: https://api.example/v1/items\nI/flutter ( 4242): method: GET\nI/flutter ( 4242): headers:\nI/flutter ( 4242):  Authorization: Bearer @SECRET@\nI/flutter ( 4242): \nI/flutter ( 4242): *** DioException ***:\nI/flutter ( 4242): uri: https://api.example/v1/items\nI/flutter ( 4242): DioException [bad response]: The status code was @STATUS@.\nI/flutter ( 4242): statusCode: @STATUS@\nI/flutter ( 4242): headers:\nI/flutter ( 4242):  @NAME@: @VALUE@\nI/flutter ( 4242): Response Text:\nI/flutter ( 4242): @BODY@\n",
    ),
    (
        "nghttp",
        "[  0.020] send HEADERS frame <length=38, flags=0x25, stream_id=13>\n          ; END_STREAM | END_HEADERS | PRIORITY\n          (padlen=0, dep_stream_id=11, weight=16, exclusive=0)\n          ; Open new stream\n          :method: GET\n          :path: /v1/items\n          :authority: api.example\n          authorization: Bearer @SECRET@\n[  0.030] recv (stream_id=13) :status: @STATUS@\n[  0.030] recv (stream_id=13) @NAME@: @VALUE@\n[  0.030] recv HEADERS frame <length=60, flags=0x04, stream_id=13>\n          ; END_HEADERS\n@BODY@[  0.031] recv DATA frame <length=25, flags=0x01, stream_id=13>\n",
    ),
    (
        "the HTTP/2 log of Go, without bodies, quoted",
        "2026/11/27 10:00:00 http2: Transport encoding header \":authority\" = \"api.example\"\n2026/11/27 10:00:00 http2: Transport encoding header \":method\" = \"GET\"\n2026/11/27 10:00:00 http2: Transport encoding header \":path\" = \"/v1/items\"\n2026/11/27 10:00:00 http2: Transport encoding header \"authorization\" = \"Bearer @SECRET@\"\n2026/11/27 10:00:00 http2: Framer 0xc0000a: read HEADERS flags=END_HEADERS stream=1 len=60\n2026/11/27 10:00:00 http2: decoded hpack field header field \":status\" = \"@STATUS@\"\n2026/11/27 10:00:00 http2: decoded hpack field header field \"@NAME@\" = \"@VALUE@\"\n2026/11/27 10:00:00 http2: decoded hpack field header field \"x-error\" = \"@BODY@\"\n",
    ),
    (
        "tshark -V for HTTP/2, without bodies",
        "HyperText Transfer Protocol 2\n    Stream: HEADERS, Stream ID: 1, Length 38, GET /v1/items\n        Header: :method: GET\n            Name Length: 7\n            Name: :method\n        Header: :path: /v1/items\n        Header: :authority: api.example\n        Header: authorization: Bearer @SECRET@\n            Name Length: 13\nHyperText Transfer Protocol 2\n    Stream: HEADERS, Stream ID: 1, Length 20, @STATUS@ @REASON@\n        Header: :status: @STATUS@ @REASON@\n            Name Length: 7\n        Header: @NAME@: @VALUE@\n        Header: x-error: @BODY@\n",
    ),
    (
        "k6, quoted",
        "time=\"2026-11-27T10:00:00Z\" level=info msg=\"Request:\\nGET /v1/items HTTP/1.1\\r\\nHost: api.example\\r\\nAuthorization: Bearer @SECRET@\\r\\n\\r\\n\\n\" group= iter=0 source=http-debug vu=1\ntime=\"2026-11-27T10:00:00Z\" level=info msg=\"Response:\\nHTTP/1.1 @STATUS@ @REASON@\\r\\n@NAME@: @VALUE@\\r\\n\\r\\n@BODY@\\n\" group= iter=0 source=http-debug vu=1\n",
    ),
    (
        "Charles, quoted",
        "[{\"status\":\"COMPLETE\",\"method\":\"GET\",\"host\":\"api.example\",\"path\":\"/v1/items\",\"request\":{\"header\":{\"headers\":[{\"name\":\"Authorization\",\"value\":\"Bearer @SECRET@\"}]}},\"response\":{\"status\":@STATUS@,\"header\":{\"headers\":[{\"name\":\"@NAME@\",\"value\":\"@VALUE@\"}]},\"body\":{\"text\":\"@BODY@\"}}}]\n",
    ),
    (
        "a trace of Playwright, quoted",
        "{\"type\":\"resource-snapshot\",\"snapshot\":{\"request\":{\"method\":\"GET\",\"url\":\"https://api.example/v1/items\",\"headers\":[{\"name\":\"authorization\",\"value\":\"Bearer @SECRET@\"}]},\"response\":{\"status\":@STATUS@,\"headers\":[{\"name\":\"@NAME@\",\"value\":\"@VALUE@\"}],\"content\":{\"text\":\"@BODY@\"}}}}\n",
    ),
    (
        "a report of Bruno",
        "[{\"results\":[{\"test\":{\"filename\":\"items.bru\"},\"request\":{\"method\":\"GET\",\"url\":\"https://api.example/v1/items\",\"headers\":{\"authorization\":\"Bearer @SECRET@\"}},\"response\":{\"status\":@STATUS@,\"headers\":{\"www-authenticate\":\"Bearer error=\\\"invalid_token\\\"\"},\"data\":@BODY@}}]}]\n",
    ),
    (
        "a collection of Hoppscotch, quoted",
        "{\"name\":\"items\",\"responses\":{\"denied\":{\"code\":@STATUS@,\"headers\":[{\"key\":\"@NAME@\",\"value\":\"@VALUE@\"}],\"body\":\"@BODY@\",\"originalRequest\":{\"method\":\"GET\",\"endpoint\":\"https://api.example/v1/items\",\"headers\":[{\"key\":\"Authorization\",\"value\":\"Bearer @SECRET@\"}]}}}}\n",
    ),
];

/// Logs of servers, and errors that clients print, with the requested status.
const LINES: &[&str] = &[
    "GET /v1/items @ 3.120 ms - 404\n",
    "::1 - GET /v1/items HTTP/1.1 @ 404 - 3.1 ms\n",
    "  <-- GET /v1/items\n  --> GET /v1/items @ 13ms 404b\n",
    "[GIN] 2026/11/27 - 10:00:00 | @ |      52.458µs |       127.0.0.1 | GET      \"/v1/items\"\n",
    "10:00:00 | @ |     52.458µs | 127.0.0.1 | GET | /v1/items | -\n",
    "2026/11/27 10:00:00 \"GET http://a.example/v1/items HTTP/1.1\" from 127.0.0.1:51234 - @ 404B in 52.458µs\n",
    "Started GET \"/v1/items\" for 127.0.0.1\nProcessing by ItemsController#index as JSON\n  Parameters: {\"a\"=>\"b\"}\nCompleted @ Any Reason in 3ms (Views: 0.2ms)\n",
    "method=GET path=/v1/items format=json status=@ duration=404 view=0.20\n",
    "at=info method=GET path=\"/v1/items\" host=app.example connect=0ms status=@ bytes=404\n",
    "[10:00:00 INF] HTTP GET /v1/items responded @ in 404.1200 ms\n",
    "      Request starting HTTP/2 GET https://a.example/v1/items - - -\n      Request finished HTTP/2 GET https://a.example/v1/items - @ 0 - 21.3458ms\n",
    "10:00:00.123 request_id=F1 [info] GET /v1/items\n10:00:00.124 request_id=F1 [info] Sent @ in 404ms\n",
    "DEBUG request{method=GET uri=/v1/items version=HTTP/1.1}: finished processing request latency=404 ms status=@\n",
    "[Fri Nov 27 10:00:00 2026] 127.0.0.1:51234 [@]: GET /v1/items\n",
    "1795773600.123      1 10.0.0.9 TCP_DENIED/@ 404 GET http://a.example/v1/items - HIER_NONE/- text/html\n",
    "(GET https://a.example/v1/items) @\n",
    "GET https://a.example/v1/items @ (Any Reason)\n",
    "{\"reqId\":\"req-1\",\"req\":{\"method\":\"GET\",\"url\":\"/v1/items\"}}\n{\"reqId\":\"req-1\",\"res\":{\"statusCode\":@}}\n",
    "web | {\"method\":\"GET\",\"path\":\"/v1/items\",\"StatusCode\":@}\n",
    "{\"properties\":{\"httpMethod\":\"GET\",\"requestUri\":\"/v1/items\",\"httpStatus\":@}}\n",
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
            // Without the body, the reason of the refusal isn't known.
            let is_known = !name.contains("without bodies") || status == "401";
            let verdict = if is_known { verdict } else { "unknown" };
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
fn logs_of_servers_show_the_status_and_the_target() {
    for (status, line) in ["401", "403"].into_iter().flat_map(|status| LINES.iter().map(move |line| (status, line))) {
        let input = line.replace('@', status);
        let judged = json(&[], &input);
        let target = judged["facts"]["request-target"]["value"].as_str().unwrap_or_default();
        assert_eq!((judged["status"].to_string().as_str(), &judged["verdict"]), (status, &"unknown".into()), "{input}");
        assert!(target.ends_with("/v1/items"), "{input}{judged}");
        assert_ne!(judged["facts"]["credentials"]["source"], "seen", "{input}{judged}");
    }
    // Two requests wait for the second status, so it is left out.
    let rails = "Started GET \"/a\"\nStarted GET \"/b\"\nCompleted 401 Unauthorized in 3ms\nGET /c 403 1 ms\n";
    assert_eq!(json(&[], rails)["facts"]["request-target"]["value"], "/c");
}

#[test]
fn a_response_in_a_log_is_never_paired_with_another_request() {
    let request = |path: &str| format!("REQUEST: https://a.example{path}\nMETHOD: GET\n");
    let response = "METHOD: GET\nCOMMON HEADERS\n-> WWW-Authenticate: Basic realm=\"x\"\n";
    let input =
        [&request("/a"), &request("/b"), "RESPONSE: 401 Unauthorized\n", response, "RESPONSE: 200 OK\n", response]
            .concat();
    let judged = json(&[], &input);
    assert_eq!(judged["exchanges"][0]["status"], 401, "{judged}");
    assert!(judged["exchanges"][0]["facts"]["request-target"].is_null(), "{judged}");
    let in_order = request("/a") + "RESPONSE: 401 Unauthorized\n" + response + &request("/b") + "RESPONSE: 200 OK\n";
    assert_eq!(json(&[], &in_order)["exchanges"][1]["facts"]["request-target"]["value"], "https://a.example/b");
    // A method of another protocol doesn't make an entry an exchange.
    for entry in ["{\"method\":\"/pkg.Service/Get\",\"code\":401}\n", "{\"method\":\"tools/call\",\"code\":403}\n"] {
        assert_eq!(inspect(&["--no-input"], entry).0, Some(2), "{entry}");
    }
}

#[test]
fn errors_of_clients_show_the_status() {
    for input in [
        "npm error 403 403 Forbidden - PUT https://a.example/x - You do not have permission\n",
        "HttpClientErrorException$Forbidden: 403 Forbidden on GET request for \"https://a.example/x\"\n",
        "feign.FeignException$Forbidden: [403 Forbidden] during [GET] to [https://a.example/x]\n",
        "Client error: `GET https://a.example/x` resulted in a `403 Forbidden` response:\n",
        "the server responded with status 403 for GET https://a.example/x\n",
        "Failed to load resource: the server responded with a status of 403 ()\n",
        "HTTPError: Response code 403 (Forbidden)\n",
        "error: Unexpected server response: 403\n",
        "ClientResponseError: 403, message='Forbidden', url='https://a.example/x'\n",
        "HTTP status client error (403 Forbidden) for url (https://a.example/x)\n",
        "reqwest::Error { kind: Status(403), url: \"https://a.example/x\" }\n",
        "oauth2: cannot fetch token: 403 Forbidden\n",
        "ERROR: HTTP error 403 while getting https://a.example/x\n",
    ] {
        let judged = json(&[], input);
        assert_eq!((&judged["status"], &judged["verdict"]), (&403.into(), &"unknown".into()), "{input}{judged}");
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
    let hosting = "info: Microsoft.AspNetCore.HttpLogging.HttpLoggingMiddleware[1]\n      Request:\n      Protocol: HTTP/1.1\n      Method: GET\n      Path: https://a.example/x\n      Accept: */*\ninfo: Microsoft.AspNetCore.HttpLogging.HttpLoggingMiddleware[2]\n      Response:\n      StatusCode: 401\n      WWW-Authenticate: [Redacted]\n";
    for input in [basic, net, undici, httpx, &masked, hosting] {
        let judged = json(&[], input);
        let found = (&judged["verdict"], &judged["status"], &judged["facts"]["request-target"]["value"]);
        assert_eq!(found, (&"unknown".into(), &401.into(), &"https://a.example/x".into()), "{input}{judged}");
        assert_eq!(judged["findings"][0]["rule"], "fields-not-recorded", "{input}{judged}");
        let credentials = &judged["facts"]["credentials"];
        assert!(credentials.is_null() || credentials["source"] == "assumed", "{input}{judged}");
    }
    // An interceptor sees a request before the client adds credentials. A log that includes the `Host` field shows the
    // complete request.
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
        (iis("403", "14"), 403, conforming, "403.14: the server doesn't list the files"),
        (
            apache("AH01617: user bob: authentication failure for \"/private\": Password Mismatch"),
            401,
            "unknown",
            "AH01617: the user name or the password is wrong",
        ),
        (
            "[error] 42#42: *1 user \"bob\": password mismatch, client: 192.0.2.9, server: a.example\n".to_owned(),
            401,
            "unknown",
            "password mismatch: the user name or the password is wrong",
        ),
        (
            "[error] 42#42: *1 access forbidden by rule, client: 192.0.2.9, server: a.example\n".to_owned(),
            403,
            conforming,
            "access forbidden by rule: the configuration",
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
