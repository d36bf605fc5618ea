//! Tests full-screen mode in memory. Keys and clicks must work, and no window size may cause a panic.

use airside::course::stage::Stage;
use airside::keys::{Action, BINDINGS, Keys};
use airside::round::{Answer, Confidence, Input, Phase};
use airside::scenario::library::Library;
use airside::settings::ThemeName;
use airside::study::{Begin, Opening, Study};
use airside::tui::picture::go_to_entry;
use airside::tui::{Effect, FirstScreen, Msg, Options, Shell, course};
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};
use ratatui::style::Modifier;

use crate::common::{at_sizes, study, words};

struct Seen {
    model: Shell<Study>,
    terminal: Terminal<TestBackend>,
    left: Option<u8>,
}

impl Seen {
    fn new(columns: u16, rows: u16, options: Options) -> Self {
        Self::of(study(), columns, rows, options)
    }

    fn of(study: Study, columns: u16, rows: u16, options: Options) -> Self {
        let mut model = course(study, options, FirstScreen::Home);
        model.resize(Size::new(columns, rows));
        let terminal = Terminal::new(TestBackend::new(columns, rows)).expect("memory");
        Self { model, terminal, left: None }
    }

    /// Presses keys, given by name and separated by spaces.
    fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            match key.strip_prefix("to:") {
                Some(entry) => go_to_entry(&mut self.model, &entry.replace('_', " ")),
                None => self.event(event(key)),
            }
        }
        self
    }

    fn event(&mut self, key: KeyEvent) {
        for effect in self.model.handle(Msg::Key(key)) {
            if let Effect::Leave(code) = effect {
                self.left = Some(code);
            }
        }
    }

    fn draw(&mut self) -> &Buffer {
        let model = &mut self.model;
        self.terminal.draw(|frame| model.draw(frame)).expect("memory");
        self.terminal.backend().buffer()
    }

    fn text(&mut self) -> String {
        let buffer = self.draw().clone();
        let columns = usize::from(buffer.area.width).max(1);
        let cells: Vec<&str> = buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect();
        cells.chunks(columns).map(|row| row.concat().trim_end().to_owned()).collect::<Vec<_>>().join("\n")
    }
}

fn event(name: &str) -> KeyEvent {
    let code = match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "backtab" => KeyCode::BackTab,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pageup" => KeyCode::PageUp,
        "pagedown" => KeyCode::PageDown,
        "space" => KeyCode::Char(' '),
        "f1" => KeyCode::F(1),
        control if control.starts_with("ctrl-") => {
            let key = control.chars().last().expect("a key");
            return KeyEvent::new(KeyCode::Char(key), KeyModifiers::CONTROL);
        }
        key => KeyCode::Char(key.chars().next().expect("a key")),
    };
    KeyEvent::new(code, KeyModifiers::NONE)
}

/// Each screen, with the keys that lead to it.
const SCREENS: &[(&str, &str)] = &[
    ("home", ""),
    ("kinds", "down down down enter"),
    ("cases", "to:Browse_the_cases enter"),
    ("cases-found", "to:Browse_the_cases enter / b"),
    ("bench", "to:Workbench enter"),
    ("bench-set", "to:Workbench enter down down down down down down down down down down down right right right"),
    ("topics", "to:Reference enter"),
    ("search", "/ s t a l e"),
    ("article", "to:Reference enter down down down down down down enter"),
    ("counts", "enter 1 c q up enter"),
    ("question", "enter"),
    ("chosen", "enter t 3 tab"),
    ("right", "enter 1 g"),
    ("not-quite", "enter 3 c"),
    ("details", "enter 3 c d"),
    ("ruling-end", "enter 3 c d end"),
    ("summary", "enter 1 c n 1 f n 1 g n r enter n"),
    ("report", "enter w o d d"),
    ("help", "?"),
    ("refused", "enter c"),
    ("dead-key", "enter z"),
    ("fact-check", "down down enter"),
    ("fact-check-ruled", "down down enter 2 c"),
    ("welcome", "down enter"),
    ("pre-test", "down enter enter"),
];

fn options(theme: ThemeName, ascii: bool) -> Options {
    Options { theme, ascii, ..Options::default() }
}

#[test]
fn a_question_that_offers_neither_shows_three_answers() {
    use airside::ruling::{Facts, Verdict};
    let mut pack = crate::common::pack();
    let mut edge = crate::common::scenario("edge", "valid");
    edge.kind = airside::scenario::Kind::Edge;
    edge.facts = Facts::default().with("method", "unsupported").expect("known");
    edge.answer = Verdict::Neither;
    pack.scenarios = vec![edge];
    let library = Library::new([pack]);
    let opening = Opening { library, state_folder: None, begin: Begin::Resume, clock: || 0 };
    let mut seen = Seen::new(80, 24, Options::default());
    seen.model = course(Study::open(opening), Options::default(), FirstScreen::Question);
    for (columns, rows) in [(80, 24), (120, 40), (60, 20), (40, 15)] {
        seen.terminal.backend_mut().resize(columns, rows);
        seen.model.resize(Size::new(columns, rows));
        let text = seen.text();
        for words in [" 401", " 403", " neither", "certain"] {
            assert!(text.contains(words), "{columns}x{rows}:\n{text}");
        }
    }
    seen.press("right right enter right enter");
    assert!(seen.text().contains("✓ Correct") && seen.text().contains("405"), "{}", seen.text());
}

