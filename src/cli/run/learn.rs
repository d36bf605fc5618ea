//! Runs `airside`, `airside learn` and `airside play`, which start the course or a single round.

use std::io::{self, IsTerminal};

use crate::cli::args::{GlobalArgs, LearnArgs};
use crate::cli::{environment, output, packs};
use crate::error::{Error, Failure};
use crate::input::PromptedInput;
use crate::lines;
use crate::plain;
use crate::round::spec::RoundSpec;
use crate::say;
use crate::scenario::library::Library;
use crate::settings::UserSettings;
use crate::streams;
use crate::study::{Begin, Opening, ROUND, Study, fact_check};
use crate::tui::{self, FirstScreen};

pub(super) fn start(global: &GlobalArgs) -> Result<u8, Error> {
    show(global, FirstScreen::Home, || Ok(open(global, packs::open(global), Begin::Course)))
}

pub(super) fn learn(global: &GlobalArgs, args: &LearnArgs) -> Result<u8, Error> {
    show(global, FirstScreen::Question, || {
        let library = packs::open(global);
        let begin = if args.article {
            Begin::Items(fact_check())
        } else if !args.id.is_empty() {
            for id in &args.id {
                packs::scenario(&library, id, "airside learn --id")?;
            }
            Begin::Items(args.id.iter().map(|id| id.as_str().into()).collect())
        } else {
            Begin::Round(request(args, packs::selected(global, &library)?))
        };
        let mut study = open(global, library, begin);
        if study.round().items().is_empty() {
            return Err(no_scenario(args).into());
        }
        study.repeat(args.endless);
        Ok(study)
    })
}

/// The round uses only built-in packs, so that the same seed gives the same round on every machine.
pub(super) fn play(global: &GlobalArgs, seed: u64) -> Result<u8, Error> {
    let request = request(&LearnArgs { seed: Some(seed), ..LearnArgs::default() }, Vec::new());
    show(global, FirstScreen::Question, || Ok(open(global, Library::open(None, &[]), Begin::Round(request))))
}

fn request(args: &LearnArgs, packs: Vec<String>) -> RoundSpec {
    RoundSpec {
        core_only: packs.is_empty(),
        packs,
        categories: args.kind.into_iter().collect(),
        mixed: args.kind.is_some(),
        telling: args.telling,
        pools: args.pool.into_iter().collect(),
        count: Some(args.count.map_or(ROUND, |count| usize::try_from(count).unwrap_or(usize::MAX))),
        seed: args.seed.unwrap_or_else(environment::now),
        ..RoundSpec::default()
    }
}

fn no_scenario(args: &LearnArgs) -> Failure {
    let kind = args.kind.map(|kind| format!(" --kind {}", kind.name())).unwrap_or_default();
    let telling = args.telling.map(|telling| format!(" --telling {}", telling.name())).unwrap_or_default();
    Failure::failed(say!("no scenario matches{}{}", kind, telling)).hint("airside list")
}

pub(super) fn open(global: &GlobalArgs, library: Library, begin: Begin) -> Study {
    let (settings, notice) = environment::settings(global);
    let state_folder = environment::paths(global).state;
    let unsaved = state_folder.is_none().then(|| {
        say!("You have no home folder, so your progress is not saved. To save it: airside --state-dir DIR").to_owned()
    });
    let mut study = Study::open(Opening { library, state_folder, begin, clock: environment::now });
    study.use_settings(UserSettings::new(environment::paths(global).settings, settings));
    study.tell(unsaved);
    study.tell(notice);
    study
}

/// The first screen appears while the packs and the journal are still loading.
fn show(global: &GlobalArgs, first: FirstScreen, load: impl FnOnce() -> Result<Study, Error>) -> Result<u8, Error> {
    if global.json_lines {
        lines::run(&mut load()?, streams::stdin(), streams::stdout())?;
        return Ok(0);
    }
    let (settings, _) = environment::settings(global);
    if let Some(options) = environment::full_screen(global, &settings) {
        return tui::run(load, options, first);
    }
    output::begin_lines(global, &settings)?;
    let (mut study, input) = (load()?, streams::stdin());
    let keeping = study.keeping();
    let program = plain::CourseProgram::new(&mut study);
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        tui::say_on_interrupt(keeping)?;
        plain::run(program, PromptedInput::new(input), streams::stdout(), environment::columns)?;
    } else {
        plain::run(program, input, streams::stdout(), environment::columns)?;
    }
    Ok(0)
}
