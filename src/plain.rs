//! The line-by-line front end, for screen readers, pipes, scripts and slow terminals.
//!
//! Owns the one loop that reads lines and prints documents; the rules live elsewhere. It moves no cursor, draws no
//! boxes, needs no colour and repaints nothing. Input and output are passed in, so tests can compare whole
//! transcripts.

mod answer;
mod cases;
mod course;
mod exam;
pub mod inspect;
mod lab;
mod vote;

use std::io::{self, BufRead, Write};

use crate::class::exam::ExamFile;
use crate::class::vote::{VoteSession, Watch};
use crate::document::{Block, Document, LabelledText, Text};
use crate::error::Error;
use crate::input::next_line;
use crate::render::plain::render;
use crate::say;
use crate::study::Study;

/// A program that answers lines with documents.
trait Conversation {
    /// The documents shown before the first line is read.
    fn start(&mut self) -> Vec<Document>;

    /// The reply to a line.
    ///
    /// # Errors
    ///
    /// Writing failed.
    fn hear(&mut self, line: &str) -> io::Result<Reply>;

    /// The documents shown when the input ends.
    ///
    /// # Errors
    ///
    /// Writing failed.
    fn end(&mut self) -> io::Result<Vec<Document>>;
}

enum Reply {
    /// The conversation continues.
    Next(Vec<Document>),
    /// The conversation is finished.
    Over(Vec<Document>),
}

/// Runs the course line by line until the learner leaves, the round is over, or the input ends.
/// `columns` is asked before anything is printed, because the window may have changed.
///
/// # Errors
///
/// Reading or writing failed. A reader that has closed the pipe isn't an error.
pub fn run(study: &mut Study, input: impl BufRead, output: impl Write, columns: impl Fn() -> usize) -> io::Result<()> {
    converse(&mut course::CourseProgram::new(study), input, output, columns)
}

/// Runs the lab until the learner leaves or the input ends.
///
/// # Errors
///
/// Reading or writing failed. A reader that has closed the pipe isn't an error.
pub fn lab(study: &mut Study, input: impl BufRead, output: impl Write, columns: impl Fn() -> usize) -> io::Result<()> {
    converse(&mut lab::LabProgram::new(study), input, output, columns)
}

/// Asks the questions of an exam until it is handed in, time runs out, the learner leaves, or the input ends.
///
/// # Errors
///
/// Reading or writing failed. A reader that has closed the pipe isn't an error.
pub fn sit(
    exam: &mut ExamFile,
    input: impl BufRead,
    output: impl Write,
    columns: impl Fn() -> usize,
) -> io::Result<()> {
    converse(&mut exam::ExamProgram::new(exam), input, output, columns)
}

/// Runs the votes of a class until they are over, the teacher leaves, or the input ends.
///
/// # Errors
///
/// Reading or writing failed. A reader that has closed the pipe isn't an error.
pub fn present(
    session: &mut VoteSession,
    input: impl BufRead,
    output: impl Write,
    columns: impl Fn() -> usize,
) -> io::Result<()> {
    converse(&mut vote::VoteProgram::new(session), input, output, columns)
}

/// Prints the teacher's notes once.
///
/// # Errors
///
/// [`Error`] if the file can't be read, has no session yet, or writing fails.
pub fn notes(watch: &Watch, mut output: impl Write, columns: usize) -> Result<(), Error> {
    let Some(document) = watch.notes()? else {
        return Err(watch.missing().into());
    };
    for line in render(&document, columns) {
        writeln!(output, "{line}")?;
    }
    Ok(output.flush()?)
}

fn converse(
    program: &mut impl Conversation,
    input: impl BufRead,
    output: impl Write,
    columns: impl Fn() -> usize,
) -> io::Result<()> {
    match talk(program, input, output, columns) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

fn talk(
    program: &mut impl Conversation,
    mut input: impl BufRead,
    mut output: impl Write,
    columns: impl Fn() -> usize,
) -> io::Result<()> {
    let mut first = Vec::new();
    print(&mut first, &program.start(), columns())?;
    output.write_all(first.trim_ascii_start())?;
    output.flush()?;
    while let Some(line) = next_line(&mut input)? {
        match program.hear(&line)? {
            Reply::Next(documents) => print(&mut output, &documents, columns())?,
            Reply::Over(documents) => return print(&mut output, &documents, columns()),
        }
    }
    writeln!(output)?;
    print(&mut output, &program.end()?, columns())
}

/// Prints documents. An empty line precedes each one that has a title.
fn print(output: &mut impl Write, documents: &[Document], columns: usize) -> io::Result<()> {
    for document in documents {
        if !document.title.is_empty() {
            writeln!(output)?;
        }
        for line in render(document, columns) {
            writeln!(output, "{line}")?;
        }
    }
    output.flush()
}

/// A message without a title.
fn note(text: impl Into<String>) -> Document {
    Document { title: String::new(), blocks: vec![Block::Paragraph(Text::verbatim(text))] }
}

/// Labels the last paragraph before the answers as the question.
fn label_prompt(document: &mut Document) {
    let place = document.blocks.iter().rposition(|block| matches!(block, Block::Paragraph(_)));
    if let Some(block) = place.and_then(|place| document.blocks.get_mut(place))
        && let Block::Paragraph(prompt) = block
    {
        let text = std::mem::take(prompt);
        *block = Block::Field(LabelledText { label: say!("Question").to_owned(), text });
    }
}
