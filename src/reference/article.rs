//! The article, claim by claim, and how the definitions moved under it.
//!
//! "The difference between HTTP status codes 401 and 403" by Flávia Bastos. Its claims are paraphrased. It is right
//! about much, and good sources slipped in the same place.

use super::Standing::{HalfRight, Inverted, Misleading, Outdated, Right, Unchecked};
use super::{Claim, Row};

pub(super) const LEAD: &str = "The difference between HTTP status codes 401 and 403: many read it. It quotes well, warns well, and turns the \
                               two codes round in its airport. Good references did the same for years.";

const fn claim(
    number: u8,
    standing: super::Standing,
    claim: &'static str,
    truth: &'static str,
    source: &'static str,
) -> Claim {
    Claim { number, claim, standing, truth, source }
}

pub(super) const CLAIMS: &[Claim] = &[
    claim(
        1,
        Right,
        "401: the request lacks valid credentials for the resource.",
        "So it says, and the next sentence, which is left out, has the MUST: send WWW-Authenticate.",
        "RFC 9110 section 15.5.2",
    ),
    claim(
        2,
        Outdated,
        "403: the server understood and refuses to authorize.",
        "It said so in 2014. Since 2022 it refuses to fulfill: the word that misleads was taken out.",
        "RFC 9110 section 15.5.4; RFC 7231 section 6.5.3",
    ),
    claim(
        3,
        Right,
        "The names confuse: 401 is the one called Unauthorized.",
        "They do, and here the slip begins. The name is historical; the text is about authentication.",
        "RFC 9110 section 11.3",
    ),
    claim(
        4,
        HalfRight,
        "You need a valid ticket with your name and your gate.",
        "A fine picture of a token with claims in it, until both parts are treated as one paper.",
        "",
    ),
    claim(
        5,
        Misleading,
        "A ticket has two parts: who you are, and the resource that you want.",
        "What you want stands in the address of the request, and what you may is decided by the server. Folded into one paper, a bad ticket and a wrong gate look like two faults of the same kind.",
        "RFC 9110 sections 7.1 and 11.4",
    ),
    claim(
        6,
        Inverted,
        "A damaged or incorrect ticket is refused at security, and that is 403.",
        "Invalid or malformed credentials are the case for 401: come back with credentials that can be accepted.",
        "RFC 9110 section 11.4 paragraph 3; RFC 6750 section 3.1",
    ),
    claim(
        7,
        Inverted,
        "A good ticket at the wrong gate cannot be authorized, and that is 401.",
        "Valid credentials that are not adequate get 403. The label of 401 was read in place of its text.",
        "RFC 9110 section 11.4 paragraph 5",
    ),
    claim(
        8,
        Inverted,
        "A wrong user name or password is 403.",
        "With HTTP authentication, a bad password is the RFC's own example of 401 (a SHOULD). No version of HTTP from 1.0 on gives 403 for it. For a password in a form, no status is mandated.",
        "RFC 9110 section 11.4 paragraph 3",
    ),
    claim(
        9,
        Inverted,
        "Correct credentials without permission are 401.",
        "Such a request ought to get 403. A 401 with a challenge misses that \"ought to\" and breaks no MUST. The text of 1999 let a server refuse good credentials with 401, so this half was defensible until 2014.",
        "RFC 9110 section 11.4 paragraph 5; RFC 2617 section 1.2",
    ),
    claim(
        10,
        Misleading,
        "403 happens before 401.",
        "No order is defined. A refusal that depends on who you are has to wait until that is known; a refusal of everyone can come first.",
        "RFC 9110 section 13.2.1",
    ),
    claim(
        11,
        Inverted,
        "You get no 401 until the 403 is solved.",
        "The ordinary life of a request is 401 first, then 403 or 200.",
        "RFC 9110 section 11.3",
    ),
    claim(
        12,
        Unchecked,
        "A well-known site answers 403 to a wrong password in its login form, which shows the rule.",
        "The request isn't shown, so nobody can check the answer. It would show nothing about 401 and 403 either way: a form field is no HTTP credential, and for it no status is mandated.",
        "RFC 9110 section 11.4 paragraphs 1, 6 and 7",
    ),
    claim(
        13,
        HalfRight,
        "The specification is not enforced.",
        "No referee, and yet clients enforce it: browsers ask again on 401 only, and after a 403 keep the bad password.",
        "WHATWG Fetch",
    ),
    claim(
        14,
        Right,
        "Response codes are often not consistent with the specification.",
        "They are not; large services answer unknown keys with 403.",
        "",
    ),
    claim(
        15,
        Misleading,
        "A web framework gets it right out of the box.",
        "Several do not: some answer 403 where nobody is logged in, some send 401 without a challenge.",
        "RFC 9110 section 15.5.2",
    ),
    claim(16, Right, "Developers can override the codes.", "They can.", "RFC 9205 section 4.6"),
    claim(
        17,
        Right,
        "Overriding them is a bad idea.",
        "It is: applications must not redefine what a status means.",
        "RFC 9205 section 3.1",
    ),
    claim(18, Right, "People mix the two up all the time.", "They do, experts and reference works among them.", ""),
    claim(
        19,
        Right,
        "The service that you use may have it backwards.",
        "It may. It is worth checking, everywhere.",
        "",
    ),
    claim(
        20,
        Unchecked,
        "There was an interface with nothing but GET, and 200 for everything.",
        "The story cannot be checked. The judgement is right: GET is safe, and 200 says that the request succeeded.",
        "RFC 9110 sections 9.2.1 and 15.3.1",
    ),
];

pub(super) const HISTORY_LEAD: &str = "The words moved between 1996 and 2022, and the article stands on those of 2014.";

pub(super) const HISTORY: &[Row] = &[
    (
        "1996 to 1999",
        "401 requires user authentication. 403 adds that authorization will not help.",
        "RFC 1945 section 9.4; RFC 2616 section 10.4.4",
    ),
    (
        "1999",
        "A server that does not wish to accept credentials, valid or not, should answer 401.",
        "RFC 2617 section 1.2",
    ),
    (
        "2011",
        "That authorization will not help is taken out of 403; WWW-Authenticate may come with other statuses.",
        "",
    ),
    ("2012", "Bad password: 401. Valid and not adequate: 403. The two are told apart at last.", ""),
    (
        "2014",
        "The text that the article quotes: 403 refuses to authorize.",
        "RFC 7235 section 3.1; RFC 7231 section 6.5.3",
    ),
    (
        "2019 to 2022",
        "403 refuses to fulfill, because many took it for a matter of authorization alone.",
        "RFC 9110 section 15.5.4",
    ),
];
