//! airside: an interactive course in the terminal on one confusion, HTTP 401 or 403.

pub mod cli;
pub mod course;
pub mod diagnostic;
pub mod error;
pub mod journal;
pub mod learner;
pub mod paths;
pub mod plain;
pub mod ruling;
pub mod scenario;
pub mod session;
pub mod settings;
pub mod text;
pub mod tui;
