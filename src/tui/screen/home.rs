//! Shows the home screen, which consists of a map of the course and a menu.

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
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Document, LabelledText, Meaning, Text};
use crate::keys::{Action, Context};
use crate::say;
use crate::say_count;
use crate::scenario::Kind;
use crate::study::{Activity, ExploreEntry, PastStage, Study, activity, round_title};
use crate::text::safe;
use crate::tui::controls::{Controls, Menu, MenuEntry, MenuPanel};
use crate::tui::layout::ScreenKind;

#[derive(Debug)]
pub(in super::super) struct Home {
    notices: Vec<String>,
    asked: Option<Destination>,
    opened: Option<Destination>,
    first: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Destination {
    Course,
    Review(Stage),
    /// An unfinished round outside the course, identified by its index among such rounds.
    Round(usize),
    Explore(ExploreEntry),
    Faults,
}

impl Destination {
    const fn shows_rule(self) -> bool {
        match self {
            Self::Explore(entry) => entry.shows_rule(),
            Self::Review(_) | Self::Round(_) => true,
            Self::Course | Self::Faults => false,
        }
    }
}

impl Home {
    pub(in super::super) fn new(study: &Study, notices: Vec<String>) -> Self {
        let (_, destinations) = Self::panels(study);
        // A round that was started from the command line is selected instead of the course.
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
            Destination::Review(stage) => {
                let finished = PastStage::new(study, stage);
                return Turn::Open(match finished.only_document(study) {
                    Some(document) => Box::new(PageScreen::new("item-review", document)),
                    None => Box::new(StageReview(finished)),
                });
            }
            Destination::Explore(entry) => return explore(study, entry),
            Destination::Faults => return Turn::Open(Box::new(PageScreen::new("faults", skipped_packs(study)))),
        }
        Turn::Open(Box::new(RoundScreen::default()))
    }

    fn panels(study: &Study) -> ([MenuPanel; 2], Vec<Option<Destination>>) {
        let mut left = Vec::new();
        let mut destinations = Vec::new();
        let current = study.next_stage();
        if current == Some(Stage::CheckUp) {
            let note = say!("due now").to_owned();
            let caption = course_caption(study);
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
                (!study.is_hidden(stage)).then_some(Destination::Review(stage))
            } else {
                (Some(stage) == here).then_some(Destination::Course)
            };
            left.push(stage_entry(study, stage, destination, before));
            destinations.push(destination);
            before = Some(stage);
        }
        if here.is_none() && current != Some(Stage::CheckUp) {
            let title = current.map_or_else(|| say!("The course"), Stage::title);
            left.push(MenuEntry { caption: course_caption(study), ..MenuEntry::new(title) });
            destinations.push(Some(Destination::Course));
        }
        let mut right = Vec::new();
        let mut group = "";
        for (entry, title, about) in ExploreEntry::all() {
            let heading = if entry.group() == group { "" } else { entry.group() };
            group = entry.group();
            let begun = entry.activity().and_then(|activity| begun_caption(study, activity));
            let caption = begun.unwrap_or_else(|| about.to_owned());
            right.push(MenuEntry { caption, group: heading.to_owned(), ..MenuEntry::new(title) });
            destinations.push(Some(Destination::Explore(entry)));
        }
        if let count @ 1.. = study.library().problems.len() {
            let caption = say!("See what is wrong with these packs.").to_owned();
            let title = say_count!("1 pack was skipped", "{} packs were skipped", count);
            right.push(MenuEntry { caption, ..MenuEntry::new(title) });
            destinations.push(Some(Destination::Faults));
        }
        let left = MenuPanel { title: say!("Your course").to_owned(), entries: left };
        ([left, MenuPanel { title: say!("Explore").to_owned(), entries: right }], destinations)
    }
}

fn explore(study: &mut Study, entry: ExploreEntry) -> Turn<Study> {
    Turn::Open(match entry {
        ExploreEntry::FactCheck | ExploreEntry::Mixed | ExploreEntry::Edges => {
            study.explore(entry);
            Box::new(RoundScreen::default())
        }
        ExploreEntry::Cases => Box::new(Cases::default()),
        ExploreEntry::Kinds => Box::new(Kinds),
        ExploreEntry::Lab => Box::new(LabScreen::new(study)),
        ExploreEntry::Inspect => Box::new(PasteScreen::default()),
        ExploreEntry::Workbench => Box::new(Workbench::default()),
        ExploreEntry::Reference => Box::new(Topics::default()),
        ExploreEntry::Progress => Box::new(PageScreen::new("progress", progress::page(study))),
        ExploreEntry::Settings => Box::new(SettingsScreen),
    })
}

