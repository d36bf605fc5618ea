//! Builds a shell script that requests the same URL with six kinds of credentials, so that [`super::matrix`] can
//! compare the responses.
//!
//! The script sends only GET or HEAD requests, doesn't follow redirects, uses made-up user names and reads tokens from
//! environment variables. This module must not run the script.

use crate::say;

/// The reason why no script can be built for a URL.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScriptError {
    #[error("{}", say!("the URL isn't https, and its host isn't this machine"))]
    Insecure,
    #[error("{}", say!("the URL contains an invalid character, or a user name and password"))]
    Invalid,
}

fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => host.split(':').next().unwrap_or_default(),
    };
    let parts: Vec<&str> = name.split('.').collect();
    let is_address = parts.len() == 4 && parts.iter().all(|part| part.parse::<u8>().is_ok());
    name == "localhost" || name == "::1" || is_address && parts.first() == Some(&"127")
}

/// Builds the script for a URL. Fails if tokens would be sent without encryption, or if the URL contains characters
/// that can't be quoted safely.
pub fn script(url: &str) -> Result<String, ScriptError> {
    let (scheme, rest) = url.split_once("://").ok_or(ScriptError::Invalid)?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_sound = |byte: u8| byte.is_ascii_graphic() && !br#"'"\`<>^{}|"#.contains(&byte);
    if host.is_empty() || host.contains('@') || !url.bytes().all(is_sound) {
        return Err(ScriptError::Invalid);
    }
    let is_secure = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http") && is_loopback(host);
    if !is_secure {
        return Err(ScriptError::Insecure);
    }
    Ok(TEMPLATE.replace("@URL@", url))
}

const TEMPLATE: &str = include_str!("script.sh");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_never_travel_in_the_clear() {
        for url in ["https://api.example/v1/me?x=1", "http://localhost:8080/", "http://127.0.0.1/", "http://[::1]:1/x"]
        {
            assert!(script(url).is_ok_and(|script| script.contains(url)), "{url}");
        }
        for url in ["http://api.example/", "http://localhost.example/", "http://127.0.0.1.example/", "ftp://localhost/"]
        {
            assert_eq!(script(url), Err(ScriptError::Insecure), "{url}");
        }
        for url in
            ["", "api.example", "https://", "https://a:b@host/", "https://host/'; rm -rf ~; '", "https://host/a b"]
        {
            assert_eq!(script(url), Err(ScriptError::Invalid), "{url}");
        }
    }

    #[test]
    fn the_script_only_reads() {
        let script = script("https://api.example/").expect("a sound URL");
        for forbidden in ["POST", "PUT", "DELETE", "PATCH", "--location", "--request", "--data", "-L "] {
            assert!(!script.contains(forbidden), "{forbidden}");
        }
    }
}
