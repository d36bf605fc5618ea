//! Your progress: counts with thin bars, the confidence as a plot, and what the numbers mean in words.

use super::{Screen, ScreenState, View, capital, plot};
use crate::document::{BarLine, Block, Document, TableBlock, Text};
use crate::learner::diagnosis::WrongRule;
use crate::learner::measure::{Measures, Tally};
use crate::learner::progress::Progress;
use crate::say;
use crate::study::Study;

/// d′ of somebody who has mastered both codes fills a bar.
const FULL_SENSITIVITY: f64 = 3.5;

#[derive(Debug)]
pub(super) struct ProgressScreen;

impl Screen<Study> for ProgressScreen {
    fn view(&self, study: &Study, _: &ScreenState) -> View {
        let progress = study.progress();
        let mut document = Document::new(say!("Your progress"));
        add_counts(&mut document, say!("All answers so far"), &progress.measures);
        if progress.says_enough() {
            add_meaning(&mut document, &progress);
        } else {
            document.paragraph(say!("This page shows more after eight answers."));
        }
        let points = plot::points(&progress.measures);
        View { plot: progress.says_enough().then_some(points), ..View::page(document) }
    }

    fn name(&self) -> &'static str {
        "progress"
    }
}

fn bar(label: &str, share: f64, note: String) -> Block {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1000")]
    let share = (share.clamp(0.0, 1.0) * 1000.0).round() as u16;
    Block::Bar(BarLine { label: label.to_owned(), share, note })
}

fn tally(label: &str, tally: Tally) -> Block {
    let count = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    match tally.answered {
        0 => bar(label, 0.0, say!("none yet").to_owned()),
        answered => bar(label, count(tally.right) / count(answered), say!("{} of {}", tally.right, answered)),
    }
}

/// Counts over some answers, by kind of case and by confidence.
pub(super) fn add_counts(document: &mut Document, title: &str, measures: &Measures) {
    document.heading(title);
    document.blocks.push(tally(say!("All"), measures.all));
    document.heading(say!("By kind of case"));
    for (kind, count) in measures.kinds.iter().filter(|(_, tally)| tally.answered > 0) {
        document.blocks.push(tally(&capital(kind.title()), *count));
    }
    document.heading(say!("By confidence"));
    for (level, count) in &measures.confidence {
        document.blocks.push(tally(&capital(level.title()), *count));
    }
    document.paragraph(say!(
        "Certain but wrong: {}. Correct guesses: {}.",
        measures.confident_errors,
        measures.lucky_guesses
    ));
    if measures.revealed > 0 {
        document.paragraph(say!("Answers revealed: {}.", measures.revealed));
    }
}

fn add_meaning(document: &mut Document, progress: &Progress) {
    document.heading(say!("What it means"));
    document.blocks.push(Block::List(progress.sentences().into_iter().map(Text::from).collect()));
    document.heading(say!("What you answered"));
    let row = |name: &str, row: [u32; 2]| vec![name.into(), row[0].to_string().into(), row[1].to_string().into()];
    let [unauthorized, forbidden] = progress.table;
    let rows = vec![row(say!("401 was right"), unauthorized), row(say!("403 was right"), forbidden)];
    document.blocks.push(Block::Table(TableBlock { head: vec!["".into(), "401".into(), "403".into()], rows }));
    if !progress.curve.is_empty() {
        document.heading(say!("How well you tell the codes apart, in blocks of twelve answers"));
        for (number, block) in (1..).zip(&progress.curve) {
            let value = block.sensitivity();
            document.blocks.push(bar(
                &say!("Answers {} to {}", 12 * number - 11, 12 * number),
                value / FULL_SENSITIVITY,
                format!("d' {value:.1}"),
            ));
        }
        document.paragraph(say!("An empty bar means guessing. A long bar means that you tell the codes apart."));
    }
    document.heading(say!("The rule that your answers fit"));
    let percent = |likely: f64| format!("{:.0} %", 100.0 * likely);
    let right = progress.belief.specification();
    document.blocks.push(bar(say!("The specification"), right, percent(right)));
    for rule in WrongRule::ALL {
        let likely = progress.belief.wrong(rule);
        document.blocks.push(bar(&capital(rule.title()), likely, percent(likely)));
    }
    document.heading(say!("How well your confidence matches your answers"));
}
