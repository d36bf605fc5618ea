//! Recognises a redirect to a login page or to an access-denied page.

use crate::inspect::exchange::{RecordedExchange, value};

/// Names that indicate a login page wherever they occur in a path.
const LOGIN: [&str; 10] = [
    "login", "log-in", "log_in", "signin", "sign-in", "sign_in", "login-page", "login_page", "loginpage", "login-form",
];

/// Names that indicate a login page only at the end of a path, because other pages use them as folder names.
const LOGIN_AT_END: [&str; 4] = ["auth", "authorize", "authenticate", "sso"];

/// Labels at the start of a host name that usually indicate a separate login server.
const LOGIN_HOST: [&str; 6] = ["login", "signin", "sso", "auth", "accounts", "idp"];

const LOGOUT: [&str; 6] = ["logout", "log-out", "log_out", "signout", "sign-out", "sign_out"];

const AFTER_LOGIN: [&str; 6] = ["callback", "welcome", "success", "complete", "done", "redirect"];

const DENIED: [&str; 16] = [
    "accessdenied", "access-denied", "access_denied", "denied", "forbidden", "403", "error403", "403-forbidden",
    "noaccess", "no-access", "nopermission", "no-permission", "permission-denied", "not-authorized", "notauthorized",
    "unauthorized",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::inspect) enum RedirectKind {
    /// The response isn't a redirect, or it redirects to another form of the same URL.
    None,
    Login,
    Denied,
    Other,
}

struct RedirectTarget {
    host: String,
    segments: Vec<String>,
    query: String,
}

impl RedirectTarget {
    fn new(address: &str) -> Self {
        let address = address.trim().to_ascii_lowercase();
        let address = address.split('#').next().unwrap_or_default();
        let (address, query) = address.split_once('?').unwrap_or((address, ""));
        let rest = address.split_once("://").map(|(_, rest)| rest).or_else(|| address.strip_prefix("//"));
        let (host, path) = match rest {
            Some(rest) => rest.split_once('/').unwrap_or((rest, "")),
            None => ("", address),
        };
        let segments = path.split('/').filter(|segment| !segment.is_empty());
        let segments = segments.map(|segment| segment.split('.').next().unwrap_or_default().to_owned());
        Self { host: host.to_owned(), segments: segments.collect(), query: query.to_owned() }
    }

    fn last(&self) -> &str {
        self.segments.last().map_or("", String::as_str)
    }

    fn is_named_login(&self) -> bool {
        self.segments.iter().any(|segment| LOGIN.contains(&segment.as_str()))
    }

    fn is_login(&self) -> bool {
        let last = self.last();
        let at_end =
            LOGIN_AT_END.contains(&last) || ["-login", "_login", "commencelogin"].iter().any(|end| last.ends_with(end));
        (self.is_named_login() || at_end) && !self.is_after_login()
    }

    fn is_denied(&self) -> bool {
        // The query string isn't checked, because OAuth servers report errors in it (RFC 6749 section 4.1.2.1).
        self.segments.iter().any(|segment| DENIED.contains(&segment.as_str()))
    }

    fn is_after_login(&self) -> bool {
        let has_code = self.query.split('&').any(|pair| ["code=", "ticket="].iter().any(|name| pair.starts_with(name)));
        has_code || AFTER_LOGIN.contains(&self.last()) || LOGOUT.contains(&self.last())
    }
}

pub(super) fn redirect_kind(exchange: &RecordedExchange) -> RedirectKind {
    let response = &exchange.response;
    let Some(location) =
        value(&response.fields, "Location").filter(|_| matches!(response.status, 301 | 302 | 303 | 307 | 308))
    else {
        return RedirectKind::None;
    };
    let location = RedirectTarget::new(location);
    let request = exchange.request.as_ref();
    let target = RedirectTarget::new(request.map_or("", |request| request.target.as_str()));
    if request.is_some() && target.segments == location.segments {
        return RedirectKind::None;
    }
    if location.is_denied() {
        return RedirectKind::Denied;
    }
    // A redirect that comes from a login page, leads to the same page or follows a logout isn't a refusal.
    if target.is_named_login() || target.segments == location.segments || LOGOUT.contains(&target.last()) {
        return RedirectKind::Other;
    }
    let own_host = request.and_then(|request| value(&request.fields, "Host")).unwrap_or(&target.host);
    let is_elsewhere = !location.host.is_empty() && !location.host.eq_ignore_ascii_case(own_host);
    let first = location.host.split('.').next().unwrap_or_default();
    if location.is_login() || is_elsewhere && LOGIN_HOST.contains(&first) && !location.is_after_login() {
        RedirectKind::Login
    } else {
        RedirectKind::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn login_pages_are_distinguished_from_other_pages() {
        for login in [
            "/login", "/login/?next=/a", "https://a.example/users/sign_in", "/wp-login.php?redirect_to=x",
            "/accounts/login/", "/securityRealm/commenceLogin?from=%2F",
            "/auth/realms/x/protocol/openid-connect/auth?client_id=a", "https://a.example/oauth/authorize?client_id=a",
            "//a.example/signin.aspx", "/login-page",
        ] {
            assert!(RedirectTarget::new(login).is_login(), "{login}");
        }
        for denied in ["/Account/AccessDenied?ReturnUrl=%2FAdmin", "/error/403", "/forbidden.html"] {
            assert!(RedirectTarget::new(denied).is_denied() && !RedirectTarget::new(denied).is_login(), "{denied}");
        }
        for other in [
            "https://a.example/authors/", "/designing/", "/new?utm=login_button",
            "https://app.example/auth/callback?code=abc", "/auth/welcome", "/login/callback?code=abc", "/blog#login",
            "/cb?error=access_denied", "/login-help", "https://login-help.example/", "",
        ] {
            assert!(!RedirectTarget::new(other).is_login(), "{other}");
        }
    }
}
