//! Recognises the reason that a server gives for a refusal, in a body, a reason phrase or a header field.
//!
//! The same phrases are used for every response status.

mod subject;

use self::RefusalReason::{Denied, Everyone};
use self::subject::is_about_credentials;
use super::credentials::SentCredentials;
use crate::ruling::facts::{Permission, Refusal};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalReason {
    Everyone(Refusal),
    Denied(Permission),
    /// The user lacks a permission, or the token lacks a scope.
    NoPermission,
    TooWeak,
    NoCertificate,
    WrongCertificate,
    Anonymous,
    Expired,
    Revoked,
    WrongAudience,
    BadSignature,
    Invalid,
    Absent,
}

/// What the reason for a refusal is about. Text with reasons from more than one group counts as giving no reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReasonGroup {
    /// The server didn't accept the credentials, or the request had none.
    Caller,
    /// The server knows the caller, but the caller isn't allowed to make the request.
    Denied,
    /// The reason has nothing to do with who the caller is.
    Everyone,
}

impl RefusalReason {
    pub const fn group(self) -> ReasonGroup {
        match self {
            Everyone(_) => ReasonGroup::Everyone,
            Denied(_) | Self::NoPermission | Self::TooWeak => ReasonGroup::Denied,
            _ => ReasonGroup::Caller,
        }
    }

    /// Returns whether the reason is a problem with the credentials. Reasons about certificates and anonymous callers
    /// are excluded, because the phrases for such reasons already say what the text is about.
    const fn is_about_credentials(self) -> bool {
        matches!(self.group(), ReasonGroup::Caller)
            && !matches!(self, Self::NoCertificate | Self::WrongCertificate | Self::Anonymous)
    }
}

