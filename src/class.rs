//! Implements the features for teachers: exams, votes, worksheets, reports and exports to other systems.
//!
//! This module decides which steps are allowed during a class vote. It also builds every file that is exported. The
//! module doesn't depend on any front end. Only the ruling engine decides which status code is correct. A question must
//! never reveal its answer to learners.

pub mod exam;
pub mod export;
pub mod import;
pub mod report;
pub mod vote;
pub mod watch;
pub mod worksheet;
