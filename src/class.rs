//! What teachers need in class: exports for other systems, worksheets, exams, votes and reports.
//!
//! Owns what may happen next when a class votes, and every file that leaves the program. It is pure: scenarios and
//! events go in, bytes and pages come out. The command line reads packs and writes files. Must not rule, must not know
//! of a front end, and must not put an answer where learners see the question.

pub mod exam;
pub mod export;
pub mod import;
pub mod report;
pub mod vote;
pub mod watch;
pub mod worksheet;
