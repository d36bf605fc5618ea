//! Prepares the contents of exported questions. The contents are the same in every format.
//!
//! This module decides what learners see with the question and what they see only after answering. False claims appear
//! only after the answer, in paragraphs that start with `WRONG:`.

use crate::document::citation::citation;
use crate::document::feedback::{article_label, code_name, judged, why_not_neither};
use crate::document::question::{exchange, question};
use crate::document::{Block, ExchangeLines, LabelledText, Meaning, Text};
use crate::i18n::foreign_language;
use crate::learner::answer::{Answer, QuestionType};
use crate::reference;
use crate::round::item::Item;
use crate::round::subject::Subject;
use crate::ruling::Verdict;
use crate::say;
use crate::scenario::{Choice, Explanation, Hints, Pack, Scenario};
use crate::text;

const TAG: &str = "WRONG:";

/// Splits feedback into paragraphs. Each `WRONG:` tag starts a paragraph that contains a false claim.
pub fn tagged(text: &str) -> Vec<Block> {
    let mut rest = text;
    let mut parts = Vec::new();
    while let Some(start) = rest.rfind(TAG) {
        let (before, from) = rest.split_at(start);
        parts.push(from.trim());
        rest = before;
    }
    parts.push(rest.trim());
    let parts = parts.into_iter().rev().filter(|text| !text.is_empty());
    let paragraph = |part: &str| match part.strip_prefix(TAG) {
        Some(claim) => Block::Paragraph(Text::new(claim.trim(), Meaning::WrongClaim)),
        None => line(part),
    };
    parts.map(paragraph).collect()
}

/// Returns a paragraph as plain text, with the tag `WRONG:` before a false claim.
pub fn bare(text: &Text) -> String {
    let is_wrong = text.spans.first().is_some_and(|span| span.meaning == Meaning::WrongClaim);
    if is_wrong { format!("{TAG} {text}") } else { text.to_string() }
}

/// A scenario as a quiz item.
#[derive(Clone, Debug)]
pub struct ExportItem<'a> {
    pub pack: &'a Pack,
    pub scenario: &'a Scenario,
    /// The title of the item. If a file contains both the airport version and the HTTP version of a case, the title
    /// also names the version.
    pub name: String,
    pub prompt: String,
    question_type: Option<QuestionType>,
    accepted: Vec<Answer>,
    language: &'a str,
}

impl<'a> ExportItem<'a> {
    /// Creates a quiz item that accepts the same answers as the course.
    pub fn new(pack: &'a Pack, scenario: &'a Scenario) -> Self {
        let item = Item::from_scenario(scenario);
        let asked = question(Subject::Scenario(scenario), 0).blocks.into_iter().rev();
        let prompt = asked.filter_map(|block| match block {
            Block::Paragraph(text) => Some(text.to_string()),
            _ => None,
        });
        let worded = scenario.asks.as_ref().map(|asks| asks.question.clone());
        let prompt = worded.unwrap_or_else(|| prompt.take(1).collect());
        let name = scenario.title.trim().to_owned();
        Self { pack, scenario, name, prompt, question_type: item.question_type, accepted: item.accepted, language: "" }
    }

    pub(crate) fn marking_language(self) -> Self {
        Self { language: foreign_language(&self.scenario.id, &self.pack.language), ..self }
    }

    /// Returns one of the scenario's texts, marked with its language.
    pub fn text(&self, text: &str) -> Text {
        Text::verbatim(text).in_language(self.language)
    }

    /// Splits one of the scenario's texts into paragraphs and marks them with their language.
    pub fn tagged(&self, text: &str) -> Vec<Block> {
        let mut blocks = tagged(text);
        for block in &mut blocks {
            if let Block::Paragraph(text) = block {
                *text = std::mem::take(text).in_language(self.language);
            }
        }
        blocks
    }

    /// Returns the reason why the item must not be exported, if there is one. Possible reasons are unsafe characters, a
    /// false claim in the question, and the lack of a correct choice.
    pub fn fault(&self) -> Option<String> {
        if !self.texts().all(text::is_safe) {
            return Some(say!("one of its texts is invisible or contains terminal control characters").to_owned());
        }
        let scenario = self.scenario;
        let open = [&scenario.title, &scenario.evidence.text, &self.prompt, &scenario.story].into_iter();
        let choices = scenario.asks.iter().flat_map(|asks| &asks.choices).map(|choice| &choice.text);
        let server = scenario.server.iter().map(|server| &server.configuration);
        let mut open = open.chain(choices).chain(server).map(String::as_str);
        if open.any(|text| text.contains(TAG)) || scenario.shown_lines().any(|line| line.contains(TAG)) {
            return Some(say!("its question contains text with the tag `{}`", TAG));
        }
        let offered = self.explained().is_some_and(|right| self.choices().contains(&right));
        (!offered).then(|| say!("none of its choices is the answer").to_owned())
    }

