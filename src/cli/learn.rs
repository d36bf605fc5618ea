//! Opening the course: which front end, which round.

use std::io::{self, IsTerminal};
use std::time::{SystemTime, UNIX_EPOCH};

use super::arguments::{Arguments, Theme, When, Wish};
use super::{library, named, places, variable};
use crate::error::{Error, Failure};
use crate::plain;
use crate::round::spec::RoundSpec;
use crate::say;
use crate::scenario::library::Library;
use crate::scenario::{Kind, Telling};
use crate::settings::{Settings, ThemeName};
use crate::study::{Begin, Opening, ROUND, Study, desk};
use crate::tui;

/// Opens the course, or the round that was asked for.
pub(super) fn learn(arguments: &Arguments, wish: Option<&Wish>) -> Result<u8, Error> {
    let library = library(arguments)?;
    let begin = match wish {
        Some(wish) if wish.article => Begin::Items(desk()),
        Some(wish) => Begin::Round(request(wish, named(arguments, &library)?)),
        None => Begin::Course,
    };
    let mut study = Opened::new(arguments, library, begin)?;
    if let Some(wish) = wish {
        if study.study.round().items().is_empty() {
            return Err(nothing_fits(wish).into());
        }
        study.study.repeat(wish.endless);
    }
    study.run(arguments, wish.is_some())
}

/// Opens a round of the built-in packs alone, so that a seed means the same everywhere.
pub(super) fn play(arguments: &Arguments, seed: u64) -> Result<u8, Error> {
    let request = request(&Wish { seed: Some(seed), ..Wish::default() }, Vec::new());
    Opened::new(arguments, Library::open(None, &[]), Begin::Round(request))?.run(arguments, true)
}

/// A course with the settings that it is shown with.
struct Opened {
    study: Study,
    settings: Settings,
}

impl Opened {
    fn new(arguments: &Arguments, library: Library, begin: Begin) -> Result<Self, Failure> {
        let places = places(arguments)?;
        let (settings, notice) = Settings::read(&places.settings);
        let opening = Opening { library, state_folder: Some(places.state), begin, clock: milliseconds };
        let mut study = Study::open(opening);
        study.tell(notice);
        Ok(Self { study, settings })
    }

    fn run(mut self, arguments: &Arguments, at_question: bool) -> Result<u8, Error> {
        if let Some(options) = full_screen(arguments, &self.settings) {
            return Ok(tui::run(self.study, options, at_question)?);
        }
        plain::run(&mut self.study, io::stdin().lock(), io::stdout().lock(), columns())?;
        Ok(0)
    }
}

fn nothing_fits(wish: &Wish) -> Failure {
    let asked = [("--kind", &wish.kind), ("--telling", &wish.telling)];
    let asked = asked.iter().filter_map(|(name, value)| Some(format!(" {name} {}", value.as_ref()?)));
    Failure::failed(say!("no scenario of the packs asked from fits{}", asked.collect::<String>()))
        .hint(say!("airside list"))
}

/// The width of plain mode: what `COLUMNS` says, what the terminal has, or 80. Whoever does not know it says 0.
pub(super) fn columns() -> usize {
    let said = word("COLUMNS").and_then(|columns| columns.parse().ok()).filter(|columns| *columns > 0);
    let terminal = || io::stdout().is_terminal().then(tui::columns).flatten().filter(|columns| *columns > 0);
    said.or_else(terminal).unwrap_or(80)
}

fn request(wish: &Wish, packs: Vec<String>) -> RoundSpec {
    RoundSpec {
        core_only: packs.is_empty(),
        packs,
        kind: wish.kind.as_deref().and_then(Kind::find),
        telling: wish.telling.as_deref().and_then(Telling::find),
        pool: None,
        count: Some(wish.count.map_or(ROUND, |count| usize::try_from(count).unwrap_or(usize::MAX))),
        seed: wish.seed.unwrap_or_else(milliseconds),
    }
}

/// Milliseconds since 1970; 0 with a clock before that.
pub(super) fn milliseconds() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// The value of an environment variable as text.
fn word(name: &str) -> Option<String> {
    variable(name).map(|value| value.to_string_lossy().into_owned())
}

fn wants_plain(arguments: &Arguments, settings: &Settings) -> bool {
    arguments.plain
        || settings.plain
        || variable("AIRSIDE_PLAIN").is_some()
        || variable("ACCESSIBLE").is_some()
        || word("TERM").is_some_and(|term| term == "dumb")
        || !io::stdout().is_terminal()
        || !io::stdin().is_terminal()
}

/// How the full screen looks; nothing when lines are wanted.
pub(super) fn full_screen(arguments: &Arguments, settings: &Settings) -> Option<tui::Options> {
    (!wants_plain(arguments, settings)).then(|| options(arguments, settings))
}

/// The theme that was asked for, or the default one.
pub(super) fn theme(arguments: &Arguments) -> ThemeName {
    match arguments.theme {
        None | Some(Theme::Default) => ThemeName::Default,
        Some(Theme::Light) => ThemeName::Light,
        Some(Theme::Dark) => ThemeName::Dark,
        Some(Theme::HighContrast) => ThemeName::HighContrast,
        Some(Theme::Mono) => ThemeName::Mono,
    }
}

fn options(arguments: &Arguments, settings: &Settings) -> tui::Options {
    let theme = if arguments.theme.is_some() { theme(arguments) } else { settings.theme };
    let theme = if wants_colour(arguments.color) { theme } else { ThemeName::Mono };
    #[cfg(debug_assertions)]
    let panics = arguments.panics;
    #[cfg(not(debug_assertions))]
    let panics = false;
    let ascii = arguments.ascii || settings.ascii || !can_draw();
    tui::Options { panics, theme, ascii, keys: settings.keys.clone(), mouse: arguments.mouse }
}

/// The order of decision: the flag, `NO_COLOR`, `CLICOLOR_FORCE`, `CLICOLOR`. That it is a terminal is known here.
fn wants_colour(when: When) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto if variable("NO_COLOR").is_some() => false,
        When::Auto if word("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        When::Auto => word("CLICOLOR").is_none_or(|value| value != "0"),
    }
}

/// Whether more than ASCII can be shown: a UTF-8 locale, and not the console of Linux.
pub(super) fn can_draw() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(word).unwrap_or_default().to_lowercase();
    let utf8 = locale.contains("utf-8") || locale.contains("utf8") || cfg!(windows);
    utf8 && word("TERM").is_none_or(|term| term != "linux")
}
