//! An exam in full screen.
//!
//! Owns keys and drawing; what is kept is the business of [`crate::class::exam::ExamFile`]. Says nothing about right or wrong.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::{Rect, Size};
use ratatui::text::{Line, Span};

use super::app::{Effect, Msg};
use super::class::{Scroll, action, footer};
use super::page::of_scene;
use super::theme::{Role, Theme};
use super::view::{SMALLEST, too_small};
use super::{Options, Program};
use crate::class::exam::ExamFile;
use crate::i18n::of;
use crate::keys::{Action, BINDINGS, Context, Keys};
use crate::learner::Confidence;
use crate::round::Answer;
use crate::say;
use crate::text;

/// The widest that text runs, in columns.
const MEASURE: u16 = 96;

/// Below this width things are said shorter.
const NARROW: u16 = 60;

/// An exam on the screen.
#[derive(Debug)]
pub struct ExamScreen {
    exam: ExamFile,
    theme: Theme,
    keys: Keys,
    size: Size,
    scroll: Scroll,
    lines: Vec<Line<'static>>,
    /// The word that hands in, as far as it is typed.
    typed: Option<String>,
    /// Whether leaving was asked for once.
    leaving: bool,
    help: bool,
    left: Option<u64>,
    message: Option<String>,
}

impl ExamScreen {
    /// A screen over this exam, before its size is known.
    #[must_use]
    pub fn new(exam: ExamFile, options: Options) -> Self {
        let message = exam.resumed().then(|| say!("You go on where you stopped.").to_owned());
        let theme = Theme::new(options.theme, options.ascii);
        let left = exam.minutes_left();
        let (size, scroll, lines) = (Size::new(0, 0), Scroll::default(), Vec::new());
        let (keys, typed, leaving, help) = (options.keys, None, false, false);
        Self { exam, theme, keys, size, scroll, lines, typed, leaving, help, left, message }
    }

    /// The exam.
    #[must_use]
    pub const fn exam(&self) -> &ExamFile {
        &self.exam
    }

    fn body(&self) -> Rect {
        let margin = if self.size.width >= 60 { 2 } else { 0 };
        let columns = self.size.width.saturating_sub(2 * margin).min(MEASURE);
        let below = if self.help { 2 } else { 5 };
        Rect::new(margin, 2, columns, self.size.height.saturating_sub(2 + below))
    }

    fn lay_out(&mut self) {
        let body = self.body();
        self.lines = if self.help {
            self.help_lines()
        } else if self.over() {
            let (all, answered) = self.exam.counts();
            let path = self.exam.path().display();
            let said = [say!("{} of {} are answered.", answered, all), say!("Hand in this file: {}", path)];
            said.iter().flat_map(|said| text::wrap(said, body.width.into())).map(Line::raw).collect()
        } else {
            of_scene(&self.exam.question(), self.theme, body.width.into())
        };
        self.scroll.fit(self.lines.len(), body.height);
    }

