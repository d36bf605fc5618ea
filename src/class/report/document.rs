//! Presents the report as a document.
//!
//! Every bar has a label with its value. This module must not compute any totals.

use std::collections::BTreeSet;

use super::{Class, Correction, Expected, Followers, GradedExam, SMALLEST_GROUP, Seat};
use crate::class::exam::sitting::minutes_text;
use crate::document::{BarLine, Block, Document, Meaning, Text};
use crate::i18n::{percent, translate};
use crate::learner::measure::Tally;
use crate::say;
use crate::say_count;
use crate::scenario::misconception;
use crate::sorting::{insert_all, sort_by};
use crate::text::{natural_order, safe};

/// The report mentions only clocks that were set back by at least this many milliseconds.
const SET_BACK: u64 = 60_000;

pub fn document(class: &Class) -> Document {
    let mut report = Document::new(say!("401 or 403: class report"));
    let counts = format!("{}, {}", seats(class.seats.len()), exams(class.graded_exams().count()));
    report.paragraph(say!("{}. Students are listed by seat code, not by name.", counts));
    conditions(class, &mut report);
    if !class.seats.is_empty() {
        by_kind(class, &mut report);
        by_seat(class, &mut report);
        rules(class, &mut report);
        misconceptions(class, &mut report);
        questions(class, &mut report);
    }
    rejected_files(class, &mut report);
    report
}

fn conditions(class: &Class, report: &mut Document) {
    let expected: Vec<String> =
        class.expected.iter().map(Expected::text).filter(|conditions| !conditions.is_empty()).collect();
    if !expected.is_empty() {
        report.paragraph(Text::verbatim(say!("Exam settings: {}.", expected.join("; "))));
    }
    for remark in remarks(class) {
        report.paragraph(Text::verbatim(remark));
    }
}

/// Returns remarks for the teacher to read before using the grades: which exams were taken under different conditions,
/// which exams don't count yet, and which seats have no exam.
pub fn remarks(class: &Class) -> Vec<String> {
    let mut remarks = Vec::new();
    for (seat, form, differences) in &class.other_conditions {
        remarks.push(say!(
            "Seat {} took the exam ({}) with different settings: {}.",
            seat,
            form.title(),
            differences.join(", ")
        ));
    }
    let reworded = class.graded_exams().filter(|paper| paper.correction == Some(Correction::Wording));
    let reworded: BTreeSet<&str> = insert_all(reworded.map(|paper| paper.seat.as_str()));
    if !reworded.is_empty() {
        remarks.push(say!("The wording of a question was corrected after these seats began: {}.", listed(reworded)));
    }
    class.graded_exams().for_each(|paper| exam_remarks(paper, &mut remarks));
    let open = class.open_seats();
    if !open.is_empty() {
        let seats = listed(open.iter().copied());
        remarks.push(say!(
            "Not handed in: {} ({}). To count these exams, add --include-open.",
            exams(open.len()),
            seats
        ));
    }
    let undecided = class.undecided();
    if !undecided.is_empty() {
        remarks.push(say!(
            "These seats have several files, and none of them counts until you choose one with --prefer: {}.",
            listed(undecided)
        ));
    }
    for seats in class.lookalikes() {
        remarks.push(say!("These seat codes may belong to one student: {}.", seats.join(", ")));
    }
    let not_graded = class.not_graded();
    if !not_graded.is_empty() {
        remarks.push(say!("These seats have a file that doesn't count: {}.", listed(not_graded)));
    }
    let absent = class.absent();
    if !absent.is_empty() {
        let mut remark = say!("Absent: {}.", listed(absent));
        if class.has_file_without_seat() {
            remark.push(' ');
            remark.push_str(say!("A file that can't be read may belong to one of these seats."));
        }
        remarks.push(remark);
    }
    if !class.roster.without_seat.is_empty() {
        remarks.push(say!("Students on the roster who have no seat: {}.", class.roster.without_seat.join(", ")));
    }
    let unlisted = class.unlisted();
    if !unlisted.is_empty() {
        remarks.push(say!("Seats not on the roster: {}.", listed(unlisted)));
    }
    remarks
}

