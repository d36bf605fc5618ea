//! Shows the home screen: a map of the course, and a menu of everything outside the course.

use super::cases::Cases;
use super::kinds::Kinds;
use super::lab::LabScreen;
use super::page::PageScreen;
use super::paste::PasteScreen;
use super::review::StageReview;
use super::round::RoundScreen;
use super::settings::SettingsScreen;
use super::topics::Topics;
use super::workbench::Workbench;
use super::{MapTexts, Screen, ScreenState, SearchMode, Strip, Turn, View, progress};
use crate::course::stage::Stage;
use crate::document::{Block, Document, Text};
use crate::keys::{Action, Context};
use crate::say;
use crate::scenario::Kind;
use crate::scenario::index::Category;
use crate::study::{Activity, PastStage, ROUND, Study, activity, fact_check, round_title};
use crate::tui::controls::{Controls, Menu, MenuEntry, MenuPanel};
use crate::tui::layout::ScreenKind;

#[derive(Debug)]
pub(in super::super) struct Home {
    notices: Vec<String>,
    /// The destination that opens once the learner confirms.
    asked: Option<Destination>,
    /// The destination that was opened last. This destination is selected when the learner returns.
    opened: Option<Destination>,
    /// The index of the entry that is selected at first.
    first: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Destination {
    Course,
    /// A stage that is over or was skipped.
    Review(Stage),
    /// An unfinished round outside the course, by its index among them.
    Round(usize),
    FactCheck,
    Kinds,
    Edges,
    Mixed,
    Cases,
    Lab,
    Inspect,
    Workbench,
    Topics,
    Progress,
    Settings,
    Faults,
}

impl Destination {
    /// Checks whether the destination would reveal the rule for choosing between 401 and 403.
    const fn shows_rule(self) -> bool {
        !matches!(self, Self::Course | Self::Progress | Self::Settings | Self::Faults)
    }

    /// Returns the activity that this destination starts or continues.
    const fn activity(self) -> Option<Activity> {
        match self {
            Self::FactCheck => Some(Activity::FactCheck),
            Self::Mixed => Some(Activity::Mixed),
            Self::Edges => Some(Activity::EdgeCases),
            _ => None,
        }
    }
}

impl Home {
    pub(in super::super) fn new(study: &Study, notices: Vec<String>) -> Self {
        let (_, destinations) = Self::panels(study);
        // A round that was opened from the command line comes before the course.
        let is_due = study.next_stage() == Some(Stage::CheckUp);
        let is_in_round = study.course().is_none() && study.listed_round().is_some() && !is_due;
        let next = if is_in_round { Destination::Round(0) } else { Destination::Course };
        let is_next = |destination: &Option<Destination>| *destination == Some(next);
        Self { notices, asked: None, opened: None, first: destinations.iter().position(is_next).unwrap_or(0) }
    }

    fn open(&mut self, study: &mut Study, destination: Destination) -> Turn<Study> {
        self.opened = Some(destination);
        match destination {
            Destination::Course => study.open_course(),
            Destination::Round(index) => {
                study.return_to_round(index);
            }
            Destination::Review(stage) => return Turn::Open(Box::new(StageReview(PastStage::new(study, stage)))),
            Destination::FactCheck => study.start_items(&fact_check()),
            Destination::Mixed => study.start_default(None),
            Destination::Edges => study.start_default(Some(Category::Kind(Kind::Edge))),
            Destination::Cases => return Turn::Open(Box::new(Cases::default())),
            Destination::Kinds => return Turn::Open(Box::new(Kinds)),
            Destination::Lab => return Turn::Open(Box::new(LabScreen::new(study))),
            Destination::Inspect => return Turn::Open(Box::new(PasteScreen::default())),
            Destination::Workbench => return Turn::Open(Box::new(Workbench::default())),
            Destination::Topics => return Turn::Open(Box::new(Topics::default())),
            Destination::Progress => {
                return Turn::Open(Box::new(PageScreen::new("progress", progress::page(&study.progress()))));
            }
            Destination::Settings => return Turn::Open(Box::new(SettingsScreen)),
            Destination::Faults => return Turn::Open(Box::new(PageScreen::new("faults", skipped_packs(study)))),
        }
        Turn::Open(Box::new(RoundScreen::default()))
    }

