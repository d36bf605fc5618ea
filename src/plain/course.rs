//! Runs the course in plain mode.

mod asking;

use std::io;

use super::answer::{Meant, normalise, number, understand};
use super::cases::CaseList;
use super::help::{help, how_to_answer, not_understood};
use super::menu::{MenuItem, MenuReply, NumberedMenu, progress_so_far};
use super::settings::settings;
use super::{Conversation, Reply, label_prompt, note};
use crate::course::Course;
use crate::course::stage::Stage;
use crate::document::Document;
use crate::document::question::question;
use crate::keys::{Action, for_word};
use crate::round::{Answer, Confidence, Event, Input, InputError, Item, Phase, Showing};
use crate::say;
use crate::study::{ExploreEntry, Study, round_title};

/// At the start of a round, the number of questions that end with a reminder of what to type.
const QUESTIONS_WITH_HELP: usize = 3;

pub struct CourseProgram<'a> {
    study: &'a mut Study,
    cases: CaseList,
    menu: NumberedMenu,
    wants_remark: bool,
    /// The number of the deciding line that the learner has selected but not confirmed.
    line: Option<usize>,
    is_opening: bool,
    /// The command that the learner must type again to confirm.
    asked: Option<String>,
}

impl Conversation for CourseProgram<'_> {
    fn start(&mut self) -> Vec<Document> {
        let mut welcome = Document::new(say!("airside: HTTP 401 or 403?"));
        // The course opens even if the learner last used a round outside the course.
        if self.study.resumed() && self.study.course().is_none() {
            self.study.open_course();
        }
        if self.study.stage() == Some(Stage::CheckUp) && !self.study.resumed() {
            welcome.paragraph(say!("A check-up is due. Type help for a list of commands."));
        } else if self.study.resumed() {
            welcome.paragraph(say!("Picking up where you left off. Type help for a list of commands."));
        } else {
            welcome.paragraph(say!("For each case, you say which code the server should send."));
            welcome.paragraph(say!("Type the code and how sure you are, for example 401 c or 403 g. The letters c, f and g mean certain, fairly sure and guess."));
            welcome.paragraph(say!("Other commands: repeat, menu, help, quit."));
        }
        if let Some((_, round)) = self.study.rounds_beside().first() {
            let (number, count) = round.numbering();
            welcome.paragraph(say!(
                "You have started another round ({}) and are at question {} of {}. To continue that round, type round.",
                round_title(round),
                number.max(1),
                count
            ));
        }
        let mut documents = vec![welcome];
        documents.extend(self.notices());
        documents.extend(self.case());
        documents.extend(self.here());
        documents
    }

    fn handle_line(&mut self, line: &str) -> io::Result<Reply> {
        self.study.settle();
        self.is_opening = false;
        let asked = self.asked.take();
        let answered = self.answer_to_list(line);
        self.asked = asked.filter(|_| answered.is_none());
        let Some(mut documents) = answered.or_else(|| self.obey(line)) else {
            return Ok(Reply::Over(vec![self.farewell()]));
        };
        documents.extend(self.notices());
        if self.study.round().phase() != Phase::Finished {
            return Ok(Reply::Next(documents));
        }
        match self.study.course().map(Course::stage) {
            None if self.study.is_endless() => {
                documents.push(self.round());
                self.study.go_on();
                documents.extend(self.here());
            }
            None if self.study.stage().is_some() => {
                documents.push(self.round());
                self.study.open_course();
                documents.extend(self.here());
            }
            None => {
                documents.extend([self.round(), self.farewell()]);
                return Ok(Reply::Over(documents));
            }
            Some(_) => {}
        }
        Ok(Reply::Next(documents))
    }

    fn end(&mut self) -> io::Result<Vec<Document>> {
        self.study.settle();
        Ok(vec![note(say!("End of input.")), self.farewell()])
    }
}

impl<'a> CourseProgram<'a> {
    pub fn new(study: &'a mut Study) -> Self {
        Self {
            study,
            cases: CaseList::default(),
            menu: NumberedMenu::default(),
            wants_remark: false,
            line: None,
            is_opening: true,
            asked: None,
        }
    }

    fn answer_to_list(&mut self, line: &str) -> Option<Vec<Document>> {
        let listed = self.menu.take();
        if let Some(entry) = number(line).and_then(|number| listed.get(number.checked_sub(1)?)) {
            return Some(self.choose(*entry, listed.clone()));
        }
        if !listed.is_empty() && line.trim().is_empty() {
            return Some(self.here());
        }
        None
    }

