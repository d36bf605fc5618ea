//! Tests every screen that can be drawn as a picture.

use std::sync::LazyLock;

use airside::tui::picture::{Program, SHOTS, Shot};
use airside::tui::{Msg, Options};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};

use crate::common::{NAMED_KEYS, number, words};

pub const SIZES: [Size; 4] = [Size::new(80, 24), Size::new(120, 40), Size::new(60, 20), Size::new(40, 15)];

/// A screen drawn at one size, with the position of its cursor.
pub struct Drawn {
    pub shot: &'static Shot,
    pub size: Size,
    pub buffer: Buffer,
    pub cursor: Position,
}

/// Every screen at every size, drawn once for all tests.
pub static DRAWN: LazyLock<Vec<Drawn>> = LazyLock::new(|| {
    let all = SHOTS.iter().flat_map(|shot| SIZES.map(|size| (shot, size)));
    let draw = |(shot, size): (&'static Shot, Size)| {
        let (buffer, cursor) = shot.draw(Options::default(), size);
        Drawn { shot, size, buffer, cursor }
    };
    all.map(draw).collect()
});

fn rows(buffer: &Buffer) -> Vec<String> {
    let columns = usize::from(buffer.area.width).max(1);
    let cells: Vec<&str> = buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect();
    cells.chunks(columns).map(<[&str]>::concat).collect()
}

fn shot(name: &str) -> &'static Shot {
    SHOTS.iter().find(|shot| shot.name == name).expect(name)
}

fn drawn(program: &mut dyn Program, size: Size) -> (Buffer, Position) {
    let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).expect("memory");
    terminal.draw(|frame| program.draw(frame)).expect("memory");
    let cursor = terminal.get_cursor_position().expect("memory");
    (terminal.backend().buffer().clone(), cursor)
}

/// For each screen on which the cursor isn't at the first line, the text at which the cursor must be.
const CURSOR: &[(&str, &str)] = &[
    ("home", "Practice"),
    ("home-new", "Pre-test"),
    ("welcome", "When does"),
    ("lesson", "After a"),
    ("lesson-door", "A 401 would have to name"),
    ("pair-ruling", "✓ Correct"),
    ("pre-test", "1"),
    ("question", "1"),
    ("chosen", "f "),
    ("marking", "The aircraft"),
    ("correct", "✓ Correct"),
    ("not-quite", "✗ Not quite"),
    ("details", "How the answer"),
    ("edge-ruled", "✗ Not quite"),
    ("fact-check", "1"),
    ("kinds", "Missing credentials"),
    ("workbench-new", "refusal"),
    ("workbench", "credentials"),
    ("inspect", "refusal"),
    ("inspect-answered", "credentials"),
    ("reference", "The three questions"),
    ("search", "_"),
    ("cases-found", "_"),
    ("progress", "All answers so far"),
    ("help", "On this screen"),
    ("exam", "1"),
    ("exam-chosen", "1"),
    ("exam-over", "Answered"),
    ("bad-packs", "packs/harbour.json"),
    ("too-small", "This window"),
];

#[test]
fn the_cursor_is_at_the_verdict_the_selected_line_or_the_chosen_answer() {
    for Drawn { shot, size, buffer, cursor } in DRAWN.iter() {
        let rows = rows(buffer);
        let rest: String = rows[usize::from(cursor.y)].chars().skip(cursor.x.into()).collect();
        // On screens where the user types text, the cursor comes after the text typed so far.
        let rest = if ["vote", "vote-again"].contains(&shot.name)
            || ["lab", "paste", "report"].iter().any(|typed| shot.name.starts_with(typed))
        {
            let row = rows[usize::from(cursor.y)].clone();
            assert!(!shot.name.starts_with("vote") || row.contains('▸'), "the field for the count: {row}");
            row
        } else {
            rest
        };
        assert!(shot.name == "loading" || !rest.trim().is_empty(), "{} at {size}\n{}", shot.name, rows.join("\n"));
        if let Some((_, wanted)) = CURSOR.iter().find(|(name, _)| *name == shot.name) {
            assert!(rest.starts_with(wanted), "{} at {size}: {rest}\n{}", shot.name, rows.join("\n"));
        }
    }
    assert!(CURSOR.iter().all(|(name, _)| SHOTS.iter().any(|shot| shot.name == *name)));
}

