//! Tests what the course tells a learner. For example, it must not mention the article to learners who haven't read it.

use airside::course::pages::page;
use airside::course::stage::Stage;
use airside::document::feedback::{LearnerContext, feedback};
use airside::document::{Block, Document};
use airside::learner::diagnosis::WrongRule;
use airside::learner::{Confidence, Record};
use airside::render::plain::render;
use airside::round::subject::Subject;
use airside::round::{Answer, Input, Item, ItemId, Phase};
use airside::scenario::check::strict::HTTP_WORDS;
use airside::scenario::library::Library;
use airside::scenario::{Telling, misconception};
use airside::study::{Begin, Opening, Study};

fn text(document: &Document) -> String {
    render(document, 10_000).join("\n")
}

fn right(item: &Item) -> Answer {
    item.accepted.first().copied().unwrap_or(Answer::Second)
}

/// Plays the course up to its first check-up, and returns the text of each page, ruling and report, together with the
/// stage.
fn tellings(answer: impl Fn(Stage, &Item) -> Answer) -> Vec<(Stage, String)> {
    let (library, begin) = (Library::open(None, &[]), Begin::Course);
    let mut study = Study::open(Opening { library, state_folder: None, begin, clock: || 7 });
    let mut told = Vec::new();
    while let Some(stage) = study.stage().filter(|stage| *stage != Stage::Done) {
        let item = study.round().item().cloned();
        let input = match (study.round().phase(), item) {
            (Phase::Asking { choice: None, .. }, Some(item)) => Input::Choose(answer(stage, &item)),
            (Phase::Asking { .. }, _) => Input::Commit(Confidence::Fairly),
            (Phase::Marking(_), Some(item)) => Input::Mark(item.evidence.expect("a line").0),
            (phase, _) => {
                let is_over = phase == Phase::Finished;
                let document = study.document(false).unwrap_or_default();
                told.push((stage, format!("{}\n{}", document.title, text(&document))));
                if is_over {
                    study.go_on();
                    continue;
                }
                Input::Next
            }
        };
        study.act(input).expect("that can be done");
    }
    told
}

#[test]
fn an_airport_scene_is_explained_in_the_words_of_the_airport_after_a_wrong_answer_too() {
    let words = |text: &str| {
        let text = text.to_lowercase();
        let mut said = text.split(|character: char| !character.is_alphanumeric());
        said.find(|word| HTTP_WORDS.contains(word) || ["challenge", "authenticate", "network"].contains(word))
            .map(str::to_owned)
    };
    for text in misconception::all().iter().filter_map(|one| one.airport.as_ref()) {
        for text in [&text.belief, &text.truth, &text.breaks] {
            assert_eq!(words(text), None, "{text}");
        }
    }
    let library = Library::open(None, &[]);
    for scenario in library.scenarios() {
        let Some(believed) = scenario.misconception.as_deref().and_then(misconception::find) else { continue };
        let told = believed.told(scenario.telling).unwrap_or_else(|| panic!("{}: no words for it", scenario.id));
        if scenario.telling != Telling::Airport {
            continue;
        }
        for code in believed.gives.iter().filter(|code| **code != scenario.answer) {
            let answer = Some((Answer::from(*code), Confidence::Certain));
            let record = Record { answer, right: false, hints: 0, mark: None };
            let [short, long] = [false, true].map(|details| {
                let document = feedback(Subject::Scenario(scenario), &record, LearnerContext::default(), details);
                let is_code = |block: &Block| matches!(block, Block::Code(_));
                let blocks = document.blocks.into_iter().filter(|block| !is_code(block)).collect();
                text(&Document { blocks, ..document })
            });
            let long = long.split("Sources").next().unwrap_or_default();
            assert!(short.contains(&told.belief) && short.contains(&told.breaks), "{}: {short}", scenario.id);
            assert!(long.contains(&told.truth), "{}: {long}", scenario.id);
            assert_eq!(words(long), None, "{}: {long}", scenario.id);
        }
    }
}

