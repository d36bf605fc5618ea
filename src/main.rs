//! The `airside` program.

use std::io::Write;
use std::process::ExitCode;

use airside::{cli, streams};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Ok(code) => ExitCode::from(code),
        Err(stop) if stop.is_broken_pipe() => ExitCode::SUCCESS,
        Err(stop) => {
            let _ = writeln!(streams::stderr(), "{stop}");
            ExitCode::from(stop.code())
        }
    }
}
