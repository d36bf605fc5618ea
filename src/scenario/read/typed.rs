//! The typed reader: format 1 as types, and from there into the model.
//!
//! Owns the fast path. Every type denies unknown fields, and texts deny characters that act on a terminal.

use std::collections::{BTreeMap, HashSet};
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde_json::Value;

use super::super::{
    Asks, Choice, Editorial, Evidence, Exchange, Explanation, FORMAT, Hints, Incident, Judgement, Kind, LONGEST_TEXT,
    Pack, Pool, Provenance, ReviewStatus, Scenario, Server, Telling,
};
use crate::ruling::{FactName, Facts, Verdict};
use crate::text::is_safe;

/// Reads a whole pack.
pub(super) fn pack(text: &str) -> Result<Pack, serde_json::Error> {
    serde_json::from_str::<Object<RawPack>>(text).map(|pack| Pack::from(pack.0))
}

/// Reads one scenario.
pub(super) fn scenario(text: &str) -> Result<Scenario, serde_json::Error> {
    serde_json::from_str::<Object<RawScenario>>(text).map(|scenario| Scenario::from(scenario.0))
}

/// Those scenarios of a faulty pack that can be read and are not in doubt, with their places in the file.
pub(super) fn sound_scenarios(value: &Value, doubtful: &HashSet<usize>) -> Option<(Pack, Vec<usize>)> {
    let scenarios = value.get("scenarios")?.as_array()?;
    let (places, scenarios) = scenarios
        .iter()
        .enumerate()
        .filter(|(place, _)| !doubtful.contains(place))
        .filter_map(|(place, scenario)| Some((place, Object::<RawScenario>::deserialize(scenario).ok()?)))
        .map(|(place, scenario)| (place, Scenario::from(scenario.0)))
        .unzip();
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let pack = Pack {
        id: text("id"),
        title: text("title"),
        version: text("version"),
        language: text("language"),
        licence: text("licence"),
        authors: Vec::new(),
        scenarios,
    };
    Some((pack, places))
}

/// An object by its names. A derived type by itself would also take a list of the bare values.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Reader<T> {
            type Value = Object<T>;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }

        deserializer.deserialize_map(Reader(PhantomData))
    }
}

/// A field that may be left out, and is not null when it is there.
fn stated<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Text that is not empty and holds nothing that acts on a terminal.
struct Text(String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.trim_start().is_empty() || text.len() > LONGEST_TEXT || !is_safe(&text) {
            return Err(D::Error::invalid_value(Unexpected::Str(&text), &"text that can be shown"));
        }
        Ok(Self(text))
    }
}

/// A word, looked up where it stands in the text: most values of a pack are words, and none needs memory of its own.
struct Word<F>(F);

impl<'de, T, F: FnOnce(&str) -> Option<T>> DeserializeSeed<'de> for Word<F> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<T, F: FnOnce(&str) -> Option<T>> Visitor<'_> for Word<F> {
    type Value = T;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a known word")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<T, E> {
        (self.0)(word).ok_or_else(|| E::invalid_value(Unexpected::Str(word), &"a known word"))
    }
}

/// A word of the vocabulary, or a failure that the slow path explains.
macro_rules! word {
    ($($raw:ident $model:ident)+) => {
        $(
            struct $raw($model);

            impl<'de> Deserialize<'de> for $raw {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    Word($model::find).deserialize(deserializer).map(Self)
                }
            }
        )+
    };
}

word!(
    RawCell Kind RawSkin Telling RawVerdict Verdict RawFactName FactName RawPool Pool RawJudgement Judgement RawStatus ReviewStatus
);

struct RawFacts(Facts);

impl<'de> Deserialize<'de> for RawFacts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = RawFacts;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("facts by name")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawFacts, A::Error> {
                let mut facts = Facts::default();
                let mut seen = 0u32;
                while let Some(fact) = map.next_key_seed(Word(FactName::find))? {
                    let bit = 1 << (fact as u32);
                    if seen & bit != 0 {
                        return Err(A::Error::duplicate_field(fact.name()));
                    }
                    seen |= bit;
                    facts = map.next_value_seed(Word(|value: &str| facts.with(fact.name(), value).ok()))?;
                }
                Ok(RawFacts(facts))
            }
        }

        deserializer.deserialize_map(Reader)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPack {
    format: RawFormat,
    id: Text,
    title: Text,
    version: Text,
    language: Text,
    licence: Text,
    authors: Filled<Text>,
    scenarios: Filled<Object<RawScenario>>,
}

struct RawFormat;

impl<'de> Deserialize<'de> for RawFormat {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u32::deserialize(deserializer)? {
            FORMAT => Ok(Self),
            other => Err(D::Error::invalid_value(Unexpected::Unsigned(other.into()), &"format 1")),
        }
    }
}