fn exam_remarks(paper: &GradedExam, remarks: &mut Vec<String>) {
    for (minutes, code) in &paper.more_time {
        let minutes = minutes_text((*minutes).into());
        remarks.push(say!("Seat {} was given extra time: {} (code {}).", paper.seat, minutes, code));
    }
    match paper.correction {
        Some(Correction::Answers) => {
            remarks.push(say!(
                "Seat {} was graded against answers that the teacher corrected after the exam.",
                paper.seat
            ));
        }
        // The wording is the same for the whole class, so one remark names all seats.
        Some(Correction::Wording) | None => {}
    }
    if !paper.lost.is_empty() {
        let questions = paper.lost.join(", ");
        remarks.push(say!(
            "Seat {}: the chosen answers are no longer offered, so these questions count as unanswered: {}.",
            paper.seat,
            questions
        ));
    }
    if !paper.missing.is_empty() {
        let questions = paper.missing.join(", ");
        remarks.push(say!(
            "Seat {}: no open pack contains {}, so that part of the exam wasn't graded.",
            paper.seat,
            questions
        ));
    }
    if let Some(line) = paper.damaged {
        remarks.push(say!(
            "Line {} of the file from seat {} can't be read. Only the lines before it count.",
            line,
            paper.seat
        ));
    }
    if paper.set_back >= SET_BACK {
        let minutes = minutes_text(paper.set_back.div_ceil(60_000));
        remarks.push(say!("The clock at seat {} was set back by {} during the exam. If the student lost time, add it with airside exam time.", paper.seat, minutes));
    }
    if paper.reopened > 0 {
        remarks.push(match paper.reopened {
            1 => say!("Seat {} reopened the exam after handing it in.", paper.seat),
            times => say!("Seat {} reopened the exam {} times after handing it in.", paper.seat, times),
        });
    }
}

/// Returns a list of seats, separated by commas and in natural order.
pub fn listed<'a>(seats: impl IntoIterator<Item = &'a str>) -> String {
    let mut seats: Vec<&str> = seats.into_iter().collect();
    sort_by(&mut seats, |one, other| natural_order(one, other));
    seats.join(", ")
}

fn seats(count: usize) -> String {
    say_count!("1 seat", "{} seats", count)
}

fn exams(count: usize) -> String {
    say_count!("1 exam", "{} exams", count)
}

fn exam_titles() -> [&'static str; 2] {
    [say!("first exam"), say!("second exam")]
}

fn with_exams(first: &str) -> [&str; 3] {
    let [before, after] = exam_titles();
    [first, before, after]
}

fn figure(tally: Tally) -> String {
    if tally.answered == 0 { "–".to_owned() } else { say!("{} of {}", tally.right, tally.answered) }
}

fn bar(label: String, tally: Tally) -> Block {
    let note = format!("{} ({})", figure(tally), percent(tally.share()));
    Block::Bar(BarLine { label, share: tally.share(), note, correct: Some(true) })
}

fn bars(label: &str, tallies: [Tally; 2], report: &mut Document) {
    for (title, tally) in exam_titles().into_iter().zip(tallies).filter(|(_, tally)| tally.answered > 0) {
        report.blocks.push(bar(format!("{label}, {title}"), tally));
    }
}

fn table<const N: usize>(head: [&str; N], rows: impl IntoIterator<Item = [Text; N]>) -> Block {
    Block::table(head, rows.into_iter().map(Vec::from))
}

fn by_kind(class: &Class, report: &mut Document) {
    report.heading(say!("By kind of case"));
    report.paragraph(say!(
        "Correct answers for each kind of case. Next, teach the kinds with the fewest correct answers."
    ));
    for (kind, tallies) in class.kinds() {
        bars(kind.title(), tallies, report);
    }
}