    /// Returns the menu panels, with the destination of each entry that can be chosen.
    fn panels(study: &Study) -> ([MenuPanel; 2], Vec<Option<Destination>>) {
        let mut left = Vec::new();
        let mut destinations = Vec::new();
        let current = study.next_stage();
        if current == Some(Stage::CheckUp) {
            let note = say!("due now").to_owned();
            let caption = caption(study, Destination::Course);
            left.push(MenuEntry { note, caption, ..MenuEntry::new(Stage::CheckUp.title()) });
            destinations.push(Some(Destination::Course));
        }
        for (index, round) in study.open_rounds().into_iter().enumerate() {
            let (number, count) = round.numbering();
            let note = say!("{} of {}", number.max(1), count);
            left.push(MenuEntry { note, caption: begin_caption(study, index), ..MenuEntry::new(round_title(round)) });
            destinations.push(Some(Destination::Round(index)));
        }
        let here = current.filter(|stage| stage.is_on_map()).or_else(|| next_on_map(current));
        let finished: Vec<Stage> = study.past_stages().collect();
        let mut before: Option<Stage> = None;
        for stage in Stage::ALL.into_iter().filter(|stage| stage.is_on_map()) {
            let destination = if finished.contains(&stage) {
                Some(Destination::Review(stage))
            } else {
                (Some(stage) == here).then_some(Destination::Course)
            };
            left.push(stage_entry(study, stage, destination, before));
            destinations.push(destination);
            before = Some(stage);
        }
        if here.is_none() && current != Some(Stage::CheckUp) {
            let title = current.map_or_else(|| say!("The course"), Stage::title);
            left.push(MenuEntry { caption: caption(study, Destination::Course), ..MenuEntry::new(title) });
            destinations.push(Some(Destination::Course));
        }
        let mut right = vec![
            (Destination::FactCheck, say!("Fact-check the article").to_owned()),
            (Destination::Kinds, say!("Practise one kind of case").to_owned()),
            (Destination::Mixed, say!("A mixed round of {}", ROUND)),
            (Destination::Edges, say!("Edge cases").to_owned()),
            (Destination::Cases, say!("Browse the cases").to_owned()),
            (Destination::Lab, say!("Lab: an airport you can curl").to_owned()),
            (Destination::Inspect, say!("Judge a real response").to_owned()),
            (Destination::Workbench, say!("Workbench").to_owned()),
            (Destination::Topics, say!("Reference").to_owned()),
            (Destination::Progress, say!("Your progress").to_owned()),
            (Destination::Settings, say!("Settings").to_owned()),
        ];
        match study.library().problems.len() {
            0 => {}
            1 => right.push((Destination::Faults, say!("1 pack was skipped").to_owned())),
            count => right.push((Destination::Faults, say!("{} packs were skipped", count))),
        }
        destinations.extend(right.iter().map(|(destination, _)| Some(*destination)));
        let entry = |(destination, text)| MenuEntry { caption: caption(study, destination), ..MenuEntry::new(text) };
        let right = right.into_iter().map(entry).collect();
        let left = MenuPanel { title: say!("Your course").to_owned(), entries: left };
        ([left, MenuPanel { title: say!("Explore").to_owned(), entries: right }], destinations)
    }
}

/// Lists the packs that couldn't be loaded, with all their faults.
fn skipped_packs(study: &Study) -> Document {
    let mut document = Document::new(say!("Packs that were skipped"));
    for problem in &study.library().problems {
        document.heading(problem.path.as_str());
        for fault in &problem.faults {
            document.blocks.push(Block::Code(fault.to_string().lines().map(str::to_owned).collect()));
        }
    }
    document
}

/// Returns the entry of a stage. The entry of a stage that isn't open yet names the previous stage.
fn stage_entry(study: &Study, stage: Stage, destination: Option<Destination>, before: Option<Stage>) -> MenuEntry {
    let is_past = matches!(destination, Some(Destination::Review(_)));
    let is_skipped = is_past && study.has_skipped(stage);
    MenuEntry {
        text: stage.title().to_owned(),
        note: match before {
            _ if is_skipped => say!("skipped").to_owned(),
            _ if destination == Some(Destination::Course) => pips(study),
            Some(before) if !is_past => say!("after {}", before.title()),
            _ => String::new(),
        },
        caption: destination.map_or_else(|| stage.purpose().to_owned(), |destination| caption(study, destination)),
        is_right: (is_past && !is_skipped).then_some(true),
        can_choose: destination.is_some(),
        is_past,
        ..MenuEntry::default()
    }
}

/// Returns the first stage on the map that comes after the current stage.
fn next_on_map(current: Option<Stage>) -> Option<Stage> {
    let after = |stage: &Stage| current.is_none_or(|current| *stage > current);
    Stage::ALL.into_iter().filter(|stage| stage.is_on_map()).find(after)
}

/// During the practice stage, shows how many kinds of case the learner has mastered.
fn pips(study: &Study) -> String {
    let Some(course) = study.course().filter(|course| course.stage() == Stage::Practice) else { return String::new() };
    say!("{} of {} kinds", course.mastered_kinds().len(), Kind::core().len())
}

/// Describes a round that was opened from the command line but not begun. Any other round is described by its name and
/// its note.
fn begin_caption(study: &Study, index: usize) -> String {
    let open = study.listed_round().filter(|_| index == 0 && study.course().is_none());
    match open.filter(|round| round.answers().next().is_none()).map(|round| round.numbering().1) {
        Some(1) => say!("Begin: 1 question. Say which code the request gets, and how sure you are.").to_owned(),
        Some(count) => say!("Begin: {} questions. Say which code each request gets, and how sure you are.", count),
        None => String::new(),
    }
}

/// Says at which question an unfinished round of this activity will continue.
fn begun_caption(study: &Study, wanted: Activity) -> Option<String> {
    let rounds = study.open_rounds();
    let round = rounds.iter().find(|round| activity(round) == wanted && round.answers().next().is_some())?;
    let (number, count) = round.numbering();
    Some(say!("Continue your round at question {} of {}.", number, count))
}

/// Describes the selected entry in one or two sentences.
fn caption(study: &Study, destination: Destination) -> String {
    if let Some(begun) = destination.activity().and_then(|wanted| begun_caption(study, wanted)) {
        return begun;
    }
    match destination {
        Destination::Course => match study.next_stage() {
            Some(stage) => match study.stage_position().filter(|_| study.stage() == Some(stage)) {
                Some(position) => say!("Continue: {}, {}.", stage.title(), position),
                None if stage == Stage::Welcome => format!("{}: {}", say!("Begin"), stage.purpose()),
                None if stage.is_on_map() || stage == Stage::Done => {
                    format!("{}: {}", say!("Continue"), stage.purpose())
                }
                None => say!("Continue: {}. {}", stage.title(), stage.purpose()),
            },
            None => say!("The course takes about half an hour. You can stop anywhere and continue later.").to_owned(),
        },
        Destination::Review(stage) if study.has_skipped(stage) => {
            say!("You skipped this stage. Read its pages.").to_owned()
        }
        Destination::Review(_) => say!("Your answers, with the rulings.").to_owned(),
        Destination::Round(index) => begin_caption(study, index),
        Destination::FactCheck => say!("Judge the article's claims one by one.").to_owned(),
        Destination::Kinds => say!("Cases of one kind, mixed with others.").to_owned(),
        Destination::Mixed => say!("Cases of all kinds, in random order.").to_owned(),
        Destination::Edges => say!("Cases where neither code may be right.").to_owned(),
        Destination::Cases => say!("Every case, in a list that you can search.").to_owned(),
        Destination::Lab => {
            say!("Ten tasks with curl, in an airport inside the app. Nothing is sent anywhere.").to_owned()
        }
        Destination::Inspect => say!("Paste what a server answered, and see whether the code is right.").to_owned(),
        Destination::Workbench => say!("Set facts and see how the ruling changes.").to_owned(),
        Destination::Topics => say!("Definitions, challenges to copy, the order of checks, sources.").to_owned(),
        Destination::Progress => say!("What you got right, and whether your confidence was justified.").to_owned(),
        Destination::Settings => say!("Theme, motion, keys, and a layout for screen readers.").to_owned(),
        Destination::Faults => say!("See what is wrong with these packs.").to_owned(),
    }
}

impl Screen<Study> for Home {
    fn context(&self, _: &Study) -> Context {
        Context::Home
    }

