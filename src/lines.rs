//! Implements the JSON Lines interface for other front ends, such as editors, voice assistants and research software.
//!
//! Each outgoing message and each incoming request is a JSON object on a line of its own. Messages contain only what a
//! learner would see. Even a case's ID stays hidden until the answer may be shown. The JSON Schema in `lines/schema`
//! describes both messages and requests.

mod message;
mod request;
pub mod schema;

use std::io::{self, BufRead, Write};

use message::{End, Line, Message, OpenState};
use request::Request;

use crate::course::stage::Stage;
use crate::input::{is_too_long, next_line};
use crate::round::{Input, InputError, Phase};
use crate::say;
use crate::study::Study;

/// The version of the message format.
pub const FORMAT: u32 = 1;

/// Runs the course or the round until it is finished, the learner quits, or the input ends. A closed output pipe isn't
/// treated as an error.
pub fn run(study: &mut Study, input: impl BufRead, output: impl Write) -> io::Result<()> {
    match converse(study, input, output) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

fn converse(study: &mut Study, mut input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    let mut send = |message: Message| -> io::Result<()> {
        serde_json::to_writer(&mut output, &Line { format: FORMAT, message })?;
        output.write_all(b"\n")?;
        output.flush()
    };
    let mut ending = "end-of-input";
    notices(study).try_for_each(&mut send)?;
    current_message(study).into_iter().try_for_each(&mut send)?;
    while let Some(line) = next_line(&mut input)? {
        if line.trim().is_empty() {
            continue;
        }
        study.settle();
        if is_too_long(line.len()) {
            send(Message::Error { text: say!("the line is too long").to_owned() })?;
            continue;
        }
        match Request::parse(&line) {
            Ok(Request::Quit) => {
                ending = "quit";
                break;
            }
            Ok(request) => {
                let done = act(study, request);
                notices(study).try_for_each(&mut send)?;
                if is_over(study) {
                    ending = "done";
                    break;
                }
                match done {
                    Ok(()) => current_message(study).into_iter().try_for_each(&mut send)?,
                    Err(text) => send(Message::Error { text })?,
                }
            }
            Err(text) => send(Message::Error { text })?,
        }
    }
    study.settle();
    send(Message::End(End::new(study, ending)))
}

fn notices(study: &mut Study) -> impl Iterator<Item = Message> {
    study.take_notices().into_iter().map(|text| Message::Note { text })
}

fn is_over(study: &Study) -> bool {
    let is_finished = study.round().phase() == Phase::Finished;
    is_finished && !study.is_endless() && study.course().is_none_or(|course| course.stage() == Stage::Done)
}

fn current_message(study: &Study) -> Option<Message> {
    let state = OpenState { study, id: id(study), stage: stage(study) };
    match study.round().phase() {
        Phase::Asking { hints, .. } => state.question(hints),
        Phase::Marking(_) => state.line(),
        Phase::Ruled(_) => state.feedback(),
        Phase::Reading => state.page(),
        Phase::Finished => state.report(),
    }
}

fn stage(study: &Study) -> &'static str {
    study.course().map_or("round", |course| course.stage().name())
}

/// Returns an ID that reveals nothing about the case, because it contains only the stage and the position in the stage.
fn id(study: &Study) -> String {
    format!("{}-{}", stage(study), study.round().position() + 1)
}

fn act(study: &mut Study, request: Request) -> Result<(), String> {
    let refused = |error: InputError| error.to_string();
    let input = match request {
        Request::Answer { answer, confidence } => {
            let item = study.round().item().ok_or_else(|| InputError::Over.to_string())?;
            let is_judged = item.is_judged();
            if is_judged && confidence.is_none() {
                return Err(
                    say!("Add how sure you are: \"confidence\": \"guess\", \"fairly\" or \"certain\".").to_owned()
                );
            }
            study.act(Input::Choose(answer)).map_err(refused)?;
            match confidence.filter(|_| is_judged) {
                Some(confidence) => Input::Commit(confidence),
                None => return Ok(()),
            }
        }
        Request::Next if study.round().phase() == Phase::Finished => {
            study.go_on();
            return Ok(());
        }
        Request::Next => Input::Next,
        Request::Line(line) => Input::Mark(line),
        Request::Hint => Input::Hint,
        Request::Reveal => Input::Reveal,
        Request::Skip => Input::Skip,
        Request::Back => Input::Back,
        Request::Repeat | Request::Quit => return Ok(()),
    };
    study.act(input).map(drop).map_err(refused)
}
