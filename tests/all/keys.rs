//! Tests the keys on every screen.
//!
//! The program must react to every key, or say why the key did nothing, even if the learner has changed the keys.

use std::collections::BTreeMap;

use airside::keys::Keys;
use airside::tui::picture::{Program, SHOTS, Shot};
use airside::tui::{Effect, Msg, Options};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::{Position, Size};
use ratatui::style::Modifier;

use super::common::{NAMED_KEYS, Random, number, words};

const SIZES: [Size; 4] = [Size::new(80, 24), Size::new(120, 40), Size::new(60, 20), Size::new(40, 15)];

/// What a terminal shows without its colours: the text, how each cell is emphasised, and the position of the cursor.
type Shown = (String, Vec<Modifier>, Position);

fn frame(program: &mut dyn Program, size: Size) -> Shown {
    let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).expect("memory");
    terminal.draw(|frame| program.draw(frame)).expect("memory");
    let cursor = terminal.get_cursor_position().expect("memory");
    let buffer = terminal.backend().buffer();
    let styles = buffer.content().iter().map(|cell| cell.modifier).collect();
    let cells: Vec<&str> = buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect();
    let rows: Vec<String> = cells.chunks(usize::from(size.width)).map(<[&str]>::concat).collect();
    (rows.join("\n"), styles, cursor)
}

fn text(program: &mut dyn Program, size: Size) -> String {
    frame(program, size).0
}

fn press(program: &mut dyn Program, code: KeyCode) -> Vec<Effect> {
    program.handle(Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)))
}

fn type_keys(program: &mut dyn Program, keys: &str) {
    for key in keys.chars() {
        let code = if key == '\r' { KeyCode::Enter } else { KeyCode::Char(key) };
        press(program, code);
    }
}

fn shot(name: &str) -> &'static Shot {
    SHOTS.iter().find(|shot| shot.name == name).expect(name)
}

fn keyboard() -> Vec<KeyEvent> {
    let letters = (' '..='~').chain("éèçà²€ÉñßЖ東".chars()).map(KeyCode::Char);
    let plain = letters.chain(NAMED_KEYS).map(|code| KeyEvent::new(code, KeyModifiers::NONE));
    let control = ('a'..='z').map(|letter| KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL));
    let alt = ["x", "1"].iter().flat_map(|letters| letters.chars());
    let alt = alt.map(|letter| KeyEvent::new(KeyCode::Char(letter), KeyModifiers::ALT));
    plain.chain(control).chain(alt).collect()
}

#[test]
fn random_keys_are_never_silent_on_any_screen_at_any_size() {
    let keyboard = keyboard();
    let rounds = number("ROUNDS", 1);
    for (place, shot) in SHOTS.iter().filter(|shot| !["loading", "too-small"].contains(&shot.name)).enumerate() {
        for seed in 0..rounds {
            let size = SIZES[(place + usize::try_from(seed).expect("few")) % SIZES.len()];
            let mut random = Random(0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(seed + 1) ^ place as u64);
            let mut program = shot.open(Options::default(), size);
            let mut pressed = Vec::new();
            let mut before = frame(program.as_mut(), size);
            for _ in 0..60 {
                let key = keyboard[usize::try_from(random.below(keyboard.len() as u64)).expect("few")];
                pressed.push((key.code, key.modifiers));
                let effects = program.handle(Msg::Key(key));
                let after = frame(program.as_mut(), size);
                // The reason may already be on screen.
                let last = after.0.lines().nth(usize::from(size.height) - 1).unwrap_or_default();
                assert!(
                    after != before || !effects.is_empty() || !last.contains("help"),
                    "{} at {size}: {:?} is silent after {pressed:?}\n{}",
                    shot.name,
                    key,
                    text(program.as_mut(), size)
                );
                if effects.iter().any(|effect| matches!(effect, Effect::Leave(_))) {
                    break;
                }
                before = after;
            }
        }
    }
}

