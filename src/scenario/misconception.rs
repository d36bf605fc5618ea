//! The named misconceptions, each with the truth and a case where it breaks.
//!
//! Owns the list and its words. A belief is false, so whoever shows it puts the tag before it.

/// One misconception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misconception {
    /// Its stable name.
    pub id: &'static str,
    /// The false belief in one sentence, without a tag.
    pub belief: &'static str,
    /// The truth, in one or two sentences.
    pub truth: &'static str,
    /// One case in which the belief gives the wrong code.
    pub breaks: &'static str,
}

/// Every misconception.
pub const MISCONCEPTIONS: &[Misconception] = &[
    Misconception {
        id: "unauthorized-means-no-permission",
        belief: "401 is named Unauthorized, so it is the answer for a user without permission.",
        truth: "401 is about who you are: valid credentials are lacking. A known user without permission gets 403. \
                The name is historical.",
        breaks: "Ana logs in, and the report is for managers. Another proof of being Ana changes nothing: 403.",
    },
    Misconception {
        id: "forbidden-means-bad-password",
        belief: "A wrong user name or password is 403.",
        truth: "A bad password is the example that RFC 9110 section 11.4 gives for 401. After a 403 a browser keeps \
                the bad password and never asks again.",
        breaks: "A typing mistake in a password: 401 with a challenge lets the browser ask once more.",
    },
    Misconception {
        id: "forbidden-comes-first",
        belief: "403 is decided before 401.",
        truth: "No order between them is defined. A refusal that depends on who you are has to wait until that is \
                known; a refusal of everybody may come first.",
        breaks: "A stranger asks for a page of the crew: 401 comes first, because the role cannot be known yet.",
    },
    Misconception {
        id: "no-header-needed",
        belief: "401 is just a number, and WWW-Authenticate may be left out.",
        truth: "Whoever generates a 401 must send WWW-Authenticate with at least one challenge that applies \
                (RFC 9110 section 15.5.2). No sign, no 401.",
        breaks: "A client meets a bare 401 and cannot tell whether a password, a token or a key is wanted.",
    },
    Misconception {
        id: "forbidden-means-known-user",
        belief: "403 means that the server knows who you are; without a login it has to be 401.",
        truth: "403 needs no credentials at all. Address rules, closed folders and origin checks refuse without \
                asking for a name.",
        breaks: "A folder is closed to everybody: a challenge would be untrue, because no login opens it. 403.",
    },
    Misconception {
        id: "forbidden-is-final",
        belief: "403 is for ever: never try again.",
        truth: "The client should not repeat by itself with the same credentials, and may repeat with different ones \
                (RFC 9110 section 15.5.4). Rights and hours change as well.",
        breaks: "Somebody is logged in with the wrong one of two accounts: the other one is let through.",
    },
    Misconception {
        id: "known-user-never-401",
        belief: "401 means anonymous: once logged in you never get it.",
        truth: "401 is about credentials that are valid, strong and fresh enough for this resource. A known user gets \
                it for a token of another audience, a stale nonce, or a login that is too weak.",
        breaks: "A genuine token was issued for the shop, and it is shown to the archive: 401.",
    },
    Misconception {
        id: "expired-is-forbidden",
        belief: "An expired, revoked or forged token is forbidden: 403.",
        truth: "RFC 6750 section 3.1 puts all of these under invalid_token, with 401. That tells the client to get a \
                new token.",
        breaks: "A token ran out a minute ago: after 403 the client gives up, after 401 it renews and goes on.",
    },
    Misconception {
        id: "missing-scope-is-401",
        belief: "A token without the right scope is a case for 401.",
        truth: "The token is good and not enough: insufficient_scope goes with 403, and this 403 carries \
                WWW-Authenticate (RFC 6750 sections 3 and 3.1).",
        breaks: "A token for reading is used to write: a fresh token with the same scope would fail again. 403.",
    },
    Misconception {
        id: "no-challenge-on-403",
        belief: "WWW-Authenticate belongs to 401 alone.",
        truth: "Other responses may carry it to say that different credentials could help, and the 403 for a missing \
                scope has to.",
        breaks: "At the lounge the 403 names the scope that is wanted, in WWW-Authenticate.",
    },
    Misconception {
        id: "login-form-must-be-401",
        belief: "A login form with a wrong password has to answer 401.",
        truth: "Fields of a form are not credentials of HTTP authentication. 200 or 422 with the form, 400, 403, or a \
                401 with a real challenge conform; a bare 401 does not.",
        breaks: "The password endpoint of OAuth answers a wrong password with 400 and invalid_grant.",
    },
    Misconception {
        id: "404-is-lying",
        belief: "Answering 404 for something that exists is against the specification.",
        truth: "RFC 9110 allows it twice: a server may hide a forbidden resource, and 404 itself covers not being \
                willing to disclose.",
        breaks: "A private repository answers 404 to a stranger, and that conforms.",
    },
    Misconception {
        id: "half-hidden",
        belief: "Hiding is done once some of the answers are 404.",
        truth: "If what exists answers 403 and what does not answers 404, the code itself tells them apart. Hidden and \
                absent have to look the same, in time as well.",
        breaks: "Nine suites are asked for; eight answer 404 and one 403: now the ninth is known.",
    },
    Misconception {
        id: "rate-limit-is-forbidden",
        belief: "Too many requests, a court order and the login page of a network are all 403.",
        truth: "They have codes of their own: 429, 451 and 511. 403 for a rate limit breaks nothing, and tells the \
                client less.",
        breaks: "A client that meets 429 waits as long as Retry-After says; after 403 it stops.",
    },
    Misconception {
        id: "proxy-says-401",
        belief: "A proxy asks for its password with 401, and a gateway with 407.",
        truth: "It is the other way round: a proxy that the client chose says 407, and a gateway stands in for the \
                origin and says 401.",
        breaks: "A proxy answers 401: the client throws away its good password for the site behind it.",
    },
    Misconception {
        id: "framework-knows-best",
        belief: "The framework sends the right code by itself.",
        truth: "Several well-known ones do not: some answer 403 where nobody is logged in, some send 401 without a \
                challenge.",
        breaks: "A framework turns a missing login into 403, because its first way of logging in has no challenge.",
    },
    Misconception {
        id: "preflight-needs-login",
        belief: "A CORS preflight has to be logged in like every request.",
        truth: "A preflight never carries credentials and needs an ok status; the request that follows is the one to \
                check.",
        breaks: "The preflight gets 401, so the browser never sends the real request with its token.",
    },
    Misconception {
        id: "retry-401-forever",
        belief: "After 401 the same credentials are simply sent again.",
        truth: "New or replaced credentials are sent. When the same challenge comes back after an attempt, the body is \
                to be shown to the user (RFC 9110 section 15.5.2).",
        breaks: "A client sends an expired token twenty times and is locked out.",
    },
];

/// The misconception of that name.
#[must_use]
pub fn find(id: &str) -> Option<&'static Misconception> {
    MISCONCEPTIONS.iter().find(|misconception| misconception.id == id)
}
