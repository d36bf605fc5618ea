//! Runs an exam in plain mode.
//!
//! The student is never told which answers are right, not even at the end of the exam.

use std::io;

use super::answer::{Meant, in_english, normalise, number, understand, with_number};
use super::{Conversation, Reply, label_prompt, note};
use crate::class::exam::ExamFile;
use crate::class::exam::sitting::{minutes_text, questions_text};
use crate::document::{Block, Document, Text};
use crate::keys::Action;
use crate::round::{Answer, Confidence, QuestionType};
use crate::say;

pub struct ExamProgram<'a> {
    exam: &'a mut ExamFile,
    asked: bool,
    /// The prompt that asks whether a digit is meant as an answer or as the number of a question.
    doubt: Option<String>,
    /// Whether the list of questions has just been shown, in which case a digit is probably the number of a question.
    listed: bool,
}

impl Conversation for ExamProgram<'_> {
    fn start(&mut self) -> Vec<Document> {
        let paper = &self.exam.sitting.paper;
        let questions = questions_text(paper.items.len());
        let mut welcome = Document::new(say!("Exam, {}, seat {}: {}.", paper.form.title(), paper.seat, questions));
        let (has_codes, has_others) = self.exam.asks_for();
        if has_codes {
            welcome.paragraph(say!("Type the code and how sure you are, for example 401 c or 403 g. The letters c, f and g mean certain, fairly sure and guess."));
        }
        if self.exam.asks_for_neither() {
            welcome.paragraph(say!(
                "Some questions have a third answer, neither. To give it, type 0 and how sure you are, for example 0 c."
            ));
        }
        if has_others {
            welcome.paragraph(if has_codes {
                say!(
                    "The answers to some questions aren't codes. For these, type the number of an answer and how sure you are, for example 2 c."
                )
            } else {
                say!(
                    "Type the number of an answer and how sure you are, for example 1 c or 2 g. The letters c, f and g mean certain, fairly sure and guess."
                )
            });
            welcome.paragraph(say!(
                "Instead of the number, you can type a letter, such as b for the second answer, or the text of the answer."
            ));
        }
        welcome.paragraph(if has_codes {
            say!(
                "As in full-screen mode, you can answer with a single digit: 1 for 401, 3 for 403. To open question 3, type: question 3"
            )
        } else {
            say!("To open question 3, type: question 3")
        });
        welcome.paragraph(say!("Other commands: next, back, question 5, list, repeat, hand in, quit."));
        welcome.paragraph(say!(
            "The exam doesn't show which answers are right. Each answer is saved immediately, and you can change it until you hand in the exam."
        ));
        match self.exam.look_at_the_clock() {
            Ok(true) => return [vec![welcome], self.time_is_up()].concat(),
            Ok(false) => {}
            Err(error) => return vec![welcome, not_saved(&error)],
        }
        if self.exam.sitting.handed_in.is_some() {
            return [vec![welcome], self.handed_in(), vec![reopen_note()]].concat();
        }
        if self.exam.resumed {
            welcome.paragraph(say!("Picking up where you left off."));
        }
        vec![welcome, self.current()]
    }

    fn handle_line(&mut self, line: &str) -> io::Result<Reply> {
        let line = normalise(line);
        let line = line.as_str();
        if self.exam.sitting.handed_in.is_some() {
            // Once the exam has been handed in, any line except `reopen` ends the program.
            if line != "reopen" && line != say!("reopen") {
                return Ok(Reply::Over(self.exam.reopen_sentence().into_iter().map(note).collect()));
            }
            return Ok(match self.exam.reopen() {
                Ok(()) => Reply::Next(vec![self.current()]),
                Err(error) => Reply::Over(vec![note(say!("The exam can't be reopened: {}.", error))]),
            });
        }
        let documents = match self.exam.look_at_the_clock() {
            Ok(true) => return Ok(Reply::Over(self.time_is_up())),
            Ok(false) => self.obey(line),
            Err(error) => Err(error),
        };
        let mut documents = match documents {
            Ok(Some(documents)) => documents,
            Ok(None) => return Ok(Reply::Over(vec![self.leaving()])),
            Err(error) => vec![not_saved(&error)],
        };
        if self.exam.sitting.handed_in.is_some() {
            documents.extend(self.handed_in());
            documents.push(reopen_note());
        }
        documents.extend(self.exam.take_notices().into_iter().map(note));
        Ok(Reply::Next(documents))
    }

    fn end(&mut self) -> io::Result<Vec<Document>> {
        if self.exam.sitting.handed_in.is_some() {
            return Ok(Vec::new());
        }
        Ok(match self.exam.look_at_the_clock() {
            Ok(true) => self.time_is_up(),
            Ok(false) => vec![note(say!("End of input.")), self.leaving()],
            Err(error) => vec![not_saved(&error), self.leaving()],
        })
    }

    fn poll(&mut self) -> io::Result<Option<Reply>> {
        if self.exam.sitting.handed_in.is_some() {
            // If the exam was resumed after its time limit had expired, there is nothing to wait for.
            let is_late = self.exam.sitting.handed_in.is_some_and(|ended| self.exam.sitting.is_over(ended));
            return Ok(is_late.then(|| Reply::Over(Vec::new())));
        }
        Ok(match self.exam.look_at_the_clock() {
            Ok(true) => Some(Reply::Over(self.time_is_up())),
            // An error would be repeated every second here, so it is reported in the reply to the student's next line.
            Ok(false) | Err(_) => None,
        })
    }

    fn interrupt(&mut self) -> Vec<Document> {
        vec![self.leaving()]
    }
}

