//! Emulates a terminal that draws some characters wider or narrower than the program expects, and shows what a screen
//! looks like there.

use std::collections::BTreeSet;
use std::thread;
use std::time::{Duration, Instant};

use airside::i18n::file::catalogue::catalogue;
use unicode_width::UnicodeWidthChar;
use vte::{Params, Parser, Perform};

use super::common::mixed_pack;
use super::terminal::{QUERY, Term, new_home};

const PATIENCE: Duration = Duration::from_secs(20);

/// How a terminal draws characters.
#[expect(clippy::struct_excessive_bools, reason = "each habit is independent")]
#[derive(Clone, Copy, Debug, Default)]
struct Habits {
    /// Whether ambiguous characters are two columns wide.
    wide: bool,
    /// Whether the terminal reports its cursor position.
    answers: bool,
    /// Whether an emoji selector makes the preceding character two columns wide.
    selects: bool,
    /// Whether emoji are only one column wide, as on old terminals.
    small_emoji: bool,
}

/// If half of a wide character is overwritten, the other half of the character disappears.
struct Emulator {
    habits: Habits,
    /// The second cell of a wide character is empty.
    cells: Vec<Vec<String>>,
    row: usize,
    column: usize,
    /// Whether the row is full, so that the next character starts a new row.
    is_full: bool,
    answers: String,
}

impl Emulator {
    fn new(rows: usize, columns: usize, habits: Habits) -> Self {
        let cells = vec![vec![" ".to_owned(); columns]; rows];
        Self { habits, cells, row: 0, column: 0, is_full: false, answers: String::new() }
    }

    fn columns(&self) -> usize {
        self.cells[0].len()
    }

    fn text(&self) -> String {
        self.cells.iter().map(|row| row.concat().trim_end().to_owned()).collect::<Vec<_>>().join("\n")
    }

    fn width(&self, letter: char) -> usize {
        let emoji = matches!(letter, '\u{1f000}'..='\u{1ffff}');
        match if self.habits.wide { letter.width_cjk() } else { letter.width() } {
            Some(2) if emoji && self.habits.small_emoji => 1,
            width => width.unwrap_or(0),
        }
    }

    /// Clears a cell, and also the cell with the other half of a wide character.
    fn free(&mut self, column: usize) {
        let row = &mut self.cells[self.row];
        if row[column].is_empty() {
            let lead = (0..column).rev().find(|lead| !row[*lead].is_empty()).unwrap_or(0);
            row[lead..=column].fill(" ".to_owned());
        }
        for behind in row.iter_mut().skip(column + 1).take_while(|cell| cell.is_empty()) {
            " ".clone_into(behind);
        }
        " ".clone_into(&mut row[column]);
    }

    fn erase(&mut self, from: usize, to: usize) {
        self.cells[self.row][from..to].fill(" ".to_owned());
    }
}

impl Perform for Emulator {
    fn print(&mut self, letter: char) {
        let width = self.width(letter);
        if width == 0 {
            let before = self.column.saturating_sub(usize::from(!self.is_full));
            let lead = (0..=before).rev().find(|lead| !self.cells[self.row][*lead].is_empty()).unwrap_or(0);
            self.cells[self.row][lead].push(letter);
            if letter == '\u{fe0f}' && self.habits.selects && lead == before && before + 1 < self.columns() {
                self.free(before + 1);
                self.cells[self.row][before + 1].clear();
                self.column += 1;
            }
            return;
        }
        if self.is_full || self.column + width > self.columns() {
            self.column = 0;
            self.row = (self.row + 1).min(self.cells.len() - 1);
            self.is_full = false;
        }
        for column in self.column..self.column + width {
            self.free(column);
            self.cells[self.row][column].clear();
        }
        self.cells[self.row][self.column] = letter.to_string();
        self.is_full = self.column + width == self.columns();
        self.column = (self.column + width).min(self.columns() - 1);
    }

