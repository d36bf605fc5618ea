//! The names of the header fields and parameters that carry credentials outside `Authorization`.

pub(super) const KEY_PARAMETERS: [&str; 18] = [
    "auth", "ticket", "secret", "apitoken", "api_key", "apikey", "api-key", "key", "token", "auth_token",
    "private_token", "api_token", "access-token", "jwt", "id_token", "sessionid", "session_id", "sid",
];

pub(super) const SIGNATURE_PARAMETERS: [&str; 6] =
    ["X-Amz-Signature", "X-Goog-Signature", "sig", "Signature", "signature", "hmac"];

/// The signature parameter of each kind of signed URL, and the parameters that accompany it. Unless the list is empty,
/// at least one of the accompanying parameters must be present.
pub(super) const SIGNED_FORMS: [(&str, &[&str]); 6] = [
    ("X-Amz-Signature", &[]),
    ("X-Goog-Signature", &[]),
    ("sig", &["se", "sv"]),
    ("Signature", &["Expires", "Policy"]),
    ("signature", &["expires", "Expires"]),
    ("hmac", &["timestamp"]),
];

/// Checks whether a header field such as `Stripe-Signature` or `X-Hub-Signature-256` carries a signature of the body.
pub(super) fn is_signature_field(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["-signature", "-signature-256", "-hmac-sha256", "-hmac", "-signature-ed25519"]
        .iter()
        .any(|end| name.ends_with(end))
}

/// Browser scripts send tokens in the list of WebSocket subprotocols, because they can't set other header fields.
pub(super) fn token_in_protocols(protocols: &str) -> Option<&str> {
    let protocols = || protocols.split(',').map(str::trim);
    let is_named = protocols()
        .any(|name| ["bearer", "jwt", "access_token", "authorization"].contains(&&*name.to_ascii_lowercase()));
    is_named.then(|| protocols().next_back()).flatten().filter(|token| token.len() >= 16)
}

/// Checks whether the user name in Basic credentials is a placeholder such as `__token__`, `x-access-token` or
/// `oauth2`, which means that the password is a token.
pub(super) fn stands_for_token(user: &str) -> bool {
    const WORDS: [&str; 10] = ["token", "key", "apikey", "api", "oauth", "anystring", "any", "bearer", "git", "aws"];
    let user = user.to_ascii_lowercase();
    user.is_empty() || user.split(|character: char| !character.is_ascii_alphabetic()).any(|word| WORDS.contains(&word))
}

/// Checks whether a header field such as `X-Api-Key`, `PRIVATE-TOKEN` or `X-Vault-Token` probably carries an API key or
/// a token.
pub(super) fn is_key_field(name: &str) -> bool {
    const NAMES: [&str; 8] = ["token", "auth", "jwt", "session", "api_key", "auth_token", "access_token", "secret"];
    const ENDINGS: [&str; 15] = [
        "-assertion", "-password", "-credential", "api-key", "apikey", "-token", "auth-key", "access-key",
        "subscription-key", "-secret", "-auth", "-authorization", "-jwt", "-session", "session-id",
    ];
    // Words in the names of tokens that aren't credentials, such as CSRF tokens and page tokens.
    const OTHERS: [&str; 10] =
        ["csrf", "xsrf", "verification", "cancel", "lock-", "continuation", "page-", "sync-", "device-", "proxy-"];
    let name = name.to_ascii_lowercase();
    NAMES.contains(&name.as_str())
        || ENDINGS.iter().any(|ending| name.ends_with(ending)) && !OTHERS.iter().any(|other| name.contains(other))
}