#[test]
fn after_scrolling_the_cursor_is_at_the_first_line_that_is_new() {
    let size = SIZES[0];
    let mut program = shot("topic").open(Options::default(), size);
    let (before, _) = drawn(program.as_mut(), size);
    let before = rows(&before);
    for code in [KeyCode::Down, KeyCode::PageDown, KeyCode::Up, KeyCode::PageUp] {
        program.handle(Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        let (after, cursor) = drawn(program.as_mut(), size);
        let after = rows(&after);
        let is_next = matches!(code, KeyCode::PageDown);
        let read = &after[usize::from(cursor.y)];
        assert!(!read.trim().is_empty() && (!is_next || !before.contains(read)), "{code:?}\n{}", after.join("\n"));
        match code {
            KeyCode::Down => assert!(usize::from(cursor.y) > after.len() / 2, "{cursor}\n{}", after.join("\n")),
            KeyCode::Up | KeyCode::PageUp => {
                let has_letters = |row: &String| row.contains(|one: char| one.is_alphanumeric());
                let first = after.iter().skip(2).position(has_letters).map(|row| row + 2);
                assert_eq!(first, Some(cursor.y.into()), "{}", after.join("\n"));
            }
            _ => {}
        }
    }
}

#[test]
fn the_last_line_has_the_way_out_and_the_way_to_the_help_at_every_size() {
    for Drawn { shot, size, buffer, .. } in DRAWN.iter() {
        let rows = rows(buffer);
        let last = rows.iter().rfind(|row| !row.trim().is_empty()).map(|row| words(row)).expect("a line");
        // Only a new message or text that is being typed may replace the key hints. While the user is typing, `?` is an
        // ordinary character.
        let has_keys = ["? help", "f1 help", "esc clear"].iter().any(|keys| last.contains(keys));
        let is_said = ["reveal", "refused", "unused-key", "too-small", "loading", "topic-search"].contains(&shot.name);
        let is_exam = shot.name.starts_with("exam-");
        assert!(has_keys || is_said || is_exam, "{} at {size}: {last}", shot.name);
        // In a vote, only the teacher's keys lead to another screen.
        if last.contains(" help") && !shot.name.starts_with("vote") {
            let out = ["q quit", "q menu", "q back", "q leave", "enter leave", "e hand in", "e results", "esc "];
            assert!(out.iter().any(|out| last.contains(out)), "{} at {size}: {last}", shot.name);
        }
    }
}

fn keys() -> impl Iterator<Item = KeyEvent> {
    let letters = ('a'..='z').chain("0139 /?.&éGQ".chars()).map(KeyCode::Char);
    letters.chain(NAMED_KEYS).map(|code| KeyEvent::new(code, KeyModifiers::NONE))
}

#[test]
fn no_key_is_silently_dead() {
    let size = SIZES[0];
    let screens = [
        "home-round", "welcome", "pre-test", "pair", "marking", "question", "chosen", "not-quite", "choices", "kinds",
        "workbench", "reference", "search", "topic", "progress-new", "help", "bad-packs", "exam", "exam-over",
        "vote-reading", "vote", "vote-results", "notes",
    ];
    // To save time, each screen is tested with only a third of the keys. The variable `SEED` determines which keys are
    // used.
    let seed = usize::try_from(number("SEED", 0)).expect("small");
    for (place, name) in screens.into_iter().enumerate() {
        for key in keys().skip((seed + place) % 3).step_by(3) {
            let mut program = shot(name).open(Options::default(), size);
            let before = drawn(program.as_mut(), size);
            let effects = program.handle(Msg::Key(key));
            let after = drawn(program.as_mut(), size);
            assert!(before != after || !effects.is_empty(), "{name}: {:?} says nothing", key.code);
        }
    }
}

#[test]
fn capitals_of_caps_lock_do_what_small_letters_do() {
    let size = SIZES[0];
    let screens = ["home", "question", "chosen", "not-quite", "topic", "workbench", "exam-chosen", "vote-reading"];
    for (place, name) in screens.into_iter().enumerate() {
        // `G` is left out, because it differs from `g`. Each screen is tested with a third of the letters, because one
        // function handles them all.
        for letter in ('a'..='z').filter(|letter| *letter != 'g').skip(place % 3).step_by(3) {
            let [small, large] = [letter, letter.to_ascii_uppercase()].map(|letter| {
                let mut program = shot(name).open(Options::default(), size);
                program.handle(Msg::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE)));
                rows(&drawn(program.as_mut(), size).0).join("\n").to_lowercase()
            });
            assert_eq!(small, large, "{name}: {letter}");
        }
    }
}