#[test]
fn a_learner_who_has_not_read_the_article_is_told_nothing_about_it() {
    // The first learner happens to follow the article's rule, the second takes "Unauthorized" to mean "not permitted",
    // and the third makes occasional mistakes.
    for rule in [Some(WrongRule::Inverted), Some(WrongRule::NameLiteral), None] {
        let told = tellings(|stage, item| match (item.core_kind(), rule) {
            (Some(kind), Some(rule)) if stage <= Stage::Pairs => rule.answers(kind).expect("a core kind").into(),
            (Some(kind), _) if stage <= Stage::Practice && item.title.len() % 3 == 0 => {
                WrongRule::Inverted.answers(kind).expect("a core kind").into()
            }
            _ if matches!(item.id, ItemId::Survey(_)) => Answer::Second,
            _ => right(item),
        });
        for (stage, text) in &told {
            assert!(!text.to_lowercase().contains("article"), "{stage:?}: {text}");
        }
        let has = |wanted: &str| told.iter().any(|(_, text)| text.contains(wanted));
        assert_eq!(has("The two codes are the other way round"), rule == Some(WrongRule::Inverted));
        assert!(has("Where the analogy breaks down") && !has("WRONG") && !has("Wrong: the codes"));
    }
    let reader = tellings(|_, item| {
        if matches!(item.id, ItemId::Survey(_)) {
            Answer::First
        } else {
            item.core_kind().map_or(right(item), |kind| WrongRule::Inverted.answers(kind).expect("a core kind").into())
        }
    });
    for page in ["The article's rule is the other way round", "The login screenshot", "Wrong: the codes are swapped"] {
        assert!(reader.iter().any(|(_, text)| text.contains(page)), "{page}");
    }
}

#[test]
fn an_expert_is_told_what_comes_next_and_nothing_about_lessons_or_the_article() {
    let told = tellings(|_, item| right(item));
    let (_, probe) = told.iter().rfind(|(stage, _)| *stage == Stage::Probe).expect("a report");
    assert!(probe.contains("Wrap-up. What comes next.") && !probe.contains("learned"), "{probe}");
    let (_, card) = told.iter().rfind(|(stage, _)| *stage == Stage::WrapUp).expect("a card");
    assert!(!card.contains("article"), "{card}");
}

#[test]
fn the_pages_use_only_what_was_taught_before() {
    let shown = |name: &str| text(&page(name, None));
    assert!(!shown("lesson-2").contains("WWW-Authenticate"), "the first 403 may come before the first 401");
    assert!(!shown("two-ways").contains("everybody"), "no door has been closed to everyone yet");
    let told = tellings(|stage, item| match item.core_kind().and_then(|kind| WrongRule::Inverted.answers(kind)) {
        Some(answer) if stage == Stage::PreTest => answer.into(),
        _ => right(item),
    });
    let (_, pairs) = told.iter().rfind(|(stage, _)| *stage == Stage::Pairs).expect("a report");
    assert!(pairs.contains("a token for another service") && pairs.contains("two new cases"), "{pairs}");
    let practice = told.iter().filter(|(stage, _)| *stage == Stage::Practice).map(|(_, text)| text);
    assert!(practice.clone().any(|text| text.contains("Still needed: one correct answer.")));
    assert!(practice.clone().all(|text| !text.contains("to go")));
}

#[test]
fn a_defensible_code_is_arguable_and_counts_neither_for_nor_against() {
    let library = Library::open(None, &[]);
    let mut count = 0;
    for scenario in library.scenarios() {
        let item = Item::from_scenario(scenario);
        for answer in item.accepted.iter().skip(1).filter(|answer| answer.verdict().is_some()) {
            count += 1;
            let mut round = airside::round::Round::new(vec![item.clone()], airside::round::Rules::PRACTICE);
            for input in [Input::Choose(*answer), Input::Commit(Confidence::Fairly)] {
                round.step(input).expect("on offer");
            }
            let Phase::Ruled(record) = round.phase() else { panic!("{}: no ruling", scenario.id) };
            let told = text(&feedback(Subject::Scenario(scenario), record, LearnerContext::default(), false));
            assert!(told.contains("Arguable: ") && told.contains("a better answer is "), "{told}");
            assert!(told.contains(&format!("You said {}", answer.title())), "{told}");
            assert!(told.contains(&scenario.explanation.why_not), "{told}");
            assert_eq!((round.answered().count(), round.answers().count()), (0, 1), "{}", scenario.id);
        }
    }
    assert!(count >= 3, "{count}");
}