    /// Returns `None` if the learner leaves.
    fn obey(&mut self, line: &str) -> Option<Vec<Document>> {
        if std::mem::take(&mut self.wants_remark) {
            return self.take_remark(line);
        }
        let phase = self.study.round().phase();
        let (asking, marking) = (matches!(phase, Phase::Asking { .. }), matches!(phase, Phase::Marking(_)));
        let ruled = matches!(phase, Phase::Ruled(_));
        let between = phase == Phase::Finished && self.study.course().is_some();
        let selected = self.line.take().filter(|_| marking);
        if let Some(number) = number(line).filter(|_| marking) {
            return Some(self.mark(line, number, selected));
        }
        if let Some(reply) = command(line).and_then(|(action, words)| self.obey_with_words(action, words)) {
            return Some(reply);
        }
        if let Some(answer) = self.survey_answer(line) {
            return Some(self.answer(answer, None));
        }
        let question_type = self.question_type().filter(|_| asking);
        let meant = understand(line, question_type);
        if let Some(warning) = self.ask_again(line, meant) {
            return Some(vec![warning]);
        }
        Some(match meant {
            Meant::Do(Action::Next) if between => {
                self.study.go_on();
                self.here()
            }
            Meant::Answer(answer, confidence) => self.answer(answer, confidence),
            Meant::Do(Action::Practise) if self.study.practise_weak() => self.here(),
            Meant::Do(Action::Quit) => return None,
            Meant::Do(Action::Help) => std::iter::once(help(self.study)).chain(self.prompt()).collect(),
            Meant::Do(Action::Repeat) => self.case().into_iter().chain(self.here()).collect(),
            Meant::Do(Action::Menu) => vec![self.menu.list(self.study)],
            Meant::Do(Action::Progress) => std::iter::once(progress_so_far(self.study)).chain(self.prompt()).collect(),
            Meant::Do(Action::Course) => {
                self.study.open_course();
                self.here()
            }
            Meant::Do(Action::Round) => self.continue_round(),
            Meant::Do(Action::Details) => self.turn_details(ruled),
            Meant::Do(Action::Next) if selected.is_some() => self.act(Input::Mark(selected.unwrap_or_default())),
            Meant::Do(Action::Next) if asking || marking => self.prompt(),
            Meant::Do(action) => match input(action) {
                Some(input) => self.act(input),
                None => vec![not_understood(self.study, line)],
            },
            Meant::Details if ruled => self.details(),
            Meant::Details => vec![note(say!("There is nothing to explain yet."))],
            Meant::Nothing => vec![not_understood(self.study, line)],
        })
    }

    fn ask_again(&mut self, line: &str, meant: Meant) -> Option<Document> {
        let typed = normalise(line);
        let is_repeated = self.asked.take().is_some_and(|asked| asked == typed);
        let rules = self.study.round().rules();
        let is_judged = self.study.round().item().is_some_and(Item::is_judged);
        let can_answer = is_judged && matches!(self.study.round().phase(), Phase::Asking { .. });
        let warning = match meant {
            _ if is_repeated => return None,
            Meant::Do(Action::Round) => {
                self.study.rounds_beside().first().and(self.study.rule_warning().as_ref())?.clone()
            }
            Meant::Do(Action::Reveal) if can_answer && rules.help && !rules.paired => {
                say!("Show the answer? The question then doesn't count.").to_owned()
            }
            Meant::Do(Action::Hint) if can_answer && self.study.hint_costs() => {
                say!("Show a hint? Your answer then won't count towards mastery.").to_owned()
            }
            Meant::Do(Action::Skip) if can_answer && rules.ruling != Showing::AtOnce => {
                say!("Skip this question? You won't be able to come back to it.").to_owned()
            }
            _ => return None,
        };
        self.asked = Some(typed);
        Some(note(format!("{warning} {}", say!("To confirm, type the same command again."))))
    }

    fn continue_round(&mut self) -> Vec<Document> {
        let Some(index) = self.study.rounds_beside().first().map(|(index, _)| *index) else {
            return vec![note(say!("There is no unfinished round outside the course."))];
        };
        self.study.return_to_round(index);
        self.here()
    }