fn rows_of(name: &str, size: Size) -> Vec<String> {
    let drawn = DRAWN.iter().find(|drawn| drawn.shot.name == name && drawn.size == size);
    rows(&drawn.expect("a size of the list").buffer)
}

#[test]
fn boxes_directly_below_each_other_share_a_border() {
    let mut shared = 0;
    for drawn in DRAWN.iter() {
        for position in drawn.buffer.area.positions().filter(|position| position.y + 1 < drawn.buffer.area.height) {
            let below = Position { y: position.y + 1, ..position };
            let [above, below] = [position, below].map(|position| drawn.buffer[position].symbol());
            // The plans of the two airports in the lesson must not share a border.
            let is_plan = || rows(&drawn.buffer)[usize::from(position.y)].contains('┴');
            let is_apart = (above, below) != ("╰", "╭") || is_plan();
            assert!(is_apart, "{} at {}: {position}", drawn.shot.name, drawn.size);
            shared += usize::from(above == "├");
        }
    }
    assert!(shared > 100, "{shared}");
    // Shared borders are needed to fit a server case, or both cases of a pair, into a small window.
    assert!(rows_of("server", SIZES[0]).concat().contains("├ What the server answered ─"));
    let pair = rows_of("pair", SIZES[2]).concat();
    assert!(pair.contains("Crew badge: at home") && !pair.contains("more"), "{pair}");
}

#[test]
fn the_border_above_a_lit_line_names_the_line_which_is_wrapped_as_in_the_question() {
    let all = DRAWN.iter().flat_map(|drawn| rows(&drawn.buffer).into_iter().map(move |row| (drawn, row)));
    let mut labels = 0;
    for (drawn, row) in all.filter(|(_, row)| row.contains(" decides: ") || row.contains(" differs: ")) {
        assert!(!row.contains('▌'), "{} at {}: {row}", drawn.shot.name, drawn.size);
        labels += 1;
    }
    assert!(labels > 20, "{labels}");
    let lines = |name, size| {
        let columns = if size == SIZES[1] { 60 } else { 80 };
        let left = rows_of(name, size).into_iter().map(move |row| row.chars().take(columns).collect::<String>());
        let case = left.map(|row| words(&row.replace(['▌', '┃', '│'], " ")));
        case.filter(|row| row.starts_with("2 Boarding") || row.starts_with("3 Bag")).collect::<Vec<_>>()
    };
    for (ruled, size) in ["correct", "not-quite"].into_iter().flat_map(|ruled| [(ruled, SIZES[0]), (ruled, SIZES[1])]) {
        let asked = lines("question", size);
        assert!(asked.len() == 2 && asked == lines(ruled, size), "{ruled} at {size}: {asked:?}");
    }
    let server = DRAWN.iter().find(|drawn| drawn.shot.name == "server-ruled" && drawn.size == SIZES[0]).expect("drawn");
    let row = rows(&server.buffer).iter().position(|row| row.contains("▌ 6")).expect("a lit line");
    let orange = ratatui::style::Color::Indexed(208);
    let row = u16::try_from(row).expect("small");
    assert!((0..80).any(|x| server.buffer[(x, row)].bg == orange), "a code keeps its colour in a lit line");
    assert!(rows_of("server-ruled", SIZES[0]).concat().contains(" you marked 4 "));
}

