//! The trait [`Screen`], which every full-screen page implements.
//!
//! A screen returns a document with its controls, and handles every action that the shell doesn't handle. To add a
//! screen, write a type that implements [`Screen`]; `kinds` is the shortest example to start from. A page that needs no
//! special keys can use [`page::PageScreen`]. The shell is responsible for layout, drawing, scrolling, searching and
//! confirmation.

pub(super) mod cases;
pub(super) mod exam;
pub(super) mod home;
mod kinds;
pub(super) mod lab;
mod map;
pub(super) mod page;
pub(super) mod paste;
mod plot;
mod progress;
mod report;
mod review;
pub(super) mod round;
mod settings;
pub(super) mod slide;
pub(super) mod topics;
pub(super) mod visitors;
mod workbench;

use std::fmt::Debug;
use std::time::Duration;

use crossterm::event::KeyEvent;

use super::controls::{Controls, Menu};
use super::layout::{Beside, ScreenKind};
use crate::document::{AirportStrip, Block, Document, LabelledText, Text};
use crate::keys::{Action, Context};
use crate::say;
use crate::settings::{Setting, Settings};

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Strip {
    #[default]
    None,
    Airport(AirportStrip),
    /// If `has_banner` is set and there is room, 401 and 403 appear above the map in large digits.
    Map {
        texts: MapTexts,
        has_banner: bool,
    },
    /// The page title in large letters. If there isn't enough room, the title appears at the right end of the first
    /// line instead.
    Letters,
    Stages {
        stages: Vec<MapStage>,
        here: usize,
    },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MapTexts {
    /// Shows only the codes. Before the pre-test, showing the name of status 401 would suggest an answer.
    #[default]
    None,
    Names,
    Mottos,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MapStage {
    pub name: &'static str,
    pub is_skipped: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum SearchMode {
    /// The shell jumps to a line or entry that contains the search text.
    #[default]
    Find,
    /// The screen lists only the entries that contain the search text.
    Filter,
    Custom,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct View {
    pub kind: ScreenKind,
    /// Where the learner is in the program, shown at the left end of the first line.
    pub location: String,
    /// A label, the number of completed items and the total number, shown as a row of small marks.
    pub pips: Option<(&'static str, usize, usize)>,
    /// The title of the case or page, shown at the right end of the first line.
    pub name: String,
    pub strip: Strip,
    pub body: Document,
    /// Blocks above the body that are shown only if the window is tall enough.
    pub preface: Vec<Block>,
    /// Blocks below the body that are shown only if the window is tall enough.
    pub appendix: Vec<Block>,
    /// The body to use in windows that are too narrow for a scene beside the body.
    pub narrow: Option<Document>,
    /// The case followed by its ruling, for narrow windows in which the verdict and the reason still fit.
    pub below_case: Option<Document>,
    /// The document to show beside the body if there is room. The field `beside` determines what kind of document this
    /// is.
    pub scene: Option<Document>,
    pub beside: Beside,
    pub panel: Option<String>,
    pub search: SearchMode,
    pub is_help: bool,
    pub has_details: bool,
    pub is_ruling: bool,
    /// Status codes or percentages shown in large digits beside the text.
    pub large: Vec<Text>,
    pub controls: Controls,
    pub pointer: Option<usize>,
    pub hints: Vec<(Vec<Action>, &'static str)>,
}

impl View {
    pub(super) fn page(document: Document) -> Self {
        let hints = vec![(vec![Action::Search], say!("search")), (vec![Action::Quit], say!("back"))];
        Self { location: document.title.clone(), hints, ..Self::default() }.with(document)
    }

    pub(super) fn menu(location: &str, menu: Menu, hints: Vec<(Vec<Action>, &'static str)>) -> Self {
        Self {
            kind: ScreenKind::Choice,
            location: location.to_owned(),
            controls: Controls::Menu(menu),
            hints,
            ..Self::default()
        }
    }

    /// The search text appears at the right end of the first line.
    pub(super) fn filtered_menu(location: &str, menu: Menu, state: &ScreenState) -> Self {
        let is_searching = state.is_searching();
        let name = if state.query.is_empty() { String::new() } else { format!("\"{}\"", state.query) };
        let hints = vec![
            (vec![Action::Select], say!("open")),
            (vec![Action::Search], say!("search")),
            (vec![Action::Quit], if is_searching { say!("show all") } else { say!("back") }),
        ];
        Self { search: SearchMode::Filter, name, ..Self::menu(location, menu, hints) }
    }

    pub(super) fn with_preview(mut self, from: u16, preview: Option<Document>) -> Self {
        if let Some(document) = preview {
            (self.scene, self.beside) = (Some(document), Beside::Preview(from));
        }
        self
    }

    pub(super) fn beside_answers(mut self) -> Self {
        let blocks = &mut self.body.blocks;
        let is_hint = |block: &&Block| matches!(block, Block::Field(_));
        let first = blocks.len() - blocks.iter().rev().take_while(is_hint).count();
        let panel = |hint| match hint {
            Block::Field(LabelledText { label, text }) => Block::panel(&label, vec![Block::Paragraph(text)]),
            other => other,
        };
        let hints: Vec<Block> = blocks.split_off(first).into_iter().map(panel).collect();
        let is_case = blocks.iter().any(|block| matches!(block, Block::Exchange(_) | Block::Columns(_)));
        blocks.extend(hints.iter().cloned());
        if !is_case {
            return self;
        }
        let narrow = self.body.clone();
        self.body.blocks.truncate(first);
        let scene = Document { blocks: std::mem::replace(&mut self.body.blocks, hints), ..Document::default() };
        Self { narrow: Some(narrow), scene: Some(scene), beside: Beside::Scene, ..self }
    }

    pub(super) fn has_code(&self) -> bool {
        !self.large.is_empty() || matches!(&self.strip, Strip::Airport(airport) if airport.code.is_some())
    }

    /// If the document has a strip without a label, that strip is moved to the top of the screen.
    pub(super) fn with(mut self, mut document: Document) -> Self {
        let unlabelled = |block: &Block| matches!(block, Block::Strip(strip) if strip.label.is_empty());
        if let Some(index) = document.blocks.iter().position(unlabelled).filter(|_| self.strip == Strip::None)
            && let Block::Strip(strip) = document.blocks.remove(index)
        {
            self.strip = Strip::Airport(strip);
        }
        self.body = document;
        self
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ScreenState {
    pub selected: usize,
    pub query: String,
    pub typing: bool,
}

impl ScreenState {
    pub(super) fn is_searching(&self) -> bool {
        self.typing || !self.query.is_empty()
    }
}

#[derive(Debug)]
pub(super) enum Turn<W> {
    Unused,
    /// The contents have changed, but the scroll position stays the same.
    Stay,
    /// The screen has new contents, which are shown from the beginning.
    Fresh,
    /// The screen now shows a ruling, so the traveller walks to the check that stopped the request.
    Walk,
    Tell(String),
    Select(usize),
    /// Asks the user for confirmation. If the user agrees, the shell passes the action to [`Screen::confirmed`].
    Confirm(String, Action),
    Apply(Setting, Box<Settings>),
    Open(Box<dyn Screen<W>>),
    Search(Box<dyn Screen<W>>),
    Back,
    Leave,
}

/// `W` is the state that the program displays and changes, such as a learner's study, an exam or a vote.
pub(super) trait Screen<W>: Debug {
    fn context(&self, _: &W) -> Context {
        Context::Page
    }

    fn view(&self, world: &W, state: &ScreenState) -> View;

    fn first_selected(&self) -> usize {
        0
    }

    /// Returns the index of the entry to select when the user comes back from another screen, or `None` to keep the
    /// selection.
    fn reselected(&self, _: &W) -> Option<usize> {
        None
    }

    /// The shell handles movement, scrolling, searching and leaving before this function is called.
    fn act(&mut self, _: &mut W, _: Action, _: &ScreenState) -> Turn<W> {
        Turn::Unused
    }

    /// Returns false for an action that has no effect at present, so that help doesn't list its key.
    fn offers(&self, _: &W, _: Action) -> bool {
        true
    }

    /// Returns true for an action that can't be undone. Such an action isn't triggered by pressing the previous key
    /// again, because the user may be holding that key down.
    fn is_irrevocable(&self, _: &W, _: Action) -> bool {
        false
    }

    /// Returns true for an action that can be undone but must not repeat while its key is held down, for example because
    /// every repetition would save another file.
    fn is_repeated_by_mistake(&self, _: &W, _: Action) -> bool {
        false
    }

    fn confirmed(&mut self, _: &mut W, _: Action) -> Turn<W> {
        Turn::Stay
    }

    fn choose(&mut self, _: &mut W, _: usize, _: &ScreenState) -> Turn<W> {
        Turn::Unused
    }

    /// Handles a key while the user is typing, or returns `None` if the screen doesn't expect text.
    fn type_key(&mut self, _: &mut W, _: KeyEvent) -> Option<Turn<W>> {
        None
    }

    /// A screen with a line editor also receives Control keys and repeated keys.
    fn edits_line(&self) -> bool {
        false
    }

    /// Handles pasted text, or returns `None` if the screen has no use for the text.
    fn paste(&mut self, _: &mut W, _: &str) -> Option<Turn<W>> {
        None
    }

    /// Returns a warning to show before the program ends. To leave after a warning, the user has to press the key
    /// again.
    fn before_leaving(&self, _: &W) -> Option<String> {
        None
    }

    /// Returns the interval at which the shell should check for changes that weren't caused by a key, or `None` for no
    /// checks.
    fn interval(&self, _: &W) -> Option<Duration> {
        None
    }

    /// Checks for changes that weren't caused by a key, such as new lines in a file.
    fn poll(&mut self, _: &mut W) -> Option<Turn<W>> {
        None
    }

    fn notices(&self, _: &mut W) -> Vec<String> {
        Vec::new()
    }

    /// Returns a warning to keep on screen while the latest changes can't be saved.
    fn unsaved(&self, _: &W) -> Option<String> {
        None
    }

    /// Returns the name of the module that defines the screen, for use in tests.
    fn name(&self) -> &'static str {
        std::any::type_name::<Self>().rsplit("::").nth(1).unwrap_or_default()
    }
}
