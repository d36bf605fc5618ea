//! Parse, call, map the ending to an exit code.

use std::io::Write;
use std::process::ExitCode;

use airside::cli;

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Ok(code) => ExitCode::from(code),
        Err(stop) if stop.is_broken_pipe() => ExitCode::SUCCESS,
        Err(stop) => {
            // Standard error may be gone; there is nobody left to tell then.
            let _ = writeln!(std::io::stderr(), "{stop}");
            ExitCode::from(stop.code())
        }
    }
}
