//! Lists every screen that can be drawn as a picture.
//!
//! Each screen is built in memory from fixed packs, seeds, keys and times.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};
use ratatui::{Frame, Terminal};

use super::super::screen::home::Loading;
use super::super::screen::page::PageScreen;
use super::super::{Effect, FirstScreen, Msg, Options, Shell, course, exam, slides, watch};
use super::samples::{go_to, library, sample_exam, sample_watch, votes};
use crate::class::vote::VoteWatch;
use crate::class::vote::notes::notes;
use crate::course::stage::Stage;
use crate::inspect::exchange::parse;
use crate::round::ItemId;
use crate::round::spec::RoundSpec;
use crate::scenario::library::Library;
use crate::study::{Begin, Opening, ROUND, Study};

/// A screen to draw, defined by a starting point and the keys to press.
#[derive(Clone, Copy, Debug)]
pub struct Shot {
    /// The name used on the command line.
    pub name: &'static str,
    start: Start,
    /// The names of the keys to press, separated by spaces. To select a menu entry instead, write its text after `to:`,
    /// as in `to:Browse_the_cases`.
    keys: &'static str,
    /// The size of the largest window for which a picture of the screen is useful.
    largest: Size,
}

#[derive(Clone, Copy, Debug)]
enum Start {
    /// The first frame, drawn before the program has read any files.
    Loading,
    Round,
    Items(&'static [&'static str]),
    Course(Stage, usize),
    BadPack,
    /// A window that is smaller than the minimum size.
    Small(Size),
    Exam,
    Votes,
    /// The page on which `airside inspect` shows the given exchange.
    Exchange(&'static str),
    VoteWatch,
    /// The teacher's notes during a vote. The notes always match the slide on display. Key presses go to the slides
    /// rather than to the notes.
    Notes,
}

const fn shot(name: &'static str, start: Start, keys: &'static str) -> Shot {
    let largest = match start {
        Start::Small(size) => size,
        _ => Size::MAX,
    };
    Shot { name, start, keys, largest }
}

const COUNTED: &str = "n 1 2 enter 1 5 enter";

