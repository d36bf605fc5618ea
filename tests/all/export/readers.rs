//! Small readers for the exported formats, based on the published descriptions.

mod sqlite;
mod xml;

use std::collections::BTreeSet;

pub use xml::{kahoot, moodle_xml, qti, unpack, unzip};

/// What a reader found in one item. Fields that the format can't represent are empty.
#[derive(Debug, Default)]
pub struct Seen {
    pub id: String,
    pub title: String,
    pub stem: Vec<String>,
    pub choices: Vec<String>,
    pub right: BTreeSet<String>,
    pub told: Vec<Vec<String>>,
    pub general_feedback: Vec<String>,
    pub tags: Vec<String>,
}

/// Replaces the entities in a text with characters.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let (name, after) = after.split_once(';').expect("an entity ends");
        plain.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            number => {
                let code = number.strip_prefix('#').and_then(|number| number.parse().ok()).expect("a number");
                char::from_u32(code).expect("a character")
            }
        });
        rest = after;
    }
    plain + rest
}

fn lines(html: &str) -> Vec<String> {
    const INLINE: [&str; 6] = ["<b>", "</b>", "<code>", "</code>", "<strong>", "</strong>"];
    let mut lines = Vec::new();
    let ended = html.trim().replace("</pre>", "</p>").replace("<pre>", "<p>");
    for paragraph in ended.split("</p>").filter(|paragraph| !paragraph.is_empty()) {
        let inner = paragraph.trim().strip_prefix("<p>").unwrap_or_else(|| panic!("no paragraph: {paragraph}"));
        for line in inner.split("<br/>") {
            let bare = INLINE.iter().fold(line.to_owned(), |line, tag| line.replace(tag, ""));
            assert!(!bare.contains(['<', '>']), "{bare}");
            lines.push(squeezed(&plain(&bare)));
        }
    }
    lines
}

/// Collapses every run of spaces into one space, as HTML does.
pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the text between the first `from` and the next `to`, together with the rest.
fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<(&'a str, &'a str)> {
    text.split_once(from)?.1.split_once(to)
}

fn inner<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    between(text, from, to).unwrap_or_else(|| panic!("no {from} in {text}")).0
}

/// Reads GIFT, where blank lines separate questions, comments contain the id and the tags, and a backslash escapes the
/// next character.
pub fn gift(bytes: &[u8]) -> Vec<Seen> {
    let text = std::str::from_utf8(bytes).expect("text");
    text.split("\n\n").filter(|part| part.contains("\n::")).map(gift_question).collect()
}

fn gift_question(part: &str) -> Seen {
    let (comment, body) = part.trim().split_once('\n').expect("a comment");
    assert!(comment.starts_with("//"));
    // Escaped characters are moved to a private range of Unicode, so that they aren't mistaken for markup.
    let mut hidden = String::new();
    let mut characters = body.chars();
    while let Some(character) = characters.next() {
        if character == '\\' {
            let mark = characters.next().expect("a mark");
            assert!(r"\:#={}~".contains(mark), "{mark}");
            hidden.push(char::from_u32(0xF_0000 + u32::from(mark)).expect("private"));
        } else {
            hidden.push(character);
        }
    }
    let shown = |text: &str| -> String {
        let back = |character: char| match u32::from(character).checked_sub(0xF_0000) {
            Some(mark) if mark < 128 => char::from_u32(mark).expect("a mark"),
            _ => character,
        };
        text.trim().chars().map(back).collect()
    };
    let html = |text: &str| lines(shown(text).strip_prefix("[html]").expect("a format"));
    let (title, rest) = hidden.strip_prefix("::").and_then(|rest| rest.split_once("::")).expect("a title");
    let (stem, answers) = rest.split_once('{').expect("answers");
    let (answers, after) = answers.split_once('}').expect("an end");
    assert!(after.trim().is_empty() && !answers.contains(['{', ':']), "{body}");
    let (answers, general) = answers.split_once("####").expect("feedback");
    assert!(!general.contains(['=', '~', '#']), "{general}");
    let mut seen = Seen {
        id: inner(comment, "[id:", "]").to_owned(),
        title: shown(title),
        stem: html(stem),
        tags: comment.split("[tag:").skip(1).map(|tag| tag.split(']').next().expect("an end").to_owned()).collect(),
        general_feedback: html(general),
        ..Seen::default()
    };
    for answer in answers.split_inclusive(['=', '~']).collect::<Vec<_>>().windows(2) {
        let (text, told) = answer[1].trim_end_matches(['=', '~']).split_once('#').expect("feedback");
        assert!(!told.contains('#'));
        let text = plain(&shown(text));
        if answer[0].ends_with('=') {
            seen.right.insert(text.clone());
        }
        seen.choices.push(text);
        seen.told.push(html(told));
    }
    seen
}

