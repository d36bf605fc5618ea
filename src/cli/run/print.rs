//! Runs `airside class handout` and `airside class guide`, which produce pages for printing or for reading in the
//! terminal.

use crate::cli::args::PrintArgs;
use crate::cli::output;
use crate::cli::output::Printer;
use crate::document::Document;
use crate::document::page::page;
use crate::error::Error;
use crate::i18n;
use crate::render;

pub(super) fn print(name: &str, args: &PrintArgs, out: &mut Printer<'_>) -> Result<u8, Error> {
    document(&page(name, &[]).unwrap_or_default(), args, out)
}

/// On a terminal and in plain mode, lines of text are the default.
pub(super) fn document(document: &Document, args: &PrintArgs, out: &mut Printer<'_>) -> Result<u8, Error> {
    let documents = std::slice::from_ref(document);
    let text = match output::lines_to_print(out, args, documents) {
        Some(lines) => lines,
        None if args.is_markdown() => render::markdown::render(documents),
        None => render::html::page(i18n::language().unwrap_or("en"), documents),
    };
    args.output.write(text.as_bytes(), out)?;
    Ok(0)
}
