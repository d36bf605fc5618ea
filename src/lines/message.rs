//! What goes out: one message on each line.

use serde::Serialize;

use crate::course::{Course, Score};
use crate::document::question::{which_line, which_of_pair};
use crate::document::{Block, Document, Text};
use crate::learner::Record;
use crate::learner::answer::Answer;
use crate::round::subject::{CasePair, Subject};
use crate::round::{Item, ItemId};
use crate::scenario::{Kind, Scenario};
use crate::study::Study;

/// A line.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    pub format: u32,
    #[serde(flatten)]
    pub message: Message,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(super) enum Message {
    /// Something is asked that is right or wrong; expects an answer with its confidence.
    Question(Ask),
    /// Something is to be chosen: an answer that is neither right nor wrong, or the line that decides.
    Choose(Selection),
    /// What is said after an answer; expects `next`.
    Feedback(Feedback),
    /// A page to read, or the end of a stage; expects `next`.
    Page(PageMessage),
    /// Something that happened besides, as a full disk.
    Note {
        text: String,
    },
    /// The request can't be done; what was asked before is still open.
    Error {
        text: String,
    },
    End(End),
}

#[derive(Debug, Serialize)]
pub(super) struct Ask {
    id: String,
    stage: &'static str,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    telling: Option<&'static str>,
    story: Vec<String>,
    request: Vec<String>,
    findings: Vec<String>,
    /// What a real server answered.
    returned: Vec<String>,
    prompt: Text,
    choices: Vec<Offered>,
    hints: Vec<Text>,
    /// The other case of the pair, and which of the two is asked: 1 or 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pair: Option<OtherCase>,
    progress: StageProgress,
}

#[derive(Debug, Serialize)]
struct OtherCase {
    side: usize,
    other_request: Vec<String>,
    other_findings: Vec<String>,
}

/// An answer on offer: the word to send, and what it says.
#[derive(Debug, Serialize)]
struct Offered {
    answer: &'static str,
    text: String,
}

#[derive(Debug, Serialize)]
struct StageProgress {
    /// The place of the question in its stage, from 1.
    number: usize,
    /// How many there are; nothing where that depends on the answers.
    total: Option<usize>,
    /// About how many are to go in practice.
    to_go: Option<usize>,
    /// The kinds that are mastered, in practice.
    #[serde(skip_serializing_if = "Option::is_none")]
    mastered: Option<Vec<&'static str>>,
}

#[derive(Debug, Serialize)]
pub(super) struct Selection {
    id: String,
    stage: &'static str,
    title: String,
    blocks: Vec<Block>,
    prompt: String,
    choices: Vec<Offered>,
    /// The lines of the case, when one of them is to be marked. The first one is line 1.
    lines: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct Feedback {
    id: String,
    stage: &'static str,
    title: String,
    /// Whether everything was answered correctly.
    correct: bool,
    /// One result, or two for a pair.
    results: Vec<CaseResult>,
    blocks: Vec<Block>,
}

#[derive(Debug, Serialize)]
struct CaseResult {
    /// The id of the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<String>,
    correct: bool,
    /// What was answered; nothing after a reveal.
    given: Option<&'static str>,
    /// The right answer.
    answer: Option<&'static str>,
    /// The line that decides.
    line: Option<usize>,
    /// Whether the right line was marked, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    marked: Option<bool>,
}

#[derive(Debug, Serialize)]
pub(super) struct PageMessage {
    id: String,
    stage: &'static str,
    title: String,
    blocks: Vec<Block>,
    /// At the end of practice and in the wrap-up.
    #[serde(skip_serializing_if = "Option::is_none")]
    standing: Option<CourseStanding>,
}

/// What the course says of the learner.
#[derive(Debug, Serialize)]
struct CourseStanding {
    mastered: bool,
    /// Whether "You may know this" ended the course.
    placed: bool,
    /// The kinds that are still open.
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
    /// `done`, `quit` or `end-of-input`.
    reason: &'static str,
    /// The stage that was open, or `round`.
    stage: &'static str,
    /// How the round beside the course went.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<CorrectOf>,
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
        Self { reason, stage: super::stage(study), score, standing }
    }
}

/// What is up, to be put into a message.
pub(super) struct OpenState<'a> {
    pub study: &'a Study,
    pub id: String,
    pub stage: &'static str,
}