#[test]
fn skipped_packs_are_listed_with_their_faults() {
    let broken = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs/invalid/several-at-once.json");
    let library = Library::open(None, &[broken.into()]);
    let opening = Opening { library, state_folder: None, begin: Begin::Resume, clock: || 0 };
    let mut seen = Seen::new(80, 24, Options::default());
    seen.model = course(Study::open(opening), Options::default(), FirstScreen::Home);
    seen.model.resize(Size::new(80, 24));
    let home = seen.text();
    assert!(home.contains("1 pack was skipped") && home.contains("Begin: 12 questions"), "{home}");
    let text = seen.press("up enter").text().replace(env!("CARGO_MANIFEST_DIR"), "");
    assert!(text.contains("Packs that were skipped"));
    let all: String = (0..60).map(|_| seen.press("down").text().replace(['│', '┃'], "")).collect();
    let all = all.split_whitespace().collect::<Vec<_>>().join(" ");
    for word in ["unknown field `mood`", "the field `story` is missing", "Allowed: basic, bearer"] {
        assert!(all.contains(word), "{word}");
    }
}

#[test]
fn every_screen_can_be_drawn_in_ascii() {
    for (name, keys) in SCREENS {
        let text = Seen::new(80, 24, options(ThemeName::Mono, true)).press(keys).text();
        assert!(text.is_ascii(), "{name}:\n{text}");
    }
}

#[test]
fn every_screen_draws_at_any_size() {
    for (name, keys) in SCREENS {
        let mut seen = Seen::new(80, 24, Options::default());
        seen.press(keys);
        at_sizes(name, |columns, rows| {
            seen.terminal.backend_mut().resize(columns, rows);
            seen.model.resize(Size::new(columns, rows));
            seen.draw();
        });
    }
}

#[test]
fn a_frame_of_another_size_than_the_model_is_drawn() {
    let mut seen = Seen::new(80, 24, Options::default());
    seen.terminal.backend_mut().resize(50, 13);
    seen.draw();
}

#[test]
fn a_window_that_is_too_small_says_what_it_needs() {
    for (columns, rows) in [(39, 24), (80, 11), (20, 8)] {
        let text = Seen::new(columns, rows, Options::default()).press("enter").text();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(&format!("{columns} by {rows}")) && text.contains("airside --plain"), "{text}");
    }
}

#[test]
fn a_whole_ruling_can_be_scrolled_through_on_a_small_screen() {
    let mut seen = Seen::new(40, 15, Options::default());
    let mut all = seen.press("enter 3 c d home").text();
    assert!(all.contains("▾ enter more"), "{all}");
    for _ in 0..80 {
        all.push_str(&seen.press("down").text());
    }
    assert!(!seen.text().contains("▾"));
    for label in ["Not quite", "decides", "Why not 403?", "How the answer is reached", "The deciding line", "Sources"] {
        assert!(all.contains(label), "{label} is out of reach");
    }
}

#[test]
fn a_question_with_more_below_says_so_next_to_its_answer_keys() {
    let mut pack = crate::common::pack();
    pack.scenarios.truncate(1);
    pack.scenarios[0].story = "There is more of this story. ".repeat(40);
    for columns in 40..=100 {
        let mut seen = Seen::new(columns, 12, Options::default());
        let whole = seen.press("enter").text();
        assert!(!whole.contains("▾"), "{whole}");
        let (library, begin) = (Library::new([pack.clone()]), Begin::Resume);
        let opening = Opening { library, state_folder: None, begin, clock: || 0 };
        seen.model = course(Study::open(opening), Options::default(), FirstScreen::Question);
        seen.model.resize(Size::new(columns, 12));
        let above = seen.text();
        let bar = words(above.lines().last().expect("a bar"));
        for hint in ["▾ enter more", "1 3"] {
            assert!(bar.contains(hint), "{columns}: {bar}");
        }
        let levels = ["g guess", "f fairly sure", "c certain"];
        assert!(levels.iter().all(|level| words(&above).contains(level)), "{above}");
        // No answer may be saved until the last line has been on screen.
        assert!(seen.press("1 c").text().contains("There is more to read: press enter."), "{columns}");
        assert!(!seen.press("end").text().contains("▾"));
    }
}

#[test]
fn a_search_shows_only_the_topics_that_contain_it() {
    let mut seen = Seen::new(80, 24, Options::default());
    let text = seen.press("/ d p o p enter").text();
    assert!(text.contains("\"dpop\"") && text.contains("Challenges to copy"), "{text}");
    assert!(!text.contains("The corrected airport"), "{text}");
    let topic = seen.press("enter").text();
    assert!(topic.to_lowercase().contains("dpop"), "{topic}");
    // The keys lead back to the list of results, then to the complete list, and then to the home screen. Letters have
    // their usual meanings again.
    assert!(seen.press("q").text().contains("\"dpop\""));
    assert!(seen.press("esc").text().contains("The corrected airport"));
    assert!(seen.press("q").text().contains("HTTP 401 or 403?"));
    seen.press("q");
    assert_eq!(seen.left, Some(0));
}

#[test]
fn every_built_in_question_fits_in_80_by_24() {
    use airside::round::ItemId;
    use airside::scenario::library::Library;
    use airside::study::{Begin, Opening, Study, fact_check};
    let library = Library::open(None, &[]);
    let cases = library.scenarios().map(|scenario| ItemId::from(scenario.id.as_str()));
    let claims = fact_check().into_iter().filter(|id| matches!(id, ItemId::Claim(_)));
    let all: Vec<ItemId> = cases.chain(claims).collect();
    let begin = Begin::Items(all.clone());
    let opening = Opening { library: Library::open(None, &[]), state_folder: None, begin, clock: || 0 };
    let mut seen = Seen::new(80, 24, Options::default());
    seen.model = course(Study::open(opening), Options::default(), FirstScreen::Question);
    seen.model.resize(Size::new(80, 24));
    for id in all {
        let text = seen.text();
        assert!(!text.contains("more below"), "{id:?}:\n{text}");
        seen.press("s");
    }
}

