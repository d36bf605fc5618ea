//! Parses the roster, which assigns a login and a name to each seat.
//!
//! Names come only from the roster, because exam files contain no names.

use std::collections::{BTreeMap, BTreeSet};

use crate::class::exam::sitting::seat_fault;
use crate::class::import::{repeated_column, rows};
use crate::say;
use crate::text::is_unsafe;

/// The column names that are recognised, including those of gradebooks exported from Canvas, and from Moodle in
/// English, German and Portuguese.
const SEAT: &[&str] = &["seat", "sitzplatz", "platz", "lugar", "assento"];
pub(super) const LOGIN: &[&str] =
    &["login", "sis login id", "username", "anmeldename", "nome de usuário", "identificação de usuário"];
const ADDRESS: &[&str] =
    &["email address", "email", "e-mail-adresse", "e-mail", "endereço de email", "endereço de e-mail"];
const NAME: &[&str] = &["name", "student", "full name", "nome completo", "vollständiger name"];
const FIRST_NAME: &[&str] = &["first name", "firstname", "vorname", "nome"];
const LAST_NAME: &[&str] = &["last name", "lastname", "surname", "nachname", "sobrenome"];
const ID: &[&str] = &["id"];
const SIS_ID: &[&str] = &["sis user id"];
const SECTION: &[&str] = &["section"];

const ROWS_WITHOUT_STUDENT: [&str; 2] = ["points possible", "student, test"];

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    pub students: BTreeMap<String, Student>,
    /// The names or logins of students to whom no seat is assigned. These students may be absent.
    pub without_seat: Vec<String>,
    pub has_addresses: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Student {
    pub login: String,
    pub name: String,
    /// The student's ids and section in Canvas.
    pub canvas: [String; 3],
}

impl Roster {
    /// Parses a CSV file with the column `seat` and at least one of `login` and `name`. A gradebook exported from
    /// Canvas or Moodle also works if a `seat` column is added. The error is a sentence to print after the file name.
    pub fn parse(text: &str) -> Result<Self, String> {
        let unclosed =
            |line| say!("has an unclosed quotation mark on line {}; check the quotation marks from that line on", line);
        let mut rows = rows(text).map_err(unclosed)?.into_iter();
        let head = rows.next().map(|(_, head)| head).unwrap_or_default();
        let head: Vec<String> = head.iter().map(|column| column_name(column)).collect();
        let column = |names: &[&str]| names.iter().find_map(|name| head.iter().position(|title| title == name));
        if column(SEAT).is_none() {
            return Err(say!("has no `seat` column in its first line; allowed columns: seat, login, name").to_owned());
        }
        let known = [SEAT, LOGIN, ADDRESS, NAME, FIRST_NAME, LAST_NAME, ID, SIS_ID, SECTION].concat();
        if let Some(name) = repeated_column(&head, known.into_iter()) {
            return Err(say!("has two columns named `{}` in its first line; rename one of them", name));
        }
        let (mut students, mut without_seat) = (BTreeMap::new(), Vec::new());
        let mut logins: BTreeSet<String> = BTreeSet::new();
        for (line, row) in rows.filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty())) {
            if row.iter().skip(head.len()).any(|cell| !cell.trim().is_empty()) {
                return Err(say!(
                    "has more cells on line {} than columns on line 1. Put quotation marks around a name with a comma: \"Doe, Jane\"",
                    line
                ));
            }
            let cell = |names: &[&str]| {
                let cell = column(names).and_then(|column| row.get(column)).map_or("", |cell| cell.trim());
                // Joiners belong to the spelling of some names.
                let is_shown = |character: &char| !is_unsafe(*character) || "\u{200c}\u{200d}".contains(*character);
                cell.chars().filter(is_shown).collect::<String>()
            };
            let name = match cell(NAME) {
                empty if empty.is_empty() => format!("{} {}", cell(FIRST_NAME), cell(LAST_NAME)).trim().to_owned(),
                name => name,
            };
            // Exported reports put an apostrophe before a seat code that a spreadsheet would convert.
            let seat = cell(SEAT).trim_start_matches('\'').to_owned();
            let login = Some(cell(LOGIN)).filter(|login| !login.is_empty());
            let login = login.unwrap_or_else(|| cell(ADDRESS));
            let has_student = !name.is_empty() || !login.is_empty();
            if seat.is_empty() && (!has_student || ROWS_WITHOUT_STUDENT.contains(&name.to_lowercase().as_str())) {
                continue;
            }
            if seat.is_empty() {
                without_seat.push(if name.is_empty() { login } else { name });
                continue;
            }
            if let Some(fault) = seat_fault(&seat) {
                return Err(say!("can't be used, because of line {}: {}", line, fault));
            }
            if !login.is_empty() && !logins.insert(login.to_lowercase()) {
                return Err(say!("lists the login {} twice, the second time on line {}", login, line));
            }
            let student = Student { login, name, canvas: [ID, SIS_ID, SECTION].map(cell) };
            if students.insert(seat.clone(), student).is_some() {
                return Err(say!("lists seat {} twice, the second time on line {}", seat, line));
            }
        }
        if students.is_empty() {
            return Err(say!("lists no student with a seat").to_owned());
        }
        Ok(Self { students, without_seat, has_addresses: column(LOGIN).is_none() && column(ADDRESS).is_some() })
    }

    /// Changes the roster's seat codes to match those in the exams, because a spreadsheet may have changed 07 to 7.
    pub(crate) fn matching(mut self, exams: &BTreeSet<&str>) -> Self {
        let lone = |seat: &str| {
            let mut same = exams.iter().filter(|exam| number(exam).is_some() && number(exam) == number(seat));
            same.next().filter(|_| same.next().is_none()).map(|exam| (*exam).to_owned())
        };
        let renamed: Vec<(String, String)> = self
            .students
            .keys()
            .filter(|seat| !exams.contains(seat.as_str()))
            .filter_map(|seat| Some((seat.clone(), lone(seat).filter(|exam| !self.students.contains_key(exam))?)))
            .collect();
        for (seat, exam) in renamed {
            if let Some(student) = self.students.remove(&seat) {
                self.students.entry(exam).or_insert(student);
            }
        }
        self
    }
}

/// Returns a column name in lower case, without the id that Canvas appends, as in `Seat (1234)`.
fn column_name(column: &str) -> String {
    let name = column.trim().to_lowercase();
    let id = name.strip_suffix(')').and_then(|name| name.rsplit_once(" ("));
    match id.filter(|(_, id)| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())) {
        Some((name, _)) => name.to_owned(),
        None => name,
    }
}

fn number(seat: &str) -> Option<&str> {
    seat.bytes().all(|byte| byte.is_ascii_digit()).then(|| seat.trim_start_matches('0'))
}