/// The phrases that indicate each reason. If a clause matches several reasons, the first reason in the list takes
/// precedence. Parts joined by `&` must all occur in the clause, and `|` separates the alternatives for a part. A `$`
/// at the end of an alternative limits what may follow the alternative. Each alternative must begin at the start of a
/// word.
const PHRASES: &[(RefusalReason, &[&str])] = &[
    (
        Everyone(Refusal::Csrf),
        &["csrf", "xsrf", "anti forgery|antiforgery", "authenticity token", "crumb", "cookie & nonce"],
    ),
    (
        Everyone(Refusal::Firewall),
        &[
            "just a moment...",
            "attention required",
            "checking your browser",
            "verify you are human",
            "you have been blocked",
            "incapsula incident",
            "the requested url was rejected",
            "pardon our interruption",
            "web application firewall",
            "error code: 1020|error 1020|error code 1020|error code: 1010|error code: 1006",
            "bot detected|bots are not allowed|automated requests|automated traffic",
        ],
    ),
    (
        Everyone(Refusal::Country),
        &["your country|your region|your location & block|not available|isn t available|unavailable|restrict"],
    ),
    (
        Everyone(Refusal::Address),
        &[
            "ip & not on|not in|not allowed|not permitted|not whitelisted|not allowlisted|not authorized|access list|allow list|allowlist|whitelist|blocked|banned|blacklisted|unknown|denied|rejected|restricted",
            "client & denied by server configuration",
        ],
    ),
    (
        Everyone(Refusal::Rate),
        &[
            "rate limit|rate limits|ratelimit & exceeded|reached|hit",
            "rate limited|too many requests|throttled|throttling",
        ],
    ),
    (
        Everyone(Refusal::Origin),
        &[
            "origin & not allowed|isn t allowed|not permitted|not accepted|not authorized|not whitelisted|not allowlisted|not trusted|forbidden|denied|rejected|blocked|invalid|mismatch|unknown",
            "invalid|forbidden|disallowed|unknown|untrusted|bad & origin",
        ],
    ),
    (
        Everyone(Refusal::Hours),
        &[
            "outside & business hours|office hours|opening hours|working hours|allowed hours|time window|maintenance window",
        ],
    ),
    (Everyone(Refusal::Legal), &["legal reasons|legal demand|court order"]),
    (
        Everyone(Refusal::Quota),
        &["quota & exceeded|used up|exhausted|reached", "limit exceeded exception", "usage limit"],
    ),
    (
        Everyone(Refusal::Nobody),
        &[
            "directory listing|directory index & denied|forbidden|not allowed|disabled",
            "configured to not list the contents",
        ],
    ),
    (
        RefusalReason::NoCertificate,
        &[
            "no required ssl certificate",
            "requires your browser to have & certificate",
            "certificate & required|missing|not provided|was not sent|not presented|no client certificate",
        ],
    ),
    (
        RefusalReason::WrongCertificate,
        &["client certificate|ssl certificate & invalid|error|untrusted|expired|revoked|not trusted|rejected"],
    ),
    (
        Everyone(Refusal::Insecure),
        &[
            "ssl|https|tls & required|only|must", "secured with & secure sockets layer",
            "secure channel|secure connection & required|must",
        ],
    ),
    (
        Denied(Permission::Scope),
        &[
            "insufficient scope|insufficient scopes|missing scope$|missing scopes$|missing required scope",
            "lacks|lack|missing|does not have|doesn t have|do not have|needs|without & required scope|required scopes|necessary scope|oauth scope",
            "token & lacks|lack|missing|does not have|doesn t have|needs|without & scope|scopes",
            "insufficient authentication scopes",
        ],
    ),
    (
        RefusalReason::TooWeak,
        &[
            "two factor|second factor|2fa|mfa|multi factor|one time pass|one time code|otp & required|needed|must|missing|challenge|enable|please|provide",
            "insufficient user authentication",
            "reauthentication|re authentication|step up & required|needed",
        ],
    ),
    (
        Denied(Permission::Unverified),
        &[
            "email|e mail|account & not verified|not confirmed|unverified|unconfirmed|not been verified|not been confirmed",
            "verify|confirm & your email|your e mail",
        ],
    ),
    (
        Denied(Permission::Suspended),
        &["account|user & suspended|disabled|deactivated|inactive|banned|not active|blocked"],
    ),
    (Denied(Permission::Locked), &["account|user & locked", "captcha challenge", "too many & login|failed|attempts"]),
    (
        Denied(Permission::PasswordChange),
        &["password & must be changed|must change|change required|has expired|is expired"],
    ),
    (Denied(Permission::Terms), &["terms & accept|agree"]),
    (
        Denied(Permission::Plan),
        &[
            "upgrade|current|your|subscription & plan|subscription",
            "license|licence|trial & expired|ended|required|inactive|invalid|no valid",
            "payment required",
        ],
    ),
    (
        RefusalReason::Anonymous,
        &[
            "anonymous caller|anonymous user|anonymous access|system:anonymous|anonymous is missing|user anonymous|user: anonymous|anonymous users|principal anonymous",
        ],
    ),
    (
        RefusalReason::Expired,
        &[
            "token|session|jwt|credential|credentials|api key|access key|request|signature|login|cookie & expired",
            "expired & token|session|jwt|credential|api key|signature",
            "token|session|jwt & no longer valid|not valid at the current time",
        ],
    ),
    (
        RefusalReason::Revoked,
        &["token|session|jwt|credential|key & revoked", "token|key & deleted|was disabled|inactive"],
    ),
    (
        RefusalReason::WrongAudience,
        &[
            "audience|audiences & not allowed|invalid|mismatch|wrong|incorrect|doesn t match|does not match|not match|unexpected|not accepted",
            "invalid|wrong & audience",
        ],
    ),
    (
        RefusalReason::BadSignature,
        &[
            "signature|hmac|mac & not match|mismatch|invalid|failed|incorrect|wrong|doesn t match|does not match|could not be verified|bad",
            "invalid|bad|wrong|incorrect & signature",
            "request time too skewed|clock skew|not yet valid",
        ],
    ),
    (
        RefusalReason::Invalid,
        &[
            "invalid|bad|wrong|incorrect|unknown|unrecognized|unrecognised|not valid|isn t valid|non existent|nonexistent|not recognized|malformed & access token|auth token|authentication token|api token|bearer token|id token|api key|apikey|access key|client token|auth key|credential|credentials|password|username|user name|login|jwt|auth|authentication|authorization header|session|token in|secret",
            "invalid token|token invalid|token is invalid|token not valid|bad token|token is not valid|token rejected",
            "api key|access key|access token|credentials & does not exist|not found|doesn t exist|not valid|invalid",
            "authentication|authenticate|login|log in|sign in|logon & failed|failure|unsuccessful|unable|could not|cannot|error",
            "failed|unable|could not|cannot|can t & authenticate|validate credentials|verify credentials|validate token|verify token|decode token",
            "not authenticated & token|credentials|key",
        ],
    ),
    (
        Denied(Permission::Role),
        &[
            "not authorized|not authorised|not allowed|not permitted|unauthorized|unauthorised & to perform",
            "unauthorized for user",
            "user|principal|serviceaccount|identity & cannot|can t & list|get|create|delete|update|patch|watch|read|write|access|modify|edit",
            "user|principal|serviceaccount|identity|role & is not allowed to|isn t allowed to|not authorized to",
            "missing|lacks|lack|lacking|insufficient & role|privilege|privileges",
            "user|account|principal|serviceaccount & does not have|doesn t have|lacks|is missing & permission|access|rights|role|privilege|admin",
            "is missing the & permission",
        ],
    ),
    (
        RefusalReason::NoPermission,
        &[
            "missing|lacks|lack|lacking|insufficient|not enough & permission|permissions|privilege|privileges|rights",
            "token|key|caller|integration|app & does not have|doesn t have|lacks & permission|access|rights|role|privilege|admin",
            "resource not accessible by",
            "need|requires & read permission|write permission",
            "permission check failed",
            "permissions needed|permission needed|additional permissions|must have admin rights",
            "do not have|don t have & permission to perform",
            "no permission",
        ],
    ),
    (
        RefusalReason::Absent,
        &[
            "no & api key|credential|credentials|auth token|access token|token provided|token found|token supplied|token was|authorization header|authentication",
            "missing & api key|credential|credentials|auth|authentication|authorization|access token|bearer|jwt|token|signature|session",
            "credentials|api key|access token|token|authorization header|authorization|jwt|signature & not provided|weren t provided|not supplied|not found|not present|is missing|was missing|required|must be provided|not sent|is empty|not set",
            "not logged in|not signed in|not authenticated|not authed|unauthenticated|isn t authenticated",
            "login|log in|sign in|logged in|signed in|authentication|logon & required|must|needed|please|need to|have to|necessary",
            "must|please|need to|have to & log in|login|sign in|authenticate|be authenticated",
            "authentication token & required|missing",
        ],
    ),
];

