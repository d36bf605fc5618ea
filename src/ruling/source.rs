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

const fn source(document: &'static str, section: &'static str, about: &'static str) -> Source {
    Source { document, section, about }
}

/// Every section, by document.
pub const SOURCES: &[Source] = &[
    source("RFC 9110", "2.2", "what MUST, SHOULD and \"ought to\" mean here"),
    source("RFC 9110", "3.7", "proxies, gateways and tunnels"),
    source("RFC 9110", "7.1", "which resource a request is about"),
    source("RFC 9110", "7.4", "requests that came to the wrong server"),
    source("RFC 9110", "9.1", "methods, and the statuses for unknown and unsupported ones"),
    source("RFC 9110", "9.2.1", "safe methods"),
    source("RFC 9110", "9.3.3", "which status answers a POST"),
    source("RFC 9110", "10.1.1", "an early answer to Expect"),
    source("RFC 9110", "10.2.1", "the Allow field"),
    source("RFC 9110", "10.2.3", "the Retry-After field"),
    source("RFC 9110", "11", "authentication as a whole"),
    source("RFC 9110", "11.1", "authentication schemes"),
    source("RFC 9110", "11.2", "authentication parameters"),
    source("RFC 9110", "11.3", "challenge and response"),
    source("RFC 9110", "11.4", "credentials, and which status answers bad or inadequate ones"),
    source("RFC 9110", "11.5", "realms"),
    source("RFC 9110", "11.6.1", "the WWW-Authenticate field"),
    source("RFC 9110", "11.6.2", "the Authorization field"),
    source("RFC 9110", "11.7.1", "the Proxy-Authenticate field"),
    source("RFC 9110", "13", "conditional requests"),
    source("RFC 9110", "13.2.1", "preconditions come after the usual checks"),
    source("RFC 9110", "15", "status codes and their classes"),
    source("RFC 9110", "15.3", "the successful class"),
    source("RFC 9110", "15.3.1", "200"),
    source("RFC 9110", "15.4", "the redirection class"),
    source("RFC 9110", "15.4.3", "302"),
    source("RFC 9110", "15.4.4", "303"),
    source("RFC 9110", "15.5", "the client error class"),
    source("RFC 9110", "15.5.1", "400"),
    source("RFC 9110", "15.5.2", "401"),
    source("RFC 9110", "15.5.3", "402"),
    source("RFC 9110", "15.5.4", "403"),
    source("RFC 9110", "15.5.5", "404"),
    source("RFC 9110", "15.5.6", "405"),
    source("RFC 9110", "15.5.8", "407"),
    source("RFC 9110", "15.5.10", "409"),
    source("RFC 9110", "15.5.11", "410"),
    source("RFC 9110", "15.5.13", "412"),
    source("RFC 9110", "15.5.20", "421"),
    source("RFC 9110", "15.5.21", "422"),
    source("RFC 9110", "15.6", "the server error class"),
    source("RFC 9110", "15.6.1", "500"),
    source("RFC 9110", "15.6.2", "501"),
    source("RFC 9110", "15.6.4", "503"),
    source("RFC 9110", "16.4.2", "what new authentication schemes have to keep to"),
    source("RFC 9110", "17.9", "what must not stand in addresses"),
    source("RFC 9110", "17.16", "attacks on authentication"),
    source("RFC 9110", "17.16.2", "credentials that outlive their use"),
    source("RFC 9111", "3.5", "storing answers to authenticated requests"),
    source("RFC 6750", "2", "how a bearer token is sent"),
    source("RFC 6750", "2.1", "a bearer token in Authorization"),
    source("RFC 6750", "2.3", "a bearer token in the query"),
    source("RFC 6750", "3", "the Bearer challenge"),
    source("RFC 6750", "3.1", "error codes: invalid_request, invalid_token, insufficient_scope"),
    source("RFC 6749", "3.2", "the token endpoint"),
    source("RFC 6749", "5.2", "errors of the token endpoint"),
    source("RFC 7617", "2", "Basic, and its realm"),
    source("RFC 7616", "3.3", "the Digest challenge, and stale"),
    source("RFC 7616", "3.6", "Digest with proxies"),
    source("RFC 7519", "4.1.3", "the audience of a token"),
    source("RFC 7519", "4.1.4", "the expiry of a token"),
    source("RFC 7519", "7.2", "how a token is validated"),
    source("RFC 9068", "4", "validating an access token"),
    source("RFC 8705", "3", "tokens bound to a certificate"),
    source("RFC 9440", "2.4", "client certificates behind a gateway"),
    source("RFC 9449", "5", "asking for a DPoP token"),
    source("RFC 9449", "7.1", "the DPoP scheme and its errors"),
    source("RFC 9449", "8", "nonces from the token endpoint"),
    source("RFC 9449", "9", "nonces from the resource"),
    source("RFC 9470", "3", "asking for a stronger or fresher login"),
    source("RFC 9728", "5", "where a resource says which tokens it takes"),
    source("RFC 9729", "6.3", "answers that do not show what is probed"),
    source("RFC 9729", "6.4", "servers that cannot be probed"),
    source("RFC 9421", "1.4", "message signatures"),
    source("RFC 9205", "3.1", "general meaning before special meaning"),
    source("RFC 9205", "4.6", "how applications use status codes"),
    source("RFC 9205", "4.12", "how applications authenticate clients"),
    source("RFC 6585", "4", "429"),
    source("RFC 6585", "6", "511"),
    source("RFC 7725", "3", "451"),
    source("RFC 7725", "4", "naming who blocks"),
    source("RFC 7662", "2.3", "errors of token introspection"),
    source("RFC 6455", "4.2.2", "how a server opens a WebSocket"),
    source("RFC 6455", "10.2", "the origin of a WebSocket"),
    source("RFC 6455", "10.5", "authentication of WebSocket clients"),
    source("RFC 3744", "3", "who asks, in WebDAV access control"),
    source("RFC 3744", "7.1.1", "403 with the privilege that is missing"),
    source("RFC 4918", "8.5", "error bodies in WebDAV"),
    source("RFC 4918", "E", "authentication with PROPFIND"),
    source("RFC 8555", "7.3.3", "terms that changed, in ACME"),
    source("RFC 8555", "7.3.6", "accounts that are switched off, in ACME"),
    source("RFC 8555", "7.4", "orders that are not ready, in ACME"),
    source("RFC 7807", "3", "problem details, with an example out of credit"),
    source("RFC 1945", "9.4", "401 and 403 in 1996"),
    source("RFC 2068", "10.4.2", "401 in 1997"),
    source("RFC 2068", "10.4.4", "403 in 1997"),
    source("RFC 2616", "10.4.2", "401 in 1999"),
    source("RFC 2616", "10.4.4", "403 in 1999"),
    source("RFC 2617", "1.2", "authentication in 1999"),
    source("RFC 7231", "6.5.3", "403 in 2014"),
    source("RFC 7235", "2.1", "challenge and response in 2014"),
    source("RFC 7235", "3.1", "401 in 2014"),
    source("WHATWG Fetch", "CORS protocol and credentials", "which answers may carry credentials"),
    source("WHATWG Fetch", "CORS-preflight fetch", "the preflight needs an ok status"),
    source("WHATWG Fetch", "HTTP-network-or-cache fetch", "what a browser does with 401 and 407"),
];

/// Whether this citation, as `RFC 9110 section 11.4 paragraph 3` or `WHATWG Fetch, name`, is of a section in the table.
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