pub const SHOTS: &[Shot] = &[
    shot("home", Start::Course(Stage::Practice, 9), ""),
    shot("home-new", Start::Course(Stage::Welcome, 0), ""),
    shot("home-round", Start::Round, ""),
    shot("home-done", Start::Course(Stage::Done, 0), ""),
    shot("loading", Start::Loading, ""),
    shot("too-small", Start::Small(Size::new(36, 10)), ""),
    shot("welcome", Start::Course(Stage::Welcome, 0), "enter"),
    shot("pre-test", Start::Course(Stage::PreTest, 0), "enter"),
    shot("pre-test-over", Start::Course(Stage::PreTest, 10), "enter"),
    shot("survey", Start::Course(Stage::Lesson, 0), "enter"),
    shot("lesson-scene", Start::Course(Stage::Lesson, 1), "enter"),
    shot("lesson", Start::Course(Stage::Lesson, 2), "enter"),
    shot("lesson-door", Start::Course(Stage::Lesson, 7), "enter"),
    shot("two-ways", Start::Course(Stage::Lesson, 5), "enter"),
    shot("belief", Start::Course(Stage::Lesson, 10), "enter"),
    shot("mottos", Start::Course(Stage::Lesson, 11), "enter"),
    shot("lesson-over", Start::Course(Stage::Lesson, 99), "enter"),
    shot("pair", Start::Course(Stage::Pairs, 0), "enter"),
    shot("pair-second", Start::Course(Stage::Pairs, 1), "enter"),
    shot("pair-ruling", Start::Course(Stage::Pairs, 1), "enter 3 end c"),
    shot("pairs-over", Start::Course(Stage::Pairs, 99), "enter"),
    shot("pair-http", Start::Course(Stage::Pairs, 4), "enter 1 end c"),
    shot("practice", Start::Course(Stage::Practice, 9), "enter"),
    shot("marking", Start::Course(Stage::Practice, 2), "enter 1 end c"),
    shot("practice-over", Start::Course(Stage::Practice, 99), "enter"),
    shot("post-test", Start::Course(Stage::PostTest, 4), "enter 1"),
    shot("wrap-up", Start::Course(Stage::WrapUp, 0), "enter"),
    shot("beyond", Start::Course(Stage::Beyond, 0), "enter"),
    shot("done", Start::Course(Stage::Done, 0), "enter"),
    shot("question", Start::Round, "enter"),
    shot("question-http", Start::Items(&["wrong-audience-daily-crossword-http"]), "enter"),
    shot("chosen", Start::Round, "enter 1 tab"),
    shot("hint", Start::Round, "enter t"),
    shot("reveal", Start::Round, "enter r"),
    shot("refused", Start::Round, "enter c"),
    shot("unused-key", Start::Round, "enter z"),
    shot("correct", Start::Round, "enter 3 end c"),
    shot("not-quite", Start::Round, "enter 1 end f"),
    shot("details", Start::Round, "enter 1 end c d"),
    shot("ruling-http", Start::Items(&["wrong-audience-daily-crossword-http"]), "enter 1 end c"),
    shot(
        "summary",
        Start::Round,
        "enter 1 end c n 3 end f n 1 end g n 3 end g n s down s down s down s down s down s down s down s",
    ),
    shot("edge", Start::Items(&["edge-scheme-http"]), "enter"),
    shot("edge-ruled", Start::Items(&["edge-scheme-http"]), "enter 0 end f"),
    shot("choices", Start::Items(&["edge-hidden-plan-http"]), "enter"),
    shot("server", Start::Items(&["server-apache-other-user-setting-http"]), "enter"),
    shot("server-marking", Start::Items(&["server-apache-other-user-setting-http"]), "enter 2 end c"),
    shot("server-ruled", Start::Items(&["server-apache-other-user-setting-http"]), "enter 2 end c 4 enter"),
    shot("incident", Start::Items(&["incident-bundle-http"]), "enter"),
    shot("incident-ruled", Start::Items(&["incident-bundle-http"]), "enter 3 end c"),
    shot("fact-check", Start::Round, "down down enter"),
    shot("fact-check-ruled", Start::Round, "down down enter 2 end c"),
    shot("kinds", Start::Course(Stage::Practice, 9), "to:Practise_one_kind_of_case enter"),
    shot("cases", Start::Round, "to:Browse_the_cases enter"),
    shot("cases-found", Start::Round, "to:Browse_the_cases enter / l o u n g e"),
    shot("workbench-new", Start::Round, "to:Workbench enter"),
    shot("workbench", Start::Round, "to:Workbench enter down down down right"),
    shot("lab", Start::Round, "to:Lab enter"),
    shot("paste", Start::Round, "to:Judge_a_real_response enter"),
    shot("inspect", Start::Exchange(REFUSED), ""),
    shot("inspect-answered", Start::Exchange(REFUSED), "enter right"),
    shot("inspect-several", Start::Exchange(SEVERAL), ""),
    shot("lab-answer", Start::Round, "to:Lab enter c u r l space / s e c u r i t y enter 4 0 3 enter"),
    shot("reference", Start::Round, "to:Reference enter"),
    shot("search", Start::Round, "/ s t a l e"),
    shot("search-nothing", Start::Round, "/ z z z"),
    shot("topic", Start::Round, "to:Reference enter enter"),
    shot("topic-search", Start::Round, "to:Reference enter enter / f i e l d"),
    shot("progress-new", Start::Round, "to:Your_progress enter"),
    shot("progress", Start::Course(Stage::PostTest, 4), "G up enter"),
    shot("review", Start::Course(Stage::PostTest, 4), "up up enter enter"),
    shot("review-case", Start::Course(Stage::PostTest, 4), "up up enter enter enter"),
    shot("settings", Start::Round, "up enter"),
    shot("report", Start::Round, "enter w o d d"),
    shot("help", Start::Round, "?"),
    shot("question-help", Start::Round, "enter ?"),
    shot("bad-packs", Start::BadPack, "up enter"),
    shot("exam", Start::Exam, ""),
    shot("exam-chosen", Start::Exam, "1"),
    shot("exam-handing-in", Start::Exam, "1 f e h a"),
    shot("exam-leaving", Start::Exam, "1 f q"),
    shot("exam-over", Start::Exam, "1 f e h a n d space i n enter"),
    shot("exam-help", Start::Exam, "?"),
    shot("vote-reading", Start::Votes, ""),
    shot("vote", Start::Votes, "n 1 2"),
    shot("vote-talking", Start::Votes, COUNTED),
    shot("vote-again", Start::Votes, "n 1 2 enter 1 5 enter n 1 2 enter"),
    shot("vote-ruling", Start::Votes, "n 1 2 enter 1 5 enter n 5 enter 2 2 enter"),
    shot("vote-new-case", Start::Votes, "n 1 2 enter 1 5 enter n 5 enter 2 2 enter n"),
    shot("vote-results", Start::Votes, "n 1 2 enter 1 5 enter n 5 enter 2 2 enter e enter"),
    shot("vote-help", Start::Votes, "?"),
    shot("notes", Start::Notes, COUNTED),
    shot("watch", Start::VoteWatch, ""),
];

