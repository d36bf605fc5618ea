//! Shows the learner's progress as numbers and thin bars, along with the confidence plot and an explanation of the
//! numbers.

use super::plot;
use crate::course::pages::add_results;
use crate::document::progress::{add_answer_table, add_counts};
use crate::document::{BarLine, Block, Document, Text};
use crate::i18n::percent;
use crate::learner::diagnosis::WrongRule;
use crate::learner::progress::Progress;
use crate::say;
use crate::scenario::Kind;
use crate::study::Study;
use crate::text::capital;

/// The sensitivity (d′) at which the bar is full. This value is typical of someone who has mastered both codes.
const FULL_SENSITIVITY: f64 = 3.5;

pub(super) fn page(study: &Study) -> Document {
    let progress = &study.progress();
    let mut document = Document::new(say!("Your progress"));
    let plot = progress.has_enough_answers().then(|| plot::plot(&progress.measures));
    add_counts(&mut document, say!("All answers so far"), &progress.measures, &progress.table, plot);
    if progress.has_enough_answers() {
        add_meaning(&mut document, progress);
    } else if progress.measures.all.answered == 0 {
        add_empty_counts(&mut document);
    } else {
        document.paragraph(say!("This page shows more once you have given eight answers."));
    }
    add_results(&mut document, &study.course_so_far());
    document
}

/// Shows where the results will be, because a page without any would be almost empty.
fn add_empty_counts(document: &mut Document) {
    let empty = |label: &str| bar(label, 0.0, "0".to_owned(), None);
    document.blocks = vec![empty(say!("All answers so far"))];
    document.blocks.extend(["401", "403"].map(empty));
    let kinds = Kind::core().iter().map(|kind| empty(&capital(kind.title())));
    let kinds = std::iter::once(Block::Heading(say!("By kind of case").into())).chain(kinds);
    let mut chart = Document::default();
    chart.heading(say!("Confidence and results"));
    chart.paragraph(say!("After eight answers, a chart shows whether you were right as often as you thought."));
    chart.paragraph(say!("The results of a test appear here after the test."));
    document.blocks.push(Block::Columns(vec![kinds.collect(), chart.blocks]));
}

fn bar(label: &str, share: f64, note: String, correct: Option<bool>) -> Block {
    Block::Bar(BarLine { label: label.to_owned(), share, note, correct })
}

fn add_meaning(document: &mut Document, progress: &Progress) {
    document.heading(say!("What it means"));
    document.blocks.push(Block::List(progress.sentences().into_iter().map(Text::from).collect()));
    document.heading(say!("What you answered"));
    add_answer_table(document, &progress.table);
    if !progress.curve.is_empty() {
        document.heading(say!("How well you tell the codes apart, in blocks of twelve answers"));
        for (number, block) in (1..).zip(&progress.curve) {
            let value = block.sensitivity();
            document.blocks.push(bar(
                &say!("Answers {} to {}", 12 * number - 11, 12 * number),
                value / FULL_SENSITIVITY,
                String::new(),
                None,
            ));
        }
        document.paragraph(say!("A long bar means that you can tell the codes apart. An empty bar means that you are guessing, or that you have the codes the wrong way round."));
    }
    document.heading(say!("Which rule your answers fit"));
    let right = progress.belief.specification();
    document.blocks.push(bar(say!("The specification"), right, percent(right), Some(true)));
    for rule in WrongRule::ALL {
        let likely = progress.belief.wrong(rule);
        document.blocks.push(bar(&capital(rule.title()), likely, percent(likely), Some(false)));
    }
}
