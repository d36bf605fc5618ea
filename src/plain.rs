//! The front end in lines: for screen readers, pipes, scripts and slow terminals.
//!
//! Owns reading lines and writing text, and nothing of the course's rules. It moves no cursor, draws no boxes, needs
//! no colour and repaints nothing. Input and output are passed in, which is how its transcripts are tested.

mod answer;
pub mod class;
pub mod exam;
mod listen;
mod say;

use std::io::{self, BufRead, Write};

use crate::course::Study;
use crate::keys::Action;
use crate::say;
use crate::session::stage::Stage;
use crate::session::way::Course;
use crate::session::{Answer, Confidence, Input, Item, Phase};
use answer::Meant;
use say::Speaker;

/// Runs the course in lines until the learner leaves, the round is over, or the input ends.
///
/// # Errors
/// What reading or writing fails with; a reader that has gone away is no error.
pub fn run(course: &mut Study, input: impl BufRead, output: impl Write, columns: usize) -> io::Result<()> {
    let mut speaker = Speaker::new(output, columns);
    match converse(course, input, &mut speaker) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

fn converse<W: Write>(course: &mut Study, mut input: impl BufRead, speaker: &mut Speaker<W>) -> io::Result<()> {
    speaker.welcome(course)?;
    speaker.here(course)?;
    while let Some(line) = listen::next_line(&mut input)? {
        course.settle();
        if !obey(course, speaker, &line)? {
            return Ok(());
        }
        for notice in course.take_notices() {
            speaker.line(&say!("Note: {}", notice))?;
        }
        if course.session().phase() == Phase::Finished {
            match course.way().map(Course::stage) {
                None if course.is_endless() => {
                    speaker.round(course)?;
                    course.go_on();
                    speaker.here(course)?;
                }
                None => return speaker.summary(course),
                Some(Stage::Done) => return speaker.farewell(course),
                Some(_) => {}
            }
        }
    }
    course.settle();
    speaker.line("")?;
    speaker.line(say!("End of input."))?;
    speaker.farewell(course)
}

/// Does what one line says; false when the learner leaves.
fn obey<W: Write>(course: &mut Study, speaker: &mut Speaker<W>, line: &str) -> io::Result<bool> {
    let (asking, marking) = match course.session().phase() {
        Phase::Asking { .. } => (true, false),
        Phase::Marking(_) => (false, true),
        _ => (false, false),
    };
    let question_type = course.session().item().and_then(|item| item.question_type).filter(|_| asking);
    if let Some(number) = answer::number(line).filter(|_| marking) {
        act(course, speaker, Input::Mark(number))?;
        speaker.flush()?;
        return Ok(true);
    }
    // Between two stages of the way an empty line goes on.
    let between = course.way().is_some() && course.session().phase() == Phase::Finished;
    match answer::understand(line, question_type) {
        Meant::Do(Action::Next) if between => {
            course.go_on();
            speaker.here(course)?;
        }
        Meant::Answer(answer, confidence) => answer_with(course, speaker, answer, confidence)?,
        Meant::Do(Action::Quit) => {
            speaker.farewell(course)?;
            return Ok(false);
        }
        Meant::Do(Action::Help) => speaker.help()?,
        Meant::Do(Action::Repeat) => speaker.here(course)?,
        Meant::Do(Action::Next) if asking || marking => speaker.prompt(course)?,
        Meant::Do(action) => match input(action) {
            Some(input) => act(course, speaker, input)?,
            None => speaker.lost(course, line)?,
        },
        Meant::Nothing => speaker.lost(course, line)?,
    }
    speaker.flush()?;
    Ok(true)
}

fn answer_with<W: Write>(
    course: &mut Study,
    speaker: &mut Speaker<W>,
    answer: Answer,
    confidence: Option<Confidence>,
) -> io::Result<()> {
    // What is neither right nor wrong is answered at once, whatever confidence was typed.
    let judged = course.session().item().is_some_and(Item::is_judged);
    match course.act(Input::Choose(answer)) {
        Err(refused) => speaker.line(&refused.to_string()),
        Ok(_) if !judged => onward(course, speaker),
        Ok(_) => match confidence {
            Some(confidence) => act(course, speaker, Input::Commit(confidence)),
            None => speaker.ask_confidence(answer),
        },
    }
}

/// The session's input for an action, where it is one.
fn input(action: Action) -> Option<Input> {
    Some(match action {
        Action::Commit(confidence) => Input::Commit(confidence),
        Action::Undo => Input::Undo,
        Action::Hint => Input::Hint,
        Action::Reveal => Input::Reveal,
        Action::Skip => Input::Skip,
        Action::Next => Input::Next,
        Action::Previous => Input::Back,
        _ => return None,
    })
}

fn act<W: Write>(course: &mut Study, speaker: &mut Speaker<W>, input: Input) -> io::Result<()> {
    match course.act(input) {
        Err(refused) => speaker.line(&refused.to_string()),
        Ok(_) => match input {
            Input::Hint => speaker.hint(course),
            Input::Undo => speaker.line(say!("The choice is taken back.")),
            _ => onward(course, speaker),
        },
    }
}

/// Says where the learner stands now, unless the round is over: then the end is said by itself.
fn onward<W: Write>(course: &Study, speaker: &mut Speaker<W>) -> io::Result<()> {
    match course.session().phase() {
        Phase::Finished if course.way().is_none() => Ok(()),
        _ => speaker.here(course),
    }
}
