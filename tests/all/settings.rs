//! Tests the settings screen, its counterpart in plain mode, and the layout for screen readers.

use std::fs;

use airside::settings::{Setting, Settings, ThemeName};
use airside::tui::Options;
use airside::tui::picture::SHOTS;
use ratatui::layout::Size;

use super::cli::{out, run_in};
use super::terminal::{Term, new_home};

#[test]
fn a_change_is_seen_and_saved_at_once() {
    let home = new_home();
    let path = home.path().join("config/settings.json");
    let mut term = Term::start_at(&home, &[], &[], 24, 80);
    term.wait_for("Explore").send("k\r").wait_for("Colours in full-screen mode");
    term.send("h").until("the last theme", |term| term.text().contains("<mono>"));
    assert_eq!(Settings::read(&path).0.theme, ThemeName::Mono);
    term.send("\x1b[B\x1b[C").until("motion is off", |term| term.text().contains("<off>"));
    assert!(Settings::read(&path).0.is_still);
    term.send("\x1b[B\x1b[B\x1b[C").until("no borders", |term| !term.text().contains('╭'));
    assert!(Settings::read(&path).0.stacked);
    term.send("qq");
    assert_eq!(term.code(), 0);

    // The next start uses the saved settings.
    let mut term = Term::start_at(&home, &[], &[], 24, 80);
    term.wait_for("Explore");
    assert!(!term.text().contains('╭'), "{}", term.text());
    term.send("q");
    assert_eq!(term.code(), 0);
}

#[test]
fn a_settings_file_that_is_a_list_is_named() {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("config/settings.json");
    fs::create_dir_all(path.parent().expect("a folder")).expect("created");
    fs::write(&path, "[]").expect("written");
    let printed = out(&run_in(home.path(), &["--plain"], "quit\n")).replace('\n', " ");
    assert!(printed.contains("the settings aren't a JSON object"), "{printed}");
}

#[test]
fn plain_mode_changes_the_same_file() {
    let home = tempfile::tempdir().expect("a folder");
    let printed = out(&run_in(home.path(), &["--plain"], "settings\nsettings theme dark\nsettings plane on\nquit\n"));
    for name in Setting::NAMES {
        assert!(printed.contains(&format!("{name}: ")), "{name}\n{printed}");
    }
    assert!(printed.contains("Saved: theme is now dark.") && printed.contains("Unknown setting `plane`"), "{printed}");
    let text = fs::read_to_string(home.path().join("config/settings.json")).expect("written");
    assert!(text.contains("\"theme\": \"dark\""), "{text}");
}

fn stacked_rows(name: &str, size: Size) -> Vec<String> {
    let shot = SHOTS.iter().find(|shot| shot.name == name).expect("a screen");
    let (buffer, _) = shot.draw(Options { stacked: true, ..Options::default() }, size);
    let cells: Vec<&str> = buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect();
    cells.chunks(usize::from(buffer.area.width)).map(<[&str]>::concat).collect()
}

#[test]
fn the_stacked_layout_has_no_borders_and_no_parts_side_by_side() {
    for size in [Size::new(80, 24), Size::new(120, 40)] {
        // Slides are shown to a whole class, so their layout doesn't change.
        for shot in SHOTS.iter().filter(|shot| !shot.name.starts_with("vote")) {
            let rows = stacked_rows(shot.name, size);
            // The axis of a plot isn't a border.
            let has_border = rows.iter().any(|row| row.contains(['╭', '╰', '╮', '╯']));
            assert!(!has_border, "{} at {size}\n{}", shot.name, rows.join("\n"));
        }
        let pair = stacked_rows("pair-ruling", size);
        let row = |text: &str| pair.iter().position(|row| row.trim().starts_with(text)).expect(text);
        assert!(row("First") < row("✓ Correct") && row("✓ Correct") < row("Second"), "{}", pair.join("\n"));
        assert!(row("Second") < row("✗ Not quite"), "{}", pair.join("\n"));
        let topic = stacked_rows("topic", size).join("\n");
        assert!(topic.contains("more (line ") && !topic.contains('┃'), "{topic}");
        let home = stacked_rows("home", size);
        assert!(
            home.iter().all(|row| !(row.contains("Pre-test") && row.contains("Fact-check"))),
            "{}",
            home.join("\n")
        );
    }
}

#[test]
fn the_line_that_differs_is_named_in_words() {
    for name in ["pair-ruling", "pair-http"] {
        for size in [Size::new(80, 24), Size::new(60, 20), Size::new(40, 15)] {
            let shot = SHOTS.iter().find(|shot| shot.name == name).expect("a screen");
            let (buffer, _) = shot.draw(Options::default(), size);
            let text: String = buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect();
            assert!(text.contains("differs"), "{name} at {size}");
        }
    }
}