fn french() -> Options {
    let keys = [
        ("1", "&"),
        ("2", "é"),
        ("3", "\""),
        ("4", "'"),
        ("5", "("),
        ("6", "-"),
        ("7", "è"),
        ("8", "_"),
        ("9", "ç"),
        ("0", "à"),
    ];
    let own: BTreeMap<String, Vec<String>> =
        keys.iter().map(|(digit, key)| (format!("digit-{digit}"), vec![(*key).to_owned()])).collect();
    Options { keys: Keys::with(own).expect("no conflict"), ..Options::default() }
}

#[test]
fn digits_have_other_keys_wherever_digits_mean_something() {
    let size = SIZES[0];
    for (name, keys, wanted) in [
        ("question", "\"", "▸ \""),
        ("question", "\"c", "✓ Correct"),
        ("pre-test", "&c", "2 of 10"),
        ("pair", "&c", "\"  "),
        ("choices", "éc", "You were certain."),
        ("edge", "àf", "Not quite"),
        ("fact-check", "éc", "You said"),
        ("exam", "\"c", "2 of 10"),
        ("vote-reading", "n&é", "▸ **"),
        ("vote-reading", "nà\r", "▸"),
    ] {
        // The test opens the screen with the default keys, and changes the bindings only afterwards.
        let shot = shot(name);
        let mut program = shot.open(french(), size);
        type_keys(program.as_mut(), keys);
        let shown = text(program.as_mut(), size);
        assert!(shown.contains(wanted), "{name} {keys:?}: {wanted}\n{shown}");
        let mut program = shot.open(french(), size);
        type_keys(program.as_mut(), "1");
        let shown = text(program.as_mut(), size);
        assert!(shown.contains("\"1\" has no effect here"), "{name}\n{shown}");
    }
}

#[test]
fn a_question_before_something_happens_names_the_key_that_confirms() {
    let own = [("select".to_owned(), vec!["y".to_owned()])];
    let keys = Keys::with(own.into()).expect("no conflict");
    let size = SIZES[1];
    for (name, keys_to_it) in [("home-round", "y"), ("vote-reading", "n1")] {
        let options = Options { keys: keys.clone(), ..Options::default() };
        let mut program = shot(name).open(options, size);
        type_keys(program.as_mut(), keys_to_it);
        type_keys(program.as_mut(), if name == "home-round" { "r" } else { "p" });
        let shown = text(program.as_mut(), size);
        let own = if name == "home-round" { "r" } else { "p" };
        let wanted = format!("To confirm, press {own} or y. Any other key cancels.");
        assert!(shown.contains(&wanted), "{name}\n{shown}");
        assert!(!shown.contains("Enter"), "{name}\n{shown}");
        type_keys(program.as_mut(), "z");
        assert!(text(program.as_mut(), size).contains("Nothing has changed."), "{name}");
    }
}

/// Screens where the user types text, so that `/` is an ordinary character, and screens where a question must be
/// answered before anything else happens.
const TYPES: &[&str] = &[
    "reveal", "lab", "lab-answer", "paste", "report", "exam-handing-in", "loading", "too-small", "search",
    "search-nothing", "cases-found", "topic-search",
];

/// Returns whether the user is typing in the search field. If there is room, the keys in the last line have spaces
/// around them.
fn is_typing(text: &str) -> bool {
    text.split_whitespace().collect::<Vec<_>>().join(" ").contains("esc clear")
}

