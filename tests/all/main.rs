//! All integration tests are in one program, so that only one program has to be linked.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]
#![allow(missing_docs, reason = "a test says what it holds in its name")]

mod aloud;
mod alternatives;
mod architecture;
mod beyond;
#[cfg(unix)]
mod bytes;
mod case_reports;
mod challenge;
mod citations;
mod class;
mod cli;
mod common;
#[cfg(unix)]
mod completions;
mod course;
mod damage;
mod details;
#[cfg(unix)]
mod emulator;
mod encodings;
mod exam;
mod exhaustive;
mod export;
mod glossary;
mod guess;
#[cfg(unix)]
mod held_keys;
mod hints;
#[cfg(target_os = "linux")]
mod home;
mod hostile;
mod import;
mod inspect;
mod journal;
mod keys;
#[cfg(target_os = "linux")]
mod kill;
mod lab;
#[cfg(target_os = "linux")]
mod limits;
mod lines;
#[cfg(unix)]
mod lines_on_a_terminal;
mod look;
mod messages;
#[cfg(unix)]
mod mishaps;
#[cfg(target_os = "linux")]
mod motion;
mod packs;
mod pictures;
mod properties;
mod report;
mod review;
mod round;
mod rule_warnings;
mod screens;
#[cfg(unix)]
mod settings;
mod simulate;
#[cfg(unix)]
mod special_files;
#[cfg(target_os = "linux")]
mod streams;
#[cfg(target_os = "linux")]
mod supply;
#[cfg(unix)]
mod terminal;
#[cfg(unix)]
mod terminal_changes;
mod told;
mod transcripts;
mod translation;
mod truth;
mod votes;
mod watch;
#[cfg(target_os = "linux")]
mod way_out;
mod widths;
mod wrapping;
