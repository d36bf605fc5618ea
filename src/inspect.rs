//! A real exchange in, a judgement out: the facts with their sources, the status that fits, and what to change.
//!
//! Owns reading of exchanges ([`exchange`]), challenges ([`challenge`]) and credentials ([`credentials`]), the facts that
//! follow ([`evidence`]), and the judgement ([`verdict`], [`matrix`]). The time is passed in. Must not read files, open
//! connections or print, and shows no secret.

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
