//! Provides access to environment variables, the terminal, the clock and the user's folders.
//!
//! Commands get information about the environment only from this module.

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clap::ColorChoice;

use super::args::GlobalArgs;
use crate::error::Failure;
use crate::paths::Paths;
use crate::say;
use crate::settings::{Settings, ThemeName};
use crate::text;
use crate::tui;
use crate::tui::terminals::{Ability, ability as ability_of};

/// Returns an environment variable, or `None` if the variable is unset or empty.
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

fn text_variable(name: &str) -> Option<String> {
    variable(name).map(|value| value.to_string_lossy().into_owned())
}

pub(super) fn translation(named: Option<&Path>) -> Option<PathBuf> {
    named.map(Path::to_owned).or_else(|| variable("AIRSIDE_LANG").map(PathBuf::from))
}

pub(super) fn paths(global: &GlobalArgs) -> Paths {
    let home = variable("AIRSIDE_HOME").map(PathBuf::from);
    Paths::find(home.as_deref(), global.state_dir.as_deref())
}

pub(super) fn state_folder(global: &GlobalArgs) -> Result<PathBuf, Failure> {
    paths(global).state.ok_or_else(|| {
        Failure::usage(say!("you have no home folder, so your progress isn't saved")).hint(say!("add --state-dir DIR"))
    })
}

pub(super) fn settings(global: &GlobalArgs) -> (Settings, Option<String>) {
    let read = paths(global).settings.map_or_else(Default::default, |path| Settings::read(&path));
    text::assume_wide(wide(&read.0) == Some(true));
    // Output to a pipe or a file is UTF-8 regardless of the locale, unless the user asks for ASCII.
    text::assume_ascii(global.ascii || read.0.ascii || is_ascii(global) && io::stdout().is_terminal());
    read
}

pub(super) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Returns the time in milliseconds since 1970, or 0 if the clock is set to an earlier time.
pub(super) fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// Returns the time in milliseconds since 1970, according to the clock at the first call and the time since then. If
/// somebody corrects the clock during an exam, the time that is left stays the same.
pub(super) fn exam_clock() -> u64 {
    static START: OnceLock<(u64, Option<u64>)> = OnceLock::new();
    since((now(), since_boot()), *START.get_or_init(|| (now(), since_boot())))
}

/// Each pair contains the time on the clock and the time since the computer was started.
fn since((clock, running): (u64, Option<u64>), (start, then): (u64, Option<u64>)) -> u64 {
    let passed = running.zip(then).map(|(running, then)| running.saturating_sub(then));
    passed.map_or(clock, |passed| start.saturating_add(passed))
}

/// Returns the milliseconds since the computer was started, including the time it was suspended. Only Linux has this
/// file; on other systems, no clock that can't be set also counts the time when the computer is suspended.
fn since_boot() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/uptime").ok()?;
    let seconds = text.split_whitespace().next()?.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()?.as_millis().try_into().ok()
}

#[expect(clippy::disallowed_methods, reason = "no event on every system says that a file has changed")]
pub(super) fn wait(interval: Duration) {
    std::thread::sleep(interval);
}

/// Returns an unpredictable number, based on the standard library's random seeds for hash maps.
pub(super) fn random_seed() -> u64 {
    use std::hash::{BuildHasher, RandomState};

    RandomState::new().hash_one(now())
}

/// Returns the width of the window in columns, taken from `COLUMNS` or from the terminal. Without `COLUMNS`, returns
/// `None` for a pipe or a file.
pub(super) fn window() -> Option<usize> {
    let variable = text_variable("COLUMNS").and_then(|columns| columns.parse().ok()).filter(|columns| *columns > 0);
    let terminal = || io::stdout().is_terminal().then(tui::columns).flatten();
    variable.or_else(terminal)
}

/// Returns the number of columns for plain text, or 80 if the width of the window is unknown.
pub(super) fn columns() -> usize {
    window().unwrap_or(80)
}

/// If `TERM` isn't set on Windows, the terminal is assumed to support 256 colours.
fn ability() -> Ability {
    match text_variable("TERM") {
        None if cfg!(windows) => Ability::Colours(256),
        name => ability_of(&name.unwrap_or_default(), text_variable("COLORTERM").is_some()),
    }
}

fn is_plain(global: &GlobalArgs, settings: &Settings) -> bool {
    wants_plain(global) || settings.plain || !can_ask()
}

