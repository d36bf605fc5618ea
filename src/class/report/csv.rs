//! Writes reports as CSV files for spreadsheets and gradebooks.
//!
//! Column names are the same in every language, because other programs look for them. An apostrophe is added before a
//! cell that a spreadsheet would otherwise interpret as a formula. Confidence levels are left out unless the teacher
//! asks for them.

use super::conditions::planned;
use super::{Class, GradedExam, Seat, roster};
use crate::class::exam::form::ExamForm;
use crate::learner::Confidence;
use crate::say;
use crate::scenario::index::Category;
use crate::sorting::{sort_by, sort_by_key};
use crate::text::natural_order;

named! {
    /// The gradebook that imports the file.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Gradebook {
        /// Contains Canvas's own columns and its row of maximum points.
        Canvas = "canvas",
        /// Identifies students by user name and includes a remark.
        Moodle = "moodle",
        /// Contains the seat and the points, and also the login and the name if there is a roster.
        Plain = "plain",
    }
}

/// Writes a row. Cells are quoted if necessary and are never interpreted as formulas.
fn row<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> String {
    let cell = |cell: T| {
        let cell = cell.as_ref();
        let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
        let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
        if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
    };
    let cells: Vec<String> = cells.into_iter().map(cell).collect();
    cells.join(",") + "\r\n"
}

struct ExamColumns<'a>(Vec<(ExamForm, &'a str)>);

impl<'a> ExamColumns<'a> {
    /// Sorts the exams by form. Exams with individually chosen questions are sorted by start time.
    fn new(class: &'a Class) -> Self {
        let graded_exams: Vec<&GradedExam> = class.graded_exams().collect();
        let begun = |exam: &(ExamForm, &str)| {
            graded_exams.iter().filter(|paper| paper.exam() == *exam).map(|paper| paper.begun).min()
        };
        let mut exams = planned(&graded_exams);
        sort_by_key(&mut exams, |exam| (exam.0, begun(exam)));
        Self(exams)
    }

    /// An exam that wasn't planned goes into the first column of its form.
    fn column_of(&self, paper: &GradedExam) -> Option<usize> {
        let same = self.0.iter().position(|exam| *exam == paper.exam());
        same.or_else(|| self.0.iter().position(|(form, _)| *form == paper.form))
    }

    fn paper<'b>(&self, seat: &'b Seat, column: usize) -> Option<&'b GradedExam> {
        seat.exams().find(|paper| self.column_of(paper) == Some(column))
    }

    fn names(&self) -> Vec<String> {
        let name = |(column, (form, _)): (usize, &(ExamForm, &str))| {
            let earlier = self.0.iter().take(column).filter(|(other, _)| other == form).count();
            if earlier == 0 { form.to_string() } else { format!("{form} {}", earlier + 1) }
        };
        self.0.iter().enumerate().map(name).collect()
    }
}

/// Writes one row for each exam, with the points, the time and the results by kind of case.
pub fn seats(class: &Class, with_confidence: bool) -> String {
    let kinds: Vec<Category> = class.kinds().into_iter().map(|(kind, _)| kind).collect();
    let mut head: Vec<String> = ["seat", "form", "exam", "right", "of", "seconds"].map(str::to_owned).into();
    head.extend(kinds.iter().map(|kind| kind.name().to_owned()));
    if with_confidence {
        head.extend(["certain and right", "certain and wrong", "guessed and right"].map(str::to_owned));
    }
    let mut rows = Vec::new();
    for (name, seat) in class.seats_in_order() {
        for (exam, paper) in [("first", seat.before.as_ref()), ("second", seat.after.as_ref())] {
            let Some(paper) = paper else { continue };
            let tally = paper.tally();
            let numbers = [tally.right, tally.answered].map(|number| number.to_string());
            let mut fields = vec![name.to_owned(), paper.form.to_string(), exam.to_owned()];
            fields.extend(numbers);
            fields.push((paper.took / 1000).to_string());
            fields.extend(kinds.iter().map(|kind| kind_result(class, paper, *kind)));
            if with_confidence {
                let count = |level, right| {
                    let is = |graded: &&super::GradedAnswer| {
                        graded.right == right && graded.answer.is_some_and(|(_, sure)| sure == Some(level))
                    };
                    paper.answers.iter().filter(is).count().to_string()
                };
                fields.extend([
                    count(Confidence::Certain, true),
                    count(Confidence::Certain, false),
                    count(Confidence::Guess, true),
                ]);
            }
            rows.push(fields);
        }
    }
    keep_as_text(&mut rows, 1);
    rows.into_iter().map(row).fold(row(head), |text, line| text + &line)
}

