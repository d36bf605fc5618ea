//! Only the deciding fact predicts the code: a classifier trained on the words of half the situations does no
//! better than chance on the other half.

use std::collections::{HashMap, HashSet};

use airside::random::Random;
use airside::ruling::Verdict;
use airside::scenario::library::Library;
use airside::scenario::{Kind, Pool, Scenario};

/// The words of a scenario without the lines that carry the deciding facts: its own deciding line, that of its twin,
/// and those in which the two differ. Removing only its own line would leave the deciding line of the
/// twin, whose presence would then tell the two apart.
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

/// Scenarios that share words by design: tellings of one situation, contrast pairs, and counterparts in the two forms.
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

/// Naive Bayes over the words of a scenario.
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
            let known: f64 = seen.map(|counts| ((counts[class] + 1.0) / (self.classes[class] + 2.0)).ln()).sum();
            known + self.classes[class].ln()
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