fn skipped_packs(study: &Study) -> Document {
    let mut document = Document::new(say!("Packs that were skipped"));
    for problem in &study.library().problems {
        let mut blocks = vec![Block::Heading(Text::verbatim(problem.path.as_str()))];
        let same_text = |one: &Diagnostic, next: &Diagnostic| one.line == next.line && one.excerpt.0 == next.excerpt.0;
        problem.faults.chunk_by(same_text).for_each(|faults| blocks.extend(faults_of_line(faults)));
        document.blocks.push(Block::Columns(vec![blocks]));
    }
    document
}

/// Shows the text of a line once, and then each of its faults in a row of a table.
fn faults_of_line(faults: &[Diagnostic]) -> Vec<Block> {
    let text = faults.first().filter(|fault| !fault.excerpt.0.trim().is_empty()).map(|fault| {
        Block::Field(LabelledText { label: say!("Line {}", fault.line), text: highlighted(faults, &fault.excerpt.0) })
    });
    let row = |fault: &Diagnostic| {
        let column = if fault.line > 0 { fault.column.to_string() } else { String::new() };
        let allowed = Some(fault.allowed.join(", ")).filter(|allowed| !allowed.is_empty());
        let allowed = allowed.map(|allowed| format!("{}: {allowed}", say!("Allowed")));
        let advice: Vec<String> = fault.hint.clone().into_iter().chain(allowed).collect();
        let stop = if advice.first().is_some_and(|hint| hint.ends_with(['.', '?'])) { " " } else { ". " };
        [column, fault.message.clone(), advice.join(stop)].map(|cell| Text::verbatim(safe(&cell))).to_vec()
    };
    let head = [say!("Column"), say!("Fault"), say!("Hint")];
    text.into_iter().chain([Block::table(head, faults.iter().map(row))]).collect()
}

/// Highlights the parts of a line at which the faults are, because marks below the line would be in the wrong columns
/// once the line wraps.
fn highlighted(faults: &[Diagnostic], line: &str) -> Text {
    let mut text = Text::default();
    let mut drawn = line.len() - line.trim_start().len();
    for fault in faults {
        let start = line.char_indices().nth(fault.excerpt.1).map_or(line.len(), |(index, _)| index);
        let Some((before, after)) = line.get(drawn..start).zip(line.get(start..)) else { continue };
        let is_end = |one: &char| " ,:\"".contains(*one);
        let end = after.char_indices().skip(1).find(|(_, one)| is_end(one));
        // Quoted text is highlighted together with the closing quotation mark.
        let end =
            end.map_or(after.len(), |(end, one)| if one == '"' && after.starts_with('"') { end + 1 } else { end });
        text.push(before, Meaning::Plain);
        text.push(after.get(..end).unwrap_or_default(), Meaning::Deciding);
        drawn = start + end;
    }
    text.push(line.get(drawn..).unwrap_or_default(), Meaning::Plain);
    text
}

/// The entry for a stage that isn't open yet names the stage that must be completed first.
fn stage_entry(study: &Study, stage: Stage, destination: Option<Destination>, before: Option<Stage>) -> MenuEntry {
    let is_hidden = study.is_hidden(stage) && destination.is_none();
    let is_past = is_hidden || matches!(destination, Some(Destination::Review(_)));
    let is_skipped = is_past && study.has_skipped(stage);
    MenuEntry {
        text: stage.title().to_owned(),
        note: match before {
            _ if is_skipped => say!("skipped").to_owned(),
            _ if is_hidden => say!("result at the end").to_owned(),
            _ if is_past => {
                study.result(stage).map_or_else(String::new, |result| say!("{} of {}", result.right, result.answered))
            }
            _ if destination == Some(Destination::Course) => pips(study),
            Some(before) if !is_past => say!("after {}", before.title()),
            _ => String::new(),
        },
        caption: match destination {
            None => stage.purpose().to_owned(),
            Some(Destination::Course) => course_caption(study),
            Some(_) if is_skipped => say!("You skipped this stage. Read its pages.").to_owned(),
            Some(_) if stage == Stage::WrapUp => say!("The page with your results.").to_owned(),
            Some(_) => say!("Your answers, with the reasons.").to_owned(),
        },
        is_right: (is_past && !is_skipped).then_some(true),
        can_choose: destination.is_some(),
        is_past,
        ..MenuEntry::default()
    }
}

