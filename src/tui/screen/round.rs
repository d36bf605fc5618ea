//! Shows the current page, question or ruling of a round. At the end of the round, shows its summary.
//!
//! This screen stores selections that haven't been submitted, except for the chosen answer, which is part of the study.

mod asking;

use super::map::{overview, stages};
use super::report::ReportScreen;
use super::{MapTexts, Screen, ScreenState, Strip, Turn, View};
use crate::course::pages::headline;
use crate::course::results::wrap_up_details;
use crate::course::stage::Stage;
use crate::course::{Course, MOTTOS_PAGE};
use crate::document::feedback::said_in;
use crate::document::question::{case, scene_of_pair, which_line};
use crate::document::{AirportStrip, AnswerChoice, Block, Document, Meaning, Text};
use crate::keys::{Action, Context};
use crate::learner::{Confidence, Record};
use crate::round::subject::Subject;
use crate::round::{Answer, Input, InputError, Item, Phase, QuestionType, Showing};
use crate::say;
use crate::scenario::{Kind, Scenario};
use crate::study::Study;
use crate::tui::controls::{AnswerButton, Answers, Controls};
use crate::tui::layout::{Beside, ScreenKind};

#[derive(Debug, Default)]
pub(in super::super) struct RoundScreen {
    in_confidence: bool,
    /// The selected confidence level; `None` stands for "fairly sure".
    level: Option<Confidence>,
    /// The index of the selected answer. This index is used only if the question doesn't ask for a confidence level.
    selected: Option<usize>,
}

fn question_type(study: &Study) -> Option<QuestionType> {
    study.round().item()?.question_type
}

fn is_judged(study: &Study) -> bool {
    study.round().item().is_some_and(Item::is_judged)
}

pub(super) fn choices(question_type: QuestionType, texts: Vec<AnswerChoice>) -> Vec<AnswerButton> {
    let choice = |(answer, text): (&Answer, AnswerChoice)| AnswerButton {
        key: text.key,
        action: Action::Digit(answer.key()),
        text: text.text,
        code: answer.verdict().map(Meaning::Status),
        chosen: text.chosen,
    };
    question_type.answers().iter().zip(texts).map(choice).collect()
}

impl RoundScreen {
    fn level(&self) -> Confidence {
        self.level.unwrap_or(Confidence::Fairly)
    }

    fn frame(study: &Study) -> View {
        let mut view = View { location: study.location(), ..View::default() };
        if let Some(course) = study.course().filter(|course| course.stage() == Stage::Practice) {
            view.pips = Some((say!("kinds"), course.mastered_kinds().len(), Kind::core().len()));
        }
        view
    }

