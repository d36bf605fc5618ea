//! A screen says what it shows, as a document and controls, and what its keys do.
//!
//! A new screen is a small type that implements [`Screen`]; `faults` is the shortest one to copy. The shell does the
//! layout, drawing, scrolling, searching and confirmation. A screen must not know how a frame is laid out.

pub(super) mod cases;
pub(super) mod exam;
mod faults;
pub(super) mod home;
mod kinds;
pub(super) mod lab;
mod map;
pub(super) mod notes;
pub(super) mod paste;
mod plot;
mod progress;
mod report;
pub(super) mod round;
pub(super) mod slide;
pub(super) mod topics;
pub(super) mod visitors;
pub(super) mod watch;
mod workbench;

use std::fmt::Debug;
use std::time::Duration;

use crossterm::event::KeyEvent;

use super::controls::Controls;
use super::layout::{Beside, ScreenKind};
use crate::document::{AirportStrip, Block, Document};
use crate::keys::{Action, Context};
use crate::say;

/// The strip above the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Strip {
    #[default]
    None,
    /// The airport with the traveller.
    Airport(AirportStrip),
    /// The airport as a map. With a banner, both codes are above it in large letters if there is room.
    Map { texts: MapTexts, has_banner: bool },
    /// The title at the right end of the first line, in large letters if there is room.
    Letters,
    /// The stages of the course, and the current one.
    Stages { names: Vec<&'static str>, here: usize },
}

/// What the learner may already see beside the codes on the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MapTexts {
    /// Nothing. Before the pre-test, the name of 401 would suggest an answer.
    #[default]
    None,
    /// The names of the codes.
    Names,
    /// Their names and the two mottos.
    Mottos,
}

/// Everything that a screen shows at the moment.
#[derive(Clone, Debug, Default)]
pub(super) struct View {
    pub kind: ScreenKind,
    /// The learner's place, at the left of the first line.
    pub place: String,
    /// What is counted, and the completed and the total number, shown as pips.
    pub pips: Option<(&'static str, usize, usize)>,
    /// The title of the case or page, at the right of the first line.
    pub name: String,
    pub strip: Strip,
    pub body: Document,
    /// The body for windows without room for the scene beside it.
    pub narrow: Option<Document>,
    /// The document beside the body if there is room, and its role.
    pub scene: Option<Document>,
    pub beside: Beside,
    /// The title of the panel around the body, if the body is a list.
    pub panel: Option<String>,
    /// Whether the details of a ruling are shown.
    pub has_details: bool,
    /// Codes in large letters beside the text.
    pub large: Vec<u16>,
    pub controls: Controls,
    /// The index of the numbered line with the pointer.
    pub pointer: Option<usize>,
    /// The most important keys, each with its label.
    pub hints: Vec<(Vec<Action>, &'static str)>,
}

impl View {
    /// A page to read.
    pub(super) fn page(document: Document) -> Self {
        let hints = vec![(vec![Action::Search], say!("search")), (vec![Action::Quit], say!("back"))];
        Self { place: document.title.clone(), hints, ..Self::default() }.with(document)
    }

    /// Whether the strip or the large letters show a code.
    pub(super) fn has_code(&self) -> bool {
        !self.large.is_empty() || matches!(&self.strip, Strip::Airport(airport) if airport.code.is_some())
    }

    /// The same view with this document as its body. Its strip goes above the text, unless the strip has a label.
    pub(super) fn with(mut self, mut document: Document) -> Self {
        let unlabelled = |block: &Block| matches!(block, Block::Strip(strip) if strip.label.is_empty());
        if let Some(place) = document.blocks.iter().position(unlabelled).filter(|_| self.strip == Strip::None)
            && let Block::Strip(strip) = document.blocks.remove(place)
        {
            self.strip = Strip::Airport(strip);
        }
        self.body = document;
        self
    }
}

/// What a screen may ask the shell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ScreenState {
    /// The index of the selected entry or line.
    pub selected: usize,
    /// The search text.
    pub sought: String,
    /// Whether the search text is being typed.
    pub typing: bool,
}

/// The result of a key.
#[derive(Debug)]
pub(super) enum Turn<W> {
    /// The key has no meaning here.
    Unused,
    /// The contents changed, and the scroll position stays.
    Stay,
    /// Something else is shown, starting at its top.
    Fresh,
    /// A ruling is shown: the traveller walks to the check that stopped the request.
    Walk,
    /// A message for the last line.
    Tell(String),
    /// Select this entry or line.
    Select(usize),
    /// Ask for confirmation first. The action returns through [`Screen::confirmed`].
    Confirm(String, Action),
    Open(Box<dyn Screen<W>>),
    /// Open the reference and start typing a search text.
    Search(Box<dyn Screen<W>>),
    Back,
    Leave,
}

/// A screen of a program with the state `W`: a learner's study, an exam, a vote, the notes, or a folder of exams.
pub(super) trait Screen<W>: Debug {
    /// The context in which keys are looked up.
    fn context(&self, _: &W) -> Context {
        Context::Page
    }

    fn view(&self, world: &W, situation: &ScreenState) -> View;

    /// The entry or line selected when the screen opens.
    fn first_selected(&self) -> usize {
        0
    }

    /// Performs an action. The shell itself handles moving, scrolling, searching and leaving.
    fn act(&mut self, _: &mut W, _: Action, _: &ScreenState) -> Turn<W> {
        Turn::Unused
    }

    /// Whether the action can't be undone. If so, holding the key down must not repeat it.
    fn is_final(&self, _: &W, _: Action) -> bool {
        false
    }

    /// Performs an action after confirmation.
    fn confirmed(&mut self, _: &mut W, _: Action) -> Turn<W> {
        Turn::Stay
    }

    /// Opens a menu entry.
    fn choose(&mut self, _: &mut W, _: usize, _: &ScreenState) -> Turn<W> {
        Turn::Unused
    }

    /// Handles a key while text is being typed; `None` if no text is expected.
    fn type_key(&mut self, _: &mut W, _: KeyEvent) -> Option<Turn<W>> {
        None
    }

    /// Whether the screen has a line editor, which receives Control keys and repeated keys.
    fn edits_line(&self) -> bool {
        false
    }

    /// Takes pasted text; `None` if the screen has no use for it.
    fn paste(&mut self, _: &mut W, _: &str) -> Option<Turn<W>> {
        None
    }

    /// A message before leaving, after which the key must be pressed again.
    fn before_leaving(&self, _: &W) -> Option<String> {
        None
    }

    /// How often to check for changes that no key caused; `None` if there are none.
    fn interval(&self, _: &W) -> Option<Duration> {
        None
    }

    /// Checks for such changes.
    fn look(&mut self, _: &mut W) -> Option<Turn<W>> {
        None
    }

    /// New messages for the learner.
    fn notices(&self, _: &mut W) -> Vec<String> {
        Vec::new()
    }

    /// A short name for tests.
    fn name(&self) -> &'static str;
}
