//! Draws 401 and 403 in digits that people can read from the back of a room.
//!
//! This module defines the shapes of the four digits, each of which is five rows high and four columns wide. The
//! digits are drawn with the theme's block character.

/// The height of a digit, in rows.
pub(in super::super) const ROWS: u16 = 5;

/// The width of a code: three digits of four columns, with one empty column between them.
pub(in super::super) const COLUMNS: u16 = 14;

const FIGURES: [(char, [&str; 5]); 10] = [
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
];

/// Returns the code in large digits. Each point of a digit is `wide` columns wide and `high` rows high.
pub(in super::super) fn block(code: u16, sign: &str, wide: u16, high: u16) -> Vec<String> {
    let code = code.to_string();
    let figures: Vec<_> =
        code.chars().filter_map(|digit| FIGURES.iter().find(|(figure, _)| *figure == digit)).collect();
    let mut lines = Vec::new();
    for row in 0..usize::from(ROWS) {
        let points: Vec<&str> = figures.iter().map(|(_, rows)| rows[row]).collect();
        let line: String =
            points.join(" ").chars().map(|point| if point == ' ' { " " } else { sign }.repeat(wide.into())).collect();
        lines.extend(std::iter::repeat_n(line, high.into()));
    }
    lines
}

/// Returns the code in half-block characters, which fit two points into each row.
pub(in super::super) fn half_block(code: u16) -> Vec<String> {
    half_rows(&block(code, "#", 1, 1))
}

/// Combines every two rows of points into one row of half-block characters.
pub(super) fn half_rows(points: &[String]) -> Vec<String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_codes_can_be_told_apart_and_have_one_size() {
        for (wide, high) in [(1, 1), (2, 1), (4, 2)] {
            let [left, right] = [401, 403].map(|code| block(code, "█", wide, high));
            assert_ne!(left, right);
            for line in left.iter().chain(&right) {
                assert_eq!(crate::text::width(line), usize::from(COLUMNS * wide));
            }
            assert_eq!((left.len(), right.len()), (usize::from(ROWS * high), usize::from(ROWS * high)));
        }
    }

    #[test]
    fn every_digit_has_the_same_size_and_a_shape_of_its_own() {
        for (index, (digit, rows)) in FIGURES.iter().enumerate() {
            assert!(rows.iter().all(|row| row.len() == 4), "{digit}");
            assert!(FIGURES[index + 1..].iter().all(|(_, other)| other != rows), "{digit}");
        }
    }
}
