//! Features for teachers: exports to other systems, worksheets, exams, votes and reports.
//!
//! This module decides which steps are allowed during a class vote, and builds every file that the program exports.
//! This module must not decide which status code is correct, and must not depend on a front end. An answer must never
//! appear where learners see the question.

pub mod exam;
pub mod export;
pub mod import;
pub mod report;
pub mod vote;
pub mod watch;
pub mod worksheet;