const HEDGES: [&str; 7] = ["may be", "may have", "might", "could be", "if you", "if your", "either"];

/// Phrases from standard error pages, which say nothing about the actual reason.
const STANDARD: [&str; 7] = [
    "have permission to access", "have permission to view", "authorized to view this page", "authorization required",
    "proxy authentication required", "network authentication required", "verify that you are authorized",
];

/// Returns the reason that the text gives for a refusal. Returns `None` if the text states no reason, states reasons
/// from different groups, or is about something other than the credentials that were sent.
pub fn reason(text: &str, sent: Option<&SentCredentials>) -> Option<RefusalReason> {
    let found: Vec<usize> = clauses(text).iter().filter_map(|clause| in_clause(clause, sent)).collect();
    let first = *found.iter().min()?;
    let group = |index: usize| PHRASES.get(index).map(|(reason, _)| reason.group());
    found.iter().all(|index| group(*index) == group(first)).then(|| PHRASES.get(first).map(|(reason, _)| *reason))?
}

/// Removes paths and links, because the words in them are only names.
fn without_links(text: &str) -> String {
    let is_link = |word: &&str| word.starts_with('/') || word.contains("://") || word.starts_with("urn:");
    let line = |line: &str| line.split(' ').filter(|word| !is_link(word)).collect::<Vec<_>>().join(" ");
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Splits text into lower-case clauses at the ends of sentences and lines. Names such as `AccessDenied`,
/// `access_denied` and `access-denied` are split into words.
fn clauses(text: &str) -> Vec<String> {
    let text = without_links(text);
    let mut clauses = vec![String::from(" ")];
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let is_last = matches!(character, '.' | '!' | '?') && characters.peek().is_none_or(|next| next.is_whitespace());
        let Some(clause) = clauses.last_mut() else { break };
        if matches!(character, '\n' | ';') || is_last {
            // A question doesn't state a reason.
            if character == '?' {
                clause.clear();
            }
            clauses.push(String::from(" "));
            before = ' ';
            continue;
        }
        if character.is_uppercase() && before.is_lowercase() {
            clause.push(' ');
        }
        match character {
            '_' | '-' | '\'' | '’' | '"' | '`' | '/' | '\t' | '\r' => clause.push(' '),
            _ => clause.extend(character.to_lowercase()),
        }
        before = character;
    }
    for clause in &mut clauses {
        *clause = clause.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    clauses
}

fn in_clause(clause: &str, sent: Option<&SentCredentials>) -> Option<usize> {
    if HEDGES.iter().chain(&STANDARD).any(|skipped| has_word(clause, skipped)) {
        return None;
    }
    let is_found = |phrase: &&str| {
        phrase.split(" & ").all(|part| part.split('|').any(|alternative| has_alternative(clause, alternative.trim())))
    };
    let mut found = PHRASES.iter().enumerate().filter(|(_, (_, phrases))| phrases.iter().any(&is_found));
    let (index, (reason, _)) = found.next()?;
    // The word "limit" may be part of the name of the requested resource.
    let is_limit = matches!(reason, Everyone(Refusal::Rate | Refusal::Quota));
    if is_limit && found.any(|(_, (other, _))| other.group() == ReasonGroup::Caller) {
        return None;
    }
    (!reason.is_about_credentials() || is_about_credentials(clause, sent)).then_some(index)
}

/// Words that end in `$` match only at the end of the clause, before `for`, or if a colon follows later in the clause.
fn has_alternative(clause: &str, words: &str) -> bool {
    let Some(last) = words.strip_suffix('$') else { return has_word(clause, words) };
    let rest = clause.rsplit_once(last).map_or("", |(_, rest)| rest);
    has_word(clause, last)
        && (rest.starts_with([':', ' ']) && rest.contains(": ") || {
            let mut words = rest.split_whitespace();
            words.next() == Some("for") || words.next().is_none()
        })
}

/// Checks whether the words occur in the clause, starting at a word boundary. A short last word must match completely,
/// because many longer words begin with the same letters.
fn has_word(clause: &str, words: &str) -> bool {
    let is_short = words.rsplit(' ').next().is_some_and(|last| last.len() <= 4);
    let is_letter = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    clause.match_indices(words).any(|(index, _)| {
        let (before, rest) = clause.split_at(index);
        let after = rest.strip_prefix(words).unwrap_or_default();
        let after = after.strip_prefix('s').unwrap_or(after);
        !(is_letter(before.chars().next_back()) || is_short && is_letter(after.chars().next()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_state_their_reasons_in_many_words() {
        for (text, expected) in [
            ("Missing scope: items.read", Some(Denied(Permission::Scope))),
            ("Missing scopes", Some(Denied(Permission::Scope))),
            ("Quota exceeded", Some(Everyone(Refusal::Quota))),
            ("CSRF token missing or incorrect.", Some(Everyone(Refusal::Csrf))),
            ("No valid crumb was included in the request", Some(Everyone(Refusal::Csrf))),
            ("rest_cookie_invalid_nonce", Some(Everyone(Refusal::Csrf))),
            ("error code: 1020", Some(Everyone(Refusal::Firewall))),
            (
                "The Amazon CloudFront distribution is configured to block access from your country",
                Some(Everyone(Refusal::Country)),
            ),
            ("IP_ADDRESS_NOT_ON_ACCESS_LIST", Some(Everyone(Refusal::Address))),
            ("API rate limit exceeded for 192.0.2.1", Some(Everyone(Refusal::Rate))),
            ("The quota has been exceeded", Some(Everyone(Refusal::Quota))),
            ("SSL is required to view this resource", Some(Everyone(Refusal::Insecure))),
            ("No required SSL certificate was sent", Some(RefusalReason::NoCertificate)),
            ("The SSL certificate error", Some(RefusalReason::WrongCertificate)),
            ("insufficient_scope", Some(Denied(Permission::Scope))),
            ("Your email address is not verified.", Some(Denied(Permission::Unverified))),
            ("account_inactive", Some(Denied(Permission::Suspended))),
            ("Your account has been locked", Some(Denied(Permission::Locked))),
            ("User \"system:anonymous\" cannot list resource \"pods\"", Some(RefusalReason::Anonymous)),
            ("Anonymous caller does not have storage.objects.get access", Some(RefusalReason::Anonymous)),
            ("token_revoked", Some(RefusalReason::Revoked)),
            ("Request has expired", Some(RefusalReason::Expired)),
            ("The access token expired", Some(RefusalReason::Expired)),
            ("Audiences in Jwt are not allowed", Some(RefusalReason::WrongAudience)),
            ("SignatureDoesNotMatch", Some(RefusalReason::BadSignature)),
            ("Invalid or non-existent authentication information.", Some(RefusalReason::Invalid)),
            ("Invalid access token", Some(RefusalReason::Invalid)),
            ("API_KEY_INVALID", Some(RefusalReason::Invalid)),
            ("Bad credentials", Some(RefusalReason::Invalid)),
            ("invalid_auth", Some(RefusalReason::Invalid)),
            ("is not authorized to perform: dynamodb:GetItem", Some(Denied(Permission::Role))),
            ("User \"system:serviceaccount:ci:deployer\" cannot delete resource", Some(Denied(Permission::Role))),
            ("action [indices:monitor/stats] is unauthorized for user [user1]", Some(Denied(Permission::Role))),
            ("bob is missing the Overall/Administer permission", Some(Denied(Permission::Role))),
            ("No API key found in request", Some(RefusalReason::Absent)),
            ("Authentication credentials were not provided.", Some(RefusalReason::Absent)),
            ("not_authed", Some(RefusalReason::Absent)),
            ("Please log in", Some(RefusalReason::Absent)),
            ("Must have admin rights to Repository.", Some(RefusalReason::NoPermission)),
            ("Permissions needed: dashboards:read", Some(RefusalReason::NoPermission)),
            ("You do not have permission to perform this action.", Some(RefusalReason::NoPermission)),
            ("The authorization token is not valid at the current time.", Some(RefusalReason::Expired)),
        ] {
            assert_eq!(reason(text, None), expected, "{text}");
        }
    }

    #[test]
    fn words_of_two_meanings_and_possibilities_state_no_reason() {
        for text in [
            "Missing scope filter in query", "Missing token for the quota exceeded report", "", "Forbidden",
            "Access Denied", "You don't have permission to access this resource.",
            "You do not have permission to view this directory or page.", "Your session may have expired.",
            "If your session has expired, log in again.", "Invalid credentials. The user lacks the role admin.",
            "quantity is required", "The blog is about authors",
        ] {
            assert_eq!(reason(text, None), None, "{text}");
        }
    }
}
