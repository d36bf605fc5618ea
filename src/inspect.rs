//! Analyses a recorded HTTP exchange: which facts it shows, which status is correct, and what should be changed.
//!
//! This module parses exchanges ([`exchange`]), challenges ([`challenge`]) and credentials ([`credentials`]). From the
//! parsed parts, the module derives the facts ([`evidence`]) and the verdict ([`verdict`], [`matrix`]). The caller
//! supplies the current time. The module doesn't read files, open connections or print anything. The results never
//! contain a secret.

pub mod challenge;
pub mod clients;
mod comparison;
pub mod correction;
pub mod credentials;
pub mod evidence;
pub mod exchange;
pub mod field;
pub mod finding;
pub mod machine;
pub mod matrix;
mod reason;
pub mod report;
pub mod response_body;
pub mod rules;
pub mod schema;
pub mod script;
pub mod verdict;