    fn help_lines(&self) -> Vec<Line<'static>> {
        let here = BINDINGS.iter().filter(|binding| binding.contexts.contains(&Context::Exam));
        let line = |binding| Line::raw(format!("{:<16}{}", self.keys.of(binding).join(" "), of(binding.label)));
        here.filter(|binding| !binding.keys.is_empty()).map(line).collect()
    }

    const fn is_narrow(&self) -> bool {
        self.size.width < NARROW
    }

    const fn over(&self) -> bool {
        self.exam.sitting().handed_in().is_some()
    }

    fn go(&mut self, place: usize) {
        self.exam.go(place);
        self.fresh();
    }

    fn fresh(&mut self) {
        self.scroll.top = 0;
    }

    fn choose(&mut self, answer: Answer) {
        if let Err(error) = self.exam.choose(answer) {
            self.message = Some(say!("It could not be kept: {}.", error));
        }
    }

    /// Enter asks for a confidence that is missing; `n` goes on and says so.
    fn go_on(&mut self, action: Action) {
        let lacks = matches!(self.exam.answer(), Some((_, None)));
        let levels = Confidence::ALL.map(|level| self.keys.first(Action::Commit(level)));
        let asks = say!("How sure are you? {} guess, {} fairly sure, {} certain.", levels[0], levels[1], levels[2]);
        if lacks && action == Action::Select {
            self.message = Some(asks);
            return;
        }
        let number = self.exam.place() + 1;
        self.go(self.exam.place() + 1);
        if lacks {
            self.message = Some(say!("Question {} is saved without a confidence.", number));
        }
    }

    fn put(&mut self, confidence: Confidence) {
        let Some((answer, _)) = self.exam.answer() else {
            self.message = Some(say!("First the code: 401 or 403.").to_owned());
            return;
        };
        match self.exam.put(answer, confidence) {
            Ok(()) => self.fresh(),
            Err(error) => self.message = Some(say!("It could not be kept: {}.", error)),
        }
    }

    fn ask_for_word(&mut self) {
        let open = self.exam.open_sentence().map(|open| format!("{open} ")).unwrap_or_default();
        self.message = Some(say!("{}To hand in, type: hand in", open));
        self.typed = Some(String::new());
    }

    /// A key while the word that hands in is typed.
    fn type_word(&mut self, key: KeyEvent) {
        let Some(typed) = &mut self.typed else { return };
        match key.code {
            KeyCode::Char(letter) => typed.push(letter),
            KeyCode::Backspace => drop(typed.pop()),
            KeyCode::Enter => {
                let is_meant = typed.trim().to_lowercase() == say!("hand in");
                self.typed = None;
                self.message = None;
                if !is_meant {
                    self.message = Some(say!("Nothing is handed in.").to_owned());
                } else if let Err(error) = self.exam.hand_in() {
                    self.message = Some(say!("It could not be kept: {}.", error));
                }
                return;
            }
            KeyCode::Esc => {
                self.typed = None;
                self.message = Some(say!("Nothing is handed in.").to_owned());
                return;
            }
            _ => {}
        }
        self.message =
            Some(say!("To hand in, type: hand in. Typed so far: {}", self.typed.as_deref().unwrap_or_default()));
    }

    fn take_back(&mut self) {
        match self.exam.take_back() {
            Ok(()) => self.fresh(),
            Err(error) => self.message = Some(say!("It can't be taken back: {}.", error)),
        }
    }

    fn leave(&mut self) -> Vec<Effect> {
        if self.over() || std::mem::replace(&mut self.leaving, true) {
            return vec![Effect::Leave(0)];
        }
        let key = self.keys.first(Action::Quit);
        self.message = Some(say!("{} {} again leaves.", self.exam.leaving_sentence(), key));
        Vec::new()
    }

    fn press(&mut self, action: Action) -> Vec<Effect> {
        self.message = None;
        self.leaving &= action == Action::Quit;
        match action {
            Action::Interrupt => return vec![Effect::Leave(130)],
            Action::Repaint => return vec![Effect::Repaint],
            Action::Suspend => return vec![Effect::Suspend],
            Action::Help => self.help = !self.help,
            Action::Quit | Action::Escape | Action::Select if self.help => self.help = false,
            Action::Quit => return self.leave(),
            Action::Undo if self.over() => self.take_back(),
            Action::Select if self.over() => return vec![Effect::Leave(0)],
            _ if self.scroll.obey(action) => {}
            _ if self.over() => {}
            Action::Digit(digit) => match self.exam.question_type().by_key(digit) {
                Some(answer) => self.choose(answer),
                None => self.message = Some(say!("That is not on offer here.").to_owned()),
            },
            Action::Commit(confidence) => self.put(confidence),
            Action::Select if self.scroll.more_below() => drop(self.scroll.obey(Action::PageDown)),
            Action::Next | Action::Select => self.go_on(action),
            Action::Previous => self.go(self.exam.place().saturating_sub(1)),
            Action::HandIn => self.ask_for_word(),
            _ => {}
        }
        Vec::new()
    }

    fn title(&self) -> String {
        let paper = self.exam.sitting().paper();
        let (all, answered) = self.exam.counts();
        if self.over() {
            return say!("Exam {}, seat {}: handed in", paper.form, paper.seat);
        }
        let left = self.left.map(|minutes| say!(", {} min left", minutes)).unwrap_or_default();
        let here = self.exam.place() + 1;
        if self.is_narrow() {
            return say!("{} {}: {} of {}{}", paper.form, paper.seat, here, all, left);
        }
        say!("Exam {}, seat {}: question {} of {}, {} answered{}", paper.form, paper.seat, here, all, answered, left)
    }

    /// The answers, what is chosen, and how sure.
    fn answers(&self) -> Line<'static> {
        let kept = self.exam.answer();
        let chosen = kept.map(|(answer, _)| answer);
        let mut spans = Vec::new();
        for answer in self.exam.question_type().answers() {
            let is_chosen = chosen == Some(*answer);
            let role = if is_chosen { Role::Selected } else { Role::Strong };
            let sign = if is_chosen { self.theme.signs.pointer } else { " " };
            spans.push(Span::raw(format!("{sign} ")));
            spans.push(Span::styled(format!(" {} {} ", answer.key(), answer.title()), self.theme.style(role)));
            spans.push(Span::raw("  "));
        }
        let sure = match kept {
            Some((_, None)) if self.is_narrow() => say!("How sure?").to_owned(),
            Some((_, None)) => say!("saved; how sure? guess, fairly sure, certain").to_owned(),
            Some((_, Some(confidence))) => say!("saved: {}", confidence.title()),
            None => String::new(),
        };
        spans.push(Span::raw(sure));
        Line::from(spans)
    }

    fn hints(&self) -> Vec<(String, &'static str)> {
        let key = |action| self.keys.first(action).to_owned();
        if self.help {
            return vec![(key(Action::Select), say!("close"))];
        }
        if self.over() {
            let mut hints = vec![(key(Action::Select), say!("leave"))];
            if self.exam.can_take_back() {
                hints.push((key(Action::Undo), say!("take back, for one minute")));
            }
            return hints;
        }
        let digits: Vec<String> =
            self.exam.question_type().answers().iter().map(|answer| answer.key().to_string()).collect();
        let levels = Confidence::ALL.map(|level| key(Action::Commit(level)));
        let mut hints = vec![(digits.join(" "), say!("answer")), (levels.join(" "), say!("how sure"))];
        if self.scroll.more_below() {
            hints.insert(0, (format!("{} {}", self.theme.signs.more, key(Action::Select)), say!("more below")));
        }
        let shown = BINDINGS.iter().filter(|one| !one.short.is_empty() && one.contexts.contains(&Context::Exam));
        hints.extend(shown.map(|binding| (key(binding.action), of(binding.short))));
        hints
    }
}

