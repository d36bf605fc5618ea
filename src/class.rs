//! Implements the features for teachers: exams, votes, worksheets, reports and exports to other systems.
//!
//! This module decides which steps are allowed during a class vote, and builds every exported file. The module doesn't
//! decide which status code is correct, and doesn't depend on any front end. A question must never reveal its answer to
//! learners.

pub mod exam;
pub mod export;
pub mod import;
pub mod report;
pub mod vote;
pub mod watch;
pub mod worksheet;