#[test]
fn a_ruling_has_no_hole_where_the_story_was() {
    let row_of = |rows: &[String], text: &str| rows.iter().position(|row| row.contains(text)).expect("a row");
    // A scroll bar may be beside an empty row.
    let is_empty = |row: &String| row.trim_matches([' ', '┃', '│']).is_empty();
    for name in ["correct", "not-quite", "ruling-http", "edge-ruled", "incident-ruled", "server-ruled"] {
        let rows = rows_of(name, SIZES[0]);
        let above = &rows[..row_of(&rows, "╭ Request ─")];
        let is_hole = |three: &[String]| three.iter().all(is_empty);
        assert!(!above.windows(3).any(is_hole), "{name}: {rows:#?}");
    }
    for (name, reason) in [("ruling-http", "The token was issued"), ("incident-ruled", "The token has expired")] {
        let rows = rows_of(name, SIZES[0]);
        let [verdict, reason, case] = ["401 Unauthorized  ", reason, "╭ Request ─"].map(|text| row_of(&rows, text));
        assert!(verdict < reason && reason < case && is_empty(&rows[case - 1]), "{name}: {rows:#?}");
    }
}

#[test]
fn answers_in_words_leave_room_for_the_case_that_they_are_about() {
    let server = rows_of("server", SIZES[2]).concat();
    assert!(server.contains("/alice2/") && server.contains("Require user alice"), "{server}");
    // In a window of the usual height, a row below the answers explains the chosen answer.
    let mut program = shot("server").open(Options::default(), SIZES[0]);
    let before = rows(&drawn(program.as_mut(), SIZES[0]).0);
    assert!(before.iter().any(|row| words(row).contains("1 conforms 2 wrong code 3 challenge")), "{before:?}");
    program.handle(Msg::Key(KeyEvent::new(KeyCode::Char('2'), KeyModifiers::NONE)));
    let after = rows(&drawn(program.as_mut(), SIZES[0]).0);
    assert!(after.iter().any(|row| row.contains("wrong code: a MUST")), "{after:?}");
    assert_eq!(before[..12], after[..12], "the case stays where it is");
}

#[test]
fn help_begins_with_the_keys_that_matter_and_aligns_them() {
    let help = rows_of("help", SIZES[0]);
    assert!(words(&help[3]).starts_with("enter space choose"), "{help:?}");
    let place = |label: &str| help.iter().find_map(|row| row.find(label));
    assert!(place("move left").is_some_and(|left| place("move or scroll up") == Some(left)), "{help:?}");
    let of_question = rows_of("question-help", SIZES[0]);
    assert!(words(&of_question[3]).starts_with("1 choose 401"), "{of_question:?}");
}

#[test]
fn a_message_is_drawn_on_a_bar_like_the_header() {
    for (name, asks) in [("reveal", true), ("refused", false), ("unused-key", false), ("exam-leaving", true)] {
        let drawn = DRAWN.iter().find(|drawn| drawn.shot.name == name && drawn.size == SIZES[0]).expect("drawn");
        // A bar that asks what to do next has the colour that marks the current screen in the header.
        let place = if asks { 2 } else { 40 };
        assert_eq!(drawn.buffer[(40, 23)].bg, drawn.buffer[(place, 0)].bg, "{name}");
        assert_eq!(asks, rows(&drawn.buffer)[22..].concat().contains('▸'), "{name}");
    }
}

#[test]
fn a_code_in_large_digits_is_not_repeated_below_them() {
    let home = rows_of("home", SIZES[1]).concat();
    assert!(home.contains("Who are you?") && !home.contains(" 401  Who are you?"), "{home}");
}

#[test]
fn the_wrap_up_fits_into_a_window_of_the_usual_size() {
    let card = rows_of("wrap-up", SIZES[0]).concat();
    assert!(card.contains("What has changed") && card.contains("audience.") && !card.contains('▾'), "{card}");
}

#[test]
fn a_text_in_a_wide_window_is_in_the_middle() {
    for name in ["topic", "notes", "bad-packs"] {
        let rows = rows_of(name, SIZES[1]);
        let indented: Vec<&String> = rows[2..38].iter().filter(|row| !row.trim().is_empty()).collect();
        assert!(indented.iter().all(|row| row.starts_with(&" ".repeat(12))), "{name}: {rows:?}");
    }
}

