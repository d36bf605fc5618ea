//! Runs `airside completions` and the hidden command `airside complete`, which the completion scripts call.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::args::Arguments;
use crate::cli::complete::{BASH, FILES, FISH, ZSH, after_sign, candidates, join_words};
use crate::cli::output::Printer;
use crate::error::Error;
use crate::text::safe;

pub(super) fn script(shell: Shell, out: &mut Printer<'_>) -> Result<u8, Error> {
    match shell {
        Shell::Bash => out.write_all(BASH.as_bytes())?,
        Shell::Zsh => out.write_all(ZSH.as_bytes())?,
        Shell::Fish => out.write_all(FISH.as_bytes())?,
        other => {
            // The script is generated in memory first, because the generator panics if writing fails.
            let mut text = Vec::new();
            clap_complete::generate(other, &mut Arguments::command(), "airside", &mut text);
            out.write_all(&text)?;
        }
    }
    Ok(0)
}

/// If the shell shows descriptions, each completion is followed by a tab and its description.
pub(super) fn complete(shell: Shell, words: &[String], out: &mut Printer<'_>) -> Result<u8, Error> {
    let words = if shell == Shell::Bash { join_words(words) } else { words.to_vec() };
    let words: Vec<String> =
        words.iter().map(|word| word.trim_matches(|sign| "\"'".contains(sign)).to_owned()).collect();
    let found = candidates(&words);
    let current = words.last().map_or("", String::as_str);
    let mut print = |word: &str, help: &str| -> io::Result<()> {
        match shell {
            Shell::Bash => writeln!(out, "{}", safe(after_sign(word, current))),
            _ => writeln!(out, "{}\t{}", safe(word), safe(help)),
        }
    };
    for candidate in &found.words {
        print(&candidate.word, &candidate.help)?;
    }
    if found.files {
        writeln!(out, "{FILES}")?;
    }
    Ok(0)
}
