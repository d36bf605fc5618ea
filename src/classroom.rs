//! What a teacher takes into class: scenarios in the file formats of other systems.
//!
//! Owns the way out of the program. Pure: scenarios in, bytes out; the command line reads packs and writes files.
//! Must not rule, must not know of a front end, and must not put an answer where learners see the question.

pub mod export;
