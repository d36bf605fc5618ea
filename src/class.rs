//! What teachers need in class: exports for other systems, worksheets, exams, votes and reports.
//!
//! This module decides what may happen next during a class vote, and builds every file that the program exports. The
//! module is pure: scenarios and events go in, bytes and pages come out. The command line reads the packs and writes
//! the files. This module must not make rulings or depend on a front end, and it must never put an answer where
//! learners see the question.

pub mod exam;
pub mod export;
pub mod import;
pub mod report;
pub mod vote;
pub mod watch;
pub mod worksheet;
