//! Checks that only the deciding fact predicts the code.
//!
//! A classifier that is trained on the words of some situations must do no better than chance on the others.

use std::collections::{HashMap, HashSet};

use airside::random::Random;
use airside::ruling::Verdict;
use airside::scenario::library::Library;
use airside::scenario::{Kind, Pool, Scenario};

/// Returns the words of a scenario without the deciding lines of both cases of its pair, and without the lines in which
/// the two cases differ.
fn words(scenario: &Scenario, library: &Library) -> HashSet<String> {
    let twin = scenario.twin.as_deref().and_then(|id| library.scenario(id));
    let kept = scenario.shown_lines().enumerate().filter(|(place, line)| {
        let differs = twin.is_some_and(|twin| !twin.shown_lines().any(|other| other == *line));
        let decides = |one: &Scenario| one.shown_lines().nth(one.evidence.line - 1) == Some(*line);
        place + 1 != scenario.evidence.line && !differs && !twin.is_some_and(decides)
    });
    let texts = [scenario.title.as_str(), scenario.story.as_str()].into_iter().chain(kept.map(|(_, line)| line));
    texts
        .flat_map(|text| text.split(|character: char| !character.is_ascii_alphabetic()))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Groups scenarios that share words by design: the airport and HTTP versions of one situation, contrast pairs, and
/// counterparts in the two test forms.
fn families(library: &Library) -> Vec<Vec<&Scenario>> {
    let mut families: Vec<Vec<&Scenario>> = Vec::new();
    for scenario in library.scenarios().filter(|scenario| scenario.kind != Kind::Edge) {
        let related = |other: &&Scenario| {
            other.situation() == scenario.situation()
                || other.twin.as_deref() == Some(&scenario.id)
                || scenario.twin.as_deref() == Some(&other.id)
                || is_form(scenario)
                    && is_form(other)
                    && (scenario.kind, scenario.telling) == (other.kind, other.telling)
        };
        let (mut joined, apart): (Vec<_>, Vec<_>) = families.into_iter().partition(|family| family.iter().any(related));
        let mut family: Vec<&Scenario> = joined.drain(..).flatten().collect();
        family.push(scenario);
        families = apart;
        families.push(family);
    }
    families
}

fn is_form(scenario: &Scenario) -> bool {
    matches!(scenario.pool, Pool::FormA | Pool::FormB)
}

struct Guesser {
    counts: HashMap<String, [f64; 2]>,
    classes: [f64; 2],
}

impl Guesser {
    fn train<'a>(examples: impl Iterator<Item = (&'a HashSet<String>, bool)>) -> Self {
        let mut guesser = Self { counts: HashMap::new(), classes: [0.0; 2] };
        for (words, forbids) in examples {
            guesser.classes[usize::from(forbids)] += 1.0;
            for word in words {
                guesser.counts.entry(word.clone()).or_default()[usize::from(forbids)] += 1.0;
            }
        }
        guesser
    }

    fn forbids(&self, words: &HashSet<String>) -> bool {
        let likelihood = |class: usize| {
            let seen = words.iter().filter_map(|word| self.counts.get(word));
            let known: f64 = seen.map(|counts| libm::log((counts[class] + 1.0) / (self.classes[class] + 2.0))).sum();
            known + libm::log(self.classes[class])
        };
        likelihood(1) > likelihood(0)
    }
}

#[test]
fn the_words_of_a_story_do_not_predict_the_code() {
    let library = Library::open(None, &[]);
    let mut families: Vec<Vec<(HashSet<String>, bool)>> = families(&library)
        .into_iter()
        .map(|family| {
            let example = |scenario: &&Scenario| (words(scenario, &library), scenario.answer == Verdict::Forbidden);
            family.iter().map(example).collect()
        })
        .collect();
    assert!(families.len() >= 30);
    let (mut right, mut all) = (0_u32, 0_u32);
    let mut random = Random(1);
    for _ in 0..40 {
        random.shuffle(&mut families);
        let (known, unseen) = families.split_at(families.len() / 2);
        let guesser = Guesser::train(known.iter().flatten().map(|(words, forbids)| (words, *forbids)));
        for (words, forbids) in unseen.iter().flatten() {
            right += u32::from(guesser.forbids(words) == *forbids);
            all += 1;
        }
    }
    let share = f64::from(right) / f64::from(all);
    assert!(share <= 0.55, "the words alone give {:.1} % of the codes away", 100.0 * share);
}

