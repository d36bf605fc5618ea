//! What the program runs in: environment variables, the terminal, the clock and the user's folders.
//!
//! Owns every look at them, so that a command asks here and nowhere else. Must not print.

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::ColorChoice;

use super::args::GlobalArgs;
use crate::error::Failure;
use crate::paths::Paths;
use crate::say;
use crate::settings::{Settings, ThemeName};
use crate::tui;

/// An environment variable; an empty one counts as not set.
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

fn text_variable(name: &str) -> Option<String> {
    variable(name).map(|value| value.to_string_lossy().into_owned())
}

/// The translation file, if one is named.
pub(super) fn translation(named: Option<&Path>) -> Option<PathBuf> {
    named.map(Path::to_owned).or_else(|| variable("AIRSIDE_LANG").map(PathBuf::from))
}

pub(super) fn paths(global: &GlobalArgs) -> Result<Paths, Failure> {
    let home = variable("AIRSIDE_HOME").map(PathBuf::from);
    Paths::find(home.as_deref(), global.state_dir.as_deref()).ok_or_else(|| {
        Failure::usage(say!("there is no home folder to store progress in")).hint(say!("set AIRSIDE_HOME to a folder"))
    })
}

/// The settings, and why a settings file was ignored.
pub(super) fn settings(global: &GlobalArgs) -> Result<(Settings, Option<String>), Failure> {
    Ok(Settings::read(&paths(global)?.settings))
}

/// Whether somebody is there to answer questions.
pub(super) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Milliseconds since 1970; 0 if the clock is set to an earlier time.
pub(super) fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// The width of plain text: `COLUMNS`, or the terminal's width, or 80.
pub(super) fn columns() -> usize {
    let variable = text_variable("COLUMNS").and_then(|columns| columns.parse().ok()).filter(|columns| *columns > 0);
    let terminal = || io::stdout().is_terminal().then(tui::columns).flatten();
    variable.or_else(terminal).unwrap_or(80)
}

/// How to draw the full screen; `None` in plain mode.
pub(super) fn full_screen(global: &GlobalArgs, settings: &Settings) -> Option<tui::Options> {
    let plain = global.plain
        || settings.plain
        || variable("AIRSIDE_PLAIN").is_some()
        || variable("ACCESSIBLE").is_some()
        || text_variable("TERM").is_some_and(|term| term == "dumb")
        || !io::stdout().is_terminal()
        || !io::stdin().is_terminal();
    (!plain).then(|| tui::Options {
        #[cfg(debug_assertions)]
        panics: global.panics,
        #[cfg(not(debug_assertions))]
        panics: false,
        theme: if wants_colour(global.color) { global.theme.unwrap_or(settings.theme) } else { ThemeName::Mono },
        ascii: is_ascii(global) || settings.ascii,
        keys: settings.keys.clone(),
        mouse: global.mouse,
        motion: text_variable("AIRSIDE_MOTION").is_none_or(|value| value != "0"),
        paced: true,
    })
}

/// The first of these decides: the option, `NO_COLOR`, `CLICOLOR_FORCE`, `CLICOLOR`.
fn wants_colour(choice: ColorChoice) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => {
            variable("NO_COLOR").is_none()
                && (text_variable("CLICOLOR_FORCE").is_some_and(|value| value != "0")
                    || text_variable("CLICOLOR").is_none_or(|value| value != "0"))
        }
    }
}

/// Whether to draw with ASCII characters: on request, in a locale that isn't UTF-8, and on the Linux console.
pub(super) fn is_ascii(global: &GlobalArgs) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(text_variable).unwrap_or_default().to_lowercase();
    let utf8 = locale.contains("utf-8") || locale.contains("utf8") || cfg!(windows);
    global.ascii || !utf8 || text_variable("TERM").is_some_and(|term| term == "linux")
}