fn by_seat(class: &Class, report: &mut Document) {
    report.heading(say!("By seat"));
    for (title, tally) in exam_titles().into_iter().zip(class.all()).filter(|(_, tally)| tally.answered > 0) {
        report.blocks.push(bar(title.to_owned(), tally));
    }
    let sat = |paper: Option<&GradedExam>| {
        let figure = |paper: &GradedExam| format!("{}, {}", figure(paper.tally()), paper.form.title());
        Text::verbatim(paper.map_or_else(|| "–".to_owned(), figure))
    };
    let row = |(name, seat): (&str, &Seat)| [Text::verbatim(name), sat(seat.before.as_ref()), sat(seat.after.as_ref())];
    report.blocks.push(table(with_exams(say!("seat")), class.seats_in_order().into_iter().map(row)));
}

fn rules(class: &Class, report: &mut Document) {
    report.heading(say!("Misconceptions that fit the answers"));
    report.paragraph(say!(
        "The number of seats whose answers fit each misconception. Only counts of {} or more are shown, and only if chance is unlikely to explain them.",
        SMALLEST_GROUP
    ));
    let rules = class.rules();
    if rules.is_empty() {
        report.paragraph(say!("None stands out."));
        return;
    }
    let count = |followers: Followers| {
        Text::verbatim(match followers {
            Followers::NoExam => "–".to_owned(),
            Followers::TooFew => say!("fewer than {}", SMALLEST_GROUP),
            Followers::Chance => say!("could be chance").to_owned(),
            Followers::Count(count) => count.to_string(),
        })
    };
    let rows = rules
        .into_iter()
        .map(|(rule, [before, after])| [Text::new(rule.text(), Meaning::WrongClaim), count(before), count(after)]);
    report.blocks.push(table(with_exams(say!("misconception")), rows));
}

fn misconceptions(class: &Class, report: &mut Document) {
    let misconceptions = class.misconceptions();
    if misconceptions.is_empty() {
        return;
    }
    report.heading(say!("By misconception"));
    report.paragraph(say!("Correct answers to questions where the misconception leads to the wrong code."));
    let rows = misconceptions.into_iter().map(|(id, [before, after])| {
        let belief = misconception::find(id).map_or(id, |one| translate(&one.http.belief));
        [Text::new(belief, Meaning::WrongClaim), figure(before).into(), figure(after).into()]
    });
    report.blocks.push(table(with_exams(say!("misconception")), rows));
}

fn questions(class: &Class, report: &mut Document) {
    report.heading(say!("By question"));
    report.paragraph(say!(
        "The hardest questions come first. Discrimination says how well a question separates strong students from weak ones: 0 means not at all, and 1 means perfectly."
    ));
    let rows = class.items().into_iter().map(|item| {
        let id = Text::new(item.id.as_str(), Meaning::Code);
        [
            Text::verbatim(item.title.as_str())
                .in_language(&item.language)
                .followed_by(Text::verbatim(" "))
                .followed_by(id),
            figure(item.tally).into(),
            Text::verbatim(item.discrimination_text()),
            Text::verbatim(item.confident_errors.to_string()),
            Text::verbatim(item.needs_attention().unwrap_or_else(|| "–".to_owned())),
        ]
    });
    let head = [
        say!("question"),
        say!("correct"),
        say!("discrimination"),
        say!("certain but wrong"),
        say!("check this question"),
    ];
    report.blocks.push(table(head, rows));
}

fn rejected_files(class: &Class, report: &mut Document) {
    if class.rejected.is_empty() {
        return;
    }
    report.heading(say!("Files that don't count"));
    let rows =
        class.rejected.iter().map(|(name, why)| [Text::verbatim(safe(name)), Text::verbatim(safe(&why.to_string()))]);
    report.blocks.push(table([say!("file"), say!("reason")], rows));
}
