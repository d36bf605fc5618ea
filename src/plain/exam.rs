//! An exam in lines.
//!
//! Owns reading lines and writing text. Says nothing about right or wrong, before the end or after it.

use std::io::{self, BufRead, Write};

use super::answer::{Meant, number, understand};
use super::say::Speaker;
use crate::class::exam::ExamFile;
use crate::input::next_line;
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
    let mut asked = false;
    loop {
        let line = next_line(&mut input)?;
        let handed_in = exam.sitting().handed_in().is_some();
        if !handed_in && exam.look_at_the_clock()? {
            speaker.line(say!("The time is over."))?;
            handed_in_sentence(exam, speaker)?;
            return speaker.flush();
        }
        let Some(line) = line else {
            if !handed_in {
                speaker.line("")?;
                speaker.line(&say!("End of input. {} Open the exam again to resume it.", exam.leaving_sentence()))?;
            }
            return speaker.flush();
        };
        let line = line.trim().to_lowercase();
        if handed_in {
            // Whatever else is typed leaves.
            if line != say!("take back") {
                return Ok(());
            }
            match exam.take_back() {
                Ok(()) => here(exam, speaker)?,
                Err(error) => return speaker.line(&say!("It can't be taken back: {}.", error)),
            }
            continue;
        }
        if !obey(exam, &mut asked, &line, speaker)? {
            speaker.line(&say!("{} Open the exam again to resume it.", exam.leaving_sentence()))?;
            return speaker.flush();
        }
        if exam.sitting().handed_in().is_some() {
            handed_in_sentence(exam, speaker)?;
            speaker.line(say!("For one minute, `take back` reopens the exam. Anything else leaves."))?;
        }
        speaker.flush()?;
    }
}

fn handed_in_sentence<W: Write>(exam: &ExamFile, speaker: &mut Speaker<W>) -> io::Result<()> {
    let (all, answered) = exam.counts();
    speaker.line(&say!("Handed in: {} of {} answered.", answered, all))?;
    speaker.line(&say!("Hand in this file: {}", exam.path().display()))
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

/// Does what one line says; false when whoever sits the exam leaves. `asked` is whether handing in with open questions was
/// asked for by the line before.
fn obey<W: Write>(exam: &mut ExamFile, asked: &mut bool, line: &str, speaker: &mut Speaker<W>) -> io::Result<bool> {
    let again = std::mem::take(asked);
    match (line, understand(line, Some(exam.question_type()))) {
        ("hand in", _) => match exam.open_sentence().filter(|_| !again) {
            Some(open) => {
                *asked = true;
                speaker.line(&say!("{} To hand in all the same: hand in", open))?;
            }
            None => exam.hand_in()?,
        },
        ("list", _) => list(exam, speaker)?,
        (_, Meant::Answer(answer, Some(confidence))) => put(exam, answer, confidence, speaker)?,
        (_, Meant::Answer(answer, None)) => {
            exam.choose(answer)?;
            speaker.line(&say!("Saved: {}. How sure are you? g guess, f fairly sure, c certain.", answer.title()))?;
        }
        (_, Meant::Do(Action::Commit(confidence))) => match exam.answer() {
            Some((answer, _)) => put(exam, answer, confidence, speaker)?,
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
    answer: Answer,
    confidence: Confidence,
    speaker: &mut Speaker<W>,
) -> io::Result<()> {
    exam.put(answer, confidence)?;
    speaker.line(&say!("Saved: {}, {}.", answer.title(), confidence.title()))?;
    here(exam, speaker)
}

/// An answer with its confidence, or with what is missing.
fn answer_text(answer: Answer, confidence: Option<Confidence>) -> String {
    let confidence = confidence.map_or_else(|| say!("confidence missing"), Confidence::title);
    format!("{}, {confidence}", answer.title())
}

fn go<W: Write>(exam: &mut ExamFile, place: usize, speaker: &mut Speaker<W>) -> io::Result<()> {
    exam.go(place);
    here(exam, speaker)
}

/// Says the question that is up.
fn here<W: Write>(exam: &ExamFile, speaker: &mut Speaker<W>) -> io::Result<()> {
    let question = exam.question();
    let (all, _) = exam.counts();
    speaker.line("")?;
    let left = exam.minutes_left().map(|minutes| say!(" Minutes left: {}.", minutes)).unwrap_or_default();
    speaker.line(&say!("Question {} of {}: {}.{}", exam.place() + 1, all, question.title, left))?;
    speaker.scene(&question, true)?;
    speaker.line(&say!("Question: {}", question.prompt))?;
    if exam.open_sentence().is_none() {
        speaker.line(say!("All are answered. To hand in: hand in"))?;
    }
    if let Some((answer, confidence)) = exam.answer() {
        speaker.line(&say!("Your answer: {}.", answer_text(answer, confidence)))?;
    }
    speaker.flush()
}

fn list<W: Write>(exam: &mut ExamFile, speaker: &mut Speaker<W>) -> io::Result<()> {
    let here = exam.place();
    for place in 0..exam.counts().0 {
        exam.go(place);
        let said = exam
            .answer()
            .map_or_else(|| say!("no answer").to_owned(), |(answer, confidence)| answer_text(answer, confidence));
        speaker.line(&say!("Question {}: {}: {}.", place + 1, exam.question().title, said))?;
    }
    exam.go(here);
    Ok(())
}
