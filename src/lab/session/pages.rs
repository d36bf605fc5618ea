//! Builds the pages that are shown at the prompt: help, the tasks, or an exchange with its verdict.
//!

use super::{LabSession, tasks};
use crate::document::feedback::stopped_at;
use crate::document::{AirportStrip, Block, Document, Meaning, Text, VerdictLine};
use crate::i18n::translate;
use crate::lab::airport::place::AirlineFault;
use crate::lab::task_check::{Attempt, LabVisit};
use crate::reference::tasks::{LabTask, TaskReply, file};
use crate::ruling::facts::{Credentials, Hidden, Permission, Refusal};
use crate::ruling::{Verdict, rule, status_line};
use crate::say;
use crate::scenario::misconception;

pub(super) fn verdict(visit: &LabVisit, is_task: bool) -> Document {
    let status = visit.response.status;
    let mut document = Document::new(status_line(status));
    if is_task {
        document.blocks.push(Block::Verdict(VerdictLine {
            correct: visit.predicted.map(|predicted| predicted == status),
            answer: status_line(status).into(),
            remark: match visit.predicted {
                Some(predicted) => say!("You predicted {}.", predicted).into(),
                None => say!("You made no prediction.").into(),
            },
            ..VerdictLine::default()
        }));
    }
    document
}

/// Even for a faulty response, the traveller stops at the checkpoint of the correct ruling.
pub(in crate::lab) fn stop(visit: &LabVisit) -> AirportStrip {
    let ruling = rule(&visit.ruled.facts);
    let verdict = Verdict::from_status(ruling.status);
    // Only three of the faults swap 401 and 403.
    let is_swapped = matches!(
        visit.ruled.fault,
        Some(AirlineFault::ForbiddenForPassword | AirlineFault::UnauthorizedForScope | AirlineFault::WrongOrder)
    );
    let sign = visit.response.value("WWW-Authenticate").filter(|_| visit.response.status == 401);
    AirportStrip {
        stop: Some(stopped_at(verdict, &ruling)),
        code: Some(visit.response.status),
        sign: sign.map(str::to_owned),
        wrong: is_swapped,
        ..AirportStrip::default()
    }
}

pub(super) fn add_misconception(document: &mut Document, visit: &LabVisit) {
    let status = visit.response.status;
    let Some(predicted) = visit.predicted.filter(|predicted| *predicted != status && visit.ruled.fault.is_none())
    else {
        return;
    };
    let facts = &visit.ruled.facts;
    let id = match (predicted, status) {
        (403, 401) => match facts.credentials {
            Credentials::Absent => "forbidden-comes-first",
            Credentials::WrongSecret | Credentials::UnknownUser => "forbidden-means-bad-password",
            _ => "expired-is-forbidden",
        },
        (401, 403) if facts.refusal != Refusal::None && facts.credentials == Credentials::Absent => {
            "forbidden-means-known-user"
        }
        (401, 403) if facts.permission == Permission::Scope => "missing-scope-is-401",
        (401, 403) => "unauthorized-means-no-permission",
        (401 | 403, 404) if facts.hidden != Hidden::No => "404-is-lying",
        (200, 401) if facts.credentials != Credentials::Absent => "retry-401-forever",
        _ => return,
    };
    add_belief(document, id);
}

fn add_belief(document: &mut Document, id: &str) {
    let Some(misconception) = misconception::find(id) else { return };
    document.blocks.push(Block::Paragraph(Text::new(translate(&misconception.http.belief), Meaning::WrongClaim)));
    document.paragraph(translate(&misconception.http.truth));
}

pub(super) fn add_attempt(document: &mut Document, number: usize, task: &LabTask, attempt: Attempt) {
    let reply = |list: &'static [TaskReply], id: &str| list.iter().find(|reply| reply.id == id);
    match attempt {
        Attempt::Done => {
            document.field(say!("Task {} done", number), translate(&task.done));
        }
        Attempt::Step(id) => {
            if let Some(step) = task.step(id) {
                document.field(say!("Task {}", number), translate(&step.text));
            }
        }
        Attempt::Wrong(id) => {
            let found = task.wrong_way(id).or_else(|| reply(&file().common, id));
            let Some(found) = found else { return };
            document.field(say!("Task {}", number), translate(&found.text));
            let is_named = |block: &Block| matches!(block, Block::Paragraph(text) if text.spans.iter().any(|span| span.meaning == Meaning::WrongClaim));
            // The reply to a wrong prediction may already have named the misconception.
            if let Some(belief) = found.misconception.as_deref().filter(|_| !document.blocks.iter().any(is_named)) {
                add_belief(document, belief);
            }
        }
        Attempt::Unrelated => {}
    }
}

