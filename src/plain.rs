//! Implements the line-based user interface for screen readers, pipes, scripts and slow terminals.
//!
//! The only loop that reads lines and prints documents is in this module. The output contains no cursor movement, boxes
//! or colour, and nothing is ever redrawn. The caller supplies the input and output, so that tests can compare whole
//! transcripts.

mod answer;
mod cases;
mod course;
mod exam;
mod help;
pub mod inspect;
mod lab;
mod menu;
mod settings;
mod vote;

use std::io::{self, BufRead, Write};

pub use course::CourseProgram;
pub use exam::ExamProgram;
pub use lab::LabProgram;
pub use vote::VoteProgram;

use crate::class::vote::VoteWatch;
use crate::document::{Block, Document, LabelledText, Text};
use crate::error::Error;
pub use crate::input::InputEvent;
use crate::input::next_line;
use crate::render::plain::render_aloud;
use crate::say;

/// A program that replies to each line of input with documents.
pub trait Conversation {
    /// Returns the documents to show before reading the first line.
    fn start(&mut self) -> Vec<Document>;

    fn handle_line(&mut self, line: &str) -> io::Result<Reply>;

    /// Returns the documents to show when the input ends.
    fn end(&mut self) -> io::Result<Vec<Document>>;

    /// Returns a reply to an event that occurred while the user wasn't typing, such as the end of an exam's time limit.
    fn poll(&mut self) -> io::Result<Option<Reply>> {
        Ok(None)
    }

    /// Returns the documents to show after Ctrl-C.
    fn interrupt(&mut self) -> Vec<Document> {
        Vec::new()
    }
}

pub enum Reply {
    Next(Vec<Document>),
    Over(Vec<Document>),
}

/// Runs a program line by line until the user leaves, the program ends, or there is no more input. The function
/// `columns` returns the width of the window. This function is called before each output, because the window size may
/// have changed. A closed output pipe isn't treated as an error.
pub fn run(
    program: impl Conversation, mut input: impl BufRead, output: impl Write, columns: impl Fn() -> usize,
) -> io::Result<()> {
    let wait = || Ok(next_line(&mut input)?.map_or(InputEvent::End, InputEvent::Line));
    run_on_terminal(program, wait, output, columns).map(drop)
}

/// Works like [`run`], but handles Ctrl-C, and can end the program while the user isn't typing. The function `wait`
/// returns the next line, or gives up after a limited time. Returns whether Ctrl-C ended the program.
pub fn run_on_terminal(
    program: impl Conversation, wait: impl FnMut() -> io::Result<InputEvent>, output: impl Write,
    columns: impl Fn() -> usize,
) -> io::Result<bool> {
    match talk(program, wait, output, columns) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        was_interrupted => was_interrupted,
    }
}

/// Prints the teacher's notes once, without waiting for changes to the file. Returns an error if the file doesn't
/// contain a session yet.
pub fn notes(watch: &VoteWatch, mut output: impl Write, columns: usize) -> Result<(), Error> {
    let Some(document) = watch.notes()? else {
        return Err(watch.missing().into());
    };
    for line in render_aloud(&document, columns) {
        writeln!(output, "{line}")?;
    }
    Ok(output.flush()?)
}

/// Returns whether Ctrl-C ended the program.
fn talk(
    mut program: impl Conversation, mut wait: impl FnMut() -> io::Result<InputEvent>, mut output: impl Write,
    columns: impl Fn() -> usize,
) -> io::Result<bool> {
    let mut first = Vec::new();
    print(&mut first, &program.start(), columns())?;
    output.write_all(first.trim_ascii_start())?;
    output.flush()?;
    loop {
        let reply = match wait()? {
            InputEvent::Line(line) => program.handle_line(&line)?,
            InputEvent::Idle => match program.poll()? {
                Some(reply) => reply,
                None => continue,
            },
            InputEvent::Interrupted => {
                writeln!(output)?;
                print(&mut output, &program.interrupt(), columns())?;
                return Ok(true);
            }
            InputEvent::End => {
                writeln!(output)?;
                Reply::Over(program.end()?)
            }
        };
        match reply {
            Reply::Next(documents) => print(&mut output, &documents, columns())?,
            Reply::Over(documents) => {
                print(&mut output, &documents, columns())?;
                return Ok(false);
            }
        }
    }
}

fn print(output: &mut impl Write, documents: &[Document], columns: usize) -> io::Result<()> {
    for document in documents {
        if !document.title.is_empty() {
            writeln!(output)?;
        }
        for line in render_aloud(document, columns) {
            writeln!(output, "{line}")?;
        }
    }
    output.flush()
}

fn note(text: impl Into<String>) -> Document {
    Document { title: String::new(), blocks: vec![Block::Paragraph(Text::verbatim(text))] }
}

fn label_prompt(document: &mut Document) {
    let place = document.blocks.iter().rposition(|block| matches!(block, Block::Paragraph(_)));
    if let Some(block) = place.and_then(|place| document.blocks.get_mut(place))
        && let Block::Paragraph(prompt) = block
    {
        let text = std::mem::take(prompt);
        *block = Block::Field(LabelledText { label: say!("Question").to_owned(), text });
    }
}