/// A list that is not empty.
struct Filled<T>(Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Filled<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let entries = Vec::deserialize(deserializer)?;
        if entries.is_empty() { Err(D::Error::invalid_length(0, &"at least one")) } else { Ok(Self(entries)) }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawScenario {
    id: Text,
    title: Text,
    kind: RawCell,
    telling: RawSkin,
    #[serde(default, deserialize_with = "stated")]
    situation: Option<Text>,
    #[serde(default, deserialize_with = "stated")]
    pool: Option<RawPool>,
    facts: RawFacts,
    answer: RawVerdict,
    #[serde(default, deserialize_with = "stated")]
    editorial: Option<Object<RawEditorial>>,
    story: Text,
    exchange: Object<RawExchange>,
    evidence: Object<RawEvidence>,
    #[serde(default, deserialize_with = "stated")]
    asks: Option<Object<RawAsks>>,
    #[serde(default, deserialize_with = "stated")]
    server: Option<Object<RawServer>>,
    #[serde(default, deserialize_with = "stated")]
    incident: Option<Object<RawIncident>>,
    hints: Object<RawHints>,
    explanation: Object<RawExplanation>,
    #[serde(default, deserialize_with = "by_judgement")]
    options: BTreeMap<Judgement, String>,
    #[serde(default, deserialize_with = "by_judgement")]
    misconceptions: BTreeMap<Judgement, String>,
    #[serde(default, deserialize_with = "stated")]
    article: Option<Text>,
    citations: Filled<Text>,
    #[serde(default, deserialize_with = "stated")]
    misconception: Option<Text>,
    #[serde(default, deserialize_with = "stated")]
    twin: Option<Text>,
    teacher: Text,
    #[serde(default, deserialize_with = "stated")]
    provenance: Option<Object<RawProvenance>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProvenance {
    author: Text,
    checked: Text,
    against: Text,
    status: RawStatus,
}

/// Texts by judgement.
fn by_judgement<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<Judgement, String>, D::Error> {
    struct Reader;

    impl<'de> Visitor<'de> for Reader {
        type Value = BTreeMap<Judgement, String>;

        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("texts by judgement")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut texts = BTreeMap::new();
            while let Some(judgement) = map.next_key_seed(Word(Judgement::find))? {
                if texts.insert(judgement, map.next_value::<Text>()?.0).is_some() {
                    return Err(A::Error::duplicate_field(judgement.name()));
                }
            }
            Ok(texts)
        }
    }

    deserializer.deserialize_map(Reader)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEditorial {
    reason: Text,
    sources: Filled<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExchange {
    request: Filled<Text>,
    findings: Vec<Text>,
    #[serde(default, deserialize_with = "stated")]
    returned: Option<Filled<Text>>,
    response: Filled<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEvidence {
    line: std::num::NonZeroUsize,
    fact: RawFactName,
    text: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAsks {
    question: Text,
    choices: Filled<Object<RawChoice>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChoice {
    text: Text,
    right: bool,
    because: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawServer {
    product: Text,
    version: Text,
    configuration: Text,
    judgement: RawJudgement,
    clause: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawIncident {
    project: Text,
    year: std::num::NonZeroU32,
    link: Text,
    broke: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHints {
    fact: Text,
    rule: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExplanation {
    why: Text,
    why_not: Text,
}

fn texts(list: Vec<Text>) -> Vec<String> {
    list.into_iter().map(|text| text.0).collect()
}

impl From<RawPack> for Pack {
    fn from(raw: RawPack) -> Self {
        let RawFormat = raw.format;
        Self {
            id: raw.id.0,
            title: raw.title.0,
            version: raw.version.0,
            language: raw.language.0,
            licence: raw.licence.0,
            authors: texts(raw.authors.0),
            scenarios: raw.scenarios.0.into_iter().map(|scenario| Scenario::from(scenario.0)).collect(),
        }
    }
}

impl From<RawAsks> for Asks {
    fn from(raw: RawAsks) -> Self {
        let choice = |Object(choice): Object<RawChoice>| Choice {
            text: choice.text.0,
            right: choice.right,
            because: choice.because.0,
        };
        Self { question: raw.question.0, choices: raw.choices.0.into_iter().map(choice).collect() }
    }
}

impl From<RawServer> for Server {
    fn from(raw: RawServer) -> Self {
        Self {
            product: raw.product.0,
            version: raw.version.0,
            configuration: raw.configuration.0,
            judgement: raw.judgement.0,
            clause: raw.clause.0,
        }
    }
}

impl From<RawIncident> for Incident {
    fn from(raw: RawIncident) -> Self {
        Self { project: raw.project.0, year: raw.year.get(), link: raw.link.0, broke: raw.broke.0 }
    }
}

impl From<RawScenario> for Scenario {
    fn from(raw: RawScenario) -> Self {
        let (exchange, evidence) = (raw.exchange.0, raw.evidence.0);
        let (hints, explanation) = (raw.hints.0, raw.explanation.0);
        Self {
            id: raw.id.0,
            title: raw.title.0,
            kind: raw.kind.0,
            telling: raw.telling.0,
            situation: raw.situation.map(|text| text.0),
            pool: raw.pool.map_or(Pool::Practice, |pool| pool.0),
            facts: raw.facts.0,
            answer: raw.answer.0,
            editorial: raw
                .editorial
                .map(|Object(editorial)| Editorial { reason: editorial.reason.0, sources: texts(editorial.sources.0) }),
            story: raw.story.0,
            exchange: Exchange {
                request: texts(exchange.request.0),
                findings: texts(exchange.findings),
                returned: exchange.returned.map_or_else(Vec::new, |lines| texts(lines.0)),
                response: texts(exchange.response.0),
            },
            evidence: Evidence { line: evidence.line.get(), fact: evidence.fact.0, text: evidence.text.0 },
            asks: raw.asks.map(|asks| asks.0.into()),
            server: raw.server.map(|server| server.0.into()),
            incident: raw.incident.map(|incident| incident.0.into()),
            hints: Hints { fact: hints.fact.0, rule: hints.rule.0 },
            explanation: Explanation { why: explanation.why.0, why_not: explanation.why_not.0 },
            options: raw.options,
            misconceptions: raw.misconceptions,
            article: raw.article.map(|text| text.0),
            citations: texts(raw.citations.0),
            misconception: raw.misconception.map(|text| text.0),
            twin: raw.twin.map(|text| text.0),
            teacher: raw.teacher.0,
            provenance: raw.provenance.map(|Object(raw)| Provenance {
                author: raw.author.0,
                checked: raw.checked.0,
                against: raw.against.0,
                status: raw.status.0,
            }),
        }
    }
}
