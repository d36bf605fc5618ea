//! Shows the questions of an exam, says whether answers are being saved, and explains how to hand in the exam.
//!
//! This screen never reveals which answers are right or wrong.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent};

use super::round::choices;
use super::{Screen, ScreenState, Strip, Turn, View};
use crate::class::exam::ExamFile;
use crate::class::exam::form::ExamForm;
use crate::document::{BarLine, Block, Document, Meaning, Text};
use crate::keys::{Action, Context};
use crate::learner::Confidence;
use crate::learner::measure::Tally;
use crate::round::{Answer, QuestionType};
use crate::say;
use crate::text::cut;
use crate::tui::controls::{Answers, Controls};
use crate::tui::layout::ScreenKind;
use crate::tui::line_editor::{LineEdit, LineEditor};

#[derive(Debug, Default)]
pub(in super::super) struct ExamScreen {
    left: Option<u64>,
    /// The part of the confirmation phrase that has been typed, or `None` if no phrase is expected. Typing the complete
    /// phrase hands in the exam or adds time.
    typed: Option<LineEditor>,
}

const LONGEST_PHRASE: usize = 60;

const SEAT_COLUMNS: usize = 12;

fn is_around(character: char) -> bool {
    character.is_whitespace() || "\"'`“”‘’.!".contains(character)
}

fn over(exam: &ExamFile) -> bool {
    exam.sitting.handed_in.is_some()
}

fn failed(error: &std::io::Error) -> Turn<ExamFile> {
    Turn::Tell(say!("That couldn't be saved: {}.", error))
}

fn hand_in_sentence() -> String {
    say!("Every question is answered. You can still change your answers, or hand in the exam.").to_owned()
}

impl ExamScreen {
    pub(in super::super) fn new(exam: &ExamFile) -> Self {
        Self { left: exam.minutes_left(), typed: None }
    }

    /// If the student hasn't chosen a confidence level, pressing Enter shows a message that asks for one. With the key
    /// `n`, the student can go to the next question anyway, but sees a reminder.
    fn go_on(exam: &mut ExamFile, action: Action) -> Turn<ExamFile> {
        let lacks = matches!(exam.answer(), Some((_, None)));
        if lacks && action == Action::Select {
            return Turn::Tell(
                say!("How sure are you? The answer is saved, but you haven't rated your confidence.").to_owned(),
            );
        }
        let (next, all) = (exam.position + 1, exam.counts().0);
        if next == all {
            return Turn::Tell(match exam.open_sentence() {
                Some(open) => say!("This is the last question. {}", open),
                None => hand_in_sentence(),
            });
        }
        exam.go(next).map_or(Turn::Fresh, Turn::Tell)
    }

    fn put(exam: &mut ExamFile, answer: Answer, confidence: Confidence) -> Turn<ExamFile> {
        match exam.put(answer, confidence) {
            Ok(()) if exam.open_sentence().is_none() => Turn::Tell(hand_in_sentence()),
            Ok(()) => Turn::Fresh,
            Err(error) => failed(&error),
        }
    }

    fn enter_phrase(exam: &mut ExamFile, phrase: &str) -> Turn<ExamFile> {
        if ["hand in", say!("hand in")].contains(&phrase) {
            // The time limit may have expired while the student was typing.
            let handed_in = if over(exam) { Ok(()) } else { exam.hand_in() };
            return handed_in.map_or_else(|error| failed(&error), |()| Turn::Fresh);
        }
        Turn::Tell(exam.give_typed_time(phrase).unwrap_or_else(|| say!("Nothing was handed in.").to_owned()))
    }

    fn name(exam: &ExamFile) -> String {
        let paper = &exam.sitting.paper;
        // A long seat code is shortened to leave room for the remaining time.
        let seat = cut(&paper.seat, SEAT_COLUMNS, "…");
        if paper.form == ExamForm::Custom {
            say!("Exam, seat {}", seat)
        } else {
            say!("Exam {}, seat {}", paper.form, seat)
        }
    }

