//! Shows each request to the lab's local server as it arrives.

use std::time::Duration;

use super::{MapTexts, Screen, ScreenState, Strip, Turn, View};
use crate::keys::Action;
use crate::lab::request_log::{ServedRequest, overview};
use crate::lab::server::LabServer;
use crate::say;

const INTERVAL: Duration = Duration::from_millis(200);

/// The maximum number of requests to keep. Beyond this limit, the oldest request is dropped.
const MOST_KEPT: usize = 100;

#[derive(Debug, Default)]
pub(in super::super) struct ServerScreen {
    served: Vec<ServedRequest>,
    count: usize,
}

impl Screen<LabServer> for ServerScreen {
    fn view(&self, server: &LabServer, _: &ScreenState) -> View {
        let newest = self.served.last();
        let strip = newest
            .and_then(ServedRequest::strip)
            .map_or(Strip::Map { texts: MapTexts::Names, has_banner: false }, Strip::Airport);
        let body = overview(&server.address(), &server.logins, &self.served);
        let name = match self.count {
            1 => say!("1 request").to_owned(),
            count => say!("{} requests", count),
        };
        let hints = vec![(vec![Action::Quit], say!("stop and leave"))];
        View { location: say!("Lab at {}", server.address()), name, strip, body, hints, ..View::default() }
    }

    fn interval(&self, _: &LabServer) -> Option<Duration> {
        Some(INTERVAL)
    }

    fn poll(&mut self, server: &mut LabServer) -> Option<Turn<LabServer>> {
        let arrived = server.arrived();
        if arrived.is_empty() {
            return None;
        }
        self.count += arrived.len();
        self.served.extend(arrived);
        let forgotten = self.served.len().saturating_sub(MOST_KEPT);
        self.served.drain(..forgotten);
        let walks = self.served.last().is_some_and(|newest| newest.strip().is_some());
        Some(if walks { Turn::Walk } else { Turn::Fresh })
    }
}