#[test]
fn large_digits_are_never_covered_and_only_figures_are_large() {
    for (name, size) in ["vote", "vote-again"].into_iter().flat_map(|name| SIZES.map(|size| (name, size))) {
        let rows = rows_of(name, size);
        let row = rows.iter().position(|row| row.contains("don't know")).expect("the third count");
        let is_count = |row: &String| row.matches('│').count() == 6;
        assert!(rows[row..].iter().all(|row| !row.contains('█') || is_count(row)), "{name} at {size}: {rows:#?}");
    }
    assert!(!rows_of("progress-new", SIZES[1]).concat().contains('█'));
    // On the map, each code is shown above the check that it belongs to.
    for (name, size) in [("home", SIZES[0]), ("home", SIZES[1]), ("survey", SIZES[0])] {
        let rows = rows_of(name, size);
        let column = |text: &str| {
            let row = rows.iter().find(|row| row.contains(text)).expect(text);
            row.split(text).next().expect(text).chars().count()
        };
        let digits = rows.iter().find(|row| row.contains('█')).expect("digits");
        let columns: Vec<usize> =
            digits.chars().enumerate().filter(|(_, one)| "█▀▄".contains(*one)).map(|(column, _)| column).collect();
        let (first, last) = (columns[0], columns[columns.len() - 1]);
        assert!(first.abs_diff(column("SECURITY")) <= 1 && last > column("GATE") + 10, "{name} at {size}: {rows:#?}");
    }
}

#[test]
fn a_list_has_columns_and_an_empty_list_says_why_inside_its_box() {
    let rows = rows_of("cases", SIZES[0]);
    let column = |text: &str| rows.iter().find_map(|row| Some(row.split_once(text)?.0.chars().count())).expect(text);
    assert_eq!(
        (column("Boarding pass: fished"), column("Crew badge: at")),
        (column("ID card: he"), column("ID card: he"))
    );
    let rows = rows_of("search-nothing", SIZES[0]);
    assert!(rows.iter().any(|row| row.contains("│ Nothing found in the reference.")), "{rows:#?}");
    // Answers in words are shown in a box, just as codes are.
    let rows = rows_of("choices", SIZES[0]);
    assert!(
        rows.iter().any(|row| row.contains("╭ Which pair of responses reveals that plan X exists? ─")),
        "{rows:#?}"
    );
}

