//! Creates the feedback on an answer: the verdict, the deciding line, the reason and, on request, the details.
//!
//! True statements come first, and false statements are marked as wrong.

mod belief;
mod details;

pub use belief::LearnerContext;
use belief::{add_belief, article_line};
pub(crate) use details::{add_background, add_incident, article_label, decided_by, why_not_label};

use super::question::{differing_lines, own_lines};
use super::{AirportStrip, Block, Checkpoint, Document, LabelledText, Meaning, Text, VerdictLine, marked_line};
use crate::document::citation::citation;
use crate::i18n::translate;
use crate::learner::answer::Answer;
use crate::learner::{Confidence, Record};
use crate::reference::{Claim, Standing};
use crate::round::Item;
use crate::round::subject::{CasePair, Subject};
use crate::ruling::{FactName, Ruling, Verdict, status_line};
use crate::say;
use crate::scenario::{Judgement, Pool, Scenario, Telling};

/// Returns the motto for a code. Tests and exams never show the mottos.
pub fn motto(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Unauthorized => say!("Who are you?"),
        Verdict::Forbidden => say!("Not allowed."),
        Verdict::Neither => say!("Another status applies."),
    }
}

pub(crate) fn code_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Unauthorized => "401 Unauthorized",
        Verdict::Forbidden => "403 Forbidden",
        Verdict::Neither => say!("neither"),
    }
}

/// Returns the place where the airport stops the request. A request that gets a 403 is stopped at the entrance if
/// credentials played no part in the ruling.
pub(crate) fn stopped_at(answer: Verdict, ruling: &Ruling) -> Checkpoint {
    match answer {
        Verdict::Unauthorized => Checkpoint::Security,
        Verdict::Forbidden if ruling.steps_to_decision().any(|step| step.fact == FactName::Credentials) => {
            Checkpoint::Gate
        }
        Verdict::Forbidden => Checkpoint::Entrance,
        Verdict::Neither if ruling.status < 300 => Checkpoint::Inside,
        Verdict::Neither => Checkpoint::Elsewhere,
    }
}

/// Creates the feedback on an answer. If `details` is true, the feedback includes optional background.
pub fn feedback(subject: Subject<'_>, record: &Record, context: LearnerContext, details: bool) -> Document {
    match subject {
        Subject::Scenario(scenario) => scenario_feedback(scenario, record, context, details),
        Subject::Claim(claim) => claim_feedback(claim, record, details),
        Subject::Pair(pair) => pair_feedback(&pair, details),
        Subject::Page(_) | Subject::Survey(_) => Document::default(),
    }
}

fn scenario_feedback(scenario: &Scenario, record: &Record, context: LearnerContext, details: bool) -> Document {
    let ruling = scenario.ruling();
    let mut document = Document::new(scenario.title.as_str());
    add_verdict(&mut document, scenario, record, remark(scenario, record));
    if scenario.server.is_none() && scenario.asks.is_none() {
        let code = scenario.editorial.is_none().then_some(ruling.status);
        let stop = stopped_at(scenario.answer, &ruling);
        if stop != Checkpoint::Elsewhere {
            let stop = Some(stop);
            document.blocks.push(Block::Strip(AirportStrip { stop, code, ..AirportStrip::default() }));
        }
    }
    deciding_line(&mut document, scenario, record);
    document.paragraph(scenario.explanation.why.as_str());
    add_incident(&mut document, scenario);
    // In the lesson, the page after each scene shows the response together with the request.
    let has_page = scenario.pool == Pool::Lesson && scenario.telling == Telling::Airport;
    // A response that consists of a status line would only repeat the verdict.
    let repeats = scenario.server.is_none() && scenario.asks.is_none() && scenario.exchange.response.len() == 1;
    if (details || !has_page) && !repeats {
        document.blocks.push(Block::Code(scenario.exchange.response.clone()));
    }
    if !record.right {
        document.blocks.extend(why_not_chosen(scenario, &ruling, record));
        add_belief(&mut document, scenario, record, context.rule);
    } else if is_arguable(scenario, record) {
        document.field(say!("Why only arguable?"), scenario.explanation.why_not.as_str());
    }
    if context.compares && !has_page {
        document.blocks.extend(article_line(&ruling, record));
    }
    if details {
        details::add(&mut document, scenario, &ruling, record);
    }
    document
}