#[test]
fn the_hint_bar_says_where_its_keys_lead() {
    let bar =
        |keys: &str| Seen::new(120, 40, Options::default()).press(keys).text().trim_end().lines().last().map(words);
    for (keys, words) in
        [("", "q quit"), ("enter", "q menu"), ("enter ?", "q back"), ("to:Reference enter enter", "q back")]
    {
        let bar = bar(keys).expect("a bar");
        assert!(bar.contains(words), "{keys}: {bar}");
    }
}

#[test]
fn the_selected_confidence_has_the_marker_and_the_cursor() {
    for columns in [40, 80] {
        let mut seen = Seen::new(columns, 24, Options::default());
        for (keys, level) in [("enter 3 tab", "f fairly sure"), ("right", "c certain"), ("left left", "g guess")] {
            let text = seen.press(keys).text();
            let cursor = seen.terminal.get_cursor_position().expect("memory");
            let line = text.lines().nth(cursor.y.into()).expect("a line");
            let (before, after): (Vec<_>, Vec<_>) =
                line.chars().enumerate().partition(|(column, _)| *column < cursor.x.into());
            let [before, after] = [before, after].map(|part| part.into_iter().map(|(_, one)| one).collect::<String>());
            assert!(before.trim_end().ends_with('▸') && words(&after).starts_with(level), "{text}");
        }
    }
}

#[test]
fn a_title_that_does_not_fit_next_to_the_program_name_replaces_it() {
    let mut pack = crate::common::pack();
    pack.scenarios.truncate(1);
    pack.scenarios[0].title = "The northern lounge".into();
    let library = Library::new([pack]);
    let opening = Opening { library, state_folder: None, begin: Begin::Resume, clock: || 0 };
    let mut seen = Seen::new(40, 15, Options::default());
    seen.model = course(Study::open(opening), Options::default(), FirstScreen::Question);
    seen.model.resize(Size::new(40, 15));
    assert_eq!(seen.text().lines().next(), Some("Question 1 of 1     The northern lounge"));
}

#[test]
fn a_warning_that_an_answer_is_not_saved_stays_until_it_is() {
    use airside::study::{Begin, Opening};

    let folder = tempfile::tempdir().expect("a folder");
    let state = folder.path().join("state");
    let library = Library::open(None, &[]);
    let opening = Opening { library, state_folder: Some(state.clone()), begin: Begin::Resume, clock: || 0 };
    let mut seen = Seen::new(80, 24, Options::default());
    seen.model = course(Study::open(opening), Options::default(), FirstScreen::Question);
    seen.model.resize(Size::new(80, 24));
    // A file at the path of the folder makes every write fail.
    std::fs::remove_dir_all(&state).expect("there");
    std::fs::write(&state, "").expect("written");
    for keys in ["1", "c", "n", "3", "?", "?", "q", "q"] {
        seen.press(keys);
        if keys != "1" {
            let shown = seen.text();
            assert!(shown.contains("Not saved yet: "), "{keys}:\n{shown}");
        }
    }
    assert_eq!(seen.model.world.keeping(), "The latest answers couldn't be saved.");
    std::fs::remove_file(&state).expect("there");
    seen.press("enter 3 c");
    let shown = seen.text();
    assert!(!shown.contains("Not saved yet"), "{shown}");
    assert_eq!(seen.model.world.keeping(), "Every answer is saved.");
}

#[test]
fn an_open_question_does_not_reveal_the_answer_in_the_strip() {
    let mut strips = Vec::new();
    let mut seen = Seen::new(80, 24, Options::default());
    seen.press("enter");
    for _ in 0..3 {
        strips.push(seen.text().lines().take(4).skip(1).collect::<Vec<_>>().join("\n"));
        seen.press("s");
    }
    strips.dedup();
    assert_eq!(strips.len(), 1, "the strip is the same for every open question");
}

#[test]
fn the_traveller_is_where_the_request_was_stopped() {
    let mut seen = Seen::new(80, 24, Options::default());
    let mut stops = Vec::new();
    seen.press("enter");
    for _ in 0..4 {
        let text = seen.press("r enter").text();
        let [names, track] = [2, 3].map(|row| text.lines().nth(row).expect("the strip"));
        let (way, rest) = track.split_once('●').expect("the traveller");
        let before = way.matches('┿').count();
        assert!(names.matches('✓').count() == before && rest.starts_with('┃'), "{text}");
        let code = way.trim_matches([' ', '━']).rsplit(['━', '┿']).next().expect("a code");
        stops.push((before, code.trim().to_owned()));
        seen.press("n");
    }
    stops.sort();
    stops.dedup();
    assert_eq!(stops, [(1, "401 Unauthorized".to_owned()), (2, "403 Forbidden".to_owned())]);
}

#[test]
fn the_strip_is_where_there_is_a_traveller_and_nowhere_else() {
    const WITHOUT: [&str; 11] = [
        "kinds", "cases", "cases-found", "topics", "search", "article", "counts", "summary", "help", "fact-check",
        "fact-check-ruled",
    ];
    for (columns, rows) in [(80, 24), (120, 40), (60, 20), (40, 15)] {
        for (name, keys) in SCREENS {
            let text = Seen::new(columns, rows, Options::default()).press(keys).text().to_lowercase();
            let is_strip =
                |line: &str| ["entrance", "security", "gate", "inside"].iter().all(|place| line.contains(place));
            assert_eq!(
                text.lines().take(20).any(is_strip),
                !WITHOUT.contains(name),
                "{name} at {columns}x{rows}\n{text}"
            );
        }
    }
    let mut seen = Seen::new(120, 44, Options::default());
    let bench = seen.press("to:Workbench enter").text();
    assert!(bench.contains("Workbench") && bench.contains("200 OK") && !bench.contains('✗'), "{bench}");
    let refused = seen.press("right").text();
    assert!(refused.contains("ENTRANCE ✗") && refused.contains("403 Forbidden"), "{refused}");
}

