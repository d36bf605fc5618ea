//! Lists the passages of the specifications that rulings and scenarios can cite.
//!
//! Each passage has a requirement level and a summary in our own words. A passage that decides a ruling also has a
//! quotation of at most eight words. All passages were checked against the published texts on 26 Nov 2026, except for
//! those from RFC 9470, which were checked against its last draft.

use super::citation::{Citation, Level};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CitedSection {
    /// The name of the document, such as `RFC 9110` or `WHATWG Fetch`.
    pub document: &'static str,
    /// The section number, or the name of an algorithm.
    pub section: &'static str,
    pub about: &'static str,
    pub passages: &'static [Citation],
}

macro_rules! paragraph {
    (-) => {
        None
    };
    ($number:literal) => {
        Some($number)
    };
}

macro_rules! quotation {
    () => {
        None
    };
    ($quote:literal) => {
        Some($quote)
    };
}

macro_rules! sources {
    ($($document:literal {
        $($section:literal $about:literal {
            $($name:ident $paragraph:tt $level:ident $supports:literal $(quoting $quote:literal)?;)*
        })*
    })*) => {
        $($($(
            pub(super) const $name: Citation = Citation {
                document: $document,
                section: $section,
                paragraph: paragraph!($paragraph),
                level: Level::$level,
                supports: $supports,
                quote: quotation!($($quote)?),
            };
        )*)*)*

        /// All cited sections, sorted by document.
        pub const SECTIONS: &[CitedSection] = &[
            $($(CitedSection { document: $document, section: $section, about: $about, passages: &[$($name),*] },)*)*
        ];
    };
}

