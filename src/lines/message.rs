//! Defines the outgoing messages, each of which is sent as one line.

use serde::Serialize;

use crate::course::stage::Stage;
use crate::course::{Course, Score};
use crate::document::question::{which_line, which_of_pair};
use crate::document::{Block, Document, Text};
use crate::learner::Record;
use crate::learner::answer::Answer;
use crate::render::plain::render;
use crate::round::subject::{CasePair, Subject};
use crate::round::{Item, ItemId};
use crate::scenario::{Kind, Scenario};
use crate::study::Study;

#[derive(Debug, Serialize)]
pub(super) struct Line {
    pub format: u32,
    #[serde(flatten)]
    pub message: Message,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(super) enum Message {
    /// A question with right and wrong answers. The front end replies with an answer and a confidence level.
    Question(Ask),
    /// A question without a correct answer, or a request to mark the deciding line.
    Choose(Selection),
    /// The feedback on an answer. The front end replies with `next`.
    Feedback(Feedback),
    /// A page of text, or the end of a stage. The front end replies with `next`.
    Page(PageMessage),
    /// A report of any other event, such as a full disk.
    Note {
        text: String,
    },
    /// The request couldn't be carried out, and the previous question is still open.
    Error {
        text: String,
    },
    End(End),
}

#[derive(Debug, Serialize)]
struct Heading {
    id: String,
    stage: &'static str,
    title: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Ask {
    #[serde(flatten)]
    heading: Heading,
    #[serde(skip_serializing_if = "Option::is_none")]
    telling: Option<&'static str>,
    story: Vec<String>,
    request: Vec<String>,
    findings: Vec<String>,
    returned: Vec<String>,
    prompt: String,
    choices: Vec<Offered>,
    hints: Vec<Text>,
    /// Whether the answer no longer counts towards mastery if the learner asks for the next hint.
    hint_costs: bool,
    /// The other case of the contrast pair, and which of the two cases (1 or 2) the question is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pair: Option<OtherCase>,
    progress: StageProgress,
}

/// What the learner sees, as blocks for front ends that have their own layout, and as plain lines for all others.
#[derive(Debug, Serialize)]
struct Content {
    blocks: Vec<Block>,
    plain: Vec<String>,
}

impl Content {
    fn new(blocks: Vec<Block>) -> Self {
        let document = Document { title: String::new(), blocks };
        let plain = render(&document, usize::from(u16::MAX));
        Self { blocks: document.blocks, plain }
    }
}

#[derive(Debug, Serialize)]
struct OtherCase {
    side: usize,
    other_request: Vec<String>,
    other_findings: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Offered {
    answer: &'static str,
    text: String,
}

#[derive(Debug, Serialize)]
struct StageProgress {
    number: usize,
    /// The number of questions in the stage, or `None` if that depends on the answers.
    total: Option<usize>,
    /// The number of practice questions left, assuming that every answer is correct.
    to_go: Option<usize>,
    /// The kinds of case that the learner has mastered. The field is sent only in practice.
    #[serde(skip_serializing_if = "Option::is_none")]
    mastered: Option<Vec<&'static str>>,
}

#[derive(Debug, Serialize)]
pub(super) struct Selection {
    #[serde(flatten)]
    heading: Heading,
    #[serde(flatten)]
    content: Content,
    prompt: String,
    choices: Vec<Offered>,
    /// The numbered lines of the case, if the learner must mark one of them.
    lines: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct Feedback {
    #[serde(flatten)]
    heading: Heading,
    correct: bool,
    results: Vec<CaseResult>,
    #[serde(flatten)]
    content: Content,
}

#[derive(Debug, Serialize)]
struct CaseResult {
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<String>,
    correct: bool,
    /// The learner's answer, or `None` if the learner revealed the ruling without answering.
    chosen: Option<&'static str>,
    answer: Option<&'static str>,
    line: Option<usize>,
    /// Whether the learner marked the correct line, or `None` if the question didn't ask for the deciding line.
    #[serde(skip_serializing_if = "Option::is_none")]
    marked: Option<bool>,
}

#[derive(Debug, Serialize)]
pub(super) struct PageMessage {
    #[serde(flatten)]
    heading: Heading,
    #[serde(flatten)]
    content: Content,
    /// The learner's progress in the course, sent only at the end of practice and in the wrap-up.
    #[serde(skip_serializing_if = "Option::is_none")]
    standing: Option<CourseStanding>,
}

#[derive(Debug, Serialize)]
struct CourseStanding {
    mastered: bool,
    /// Whether the course ended early because the learner already knew the subject.
    placed: bool,
    open: Vec<&'static str>,
    pre_test: Option<CorrectOf>,
    post_test: Option<CorrectOf>,
    /// When the next check-up is due, in milliseconds since 1970.
    next_check_up: Option<u64>,
}

#[derive(Debug, Serialize)]
struct CorrectOf {
    right: usize,
    total: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct End {
    /// The reason for the end: `done`, `quit` or `end-of-input`.
    reason: &'static str,
    /// The current stage, or `round` outside the course.
    stage: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<CorrectOf>,
    /// The result of a round as text and tables, or an empty document during the course.
    #[serde(flatten)]
    content: Content,
    #[serde(skip_serializing_if = "Option::is_none")]
    standing: Option<CourseStanding>,
}

impl CourseStanding {
    fn new(course: &Course) -> Self {
        let tally = |score: &Score| CorrectOf { right: score.right(), total: score.total() };
        let (pre_test, post_test) = course.tests();
        let open = if course.is_placed() { Vec::new() } else { course.mastery().open() };
        Self {
            mastered: course.is_mastered(),
            placed: course.is_placed(),
            open: open.into_iter().map(Kind::name).collect(),
            pre_test: pre_test.map(tally),
            post_test: post_test.map(tally),
            next_check_up: course.due_at(),
        }
    }
}

impl End {
    pub(super) fn new(study: &Study, reason: &'static str) -> Self {
        let all = study.round_measures().all;
        let score = study.course().is_none().then_some(CorrectOf { right: all.right, total: all.answered });
        let standing = study.course().filter(|course| course.is_taught()).map(CourseStanding::new);
        let blocks = if score.is_some() { study.round_summary().blocks } else { Vec::new() };
        Self { reason, stage: super::stage(study), score, content: Content::new(blocks), standing }
    }
}

pub(super) struct OpenState<'a> {
    pub study: &'a Study,
    pub id: String,
    pub stage: &'static str,
}

impl OpenState<'_> {
    fn heading(&self, title: String) -> Heading {
        Heading { id: self.id.clone(), stage: self.stage, title }
    }