#[test]
fn the_scene_stays_while_its_ruling_is_shown_and_its_deciding_line_is_lit() {
    for (columns, beside) in [(120, true), (100, true), (99, false), (80, false), (60, false), (40, false)] {
        let mut seen = Seen::new(columns, 40, Options::default());
        let asked = seen.press("enter").text();
        assert!(asked.contains("2  finding of a") && !asked.contains('▌'), "{asked}");
        let ruled = seen.press("3 c").text();
        assert!(ruled.contains("▌ 2  finding of a") && ruled.contains("decides: 2"), "{ruled}");
        let verdict = ruled.lines().find(|line| line.contains("Not quite")).expect("a verdict");
        assert_eq!(verdict.find("Not quite") > Some(45), beside, "{ruled}");
    }
}

#[test]
fn no_citation_is_broken_across_lines() {
    let mut seen = Seen::new(80, 24, Options::default());
    let text = ["enter 3 c d end", "n 3 c end", "n 3 c end"].map(|keys| seen.press(keys).text()).join("\n");
    let cited: Vec<&str> = text.lines().filter(|line| line.contains("RFC ")).collect();
    assert!(cited.len() >= 3 && cited.iter().all(|line| line.contains("section") && line.contains("):")), "{text}");
}

#[test]
fn without_colour_the_selection_is_reversed() {
    for (_, keys) in SCREENS {
        let mut seen = Seen::new(80, 24, options(ThemeName::Mono, false));
        let buffer = seen.press(keys).draw();
        for cell in buffer.content() {
            assert_eq!((cell.fg, cell.bg), (ratatui::style::Color::Reset, ratatui::style::Color::Reset));
        }
    }
    let mut seen = Seen::new(80, 24, options(ThemeName::Mono, false));
    let reversed =
        seen.press("enter 3").draw().content().iter().filter(|cell| cell.modifier.contains(Modifier::REVERSED)).count();
    assert!(reversed >= 5);
}

#[test]
fn colour_is_never_the_only_difference() {
    // If two screens differ in their colours, their words must differ too.
    let mut right = Seen::new(80, 24, Options::default());
    let mut wrong = Seen::new(80, 24, Options::default());
    let (right, wrong) = (right.press("enter 1 c").text(), wrong.press("enter 3 c").text());
    assert!(right.contains("✓ Correct") && !right.contains("Not quite"));
    assert!(wrong.contains("✗ Not quite") && !wrong.contains("✓ Correct"));
}

#[test]
fn the_cursor_is_where_a_screen_reader_begins_on_every_screen() {
    for (name, keys) in SCREENS {
        for (columns, rows) in [(80, 24), (120, 40), (40, 15), (30, 8)] {
            let mut seen = Seen::new(columns, rows, Options::default());
            let text = seen.press(keys).text();
            let cursor = seen.terminal.get_cursor_position().expect("memory");
            let line = text.lines().nth(cursor.y.into()).unwrap_or_default();
            let rest: String = line.chars().skip(cursor.x.into()).collect();
            // While a remark is being typed, the cursor is after it.
            let rest = if *name == "report" { line.to_owned() } else { rest };
            assert!(!rest.trim().is_empty(), "{name} at {columns}x{rows}: {cursor:?}\n{text}");
            let wanted = match *name {
                "home" => "One kind of case",
                "chosen" => "f ",
                "right" => "✓ Correct",
                "not-quite" => "✗ Not quite",
                "help" => "On this screen",
                _ => continue,
            };
            assert!(columns < 40 || rest.starts_with(wanted), "{name} at {columns}x{rows}: {rest}\n{text}");
        }
    }
}

#[test]
fn every_action_is_in_the_help() {
    let mut seen = Seen::new(90, 60, Options::default());
    let text = words(&[seen.press("?").text(), seen.press("end").text()].concat());
    // The keys for teachers are listed in the help of the slides instead.
    for binding in BINDINGS.iter().filter(|binding| !binding.keys.is_empty() && !binding.is_for_class()) {
        let label = binding.label.replace('`', "");
        assert!(text.contains(&label), "{label} is not in the help");
        let keys = match binding.keys.join(" ") {
            digit if matches!(digit.as_str(), "4" | "5" | "6" | "7" | "8" | "9") => "4-9".to_owned(),
            keys => keys,
        };
        assert!(text.contains(&keys), "{keys} is not in the help\n{text}");
    }
}

#[test]
fn custom_keys_work_and_are_shown() {
    let own =
        [("skip", "x"), ("hint", "s"), ("certain", "y")].map(|(name, key)| (name.to_owned(), vec![key.to_owned()]));
    let keys = Keys::with(own.into()).expect("no conflict");
    let mut seen = Seen::new(100, 30, Options { keys, ..Options::default() });
    let bar = |seen: &mut Seen| seen.text().trim_end().lines().last().map(words).unwrap_or_default();
    let shown = bar(seen.press("enter"));
    assert!(shown.contains("s hint") && shown.contains("x skip"), "{shown}");
    assert!(seen.press("s").text().contains("Hint"));
    assert!(seen.press("1 y").text().contains("✓ Correct"));
    let shown = seen.press("n x").text();
    assert!(shown.contains("3 of 4") && shown.contains("y certain"), "{shown}");
    let help = seen.press("?").text();
    assert!(
        help.lines().any(|line| line.trim_start().starts_with("x ") && line.contains("skip the question")),
        "{help}"
    );
}

