//! The `airside` program. The program parses the arguments, runs the command and exits with the command's exit code.

use std::io::Write;
use std::process::ExitCode;

use airside::{cli, streams};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Ok(code) => ExitCode::from(code),
        Err(stop) if stop.is_broken_pipe() => ExitCode::SUCCESS,
        Err(stop) => {
            // If writing to standard error fails, the error can't be reported at all.
            let _ = writeln!(streams::stderr(), "{stop}");
            ExitCode::from(stop.code())
        }
    }
}
