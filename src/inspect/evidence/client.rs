//! Determines what kind of client sent the request, and whether a proxy sent the response.

use super::{Collector, FactSource, targets_origin};
use crate::inspect::exchange::{RequestHead, value};
use crate::ruling::facts::{Client, Responder};

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

impl Collector<'_> {
    pub(super) fn responder(&mut self) {
        let status = self.status();
        let has_proxy_login = self.exchange.request.as_ref().is_some_and(|request| {
            value(&request.fields, "Proxy-Authorization").is_some() && value(&request.fields, "Authorization").is_none()
        });
        if self.exchange.request.as_ref().is_some_and(|request| request.method == "CONNECT") {
            // Only a proxy handles CONNECT.
            self.set(Responder::Proxy, FactSource::Seen);
        } else if status == 407 && targets_origin(self.exchange) || status == 401 && has_proxy_login {
            self.leave_open(&[Responder::Origin, Responder::Proxy]);
        } else if self.at_proxy {
            self.set(Responder::Proxy, if status == 407 { FactSource::Stated } else { FactSource::Seen });
        }
    }
}
