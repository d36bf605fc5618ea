//! Lists the requests to the lab's server and their responses.
//!
//! Credentials are masked, because a browser may send cookies that belong to other programs.

use super::session::pages::stop;
use super::task_check::LabVisit;
use crate::document::{AirportStrip, Block, Document, Meaning, Text};
use crate::inspect::credentials::{masked_field, masked_target};
use crate::ruling::{FactName, rule};
use crate::say;

/// A request that the server received.
#[derive(Clone, Debug)]
pub enum ServedRequest {
    Answered(Box<LabVisit>),
    /// The request couldn't be parsed, so the server responded with the given status.
    Refused(u16),
}

impl ServedRequest {
    /// Returns the cells of a table row: the request, the status, and what the server learned about the credentials.
    pub fn cells(&self) -> [String; 3] {
        match self {
            Self::Refused(status) => [say!("not readable").to_owned(), status.to_string(), String::new()],
            Self::Answered(visit) => {
                let ruling = rule(&visit.ruled.facts);
                let why = ruling.trace.iter().find(|step| step.fact == FactName::Credentials);
                let who = visit.ruled.passenger.map(|passenger| passenger.name().to_owned());
                let credentials = why.map(|step| step.value.to_owned()).unwrap_or_default();
                [line(visit), visit.response.status.to_string(), who.unwrap_or(credentials)]
            }
        }
    }

    pub fn strip(&self) -> Option<AirportStrip> {
        match self {
            Self::Answered(visit) => Some(stop(visit)),
            Self::Refused(_) => None,
        }
    }

    fn blocks(&self) -> Vec<Block> {
        let Self::Answered(visit) = self else { return Vec::new() };
        let mut request = vec![line(visit)];
        request.extend(visit.request.fields.iter().map(masked_field));
        let mut response = vec![visit.response.head().first().cloned().unwrap_or_default()];
        response.extend(visit.response.fields.iter().map(masked_field));
        let part = |heading: &str, lines| vec![Block::Heading(heading.into()), Block::Code(lines)];
        vec![Block::Columns(vec![part(say!("Request"), request), part(say!("Response"), response)])]
    }
}

fn line(visit: &LabVisit) -> String {
    format!("{} {}", visit.request.method, masked_target(&visit.request.target))
}

/// Builds the page that is shown before the first request, with the server's address and the logins.
pub fn welcome(address: &str, logins: &[String]) -> Document {
    let mut document = Document::new(say!("The lab answers at {}", address));
    document.field(say!("Try"), Text::new(format!("curl -i {address}/security"), Meaning::Code));
    document.field(say!("Logins"), Text::new(logins.join("   "), Meaning::Code));
    document
}

pub(crate) fn overview(address: &str, logins: &[String], served: &[ServedRequest]) -> Document {
    const SHOWN: usize = 6;

    let mut document = welcome(address, logins);
    match served.last() {
        None => document.paragraph(say!("No request has arrived yet. Each one will appear here.")),
        Some(newest) => {
            let row = |one: &ServedRequest| one.cells().map(Text::verbatim).to_vec();
            let rows = served.iter().rev().take(SHOWN).map(row);
            let head = [say!("Request"), say!("Status"), say!("Credentials")];
            document.blocks.push(Block::table(head, rows));
            document.blocks.extend(newest.blocks());
        }
    }
    document
}
