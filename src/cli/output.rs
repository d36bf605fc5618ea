//! Prints JSON and notices, and writes files.
//!
//! An existing file is replaced only on request, and its old version is kept under another name. JSON output contains
//! no characters that could control a terminal.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::args::{GlobalArgs, OutputArgs, PrintArgs};
use super::environment;
use crate::document::Document;
use crate::error::{Error, Failure};
use crate::files;
use crate::render;
use crate::say;
use crate::settings::Settings;
use crate::store::missing_folder;
use crate::streams;
use crate::text;
use crate::tui;

/// The writer for the output of a command, and the format in which tables are printed.
pub struct Printer<'a> {
    pub writer: &'a mut dyn Write,
    /// Whether the user asked for plain mode, in which each table row is printed as a sentence.
    pub is_read_aloud: bool,
}

impl Write for Printer<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl Printer<'_> {
    fn render(&self, document: &Document, columns: usize) -> Vec<String> {
        if self.is_read_aloud {
            render::plain::render_aloud(document, columns)
        } else {
            render::plain::render(document, columns)
        }
    }
}

pub(super) fn report(notices: impl IntoIterator<Item = String>) -> io::Result<()> {
    notices.into_iter().try_for_each(|notice| writeln!(streams::stderr(), "airside: {}", text::safe(&notice)))
}

/// If the user didn't ask for plain mode, explains why the program uses it.
pub(super) fn begin_lines(global: &GlobalArgs, settings: &Settings) -> io::Result<()> {
    tui::prepare_lines();
    report(environment::plain_notice(global, settings))
}

pub(super) fn print_json(out: &mut dyn Write, value: &Value) -> io::Result<()> {
    writeln!(out, "{}", json_text(value)?)
}

/// Returns the documents as lines of text, or `None` if they are to be written in another format. In plain mode and on
/// a terminal, lines of text are the default.
pub(super) fn lines_to_print(out: &Printer<'_>, args: &PrintArgs, documents: &[Document]) -> Option<String> {
    let is_plain = args.output.is_terminal() || out.is_read_aloud;
    (is_plain && !args.html && !args.markdown).then(|| {
        let lines = documents.iter().flat_map(|document| out.render(document, environment::columns()));
        lines.map(|line| line + "\n").collect()
    })
}

pub(super) fn print_document(out: &mut Printer<'_>, document: &Document) -> io::Result<()> {
    out.render(document, environment::columns()).iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// Long lines aren't wrapped if the width of the window is unknown, as in a pipe or a file.
pub(super) fn print_lines(out: &mut Printer<'_>, document: &Document) -> io::Result<()> {
    let columns = environment::window().unwrap_or(usize::MAX);
    out.render(document, columns).iter().try_for_each(|line| writeln!(out, "{line}"))
}

pub(super) fn print_sentence(out: &mut dyn Write, sentence: &str) -> io::Result<()> {
    text::wrap(sentence, environment::columns()).iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// Formats a value as JSON, escaping every character that could control a terminal.
pub(super) fn json_text(value: &Value) -> io::Result<String> {
    Ok(text::json(&serde_json::to_string_pretty(value)?).into_owned())
}

impl PrintArgs {
    /// If no option specifies a format, the extension of the file name decides.
    pub(super) fn is_markdown(&self) -> bool {
        self.markdown || !self.html && self.output.ending().as_deref() == Some("md")
    }
}

impl OutputArgs {
    pub(super) fn is_stdout(&self) -> bool {
        self.out.as_os_str() == "-"
    }

    pub(super) fn ending(&self) -> Option<String> {
        Some(self.out.extension()?.to_str()?.to_lowercase())
    }

    pub(super) fn is_terminal(&self) -> bool {
        self.is_stdout() && io::stdout().is_terminal()
    }

    pub(super) fn write(&self, bytes: &[u8], out: &mut dyn Write) -> Result<(), Error> {
        if self.is_stdout() {
            return out.write_all(bytes).and_then(|()| out.flush()).map_err(Error::from);
        }
        Ok(write_file(&self.out, bytes, self.force)?)
    }
}

/// An existing file is replaced only with `force`. The old file is renamed rather than deleted, so that nothing is
/// lost, not even a file that the command itself reads. Writing to a device or a pipe needs no `force`.
pub(super) fn write_file(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    let written = match File::create_new(path) {
        Ok(file) => write_or_remove(path, file, bytes),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => match path.canonicalize() {
            Ok(_) if path.is_file() && !force => {
                let failure = Failure::failed(say!("{} already exists", path.display()));
                return Err(failure.hint(environment::command_with("--force")));
            }
            Ok(real) if is_in_use(&real) => {
                let reason = say!("is in use by another instance of airside");
                return Err(Failure::failed(format!("{} {reason}", path.display())));
            }
            Ok(real) if path.is_file() => replace(&real, bytes),
            _ => OpenOptions::new().write(true).open(path).and_then(|mut file| file.write_all(bytes)),
        },
        Err(error) => Err(error),
    };
    written.map_err(|error| cannot_write(path, &error))
}

/// Returns whether another instance of airside has locked the file, as it does during an exam. After a replacement, the
/// other instance would keep writing to the old file.
fn is_in_use(path: &Path) -> bool {
    path.is_file() && File::open(path).is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

fn write_or_remove(path: &Path, mut file: File, bytes: &[u8]) -> io::Result<()> {
    let written = file.write_all(bytes).and_then(|()| files::sync(&file)).map(drop);
    if written.is_err() {
        drop(file);
        let _ = fs::remove_file(path);
    }
    written
}

/// Writes a new file beside the existing file, renames the existing file, and gives the new file the original name.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let permissions = fs::metadata(path)?.permissions();
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}", std::process::id()));
    let beside = PathBuf::from(name);
    write_or_remove(&beside, File::create_new(&beside)?, bytes)?;
    let replaced = fs::set_permissions(&beside, permissions).and_then(|()| files::set_aside(path)).and_then(|kept| {
        let renamed = fs::rename(&beside, path);
        if renamed.is_err() { fs::rename(&kept, path).and(renamed) } else { report([files::renamed_sentence(&kept)]) }
    });
    if replaced.is_err() {
        let _ = fs::remove_file(&beside);
    }
    replaced
}

fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    missing_folder(path).unwrap_or_else(|| {
        let failure = Failure::failed(say!("{} can't be written: {}", path.display(), error));
        failure.hint(say!("choose another file with --out"))
    })
}