/// Trains a classifier on four fifths of the situations and returns the proportion of right answers on the rest.
fn share(shown: impl Fn(&Scenario) -> String) -> f64 {
    let library = Library::open(None, &[]);
    let bag = |text: String| -> HashSet<String> {
        text.split(|character: char| !character.is_ascii_alphabetic())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let mut situations: Vec<Vec<(HashSet<String>, bool)>> = families(&library)
        .into_iter()
        .map(|family| family.iter().map(|one| (bag(shown(one)), one.answer == Verdict::Forbidden)).collect())
        .collect();
    let (mut right, mut all) = (0_u32, 0_u32);
    let mut random = Random(1);
    for _ in 0..8 {
        random.shuffle(&mut situations);
        let part = situations.len().div_ceil(5);
        for place in 0..5 {
            let is_unseen = |number: usize| number / part == place;
            let known = situations.iter().enumerate().filter(|(number, _)| !is_unseen(*number));
            let guesser =
                Guesser::train(known.flat_map(|(_, family)| family).map(|(words, forbids)| (words, *forbids)));
            let unseen = situations.iter().enumerate().filter(|(number, _)| is_unseen(*number));
            for (words, forbids) in unseen.flat_map(|(_, family)| family) {
                right += u32::from(guesser.forbids(words) == *forbids);
                all += 1;
            }
        }
    }
    f64::from(right) / f64::from(all)
}

#[test]
fn neither_title_and_story_nor_everything_shown_predicts_the_code() {
    let story = |scenario: &Scenario| format!("{} {}", scenario.title, scenario.story);
    let from_story = share(story);
    assert!(from_story <= 0.58, "{from_story:.3} from title and story");
    let from_all = share(|scenario| story(scenario) + " " + &scenario.shown_lines().collect::<Vec<_>>().join(" "));
    assert!(from_all <= 0.66, "{from_all:.3} from everything shown");
}

#[test]
fn the_deciding_line_is_the_first_finding_about_half_the_time() {
    let library = Library::open(None, &[]);
    for kind in Kind::core() {
        let cases: Vec<&Scenario> = library.scenarios().filter(|one| one.kind == *kind).collect();
        let is_first = |one: &&&Scenario| one.evidence.line == one.exchange.request.len() + 1;
        let share = cases.iter().filter(is_first).count() * 100 / cases.len();
        assert!((40..=60).contains(&share), "{kind:?}: {share} %");
    }
}

#[test]
fn the_test_forms_are_as_long_as_each_other_and_differ_in_order() {
    let library = Library::open(None, &[]);
    let form = |pool: Pool| library.scenarios().filter(move |one| one.pool == pool);
    let count = |pool: Pool| -> usize {
        let texts = form(pool).flat_map(|one| one.shown_lines().chain([one.title.as_str(), one.story.as_str()]));
        texts.map(|text| text.split_whitespace().count()).sum()
    };
    let (first, second) = (count(Pool::FormA), count(Pool::FormB));
    assert!(first.abs_diff(second) * 20 <= first, "{first} and {second} words");
    let order = |pool: Pool| form(pool).map(|one| (one.answer, one.evidence.line)).collect::<Vec<_>>();
    let same = order(Pool::FormA).into_iter().zip(order(Pool::FormB)).filter(|(one, other)| one.0 == other.0).count();
    assert!(same <= 7, "{same} of 10 codes stand in the same place");
}
