//! Finds texts that aren't translated, with a translation in which every text has marks around it.

use std::fs;
use std::path::Path;

use airside::class::export::FORMATS;
use airside::i18n::copied;
use airside::i18n::file::SHIPPED;
use airside::i18n::file::catalogue::catalogue;
use serde_json::{Value, json};

use super::super::cli::{err, out, run_in};
use super::{empty_form, foreign_pack, root, untouched, warnings, without_quotations};

struct Shower<'a> {
    home: &'a Path,
    language: &'a Path,
    /// The pack to use, or `None` for the built-in cases.
    pack: Option<&'a Path>,
    shown: Vec<(String, String)>,
}

impl Shower<'_> {
    fn path(&self, name: &str) -> String {
        self.home.join(name).display().to_string()
    }

    fn chosen(&self, more: &[&str]) -> Vec<String> {
        let pack = self.pack.map(|pack| vec!["--pack".to_owned(), pack.display().to_string()]);
        pack.unwrap_or_else(|| words(more))
    }

    fn run(&mut self, parts: &[&[String]], typed: &str) {
        let arguments: Vec<&str> = parts.iter().flat_map(|part| part.iter().map(String::as_str)).collect();
        let lang = ["--lang", self.language.to_str().expect("text")];
        let ran = run_in(self.home, &[&lang[..], &arguments].concat(), typed);
        let shown = (out(&ran) + &err(&ran)).replace(&self.home.display().to_string(), "");
        self.shown.push((arguments.join(" "), shown));
    }

    fn class(&mut self, more: &[&str]) {
        let pack = self.chosen(&[]);
        self.run(&[&words(&[&["class"], more].concat()), &pack], "");
    }

    fn sit(&mut self, seat: &str, questions: &[String], typed: &str) {
        let file = self.path(&format!("exams/{seat}.jsonl"));
        let exam = ["exam", "--plain", "--seat", seat, "--minutes", "20", "--out", &file];
        self.run(&[&words(&exam), questions], typed);
    }

    fn exams_and_reports(&mut self) {
        let folder = self.path("exams");
        fs::create_dir(&folder).expect("made");
        let [a, b] = ["A", "B"].map(|form| self.chosen(&["--form", form]));
        let kinds = self.chosen(&["--kinds", "missing,server,edge,incident", "--count", "30"]);
        self.sit(
            "7",
            &a,
            "401 c\n401\nf\nxx\nback\nlist\nquestion 2\nmore time 5 x\nmore time 5 K7Q\nnext\nhand in\nquit\n",
        );
        self.sit("7", &a, "hand in\nhand in\nreopen\nhand in\nhand in\n");
        self.sit("8", &a, "401 c\n403 g\nquit\n");
        self.sit("9", &kinds, "401 c\nlist\nhand in\nhand in\n");
        for seat in 10..16 {
            self.sit(&seat.to_string(), &b, "401 c\n403 c\n401 c\n401 c\n401 c\n401 c\nhand in\nhand in\n");
        }
        let (roster, one) = (self.path("roster.csv"), self.path("exams/9.jsonl"));
        fs::write(&roster, "seat,login,name\n7,l7,N7\n99,l99,N99\n").expect("written");
        let expected = "form=B,seed=9,minutes=10,count=3,code=K7Q";
        self.class(&["report", &folder, "--roster", &roster]);
        self.class(&["report", &folder, "--html", "--include-open", "--expect", expected]);
        self.class(&["report", &folder, "--gradebook", "moodle"]);
        self.class(&["grade", &one, "--format", "gradescope"]);
        self.class(&["grade", &one, "--format", "github-classroom"]);
        self.run(&[&words(&["class", "watch", &folder, "--plain", "--roster", &roster])], "");
    }

    fn votes(&mut self) {
        let votes = self.path("v.jsonl");
        let pack = self.chosen(&[]);
        let present = words(&["class", "present", "--plain", "--session", &votes]);
        self.run(&[&present, &pack], "\n3 9\n\n8 4\n\nhelp\n9 9 9\n\n3 4\n\nskip\n9 1\n\n\nquit\n");
        self.class(&["notes", "--plain", "--session", &votes]);
        self.run(&[&present, &pack], "back\nskip\nend\n");
        self.class(&["session", "--html", "--session", &votes]);
    }

    fn paper_and_exports(&mut self) {
        for format in ["--markdown", "--html"] {
            self.run(&[&words(&["class", "handout", format])], "");
            let form = self.chosen(&["--form", "A"]);
            self.run(&[&words(&["class", "worksheet", format]), &form], "");
            self.run(&[&words(&["class", "worksheet", "--teacher", format]), &form], "");
        }
        let others = self.chosen(&["--kinds", "edge,server,incident"]);
        self.run(&[&words(&["class", "worksheet", "--markdown", "--teacher"]), &others], "");
        for format in FORMATS {
            let file = self.path(&format!("x.{}", format.extension));
            let pool = self.chosen(&["--pool", "all"]);
            self.run(&[&words(&["export", format.name, "--verbose", "--out", &file]), &pool], "");
            let bytes = fs::read(&file).expect("exported");
            self.shown.push((format.name.to_owned(), String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn shown(home: &Path, language: &Path, pack: Option<&Path>) -> Vec<(String, String)> {
    let mut shower = Shower { home, language, pack, shown: Vec::new() };
    shower.exams_and_reports();
    shower.votes();
    shower.paper_and_exports();
    shower.shown
}

const MARKS: [char; 2] = ['«', '»'];

/// Puts marks around a text, but not around placeholders and words that a translation must keep.
fn marked(text: &str) -> String {
    let mut said = String::new();
    let mut rest = text;
    loop {
        let kept = ["{}", "MUST", "SHOULD", "MAY", "NOT", "RECOMMENDED", "REQUIRED", "OPTIONAL", "SHALL"];
        let is_whole = |place: usize, word: &str| {
            let (before, from) = rest.split_at(place);
            let letters = [before.chars().next_back(), from.split_at(word.len()).1.chars().next()];
            word == "{}" || !letters.into_iter().flatten().any(char::is_alphanumeric)
        };
        let find = |word: &str| rest.match_indices(word).map(|(place, _)| place).find(|place| is_whole(*place, word));
        let next = kept.iter().filter_map(|word| Some((find(word)?, word.len()))).min();
        let (piece, after) = next.map_or((rest, None), |(place, _)| {
            let (piece, after) = rest.split_at(place);
            (piece, Some(after))
        });
        let inner = piece.trim();
        if inner.contains(char::is_alphabetic) {
            let (start, end) = piece.split_once(inner).expect("it is inside");
            said.extend([start, "«", inner, "»", end]);
        } else {
            said.push_str(piece);
        }
        let (Some(after), Some((_, length))) = (after, next) else { return said };
        let (word, behind) = after.split_at(length);
        said.push_str(word);
        rest = behind;
    }
}

fn unmarked(text: &str) -> String {
    let mut depth = 0_usize;
    let mut left = String::new();
    for character in text.chars() {
        match character {
            '«' => depth += 1,
            '»' => {
                depth = depth.saturating_sub(1);
                left.push(' ');
            }
            other if depth == 0 || other == '\n' => left.push(other),
            _ => {}
        }
    }
    left
}

/// Shortens a line of a case to a few marked letters, because a longer line with marks would be too wide. Lines that
/// contain a code stay unchanged.
fn marked_line(text: &str) -> String {
    if ["401", "403"].iter().any(|code| text.contains(code)) {
        return text.to_owned();
    }
    let parts = text.split(|character: char| !character.is_ascii_digit() && !".,".contains(character));
    let numbers = parts.filter(|part| part.bytes().any(|byte| byte.is_ascii_digit()));
    let copied = copied(text).join(" ");
    let copied = if copied.is_empty() { copied } else { format!("«{copied}»") };
    std::iter::once("«Xe»").chain(numbers).chain([copied.as_str()]).collect::<Vec<_>>().join(" ")
}

/// Removes what is the same in every language: tags, attributes, styles, and the names of columns and types.
fn without_markup(name: &str, text: &str) -> String {
    let text = text.replace("<pre>", "\n").replace("</pre>", "\n");
    let text = text.split_once("</style>").map_or(text.as_str(), |(_, page)| page).to_owned();
    let mut plain = String::new();
    let mut rest = text.as_str();
    while let Some((before, tag)) = rest.split_once('<').filter(|_| name.contains("html") || !name.contains(' ')) {
        plain.push_str(before);
        plain.push(' ');
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    plain + rest
}

/// Labels, values and tags that the formats of other systems prescribe, and the names of files.
const OF_FORMATS: &[&str] = &[
    "Quiz", "title", "description", "Shuffle", "answers", "true", "false", "Title", "Points", "kind", "telling",
    "misconception", "moodle", "course", "quot", "exams", "output", "name", "message", "protocol", "anki", "apkg",
    "gift", "kahoot", "servers", "incidents", "edges",
];

/// The longest names come first.
fn names_of_packs_and_products() -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root().join("scenarios")).expect("a folder").flatten() {
        let Ok(text) = fs::read_to_string(entry.path()) else { continue };
        let Ok(pack) = serde_json::from_str::<Value>(&text) else { continue };
        let scenarios = pack["scenarios"].as_array().cloned().unwrap_or_default();
        let found =
            scenarios.iter().flat_map(|scenario| [&scenario["server"]["product"], &scenario["incident"]["project"]]);
        names.extend(found.chain([&pack["title"]]).filter_map(Value::as_str).map(str::to_owned));
    }
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}

/// Removes ids such as `missing-fast-track-airport`.
fn without_ids(text: &str) -> String {
    let is_part = |character: char| character.is_ascii_alphanumeric() || "-.".contains(character);
    let is_id = |word: &str| word.matches('-').count() > 1 && word.chars().all(|one| !one.is_ascii_uppercase());
    let words = text.split_inclusive(|character: char| !is_part(character));
    words.filter(|word| !is_id(word.trim_end_matches(|character: char| !is_part(character)))).collect()
}

#[test]
fn a_translation_of_everything_leaves_no_english_in_exam_votes_paper_reports_and_exports() {
    let home = tempfile::tempdir().expect("a folder");
    let mut words = empty_form();
    words["language"] = json!("x-marks");
    for (english, text) in words["interface"].as_object_mut().expect("sentences") {
        *text = json!(marked(english));
    }
    for texts in words["scenarios"].as_object_mut().expect("scenarios").values_mut() {
        for (pointer, text) in texts.as_object_mut().expect("texts") {
            let english = text.as_str().expect("text");
            *text = json!(if pointer.starts_with("/exchange") { marked_line(english) } else { marked(english) });
        }
    }
    // A label with marks around it would be too wide for the available space.
    for label in ["Entrance", "Security", "guess", "fairly sure", "certain"] {
        words["interface"][label] = json!("«x»");
    }
    let file = home.path().join("marks.json");
    fs::write(&file, words.to_string()).expect("written");
    assert_eq!(warnings(&words.to_string()), Vec::<String>::new());
    let names = names_of_packs_and_products();
    let mut left = Vec::new();
    for (name, text) in shown(home.path(), &file, None) {
        // Archives contain the same texts as plain files, and gradebooks are read by programs.
        if ["qti", "kahoot", "anki-apkg"].contains(&name.as_str()) || name.contains("gradebook") {
            continue;
        }
        // Column names aren't checked. In results, only the fields that a student reads are checked.
        let is_read = |line: &&str| {
            let fields = ["\"output\": ", "\"message\": ", "\"name\": "];
            !line.starts_with('#') && (!name.contains("grade") || fields.iter().any(|field| line.contains(field)))
        };
        let text = text.lines().filter(is_read).collect::<Vec<_>>().join("\n");
        let text = without_ids(&unmarked(&without_quotations(&without_markup(&name, &text))));
        let text = names.iter().fold(text, |text, name| text.replace(name.as_str(), ""));
        // A command that can be copied is the same in every language.
        let is_command = |word: &str| name.contains("class present") && ["class", "present"].contains(&word);
        let words =
            untouched(&text).into_iter().filter(|word| !OF_FORMATS.contains(&word.as_str()) && !is_command(word));
        left.extend(words.map(|word| format!("{name}: {word}")));
    }
    left.sort();
    left.dedup();
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn shipped_translations_leave_no_english_in_exam_votes_paper_reports_and_exports() {
    let home = tempfile::tempdir().expect("a folder");
    let shipped: Vec<Value> = SHIPPED.iter().map(|(_, _, text)| serde_json::from_str(text).expect("JSON")).collect();
    let (tag, mut words) = (SHIPPED[0].0, shipped[0].clone());
    for english in catalogue() {
        // Texts that are missing from any of the files are marked, unless they consist of a placeholder or a code.
        if shipped.iter().any(|words| words["interface"].get(&english).is_none()) {
            words["interface"][&english] = json!(marked(&english));
        }
    }
    let file = home.path().join("marks.json");
    fs::write(&file, words.to_string()).expect("written");
    let pack = home.path().join("xa.json");
    fs::write(&pack, foreign_pack(tag).to_string()).expect("written");
    let mut left = Vec::new();
    for (place, pack) in [None, Some(pack.as_path())].into_iter().enumerate() {
        let folder = home.path().join(place.to_string());
        fs::create_dir(&folder).expect("made");
        for (name, text) in shown(&folder, &file, pack) {
            let texts = text.split(MARKS[0]).skip(1).map(|part| part.split(MARKS[1]).next().unwrap_or_default());
            left.extend(texts.map(|text| format!("{name}: {text}")));
        }
    }
    left.sort();
    left.dedup();
    assert!(left.is_empty(), "no translation may leave this out: {left:#?}");
}
