//! A sitting: one seat taking one exam, which reveals nothing until it is handed in.
//!
//! Owns what may happen next, and what makes a file valid. Each line carries the hash of all lines before it, so
//! damage and accidental changes are noticed. Anyone who has this program can produce a valid file, so the hashes
//! don't stop a determined student. A file contains no score: [`Sitting::answers`] are graded again from the packs.
//! The time is passed in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::learner::Confidence;
use crate::learner::answer::Answer;
use crate::round::spec::{RoundSpec, plan};
use crate::say;
use crate::scenario::library::Library;
use crate::scenario::{Pool, Scenario};
use crate::store::LogFormat;
use crate::text::hex;

/// The time limit for taking back a hand-in, in milliseconds.
pub const TAKE_BACK: u64 = 60_000;

/// The maximum length of a seat code.
const SEAT: usize = 32;

/// The questions and conditions of an exam, in the first line of its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExamPaper {
    pub format: LogFormat,
    /// `A`, `B` or `custom`.
    pub form: String,
    /// The seat code, which isn't a name.
    pub seat: String,
    /// The seed for the order.
    pub seed: u64,
    /// The time limit in minutes; `None` without a limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// Identifies the scenarios with all their texts: the first 16 digits of their SHA-256.
    pub digest: String,
    /// The start code of the day, if the teacher gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The scenario ids, in order.
    pub items: Vec<String>,
}

impl ExamPaper {
    /// The paper of this seat. The seed of `spec` chooses the questions, the same ones for every seat; the order
    /// depends on the seat too.
    pub fn new(library: &Library, spec: &RoundSpec, seat: &str) -> Self {
        let form = spec.pools.first().copied().map_or(CUSTOM, letter);
        let seed = spec.seed;
        let hash = Sha256::digest(format!("{form}\n{seat}\n{seed}"));
        let order = hash.iter().take(8).fold(0, |order, byte| order << 8 | u64::from(*byte));
        let ids = |spec: &RoundSpec| -> Vec<String> {
            plan(library, spec).into_iter().filter_map(|item| item.id.case().map(str::to_owned)).collect()
        };
        let chosen = ids(spec);
        let items = if chosen.is_empty() {
            chosen
        } else {
            ids(&RoundSpec { packs: spec.packs.clone(), ids: chosen, seed: order, ..RoundSpec::default() })
        };
        let digest = digest(items.iter().filter_map(|id| library.scenario(id)).map(asked_text).collect());
        let (form, seat) = (form.to_owned(), seat.to_owned());
        Self { format: LogFormat, form, seat, seed, minutes: None, digest, code: None, items }
    }

    /// When time runs out, in milliseconds since 1970.
    pub fn ends(&self, begun: u64) -> Option<u64> {
        Some(begun.saturating_add(u64::from(self.minutes?) * 60_000))
    }

    /// The test form, or practice if the questions were chosen individually.
    pub fn pool(&self) -> Option<Pool> {
        if self.form == CUSTOM {
            return Some(Pool::Practice);
        }
        [Pool::FormA, Pool::FormB].into_iter().find(|form| letter(*form) == self.form)
    }
}

/// The form of a paper with individually chosen questions.
pub const CUSTOM: &str = "custom";

const fn letter(form: Pool) -> &'static str {
    match form {
        Pool::FormB => "B",
        _ => "A",
    }
}

/// The text that distinguishes versions of a scenario: what is asked, and which answer is right.
pub fn asked_text(scenario: &Scenario) -> String {
    let lines: Vec<&str> = scenario.shown_lines().collect();
    let parts = [&scenario.id, &scenario.title, &scenario.story, &lines.join("\n"), scenario.answer.name()];
    parts.join("\n")
}

/// A digest that distinguishes these questions from other versions, whatever their order.
pub fn digest(mut texts: Vec<String>) -> String {
    texts.sort_unstable();
    hex(&Sha256::digest(texts.join("\n\n")), 16)
}

