//! A shell script that requests one URL in six ways, for [`super::matrix`] to judge.
//!
//! Owns the script. It sends GET or HEAD and nothing else, follows no redirect, uses made-up users, and reads tokens from
//! environment variables. Must not run anything.

use crate::say;

/// Why no script can be printed for a URL.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScriptError {
    #[error("{}", say!("the URL isn't https, and its host isn't on this machine"))]
    Insecure,
    #[error("{}", say!("the URL has a character that a URL can't have, or a name and a password"))]
    Invalid,
}

/// Whether the host is this machine.
fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => host.split(':').next().unwrap_or_default(),
    };
    let parts: Vec<&str> = name.split('.').collect();
    let is_address = parts.len() == 4 && parts.iter().all(|part| part.parse::<u8>().is_ok());
    name == "localhost" || name == "::1" || is_address && parts.first() == Some(&"127")
}

/// The script for a URL.
///
/// # Errors
/// [`ScriptError`] if the URL could send tokens in the clear, or can't be quoted.
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

const TEMPLATE: &str = r##"#!/bin/sh
# Requests one URL in six ways and prints the responses. Read this script before you run it:
#
#   airside inspect --script URL > six.sh
#   sh six.sh > rows.txt
#   airside inspect rows.txt
#
# It sends GET (or HEAD, with METHOD=HEAD) and follows no redirect. The user and the token that it makes up exist
# nowhere. Three rows are optional. Set these variables to a whole Authorization value, such as "Bearer abc":
#
#   EXPIRED          credentials that have expired
#   LOW_PRIVILEGED   valid credentials without the permission
#   PRIVILEGED       valid credentials with the permission
#
# Set SCHEME=Basic if the server uses Basic. Credentials reach curl through its standard input. They are in no argument,
# and the output doesn't contain them.
set -u
url='@URL@'
method=${METHOD:-GET}
case $method in
  GET) head= ;;
  HEAD) head=--head ;;
  *) echo "METHOD is GET or HEAD" >&2; exit 2 ;;
esac
case ${SCHEME:-Bearer} in
  Basic) made_up='Basic bm8tc3VjaC11c2VyOm5vLXN1Y2gtcGFzc3dvcmQ='; malformed='Basic %' ;;
  *) made_up="${SCHEME:-Bearer} no-such-token-4711"; malformed="${SCHEME:-Bearer}" ;;
esac

row() {
  printf '### ROW %s %s %s\n' "$1" "$method" "$url"
  if [ -n "$2" ]; then printf 'Authorization: %s\n' "$2"; fi |
    curl --disable --silent --show-error --include $head --globoff --max-redirs 0 --max-time 20 \
      --proto '=http,https' --header @- "$url"
  printf '\n'
}

row none ''
row malformed "$malformed"
row made-up "$made_up"
if [ -n "${EXPIRED:-}" ]; then row expired "$EXPIRED"; fi
if [ -n "${LOW_PRIVILEGED:-}" ]; then row low-privileged "$LOW_PRIVILEGED"; fi
if [ -n "${PRIVILEGED:-}" ]; then row privileged "$PRIVILEGED"; fi
"##;

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
