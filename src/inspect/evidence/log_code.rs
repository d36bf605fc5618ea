//! Explains the codes and phrases that Apache, nginx and IIS write to their logs beside or instead of a reason.

use super::{FactSource, KnownFact};
use crate::ruling::facts::{Credentials, FactValue, Refusal, Scheme};
use crate::say;

fn facts<V: FactValue>(values: &[V]) -> KnownFact {
    KnownFact::from_values(values, FactSource::Stated)
}

/// Returns the meaning of an Apache message number, or of an IIS status with its substatus, such as `401.2`.
pub(super) fn explain(code: &str) -> Option<(&'static str, Vec<KnownFact>)> {
    let identity = |values: &[Credentials]| vec![facts(values), facts(&[Refusal::None])];
    let certificate = |one: Credentials| vec![facts(&[one]), facts(&[Scheme::Certificate])];
    Some(match code {
        "401.1" | "AH01617" | "AH01618" | "password mismatch" | "was not found in" => (
            say!("the user name or the password is wrong"),
            identity(&[Credentials::UnknownUser, Credentials::WrongSecret]),
        ),
        "401.2" | "no user/password was provided for basic authentication" => (
            say!("the request has no credentials in a scheme that the server accepts"),
            identity(&[Credentials::Absent, Credentials::UnsupportedScheme]),
        ),
        "AH01614" => (
            say!("the credentials use a scheme that the server doesn't accept"),
            identity(&[Credentials::UnsupportedScheme]),
        ),
        "401.3" => (say!("the permissions of the file don't allow this user to open it"), vec![]),
        "403.1" | "403.2" | "403.3" => (
            say!("the folder's permissions don't allow anyone to read, write or run this file"),
            vec![facts(&[Refusal::Nobody])],
        ),
        "403.4" | "403.5" => (say!("the server requires TLS"), vec![facts(&[Refusal::Insecure])]),
        "403.6" | "403.503" => (say!("the server rejects this IP address"), vec![facts(&[Refusal::Address])]),
        "403.7" => (say!("the server requires a client certificate"), certificate(Credentials::Absent)),
        "403.13" | "403.16" | "403.17" => (
            say!("the client certificate is revoked, expired or not trusted"),
            certificate(Credentials::WrongCertificate),
        ),
        "403.14" | "AH01276" | "directory index of" => {
            (say!("the server doesn't list the files in this folder"), vec![facts(&[Refusal::Nobody])])
        }
        "403.501" | "403.502" => (say!("this IP address sent too many requests"), vec![facts(&[Refusal::Rate])]),
        "AH00035" => (say!("the server itself isn't permitted to open the folder"), vec![facts(&[Refusal::Nobody])]),
        "AH01630" | "AH01797" | "access forbidden by rule" => (
            say!("the configuration denies access to everyone or to this client"),
            vec![facts(&[Refusal::Nobody, Refusal::Address])],
        ),
        _ => return None,
    })
}