#[test]
fn digits_can_have_other_keys_as_on_a_french_keyboard() {
    let own = [("digit-1", "&"), ("digit-3", "\"")].map(|(name, key)| (name.to_owned(), vec![key.to_owned()]));
    let keys = Keys::with(own.into()).expect("no conflict");
    let mut seen = Seen::new(80, 24, Options { keys, ..Options::default() });
    let asked = seen.press("enter").text();
    assert!(words(&asked).contains("& \" answer") && asked.contains("╭─ & ─") && asked.contains("╭─ \" ─"), "{asked}");
    assert!(seen.press("& c").text().contains("✓ Correct"));
    assert!(seen.press("n \" c").text().contains("✓ Correct"));
    assert!(seen.press("n 1").text().contains("\"1\" has no effect here"));
}

/// Clicks on the first place where the screen shows the given text.
fn click(seen: &mut Seen, words: &str) {
    let text = seen.text();
    let (row, line) = text.lines().enumerate().find(|(_, line)| line.contains(words)).expect(words);
    let column = line.split(words).next().map_or(0, |before| before.chars().count()) + words.chars().count() / 2;
    let position = Position::new(u16::try_from(column).expect("small"), u16::try_from(row).expect("small"));
    assert!(seen.model.handle(Msg::Click(position)).is_empty());
}

#[test]
fn a_click_selects_what_is_under_it() {
    let mouse = || Options { mouse: true, ..Options::default() };
    for (columns, rows) in [(80, 24), (120, 40), (60, 20), (50, 20), (40, 15)] {
        let mut seen = Seen::new(columns, rows, mouse());
        click(&mut seen, "One kind of case");
        assert_eq!(seen.model.screen(), "round");
        for (code, key, answer) in [(" 403", "╭─ 3 ", Answer::Forbidden), (" 401", "╭─ 1 ", Answer::Unauthorized)]
        {
            // In a tall window, the codes are in large digits.
            click(&mut seen, if rows < 24 { code } else { key });
            let phase = seen.model.world.round().phase();
            assert!(matches!(phase, Phase::Asking { choice: Some(choice), .. } if choice == answer), "{phase:?}");
        }
        for (words, confidence) in
            [("guess", Confidence::Guess), ("fairly", Confidence::Fairly), ("certain", Confidence::Certain)]
        {
            let mut seen = Seen::new(columns, rows, mouse());
            seen.press("enter 1");
            click(&mut seen, words);
            let Phase::Ruled(record) = seen.model.world.round().phase() else { panic!("{}", seen.text()) };
            assert_eq!(record.answer.map(|(_, confidence)| confidence), Some(confidence), "{columns}x{rows}");
        }
    }
}

#[test]
fn a_click_elsewhere_does_nothing_and_the_mouse_is_off_by_default() {
    for mouse in [true, false] {
        for keys in ["", "enter", "enter 1 c", "?"] {
            let mut seen = Seen::new(80, 24, Options { mouse, ..Options::default() });
            let before = seen.press(keys).text();
            let all = (0..80).flat_map(|column| (0..24).map(move |row| Position::new(column, row)));
            for position in all.filter(|position| !mouse || position.y < 2 || position.x < 2) {
                seen.model.handle(Msg::Click(position));
            }
            if !mouse {
                seen.model.handle(Msg::Wheel(Action::Down));
            }
            assert_eq!(seen.text(), before, "{keys}");
        }
    }
}

#[test]
fn the_wheel_scrolls_and_a_click_on_next_continues() {
    let mut seen = Seen::new(60, 15, Options { mouse: true, ..Options::default() });
    let top = seen.press("enter 1 c d").text();
    seen.model.handle(Msg::Wheel(Action::Down));
    assert_ne!(seen.text(), top);
    seen.model.handle(Msg::Wheel(Action::Up));
    assert_eq!(seen.text(), top);
    seen.press("end");
    click(&mut seen, "next");
    assert!(matches!(seen.model.world.round().phase(), Phase::Asking { .. }));
}

#[test]
fn ctrl_c_leaves_and_escape_leads_home_from_every_screen() {
    for (_, keys) in SCREENS {
        let mut seen = Seen::new(80, 24, Options::default());
        assert_eq!(seen.press(keys).press("ctrl-c").left, Some(130), "{keys}");
        let mut seen = Seen::new(80, 24, Options::default());
        seen.press(keys).press("esc esc esc");
        assert_eq!((seen.left, seen.model.screen()), (None, "home"), "Escape leads home and no further: {keys}");
        assert_eq!(seen.press("q").left, Some(0));
    }
}

#[test]
fn key_releases_do_nothing_and_held_keys_only_move_the_selection() {
    let mut seen = Seen::new(80, 24, Options::default());
    seen.press("enter");
    for kind in [KeyEventKind::Release, KeyEventKind::Repeat] {
        seen.event(KeyEvent::new_with_kind(KeyCode::Char('r'), KeyModifiers::NONE, kind));
    }
    assert!(seen.model.world.round().records()[0].is_none());
    assert!(!seen.text().contains("▸ f"));
    seen.event(KeyEvent::new_with_kind(KeyCode::Tab, KeyModifiers::NONE, KeyEventKind::Repeat));
    assert!(words(&seen.text()).contains("▸ f fairly sure"), "a key that is held down moves");
    seen.event(KeyEvent::new_with_kind(KeyCode::Tab, KeyModifiers::NONE, KeyEventKind::Release));
    assert!(words(&seen.text()).contains("▸ f fairly sure"));
}

