//! Checks a large pack beside bare typed reading of the same file, each in a process of its own, in turn.
//!
//! `cargo bench --bench packs [-- SCENARIOS]` writes a pack of 100,000 scenarios, or of so many, from those of the core
//! pack, and prints time and most memory of both, and the ratios. Nothing fails here: figures are for reading.

#![allow(clippy::print_stdout, clippy::print_stderr, missing_docs, reason = "a bench prints its figures")]

#[path = "../shared/least.rs"]
mod least;

use std::path::Path;
use std::process::Command;
use std::time::Instant;
use std::{env, fs, io};

use serde_json::Value;

/// Scenarios, unless the command line says otherwise.
const SCENARIOS: usize = 100_000;
/// How often each is run; the middle one counts.
const RUNS: usize = 5;
/// What this program is told to be the one that checks.
const CHECK: &str = "check-alone";
/// Times of bare reading, and times of the file's size in memory, that are allowed.
const ALLOWED: (f64, f64) = (2.5, 3.0);

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().collect();
    if let [_, what, file] = arguments.as_slice()
        && what == CHECK
    {
        return check(file);
    }
    let count = arguments.iter().find_map(|word| word.parse().ok()).unwrap_or(SCENARIOS);
    let reader = least::build("reader")?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("large.json");
    let size = write(&file, count)?;
    let mut found: [Vec<(f64, f64)>; 2] = Default::default();
    for _ in 0..RUNS {
        let mut both = [Command::new(&reader), Command::new(env::current_exe()?)];
        both[1].arg(CHECK);
        for (program, found) in both.iter_mut().zip(&mut found) {
            let start = Instant::now();
            let ended = program.arg(&file).output()?;
            let memory = String::from_utf8_lossy(&ended.stderr).trim().parse().unwrap_or(f64::NAN);
            found.push((start.elapsed().as_secs_f64(), memory));
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

/// Checks the file as `airside check` does, and says on standard error how many mebibytes it took at most; Linux only.
fn check(file: &str) -> io::Result<()> {
    if airside::cli::run(["airside", "check", file].map(Into::into)).ok() != Some(0) {
        return Err(io::Error::other("the pack has faults"));
    }
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes: Option<f64> = most.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
    eprintln!("{}", kibibytes.unwrap_or(f64::NAN) / 1024.0);
    Ok(())
}

/// Writes the scenarios of the core pack again and again under other ids; gives the size in mebibytes.
fn write(file: &Path, count: usize) -> io::Result<f64> {
    let mut pack: Value = serde_json::from_str(include_str!("../../scenarios/core.json"))?;
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
    // Whole rounds only, so that every twin is there.
    let rounds = count.div_ceil(core.len().max(1));
    let many = (0..rounds).flat_map(|round| core.iter().map(move |scenario| (round, scenario))).map(again);
    pack["id"] = "large".into();
    pack["scenarios"] = many.collect();
    let text = serde_json::to_string_pretty(&pack)?;
    fs::write(file, &text)?;
    #[allow(clippy::cast_precision_loss, reason = "a size to be read")]
    Ok(text.len() as f64 / 1024.0 / 1024.0)
}