const REFUSED: &str = "\
> GET /invoices/7 HTTP/1.1
> Host: api.example
> User-Agent: curl/8.5.0
> Authorization: Basic YW5hOnNlY3JldA==
>
< HTTP/1.1 403 Forbidden
< Content-Type: application/json
< Content-Length: 21
<
{\"error\":\"forbidden\"}
";

const SEVERAL: &str = "\
> GET /invoices/7 HTTP/1.1
> Host: api.example
>
< HTTP/1.1 401 Unauthorized
< Content-Length: 0
<
> GET /invoices/7 HTTP/1.1
> Host: api.example
> Authorization: Basic YW5hOnNlY3JldA==
>
< HTTP/1.1 200 OK
< Content-Length: 2
<
{}
";

const FAULTY: &str = r#"{
  "format": 1, "id": "harbour", "title": "The harbour", "version": "1.0.0", "language": "en",
  "licence": "CC-BY-4.0", "authors": ["A. Teacher"],
  "scenarios": [
    { "id": "ferry", "title": "The ferry", "kind": "expierd", "telling": "airport", "mood": "sunny",
      "facts": { "credentials": "stale" }, "answer": 401 }
  ]
}"#;

pub trait Program {
    fn selected_entry(&self) -> Option<&str>;
    fn handle(&mut self, msg: Msg) -> Vec<Effect>;
    fn resize(&mut self, size: Size);
    fn draw(&mut self, frame: &mut Frame);
}

impl<W: 'static> Program for Shell<W> {
    fn selected_entry(&self) -> Option<&str> {
        Self::selected_entry(self)
    }

    fn handle(&mut self, msg: Msg) -> Vec<Effect> {
        Self::handle(self, msg)
    }

    fn resize(&mut self, size: Size) {
        Self::resize(self, size);
    }

    fn draw(&mut self, frame: &mut Frame) {
        Self::draw(self, frame);
    }
}

impl Shot {
    pub fn open(&self, options: Options, size: Size) -> Box<dyn Program> {
        let size = self.size(size);
        let mut program: Box<dyn Program> = match self.start {
            Start::Loading => Box::new(Shell::new((), Box::new(Loading), options)),
            Start::Exam => Box::new(exam(sample_exam(), options)),
            Start::Votes => Box::new(slides(votes(), options)),
            Start::Exchange(text) => {
                let read = parse("exchange.txt", text).unwrap_or_default();
                Box::new(course(self.study(), options, FirstScreen::Exchanges(read, Vec::new())))
            }
            Start::VoteWatch => Box::new(watch(sample_watch(), options)),
            Start::Notes => {
                let mut shown = slides(votes(), options.clone());
                shown.resize(size);
                press(&mut shown, self.keys);
                let library = library();
                let document = notes(&shown.world.session, &library);
                let screen = PageScreen::refreshed("notes", document, VoteWatch::poll);
                let mut program = Shell::new(VoteWatch::new(library, "votes.jsonl".into()), Box::new(screen), options);
                program.resize(size);
                return Box::new(program);
            }
            _ => Box::new(course(self.study(), options, FirstScreen::Home)),
        };
        program.resize(size);
        press(program.as_mut(), self.keys);
        program
    }

