//! The rules: tests, statuses, challenges, the order of questions.

use super::Row;

pub(super) const TESTS_LEAD: &str = "Two questions decide most cases.";

pub(super) const TESTS: &[Row] = &[
    (
        "The challenge test (401)",
        "Is the request refused because it lacks credentials that are valid, strong enough or fresh enough for this \
         resource, and can a truthful WWW-Authenticate be written for it? Both yes: 401. No sign, no 401.",
        "RFC 9110 sections 11.4 and 15.5.2",
    ),
    (
        "The refusal test (403)",
        "Was the request understood, and is it refused for who asks, for what is asked, or for a reason that has \
         nothing to do with either? 403. No credentials need to have been sent.",
        "RFC 9110 section 15.5.4",
    ),
    (
        "How strongly it binds",
        "Almost nothing forces the choice between the two at MUST level. It rests on a SHOULD (bad or missing \
         credentials: 401) and on an \"ought to\" (valid and not adequate: 403). The MUSTs are about what is sent with it.",
        "RFC 9110 sections 2.2 and 11.4",
    ),
    (
        "What counts as credentials",
        "In HTTP authentication: the value of Authorization. Form fields, cookies and keys in other fields are \
         mechanisms of the application, and for them the specification mandates no status.",
        "RFC 9110 section 11.4 paragraphs 1, 6 and 7",
    ),
];

pub(super) const STATUSES_LEAD: &str = "What must come with it, and what the client may do next.";

pub(super) const STATUSES: &[Row] = &[
    (
        "401 Unauthorized",
        "Lacks valid credentials for this resource. MUST carry WWW-Authenticate with a challenge that applies. The \
         client may repeat with new or replaced credentials.",
        "RFC 9110 section 15.5.2",
    ),
    (
        "403 Forbidden",
        "Understood and refused. Nothing is required; a reason is optional, WWW-Authenticate may be added. The client \
         should not repeat by itself with the same credentials, and may repeat with different ones.",
        "RFC 9110 section 15.5.4",
    ),
    ("400 Bad Request", "The request itself is at fault. Mend it and send it again.", "RFC 9110 section 15.5.1"),
    ("402 Payment Required", "Reserved for future use.", "RFC 9110 section 15.5.3"),
    ("404 Not Found", "Not there, or not willing to say that it is.", "RFC 9110 section 15.5.5"),
    ("405 Method Not Allowed", "The method is supported for nobody here. MUST carry Allow.", "RFC 9110 section 15.5.6"),
    (
        "407 Proxy Authentication Required",
        "A proxy that the client chose wants its own login. MUST carry Proxy-Authenticate.",
        "RFC 9110 section 15.5.8",
    ),
    ("409 Conflict", "The present state does not allow it. Should explain.", "RFC 9110 section 15.5.10"),
    (
        "412 Precondition Failed",
        "A condition of the request fails; comes after 401 and 403.",
        "RFC 9110 section 13.2.1",
    ),
    ("421 Misdirected Request", "The wrong server or connection. No proxy may send it.", "RFC 9110 section 15.5.20"),
    ("429 Too Many Requests", "Wait. May carry Retry-After.", "RFC 6585 section 4"),
    (
        "451 Unavailable For Legal Reasons",
        "A legal demand. Should explain, and should name who blocks in Link.",
        "RFC 7725 sections 3 and 4",
    ),
    ("503 Service Unavailable", "Down or overloaded. May carry Retry-After.", "RFC 9110 section 15.6.4"),
    (
        "511 Network Authentication Required",
        "The network wants a login, not the server. Should link to the login page, should carry no challenge.",
        "RFC 6585 section 6",
    ),
];

pub(super) const COOKBOOK_LEAD: &str = "Header fields that are valid as they stand; put your own names in.";

pub(super) const COOKBOOK: &[Row] = &[
    ("Nothing sent, Basic", r#"WWW-Authenticate: Basic realm="terminal-a""#, "RFC 7617 section 2: realm is required"),
    (
        "Nothing sent, Bearer",
        r#"WWW-Authenticate: Bearer realm="terminal-a""#,
        "RFC 6750 section 3: one parameter at least, no error",
    ),
    (
        "Expired, revoked, forged, other audience",
        r#"WWW-Authenticate: Bearer realm="terminal-a", error="invalid_token""#,
        "RFC 6750 section 3.1",
    ),
    (
        "Scope missing, with 403",
        r#"WWW-Authenticate: Bearer error="insufficient_scope", scope="lounge:enter""#,
        "RFC 6750 sections 3 and 3.1",
    ),
    (
        "Login too weak or too old",
        r#"WWW-Authenticate: Bearer error="insufficient_user_authentication", max_age="300""#,
        "RFC 9470 section 3",
    ),
    (
        "Digest, nonce stale",
        r#"WWW-Authenticate: Digest realm="terminal-a", qop="auth", nonce="bmV4dA", stale=true"#,
        "RFC 7616 section 3.3: stale is not quoted",
    ),
    ("DPoP, nonce missing", r#"WWW-Authenticate: DPoP error="use_dpop_nonce""#, "RFC 9449 section 9, with DPoP-Nonce"),
    ("A proxy", r#"Proxy-Authenticate: Basic realm="shuttle""#, "RFC 9110 section 11.7.1"),
];

pub(super) const PROCEDURE_LEAD: &str =
    "The order is this course's own where the specification is silent; airside rule goes through it with any facts.";

pub(super) const PROCEDURE: &[Row] = &[
    ("1 Who answers?", "An intercepting network: 511. A proxy that the client chose and that wants a login: 407.", ""),
    (
        "2 Can it be handled?",
        "Service down: 503. Malformed: 400. Wrong server: 421. Method unknown: 501, unsupported: 405.",
        "",
    ),
    ("3 Is it a preflight?", "Then an ok status with its CORS fields, and never a login.", "WHATWG Fetch"),
    (
        "4 Is everybody refused?",
        "A legal demand: 451. Too many requests: 429. Address, country, firewall, closed to all, origin, forged form, \
         opening hours: 403 without a challenge.",
        "RFC 9110 section 15.5.4 paragraph 2",
    ),
    ("5 Must it stay hidden?", "Then 404, the same as for what is not there.", "RFC 9110 section 15.5.4 paragraph 3"),
    ("6 Does it need a login?", "If not, credentials may be ignored.", "RFC 9110 section 11.4 paragraph 3"),
    (
        "7 Are there valid credentials?",
        "None, or not valid here: 401 with a challenge.",
        "RFC 9110 section 11.4 paragraph 3",
    ),
    ("8 Is the login strong and fresh enough?", "If not: 401 that asks for a better one.", "RFC 9470 section 3"),
    (
        "9 May this requester?",
        "If not: 403. For a missing scope it carries a sign.",
        "RFC 9110 section 11.4 paragraph 5",
    ),
    ("10 Is anything there?", "If not: 404, or 410 when it is gone for good.", "RFC 9110 sections 15.5.5 and 15.5.11"),
    ("11 Do the conditions hold?", "If not: 412. It must come after 401 and 403.", "RFC 9110 section 13.2.1"),
    ("12 Does its state allow it?", "If not: 409.", "RFC 9110 section 15.5.10"),
];