sources! {
    "RFC 9110" {
        "2.2" "what MUST, SHOULD and the other key words mean here" {
            KEYWORDS 1 Definition "MUST, SHOULD and the other key words have their special meaning only in capitals." quoting "only when, they appear in all capitals";
            GRAMMAR 5 MustNot "A sender must not generate anything that doesn't match the grammar." quoting "protocol elements that do not match the grammar";
        }
        "3.6" "origin servers" {}
        "3.7" "proxies, gateways and tunnels" {
            GATEWAY 6 Definition "A gateway acts as an origin server towards the client." quoting "acts as an origin server for the outbound";
            GATEWAY_DUTIES 7 Definition "The requirements for an origin server also apply to a gateway's responses." quoting "All HTTP requirements applicable to an origin server";
        }
        "4.3.1" "the origin of a URI" {}
        "7.1" "which resource a request is directed at" {}
        "7.4" "requests that came to the wrong server" {
            REJECT_MISDIRECTED 4 Definition "421 says that the request appears to have been misdirected." quoting "it appears to have been misdirected";
        }
        "7.8" "the Upgrade field" {
            SWITCHED_UNASKED - MustNot "A server must not switch to a protocol that the Upgrade field of the request doesn't name." quoting "switch to a protocol that was not indicated";
            SWITCHED_PROTOCOL - Must "A 101 must carry Upgrade with the new protocol." quoting "MUST send an Upgrade header field";
        }
        "9.1" "methods, and the statuses for unknown and unsupported methods" {
            METHOD_STATUS 10 Should "A method that the server doesn't know gets 501, and a method that isn't allowed here gets 405." quoting "SHOULD respond with the 405 (Method Not Allowed)";
        }
        "9.2.1" "safe methods" {
            UNSAFE_BY_URI 6 Must "If the URI selects an unsafe action, the server must disable that action for GET and other safe methods." quoting "MUST disable or disallow that action";
        }
        "9.3.3" "which status answers a POST" {
            POST_STATUS 3 Definition "The server chooses the status that matches the result; almost any status is possible in response to a POST." quoting "almost all of the status codes";
        }
        "9.3.4" "which status answers a PUT" {
            CREATED - Must "If a PUT creates the resource, the status is 201." quoting "by sending a 201 (Created) response";
        }
        "9.3.8" "TRACE" {
            TRACE_SECRETS - MustNot "A client must not send sensitive data, such as credentials, in a TRACE request." quoting "MUST NOT generate fields in a TRACE request";
        }
        "10.1.1" "an early response to Expect" {
            EARLY_ANSWER 9 Definition "A server may answer 401 or 405 before the content arrives.";
        }
        "10.2.1" "the Allow field" {
            ALLOW_FIELD 5 Must "An origin server must send Allow with every 405." quoting "MUST generate an Allow header field";
        }
        "10.2.3" "the Retry-After field" {
            RETRY_AFTER 1 Definition "Retry-After says how long to wait before the next request." quoting "ought to wait before making a follow-up request";
        }
        "11" "authentication as a whole" {}
        "11.1" "authentication schemes" {
            SCHEME_REGISTRY 3 OughtTo "Authentication schemes are registered." quoting "ought to be registered";
        }
        "11.2" "authentication parameters" {}
        "11.3" "challenge and response" {
            CHALLENGE_SYNTAX - Definition "A challenge is a scheme name, with or without parameters." quoting "challenge = auth-scheme";
        }
        "11.4" "credentials, and the status for invalid or insufficient credentials" {
            CREDENTIALS 1 Definition "Credentials are the value of Authorization or Proxy-Authorization." quoting "contain the client's credentials for the realm";
            NO_VALID_CREDENTIALS 3 Should "Missing, invalid or partial credentials for a protected resource should get 401 with a challenge." quoting "an origin server SHOULD send a 401";
            NO_VALID_PROXY_CREDENTIALS 4 Should "Missing, invalid or partial proxy credentials should get 407 with a challenge." quoting "SHOULD generate a 407 (Proxy Authentication Required) response";
            NOT_ADEQUATE 5 OughtTo "Valid credentials that aren't adequate to gain access get 403." quoting "ought to respond with the 403 (Forbidden) status";
            OTHER_MECHANISMS 6 Definition "Applications may use other mechanisms, which this specification doesn't define." quoting "not defined by this specification";
            COOKIES 7 Definition "Applications send logins with cookies in their own ways, outside this framework." quoting "various custom mechanisms for user authentication";
        }
        "11.5" "realms" {
            REALM 2 Definition "Each realm of a server can have its own accounts." quoting "each with its own authentication scheme";
            REALM_QUOTED 5 Must "A realm must be sent only as a quoted string." quoting "MUST only generate the quoted-string syntax";
        }
        "11.6.1" "the WWW-Authenticate field" {
            CHALLENGE_FIELD 3 Must "A 401 must carry WWW-Authenticate with at least one challenge." quoting "containing at least one challenge";
            CHALLENGE_ELSEWHERE 3 May "Other responses can carry WWW-Authenticate when other credentials might help." quoting "(or different credentials) might affect the response";
            CHALLENGE_UNTOUCHED 4 MustNot "A proxy that forwards a response must not change WWW-Authenticate." quoting "MUST NOT modify any WWW-Authenticate header fields";
        }
        "11.6.2" "the Authorization field" {
            FOR_ORIGIN 1 Definition "Authorization authenticates the client to the origin server." quoting "to authenticate itself with an origin server";
        }
        "11.7.1" "the Proxy-Authenticate field" {
            PROXY_CHALLENGE_FIELD 1 Must "A proxy must send Proxy-Authenticate with every 407 that it generates." quoting "MUST send at least one Proxy-Authenticate header field";
            PROXY_NEXT_HOP 3 Definition "Proxy-Authenticate is only for the client that uses the proxy." quoting "only to the next outbound client";
        }
        "13" "conditional requests" {}
        "13.1.1" "If-Match" {
            CONDITION_NOT_MET - Must "If the If-Match condition isn't met, the server must not perform the method." quoting "MUST NOT perform the requested method";
            ALREADY_APPLIED - May "If the change appears to have been made already, the server may answer with a 2xx." quoting "MAY respond with a 2xx (Successful) status";
        }
        "13.1.2" "If-None-Match" {
            NOT_CHANGED - Must "If the If-None-Match condition isn't met, a GET or HEAD request must get 304, and any other request 412." quoting "MUST respond with either a) the 304";
        }
        "13.1.3" "If-Modified-Since" {
            NOT_MODIFIED_SINCE - Should "If the resource hasn't changed since the date, a GET or HEAD request should get 304." quoting "SHOULD generate a 304 (Not Modified) response";
        }
        "13.2.1" "preconditions come after the usual checks" {
            CONDITIONS_BEFORE_CONTENT 1 Must "Conditions are evaluated after the usual checks, and before the content is processed." quoting "just before it would process the request content";
            PRECONDITIONS_LAST 1 Must "The server must ignore preconditions if, without them, the response would be neither a success nor 412." quoting "MUST ignore all received preconditions";
            CONDITIONS_IGNORED 2 Must "The server must ignore the conditions of OPTIONS, CONNECT and TRACE requests." quoting "such as CONNECT, OPTIONS, or TRACE";
        }
        "14.2" "when Range is used" {
            RANGE_ONLY_GET - Must "The server must ignore Range in requests with a method other than GET." quoting "MUST ignore a Range header field";
            RANGE_LAST - Definition "Range is used only if the response without it would be 200." quoting "only if the result in absence of the";
        }
        "15" "status codes and their classes" {}
        "15.1" "the list of status codes and their reason phrases" {}
        "15.2.2" "101" {
            SWITCHING 1 Definition "101: the server switches to the protocol that the client asked for in Upgrade." quoting "understands and is willing to comply";
        }
        "15.3" "the successful class" {
            SUCCESS 1 Definition "2xx: the request was received, understood and accepted." quoting "was successfully received, understood, and accepted";
        }
        "15.3.1" "200" {
            OK 1 Definition "200: the request has succeeded." quoting "the request has succeeded";
        }
        "15.3.7" "206" {
            PARTIAL 1 Definition "206: the server sends the parts that the Range field of the request asks for." quoting "successfully fulfilling a range request";
        }
        "15.4" "the redirection class" {
            REDIRECTION 1 Definition "3xx: the user agent has to do something more to fulfil the request.";
        }
        "15.4.3" "302" {}
        "15.4.5" "304" {
            NOT_MODIFIED 1 Definition "304: a GET or HEAD request has a condition that isn't met, and would otherwise have got 200." quoting "a conditional GET or HEAD request";
        }
        "15.4.4" "303" {
            SEE_OTHER 1 Definition "303 sends the user agent to another resource for an indirect response." quoting "an indirect response to the original request";
        }
        "15.5" "the client error class" {
            CLIENT_ERROR 1 Definition "4xx: the client seems to have made a mistake." quoting "the client seems to have erred";
            SHOWN_ERROR 1 Should "User agents should show their users the representation that comes with a 4xx." quoting "SHOULD display any included representation";
        }
        "15.5.1" "400" {
            BAD_REQUEST 1 Definition "400: the server won't process the request because the client seems to have made a mistake." quoting "cannot or will not process the request";
        }
        "15.5.2" "401" {
            UNAUTHORIZED 1 Definition "401: the request lacks valid credentials for the target resource." quoting "lacks valid authentication credentials for the target resource";
            CHALLENGE 1 Must "A 401 must carry a challenge that applies to the target resource." quoting "MUST send a WWW-Authenticate header field";
            REFUSED_CREDENTIALS 2 Definition "If credentials were sent, a 401 says that they were refused." quoting "authorization has been refused for those credentials";
            NEW_CREDENTIALS 2 May "The client can repeat the request with new or replaced credentials." quoting "a new or replaced Authorization header field";
            SAME_CHALLENGE 2 Should "If the same challenge comes back after an attempt, the user agent should show the response to the user." quoting "SHOULD present the enclosed representation";
        }
        "15.5.3" "402" {
            PAYMENT_REQUIRED 1 Definition "402 is reserved for future use." quoting "is reserved for future use";
        }
        "15.5.4" "403" {
            FORBIDDEN 1 Definition "403: the server understood the request but refuses to fulfil it." quoting "understood the request but refuses to fulfill it";
            INSUFFICIENT 2 Definition "If credentials were sent, the server considers them insufficient." quoting "considers them insufficient to grant access";
            NO_AUTOMATIC_REPEAT 2 ShouldNot "The client should not automatically repeat the request with the same credentials." quoting "SHOULD NOT automatically repeat the request";
            OTHER_CREDENTIALS 2 May "The client can repeat the request with new or different credentials." quoting "with new or different credentials";
            UNRELATED_REASON 2 Definition "A request can be forbidden for reasons that have nothing to do with credentials." quoting "forbidden for reasons unrelated to the credentials";
            HIDE 3 May "An origin server can answer 404 to hide that a forbidden resource exists." quoting "the current existence of a forbidden target resource";
        }
        "15.5.5" "404" {
            NOT_FOUND 1 Definition "404: nothing was found, or the server won't disclose that something exists." quoting "not willing to disclose that one exists";
            NOT_FOUND_CACHED 2 Definition "A 404 may be cached unless the response says otherwise.";
        }
        "15.5.6" "405" {
            METHOD_NOT_ALLOWED 1 Definition "405: the server knows the method, but the resource doesn't support it." quoting "not supported by the target resource";
            ALLOW_IN_405 1 Must "A 405 must carry Allow with the supported methods." quoting "MUST generate an Allow header field";
        }
        "15.5.8" "407" {
            PROXY_AUTHENTICATION 1 Definition "407: the client needs to authenticate itself to use a proxy." quoting "authenticate itself in order to use a proxy";
            PROXY_CHALLENGE 1 Must "A 407 must carry a challenge that applies to the proxy." quoting "a challenge applicable to that proxy";
        }
        "15.5.10" "409" {
            CONFLICT 1 Definition "409: the request conflicts with the current state of the resource." quoting "a conflict with the current state";
            CONFLICT_EXPLAINED 1 Should "A 409 should say enough for a user to recognise the source of the conflict." quoting "to recognize the source of the conflict";
        }
        "15.5.11" "410" {
            GONE 1 Definition "410: the resource is no longer available, and probably never will be again." quoting "no longer available at the origin server";
            GONE_LINKS 2 Definition "A 410 means that links to the resource should be removed." quoting "remote links to that resource be removed";
            GONE_UNKNOWN 1 OughtTo "A server that doesn't know whether the absence is permanent uses 404." quoting "ought to be used instead";
        }
        "15.5.13" "412" {
            PRECONDITION_FAILED 1 Definition "412: a condition in the request isn't met." quoting "evaluated to false when tested on the server";
        }
        "15.5.17" "416" {
            RANGE_REJECTED 1 Definition "416: the server rejects the ranges in the Range field of the request." quoting "the request's Range header field";
        }
        "15.5.20" "421" {
            MISDIRECTED 1 Definition "421: the server can't or won't give an authoritative response for the target." quoting "unable or unwilling to produce an authoritative response";
            MISDIRECTED_RETRY 2 May "The client can repeat the request over another connection." quoting "MAY retry the request";
            MISDIRECTED_BY_PROXY 3 MustNot "A proxy must not generate a 421." quoting "A proxy MUST NOT generate a 421 response";
        }
        "15.5.21" "422" {
            UNPROCESSABLE 1 Definition "422: the content is well formed, but its instructions can't be processed." quoting "unable to process the contained instructions";
        }
        "15.5.22" "426" {
            UPGRADE_REQUIRED 1 Definition "426: the server handles this request only after the client upgrades to another protocol." quoting "refuses to perform the request using the current";
            UPGRADE_FIELD 2 Must "A 426 must carry Upgrade with the protocols that the server requires." quoting "MUST send an Upgrade header field";
        }
        "15.6" "the server error class" {
            SERVER_ERROR 1 Definition "5xx: the server knows that it failed or can't perform the request." quoting "aware that it has erred or is incapable";
        }
        "15.6.1" "500" {}
        "15.6.2" "501" {
            NOT_IMPLEMENTED 1 Definition "501: the server doesn't support the functionality that the request needs.";
        }
        "15.6.3" "502" {
            BAD_GATEWAY 1 Definition "502: a gateway or proxy got an invalid response from the server behind it." quoting "received an invalid response from an inbound server";
        }
        "15.6.4" "503" {
            UNAVAILABLE 1 Definition "503: the server is overloaded or under maintenance for a while." quoting "currently unable to handle the request";
            UNAVAILABLE_RETRY 1 May "A 503 can carry Retry-After." quoting "MAY send a Retry-After header field";
        }
        "16.4.2" "requirements for new authentication schemes" {
            NO_CACHING 2 Definition "Schemes that carry credentials outside Authorization have to forbid caching explicitly." quoting "will need to explicitly disallow caching";
        }
        "17.9" "what must not appear in URIs" {
            SECRETS_IN_URIS 1 Definition "URIs are shared, logged and displayed, so they aren't a safe place for secrets." quoting "intended to be shared, not secured";
        }
        "17.16" "attacks on authentication" {}
        "17.16.2" "credentials that clients keep indefinitely" {}
    }
    "RFC 9111" {
        "3.5" "storing responses to authenticated requests" {
            SHARED_CACHE 1 MustNot "A shared cache must not reuse a response to a request with Authorization unless the response allows it." quoting "MUST NOT use a cached response";
        }
    }
    "RFC 6750" {
        "2" "how a bearer token is sent" {
            ONE_METHOD - MustNot "A client must not send the token in more than one way.";
        }
        "2.1" "a bearer token in Authorization" {}
        "2.3" "a bearer token in the query" {
            TOKEN_IN_QUERY - ShouldNot "A token should not be sent in the query string unless there is no other way." quoting "it SHOULD NOT be used unless";
        }
        "3" "the Bearer challenge" {
            BEARER_CHALLENGE 1 Must "If a request has no token that gives access, the response must carry WWW-Authenticate." quoting "an access token that enables access";
            BEARER_PARAMETER 2 Must "A Bearer challenge must have one or more parameters." quoting "followed by one or more auth-param values";
            BEARER_CHARACTERS - MustNot "error, error_description and scope must contain only printable ASCII, without quotation marks or backslashes." quoting "MUST NOT include characters outside the set";
            BEARER_ERROR 7 Should "If a token was sent and rejected, the challenge should say why in `error`." quoting "SHOULD include the \"error\" attribute";
        }
        "3.1" "error codes: invalid_request, invalid_token, insufficient_scope" {
            FAILED_REQUEST - Definition "A failed request gets an appropriate status, typically 400, 401, 403 or 405, with an error code." quoting "typically, 400, 401, 403, or 405";
            INVALID_REQUEST - Should "A malformed request, or one that sends the token twice, should get 400." quoting "uses more than one method";
            INVALID_TOKEN - Should "An expired, revoked, malformed or otherwise invalid token should get 401." quoting "expired, revoked, malformed, or invalid for other reasons";
            INSUFFICIENT_SCOPE - Should "A token with insufficient privileges should get 403." quoting "requires higher privileges than provided";
            NO_ERROR_CODE - ShouldNot "A request without credentials, or with an unsupported scheme, should get no error code." quoting "SHOULD NOT include an error code";
        }
    }
    "RFC 6749" {
        "3.2" "the token endpoint" {}
        "5.1" "responses of the token endpoint" {
            TOKEN_CACHING - Must "A response with a token must not be stored: Cache-Control says no-store.";
        }
        "5.2" "errors of the token endpoint" {
            TOKEN_ERROR 1 Definition "The token endpoint responds to errors with 400 unless specified otherwise." quoting "(unless specified otherwise)";
            PARAMETER_MISSING - Definition "invalid_request: a required parameter is missing, or one is sent twice." quoting "is missing a required parameter";
            CLIENT_TWICE - Definition "invalid_request: the client authenticates in more than one way." quoting "more than one mechanism for authenticating the client";
            CLIENT_BY_HEADER - Must "A client that tried to authenticate with the Authorization field and failed must get 401 with a matching challenge." quoting "MUST respond with an HTTP 401 (Unauthorized)";
            CLIENT_OTHERWISE - May "Any other failed client authentication may get 401." quoting "MAY return an HTTP 401 (Unauthorized) status code";
            INVALID_GRANT - Definition "invalid_grant: the code, password or refresh token isn't valid." quoting "refresh token is invalid, expired, revoked";
            UNAUTHORIZED_CLIENT - Definition "unauthorized_client: this client may not use this kind of grant." quoting "not authorized to use this authorization grant type";
            INVALID_SCOPE - Definition "invalid_scope: the scope is unknown, or more than the user granted." quoting "exceeds the scope granted by the resource owner";
        }
    }
    "RFC 7617" {
        "2" "Basic, and its realm" {
            BASIC_REALM - Must "A Basic challenge must name its realm." quoting "authentication parameter 'realm' is REQUIRED";
            BASIC_SPACE - Definition "The name and password have to be valid for the realm of the requested resource." quoting "service the request only if it can validate";
        }
        "2.1" "the character encoding of a Basic login" {
            BASIC_CHARSET - Definition "The charset of a Basic challenge is advice for the client, and only UTF-8 is allowed." quoting "The only allowed value is \"UTF-8\"";
        }
    }
    "RFC 7616" {
        "3.3" "the Digest challenge, and stale" {
            DIGEST_CHALLENGE - Definition "A request without an acceptable Authorization field gets 401 with a Digest challenge." quoting "acceptable Authorization header field is not sent";
            STALE - Should "stale should be true only if the nonce was the only problem; otherwise a new name or password is needed." quoting "SHOULD only set stale to true";
        }
        "3.4.6" "what a server checks in a Digest request" {
            DIGEST_TARGET - Should "A Digest whose uri differs from the request target should get 400." quoting "SHOULD return a 400 Bad Request error";
        }
        "3.6" "how the server checks a digest, and what it does with an old nonce" {
            OLD_NONCE - May "The server may answer an old nonce with 401, a new nonce and stale=true.";
        }
        "3.8" "Digest with proxies" {}
    }
    "RFC 4559" {
        "4.1" "the Negotiate challenge" {
            NEGOTIATE - Definition "A request without an acceptable Authorization field gets 401 with a Negotiate challenge.";
        }
        "5" "the round trips of Negotiate" {
            NEGOTIATE_ROUNDS - Definition "Each further step gets another 401 with a token; the last token comes with the successful response.";
        }
    }
    "RFC 7519" {
        "4.1.2" "the subject of a token" {
            SUBJECT - Definition "The subject of a token names who or what the token is about." quoting "identifies the principal that is the subject";
        }
        "4.1.3" "the audience of a token" {
            AUDIENCE - Must "A token whose audience doesn't include the recipient must be rejected." quoting "then the JWT MUST be rejected";
        }
        "4.1.4" "the expiry of a token" {
            EXPIRY - MustNot "A token must not be accepted once it has expired." quoting "the JWT MUST NOT be accepted for processing";
        }
        "7.2" "how a token is validated" {
            VALIDATION - Must "A token that fails any step of validation must be rejected.";
        }
    }
    "RFC 9068" {
        "4" "validating an access token" {
            ACCESS_TOKEN - Must "A JWT access token that fails validation must be rejected with invalid_token." quoting "MUST include the error code \"invalid_token\"";
            TOKEN_PERMISSIONS - Should "If a JWT access token carries authorization claims, the server should use them to decide." quoting "includes authorization claims";
            ISSUER - Must "The issuer of a JWT access token must be exactly the one that the server expects." quoting "MUST exactly match the value of the";
        }
    }
    "RFC 8705" {
        "3" "tokens bound to a certificate" {
            BOUND_TOKEN - Must "A token that is bound to another certificate must be rejected with 401 and invalid_token." quoting "using an HTTP 401 status code";
        }
    }
    "RFC 9440" {
        "2.4" "client certificates behind a gateway" {
            CERTIFICATE_DECISION 5 Definition "A server can send 403 to convey that it doesn't accept a client certificate." quoting "or with an HTTP 403 response";
            CERTIFICATE_CACHING 6 Must "A response that depends on the Client-Cert field must be uncacheable, or list that field in Vary." quoting "MUST either be uncacheable";
        }
    }
    "RFC 9449" {
        "5" "asking for a DPoP token" {
            DPOP_PROOF_AT_TOKEN - Definition "An invalid proof at the token endpoint gets the error invalid_dpop_proof.";
        }
        "7.1" "the DPoP scheme and its errors" {
            DPOP_CHALLENGE - Definition "If a request lacks valid credentials or sufficient access, the server can send a challenge, with status 401." quoting "can respond with a challenge";
            DPOP_ERROR - Should "If a token was sent and rejected, the challenge should say why; invalid_dpop_proof means that the proof is invalid.";
            DPOP_ELSEWHERE - May "Other responses can carry the challenge.";
        }
        "7.2" "DPoP alongside Bearer" {}
        "8" "nonces from the token endpoint" {
            DPOP_NONCE_AT_TOKEN - Definition "A proof without the nonce gets 400 with use_dpop_nonce and a DPoP-Nonce field." quoting "400 (Bad Request) error response";
        }
        "9" "nonces from the resource" {
            DPOP_NONCE - Definition "A proof without the nonce gets 401 with a DPoP challenge and a DPoP-Nonce field." quoting "use an HTTP 401 (Unauthorized) error code";
        }
    }
    "RFC 9470" {
        "3" "asking for a stronger or more recent login" {
            STEP_UP - Definition "insufficient_user_authentication says that the login behind the token isn't good enough.";
        }
    }
    "RFC 9728" {
        "5" "how a resource specifies which tokens it accepts" {
            RESOURCE_METADATA 1 May "A challenge may name the address of the resource's metadata.";
        }
        "5.1" "the resource_metadata parameter" {
            RESOURCE_METADATA_URL - Definition "resource_metadata is the URL of the protected resource's metadata.";
            RESOURCE_METADATA_ELSEWHERE - May "resource_metadata also works with schemes other than Bearer.";
        }
    }
    "RFC 9729" {
        "6.4" "servers that can't be probed" {
            NOT_PROBEABLE 1 Must "With the Concealed scheme, a hidden resource must look like a missing one to an unauthenticated client." quoting "with the exact same response";
        }
    }
    "RFC 9421" {
        "1.4" "message signatures" {
            SIGNATURE_STATUS - Definition "If a signature can't be verified, 401 or 403 could be appropriate, and a 400 could give details." quoting "401 (Unauthorized) or 403 (Forbidden) could be appropriate";
        }
    }
    "RFC 9205" {
        "3.1" "the generic semantics of HTTP" {}
        "4.6" "how applications use status codes" {
            GENERAL_STATUS 4 Definition "An application uses the most applicable status and, when in doubt, a general one such as 400." quoting "use the most applicable status code";
            DETAIL_IN_BODY 5 Definition "More detailed errors belong in the content or in header fields.";
        }
        "4.12" "how applications authenticate clients" {
            CERTIFICATE_SCOPE 2 Definition "Authentication by certificate applies to the connection, and the client can't tell whether the server used it." quoting "intrinsically scoped to the underlying transport connection";
        }
    }
    "RFC 6585" {
        "3" "428" {
            PRECONDITION_REQUIRED 1 Definition "428: the server requires the request to be conditional." quoting "requires the request to be conditional";
            PRECONDITION_UNSTORED - MustNot "A cache must not store a 428." quoting "MUST NOT be stored by a cache";
        }
        "4" "429" {
            TOO_MANY 1 Definition "429: too many requests in a given amount of time." quoting "has sent too many requests";
            TOO_MANY_RETRY 2 May "A 429 can carry Retry-After.";
            TOO_MANY_COUNT - Definition "How the server identifies the user and counts requests isn't defined." quoting "nor how it counts requests";
            TOO_MANY_UNSTORED - MustNot "A cache must not store a 429." quoting "MUST NOT be stored by a cache";
        }
        "6" "511" {
            NETWORK_LOGIN 1 Definition "511: the client has to log in to the network." quoting "needs to authenticate to gain network access";
            NETWORK_LINK 2 Should "A 511 should link to a page where the user can log in.";
            NETWORK_NO_CHALLENGE 3 ShouldNot "A 511 should contain neither a challenge nor a login page." quoting "SHOULD NOT contain a challenge";
            NETWORK_NOT_ORIGIN - ShouldNot "An origin server should not generate a 511." quoting "SHOULD NOT be generated by origin servers";
            NETWORK_UNSTORED - MustNot "A cache must not store a 511." quoting "MUST NOT be stored by a cache";
        }
    }
    "RFC 7725" {
        "3" "451" {
            LEGAL 1 Definition "451: access is denied because of a legal demand." quoting "as a consequence of a legal demand";
            LEGAL_DISCLOSES_NOTHING 5 Definition "A 451 doesn't say whether the resource exists." quoting "neither the existence nor nonexistence";
            LEGAL_EXPLANATION 3 Should "A 451 should explain who made the demand and what the demand covers." quoting "SHOULD include an explanation";
        }
        "4" "naming who blocks" {
            BLOCKED_BY 3 Should "The party that implements the block should link to itself with rel=\"blocked-by\".";
            BLOCKED_BY_WHOM 4 Definition "The link names the party that implements the block, not the party that demands it." quoting "not any other entity mandating it";
        }
        "5" "when clients can't rely on 451" {
            LEGAL_UNRELIABLE 1 Definition "Clients can't rely on 451, because the demand itself may have to stay secret." quoting "Clients cannot rely upon the use of";
        }
    }
    "RFC 7662" {
        "2.3" "errors of token introspection" {
            INTROSPECTION_CLIENT 1 Definition "A caller with invalid client credentials gets 401." quoting "responds with an HTTP 401 (Unauthorized)";
            INTROSPECTION_BEARER 2 Definition "A caller whose bearer token isn't sufficient gets 401." quoting "does not contain sufficient privileges";
            INTROSPECTION_INACTIVE 3 Must "A query about an invalid token must get a response with active set to false, not an error." quoting "MUST instead respond with an introspection response";
        }
    }
    "RFC 7009" {
        "2.1" "asking for revocation" {
            REVOCATION_CLIENT - Definition "A client that isn't allowed to revoke the token gets an error.";
        }
        "2.2" "the response to a revocation" {
            REVOCATION_ALWAYS 1 Definition "The response is 200 even if the token was invalid.";
        }
        "2.2.1" "errors of revocation" {
            REVOCATION_ERROR - Definition "The errors are those of RFC 6749 section 5.2." quoting "conforms to the definition in Section 5.2";
        }
    }
    "RFC 6455" {
        "4.1" "what a client does with the response to a handshake" {}
        "4.2.2" "how a server opens a WebSocket" {
            HANDSHAKE_401 - Definition "The server can authenticate the client with 401 and WWW-Authenticate." quoting "by returning a 401 status code";
            SUBPROTOCOL - Definition "If the server supports none of the offered subprotocols, it responds without one." quoting "the only acceptable value is null";
            HANDSHAKE_ACCEPTED - Must "A server that accepts the handshake must answer 101." quoting "A Status-Line with a 101 response code";
            HANDSHAKE_VERSION - Must "A server that doesn't support the version must name the versions it supports, with an error status such as 426." quoting "such as 426 Upgrade Required";
            HANDSHAKE_ERROR - Must "A server that refuses the origin must send an appropriate error status, such as 403." quoting "MUST return an appropriate HTTP error code";
        }
        "10.2" "the origin of a WebSocket" {
            HANDSHAKE_403 1 Should "An unacceptable origin should get 403." quoting "containing HTTP 403 Forbidden status code";
        }
        "10.5" "authentication of WebSocket clients" {}
    }
    "RFC 3744" {
        "3" "privileges in WebDAV access control" {
            WEBDAV_DENIED 1 Must "In WebDAV access control, denied access must result in 403, or in 404 to hide the resource." quoting "error if access is denied";
        }
        "7.1.1" "403 responses that name the missing privilege" {}
    }
    "RFC 4918" {
        "8.5" "header fields in WebDAV" {
            AUTHORIZATION_FIRST 2 Must "Authorization must be checked before any conditional header field." quoting "MUST do authorization checks before";
        }
        "9.1.2" "the status of a single property, in WebDAV" {}
        "9.7.1" "PUT in WebDAV" {
            PARENT_MISSING - Must "In WebDAV, a PUT must get 409 if the collection that would contain the resource doesn't exist." quoting "MUST fail with a 409 (Conflict)";
        }
        "11.3" "423" {
            LOCKED 1 Definition "423: the source or the destination of the method is locked." quoting "resource of a method is locked";
        }
        "E" "authentication with PROPFIND" {
            IGNORE_AUTHORIZATION - May "If a resource is public for every method, the server may ignore Authorization." quoting "MAY ignore the Authorization header";
        }
    }
    "RFC 8555" {
        "6.7" "errors, in ACME" {}
        "7.3.3" "terms that changed, in ACME" {
            ACME_TERMS - Must "In ACME, if terms have to be accepted first, the response must be 403 with a link to the terms." quoting "error response with status code 403 (Forbidden)";
        }
        "7.3.6" "deactivated accounts, in ACME" {
            ACME_DEACTIVATED - Must "In ACME, a request from a deactivated account must get 401." quoting "error response with status code 401 (Unauthorized)";
        }
        "7.4" "orders that aren't ready, in ACME" {
            ACME_NOT_READY - Must "In ACME, finalising an order that isn't ready must get 403." quoting "the server MUST return a 403 (Forbidden) error";
        }
        "7.6" "revoking a certificate, in ACME" {}
    }
    "RFC 7807" {
        "3" "problem details, with an example about insufficient credit" {
            OUT_OF_CREDIT - Definition "In an example of this RFC, which RFC 9457 has replaced, an account without enough credit gets 403.";
        }
    }
    "RFC 1945" {
        "9.4" "401 and 403 in 1996" {}
        "11" "authentication in 1996" {
            UNWELCOME_1996 - Definition "Under the 1996 text, a server that doesn't wish to accept credentials answers 403." quoting "it should return a 403 (forbidden) response";
        }
    }
    "RFC 2068" {
        "10.4.2" "401 in 1997" {}
        "10.4.4" "403 in 1997" {}
        "11" "authentication in 1997" {
            UNWELCOME_1997 - Should "Under the 1997 text, a server that doesn't wish to accept credentials should answer 401." quoting "it SHOULD return a 401 (Unauthorized) response";
        }
    }
    "RFC 2616" {
        "10.4.2" "401 in 1999" {}
        "10.4.4" "403 in 1999" {
            FORBIDDEN_1999 - ShouldNot "Under the 1999 text, a client should not repeat a request that got 403." quoting "the request SHOULD NOT be repeated";
        }
    }
    "RFC 2617" {
        "1.2" "authentication in 1999" {
            UNWELCOME_1999 - Should "Under the 1999 text, a server that doesn't wish to accept credentials should answer 401." quoting "does not wish to accept the credentials sent";
        }
    }
    "RFC 7231" {
        "6.5.3" "403 in 2014" {
            FORBIDDEN_2014 1 Definition "In the wording in force from 2014 to 2022, 403 means that the server refuses to authorize the request." quoting "understood the request but refuses to authorize it";
        }
    }
    "RFC 7235" {
        "2.1" "challenge and response in 2014" {}
        "3.1" "401 in 2014" {}
    }
    "gRPC" {
        "status codes" "the possible results of a call, each with its name" {
            GRPC_UNAUTHENTICATED - Definition "16 is UNAUTHENTICATED: the request has no valid credentials." quoting "does not have valid authentication credentials";
            GRPC_PERMISSION_DENIED - Definition "7 is PERMISSION_DENIED: the caller isn't allowed to do this." quoting "The caller does not have permission";
        }
    }
    "WHATWG Fetch" {
        "HTTP responses" "which responses a script may read, and how a server refuses" {
            PREFLIGHT_REFUSED - Definition "A 403 without the CORS fields says that the server refuses to share the response." quoting "the 403 status can be used";
            SHARED_ANSWER - Definition "A script can read a response with any status if the response has the CORS fields." quoting "can use any status";
        }
        "CORS protocol and credentials" "credentials in CORS requests and responses" {
            PREFLIGHT_BARE - Definition "A preflight never includes credentials." quoting "a CORS-preflight request never includes credentials";
        }
        "CORS check" "which response a script may read" {
            SHARED_WITH_CREDENTIALS - Definition "A script can read a response to a request with credentials only if the response allows credentials.";
        }
        "CORS-preflight fetch" "a preflight needs an ok status" {
            PREFLIGHT_OK - Definition "A preflight succeeds only with an ok status and matching fields." quoting "and response's status is an ok status";
        }
        "HTTP-network-or-cache fetch" "what a browser does with 401 and 407" {}
    }
}