    /// Returns all texts of the item. Parsed packs contain no unsafe characters, but a second check ensures that none
    /// reach another program.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let scenario = self.scenario;
        let Scenario { id, title, story, article, .. } = scenario;
        let Explanation { why, why_not } = &scenario.explanation;
        let Hints { fact, rule } = &scenario.hints;
        let one = [&self.pack.id, id, title, story, why, why_not, fact, rule, &scenario.evidence.text];
        let editorial =
            scenario.editorial.iter().flat_map(|editorial| editorial.sources.iter().chain([&editorial.reason]));
        let incident =
            scenario.incident.iter().flat_map(|incident| [&incident.project, &incident.link, &incident.broke]);
        let many = scenario.exchange.response.iter().chain(&scenario.citations).chain(editorial).chain(incident);
        let server =
            scenario.server.iter().flat_map(|one| [&one.clause, &one.product, &one.version, &one.configuration]);
        let open = [&self.prompt].into_iter().chain(server);
        let choices = scenario.asks.iter().flat_map(|asks| &asks.choices);
        let choices = choices.flat_map(|choice| [&choice.text, &choice.because]);
        one.into_iter()
            .chain(article)
            .chain(scenario.options.values())
            .chain(many)
            .chain(open)
            .chain(choices)
            .map(String::as_str)
            .chain(scenario.shown_lines())
    }

    /// Returns the choices in the order in which they are shown.
    pub fn choices(&self) -> &'static [Answer] {
        self.question_type.map_or(&[], QuestionType::answers)
    }

    pub(crate) fn choice_text(&self, choice: Answer) -> &str {
        match (choice.verdict(), choice) {
            (Some(Verdict::Unauthorized), _) => say!("401 Unauthorized"),
            (Some(Verdict::Forbidden), _) => say!("403 Forbidden"),
            (Some(Verdict::Neither), _) => say!("Neither"),
            (None, Answer::Conforms) => say!("It conforms"),
            (None, Answer::WrongCode) => say!("Wrong code"),
            (None, Answer::Challenge) => say!("WWW-Authenticate missing or malformed"),
            (None, Answer::Arguable) => say!("Arguable"),
            (None, custom) => self.custom_choice(custom).map_or("", |choice| &choice.text),
        }
    }

    fn custom_choice(&self, choice: Answer) -> Option<&'a Choice> {
        let index = self.choices().iter().position(|offered| *offered == choice)?;
        self.scenario.asks.as_ref()?.choices.get(index)
    }

    /// Returns the scenario's explanation for a choice, if there is one.
    pub fn because(&self, choice: Answer) -> Option<&'a str> {
        let option = || self.scenario.options.get(&choice.judgement()?);
        self.custom_choice(choice).map(|custom| &custom.because).or_else(option).map(String::as_str)
    }

    pub(crate) fn asks_for_code(&self) -> bool {
        self.question_type.is_some_and(QuestionType::is_code)
    }

    /// Returns whether a choice gets full marks.
    pub fn accepts(&self, choice: Answer) -> bool {
        self.accepted.contains(&choice)
    }

    /// Returns the choices that get full marks, in the order in which they are shown.
    pub fn right(&self) -> impl Iterator<Item = Answer> {
        self.choices().iter().copied().filter(|choice| self.accepts(*choice))
    }

    /// Returns the story and the numbered lines, without anything that gives the answer away.
    pub fn scene(&self) -> Vec<Block> {
        let scenario = self.scenario;
        let server = scenario.server.iter().map(|server| {
            let text = format!("{} {}, {}", server.product, server.version, server.configuration);
            Block::Field(LabelledText { label: say!("Server").to_owned(), text: Text::verbatim(text) })
        });
        let lines = ExchangeLines { language: self.language.to_owned(), ..exchange(scenario) };
        server.chain([Block::Paragraph(self.text(&scenario.story)), Block::Exchange(lines)]).collect()
    }

    /// Returns the story and the numbered lines, followed by the question.
    pub fn stem(&self) -> Vec<Block> {
        let mut blocks = self.scene();
        blocks.push(line(&self.prompt));
        blocks
    }

    pub(crate) fn choice_feedback(&self, choice: Answer) -> Vec<Block> {
        let explanation = &self.scenario.explanation;
        let answer_text = self.answer_text();
        let (head, why) = if self.explained() == Some(choice) {
            (say!("Correct: {}.", answer_text), &explanation.why)
        } else if self.accepts(choice) {
            let custom = format!("\"{}\"", self.choice_text(choice));
            let chosen_text = if self.asks_for_code() { choice.title() } else { &custom };
            (
                say!(
                    "Correct: the specification allows {} too. The explanation below is for {}.",
                    chosen_text,
                    answer_text
                ),
                &explanation.why,
            )
        } else if self.asks_for_code() {
            (say!("Not quite. You chose {}, but the answer is {}.", choice.title(), answer_text), &explanation.why_not)
        } else {
            (say!("Not quite. The answer: {}.", answer_text), &explanation.why_not)
        };
        let mut blocks = vec![line(&head)];
        if choice == Answer::Neither && !self.accepts(choice) {
            blocks.push(line(&why_not_neither(self.scenario.answer, &self.scenario.ruling())));
            blocks.extend(tagged(&explanation.why));
            return blocks;
        }
        blocks.extend(self.because(choice).into_iter().flat_map(tagged));
        blocks.extend(tagged(why));
        blocks
    }

    /// Returns the accepted answer that the explanation discusses.
    pub fn explained(&self) -> Option<Answer> {
        self.accepted.first().copied()
    }

    fn answer_text(&self) -> String {
        let scenario = self.scenario;
        if let Some(server) = &scenario.server {
            return judged(server.judgement).to_owned();
        }
        match self.explained().and_then(|right| self.custom_choice(right)) {
            Some(right) => format!("\"{}\"", right.text.trim_end_matches('.')),
            None => Answer::from(scenario.answer).title().to_owned(),
        }
    }

    /// Returns the feedback shown after any answer: the code, the deciding line, the response, the sources, the
    /// article's answer and the scenario id.
    pub fn general_feedback(&self) -> Vec<Block> {
        let scenario = self.scenario;
        let mut blocks = vec![line(&self.verdict())];
        blocks.extend(self.deciding().map(Block::Paragraph));
        blocks.extend(tagged(&scenario.evidence.text));
        if !scenario.exchange.response.is_empty() {
            blocks.extend([line(say!("The response:")), Block::Code(scenario.exchange.response.clone())]);
        }
        if let Some(editorial) = &scenario.editorial {
            blocks.extend(tagged(&editorial.reason));
        }
        blocks.push(line(&say!("Sources: {}.", self.sources())));
        if let Some(incident) = &scenario.incident {
            blocks.extend(tagged(&incident.broke));
            blocks.push(line(&format!("{}, {}. {}", incident.project, incident.year, incident.link)));
        }
        if let Some(article) = &scenario.article {
            let reference::Article { title, author, url, .. } = reference::article();
            blocks.push(line(&say!("About the article \"{}\" by {} ({}):", title, author, url)));
            // The text describes the article's rule accurately, so it isn't tagged as wrong.
            blocks.extend(tagged(&format!("{}: {article}", article_label(scenario))));
        }
        blocks.push(line(&format!("airside: {}", scenario.id)));
        blocks
    }

    /// Returns the deciding line with its number; `None` if there is no such line.
    pub fn deciding(&self) -> Option<Text> {
        let (number, text) = (self.scenario.evidence.line, self.scenario.deciding_line()?);
        Some(Text::verbatim(say!("Deciding line {}: ", number)).followed_by(self.text(text)))
    }

    /// Returns the right code, followed by any other statuses that conform to the specification.
    pub fn verdict(&self) -> String {
        if !self.asks_for_code() {
            let others = self.accepted.iter().skip(1).map(|other| self.choice_text(*other));
            return others.fold(say!("The answer: {}.", self.answer_text()), |said, other| {
                say!("{} Also conforming: {}.", said, other)
            });
        }
        let answer = self.scenario.answer;
        let code = match answer {
            Verdict::Neither if self.scenario.editorial.is_some() => say!("neither").to_owned(),
            Verdict::Neither => say!("neither; {} applies", self.scenario.ruling().status),
            verdict => code_name(verdict).to_owned(),
        };
        let others: Vec<&str> =
            self.accepted.iter().filter(|other| other.verdict() != Some(answer)).map(|other| other.title()).collect();
        if others.is_empty() {
            say!("The answer: {}.", code)
        } else {
            say!("The answer: {}. Also conforming: {}.", code, others.join(", "))
        }
    }

    /// Returns the sources as a single line.
    pub fn sources(&self) -> String {
        let Scenario { citations, editorial, server, .. } = self.scenario;
        let editorial = editorial.iter().flat_map(|editorial| &editorial.sources);
        // The deciding clause is usually one of the citations. Otherwise, the clause is listed before the citations.
        let clause = server.iter().map(|server| &server.clause).filter(|clause| !citations.contains(clause));
        let mut all: Vec<&str> = Vec::new();
        for source in clause.chain(citations).chain(editorial).map(String::as_str) {
            if !all.contains(&source) {
                all.push(source);
            }
        }
        citation(&all.join("; "))
    }

    /// Returns the tags as pairs of a name and a value: the kind of case, the version (airport or HTTP) and the
    /// misconception.
    pub fn tags(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let misconception =
            self.scenario.likely_misconception().map(|misconception| ("misconception", misconception.id.as_str()));
        [("kind", self.scenario.kind.name()), ("telling", self.scenario.telling.name())]
            .into_iter()
            .chain(misconception)
    }
}

fn line(text: &str) -> Block {
    Block::Paragraph(Text::verbatim(text))
}