pub(super) fn wants_plain(global: &GlobalArgs) -> bool {
    global.plain || variable("AIRSIDE_PLAIN").is_some() || variable("ACCESSIBLE").is_some()
}

pub(super) fn plain_notice(global: &GlobalArgs, settings: &Settings) -> Option<String> {
    if is_plain(global, settings) || ability() != Ability::Lines {
        return None;
    }
    let name = text_variable("TERM");
    let why = name.map_or_else(|| say!("TERM is not set").to_owned(), |name| say!("TERM is `{}`", name));
    Some(say!(
        "{}, so airside is in plain mode. If your terminal supports full-screen mode, type: TERM=xterm airside",
        why
    ))
}

pub(super) fn full_screen(global: &GlobalArgs, settings: &Settings) -> Option<tui::Options> {
    let plain = is_plain(global, settings) || ability() == Ability::Lines;
    (!plain).then(|| tui::Options {
        #[cfg(debug_assertions)]
        panics: global.panics,
        #[cfg(not(debug_assertions))]
        panics: false,
        stacked: global.stacked || settings.stacked || variable("AIRSIDE_STACKED").is_some(),
        is_colourless: !wants_colour(global.color),
        theme: if wants_colour(global.color) { global.theme.unwrap_or(settings.theme) } else { ThemeName::Mono },
        ascii: is_ascii(global) || settings.ascii,
        is_latin1: is_latin1(),
        wide: wide(settings),
        keys: settings.keys.clone(),
        mouse: global.mouse,
        colours: match ability() {
            Ability::Colours(count) => tui::ColourCount::new(count),
            Ability::Lines | Ability::Mono => tui::ColourCount::Eight,
        },
        motion: !settings.is_still
            && !global.no_motion
            && text_variable("AIRSIDE_MOTION").is_none_or(|value| value != "0"),
    })
}

pub(super) fn refuses_colour(choice: ColorChoice) -> bool {
    choice == ColorChoice::Never || choice == ColorChoice::Auto && variable("NO_COLOR").is_some()
}

/// Whether to use colour depends on the first of these settings that applies: the option, `NO_COLOR`, `CLICOLOR_FORCE`,
/// `TERM`, `CLICOLOR`.
fn wants_colour(choice: ColorChoice) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => {
            variable("NO_COLOR").is_none()
                && (text_variable("CLICOLOR_FORCE").is_some_and(|value| value != "0")
                    || ability() > Ability::Mono && text_variable("CLICOLOR").is_none_or(|value| value != "0"))
        }
    }
}

/// Returns whether the user said that ambiguous-width characters take two columns, or `None` if the user said nothing
/// about them.
pub(super) fn wide(settings: &Settings) -> Option<bool> {
    text_variable("AIRSIDE_WIDE").map_or(settings.wide, |value| Some(value != "0"))
}

/// Output is limited to ASCII if the user asks for it, if the locale isn't UTF-8, or on the Linux console.
pub(super) fn is_ascii(global: &GlobalArgs) -> bool {
    let locale = locale();
    let is_utf8 = locale.contains("utf-8") || locale.contains("utf8") || cfg!(windows);
    global.ascii || !is_utf8 || text_variable("TERM").is_some_and(|term| term == "linux")
}

/// Returns whether the locale uses ISO 8859-1 or ISO 8859-15, which agree on nearly all letters.
fn is_latin1() -> bool {
    let locale = locale().replace('-', "");
    let encoding = locale.split(['.', '@']).nth(1).unwrap_or_default();
    matches!(encoding, "iso88591" | "iso885915")
}

fn locale() -> String {
    ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(text_variable).unwrap_or_default().to_lowercase()
}
/// Returns the command line that started the program, with the argument `more` added, for use in an error message.
pub(super) fn command_with(more: &str) -> String {
    let quoted = |word: &str| {
        let rest = word.trim_start_matches('-');
        let dashes = word.strip_suffix(rest).unwrap_or_default();
        if rest.is_empty() { word.to_owned() } else { format!("{dashes}{}", text::shell_quoted(rest)) }
    };
    let words = std::env::args_os().skip(1).map(|word| quoted(&word.to_string_lossy()));
    std::iter::once("airside".to_owned()).chain(words).chain([more.to_owned()]).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_corrected_during_an_exam_changes_no_time_that_is_left() {
        let start = (1_000_000, Some(5_000));
        for clock in [0, 1_002_000, 90_000_000] {
            assert_eq!(since((clock, Some(7_000)), start), 1_002_000);
            assert_eq!(since((clock, None), start), clock);
        }
    }
}
