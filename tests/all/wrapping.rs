//! Tests the text on every screen at every size. Words must stay whole, and nothing may be cut without an ellipsis.

use std::collections::BTreeSet;

use airside::round::spec::RoundSpec;
use airside::scenario::library::Library;
use airside::scenario::{Asks, Choice};
use airside::study::{Begin, Opening, Study};
use airside::tui::picture::{Program, SHOTS};
use airside::tui::{FirstScreen, Msg, Options, course};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;

use super::common::pack;

const SIZES: [Size; 4] = [Size::new(80, 24), Size::new(120, 40), Size::new(60, 20), Size::new(40, 15)];

/// Words longer than this may be broken, because some windows have no room for them.
const LONG: usize = 24;

fn rows(program: &mut dyn Program, size: Size) -> Vec<String> {
    program.resize(size);
    let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).expect("memory");
    terminal.draw(|frame| program.draw(frame)).expect("memory");
    let cells: Vec<&str> = terminal.backend().buffer().content().iter().map(ratatui::buffer::Cell::symbol).collect();
    cells.chunks(usize::from(size.width)).map(<[&str]>::concat).collect()
}

fn press(program: &mut dyn Program, code: KeyCode) {
    program.handle(Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)));
}

fn pages(program: &mut dyn Program, size: Size) -> Vec<Vec<String>> {
    let mut pages = vec![rows(program, size)];
    for _ in 0..60 {
        press(program, KeyCode::PageDown);
        let page = rows(program, size);
        let last = page.last().map(|row| row.trim().to_owned()).unwrap_or_default();
        if pages.contains(&page) || last == "This is the end." {
            break;
        }
        pages.push(page);
    }
    pages
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|one: char| !one.is_alphanumeric()).filter(|word| word.chars().count() > 2)
}

fn known() -> BTreeSet<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let mut texts = vec![include_str!("../../src/i18n/catalogue.txt").to_owned()];
    let mut folders = vec![std::path::PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path => texts.push(std::fs::read_to_string(path).unwrap_or_default()),
            }
        }
    }
    texts.push("pgdn pgup assumed".to_owned());
    texts.iter().flat_map(|text| words(text)).map(str::to_owned).collect()
}

#[test]
fn no_word_is_cut_on_any_screen_at_any_size() {
    let known = known();
    for shot in SHOTS.iter().filter(|shot| shot.name != "too-small") {
        // A large window cuts nothing off, and also shows words that aren't in the catalogue, such as paths.
        let large = Size::new(200, 120);
        let whole: BTreeSet<String> = pages(shot.open(Options::default(), large).as_mut(), large)
            .iter()
            .flatten()
            .flat_map(|row| words(row).map(str::to_owned).collect::<Vec<_>>())
            .collect();
        let is_part = |word: &str| whole.iter().any(|long| long.chars().count() > LONG && long.contains(word));
        for size in SIZES {
            let mut program = shot.open(Options::default(), size);
            for page in pages(program.as_mut(), size) {
                let odd: Vec<&str> = page
                    .iter()
                    .flat_map(|row| words(row))
                    .filter(|word| !known.contains(*word) && !whole.contains(*word) && !is_part(word))
                    .collect();
                assert!(odd.is_empty(), "{} at {size}: {odd:?}\n{}", shot.name, page.join("\n"));
            }
        }
    }
}

const LONG_WORD: &str = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnungsentwurf";
const URL: &str = "https://login.example.com/realms/airside/protocol/openid-connect/auth?client_id=gate-reader&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback&scope=openid+lounge&state=af0ifjsldkj";
const TOKEN: &str = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJtYXJhLmxpbmQiLCJhdWQiOiJsb3VuZ2UifQ.c2lnbmF0dXJlLXRoYXQtaXMtbG9uZw";

/// Every word is different, so that each word can be searched for.
fn long_text(name: &str, count: usize) -> String {
    (0..count).map(|number| format!("{name}{number:02}")).collect::<Vec<_>>().join(" ")
}

/// Every text field of the pack contains a long text.
fn long_course(asks: bool) -> Study {
    let mut pack = pack();
    for scenario in &mut pack.scenarios {
        scenario.title = long_text("title", 14);
        scenario.story = format!("{} {LONG_WORD} {URL}", long_text("story", 30));
        scenario.exchange.request = vec![long_text("request", 12), format!("GET {URL}")];
        scenario.exchange.findings = vec![format!("Authorization: Bearer {TOKEN}"), long_text("finding", 12)];
        scenario.explanation.why = long_text("why", 20);
        scenario.evidence.text = long_text("evidence", 12);
        if asks {
            let choice = |name: &str, right| Choice {
                text: long_text(name, 9),
                right,
                because: long_text("because", 9),
                misconception: None,
            };
            let choices =
                vec![choice("alpha", true), choice("beta", false), choice("gamma", false), choice("delta", false)];
            scenario.asks = Some(Asks { question: long_text("question", 14), choices });
        }
    }
    let begin = Begin::Round(RoundSpec::default());
    Study::open(Opening { library: Library::new([pack]), state_folder: None, begin, clock: || 0 })
}

/// Returns whether the pages contain the text, ignoring spaces and borders.
fn shows(pages: &[Vec<String>], text: &str) -> bool {
    let bare =
        |row: &str| row.chars().filter(|one| !one.is_whitespace() && !"│┃╭╮╰╯├┤─▌".contains(*one)).collect::<String>();
    // In a wide window, the case is beside the answers, so each half of the window is also read separately.
    let half = |row: &String, is_right: bool| {
        let middle = row.char_indices().nth(60).map_or(row.len(), |(byte, _)| byte);
        let (left, right) = row.split_at(middle);
        bare(if is_right { right } else { left })
    };
    let whole = pages.iter().flatten().map(|row| bare(row));
    let halves = [false, true].into_iter().flat_map(|side| pages.iter().flatten().map(move |row| half(row, side)));
    let all: String = whole.chain(halves).collect();
    text.split(' ').all(|word| all.contains(&bare(word)))
}

#[test]
fn the_long_texts_of_a_pack_can_be_read_to_the_end_at_every_size() {
    for (asks, size) in [true, false].into_iter().flat_map(|asks| SIZES.map(|size| (asks, size))) {
        let mut shell = course(long_course(asks), Options::default(), FirstScreen::Question);
        let program: &mut dyn Program = &mut shell;
        program.resize(size);
        let question = pages(program, size);
        let mut wanted = vec![long_text("story", 30), long_text("request", 12), long_text("finding", 12)];
        wanted.extend([LONG_WORD, URL, TOKEN].map(|text| if size.width > 60 { text } else { "" }.to_owned()));
        if asks {
            wanted.extend(["alpha", "beta", "gamma", "delta"].map(|name| long_text(name, 9)));
        }
        for text in &wanted {
            assert!(shows(&question, text), "{asks} {size}: {text}\n{}", question.concat().join("\n"));
        }
        for page in &question {
            assert!(
                page.concat().contains('…') || shows(std::slice::from_ref(page), &long_text("title", 14)),
                "{size}"
            );
            assert!(page.concat().contains("certain"), "{size}: how sure\n{}", page.join("\n"));
        }
        press(program, KeyCode::Char('1'));
        press(program, KeyCode::Char('c'));
        let ruling = pages(program, size);
        let why = long_text("why", 20);
        assert!(shows(&ruling, &why), "{asks} {size}: {why}\n{}", ruling.concat().join("\n"));
    }
}
