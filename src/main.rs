//! The `airside` program. It parses the arguments, runs the command and exits with its code.

use std::io::Write;
use std::process::ExitCode;

use airside::cli;

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Ok(code) => ExitCode::from(code),
        Err(stop) if stop.is_broken_pipe() => ExitCode::SUCCESS,
        Err(stop) => {
            // If standard error is gone too, there is nobody left to tell.
            let _ = writeln!(std::io::stderr(), "{stop}");
            ExitCode::from(stop.code())
        }
    }
}
