//! Runs `airside rule`, which prints the ruling for any facts as text or JSON.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::cli::args::RuleArgs;
use crate::cli::output::{Printer, print_document, print_json};
use crate::cli::run::fact_words;
use crate::diagnostic::nearest;
use crate::document;
use crate::encoding::{JSON_FORMAT, json_object};
use crate::error::{Error, Failure};
use crate::i18n::translate;
use crate::ruling::{FactName, Facts, Ruling, UnknownFact, rule as ruling_on};
use crate::say;
use crate::scenario::skeleton::skeleton;
use crate::sorting::sort_by;

pub(super) fn rule(args: &RuleArgs, out: &mut Printer<'_>) -> Result<u8, Error> {
    if args.list {
        list(&listed(&args.words)?, args.json.enabled, out)?;
        return Ok(0);
    }
    let written = [fact_words::expand(&args.words)?, args.fact.clone()].concat();
    let facts = written.iter().try_fold(Facts::default(), |facts, written| add(facts, written, "rule"))?;
    reject_repeated(&written)?;
    let ruling = ruling_on(&facts);
    if args.skeleton {
        out.write_all(skeleton(&facts).as_bytes())?;
    } else if args.json.enabled {
        print_json(out, &as_json(&facts, &ruling))?;
    } else {
        let document = if args.why || args.all_checks {
            document::ruling::ruling(&facts, &ruling, args.all_checks)
        } else {
            document::ruling::short(&facts, &ruling)
        };
        print_document(out, &document)?;
    }
    Ok(0)
}

fn listed(names: &[String]) -> Result<Vec<FactName>, Failure> {
    if names.is_empty() {
        return Ok(FactName::ALL.to_vec());
    }
    let all = FactName::ALL.map(FactName::name);
    let find = |name: &String| {
        FactName::find(name).ok_or_else(|| {
            let near = nearest(name, all).unwrap_or_default();
            let failure = Failure::usage(say!("unknown fact `{}`", name)).allowing(all);
            failure.hint(format!("airside rule --list {near}").trim_end())
        })
    };
    names.iter().map(find).collect()
}

pub(super) fn add(facts: Facts, written: &str, command: &str) -> Result<Facts, Failure> {
    let Some((name, value)) = written.split_once('=') else {
        let meant = fact_words::expand(&[written.to_owned()]);
        let example = meant.ok().and_then(|meant| meant.into_iter().next());
        let example = example.unwrap_or_else(|| "credentials=expired".to_owned());
        return Err(Failure::usage(say!("`{}` isn't written as NAME=VALUE", written))
            .allowing(FactName::ALL.map(FactName::name))
            .hint(format!("airside {command} --fact {example}")));
    };
    let name = name.trim();
    let value = fact_words::value(name, value.trim());
    facts.with(name, value).map_err(|unknown| {
        let allowed = unknown.allowed();
        let message = match &unknown {
            UnknownFact::Name { name } => say!("unknown fact `{}`", name),
            UnknownFact::Value { fact, value } => say!("fact `{}` has no value `{}`", fact.name(), value),
        };
        let meant = if FactName::find(name).is_some() { value } else { name };
        let hint = match (nearest(meant, allowed.iter().copied()), FactName::find(name)) {
            (Some(near), Some(_)) => format!("airside {command} --fact {name}={near}"),
            (Some(near), None) => format!("airside {command} --fact {near}={value}"),
            (None, _) => say!("airside rule --list").to_owned(),
        };
        Failure::usage(message).allowing(allowed).hint(hint)
    })
}

pub(super) fn reject_repeated(written: &[String]) -> Result<(), Failure> {
    let mut names: Vec<&str> = written.iter().filter_map(|fact| Some(fact.split_once('=')?.0.trim())).collect();
    sort_by(&mut names, Ord::cmp);
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => {
            Err(Failure::usage(say!("the fact `{}` has two values", pair[0])).hint(say!("give each fact one value")))
        }
        None => Ok(()),
    }
}

pub(super) fn as_json(facts: &Facts, ruling: &Ruling) -> Value {
    let facts = json_object(FactName::ALL.map(|fact| (fact.name(), json!(facts.value(fact)))));
    let citations: Vec<Value> = ruling
        .citations
        .iter()
        .map(|citation| {
            json!({
                "document": citation.document,
                "section": citation.section,
                "paragraph": citation.paragraph,
                "level": citation.level.name(),
                "supports": translate(citation.supports),
                "quote": citation.quote,
            })
        })
        .collect();
    let trace: Vec<Value> = ruling
        .trace
        .iter()
        .enumerate()
        .map(|(index, step)| {
            json!({
                "question": translate(step.fact.question()),
                "answer": translate(step.answer),
                "fact": step.fact.name(),
                "value": step.value,
                "decides": index == ruling.deciding_step(),
            })
        })
        .collect();
    json!({
        "facts": facts,
        "status": ruling.status,
        "verdict": ruling.verdict.name(),
        "certainty": ruling.certainty.name(),
        "also_conforming": ruling.also_conforming.iter().collect::<Vec<_>>(),
        "companions": ruling.companions.iter().collect::<Vec<_>>(),
        "client_may": translate(ruling.client_may),
        "citations": citations,
        "trace": trace,
        "article": {
            "status": ruling.article.status,
            "agreement": ruling.article.agreement.name(),
            "why": translate(ruling.article.why),
        },
    })
}

fn list(facts: &[FactName], json: bool, out: &mut Printer<'_>) -> io::Result<()> {
    if json {
        let facts: Vec<Value> = facts.iter().copied().map(fact_as_json).collect();
        return print_json(out, &json!({ "format": JSON_FORMAT, "facts": facts }));
    }
    print_document(out, &document::reference::facts(facts))
}

fn fact_as_json(fact: FactName) -> Value {
    let values: Vec<Value> = fact
        .values()
        .iter()
        .zip(fact.meanings().iter().zip(fact.answers()))
        .map(|(value, (meaning, answer))| json!({ "value": value, "meaning": translate(meaning), "answer": translate(answer) }))
        .collect();
    json!({
        "fact": fact.name(),
        "meaning": translate(fact.meaning()),
        "question": translate(fact.question()),
        "default": fact.values()[0],
        "values": values,
    })
}