fn answer_text(scenario: &Scenario, ruling: &Ruling) -> Text {
    if let Some(server) = &scenario.server {
        let meaning = match server.judgement {
            Judgement::Conforms => Meaning::Correct,
            Judgement::WrongCode | Judgement::Challenge => Meaning::Wrong,
            Judgement::Arguable => Meaning::Strong,
        };
        return Text::new(judged(server.judgement), meaning);
    }
    if let Some(asks) = &scenario.asks {
        let right = asks.choices.iter().find(|choice| choice.right);
        return right.map_or("", |choice| choice.text.trim_end_matches('.')).into();
    }
    match scenario.answer {
        Verdict::Neither if scenario.editorial.is_none() => {
            let sent = scenario.exchange.response.first().and_then(|line| line.strip_prefix("HTTP/1.1 "));
            let code = ruling.status.to_string();
            let named = sent.filter(|sent| sent.starts_with(&code)).map_or(code, str::to_owned);
            say!("neither, but {}", named).into()
        }
        verdict => code_name(verdict).into(),
    }
}

/// Returns a clause that describes a judgement, such as `the server sends the wrong code`.
pub fn judged(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Conforms => say!("it conforms to the specification"),
        Judgement::WrongCode => say!("the server sends the wrong code"),
        Judgement::Challenge => say!("the code is right, but WWW-Authenticate is missing or malformed"),
        Judgement::Arguable => say!("arguable: the specification allows it"),
    }
}

fn remark(scenario: &Scenario, record: &Record) -> String {
    let Some((picked, confidence)) = record.answer else {
        return say!("You asked for the answer.").to_owned();
    };
    let explained = match (&scenario.server, &scenario.asks) {
        (Some(server), _) => picked == server.judgement.into(),
        (None, Some(_)) => true,
        (None, None) => picked.verdict() == Some(scenario.answer),
    };
    // The verdict already contains the right answer, so the remark doesn't repeat it.
    if record.right && explained {
        return sure(confidence).to_owned();
    }
    let chosen = chosen(scenario, picked);
    let said =
        if scenario.asks.is_some() { said(&format!("\"{chosen}\""), confidence) } else { said(chosen, confidence) };
    if record.right && !is_arguable(scenario, record) {
        return say!("{} The specification allows this answer as well.", said);
    }
    said
}

fn chosen(scenario: &Scenario, answer: Answer) -> &str {
    let places = [Answer::First, Answer::Second, Answer::Third, Answer::Fourth];
    let place = places.into_iter().position(|place| place == answer);
    let choices = scenario.asks.as_ref().map(|asks| &asks.choices);
    let choice = choices.zip(place).and_then(|(choices, place)| choices.get(place));
    choice.map_or(answer.title(), |choice| choice.text.trim_end_matches('.'))
}

pub(crate) fn said_in(record: &Record) -> String {
    match record.answer {
        Some((answer, confidence)) if answer.verdict().is_some() => said(answer.title(), confidence),
        Some((answer, confidence)) => said(&format!("\"{}\"", answer.title()), confidence),
        None => String::new(),
    }
}

fn said(answer: &str, confidence: Confidence) -> String {
    match confidence {
        Confidence::Guess => say!("You guessed {}.", answer),
        Confidence::Fairly => say!("You said {} and were fairly sure.", answer),
        Confidence::Certain => say!("You said {} and were certain.", answer),
    }
}

fn sure(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Guess => say!("It was a guess."),
        Confidence::Fairly => say!("You were fairly sure."),
        Confidence::Certain => say!("You were certain."),
    }
}

fn is_arguable(scenario: &Scenario, record: &Record) -> bool {
    Item::from_scenario(scenario).is_arguable(record)
}

fn add_verdict(document: &mut Document, scenario: &Scenario, record: &Record, remark: String) {
    let ruling = scenario.ruling();
    let is_arguable = is_arguable(scenario, record);
    document.blocks.push(Block::Verdict(VerdictLine {
        correct: record.answer.map(|_| record.right),
        answer: if is_arguable {
            say!("a better answer is {}", status_line(ruling.status)).into()
        } else {
            answer_text(scenario, &ruling)
        },
        remark: remark.into(),
        is_arguable,
    }));
}

fn deciding_line(document: &mut Document, scenario: &Scenario, record: &Record) {
    let number = scenario.evidence.line;
    if let Some(line) = scenario.deciding_line() {
        let text = Text::new(line, Meaning::Deciding);
        document.blocks.push(Block::Field(LabelledText { label: say!("Line {} decides", number), text }));
    }
    match record.mark {
        Some(mark) if !mark.right && record.right => document.paragraph(say!(
            "Right answer, but you marked line {}. The deciding line is {}, so this answer doesn't count yet.",
            mark.line,
            number
        )),
        Some(mark) if !mark.right => document.paragraph(marked_line(mark.line)),
        _ => {}
    }
}

