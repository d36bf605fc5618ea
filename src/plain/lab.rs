//! Runs the lab in plain mode.

use std::io;

use super::{Conversation, Reply, note};
use crate::document::{Block, Document};
use crate::lab::session::{LabReply, LabSession};
use crate::say;
use crate::study::Study;

pub struct LabProgram<'a> {
    study: &'a mut Study,
    session: LabSession,
}

impl<'a> LabProgram<'a> {
    pub fn new(study: &'a mut Study) -> Self {
        let session = LabSession::new(study.seed(), &study.lab_tasks());
        Self { study, session }
    }

    fn farewell(&mut self) -> Document {
        self.study.settle();
        note(say!(
            "{} of {} tasks done. {}",
            self.session.done.len(),
            crate::lab::session::tasks().len(),
            self.study.keeping()
        ))
    }
}

fn shown(reply: LabReply) -> Document {
    let mut document = reply.document;
    document.blocks.splice(0..0, reply.strip.map(Block::Strip));
    document
}

impl Conversation for LabProgram<'_> {
    fn start(&mut self) -> Vec<Document> {
        let mut welcome = Document::new(say!("The lab: an airport you can curl"));
        welcome.paragraph(say!(
            "You type curl commands, and a simulated airport server inside this program responds. Nothing is sent over a network."
        ));
        let notices = self.study.take_notices().into_iter().map(note);
        [welcome].into_iter().chain(notices).chain([self.session.task_page()]).collect()
    }

    fn handle_line(&mut self, line: &str) -> io::Result<Reply> {
        let reply = self.session.run_line(line, self.study.seconds());
        if let Some(task) = reply.finished {
            self.study.finish_task(task);
        }
        if reply.is_over {
            return Ok(Reply::Over(vec![self.farewell()]));
        }
        let is_silent = reply.document == Document::default();
        let mut documents = if is_silent { Vec::new() } else { vec![shown(reply)] };
        documents.extend(self.study.take_notices().into_iter().map(note));
        Ok(Reply::Next(documents))
    }

    fn end(&mut self) -> io::Result<Vec<Document>> {
        Ok(vec![note(say!("End of input.")), self.farewell()])
    }
}
