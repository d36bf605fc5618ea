//! Compares airside with a minimal full-screen program and prints the ratios.
//!
//! `cargo bench --bench ratios [-- RUNS]` builds `benches/floor` and runs both programs in turn on pseudo-terminals of
//! 80x24, so that any other load affects both alike. Instructions are counted if valgrind is installed. The figures for
//! an idle program come from /proc, so other systems don't have them. The benchmark never fails because of the figures.

#![allow(clippy::print_stdout, missing_docs, reason = "a bench prints its figures")]

#[cfg(unix)]
#[path = "../common/outside.rs"]
mod outside;
#[cfg(unix)]
mod seat;

#[cfg(not(unix))]
fn main() {
    println!("The ratios are measured on Unix only.");
}

#[cfg(unix)]
fn main() {
    if let Err(error) = measure::all() {
        println!("ratios: {error}");
    }
}

#[cfg(unix)]
mod measure {
    use std::path::Path;
    use std::process::Command;
    use std::{fs, io};

    use super::seat::Seat;

    /// How often each program is started by default.
    const RUNS: usize = 30;
    /// The number of keys pressed in one run.
    const KEYS: usize = 60;

    /// A program to measure, with the keys that operate it.
    struct Program {
        name: &'static str,
        command: Vec<String>,
        /// The keys that are pressed alternately, each of which changes a small part of the screen.
        keys: [&'static str; 2],
        /// The key that opens another screen, if there is one.
        screen: Option<&'static str>,
    }

    /// The measurements of one program. The results are minimums over all runs, because noise only increases a
    /// measurement.
    #[derive(Default)]
    struct Found {
        starts: Vec<f64>,
        keys: Vec<f64>,
        bytes: usize,
        screen: usize,
        start_instructions: Option<u64>,
        key_instructions: Option<u64>,
        memory: Option<u64>,
        wakes: Option<u64>,
        idle_bytes: usize,
    }

    pub(super) fn all() -> io::Result<()> {
        let runs = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(RUNS);
        let floor = super::outside::least("floor")?;
        let state = tempfile::tempdir()?;
        let airside = |rest: &[&str]| {
            let begin =
                [env!("CARGO_BIN_EXE_airside"), "--state-dir", &state.path().to_string_lossy()].map(str::to_owned);
            begin.into_iter().chain(rest.iter().map(|&word| word.to_owned())).collect::<Vec<_>>()
        };
        let programs = [
            Program { name: "least", command: vec![floor.display().to_string()], keys: ["x", "y"], screen: None },
            Program { name: "home", command: airside(&[]), keys: ["\x1b[B", "\x1b[A"], screen: Some("?") },
            Program {
                name: "question",
                command: airside(&["learn", "--seed", "3"]),
                keys: ["\x1b[B", "\x1b[A"],
                screen: Some("?"),
            },
        ];
        let mut found: Vec<Found> = programs.iter().map(|_| Found::default()).collect();
        for _ in 0..runs {
            for (program, found) in programs.iter().zip(&mut found) {
                forget(state.path())?;
                let seat = Seat::take(&program.command)?;
                found.starts.push(seat.first_glyph);
            }
        }
        for (program, found) in programs.iter().zip(&mut found) {
            forget(state.path())?;
            dwell(program, found)?;
            let instructions = |keys| instructions(program, state.path(), keys);
            found.start_instructions = instructions(0)?;
            found.key_instructions = match (found.start_instructions, instructions(KEYS)?) {
                (Some(without), Some(with)) => Some(with.saturating_sub(without) / KEYS as u64),
                _ => None,
            };
        }
        print(&programs, &found);
        let size = fs::metadata(env!("CARGO_BIN_EXE_airside"))?.len();
        println!("\nThe program has {size} bytes; 6,000,000 are allowed.");
        Ok(())
    }

    fn forget(state: &Path) -> io::Result<()> {
        fs::read_dir(state)?.try_for_each(|entry| fs::remove_file(entry?.path()))
    }

