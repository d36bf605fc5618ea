//! Tests that the parts of the feedback that are computed from the facts agree with the story and the response of each
//! case.

use airside::document::feedback::{LearnerContext, feedback};
use airside::learner::{Confidence, Record};
use airside::render::plain::render;
use airside::round::Answer;
use airside::round::subject::Subject;
use airside::ruling::{Agreement, FactName, Level, Verdict};
use airside::scenario::check::strict::HTTP_WORDS;
use airside::scenario::library::Library;
use airside::scenario::{Kind, Scenario, Telling};

fn told(scenario: &Scenario, answer: Answer, right: bool, details: bool) -> String {
    let record = Record { answer: Some((answer, Confidence::Fairly)), right, hints: 0, mark: None };
    render(&feedback(Subject::Scenario(scenario), &record, LearnerContext::default(), details), 10_000).join("\n")
}

fn details(scenario: &Scenario) -> String {
    let answer = Answer::from(scenario.answer);
    let [short, all] = [false, true].map(|details| told(scenario, answer, true, details));
    all.chars().skip(short.chars().count()).collect()
}

#[test]
fn the_checks_lead_to_the_status_of_the_printed_response() {
    let library = Library::open(None, &[]);
    let mut led = 0;
    for scenario in library.scenarios() {
        let text = details(scenario);
        let status_line = scenario.exchange.response.first().expect("a status line");
        let status = status_line.split(' ').nth(1).expect("a status");
        for after in text.split("So the answer is ").skip(1) {
            assert_eq!(after.get(..3), Some(status), "{}: {text}", scenario.id);
            led += 1;
        }
        let about_response = ["The response", "What the client may do", "So the answer is"];
        let is_settled = scenario.editorial.is_none();
        assert!(is_settled || !about_response.iter().any(|part| text.contains(part)), "{}: {text}", scenario.id);
    }
    assert!(led > 380, "{led}");
}

#[test]
fn the_details_of_an_airport_scene_use_the_words_of_the_airport() {
    let library = Library::open(None, &[]);
    for scenario in library.scenarios().filter(|scenario| scenario.telling == Telling::Airport) {
        let text = details(scenario);
        // The sources may use HTTP words.
        let (_, text) = text.split_once("How the answer is reached").expect("a heading");
        let (scene, sources) = text.split_once("Sources").expect("a heading");
        let scene = scene.to_lowercase();
        let mut said = scene.split(|character: char| !character.is_alphanumeric());
        assert_eq!(said.find(|word| HTTP_WORDS.contains(word) || *word == "network"), None, "{}: {scene}", scenario.id);
        assert!(!sources.contains("JWT"), "{}: {sources}", scenario.id);
    }
}

#[test]
fn only_a_403_may_give_a_reason_in_its_body() {
    let library = Library::open(None, &[]);
    let mut reasons = 0;
    for scenario in library.scenarios() {
        let text = details(scenario);
        assert!(!text.contains("requires no header") || text.contains("definition of"), "{}: {text}", scenario.id);
        if text.contains("give a reason") {
            assert!(text.contains("The definition of 403 requires no header."), "{}: {text}", scenario.id);
            reasons += 1;
        }
    }
    assert!(reasons > 30, "{reasons}");
}

#[test]
fn a_header_that_the_details_call_part_of_the_response_is_printed() {
    let library = Library::open(None, &[]);
    for scenario in library.scenarios().filter(|scenario| scenario.editorial.is_none()) {
        let optional = [Level::May, Level::Should];
        let ruling = scenario.ruling();
        let sent = ruling.companions.iter().filter(|one| one.parameter.is_none() && !optional.contains(&one.level));
        for companion in sent {
            let is_printed = scenario.exchange.response.iter().any(|line| line.starts_with(companion.field));
            assert!(is_printed, "{}: {}", scenario.id, companion.field);
        }
    }
}

/// If the facts of a case say that the CSRF token is missing or wrong, the case must mention that token.
#[test]
fn a_csrf_token_is_named_only_where_the_case_has_one() {
    let library = Library::open(None, &[]);
    for scenario in library.scenarios().filter(|scenario| scenario.facts.value(FactName::Refusal) == "csrf") {
        let shown: String = scenario.shown_lines().chain([scenario.story.as_str()]).collect();
        assert!(["form token", "anti-forgery token"].iter().any(|name| shown.contains(name)), "{}", scenario.id);
    }
}

#[test]
fn a_refusal_that_section_15_5_4_covers_is_not_called_a_mere_convention() {
    let library = Library::open(None, &[]);
    for scenario in library.scenarios().filter(|scenario| scenario.kind != Kind::Edge) {
        let text = details(scenario);
        assert!(!text.contains("Convention decides this"), "{}: {text}", scenario.id);
    }
}

/// The article covers only incorrect or damaged tickets and the wrong gate.
#[test]
fn after_the_articles_answer_its_rule_is_stated_and_not_a_result() {
    let library = Library::open(None, &[]);
    let mut stated = 0;
    for scenario in library.scenarios().filter(|scenario| scenario.server.is_none() && scenario.asks.is_none()) {
        let article = scenario.ruling().article;
        for answer in [Answer::Unauthorized, Answer::Forbidden, Answer::Neither] {
            let text = told(scenario, answer, false, false);
            if let Some(of_case) = scenario.article.as_deref().filter(|_| scenario.incident.is_none()) {
                assert!(of_case == article.why || !text.contains(of_case), "{}: {text}", scenario.id);
            }
            if text.contains("The article swaps the two codes.") {
                assert!(article.agreement == Agreement::Inverted && text.contains(article.why), "{}", scenario.id);
                stated += 1;
            }
        }
    }
    assert!(stated > 100, "{stated}");
}

#[test]
fn why_not_names_the_code_that_its_text_explains() {
    let library = Library::open(None, &[]);
    let mut asked = 0;
    for scenario in library.scenarios() {
        let texts = [told(scenario, Answer::from(scenario.answer), true, true)];
        let wrong = [Answer::Unauthorized, Answer::Forbidden].map(|answer| told(scenario, answer, false, false));
        let is_plain = scenario.asks.is_none() && scenario.server.is_none();
        let wrong = wrong.into_iter().filter(|_| is_plain);
        let is_neither = is_plain && scenario.answer == Verdict::Neither;
        for text in texts.into_iter().chain(wrong) {
            if let Some((_, reason)) = text.split_once("Why neither 401 nor 403? ").filter(|_| is_neither) {
                assert!(["401", "403"].iter().any(|code| reason.contains(code)), "{}: {reason}", scenario.id);
                asked += 2;
            }
            for code in ["401", "403"].into_iter().filter(|code| *code != scenario.answer.name() || !is_plain) {
                let Some((_, reason)) = text.split_once(&format!("Why not {code}? ")) else { continue };
                let reason = reason.lines().next().expect("a line");
                assert!(reason.contains(code), "{}: Why not {code}? {reason}", scenario.id);
                asked += 1;
            }
        }
    }
    assert!(asked > 600, "{asked}");
}
