//! Handles keys and clicks. Each key is first offered to the shell and then to the current screen.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::layout::{Position, Size};

use super::super::Effect;
use super::super::controls::Controls;
use super::super::keymap::{name_of, repeats};
use super::super::layout::is_too_small;
use super::super::screen::{SearchMode, Turn};
use super::help::Help;
use super::search::Match;
use super::{Pace, Shell, Window};
use crate::keys::{Action, BINDINGS, Context, key_title};
use crate::say;

impl<W: 'static> Shell<W> {
    pub(super) fn press(&mut self, key: KeyEvent) -> Vec<Effect> {
        let Self { world, stack, window, .. } = self;
        if key.kind != KeyEventKind::Release {
            window.walk = None;
        }
        let edits = stack.last().is_some_and(|current| current.edits_line());
        if window.is_too_small() && !window.leaves(key, edits) {
            return Vec::new();
        }
        if window.place.state.typing && window.type_on(key) {
            return Vec::new();
        }
        // If Enter or Esc ended the text input, holding that key down has no further effect.
        let is_after_text = std::mem::take(&mut window.was_typed) && window.pace.is_held;
        if let Some(current) = stack.last_mut()
            && is_text(key, current.edits_line())
            && !(is_after_text && key.code == KeyCode::Esc)
            && let Some(turn) = current.type_key(world, key)
        {
            window.message = None;
            window.was_typed = true;
            return self.apply_turn(turn);
        }
        if is_after_text && matches!(key.code, KeyCode::Enter | KeyCode::Esc) {
            window.was_typed = true;
            window.tell_held();
            return Vec::new();
        }
        window.action(key).map_or_else(Vec::new, |action| self.dispatch(action))
    }

    /// Shows a message if neither the screen nor the search field accepts the pasted text.
    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        let Self { world, stack, window, .. } = self;
        match stack.last_mut().and_then(|current| current.paste(world, text)) {
            Some(turn) => {
                window.message = None;
                return self.apply_turn(turn);
            }
            None if window.place.state.typing => window.paste_into_search(text),
            None => window.show_message(say!("You can't paste here.")),
        }
        Vec::new()
    }

    pub(super) fn dispatch(&mut self, action: Action) -> Vec<Effect> {
        let Self { world, stack, window, .. } = self;
        window.place.read = None;
        window.message = None;
        window.walk = None;
        window.leaving &= action == Action::Quit;
        match action {
            Action::Interrupt => return vec![Effect::Leave(130)],
            Action::Repaint => return vec![Effect::Repaint],
            Action::Suspend => return vec![Effect::Suspend],
            _ => {}
        }
        let Some(current) = stack.last_mut() else { return Vec::new() };
        let is_reply = matches!(action, Action::Select | Action::Quit | Action::Escape);
        if let Some(asked) = window.asked.take().filter(|asked| is_reply || action == *asked) {
            if window.is_confirmed(asked, action) {
                let turn = current.confirmed(world, asked);
                return self.apply_turn(turn);
            }
        } else if window.pace.is_fast && current.is_repeated_by_mistake(world, action) {
            window.tell_held();
        } else if window.pace.is_same && !window.turns_page(action) && current.is_irrevocable(world, action) {
            window.tell_same();
        } else {
            return self.run_action(action);
        }
        Vec::new()
    }

    fn run_action(&mut self, action: Action) -> Vec<Effect> {
        let window = &mut self.window;
        let state = &mut window.place.state;
        let is_lowest = self.stack.len() <= self.lowest;
        match action {
            Action::Help => {
                // This option is set only by a test, which checks that the terminal is restored after a panic.
                assert!(!window.options.panics, "asked to panic");
                if window.view.is_help {
                    self.close();
                } else {
                    let offers = |action: &Action| self.stack.last().is_none_or(|one| one.offers(&self.world, *action));
                    let refused = BINDINGS.iter().map(|binding| binding.action).filter(|action| !offers(action));
                    let help = Help::new(window.keys().clone(), window.context, refused.collect());
                    self.open(Box::new(help));
                }
            }
            Action::Quit | Action::Escape if !state.query.is_empty() => state.query.clear(),
            Action::Quit if is_lowest => {
                let warning = self.stack.first().and_then(|first| first.before_leaving(&self.world));
                return window.leave(warning);
            }
            Action::Escape if is_lowest => {
                let key = key_title(window.keys().first(Action::Quit)).to_owned();
                window.show_message(say!("Press {} to leave.", key));
            }
            Action::Quit | Action::Escape => self.close(),
            Action::Search if window.view.search != SearchMode::Custom => window.start_search(),
            Action::Next if !state.query.is_empty() => window.find(Match::Next),
            Action::PreviousMatch => window.find(Match::Previous),
            _ => return self.move_or_act(action),
        }
        Vec::new()
    }

    fn move_or_act(&mut self, action: Action) -> Vec<Effect> {
        let Self { world, stack, window, .. } = self;
        let Some(current) = stack.last_mut() else { return Vec::new() };
        if window.moves(action) {
            return Vec::new();
        }
        let state = &window.place.state;
        if action == Action::Select && matches!(window.view.controls, Controls::Menu(_)) {
            let turn = current.choose(world, state.selected, state);
            return self.apply_turn(turn);
        }
        match current.act(world, action, state) {
            Turn::Unused if action == Action::Select => self.close(),
            Turn::Unused => window.tell_edge(action),
            Turn::Select(index) if index == state.selected => window.tell_edge(action),
            turn => return self.apply_turn(turn),
        }
        Vec::new()
    }

    pub(super) fn apply_turn(&mut self, turn: Turn<W>) -> Vec<Effect> {
        let window = &mut self.window;
        match turn {
            Turn::Unused | Turn::Stay => {}
            Turn::Fresh => window.fresh(),
            Turn::Walk => {
                window.fresh();
                window.walk = window.options.motion.then_some(0);
            }
            Turn::Tell(sentence) => window.show_message(sentence),
            Turn::Select(index) => window.select(index),
            Turn::Confirm(question, action) => window.ask(&question, action),
            Turn::Apply(setting, settings) => return window.apply(setting, *settings),
            Turn::Open(screen) => self.open(screen),
            Turn::Search(screen) => {
                self.open(screen);
                self.window.start_search();
            }
            Turn::Back => self.close(),
            Turn::Leave => return vec![Effect::Leave(0)],
        }
        Vec::new()
    }
}

