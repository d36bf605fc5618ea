//! What is kept on disk.
//!
//! Owns the journal. Must not interpret answers.

pub mod journal;
