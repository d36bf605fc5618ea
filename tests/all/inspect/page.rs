//! Tests the page of `airside inspect`, where an exchange fills in the workbench and a changed fact changes the
//! verdict.

use airside::inspect::evidence::{FactSource, KnownFact};
use airside::inspect::exchange::{RecordedExchange, parse};
use airside::ruling::facts::Credentials;
use airside::study::Study;
use airside::tui::{FirstScreen, Msg, Options, Shell, course};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;

use crate::common::{at_sizes, study};

const SECRET: &str = "YW5hOnNlY3JldA==";

/// A refusal that may be right or wrong, with credentials that must never be shown.
pub(super) const REFUSED: &str =
    "> GET /a HTTP/1.1\n> Host: h\n> Authorization: Basic YW5hOnNlY3JldA==\n>\n< HTTP/1.1 403 Forbidden\n<\n";

fn read(text: &str) -> Vec<RecordedExchange> {
    parse("x", text).expect("an exchange")
}

fn page(text: &str, user_facts: Vec<KnownFact>) -> Shell<Study> {
    course(study(), Options::default(), FirstScreen::Exchanges(read(text), user_facts))
}

fn press(shell: &mut Shell<Study>, keys: &str) {
    for key in keys.split_whitespace() {
        let code = match key {
            "enter" => KeyCode::Enter,
            "esc" => KeyCode::Esc,
            "left" => KeyCode::Left,
            "right" => KeyCode::Right,
            "up" => KeyCode::Up,
            "down" => KeyCode::Down,
            "end" => KeyCode::End,
            "pagedown" => KeyCode::PageDown,
            key => KeyCode::Char(key.chars().next().expect("a key")),
        };
        shell.handle(Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }
}

fn drawn(shell: &mut Shell<Study>, columns: u16, rows: u16) -> (Vec<String>, usize) {
    shell.resize(Size::new(columns, rows));
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).expect("memory");
    terminal.draw(|frame| shell.draw(frame)).expect("memory");
    let cursor = terminal.get_cursor_position().expect("memory");
    let cells: Vec<&str> = terminal.backend().buffer().content().iter().map(ratatui::buffer::Cell::symbol).collect();
    let lines = cells.chunks(usize::from(columns).max(1)).map(|row| row.concat().trim_end().to_owned());
    (lines.collect(), usize::from(cursor.y))
}

fn text(shell: &mut Shell<Study>) -> String {
    drawn(shell, 120, 60).0.join("\n")
}

#[test]
fn a_changed_fact_changes_the_verdict_and_the_ruling() {
    let mut shell = page(REFUSED, Vec::new());
    let before = text(&mut shell);
    assert!(before.contains("403: not certain") && before.contains("GATE"), "{before}");
    let strip = |text: &str| text.lines().take_while(|line| !line.contains("Facts")).collect::<String>();
    assert!(!strip(&before).contains('✓') && !strip(&before).contains("403 F"), "an open fact decides: {before}");
    press(&mut shell, "enter right");
    let after = text(&mut shell);
    assert!(after.contains("403: wrong code") && after.contains("Send 401"), "{after}");
    assert!(after.contains("It should be 401"), "{after}");
    press(&mut shell, "left");
    let back = text(&mut shell);
    assert!(back.contains("403: conforms") && !back.contains("It should be 401"), "{back}");
    press(&mut shell, "u enter");
    assert!(text(&mut shell).contains("403: not certain"), "u sets every fact back to what the exchange shows");
}

#[test]
fn the_page_asks_only_for_facts_that_decide_and_enter_confirms_the_value_shown() {
    let mut shell = page(REFUSED, Vec::new());
    let asked = text(&mut shell);
    assert!(
        asked.contains("refusal: Refused no matter") && asked.contains("credentials: Valid credentials?"),
        "{asked}"
    );
    press(&mut shell, "enter");
    let asked = text(&mut shell);
    assert!(
        !asked.contains("refusal: Refused no matter") && asked.contains("credentials: Valid credentials?"),
        "{asked}"
    );
    press(&mut shell, "enter");
    let answered = text(&mut shell);
    assert!(answered.contains("403: conforms") && !answered.contains("Depends on"), "{answered}");
}

#[test]
fn page_down_scrolls_the_verdict_beside_the_facts_to_its_end_and_leaves_the_selection() {
    let mut shell = page(REFUSED, Vec::new());
    let (first, row) = drawn(&mut shell, 80, 24);
    assert!(first.iter().any(|line| line.contains("pgdn") && line.contains("more")), "{first:#?}");
    assert!(!first.concat().contains("The article"), "the page fits: {first:#?}");
    let facts = |lines: &[String]| -> Vec<String> {
        lines
            .iter()
            .filter(|line| line.trim_start().starts_with('│'))
            .map(|line| line.chars().take(39).collect())
            .collect()
    };
    let mut pages = vec![first.concat()];
    for _ in 0..12 {
        press(&mut shell, "pagedown");
        let (lines, cursor) = drawn(&mut shell, 80, 24);
        assert_eq!((facts(&lines), cursor), (facts(&first), row), "the selection moved: {lines:#?}");
        pages.push(lines.concat());
    }
    let all = pages.concat();
    for part in ["What clients do", "Where the facts come from", "How the answer is reached", "Sources", "The article"]
    {
        assert!(all.contains(part), "{part} can't be reached: {pages:#?}");
    }
    assert_eq!(pages.last(), pages.iter().rev().nth(1), "the end is reached");
    press(&mut shell, "right");
    let (changed, _) = drawn(&mut shell, 80, 24);
    assert!(changed.concat().contains("The 403 conforms."), "a new verdict starts at the top: {changed:#?}");
}