    /// Draws the screen in a test terminal of the given size, and returns the buffer and the cursor position.
    pub fn draw(&self, options: Options, size: Size) -> (Buffer, Position) {
        let size = self.size(size);
        let mut program = self.open(options, size);
        let Ok(mut terminal) = Terminal::new(TestBackend::new(size.width, size.height));
        let Ok(_) = terminal.draw(|frame| program.draw(frame));
        let Ok(cursor) = terminal.get_cursor_position();
        (terminal.backend().buffer().clone(), cursor)
    }

    fn size(&self, size: Size) -> Size {
        Size::new(size.width.min(self.largest.width), size.height.min(self.largest.height))
    }

    fn study(&self) -> Study {
        let library = match self.start {
            Start::BadPack => Library::with_text("packs/harbour.json", FAULTY),
            _ => library(),
        };
        let round = RoundSpec { core_only: true, count: Some(ROUND), seed: 1, ..RoundSpec::default() };
        let begin = match self.start {
            Start::Course(..) => Begin::Course,
            Start::Items(ids) => Begin::Items(ids.iter().map(|id| ItemId::from(*id)).collect()),
            _ => Begin::Round(round),
        };
        let mut study = Study::open(Opening { library, state_folder: None, begin, clock: || 0 });
        if let Start::Course(stage, item) = self.start {
            go_to(&mut study, stage, item);
        }
        study
    }
}

fn press(program: &mut dyn Program, keys: &str) {
    for key in keys.split_whitespace() {
        if let Some(entry) = key.strip_prefix("to:") {
            go_to_entry(program, &entry.replace('_', " "));
            continue;
        }
        let code = match key {
            "enter" => KeyCode::Enter,
            "end" => KeyCode::End,
            "tab" => KeyCode::Tab,
            "down" => KeyCode::Down,
            "up" => KeyCode::Up,
            "right" => KeyCode::Right,
            "space" => KeyCode::Char(' '),
            key => KeyCode::Char(key.chars().next().unwrap_or(' ')),
        };
        program.handle(Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }
}

/// Selects the first menu entry whose text starts with `start`, if there is such an entry.
pub fn go_to_entry(program: &mut dyn Program, start: &str) {
    const MOST_ENTRIES: usize = 40;
    for _ in 0..MOST_ENTRIES {
        if program.selected_entry().is_some_and(|text| text.starts_with(start)) {
            return;
        }
        program.handle(Msg::Key(KeyEvent::new(KeyCode::Down, KeyModifiers::NONE)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(program: &mut dyn Program, size: Size) -> Vec<String> {
        let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).expect("memory");
        terminal.draw(|frame| program.draw(frame)).expect("memory");
        let cells: Vec<&str> =
            terminal.backend().buffer().content().iter().map(ratatui::buffer::Cell::symbol).collect();
        cells.chunks(size.width.into()).map(<[&str]>::concat).collect()
    }

    #[test]
    fn the_airport_and_the_case_stay_in_the_same_rows_in_questions_and_rulings() {
        for (size, expected, most_moved) in [(Size::new(80, 24), [2, 3], 0), (Size::new(120, 40), [4, 9], 0)] {
            let round = RoundSpec { core_only: true, seed: 1, ..RoundSpec::default() };
            let study = Study::open(Opening {
                library: library(),
                state_folder: None,
                begin: Begin::Round(round),
                clock: || 0,
            });
            let count = study.round().items().len();
            let mut program = course(study, Options::default(), FirstScreen::Home);
            program.resize(size);
            press(&mut program, "enter");
            let mut moved = 0;
            for number in 0..count {
                let mut case = None;
                for keys in ["", "t", "1 c"] {
                    press(&mut program, keys);
                    let rows = rows(&mut program, size);
                    let find = |text: &str| rows.iter().position(|row| row.contains(text));
                    let found = [find("ENTRANCE"), rows.iter().rposition(|row| row.contains('●'))];
                    assert_eq!(found, expected.map(Some), "question {number} at {size}: {rows:#?}");
                    let panel = find(" Request ─").expect("a request");
                    moved += usize::from(keys != "t" && *case.get_or_insert(panel) != panel);
                    let scrolls = rows.iter().any(|row| row.chars().nth(usize::from(size.width) - 2) == Some('┃'));
                    assert!(!keys.is_empty() || !scrolls, "question {number} scrolls at {size}");
                }
                press(&mut program, "n");
            }
            assert!(moved <= most_moved, "{moved} of {count} cases moved at {size}");
        }
    }
}