/// Explains why an answer is wrong. If the learner gave no answer, explains why the other code is wrong.
fn why_not_chosen(scenario: &Scenario, ruling: &Ruling, record: &Record) -> Option<Block> {
    let picked = record.answer.map(|(answer, _)| answer);
    if let Some(asks) = &scenario.asks {
        let picked = picked?;
        let choice =
            asks.choices.iter().find(|choice| choice.text.trim_end_matches('.') == chosen(scenario, picked))?;
        return Some(field(say!("Why not \"{}\"?", chosen(scenario, picked)), choice.because.as_str()));
    }
    let label = match picked {
        // One text explains why neither code fits.
        _ if scenario.answer == Verdict::Neither && scenario.server.is_none() => {
            say!("Why neither 401 nor 403?").to_owned()
        }
        Some(picked) => why_not(picked.title()),
        None => why_not_label(scenario),
    };
    if scenario.server.is_some() {
        let option = picked.and_then(Answer::judgement).and_then(|judgement| scenario.options.get(&judgement));
        return Some(field(label, option.unwrap_or(&scenario.explanation.why_not).as_str()));
    }
    if picked == Some(Answer::Neither) {
        return Some(field(label, why_not_neither(scenario.answer, ruling)));
    }
    Some(field(label, scenario.explanation.why_not.as_str()))
}

fn why_not(answer: &str) -> String {
    say!("Why not {}?", answer)
}

pub(crate) fn why_not_neither(answer: Verdict, ruling: &Ruling) -> String {
    let others: Vec<String> = ruling.also_conforming.iter().map(|status| status.to_string()).collect();
    let reason = if answer == Verdict::Unauthorized {
        say!("The request is refused because it lacks valid credentials, which is the definition of 401.")
    } else {
        say!("The server understands the request and refuses it, which is the definition of 403.")
    };
    if others.is_empty() { reason.to_owned() } else { say!("{} Also allowed: {}.", reason, others.join(", ")) }
}

fn field(label: impl Into<String>, text: impl Into<Text>) -> Block {
    Block::Field(LabelledText { label: label.into(), text: text.into() })
}

fn wrong_claim(text: &str) -> Block {
    Block::Paragraph(Text::new(text, Meaning::WrongClaim))
}

fn claim_feedback(claim: &'static Claim, record: &Record, details: bool) -> Document {
    let mut document = Document::new(say!("The article, claim {}", claim.number));
    let remark = match record.answer {
        Some((_, confidence)) if record.right => sure(confidence).to_owned(),
        Some((picked, confidence)) => said(picked.title(), confidence),
        None => say!("You asked for the answer.").to_owned(),
    };
    document.blocks.push(Block::Verdict(VerdictLine {
        correct: record.answer.map(|_| record.right),
        answer: Text::new(claim.standing.title(), Meaning::Strong),
        remark: remark.into(),
        is_arguable: false,
    }));
    let text = translate(&claim.claim);
    let text = if claim.standing.is_wrong() { wrong_claim(text) } else { Block::Paragraph(text.into()) };
    document.blocks.push(Block::panel(say!("In short, the article says"), vec![text]));
    document.paragraph(translate(&claim.truth));
    let chosen =
        record.answer.and_then(|(picked, _)| Some((picked, claim.options.get(&Standing::find(picked.name())?)?)));
    if let Some((picked, reason)) = chosen.filter(|_| !record.right) {
        document.field(why_not(picked.title()), translate(reason));
    }
    if details {
        for (standing, reason) in &claim.options {
            document.field(why_not(standing.title()), translate(reason));
        }
        if !claim.source.is_empty() {
            document.field(say!("Source"), citation(&claim.source));
        }
    }
    document
}