impl OpenState<'_> {
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
            let prompt = prompt.to_string();
            let selection = Selection {
                id: self.id,
                stage: self.stage,
                title: document.title,
                blocks,
                prompt,
                choices,
                lines: Vec::new(),
            };
            return Some(Message::Choose(selection));
        }
        let case = match subject {
            Subject::Scenario(case) => Some(case),
            Subject::Pair(pair) => pair.cases.get(pair.side).copied(),
            _ => None,
        };
        let lines = |select: fn(&Scenario) -> &Vec<String>| case.map(select).cloned().unwrap_or_default();
        Some(Message::Question(Ask {
            title: document.title.clone(),
            telling: case.map(|case| case.telling.name()),
            story: story(&document),
            request: lines(|case| &case.exchange.request),
            findings: lines(|case| &case.exchange.findings),
            returned: lines(|case| &case.exchange.returned),
            prompt: if let Subject::Pair(pair) = &subject { which_of_pair(pair.side).into() } else { prompt },
            choices,
            hints: hints_shown(case, hints),
            pair: if let Subject::Pair(pair) = &subject { other_case(pair) } else { None },
            progress: self.progress(),
            id: self.id,
            stage: self.stage,
        }))
    }

    fn choices(item: &Item, document: &Document) -> Vec<Offered> {
        let answers = item.question_type.map_or(&[] as &[Answer], |question_type| question_type.answers());
        let shown = document.blocks.iter().find_map(|block| match block {
            Block::Choices(choices) => Some(choices),
            _ => None,
        });
        let text = |place: usize, answer: Answer| {
            shown
                .and_then(|choices| choices.get(place))
                .map_or_else(|| answer.title().to_owned(), |choice| choice.text.to_string())
        };
        let offered = answers.iter().enumerate();
        offered.map(|(place, answer)| Offered { answer: answer.name(), text: text(place, *answer) }).collect()
    }

    fn progress(&self) -> StageProgress {
        let (number, total) = self.study.round().numbering();
        let course = self.study.course();
        let to_go = course.and_then(Course::to_go);
        let closed = |course: &Course| {
            Kind::core().iter().filter(|kind| course.mastery().lacking(**kind) == 0).map(|kind| kind.name()).collect()
        };
        let mastered = course.filter(|_| to_go.is_some()).map(closed);
        StageProgress { number, total: to_go.is_none().then_some(total), to_go, mastered }
    }

    pub(super) fn line(self) -> Option<Message> {
        let item = self.study.round().item()?;
        let case = self.study.scenario()?;
        Some(Message::Choose(Selection {
            id: self.id,
            stage: self.stage,
            title: case.title.clone(),
            blocks: Vec::new(),
            prompt: which_line(item.question_type).to_owned(),
            choices: Vec::new(),
            lines: case.shown_lines().map(str::to_owned).collect(),
        }))
    }

    pub(super) fn feedback(self) -> Option<Message> {
        let round = self.study.round();
        let places = round.pair().map_or_else(|| vec![round.position()], Vec::from);
        let results: Vec<CaseResult> = places
            .into_iter()
            .filter_map(|place| Some(result(round.items().get(place)?, round.records().get(place)?.as_ref()?)))
            .collect();
        let document = self.study.document(false)?;
        Some(Message::Feedback(Feedback {
            id: self.id,
            stage: self.stage,
            title: document.title,
            correct: results.iter().all(|result| result.correct),
            results,
            blocks: document.blocks,
        }))
    }

    pub(super) fn page(self) -> Option<Message> {
        let ItemId::Page(name) = &self.study.round().item()?.id else { return None };
        let document = self.study.document(false)?;
        let standing = self.study.course().filter(|course| name == course.stage().name() && course.is_taught());
        let standing = standing.map(CourseStanding::new);
        let (id, stage, Document { title, blocks }) = (name.clone(), self.stage, document);
        Some(Message::Page(PageMessage { id, stage, title, blocks, standing }))
    }

    /// The end of a stage.
    pub(super) fn report(self) -> Option<Message> {
        let Document { title, blocks } = self.study.document(false)?;
        let standing = self.study.course().filter(|course| course.is_taught()).map(CourseStanding::new);
        Some(Message::Page(PageMessage {
            id: format!("{}-end", self.stage),
            stage: self.stage,
            title,
            blocks,
            standing,
        }))
    }
}

fn result(item: &Item, record: &Record) -> CaseResult {
    CaseResult {
        case: item.id.case().map(str::to_owned),
        correct: record.right,
        given: record.answer.map(|(answer, _)| answer.name()),
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

/// What is told before the numbered lines.
fn story(document: &Document) -> Vec<String> {
    let told = document
        .blocks
        .iter()
        .take_while(|block| !matches!(block, Block::Exchange(_) | Block::Columns(_) | Block::Choices(_)));
    let asked = prompt(document);
    let told = told.filter_map(|block| match block {
        Block::Paragraph(text) if *text != asked => Some(text.to_string()),
        Block::Field(field) => Some(format!("{}: {}", field.label, field.text)),
        _ => None,
    });
    told.collect()
}

/// The last paragraph: what is asked.
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