/// Reads a line of Markdown as plain text. A backslash escapes the next character.
fn markdown(line: &str) -> String {
    let mut shown = String::new();
    let mut characters = line.trim().chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                let mark = characters.next().expect("a mark");
                assert!(mark.is_ascii_punctuation());
                shown.push(mark);
            }
            '`' | '*' | '_' | '[' | ']' | '{' | '}' | '$' | '"' | '\'' | '<' | '>' | '|' => {
                panic!("bare {character}: {line}")
            }
            other => shown.push(other),
        }
    }
    assert!(
        !line.contains("--") && !line.contains("..") && !line.trim().starts_with(['#', '+', '~', '=', ':']),
        "{line}"
    );
    plain(&shown)
}

pub fn text2qti(bytes: &[u8]) -> Vec<Seen> {
    let text = std::str::from_utf8(bytes).expect("text");
    text.split("\n% ").skip(1).map(text2qti_question).collect()
}

fn text2qti_question(part: &str) -> Seen {
    let mut rows = part.lines();
    let mut comment = rows.next().expect("a comment").split(' ');
    let title = rows.next().and_then(|row| row.strip_prefix("Title: ")).expect("a title").to_owned();
    assert_eq!(rows.next(), Some("Points: 1"));
    let mut seen = Seen { id: comment.next().expect("an id").to_owned(), title, ..Seen::default() };
    seen.tags = comment.map(str::to_owned).collect();
    let mut list = Vec::new();
    for row in rows.filter(|row| !row.is_empty()) {
        let (star, bare) = row.strip_prefix('*').map_or((false, row), |bare| (true, bare));
        if let Some(lines) = row.trim().strip_prefix("<pre>").and_then(|row| row.strip_suffix("</pre>")) {
            let place = list.last().map_or(0, |(place, _)| *place);
            list.extend(lines.split("<br/>").map(|line| (place, squeezed(&plain(line)))));
        } else if let Some((_, choice)) =
            bare.split_once(") ").filter(|(letter, _)| ["a", "b", "c", "d"].contains(letter))
        {
            let choice = markdown(choice);
            if star {
                seen.right.insert(choice.clone());
            }
            seen.choices.push(choice);
        } else if let Some(told) = row.strip_prefix("... ") {
            list.push((seen.choices.len() + 1, markdown(told)));
        } else if row.starts_with(' ') {
            let place = list.last().map_or(0, |(place, _)| *place);
            let row = row.trim();
            list.push((place, markdown(row.strip_prefix("- ").unwrap_or(row))));
        } else {
            let (number, stem) = row.split_once(". ").expect("a number");
            assert!(number.parse::<usize>().is_ok());
            list.push((0, markdown(stem)));
        }
    }
    let of = |place: usize| list.iter().filter(|(at, _)| *at == place).map(|(_, line)| line.clone()).collect();
    seen.stem = of(0);
    seen.general_feedback = of(1);
    seen.told = (0..seen.choices.len()).map(|place| of(place + 2)).collect();
    seen
}