#[test]
fn the_arrows_alone_are_enough_to_answer() {
    let mut seen = Seen::new(80, 24, Options::default());
    seen.press("enter left enter right enter");
    let record = seen.model.world.round().records()[0].expect("answered");
    let (verdict, confidence) = record.answer.expect("an answer");
    assert_eq!((verdict.name(), confidence.title()), ("401", "certain"));
}

#[test]
fn modifiers_are_part_of_a_keys_name() {
    use airside::tui::name_of;
    let key = |code, modifiers| name_of(KeyEvent::new(code, modifiers));
    assert_eq!(key(KeyCode::Char('?'), KeyModifiers::SHIFT).as_deref(), Some("?"));
    assert_eq!(key(KeyCode::Char('G'), KeyModifiers::SHIFT).as_deref(), Some("G"));
    assert_eq!(key(KeyCode::BackTab, KeyModifiers::NONE).as_deref(), Some("backtab"));
    assert_eq!(key(KeyCode::BackTab, KeyModifiers::SHIFT).as_deref(), Some("backtab"));
    assert_eq!(key(KeyCode::Char('q'), KeyModifiers::ALT), None);
    // An East Asian input method may send full-width characters.
    assert_eq!(key(KeyCode::Char('３'), KeyModifiers::NONE).as_deref(), Some("3"));
}

fn first_start() -> Shell<Study> {
    use airside::study::{Begin, Opening};

    let opening = Opening { library: Library::open(None, &[]), state_folder: None, begin: Begin::Course, clock: || 4 };
    let mut shell = course(Study::open(opening), Options::default(), FirstScreen::Home);
    shell.resize(Size::new(80, 24));
    shell
}

#[test]
fn a_case_is_found_opened_as_a_question_and_left_to_the_list_again() {
    let mut seen = Seen::new(80, 24, Options::default());
    seen.model = first_start();
    seen.press("to:Browse_the_cases enter enter");
    assert_eq!(seen.model.screen(), "cases");
    let library = Library::open(None, &[]);
    assert!(seen.text().contains(&format!("{} cases", library.index().len())), "{}", seen.text());
    seen.press("/ f a s t space t r a c k space m i s s i n g enter");
    assert!(seen.text().contains("The fast track lane") && !seen.text().contains("missing-fast"), "{}", seen.text());
    seen.press("enter");
    assert_eq!(seen.model.screen(), "round");
    assert_eq!(seen.model.world.scenario().expect("a case").id, "missing-fast-track-airport");
    seen.press("1 c n");
    assert_eq!(seen.model.screen(), "cases");
}

#[test]
fn before_the_pre_test_is_over_whatever_shows_the_rule_says_so_first() {
    for keys in ["tab enter", "to:Your_progress enter", "/"] {
        let mut seen = Seen::new(80, 24, Options::default());
        seen.model = first_start();
        seen.press(keys);
        let asked = seen.text().contains("the pre-test will say less");
        // The learner's progress doesn't reveal the rule.
        assert!(asked || keys.starts_with("to:"), "{keys}: {}", seen.text());
        // The search field opens immediately, with the warning next to it.
        let wanted = if keys == "/" { "topics" } else { "home" };
        assert!(asked == (seen.model.screen() == wanted), "{keys}: {}", seen.model.screen());
    }
}

#[test]
fn a_case_that_is_kept_for_the_tests_opens_only_after_a_confirmation() {
    let mut seen = Seen::new(80, 24, Options::default());
    seen.model = first_start();
    seen.press("to:Browse_the_cases enter enter / f o r m s enter enter");
    assert!(seen.text().contains("is reserved for the tests"), "{}", seen.text());
    assert_eq!(seen.model.screen(), "cases");
    seen.press("enter");
    assert_eq!(seen.model.screen(), "round");
}

#[test]
fn a_report_is_typed_and_says_where_it_is_or_why_there_is_none() {
    let mut seen = Seen::new(80, 24, Options::default());
    seen.press("enter w o d d space ? space q");
    assert_eq!(seen.model.screen(), "report");
    assert!(seen.text().contains("> odd ? q"), "{}", seen.text());
    seen.press("enter");
    assert!(seen.text().contains("There is no folder for reports."), "{}", seen.text());
    // The remark is still there.
    assert!(seen.text().contains("> odd ? q"), "{}", seen.text());
    seen.press("esc y esc");
    assert!(seen.text().contains("Press Esc again to discard it"), "{}", seen.text());
    assert_eq!(seen.model.screen(), "report");
    seen.press("esc");
    assert_eq!(seen.model.screen(), "round");
    seen.press("w esc 1 c w x esc esc");
    assert_eq!(seen.model.screen(), "round");
}

