//! Draws status codes and titles in letters that can be read from the back of a room.
//!
//! Each letter is five points high, and the width varies from letter to letter. If a title contains a character that
//! isn't available as a large letter, the whole title is drawn at normal size.

use super::super::layout::saturating_u16;
use crate::document::Text;

pub(in super::super) const ROWS: u16 = 5;

/// The width of a status code in points: three digits, each four points wide, with a gap of one point between digits.
pub(in super::super) const COLUMNS: u16 = 14;

const SPACE: usize = 2;

const MOST_LINES: usize = 2;

const LETTERS: &[(char, [&str; 5])] = &[
    ('A', [" # ", "# #", "###", "# #", "# #"]),
    ('B', ["## ", "# #", "## ", "# #", "## "]),
    ('C', [" ##", "#  ", "#  ", "#  ", " ##"]),
    ('D', ["## ", "# #", "# #", "# #", "## "]),
    ('E', ["###", "#  ", "## ", "#  ", "###"]),
    ('F', ["###", "#  ", "## ", "#  ", "#  "]),
    ('G', [" ###", "#   ", "# ##", "#  #", " ###"]),
    ('H', ["# #", "# #", "###", "# #", "# #"]),
    ('I', ["#", "#", "#", "#", "#"]),
    ('J', ["  #", "  #", "  #", "# #", " # "]),
    ('K', ["# #", "# #", "## ", "# #", "# #"]),
    ('L', ["#  ", "#  ", "#  ", "#  ", "###"]),
    ('M', ["#   #", "## ##", "# # #", "#   #", "#   #"]),
    ('N', ["#  #", "## #", "# ##", "#  #", "#  #"]),
    ('O', [" ## ", "#  #", "#  #", "#  #", " ## "]),
    ('P', ["## ", "# #", "## ", "#  ", "#  "]),
    ('Q', [" ## ", "#  #", "#  #", "# # ", " # #"]),
    ('R', ["## ", "# #", "## ", "# #", "# #"]),
    ('S', [" ##", "#  ", " # ", "  #", "## "]),
    ('T', ["###", " # ", " # ", " # ", " # "]),
    ('U', ["# #", "# #", "# #", "# #", "###"]),
    ('V', ["#   #", "#   #", " # # ", " # # ", "  #  "]),
    ('W', ["#   #", "#   #", "# # #", "# # #", " # # "]),
    ('X', ["# #", "# #", " # ", "# #", "# #"]),
    ('Y', ["# #", "# #", " # ", " # ", " # "]),
    ('Z', ["###", "  #", " # ", "#  ", "###"]),
    ('0', ["####", "#  #", "#  #", "#  #", "####"]),
    ('1', ["  # ", " ## ", "  # ", "  # ", " ###"]),
    ('2', ["####", "   #", "####", "#   ", "####"]),
    ('3', ["####", "   #", " ###", "   #", "####"]),
    ('4', ["#  #", "#  #", "####", "   #", "   #"]),
    ('5', ["####", "#   ", "####", "   #", "####"]),
    ('6', ["####", "#   ", "####", "#  #", "####"]),
    ('7', ["####", "   #", "  # ", " #  ", " #  "]),
    ('8', ["####", "#  #", "####", "#  #", "####"]),
    ('9', ["####", "#  #", "####", "   #", "####"]),
    ('%', ["#  #", "  # ", " ## ", " #  ", "#  #"]),
    ('*', ["   ", "# #", " # ", "# #", "   "]),
    ('-', ["  ", "  ", "##", "  ", "  "]),
    ('\'', ["#", "#", " ", " ", " "]),
    (',', ["  ", "  ", "  ", " #", "# "]),
    ('.', [" ", " ", " ", " ", "#"]),
    (':', [" ", "#", " ", "#", " "]),
    ('/', ["  #", "  #", " # ", "#  ", "#  "]),
    ('?', ["## ", "  #", " # ", "   ", " # "]),
    ('!', ["#", "#", "#", " ", "#"]),
    ('(', [" #", "# ", "# ", "# ", " #"]),
    (')', ["# ", " #", " #", " #", "# "]),
];

/// Returns the five rows of points that form the word in large letters, or `None` if one of its characters isn't
/// available as a large letter.
fn word(text: &str) -> Option<[String; 5]> {
    let mut rows: [String; 5] = Default::default();
    for letter in text.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_uppercase) {
        let letter = if letter == '’' { '\'' } else { letter };
        let (_, points) = LETTERS.iter().find(|(known, _)| *known == letter)?;
        for (row, points) in rows.iter_mut().zip(points) {
            if !row.is_empty() {
                row.push(' ');
            }
            row.push_str(points);
        }
    }
    Some(rows)
}

/// Returns the number of columns that the beginning of the text takes up, including the gap after it. The whole text
/// takes up `columns` columns.
pub(super) fn share_of(start: &str, text: &str, columns: usize) -> usize {
    let points = |text: &str| word(text).map_or(0, |[row, ..]| row.len());
    columns * (points(start) + 1) / points(text).max(1)
}

