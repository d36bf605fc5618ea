//! Judges a real exchange: the facts with their sources, the right status, and what to change.
//!
//! Owns the parsing of exchanges ([`exchange`]), challenges ([`challenge`]) and credentials ([`credentials`]), the
//! facts that follow from them ([`evidence`]), and the verdict ([`verdict`], [`matrix`]). The time is passed in. Must
//! not read files, open connections or print, and never shows a secret.

pub mod challenge;
pub mod clients;
pub mod correction;
pub mod credentials;
pub mod evidence;
pub mod exchange;
pub mod field;
pub mod finding;
pub mod machine;
pub mod matrix;
pub mod report;
pub mod rules;
pub mod schema;
pub mod script;
pub mod verdict;