    pub(super) fn question(self, hints: u8) -> Option<Message> {
        let item = self.study.round().item()?;
        let subject = self.study.subject()?;
        let document = self.study.document(false)?;
        let choices = Self::choices(item, &document);
        let prompt = prompt(&document);
        if !item.is_judged() {
            let is_told =
                |block: &Block| !matches!(block, Block::Choices(_)) && *block != Block::Paragraph(prompt.clone());
            let blocks: Vec<Block> = document.blocks.into_iter().filter(is_told).collect();
            return Some(Message::Choose(Selection {
                heading: self.heading(document.title),
                content: Content::new(blocks),
                prompt: prompt.to_string(),
                choices,
                lines: Vec::new(),
            }));
        }
        let case = match subject {
            Subject::Scenario(case) => Some(case),
            Subject::Pair(pair) => pair.cases.get(pair.side).copied(),
            _ => None,
        };
        let lines = |select: fn(&Scenario) -> &Vec<String>| case.map(select).cloned().unwrap_or_default();
        Some(Message::Question(Ask {
            heading: self.heading(document.title.clone()),
            telling: case.map(|case| case.telling.name()),
            story: story(&document),
            request: lines(|case| &case.exchange.request),
            findings: lines(|case| &case.exchange.findings),
            returned: lines(|case| &case.exchange.returned),
            prompt: if let Subject::Pair(pair) = &subject {
                which_of_pair(pair.side).to_owned()
            } else {
                prompt.to_string()
            },
            choices,
            hints: hints_shown(case, hints),
            hint_costs: self.study.hint_costs(),
            pair: if let Subject::Pair(pair) = &subject { other_case(pair) } else { None },
            progress: self.progress(),
        }))
    }

    fn choices(item: &Item, document: &Document) -> Vec<Offered> {
        let answers = item.question_type.map_or(&[] as &[Answer], |question_type| question_type.answers());
        let shown = document.blocks.iter().find_map(|block| match block {
            Block::Choices(choices) => Some(choices),
            _ => None,
        });
        let text = |index: usize, answer: Answer| {
            shown
                .and_then(|choices| choices.get(index))
                .map_or_else(|| answer.title().to_owned(), |choice| choice.text.to_string())
        };
        let offered = answers.iter().enumerate();
        offered.map(|(index, answer)| Offered { answer: answer.name(), text: text(index, *answer) }).collect()
    }

