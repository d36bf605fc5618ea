//! Checks that the pictures in the README match what the program draws.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use airside::tui::Options;
use airside::tui::picture::{SHOTS, picture};
use ratatui::layout::Size;

use crate::look::{DRAWN, Drawn};

/// The pictures in the README, each with the arguments that draw the picture.
const SHOWN: &[(&str, &[&str])] = &[
    ("home", &["home"]),
    ("pair", &["pair-ruling"]),
    ("ruling", &["not-quite", "--size", "120x36"]),
    ("wrap-up", &["wrap-up"]),
    ("slide", &["vote-talking", "--size", "100x30"]),
];

fn drawn(arguments: &[&str]) -> String {
    let home = tempfile::tempdir().expect("a folder");
    let mut command = super::cli::airside(home.path());
    let output = command.arg("screenshot").args(arguments).stdin(Stdio::null()).output().expect("runs");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!home.path().join("state").exists(), "a picture writes no journal");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn the_pictures_in_the_readme_are_up_to_date() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).expect("the README");
    for (name, arguments) in SHOWN {
        let path = format!("tests/pictures/{name}.svg");
        let (kept, fresh) = (
            fs::read_to_string(root.join(&path)).unwrap_or_default(),
            drawn(&[*arguments, &["--theme", "dark"]].concat()),
        );
        if kept != fresh && std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
            fs::write(root.join(&path), fresh).expect("written");
        } else {
            assert!(kept == fresh, "{path} is out of date; to draw it again: INSTA_UPDATE=always cargo test pictures");
        }
        assert!(readme.contains(&path), "README does not show {path}");
    }
}

const MAIN: &[&str] = &[
    "home", "question", "correct", "not-quite", "pair", "pair-ruling", "lesson", "wrap-up", "progress", "workbench",
    "lab-answer", "vote-ruling",
];

fn text_of(Drawn { buffer, cursor, .. }: &Drawn) -> String {
    let columns = usize::from(buffer.area.width);
    let cells: Vec<&str> = buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect();
    let rows: Vec<String> = cells.chunks(columns).map(|row| row.concat().trim_end().to_owned()).collect();
    format!("{}\ncursor: column {}, row {}", rows.join("\n"), cursor.x + 1, cursor.y + 1)
}

#[test]
fn every_screen_matches_its_picture() {
    for drawn in DRAWN.iter().filter(|drawn| drawn.size == Size::new(80, 24)) {
        insta::assert_snapshot!(format!("picture__{}", drawn.shot.name), text_of(drawn));
    }
}

#[test]
fn the_main_screens_match_their_pictures_in_small_and_large_windows() {
    for drawn in DRAWN.iter().filter(|drawn| MAIN.contains(&drawn.shot.name) && drawn.size != Size::new(80, 24)) {
        let Size { width, height } = drawn.size;
        insta::assert_snapshot!(format!("picture__{}-{width}x{height}", drawn.shot.name), text_of(drawn));
    }
}

#[test]
fn every_screen_can_be_exported_as_a_picture_with_the_same_text() {
    let listed = drawn(&["--list"]);
    let names: Vec<&str> = listed.lines().collect();
    assert_eq!(names, SHOTS.iter().map(|shot| shot.name).collect::<Vec<_>>());
    for shot in SHOTS {
        for (columns, rows, ascii) in [(80, 24, false), (40, 15, true), (1, 1, false)] {
            let svg = picture(Options { ascii, ..Options::default() }, shot, columns, rows);
            assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "{}", shot.name);
            assert!(!svg.contains('\u{1b}'));
        }
    }
    // The command line must print the same picture.
    let question = SHOTS.iter().find(|shot| shot.name == "question").expect("there");
    let options = Options { ascii: true, ..Options::default() };
    assert_eq!(drawn(&["question", "--size", "40x15", "--ascii"]), picture(options, question, 40, 15));
    assert!(drawn(&["home"]).contains("HTTP 401 or 403?"));
    assert!(drawn(&["not-quite"]).contains("decides"));
    assert!(drawn(&["progress", "--size", "80x60"]).contains("Fairly sure"));
}

#[test]
fn no_picture_without_a_screen() {
    let home = tempfile::tempdir().expect("a folder");
    for arguments in [&[][..], &["nowhere"], &["home", "--list"]] {
        let output = super::cli::airside(home.path()).arg("screenshot").args(arguments).output().expect("runs");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
}
