//! Runs `airside translation`, which prints a file for translators to fill in.

use std::io::Write;

use crate::cli::args::{GlobalArgs, TranslationArgs};
use crate::cli::environment;
use crate::cli::output::Printer;
use crate::diagnostic::{Diagnostic, Source};
use crate::error::{Error, Failure};
use crate::files;
use crate::i18n::file::form::{FormContents, form};
use crate::i18n::file::{read_words, shipped_text};
use crate::say;
use crate::streams;

/// Translations of sentences that no longer exist are listed on standard error, because the new form omits them.
pub(super) fn translation(global: &GlobalArgs, args: &TranslationArgs, out: &mut Printer<'_>) -> Result<u8, Error> {
    let contents = FormContents { areas: args.areas.clone(), missing: args.missing };
    let path = environment::translation(global.lang.as_deref());
    let name = path.as_deref().map(|path| path.display().to_string()).unwrap_or_default();
    let text = match path.as_deref() {
        None => None,
        Some(path) => Some(match shipped_text(&name) {
            Some(text) => text.to_owned(),
            None => files::read_text(path).map_err(|why| Failure::failed(format!("{name} {why}")))?,
        }),
    };
    let source = text.as_deref().map(|text| Source::new(&name, text));
    let cannot = |_: Vec<Diagnostic>| Failure::failed(say!("the translation {} can't be used", name));
    let filled = form(&contents, source.as_ref()).map_err(cannot)?;
    out.write_all(filled.as_bytes())?;
    if let Some(source) = &source {
        for warning in read_words(source.path, source.text).map_err(cannot)?.warnings {
            writeln!(streams::stderr(), "{warning}\n")?;
        }
    }
    Ok(0)
}