impl Window {
    /// Shows a message if the key has no action.
    fn action(&mut self, key: KeyEvent) -> Option<Action> {
        let Some(name) = name_of(key) else {
            if key.kind == KeyEventKind::Press && !matches!(key.code, KeyCode::Modifier(_) | KeyCode::Null) {
                self.tell_unused();
            }
            return None;
        };
        // After a search, the key for the next page goes to the next match instead, on every screen.
        let has_matches = !self.place.state.query.is_empty() && self.view.search == SearchMode::Find;
        let bound = |key: &str| {
            let action = self.keys().action(key, self.context);
            action.filter(|action| has_matches || *action != Action::PreviousMatch)
        };
        let is_free = bound(&name).is_none();
        if has_matches && is_free && self.keys().all(Action::Next).contains(&name) {
            return Some(Action::Next);
        }
        // Caps Lock may be on, so a letter without a key binding is looked up in the other case.
        let action = bound(&name).or_else(|| bound(&name.to_lowercase())).or_else(|| bound(&name.to_uppercase()));
        let Some(action) = action else {
            if self.asked.take().is_some() {
                self.show_message(say!("Nothing has changed."));
                return None;
            }
            if key.kind == KeyEventKind::Press {
                self.show_message(say!(
                    "\"{}\" has no effect here. Press {} for a list of keys.",
                    name,
                    self.help_key()
                ));
            }
            return None;
        };
        (key.kind != KeyEventKind::Repeat || repeats(action)).then_some(action)
    }

    pub(super) fn is_too_small(&self) -> bool {
        self.size != Size::default() && is_too_small(self.size)
    }

    /// While the window is too small, only the keys that stop, suspend or redraw the program have any effect.
    fn leaves(&self, key: KeyEvent, edits_line: bool) -> bool {
        match name_of(key).and_then(|name| self.keys().action(&name, self.context)) {
            Some(Action::Quit) => !edits_line && !self.place.state.typing,
            action => matches!(action, Some(Action::Interrupt | Action::Suspend | Action::Repaint)),
        }
    }

    /// A click on an item chooses that item. A click on the last line of a page goes to the next page.
    pub(super) fn click(&mut self, position: Position) -> Option<Action> {
        let position = self.widened.in_frame(position);
        let selected = self.place.state.selected;
        let area = self.layout.controls;
        if let Some((index, action)) = self.view.controls.pointed(selected, self.air, self.theme, area, position) {
            if let Some(index) = index {
                self.select(index);
            }
            return Some(action);
        }
        let (part, area) = self.numbered_part();
        if self.view.pointer.is_some() && area.contains(position) {
            let scroll = if area == self.layout.body { self.place.scroll } else { 0 };
            let row = usize::from(position.y - area.y) + scroll;
            let index = part.numbered.iter().take_while(|line| **line <= row).count();
            if let Some(index) = index.checked_sub(1) {
                self.select_line(index);
                return Some(Action::Select);
            }
        } else if self.layout.footer.contains(position)
            && matches!(self.context, Context::Ruling | Context::Page | Context::Watch)
        {
            return Some(Action::Select);
        }
        None
    }

