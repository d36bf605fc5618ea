//! Compares responses from the same server to find contradictions and unintended disclosures.

use super::Row;
use crate::say;

/// A contradiction or disclosure found by comparing several exchanges.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Comparison {
    /// The numbers of the exchanges concerned, counted from 1.
    pub exchanges: Vec<usize>,
    pub rule: &'static str,
    pub text: String,
}

impl Comparison {
    fn new(rule: &'static str, exchanges: &[usize], text: String) -> Self {
        Self { exchanges: exchanges.to_vec(), rule, text }
    }
}

type NumberedStatus = (usize, u16);

pub(super) fn compare(rows: &[(usize, &Row<'_>)]) -> Vec<Comparison> {
    let status = |name: &str| {
        let row = rows.iter().find(|(_, row)| row.exchange.row.as_deref() == Some(name));
        row.map(|(number, row)| (*number, row.status()))
    };
    let none = status("none");
    let mut comparisons = Vec::new();
    comparisons.extend(none.zip(status("made-up")).map(|(none, made_up)| missing_and_made_up(none, made_up)));
    comparisons
        .extend(status("made-up").zip(status("expired")).and_then(|(made_up, old)| made_up_and_expired(made_up, old)));
    let is_open = status("privileged").is_some_and(|(_, status)| status < 300);
    if let Some(((low, refused), (none, missing))) = status("low-privileged").zip(none).filter(|_| is_open)
        && refused == missing
        && refused >= 400
    {
        let text = say!(
            "A valid token that lacks the permission gets the same status as a missing token: {}. A client can't tell whether to log in or to ask for permission.",
            refused
        );
        comparisons.push(Comparison::new("low-as-missing", &[low, none], text));
    }
    if let Some((number, status)) = none.filter(|(_, status)| (200..300).contains(status)) {
        let text = say!("The resource is public: a request without credentials gets {}.", status);
        comparisons.push(Comparison::new("public", &[number], text));
    }
    if let Some((number, status)) = status("privileged").filter(|(_, status)| *status >= 400) {
        let text =
            say!("The privileged token gets {}, so no row shows how the server answers a permitted request.", status);
        comparisons.push(Comparison::new("privileged-refused", &[number], text));
    }
    comparisons.extend(shown_existence(rows));
    comparisons
}

fn missing_and_made_up((none, missing): NumberedStatus, (made_up, unknown): NumberedStatus) -> Comparison {
    if missing == unknown {
        let text = say!("Missing and made-up credentials get the same status, {}.", missing);
        return Comparison::new("missing-as-made-up", &[none, made_up], text);
    }
    let text = say!(
        "Missing credentials get {}, and made-up credentials get {}. Neither is valid, and RFC 9110 recommends 401 for both.",
        missing,
        unknown
    );
    Comparison::new("missing-unlike-made-up", &[none, made_up], text)
}

fn made_up_and_expired((made_up, unknown): NumberedStatus, (old, expired): NumberedStatus) -> Option<Comparison> {
    let text = match expired {
        _ if unknown == expired => return None,
        200..300 => say!("The expired token is accepted.").to_owned(),
        _ => say!(
            "A made-up token gets {}, and an expired one gets {}. Neither is valid, and RFC 6750 recommends 401 for both.",
            unknown,
            expired
        ),
    };
    Some(Comparison::new("made-up-unlike-expired", &[made_up, old], text))
}

/// Reports that a server reveals which resources exist, because requests without credentials get a 401 or 403 for one
/// name and a 404 for another.
fn shown_existence(rows: &[(usize, &Row<'_>)]) -> Option<Comparison> {
    let first = |status: u16| rows.iter().find(|(_, row)| row.anonymous && row.status() == status);
    let folder = |row: &Row<'_>| row.target.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let ((refused, one), (missing, other)) = first(401).or_else(|| first(403)).zip(first(404))?;
    let text = say!(
        "Without credentials, one name gets {} and another gets 404, so a stranger can find out which names exist.",
        one.status()
    );
    let is_alike = folder(one) == folder(other) && one.target != other.target;
    is_alike.then(|| Comparison::new("existence-shown", &[*refused, *missing], text))
}
