//! Provides features for teachers: exports to other systems, worksheets, exams, votes and reports.
//!
//! The module decides which steps are allowed during a class vote, and builds every file that the program exports. The
//! module must not decide which status code is correct, and must not depend on a front end. A question shown to
//! learners must never reveal its answer.

pub mod exam;
pub mod export;
pub mod import;
pub mod report;
pub mod vote;
pub mod watch;
pub mod worksheet;