/// Whether this is a valid seat code: letters, digits, hyphens, dots and underscores.
pub fn is_seat(seat: &str) -> bool {
    (1..=SEAT).contains(&seat.len()) && seat.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ExamEvent {
    /// The exam started. This is the first line.
    Began(ExamPaper),
    /// A question was answered. An earlier answer to it no longer counts.
    Answered {
        item: String,
        /// The name of the answer.
        answer: String,
        /// `None` while it is missing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confidence: Option<Confidence>,
    },
    HandedIn,
    /// A hand-in was taken back within [`TAKE_BACK`].
    TakenBack,
    /// The teacher gave more time after the start.
    MoreTime {
        minutes: u32,
        /// The code of the teacher who gave it.
        code: String,
    },
}

/// The state of an exam after its events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sitting {
    paper: ExamPaper,
    begun: u64,
    answers: BTreeMap<String, (Answer, Option<Confidence>)>,
    handed_in: Option<u64>,
    taken_back: usize,
    more_time: Vec<(u32, String)>,
}

impl Sitting {
    pub const fn new(paper: ExamPaper, begun: u64) -> Self {
        Self { paper, begun, answers: BTreeMap::new(), handed_in: None, taken_back: 0, more_time: Vec::new() }
    }

    pub const fn paper(&self) -> &ExamPaper {
        &self.paper
    }

    /// When it started, in milliseconds since 1970.
    pub const fn begun(&self) -> u64 {
        self.begun
    }

    /// When it was handed in, if it was.
    pub const fn handed_in(&self) -> Option<u64> {
        self.handed_in
    }

    /// The answers so far, by scenario.
    pub const fn answers(&self) -> &BTreeMap<String, (Answer, Option<Confidence>)> {
        &self.answers
    }

    /// How often a hand-in was taken back.
    pub const fn taken_back(&self) -> usize {
        self.taken_back
    }

    /// The minutes given after the start, each with the code of the person who gave them.
    pub fn more_time(&self) -> &[(u32, String)] {
        &self.more_time
    }

    /// Whether the hand-in can still be taken back.
    pub fn can_take_back(&self, now: u64) -> bool {
        self.handed_in.is_some_and(|handed_in| now <= handed_in.saturating_add(TAKE_BACK)) && !self.is_over(now)
    }

    /// When time runs out, including time given after the start; `None` without a limit.
    fn ends(&self) -> Option<u64> {
        let more: u64 = self.more_time.iter().map(|(minutes, _)| u64::from(*minutes) * 60_000).sum();
        Some(self.paper.ends(self.begun)?.saturating_add(more))
    }

    /// The minutes left, rounded up; `None` without a limit.
    pub fn minutes_left(&self, now: u64) -> Option<u64> {
        Some(self.ends()?.saturating_sub(now).div_ceil(60_000))
    }

    /// Minutes since time ran out, rounded up; `None` if there is time left.
    pub fn minutes_over(&self, now: u64) -> Option<u64> {
        self.ends().filter(|ends| *ends <= now).map(|ends| (now - ends).div_ceil(60_000))
    }

    pub fn is_over(&self, now: u64) -> bool {
        self.ends().is_some_and(|ends| ends <= now)
    }

    /// Applies an event. Returns false, and does nothing, if the event isn't allowed: after the end, after time has
    /// run out, or for a question that isn't in the exam.
    pub fn apply(&mut self, event: &ExamEvent, time: u64) -> bool {
        match event {
            ExamEvent::TakenBack if self.can_take_back(time) => {
                self.handed_in = None;
                self.taken_back += 1;
            }
            // Time ran out, so the student didn't hand in. More time reopens the exam.
            ExamEvent::MoreTime { minutes, code } if self.handed_in.is_some_and(|ended| self.is_over(ended)) => {
                self.handed_in = None;
                self.more_time.push((*minutes, code.clone()));
            }
            _ if self.handed_in.is_some() => return false,
            ExamEvent::Began(_) | ExamEvent::TakenBack => return false,
            ExamEvent::MoreTime { minutes, code } => self.more_time.push((*minutes, code.clone())),
            ExamEvent::HandedIn => self.handed_in = Some(time),
            ExamEvent::Answered { item, answer, confidence } => {
                let Some(answer) = Answer::find(answer).filter(|_| !self.is_over(time)) else { return false };
                if !self.paper.items.contains(item) {
                    return false;
                }
                self.answers.insert(item.clone(), (answer, *confidence));
            }
        }
        true
    }
}

/// For example `20 minutes`.
pub fn minutes_text(minutes: u64) -> String {
    if minutes == 1 { say!("1 minute").to_owned() } else { say!("{} minutes", minutes) }
}

/// For example `10 questions`.
pub fn questions_text(questions: usize) -> String {
    if questions == 1 { say!("1 question").to_owned() } else { say!("{} questions", questions) }
}
