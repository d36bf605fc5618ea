//! Runs `airside class handout` and `airside class guide`, which produce pages to print or to read in the terminal.

use std::io::Write;

use crate::cli::args::PrintArgs;
use crate::cli::output;
use crate::document::Document;
use crate::document::page::page;
use crate::error::Error;
use crate::i18n;
use crate::render;

pub(super) fn print(name: &str, args: &PrintArgs, out: &mut dyn Write) -> Result<u8, Error> {
    document(&page(name, &[]).unwrap_or_default(), name, args, out)
}

/// Prints a document in the format that the options choose; the default on a terminal is plain lines.
pub(super) fn document(document: &Document, name: &str, args: &PrintArgs, out: &mut dyn Write) -> Result<u8, Error> {
    if args.output.is_terminal() && !args.html && !args.markdown {
        output::print_document(out, document)?;
        return Ok(0);
    }
    let (text, ending) = if args.markdown {
        (render::markdown::render(std::slice::from_ref(document)), " --markdown")
    } else {
        (render::html::page(i18n::language().unwrap_or("en"), std::slice::from_ref(document)), "")
    };
    let hint = format!("airside class {name}{ending} --out {} --force", args.output.out.display());
    args.output.write(text.as_bytes(), &hint, out)?;
    Ok(0)
}
