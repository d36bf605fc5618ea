//! Tests files that went through Windows, an old Mac, e-mail or an editor.
//!
//! If a command refuses a file, the message must say what kind of file it is and how to save it as UTF-8.

use std::fs;
use std::path::Path;

use crate::cli::{err, out, run_in};

/// How a file was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Saved {
    Utf8,
    WithMark,
    WindowsLines,
    OldMacLines,
    BlankLines,
    NoLastLineBreak,
    /// With the character that marks the end of a text file in DOS.
    DosEnd,
    /// With two byte order marks, added by two programs.
    WithTwoMarks,
    Utf16 {
        little: bool,
        mark: bool,
    },
    Utf32 {
        mark: bool,
    },
    Windows1252,
    MacRoman,
    /// With two bytes of GB18030 instead of the letter `é`.
    Gb18030,
    ShiftJis,
    Overlong,
    /// With zero bytes at the end, as after a power failure.
    ZeroTail,
}

const ACCEPTED: [Saved; 12] = [
    Saved::Utf8,
    Saved::WithMark,
    Saved::WindowsLines,
    Saved::OldMacLines,
    Saved::BlankLines,
    Saved::NoLastLineBreak,
    Saved::DosEnd,
    Saved::WithTwoMarks,
    Saved::Utf16 { little: true, mark: true },
    Saved::Utf16 { little: false, mark: true },
    Saved::Utf16 { little: true, mark: false },
    Saved::Utf16 { little: false, mark: false },
];

const REFUSED: [Saved; 7] = [
    Saved::Utf32 { mark: true },
    Saved::Utf32 { mark: false },
    Saved::Windows1252,
    Saved::MacRoman,
    Saved::Gb18030,
    Saved::ShiftJis,
    Saved::Overlong,
];

impl Saved {
    fn bytes(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.into(),
            Self::WithMark => format!("\u{feff}{text}").into(),
            Self::WindowsLines => text.replace('\n', "\r\n").into(),
            Self::OldMacLines => text.replace('\n', "\r").into(),
            Self::BlankLines => format!("{text}\r\n \n\n\n").into(),
            Self::NoLastLineBreak => text.trim_end().into(),
            Self::DosEnd => format!("{}\r\n\u{1a}\r\n", text.replace('\n', "\r\n")).into(),
            Self::WithTwoMarks => format!("\u{feff}\u{feff}{text}").into(),
            Self::Utf16 { little, mark } => {
                let text = if mark { format!("\u{feff}{text}") } else { text.to_owned() };
                text.encode_utf16()
                    .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
                    .collect()
            }
            Self::Utf32 { mark } => {
                let text = if mark { format!("\u{feff}{text}") } else { text.to_owned() };
                text.chars().flat_map(|one| u32::from(one).to_le_bytes()).collect()
            }
            Self::Windows1252 => text.chars().map(|one| u8::try_from(one).expect("in Latin 1")).collect(),
            Self::MacRoman => replaced(text, b"\x8e"),
            Self::Gb18030 => replaced(text, b"\xa8\xa6"),
            Self::ShiftJis => replaced(text, b"\x83\x6a"),
            Self::ZeroTail => [text.as_bytes(), &[0; 300]].concat(),
            Self::Overlong => {
                let bytes = text.bytes().flat_map(|byte| if byte == b'e' { vec![0xc1, 0xa5] } else { vec![byte] });
                bytes.collect()
            }
        }
    }
}

/// Returns the text with the given bytes in place of each `é`.
fn replaced(text: &str, bytes: &[u8]) -> Vec<u8> {
    text.split('é').map(str::as_bytes).collect::<Vec<_>>().join(bytes)
}

/// A command that reads a file, with a text for the file that contains `é`.
struct Reader<'a> {
    name: &'a str,
    text: String,
    file: &'a str,
    command: &'a [&'a str],
}

fn pack_text() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs/valid/twins.json");
    let text = fs::read_to_string(path).expect("a pack").replace('\r', "");
    text.replace("\"The eight kinds of case\"", "\"Café\"").replace("The north lounge", "The café")
}

