//! Worksheets: a test form on paper, with the answer key on pages of its own for the teacher.
//!
//! Owns what is on a sheet and in which order. A wrong sentence appears only to be corrected, after the questions. Ids
//! name the kind of case, so they are in the key alone.

use super::export::entry::{ExportItem, tagged};
use crate::document::{AnswerChoice, Block, Document, Meaning, Text};
use crate::i18n::{self, translate};
use crate::learner::Confidence;
use crate::learner::answer::Answer;
use crate::reference::{Claim, claims};
use crate::render;
use crate::say;
use crate::scenario::{Pack, Pool, misconception};

/// How many lines there are to write a corrected sentence on.
const RULED_LINES: usize = 4;

/// The claims of the article that each form corrects, by number: one about identity, one about permission.
const TASKS: [(Pool, [u8; 2]); 2] = [(Pool::FormA, [6, 9]), (Pool::FormB, [8, 7])];

/// A sheet.
#[derive(Clone, Debug)]
pub struct Sheet<'a> {
    form: Pool,
    items: Vec<ExportItem<'a>>,
    tasks: Vec<&'static Claim>,
    teacher: bool,
}

impl<'a> Sheet<'a> {
    /// The sheet of this form with these items, in their order. With the key only for a teacher.
    pub fn new(form: Pool, items: Vec<ExportItem<'a>>, teacher: bool) -> Self {
        let numbers = TASKS.iter().find(|(pool, _)| *pool == form).map_or(&[] as &[u8], |(_, numbers)| numbers);
        let find = |number: &u8| claims().iter().find(|claim| claim.number == *number);
        Self { form, items, tasks: numbers.iter().filter_map(find).collect(), teacher }
    }

    pub fn html(&self) -> String {
        render::html::page(self.language(), &self.documents())
    }

    pub fn markdown(&self) -> String {
        render::markdown::render(&self.documents())
    }

    /// The sheet, one document for each part that begins on a new page.
    fn documents(&self) -> Vec<Document> {
        let mut documents = vec![self.questions()];
        if !self.tasks.is_empty() {
            documents.push(self.corrections());
        }
        if self.teacher {
            documents.push(self.key());
        }
        documents
    }

    fn questions(&self) -> Document {
        let mut sheet = Document::new(self.title());
        sheet.field(say!("Seat"), Text::default());
        sheet.field(say!("Date"), Text::default());
        sheet.paragraph(say!("Write your seat code, not your name."));
        sheet.paragraph(say!(
            "Each case is one request. Tick the code that the server should send and how sure you are. Then write down \
             the number of the line that settles it."
        ));
        for (number, item) in (1..).zip(&self.items) {
            sheet.heading(Text::verbatim(format!("{number}. {}", item.scenario.title)));
            sheet.blocks.extend(item.scene());
            sheet.blocks.push(choices(item.choices().iter().map(|choice| code(item, *choice))));
            sheet.paragraph(say!("How sure are you?"));
            sheet.blocks.push(choices(Confidence::ALL.iter().map(|confidence| confidence.title())));
            sheet.field(say!("Deciding line"), Text::default());
        }
        sheet.blocks.push(Block::Paragraph(Text::new(self.packs(), Meaning::Muted)));
        sheet
    }

    fn corrections(&self) -> Document {
        let mut sheet = Document::new(say!("Find the fault"));
        sheet.paragraph(say!(
            "Begin when the answers of the first part have been collected. Each sentence below is wrong. It says in other \
             words what a popular article says."
        ));
        for (number, claim) in (self.items.len() + 1..).zip(&self.tasks) {
            sheet.heading(Text::verbatim(say!("{}. Correct the sentence and give an example.", number)));
            sheet.blocks.push(wrong_claim(claim));
            sheet.blocks.extend((0..RULED_LINES).map(|_| blank()));
        }
        sheet
    }

