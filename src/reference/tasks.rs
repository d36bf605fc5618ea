//! The tasks of the lab: their texts, and what is said to an attempt.
//!
//! Owns the shape of the file, which is data beside the packs. What counts as an attempt is in `lab`.

use std::sync::OnceLock;

use serde::Deserialize;

/// The file of tasks.
pub const TEXT: &str = include_str!("../../scenarios/reference/tasks.json");

/// What the file holds.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskFile {
    pub format: u32,
    pub tasks: Vec<LabTask>,
    /// What can be said in every task.
    pub common: Vec<TaskReply>,
    pub snippets: Vec<ServerSnippet>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabTask {
    pub id: String,
    pub title: String,
    pub text: Vec<String>,
    pub hint: String,
    /// What is said when it is done.
    pub done: String,
    /// What is said to a first step in the right direction.
    pub steps: Vec<TaskReply>,
    /// What is said to an attempt that doesn't do it.
    pub wrong: Vec<TaskReply>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskReply {
    pub id: String,
    pub text: String,
    /// The misconception that the attempt fits.
    #[serde(default)]
    pub misconception: Option<String>,
}

/// A few lines of a server that sends the right codes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerSnippet {
    pub id: String,
    pub example: Vec<String>,
}

/// Everything in the file.
pub fn file() -> &'static TaskFile {
    static FILE: OnceLock<TaskFile> = OnceLock::new();
    FILE.get_or_init(|| serde_json::from_str(TEXT).unwrap_or_default())
}

impl LabTask {
    /// What is said to this step.
    pub fn step(&self, id: &str) -> Option<&TaskReply> {
        self.steps.iter().find(|reply| reply.id == id)
    }

    /// What is said to this wrong attempt.
    pub fn wrong_way(&self, id: &str) -> Option<&TaskReply> {
        self.wrong.iter().find(|reply| reply.id == id)
    }
}