pub(in super::super) fn columns(texts: &[Text]) -> u16 {
    let points = texts.iter().filter_map(|text| word(&text.to_string())).map(|[row, ..]| row.len());
    saturating_u16(points.max().unwrap_or(0))
}

/// Returns the rows of the text in large letters, without spaces between words. Each point of a letter is `wide`
/// columns wide and `high` rows high.
pub(in super::super) fn block(text: &str, sign: &str, wide: u16, high: u16) -> Vec<String> {
    let rows = word(text).unwrap_or_default();
    let line = |row: &String| std::iter::repeat_n(widened(row, sign, wide.into()), high.into());
    rows.iter().flat_map(line).collect()
}

/// Half-block characters fit two rows of points into one row of the screen.
pub(in super::super) fn half_block(code: u16) -> Vec<String> {
    half_block_text(&code.to_string())
}

pub(in super::super) fn half_block_text(text: &str) -> Vec<String> {
    half_rows(&word(text).unwrap_or_default())
}

fn half_rows(points: &[String]) -> Vec<String> {
    let columns = points.first().map_or(0, String::len);
    let points: Vec<Vec<char>> = points.iter().map(|line| line.chars().collect()).collect();
    let is_set = |row: usize, column: usize| points.get(row).and_then(|row| row.get(column)) == Some(&'#');
    let row = |row: usize| {
        let column = |column: usize| match (is_set(row, column), is_set(row + 1, column)) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        };
        (0..columns).map(column).collect()
    };
    (0..points.len()).step_by(2).map(row).collect()
}

/// Returns the text in large letters, broken into lines that fit the area, or `None` if the text doesn't fit. `sign` is
/// a full block or, on terminals without half blocks, an ASCII character.
pub(in super::super) fn large(text: &str, columns: usize, rows: usize, sign: &str) -> Option<Vec<String>> {
    let words: Vec<[String; 5]> = text.split_whitespace().map(word).collect::<Option<_>>()?;
    let full = |wide: usize| {
        let lines = lines(&words, columns / wide)?;
        let line = |points: &[String; 5]| points.clone().map(|row| widened(&row, sign, wide));
        Some(spaced(lines.iter().map(|points| line(points).to_vec())))
    };
    let half = || {
        let lines = lines(&words, columns)?;
        Some(spaced(lines.iter().map(|points| half_rows(points))))
    };
    let fits = |lines: &Vec<String>| lines.len() <= rows;
    if sign.is_ascii() {
        return full(1).filter(fits);
    }
    full(2).filter(fits).or_else(|| half().filter(fits))
}

fn lines(words: &[[String; 5]], points: usize) -> Option<Vec<[String; 5]>> {
    let mut lines: Vec<[String; 5]> = Vec::new();
    for word in words {
        let wide = word[0].len();
        match lines.last_mut().filter(|line| line[0].len() + SPACE + 1 + wide <= points) {
            Some(line) => {
                for (row, more) in line.iter_mut().zip(word) {
                    row.push_str(&" ".repeat(SPACE + 1));
                    row.push_str(more);
                }
            }
            None if wide <= points => lines.push(word.clone()),
            None => return None,
        }
    }
    (!lines.is_empty() && lines.len() <= MOST_LINES).then_some(lines)
}

fn widened(row: &str, sign: &str, wide: usize) -> String {
    row.chars().map(|point| if point == '#' { sign } else { " " }.repeat(wide)).collect()
}

fn spaced(lines: impl Iterator<Item = Vec<String>>) -> Vec<String> {
    let mut rows = Vec::new();
    for line in lines {
        if !rows.is_empty() {
            rows.push(String::new());
        }
        rows.extend(line);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_one_width_and_no_two_look_alike() {
        for (index, (letter, rows)) in LETTERS.iter().enumerate() {
            assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{letter}");
            assert!(LETTERS[index + 1..].iter().all(|(_, other)| other != rows), "{letter}");
        }
    }

    #[test]
    fn both_codes_can_be_told_apart_and_have_one_size() {
        for (wide, high) in [(1, 1), (2, 1), (4, 2)] {
            let [left, right] = [401, 403].map(|code| block(&code.to_string(), "█", wide, high));
            assert_ne!(left, right);
            for line in left.iter().chain(&right) {
                assert_eq!(crate::text::width(line), usize::from(COLUMNS * wide));
            }
            assert_eq!((left.len(), right.len()), (usize::from(ROWS * high), usize::from(ROWS * high)));
        }
    }

    #[test]
    fn a_title_fits_or_stays_small() {
        for columns in 10..160 {
            for rows in [3, 5, 7, 11] {
                for sign in ["█", "#"] {
                    let Some(lines) = large("The customs hall", columns, rows, sign) else { continue };
                    assert!(lines.len() <= rows && lines.iter().all(|line| line.chars().count() <= columns));
                }
            }
        }
        assert_eq!(large("The customs hall", 76, 3, "█").map(|lines| lines.len()), Some(3));
        assert_eq!(large("The customs hall", 160, 5, "█").map(|lines| lines.len()), Some(5));
        assert_eq!(large("Zürich", 160, 5, "█"), None);
        assert_eq!(large("", 160, 5, "█"), None);
    }
}