    fn dwell(program: &Program, found: &mut Found) -> io::Result<()> {
        let mut seat = Seat::take(&program.command)?;
        seat.until_quiet();
        for number in 0..KEYS {
            let (time, bytes) = seat.press(program.keys[number % 2])?;
            found.keys.push(time);
            found.bytes = found.bytes.max(bytes);
        }
        if let Some(key) = program.screen {
            found.screen = seat.press(key)?.1;
        }
        found.memory = seat.memory();
        let before = seat.wakes();
        found.idle_bytes = seat.rest();
        found.wakes = seat.wakes().zip(before).map(|(after, before)| after - before);
        Ok(())
    }

    /// Counts the instructions of a whole run. Returns `None` if valgrind isn't installed.
    fn instructions(program: &Program, state: &Path, keys: usize) -> io::Result<Option<u64>> {
        if Command::new("valgrind").arg("--version").output().is_err() {
            return Ok(None);
        }
        forget(state)?;
        let out = tempfile::NamedTempFile::new()?;
        let file = format!("--callgrind-out-file={}", out.path().display());
        let counted = ["valgrind", "--tool=callgrind", "--log-file=/dev/null", &file].map(str::to_owned);
        let command: Vec<String> = counted.into_iter().chain(program.command.iter().cloned()).collect();
        let mut seat = Seat::take(&command)?;
        seat.until_quiet();
        for number in 0..keys {
            seat.press(program.keys[number % 2])?;
        }
        seat.end()?;
        let totals = fs::read_to_string(out.path())?;
        let total = totals.lines().find_map(|line| line.strip_prefix("totals: "));
        Ok(total.and_then(|total| total.trim().parse().ok()))
    }

    fn least(times: &[f64]) -> f64 {
        times.iter().copied().fold(f64::INFINITY, f64::min)
    }

    fn middle(times: &[f64]) -> f64 {
        let mut sorted = times.to_vec();
        sorted.sort_by(f64::total_cmp);
        sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
    }

    /// A line of the table, with its name, its limit and the measurement.
    type Line = (&'static str, Allowed, fn(&Found) -> Option<f64>);

    enum Allowed {
        /// A multiple of the measurement for the minimal program.
        Times(f64),
        /// An absolute limit.
        Upto(f64),
    }

    #[allow(clippy::cast_precision_loss, reason = "counts of this size are exact")]
    const LINES: [Line; 10] = [
        ("first glyph, least ms", Allowed::Times(1.3), |found| Some(least(&found.starts))),
        ("first glyph, middle ms", Allowed::Times(1.3), |found| Some(middle(&found.starts))),
        ("whole run, M instructions", Allowed::Times(2.5), |found| Some(found.start_instructions? as f64 / 1e6)),
        ("a key, least ms", Allowed::Times(1.0), |found| Some(least(&found.keys))),
        ("a key, middle ms", Allowed::Times(1.0), |found| Some(middle(&found.keys))),
        ("a key, k instructions", Allowed::Times(1.0), |found| Some(found.key_instructions? as f64 / 1e3)),
        ("a key, bytes at most", Allowed::Upto(150.0), |found| Some(found.bytes as f64)),
        ("a new screen, bytes", Allowed::Upto(6144.0), |found| Some(found.screen as f64)),
        ("most memory, KiB", Allowed::Upto(10_240.0), |found| Some(found.memory? as f64)),
        ("woken or written in 2 s of rest", Allowed::Upto(0.0), |found| {
            Some(found.wakes? as f64 + found.idle_bytes as f64)
        }),
    ];

    fn print(programs: &[Program], found: &[Found]) {
        print!("{:32}", "");
        for program in programs {
            print!("{:>20}", program.name);
        }
        println!("  allowed");
        for (what, allowed, figure) in &LINES {
            print!("{what:32}");
            let least = found.first().and_then(figure);
            for found in found {
                let cell = match (figure(found), least) {
                    (None, _) => "-".to_owned(),
                    (Some(figure), Some(least)) if least > 0.0 => format!("{figure:.2} ({:.2}x)", figure / least),
                    (Some(figure), _) => format!("{figure:.2}"),
                };
                print!("{cell:>20}");
            }
            match allowed {
                Allowed::Times(times) => println!("  {times}x"),
                Allowed::Upto(most) => println!("  {most}"),
            }
        }
    }
}
