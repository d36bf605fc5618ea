//! Contains what several tests share: small libraries, random numbers and window sizes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use airside::encoding::FormatNumber;
use airside::round::spec::RoundSpec;
use airside::round::{Confidence, Input, QuestionType};
use airside::ruling::{FactName, Facts, Verdict};
use airside::scenario::library::Library;
use airside::scenario::{Evidence, Exchange, Explanation, Hints, Kind, Pack, Pool, Scenario, Telling};
use airside::study::{Begin, Opening, Study};
use crossterm::event::KeyCode;
use proptest::prelude::*;

pub fn scenario(id: &str, credentials: &str) -> Scenario {
    let facts =
        Facts::default().with("credentials", credentials).expect("known").with("permission", "owner").expect("known");
    let text = |what: &str| format!("{what} of {id}");
    Scenario {
        id: id.to_owned(),
        title: text("title"),
        kind: if credentials == "valid" { Kind::NotOwner } else { Kind::Expired },
        telling: Telling::Airport,
        situation: None,
        pool: Pool::Practice,
        facts,
        answer: if credentials == "valid" { Verdict::Forbidden } else { Verdict::Unauthorized },
        editorial: None,
        story: text("story"),
        exchange: Exchange {
            request: vec![text("request")],
            findings: vec![text("finding")],
            returned: Vec::new(),
            response: vec![text("response")],
        },
        evidence: Evidence { line: 2, fact: FactName::Credentials, text: text("evidence") },
        asks: None,
        server: None,
        incident: None,
        hints: Hints { fact: text("first hint"), rule: text("second hint") },
        explanation: Explanation { why: text("right"), why_not: text("wrong") },
        options: BTreeMap::new(),
        misconceptions: BTreeMap::new(),
        article: Some(text("article")),
        citations: vec!["RFC 9110 section 11.4 paragraph 3".to_owned()],
        misconception: None,
        twin: None,
        teacher: text("teacher"),
        provenance: None,
    }
}

pub fn library() -> Library {
    Library::new([pack()])
}

pub fn pack() -> Pack {
    let scenarios =
        vec![scenario("a", "expired"), scenario("b", "valid"), scenario("c", "expired"), scenario("d", "valid")];
    Pack {
        format: FormatNumber,
        id: "small".to_owned(),
        title: "Small".to_owned(),
        version: "1.0.0".to_owned(),
        language: "en".to_owned(),
        licence: "MIT".to_owned(),
        authors: vec!["A. Teacher".to_owned()],
        scenarios,
    }
}

/// Returns a course with the scenarios of [`library`], always in the same order. The course saves nothing.
pub fn study() -> Study {
    Study::open(Opening {
        library: library(),
        state_folder: None,
        begin: Begin::Round(RoundSpec::default()),
        clock: || 0,
    })
}

/// Returns the built-in scenarios for which `wanted` is true. The packs are parsed once for all tests.
pub fn built_in(wanted: impl Fn(&Scenario) -> bool) -> Library {
    static PACKS: LazyLock<Library> = LazyLock::new(|| Library::open(None, &[]));
    Library::new(PACKS.packs().iter().map(|pack| {
        let scenarios = pack.scenarios.iter().filter(|scenario| wanted(scenario)).cloned().collect();
        let Pack { format, id, title, version, language, licence, authors, .. } = pack.clone();
        Pack { format, id, title, version, language, licence, authors, scenarios }
    }))
}