#[test]
fn a_text_is_searched_on_every_screen_that_has_one() {
    for (place, shot) in SHOTS.iter().enumerate().filter(|(_, shot)| !TYPES.contains(&shot.name)) {
        let size = SIZES[place % SIZES.len()];
        let mut program = shot.open(Options::default(), size);
        let before = text(program.as_mut(), size);
        type_keys(program.as_mut(), "/");
        let asked = text(program.as_mut(), size);
        let confirms = asked.contains("to confirm, or another key");
        assert!(is_typing(&asked) || confirms, "{} at {size}\n{asked}", shot.name);
        if confirms {
            type_keys(program.as_mut(), "\r");
        }
        type_keys(program.as_mut(), "qqqq");
        let mut nothing = words(&text(program.as_mut(), size));
        if nothing.contains("the pre-test will say less") {
            // Before the pre-test, the results appear only after a warning and Enter.
            press(program.as_mut(), KeyCode::Enter);
            nothing = words(&text(program.as_mut(), size));
        }
        let says = ["nothing found", "Nothing found", "No case", "0 of"].iter().any(|words| nothing.contains(words));
        assert!(says, "{} at {size}\n{nothing}", shot.name);
        press(program.as_mut(), KeyCode::Esc);
        if !confirms && !before.contains("/ search") {
            assert!(!is_typing(&text(program.as_mut(), size)), "{}", shot.name);
        }
    }
}

#[test]
fn a_search_finds_a_word_of_the_scene_and_keeps_the_answer() {
    for name in ["question", "pre-test", "exam", "marking", "vote-reading", "kinds", "not-quite"] {
        let size = SIZES[0];
        let mut program = shot(name).open(Options::default(), size);
        let shown = text(program.as_mut(), size);
        let body = shown.lines().skip(3).collect::<Vec<_>>().join("\n");
        let word = body
            .split(|one: char| !one.is_alphabetic())
            .filter(|word| word.len() > 5 && word.chars().all(|one| one.is_ascii_lowercase()))
            .find(|word| !["airside", "answered", "search", "answer", "certain", "fairly", "allowed"].contains(word))
            .expect("a word")
            .to_owned();
        type_keys(program.as_mut(), &format!("/{word}"));
        let found = text(program.as_mut(), size);
        assert!(
            found.contains(&format!("\"{word}\": ")) && !found.contains("nothing found"),
            "{name}: {word}\n{found}"
        );
        press(program.as_mut(), KeyCode::Esc);
        let after = text(program.as_mut(), size);
        // If a ruling is on screen, the search result doesn't move.
        assert!(after == shown || name == "not-quite" && !is_typing(&after), "{name}\n{after}");
    }
}

#[test]
fn a_paste_on_a_screen_without_a_text_field_changes_nothing_and_says_so() {
    for shot in SHOTS.iter().filter(|shot| !TYPES.contains(&shot.name)) {
        let size = SIZES[0];
        let mut program = shot.open(Options::default(), size);
        program.handle(Msg::Paste("1c\rq403".to_owned()));
        let shown = text(program.as_mut(), size);
        assert!(shown.contains("You can't paste here."), "{}\n{shown}", shot.name);
    }
}

#[test]
fn a_digit_selects_a_deciding_line_and_enter_confirms_it() {
    for size in SIZES {
        let mut program = shot("marking").open(Options::default(), size);
        let asked = text(program.as_mut(), size);
        let asks = "You said 401 and were certain. Which line decides?";
        assert!(words(&asked).contains(asks), "{size}\n{asked}");
        type_keys(program.as_mut(), "2");
        let selected = text(program.as_mut(), size);
        assert!(selected != asked && words(&selected).contains(asks), "{size}\n{selected}");
        type_keys(program.as_mut(), "9");
        let refused = words(&text(program.as_mut(), size));
        assert!(refused.contains("Mark one of the numbered lines."), "{size}\n{refused}");
        type_keys(program.as_mut(), "3\r");
        let ruled = text(program.as_mut(), size);
        assert!(!words(&ruled).contains(asks), "{size}\n{ruled}");
    }
}

#[test]
fn a_survey_is_answered_like_a_list_and_nothing_is_saved_before_it_is_confirmed() {
    for (keys, chosen) in
        [("1", "▸ 1"), ("2", "▸ 2"), ("j", "▸ 1"), ("jj", "▸ 2"), ("jjj", "▸ 2"), ("jjk", "▸ 1"), ("2kk", "▸ 1")]
    {
        let size = SIZES[0];
        let mut program = shot("survey").open(Options::default(), size);
        let asked = text(program.as_mut(), size);
        type_keys(program.as_mut(), "\r");
        assert!(text(program.as_mut(), size).contains("Choose an answer first"));
        type_keys(program.as_mut(), keys);
        let selected = text(program.as_mut(), size);
        assert!(selected.contains(chosen) && selected.lines().next() == asked.lines().next(), "{keys}\n{selected}");
        type_keys(program.as_mut(), "\r");
        assert!(!text(program.as_mut(), size).contains("▸ "), "{keys}");
    }
}

