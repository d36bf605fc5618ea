//! airside: an interactive course in the terminal on one confusion, HTTP 401 or 403.
//!
//! # What lives where
//!
//! From the bottom up. A module uses only what is below it, files never import each other in a circle, and a test checks
//! both.
//!
//! * [`ruling`] turns the facts of one request into what the specification says: status, certainty, companion fields,
//!   sources, the questions asked on the way, and what the article's airport would say. It is pure, and every set of
//!   facts has a ruling.
//! * [`scenario`] is the model of a case and of a pack, with the one description of the pack format.
//! * [`learner`] is what we believe about a learner: mastery, confidence, misconceptions.
//! * [`round`] is the step machine of one list of questions. [`course`] strings rounds into stages.
//! * [`store`] keeps events on disk, one line each. [`study`] joins library, course and journal.
//! * [`document`] is what the program says to a person, as a value. `render` turns it into lines, HTML or Markdown, and
//!   [`tui`] into a full screen.
//! * [`lines`] is the front end in JSON lines. [`plain`] is the conversation in lines. [`class`] has exams, votes, reports, worksheets and other systems' formats.
//! * [`inspect`] reads a recorded exchange and judges it: facts with their sources, the ruling, the corrected response.
//! * [`lab`] is the airport that answers requests, with the tasks in it.
//! * [`simulate`] sends simulated learners through the course.
//! * [`cli`] turns arguments into calls.
//! * [`text`], [`i18n`], [`keys`], [`settings`], `paths`, [`files`], [`error`] and [`diagnostic`] serve the others.
//!
//! # Words that are easy to confuse
//!
//! * A **round** is a list of questions and how far the learner has come: twelve questions of practice, a test, a lesson.
//! * The **course** is the learner's path: pre-test, lesson, pairs, practice, post-test, check-ups. Each stage is a round.
//! * A **study** is one learner at work: the open packs, the course, a quick round beside it, and the journal. Front ends act
//!   through it and through nothing else.
//! * A **sitting** is one seat taking one exam. Its file is its own log, and it says nothing about right or wrong.
//! * A **vote** is a class answering a case by show of hands, once or twice.
//!
//! # What is never done
//!
//! No accounts, no telemetry, no outgoing connection. No points, streaks or timers. This isn't a general quiz engine: a pack
//! may be about anything that ends in a status code, but the ruling engine is about 401 and 403.

pub mod class;
pub mod cli;
pub mod course;
pub mod diagnostic;
pub mod document;
pub mod error;
pub mod files;
pub mod i18n;
mod input;
pub mod inspect;
pub mod keys;
pub mod lab;
pub mod learner;
pub mod lines;
mod paths;
pub mod plain;
pub mod random;
pub mod reference;
pub mod render;
pub mod round;
pub mod ruling;
pub mod scenario;
pub mod settings;
pub mod simulate;
pub mod store;
pub mod study;
pub mod text;
pub mod tui;
