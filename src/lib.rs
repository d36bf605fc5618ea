//! airside: an interactive course in the terminal on one confusion, HTTP 401 or 403.
//!
//! # What lives where
//!
//! Read from the bottom up; nothing lower names anything higher, and a test holds that.
//!
//! * [`ruling`] turns the facts of one request into what the specification says of them: status, certainty,
//!   companion header fields, sources, the questions asked on the way, and how the article's airport compares.
//!   It is pure and total: each of the 391,982,063,616 sets of facts has one ruling.
//! * [`scenario`] is the model of an item and of a pack. [`scenario::read`] is strict and lists every fault with
//!   its place, [`scenario::check`] recomputes each stated answer, [`scenario::library`] finds packs.
//! * [`session`] says what may happen next. `step(input)` gives events, and replaying the events gives the state:
//!   answering, resuming and counting are the same fold. [`session::feedback`] owns what is said after an answer.
//! * [`mod@reference`] is what can be looked up: tests, statuses, challenges, the corrected airport, the article.
//! * [`simulate`] sends simulated learners through the same session.
//! * [`learner`] counts answers. [`journal`] keeps events, one line each, on disk before the screen moves on.
//! * [`course`] puts library, session and journal together; both front ends act through it alone.
//! * [`plain`] is the front end in lines, for screen readers, pipes and scripts. [`tui`] is the full-screen one:
//!   one message type, one update function, a pure view, and effects that the loop performs. The course
//!   waits for keys and never wakes up by itself; an exam with a time limit looks at the clock, and `class notes` looks at
//!   its file where the system can't report changes.
//! * [`classroom`] writes scenarios in the formats of other systems; [`classroom::export`] has the table of them. It
//!   prints worksheets, and [`classroom::peer`] says what may happen next when a class votes. [`lesson`] puts that
//!   together with the file it is kept in.
//! * [`keys`] is the one table of what a learner can do, from which help and hints are printed.
//! * [`words`] looks up what is said, and [`language`] reads files of words; every sentence stands in its catalogue.
//! * [`cli`] turns arguments into calls. `paths`, [`files`], [`settings`], [`error`], [`diagnostic`]
//!   and [`text`] serve it.
//!
//! # One answer, from key to disk
//!
//! `1` then `c` becomes `Input::Choose` and `Input::Commit`. The session answers with events, [`course::Study::act`]
//! writes them to the journal and waits for the disk, and only then the front end shows the ruling. So what was
//! shown is kept, and quitting never needs a question.
//!
//! # Not goals
//!
//! No accounts, no telemetry, no network. No points, streaks or timers. Not a general quiz engine: packs may be about
//! anything that ends in a status code, and the ruling engine is about 401 and 403.

pub mod class;
pub mod cli;
pub mod course;
pub mod diagnostic;
pub mod document;
pub mod error;
pub mod files;
pub mod i18n;
pub mod keys;
pub mod learner;
mod paths;
pub mod plain;
pub mod random;
pub mod reference;
pub mod round;
pub mod ruling;
pub mod scenario;
pub mod settings;
pub mod simulate;
pub mod store;
pub mod study;
pub mod text;
pub mod tui;
