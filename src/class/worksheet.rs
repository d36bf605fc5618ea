//! Creates worksheets, which contain questions to answer on paper, and an answer key for the teacher on separate pages.
//!
//! Every page shows the form, the page number and a space for the seat code, so that loose pages can be sorted. False
//! statements appear only on the sheet where students correct them, which contains no questions. Scenario ids appear
//! only in the answer key, because an id reveals the kind of case.

use super::export::item::ExportItem;
use crate::document::citation::citation;
use crate::document::{AnswerChoice, Block, Document, Group, LabelledText, Meaning, Text, trace};
use crate::i18n::{self, translate};
use crate::learner::Confidence;
use crate::learner::answer::Answer;
use crate::random::Random;
use crate::reference::{Claim, article, claim};
use crate::render;
use crate::round::Item;
use crate::round::spec::{RoundSpec, plan};
use crate::say;
use crate::scenario::library::Library;
use crate::scenario::{Pack, Pool};
use crate::text::capital;

const RULED_LINES: usize = 4;

/// The number of lines that fit on a printed A4 or US Letter page.
const PAGE_LINES: usize = 46;

const INSTRUCTION_LINES: usize = 6;

/// The number of lines that each case needs for its heading, its boxes and some space.
const CASE_LINES: usize = 5;

const STORY_WIDTH: usize = 90;

const CODE_WIDTH: usize = 76;

/// The points for a case: one for the code and one for the deciding line. Correcting a false statement also earns two
/// points: one for the statement and one for the example.
const POINTS: usize = 2;

const FIRST_SEED: u64 = 401_403;

const ORDERS: usize = 8;

const CASES_BESIDE: usize = 12;

/// The numbers of the article's claims that each form asks students to correct: one claim about identity and one about
/// permission.
const TASKS: [(Pool, [u8; 2]); 2] = [(Pool::FormA, [6, 9]), (Pool::FormB, [8, 7])];

/// Chooses the questions of a worksheet and puts them in order, using the seed in `request`. A question that can't be
/// printed is replaced with another question. Students who sit side by side must not be able to copy from each other,
/// so forms A and B have different codes in several positions, and so have a form with a seed and a form without one.
pub fn order(library: &Library, request: &RoundSpec, can_be_printed: impl FnMut(&Item) -> bool) -> Vec<Item> {
    let all = plan(library, &RoundSpec { count: None, ..request.clone() });
    let count = request.count.unwrap_or(usize::MAX);
    let chosen: Vec<Item> = all.into_iter().filter(can_be_printed).take(count).collect();
    if request.in_order {
        return chosen;
    }
    let ordered = |seed| {
        let ids = chosen.iter().filter_map(|item| item.id.case().map(str::to_owned)).collect::<Vec<_>>();
        let packs = request.packs.clone();
        if ids.is_empty() { Vec::new() } else { plan(library, &RoundSpec { packs, ids, seed, ..RoundSpec::default() }) }
    };
    let with =
        |pools: &[Pool], seed| order(library, &RoundSpec { pools: pools.to_vec(), seed, ..request.clone() }, is_any);
    let mut others = Vec::new();
    if request.pools == [Pool::FormB] {
        others.push(with(&[Pool::FormA], request.seed));
    }
    if request.seed != 0 {
        let forms = [[Pool::FormA], [Pool::FormB]];
        let is_form = forms.iter().any(|form| request.pools == *form);
        others.extend(forms.iter().filter(|_| is_form).map(|form| with(form, 0)));
        others.extend((!is_form).then(|| with(&request.pools, 0)));
    }
    let first = request.seed.wrapping_add(FIRST_SEED);
    if others.is_empty() {
        return ordered(first);
    }
    let differ = |items: &[Item], other: &Vec<Item>| {
        items.iter().zip(other).filter(|(one, other)| one.accepted != other.accepted).count()
    };
    let least = |items: &[Item]| others.iter().map(|other| differ(items, other)).min().unwrap_or(0);
    let mut random = Random(first);
    let orders = (0..ORDERS).map(|_| ordered(random.number()));
    orders.max_by_key(|items| least(items).min(items.len() / 2)).unwrap_or_default()
}

const fn is_any(_: &Item) -> bool {
    true
}

#[derive(Clone, Debug)]
pub struct Sheet<'a> {
    form: Option<Pool>,
    seed: u64,
    items: Vec<ExportItem<'a>>,
    tasks: Vec<&'static Claim>,
    teacher: bool,
}

impl<'a> Sheet<'a> {
    /// Creates a worksheet with the items in the given order. The `seed` is the number that produced the order.
    pub fn new(form: Option<Pool>, seed: u64, items: Vec<ExportItem<'a>>, teacher: bool) -> Self {
        let numbers = TASKS.iter().find(|(pool, _)| Some(*pool) == form).map_or(&[] as &[u8], |(_, numbers)| numbers);
        let items = items.into_iter().map(ExportItem::marking_language).collect();
        Self { form, seed, items, tasks: numbers.iter().filter_map(|number| claim(*number)).collect(), teacher }
    }