    fn key(&self) -> Document {
        let mut key = Document::new(say!("Answer key"));
        key.paragraph(Text::verbatim(self.in_short()));
        for (number, item) in (1..).zip(&self.items) {
            let scenario = item.scenario;
            key.heading(Text::verbatim(format!("{number}. {}: {}", scenario.title, translate(scenario.answer.name()))));
            key.blocks.extend(explained(item));
        }
        for (number, claim) in (self.items.len() + 1..).zip(&self.tasks) {
            key.heading(Text::verbatim(say!("{}. The fault", number)));
            key.blocks.push(wrong_claim(claim));
            let source = if claim.source.is_empty() { String::new() } else { format!(" {}.", claim.source) };
            key.paragraph(Text::verbatim(format!("{}{source}", translate(&claim.truth))));
        }
        key
    }

    /// The heading, as `401 or 403? Form A`.
    fn title(&self) -> String {
        let mut form = self.form.title().to_owned();
        if let Some(first) = form.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        say!("401 or 403? {}", form)
    }

    /// Every answer with its line, to mark by.
    fn in_short(&self) -> String {
        let one = |(number, item): (usize, &ExportItem<'_>)| {
            let scenario = item.scenario;
            say!("{}: {}, line {}", number, translate(scenario.answer.name()), scenario.evidence.line)
        };
        let all: Vec<String> = (1..).zip(&self.items).map(one).collect();
        say!("In short: {}.", all.join("; "))
    }

    /// The BCP 47 tag of the sheet: that of the translation, or else of its packs.
    fn language(&self) -> &str {
        i18n::language().or_else(|| self.items.first().map(|item| item.pack.language.as_str())).unwrap_or("en")
    }

    /// The packs that its items are from, each with its version.
    fn packs(&self) -> String {
        let mut packs: Vec<&Pack> = Vec::new();
        for item in &self.items {
            if !packs.iter().any(|pack| pack.id == item.pack.id) {
                packs.push(item.pack);
            }
        }
        let packs: Vec<String> = packs.iter().map(|pack| format!("{} {}", pack.id, pack.version)).collect();
        packs.join(", ")
    }
}

fn choices<'a>(texts: impl Iterator<Item = &'a str>) -> Block {
    let choice = |text: &str| AnswerChoice { key: String::new(), text: Text::verbatim(text), chosen: false };
    Block::Choices(texts.map(choice).collect())
}

fn blank() -> Block {
    Block::Field(crate::document::LabelledText { label: String::new(), text: Text::default() })
}

fn wrong_claim(claim: &Claim) -> Block {
    Block::Paragraph(Text::new(translate(&claim.claim), Meaning::WrongClaim))
}

/// The text beside the box of a choice: the code alone, for the reason phrases are half of the confusion.
fn code<'a>(item: &'a ExportItem<'_>, choice: Answer) -> &'a str {
    match choice {
        Answer::Neither => item.choice_text(choice),
        code => code.name(),
    }
}

/// What the teacher reads about a question.
fn explained(item: &ExportItem<'_>) -> Vec<Block> {
    let scenario = item.scenario;
    let line = |text: String| Block::Paragraph(Text::verbatim(text));
    let mut blocks = vec![line(item.verdict())];
    blocks.extend(item.deciding().map(line));
    for text in [&scenario.evidence.text, &scenario.explanation.why, &scenario.explanation.why_not] {
        blocks.extend(tagged(text));
    }
    if !scenario.exchange.response.is_empty() {
        blocks.push(Block::Code(scenario.exchange.response.clone()));
    }
    if let Some(misconception) = scenario.misconception.as_deref().and_then(misconception::find) {
        blocks.push(line(say!("A student who chose the other code may believe:").to_owned()));
        blocks.push(Block::Paragraph(Text::new(translate(&misconception.belief), Meaning::WrongClaim)));
        blocks.push(line(translate(&misconception.truth).to_owned()));
    }
    blocks.extend(tagged(&scenario.teacher));
    blocks.push(line(say!("Sources: {}. airside: {}", item.sources(), scenario.id)));
    blocks
}