fn exam_text(home: &Path) -> String {
    let file = home.join("exam.jsonl");
    let name = file.to_str().expect("text");
    let exam = ["exam", "--form", "A", "--seat", "07", "--out", name];
    let output = run_in(home, &exam, "401 c\nnext\nhand in\nhand in\n");
    assert!(out(&output).contains("Handed in"), "{}{}", out(&output), err(&output));
    let text = fs::read_to_string(&file).expect("there");
    fs::remove_file(file).expect("there");
    text
}

fn votes_text(home: &Path) -> String {
    let file = home.join("votes.jsonl");
    let present = ["class", "present", "--plain", "--seed", "1", "--session", file.to_str().expect("text")];
    let output = run_in(home, &present, "\n3 9\nquit\n");
    let text = fs::read_to_string(&file).unwrap_or_else(|_| panic!("{}{}", out(&output), err(&output)));
    fs::remove_file(file).expect("there");
    text.replace("one of each kind of case", "café")
}

fn journal_text(home: &Path) -> String {
    run_in(home, &["learn", "--seed", "1"], "401 c\nquit\n");
    let path = home.join("state/journal.jsonl");
    let text = fs::read_to_string(&path).expect("a journal");
    fs::remove_file(path).expect("there");
    text
}

fn readers(home: &Path) -> Vec<Reader<'static>> {
    let gift = "// Café\n\n::Café:: Nobody has shown a badge at the café. {=401 ~403}\n";
    let csv = "title,story,findings,answer,right,wrong\nCafé,A locked door.,Key: none,401,No key.,No.\n";
    let words = r#"{ "format": 1, "language": "fr", "interface": { "Goodbye.": "Adieu, café." } }"#;
    let words = words.replace("Goodbye.", "You stopped.");
    let catalogue = airside::i18n::file::catalogue::catalogue();
    let english = catalogue
        .iter()
        .find(|sentence| sentence.split(' ').all(|word| !word.is_empty() && word.chars().all(char::is_alphabetic)))
        .expect("a sentence");
    let words = words.replace("You stopped.", english);
    let exchange =
        "GET /café HTTP/1.1\nHost: a\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"café\"\n\n";
    let har = r#"{ "log": { "entries": [ { "request": { "method": "GET", "url": "https://a/", "headers": [] },
        "response": { "status": 401, "statusText": "é", "headers": [ { "name": "WWW-Authenticate", "value": "Basic realm=\"é\"" } ] } } ] } }"#;
    let reader = |name, text: &str, file, command| Reader { name, text: text.to_owned(), file, command };
    vec![
        reader(
            "settings",
            "{ \"format\": 1,\n \"keys\": { \"skip\": [\"é\"] } }\n",
            "config/settings.json",
            &["learn", "--seed", "1"],
        ),
        reader("translation", &words, "fr.json", &["reference", "--lang", "fr.json"]),
        reader("pack", &pack_text(), "small.json", &["pack", "stats", "small.json"]),
        reader("the user's packs", &pack_text(), "data/packs/small.json", &["show", "x-missing-lounge-airport"]),
        reader("CSV", csv, "q.csv", &["import", "csv", "q.csv"]),
        reader("GIFT", gift, "q.gift", &["import", "gift", "q.gift"]),
        reader(
            "roster",
            "seat,login,name\n07,jose,José\n",
            "seats.csv",
            &["class", "report", "exams", "--roster", "seats.csv", "--gradebook", "canvas"],
        ),
        reader("exam", &exam_text(home), "exam.jsonl", &["class", "report", "exam.jsonl", "--json"]),
        reader("votes", &votes_text(home), "votes.jsonl", &["class", "notes", "--plain", "--session", "votes.jsonl"]),
        reader("an exchange", exchange, "x.txt", &["inspect", "x.txt"]),
        reader("HAR", har, "x.har", &["inspect", "x.har"]),
        reader(
            "journal to merge",
            &journal_text(home),
            "other.jsonl",
            &["log", "merge", "other.jsonl", "--state-dir", "fresh"],
        ),
        reader("journal", &journal_text(home), "state/journal.jsonl", &["stats", "--json"]),
    ]
}

