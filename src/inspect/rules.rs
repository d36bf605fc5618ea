//! The rules for responses, except those about the status itself.
//!
//! Each rule has a level, a source, a description of the problem and a correction.

use crate::ruling::Level;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleEntry {
    pub id: &'static str,
    pub level: Level,
    pub citation: &'static str,
    pub text: &'static str,
    pub fix: &'static str,
}

macro_rules! rules {
    ($($id:literal $level:ident $citation:literal $text:literal $fix:literal;)+) => {
        pub(crate) const RULES: &[RuleEntry] = &[
            $(RuleEntry { id: $id, level: Level::$level, citation: $citation, text: $text, fix: $fix },)+
        ];
    };
}

rules! {
    "challenge-missing" Must "RFC 9110 section 15.5.2 paragraph 1"
        "The 401 has no `WWW-Authenticate` field, so a client can't tell which credentials are accepted."
        "Send `WWW-Authenticate` with a challenge. If no credentials would help, send another status.";
    "proxy-challenge-missing" Must "RFC 9110 section 15.5.8 paragraph 1"
        "The 407 has no `Proxy-Authenticate` field."
        "Send `Proxy-Authenticate` with a challenge.";
    "challenge-grammar" MustNot "RFC 9110 section 2.2 paragraph 5"
        "The challenge breaks the grammar, so clients read it in different ways or not at all."
        "Write `Scheme name=\"value\", name=\"value\"`, with a comma between the parameters.";
    "basic-realm" Must "RFC 7617 section 2"
        "The Basic challenge has no realm."
        "Send `Basic realm=\"…\"`.";
    "realm-unquoted" Must "RFC 9110 section 11.5 paragraph 5"
        "The realm isn't in quotation marks, but a server must send it as a quoted string."
        "Write `realm=\"…\"`.";
    "basic-charset" Definition "RFC 7617 section 2.1"
        "The Basic challenge names a `charset` other than UTF-8, which is the only one allowed."
        "Send `charset=\"UTF-8\"`, or leave `charset` out.";
    "bearer-characters" MustNot "RFC 6750 section 3"
        "The Bearer challenge has a character that isn't allowed in `error`, `error_description`, `error_uri` or `scope`."
        "Use printable ASCII characters, but no quotation marks or backslashes. A URI must not contain spaces either.";
    "bearer-parameter" Must "RFC 6750 section 3 paragraph 2"
        "The Bearer challenge has no parameters; it needs at least one."
        "Send `Bearer` with at least one parameter, such as `realm=\"…\"`, `scope` or `error`.";
    "scope-grammar" MustNot "RFC 9110 section 2.2 paragraph 5"
        "The `scope` of the challenge is empty, or its words aren't separated by single spaces (RFC 6750 section 3)."
        "Write `scope=\"…\"` with a single space between scopes, or leave `scope` out.";
    "digest-parameters" Must "RFC 7616 section 3.3"
        "The Digest challenge lacks `qop`, `realm` or `nonce`. The `qop` parameter is required, and a client can't compute a digest without the other two."
        "Send `realm`, `nonce`, `qop` and `algorithm`.";
    "digest-quoted" MustNot "RFC 7616 section 3.3"
        "The Digest challenge has `algorithm` or `stale` in quotation marks, which some clients can't read."
        "Write `algorithm=…` and `stale=…` without quotation marks.";
    "digest-unquoted" Must "RFC 7616 section 3.3"
        "The Digest challenge has `nonce`, `qop`, `opaque` or `domain` without quotation marks."
        "Put these values in quotation marks.";
    "bearer-error-elsewhere" ShouldNot "RFC 6750 section 3.1"
        "The challenge has an error code for tokens, but the request used another scheme."
        "Leave `error` out when no token was sent.";
    "client-challenge" Must "RFC 6749 section 5.2"
        "The client authenticated with `Authorization`, but none of the challenges in the 401 names the scheme that the client used."
        "Send a challenge that names the scheme the client used.";
    "bearer-error-unasked" ShouldNot "RFC 6750 section 3.1"
        "The challenge has an error code, but the request carried no credentials."
        "Leave `error` out when no credentials were sent.";
    "bearer-error-missing" Should "RFC 6750 section 3"
        "A token was sent and refused, but the challenge doesn't say why."
        "Add `error=\"invalid_token\"`.";
    "scope-unnamed" May "RFC 6750 section 3"
        "The challenge says `insufficient_scope` but doesn't name the required scope."
        "Add `scope=\"…\"` with the scope that the resource requires.";
    "scope-challenge-missing" Must "RFC 6750 section 3 paragraph 1"
        "The token lacks a scope, but the 403 has no `WWW-Authenticate` field that says so."
        "Send `Bearer error=\"insufficient_scope\", scope=\"…\"` with the 403.";
    "stale-unasked" Should "RFC 7616 section 3.3"
        "The challenge says `stale=true`, but the request carried no nonce."
        "Send `stale=true` only if the nonce was the only thing wrong with the request.";
    "proxy-field-in-401" Definition "RFC 9110 section 11.7.1 paragraph 3"
        "The 401 has a `Proxy-Authenticate` field, which belongs in a proxy's 407."
        "Remove `Proxy-Authenticate`.";
    "origin-field-in-407" Definition "RFC 9110 section 11.7.1 paragraph 1"
        "The 407 has a `WWW-Authenticate` field. A client looks for the proxy's challenge in `Proxy-Authenticate`."
        "Remove `WWW-Authenticate`.";
    "scheme-unregistered" OughtTo "RFC 9110 section 11.1 paragraph 3"
        "The challenge has an unregistered scheme, so only clients that know this service can respond to it."
        "Use a registered scheme if one fits.";
    "allow-missing" Must "RFC 9110 section 15.5.6 paragraph 1"
        "The 405 has no `Allow` field."
        "Send `Allow` with the methods that the resource supports.";
    "upgrade-missing" Must "RFC 9110 section 15.5.22 paragraph 2"
        "The 426 has no `Upgrade` field."
        "Send `Upgrade` with the protocols that the server requires.";
    "switch-unnamed" Must "RFC 9110 section 7.8"
        "The 101 has no `Upgrade` field to tell the client which protocol will be used next."
        "Send `Upgrade` with the new protocol, and `Connection: Upgrade`.";
    "handshake-fields" Must "RFC 6455 section 4.2.2"
        "The 101 answers a WebSocket handshake, but `Upgrade`, `Connection` or `Sec-WebSocket-Accept` is missing."
        "Send all three fields, and compute `Sec-WebSocket-Accept` from the key in the request.";
    "allow-contradicts" Must "RFC 9110 section 15.5.6 paragraph 1"
        "`Allow` lists the method that the 405 rejects."
        "Remove the method from `Allow`, or accept it.";
    "version-missing" Must "RFC 6455 section 4.2.2"
        "The response refuses the WebSocket version of the request, but doesn't name the versions that the server supports."
        "Send `Sec-WebSocket-Version` with the supported versions.";
    "nonce-missing" Definition "RFC 9449 section 9"
        "The response asks for a nonce in the DPoP proof, but has no `DPoP-Nonce` field, so the client can't repeat the request."
        "Send `DPoP-Nonce` with the nonce that the client must use.";
    "dpop-scheme" Definition "RFC 9449 section 7.1"
        "The challenge has an error code for DPoP proofs, but its scheme isn't DPoP."
        "Send the error code in a DPoP challenge.";
    "token-cached" Must "RFC 6749 section 5.1"
        "The response carries a token, but `Cache-Control` doesn't forbid caches to store it."
        "Send `Cache-Control: no-store`.";
    "introspection-error" Must "RFC 7662 section 2.3 paragraph 3"
        "The body reports an error, but a token that isn't valid is no error at an introspection endpoint."
        "Send `{\"active\":false}`.";
    "blocker-unnamed" Should "RFC 7725 section 4 paragraph 3"
        "The 451 has no `Link` field to name the party that implements the block."
        "Send `Link` with `rel=\"blocked-by\"`.";
    "precondition-cached" MustNot "RFC 6585 section 3"
        "The `Cache-Control` field lets caches store the 428, but no cache may store a 428."
        "Send `Cache-Control: no-store`, or leave `Cache-Control` out.";
    "refusal-cached" MustNot "RFC 6585 section 4"
        "The `Cache-Control` field lets caches store the 429, but no cache may store a 429."
        "Send `Cache-Control: no-store`, or leave `Cache-Control` out.";
    "network-cached" MustNot "RFC 6585 section 6"
        "The `Cache-Control` field lets caches store the 511, but no cache may store a 511."
        "Send `Cache-Control: no-store`, or leave `Cache-Control` out.";
    "trace-secrets" MustNot "RFC 9110 section 9.3.8"
        "The TRACE request carries credentials, and the response to a TRACE request repeats them."
        "Leave credentials out of TRACE requests.";
    "network-challenge" ShouldNot "RFC 6585 section 6 paragraph 3"
        "The 511 has a challenge."
        "Link to a login page instead.";
    "success-with-error" Definition "RFC 9110 section 15.3.1 paragraph 1"
        "The status says that the request succeeded, but the body says that it was refused."
        "Send the status that matches this error instead.";
    "status-not-carrier" Definition "RFC 9110 section 15.3.1 paragraph 1"
        "The protocol reports errors in the body or in a header or trailer field, so a client that reads only the status takes this response for a success."
        "Send the status that matches this error too, if the protocol allows it.";
    "token-in-query" ShouldNot "RFC 6750 section 2.3"
        "The token is in the query string, and URLs are often logged and shared."
        "Send the token in the `Authorization` field.";
    "expired-token-accepted" MustNot "RFC 7519 section 4.1.4"
        "The token had expired when the server accepted it."
        "Reject expired tokens with 401.";
    "fields-not-recorded" Definition "RFC 9110 section 15.5.2 paragraph 1"
        "The input doesn't include `WWW-Authenticate`, so airside can't tell whether the response had a challenge."
        "Repeat the request with `curl -i` and use that output.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_cites_a_known_place_once() {
        for (index, rule) in RULES.iter().enumerate() {
            assert!(crate::ruling::source::is_known(rule.citation), "{}", rule.citation);
            assert!(!RULES[..index].iter().any(|other| other.id == rule.id), "{}", rule.id);
        }
    }
}