impl<'a> ExamProgram<'a> {
    pub const fn new(exam: &'a mut ExamFile) -> Self {
        Self { exam, asked: false, doubt: None, listed: false }
    }

    /// Returns `None` if the student leaves.
    fn obey(&mut self, line: &str) -> io::Result<Option<Vec<Document>>> {
        let asked = std::mem::take(&mut self.asked);
        let listed = std::mem::take(&mut self.listed);
        let doubt = self.doubt.take();
        let question_type = self.exam.question_type();
        let typed = if question_type.is_code() {
            line.to_owned()
        } else {
            match with_number(line, &self.exam.choice_texts(), self.exam.answer().is_none()) {
                Ok(typed) => typed,
                Err(instead) => return Ok(Some(vec![ambiguous(line, &instead)])),
            }
        };
        let is_choice = typed != line;
        let (line, typed) = if is_choice { (line, typed.as_str()) } else { (in_english(line), in_english(line)) };
        Ok(Some(match (line, understand(typed, Some(question_type))) {
            ("hand in", _) => self.hand_in(asked)?,
            ("list", _) => {
                self.listed = true;
                vec![self.list()]
            }
            (_, Meant::Answer(answer, Some(confidence))) => self.put(answer, confidence)?,
            (_, Meant::Answer(answer, None)) if is_choice => self.choose(answer)?,
            (line, Meant::Answer(answer, None)) => match self.doubt_about(line, answer, listed || doubt.is_some()) {
                Some(question) => self.ask(question),
                None => self.choose(answer)?,
            },
            (_, Meant::Do(Action::Commit(confidence))) => match (self.exam.answer(), doubt) {
                (_, Some(question)) => self.ask(question),
                (Some((answer, None)), None) => self.put(answer, confidence)?,
                (Some((answer, Some(_))), None) => vec![note(say!(
                    "You have already answered this question and said how sure you are. To change your answer, type both again, for example {} {}.",
                    self.typed(answer),
                    letter(confidence)
                ))],
                (None, None) if question_type.is_code() => vec![note(say!("Type the code first: 401 or 403."))],
                (None, None) => vec![note(say!("Type the number of an answer first."))],
            },
            (_, Meant::Do(Action::Next | Action::Skip)) => self.go(Some(self.exam.position + 1)),
            (_, Meant::Do(Action::Previous)) if self.exam.position == 0 => {
                vec![note(say!("This is the first question."))]
            }
            (_, Meant::Do(Action::Previous)) => self.go(self.exam.position.checked_sub(1)),
            (_, Meant::Do(Action::Repeat)) => vec![self.current()],
            (_, Meant::Do(Action::Undo)) => self.clear(),
            (_, Meant::Do(Action::Quit)) => return Ok(None),
            (line, _) if line.starts_with("more time") => {
                self.exam.give_typed_time(line).map(note).into_iter().collect()
            }
            (line, _) => match (question_number(line), number(line)) {
                (Some(number), _) => self.go(number.checked_sub(1)),
                (None, Some(number)) if (1..=self.exam.counts().0).contains(&number) => {
                    vec![note(say!("Not understood. To open question {}, type: question {}", number, number))]
                }
                (None, _) if ["help", "?"].contains(&line) => vec![note(how_to_answer(question_type))],
                (None, _) => vec![note(format!("{} {}", say!("Not understood."), how_to_answer(question_type)))],
            },
        }))
    }

    fn clear(&mut self) -> Vec<Document> {
        match self.exam.clear() {
            Ok(()) => vec![note(say!("The answer was cleared.")), self.current()],
            Err(error) => vec![note(say!("No answer was cleared: {}.", error))],
        }
    }

    fn choose(&mut self, answer: Answer) -> io::Result<Vec<Document>> {
        self.exam.choose(answer)?;
        Ok(vec![note(say!(
            "Saved: {}. How sure are you: guess, fairly sure or certain?",
            self.exam.answer_title(answer)
        ))])
    }

    fn typed(&self, answer: Answer) -> String {
        if self.exam.question_type().is_code() { answer.name().to_owned() } else { answer.key().to_string() }
    }

