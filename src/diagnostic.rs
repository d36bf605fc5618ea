//! A fault in a file somebody wrote: what, where, what would be allowed, and what to type.
//!
//! Owns the shape and the printed form, `path:line:column: message`. Must not read files.

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file, as the user named it.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
    /// The whole line of the file.
    pub source_line: String,
    /// What is wrong.
    pub message: String,
    /// The values that would be accepted, where they are few.
    pub allowed: Vec<String>,
    /// What to do about it.
    pub hint: Option<String>,
}
