//! Tests edge cases, real servers and incidents.
//!
//! Edge cases, real servers and incidents in a user's pack must be shown in the same way as the built-in ones.

use std::fs;
use std::sync::Arc;

use airside::course::stage::Stage;
use airside::course::{Course, Items};
use airside::round::{Confidence, Input};
use airside::scenario::index::Category;
use airside::scenario::library::Library;
use airside::scenario::{Kind, Pack, Scenario};
use airside::study::{Activity, Begin, Opening, Study, activity, round_title};
use airside::tui::{FirstScreen, Msg, Options, Shell, course};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;

use crate::cli::{err, out, run_in};
use crate::common::{built_in, pack};

const CATEGORIES: [Category; 3] = [Category::Kind(Kind::Edge), Category::Server, Category::Incident];

/// Builds a user's pack with an edge case, a real server and an incident. The server case and the incident belong to
/// core kinds of case.
fn own_pack() -> Pack {
    let library = Library::open(None, &[]);
    let first = |category| {
        let is_plain = |one: &&Scenario| one.asks.is_none() && one.twin.is_none();
        let mut case =
            library.scenarios().filter(is_plain).find(|one| Category::new(one) == category).cloned().expect("one");
        case.id = format!("mine-{}", category.name());
        case.title = format!("My {}", category.name());
        case
    };
    let mut own = pack();
    own.id = "mine".into();
    own.scenarios = CATEGORIES.map(first).to_vec();
    own.scenarios[1].kind = Kind::Missing;
    own.scenarios[2].kind = Kind::Policy;
    own
}

#[test]
fn a_users_edge_case_server_and_incident_are_found_in_plain_lines_json_lines_and_exports() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("data/packs");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("mine.json"), serde_json::to_string(&own_pack()).expect("JSON")).expect("written");
    for category in CATEGORIES.map(Category::name) {
        let title = format!("My {category}");
        for front_end in ["--plain", "--json-lines"] {
            let told = run_in(home.path(), &[front_end, "learn", "--pack", "mine", "--kind", category], "");
            assert!(out(&told).contains(&title), "{front_end} {category}: {}{}", out(&told), err(&told));
        }
        let exported = run_in(home.path(), &["export", "gift", "--pack", "mine", "--kinds", category], "");
        let (exported, said) = (out(&exported), err(&exported));
        assert_eq!(exported.matches("My ").count() + said.matches("mine-").count(), 1, "{category}: {exported}{said}");
    }
}

#[test]
fn the_screen_of_kinds_counts_and_opens_a_users_servers_and_incidents() {
    for (category, downs) in CATEGORIES.into_iter().zip(0..) {
        let begin = Begin::Resume;
        let study =
            Study::open(Opening { library: Library::new([own_pack()]), state_folder: None, begin, clock: || 0 });
        let mut shell = course(study, Options::default(), FirstScreen::Home);
        let press = |shell: &mut Shell<Study>, code| {
            shell.handle(Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        };
        let text = |shell: &mut Shell<Study>| {
            let mut terminal = Terminal::new(TestBackend::new(80, 24)).expect("memory");
            shell.resize(Size::new(80, 24));
            terminal.draw(|frame| shell.draw(frame)).expect("memory");
            terminal.backend().to_string()
        };
        for _ in 0..12 {
            if text(&mut shell).contains("1 case") {
                break;
            }
            press(&mut shell, KeyCode::Down);
            if text(&mut shell).contains("▸ Practise one kind") {
                press(&mut shell, KeyCode::Enter);
            }
        }
        let kinds = text(&mut shell);
        assert_eq!(kinds.matches("1 case").count(), CATEGORIES.len(), "{kinds}");
        for _ in 0..downs {
            press(&mut shell, KeyCode::Down);
        }
        press(&mut shell, KeyCode::Enter);
        let question = text(&mut shell);
        assert!(question.contains(&format!("My {}", category.name())), "{category:?}: {question}");
    }
}

#[test]
fn a_begun_round_of_one_category_is_never_taken_for_another() {
    let is_beyond = |one: &Scenario| one.asks.is_none() && !Category::new(one).is_core();
    let begin = Begin::Resume;
    let mut study = Study::open(Opening { library: built_in(is_beyond), state_folder: None, begin, clock: || 0 });
    for category in [Category::Server, Category::Incident] {
        study.start_default(Some(category));
        let answer = study.round().item().and_then(|item| item.question_type).expect("a question").answers()[0];
        study.act(Input::Choose(answer)).expect("on offer");
        study.act(Input::Commit(Confidence::Guess)).expect("chosen");
        assert_eq!((activity(study.round()), round_title(study.round())), (Activity::OneKind, "One kind of case"));
    }
    study.start_default(Some(Category::Kind(Kind::Edge)));
    assert_eq!((activity(study.round()), study.round().answers().count()), (Activity::EdgeCases, 0));
}

#[test]
fn the_stage_beyond_the_basics_asks_a_users_cases_and_mastery_does_not_count_them() {
    let is_basic = |one: &Scenario| Category::new(one).is_core();
    let library = Library::new(built_in(is_basic).packs().iter().cloned().chain([own_pack()]));
    let mut course = Course::new(Arc::new(Items::new(library)), 1);
    let (_, asked) = course.skip_to(Stage::Beyond);
    for category in CATEGORIES {
        let case = format!("mine-{}", category.name());
        assert!(asked.iter().any(|id| id.is_case(&case)), "{case} in {asked:?}");
        let item = course.round().items().iter().find(|item| item.id.is_case(&case)).expect("asked");
        assert_eq!(item.core_kind(), None, "{case}");
    }
}
