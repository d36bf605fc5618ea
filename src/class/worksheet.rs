//! Worksheets: a test form on paper, with the answer key on pages of its own for the teacher.
//!
//! Owns what stands on a sheet and in which order; [`html`] and [`markdown`] lay it out. A false statement stands there
//! only to be mended: after the questions, on a line of its own that begins with the tag. Ids name the kind of case,
//! so they are in the key alone.

pub mod html;
pub mod markdown;

use super::export::entry::{ExportBlock, ExportItem};
use crate::i18n::of;
use crate::learner::Confidence;
use crate::learner::answer::Answer;
use crate::reference::{Claim, claims};
use crate::say;
use crate::scenario::{Pack, Pool, misconception};

/// What is asked of the learner with every question.
pub const TASK: &str = "Each case is one request. Tick the code that should be sent, tick how sure you are, and write \
                        down the number of the one line that decides.";

/// What is asked with every false statement.
pub const MEND: &str = "Mend it: write the sentence so that it is true, and name a case that shows it.";

/// When the second part may be begun: its sentences say more than the first part gives away.
pub const LATER: &str = "Begin this part when the answers of the first part have been collected. Each sentence below is \
                         wrong; it comes from a popular article, in other words.";

/// The claims of the article that each form mends, by number: one on proof, one on permission.
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
    #[must_use]
    pub fn new(form: Pool, items: Vec<ExportItem<'a>>, teacher: bool) -> Self {
        let numbers = TASKS.iter().find(|(pool, _)| *pool == form).map_or(&[] as &[u8], |(_, numbers)| numbers);
        let find = |number: &u8| claims().iter().find(|claim| claim.number == *number);
        Self { form, items, tasks: numbers.iter().filter_map(find).collect(), teacher }
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
        let one = |(number, entry): (usize, &ExportItem<'_>)| {
            let scenario = entry.scenario;
            say!("{}: {}, line {}", number, of(scenario.answer.name()), scenario.evidence.line)
        };
        let all: Vec<String> = (1..).zip(&self.items).map(one).collect();
        say!("In short: {}.", all.join("; "))
    }

    /// The BCP 47 tag of its language.
    fn language(&self) -> &str {
        self.items.first().map_or("en", |entry| &entry.pack.language)
    }

    /// The packs that its items are from, each with its version.
    fn packs(&self) -> String {
        let mut packs: Vec<&Pack> = Vec::new();
        for entry in &self.items {
            if !packs.iter().any(|pack| pack.id == entry.pack.id) {
                packs.push(entry.pack);
            }
        }
        let packs: Vec<String> = packs.iter().map(|pack| format!("{} {}", pack.id, pack.version)).collect();
        packs.join(", ")
    }
}

/// What stands beside the box of a choice: the code alone, for the names of the statuses are half of the confusion.
fn code<'a>(entry: &'a ExportItem<'_>, choice: Answer) -> &'a str {
    match choice {
        Answer::Neither => entry.choice_text(choice),
        code => code.name(),
    }
}

/// The words beside the boxes for confidence, in their order.
fn confidences() -> impl Iterator<Item = &'static str> {
    Confidence::ALL.iter().map(|confidence| confidence.title())
}

/// What the teacher reads about a question.
fn key<'a>(entry: &ExportItem<'a>) -> Vec<ExportBlock<'a>> {
    let scenario = entry.scenario;
    let mut blocks = vec![ExportBlock::Line(entry.verdict())];
    blocks.extend(entry.deciding().map(ExportBlock::Line));
    for text in [&scenario.evidence.text, &scenario.explanation.why, &scenario.explanation.why_not] {
        blocks.extend(ExportBlock::tagged(text));
    }
    if !scenario.exchange.response.is_empty() {
        blocks.push(ExportBlock::Code(&scenario.exchange.response));
    }
    if let Some(misconception) = scenario.misconception.as_deref().and_then(misconception::find) {
        blocks.push(ExportBlock::Line(say!("Who answers otherwise may believe this:").to_owned()));
        blocks.push(ExportBlock::Line(format!("WRONG: {}", of(&misconception.belief))));
        blocks.push(ExportBlock::Line(of(&misconception.truth).to_owned()));
    }
    blocks.extend(ExportBlock::tagged(&scenario.teacher));
    blocks.push(ExportBlock::Line(say!("Sources: {}. airside: {}", entry.sources(), scenario.id)));
    blocks
}

/// A claim of the article, tagged where it is wrong.
fn shown(claim: &'static Claim) -> String {
    if claim.standing.is_wrong() { format!("WRONG: {}", of(&claim.claim)) } else { of(&claim.claim).to_owned() }
}

/// What the teacher reads about a sentence to be mended.
fn mended(claim: &'static Claim) -> Vec<ExportBlock<'static>> {
    let source = if claim.source.is_empty() { String::new() } else { format!(" {}.", claim.source) };
    vec![ExportBlock::Line(shown(claim)), ExportBlock::Line(format!("{}{source}", of(&claim.truth)))]
}
