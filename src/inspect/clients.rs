//! Lists how real HTTP clients react to a response, according to our tests.
//!
//! Each sentence names the client versions that we tested. The module must not make claims about other versions.

use super::verdict::{Conformance, Inspection};
use crate::i18n::translate;
use crate::ruling::facts::{Credentials, Endpoint, Responder};

/// Reactions to a 401 without a challenge.
const BARE: &[&str] = &[
    "git 2.47.3 deletes the stored password without having sent it, and says \"Authentication failed\".",
    "curl 7.88.1 with --anyauth and wget 1.21.3 never send the password that they were given.",
    "Java 17's HttpClient with an Authenticator throws an IOException, and the status and the body are lost.",
];

/// Reactions to a 401 whose challenge can't be answered with a password.
const TOKENS_ONLY: &[&str] = &[
    "git 2.47.3 deletes a stored password, because it can't answer a Bearer challenge.",
    "curl 7.88.1 with --anyauth and wget 1.21.3 send no password.",
];

const BASIC: &[&str] =
    &["git 2.47.3, wget 1.21.3, curl 7.88.1 with --anyauth and Java 17 send the password and repeat the request."];

const BASIC_WITHOUT_REALM: &[&str] = &["wget 1.21.3, curl 7.88.1 with --anyauth and Java 17 send the password anyway."];

/// Reactions to a 401 that was sent although the password is correct.
const KNOWN_USER: &[&str] =
    &["git 2.47.3 deletes the stored password although it is correct. After a 403, git would keep it."];

const FORBIDDEN: &[&str] = &[
    "git 2.47.3 reports \"returned error: 403\", keeps a stored password and doesn't prompt.",
    "pip 23.2.1 says \"No matching distribution found\", as it does for a 404.",
];

const NOT_FOUND: &[&str] = &["git 2.47.3 says \"not found\" and doesn't prompt."];

pub(crate) fn reactions(inspection: &Inspection) -> Vec<&'static str> {
    let challenges = &inspection.evidence.taken.challenges;
    let has = |scheme| challenges.iter().any(|challenge| challenge.is(scheme));
    let realm = challenges.iter().any(|challenge| challenge.is("Basic") && challenge.parameter("realm").is_some());
    let known = inspection.verdict != Conformance::Unknown && inspection.facts.credentials == Credentials::Valid;
    let groups: &[&[&str]] = match inspection.evidence.status {
        _ if inspection.facts.responder == Responder::Proxy || !inspection.evidence.shows_fields => &[],
        // None of the tested clients sends requests to login or token endpoints on its own.
        _ if inspection.facts.endpoint != Endpoint::Resource => &[],
        401 if challenges.is_empty() => &[BARE],
        401 if has("Basic") && known => &[KNOWN_USER],
        401 if realm => &[BASIC],
        401 if has("Basic") => &[BASIC_WITHOUT_REALM],
        401 if has("Bearer") => &[TOKENS_ONLY],
        403 => &[FORBIDDEN],
        404 => &[NOT_FOUND],
        _ => &[],
    };
    groups.iter().flat_map(|sentences| sentences.iter().copied().map(translate)).collect()
}
