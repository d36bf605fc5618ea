//! Summarises the learner's answers so far.

use super::{BarLine, Block, Document, PlotBlock, TableBlock, Text};
use crate::learner::answer::Answer;
use crate::learner::measure::{AnswerTable, Measures, Tally};
use crate::learner::progress::{ItemCount, Progress};
use crate::reference::Standing;
use crate::ruling::Verdict;
use crate::say;
use crate::scenario::Kind;
use crate::sorting::sort_by_key;
use crate::text::capital;

/// Summarises all of the learner's answers, and lists the kinds of case that the learner has mastered.
pub fn progress(progress: &Progress, mastered: &[Kind]) -> Document {
    let measures = &progress.measures;
    let mut document = Document::new(say!("Your progress"));
    document.paragraph(match measures.all.answered {
        0 => {
            document.paragraph(say!("No results yet. After each test, its results appear here."));
            return document;
        }
        1 => say!("{} of 1 answer correct.", measures.all.right),
        answered => say!("{} of {} answers correct.", measures.all.right, answered),
    });
    let kinds = measures.kinds.iter().map(|(kind, tally)| {
        let state = match kind.verdict() {
            None => say!("doesn't count"),
            Some(_) if mastered.contains(kind) => say!("yes"),
            Some(_) => say!("not yet"),
        };
        vec![counted_as(*kind).into(), share(*tally).into(), state.into()]
    });
    document.blocks.push(Block::table([say!("Kind of case"), say!("Correct"), say!("Mastered in practice")], kinds));
    let levels = measures.confidence.iter().map(|(level, tally)| vec![level.title().into(), share(*tally).into()]);
    document.blocks.push(Block::table([say!("How sure you were"), say!("Correct")], levels));
    add_answer_table(&mut document, &progress.table);
    document.field(say!("Certain but wrong"), measures.confident_errors.to_string());
    document.field(say!("Correct guesses"), measures.lucky_guesses.to_string());
    document.field(say!("Answers revealed"), measures.revealed.to_string());
    if progress.has_enough_answers() {
        document.blocks.push(Block::List(progress.sentences().into_iter().map(Text::from).collect()));
    }
    document
}

/// Summarises a round after its end. The parameter `others` describes the questions that don't belong to any kind of
/// case. Its values are the number of right answers and the total number of answers.
pub fn round(measures: &Measures, table: &AnswerTable, others: (usize, usize)) -> Document {
    let mut document = Document::new(say!("The round is over"));
    if others.1 > 0 {
        document.paragraph(say!("Fact-checks and comparisons: {} of {} correct.", others.0, others.1));
    }
    if measures.all.answered == 0 {
        document.paragraph(say!("No case was answered in this round."));
        return document;
    }
    add_counts(&mut document, say!("This round"), measures, table, None);
    let mut answers = Document::default();
    add_answer_table(&mut answers, table);
    if !answers.blocks.is_empty() {
        document.blocks.push(Block::panel(say!("What you answered"), answers.blocks));
    }
    document
}

pub(crate) fn add_claims(document: &mut Document, judged: &[(Standing, Tally)]) {
    let row = |(standing, tally): &(Standing, Tally)| {
        vec![standing.title().into(), tally.answered.to_string().into(), share(*tally).into()]
    };
    let head = [say!("The article's claims"), say!("How many"), say!("You agreed")];
    document.blocks.push(Block::table(head, judged.iter().map(row)));
    document.field(
        say!("In short"),
        say!(
            "Under RFC 9110 section 11.4, invalid credentials get 401, and valid but insufficient credentials get 403."
        ),
    );
}

/// Adds nothing if none of the answers is a code.
pub(crate) fn add_answer_table(document: &mut Document, table: &AnswerTable) {
    if table.is_empty() {
        return;
    }
    let codes = table.codes();
    let head = codes.iter().map(|code| say!("You said {}", code_title(*code)).into());
    let head = std::iter::once(say!("Right answer").into()).chain(head).collect();
    let row = |right: &Verdict| {
        let counts = codes.iter().map(|chosen| table.count_of(*right, *chosen).to_string().into());
        std::iter::once(code_title(*right).into()).chain(counts).collect()
    };
    let rows = codes.iter().map(row).collect();
    let sentences = codes.iter().filter_map(|right| row_sentence(table, *right)).collect();
    document.blocks.push(Block::Table(TableBlock { head, rows, sentences }));
}