    fn state(&self, exam: &ExamFile) -> String {
        let answered = match exam.open_sentence() {
            Some(_) => say!("{} answered", exam.counts().1),
            None => say!("all answered").to_owned(),
        };
        self.left.map_or(answered.clone(), |minutes| say!("{} min left, {}", minutes, answered))
    }

    fn answers(exam: &ExamFile, question_type: QuestionType, document: Document) -> (Document, Answers) {
        let saved = exam.answer();
        let (document, question, texts) = document.split_choices();
        let question = if question_type == QuestionType::Code { Text::default() } else { question };
        let mut choices = choices(question_type, texts);
        for (choice, answer) in choices.iter_mut().zip(question_type.answers()) {
            choice.chosen = saved.is_some_and(|(saved, _)| saved == *answer);
        }
        let confidence = saved.and_then(|(_, confidence)| confidence);
        let remark = confidence.map(|confidence| say!("saved: {}", confidence.title())).unwrap_or_default();
        let asks = confidence.is_none().then_some(Confidence::Fairly);
        (document, Answers { question, choices, confidence: asks, remark, ..Answers::default() })
    }

    fn handed_in(exam: &ExamFile) -> View {
        let (all, answered) = exam.counts();
        let mut document = Document::new(Self::name(exam));
        let share = Tally { answered: all, right: answered }.share();
        let (label, note) = (say!("Answered").to_owned(), say!("{} of {}", answered, all));
        document.blocks.push(Block::Bar(BarLine { label, share, note, correct: None }));
        let path = Text::new(exam.path().display().to_string(), Meaning::Strong);
        let next = Block::Paragraph(say!("Give this file to your teacher.").into());
        let mut panels = vec![vec![Block::Heading(say!("Your file").into()), Block::Paragraph(path), next]];
        let mut hints = vec![(vec![Action::Select], say!("leave"))];
        if exam.can_reopen() {
            let reopen = say!("You can reopen the exam for one minute.");
            panels.push(vec![Block::Heading(say!("Changed your mind?").into()), Block::Paragraph(reopen.into())]);
            // A narrow window has room for only a few key hints. A student might leave too early if the only key shown
            // were the one for leaving.
            hints.insert(0, (vec![Action::Undo], say!("reopen")));
        }
        document.blocks.push(Block::Columns(panels));
        let name = say!("Handed in").to_owned();
        View { hints, name, strip: Strip::Letters, ..View::page(document) }
    }
}

impl Screen<ExamFile> for ExamScreen {
    fn context(&self, _: &ExamFile) -> Context {
        Context::Exam
    }

    fn view(&self, exam: &ExamFile, _: &ScreenState) -> View {
        if over(exam) {
            return Self::handed_in(exam);
        }
        let (document, answers) = Self::answers(exam, exam.question_type(), exam.document());
        let digits: Vec<Action> = answers.choices.iter().map(|choice| choice.action).collect();
        let mut hints = vec![
            (digits, say!("answer")),
            (vec![Action::Next], say!("next")),
            (vec![Action::Previous], say!("previous")),
            (vec![Action::HandIn], say!("hand in")),
        ];
        if exam.open_sentence().is_none() {
            hints.rotate_right(1);
        }
        let view = View {
            kind: ScreenKind::Choice,
            location: say!("{}: {} of {}", Self::name(exam), exam.position + 1, exam.counts().0),
            name: self.state(exam),
            hints,
            ..View::default()
        };
        View { controls: Controls::Answers(answers), ..view }.with(document).beside_answers()
    }