/// Returns the exit code, the output and the messages.
fn read(home: &Path, reader: &Reader<'_>, saved: Saved) -> (Option<i32>, String, String) {
    let path = home.join(reader.file);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(&path, saved.bytes(&reader.text)).expect("written");
    let _ = fs::remove_dir_all(home.join("fresh"));
    let _ = fs::remove_dir_all(home.join("state")).and_then(|()| fs::create_dir_all(home.join("state")));
    if reader.file.starts_with("state/") {
        fs::write(&path, saved.bytes(&reader.text)).expect("written");
    }
    let mut command = crate::cli::airside(home);
    command.current_dir(home).args(reader.command).stdin(std::process::Stdio::null());
    let output = command.output().expect("runs");
    fs::remove_file(&path).expect("there");
    (output.status.code(), out(&output), err(&output))
}

#[test]
fn every_reader_takes_every_encoding_or_says_what_it_is() {
    let home = tempfile::tempdir().expect("a folder");
    let home = home.path();
    let readers = readers(home);
    fs::create_dir_all(home.join("exams")).expect("made");
    fs::write(home.join("exams/07.jsonl"), exam_text(home)).expect("written");
    for reader in &readers {
        let name = reader.name;
        let expected = read(home, reader, Saved::Utf8);
        assert!(!expected.2.contains("can't") && !expected.1.is_empty(), "{name}: {expected:?}");
        for saved in ACCEPTED {
            assert_eq!(read(home, reader, saved), expected, "{name}, {saved:?}");
        }
        let (code, said, error) = read(home, reader, Saved::ZeroTail);
        // In a journal or an exam, the last line is reported as damaged, but all other lines count.
        let is_log = Path::new(reader.file).extension() == Some("jsonl".as_ref());
        assert!(is_log && code == expected.0 || (code, said, error) == expected, "{name} with zero bytes at the end");
        for saved in REFUSED {
            let (code, said, error) = read(home, reader, saved);
            let all = format!("{said}{error}").replace('\n', " ");
            let tolerates = match name {
                // An exchange may contain any bytes, because everything important in an exchange is ASCII. In a
                // journal, an unreadable line is reported, and the other lines count.
                "an exchange" | "HAR" | "journal" | "journal to merge" => !matches!(saved, Saved::Utf32 { .. }),
                _ => false,
            };
            let advice = match saved {
                Saved::Utf32 { .. } => "UTF-32",
                // An accented letter that isn't part of a word could also come from another encoding.
                Saved::Windows1252 if ["fé", "sé"].iter().any(|part| reader.text.contains(part)) => "Windows-1252",
                _ => "Its encoding is unknown",
            };
            // A conversion from the wrong encoding would silently change letters.
            assert!(advice != "Its encoding is unknown" || !all.contains("iconv"), "{name}, {saved:?}: {all}");
            let refused = all.contains(advice) && all.contains("Save it as UTF-8");
            let damaged = all.contains("damage") || all.contains("could not be read") || all.contains("can't be read");
            if saved.bytes(&reader.text) == reader.text.as_bytes() {
                assert_eq!((code, said, error), expected, "{name} is ASCII alone");
                continue;
            }
            let same = code == expected.0;
            assert!(refused || tolerates && (same || damaged || code != Some(0)), "{name}, {saved:?}: {code:?} {all}");
        }
    }
}

#[test]
fn a_journal_or_an_exam_in_another_encoding_is_read_and_never_mixed() {
    let home = tempfile::tempdir().expect("a folder");
    let home = home.path();
    let journal = journal_text(home);
    let path = home.join("state/journal.jsonl");
    for saved in ACCEPTED {
        let before = saved.bytes(&journal);
        fs::write(&path, &before).expect("written");
        let output = run_in(home, &["learn", "--seed", "2"], "403 c\nquit\n");
        let said = out(&output).replace('\n', " ");
        let after = fs::read(&path).expect("there");
        assert!(after.starts_with(&before), "{saved:?}: nothing is changed");
        assert!(said.contains("of 2 answers are correct"), "{saved:?}: the old answer counts: {said}");
        let kept = after.len() > before.len();
        assert_eq!(kept, said.contains("Every answer is saved."), "{saved:?}: {said}");
        assert!(kept || said.contains("Save it as UTF-8") || said.contains("old Macs"), "{saved:?}: {said}");
        let utf8 = !matches!(saved, Saved::Utf16 { .. } | Saved::OldMacLines);
        assert_eq!(kept, utf8, "{saved:?}");
        let stats = out(&run_in(home, &["stats", "--json"], ""));
        assert!(stats.contains(&format!("\"answered\": {}", if kept { 2 } else { 1 })), "{saved:?}: {stats}");
    }
}

