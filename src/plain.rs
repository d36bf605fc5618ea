//! The front end in lines: for screen readers, pipes, scripts and slow terminals.
//!
//! Owns reading lines and writing text, and nothing of the course's rules. It moves no cursor, draws no boxes, needs
//! no colour and repaints nothing. Input and output are passed in, which is how its transcripts are tested.

mod answer;
pub mod class;
pub mod exam;
pub mod inspect;
mod say;

use std::io::{self, BufRead, Write};

use crate::course::Course;
use crate::course::stage::Stage;
use crate::input::next_line;
use crate::keys::Action;
use crate::round::{Answer, Confidence, Input, Item, Phase};
use crate::say;
use crate::study::Study;
use answer::Meant;
use say::Speaker;

/// Runs the course in lines until the learner leaves, the round is over, or the input ends.
///
/// # Errors
/// What reading or writing fails with; a reader that has gone away is no error.
pub fn run(study: &mut Study, input: impl BufRead, output: impl Write, columns: usize) -> io::Result<()> {
    let mut speaker = Speaker::new(output, columns);
    match converse(study, input, &mut speaker) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

fn converse<W: Write>(study: &mut Study, mut input: impl BufRead, speaker: &mut Speaker<W>) -> io::Result<()> {
    speaker.welcome(study)?;
    speaker.here(study)?;
    while let Some(line) = next_line(&mut input)? {
        study.settle();
        if !obey(study, speaker, &line)? {
            return Ok(());
        }
        for notice in study.take_notices() {
            speaker.line(&say!("Note: {}", notice))?;
        }
        if study.round().phase() == Phase::Finished {
            match study.course().map(Course::stage) {
                None if study.is_endless() => {
                    speaker.round(study)?;
                    study.go_on();
                    speaker.here(study)?;
                }
                None => return speaker.summary(study),
                Some(Stage::Done) => return speaker.farewell(study),
                Some(_) => {}
            }
        }
    }
    study.settle();
    speaker.line("")?;
    speaker.line(say!("End of input."))?;
    speaker.farewell(study)
}

/// Does what one line says; false when the learner leaves.
fn obey<W: Write>(study: &mut Study, speaker: &mut Speaker<W>, line: &str) -> io::Result<bool> {
    let (asking, marking) = match study.round().phase() {
        Phase::Asking { .. } => (true, false),
        Phase::Marking(_) => (false, true),
        _ => (false, false),
    };
    let question_type = study.round().item().and_then(|item| item.question_type).filter(|_| asking);
    if let Some(number) = answer::number(line).filter(|_| marking) {
        act(study, speaker, Input::Mark(number))?;
        speaker.flush()?;
        return Ok(true);
    }
    // Between two stages of the course an empty line goes on.
    let between = study.course().is_some() && study.round().phase() == Phase::Finished;
    match answer::understand(line, question_type) {
        Meant::Do(Action::Next) if between => {
            study.go_on();
            speaker.here(study)?;
        }
        Meant::Answer(answer, confidence) => answer_with(study, speaker, answer, confidence)?,
        Meant::Do(Action::Quit) => {
            speaker.farewell(study)?;
            return Ok(false);
        }
        Meant::Do(Action::Help) => speaker.help()?,
        Meant::Do(Action::Repeat) => speaker.here(study)?,
        Meant::Do(Action::Next) if asking || marking => speaker.prompt(study)?,
        Meant::Do(action) => match input(action) {
            Some(input) => act(study, speaker, input)?,
            None => speaker.lost(study, line)?,
        },
        Meant::Nothing => speaker.lost(study, line)?,
    }
    speaker.flush()?;
    Ok(true)
}

fn answer_with<W: Write>(
    study: &mut Study,
    speaker: &mut Speaker<W>,
    answer: Answer,
    confidence: Option<Confidence>,
) -> io::Result<()> {
    // What is neither right nor wrong is answered at once, whatever confidence was typed.
    let judged = study.round().item().is_some_and(Item::is_judged);
    match study.act(Input::Choose(answer)) {
        Err(refused) => speaker.line(&refused.to_string()),
        Ok(_) if !judged => onward(study, speaker),
        Ok(_) => match confidence {
            Some(confidence) => act(study, speaker, Input::Commit(confidence)),
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

fn act<W: Write>(study: &mut Study, speaker: &mut Speaker<W>, input: Input) -> io::Result<()> {
    match study.act(input) {
        Err(refused) => speaker.line(&refused.to_string()),
        Ok(_) => match input {
            Input::Hint => speaker.hint(study),
            Input::Undo => speaker.line(say!("The choice is taken back.")),
            _ => onward(study, speaker),
        },
    }
}

/// Says where the learner stands now, unless the round is over: then the end is said by itself.
fn onward<W: Write>(study: &Study, speaker: &mut Speaker<W>) -> io::Result<()> {
    match study.round().phase() {
        Phase::Finished if study.course().is_none() => Ok(()),
        _ => speaker.here(study),
    }
}