/// A small random number generator (xorshift).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound.max(1)
    }

    /// Creates a generator whose numbers depend on the environment variable `SEED`.
    pub fn from_environment() -> Self {
        Self(number("SEED", 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }
}

pub fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// Draws a screen at many window sizes: the smallest sizes, small sizes, a grid of the widths and heights at which the
/// layout changes, and random sizes. All screens share one layout, and below 40 by 12 every screen shows the same
/// sentence. Each screen is therefore drawn at only a fifth of the small sizes and half of the grid. Together, the
/// screens cover all sizes.
pub fn at_sizes(name: &str, mut draw: impl FnMut(u16, u16)) {
    const COLUMNS: [u16; 12] = [44, 50, 59, 60, 61, 79, 80, 99, 100, 119, 120, 160];
    const ROWS: [u16; 10] = [12, 13, 14, 15, 16, 19, 20, 24, 30, 44];
    let share = name.bytes().map(usize::from).sum::<usize>();
    let small = (0..=42).flat_map(|columns| (0..=13).map(move |rows| (columns, rows)));
    let (edges, small): (Vec<_>, Vec<_>) = small
        .partition(|(columns, rows)| columns.min(rows) < &2 || (38..=42).contains(columns) && (11..=13).contains(rows));
    let grid: Vec<_> = COLUMNS.iter().flat_map(|columns| ROWS.map(|rows| (*columns, rows))).collect();
    let some = small.into_iter().skip(share % 5).step_by(5).chain(grid.into_iter().skip(share % 2).step_by(2));
    let mut random = Random::from_environment();
    random.0 ^= share as u64;
    let mut between = |low: u16, high: u16| low + u16::try_from(random.below(u64::from(high - low))).expect("small");
    let random: Vec<(u16, u16)> = (0..20).map(|_| (between(40, 220), between(12, 70))).collect();
    for (columns, rows) in edges.into_iter().chain(some).chain(random) {
        let _named = NamedOnPanic(name, columns, rows);
        draw(columns, rows);
    }
}

/// Returns the positions at which to cut a file: around both ends, around each line break, and at 100 random places.
/// More positions aren't needed, because every cut inside a line leaves the same kind of incomplete line.
pub fn cuts(bytes: &[u8]) -> BTreeSet<usize> {
    let breaks = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(place, _)| place);
    let near = [0, bytes.len()].into_iter().chain(breaks);
    let near = near.flat_map(|place| place.saturating_sub(3)..=(place + 3).min(bytes.len()));
    let mut random = Random::from_environment();
    let random = (0..100).map(|_| usize::try_from(random.below(bytes.len() as u64 + 1)).expect("small"));
    near.chain(random.collect::<Vec<_>>()).collect()
}

/// If drawing panics, prints the name of the screen and the size of the window.
struct NamedOnPanic<'a>(&'a str, u16, u16);

impl Drop for NamedOnPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("{} at {} columns by {} rows", self.0, self.1, self.2);
        }
    }
}

pub fn form_spec(form: Pool, seed: u64, count: Option<usize>) -> RoundSpec {
    RoundSpec { pools: vec![form], seed, count, ..RoundSpec::default() }
}

/// Generates any input, whether or not the round allows it.
pub fn input() -> impl Strategy<Value = Input> {
    prop_oneof![
        4 => prop::sample::select(QuestionType::CodeOrNeither.answers()).prop_map(Input::Choose),
        4 => prop::sample::select(&Confidence::ALL[..]).prop_map(Input::Commit),
        3 => Just(Input::Next),
        2 => (0..4_usize).prop_map(Input::Mark),
        1 => Just(Input::Undo),
        1 => Just(Input::Hint),
        1 => Just(Input::Reveal),
        1 => Just(Input::Skip),
        1 => Just(Input::Back),
    ]
}

/// The keys on a keyboard that don't type a character.
pub const NAMED_KEYS: [KeyCode; 17] = [
    KeyCode::Left,
    KeyCode::Right,
    KeyCode::Up,
    KeyCode::Down,
    KeyCode::Home,
    KeyCode::End,
    KeyCode::PageUp,
    KeyCode::PageDown,
    KeyCode::Tab,
    KeyCode::BackTab,
    KeyCode::Backspace,
    KeyCode::Delete,
    KeyCode::Insert,
    KeyCode::Enter,
    KeyCode::Esc,
    KeyCode::F(1),
    KeyCode::F(5),
];

/// Writes a pack whose titles, stories, lines and explanations contain the given text, and returns its path.
pub fn mixed_pack(folder: &Path, mixed: &str) -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs/valid/twins.json");
    let mut pack: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).expect("a pack")).expect("JSON");
    for scenario in pack["scenarios"].as_array_mut().expect("scenarios") {
        scenario["title"] = format!("A {mixed}").into();
        scenario["story"] = format!("B {mixed} {mixed}").into();
        scenario["explanation"]["why"] = format!("D {mixed}").into();
        for lines in ["request", "findings"] {
            for line in scenario["exchange"][lines].as_array_mut().expect("lines") {
                *line = format!("C {mixed}").into();
            }
        }
    }
    let file = folder.join("mixed.json");
    std::fs::write(&file, pack.to_string()).expect("written");
    file.to_str().expect("text").to_owned()
}

/// The labels of keys have extra spaces around them, which this function removes.
pub fn words(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}
