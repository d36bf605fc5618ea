//! Decides whether an exchange completes a task, is a step towards completing it, or is a known wrong attempt.
//!
//! The texts of the tasks are stored as data ([`crate::reference::tasks`]). The conditions test the effect rather than
//! the command line, so every command with the right effect is accepted.

mod doors;
mod login;
mod pasted;

pub(crate) use pasted::judge_paste;

use super::airport::identity::IssuedToken;
use super::airport::place::{AirlineFault, AirportPlace, GateCheck};
use super::airport::{AirportEvent, RuledRequest};
use super::message::{LabRequest, LabResponse};
use crate::inspect::challenge::{Challenge, parse};
use crate::inspect::field::values;
use crate::ruling::facts::{Credentials, Refusal};

/// One exchange with the simulated airport.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabVisit {
    pub request: LabRequest,
    pub response: LabResponse,
    pub ruled: RuledRequest,
    pub issued: Option<IssuedToken>,
    pub ordered: Option<Vec<GateCheck>>,
    pub predicted: Option<u16>,
}

/// How an exchange or a learner's answer counts towards a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    Done,
    Step(&'static str),
    Wrong(&'static str),
    Unrelated,
}

use Attempt::{Done, Step, Unrelated, Wrong};

/// A check that takes the earlier exchanges and the newest exchange.
type Proof = fn(&[LabVisit], &LabVisit) -> Attempt;

const PROOFS: [(&str, Proof); 10] = [
    ("read-401", read_401),
    ("turn-401-into-200", login::turn_into_200),
    ("get-403", login::get_403),
    ("log-in-again", login::log_in_again),
    ("ask-supervisor", login::ask_supervisor),
    ("find-hidden-door", doors::find_hidden),
    ("damage-ticket", doors::damage),
    ("judge-airlines", judge_airlines),
    ("order-checks", doors::order_checks),
    ("fix-your-server", |_, _| Unrelated),
];

impl LabVisit {
    /// Returns `None` if the request never reached the ruling engine.
    pub fn new(
        request: LabRequest, response: LabResponse, events: Vec<AirportEvent>, predicted: Option<u16>,
    ) -> Option<Self> {
        let (mut ruled, mut issued, mut ordered) = (None, None, None);
        for event in events {
            match event {
                AirportEvent::Ruled(event) => ruled = Some(event),
                AirportEvent::Issued(token) => issued = Some(token),
                AirportEvent::Ordered(order) => ordered = Some(order),
            }
        }
        Some(Self { request, response, ruled: ruled?, issued, ordered, predicted })
    }

    fn status(&self) -> u16 {
        self.response.status
    }

    fn place(&self) -> AirportPlace {
        self.ruled.place
    }

    fn credentials(&self) -> Credentials {
        self.ruled.facts.credentials
    }

    fn same_request(&self, other: &Self) -> bool {
        (&self.request.method, &self.request.target) == (&other.request.method, &other.request.target)
    }

    fn same_door(&self, other: &Self) -> bool {
        self.place() == other.place() && self.place() != AirportPlace::Nowhere
    }

    fn lacks_right(&self) -> bool {
        self.status() == 403 && self.ruled.passenger.is_some() && self.ruled.facts.refusal == Refusal::None
    }

    fn is_gate(&self) -> bool {
        matches!(self.place(), AirportPlace::Gate24 | AirportPlace::Gate27 | AirportPlace::Gate31)
    }

    fn challenges(&self) -> Vec<Challenge> {
        parse(values(&self.response.fields, "WWW-Authenticate")).0
    }
}

pub(crate) fn judge_visit(task: &str, visits: &[LabVisit]) -> Attempt {
    let Some((newest, before)) = visits.split_last() else { return Unrelated };
    let Some((_, proof)) = PROOFS.iter().find(|(id, _)| *id == task) else { return Unrelated };
    match proof(before, newest) {
        Unrelated if matches!(newest.status(), 400 | 405 | 421 | 501) => Wrong("bad-request"),
        Unrelated if newest.status() == 404 => Wrong("nowhere"),
        attempt => attempt,
    }
}

/// `named` marks the airlines whose faults the learner has already named.
pub(crate) fn judge_answer(task: &str, visits: &[LabVisit], named: &mut [bool; 5], words: &[String]) -> Attempt {
    match task {
        "read-401" => name_challenge(visits, words),
        "judge-airlines" => name_fault(visits, named, words),
        _ => Wrong("not-an-answer"),
    }
}

fn read_401(_: &[LabVisit], visit: &LabVisit) -> Attempt {
    match (visit.status(), visit.ruled.fault) {
        (401, Some(AirlineFault::ChallengeMissing)) => Wrong("no-challenge"),
        (401, Some(AirlineFault::ChallengeBroken)) => Wrong("broken-challenge"),
        (401, _) => Step("read-it"),
        (200, Some(_)) => Wrong("error-in-200"),
        (200, None) if visit.ruled.passenger.is_some() => Wrong("let-in"),
        (200, None) => Wrong("public"),
        (403, Some(AirlineFault::ForbiddenForPassword)) => Wrong("airline-403"),
        (403, _) if visit.lacks_right() => Wrong("no-permission"),
        (403, _) => Wrong("closed"),
        (404, _) if visit.place() == AirportPlace::Lounge => Wrong("hidden"),
        _ => Unrelated,
    }
}

const CONNECTING: [&str; 8] = ["the", "scheme", "realm", "is", "and", "its", "a", "with"];

/// Accepts the answer `Basic security`, with or without `realm=`, or a sentence that names the scheme and the realm.
fn name_challenge(visits: &[LabVisit], words: &[String]) -> Attempt {
    let is_readable = |visit: &&LabVisit| visit.status() == 401 && !visit.challenges().is_empty();
    let Some(visit) = visits.iter().rev().find(is_readable) else { return Wrong("nothing-to-read") };
    let bare = |word: &String| {
        let word = word.trim_matches([',', '.', '"', '\'']);
        let word = word.strip_prefix("scheme=").or_else(|| word.strip_prefix("realm=")).unwrap_or(word);
        word.trim_matches('"').to_lowercase()
    };
    let mut bare_words: Vec<String> = words.iter().map(bare).collect();
    if bare_words.len() > 2 {
        let place = |name: &str| bare_words.iter().position(|word| word == name);
        let is_reversed = place("realm").zip(place("scheme")).is_some_and(|(realm, scheme)| realm < scheme);
        bare_words.retain(|word| !CONNECTING.contains(&word.as_str()));
        if is_reversed {
            bare_words.reverse();
        }
    }
    let is = |index: usize, wanted: &str| bare_words.get(index).is_some_and(|word| *word == wanted.to_lowercase());
    let challenges = visit.challenges();
    let realm = |challenge: &Challenge| challenge.parameter("realm").unwrap_or_default().to_owned();
    if challenges.iter().any(|one| is(0, &one.scheme) && is(1, &realm(one))) {
        Done
    } else if challenges.iter().any(|one| is(1, &one.scheme) && is(0, &realm(one))) {
        Wrong("swapped")
    } else if challenges.iter().any(|one| is(0, &one.scheme)) {
        Wrong("wrong-realm")
    } else {
        Wrong("wrong-scheme")
    }
}

fn judge_airlines(_: &[LabVisit], visit: &LabVisit) -> Attempt {
    match (visit.place(), visit.ruled.fault) {
        (AirportPlace::Airline(_), Some(_)) => Step("seen"),
        (AirportPlace::Airline(_), None) => Wrong("conforming"),
        // A login to get a token never counts as a wrong attempt.
        (AirportPlace::Login, _) if visit.status() == 200 => Unrelated,
        _ => Wrong("not-an-airline"),
    }
}

fn name_fault(visits: &[LabVisit], named: &mut [bool; 5], words: &[String]) -> Attempt {
    use AirlineFault::{ChallengeBroken, ChallengeMissing, ErrorInSuccess, ForbiddenForPassword, UnauthorizedForScope};

    let number = words.first().and_then(|word| word.trim_end_matches([':', '.']).parse::<u8>().ok());
    let Some(number) = number.filter(|number| (1..=5).contains(number)) else { return Wrong("not-an-airline") };
    let seen = visits.iter().any(|visit| visit.place() == AirportPlace::Airline(number) && visit.ruled.fault.is_some());
    if !seen {
        return Wrong("not-seen");
    }
    let index = usize::from(number) - 1;
    let Some(truth) = AirlineFault::AIRLINES.get(index) else { return Wrong("not-an-airline") };
    let typed = words.get(1).map(|word| word.to_lowercase()).unwrap_or_default();
    match (truth, AirlineFault::AIRLINES.iter().find(|fault| fault.name() == typed)) {
        (truth, Some(said)) if truth == said => {
            if let Some(named) = named.get_mut(index) {
                *named = true;
            }
            if named.iter().all(|named| *named) { Done } else { Step("named") }
        }
        (ErrorInSuccess, _) => Wrong("look-at-body"),
        (_, Some(ErrorInSuccess)) => Wrong("not-a-200"),
        (ChallengeBroken, Some(ChallengeMissing)) => Wrong("header-exists"),
        (ChallengeMissing, Some(ChallengeBroken)) => Wrong("header-missing"),
        (ForbiddenForPassword | UnauthorizedForScope, Some(ForbiddenForPassword | UnauthorizedForScope)) => {
            Wrong("codes-swapped")
        }
        (ChallengeMissing | ChallengeBroken, _) => Wrong("code-is-right"),
        _ => Wrong("challenge-is-right"),
    }
}