#[test]
fn the_selected_entry_is_shown_beside_its_list_in_a_wide_window() {
    for (name, words) in [
        ("reference", "Question 1: would you refuse the request no matter who asks?"),
        ("cases", "Ingrid: May I go through here?"),
        ("review", "Correct"),
    ] {
        let rows = rows_of(name, SIZES[1]);
        let column = |row: &String| row.split_once(words).map(|(before, _)| before.chars().count());
        let columns: Vec<usize> = rows.iter().filter_map(column).collect();
        let border = rows.iter().find_map(|row| row.split_once('╮')).expect("a list").0.chars().count();
        assert!(columns.iter().any(|column| *column > border), "{name}: {rows:#?}");
        assert!(name == "reference" || !rows_of(name, SIZES[0]).concat().contains(words), "{name}");
    }
    // Cases that are reserved for the tests must not show their answers before the test.
    let mut program = shot("cases").open(Options::default(), SIZES[1]);
    for key in "/form a\n".chars() {
        let code = if key == '\n' { KeyCode::Enter } else { KeyCode::Char(key) };
        program.handle(Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }
    let shown = rows(&drawn(program.as_mut(), SIZES[1]).0).concat();
    assert!(shown.contains("This case is reserved for the tests") && !shown.contains("Request"), "{shown}");
}

#[test]
fn a_question_in_a_wide_window_has_its_answers_beside_the_case_as_in_the_ruling() {
    for name in ["question", "question-http", "hint", "server", "incident", "edge", "exam"] {
        let rows = rows_of(name, SIZES[1]);
        let place = |text: &str| {
            let found =
                |(row, line): (usize, &String)| line.split_once(text).map(|(before, _)| (row, before.chars().count()));
            rows.iter().enumerate().find_map(found).unwrap_or_else(|| panic!("{name}: {text} {rows:#?}"))
        };
        let (case, levels) = (place("╭ Request"), place("g  guess"));
        assert!(case.1 < 5 && levels.1 > 60, "{name}: {rows:#?}");
        // The answers begin level with the case, and the confidence comes directly after them.
        let right_half = |row: &String| row.chars().skip(60).collect::<String>();
        let begin = rows[case.0..].iter().position(|row| right_half(row).contains('╭')).expect("an answer");
        let end = rows[..levels.0].iter().rposition(|row| right_half(row).contains('╰')).expect("an answer");
        assert!(begin <= 2 && levels.0 - end <= 3, "{name}: {rows:#?}");
        assert!(place("How sure are you?").0 < levels.0, "{name}: {rows:#?}");
    }
    let place_of_case = |name| rows_of(name, SIZES[1]).iter().position(|row| row.contains("╭ Request"));
    assert_eq!(place_of_case("question"), place_of_case("not-quite"), "the case stays in its place");
    // An answer in words is below the codes, so that they keep their large digits.
    let incident = rows_of("incident", SIZES[1]).concat();
    assert!(incident.contains(" neither ") && incident.contains('█'), "{incident}");
}

#[test]
fn the_verdicts_of_a_pair_take_the_same_number_of_rows() {
    for name in ["pair-ruling", "pair-http"] {
        let rows = rows_of(name, SIZES[0]);
        let verdicts: Vec<&String> =
            rows.iter().filter(|row| row.contains('✓') || row.contains("✗ Not quite")).collect();
        let are_level = verdicts
            .iter()
            .any(|row| row.contains("✗ Not quite   Answer:  401 ") || row.contains("✗ Not quite   Answer:  403 "));
        assert!(are_level || !rows.concat().contains("Not quite"), "{name}: {rows:#?}");
    }
}

#[test]
fn answers_are_in_the_same_rows_on_every_question_and_the_chosen_one_is_filled() {
    let row_of = |name: &str, size, text: &str| {
        let rows = rows_of(name, size);
        rows.iter().rposition(|row| words(row).contains(text)).unwrap_or_else(|| panic!("{name}: {text} {rows:#?}"))
    };
    let names = ["question", "question-http", "chosen", "hint", "pair", "pair-second", "practice", "pre-test", "edge"];
    for (name, size) in names.into_iter().flat_map(|name| [(name, SIZES[0]), (name, SIZES[2])]) {
        let rows = rows_of(name, size);
        let levels = row_of(name, size, "g guess");
        // If there is room, the codes are in large digits.
        let has_digits = rows[levels - 2].contains('▀');
        let gap = if has_digits { 5 } else { 1 + usize::from(size == SIZES[0]) };
        let row = words(&rows[levels - gap]);
        assert!(
            row.contains("1 401") || has_digits && row.contains(" 1 ") && row.contains("─ 3 ─"),
            "{name} at {size}: {rows:#?}"
        );
        // In a short window, a long case may leave no empty row above the footer.
        let is_close = size == SIZES[2] && levels + 2 == usize::from(size.height);
        assert!(is_close || levels + 3 == usize::from(size.height), "{name} at {size}: {levels}");
    }
    let drawn = DRAWN.iter().find(|drawn| drawn.shot.name == "chosen" && drawn.size == SIZES[0]).expect("drawn");
    let column = |row| (0..80).filter(|x| drawn.buffer[(*x, row)].bg == ratatui::style::Color::Indexed(26)).count();
    assert!([18, 20].iter().all(|row| column(*row) > 20), "the first and last row of the button");
}

#[test]
fn a_list_and_its_preview_end_above_the_last_line_and_empty_ones_are_in_the_middle() {
    for name in ["kinds", "settings", "search", "search-nothing", "cases-found", "review"] {
        let rows = rows_of(name, Size::new(120, 40));
        let [top, bottom] = ["╭", "╰"].map(|corner| rows.iter().rposition(|row| row.matches(corner).count() == 2));
        if name == "search-nothing" {
            let (above, below) = (top.expect("a frame") - 2, 37 - bottom.expect("a frame"));
            assert!(above.abs_diff(below) <= 1 && above > 10, "{name}: {rows:#?}");
        } else {
            assert_eq!(bottom, Some(36), "{name}: {rows:#?}");
        }
    }
    // Without a preview, the frame of a list is as high as its entries.
    let rows = rows_of("cases-found", SIZES[0]);
    let row_of = |corner: &str| rows.iter().position(|row| row.contains(corner)).expect(corner);
    assert_eq!(row_of("╰") - row_of("╭"), 3, "{rows:#?}");
}

#[test]
fn in_a_tall_window_a_screen_fills_the_rows_or_is_in_the_middle() {
    let has_other_size = |name: &str| name.starts_with("vote") || name == "too-small";
    for drawn in DRAWN.iter().filter(|drawn| drawn.size == SIZES[1] && !has_other_size(drawn.shot.name)) {
        let rows = rows(&drawn.buffer);
        let filled: Vec<usize> = (2..36).filter(|row| !rows[*row].trim().is_empty()).collect();
        let (Some(first), Some(last)) = (filled.first(), filled.last()) else { continue };
        let (above, below) = (first - 2, 37 - last);
        assert!(below <= 10 || below <= above + 2, "{}: {above} {below} {rows:#?}", drawn.shot.name);
    }
}

#[test]
fn header_text_and_keys_start_in_the_same_column_of_a_wide_window() {
    let names = [
        "welcome", "mottos", "belief", "lesson", "lesson-door", "pre-test-over", "lesson-over", "pairs-over",
        "practice-over", "summary", "survey", "topic", "home",
    ];
    for name in names {
        let rows = rows_of(name, SIZES[1]);
        let starts = rows.iter().filter(|row| !row.trim().is_empty());
        let starts: Vec<usize> = starts.map(|row| row.chars().take_while(|one| *one == ' ').count()).collect();
        let header = starts[0];
        // A key cap and a frame have an edge of one column.
        assert!(header >= 10 && starts.iter().all(|start| *start >= header), "{name}: {rows:#?}");
        assert!(starts[1..].iter().any(|start| *start <= header + 1), "{name}: {rows:#?}");
    }
}

#[test]
fn the_two_cases_of_a_pair_are_side_by_side_before_and_after_the_answer() {
    for (name, size) in
        ["pair", "pair-second", "pair-ruling"].into_iter().flat_map(|name| [(name, SIZES[0]), (name, SIZES[1])])
    {
        let rows = rows_of(name, size);
        let case = |row: &&String| row.contains("First") && row.contains("Second");
        assert!(rows.iter().any(|row| case(&row)), "{name} at {size}: {rows:#?}");
    }
}

#[test]
fn the_menu_is_grouped_in_a_tall_window_and_results_follow_the_last_test() {
    let home = rows_of("home", SIZES[1]).concat();
    assert!(["Practise", "Try it out", "Look up"].iter().all(|group| home.contains(group)), "{home}");
    assert!(!home.contains(" of 10"), "the result of the pre-test is still hidden: {home}");
    let done = rows_of("home-done", SIZES[1]).concat();
    assert_eq!(done.matches(" of 10").count(), 2, "{done}");
}

#[test]
fn a_request_and_its_response_are_two_panels() {
    for (name, is_beside) in [("lesson", false), ("lesson-door", true), ("belief", false)] {
        let rows = rows_of(name, SIZES[1]);
        let row_of = |title: &str| rows.iter().position(|row| row.contains(title)).expect(title);
        // A line that would wrap beside the other message gets the full width.
        assert_eq!(row_of(" Request ─") == row_of(" Response ─"), is_beside, "{name}: {rows:#?}");
    }
}

#[test]
fn a_preview_says_how_many_lines_are_missing() {
    for (name, size, mark) in [
        ("reference", SIZES[0], Some("▾ more ╯")),
        ("reference", SIZES[1], Some(" more lines ╯")),
        ("kinds", SIZES[1], None),
    ] {
        let rows = rows_of(name, size);
        let marked = |row: &&String| row.contains('▾') && row.contains(mark.unwrap_or_default());
        assert_eq!(rows.iter().any(|row| marked(&row)), mark.is_some(), "{name} at {size}: {rows:#?}");
    }
}

#[test]
fn without_answers_the_progress_page_shows_which_results_will_come() {
    for size in SIZES {
        let text = rows_of("progress-new", size).concat();
        for label in ["All answers so far", "By kind of case", "Closed to everyone"] {
            assert!(text.contains(label), "{label} at {size}: {text}");
        }
    }
}

#[test]
fn an_exam_that_was_handed_in_says_so_once_and_names_its_file() {
    for size in SIZES {
        let text = words(&rows_of("exam-over", size).join("\n").replace(['│', '┃'], " "));
        assert!(text.matches("anded in").count() <= 1 && !text.contains("and in this"), "{size}: {text}");
        assert!(text.contains("Your file") && text.contains("seat-07.jsonl"), "{size}: {text}");
    }
    let text = words(&rows_of("exam-over", SIZES[0]).concat());
    assert!(text.contains("Give this file to your teacher.") && text.contains("u reopen"), "{text}");
}

#[test]
fn the_faults_of_a_line_are_rows_of_a_table_below_the_line() {
    let rows = rows_of("bad-packs", SIZES[1]);
    let count = |text: &str| rows.iter().filter(|row| row.contains(text)).count();
    assert_eq!((count("Line 5"), count("\"The ferry\""), count("Column  Fault")), (1, 1, 2), "{rows:#?}");
    let story = rows.iter().find(|row| row.contains("`story` is missing")).expect("a fault");
    assert!(story.contains("The scene, told in"), "{story}");
    assert!(count("`kind` has no value `expierd`") == 1 && count("did you mean `expired`?") == 1, "{rows:#?}");
    assert!(rows.iter().any(|row| row.contains("╭ packs/harbour.json ─")), "{rows:#?}");
}

#[test]
fn the_verdicts_on_several_exchanges_are_in_a_panel() {
    for size in [SIZES[0], SIZES[1]] {
        let rows = rows_of("inspect-several", size);
        for border in ["╭ 1 response is at fault ─", "├ 1. GET /invoices/7: 401 ", "├ The corrected response ─"]
        {
            assert!(rows.iter().any(|row| row.contains(border)), "{border} {rows:#?}");
        }
    }
}

#[test]
fn a_vote_on_a_projector_has_large_counts_and_the_codes_from_the_start() {
    let rows = rows_of("vote-again", SIZES[1]);
    let top = rows.iter().position(|row| row.contains("don't know")).expect("the counts");
    assert!(rows[top].trim_end().chars().count() >= 115 && rows[top + 4].contains('╰'), "{rows:#?}");
    assert!(rows[top + 1].contains("▄█  ▀▀▀█"), "the count is in large digits: {rows:#?}");
    for size in [SIZES[0], SIZES[1]] {
        assert!(rows_of("vote-reading", size).iter().any(|row| row.trim_end().ends_with("██")), "{size}");
    }
    let results = rows_of("vote-results", SIZES[0]).concat();
    assert_eq!((results.matches("56%").count(), results.matches("81%").count()), (1, 1), "{results}");
}

#[test]
fn a_text_is_typed_into_a_field_and_a_response_has_its_own_panel() {
    let report = rows_of("report", SIZES[0]);
    let field = report.iter().position(|row| row.contains("╭ What is wrong or unclear?")).expect("a field");
    assert!(report[field + 1].contains("│ > odd"), "{report:#?}");
    let paste = rows_of("paste", SIZES[0]);
    assert!(paste.iter().any(|row| row.contains("╭ Your exchange ─") && row.contains("╭ An example ─")), "{paste:#?}");
    let lab = rows_of("lab-answer", SIZES[1]);
    let border = lab.iter().position(|row| row.contains("╭ Response ─")).expect("a panel");
    let is_said = [border, border + 1].map(|row| lab[row].contains(" 401 Unauthorized "));
    assert_eq!(is_said, [false, true], "the status is in the response, and the border doesn't repeat it: {lab:#?}");
    let workbench = rows_of("workbench-new", SIZES[1]).concat();
    assert!(
        workbench.contains("15 more facts") && workbench.contains("The specification decides this."),
        "{workbench}"
    );
}