#[test]
fn merging_nothing_fails() {
    let home = tempfile::tempdir().expect("a folder");
    for (text, words) in [("", "no event"), ("\r\n\r\n", "no event"), ("not a journal\n", "Damaged and skipped")] {
        let file = home.path().join("other.jsonl");
        fs::write(&file, text).expect("written");
        let output = run_in(home.path(), &["log", "merge", file.to_str().expect("text")], "");
        assert_eq!(output.status.code(), Some(1), "{text:?}");
        assert!(format!("{}{}", out(&output), err(&output)).contains(words), "{}", err(&output));
    }
}

#[test]
fn a_workbook_is_called_one() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("seats.xlsx");
    for first in ["[Content_Types].xml", "_rels/.rels", "mimetypeapplication/vnd.oasis", "xl/worksheets/sheet1.xml"] {
        fs::write(&file, zip(first)).expect("written");
        let output = run_in(home.path(), &["import", "csv", file.to_str().expect("text")], "");
        assert!(
            err(&output).contains("It is a spreadsheet or another office document. Save it as CSV"),
            "{}",
            err(&output)
        );
    }
}

fn zip(first: &str) -> Vec<u8> {
    [b"PK\x03\x04\x14\0", &[0; 24][..], first.as_bytes()].concat()
}

#[test]
fn an_archive_of_exams_is_to_be_unpacked_and_nobody_is_accused() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("results");
    fs::create_dir(&folder).expect("made");
    let exam = folder.join("07.jsonl").display().to_string();
    let line = ["exam", "--plain", "--form", "A", "--seat", "07", "--out", &exam];
    assert!(run_in(home.path(), &line, "401 c\nhand in\nhand in\n").status.success());
    let text = fs::read(&exam).expect("there");
    // A stored ZIP archive and a tar archive contain the lines of the exam as they are.
    let mut tar = vec![0; 512];
    tar[..8].copy_from_slice(b"07.jsonl");
    tar[257..262].copy_from_slice(b"ustar");
    for (name, start) in [
        ("sub.zip", zip("07.jsonl")),
        ("empty.zip", b"PK\x05\x06".to_vec()),
        ("sub.tar", tar),
        ("sub.7z", b"7z\xbc\xaf\x27\x1c".to_vec()),
        ("sub.rar", b"Rar!\x1a\x07".to_vec()),
        ("sub.tgz", b"\x1f\x8b\x08\0".to_vec()),
        ("sub.zst", b"\x28\xb5\x2f\xfd".to_vec()),
    ] {
        let archive = folder.join(name);
        fs::write(&archive, [&start[..], &text].concat()).expect("written");
        let folder = folder.to_str().expect("text");
        for line in [&["class", "report", folder][..], &["class", "watch", folder, "--once"]] {
            let words = out(&run_in(home.path(), line, "")).split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(
                words.contains("It is an archive or a compressed file. Unpack it first"),
                "{name} {line:?}: {words}"
            );
            assert!(!words.contains("was changed"), "{name} {line:?}: {words}");
        }
        let german = out(&run_in(home.path(), &["--lang", "de", "class", "report", folder], ""));
        assert!(german.contains("Entpacke") && !german.contains("Unpack"), "{german}");
        fs::remove_file(archive).expect("there");
    }
}

#[test]
fn files_of_other_programs_are_never_taken_for_text() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("seats.csv");
    for (bytes, words) in [
        (&b"%PDF-1.4\n%\xe2\xe3"[..], "It is a document from another program."),
        (b"{\\rtf1\\ansi title,story}", "It is a document from another program."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "It is a document from another program."),
        (b"\x1f\x8b\x08\0\0", "It is an archive or a compressed file. Unpack it first"),
        (b"\xfd7zXZ\0", "It is an archive or a compressed file. Unpack it first"),
    ] {
        fs::write(&file, bytes).expect("written");
        for command in [&["import", "csv"][..], &["import", "gift"], &["check"], &["log", "merge"]] {
            let output = run_in(home.path(), &[command, &[file.to_str().expect("text")]].concat(), "");
            let said = format!("{}{}", out(&output), err(&output)).replace('\n', " ");
            assert!(output.status.code() == Some(1) && said.contains(words), "{command:?}: {said}");
        }
    }
}
