//! The front end in lines: for screen readers, pipes, scripts and slow terminals.
//!
//! Owns reading lines and writing text, and nothing of the course's rules. It moves no cursor, draws no boxes, needs
//! no colour and repaints nothing. Input and output are passed in, which is how its transcripts are tested.

mod answer;
mod listen;
mod say;

use std::io::{self, BufRead, Write};

use crate::course::Course;
use crate::keys::Action;
use crate::session::{Input, Phase};
use answer::Meant;
use say::Speaker;

/// Runs the course in lines until the learner leaves, the round is over, or the input ends.
///
/// # Errors
/// What reading or writing fails with; a reader that has gone away is no error.
pub fn run(course: &mut Course, input: impl BufRead, output: impl Write, columns: usize) -> io::Result<()> {
    let mut speaker = Speaker::new(output, columns);
    match converse(course, input, &mut speaker) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

fn converse<W: Write>(course: &mut Course, mut input: impl BufRead, speaker: &mut Speaker<W>) -> io::Result<()> {
    speaker.welcome(course)?;
    speaker.here(course)?;
    while let Some(line) = listen::next_line(&mut input)? {
        if !obey(course, speaker, &line)? {
            return Ok(());
        }
        for notice in course.take_notices() {
            speaker.line(&format!("Note: {notice}"))?;
        }
        if course.session().phase() == Phase::Finished {
            return speaker.summary(course);
        }
    }
    speaker.line("")?;
    speaker.line("End of input.")?;
    speaker.farewell(course)
}

/// Does what one line says; false when the learner leaves.
fn obey<W: Write>(course: &mut Course, speaker: &mut Speaker<W>, line: &str) -> io::Result<bool> {
    let asking = matches!(course.session().phase(), Phase::Asking { .. });
    match answer::understand(line) {
        Meant::Answer(verdict, sureness) => {
            let chosen = course.act(Input::Choose(verdict));
            match (chosen, sureness) {
                (Err(refused), _) => speaker.line(&refused.to_string())?,
                (Ok(_), Some(sureness)) => act(course, speaker, Input::Commit(sureness))?,
                (Ok(_), None) => speaker.ask_sureness(verdict)?,
            }
        }
        Meant::Do(Action::Quit) => {
            speaker.farewell(course)?;
            return Ok(false);
        }
        Meant::Do(Action::Help) => speaker.help()?,
        Meant::Do(Action::Repeat) => speaker.here(course)?,
        Meant::Do(Action::Next) if asking => speaker.prompt(course)?,
        Meant::Do(action) => match input(action) {
            Some(input) => act(course, speaker, input)?,
            None => speaker.lost(course, line)?,
        },
        Meant::Nothing => speaker.lost(course, line)?,
    }
    speaker.flush()?;
    Ok(true)
}

/// The session's input for an action, where it is one.
fn input(action: Action) -> Option<Input> {
    Some(match action {
        Action::Commit(sureness) => Input::Commit(sureness),
        Action::Choose(verdict) => Input::Choose(verdict),
        Action::Undo => Input::Undo,
        Action::Hint => Input::Hint,
        Action::Reveal => Input::Reveal,
        Action::Skip => Input::Skip,
        Action::Next => Input::Next,
        Action::Previous => Input::Back,
        _ => return None,
    })
}

fn act<W: Write>(course: &mut Course, speaker: &mut Speaker<W>, input: Input) -> io::Result<()> {
    match course.act(input) {
        Err(refused) => speaker.line(&refused.to_string()),
        Ok(_) => match input {
            Input::Hint => speaker.hint(course),
            Input::Undo => speaker.line("The choice is taken back."),
            Input::Choose(verdict) => speaker.ask_sureness(verdict),
            Input::Commit(_) | Input::Reveal | Input::Skip | Input::Next | Input::Back => {
                match course.session().phase() {
                    Phase::Finished => Ok(()),
                    _ => speaker.here(course),
                }
            }
        },
    }
}