#[test]
fn arrows_choose_an_answer_and_stop_at_the_first_and_last_row() {
    let size = SIZES[0];
    let mut program = shot("choices").open(Options::default(), size);
    for (key, chosen) in [('j', "▸ 1"), ('j', "▸ 2"), ('k', "▸ 1"), ('k', "▸ 1")] {
        type_keys(program.as_mut(), &key.to_string());
        let shown = text(program.as_mut(), size);
        assert!(shown.contains(chosen), "{key}\n{shown}");
    }
    type_keys(program.as_mut(), "jjjjjjjj");
    let lowest = text(program.as_mut(), size);
    assert!(lowest.contains("▸ f") && lowest.contains("This is the end."), "{lowest}");
    type_keys(program.as_mut(), "\r");
    assert!(!text(program.as_mut(), size).contains("How sure"));
}

#[test]
fn n_and_capital_n_walk_through_the_matches_and_say_which_one_is_shown() {
    for name in ["help", "topic", "question", "not-quite", "kinds"] {
        let size = SIZES[0];
        let mut program = shot(name).open(Options::default(), size);
        type_keys(program.as_mut(), "/e\r");
        let count = |program: &mut dyn Program| {
            let shown = text(program, size);
            let (_, rest) = shown.rsplit_once("\"e\": ").unwrap_or_else(|| panic!("{name}\n{shown}"));
            let numbers: Vec<usize> = rest.split_whitespace().filter_map(|word| word.parse().ok()).take(2).collect();
            (numbers[0], numbers[1])
        };
        type_keys(program.as_mut(), "n");
        let (first, all) = count(program.as_mut());
        assert!(all > 2, "{name}");
        let after = |number: usize| number % all + 1;
        type_keys(program.as_mut(), "n");
        assert_eq!(count(program.as_mut()), (after(first), all), "{name}");
        type_keys(program.as_mut(), "n");
        assert_eq!(count(program.as_mut()), (after(after(first)), all), "{name}");
        type_keys(program.as_mut(), "N");
        assert_eq!(count(program.as_mut()), (after(first), all), "{name}");
    }
}

#[test]
fn the_keys_of_pagers_scroll_a_text() {
    let size = SIZES[0];
    let control = |letter| KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL);
    let plain = |letter| KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE);
    let pairs = [(control('f'), control('b')), (control('d'), control('u')), (plain('f'), plain('b'))];
    for (down, up) in pairs {
        let mut program = shot("help").open(Options::default(), size);
        let top = text(program.as_mut(), size);
        program.handle(Msg::Key(down));
        assert_ne!(text(program.as_mut(), size), top, "{down:?}");
        program.handle(Msg::Key(up));
        assert_eq!(text(program.as_mut(), size), top, "{up:?}");
    }
}

#[test]
fn before_the_pre_test_the_search_takes_the_whole_word_and_warns_before_it_lists_anything() {
    let size = SIZES[0];
    let mut program = shot("home-new").open(Options::default(), size);
    type_keys(program.as_mut(), "/token");
    let typed = words(&text(program.as_mut(), size));
    assert!(typed.contains("token_") && typed.contains("the pre-test will say less"), "{typed}");
    assert!(!typed.contains("RFC") && !typed.contains("▸"), "nothing is listed yet: {typed}");
    press(program.as_mut(), KeyCode::Enter);
    let found = text(program.as_mut(), size);
    assert!(found.contains("▸ "), "{found}");
    press(program.as_mut(), KeyCode::Esc);
    let all = words(&text(program.as_mut(), size));
    assert!(all.contains("▸ The three questions") && !all.contains("will say less"), "{all}");
}