    fn execute(&mut self, byte: u8) {
        self.is_full = false;
        match byte {
            b'\r' => self.column = 0,
            b'\n' => self.row = (self.row + 1).min(self.cells.len() - 1),
            0x08 => self.column = self.column.saturating_sub(1),
            _ => {}
        }
    }

    fn csi_dispatch(&mut self, params: &Params, intermediates: &[u8], _: bool, action: char) {
        let values: Vec<usize> = params.iter().map(|param| param.first().copied().unwrap_or(0).into()).collect();
        let value = |place: usize| values.get(place).copied().unwrap_or(0);
        if !intermediates.is_empty() {
            return;
        }
        match action {
            'H' => {
                self.row = value(0).max(1).min(self.cells.len()) - 1;
                self.column = value(1).max(1).min(self.columns()) - 1;
                self.is_full = false;
            }
            'J' => self.cells.iter_mut().flatten().for_each(|cell| " ".clone_into(cell)),
            'K' if value(0) == 2 => self.erase(0, self.columns()),
            'K' => self.erase(self.column, self.columns()),
            'n' if self.habits.answers && value(0) == 6 => {
                self.answers = format!("{}\x1b[{};{}R", self.answers, self.row + 1, self.column + 1);
            }
            _ => {}
        }
    }
}

struct Seen {
    term: Term,
    emulator: Emulator,
    parser: Parser,
}

impl Seen {
    fn start(arguments: &[&str], environment: &[(&str, &str)], size: (u16, u16), habits: Habits) -> Self {
        let (rows, columns) = size;
        let environment = [&[QUERY], environment].concat();
        let term = Term::start_at(&new_home(), arguments, &environment, rows, columns);
        let emulator = Emulator::new(rows.into(), columns.into(), habits);
        Self { term, emulator, parser: Parser::new() }
    }

    fn text(&self) -> String {
        self.emulator.text()
    }

    fn until(&mut self, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            let wait = if wanted(&self.text()) {
                Duration::from_millis(150)
            } else {
                end.saturating_duration_since(Instant::now())
            };
            match self.term.bytes.recv_timeout(wait) {
                Ok(bytes) => self.parser.advance(&mut self.emulator, &bytes),
                Err(end) => {
                    assert!(wanted(&self.text()), "{what} did not come ({end}):\n{}", self.text());
                    return self.text();
                }
            }
            let answers = std::mem::take(&mut self.emulator.answers);
            if !answers.is_empty() {
                self.term.send(&answers);
            }
        }
    }

    fn wait_for(&mut self, words: &str) -> String {
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.until(words, |text| plain(text).contains(words))
    }

    fn press(&mut self, keys: &str, words: &str) -> String {
        self.term.send(keys);
        self.wait_for(words)
    }
}

impl Drop for Seen {
    fn drop(&mut self) {
        let _ = self.term.child.kill();
    }
}

/// Returns terminals that draw in different ways, each with its environment variables. If a terminal doesn't report its
/// cursor position, a variable may have to tell the program how the terminal draws.
fn terminals() -> Vec<(Habits, &'static [(&'static str, &'static str)])> {
    let usual = Habits { answers: true, ..Habits::default() };
    let mute = Habits::default();
    vec![
        (usual, &[]),
        (mute, &[]),
        (Habits { selects: true, ..usual }, &[]),
        (Habits { small_emoji: true, ..usual }, &[]),
        (Habits { wide: true, ..usual }, &[]),
        (Habits { wide: true, selects: true, small_emoji: true, ..usual }, &[]),
        (Habits { wide: true, ..mute }, &[("AIRSIDE_WIDE", "1")]),
    ]
}

/// A mixture of emoji with selectors, keycaps, flags, letters with combining marks, East Asian text, ambiguous
/// characters and skin tones.
const MIXED: &str = "✈️ ☁️ 1️⃣ 🛂 🇩🇪 👍🏽 e\u{301}o\u{308}u\u{323} ①② ±½ ΩяЖ “ok” ★☆ … — 東京 한국 ｱｲ ❤️ ☺️ end";