/// Returns whether this module lists the cited passage. Examples of citations are `RFC 9110 section 11.4 paragraph 3`
/// and `WHATWG Fetch, name`. If the citation has no paragraph, only the section is checked.
pub fn is_known(citation: &str) -> bool {
    let (document, section, paragraph) = match citation.split_once(" section ") {
        Some((document, rest)) => match rest.split_once(" paragraph ") {
            Some((section, paragraph)) => (document, section, paragraph.parse::<u8>().ok()),
            None => (document, rest, None),
        },
        None => citation.split_once(", ").map_or((citation, "", None), |(document, name)| (document, name, None)),
    };
    SECTIONS
        .iter()
        .filter(|source| source.document == document && source.section == section)
        .any(|source| paragraph.is_none() || source.passages.iter().any(|passage| passage.paragraph == paragraph))
}

/// Returns the passages to which a citation refers. If the citation has no paragraph, it refers to all passages of the
/// section.
pub fn passages(citation: &str) -> impl Iterator<Item = Citation> + '_ {
    let at_place = move |passage: &&Citation| {
        let place = passage.to_string();
        place == citation || place.split_once(" paragraph ").is_some_and(|(section, _)| section == citation)
    };
    SECTIONS.iter().flat_map(|source| source.passages).filter(at_place).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_and_passage_is_listed_once() {
        for (index, source) in SECTIONS.iter().enumerate() {
            let is_same = |other: &&CitedSection| (other.document, other.section) == (source.document, source.section);
            assert!(!SECTIONS[..index].iter().any(|other| is_same(&other)) && !source.about.is_empty(), "{source:?}");
            for (index, passage) in source.passages.iter().enumerate() {
                assert!(passage.supports.ends_with('.'), "{passage:?}");
                let words = passage.quote.map(|quote| quote.split_whitespace().count());
                assert!(words.is_none_or(|count| (3..=8).contains(&count)), "{passage:?}");
                assert!(!source.passages[..index].contains(passage), "{passage:?}");
            }
        }
    }

    #[test]
    fn a_citation_is_found_by_its_place() {
        for known in [
            "RFC 9110 section 11.4 paragraph 3", "RFC 9110 section 11.4", "RFC 8555 section 7.4",
            "WHATWG Fetch, CORS-preflight fetch",
        ] {
            assert!(is_known(known), "{known}");
        }
        for unknown in ["RFC 9110 section 11.9", "RFC 9110 section 11.4 paragraph 9", "RFC 9999 section 1"] {
            assert!(!is_known(unknown), "{unknown}");
        }
    }
}
