//! Finds credentials in a request body, such as a user name and password, an OAuth client secret or a bearer token.

use super::SentCredentials;
use crate::inspect::exchange::{RecordedExchange, RequestHead};
use crate::inspect::field::value;
use crate::ruling::facts::{Endpoint, Scheme};

const USER: [&str; 8] = ["username", "user", "login", "email", "name", "userid", "user_id", "account"];

const PASSWORD: [&str; 5] = ["password", "passwd", "passphrase", "pass", "pwd"];

const API_KEY: [&str; 5] = ["apikey", "api_key", "api-key", "access_key", "secret_key"];

const LOGIN_PATH: [&str; 6] = ["login", "log-in", "signin", "sign-in", "sign_in", "session"];
const TOKEN_PATH: [&str; 2] = ["token", "oauth"];

const PASSWORD_ELEMENTS: [&str; 3] = ["Password", "BinarySecurityToken", "SessionID"];

/// Namespace prefixes are ignored.
fn element(body: &str, name: &str) -> Option<String> {
    let mut tags = body.split('<').filter_map(|tag| tag.split_once('>'));
    let is_named = |tag: &str| {
        let full = tag.split([' ', '\n', '\t']).next().unwrap_or_default();
        full.rsplit(':').next() == Some(name)
    };
    tags.find(|(tag, _)| is_named(tag)).map(|(_, text)| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The fields of a form, the string members of a JSON object, or the secrets in a SOAP message.
pub(in crate::inspect) struct BodyFields {
    fields: Vec<(String, String)>,
    is_form: bool,
}

impl BodyFields {
    pub(in crate::inspect) fn parse(request: &RequestHead) -> Option<Self> {
        let body = request.body.trim();
        if body.starts_with('<') {
            let fields = PASSWORD_ELEMENTS.iter().filter_map(|name| Some(((*name).to_owned(), element(body, name)?)));
            return Some(Self { fields: fields.collect(), is_form: false });
        }
        if body.starts_with('{') {
            let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(body).ok()?;
            let mut fields = Vec::new();
            for (name, member) in object {
                match member {
                    serde_json::Value::String(text) => fields.push((name, text)),
                    // Some frameworks nest the login fields in an object such as `user`.
                    serde_json::Value::Object(inner) => fields.extend(
                        inner
                            .into_iter()
                            .filter_map(|(name, member)| member.as_str().map(|text| (name, text.to_owned()))),
                    ),
                    _ => {}
                }
            }
            return Some(Self { fields, is_form: false });
        }
        let is_form = value(&request.fields, "Content-Type")
            .is_some_and(|kind| kind.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded"));
        is_form.then(|| {
            let pairs = body.split('&').filter_map(|pair| pair.split_once('='));
            Self { fields: pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(), is_form }
        })
    }

    fn get(&self, names: &[&str]) -> Option<&str> {
        let found = self.fields.iter().find(|(name, value)| !value.is_empty() && names.contains(&bare(name).as_str()));
        found.map(|(_, value)| value.as_str())
    }

    fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(known, _)| known == name)
    }

    pub(in crate::inspect) fn endpoint(&self, target: &str) -> Option<Endpoint> {
        let path = format!("{}/", target.split('?').next().unwrap_or_default().to_ascii_lowercase());
        let is_at = |(name, part, _): &&(&str, &str, Endpoint)| self.has(name) && path.contains(part);
        let found = OAUTH_REQUESTS.iter().find(is_at).filter(|_| self.is_form);
        found.map(|(_, _, endpoint)| *endpoint).or_else(|| self.login().map(|_| Endpoint::Login))
    }

    /// A form with a new or repeated password isn't a login form: it registers a user or changes a password.
    fn login(&self) -> Option<(&str, &str)> {
        let is_change = |(name, _): &(String, String)| {
            let name = name.to_ascii_lowercase();
            ["confirm", "repeat", "new_", "new-", "newpass", "again"].iter().any(|word| name.contains(word))
        };
        if self.fields.iter().any(is_change) {
            return None;
        }
        self.get(&USER).zip(self.get(&PASSWORD))
    }

    /// Returns the client secret or client assertion that an OAuth client sends to authenticate itself (RFC 6749
    /// section 2.3.1).
    pub(in crate::inspect) fn client_secret(&self) -> Option<&str> {
        self.get(&["client_secret", "client_assertion"]).filter(|_| self.is_form)
    }

    fn element(&self) -> Option<&str> {
        let found = self.fields.iter().find(|(name, _)| PASSWORD_ELEMENTS.contains(&name.as_str()));
        found.map(|(_, value)| value.as_str())
    }

    pub(super) fn secrets(&self) -> impl Iterator<Item = &str> {
        const SECRET: [&str; 12] = [
            "pass", "pwd", "secret", "token", "assertion", "key", "code", "otp", "pin", "signature", "session",
            "credential",
        ];
        self.fields.iter().filter_map(|(name, value)| {
            let name = name.to_ascii_lowercase();
            SECRET.iter().any(|word| name.contains(word)).then_some(value.as_str())
        })
    }

    /// Returns the bearer token that was sent as a form field (RFC 6750 section 2.2).
    pub(super) fn access_token(&self) -> Option<&str> {
        self.get(&["access_token"]).filter(|_| self.is_form)
    }

    pub(super) fn credentials(&self, target: &str) -> Option<SentCredentials> {
        if let Some(secret) = self.client_secret() {
            return Some(SentCredentials::new(Scheme::Form, "", secret));
        }
        if let Some(key) = self.get(&API_KEY).or_else(|| self.element()) {
            return Some(SentCredentials::new(Scheme::Form, "", key));
        }
        if self.endpoint(target) != Some(Endpoint::Login) {
            return None;
        }
        let (user, password) = self.login()?;
        Some(SentCredentials { user: Some(user.to_owned()), ..SentCredentials::new(Scheme::Form, "", password) })
    }
}

/// The form fields that show an OAuth request, each with a part of the usual path. Pushed authorization requests and
/// device authorization requests get the errors of a token endpoint (RFC 6749 section 5.2).
const OAUTH_REQUESTS: [(&str, &str, Endpoint); 7] = [
    ("grant_type", "", Endpoint::Token),
    ("token", "introspect", Endpoint::Introspection),
    ("token", "revo", Endpoint::Revocation),
    ("response_type", "/par/", Endpoint::Token),
    ("request", "/par/", Endpoint::Token),
    ("client_id", "device_authorization", Endpoint::Token),
    ("client_id", "/device/", Endpoint::Token),
];

/// Returns the OAuth endpoint that the body of the request shows.
pub(in crate::inspect) fn oauth_endpoint(exchange: &RecordedExchange) -> Option<Endpoint> {
    let request = exchange.request.as_ref().filter(|request| request.method == "POST")?;
    BodyFields::parse(request)?.endpoint(&request.target).filter(|endpoint| *endpoint != Endpoint::Login)
}

/// Reduces a name such as `user[password]` to the part in brackets.
fn bare(name: &str) -> String {
    let name = name.replace("%5B", "[").replace("%5D", "]").to_ascii_lowercase();
    let inner = name.split_once('[').and_then(|(_, rest)| rest.strip_suffix(']'));
    inner.unwrap_or(&name).to_owned()
}

/// Returns whether an unrecorded body may contain credentials, such as a token in a form (RFC 6750 section 2.2) or a
/// password in a SOAP message.
pub(in crate::inspect) fn may_hold_credentials(request: &RequestHead) -> bool {
    let kind = value(&request.fields, "Content-Type").unwrap_or_default().to_ascii_lowercase();
    let is_open = ["application/x-www-form-urlencoded", "text/xml", "application/soap+xml"]
        .iter()
        .any(|known| kind.starts_with(known));
    is_open && request.body.trim().is_empty() && has_content(request) || unrecorded(request).is_some()
}

fn has_content(request: &RequestHead) -> bool {
    value(&request.fields, "Content-Length").is_some_and(|length| length != "0")
        || value(&request.fields, "Transfer-Encoding").is_some()
}

/// Guesses the kind of endpoint from the path, if the body may contain credentials but wasn't recorded.
pub(in crate::inspect) fn unrecorded(request: &RequestHead) -> Option<Endpoint> {
    let field = |name| value(&request.fields, name).map(str::to_ascii_lowercase);
    let is_form = field("Content-Type").is_some_and(|kind| {
        ["application/x-www-form-urlencoded", "application/json", "multipart/form-data"]
            .iter()
            .any(|known| kind.starts_with(known))
    });
    if request.method != "POST" || !request.body.trim().is_empty() || !has_content(request) || !is_form {
        return None;
    }
    let path = request.target.split('?').next().unwrap_or_default().trim_end_matches('/').to_ascii_lowercase();
    let last = path.rsplit('/').next().unwrap_or_default();
    let names = |words: &[&str]| words.iter().any(|word| last.contains(word));
    if names(&TOKEN_PATH) { Some(Endpoint::Token) } else { names(&LOGIN_PATH).then_some(Endpoint::Login) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::field::{HeaderField, Position};

    fn request(kind: &str, target: &str, body: &str) -> RequestHead {
        RequestHead {
            method: "POST".into(),
            target: target.into(),
            fields: vec![HeaderField {
                name: "Content-Type".into(),
                value: kind.into(),
                position: Position::default(),
            }],
            shows_credentials: true,
            body: body.into(),
            ..RequestHead::default()
        }
    }

    fn found(kind: &str, target: &str, body: &str) -> (Option<Endpoint>, bool) {
        let fields = BodyFields::parse(&request(kind, target, body));
        let endpoint = fields.as_ref().and_then(|fields| fields.endpoint(target));
        (endpoint, fields.is_some_and(|fields| fields.credentials(target).is_some()))
    }

    #[test]
    fn logins_and_oauth_clients_are_found_in_forms_and_in_json() {
        const FORM: &str = "application/x-www-form-urlencoded; charset=UTF-8";
        const JSON: &str = "application/json";
        for (kind, target, body, expected) in [
            (FORM, "/login", "username=ana&password=x", (Some(Endpoint::Login), true)),
            (FORM, "/users/sign_in", "user%5Bemail%5D=a&user%5Bpassword%5D=x", (Some(Endpoint::Login), true)),
            (JSON, "/api/session", r#"{"email":"a","password":"x"}"#, (Some(Endpoint::Login), true)),
            (JSON, "/api/session", r#"{"user":{"login":"a","pwd":"x"}}"#, (Some(Endpoint::Login), true)),
            (FORM, "/token", "grant_type=password&username=a&password=x", (Some(Endpoint::Token), false)),
            (FORM, "/token", "grant_type=x&client_id=a&client_secret=x", (Some(Endpoint::Token), true)),
            (FORM, "/introspect", "token=abc&client_id=a&client_secret=x", (Some(Endpoint::Introspection), true)),
            (FORM, "/revoke", "token=abc", (Some(Endpoint::Revocation), false)),
            (FORM, "/register", "username=a&password=x&password_confirmation=x", (None, false)),
            (FORM, "/password", "name=a&password=x&new_password=y", (None, false)),
            (FORM, "/login", "username=ana&password=", (None, false)),
            (FORM, "/notes", "name=ana&text=hello", (None, false)),
            (JSON, "/login", "[1]", (None, false)),
            ("text/plain", "/login", "username=ana&password=x", (None, false)),
        ] {
            assert_eq!(found(kind, target, body), expected, "{body}");
        }
    }
}