fn kind_result(class: &Class, paper: &GradedExam, kind: Category) -> String {
    let is_of_kind =
        |graded: &&super::GradedAnswer| class.key.item(graded.item).is_some_and(|item| item.category == kind);
    let (all, right) = paper
        .answers
        .iter()
        .filter(is_of_kind)
        .fold((0, 0), |(all, right), graded| (all + 1, right + u32::from(graded.right)));
    if all == 0 { String::new() } else { format!("{right} of {all}") }
}

/// The names of the months in the program's three languages. The German abbreviation `mrz` has its own entry, because
/// it isn't a prefix of `märz`.
const MONTHS: [&str; 3] = [
    "january february march april may june july august september october november december",
    "januar februar märz mrz april mai juni juli august september oktober november dezember",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
];

const TRUTH_VALUES: [&str; 6] = ["true", "false", "wahr", "falsch", "verdadeiro", "falso"];

/// The most digits that spreadsheets display without switching to scientific notation.
const MOST_DIGITS: usize = 11;

/// Returns whether a spreadsheet would convert a cell to a date, a number or a truth value. Examples are the seat codes
/// `3-5` and `mar1` (dates), `07`, `9.` and `1e5` (numbers), and `TRUE`.
fn is_changed(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    is_date(&lower) || is_changed_number(&lower) || TRUTH_VALUES.contains(&lower.as_str())
}

/// If a spreadsheet would change a cell of one of the first columns, adds an apostrophe before every cell of that
/// column. A column with apostrophes before some of its cells couldn't be joined with another table.
fn keep_as_text(rows: &mut [Vec<String>], columns: usize) {
    for column in 0..columns {
        if rows.iter().filter_map(|row| row.get(column)).any(|cell| is_changed(cell)) {
            let cells = rows.iter_mut().filter_map(|row| row.get_mut(column));
            cells.filter(|cell| !cell.is_empty()).for_each(|cell| cell.insert(0, '\''));
        }
    }
}

fn is_date(lower: &str) -> bool {
    let is_digit = |character: char| character.is_ascii_digit();
    let numbers = lower.split(|character| !is_digit(character)).filter(|part| !part.is_empty()).count();
    let words: Vec<&str> =
        lower.split(|character: char| !character.is_alphabetic()).filter(|part| !part.is_empty()).collect();
    let is_month = |word: &str| {
        word.len() > 2 && MONTHS.iter().flat_map(|names| names.split(' ')).any(|month| month.starts_with(word))
    };
    let is_plain = lower.chars().all(|character| character.is_alphanumeric() || "-/.:, ".contains(character));
    is_plain
        && match words.as_slice() {
            [] => numbers > 1,
            ["e"] => lower.parse::<f64>().is_ok(),
            ["a" | "p" | "am" | "pm"] => (1..=3).contains(&numbers) && lower.starts_with(is_digit),
            [word] => is_month(word) && (1..=2).contains(&numbers),
            _ => false,
        }
}

fn is_changed_number(lower: &str) -> bool {
    let digits = lower.trim_matches(|character: char| ".,%$€() ".contains(character));
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_shown_as_it_is = digits == lower && digits.len() <= MOST_DIGITS && (lower == "0" || !lower.starts_with('0'));
    is_number && !is_shown_as_it_is
}

/// Writes one row for each seat, for import into a gradebook.
pub fn gradebook(class: &Class, gradebook: Gradebook) -> String {
    let columns = ExamColumns::new(class);
    let names = columns.names();
    let most = |column| {
        let graded_exams = class.graded_exams().filter(|paper| columns.column_of(paper) == Some(column));
        graded_exams.map(|paper| paper.answers.len()).max().unwrap_or(0)
    };
    let fixed: &[&str] = match gradebook {
        Gradebook::Canvas => &["Student", "ID", "SIS User ID", "SIS Login ID", "Section"],
        Gradebook::Moodle if class.roster.has_addresses => &["email"],
        Gradebook::Moodle => &["username"],
        Gradebook::Plain if class.roster.students.is_empty() => &["seat"],
        Gradebook::Plain => &["seat", "login", "name"],
    };
    let mut head: Vec<String> = fixed.iter().map(|name| (*name).to_owned()).collect();
    for letter in &names {
        match gradebook {
            Gradebook::Canvas => head.push(format!("airside form {letter}")),
            Gradebook::Moodle => {
                head.extend([format!("airside form {letter}"), format!("airside form {letter} feedback")]);
            }
            Gradebook::Plain => head.push(format!("form {letter}")),
        }
    }
    let mut text = row(&head);
    if gradebook == Gradebook::Canvas {
        let possible = (0..names.len()).map(|column| most(column).to_string());
        let lead = ["Points Possible", "", "", "", ""].map(str::to_owned);
        text.push_str(&row(lead.into_iter().chain(possible)));
    }
    let absent = class.without_grade().into_iter().map(|name| (name, None));
    let present = class.seats.iter().map(|(name, seat)| (name.as_str(), Some(seat)));
    let mut seats: Vec<(&str, Option<&Seat>)> = present.chain(absent).collect();
    sort_by(&mut seats, |(one, _), (other, _)| natural_order(one, other));
    let mut rows = Vec::new();
    for (name, seat) in seats {
        let mut fields = who(class, gradebook, name);
        for column in 0..names.len() {
            let paper = seat.and_then(|seat| columns.paper(seat, column));
            fields.push(paper.map_or_else(String::new, |paper| paper.tally().right.to_string()));
            if gradebook == Gradebook::Moodle {
                fields.push(paper.map_or_else(String::new, |paper| remark(class, paper)));
            }
        }
        rows.push(fields);
    }
    if gradebook == Gradebook::Plain {
        keep_as_text(&mut rows, fixed.len());
    }
    rows.into_iter().map(row).fold(text, |text, line| text + &line)
}