impl Program for ExamScreen {
    /// Often enough for minutes, where they count.
    fn looks(&self) -> Option<Duration> {
        self.left.map(|_| Duration::from_secs(2))
    }

    fn resize(&mut self, size: Size) {
        if self.size != size {
            self.size = size;
            self.lay_out();
        }
    }

    fn take(&mut self, msg: Msg) -> Vec<Effect> {
        self.look();
        let context = if self.help { Context::Page } else { Context::Exam };
        let effects = match msg {
            Msg::Key(key) if self.typed.is_some() && !key.modifiers.contains(KeyModifiers::CONTROL) => {
                self.type_word(key);
                Vec::new()
            }
            Msg::Key(key) => action(&self.keys, key, context).map_or_else(Vec::new, |action| self.press(action)),
            Msg::Redraw | Msg::Changed | Msg::Click(_) | Msg::Wheel(_) => Vec::new(),
            Msg::Continued => vec![Effect::Repaint],
            Msg::Suspend => vec![Effect::Suspend],
            Msg::Ended(code) => vec![Effect::Leave(code)],
        };
        self.lay_out();
        effects
    }

    fn draw(&self, frame: &mut Frame) {
        let area = frame.area();
        frame.buffer_mut().set_style(area, self.theme.ground());
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            return too_small(frame);
        }
        if area.width != self.size.width || area.height != self.size.height {
            return;
        }
        let body = self.body();
        let row = |y: u16| Rect { y, height: 1, ..body };
        let columns = usize::from(body.width);
        let title = text::cut(&self.title(), columns, "...");
        frame.render_widget(Line::styled(title, self.theme.style(Role::Strong)), row(0));
        for (line, row) in self.lines.iter().skip(self.scroll.top).zip(body.rows()) {
            frame.render_widget(line, row);
        }
        if !self.help && !self.over() {
            let title = text::cut(&self.exam.question().title, columns, "...");
            frame.render_widget(Line::styled(title, self.theme.style(Role::Label)), row(1));
            frame.render_widget(self.answers(), row(area.height - 3));
        }
        let hints = self.hints();
        let pairs: Vec<(&str, &str)> = hints.iter().map(|(key, label)| (key.as_str(), *label)).collect();
        footer(self.theme, self.message.as_deref(), &pairs, frame, row(area.height - 1));
    }

    fn say(&mut self, sentence: &str) {
        self.message = Some(sentence.to_owned());
    }

    fn look(&mut self) -> bool {
        let before = (self.left, self.over());
        match self.exam.look_at_the_clock() {
            Ok(true) => self.message = Some(say!("The time is over; it was handed in as it stands.").to_owned()),
            Ok(false) => {}
            Err(error) => self.message = Some(say!("It could not be kept: {}.", error)),
        }
        self.left = self.exam.minutes_left();
        let changed = before != (self.left, self.over());
        if changed {
            self.lay_out();
        }
        changed
    }
}