fn row_sentence(table: &AnswerTable, right: Verdict) -> Option<String> {
    let counts = || Verdict::ALL.iter().map(|said| (*said, table.count_of(right, *said)));
    let answered: usize = counts().map(|(_, count)| count).sum();
    if answered == 0 {
        return None;
    }
    let correct = share(Tally { right: table.count_of(right, right), answered });
    let mut sentence = if right == Verdict::Neither {
        say!("Cases where neither code applies: {} correct.", correct)
    } else {
        say!("{} cases: {} correct.", code_title(right), correct)
    };
    for (said, count) in counts().filter(|(said, count)| *said != right && *count > 0) {
        sentence.push_str(&match count {
            1 => say!(" You said {} once.", code_title(said)),
            count => say!(" You said {} for {} of them.", code_title(said), count),
        });
    }
    Some(sentence)
}

fn code_title(code: Verdict) -> &'static str {
    Answer::from(code).title()
}

fn counted_as(kind: Kind) -> &'static str {
    if kind == Kind::Edge { say!("beyond the basics") } else { kind.title() }
}

pub(crate) fn tally_bar(label: &str, tally: Tally) -> Block {
    Block::Bar(BarLine { label: label.to_owned(), share: tally.share(), note: share(tally), correct: Some(true) })
}

/// For each code, draws a bar with the proportion of its cases that the learner answered correctly.
pub(crate) fn code_bars(table: &AnswerTable) -> impl Iterator<Item = Block> {
    [Verdict::Unauthorized, Verdict::Forbidden].into_iter().filter_map(|code| {
        let answered = Verdict::ALL.iter().map(|said| table.count_of(code, *said)).sum();
        let tally = Tally { right: table.count_of(code, code), answered };
        (answered > 0).then(|| tally_bar(code_title(code), tally))
    })
}

pub(crate) fn add_counts(
    document: &mut Document, title: &str, measures: &Measures, table: &AnswerTable, plot: Option<PlotBlock>,
) {
    document.blocks.push(tally_bar(title, measures.all));
    if measures.all.answered == 0 {
        return;
    }
    document.blocks.extend(code_bars(table));
    let headed = |heading: &str, blocks: Vec<Block>| [vec![Block::Heading(heading.into())], blocks].concat();
    let kinds: Vec<Block> = kind_bars(measures, |_, tally| tally.answered > 0).collect();
    let levels = measures.confidence.iter().map(|(level, count)| tally_bar(&capital(level.title()), *count));
    let mut parts = Vec::new();
    if !kinds.is_empty() {
        parts.push(headed(say!("By kind of case"), kinds));
    }
    let levels = headed(say!("By confidence"), levels.collect());
    if let Some(plot) = plot {
        parts.push(headed(say!("Confidence and results"), vec![Block::Plot(plot)]));
        document.blocks.extend([Block::Columns(parts), Block::Columns(vec![levels])]);
    } else {
        parts.push(levels);
        document.blocks.push(Block::Columns(parts));
    }
    if measures.revealed > 0 {
        document.paragraph(say!("Answers revealed: {}.", measures.revealed));
    }
}

pub(crate) fn kind_bars(measures: &Measures, fits: impl Fn(Kind, Tally) -> bool) -> impl Iterator<Item = Block> {
    let kinds = measures.kinds.iter().filter(move |(kind, tally)| fits(*kind, *tally));
    kinds.map(|(kind, tally)| tally_bar(&capital(counted_as(*kind)), *tally))
}

/// Lists all scenarios that the learner has answered, starting with those that have the most wrong answers.
pub fn items(progress: &Progress) -> Document {
    let mut document = Document::new(say!("Your progress, case by case"));
    let mut items: Vec<(&String, &ItemCount)> = progress.items.iter().collect();
    sort_by_key(&mut items, |(_, count)| std::cmp::Reverse(count.tally.answered - count.tally.right));
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
    document.blocks.push(Block::table(head, rows));
    document
}

/// Formats the number of right answers and the total number of answers, such as `6 of 10`.
pub fn share(tally: Tally) -> String {
    match tally.answered {
        0 => say!("none yet").to_owned(),
        answered => say!("{} of {}", tally.right, answered),
    }
}
