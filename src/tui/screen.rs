//! What a screen is: what it shows, as a document and controls, and what its keys do.
//!
//! A new screen is a small type that implements [`Screen`]; `faults` is the shortest one to copy. The shell lays it out,
//! draws it, scrolls it, searches it and asks for confirmation. A screen must not know how a frame is laid out.

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

/// What is above the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Strip {
    #[default]
    None,
    /// The airport with the traveller.
    Airport(AirportStrip),
    /// The airport as a map, with the two mottos where they may be shown.
    Map { mottos: bool },
    /// The name on the right of the first line, in large letters where there is room.
    Letters,
    /// The stages of the course, and which of them is open.
    Stages { names: Vec<&'static str>, here: usize },
}

/// Everything that a screen shows now.
#[derive(Clone, Debug, Default)]
pub(super) struct View {
    pub kind: ScreenKind,
    /// Where the learner is, on the left of the first line.
    pub place: String,
    /// How many of so many are done, as pips.
    pub pips: Option<(usize, usize)>,
    /// What it is about, on the right of the first line.
    pub name: String,
    pub strip: Strip,
    pub body: Document,
    /// The body where there is no room for the scene beside it.
    pub narrow: Option<Document>,
    /// What is beside the body where there is room, and what that is.
    pub scene: Option<Document>,
    pub beside: Beside,
    /// The title of a panel around the body, where that is a list.
    pub panel: Option<String>,
    /// Where the plot of confidence follows the body: points of how sure and how often correct.
    pub plot: Option<Vec<(f64, f64)>>,
    /// Codes in large letters beside the text.
    pub large: Vec<u16>,
    pub controls: Controls,
    /// The numbered line with the pointer, from 0.
    pub pointer: Option<usize>,
    /// The keys that matter most, each with what it does here.
    pub hints: Vec<(Vec<Action>, &'static str)>,
}

impl View {
    /// A page to read.
    pub(super) fn page(document: Document) -> Self {
        let hints = vec![(vec![Action::Search], say!("search")), (vec![Action::Quit], say!("back"))];
        Self { place: document.title.clone(), hints, ..Self::default() }.with(document)
    }

    /// The same with this document as its body. Its strip goes above the text, unless it says whose airport it is.
    pub(super) fn with(mut self, mut document: Document) -> Self {
        let own = |block: &Block| matches!(block, Block::Strip(strip) if strip.label.is_empty());
        if let Some(place) = document.blocks.iter().position(own).filter(|_| self.strip == Strip::None)
            && let Block::Strip(strip) = document.blocks.remove(place)
        {
            self.strip = Strip::Airport(strip);
        }
        self.body = document;
        self
    }
}

/// What a screen may ask about its surroundings.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ScreenState {
    /// The selected entry or line, from 0.
    pub selected: usize,
    /// Whether details are shown.
    pub details: bool,
    /// The words that are searched for.
    pub sought: String,
    /// Whether they are being typed.
    pub typing: bool,
}

/// What follows from a key.
#[derive(Debug)]
pub(super) enum Turn<W> {
    /// The key means nothing here.
    Unused,
    /// What is shown has changed, and the reader stays where they are.
    Stay,
    /// Something else is shown: back to its top.
    Fresh,
    /// A ruling is shown: the traveller walks to where the request was stopped.
    Walk,
    /// A sentence for the last line.
    Tell(String),
    /// Select this entry or line.
    Select(usize),
    /// Ask first; the action comes again through [`Screen::confirmed`].
    Confirm(String, Action),
    Open(Box<dyn Screen<W>>),
    /// Open what can be looked up, and begin to type what is searched for.
    Search(Box<dyn Screen<W>>),
    Back,
    Leave,
}

/// A screen over a world: the study of a learner, an exam, the votes of a class, a file of notes, a folder of exams.
pub(super) trait Screen<W>: Debug {
    /// Where keys are looked up.
    fn context(&self, _: &W) -> Context {
        Context::Page
    }

    fn view(&self, world: &W, situation: &ScreenState) -> View;

    /// Does what a key asks. Moving, scrolling, searching and leaving are the shell's.
    fn act(&mut self, _: &mut W, _: Action, _: &ScreenState) -> Turn<W> {
        Turn::Unused
    }

    /// Whether this can't be undone, so that a key that is held down must not do it again.
    fn is_final(&self, _: &W, _: Action) -> bool {
        false
    }

    /// Does what was asked about first.
    fn confirmed(&mut self, _: &mut W, _: Action) -> Turn<W> {
        Turn::Stay
    }

    /// An entry of the menu was chosen.
    fn choose(&mut self, _: &mut W, _: usize, _: &ScreenState) -> Turn<W> {
        Turn::Unused
    }

    /// Takes a key of a word that is being typed; `None` where none is.
    fn type_key(&mut self, _: &mut W, _: KeyEvent) -> Option<Turn<W>> {
        None
    }

    /// Whether it has a line that is edited, so that keys with Control and keys held down belong to the line.
    fn edits_line(&self) -> bool {
        false
    }

    /// Takes text that was pasted; `None` where there is no place for it.
    fn paste(&mut self, _: &mut W, _: &str) -> Option<Turn<W>> {
        None
    }

    /// What is to be said before the program is left, which then takes another key.
    fn before_leaving(&self, _: &W) -> Option<String> {
        None
    }

    /// How often it looks by itself whether something has changed; `None` where only keys change anything.
    fn interval(&self, _: &W) -> Option<Duration> {
        None
    }

    /// Looks whether something has changed.
    fn look(&mut self, _: &mut W) -> Option<Turn<W>> {
        None
    }

    /// Sentences for the learner that have come up.
    fn notices(&self, _: &mut W) -> Vec<String> {
        Vec::new()
    }

    /// A short name, for tests.
    fn name(&self) -> &'static str;
}
