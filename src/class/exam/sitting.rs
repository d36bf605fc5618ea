//! Represents a sitting, which is one student's attempt at one exam.
//!
//! This module decides which events are allowed and whether an exam file is valid. Each line contains a hash that
//! covers all earlier lines, so that damage and accidental changes are detected. Anyone with a copy of the program can
//! produce a valid file, so the hashes don't stop a determined cheat. The file contains no score. Instead, reports
//! grade [`Sitting::answers`] against the packs. The caller supplies the time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::form::ExamForm;
use crate::learner::Confidence;
use crate::learner::answer::{Answer, QuestionType};
use crate::round::Item;
use crate::round::spec::{RoundSpec, plan};
use crate::say;
use crate::say_count;
use crate::scenario::Scenario;
use crate::scenario::library::Library;
use crate::sorting::sort_by;
use crate::store::LogFormat;
use crate::text::{hex, safe};

/// How long after handing in an exam a student can reopen it, in milliseconds.
pub const REOPEN: u64 = 60_000;

/// The maximum length of a seat code, in characters.
const SEAT: usize = 32;

/// The questions and conditions of an exam, as stored in the first line of its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExamPaper {
    pub format: LogFormat,
    pub form: ExamForm,
    pub seat: String,
    pub seed: u64,
    /// The time limit in minutes; `None` if there is no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// The first 16 hexadecimal digits of a SHA-256 hash of the questions and their correct answers.
    pub digest: String,
    /// The first 16 hexadecimal digits of a SHA-256 hash of the scenario ids and the accepted answers. If `digest` has
    /// changed but this hash hasn't, only the wording of a question has been corrected, and the exam can still be
    /// graded.
    pub answers: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The ids of the scenarios, in the order of the questions.
    pub items: Vec<String>,
}

impl ExamPaper {
    /// Creates the exam for a seat. The seed in `spec` determines the questions, which are the same for every seat. The
    /// order of the questions also depends on the seat, unless `spec` asks for a fixed order.
    pub fn new(library: &Library, spec: &RoundSpec, seat: &str) -> Self {
        let form = ExamForm::from_pools(&spec.pools);
        let seed = spec.seed;
        let hash = Sha256::digest(format!("{form}\n{seat}\n{seed}"));
        let order = hash.iter().take(8).fold(0, |order, byte| order << 8 | u64::from(*byte));
        let ids = |spec: &RoundSpec| -> Vec<String> {
            plan(library, spec).into_iter().filter_map(|item| item.id.case().map(str::to_owned)).collect()
        };
        let chosen = ids(spec);
        let items = if chosen.is_empty() || spec.in_order {
            chosen
        } else {
            ids(&RoundSpec { packs: spec.packs.clone(), ids: chosen, seed: order, ..RoundSpec::default() })
        };
        let digest_of = |text: fn(&Scenario) -> String| {
            digest(items.iter().filter_map(|id| library.scenario(id)).map(text).collect())
        };
        let (digest, answers) = (digest_of(asked_text), digest_of(answer_text));
        let seat = seat.to_owned();
        Self { format: LogFormat::default(), form, seat, seed, minutes: None, digest, answers, code: None, items }
    }
}

/// Returns the text from which the digest of a question is computed. The text changes whenever the question or the
/// correct answer changes.
pub(crate) fn asked_text(scenario: &Scenario) -> String {
    let lines: Vec<&str> = scenario.shown_lines().collect();
    let parts = [&scenario.id, &scenario.title, &scenario.story, &lines.join("\n"), scenario.answer.name()];
    let question = scenario.asks.iter().map(|asks| asks.question.as_str());
    let mut choices: Vec<&str> =
        scenario.asks.iter().flat_map(|asks| &asks.choices).map(|choice| choice.text.as_str()).collect();
    // Sorting the choices keeps the digest the same if a pack only reorders them.
    sort_by(&mut choices, Ord::cmp);
    parts.into_iter().chain(question).chain(choices).collect::<Vec<_>>().join("\n")
}

pub(crate) fn offered_answers(scenario: &Scenario) -> Vec<(Answer, String)> {
    let answers = Item::from_scenario(scenario).question_type.map_or(&[][..], QuestionType::answers);
    let text = |(index, answer): (usize, &Answer)| match (&scenario.asks, answer) {
        (Some(asks), _) => asks.choices.get(index).map(|choice| choice.text.clone()).unwrap_or_default(),
        (None, Answer::Unauthorized) => say!("401 Unauthorized").to_owned(),
        (None, Answer::Forbidden) => say!("403 Forbidden").to_owned(),
        (None, answer) => answer.title().to_owned(),
    };
    answers.iter().enumerate().map(|place| (*place.1, text(place))).collect()
}

