//! What a teacher takes into class: scenarios in the file formats of other systems, worksheets, and the votes of a class.
//!
//! Owns the way out of the program, and what may happen next when a class votes. Pure: scenarios and events in, bytes
//! and pages out; the command line reads packs and writes files. Must not rule, must not know of a front end, and must
//! not put an answer where learners see the question.

pub mod exam;
pub mod export;
pub mod import;
pub mod report;
pub mod vote;
pub mod worksheet;