    pub fn html(&self) -> String {
        render::html::page(Self::language(), &self.documents())
    }

    pub fn markdown(&self) -> String {
        render::markdown::render(&self.documents())
    }

    /// The first document contains only the title. One document for each page follows, and then the answer key as a
    /// single document. The answer key starts on a new sheet of paper, even with double-sided printing.
    pub fn documents(&self) -> Vec<Document> {
        let cases = self.pages();
        let mut pages: Vec<Document> = Vec::new();
        let mut number = 1;
        for (index, items) in cases.iter().enumerate() {
            pages.push(self.questions(number, items, index == 0));
            number += items.len();
        }
        if let Some(last) = pages.last_mut() {
            last.blocks.push(Block::Paragraph(Text::new(self.packs(), Meaning::Muted)));
        }
        if !self.tasks.is_empty() {
            begin_sheet(&mut pages);
            pages.push(self.corrections());
        }
        let count = pages.len();
        for (number, page) in (1..).zip(&mut pages) {
            let name = match page.title.as_str() {
                "" => capital(&self.name()),
                title => format!("{title}: {}", self.name()),
            };
            page.title = say!("{}, page {} of {}", name, number, count);
            let seat = LabelledText { label: say!("Seat").to_owned(), text: Text::default() };
            page.blocks.insert(0, Block::Field(seat));
        }
        if self.teacher {
            pages.push(self.key());
        }
        pages.insert(0, Document::new(say!("401 or 403?")));
        pages
    }

