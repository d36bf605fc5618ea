//! Compares checking a large pack with plain typed parsing of the same file.
//!
//! Both programs run in processes of their own, one after the other. `cargo bench --bench packs [-- SCENARIOS]` turns
//! the practice pack into a pack of 100,000 scenarios, or of the number given. The output contains the time and the
//! peak memory of both programs, and the ratios. The benchmark never fails because of the figures.

#![allow(clippy::print_stdout, missing_docs, reason = "a bench prints its figures")]

#[path = "../common/outside.rs"]
mod outside;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, fs, io};

use serde_json::Value;

/// The default number of scenarios.
const SCENARIOS: usize = 100_000;
/// The number of runs, whose median is the result.
const RUNS: usize = 5;
/// The argument that makes this program run the check itself.
const CHECK: &str = "check-alone";
/// The limits for time, relative to plain parsing, and for memory, relative to the size of the file.
const ALLOWED: (f64, f64) = (2.5, 3.0);

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().collect();
    if let [_, what, file] = arguments.as_slice()
        && what == CHECK
    {
        return check(file);
    }
    let count = arguments.iter().find_map(|word| word.parse().ok()).unwrap_or(SCENARIOS);
    let reader = outside::least("reader")?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("large.json");
    let size = write(&file, count)?;
    let mut found: [Vec<(f64, f64)>; 2] = Default::default();
    for _ in 0..RUNS {
        let mut both = [Command::new(&reader), Command::new(env::current_exe()?)];
        both[1].arg(CHECK);
        for (program, found) in both.iter_mut().zip(&mut found) {
            found.push(one(program.arg(&file))?);
        }
    }
    let [bare, check] = found.map(|mut runs| {
        runs.sort_by(|left, right| left.0.total_cmp(&right.0));
        runs.get(RUNS / 2).copied().unwrap_or((f64::NAN, f64::NAN))
    });
    println!("{count} scenarios, {size:.0} MiB; middle of {RUNS} runs");
    println!("bare reading  {:.2} s  {:.0} MiB", bare.0, bare.1);
    println!("check         {:.2} s  {:.0} MiB", check.0, check.1);
    println!("time          {:.2} times bare reading; {} allowed", check.0 / bare.0, ALLOWED.0);
    println!("memory        {:.2} times the file; {} allowed", check.1 / size, ALLOWED.1);
    Ok(())
}

/// Returns the time in seconds until a program reports that it is done, and its peak memory in mebibytes.
fn one(program: &mut Command) -> io::Result<(f64, f64)> {
    let start = Instant::now();
    let mut child = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut said = String::new();
    BufReader::new(child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?).read_line(&mut said)?;
    let seconds = start.elapsed().as_secs_f64();
    #[allow(clippy::cast_precision_loss, reason = "a size to be read")]
    let memory = outside::most_memory(child.id()).map_or(f64::NAN, |kibibytes| kibibytes as f64 / 1024.0);
    drop(child.stdin.take());
    if child.wait()?.success() && !said.is_empty() {
        Ok((seconds, memory))
    } else {
        Err(io::Error::other("a program did not do its part"))
    }
}

/// Checks the file like `airside check`, prints a report, and waits for the end of the input, so that the memory can be
/// measured.
fn check(file: &str) -> io::Result<()> {
    if airside::cli::run(["airside", "check", file].map(Into::into)).ok() != Some(0) {
        return Err(io::Error::other("the pack has faults"));
    }
    io::copy(&mut io::stdin(), &mut io::sink()).map(drop)
}

/// Writes the scenarios of the practice pack many times, with new ids. Returns the size of the file in mebibytes.
fn write(file: &Path, count: usize) -> io::Result<f64> {
    let mut pack: Value = serde_json::from_str(include_str!("../../scenarios/practice.json"))?;
    let core = pack["scenarios"].as_array().cloned().unwrap_or_default();
    let again = |(round, scenario): (usize, &Value)| {
        let mut scenario = scenario.clone();
        for name in ["id", "situation", "twin"] {
            if let Some(word) = scenario[name].as_str().map(|word| format!("{word}-{round}")) {
                scenario[name] = word.into();
            }
        }
        scenario
    };
    // Only complete copies of the pack are written, so that no case of a pair is missing.
    let rounds = count.div_ceil(core.len().max(1));
    let many = (0..rounds).flat_map(|round| core.iter().map(move |scenario| (round, scenario))).map(again);
    pack["id"] = "large".into();
    pack["scenarios"] = many.collect();
    let text = serde_json::to_string_pretty(&pack)?;
    fs::write(file, &text)?;
    #[allow(clippy::cast_precision_loss, reason = "a size to be read")]
    Ok(text.len() as f64 / 1024.0 / 1024.0)
}
