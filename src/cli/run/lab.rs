//! Runs `airside lab`, which starts the simulated airport, either at a prompt or as a local server.

use std::io::Write;

use crate::cli::args::{GlobalArgs, LabArgs};
use crate::cli::output::{Printer, begin_lines, print_document};
use crate::cli::run::learn::open;
use crate::cli::{environment, packs};
use crate::document::{Block, Document, Text};
use crate::error::{Error, Failure};
use crate::lab::request_log::welcome;
use crate::lab::server::{LabServer, listen_error};
use crate::plain;
use crate::streams;
use crate::study::Begin;
use crate::tui::{self, FirstScreen};

pub(super) fn lab(global: &GlobalArgs, args: &LabArgs, out: &mut Printer<'_>) -> Result<u8, Error> {
    let (settings, _) = environment::settings(global);
    let full_screen = environment::full_screen(global, &settings);
    if args.listen {
        let server = LabServer::listen(args.port, environment::random_seed(), environment::now)
            .map_err(|error| Failure::failed(listen_error(args.port, &error)).hint("airside lab --listen"))?;
        return match full_screen {
            Some(options) => Ok(tui::show(&mut tui::visitors(server, options))?),
            None => print_visitors(&server, out),
        };
    }
    let load = || Ok::<_, Error>(open(global, packs::open(global), Begin::Idle));
    if let Some(options) = full_screen {
        return tui::run(load, options, FirstScreen::Lab);
    }
    begin_lines(global, &settings)?;
    plain::run(plain::LabProgram::new(&mut load()?), streams::stdin(), streams::stdout(), environment::columns)?;
    Ok(0)
}

fn print_visitors(server: &LabServer, out: &mut Printer<'_>) -> Result<u8, Error> {
    print_document(out, &welcome(&server.address(), &server.logins))?;
    out.flush()?;
    while let Some(served) = server.wait() {
        let row = served.cells().iter().map(Text::verbatim).collect();
        print_document(out, &Document { title: String::new(), blocks: vec![Block::rows([row])] })?;
        out.flush()?;
    }
    Ok(0)
}
