//! Exports scenarios as an Anki package, which is a database with a custom note type.
//!
//! The database uses version 11 of Anki's collection format, which every version of Anki can import. The id of a
//! scenario is both the first field and the GUID of its note. If a package is imported again, Anki therefore updates
//! the notes without losing their scheduling. The modification time is derived from the pack version, because the
//! module must not read the clock.

use serde_json::{Value as Json, json};

use super::Format;
use super::anki_tsv::{back, escape_markup, front, tags};
use super::archive::{crc32, zip};
use super::item::ExportItem;
use super::sqlite::{Table, Value, database};
use crate::scenario::Pack;

pub(super) const FORMAT: Format = Format {
    name: "anki-apkg",
    description: "Anki package, with a note type of its own",
    extension: "apkg",
    binary: true,
    max_items: 65_000,
    limitations: super::anki_tsv::FORMAT.limitations,
    unsupported_reason: |_| None,
    write,
};

/// The earliest time used in a package: 1 January 2025, in seconds since 1970.
const START: i64 = 1_735_689_600;
const NOTE_TYPE: i64 = 1_735_689_600_401;
/// The id of the first deck. Each pack gets its own deck.
const DECK: i64 = 1_735_689_600_403;
/// The id of the first note and card. If the ids are already in use, Anki assigns new ones.
const NOTE: i64 = 1_740_000_000_000;

const COL: &str = "id integer primary key, crt integer not null, mod integer not null, scm integer not null, \
    ver integer not null, dty integer not null, usn integer not null, ls integer not null, conf text not null, \
    models text not null, decks text not null, dconf text not null, tags text not null";
const NOTES: &str = "id integer primary key, guid text not null, mid integer not null, mod integer not null, \
    usn integer not null, tags text not null, flds text not null, sfld integer not null, csum integer not null, \
    flags integer not null, data text not null";
const CARDS: &str = "id integer primary key, nid integer not null, did integer not null, ord integer not null, \
    mod integer not null, usn integer not null, type integer not null, queue integer not null, due integer not null, \
    ivl integer not null, factor integer not null, reps integer not null, lapses integer not null, \
    left integer not null, odue integer not null, odid integer not null, flags integer not null, data text not null";
const REVLOG: &str = "id integer primary key, cid integer not null, usn integer not null, ease integer not null, \
    ivl integer not null, lastIvl integer not null, factor integer not null, time integer not null, \
    type integer not null";
const GRAVES: &str = "usn integer not null, oid integer not null, type integer not null";

const STYLE: &str = ".card { font-family: sans-serif; font-size: 1.1em; text-align: left; max-width: 42em; margin: auto; } \
    pre { overflow-x: auto; white-space: pre; }";

fn write(items: &[ExportItem<'_>]) -> Vec<u8> {
    let notes = (NOTE..).zip(items).map(|(id, item)| (id, note(item))).collect();
    let cards = (NOTE..).zip((0..).zip(items)).map(|(id, (due, item))| (id, card(id, due, item))).collect();
    let table = |name, columns, rows| Table { name, columns, rows };
    let collection = database(&[
        table("col", COL, vec![(1, collection(items))]),
        table("notes", NOTES, notes),
        table("cards", CARDS, cards),
        table("revlog", REVLOG, Vec::new()),
        table("graves", GRAVES, Vec::new()),
    ]);
    zip([("collection.anki2", collection.as_slice()), ("media", b"{}")])
}

/// Derives a modification time from a pack's version. A newer version always has a later time.
fn changed(pack: &Pack) -> i64 {
    let mut steps = pack.version.split('.').map(|step| step.parse().unwrap_or(0_i64).clamp(0, 999));
    START + (0..3).fold(0, |sum, _| sum * 1000 + steps.next().unwrap_or(0))
}

fn deck(pack: &Pack) -> i64 {
    DECK + i64::from(crc32(pack.id.as_bytes()))
}

fn note(item: &ExportItem<'_>) -> Vec<Value> {
    let id = &item.scenario.id;
    let fields = [id.clone(), escape_markup(&front(item)), escape_markup(&back(item))].join("\u{1f}");
    // Anki recomputes both checksums when it imports the package.
    vec![
        Value::Id,
        format!("airside.{id}").into(),
        NOTE_TYPE.into(),
        changed(item.pack).into(),
        (-1).into(),
        format!(" {} ", tags(item)).into(),
        fields.into(),
        id.clone().into(),
        0.into(),
        0.into(),
        String::new().into(),
    ]
}

fn card(note: i64, due: i64, item: &ExportItem<'_>) -> Vec<Value> {
    let mut card: Vec<Value> = vec![Value::Id, note.into(), deck(item.pack).into(), 0.into()];
    card.extend([changed(item.pack), -1, 0, 0, due].map(Value::from));
    // The zeros mark a card that hasn't been shown yet.
    card.extend([0; 8].map(Value::from));
    card.push(String::new().into());
    card
}

fn collection(items: &[ExportItem<'_>]) -> Vec<Value> {
    let mut decks = json!({ "1": deck_settings(1, "Default", START) });
    for item in items {
        let id = deck(item.pack);
        decks[id.to_string()] = deck_settings(id, &format!("airside::{}", item.pack.id), changed(item.pack));
    }
    let changed = items.iter().map(|item| changed(item.pack)).max().unwrap_or(START);
    let settings = json!({ "curDeck": 1, "activeDecks": [1], "nextPos": 1, "curModel": NOTE_TYPE });
    let types = json!({ NOTE_TYPE.to_string(): note_type(changed) });
    let mut row = vec![Value::Id];
    row.extend([START, changed * 1000, changed * 1000, 11, 0, 0, 0].map(Value::from));
    row.extend([settings, types, decks, json!({}), json!({})].map(|json| Value::from(json.to_string())));
    row
}

fn deck_settings(id: i64, name: &str, changed: i64) -> Json {
    let none = [0, 0];
    json!({
        "id": id, "name": name, "mod": changed, "usn": -1, "conf": 1, "desc": "", "dyn": 0, "collapsed": false,
        "extendNew": 0, "extendRev": 0, "newToday": none, "revToday": none, "lrnToday": none, "timeToday": none,
    })
}

fn note_type(changed: i64) -> Json {
    let field = |(index, name): (usize, &str)| {
        json!({
            "name": name, "ord": index, "font": "Arial", "size": 20, "rtl": false, "sticky": false, "media": [],
        })
    };
    let fields: Vec<Json> = ["Id", "Front", "Back"].into_iter().enumerate().map(field).collect();
    json!({
        "id": NOTE_TYPE, "name": "airside", "type": 0, "mod": changed, "usn": -1, "sortf": 0, "did": 1, "tags": [],
        "vers": [], "flds": fields, "req": [[0, "any", [1]]], "css": STYLE, "latexPre": "", "latexPost": "",
        "tmpls": [{
            "name": "Card 1", "ord": 0, "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}", "did": null,
            "bqfmt": "", "bafmt": "",
        }],
    })
}