pub(super) fn add_request(document: &mut Document, visit: &LabVisit) {
    document.heading(say!("Request"));
    document.blocks.push(Block::Code(visit.request.lines()));
}

impl LabSession {
    pub(crate) fn task_page(&self) -> Document {
        let Some((number, task)) = self.task() else {
            let mut document = Document::new(say!("The lab"));
            document.paragraph(say!("No task is open. `tasks` lists the tasks, and `curl /` shows the map."));
            self.add_logins(&mut document);
            return document;
        };
        let mut document = Document::new(say!("Task {} of {}: {}", number, tasks().len(), translate(&task.title)));
        for text in &task.text {
            document.paragraph(translate(text));
        }
        self.add_logins(&mut document);
        document.field(say!("Also"), say!("`hint`, `tasks`, `curl /` for the map, `help` for everything"));
        document
    }

    pub(super) fn logins_page(&self) -> Document {
        let mut document = Document::new(say!("Logins"));
        self.add_logins(&mut document);
        document
    }

    fn add_logins(&self, document: &mut Document) {
        document.field(say!("Logins"), Text::new(self.airport.logins().join("   "), Meaning::Code));
        if let Some(token) = self.airport.tokens.last() {
            let text = say!("{} ({}: {})", token.text, token.passenger.name(), token.scopes.join(" "));
            document.field("$TOKEN", Text::new(text, Meaning::Code));
        }
    }

    pub(super) fn list(&self) -> Document {
        let mut document = Document::new(say!("Tasks"));
        let row = |(index, task): (usize, &LabTask)| {
            let note = if self.done.contains(&task.id.as_str()) {
                say!("done")
            } else if self.task == Some(index) {
                say!("open")
            } else {
                ""
            };
            vec![Text::verbatim((index + 1).to_string()), Text::from(translate(&task.title)), Text::from(note)]
        };
        document.blocks.push(Block::rows(tasks().iter().enumerate().map(row)));
        document.paragraph(say!("`task 3` opens the third task. `free` lets you look around without a task."));
        document
    }

    pub(super) fn snippet(name: &str) -> Document {
        let snippets = &file().snippets;
        let mut document = Document::new(say!("Snippets"));
        if let Some(snippet) = snippets.iter().find(|snippet| snippet.id == name.to_lowercase()) {
            document.title.clone_from(&snippet.id);
            document.blocks.push(Block::Code(snippet.example.clone()));
        } else {
            let names: Vec<String> = snippets.iter().map(|snippet| format!("`snippet {}`", snippet.id)).collect();
            document
                .paragraph(say!("A few lines of code for a server that sends the right codes: {}.", names.join(", ")));
        }
        document
    }

    pub(super) fn help() -> Document {
        let mut document = Document::new(say!("Help"));
        let words = [
            ("curl …", say!("send a request; the host is `localhost` and can be left out")),
            ("task, task 3", say!("show the open task, or open another one")),
            ("tasks", say!("list the tasks")),
            ("hint", say!("show a hint for the task")),
            ("answer …", say!("answer the question of a task")),
            ("judge", say!("let `inspect` judge your last exchange")),
            ("paste", say!("paste an exchange with another server; a line with only a dot ends it")),
            ("snippet NAME", say!("show a few lines of code for nginx, axum, express, fastapi or spring")),
            ("logins", say!("show names, passwords and your newest token")),
            ("free", say!("look around without a task or predictions")),
            ("quit", say!("leave")),
        ];
        let row = |(word, text): (&str, &str)| vec![Text::new(word, Meaning::Key), Text::from(text)];
        document.blocks.push(Block::rows(words.map(row)));
        document.field(say!("Options"), Text::new(crate::lab::curl::known_options().join(" "), Meaning::Code));
        let faults = AirlineFault::AIRLINES.map(AirlineFault::name).join(" ");
        document.field(say!("Faults"), Text::new(faults, Meaning::Code));
        document
    }
}