pub fn anki_tsv(bytes: &[u8]) -> Vec<Seen> {
    let text = std::str::from_utf8(bytes).expect("text");
    let notes = text.lines().filter(|row| !row.starts_with('#'));
    let note = |row: &str| {
        let columns: Vec<&str> = row.split('\t').collect();
        assert!(columns.len() == 5 && !row.contains(['"', '[']), "{row}");
        card(columns[0], columns[2], columns[3], columns[4])
    };
    notes.map(note).collect()
}

pub fn anki_tables(bytes: &[u8]) -> Vec<(&'static str, Vec<Vec<String>>)> {
    let files = unpack(bytes);
    assert_eq!((files.len(), files[0].0.as_str(), files[1].1.as_slice()), (2, "collection.anki2", &b"{}"[..]));
    ["col", "notes", "cards", "revlog", "graves"].map(|table| (table, sqlite::rows(&files[0].1, table))).to_vec()
}

/// Reads an Anki package. Each note must have a card, and the deck of each card must exist.
pub fn anki_apkg(bytes: &[u8]) -> Vec<Seen> {
    let tables = anki_tables(bytes);
    let [(_, col), (_, notes), (_, cards), (_, log), (_, graves)] = tables.as_slice() else { panic!("five tables") };
    assert!(col.len() == 1 && notes.len() == cards.len() && log.is_empty() && graves.is_empty());
    let decks: serde_json::Value = serde_json::from_str(&col[0][10]).expect("JSON");
    let types: serde_json::Value = serde_json::from_str(&col[0][9]).expect("JSON");
    let pairs = notes.iter().zip(cards);
    pairs
        .map(|(note, own)| {
            assert!(decks[&own[2]]["name"].as_str().expect("a deck").starts_with("airside::"), "{own:?}");
            assert_eq!(types[&note[2]]["flds"].as_array().expect("fields").len(), 3);
            let fields: Vec<&str> = note[6].split('\u{1f}').collect();
            assert_eq!((fields.len(), format!("airside.{}", fields[0])), (3, note[1].clone()));
            card(&note[1], fields[1], fields[2], note[5].trim())
        })
        .collect()
}

/// Reads a card. The choices follow the question, and the back names the correct ones.
fn card(guid: &str, front: &str, back: &str, tags: &str) -> Seen {
    let mut stem = lines(front);
    let title = stem.remove(0);
    let general_feedback = lines(back);
    let behind_letter = |line: &String| {
        let (letter, choice) = line.split_once(") ")?;
        ["a", "b", "c", "d"].contains(&letter).then(|| choice.to_owned())
    };
    let mut choices: Vec<String> = stem.iter().rev().map_while(behind_letter).collect();
    choices.reverse();
    stem.truncate(stem.len() - choices.len());
    let names = [
        ("401", "401 Unauthorized"),
        ("403", "403 Forbidden"),
        ("neither", "Neither"),
        ("it conforms to the specification", "It conforms"),
        ("the server sends the wrong code", "Wrong code"),
        ("the code is right, but WWW-Authenticate is missing or malformed", "WWW-Authenticate missing or malformed"),
        ("arguable: the specification allows it", "Arguable"),
    ];
    let (code, others) = general_feedback[0].split_once(". Also conforming: ").unwrap_or((&general_feedback[0], ""));
    let stands = |name: &str| code.starts_with(&format!("The answer: {name}")) || others.contains(name);
    let also = |text: &str| others.contains(text);
    let own = choices.iter().filter(|own| code == format!("The answer: \"{}\".", own.trim_end_matches('.')));
    let by_word = names.iter().filter(|(name, text)| stands(name) || also(text)).map(|(_, text)| (*text).to_owned());
    Seen {
        id: guid.strip_prefix("airside.").expect("a GUID").to_owned(),
        title,
        stem,
        right: own.cloned().chain(by_word).collect(),
        choices,
        general_feedback,
        tags: tags.split(' ').map(|tag| tag.replacen("airside::", "", 1).replacen("::", ":", 1)).collect(),
        ..Seen::default()
    }
}
