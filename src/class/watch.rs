//! Shows a class during an exam: the progress of every seat, read from the folder with the exam files.
//!
//! Owns the table. Reads a file again only if its size or modification time has changed, and skips an incomplete last
//! line. Must not write, and reveals nothing about right or wrong.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::exam::parse::parse_running;
use super::exam::sitting::Sitting;
use super::report::Roster;
use crate::document::{Block, Document, Meaning, TableBlock, Text};
use crate::files;
use crate::say;
use crate::text::safe;

/// Limit on listed files that aren't exams.
const NAMED: usize = 8;

/// The depth to which subfolders are searched.
const DEEPEST: usize = 4;

/// A folder of exam files that other programs write.
#[derive(Debug)]
pub struct ExamWatch {
    folder: PathBuf,
    roster: Roster,
    clock: fn() -> u64,
    files: BTreeMap<PathBuf, WatchedFile>,
    /// Why the folder can't be read.
    trouble: Option<String>,
}

#[derive(Debug)]
struct WatchedFile {
    seen: (u64, Option<SystemTime>),
    sitting: Result<Sitting, String>,
}

impl ExamWatch {
    pub fn new(folder: PathBuf, roster: Roster, clock: fn() -> u64) -> Self {
        let mut watch = Self { folder, roster, clock, files: BTreeMap::new(), trouble: None };
        watch.look();
        watch
    }

    /// Reads the files that have changed since the last check.
    pub fn look(&mut self) {
        let mut paths = Vec::new();
        self.trouble = list(&self.folder, 0, &mut paths).err().map(|error| error.to_string());
        self.files.retain(|path, _| paths.contains(path));
        for path in paths {
            let Ok(about) = fs::metadata(&path) else { continue };
            let seen = (about.len(), about.modified().ok());
            if self.files.get(&path).is_none_or(|file| file.seen != seen) {
                let sitting = read(&path);
                self.files.insert(path, WatchedFile { seen, sitting });
            }
        }
    }

    /// The progress of every seat as a table.
    pub fn document(&self) -> Document {
        let now = (self.clock)();
        let mut sittings: Vec<&Sitting> = self.files.values().filter_map(|file| file.sitting.as_ref().ok()).collect();
        sittings.sort_by_key(|sitting| (&sitting.paper().seat, &sitting.paper().form, sitting.begun()));
        let handed_in = sittings.iter().filter(|sitting| sitting.handed_in().is_some()).count();
        let name = self.folder.file_name().unwrap_or(self.folder.as_os_str());
        let mut document = Document::new(say!("Exams in {}", safe(&name.to_string_lossy())));
        let exams = if sittings.len() == 1 { say!("1 exam").to_owned() } else { say!("{} exams", sittings.len()) };
        document.paragraph(Text::verbatim(say!("{}, {} handed in.", exams, handed_in)));
        if let Some(trouble) = &self.trouble {
            document.paragraph(Text::verbatim(say!("The folder can't be read: {}.", trouble)));
        }
        let absent: Vec<&str> = self
            .roster
            .students
            .keys()
            .map(String::as_str)
            .filter(|seat| sittings.iter().all(|sitting| sitting.paper().seat != *seat))
            .collect();
        if !absent.is_empty() {
            document.paragraph(Text::verbatim(say!("Not started: {}.", absent.join(", "))));
        }
        let copies = |sitting: &Sitting| {
            let same = |other: &&&Sitting| {
                (&other.paper().seat, &other.paper().form) == (&sitting.paper().seat, &sitting.paper().form)
            };
            sittings.iter().filter(same).count()
        };
        if !sittings.is_empty() {
            let head = [say!("seat"), say!("form"), say!("answered"), say!("minutes left"), say!("state")];
            let rows = sittings.iter().map(|sitting| row(sitting, copies(sitting), now)).collect();
            document.blocks.push(Block::Table(TableBlock { head: head.map(Text::verbatim).into(), rows }));
        }
        self.others(&mut document);
        document
    }

    /// The files that aren't exams, each with the reason.
    fn others(&self, document: &mut Document) {
        let others: Vec<(&PathBuf, &String)> =
            self.files.iter().filter_map(|(path, file)| file.sitting.as_ref().err().map(|why| (path, why))).collect();
        if others.is_empty() {
            return;
        }
        document.heading(say!("Files that aren't shown"));
        for (path, why) in others.iter().take(NAMED) {
            let name = path.strip_prefix(&self.folder).unwrap_or(path).display().to_string();
            document.paragraph(Text::verbatim(safe(&format!("{name} {why}."))));
        }
        if let Some(more) = others.len().checked_sub(NAMED).filter(|more| *more > 0) {
            document.paragraph(say!("And {} more.", more));
        }
    }
}

/// Adds the files of the folder and its subfolders. Links to folders aren't followed, and hidden files are skipped.
fn list(folder: &Path, depth: usize, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        if !entry.file_type()?.is_dir() {
            paths.push(entry.path());
        } else if depth < DEEPEST {
            // An unreadable subfolder hides only itself.
            let _ = list(&entry.path(), depth + 1, paths);
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Sitting, String> {
    let bytes = files::read(path).map_err(|why| why.to_string())?;
    if bytes.is_empty() {
        return Err(say!("is empty so far").to_owned());
    }
    parse_running(&bytes).map_err(|fault| fault.to_string())
}

fn row(sitting: &Sitting, copies: usize, now: u64) -> Vec<Text> {
    let (paper, answered) = (sitting.paper(), sitting.answers().len());
    let is_over = sitting.handed_in().is_some();
    let left = sitting.minutes_left(now).filter(|_| !is_over);
    let state = if is_over {
        Text::new(say!("handed in"), Meaning::Muted)
    } else if sitting.is_over(now) {
        Text::new(say!("time is up"), Meaning::Strong)
    } else if copies > 1 {
        Text::new(say!("{} files", copies), Meaning::Strong)
    } else if answered == 0 {
        Text::verbatim(say!("started"))
    } else {
        Text::verbatim(say!("working"))
    };
    vec![
        Text::verbatim(paper.seat.as_str()),
        Text::verbatim(paper.form.as_str()),
        Text::verbatim(say!("{} of {}", answered, paper.items.len())),
        Text::verbatim(left.map_or_else(|| "–".to_owned(), |minutes| minutes.to_string())),
        state,
    ]
}
