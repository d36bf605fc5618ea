//! Around the rules: why the slip is so easy, other readings, specifications that disagree, what clients do, words.

use super::Row;

pub(super) const SLIP_LEAD: &str = "The mistake is easy, and good people make it. These are its causes.";

pub(super) const SLIP: &[Row] = &[
    (
        "Two parts that are three papers",
        "A ticket seems to hold who you are and where you may go. In HTTP identity stands in the credentials, permission \
         is the server's own knowledge, and the destination is the address of the request.",
        "RFC 9110 sections 7.1 and 11.4",
    ),
    (
        "The name",
        "401 is called Unauthorized, and its text is about authentication. Even the field that carries credentials is \
         called Authorization.",
        "RFC 9110 sections 11.6.2 and 15.5.2",
    ),
    (
        "The older wording",
        "Until 2022 the text of 403 said that the server refuses to authorize. The new text says that it refuses to \
         fulfill, so that nobody takes 403 for a matter of authorization alone.",
        "RFC 7231 section 6.5.3; RFC 9110 section 15.5.4",
    ),
    (
        "What references once said",
        "Widely read pages, translations among them, had the two the wrong way round for years, and were put right later.",
        "",
    ),
    (
        "Security comes first in a building",
        "So 403 seems to come first. In HTTP there is no building: each request is checked anew, in the server's order.",
        "RFC 9110 section 15",
    ),
];

pub(super) const RIVALS_LEAD: &str = "Readings that differ from this course's, and how each stands today.";

pub(super) const RIVALS: &[Row] = &[
    (
        "401 wherever somebody else's login would help",
        "From 1999. Still conforming when a challenge is sent; no longer the advice, and not needed, since a 403 may be \
         followed by another try with other credentials.",
        "RFC 9110 section 11.4 paragraph 5; section 15.5.4 paragraph 2",
    ),
    (
        "401 only with HTTP authentication",
        "Sites with cookies then answer 403 or redirect. Sound: a 401 needs a challenge, and a cookie has none.",
        "RFC 9110 section 15.5.2",
    ),
    (
        "403 for every fault of credentials",
        "Some stores of objects and some frameworks do it. It goes against a SHOULD where the credentials stand in \
         Authorization.",
        "RFC 9110 section 11.4 paragraph 3",
    ),
    (
        "401 for everything, so that clients log in again",
        "With a challenge it breaks nothing, and a client that knows who it is asks for the same login again and again.",
        "RFC 9110 section 11.4 paragraph 5",
    ),
];

pub(super) const DISAGREE_LEAD: &str = "Specifications that do not agree with each other about the same thing.";

pub(super) const DISAGREE: &[Row] = &[
    (
        "Rights that do not suffice: 403",
        "In WebDAV access control it must be 403, or 404 to hide.",
        "RFC 3744 section 3",
    ),
    (
        "Scope that does not suffice: 403",
        "With a bearer token it should be 403, with the sign.",
        "RFC 6750 section 3.1",
    ),
    ("Rights that do not suffice: 401", "Token introspection answers them with 401.", "RFC 7662 section 2.3"),
    ("A token that does not suffice: 401", "DPoP speaks of a challenge with 401.", "RFC 9449 section 7.1"),
    (
        "An account that is switched off: 401",
        "In ACME it must be 401; terms that have changed must be 403.",
        "RFC 8555 sections 7.3.3 and 7.3.6",
    ),
    ("The word unauthorized on a 403", "ACME has an error of that name and sends it with 403.", "RFC 8555 section 7.6"),
];

pub(super) const GRPC_GRAPHQL_LEAD: &str =
    "Here the HTTP status doesn't carry the result, so no facts of a request lead to it.";