    fn progress(&self) -> StageProgress {
        let course = self.study.course();
        let (number, count) = self.study.round().numbering();
        let total = course.map_or(count, Course::length);
        let to_go = course.and_then(Course::to_go);
        let names = |course: &Course| course.mastered_kinds().into_iter().map(Kind::name).collect();
        let mastered = course.filter(|course| course.stage() == Stage::Practice).map(names);
        StageProgress { number, total: to_go.is_none().then_some(total), to_go, mastered }
    }

    pub(super) fn line(self) -> Option<Message> {
        let case = self.study.scenario()?;
        Some(Message::Choose(Selection {
            heading: self.heading(case.title.clone()),
            content: Content::new(Vec::new()),
            prompt: which_line().to_owned(),
            choices: Vec::new(),
            lines: case.shown_lines().map(str::to_owned).collect(),
        }))
    }

    pub(super) fn feedback(self) -> Option<Message> {
        let round = self.study.round();
        let indexes = round.pair().map_or_else(|| vec![round.position()], Vec::from);
        let results: Vec<CaseResult> = indexes
            .into_iter()
            .filter_map(|index| Some(result(round.items().get(index)?, round.records().get(index)?.as_ref()?)))
            .collect();
        let document = self.study.document(false)?;
        Some(Message::Feedback(Feedback {
            heading: self.heading(document.title),
            correct: results.iter().all(|result| result.correct),
            results,
            content: Content::new(document.blocks),
        }))
    }

    pub(super) fn page(self) -> Option<Message> {
        let ItemId::Page(name) = &self.study.round().item()?.id else { return None };
        let has_standing = self.study.course().is_some_and(|course| name == course.stage().name());
        self.page_message(name.clone(), has_standing)
    }

    pub(super) fn report(self) -> Option<Message> {
        self.page_message(format!("{}-end", self.stage), true)
    }

    fn page_message(&self, id: String, has_standing: bool) -> Option<Message> {
        let Document { title, blocks } = self.study.document(false)?;
        let course = self.study.course().filter(|course| has_standing && course.is_taught());
        let heading = Heading { id, stage: self.stage, title };
        let standing = course.map(CourseStanding::new);
        Some(Message::Page(PageMessage { heading, content: Content::new(blocks), standing }))
    }
}

fn result(item: &Item, record: &Record) -> CaseResult {
    CaseResult {
        case: item.id.case().map(str::to_owned),
        correct: record.right,
        chosen: record.answer.map(|(answer, _)| answer.name()),
        answer: item.accepted.first().map(|answer| answer.name()),
        line: item.evidence.map(|(line, _)| line),
        marked: record.mark.map(|mark| mark.right),
    }
}

fn other_case(pair: &CasePair<'_>) -> Option<OtherCase> {
    let other = pair.cases.get(1 - pair.side.min(1))?;
    Some(OtherCase {
        side: pair.side + 1,
        other_request: other.exchange.request.clone(),
        other_findings: other.exchange.findings.clone(),
    })
}

fn story(document: &Document) -> Vec<String> {
    let texts = document
        .blocks
        .iter()
        .take_while(|block| !matches!(block, Block::Exchange(_) | Block::Columns(_) | Block::Choices(_)));
    let asked = prompt(document);
    let texts = texts.filter_map(|block| match block {
        Block::Paragraph(text) if *text != asked => Some(text.to_string()),
        Block::Field(field) => Some(format!("{}: {}", field.label, field.text)),
        _ => None,
    });
    texts.collect()
}

fn prompt(document: &Document) -> Text {
    let paragraphs = document.blocks.iter().rev().find_map(|block| match block {
        Block::Paragraph(text) => Some(text.clone()),
        _ => None,
    });
    paragraphs.unwrap_or_default()
}

fn hints_shown(case: Option<&Scenario>, shown: u8) -> Vec<Text> {
    let hints = case.map(|case| [&case.hints.fact, &case.hints.rule]).into_iter().flatten();
    hints.take(usize::from(shown)).map(|hint| hint.as_str().into()).collect()
}
