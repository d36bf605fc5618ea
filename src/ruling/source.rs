//! The sections that anything here cites, with what each is about.
//!
//! Owns the table. A citation that is not in it has not been looked up, and a strict check refuses it.

/// A section of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// `RFC 9110`, `WHATWG Fetch`.
    pub document: &'static str,
    /// Section number, or the name of an algorithm.
    pub section: &'static str,
    /// What it is about.
    pub about: &'static str,
}

const fn at(document: &'static str, section: &'static str, about: &'static str) -> Source {
    Source { document, section, about }
}

/// Every section, by document.
pub const SOURCES: &[Source] = &[
    at("RFC 9110", "2.2", "what MUST, SHOULD and \"ought to\" mean here"),
    at("RFC 9110", "3.7", "proxies, gateways and tunnels"),
    at("RFC 9110", "7.1", "which resource a request is about"),
    at("RFC 9110", "7.4", "requests that came to the wrong server"),
    at("RFC 9110", "9.1", "methods, and the statuses for unknown and unsupported ones"),
    at("RFC 9110", "9.2.1", "safe methods"),
    at("RFC 9110", "9.3.3", "which status answers a POST"),
    at("RFC 9110", "10.1.1", "an early answer to Expect"),
    at("RFC 9110", "10.2.1", "the Allow field"),
    at("RFC 9110", "10.2.3", "the Retry-After field"),
    at("RFC 9110", "11", "authentication as a whole"),
    at("RFC 9110", "11.1", "authentication schemes"),
    at("RFC 9110", "11.2", "authentication parameters"),
    at("RFC 9110", "11.3", "challenge and response"),
    at("RFC 9110", "11.4", "credentials, and which status answers bad or inadequate ones"),
    at("RFC 9110", "11.5", "realms"),
    at("RFC 9110", "11.6.1", "the WWW-Authenticate field"),
    at("RFC 9110", "11.6.2", "the Authorization field"),
    at("RFC 9110", "11.7.1", "the Proxy-Authenticate field"),
    at("RFC 9110", "13", "conditional requests"),
    at("RFC 9110", "13.2.1", "preconditions come after the usual checks"),
    at("RFC 9110", "15", "status codes and their classes"),
    at("RFC 9110", "15.3", "the successful class"),
    at("RFC 9110", "15.3.1", "200"),
    at("RFC 9110", "15.4", "the redirection class"),
    at("RFC 9110", "15.4.3", "302"),
    at("RFC 9110", "15.4.4", "303"),
    at("RFC 9110", "15.5", "the client error class"),
    at("RFC 9110", "15.5.1", "400"),
    at("RFC 9110", "15.5.2", "401"),
    at("RFC 9110", "15.5.3", "402"),
    at("RFC 9110", "15.5.4", "403"),
    at("RFC 9110", "15.5.5", "404"),
    at("RFC 9110", "15.5.6", "405"),
    at("RFC 9110", "15.5.8", "407"),
    at("RFC 9110", "15.5.10", "409"),
    at("RFC 9110", "15.5.11", "410"),
    at("RFC 9110", "15.5.13", "412"),
    at("RFC 9110", "15.5.20", "421"),
    at("RFC 9110", "15.5.21", "422"),
    at("RFC 9110", "15.6", "the server error class"),
    at("RFC 9110", "15.6.1", "500"),
    at("RFC 9110", "15.6.2", "501"),
    at("RFC 9110", "15.6.4", "503"),
    at("RFC 9110", "16.4.2", "what new authentication schemes have to keep to"),
    at("RFC 9110", "17.9", "what must not stand in addresses"),
    at("RFC 9110", "17.16", "attacks on authentication"),
    at("RFC 9110", "17.16.2", "credentials that outlive their use"),
    at("RFC 9111", "3.5", "storing answers to authenticated requests"),
    at("RFC 6750", "2", "how a bearer token is sent"),
    at("RFC 6750", "2.1", "a bearer token in Authorization"),
    at("RFC 6750", "2.3", "a bearer token in the query"),
    at("RFC 6750", "3", "the Bearer challenge"),
    at("RFC 6750", "3.1", "error codes: invalid_request, invalid_token, insufficient_scope"),
    at("RFC 6749", "3.2", "the token endpoint"),
    at("RFC 6749", "5.2", "errors of the token endpoint"),
    at("RFC 7617", "2", "Basic, and its realm"),
    at("RFC 7616", "3.3", "the Digest challenge, and stale"),
    at("RFC 7616", "3.6", "Digest with proxies"),
    at("RFC 7519", "4.1.3", "the audience of a token"),
    at("RFC 7519", "4.1.4", "the expiry of a token"),
    at("RFC 7519", "7.2", "how a token is validated"),
    at("RFC 9068", "4", "validating an access token"),
    at("RFC 8705", "3", "tokens bound to a certificate"),
    at("RFC 9440", "2.4", "client certificates behind a gateway"),
    at("RFC 9449", "5", "asking for a DPoP token"),
    at("RFC 9449", "7.1", "the DPoP scheme and its errors"),
    at("RFC 9449", "8", "nonces from the token endpoint"),
    at("RFC 9449", "9", "nonces from the resource"),
    at("RFC 9470", "3", "asking for a stronger or fresher login"),
    at("RFC 9728", "5", "where a resource says which tokens it takes"),
    at("RFC 9729", "6.3", "answers that do not show what is probed"),
    at("RFC 9729", "6.4", "servers that cannot be probed"),
    at("RFC 9421", "1.4", "message signatures"),
    at("RFC 9205", "3.1", "general meaning before special meaning"),
    at("RFC 9205", "4.6", "how applications use status codes"),
    at("RFC 9205", "4.12", "how applications authenticate clients"),
    at("RFC 6585", "4", "429"),
    at("RFC 6585", "6", "511"),
    at("RFC 7725", "3", "451"),
    at("RFC 7725", "4", "naming who blocks"),
    at("RFC 7662", "2.3", "errors of token introspection"),
    at("RFC 6455", "4.2.2", "how a server opens a WebSocket"),
    at("RFC 6455", "10.2", "the origin of a WebSocket"),
    at("RFC 6455", "10.5", "authentication of WebSocket clients"),
    at("RFC 3744", "3", "who asks, in WebDAV access control"),
    at("RFC 3744", "7.1.1", "403 with the privilege that is missing"),
    at("RFC 4918", "8.5", "error bodies in WebDAV"),
    at("RFC 4918", "E", "authentication with PROPFIND"),
    at("RFC 8555", "7.3.3", "terms that changed, in ACME"),
    at("RFC 8555", "7.3.6", "accounts that are switched off, in ACME"),
    at("RFC 8555", "7.4", "orders that are not ready, in ACME"),
    at("RFC 7807", "3", "problem details, with an example out of credit"),
    at("RFC 1945", "9.4", "401 and 403 in 1996"),
    at("RFC 2068", "10.4.2", "401 in 1997"),
    at("RFC 2068", "10.4.4", "403 in 1997"),
    at("RFC 2616", "10.4.2", "401 in 1999"),
    at("RFC 2616", "10.4.4", "403 in 1999"),
    at("RFC 2617", "1.2", "authentication in 1999"),
    at("RFC 7231", "6.5.3", "403 in 2014"),
    at("RFC 7235", "2.1", "challenge and response in 2014"),
    at("RFC 7235", "3.1", "401 in 2014"),
    at("WHATWG Fetch", "CORS protocol and credentials", "which answers may carry credentials"),
    at("WHATWG Fetch", "CORS-preflight fetch", "the preflight needs an ok status"),
    at("WHATWG Fetch", "HTTP-network-or-cache fetch", "what a browser does with 401 and 407"),
];

/// Whether this citation, as `RFC 9110 section 11.4 paragraph 3` or `WHATWG Fetch, name`, is of a section in the table.
#[must_use]
pub fn is_known(citation: &str) -> bool {
    let (document, section) = match citation.split_once(" section ") {
        Some((document, rest)) => (document, rest.split(' ').next().unwrap_or_default()),
        None => citation.split_once(", ").unwrap_or((citation, "")),
    };
    SOURCES.iter().any(|source| source.document == document && source.section == section)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_stands_once_and_is_found() {
        for (place, source) in SOURCES.iter().enumerate() {
            let twice = SOURCES[..place]
                .iter()
                .any(|other| (other.document, other.section) == (source.document, source.section));
            assert!(!twice && !source.about.is_empty(), "{source:?}");
        }
        assert!(is_known("RFC 9110 section 11.4 paragraph 3") && is_known("WHATWG Fetch, CORS-preflight fetch"));
        assert!(!is_known("RFC 9110 section 11.9") && !is_known("RFC 9999 section 1"));
    }
}
