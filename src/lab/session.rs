//! Implements the lab's prompt, which turns typed lines into documents.
//!
//! Full-screen mode and plain mode share the prompt. The caller supplies the time. This module doesn't print or save
//! anything.

pub(super) mod pages;

use std::collections::BTreeMap;

use super::airport::{Airport, HOSTS, airport, passwords};
use super::curl::{CurlCommand, parse};
use super::message::{field, recorded};
use super::shell_words::{LineFault, Variable, split};
use super::task_check::{Attempt, LabVisit, judge_answer, judge_paste, judge_visit};
use crate::document::{AirportStrip, Block, Document};
use crate::inspect::evidence::user_facts;
use crate::inspect::matrix::judge;
use crate::inspect::report;
use crate::inspect::{evidence::KnownFact, exchange};
use crate::reference::tasks::{LabTask, file};
use crate::ruling::{FactName, Facts};
use crate::say;

/// The maximum number of exchanges to remember. Beyond this limit, the oldest exchange is dropped.
const MOST_VISITS: usize = 500;

/// The maximum length of a command, in bytes. A line that would exceed the limit isn't added to the command.
const LONGEST_COMMAND: usize = 64 * 1024;

/// The maximum length of pasted text, in bytes.
const LONGEST_PASTE: usize = 4 * 1024 * 1024;

/// One learner's session at the prompt.
#[derive(Clone, Debug)]
pub struct LabSession {
    pub airport: Airport,
    jars: BTreeMap<String, Vec<String>>,
    visits: Vec<LabVisit>,
    /// The index of the current task, or `None` after the last task and while the learner explores freely.
    task: Option<usize>,
    pub done: Vec<&'static str>,
    named: [bool; 5],
    /// The lines of an unfinished command, each of which ended with a backslash.
    unfinished: String,
    waiting: Option<Box<CurlCommand>>,
    /// The text that is being pasted, and the facts that the learner stated before pasting it.
    pasting: Option<(String, Vec<KnownFact>)>,
}

/// The reply to a typed line.
#[derive(Clone, Debug, Default)]
pub struct LabReply {
    pub document: Document,
    /// The airport strip that shows where the request was stopped, if the line sent a request.
    pub strip: Option<AirportStrip>,
    /// The ID of the task that the line completed, if any.
    pub finished: Option<&'static str>,
    pub is_over: bool,
}

impl From<Document> for LabReply {
    fn from(document: Document) -> Self {
        Self { document, ..Self::default() }
    }
}

pub fn tasks() -> &'static [LabTask] {
    &file().tasks
}

impl LabSession {
    /// Starts a session with a new airport. `done` contains the IDs of the tasks that were completed earlier.
    pub fn new(seed: u64, done: &[String]) -> Self {
        let airport = Airport::new(seed, passwords(seed), HOSTS.map(str::to_owned));
        let is_done = |task: &&LabTask| done.contains(&task.id);
        let mut session = Self {
            airport,
            jars: BTreeMap::new(),
            visits: Vec::new(),
            task: None,
            done: tasks().iter().filter(is_done).map(|task| task.id.as_str()).collect(),
            named: [false; 5],
            unfinished: String::new(),
            waiting: None,
            pasting: None,
        };
        session.task = session.next_open(0);
        session
    }

    /// Returns the current task and its number.
    pub fn task(&self) -> Option<(usize, &'static LabTask)> {
        let index = self.task?;
        tasks().get(index).map(|task| (index + 1, task))
    }