    /// Returns whether the key confirms the pending action. Shows a message if the key doesn't confirm the action.
    fn is_confirmed(&mut self, asked: Action, action: Action) -> bool {
        if action != asked && action != Action::Select {
            self.show_message(say!("Nothing has changed."));
            return false;
        }
        // Pressing the same key again confirms the action, but holding the key down doesn't.
        let is_same = self.pace.is_same && action != asked;
        if (Pace { is_same, ..self.pace }) == Pace::default() {
            return true;
        }
        self.asked = Some(asked);
        if is_same {
            self.tell_same();
        } else {
            self.show_message(self.how_to_confirm(asked));
        }
        false
    }

    fn ask(&mut self, question: &str, action: Action) {
        self.show_message(format!("{question} {}", self.how_to_confirm(action)));
        self.asked = Some(action);
    }

    fn how_to_confirm(&self, asked: Action) -> String {
        let [asked_key, key] = [asked, Action::Select].map(|action| key_title(self.keys().first(action)));
        if asked == Action::Select {
            return say!("To confirm, press {}. Any other key cancels.", key);
        }
        say!("To confirm, press {} or {}. Any other key cancels.", asked_key, key)
    }

    fn tell_held(&mut self) {
        self.show_message(say!("You may be holding that key. Press it again after a pause."));
    }

    fn tell_same(&mut self) {
        self.show_message(say!("You may be holding that key. Press another key first."));
    }

    /// After a warning, the user must press the key a second time rather than hold it down. A held key never ends the
    /// program, because further repeats would end up on the command line of the user's shell.
    fn leave(&mut self, warning: Option<String>) -> Vec<Effect> {
        let is_asked = std::mem::take(&mut self.leaving);
        let again = is_asked && !self.pace.is_held;
        match warning.filter(|_| !again) {
            Some(_) if is_asked => {
                self.leaving = true;
                self.tell_held();
                Vec::new()
            }
            Some(warning) => {
                self.leaving = true;
                let key = key_title(self.keys().first(Action::Quit)).to_owned();
                self.show_message(say!("{} Press {} to leave.", warning, key));
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

    /// Returns false if the current screen should handle the key instead.
    fn moves(&mut self, action: Action) -> bool {
        let selected = self.place.state.selected;
        if let Controls::Menu(menu) = &self.view.controls {
            if let Some(index) = menu.moved(selected, action) {
                self.select(index);
                if index == selected {
                    self.tell_edge(action);
                }
                return true;
            }
            if action == Action::Select {
                return false;
            }
        }
        if self.turns_page(action) {
            return self.scroll(Action::PageDown);
        }
        if matches!(action, Action::Commit(_)) && self.turns_page(Action::Select) {
            let key = key_title(self.keys().first(Action::Select)).to_owned();
            self.show_message(say!("There is more to read: press {}.", key));
            return true;
        }
        let is_pointed =
            matches!(action, Action::Up | Action::Down | Action::Top | Action::Bottom) && self.view.pointer.is_some();
        !is_pointed && self.scroll(action)
    }

    fn tell_edge(&mut self, action: Action) {
        match action {
            Action::Up | Action::PageUp | Action::Top => self.show_message(say!("This is the top.")),
            Action::Down | Action::PageDown | Action::Bottom => self.show_message(say!("This is the end.")),
            _ => self.tell_unused(),
        }
    }

    pub(super) fn tell_unused(&mut self) {
        self.show_message(say!("That key has no effect here. Press {} for a list of keys.", self.help_key()));
    }

    /// While the user is typing text, returns a help key that doesn't type a character, such as F1, if there is one.
    pub(super) fn help_key(&self) -> String {
        let keys = self.keys().all(Action::Help);
        let types = self.place.state.typing || self.context == Context::Line;
        let named = keys.iter().find(|key| types && key.chars().count() > 1);
        named.or(keys.first()).cloned().unwrap_or_default()
    }

    pub(super) fn scroll_to_details(&mut self) {
        let heading = say!("How the answer is reached");
        let height = usize::from(self.layout.body.height);
        let furthest = self.furthest();
        let Some(line) = self.body.lines.iter().position(|line| line.to_string().contains(heading)) else { return };
        if line + height / 2 >= self.place.scroll + height {
            self.place.scroll = line.min(furthest);
            self.place.read = Some(line);
        }
    }
}

/// Keys that stop, suspend or redraw the program never count as typed text.
const fn is_text(key: KeyEvent, edits: bool) -> bool {
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
