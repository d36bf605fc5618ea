//! Handles keys and clicks. The shell tries its own keys first, then those of the current screen.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::layout::Position;

use super::super::Effect;
use super::super::controls::Controls;
use super::super::keymap::{name_of, repeats};
use super::super::screen::{ScreenState, SearchMode, Turn};
use super::help::Help;
use super::search::Match;
use super::{OpenScreen, Pace, Shell};
use crate::keys::{Action, Context, key_title};
use crate::say;

impl<W: 'static> Shell<W> {
    pub(super) fn press(&mut self, key: KeyEvent) -> Vec<Effect> {
        if key.kind != KeyEventKind::Release {
            self.walk = None;
        }
        if self.state.typing && self.type_on(key) {
            return Vec::new();
        }
        // Holding down Enter or Esc must not do more than the first press, which ended the text.
        let is_after_text = std::mem::take(&mut self.was_typed) && self.pace.is_held;
        if self.types(key) && !(is_after_text && key.code == KeyCode::Esc) {
            let Self { world, stack, .. } = self;
            if let Some(turn) = stack.last_mut().and_then(|open| open.screen.type_key(world, key)) {
                self.message = None;
                self.was_typed = true;
                return self.apply_turn(turn);
            }
        }
        if is_after_text && matches!(key.code, KeyCode::Enter | KeyCode::Esc) {
            self.was_typed = true;
            self.tell_held();
            return Vec::new();
        }
        let Some(name) = name_of(key) else {
            if key.kind == KeyEventKind::Press && !matches!(key.code, KeyCode::Modifier(_) | KeyCode::Null) {
                self.tell_unused();
            }
            return Vec::new();
        };
        let context = self.context();
        // After a search, the next-page key goes to the next match on every screen.
        let has_matches = !self.state.query.is_empty() && self.view.search == SearchMode::Find;
        let bound = |key: &str| {
            let action = self.keys().action(key, context);
            action.filter(|action| has_matches || *action != Action::PreviousMatch)
        };
        let is_free = bound(&name).is_none();
        if has_matches && is_free && self.keys().all(Action::Next).contains(&name) {
            return self.dispatch(Action::Next);
        }
        // With Caps Lock on, a capital letter works like the lower-case letter and the other way round, unless the letter
        // is bound to an action of its own.
        let action = bound(&name).or_else(|| bound(&name.to_lowercase())).or_else(|| bound(&name.to_uppercase()));
        let Some(action) = action else {
            if self.asked.take().is_some() {
                self.show_message(say!("Nothing has changed."));
                return Vec::new();
            }
            if key.kind == KeyEventKind::Press {
                self.show_message(say!("\"{}\" has no effect here. {} lists the keys.", name, self.help_key()));
            }
            return Vec::new();
        };
        if key.kind == KeyEventKind::Repeat && !repeats(action) {
            return Vec::new();
        }
        self.dispatch(action)
    }

    /// Checks whether the key may become part of typed text. Keys that stop or redraw the program are never typed.
    fn types(&self, key: KeyEvent) -> bool {
        let edits = self.stack.last().is_some_and(|open| open.screen.edits_line());
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let is_shell_key = control && matches!(key.code, KeyCode::Char('c' | 'l' | 'z'));
        match key.kind {
            KeyEventKind::Press if key.modifiers.contains(KeyModifiers::ALT) => edits,
            KeyEventKind::Press if control => edits && !is_shell_key,
            KeyEventKind::Press => true,
            KeyEventKind::Repeat => edits && !is_shell_key,
            KeyEventKind::Release => false,
        }
    }

    /// Passes pasted text to the screen or to the search. Elsewhere, it has no effect.
    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        let Self { world, stack, .. } = self;
        match stack.last_mut().and_then(|open| open.screen.paste(world, text)) {
            Some(turn) => {
                self.message = None;
                self.apply_turn(turn)
            }
            None if self.state.typing => {
                self.paste_into_search(text);
                Vec::new()
            }
            None => {
                self.show_message(say!("You can't paste here."));
                Vec::new()
            }
        }
    }

    /// Handles a click. Clicking an item chooses it, and clicking the last line of a page moves on to the next page.
    pub(super) fn click(&mut self, position: Position) -> Vec<Effect> {
        let position = self.widened.in_frame(position);
        let selected = self.selected();
        let area = self.layout.controls;
        if let Some((index, action)) = self.view.controls.pointed(selected, self.air, self.theme, area, position) {
            if let Some(index) = index {
                self.select(index);
            }
            return self.dispatch(action);
        }
        let body = self.layout.body;
        if self.view.pointer.is_some() && body.contains(position) {
            let row = usize::from(position.y - body.y) + self.stack.last().map_or(0, |open| open.scroll);
            let index = self.body.numbered.iter().take_while(|line| **line <= row).count();
            if let Some(index) = index.checked_sub(1) {
                self.select(index);
                return self.dispatch(Action::Select);
            }
        } else if self.layout.footer.contains(position) && matches!(self.context(), Context::Ruling | Context::Page) {
            return self.dispatch(Action::Select);
        }
        Vec::new()
    }

    fn dispatch(&mut self, action: Action) -> Vec<Effect> {
        if let Some(open) = self.top() {
            open.read = None;
        }
        self.message = None;
        self.walk = None;
        self.leaving &= action == Action::Quit;
        match action {
            Action::Interrupt => return vec![Effect::Leave(130)],
            Action::Repaint => return vec![Effect::Repaint],
            Action::Suspend => return vec![Effect::Suspend],
            _ => {}
        }
        if let Some(asked) = self.asked.take() {
            if action == Action::Select && self.pace == Pace::default() {
                let Self { world, stack, .. } = self;
                let turn = stack.last_mut().map(|open| open.screen.confirmed(world, asked));
                return turn.map_or_else(Vec::new, |turn| self.apply_turn(turn));
            }
            if action == asked || action == Action::Select {
                self.asked = Some(asked);
                self.show_message(say!(
                    "Press {} to confirm, or another key to go back.",
                    key_title(self.keys().first(Action::Select))
                ));
                return Vec::new();
            }
            self.show_message(say!("Nothing has changed."));
            return Vec::new();
        }
        let is_final = |open: &OpenScreen<W>| open.screen.is_final(&self.world, action);
        if self.pace.is_held && self.stack.last().is_some_and(is_final) {
            self.tell_held();
            return Vec::new();
        }
        self.run_action(action)
    }

    fn tell_held(&mut self) {
        self.show_message(say!("Holding a key down counts only once. Press it again."));
    }

    fn run_action(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Help => {
                // Only a test sets this option, to check that a panic restores the terminal. Release builds ignore it.
                assert!(!self.options.panics, "asked to panic");
                if self.view.is_help {
                    self.close();
                } else {
                    let help = Help::new(self.keys().clone(), self.context());
                    self.open(Box::new(help));
                }
            }
            Action::Quit | Action::Escape if !self.state.query.is_empty() => self.state.query.clear(),
            Action::Quit if self.stack.len() <= self.lowest => return self.leave(),
            Action::Escape if self.stack.len() <= self.lowest => {
                self.show_message(say!("Press {} to leave.", key_title(self.keys().first(Action::Quit))));
            }
            Action::Quit | Action::Escape => self.close(),
            Action::Search if self.view.search != SearchMode::Custom => {
                self.start_search();
            }
            Action::Next if !self.state.query.is_empty() => self.find(Match::Next),
            Action::PreviousMatch => self.find(Match::Previous),
            _ => return self.move_or_act(action),
        }
        Vec::new()
    }

    /// Leaves the program. If there is a warning first, the key must be pressed a second time; holding it down isn't
    /// enough. Holding a key down never ends the program, because the key's next repeats would go to the shell.
    fn leave(&mut self) -> Vec<Effect> {
        let sentence = self.stack.first().and_then(|open| open.screen.before_leaving(&self.world));
        let again = std::mem::take(&mut self.leaving) && !self.pace.is_held;
        match sentence.filter(|_| !again) {
            Some(sentence) => {
                self.leaving = true;
                let key = key_title(self.keys().first(Action::Quit)).to_owned();
                self.show_message(say!("{} Press {} again to leave.", sentence, key));
                Vec::new()
            }
            None if self.pace.is_repeating => {
                self.tell_held();
                Vec::new()
            }
            None if self.pace.is_held => vec![Effect::LeaveUnlessHeld],
            None => vec![Effect::Leave(0)],
        }
    }

    fn move_or_act(&mut self, action: Action) -> Vec<Effect> {
        let selected = self.selected();
        let Self { world, stack, view, state, .. } = self;
        let Some(open) = stack.last_mut() else { return Vec::new() };
        let state = &ScreenState { selected, ..state.clone() };
        if let Controls::Menu(menu) = &view.controls {
            if let Some(index) = menu.moved(selected, action) {
                open.selected = index;
                if index == selected {
                    self.tell_edge(action);
                }
                return Vec::new();
            }
            if action == Action::Select {
                let turn = open.screen.choose(world, selected, state);
                return self.apply_turn(turn);
            }
        }
        let pages = matches!(self.context(), Context::Ruling | Context::Page | Context::Slide);
        if action == Action::Select && pages && self.more_below() {
            self.scroll(Action::PageDown);
            return Vec::new();
        }
        let moves =
            matches!(action, Action::Up | Action::Down | Action::Top | Action::Bottom) && self.view.pointer.is_some();
        if !moves && self.scroll(action) {
            return Vec::new();
        }
        let Self { world, stack, .. } = self;
        let turn = stack.last_mut().map(|open| open.screen.act(world, action, state));
        match turn {
            Some(Turn::Unused) if action == Action::Select => self.close(),
            Some(Turn::Unused) => self.tell_edge(action),
            Some(Turn::Select(index)) if index == selected => self.tell_edge(action),
            Some(turn) => return self.apply_turn(turn),
            None => {}
        }
        Vec::new()
    }

    fn tell_edge(&mut self, action: Action) {
        match action {
            Action::Up | Action::PageUp | Action::Top => self.show_message(say!("This is the top.")),
            Action::Down | Action::PageDown | Action::Bottom => self.show_message(say!("This is the end.")),
            _ => self.tell_unused(),
        }
    }

    pub(super) fn tell_unused(&mut self) {
        self.show_message(say!("That key has no effect here. {} lists the keys.", self.help_key()));
    }

    /// Returns the key that opens the help. While the user is typing, this is a key that isn't a letter.
    fn help_key(&self) -> String {
        let keys = self.keys().all(Action::Help);
        let types = self.state.typing || self.context() == Context::Line;
        let named = keys.iter().find(|key| types && key.chars().count() > 1);
        named.or(keys.first()).cloned().unwrap_or_default()
    }

    /// Scrolls to the details of a ruling, unless enough of them is visible.
    pub(super) fn scroll_to_details(&mut self) {
        let heading = say!("How the answer is reached");
        let height = usize::from(self.layout.body.height);
        let furthest = self.furthest();
        let Some(line) = self.body.lines.iter().position(|line| line.to_string().contains(heading)) else { return };
        let Some(open) = self.top() else { return };
        if line + height / 2 >= open.scroll + height {
            open.scroll = line.saturating_sub(1).min(furthest);
            open.read = Some(line);
        }
    }

    pub(super) fn apply_turn(&mut self, turn: Turn<W>) -> Vec<Effect> {
        match turn {
            Turn::Unused | Turn::Stay => {}
            Turn::Fresh => self.fresh(),
            Turn::Walk => {
                self.fresh();
                self.walk = self.options.motion.then_some(0);
            }
            Turn::Tell(sentence) => self.show_message(sentence),
            Turn::Select(index) => self.select(index),
            Turn::Confirm(question, action) => {
                let key = key_title(self.keys().first(Action::Select)).to_owned();
                let confirm = say!("Press {} to confirm, or another key to go back.", key);
                self.show_message(format!("{question} {confirm}"));
                self.asked = Some(action);
            }
            Turn::Apply(setting, settings) => return self.apply(setting, *settings),
            Turn::Open(screen) => self.open(screen),
            Turn::Search(screen) => {
                self.open(screen);
                self.start_search();
            }
            Turn::Back => self.close(),
            Turn::Leave => return vec![Effect::Leave(0)],
        }
        Vec::new()
    }
}