    /// If a digit could be an answer or the number of a question, returns a prompt that asks which of them is meant. A
    /// digit on its own never replaces an existing answer. If `is_likely` is set, the digit is probably the number of a
    /// question, because the list of questions was just shown.
    fn doubt_about(&self, line: &str, answer: Answer, is_likely: bool) -> Option<String> {
        let number = number(line).filter(|number| (1..=self.exam.counts().0).contains(number))?;
        let replaces = self.exam.answer().is_some_and(|(chosen, _)| chosen != answer);
        (is_likely || replaces).then(|| {
            say!(
                "Nothing was saved, because {} could mean answer {} or question {}. Type the answer and how sure you are (for example, {} c), or type: question {}",
                number,
                self.exam.answer_title(answer),
                number,
                self.typed(answer),
                number
            )
        })
    }

    fn ask(&mut self, question: String) -> Vec<Document> {
        self.doubt = Some(question.clone());
        vec![note(question)]
    }

    fn hand_in(&mut self, asked: bool) -> io::Result<Vec<Document>> {
        match self.exam.open_sentence().filter(|_| !asked) {
            Some(open) => {
                self.asked = true;
                Ok(vec![note(say!("{} To hand in anyway, type \"hand in\" again.", open))])
            }
            None => self.exam.hand_in().map(|()| Vec::new()),
        }
    }

    fn put(&mut self, answer: Answer, confidence: Confidence) -> io::Result<Vec<Document>> {
        let title = self.exam.answer_title(answer);
        self.exam.put(answer, confidence)?;
        Ok(vec![note(say!("Saved: {}, {}.", title, confidence.title())), self.current()])
    }

    /// If no question has this number, says which numbers are valid.
    fn go(&mut self, position: Option<usize>) -> Vec<Document> {
        let all = self.exam.counts().0;
        match position.filter(|position| *position < all) {
            Some(position) => {
                let reminder = self.exam.go(position).map(note);
                reminder.into_iter().chain([self.current()]).collect()
            }
            None => vec![note(say!("No such question: questions are numbered 1 to {}.", all)), self.current()],
        }
    }

    fn current(&self) -> Document {
        let mut document = self.exam.document();
        label_prompt(&mut document);
        let left = match self.exam.minutes_left() {
            None => String::new(),
            Some(minutes) => say!(" {} left.", minutes_text(minutes)),
        };
        let all = self.exam.counts().0;
        document.title = say!("Question {} of {}: {}.{}", self.exam.position + 1, all, document.title, left);
        if self.exam.open_sentence().is_none() {
            document.paragraph(say!("You have answered every question. To hand in, type: hand in"));
        }
        if let Some((answer, confidence)) = self.exam.answer() {
            document.field(say!("Your answer"), format!("{}.", self.answer_text(answer, confidence)));
        }
        document
    }

    fn list(&mut self) -> Document {
        let position = self.exam.position;
        let mut list = Document::new(say!("Questions"));
        let mut lines = Vec::new();
        for position in 0..self.exam.counts().0 {
            self.exam.go(position);
            let said = self.exam.answer().map_or_else(
                || say!("no answer").to_owned(),
                |(answer, confidence)| self.answer_text(answer, confidence),
            );
            lines.push(Text::verbatim(format!("{}: {said}", self.exam.document().title)));
        }
        self.exam.go(position);
        list.blocks.push(Block::Steps(lines));
        list
    }

    fn time_is_up(&self) -> Vec<Document> {
        std::iter::once(note(say!("Your time is up."))).chain(self.handed_in()).collect()
    }

    fn handed_in(&self) -> Vec<Document> {
        let (all, answered) = self.exam.counts();
        vec![
            note(say!("Handed in: {} of {} answered.", answered, all)),
            note(say!("Hand in this file: {}", self.exam.path().display())),
        ]
    }

    fn answer_text(&self, answer: Answer, confidence: Option<Confidence>) -> String {
        let confidence = confidence.map_or_else(|| say!("confidence missing"), Confidence::title);
        format!("{}, {confidence}", self.exam.answer_title(answer))
    }

    fn leaving(&self) -> Document {
        note(self.exam.end_sentence())
    }
}

fn how_to_answer(question_type: QuestionType) -> String {
    let example = match question_type {
        QuestionType::CodeOrNeither => "401 c or 0 c",
        other if other.is_code() => "401 c",
        _ => "2 c",
    };
    say!("An answer looks like {}. Other commands: next, back, question 5, list, repeat, hand in, quit.", example)
}

const fn letter(confidence: Confidence) -> char {
    match confidence {
        Confidence::Guess => 'g',
        Confidence::Fairly => 'f',
        Confidence::Certain => 'c',
    }
}

fn ambiguous(line: &str, instead: &str) -> Document {
    note(say!("Nothing was saved, because {} has more than one meaning here. Instead, type: {}", line, instead))
}

fn reopen_note() -> Document {
    note(say!("To reopen the exam within one minute, type `reopen`. To leave, type anything else."))
}

fn not_saved(error: &io::Error) -> Document {
    note(say!("That couldn't be saved: {}.", error))
}

fn question_number(line: &str) -> Option<usize> {
    let words = ["question", &say!("question").to_lowercase()];
    words.iter().find_map(|word| line.strip_prefix(word)).and_then(number)
}
