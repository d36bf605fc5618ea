//! What a journal says of the past: every answer in it, and the round that was left unfinished.
//!
//! Owns the fold over the journal's entries. Must not write.

use std::collections::HashMap;
use std::path::Path;

use crate::journal::{Entry, Journal, What};
use crate::learner::progress::{Given, Part, Progress};
use crate::scenario::library::Library;
use crate::session::question::item;
use crate::session::stage::Stage;
use crate::session::{Event, Rules, Session};

/// What everything that a folder's journal holds says; looking writes nothing down. Sentences for the learner with it.
#[must_use]
pub fn progress_kept(library: &Library, state_folder: &Path) -> (Progress, Vec<String>) {
    let (history, notices) = Journal::look(state_folder);
    (Progress::of(given(library, &history, None).iter()), notices)
}

/// The answers of the journal's rounds except one, each replayed on its own, in order of time.
pub(super) fn given(library: &Library, history: &[Entry], except: Option<&str>) -> Vec<Given> {
    let mut rounds: Vec<(&str, Option<Stage>, Session)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for entry in history.iter().filter(|entry| Some(entry.session.as_str()) != except) {
        let place = places.get(entry.session.as_str()).copied();
        match (&entry.what, place) {
            (What::Started { items, stage, .. }, _) => {
                let items = items.iter().filter_map(|id| item(library, id)).collect();
                let stage = stage.as_deref().and_then(Stage::find);
                places.insert(&entry.session, rounds.len());
                rounds.push((&entry.session, stage, Session::new(items, stage.map_or(Rules::PRACTICE, Stage::rules))));
            }
            (What::Did(event), place) => {
                // The line that began the round may be damaged; its answers count all the same.
                let place = place.unwrap_or_else(|| {
                    rounds.push((&entry.session, None, Session::new(Vec::new(), Rules::PRACTICE)));
                    rounds.len() - 1
                });
                places.insert(&entry.session, place);
                take_in(library, &mut rounds[place].2, event);
            }
        }
    }
    rounds.iter().flat_map(|(session, stage, round)| of_round(round, *stage, session)).collect()
}

/// Applies an event. What was added to the round, or is answered in it and missing, is found in the library.
fn take_in(library: &Library, round: &mut Session, event: &Event) {
    if let Event::Added { item: id } | Event::Answered { item: id, .. } | Event::Revealed { item: id } = event {
        let missing = round.items().iter().all(|known| known.id != *id) || matches!(event, Event::Added { .. });
        if let Some(added) = item(library, id).filter(|_| missing) {
            round.add(added);
        }
    }
    round.apply(event);
}

/// The answers of one round that count for a cell.
pub(super) fn of_round<'a>(
    round: &'a Session,
    stage: Option<Stage>,
    session: &'a str,
) -> impl Iterator<Item = Given> + 'a {
    let part = match stage {
        Some(Stage::Before) => Part::Before,
        Some(Stage::After) => Part::After,
        Some(Stage::Check) => Part::Check,
        _ => Part::Practice,
    };
    round.answers().filter_map(move |(item, record)| {
        Some(Given {
            session: session.to_owned(),
            item: item.id.clone(),
            cell: item.cell?,
            truth: item.verdict(),
            part,
            record: *record,
        })
    })
}

/// The last round of the journal, when it is one beside the way and has not reached its end. Rounds of the way are
/// passed over where only other ones are looked for.
pub(super) fn unfinished(own: &[Entry], pass_over_way: bool) -> Option<&str> {
    let started = own.iter().rev().find(|entry| match &entry.what {
        What::Started { stage, .. } => !pass_over_way || stage.is_none(),
        What::Did(_) => false,
    })?;
    if matches!(started.what, What::Started { stage: Some(_), .. }) {
        return None;
    }
    let ended = own.iter().any(|entry| entry.session == started.session && entry.what == What::Did(Event::Finished));
    (!ended).then_some(started.session.as_str())
}
