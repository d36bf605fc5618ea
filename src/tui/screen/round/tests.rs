//! Checks every contrast pair of the course in a window of the usual size.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;

use super::RoundScreen;
use crate::course::Items;
use crate::document::{Block, Document, ExchangeLines};
use crate::round::{Answer, Confidence, Input, Item};
use crate::scenario::library::Library;
use crate::study::{Begin, Opening, Study};
use crate::tui::{Options, Shell};

const USUAL: Size = Size::new(80, 24);

/// Returns every contrast pair of the course in both orders.
fn pairs() -> (Library, Vec<[Item; 2]>) {
    let library = Library::open(None, &[]);
    let items = Items::new(Library::new(library.packs().iter().cloned()));
    let pairs = items.pairs().flat_map(|[first, second]| [[first, second], [second, first]]);
    let pairs = pairs.map(|pair| pair.map(Item::clone)).collect();
    (library, pairs)
}

fn study(library: &Library, pair: &[Item; 2], answered: usize) -> Study {
    let library = Library::new(library.packs().iter().cloned());
    let mut study = Study::open(Opening { library, state_folder: None, begin: Begin::Idle, clock: || 0 });
    study.start_pair(pair.clone());
    for _ in 0..answered {
        study.act(Input::Choose(Answer::Forbidden)).expect("a question");
        study.act(Input::Commit(Confidence::Certain)).expect("an answer");
    }
    study
}

fn halves(document: &Document) -> [&ExchangeLines; 2] {
    let halves = document.blocks.iter().find_map(|block| match block {
        Block::Columns(columns) => Some(columns.iter().flatten().filter_map(|block| match block {
            Block::Exchange(lines) => Some(lines),
            _ => None,
        })),
        _ => None,
    });
    halves.expect("columns").collect::<Vec<_>>().try_into().expect("two halves")
}

fn lines(half: &ExchangeLines) -> Vec<(usize, &str)> {
    (half.before + 1..).zip(half.groups.iter().flat_map(|group| &group.lines).map(String::as_str)).collect()
}

fn drawn(study: Study) -> Vec<String> {
    let mut shell = Shell::new(study, Box::new(RoundScreen::default()), Options::default());
    shell.resize(USUAL);
    let mut terminal = Terminal::new(TestBackend::new(USUAL.width, USUAL.height)).expect("memory");
    terminal.draw(|frame| shell.draw(frame)).expect("memory");
    let cells: Vec<&str> = terminal.backend().buffer().content().iter().map(ratatui::buffer::Cell::symbol).collect();
    cells.chunks(USUAL.width.into()).map(<[&str]>::concat).collect()
}

fn on_screen(rows: &[String], side: usize, number: usize) -> Option<(usize, String)> {
    let half = |row: &String| row.chars().skip(40 * side).take(40).collect::<String>();
    let inner = |row: &String| {
        let half = half(row);
        let (start, end) = (half.find('│')?, half.rfind('│')?);
        Some(half.get(start + '│'.len_utf8()..end)?.replace('▌', " "))
    };
    let is_number = |text: &str| text.starts_with(&format!("  {number:>2}  "));
    let row = rows.iter().position(|row| inner(row).is_some_and(|text| is_number(&text)))?;
    let rest = rows[row + 1..].iter().map_while(inner).take_while(|text| text.starts_with("      "));
    let text: Vec<String> = inner(&rows[row]).into_iter().chain(rest).collect();
    let words = text.iter().flat_map(|text| text.split_whitespace()).skip(1);
    Some((row, words.collect()))
}

#[test]
fn in_every_pair_the_same_number_means_the_same_line_and_both_halves_are_level_and_on_screen() {
    let (library, pairs) = pairs();
    assert!(pairs.len() > 40);
    let mut faults = Vec::new();
    for pair in &pairs {
        for answered in 0..=2 {
            let study = study(&library, pair, answered);
            let document = study.document(false).expect("a pair");
            let both = halves(&document).map(lines);
            assert_eq!(both[0].len(), both[1].len(), "{:?}", pair[0].id);
            for (number, line) in &both[0] {
                assert!(both[1].iter().all(|(other, text)| text != line || other == number), "{:?} {line}", pair[0].id);
            }
            let named = |line: &str| line.split(':').next().unwrap_or_default().to_owned();
            for ((_, line), (_, other)) in
                both[0].iter().zip(&both[1]).filter(|((_, line), _)| line.contains("Authorization:"))
            {
                assert_eq!(named(line), named(other), "{:?}", pair[0].id);
            }
            let rows = drawn(study);
            let count = both[0].iter().zip(&both[1]).filter(|((_, line), (_, other))| line != other).count();
            let says_two = rows.concat().contains("differs, on two lines");
            assert!(answered == 2 || says_two == (count == 2) && count < 3, "{:?}\n{}", pair[0].id, rows.join("\n"));
            for (place, (number, _)) in both[0].iter().enumerate() {
                let seen = [0, 1].map(|side| on_screen(&rows, side, *number));
                let texts = [0, 1].map(|side| both[side][place].1.replace(' ', ""));
                let is_level = seen[0].as_ref().map(|(row, _)| row) == seen[1].as_ref().map(|(row, _)| row);
                let is_whole = (0..2).all(|side| seen[side].as_ref().is_some_and(|(_, text)| *text == texts[side]));
                if !(is_level && is_whole) {
                    faults.push(format!(
                        "{:?} {answered} line {number}: {seen:?} {texts:?}\n{}",
                        pair[0].id,
                        rows.join("\n")
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n\n"));
}