fn who(class: &Class, gradebook: Gradebook, seat: &str) -> Vec<String> {
    let student = class.roster.students.get(seat);
    let known = |text: Option<&String>| text.filter(|text| !text.is_empty()).map_or(seat, String::as_str).to_owned();
    let (login, name) = (known(student.map(|one| &one.login)), known(student.map(|one| &one.name)));
    let [id, sis_id, section] = student.map(|one| one.canvas.clone()).unwrap_or_default();
    match gradebook {
        Gradebook::Canvas => vec![name, id, sis_id, login, section],
        Gradebook::Moodle => vec![login],
        Gradebook::Plain if class.roster.students.is_empty() => vec![seat.to_owned()],
        Gradebook::Plain => vec![seat.to_owned(), login, name],
    }
}

pub(crate) fn without_login(class: &Class, gradebook: Gradebook) -> Option<String> {
    let students = &class.roster.students;
    let seats: Vec<&str> =
        students.iter().filter(|(_, student)| student.login.is_empty()).map(|(seat, _)| seat.as_str()).collect();
    (!seats.is_empty()).then(|| {
        say!(
            "The roster has no login for these seats, so the {} file contains their seat codes instead: {}. The login column may be named: {}.",
            gradebook.name(),
            seats.join(", "),
            roster::LOGIN.join(", ")
        )
    })
}

fn remark(class: &Class, paper: &GradedExam) -> String {
    let mut wrong: Vec<&str> = Vec::new();
    for graded in paper.answers.iter().filter(|graded| !graded.right) {
        let name = class.key.item(graded.item).map_or("", |item| item.category.title());
        if !wrong.contains(&name) {
            wrong.push(name);
        }
    }
    let tally = paper.tally();
    let score = say!("{} of {} right", tally.right, tally.answered);
    if wrong.is_empty() { score } else { say!("{}. Practise again: {}", score, wrong.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::{is_changed, row};

    #[test]
    fn seats_that_a_spreadsheet_would_change_are_recognised() {
        for (seat, cell) in [
            ("3-5", "'3-5"),
            ("1.2.3", "'1.2.3"),
            ("07", "'07"),
            ("00", "'00"),
            ("9.", "'9."),
            (".5", "'.5"),
            ("7", "7"),
            ("0", "0"),
            ("120", "120"),
            ("12345678901", "12345678901"),
            ("123456789012", "'123456789012"),
            ("99999999999999999999", "'99999999999999999999"),
            ("TRUE", "'TRUE"),
            ("falsch", "'falsch"),
            ("Verdadeiro", "'Verdadeiro"),
            ("trueman", "trueman"),
            ("7pm", "'7pm"),
            ("a7", "a7"),
            ("7a", "'7a"),
            ("_7", "_7"),
            ("7_", "7_"),
            ("row-3", "row-3"),
            ("a.b", "a.b"),
            ("MAR1", "'MAR1"),
            ("5-mai", "'5-mai"),
            ("1-Sep-26", "'1-Sep-26"),
            ("mark-1", "mark-1"),
            ("pc_3", "pc_3"),
            ("1_2", "1_2"),
            ("2-mrz", "'2-mrz"),
            ("1e5", "'1e5"),
            ("2E-3", "'2E-3"),
            ("e5", "e5"),
            ("5e", "5e"),
            ("3 May", "'3 May"),
            ("May 3, 2026", "'May 3, 2026"),
            ("12:30", "'12:30"),
            ("May Weber", "May Weber"),
        ] {
            assert_eq!(is_changed(seat), cell.starts_with('\''), "{seat}");
        }
    }

    #[test]
    fn formulas_are_defused_and_quotes_are_doubled() {
        assert_eq!(row(["=1+1", "+x", "-x", "@x", "\tx", "a=b"]), "'=1+1,'+x,'-x,'@x,'\tx,a=b\r\n");
        assert_eq!(row(["＝1+1", "\nx"]), "'＝1+1,\"'\nx\"\r\n");
        assert_eq!(row(["a,b", "say \"x\"", "two\nlines", ""]), "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\r\n");
    }
}
