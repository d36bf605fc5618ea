//! The roster: the login and name of each seat.
//!
//! Owns the columns. Names come only from the roster; exam files contain none.

use std::collections::BTreeMap;

use crate::class::import::rows;
use crate::say;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// By seat code.
    pub students: BTreeMap<String, Student>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Student {
    pub login: String,
    pub name: String,
}

impl Roster {
    /// Parses a CSV file with a header row: `seat`, and `login`, `name` or both.
    ///
    /// # Errors
    ///
    /// A sentence that follows the file name.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut rows = rows(text).into_iter();
        let head: Vec<String> = rows.next().map(|(_, head)| head).unwrap_or_default();
        let place = |name: &str| head.iter().position(|column| column.trim().eq_ignore_ascii_case(name));
        let Some(seat) = place("seat") else {
            return Err(say!("has no column `seat` in its first line; allowed columns: seat, login, name").to_owned());
        };
        let cell = |row: &[String], place: Option<usize>| {
            place.and_then(|place| row.get(place)).map_or_else(String::new, |cell| cell.trim().to_owned())
        };
        let mut students = BTreeMap::new();
        for (line, row) in rows.filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty())) {
            let student = Student { login: cell(&row, place("login")), name: cell(&row, place("name")) };
            let seat = cell(&row, Some(seat));
            if seat.is_empty() {
                return Err(say!("has no seat in line {}", line));
            }
            if students.insert(seat.clone(), student).is_some() {
                return Err(say!("has seat {} twice, again in line {}", seat, line));
            }
        }
        Ok(Self { students })
    }
}
