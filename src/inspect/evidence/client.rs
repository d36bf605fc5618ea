//! Guesses the kind of client from the header fields of the request. No other part of the exchange is taken into
//! account.

use crate::inspect::exchange::{RequestHead, value};
use crate::ruling::facts::Client;

/// Guesses the kind of client from the header fields of the request, if the fields reveal the client.
pub(super) fn client(request: &RequestHead) -> Option<Client> {
    let is = |name, wanted: &str| value(&request.fields, name).is_some_and(|value| value.eq_ignore_ascii_case(wanted));
    let agent = value(&request.fields, "User-Agent");
    let wants_page = value(&request.fields, "Accept").is_some_and(|accept| accept.contains("text/html"));
    if is("Sec-Fetch-Mode", "navigate") || agent.is_some_and(|agent| agent.starts_with("Mozilla/")) && wants_page {
        return Some(Client::Browser);
    }
    if is("Sec-Fetch-Mode", "cors") && !is("Sec-Fetch-Site", "same-origin") {
        return Some(Client::Script);
    }
    agent.map(|_| Client::Program)
}
