//! `airside class report`: the exams of a class, graded and summed.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::super::arguments::Arguments;
use super::super::bar::Bar;
use super::super::learn::{can_draw, columns};
use super::super::{cannot, create, library, print_json, say_problems};
use super::{Book, Grade, Report, Taker};
use crate::class::report::{
    Class, Gradebook, Key, Paper, Rejected, System, grade, gradebook, page, results, seats, table,
};
use crate::error::{Error, Failure};
use crate::files;
use crate::say;

/// Reading fewer files is over before a bar is seen.
const WORTH_A_BAR: usize = 500;

pub(super) fn report(arguments: &Arguments, wanted: &Report, out: &mut dyn Write) -> Result<u8, Error> {
    let library = library(arguments)?;
    say_problems(&library)?;
    let mut paths = Vec::new();
    for path in &wanted.files {
        walk(path, &mut paths)?;
    }
    if paths.is_empty() {
        return Err(Failure::failed(say!("there is no file to report on"))
            .hint(say!("airside class report results/"))
            .into());
    }
    let key = Key::of(&library);
    let files = graded(&paths, &key);
    let class = Class::of(key, files);
    let text = if wanted.json {
        pretty(&class.json())?
    } else if wanted.csv {
        seats(&class, wanted.certainty)
    } else if wanted.html {
        page(&class)
    } else if let Some(book) = wanted.gradebook {
        gradebook(&class, book.kind())
    } else {
        table(&class, columns(), arguments.ascii || !can_draw())
    };
    put(&wanted.out, wanted.force, &text, "report", out)?;
    if wanted.csv || wanted.gradebook.is_some() {
        // These say nothing of what is missing from them.
        for (name, why) in &class.aside {
            eprint_line(&say!("airside: set aside: {} {}.", name, why))?;
        }
    }
    Ok(u8::from(class.seats.is_empty()))
}

/// One exam for another system.
pub(super) fn grade_one(arguments: &Arguments, wanted: &Grade, out: &mut dyn Write) -> Result<u8, Error> {
    let library = library(arguments)?;
    say_problems(&library)?;
    let key = Key::of(&library);
    let shown = wanted.file.display();
    let cannot = |why: Rejected| Failure::failed(format!("{shown} {why}")).hint(say!("airside class report results/"));
    let text = files::read_text(&wanted.file).map_err(|why| cannot(Rejected::NotRead(why.to_string())))?;
    let paper = grade(&text, &key).map_err(cannot)?;
    let system = match wanted.format {
        Taker::Gradescope => System::Gradescope,
        Taker::GithubClassroom => System::GithubClassroom,
        Taker::Xapi => System::Xapi,
    };
    let text = pretty(&results(&paper, &key, system, wanted.certainty))?;
    put(&wanted.out, wanted.force, &text, "grade", out)?;
    Ok(0)
}

fn pretty(value: &serde_json::Value) -> Result<String, Error> {
    let mut json = Vec::new();
    print_json(&mut json, value)?;
    Ok(String::from_utf8_lossy(&json).into_owned())
}

/// Writes it where it was asked for.
fn put(path: &Path, force: bool, text: &str, command: &str, out: &mut dyn Write) -> Result<(), Error> {
    if path.as_os_str() == "-" {
        return out.write_all(text.as_bytes()).map_err(Error::from);
    }
    let hint = say!("airside class {} ... --out {} --force", command, path.display());
    let mut file = create(path, force, &hint)?;
    file.write_all(text.as_bytes()).map_err(|error| cannot(path, &error).into())
}

fn eprint_line(line: &str) -> Result<(), Error> {
    writeln!(std::io::stderr(), "{}", crate::text::safe(line)).map_err(Error::from)
}

/// The file, or every file in the folder and the folders in it.
fn walk(path: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Error> {
    if !path.is_dir() {
        paths.push(path.to_owned());
        return Ok(());
    }
    let mut inside: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        // A link to a folder could lead back here.
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), paths)?;
        } else {
            inside.push(entry.path());
        }
    }
    inside.sort_unstable();
    paths.append(&mut inside);
    Ok(())
}

/// Every file, graded; in parallel, and none of the texts is kept.
fn graded(paths: &[PathBuf], key: &Key) -> Vec<(String, Result<Paper, Rejected>)> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let (bar, done) = (Bar::of(paths.len(), WORTH_A_BAR), AtomicUsize::new(0));
    let one = |path: &PathBuf| {
        let read = files::read_text(path).map_err(|why| Rejected::NotRead(why.to_string()));
        let graded = read.and_then(|text| grade(&text, key));
        bar.at(done.fetch_add(1, Ordering::Relaxed) + 1);
        (path.display().to_string(), graded)
    };
    let part = paths.len().div_ceil(cores).max(1);
    thread::scope(|scope| {
        let parts: Vec<_> =
            paths.chunks(part).map(|part| scope.spawn(|| part.iter().map(one).collect::<Vec<_>>())).collect();
        parts.into_iter().flat_map(|part| part.join().unwrap_or_default()).collect()
    })
}

impl Book {
    const fn kind(self) -> Gradebook {
        match self {
            Self::Canvas => Gradebook::Canvas,
            Self::Moodle => Gradebook::Moodle,
            Self::Plain => Gradebook::Plain,
        }
    }
}