/// Identifies a custom answer by the first 16 hexadecimal digits of the SHA-256 hash of its text.
pub(crate) fn text_digest(text: &str) -> String {
    hex(&Sha256::digest(text.trim()), 16)
}

/// Returns the text from which the hash of the accepted answers is computed. Custom answers are included as text,
/// because a newer pack may list them in a different order.
pub(crate) fn answer_text(scenario: &Scenario) -> String {
    let accepted = Item::from_scenario(scenario).accepted;
    let accepted = offered_answers(scenario).into_iter().filter(|(answer, _)| accepted.contains(answer));
    let is_custom = scenario.asks.is_some();
    let name = |(answer, text): (Answer, String)| if is_custom { text_digest(&text) } else { answer.name().to_owned() };
    let mut names: Vec<String> = accepted.map(name).collect();
    sort_by(&mut names, Ord::cmp);
    format!("{}: {}", scenario.id, names.join(", "))
}

/// Returns a digest of the questions that doesn't depend on their order.
pub fn digest(mut texts: Vec<String>) -> String {
    sort_by(&mut texts, Ord::cmp);
    hex(&Sha256::digest(texts.join("\n\n")), 16)
}

/// Returns whether the text is a valid seat code, which consists of letters, digits, hyphens, dots and underscores.
pub fn is_seat(seat: &str) -> bool {
    (1..=SEAT).contains(&seat.len()) && seat.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
}

/// Explains why a text isn't a seat code, or returns `None` if it is one.
pub(crate) fn seat_fault(seat: &str) -> Option<String> {
    let fault = || {
        say!(
            "`{}` isn't a valid seat code. Allowed: up to 32 letters from a to z, digits, hyphens, dots and underscores",
            safe(seat)
        )
    };
    (!is_seat(seat)).then(fault)
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ExamEvent {
    /// The exam began. This is always the first event in the file.
    Began(ExamPaper),
    /// The student answered a question. A new answer replaces any earlier answer to the question.
    Answered {
        item: String,
        answer: String,
        /// A digest of the text of a custom answer. The digest identifies the answer even if the pack changes its
        /// choices.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confidence: Option<Confidence>,
    },
    Cleared(String),
    HandedIn,
    /// The student reopened the exam within [`REOPEN`] milliseconds of handing it in.
    Reopened,
    ClockSetBack,
    MoreTime {
        minutes: u32,
        code: String,
    },
}

/// The state of an exam after replaying the events in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sitting {
    pub paper: ExamPaper,
    /// When the exam started, in milliseconds since 1970.
    pub begun: u64,
    /// The answers so far, by scenario id.
    pub answers: BTreeMap<String, (Answer, Option<Confidence>)>,
    texts: BTreeMap<String, String>,
    /// When the exam was handed in, in milliseconds since 1970; `None` if it is still open.
    pub handed_in: Option<u64>,
    pub reopened: usize,
    /// The amounts of time added during the exam, in minutes, each with the code that the teacher entered.
    pub more_time: Vec<(u32, String)>,
    /// The time used until the latest event, in milliseconds. Setting the clock back doesn't reduce the time used.
    used: u64,
    /// The time of the latest event, in milliseconds since 1970.
    latest: u64,
    /// The largest amount by which the clock was set back, in milliseconds.
    pub set_back: u64,
}

impl Sitting {
    pub const fn new(paper: ExamPaper, begun: u64) -> Self {
        Self {
            paper,
            begun,
            answers: BTreeMap::new(),
            texts: BTreeMap::new(),
            handed_in: None,
            reopened: 0,
            more_time: Vec::new(),
            used: 0,
            latest: begun,
            set_back: 0,
        }
    }

    /// Matches the student's answers with the answers that each scenario offers now. Custom answers are matched by
    /// text, and all other answers by name. An answer that is no longer offered is removed, so that it isn't mistaken
    /// for a different answer. Returns the ids of the scenarios whose answers were removed.
    pub(crate) fn find_answers(&mut self, offered: impl Fn(&str) -> Vec<(Answer, String)>) -> Vec<String> {
        let mut lost = Vec::new();
        for (item, (answer, _)) in &mut self.answers {
            let digest = self.texts.get(item);
            let is_chosen = |(offered, text): &(Answer, String)| {
                digest.map_or(*offered == *answer, |digest| text_digest(text) == *digest)
            };
            match offered(item).iter().find(|one| is_chosen(one)) {
                Some((found, _)) => *answer = *found,
                None => lost.push(item.clone()),
            }
        }
        self.answers.retain(|item, _| !lost.contains(item));
        lost
    }

