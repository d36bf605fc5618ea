//! Summaries of the answers so far.
//!
//! Owns the order and the wording of the tables. Must not judge a learner.

use super::{Block, Document, TableBlock, Text};
use crate::learner::measure::{Measures, Tally};
use crate::learner::progress::{ItemCount, Progress};
use crate::say;
use crate::scenario::Kind;

/// Progress over all answers, with the mastered kinds.
pub fn progress(progress: &Progress, mastered: &[Kind]) -> Document {
    let measures = &progress.measures;
    let mut document = Document::new(say!("Your progress"));
    document.paragraph(match measures.all.answered {
        0 => say!("Nothing answered yet.").to_owned(),
        answered => say!("{} of {} answers correct.", measures.all.right, answered),
    });
    let kinds = measures.kinds.iter().map(|(kind, tally)| {
        let state = match kind.verdict() {
            None => say!("doesn't count"),
            Some(_) if mastered.contains(kind) => say!("yes"),
            Some(_) => say!("not yet"),
        };
        vec![kind.title().into(), share(*tally).into(), state.into()]
    });
    add_table(&mut document, &[say!("Kind of case"), say!("Correct"), say!("Mastered")], kinds);
    let levels = measures.confidence.iter().map(|(level, tally)| vec![level.title().into(), share(*tally).into()]);
    add_table(&mut document, &[say!("How sure you were"), say!("Correct")], levels);
    document.field(say!("Certain but wrong"), measures.confident_errors.to_string());
    document.field(say!("Correct guesses"), measures.lucky_guesses.to_string());
    document.field(say!("Answers revealed"), measures.revealed.to_string());
    if progress.says_enough() {
        document.blocks.push(Block::List(progress.sentences().into_iter().map(Text::from).collect()));
    }
    document
}

/// The summary of a round. `others` counts the right answers, and all answers, to questions that belong to no kind of
/// case.
pub fn round(measures: &Measures, others: (usize, usize)) -> Document {
    let mut document = Document::new(say!("The round is over."));
    if others.1 > 0 {
        document.paragraph(say!("Fact-checks and comparisons: {} of {} correct.", others.0, others.1));
    }
    document.paragraph(match measures.all.answered {
        0 => say!("No case was answered in this round.").to_owned(),
        answered => say!("This round: {} of {} correct.", measures.all.right, answered),
    });
    let answered = |tally: &Tally| tally.answered > 0;
    let kinds = measures.kinds.iter().filter(|(_, tally)| answered(tally));
    let kinds = kinds.map(|(kind, tally)| (kind.title().to_owned(), *tally));
    let levels = measures.confidence.iter().filter(|(_, tally)| answered(tally));
    let levels = levels.map(|(level, tally)| (say!("When you said {}", level.title()), *tally));
    for (label, tally) in kinds.chain(levels) {
        document.field(label, say!("{} of {} correct", tally.right, tally.answered));
    }
    if measures.confident_errors > 0 {
        document.field(say!("Certain but wrong"), say!("{}. These deserve another look.", measures.confident_errors));
    }
    document
}

/// Every scenario answered, the one with the most wrong answers first.
pub fn items(progress: &Progress) -> Document {
    let mut document = Document::new(say!("Your progress, case by case"));
    let mut items: Vec<(&String, &ItemCount)> = progress.items.iter().collect();
    items.sort_by_key(|(_, count)| std::cmp::Reverse(count.tally.answered - count.tally.right));
    let rows = items.into_iter().map(|(id, count)| {
        let [guess, fairly, certain] = count.confidence.map(|count| count.to_string());
        let remark = match (count.needs_attention(), count.confident_errors) {
            (true, 0) => say!("look again").to_owned(),
            (true, errors) => say!("look again: {} certain but wrong", errors),
            (false, 0) => String::new(),
            (false, errors) => say!("{} certain but wrong", errors),
        };
        let cells = [id.clone(), share(count.tally), guess, fairly, certain, remark];
        cells.into_iter().map(Text::verbatim).collect()
    });
    let head = [say!("Case"), say!("Correct"), say!("Guess"), say!("Fairly sure"), say!("Certain"), ""];
    add_table(&mut document, &head, rows);
    document
}

fn add_table(document: &mut Document, head: &[&str], rows: impl Iterator<Item = Vec<Text>>) {
    let head = head.iter().map(|text| Text::from(*text)).collect();
    document.blocks.push(Block::Table(TableBlock { head, rows: rows.collect() }));
}

/// Right answers out of all answers, in words.
pub fn share(tally: Tally) -> String {
    match tally.answered {
        0 => say!("none yet").to_owned(),
        answered => say!("{} of {}", tally.right, answered),
    }
}