#[test]
fn begun_rounds_stay_on_the_home_screen_beside_each_other_and_after_a_restart() {
    use airside::study::{Begin, Opening};

    let folder = tempfile::tempdir().expect("a folder");
    let start = || {
        let (library, state_folder) = (Library::open(None, &[]), Some(folder.path().to_owned()));
        let opening = Opening { library, state_folder, begin: Begin::Course, clock: || 4 };
        let mut seen = Seen::new(80, 24, Options::default());
        seen.model = course(Study::open(opening), Options::default(), FirstScreen::Home);
        seen.model.resize(Size::new(80, 24));
        seen
    };
    let select = |seen: &mut Seen, entry: &str| {
        for _ in 0..30 {
            if seen.text().contains(&format!("▸ {entry}")) {
                return;
            }
            seen.press("down");
        }
        panic!("{entry} can't be selected\n{}", seen.text());
    };
    let answered = |seen: &Seen| seen.model.world.round().answers().count();
    let mut seen = start();
    select(&mut seen, "Fact-check the");
    seen.press("enter enter 2 c n 2 c q");
    assert!(seen.text().contains("▸ Fact-check              2 of 24"), "{}", seen.text());
    // In the meantime, the learner can continue the course or begin another round.
    select(&mut seen, "Pre-test");
    seen.press("enter q");
    select(&mut seen, "Edge cases");
    seen.press("enter enter 3 c q");
    assert!(seen.text().contains("▸ Edge cases") && seen.text().contains("  Fact-check   "), "{}", seen.text());
    // Choosing the fact-check again also continues it.
    select(&mut seen, "Fact-check the");
    seen.press("enter enter");
    assert_eq!(answered(&seen), 2, "{}", seen.text());
    seen.press("q");
    drop(seen);
    let mut seen = start();
    for (entry, count) in [("Fact-check  ", 2), ("Edge cases  ", 1)] {
        select(&mut seen, entry);
        seen.press("enter enter");
        assert_eq!((seen.model.screen(), answered(&seen)), ("round", count), "{}", seen.text());
        seen.press("q");
    }
}

#[test]
fn the_cursor_is_at_the_end_of_the_search_text() {
    for keys in ["enter / a", "to:Browse_the_cases enter / b", "enter /"] {
        let mut seen = Seen::new(80, 24, Options::default());
        seen.press(keys);
        let text = seen.text();
        let cursor = seen.terminal.get_cursor_position().expect("memory");
        let row: Vec<char> = text.lines().nth(cursor.y.into()).expect("a row").chars().collect();
        let next = row.get(usize::from(cursor.x)).copied().unwrap_or(' ');
        assert!(next == '_' || next == '"', "{keys}: {cursor:?} {text}");
    }
}

#[test]
fn a_search_text_is_edited_like_any_other_line() {
    let mut seen = Seen::new(80, 24, Options::default());
    seen.press("enter / x y left w ctrl-a left z");
    let text = seen.text();
    let cursor = seen.terminal.get_cursor_position().expect("memory");
    let row = text.lines().nth(cursor.y.into()).expect("a row");
    assert!(row.contains("zxwy"), "{text}");
    assert_eq!(row.chars().nth(cursor.x.into()), Some('x'), "{cursor:?} {text}");
}

#[test]
fn a_key_that_is_refused_as_held_works_when_it_is_pressed_again() {
    let mut seen = Seen::new(80, 24, Options::default());
    seen.press("enter 1 c");
    let key = |seen: &mut Seen, milliseconds| {
        let moment = std::time::Duration::from_millis(milliseconds);
        drop(seen.model.handle_at(Msg::Key(event("d")), moment));
        seen.text()
    };
    let first = key(&mut seen, 100_000);
    // By hand, nobody presses a key again within 120 milliseconds.
    let second = key(&mut seen, 100_300);
    assert!(!second.contains("Press it again") && second != first, "{second}");
    assert_eq!(key(&mut seen, 100_700), first);
    for repeat in 1..20 {
        assert!(key(&mut seen, 100_700 + 40 * repeat).contains("Press it again"));
    }
    assert!(!key(&mut seen, 101_800).contains("Press it again"));
}

#[test]
fn a_second_hint_needs_no_other_key_however_long_the_learner_reads() {
    for pause in [300, 700, 2_000, 60_000] {
        let mut seen = Seen::new(80, 24, Options::default());
        seen.press("enter");
        for moment in [100_000, 100_000 + pause] {
            drop(seen.model.handle_at(Msg::Key(event("t")), std::time::Duration::from_millis(moment)));
        }
        let text = seen.text();
        assert!(text.contains("Hint 2 of 2") && !text.contains("holding"), "{pause}: {text}");
    }
}

#[test]
fn enter_marks_no_line_before_the_learner_has_chosen_one() {
    for (columns, rows) in [(80, 24), (40, 15), (120, 40)] {
        for (keys, line) in [("", None), ("down", Some(1)), ("down down", Some(2)), ("2", Some(2))] {
            let begin = Begin::Items(vec!["server-apache-other-user-setting-http".into()]);
            let library = Library::open(None, &[]);
            let study = Study::open(Opening { library, state_folder: None, begin, clock: || 7 });
            let mut seen = Seen::of(study, columns, rows, Options::default());
            let told = seen.press("enter 2 end c enter").text();
            assert!(words(&told).contains("Choose a line first"), "{told}");
            seen.press(keys).press("enter");
            let mark = seen.model.world.round().records()[0].and_then(|record| record.mark);
            assert_eq!(mark.map(|mark| mark.line), line, "{keys}");
        }
    }
}

#[test]
fn enter_changes_a_setting() {
    let mut seen = Seen::new(80, 24, Options::default());
    let before = seen.press("to:Settings enter").text();
    assert_ne!(seen.press("enter").text(), before);
}

#[test]
fn a_key_without_effect_always_explains_why() {
    for (keys, again, wanted) in [
        ("enter 1 c enter c", "c", "Choose an answer first: press the key shown beside it"),
        ("enter f", "f", "Choose an answer first: press the key shown beside it"),
        ("enter t x t x t", "t", "Both hints are already shown."),
    ] {
        let mut seen = Seen::new(80, 24, Options::default());
        let first = seen.press(keys).text();
        assert!(first.contains(wanted), "{keys}: {first}");
        assert_eq!(seen.press(again).text(), first, "{keys}");
    }
}