    /// A page between questions has the same header as a question.
    fn reading(study: &Study, document: Document, hints: Vec<(Vec<Action>, &'static str)>) -> View {
        match study.round().numbering() {
            (1.., _) => View { name: document.title.clone(), hints, ..Self::frame(study) }.with(document),
            _ => View { hints, ..View::page(document) },
        }
    }

    fn asking(&self, study: &Study, document: Document) -> View {
        let Some(question_type) = question_type(study) else { return View::default() };
        let name = document.title.clone();
        let is_pair = matches!(study.subject(), Some(Subject::Pair(_)));
        let is_incident = study.scenario().is_some_and(|one| one.incident.is_some());
        let has_details = question_type != QuestionType::Code || is_incident || is_pair;
        let (document, question, texts) = document.split_choices();
        let question = if has_details { question } else { Text::default() };
        let judged = is_judged(study);
        let mut choices = choices(question_type, texts);
        if let Some(choice) = self.selected.and_then(|index| choices.get_mut(index)) {
            choice.chosen = true;
        }
        let answers = Answers {
            question,
            choices,
            confidence: judged.then(|| self.level()),
            in_confidence: self.in_confidence,
            level_keys: ["g", "f", "c"].map(str::to_owned),
            ..Answers::default()
        };
        let digits: Vec<Action> = answers.choices.iter().map(|choice| choice.action).collect();
        let is_chosen = answers.choices.iter().any(|choice| choice.chosen);
        let rules = study.round().rules();
        let mut hints = vec![(digits, say!("answer"))];
        if judged && is_chosen {
            hints[0] = (Confidence::ALL.map(Action::Commit).to_vec(), say!("confirm"));
        }
        if !judged {
            hints.push((vec![Action::Select], say!("confirm")));
        }
        if judged && rules.help {
            hints.push((vec![Action::Hint], say!("hint")));
        }
        if !rules.paired {
            hints.push((vec![Action::Skip], say!("skip")));
        }
        hints.push((vec![Action::Quit], say!("menu")));
        let view = Self::frame(study);
        let controls = Controls::Answers(answers);
        if !judged {
            // The names of the codes stay hidden during the survey, because they would give away the answer to the
            // first case.
            let is_survey = matches!(study.subject(), Some(Subject::Survey(_)));
            let texts = if is_survey { MapTexts::None } else { MapTexts::Names };
            let strip = Strip::Map { texts, has_banner: true };
            return View { location: name, strip, controls, hints, ..view }.with(document);
        }
        let view = View { kind: ScreenKind::Choice, name, controls, hints, ..view }
            .with(document)
            .with_airport(study)
            .with_mottos(study);
        // The cases of a pair are beside each other, as in their ruling.
        if matches!(study.subject(), Some(Subject::Pair(_))) { view } else { view.beside_answers() }
    }

    /// `selected` is the number of the selected line, or 0 if the learner hasn't selected a line yet.
    fn marking(study: &Study, document: Document, selected: usize) -> View {
        let name = document.title.clone();
        let (document, ..) = document.split_choices();
        let Phase::Marking(record) = study.round().phase() else { return View::default() };
        let asks = Text::new(which_line(), Meaning::Strong);
        let how = asks.followed_by(say!(" Type the line's number or move to it, then confirm."));
        let prompt = Text::verbatim(format!("{} ", said_in(record))).followed_by(how);
        let hints = vec![
            (vec![Action::Up, Action::Down], say!("move")),
            (vec![Action::Select], say!("confirm the line")),
            (vec![Action::Quit], say!("menu")),
        ];
        let view = Self::frame(study);
        let controls = Controls::prompt(prompt);
        View {
            kind: ScreenKind::Choice,
            name,
            controls,
            pointer: Some(selected.checked_sub(1).unwrap_or(usize::MAX)),
            hints,
            ..view
        }
        .with(document)
        .with_airport(study)
        .with_mottos(study)
        .beside_answers()
    }

    fn ruled(study: &Study, document: Document, details: bool) -> View {
        let hints = vec![
            (vec![Action::Select], say!("next")),
            (vec![Action::Details], if details { say!("less") } else { say!("details") }),
            (vec![Action::Previous], say!("previous")),
            (vec![Action::Quit], say!("menu")),
        ];
        let mut view =
            View { name: document.title.clone(), has_details: details, is_ruling: true, hints, ..Self::frame(study) }
                .with(document)
                .with_airport(study);
        if let (Some(Subject::Claim(_)), true) = (study.subject(), view.body.blocks.len() > 1) {
            let claim = view.body.blocks.remove(1);
            let blocks = std::iter::once(claim.clone()).chain(view.body.blocks.iter().cloned()).collect();
            view.narrow = Some(Document { blocks, ..Document::default() });
            view.scene = Some(Document { blocks: vec![claim], ..Document::default() });
            view.beside = Beside::Scene;
        }
        if let Some(Subject::Pair(pair)) = study.subject() {
            view.preface = scene_of_pair(&pair);
        }
        if let Some(Subject::Scenario(scenario)) = study.subject() {
            let mut scene = case(scenario);
            scene.blocks.retain(|block| !matches!(block, Block::Strip(_)));
            scene.decide(scenario.evidence.line);
            let lines = scene.blocks.iter().find(|block| matches!(block, Block::Exchange(_))).cloned();
            let mut narrow = view.body.clone();
            let quoted = narrow.blocks.iter().position(Block::quotes_line);
            if let (Some(index), Some(lines)) = (quoted, lines) {
                narrow.blocks[index] = lines;
            }
            view.body.blocks.retain(|block| !block.quotes_line());
            let below_case =
                Document { blocks: [&scene.blocks[..], &view.body.blocks].concat(), ..Document::default() };
            let mut forms = [narrow, below_case, scene, view.body];
            if let Phase::Ruled(Record { mark: Some(mark), right: false, .. }) = study.round().phase()
                && !mark.right
            {
                for form in &mut forms {
                    form.mark(mark.line);
                }
            }
            let [narrow, below_case, scene, body] = forms;
            view.body = body;
            (view.narrow, view.below_case) = (Some(narrow), Some(below_case));
            (view.scene, view.beside) = (Some(scene), Beside::Scene);
        }
        view
    }

    fn finished(study: &Study) -> View {
        let can_look_back = study.course().is_none() && study.round().rules().ruling != Showing::Never;
        let is_round = study.course().is_none();
        let hints = |label| {
            let all = [
                (!is_round, Action::Select, label),
                (can_look_back, Action::Previous, say!("look back")),
                (true, Action::Quit, say!("menu")),
            ];
            let shown = all.into_iter().filter(|(is_shown, ..)| *is_shown);
            shown.map(|(_, action, label)| (vec![action], label)).collect::<Vec<_>>()
        };
        if let Some(document) = study.document(false) {
            let over = study.course().filter(|course| course.stage() == Stage::Done);
            let hints = hints(match over.map(Course::next) {
                Some(Stage::Beyond) => say!("beyond the basics"),
                Some(_) => say!("more practice"),
                None => say!("next"),
            });
            return View { hints, ..View::page(document) }.on_course(study);
        }
        let round = study.round();
        if round.items().is_empty() {
            let mut document = Document::new(say!("The round is over"));
            document.paragraph(say!("There are no questions. To see the packs: airside list"));
            return View::page(document);
        }
        let mut document = study.round_summary();
        let judged = round.items().iter().zip(round.records()).filter(|(item, _)| item.is_judged());
        let open = judged.filter(|(_, record)| record.is_none()).count();
        if open > 0 {
            let text = say!("Left unanswered: {}. You can still go back to them.", open);
            document.blocks.insert(0, Block::Paragraph(text.into()));
        }
        View { hints: hints(""), ..View::page(document) }
    }

    fn input(&mut self, study: &mut Study, input: Input) -> Turn<Study> {
        if let Err(refused) = study.act(input) {
            return Turn::Tell(refused.to_string());
        }
        match (input, study.round().phase()) {
            (Input::Choose(_) | Input::Undo, Phase::Asking { choice, .. })
                if choice.is_some() == (input != Input::Undo) =>
            {
                return Turn::Stay;
            }
            (Input::Hint, _) => return Turn::Stay,
            _ => {}
        }
        *self = Self::default();
        if study.course().is_some_and(|course| course.stage() == Stage::Done) {
            return Turn::Back;
        }
        let round = study.round();
        if round.phase() == Phase::Finished && round.items().len() == 1 && study.course().is_none() {
            // A round with a single case needs no summary, so the learner returns to the previous screen.
            return Turn::Back;
        }
        match (input, study.round().phase()) {
            (Input::Commit(_) | Input::Mark(_) | Input::Reveal, Phase::Ruled(_)) => Turn::Walk,
            _ => Turn::Fresh,
        }
    }
}

fn card(course: &Course, document: Document, hints: Vec<(Vec<Action>, &'static str)>) -> View {
    let appendix = wrap_up_details(course);
    View { location: document.title.clone(), name: headline(course), appendix, hints, ..View::default() }.with(document)
}

impl View {
    /// Shows the traveller outside the airport above every case in which the learner has to choose a status code. The
    /// strip then takes the same space before and after the ruling.
    fn with_airport(mut self, study: &Study) -> Self {
        let Some(Subject::Scenario(Scenario { server: None, asks: None, .. })) = study.subject() else { return self };
        if self.strip == Strip::None {
            self.strip = Strip::Airport(AirportStrip::default());
        }
        self
    }

    /// While the course shows the mottos, the mottos replace the picture of the waiting traveller.
    fn with_mottos(mut self, study: &Study) -> Self {
        if matches!(self.strip, Strip::Airport(_)) && study.course().is_some_and(Course::shows_mottos) {
            self.strip = Strip::Map { texts: MapTexts::Mottos, has_banner: false };
        }
        self
    }

    /// On the first page and on the page with the mottos, the airport map replaces the list of stages.
    fn on_course(mut self, study: &Study) -> Self {
        let has_airport = self.body.blocks.iter().any(|block| matches!(block, Block::Strip(_)));
        if let Some(course) = study.course().filter(|_| self.strip == Strip::None) {
            self.strip = match course.stage() {
                Stage::Welcome => Strip::Map { texts: MapTexts::None, has_banner: true },
                _ if course.round().item().is_some_and(|item| item.id.is_page(MOTTOS_PAGE)) => {
                    Strip::Map { texts: MapTexts::Mottos, has_banner: true }
                }
                // A learner who skipped the lesson and practice doesn't need the list of stages.
                Stage::Probe if course.is_placed() => Strip::None,
                _ if has_airport => Strip::None,
                _ => stages(course),
            };
            if course.stage() == Stage::Pairs && course.round().phase() == Phase::Finished {
                // The last block names the next stage, and the block before it is the sentence about mastery.
                if let [.., Block::Paragraph(mastery), _] = self.body.blocks.as_mut_slice() {
                    let circles = format!(" {}", say!("Its circle in the top line then fills in."));
                    *mastery = std::mem::take(mastery).followed_by(circles);
                }
            }
            if course.stage() == Stage::Welcome {
                self.appendix = vec![overview()];
            }
        }
        self
    }
}

impl Screen<Study> for RoundScreen {
    fn context(&self, study: &Study) -> Context {
        match study.round().phase() {
            Phase::Asking { .. } => Context::Question,
            Phase::Marking(_) => Context::Marking,
            Phase::Ruled(_) | Phase::Reading => Context::Ruling,
            Phase::Finished => Context::Page,
        }
    }

    fn view(&self, study: &Study, state: &ScreenState) -> View {
        let details = study.shows_details();
        let document = || study.document(details).unwrap_or_default();
        match study.round().phase() {
            Phase::Asking { .. } => self.asking(study, document()),
            Phase::Marking(_) => Self::marking(study, document(), state.selected),
            Phase::Ruled(_) => Self::ruled(study, document(), details),
            Phase::Reading => {
                let mut hints = vec![
                    (vec![Action::Select], say!("next")),
                    (vec![Action::Previous], say!("previous")),
                    (vec![Action::Quit], say!("menu")),
                ];
                if study.has_weak_kinds() {
                    let is_covered = study.course().is_some_and(|course| course.mastery().open().is_empty());
                    let label = match study.course().is_some_and(Course::is_mastered) {
                        true => say!("practise missed kinds"),
                        false if is_covered => say!("finish practice"),
                        false => say!("practise weak kinds"),
                    };
                    hints[1] = (vec![Action::Practise], label);
                }
                let document = document();
                let is_card =
                    document.blocks.iter().any(|block| matches!(block, Block::Strip(strip) if strip.overview));
                match study.course().filter(|_| is_card) {
                    Some(course) => card(course, document, hints),
                    None => Self::reading(study, document, hints).on_course(study),
                }
            }
            Phase::Finished => Self::finished(study),
        }
    }

    fn act(&mut self, study: &mut Study, action: Action, state: &ScreenState) -> Turn<Study> {
        match (self.context(study), action) {
            (_, Action::Report) if study.can_report() => Turn::Open(Box::new(ReportScreen::new(study.shows_details()))),
            (_, Action::Practise) if study.practise_weak() => Turn::Fresh,
            (_, Action::Practise) => {
                Turn::Tell(say!("You have no weak kinds of case, or it's too early in the course to tell.").to_owned())
            }
            (_, Action::Report) => Turn::Tell(say!("There is no case to report here.").to_owned()),
            (Context::Ruling, Action::Details) if matches!(study.round().phase(), Phase::Ruled(_)) => {
                study.set_details(!study.shows_details());
                Turn::Stay
            }
            (Context::Question, _) => self.ask(study, action),
            (Context::Marking, _) => self.mark(study, action, state.selected),
            (Context::Ruling, Action::Select | Action::Next) => self.input(study, Input::Next),
            (Context::Page, Action::Previous) if study.course().is_some() => {
                Turn::Tell(InputError::NoWayBack.to_string())
            }
            (Context::Ruling | Context::Page, Action::Previous) => self.input(study, Input::Back),
            (Context::Page, Action::Select | Action::Next) if study.go_on() => Turn::Fresh,
            (Context::Page, Action::Select | Action::Next) => Turn::Back,
            _ => Turn::Unused,
        }
    }

    fn offers(&self, study: &Study, action: Action) -> bool {
        let context = self.context(study);
        study.offers(action, context) || context == Context::Marking && matches!(action, Action::Digit(_))
    }

    /// Lists only actions that have an effect. For any other key, a message explains why the key does nothing.
    fn is_irrevocable(&self, study: &Study, action: Action) -> bool {
        let accepts = |input| study.round().accepts(input);
        match (self.context(study), action) {
            (Context::Question, Action::Digit(_)) => self.selected.is_some(),
            (Context::Question, Action::Select) => self.in_confidence || self.selected.is_some(),
            (Context::Question, Action::Commit(confidence)) => accepts(Input::Commit(confidence)),
            (Context::Question, Action::Reveal) => accepts(Input::Reveal),
            (Context::Question, Action::Skip) => accepts(Input::Skip),
            (Context::Marking, Action::Select) => true,
            _ => false,
        }
    }

    fn is_repeated_by_mistake(&self, study: &Study, action: Action) -> bool {
        match (self.context(study), action) {
            (Context::Page, _) => matches!(action, Action::Select | Action::Next),
            (Context::Question, Action::Hint) => study.round().accepts(Input::Hint),
            (_, Action::Details) => true,
            _ => false,
        }
    }

    fn confirmed(&mut self, study: &mut Study, action: Action) -> Turn<Study> {
        match action {
            Action::Reveal => self.input(study, Input::Reveal),
            Action::Hint => self.input(study, Input::Hint),
            Action::Undo if study.act(Input::Undo).is_ok() => {
                *self = Self::default();
                Turn::Fresh
            }
            Action::Undo => Turn::Stay,
            _ => self.input(study, Input::Skip),
        }
    }
}

#[cfg(test)]
mod tests;
