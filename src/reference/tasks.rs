//! Reads the lab's tasks and the replies to the learner's attempts.
//!
//! The `lab` module decides which attempt gets which reply.

use std::sync::OnceLock;

use serde::Deserialize;

pub(crate) const TEXT: &str = include_str!("../../scenarios/reference/tasks.json");

/// The file that contains the lab's tasks.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskFile {
    pub format: u32,
    pub tasks: Vec<LabTask>,
    /// Replies that apply to every task.
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
    /// The reply to an attempt that completes the task.
    pub done: String,
    /// Replies to attempts that are partly correct.
    pub steps: Vec<TaskReply>,
    /// Replies to common mistakes.
    pub wrong: Vec<TaskReply>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskReply {
    pub id: String,
    pub text: String,
    /// The misconception behind the attempt.
    #[serde(default)]
    pub misconception: Option<String>,
}

/// A few lines of server code that send the correct statuses.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerSnippet {
    pub id: String,
    pub example: Vec<String>,
}

/// Returns the lab's tasks and replies.
pub fn file() -> &'static TaskFile {
    static FILE: OnceLock<TaskFile> = OnceLock::new();
    FILE.get_or_init(|| serde_json::from_str(TEXT).unwrap_or_default())
}

impl LabTask {
    pub fn step(&self, id: &str) -> Option<&TaskReply> {
        self.steps.iter().find(|reply| reply.id == id)
    }

    pub(crate) fn wrong_way(&self, id: &str) -> Option<&TaskReply> {
        self.wrong.iter().find(|reply| reply.id == id)
    }
}