fn next_on_map(current: Option<Stage>) -> Option<Stage> {
    let after = |stage: &Stage| current.is_none_or(|current| *stage > current);
    Stage::ALL.into_iter().filter(|stage| stage.is_on_map()).find(after)
}

/// During the practice stage, returns the number of mastered kinds of case as text, such as `3 of 8 kinds`. In other
/// stages, the text is empty.
fn pips(study: &Study) -> String {
    let is_open = study.next_stage() == Some(Stage::Practice);
    let Some(course) = study.course().filter(|course| is_open && course.stage() == Stage::Practice) else {
        return String::new();
    };
    say!("{} of {} kinds", course.mastered_kinds().len(), Kind::core().len())
}

/// Describes a round that was opened from the command line but hasn't been started yet. For any other round, returns an
/// empty string, because the entry's title and note say enough.
fn begin_caption(study: &Study, index: usize) -> String {
    let open = study.listed_round().filter(|_| index == 0 && study.course().is_none());
    match open.filter(|round| round.answers().next().is_none()).map(|round| round.numbering().1) {
        Some(1) => say!("Begin: 1 question. Say which code the request should get, and how sure you are.").to_owned(),
        Some(count) => {
            say!("Begin: {} questions. Say which code each request should get, and how sure you are.", count)
        }
        None => String::new(),
    }
}

fn begun_caption(study: &Study, wanted: Activity) -> Option<String> {
    let rounds = study.open_rounds();
    let round = rounds.iter().find(|round| activity(round) == wanted && round.answers().next().is_some())?;
    let (number, count) = round.numbering();
    Some(say!("Continue your round at question {} of {}.", number, count))
}

fn course_caption(study: &Study) -> String {
    let Some(stage) = study.next_stage() else {
        return say!("The course takes 30 to 60 minutes. You can stop anywhere and continue later.").to_owned();
    };
    if let Some(date) = study.later_check_up() {
        return format!("{} {}", stage.purpose(), say!("The next check-up: {}.", date));
    }
    match study.stage_position().filter(|_| study.stage() == Some(stage)) {
        Some(position) => say!("Continue: {}, {}.", stage.title(), position),
        None if stage == Stage::Welcome => say!("Begin the course. It takes 30 to 60 minutes.").to_owned(),
        None if stage.is_on_map() || stage == Stage::Done => format!("{}: {}", say!("Continue"), stage.purpose()),
        None => say!("Continue: {}. {}", stage.title(), stage.purpose()),
    }
}

impl Screen<Study> for Home {
    fn context(&self, _: &Study) -> Context {
        Context::Home
    }

    fn view(&self, study: &Study, state: &ScreenState) -> View {
        let (panels, _) = Self::panels(study);
        let mut body = Document::default();
        for notice in &self.notices {
            body.field(say!("Note"), Text::verbatim(notice.as_str()));
        }
        let selected = panels.iter().flat_map(|panel| &panel.entries).nth(state.selected);
        let caption = selected.filter(|entry| entry.can_choose).map(|entry| Text::from(entry.caption.as_str()));
        let is_start = self.opened.is_none();
        let is_resumed = study.resumed() && is_start && study.next_stage() != Some(Stage::CheckUp);
        let resumed = is_resumed.then(|| Text::from(say!("Picking up where you left off.")));
        let texts = match study.stage() {
            _ if study.shows_mottos() => MapTexts::Mottos,
            Some(reached) if reached > Stage::Lesson => MapTexts::Names,
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
                caption: caption.into_iter().chain(resumed).collect(),
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
        let opens_round = match opened {
            Destination::Explore(entry) => entry == ExploreEntry::Kinds || entry.activity().is_some(),
            other => matches!(other, Destination::Round(_)),
        };
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
}

#[derive(Debug)]
pub(in super::super) struct Loading;

impl Screen<()> for Loading {
    fn view(&self, (): &(), _: &ScreenState) -> View {
        let mut loading = Document::default();
        loading.paragraph(say!("Loading the cases."));
        View {
            name: say!("HTTP 401 or 403?").to_owned(),
            strip: Strip::Map { texts: MapTexts::None, has_banner: true },
            hints: vec![(vec![Action::Quit], say!("quit"))],
            body: loading,
            ..View::default()
        }
    }
}