    /// Returns whether the current time is more than a second before the latest event.
    pub const fn is_clock_behind(&self, now: u64) -> bool {
        now.saturating_add(1000) < self.latest
    }

    /// Returns whether a student who has handed in the exam can still reopen it.
    pub fn can_reopen(&self, now: u64) -> bool {
        let is_soon = |handed_in: u64| (handed_in..=handed_in.saturating_add(REOPEN)).contains(&now);
        self.handed_in.is_some_and(is_soon) && !self.is_over(now)
    }

    /// Returns the time used in milliseconds. The time used never decreases, even if the clock is set back.
    pub const fn used(&self, now: u64) -> u64 {
        self.used.saturating_add(now.saturating_sub(self.latest))
    }

    fn limit(&self) -> Option<u64> {
        let more: u64 = self.more_time.iter().map(|(minutes, _)| u64::from(*minutes)).sum();
        Some(u64::from(self.paper.minutes?).saturating_add(more).saturating_mul(60_000))
    }

    /// Returns the minutes left, rounded up; `None` if there is no time limit.
    pub fn minutes_left(&self, now: u64) -> Option<u64> {
        Some(self.limit()?.saturating_sub(self.used(now)).div_ceil(60_000))
    }

    pub(crate) fn minutes_over(&self, now: u64) -> Option<u64> {
        let used = self.used(now);
        self.limit().filter(|limit| *limit <= used).map(|limit| (used - limit).div_ceil(60_000))
    }

    pub fn is_over(&self, now: u64) -> bool {
        self.limit().is_some_and(|limit| limit <= self.used(now))
    }

    /// Applies an event, or returns false if the event isn't allowed. For example, a student can't answer a question
    /// after handing in the exam or after time has run out.
    pub fn apply(&mut self, event: &ExamEvent, time: u64) -> bool {
        let is_applied = self.apply_at(event, time);
        // Added time is recorded with the clock of the teacher's computer, which may differ from the student's.
        if is_applied && !matches!(event, ExamEvent::MoreTime { .. }) {
            self.used = self.used(time);
            self.set_back = self.set_back.max(self.latest.saturating_sub(time));
            self.latest = time;
        }
        is_applied
    }

    fn apply_at(&mut self, event: &ExamEvent, time: u64) -> bool {
        match event {
            ExamEvent::Reopened if self.can_reopen(time) => {
                self.handed_in = None;
                self.reopened += 1;
            }
            // The exam ended because its time ran out, not because the student handed it in, so adding time reopens the
            // exam.
            ExamEvent::MoreTime { minutes, code } if self.handed_in.is_some_and(|ended| self.is_over(ended)) => {
                self.handed_in = None;
                self.more_time.push((*minutes, code.clone()));
            }
            _ if self.handed_in.is_some() => return false,
            ExamEvent::Began(_) | ExamEvent::Reopened => return false,
            ExamEvent::MoreTime { minutes, code } => self.more_time.push((*minutes, code.clone())),
            ExamEvent::HandedIn => self.handed_in = Some(time),
            ExamEvent::ClockSetBack => {}
            ExamEvent::Answered { item, answer, text, confidence } => {
                let Some(answer) = Answer::find(answer).filter(|_| !self.is_over(time)) else { return false };
                if !self.paper.items.contains(item) {
                    return false;
                }
                self.answers.insert(item.clone(), (answer, *confidence));
                self.texts.remove(item);
                self.texts.extend(text.clone().map(|text| (item.clone(), text)));
            }
            ExamEvent::Cleared(item) => return !self.is_over(time) && self.answers.remove(item).is_some(),
        }
        true
    }
}

pub(crate) fn minutes_text(minutes: u64) -> String {
    say_count!("1 minute", "{} minutes", minutes)
}

pub(crate) fn limit_text(minutes: Option<u32>) -> String {
    minutes.map_or_else(|| say!("no time limit").to_owned(), |minutes| minutes_text(minutes.into()))
}

pub(crate) fn questions_text(questions: usize) -> String {
    say_count!("1 question", "{} questions", questions)
}