    fn open(&mut self, which: &str) -> Vec<Document> {
        match self.cases.choose(self.study, which) {
            Ok(id) => {
                self.study.start_items(&[id]);
                self.here()
            }
            Err(told) => vec![told],
        }
    }

    /// Executes a command that takes an optional argument, or returns `None` for any other command.
    fn obey_with_words(&mut self, action: Action, words: &str) -> Option<Vec<Document>> {
        Some(match action {
            Action::LookUp => {
                let found = self.menu.look_up(self.study, words);
                std::iter::once(found).chain(self.prompt()).collect()
            }
            Action::Settings => std::iter::once(settings(self.study, words)).chain(self.prompt()).collect(),
            Action::Report if words.is_empty() && self.study.can_report() => {
                self.wants_remark = true;
                vec![note(say!("What is wrong or unclear? Type one line, or press Enter to cancel the report."))]
            }
            Action::Report => vec![self.report(words)],
            Action::ListCases => vec![self.cases.search(self.study, words)],
            Action::OpenCase if !words.is_empty() => self.open(words),
            _ => return None,
        })
    }

    fn choose(&mut self, entry: MenuItem, listed: Vec<MenuItem>) -> Vec<Document> {
        match self.menu.open(self.study, entry, listed) {
            MenuReply::Round => self.here(),
            MenuReply::Documents(documents)
                if matches!(entry, MenuItem::Explore(ExploreEntry::Progress | ExploreEntry::Settings)) =>
            {
                documents.into_iter().chain(self.prompt()).collect()
            }
            MenuReply::Documents(documents) => documents,
            MenuReply::Cases => vec![self.cases.search(self.study, "")],
        }
    }

    fn case(&self) -> Option<Document> {
        let subject = self.study.subject()?;
        let is_answered = matches!(self.study.round().phase(), Phase::Ruled(_) | Phase::Marking(_));
        is_answered.then(|| {
            let mut case = question(subject, 0).split_choices().0;
            case.title = format!("{}: {}", self.study.location(), case.title);
            case
        })
    }

    fn report(&self, remark: &str) -> Document {
        note(match self.study.report_case(remark, false) {
            Ok(path) => say!("The report is in {}", path.display()),
            Err(why) => why,
        })
    }

    fn act(&mut self, input: Input) -> Vec<Document> {
        let chosen = match self.study.round().phase() {
            Phase::Asking { choice, .. } => choice,
            _ => None,
        };
        let hides_ruling = self.study.round().rules().ruling != Showing::AtOnce;
        match self.study.act(input) {
            Ok(events) if matches!(events.as_slice(), [Event::TakenBack { .. }]) => {
                return std::iter::once(note(say!("Taken back. Answer this question again.")))
                    .chain(self.here())
                    .collect();
            }
            Ok(_) => {}
            Err(InputError::NothingToUndo) => {
                return vec![note(say!(
                    "There is nothing to undo. You can undo only your last answer, and only while the correct answer is still hidden."
                ))];
            }
            Err(error @ InputError::NothingChosen) => {
                return vec![note(format!("{error} {}", how_to_answer(self.study)))];
            }
            Err(InputError::NoWayBack) if self.study.round().revocable().is_some() => {
                return vec![note(say!("You can't go back here. To change your last answer, type undo."))];
            }
            Err(InputError::NotMarked) if input == Input::Hint => {
                return vec![note(say!(
                    "There is no hint about the deciding line. Type the number of a line, such as 1."
                ))];
            }
            Err(error) => return vec![note(error.to_string())],
        }
        let is_in_pair = self.study.round().is_half_open();
        match (input, chosen) {
            (Input::Back | Input::Next, _) => self.case().into_iter().chain(self.onward()).collect(),
            (Input::Commit(confidence), Some(answer)) if is_in_pair => {
                let saved = self.saved(answer, confidence);
                std::iter::once(saved).chain(self.prompt()).collect()
            }
            (Input::Hint, _) => self.hint(),
            (Input::Undo, _) => vec![note(say!("The choice was cleared."))],
            (Input::Skip, _) => std::iter::once(note(say!("Skipped."))).chain(self.onward()).collect(),
            (Input::Commit(confidence), Some(answer)) if hides_ruling => {
                let saved = self.saved(answer, confidence);
                std::iter::once(saved).chain(self.onward()).collect()
            }
            _ => self.onward(),
        }
    }