/// Splits text into words, leaving out emoji selectors, skin tones and borders.
fn pieces(text: &str) -> Vec<String> {
    let text = text.replace(['\u{fe0f}', '\u{1f3fd}'], "").replace(['│', '|'], " ");
    text.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn no_letter_of_a_pack_is_lost_on_any_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = mixed_pack(folder.path(), MIXED);
    let check = |size, habits, environment| {
        let mut seen = Seen::start(&["learn", "--pack", &file], environment, size, habits);
        let question = seen.wait_for("certain");
        let ruling = seen.press("1c", "certain.");
        for (screen, least) in [(question, 4), (ruling, 2)] {
            let found = pieces(&screen);
            for piece in pieces(MIXED) {
                let count = found.iter().filter(|one| **one == piece).count();
                assert!(count >= least, "{habits:?} {size:?}: {piece} is there {count} times\n{screen}");
            }
        }
    };
    thread::scope(|scope| {
        for (habits, environment) in terminals() {
            for size in [(40, 120), (40, 70)] {
                scope.spawn(move || check(size, habits, environment));
            }
        }
    });
}

const WALK: &[(&str, &str)] = &[
    ("", "1 of 12"),
    ("1", "1 of 12"),
    ("c", "You said"),
    ("d", "enter"),
    ("\x1b[F", "RFC 9110"),
    ("?", "On this screen"),
    ("q", "enter"),
    ("q", "q quit"),
    ("\x1b[A\x1b[A", "Your progress"),
    ("\r", "answers so far"),
    ("q", "q quit"),
    ("\x1b[B\r", "change"),
    ("\x1b[C", "change"),
    ("q", "q quit"),
    ("/stale", "entries found"),
];

fn words(text: &str) -> Vec<String> {
    let is_letter = |one: char| one.is_alphanumeric() || "'’-_/.:".contains(one);
    let words = text.split(|one| !is_letter(one)).map(|word| word.trim_matches('-'));
    let words = words.filter(|word| word.chars().count() > 1);
    words.filter(|word| word.contains(char::is_alphanumeric)).map(str::to_owned).collect()
}

/// Returns the words that may be on the screen after each step of [`WALK`]: words from the catalogue, and words that
/// have appeared so far in a window in which nothing is cut off.
fn known_words(columns: u16) -> Vec<BTreeSet<String>> {
    let habits = Habits { answers: true, ..Habits::default() };
    let mut whole = Seen::start(&["learn", "--seed", "1"], &[], (60, columns), habits);
    let mut known: BTreeSet<String> = catalogue().iter().flat_map(|sentence| words(sentence)).collect();
    known.extend(["pgdn", "pgup"].map(str::to_owned));
    let step = |(keys, wanted): &(&str, &str)| {
        known.extend(words(&whole.press(keys, wanted)));
        known.clone()
    };
    WALK.iter().map(step).collect()
}

#[test]
fn no_word_of_the_program_is_lost_on_any_terminal() {
    let check = |size, habits, environment, known: &[BTreeSet<String>]| {
        let mut seen = Seen::start(&["learn", "--seed", "1"], environment, size, habits);
        for ((keys, wanted), known) in WALK.iter().zip(known) {
            let screen = seen.press(keys, wanted);
            let odd: Vec<String> = words(&screen).into_iter().filter(|word| !known.contains(word)).collect();
            assert!(odd.is_empty(), "{habits:?} {size:?} {keys:?}: {odd:?}\n{screen}");
        }
    };
    // Every step waits until the screen stays the same for a moment, so the terminals are tested in parallel.
    thread::scope(|scope| {
        for size in [(24, 80), (40, 120), (20, 60)] {
            scope.spawn(move || {
                let known = &known_words(size.1);
                thread::scope(|scope| {
                    for (habits, environment) in terminals() {
                        scope.spawn(move || check(size, habits, environment, known));
                    }
                });
            });
        }
    });
}