#[test]
fn facts_given_on_the_command_line_stay_when_the_others_are_reset() {
    let user_facts = vec![KnownFact::from_values(&[Credentials::WrongSecret], FactSource::User)];
    let mut shell = page(REFUSED, user_facts);
    assert!(text(&mut shell).contains("403: wrong code"));
    press(&mut shell, "down right");
    press(&mut shell, "u enter");
    assert!(text(&mut shell).contains("403: wrong code"));
}

#[test]
fn no_secret_is_on_the_page_or_on_the_paste_screen() {
    let mut shell = page(REFUSED, Vec::new());
    assert!(!text(&mut shell).contains(SECRET));
    let mut shell = course(study(), Options::default(), FirstScreen::Paste(Vec::new()));
    shell.handle(Msg::Paste(REFUSED.to_owned()));
    let shown = text(&mut shell);
    assert!(shown.contains("Lines pasted: 6.") && !shown.contains(SECRET), "{shown}");
}

#[test]
fn a_paste_is_judged_after_a_dot_and_an_unreadable_one_is_named() {
    let mut shell = course(study(), Options::default(), FirstScreen::Paste(Vec::new()));
    shell.handle(Msg::Paste("hello\nthere".to_owned()));
    press(&mut shell, ". enter");
    let shown = text(&mut shell);
    assert!(shown.contains("Line 1, column 1: there is no HTTP response"), "{shown}");
    shell.handle(Msg::Paste(REFUSED.to_owned()));
    press(&mut shell, ". enter");
    assert!(text(&mut shell).contains("403: not certain"));
    press(&mut shell, "q");
    shell.handle(Msg::Paste(format!("{REFUSED}.\n")));
    assert!(text(&mut shell).contains("403: not certain"), "a dot within the paste ends it as well");
    press(&mut shell, "q");
    shell.handle(Msg::Paste(REFUSED.to_owned()));
    press(&mut shell, "esc");
    assert!(text(&mut shell).contains("Press Esc again to discard the pasted lines."));
    press(&mut shell, "right esc");
    assert!(text(&mut shell).contains("Press Esc again to discard the pasted lines."));
    press(&mut shell, "esc");
    assert!(text(&mut shell).contains("The pasted lines were discarded."));
    let user_facts = vec![KnownFact::from_values(&[Credentials::WrongSecret], FactSource::User)];
    let mut shell = course(study(), Options::default(), FirstScreen::Paste(user_facts));
    shell.handle(Msg::Paste(format!("{REFUSED}.\n")));
    assert!(text(&mut shell).contains("403: wrong code"), "the facts told before count");
}

#[test]
fn several_exchanges_are_one_page() {
    let second = REFUSED.replace("403 Forbidden", "401 Unauthorized");
    let mut shell = page(&format!("{REFUSED}{second}"), Vec::new());
    let shown = text(&mut shell);
    assert!(shown.contains("2 exchanges") && shown.contains("1 response is at fault"), "{shown}");
}

#[test]
fn the_verdict_and_the_selected_fact_are_in_sight_at_every_size() {
    for (columns, rows) in [(80, 24), (60, 20), (40, 15), (120, 40)] {
        let mut shell = page(REFUSED, Vec::new());
        let (lines, cursor) = drawn(&mut shell, columns, rows);
        assert!(lines.iter().any(|line| line.contains("403: not certain")), "{columns}x{rows}\n{}", lines.join("\n"));
        assert!(lines[cursor].contains("refusal"), "{columns}x{rows}: {}\n{}", lines[cursor], lines.join("\n"));
        press(&mut shell, "enter right");
        let (lines, cursor) = drawn(&mut shell, columns, rows);
        assert!(lines.iter().any(|line| line.contains("403: wrong code")), "{columns}x{rows}\n{}", lines.join("\n"));
        assert!(lines[cursor].contains("credentials"), "{columns}x{rows}: {}", lines[cursor]);
    }
    let mut one = page(REFUSED, Vec::new());
    let mut pasting = course(study(), Options::default(), FirstScreen::Paste(Vec::new()));
    pasting.handle(Msg::Paste(REFUSED.to_owned()));
    at_sizes("inspect", |columns, rows| {
        drawn(&mut one, columns, rows);
        drawn(&mut pasting, columns, rows);
    });
}
