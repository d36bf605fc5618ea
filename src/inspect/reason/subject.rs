//! Decides whether a sentence that calls something invalid, expired or missing is about the credentials in the request.
//!
//! A sentence with any word outside the lists in this module is ignored, because it may be about something else, such
//! as a link, a package or another user.

use crate::inspect::credentials::SentCredentials;
use crate::ruling::facts::Scheme;

/// Function words, such as articles, prepositions and auxiliary verbs.
const CONNECTING: &str = "a an the this these your you ve re it to in on of for with by at and or no not non t isn \
    wasn weren doesn don didn couldn hasn haven cannot can could be is are was were been being has have had do does \
    did must should need needs please again before first any all only longer due because using via";

/// Words for credentials and for the parts of a request that carry them. Plurals such as "tokens" are left out, because
/// they can't refer to the single token in the request.
const CREDENTIALS: &str = "credential credentials authentication authenticate auth authorization authorisation login \
    logon log sign logged signed username user password token jwt jws bearer basic digest id api apikey secret access \
    session cookie signature hmac mac audience audiences issuer aud iss exp client request header headers http https \
    error exception realm claim dpop information";

/// Words for the state of credentials, or for how the server handled the credentials.
const STATES: &str = "invalid expired expires revoked missing wrong bad incorrect malformed unknown unrecognized \
    unrecognised mismatch mismatched match matches valid existent nonexistent failed failure fails fail unable \
    unsuccessful rejected unacceptable accepted recognized recognised found exist exists provided supplied given sent \
    present presented specified passed included received empty set required needed necessary unauthorized \
    unauthorised unauthenticated authenticated authed authorized verified verify verification validate validated \
    validating validation parse decode decoded decoding unexpected denied allowed forbidden inactive disabled deleted \
    skewed skew clock time too yet already now since unsupported absent lacking lack reauthentication";

/// Phrases that are removed or respelled, because they don't change what a sentence is about.
const PLAIN: [(&str, &str); 8] = [
    ("user name", "username"),
    ("api key", "apikey"),
    ("access key", "apikey"),
    ("to access this resource", ""),
    ("to access this page", ""),
    ("to access this endpoint", ""),
    ("we calculated", ""),
    ("at the current time", ""),
];

const NEGATIONS: [&str; 7] = ["not", "never", "isn t", "wasn t", "hasn t", "haven t", "no"];

/// Words for problems with credentials. A negated word, as in "not expired", can't be the reason for a refusal.
const FAULTS: [&str; 7] = ["expired", "revoked", "invalid", "wrong", "incorrect", "missing", "bad"];

const ANY_KIND: &str = "credential credentials authentication authenticate authenticated unauthenticated auth authed \
    authorization authorisation login logon log sign logged signed reauthentication";

const KINDS: [&[&str]; 5] = [
    &["jwt", "jws", "bearer", "token", "audience", "audiences", "aud", "iss", "exp"],
    &["password", "username", "secret"],
    &["session", "cookie"],
    &["signature", "hmac", "mac", "skewed", "skew"],
    &["apikey"],
];

/// Returns whether a clause is about the credentials that were sent, or about the caller's credentials in general if
/// none are visible. The clause must be in lower case, with a single space between words.
pub(super) fn is_about_credentials(clause: &str, sent: Option<&SentCredentials>) -> bool {
    let plain = PLAIN.iter().fold(clause.to_owned(), |clause, (phrase, word)| clause.replace(phrase, word));
    let separators = [' ', ',', ':', '(', ')', '.', '[', ']', '='];
    let words: Vec<&str> = plain.split(separators).filter(|word| !word.is_empty()).collect();
    let is_known = |word: &&str| {
        word.bytes().all(|byte| byte.is_ascii_digit())
            || [CONNECTING, CREDENTIALS, STATES].iter().any(|list| list.split_whitespace().any(|known| known == *word))
    };
    let is_of_another = plain.contains("the user ") || plain.contains("this user ");
    words.iter().all(is_known)
        && !is_of_another
        && !is_negated(&words.join(" "))
        && sent.is_none_or(|sent| fits(&words, sent))
}

fn is_negated(clause: &str) -> bool {
    let clause = format!(" {clause} ").replace(" been ", " ").replace(" yet ", " ").replace(" an ", " ");
    let is_opposite = |fault: &str| NEGATIONS.iter().any(|no| clause.contains(&format!(" {no} {fault} ")));
    FAULTS.iter().any(|fault| is_opposite(fault))
}

/// Text that names no credentials can only be about a signature, because a signature covers the whole request.
fn fits(words: &[&str], sent: &SentCredentials) -> bool {
    let named: Vec<usize> =
        (0..KINDS.len()).filter(|kind| KINDS[*kind].iter().any(|word| words.contains(word))).collect();
    let is_of_any_kind = || ANY_KIND.split_whitespace().any(|word| words.contains(&word));
    match named.as_slice() {
        [] => is_of_any_kind() || is_of_kind(3, sent),
        named => named.iter().any(|kind| is_of_kind(*kind, sent)),
    }
}

fn is_of_kind(kind: usize, sent: &SentCredentials) -> bool {
    use Scheme::{Basic, Digest, Dpop, Form, Negotiate, Other, Signature};
    match kind {
        0 => !matches!(sent.scheme, Basic | Digest | Negotiate),
        1 => matches!(sent.scheme, Basic | Digest | Form | Negotiate | Other),
        2 => !matches!(sent.scheme, Basic | Digest | Negotiate | Signature),
        3 => matches!(sent.scheme, Signature | Dpop | Other) || sent.claims.is_some(),
        _ => !matches!(sent.scheme, Digest | Negotiate),
    }
}