fn pair_feedback(pair: &CasePair<'_>, details: bool) -> Document {
    let mut document = Document::new(pair.cases[0].title.as_str());
    let headings = [say!("First"), say!("Second")];
    let sides = [0, 1].map(|index| {
        let (scenario, mut side) = (pair.cases[index], Document::default());
        side.heading(headings[index]);
        if let Some(record) = &pair.records[index] {
            let remark = match record.answer {
                Some((_, confidence)) if record.right => sure(confidence).to_owned(),
                Some((code, confidence)) => said(code.title(), confidence),
                None => String::new(),
            };
            add_verdict(&mut side, scenario, record, remark);
        }
        let mut lines = own_lines(pair, index);
        lines.differing = differing_lines(pair);
        side.blocks.push(Block::Exchange(lines));
        side.paragraph(scenario.explanation.why.as_str());
        side.blocks
    });
    document.blocks.push(Block::Columns(sides.into()));
    document.paragraph(match pair.difference() {
        FactName::Credentials => {
            say!("Without valid credentials, the answer is 401. With valid but insufficient credentials, it is 403.")
        }
        FactName::Refusal => {
            say!("If the reason for the refusal has nothing to do with credentials, there is no need to ask for any.")
        }
        FactName::Permission => say!("Once the credentials are valid, only the permissions matter."),
        _ => say!("One fact differs, and so does the answer. Find the fact first, then choose the code."),
    });
    if details {
        let sides = headings.into_iter().zip(pair.cases).map(|(heading, scenario)| {
            let mut side = Document::default();
            side.heading(heading);
            details::add_to_pair(&mut side, scenario);
            side.blocks
        });
        document.blocks.push(Block::Columns(sides.collect()));
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learner::Mark;
    use crate::learner::diagnosis::WrongRule;
    use crate::scenario::Kind;
    use crate::scenario::library::Library;
    use crate::scenario::misconception::Misconception;
    use crate::text::capital;

    fn record(answer: Answer, right: bool) -> Record {
        Record { answer: Some((answer, Confidence::Fairly)), right, hints: 0, mark: None }
    }

    fn has_wrong_claim(document: &Document) -> bool {
        let is_wrong = |text: &Text| text.spans.iter().any(|span| span.meaning == Meaning::WrongClaim);
        document.blocks.iter().any(|block| matches!(block, Block::Paragraph(text) if is_wrong(text)))
    }

    #[test]
    fn a_right_answer_gets_the_reason_and_a_wrong_one_also_why_not_and_the_misconception() {
        let library = Library::open(None, &[]);
        let scenarios = library.scenarios();
        for scenario in scenarios.filter(|scenario| scenario.server.is_none() && scenario.asks.is_none()) {
            let subject = Subject::Scenario(scenario);
            let right = feedback(subject, &record(scenario.answer.into(), true), LearnerContext::default(), false);
            assert!(!has_wrong_claim(&right), "{}", scenario.id);
            assert!(right.blocks.len() <= 6, "{right:?}");
            let is_repeated = |block: &Block| matches!(block, Block::Code(lines) if lines.len() == 1);
            assert!(!right.blocks.iter().any(is_repeated), "the verdict says it already: {right:?}");
            for wrong in [Answer::Unauthorized, Answer::Forbidden, Answer::Neither] {
                let document = feedback(subject, &record(wrong, false), LearnerContext::default(), false);
                let is_neither = scenario.answer == Verdict::Neither;
                let label = if is_neither { "Why neither 401 nor 403?".to_owned() } else { why_not(wrong.title()) };
                let is_asked = |block: &Block| matches!(block, Block::Field(field) if field.label == label);
                if wrong != scenario.answer.into() {
                    assert!(document.blocks.iter().any(is_asked), "{}: {label}", scenario.id);
                    let believed = scenario.likely_misconception();
                    let leads_there = |believed: &Misconception| {
                        believed.gives.is_empty() || wrong.verdict().is_some_and(|code| believed.gives.contains(&code))
                    };
                    assert_eq!(has_wrong_claim(&document), believed.is_some_and(leads_there), "{}", scenario.id);
                }
            }
            if let Some(believed) = scenario.likely_misconception() {
                let is_wrong = |code: &Verdict| *code != scenario.answer;
                assert!(believed.gives.is_empty() || believed.gives.iter().any(is_wrong), "{}", scenario.id);
            }
            let all = feedback(subject, &record(scenario.answer.into(), true), LearnerContext::default(), true);
            assert!(all.blocks.len() > right.blocks.len() && all.blocks.starts_with(&right.blocks));
        }
    }

    #[test]
    fn a_missed_line_is_named_and_a_guess_is_called_one() {
        let library = Library::open(None, &[]);
        let scenario = &library.packs()[0].scenarios[0];
        let answer = (scenario.answer.into(), Confidence::Guess);
        let mark = Some(Mark { line: 1, right: false });
        let record = Record { answer: Some(answer), right: true, hints: 0, mark };
        let shown = format!("{:?}", feedback(Subject::Scenario(scenario), &record, LearnerContext::default(), false));
        assert!(shown.contains("you marked line 1") && shown.contains("It was a guess."), "{shown}");
    }

    #[test]
    fn a_guess_is_blamed_on_no_belief_and_missing_credentials_on_the_rule_that_the_learner_follows() {
        let library = Library::open(None, &[]);
        let mut cases =
            library.scenarios().filter(|scenario| scenario.kind == Kind::Missing && scenario.server.is_none());
        let case = cases.find(|scenario| scenario.likely_misconception().is_some()).expect("a case");
        let told = |confidence, rule| {
            let record = Record { answer: Some((Answer::Forbidden, confidence)), ..record(Answer::Forbidden, false) };
            feedback(Subject::Scenario(case), &record, LearnerContext { compares: true, rule }, false)
        };
        assert!(!has_wrong_claim(&told(Confidence::Guess, None)));
        assert!(has_wrong_claim(&told(Confidence::Fairly, None)));
        let rule = WrongRule::Inverted;
        let named = format!("{:?}", told(Confidence::Fairly, Some(rule)));
        assert!(named.contains(&capital(rule.text())) && !named.contains("A common belief"), "{named}");
        // This rule leads to a 401, so it doesn't explain the answer.
        assert_eq!(told(Confidence::Fairly, Some(WrongRule::SentCredentials)), told(Confidence::Fairly, None));
    }
}
