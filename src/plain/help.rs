//! Lists the words that the learner can currently type, and replies to lines that the program doesn't understand.

use super::answer::{Meant, understand, words_for};
use super::note;
use crate::document::{Block, Document, Text};
use crate::keys::{Action, BINDINGS, Binding, Context};
use crate::round::{Answer, Item, Phase, QuestionType};
use crate::say;
use crate::study::Study;
use crate::text::wrap;

/// The maximum number of characters quoted from a line that the program didn't understand.
const REPEATED: usize = 40;

pub(super) fn help(study: &Study) -> Document {
    let context = match study.round().phase() {
        Phase::Asking { .. } => Context::Question,
        Phase::Marking(_) => Context::Marking,
        Phase::Ruled(_) => Context::Ruling,
        Phase::Reading | Phase::Finished => Context::Page,
    };
    let mut document = Document::new(say!("Help"));
    document.paragraph(match context {
        Context::Question if study.round().item().is_some_and(Item::is_judged) => {
            say!(
                "An answer consists of a code and how sure you are, for example 401 c or 403 g. You can also type one of these commands:"
            )
        }
        Context::Marking => {
            say!("Type the number of the deciding line. You can also type one of these commands:")
        }
        _ => say!("You can type one of these commands:"),
    });
    let is_listed = |binding: &Binding| binding.contexts.contains(&context) && study.offers(binding.action, context);
    let mut words = words_for(is_listed, label);
    if context == Context::Ruling {
        words.push(Text::verbatim(format!("why: {}.", say!("show the details of a ruling"))));
    }
    document.blocks.push(Block::List(words));
    document
}

/// Some actions are described differently from full-screen mode, because plain mode has no home screen and no
/// workbench.
fn label(binding: &Binding) -> &'static str {
    match binding.action {
        Action::Undo => {
            say!("clear the choice, or take back your last answer while the correct answer is still hidden")
        }
        Action::Quit => binding.label_in(Context::Exam),
        _ => binding.label,
    }
}

fn is_answer(line: &str) -> bool {
    matches!(understand(line, Some(QuestionType::CodeOrNeither)), Meant::Answer(..))
}

fn answers(study: &Study) -> String {
    match study.round().item().and_then(|item| item.question_type) {
        Some(QuestionType::Code) => say!("401 or 403, followed by g, f or c, for example 401 c").to_owned(),
        Some(QuestionType::CodeOrNeither) => {
            say!("401, 403 or neither, followed by g, f or c, for example 401 c").to_owned()
        }
        other => say!(
            "a number from 1 to {}, followed by g, f or c, for example 2 c",
            other.map_or(0, |question_type| question_type.answers().len())
        ),
    }
}

pub(super) fn how_to_answer(study: &Study) -> String {
    match study.round().item() {
        Some(item) if !item.is_judged() => say!("Type yes or no.").to_owned(),
        _ => say!("Type {}.", answers(study)),
    }
}

pub(super) fn how_sure(answer: Answer) -> String {
    say!(
        "You chose {}. How sure are you? Type guess, fairly sure or certain. You can also type another answer.",
        answer.title()
    )
}

pub(super) fn not_understood(study: &Study, line: &str) -> Document {
    let lines = wrap(line.trim().trim_end_matches('.'), REPEATED);
    let rest = if lines.len() > 1 { "..." } else { "" };
    let line = lines.into_iter().next().unwrap_or_default() + rest;
    let round = study.round();
    let is_key = |binding: &&Binding| {
        binding.contexts.contains(&Context::Question)
            && binding.keys.contains(&line.as_str())
            && !binding.words.is_empty()
    };
    if let (Phase::Asking { .. }, Some(word)) =
        (round.phase(), BINDINGS.iter().find(is_key).and_then(|key| key.words.first()))
    {
        return note(say!("Not understood: {}. Did you mean {}? Type the command in full.", line, word));
    }
    note(match round.phase() {
        Phase::Asking { choice: Some(answer), .. } => say!("Not understood: {}. {}", line, how_sure(answer)),
        Phase::Asking { .. } if round.item().is_some_and(|item| !item.is_judged()) => {
            say!("Not understood: {}. Answer yes or no. Other commands: repeat, help, quit.", line)
        }
        Phase::Marking(_) => say!("Not understood: {}. Type the number of the line, such as 1.", line),
        Phase::Asking { .. } => {
            let answers = answers(study);
            if round.rules().paired {
                say!("Not understood: {}. Answer with {}. Other commands: repeat, help, quit.", line, answers)
            } else if round.rules().help {
                say!(
                    "Not understood: {}. Answer with {}. Other commands: hint, repeat, back, skip, reveal, help, quit.",
                    line,
                    answers
                )
            } else {
                say!("Not understood: {}. Answer with {}. Other commands: repeat, skip, help, quit.", line, answers)
            }
        }
        Phase::Ruled(_) => {
            say!("Not understood: {}. Press Enter to continue. Other commands: why, repeat, back, help, quit.", line)
        }
        Phase::Reading | Phase::Finished if is_answer(&line) => say!(
            "There is no question on this page. Press Enter to continue. Other commands: repeat, back, help, quit."
        )
        .to_owned(),
        Phase::Reading | Phase::Finished => {
            say!("Not understood: {}. Press Enter to continue. Other commands: repeat, back, help, quit.", line)
        }
    })
}