    /// Returns the prompt to show before the typed line.
    pub fn prompt(&self) -> &'static str {
        match (&self.pasting, &self.waiting) {
            (Some(_), _) => "> ",
            _ if !self.unfinished.is_empty() => "> ",
            (None, Some(_)) => say!("Your prediction: "),
            (None, None) => "$ ",
        }
    }

    /// Returns whether the learner is in the middle of pasting text.
    pub fn is_pasting(&self) -> bool {
        self.pasting.is_some()
    }

    fn next_open(&self, from: usize) -> Option<usize> {
        let is_open = |index: &usize| tasks().get(*index).is_some_and(|task| !self.done.contains(&task.id.as_str()));
        (from..tasks().len()).chain(0..from).find(is_open)
    }

    fn variables(&self) -> Vec<Variable> {
        self.airport.tokens.last().map(|token| ("TOKEN", token.text.clone())).into_iter().collect()
    }

    /// Runs one line that the learner typed. `now` is in seconds since 1970.
    pub fn run_line(&mut self, line: &str, now: u64) -> LabReply {
        if self.pasting.is_some() {
            return self.paste_line(line, now);
        }
        let mut line = std::mem::take(&mut self.unfinished) + line.trim();
        let backslashes = line.len() - line.trim_end_matches('\\').len();
        if backslashes % 2 == 1 && line.len() < LONGEST_COMMAND {
            line.pop();
            self.unfinished = line;
            return LabReply::default();
        }
        let line = line.as_str();
        if let Some(command) = self.waiting.take() {
            return self.predict(command, line, now);
        }
        let (word, rest) = line.split_once(' ').map_or((line, ""), |(word, rest)| (word, rest.trim()));
        match word {
            "" | "task" if rest.is_empty() => self.task_page().into(),
            "task" => self.choose_task(rest),
            "tasks" => self.list().into(),
            "hint" => self.hint(),
            "answer" => self.answer(rest),
            "judge" => self.judge(now),
            "paste" => self.begin_paste(rest),
            "snippet" | "snippets" => Self::snippet(rest).into(),
            "logins" => self.logins_page().into(),
            "free" => {
                self.task = None;
                let mut document = Document::new(say!("Look around"));
                document.paragraph(say!(
                    "No task is open, so there is nothing to predict. To list the tasks, type `tasks`."
                ));
                document.into()
            }
            "help" | "?" => Self::help().into(),
            "quit" | "exit" | "q" => LabReply { is_over: true, ..LabReply::default() },
            _ => self.command(line, now),
        }
    }

    fn command(&mut self, line: &str, now: u64) -> LabReply {
        match parse(line, &self.variables()) {
            Err(fault) => fault_page(&fault).into(),
            Ok(command) if self.task.is_some() => {
                let mut document = Document::new(say!("Predict the code"));
                document.blocks.push(Block::Code(command.request.head()));
                document.paragraph(say!("Which status code will come back? Type it, or `?` if you don't know."));
                self.waiting = Some(Box::new(command));
                document.into()
            }
            Ok(command) => self.send(command, None, now),
        }
    }

    fn predict(&mut self, command: Box<CurlCommand>, line: &str, now: u64) -> LabReply {
        let code = line.split_whitespace().next().unwrap_or_default().trim_end_matches('.');
        let code = code.parse::<u16>().ok().filter(|code| (100..600).contains(code));
        if code.is_some() || line == "?" {
            return self.send(*command, code, now);
        }
        if line.starts_with("curl") {
            return self.command(line, now);
        }
        if matches!(line, "quit" | "exit" | "q") {
            return LabReply { is_over: true, ..LabReply::default() };
        }
        let mut document = Document::new(say!("Predict the code"));
        document.paragraph(say!("Type a status code such as 401, or `?` if you don't know. Then the request is sent."));
        self.waiting = Some(command);
        document.into()
    }

    fn send(&mut self, command: CurlCommand, predicted: Option<u16>, now: u64) -> LabReply {
        let CurlCommand { mut request, sends_jar, keeps_jar } = command;
        if let Some(cookies) = sends_jar.and_then(|jar| self.jars.get(&jar)).filter(|cookies| !cookies.is_empty()) {
            request.fields.push(field("Cookie", cookies.join("; ")));
        }
        let (next, response, events) = airport(self.airport.clone(), &request, now);
        self.airport = next;
        if let Some(jar) = keeps_jar {
            let set = response.value("Set-Cookie").and_then(|cookie| cookie.split(';').next()).map(str::to_owned);
            if let Some(cookie) = set {
                let name = cookie.split('=').next().unwrap_or_default().to_owned() + "=";
                let cookies = self.jars.entry(jar).or_default();
                cookies.retain(|known| !known.starts_with(&name));
                cookies.push(cookie);
            }
        }
        match LabVisit::new(request, response, events, predicted) {
            Some(visit) => self.record(visit),
            None => LabReply::default(),
        }
    }

    fn record(&mut self, visit: LabVisit) -> LabReply {
        self.visits.push(visit);
        let forgotten = self.visits.len().saturating_sub(MOST_VISITS);
        self.visits.drain(..forgotten);
        let attempt = self.task().map(|(_, task)| judge_visit(&task.id, &self.visits));
        let Some(visit) = self.visits.last() else { return LabReply::default() };
        let mut document = pages::verdict(visit, self.task.is_some());
        let strip = pages::stop(visit);
        let finished = attempt.and_then(|attempt| self.settle(attempt, &mut document));
        if let Some(visit) = self.visits.last() {
            document.blocks.push(Block::Code(visit.response.lines()));
            pages::add_misconception(&mut document, visit);
            pages::add_request(&mut document, visit);
        }
        LabReply { document, strip: Some(strip), finished, is_over: false }
    }

    fn settle(&mut self, attempt: Attempt, document: &mut Document) -> Option<&'static str> {
        let (number, task) = self.task()?;
        pages::add_attempt(document, number, task, attempt);
        if attempt != Attempt::Done {
            return None;
        }
        let id = task.id.as_str();
        if !self.done.contains(&id) {
            self.done.push(id);
        }
        self.task = self.next_open(number);
        match self.task() {
            Some((number, next)) => document.field(
                say!("Next"),
                say!("Task {}: {}. Press Enter to show it.", number, crate::i18n::translate(&next.title)),
            ),
            None => document.field(say!("Next"), say!("All tasks are done. Look around, or leave with `quit`.")),
        }
        Some(id)
    }

    fn choose_task(&mut self, number: &str) -> LabReply {
        let index = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        if let Some(index) = index.filter(|index| *index < tasks().len()) {
            self.task = Some(index);
            return self.task_page().into();
        }
        let message = say!("there is no task `{}`", number);
        fault_page(&LineFault::new(message).allowing(1..=tasks().len())).into()
    }

    fn hint(&self) -> LabReply {
        let mut document = Document::new(say!("Hint"));
        match self.task() {
            Some((_, task)) => document.paragraph(crate::i18n::translate(&task.hint)),
            None => document.paragraph(say!("No task is open. `tasks` lists the tasks.")),
        }
        document.into()
    }

    fn answer(&mut self, words: &str) -> LabReply {
        let Some((number, task)) = self.task() else { return self.hint() };
        let words = match split(words, &[]) {
            Ok(words) => words,
            Err(fault) => return fault_page(&fault).into(),
        };
        let mut document = Document::new(say!("Task {}: {}", number, crate::i18n::translate(&task.title)));
        let attempt = judge_answer(&task.id, &self.visits, &mut self.named, &words);
        let finished = self.settle(attempt, &mut document);
        LabReply { document, finished, ..LabReply::default() }
    }

    fn judge(&self, now: u64) -> LabReply {
        let Some(visit) = self.visits.last() else {
            let mut document = Document::new(say!("No exchange yet"));
            document.paragraph(say!("Send a request first. `judge` then shows what `airside inspect` says about it."));
            return document.into();
        };
        let exchange = recorded(&visit.request, &visit.response);
        report::document(&judge(&[exchange], &[], i64::try_from(now).unwrap_or(i64::MAX))).into()
    }

    fn begin_paste(&mut self, facts: &str) -> LabReply {
        let mut known = Vec::new();
        for fact in facts.split_whitespace() {
            let (name, value) = fact.split_once('=').unwrap_or((fact, ""));
            match Facts::default().with(name, value) {
                Ok(facts) => {
                    known.extend(FactName::find(name).map(|name| user_facts(&facts, &[name])).unwrap_or_default());
                }
                Err(error) => return fault_page(&LineFault::new(error.to_string()).allowing(error.allowed())).into(),
            }
        }
        self.pasting = Some((String::new(), known));
        let mut document = Document::new(say!("Paste an exchange"));
        document.paragraph(say!(
            "Paste the output of `curl -sv`, or a request and its response. End with a line that contains only a dot."
        ));
        document.into()
    }

    fn paste_line(&mut self, line: &str, now: u64) -> LabReply {
        if line.trim() != "." {
            if let Some((pasted, _)) = self.pasting.as_mut().filter(|(pasted, _)| pasted.len() < LONGEST_PASTE) {
                pasted.push_str(line);
                pasted.push('\n');
            }
            return LabReply::default();
        }
        let Some((pasted, known)) = self.pasting.take() else { return LabReply::default() };
        let parsed = exchange::parse(say!("your paste"), &pasted);
        let now = i64::try_from(now).unwrap_or(i64::MAX);
        let report = parsed.as_ref().ok().map(|exchanges| judge(exchanges, &known, now));
        let mut document = Document::new(say!("Your exchange"));
        let of_task = self.task().is_some_and(|(_, task)| task.id == "fix-your-server");
        let finished = if of_task { self.settle(judge_paste(report.as_ref()), &mut document) } else { None };
        match (report, parsed) {
            (Some(report), _) => {
                let judged = report::document(&report);
                document.heading(judged.title);
                document.blocks.extend(judged.blocks);
            }
            (None, Err(fault)) => document.paragraph(fault.message),
            (None, Ok(_)) => {}
        }
        LabReply { document, finished, ..LabReply::default() }
    }
}

fn fault_page(fault: &LineFault) -> Document {
    let mut document = Document::new(say!("Not understood"));
    let message = match fault.column {
        0 => fault.message.clone(),
        column => say!("Column {}: {}", column, fault.message),
    };
    document.paragraph(format!("{message}."));
    if !fault.allowed.is_empty() {
        let allowed: Vec<String> = fault.allowed.iter().map(|one| format!("`{one}`")).collect();
        document.field(say!("Understood"), allowed.join(", "));
    }
    document
}
