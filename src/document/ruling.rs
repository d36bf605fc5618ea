//! Shows rulings on facts that don't come from a scenario.

use super::citation::with_level;
use super::trace::check;
use super::{Block, Document, LabelledText, Meaning, Text};
use crate::i18n::translate;
use crate::ruling::source::passages;
use crate::ruling::{Agreement, Citation, Facts, Ruling, status_line};
use crate::say;

/// Shows a short version of a ruling: the status, the headers, the deciding check and one source.
pub fn short(facts: &Facts, ruling: &Ruling) -> Document {
    let mut document = answer(facts, ruling);
    let usual = Facts::default();
    let deciding = ruling.trace.iter().nth(ruling.deciding_step());
    if let Some(step) = deciding.filter(|step| step.value != usual.value(step.fact)) {
        document.field(say!("Decided by"), Text::parse(&check(step.fact, step.answer)));
    }
    if let Some(citation) = ruling.citations.iter().next() {
        document.field(say!("Source"), source(citation));
    }
    let command = stated(facts).iter().fold("airside rule".to_owned(), |command, fact| command + " " + fact);
    document.paragraph(say!("To see every source and check: `{} --why`", command));
    document
}

fn stated(facts: &Facts) -> Vec<String> {
    facts.stated().iter().map(|(fact, value)| format!("{}={value}", fact.name())).collect()
}

/// Shows a ruling with all its sources, and either every check or only the checks up to the deciding one.
pub fn ruling(facts: &Facts, ruling: &Ruling, all_checks: bool) -> Document {
    let mut document = answer(facts, ruling);
    document.heading(say!("Sources"));
    document.blocks.push(Block::List(sources(ruling)));
    document.blocks.extend(article(ruling));
    document.heading(say!("How the answer is reached"));
    let decided = ruling.deciding_step() + 1;
    let shown = if all_checks { ruling.trace.iter().count() } else { decided };
    let steps = ruling.trace.iter().take(shown).map(|step| Text::parse(&check(step.fact, step.answer)));
    document.blocks.push(Block::Steps(steps.collect()));
    if shown > decided {
        document.paragraph(say!("Check {} decides the status, and the later checks don't change it.", decided));
    }
    document
}

fn answer(facts: &Facts, ruling: &Ruling) -> Document {
    let mut document = Document::new(status_line(ruling.status));
    let stated = stated(facts);
    let stated = if stated.is_empty() { say!("default values only").to_owned() } else { stated.join(", ") };
    document.field(say!("Facts"), Text::verbatim(stated));
    document.field(say!("Certainty"), translate(ruling.certainty.name()));
    if !ruling.also_conforming.is_empty() {
        let also: Vec<String> = ruling.also_conforming.iter().map(|status| status.to_string()).collect();
        document.field(say!("Also conforming"), also.join(", "));
    }
    for companion in ruling.companions.iter() {
        let label = say!("Header ({})", translate(companion.level.name()));
        let text = Text::new(format!("{}: {}", companion.field, companion.example), Meaning::Code);
        document.blocks.push(Block::Field(LabelledText { label, text }));
    }
    document.field(say!("What the client may do"), translate(ruling.client_may));
    document
}

/// Lists the citations of a ruling, each with a summary and a quotation.
pub fn sources(ruling: &Ruling) -> Vec<Text> {
    ruling.citations.iter().map(source).collect()
}

fn source(citation: Citation) -> Text {
    let text = Text::parse(&format!("{}: {}", with_level(&citation), translate(citation.supports)));
    match citation.quote {
        Some(quote) => text.followed_by(Text::verbatim(format!(" (\"{quote}\")"))),
        None => text,
    }
}

/// Lists the passages of a cited source on which the ruling relies or, if it relies on none of them, all passages of
/// the source.
pub fn cited(place: &str, ruling: &Ruling) -> Vec<Text> {
    let passages: Vec<Citation> = passages(place).collect();
    let is_relied_on = |one: &Citation| ruling.citations.contains(*one);
    let relies = passages.iter().any(is_relied_on);
    if passages.is_empty() {
        return vec![Text::verbatim(super::citation::citation(place))];
    }
    passages.into_iter().filter(|one| !relies || is_relied_on(one)).map(source).collect()
}

/// Compares the code that the article's rule leads to with the ruling. A server that sends the article's code instead
/// of the right one violates an "ought to" or a SHOULD, but never a MUST.
pub fn article(ruling: &Ruling) -> Vec<Block> {
    let status = ruling.article.status.unwrap_or_default();
    let why = translate(ruling.article.why);
    let texts = match (ruling.article.agreement, status) {
        (Agreement::Inverted, 401) => vec![
            say!("Under the article's rule, this request gets 401. A 401 breaks no MUST here, but the specification recommends 403.")
                .into(),
            Text::new(why, Meaning::WrongClaim),
        ],
        (Agreement::Inverted, _) => vec![
            say!("Under the article's rule, this request gets {}, which isn't the status that the specification recommends.", status).into(),
            Text::new(why, Meaning::WrongClaim),
        ],
        (Agreement::SameByLuck, _) => {
            vec![say!("Under the article's rule, this request also gets {}, but for another reason.", status).into(), why.into()]
        }
        (Agreement::Silent, _) => vec![why.into()],
    };
    texts.into_iter().map(Block::Paragraph).collect()
}
