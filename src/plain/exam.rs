//! An exam in lines.
//!
//! Owns reading lines and writing text. Says nothing about right or wrong, before the end or after it.

use std::io::{self, BufRead, Write};

use super::answer::{Meant, number, understand};
use super::listen;
use super::say::Speaker;
use crate::class::exam::ExamFile;
use crate::keys::Action;
use crate::round::{Answer, Confidence};
use crate::say;

/// Asks until it is handed in, its time is over, whoever sits it leaves, or the input ends.
///
/// # Errors
/// What reading or writing fails with; a reader that has gone away is no error.
pub fn sit(exam: &mut ExamFile, input: impl BufRead, output: impl Write, columns: usize) -> io::Result<()> {
    let mut speaker = Speaker::new(output, columns);
    match converse(exam, input, &mut speaker) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

fn converse<W: Write>(exam: &mut ExamFile, mut input: impl BufRead, speaker: &mut Speaker<W>) -> io::Result<()> {
    welcome(exam, speaker)?;
    let mut typed = Typed::default();
    while exam.sitting().handed_in().is_none() {
        let line = listen::next_line(&mut input)?;
        if exam.look_at_the_clock()? {
            speaker.line(say!("The time is over."))?;
            break;
        }
        let Some(line) = line else {
            speaker.line("")?;
            speaker.line(say!(
                "End of input. Nothing is handed in; the exam goes on from here when it is opened again."
            ))?;
            return speaker.flush();
        };
        if !obey(exam, &mut typed, line.trim().to_lowercase().as_str(), speaker)? {
            speaker.line(say!("Nothing is handed in; the exam goes on from here when it is opened again."))?;
            return speaker.flush();
        }
        speaker.flush()?;
    }
    let (all, answered) = exam.counts();
    speaker.line(&say!("Handed in: {} of {} answered. The file is {}.", answered, all, exam.path().display()))?;
    speaker.flush()
}

fn welcome<W: Write>(exam: &ExamFile, speaker: &mut Speaker<W>) -> io::Result<()> {
    let paper = exam.sitting().paper();
    speaker.line(&say!("Exam, form {}, seat {}: {} questions.", paper.form, paper.seat, paper.items.len()))?;
    speaker.line(say!("Answer with the code and how sure you are: 401 c, 403 f, 3g. The letters: g guess, f fairly sure, c certain. Other words: next, back, question 5, list, hand in, quit."))?;
    speaker.line(say!(
        "Nothing is said about right or wrong. Every answer is kept at once, and can be changed until you hand in."
    ))?;
    if exam.resumed() {
        speaker.line(say!("You go on where you stopped."))?;
    }
    here(exam, speaker)
}

/// What was typed before and is not done with.
#[derive(Default)]
struct Typed {
    /// A code that lacks its confidence.
    code: Option<Answer>,
    /// Whether handing in with open questions was asked for.
    asked: bool,
}

/// Does what one line says; false when whoever sits the exam leaves.
fn obey<W: Write>(exam: &mut ExamFile, typed: &mut Typed, line: &str, speaker: &mut Speaker<W>) -> io::Result<bool> {
    let asked = std::mem::take(&mut typed.asked);
    match (line, understand(line, Some(exam.question_type()))) {
        ("hand in", _) => {
            let (all, answered) = exam.counts();
            typed.asked = answered < all && !asked;
            if !typed.asked {
                exam.hand_in()?;
                return Ok(true);
            }
            speaker.line(&say!("{} without an answer. To hand in all the same: hand in", of(all - answered)))?;
        }
        ("list", _) => list(exam, speaker)?,
        (_, Meant::Answer(answer, Some(confidence))) => put(exam, typed, answer, confidence, speaker)?,
        (_, Meant::Answer(answer, None)) => {
            typed.code = Some(answer);
            speaker.line(say!("How sure? g guess, f fairly sure, c certain."))?;
        }
        (_, Meant::Do(Action::Commit(confidence))) => match typed.code {
            Some(answer) => put(exam, typed, answer, confidence, speaker)?,
            None => speaker.line(say!("First the code: 401 or 403."))?,
        },
        (_, Meant::Do(Action::Next | Action::Skip)) => go(exam, exam.place() + 1, speaker)?,
        (_, Meant::Do(Action::Previous)) => go(exam, exam.place().saturating_sub(1), speaker)?,
        (_, Meant::Do(Action::Repeat)) => here(exam, speaker)?,
        (_, Meant::Do(Action::Quit)) => return Ok(false),
        (line, _) => match line.strip_prefix("question").and_then(number).and_then(|number| number.checked_sub(1)) {
            Some(place) => go(exam, place, speaker)?,
            None => speaker.line(say!(
                "Not understood. An answer is 401 c; other words: next, back, question 5, list, hand in, quit."
            ))?,
        },
    }
    Ok(true)
}

fn put<W: Write>(
    exam: &mut ExamFile,
    typed: &mut Typed,
    answer: Answer,
    confidence: Confidence,
    speaker: &mut Speaker<W>,
) -> io::Result<()> {
    typed.code = None;
    exam.put(answer, confidence)?;
    here(exam, speaker)
}

fn of(count: usize) -> String {
    if count == 1 { say!("1 question is").to_owned() } else { say!("{} questions are", count) }
}

fn go<W: Write>(exam: &mut ExamFile, place: usize, speaker: &mut Speaker<W>) -> io::Result<()> {
    exam.go(place);
    here(exam, speaker)
}

/// Says the question that is up.
fn here<W: Write>(exam: &ExamFile, speaker: &mut Speaker<W>) -> io::Result<()> {
    let question = exam.question();
    let (all, answered) = exam.counts();
    speaker.line("")?;
    let left = exam.minutes_left().map(|minutes| say!(" Minutes left: {}.", minutes)).unwrap_or_default();
    speaker.line(&say!("Question {} of {}: {}.{}", exam.place() + 1, all, question.title, left))?;
    speaker.scene(&question, true)?;
    speaker.line(&say!("Question: {}", question.prompt))?;
    if answered == all {
        speaker.line(say!("All are answered. To hand in: hand in"))?;
    }
    if let Some((answer, confidence)) = exam.answer() {
        speaker.line(&say!("Your answer: {}, {}.", answer.title(), confidence.title()))?;
    }
    speaker.flush()
}

fn list<W: Write>(exam: &mut ExamFile, speaker: &mut Speaker<W>) -> io::Result<()> {
    let here = exam.place();
    for place in 0..exam.counts().0 {
        exam.go(place);
        let said = exam.answer().map_or_else(
            || say!("no answer").to_owned(),
            |(answer, confidence)| format!("{}, {}", answer.title(), confidence.title()),
        );
        speaker.line(&say!("Question {}: {}: {}.", place + 1, exam.question().title, said))?;
    }
    exam.go(here);
    Ok(())
}