pub(super) const GRPC_GRAPHQL: &[Row] = &[
    (
        "gRPC: the status line says 200",
        "A server that received the call answers 200. The result comes afterwards, in the grpc-status trailer.",
        "",
    ),
    (
        "gRPC: UNAUTHENTICATED (16)",
        "The call has no valid credentials. This is the counterpart of 401; a gateway that translates gRPC to HTTP sends \
         401 with a challenge.",
        "RFC 9110 section 11.4 paragraph 3",
    ),
    (
        "gRPC: PERMISSION_DENIED (7)",
        "The caller is known and isn't allowed to make the call. This is the counterpart of 403.",
        "RFC 9110 section 11.4 paragraph 5",
    ),
    (
        "gRPC: an access rule denies a known caller",
        "That is PERMISSION_DENIED. In 2021 the access rules of grpc-java answered UNAUTHENTICATED, which tells a client to \
         get new credentials in vain.",
        "",
    ),
    (
        "gRPC: a proxy answers in place of the server",
        "A client that gets 401 without a grpc-status reports UNAUTHENTICATED; with 403 it reports PERMISSION_DENIED.",
        "",
    ),
    (
        "GraphQL: errors come in the body",
        "Many servers answer 200 and list the errors in the body, with codes of their own such as UNAUTHENTICATED and FORBIDDEN.",
        "RFC 9205 section 4.6",
    ),
    (
        "GraphQL: one request, many fields",
        "One field can succeed while another is denied. No single status fits both, so the denial stays in the body.",
        "",
    ),
    (
        "GraphQL: the whole request is refused",
        "A server that refuses before it looks at any field can answer as for any resource: 401 with a challenge, or 403.",
        "RFC 9110 sections 11.4 and 15.5.4",
    ),
];

pub(super) const CLIENTS_LEAD: &str =
    "Measured on one machine with the versions named, against a small server that answered as told.";

pub(super) const CLIENTS: &[Row] = &[
    (
        "git 2.47.3, 401 with a Basic challenge",
        "It asks its helper for the stored password, sends it, and keeps it.",
        "",
    ),
    (
        "git 2.47.3, 401 without a challenge",
        "It erases the stored password without ever having sent it, and says that authentication failed.",
        "",
    ),
    (
        "git 2.47.3, 401 for a user who is known",
        "It erases the password, which was good. With 403 in the same place it keeps it.",
        "",
    ),
    ("git 2.47.3, 403 at once", "It never asks for a password, and keeps the one it has.", ""),
    (
        "curl 7.88.1 and wget 1.21.3",
        "Told to find out how to log in, they send the password only after a challenge that they know. After a bare 401 \
         nothing is sent.",
        "",
    ),
    (
        "Java 17, java.net.http.HttpClient",
        "A 401 without WWW-Authenticate is an exception: status and body are lost.",
        "",
    ),
    ("pip 23.2.1", "On 401 it asks for a user name. On 403 it says what it says on 404: no such package.", ""),
    (
        "cargo 1.95.0",
        "On 401 it says that a credential provider is needed; on 403 it says that the download failed.",
        "",
    ),
    (
        "Browsers",
        "By their standard they prompt after a 401 and never after a 403. No browser was run for this page.",
        "WHATWG Fetch",
    ),
];

pub(super) const GLOSSARY_LEAD: &str = "The words of this course, as the specification uses them.";

pub(super) const GLOSSARY: &[Row] = &[
    ("authentication", "Finding out whether a claim of identity is true.", ""),
    (
        "authorization",
        "Deciding what somebody may do. The field of that name carries credentials.",
        "RFC 9110 section 11.6.2",
    ),
    ("challenge", "What WWW-Authenticate says: a scheme and its parameters.", "RFC 9110 section 11.3"),
    ("companion", "A field that goes with a status, as Allow with 405.", ""),
    ("credentials", "What a client sends to prove who asks.", "RFC 9110 section 11.4"),
    ("gateway", "A server that stands in front of others and answers as the origin.", "RFC 9110 section 3.7"),
    ("proxy", "A server that the client chose to send its requests through.", "RFC 9110 section 3.7"),
    (
        "origin",
        "The server that decides about the resource; in browsers also scheme, host and port of a page.",
        "RFC 9110 sections 3.6 and 4.3.1",
    ),
    ("realm", "The part of a server that one set of credentials is good for.", "RFC 9110 section 11.5"),
    ("scheme", "A way of authenticating: Basic, Bearer, Digest and others.", "RFC 9110 section 11.1"),
    ("scope", "What a token allows.", "RFC 6750 section 3"),
    ("sign", "This course's word for the challenge: no sign, no 401.", "RFC 9110 section 15.5.2"),
    ("verdict", "401, 403 or neither.", ""),
];