    fn view(&self, study: &Study, state: &ScreenState) -> View {
        let (panels, destinations) = Self::panels(study);
        let mut body = Document::default();
        for notice in &self.notices {
            body.field(say!("Note"), Text::verbatim(notice.as_str()));
        }
        let selected = destinations.get(state.selected).copied().flatten();
        let caption: Vec<Text> =
            selected.map(|destination| caption(study, destination)).into_iter().map(Text::from).collect();
        let is_start = self.opened.is_none();
        let is_resumed = study.resumed() && is_start && study.next_stage() != Some(Stage::CheckUp);
        let resumed = is_resumed.then(|| Text::from(say!("Picking up where you left off.")));
        let texts = match study.stage() {
            _ if study.shows_mottos() => MapTexts::Mottos,
            Some(reached) if reached > Stage::PreTest => MapTexts::Names,
            _ => MapTexts::None,
        };
        View {
            search: SearchMode::Custom,
            kind: ScreenKind::Choice,
            location: String::new(),
            name: say!("HTTP 401 or 403?").to_owned(),
            strip: Strip::Map { texts, has_banner: true },
            body,
            controls: Controls::Menu(Menu {
                panels: panels.into(),
                caption: [caption, resumed.into_iter().collect()].concat(),
            }),
            hints: vec![
                (vec![Action::Select], say!("open")),
                (vec![Action::Focus], say!("explore")),
                (vec![Action::Search], say!("search")),
                (vec![Action::Quit], say!("quit")),
            ],
            ..View::default()
        }
    }

