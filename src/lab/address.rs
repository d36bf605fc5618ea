//! Parses the URL of a curl command.
//!
//! The parser accepts only the host names of the simulated airport.

use super::airport::HOSTS;
use super::shell_words::LineFault;
use crate::encoding::{base64, percent_encode};
use crate::say;

pub(super) struct Address {
    pub(super) host: String,
    pub(super) target: String,
    pub(super) authorization: Option<String>,
}

impl Address {
    /// If `as_is` is true, keeps `.` and `..` in the path, like curl's option `--path-as-is`.
    pub(super) fn parse(url: &str, as_is: bool) -> Result<Self, LineFault> {
        let allowed = || ["/security", "localhost/security", "http://localhost/security"];
        let fault = |message: String| Err(LineFault::new(message).allowing(allowed()));
        let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
        if !scheme.eq_ignore_ascii_case("http") {
            return fault(say!("the simulated airport server supports only `http`, not `{}`", scheme));
        }
        if rest.chars().any(|character| character.is_whitespace() || character.is_control()) {
            return fault(say!("there is a space in the URL").to_owned());
        }
        let (authority, path) = match rest.find(['/', '?', '#']) {
            Some(index) => rest.split_at(index),
            None => (rest, ""),
        };
        let path = path.split('#').next().unwrap_or_default();
        if path.contains(['{', '[']) {
            return fault(say!("curl sends a request for each value in braces or brackets; write one URL").to_owned());
        }
        let path = if as_is { path.to_owned() } else { without_dots(path) };
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, authority),
        };
        let name = host.split_once(':').map_or(host, |(name, _)| name).to_ascii_lowercase();
        let known = HOSTS.iter().chain(&["airport"]).any(|known| *known == name);
        let is_bare_path = name.is_empty() && path.starts_with('/') && !url.contains("://");
        if !known && !is_bare_path {
            return fault(say!(
                "the host `{}` can't be reached from here; use `localhost`, or type only a path that begins with `/`",
                host
            ));
        }
        let slash = if path.starts_with('/') { "" } else { "/" };
        let escape = |character: char| {
            if character.is_ascii() { character.to_string() } else { percent_encode(&character.to_string()) }
        };
        let target = format!("{slash}{}", path.chars().map(escape).collect::<String>());
        // The simulated airport has no port, so a port in the URL is ignored.
        let host = if name.is_empty() || name == "airport" { "localhost".to_owned() } else { name };
        let authorization = user.map(|user| {
            let user = if user.contains(':') { user.to_owned() } else { format!("{user}:") };
            format!("Basic {}", base64(user.as_bytes()))
        });
        Ok(Self { host, target, authorization })
    }
}

/// Removes `.` and `..` from a path, as curl does (RFC 3986 section 5.2.4).
fn without_dots(path: &str) -> String {
    let (path, query) = path.split_at(path.find('?').unwrap_or(path.len()));
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "." => {}
            ".." => kept.truncate(kept.len().saturating_sub(1).max(1)),
            other => kept.push(other),
        }
    }
    if path.ends_with("/.") || path.ends_with("/..") {
        kept.push("");
    }
    kept.join("/") + query
}