    fn act(&mut self, exam: &mut ExamFile, action: Action, _: &ScreenState) -> Turn<ExamFile> {
        if !over(exam)
            && let Some(turn) = self.poll(exam).filter(|_| over(exam))
        {
            return turn;
        }
        match action {
            Action::Select | Action::Next if over(exam) => Turn::Leave,
            Action::Undo if over(exam) => match exam.reopen() {
                Ok(()) => Turn::Fresh,
                Err(error) => Turn::Tell(say!("The exam can't be reopened: {}.", error)),
            },
            _ if over(exam) => Turn::Unused,
            Action::Undo => Turn::Tell(match exam.clear() {
                Ok(()) => say!("The answer was cleared.").to_owned(),
                Err(error) => say!("No answer was cleared: {}.", error),
            }),
            Action::Digit(digit) => match exam.question_type().by_key(digit) {
                Some(answer) if matches!(exam.answer(), Some((saved, Some(_))) if saved == answer) => {
                    Turn::Tell(say!("This answer is already saved.").to_owned())
                }
                Some(answer) => exam.choose(answer).map_or_else(|error| failed(&error), |()| Turn::Stay),
                None => Turn::Tell(say!("This question doesn't have that answer.").to_owned()),
            },
            Action::Commit(confidence) => match exam.answer() {
                Some((answer, _)) => Self::put(exam, answer, confidence),
                None if exam.question_type().is_code() => {
                    Turn::Tell(say!("Choose the code first: 401 or 403.").to_owned())
                }
                None => Turn::Tell(say!("Choose an answer first.").to_owned()),
            },
            Action::Next | Action::Select => Self::go_on(exam, action),
            Action::Previous => exam.go(exam.position.saturating_sub(1)).map_or(Turn::Fresh, Turn::Tell),
            Action::HandIn => {
                self.typed = Some(LineEditor::with_limit(LONGEST_PHRASE));
                let open = exam.open_sentence().map(|open| format!("{open} ")).unwrap_or_default();
                Turn::Tell(say!("{}To hand in, type: hand in", open))
            }
            _ => Turn::Unused,
        }
    }

    /// After the exam has been handed in, an accidental second press of Enter must not end the program.
    fn is_irrevocable(&self, exam: &ExamFile, action: Action) -> bool {
        over(exam) && matches!(action, Action::Select | Action::Next)
    }

    fn type_key(&mut self, exam: &mut ExamFile, key: KeyEvent) -> Option<Turn<ExamFile>> {
        let typed = self.typed.as_mut()?;
        if key.code == KeyCode::Esc {
            self.typed = None;
            return Some(Turn::Tell(say!("Nothing was handed in.").to_owned()));
        }
        match typed.press(key) {
            LineEdit::Submitted(phrase) => {
                self.typed = None;
                Some(Self::enter_phrase(exam, &phrase.trim_matches(is_around).to_lowercase()))
            }
            _ => Some(Turn::Tell(say!("To hand in, type: hand in. Typed so far: {}", typed.text()))),
        }
    }

    fn edits_line(&self) -> bool {
        self.typed.is_some()
    }

    fn before_leaving(&self, exam: &ExamFile) -> Option<String> {
        (!over(exam)).then(|| exam.leaving_sentence())
    }

    fn notices(&self, exam: &mut ExamFile) -> Vec<String> {
        exam.take_notices()
    }

    fn unsaved(&self, exam: &ExamFile) -> Option<String> {
        exam.unsaved()
    }

    /// During an exam with a time limit, regular checks keep the number of remaining minutes up to date.
    fn interval(&self, _: &ExamFile) -> Option<Duration> {
        self.left.map(|_| Duration::from_secs(2))
    }

    fn poll(&mut self, exam: &mut ExamFile) -> Option<Turn<ExamFile>> {
        let before = (self.left, over(exam));
        let turn = match exam.look_at_the_clock() {
            Ok(true) => Turn::Tell(say!("Time is up, so the exam was handed in as it was.").to_owned()),
            Ok(false) => Turn::Stay,
            Err(error) => failed(&error),
        };
        self.left = exam.minutes_left();
        (before != (self.left, over(exam))).then_some(turn)
    }
}