    fn act(&mut self, study: &mut Study, action: Action, _: &ScreenState) -> Turn<Study> {
        match action {
            Action::Search => Turn::Search(Box::new(Topics::with_warning(study.rule_warning()))),
            _ => Turn::Unused,
        }
    }

    fn choose(&mut self, study: &mut Study, index: usize, _: &ScreenState) -> Turn<Study> {
        let (_, destinations) = Self::panels(study);
        let Some(destination) = destinations.get(index).copied().flatten() else { return Turn::Unused };
        let warning = study.rule_warning().filter(|_| destination.shows_rule());
        if let Some(warning) = warning {
            self.asked = Some(destination);
            return Turn::Confirm(warning, Action::Select);
        }
        self.open(study, destination)
    }

    fn confirmed(&mut self, study: &mut Study, action: Action) -> Turn<Study> {
        match self.asked.take() {
            Some(destination) if action == Action::Select => self.open(study, destination),
            _ => Turn::Stay,
        }
    }

    fn first_selected(&self) -> usize {
        self.first
    }

    fn reselected(&self, study: &Study) -> Option<usize> {
        let opened = self.opened?;
        let (_, destinations) = Self::panels(study);
        let opens_round = opened.activity().is_some() || matches!(opened, Destination::Kinds | Destination::Round(_));
        let is_unfinished = opens_round && study.listed_round().is_some();
        let wanted = if is_unfinished { Destination::Round(0) } else { opened };
        destinations.iter().position(|destination| *destination == Some(wanted))
    }

    fn notices(&self, study: &mut Study) -> Vec<String> {
        study.take_notices()
    }

    fn unsaved(&self, study: &Study) -> Option<String> {
        study.unsaved()
    }

    fn name(&self) -> &'static str {
        "home"
    }
}

/// The first frame, shown before any file has been read.
#[derive(Debug)]
pub(in super::super) struct Loading;

impl Screen<()> for Loading {
    fn view(&self, (): &(), _: &ScreenState) -> View {
        View {
            name: say!("HTTP 401 or 403?").to_owned(),
            strip: Strip::Map { texts: MapTexts::None, has_banner: true },
            hints: vec![(vec![Action::Quit], say!("quit"))],
            ..View::default()
        }
    }

    fn name(&self) -> &'static str {
        "loading"
    }
}