    /// Confirms that the answer was saved, if its ruling isn't shown yet. After the first answer, also explains how to
    /// take back an answer.
    fn saved(&self, answer: Answer, confidence: Confidence) -> Document {
        let saved = say!("Saved: {}, {}.", answer.title(), confidence.title());
        let round = self.study.round();
        let is_first = round.answers().count() == 1 && round.revocable().is_some();
        note(if is_first { format!("{saved} {}", say!("To take it back, type undo.")) } else { saved })
    }

    /// At the end of a round outside the course, returns nothing, because the caller adds a summary.
    fn onward(&self) -> Vec<Document> {
        match self.study.round().phase() {
            Phase::Finished if self.study.course().is_none() => Vec::new(),
            _ => self.here(),
        }
    }

    fn here(&self) -> Vec<Document> {
        let phase = self.study.round().phase();
        let Some(mut document) = self.study.document(self.study.shows_details()) else {
            return vec![note(say!("There are no questions. To see the packs: airside list"))];
        };
        match phase {
            Phase::Asking { .. } => {
                if self.study.round().item().is_some_and(Item::is_judged) {
                    document.title = format!("{}: {}", self.study.location(), document.title);
                }
                label_prompt(&mut document);
                let is_new = self.study.round().answers().count() < QUESTIONS_WITH_HELP;
                if is_new || self.is_opening || self.survey_answer("yes").is_some() {
                    document.paragraph(how_to_answer(self.study));
                }
                return vec![document];
            }
            Phase::Marking(_) => return self.prompt(),
            Phase::Ruled(_) => {
                document.title.clear();
                document.paragraph(self.how_to_continue());
            }
            Phase::Reading | Phase::Finished => document.paragraph(self.how_to_continue()),
        }
        vec![document]
    }

    fn how_to_continue(&self) -> &'static str {
        let over = self.study.course().filter(|course| course.stage() == Stage::Done).map(Course::next);
        match (self.study.round().phase(), over) {
            (Phase::Ruled(_), _) if self.study.shows_details() => say!("Press Enter to continue."),
            (Phase::Ruled(_), _) => say!("Press Enter to continue, or type why for the details."),
            (Phase::Reading, _) if self.study.has_weak_kinds() => {
                say!("Press Enter to continue, or type practise to work on your weakest kinds of case.")
            }
            (_, Some(Stage::Beyond)) => say!("Press Enter for questions beyond the basics, or type quit."),
            (_, Some(_)) => say!("Press Enter for more practice, or type quit."),
            (_, None) => say!("Press Enter to continue."),
        }
    }

    fn turn_details(&mut self, ruled: bool) -> Vec<Document> {
        let shown = !self.study.shows_details();
        self.study.set_details(shown);
        if !shown {
            return vec![note(say!(
                "Rulings no longer show their details. To see the details of one ruling, type why."
            ))];
        }
        let mut told = vec![note(say!("Every ruling now shows its details. To hide them again, type d."))];
        if ruled {
            told.extend(self.details());
        }
        told
    }

    fn details(&self) -> Vec<Document> {
        let shown = self.study.document(false).map(|document| document.blocks).unwrap_or_default();
        let Some(mut document) = self.study.document(true) else { return Vec::new() };
        document.blocks.retain(|block| !shown.contains(block));
        say!("Details").clone_into(&mut document.title);
        document.paragraph(say!("Press Enter to continue."));
        vec![document]
    }

    fn notices(&mut self) -> Vec<Document> {
        self.study.take_notices().into_iter().map(|notice| note(say!("Note: {}", notice))).collect()
    }

    fn round(&self) -> Document {
        self.study.round_summary()
    }

    /// During a test, the farewell doesn't mention any results.
    fn farewell(&self) -> Document {
        note(say!("{} Goodbye.", self.study.leaving_sentence()))
    }
}

fn command(line: &str) -> Option<(Action, &str)> {
    let line = line.trim();
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    Some((for_word(&word.to_lowercase())?, rest.trim()))
}

fn input(action: Action) -> Option<Input> {
    Some(match action {
        Action::Commit(confidence) => Input::Commit(confidence),
        Action::Undo => Input::Undo,
        Action::Hint => Input::Hint,
        Action::Reveal => Input::Reveal,
        Action::Skip => Input::Skip,
        Action::Next => Input::Next,
        Action::Previous => Input::Back,
        _ => return None,
    })
}