#[test]
fn a_question_is_confirmed_by_its_own_key_and_given_up_by_every_other_key_that_then_acts() {
    let ask = || {
        let mut seen = Seen::new(80, 24, Options::default());
        seen.press("enter r");
        assert!(seen.text().contains("Show the answer?"), "{}", seen.text());
        seen
    };
    assert!(ask().press("r").text().contains("decides"));
    assert!(ask().press("enter").text().contains("decides"));
    assert!(ask().press("1 c").text().contains("You were certain."));
    assert!(ask().press("?").text().contains("Help"));
    let escaped = ask().press("esc").text();
    assert!(escaped.contains("Nothing has changed.") && escaped.contains("Question 1 of 4"), "{escaped}");
}

#[test]
fn irreversible_actions_need_another_key_first_however_slowly_a_keyboard_repeats() {
    for (key, other) in [("s", "x"), ("enter", "right")] {
        let mut seen = Seen::new(80, 24, Options::default());
        // A whole minute passes between the two presses.
        seen.press("enter 1").press(key);
        let first = seen.text();
        seen.press(key).press(key);
        assert!(seen.text().contains("Press another key first."), "{key}: {}", seen.text());
        seen.press(other).press(key);
        assert!(!seen.text().contains("Press another key first.") && seen.text() != first, "{key}: {}", seen.text());
    }
}

#[test]
fn a_held_key_commits_nothing_that_cannot_be_undone() {
    // A held key repeats every 25 to 50 milliseconds. The first repeat comes 250 to 1,000 milliseconds after the press.
    for (first, between) in [(250, 25), (400, 33), (600, 50), (1_000, 33)] {
        for key in ["s", "enter"] {
            let mut seen = Seen::new(80, 24, Options::default());
            seen.press("enter 1");
            let press = |seen: &mut Seen, milliseconds| {
                let moment = std::time::Duration::from_millis(milliseconds);
                drop(seen.model.handle_at(Msg::Key(event(key)), moment));
                let round = seen.model.world.round();
                (round.position(), round.answers().count())
            };
            let once = press(&mut seen, 100_000);
            for repeat in 0..20 {
                assert_eq!(press(&mut seen, 100_000 + first + between * repeat), once, "{key}");
            }
        }
    }
}

/// Opens the course without saving anything. Every course opened here has the same questions.
fn same_course() -> Study {
    let (library, begin) = (Library::open(None, &[]), Begin::Course);
    Study::open(Opening { library, state_folder: None, begin, clock: || 7 })
}

/// Plays the course on screen with right answers, except in the pre-test of a newcomer, and shows every page and ruling
/// to `look`.
fn play(is_newcomer: bool, until: Stage, mut look: impl FnMut(&Study, String)) {
    let mut leader = same_course();
    let mut seen = Seen::of(same_course(), 80, 24, options(ThemeName::default(), false));
    seen.press("enter");
    while leader.stage() != Some(until) {
        let (phase, item) = (leader.round().phase(), leader.round().item().cloned());
        let inputs = match (phase, &item) {
            (Phase::Asking { .. }, Some(item)) => {
                let is_guess = is_newcomer && leader.stage() == Some(Stage::PreTest);
                let right = item.accepted.first().copied().unwrap_or(Answer::Second);
                let answer = if is_guess { Answer::Forbidden } else { right };
                seen.press(&answer.key().to_string()).press(if item.is_judged() { "f" } else { "enter" });
                let commit = item.is_judged().then_some(Input::Commit(Confidence::Fairly));
                std::iter::once(Input::Choose(answer)).chain(commit).collect()
            }
            (Phase::Marking(_), Some(item)) => {
                let line = item.evidence.expect("a line").0;
                seen.press(&line.to_string()).press("enter");
                vec![Input::Mark(line)]
            }
            (phase, _) => {
                look(&leader, seen.text());
                seen.press("end enter");
                if phase == Phase::Finished {
                    leader.go_on();
                    continue;
                }
                vec![Input::Next]
            }
        };
        for input in inputs {
            leader.act(input).expect("that can be done");
        }
    }
}

#[test]
fn the_ruling_on_a_right_answer_rarely_scrolls_in_a_window_of_the_usual_size() {
    let (mut rulings, mut scrolling) = (0, Vec::new());
    play(true, Stage::PostTest, |leader, text| {
        if matches!(leader.round().phase(), Phase::Ruled(_)) && leader.stage() == Some(Stage::Practice) {
            assert!(text.contains("Correct"), "{text}");
            rulings += 1;
            scrolling.extend(text.contains('▾').then_some(text));
        }
    });
    let count = scrolling.len();
    assert!(rulings >= 18 && count * 6 <= rulings, "{count} of {rulings}: {}", scrolling.join("\n"));
}

#[test]
fn an_expert_sees_no_stages_to_come_and_the_count_of_all_answers_on_the_card() {
    let mut shown = Vec::new();
    play(false, Stage::Done, |leader, text| {
        if let Some(stage @ (Stage::Probe | Stage::WrapUp)) = leader.stage() {
            shown.push((stage, text));
        }
    });
    let [(Stage::Probe, report), .., (Stage::WrapUp, card)] = shown.as_slice() else { panic!("{shown:?}") };
    assert!(!report.contains("The airport") && !report.contains("Practice"), "{report}");
    assert!(card.lines().next().is_some_and(|header| header.contains("18 of 18")), "{card}");
}

#[test]
fn the_page_after_the_pairs_explains_the_circles() {
    let mut circles = 0;
    play(true, Stage::Practice, |leader, text| {
        let is_over = leader.stage() == Some(Stage::Pairs) && leader.round().phase() == Phase::Finished;
        circles += usize::from(
            is_over && text.split_whitespace().collect::<Vec<_>>().join(" ").contains("Its circle in the top line"),
        );
    });
    assert_eq!(circles, 1);
}