    /// Puts as many items on each page as are certain to fit, but at least one.
    fn pages(&self) -> Vec<&[ExportItem<'a>]> {
        let mut pages = Vec::new();
        let mut rest = self.items.as_slice();
        let mut room = PAGE_LINES - INSTRUCTION_LINES;
        while !rest.is_empty() {
            let mut used = 0;
            let fits = |item: &&ExportItem<'_>| {
                used += lines(item);
                used <= room
            };
            let count = rest.iter().take_while(fits).count().max(1);
            let (page, remaining) = rest.split_at(count);
            pages.push(page);
            rest = remaining;
            room = PAGE_LINES;
        }
        pages
    }

    fn questions(&self, first: usize, items: &[ExportItem<'_>], instructions: bool) -> Document {
        let mut sheet = Document::default();
        if instructions {
            sheet.field(say!("Date"), Text::default());
            sheet.field(say!("Points (of {})", self.points()), Text::default());
            sheet.paragraph(say!(
                "Write your seat code, not your name, at the top of every page. Each case is one request, followed by a question. Tick the right answer, and tick how sure you are. Then write down the number of the line that settles the case."
            ));
            sheet.paragraph(say!(
                "You get 1 point for the code and 1 point for the line. Your confidence doesn't affect your score."
            ));
        }
        for (number, item) in (first..).zip(items) {
            sheet.heading(Text::verbatim(format!("{number}. ")).followed_by(item.text(&item.scenario.title)));
            sheet.blocks.extend(item.scene());
            sheet.blocks.push(Block::Columns(vec![
                vec![paragraph(&item.prompt), choices(item.choices().iter().map(|choice| code(item, *choice)))],
                vec![
                    paragraph(say!("How sure are you?")),
                    choices(Confidence::ALL.iter().map(|confidence| confidence.title())),
                ],
                vec![blank(say!("Deciding line"))],
            ]));
        }
        sheet
    }

    fn corrections(&self) -> Document {
        let mut sheet = Document::new(say!("Find the fault"));
        let article = article();
        sheet.paragraph(say!("Don't begin until the answers to the first part have been collected."));
        sheet.paragraph(Text::verbatim(say!(
            "Each sentence below is wrong. It paraphrases a claim in a popular article, \"{}\" by {} ({}). You get 1 point for the correction and 1 point for the example.",
            article.title,
            article.author,
            article.url
        )));
        for (number, claim) in (self.items.len() + 1..).zip(&self.tasks) {
            sheet.heading(Text::verbatim(say!("{}. Correct the sentence and give an example.", number)));
            sheet.blocks.push(wrong_claim(claim));
            sheet.blocks.extend((0..RULED_LINES).map(|_| blank("")));
        }
        sheet
    }

    fn key(&self) -> Document {
        let mut key = Document::new(say!("Answer key: {}", self.name()));
        key.field(say!("Points"), self.points().to_string());
        key.paragraph(if self.tasks.is_empty() {
            say!("Each case is worth 2 points: 1 for the code and 1 for the line.")
        } else {
            say!(
                "Each case is worth 2 points: 1 for the code and 1 for the line. Each fault is worth 2 points: 1 for the correction and 1 for the example."
            )
        });
        key.blocks.extend(self.in_short());
        for (number, item) in (1..).zip(&self.items) {
            let scenario = item.scenario;
            let worth = say!("{} points", POINTS);
            let heading = say!(": {}, line {} ({})", codes(item), scenario.evidence.line, worth);
            let title = Text::verbatim(format!("{number}. ")).followed_by(item.text(&scenario.title));
            key.heading(title.followed_by(Text::verbatim(heading)));
            key.blocks.extend(explained(item));
        }
        for (number, claim) in (self.items.len() + 1..).zip(&self.tasks) {
            key.heading(Text::verbatim(say!("{}. The fault ({} points)", number, POINTS)));
            key.blocks.push(wrong_claim(claim));
            let source = if claim.source.is_empty() { String::new() } else { format!(" {}.", citation(&claim.source)) };
            key.paragraph(Text::verbatim(format!("{}{source}", translate(&claim.truth))));
        }
        key
    }

    fn points(&self) -> usize {
        POINTS * (self.items.len() + self.tasks.len())
    }

    fn name(&self) -> String {
        let name = self.form.map_or(say!("worksheet"), Pool::title).to_owned();
        if self.seed == 0 { name } else { say!("{}, seed {}", name, self.seed) }
    }

    fn in_short(&self) -> impl Iterator<Item = Block> {
        let numbered: Vec<(usize, &ExportItem<'_>)> = (1..).zip(&self.items).collect();
        let table = |items: &[(usize, &ExportItem<'_>)]| {
            let row = |label: &str, cell: &dyn Fn(&(usize, &ExportItem<'_>)) -> String| -> Vec<Text> {
                std::iter::once(label.to_owned()).chain(items.iter().map(cell)).map(Text::verbatim).collect()
            };
            let head = row(say!("Case"), &|(number, _)| number.to_string());
            let lines = row(say!("Line"), &|(_, item)| item.scenario.evidence.line.to_string());
            Block::table(head, [row(say!("Code"), &|(_, item)| codes(item)), lines])
        };
        numbered.chunks(CASES_BESIDE).map(table).collect::<Vec<_>>().into_iter()
    }

    fn language() -> &'static str {
        i18n::language().unwrap_or("en")
    }

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

fn blank(label: &str) -> Block {
    Block::Field(LabelledText { label: label.to_owned(), text: Text::default() })
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(text.into())
}

fn field(label: &str, text: impl Into<Text>) -> Block {
    Block::Field(LabelledText { label: label.to_owned(), text: text.into() })
}

/// Adds a blank page if the next page would otherwise be printed on the back of the previous one.
fn begin_sheet(pages: &mut Vec<Document>) {
    if pages.len() % 2 == 1 {
        let mut empty = Document::default();
        empty.paragraph(say!("This page is left blank so that the next page isn't printed on the back of a question."));
        pages.push(empty);
    }
}

fn lines(item: &ExportItem<'_>) -> usize {
    let scene = item.scene();
    let lines = |block: &Block| match block {
        Block::Exchange(exchange) => {
            let lines =
                |group: &Group| 1 + group.lines.iter().map(|line| line.chars().count() / CODE_WIDTH + 1).sum::<usize>();
            exchange.groups.iter().map(lines).sum()
        }
        Block::Paragraph(text) => text.to_string().chars().count() / STORY_WIDTH + 1,
        _ => 1,
    };
    CASE_LINES + scene.iter().map(lines).sum::<usize>()
}

fn wrong_claim(claim: &Claim) -> Block {
    Block::Paragraph(Text::new(translate(&claim.claim), Meaning::WrongClaim))
}

/// Labels a choice with the code but not the reason phrase, because the reason phrases cause half of the confusion.
fn code<'a>(item: &'a ExportItem<'_>, choice: Answer) -> &'a str {
    match choice {
        Answer::Neither => item.choice_text(choice),
        code => code.name(),
    }
}

/// Lists the choices that get full marks.
fn codes(item: &ExportItem<'_>) -> String {
    item.right().map(|choice| code(item, choice)).collect::<Vec<_>>().join(", ")
}

fn explained(item: &ExportItem<'_>) -> Vec<Block> {
    let scenario = item.scenario;
    let mut blocks = Vec::new();
    if item.right().count() > 1 {
        blocks.push(Block::Paragraph(Text::verbatim(item.verdict())));
    }
    blocks.extend(item.deciding().map(Block::Paragraph));
    let mut reasons: Vec<String> = Vec::new();
    if scenario.editorial.is_none() {
        reasons.extend(trace::in_sentences(&scenario.ruling(), scenario.telling));
        // The last sentence repeats the answer, which is already in the heading.
        reasons.pop();
    }
    if !reasons.is_empty() {
        blocks.push(Block::Paragraph(Text::verbatim(reasons.join(" "))));
    }
    blocks.extend(item.tagged(&scenario.explanation.why));
    blocks.extend(item.tagged(&scenario.explanation.why_not));
    if let Some(text) = scenario.likely_misconception().and_then(|one| one.told(scenario.telling)) {
        let belief = Text::new(translate(&text.belief), Meaning::WrongClaim);
        blocks.push(Block::Paragraph(belief.followed_by(say!(" (a possible misconception)"))));
    }
    blocks.push(field(say!("Tip:"), item.text(&scenario.teacher)));
    let sources = say!("Sources: {}. airside: {}", item.sources(), scenario.id);
    blocks.push(Block::Paragraph(Text::new(sources, Meaning::Muted)));
    blocks
}
