//! Creates the pages of the course: the pages in the data file, the report at the end of each stage, and the wrap-up.
//!
//! A report states the truth first, and marks any false statements as wrong.

mod check_ups;

pub use check_ups::add_results;
use check_ups::{mistakes, next_step, schedule};

use super::Course;
use super::remaining::covered;
use super::results::{both_tests, gain, mastered_kinds, score_bars};
use super::score::both_right;
use super::stage::Stage;
use crate::document::page;
use crate::document::progress::{code_bars, kind_bars, share, tally_bar};
use crate::document::reference::topic;
use crate::document::trace::in_sentences;
use crate::document::{AirportStrip, Block, Document, LabelledText, Meaning, Text};
use crate::learner::answer::Answer;
use crate::learner::diagnosis::WrongRule;
use crate::learner::measure::{Measures, Tally};
use crate::reference::{Topic, find};
use crate::round::{ItemId, Phase};
use crate::ruling::Verdict;
use crate::say;
use crate::scenario::Kind;
use crate::text::capital;

const NAMED_KINDS: usize = 3;

const LONG_TOPIC: &str = "airport";

/// The maximum number of entries on the page about the airport: one for each check, and one for the plane.
const ENTRIES_ON_PAGE: usize = 4;

pub(crate) const fn refutation(rule: WrongRule, has_read_article: bool) -> &'static str {
    match rule {
        WrongRule::Inverted if has_read_article => "article",
        WrongRule::Inverted => "rule-swapped",
        WrongRule::SentCredentials => "rule-sent",
        WrongRule::NameLiteral => "rule-name",
        WrongRule::LoginOnly => "rule-login",
        WrongRule::Understood => "rule-understood",
    }
}

pub(crate) fn refuted(id: &ItemId) -> Option<WrongRule> {
    WrongRule::ALL.into_iter().find(|rule| [true, false].iter().any(|read| id.is_page(refutation(*rule, *read))))
}

pub fn page(name: &str, course: Option<&Course>) -> Document {
    if let Some(course) = course.filter(|_| name == Stage::WrapUp.name()) {
        return wrap_up(course);
    }
    let shorter = |mut found: Topic| {
        if found.id == LONG_TOPIC {
            found.entries.truncate(ENTRIES_ON_PAGE);
        }
        topic(&found)
    };
    let mut page = page::page(name, &[]).or_else(|| find(name).map(shorter)).unwrap_or_default();
    if course.is_some_and(|course| !course.compares_with_article()) {
        page.blocks.retain(|block| !matches!(block, Block::Strip(strip) if strip.wrong));
    }
    if let Some(scene) = course.and_then(|course| course.first_scene_on(name)) {
        page.field(say!("Step by step"), in_sentences(&scene.ruling(), scene.telling).join(" "));
    }
    page
}

/// Returns the report at the end of a stage.
pub fn report(course: &Course) -> Document {
    if course.stage() == Stage::PreTest {
        let Some(score) = course.tests().0 else { return Document::default() };
        let counts = [score.right().to_string(), score.total().to_string()];
        let name = if course.next() == Stage::Probe { "after-pre-test-probe" } else { "after-pre-test" };
        let mut document = page::page(name, &counts).unwrap_or_default();
        document.blocks.splice(1..1, score_bars(say!("Pre-test"), score));
        document.blocks.push(next_stage(course));
        return document;
    }
    let stage = course.stage();
    let mut document = Document::new(match stage {
        Stage::Done => say!("Course completed").to_owned(),
        stage => say!("{}: done", stage.title()),
    });
    match stage {
        Stage::Done => {
            document.blocks.push(Block::Strip(AirportStrip { overview: true, ..AirportStrip::default() }));
            // The check-up panel says when the next check-up is due.
            match (course.is_mastered(), course.due_at()) {
                (true, Some(_)) => document.paragraph(standing(course)),
                (true, None) => document.paragraph(standing(course).followed_by(" ").followed_by(outcome(course))),
                (false, _) => document.paragraph(outcome(course)),
            }
        }
        Stage::Practice if course.is_mastered() => document.paragraph(standing(course)),
        _ => document.paragraph(outcome(course)),
    }
    let measures = Measures::from_answers(course.round().answered());
    if stage == Stage::Done {
        document.blocks.extend(both_tests(course));
        document.blocks.extend(mastered_kinds(course));
    } else if measures.all.answered > 0 && stage != Stage::Beyond {
        let tally = if stage == Stage::Pairs { both_right(course.round()) } else { measures.all };
        document.blocks.push(tally_bar(stage.title(), tally));
        document.blocks.extend(code_bars(&course.round().answer_table()));
    }
    if stage == Stage::Practice && !course.is_mastered() {
        document.blocks.extend(open_kinds(course));
    }
    match stage {
        Stage::Done => document.blocks.push(Block::panel(say!("Check-ups"), vec![schedule(course)])),
        Stage::Lesson | Stage::Pairs | Stage::Beyond => {}
        // These stages ask one question about each kind of case.
        Stage::Probe | Stage::CheckUp => {
            if !course.missed().is_empty() && stage == Stage::CheckUp {
                document.paragraph(say!("To pass, answer all eight questions correctly. {}", next_step(course)));
            }
            document.blocks.extend(mistakes(course));
        }
        Stage::Practice if course.is_mastered() => document.blocks.extend(mastered_kinds(course)),
        _ => document.blocks.extend(kinds_by_code(&measures)),
    }
    if stage == Stage::Pairs {
        add_kinds_of_pairs(&mut document);
    }
    if stage != Stage::Done && course.next() != Stage::Done {
        document.blocks.push(next_stage(course));
    } else if stage != Stage::Done {
        document.blocks.push(Block::panel(say!("Next"), vec![Block::Paragraph(next_step(course).into())]));
    }
    document
}

fn add_kinds_of_pairs(document: &mut Document) {
    document
        .field("401", say!("missing, invalid or expired credentials; wrong audience (a token for another service)"));
    document.field("403", say!("no permission; not the owner; blocked by policy; closed to everyone"));
    document.paragraph(say!(
        "You master a kind of case by answering two new cases correctly in a row, or three after a mistake."
    ));
}

fn kinds_by_code(measures: &Measures) -> Option<Block> {
    let of_code = |code: Verdict| {
        let is_shown = |kind: Kind, tally: Tally| kind.verdict() == Some(code) && tally.answered > 0;
        let bars: Vec<Block> = kind_bars(measures, is_shown).collect();
        let heading = Block::Heading(Answer::from(code).title().into());
        (!bars.is_empty()).then(|| [vec![heading], bars].concat())
    };
    let columns: Vec<_> = [Verdict::Unauthorized, Verdict::Forbidden].into_iter().filter_map(of_code).collect();
    (!columns.is_empty()).then_some(Block::Columns(columns))
}

fn next_stage(course: &Course) -> Block {
    let next = course.next();
    let questions = match next {
        Stage::Practice => course.practice_length(),
        Stage::Relearn => course.relearning_length(),
        _ => 0,
    };
    let name = match questions {
        0 => format!("{}.", next.title()),
        questions => say!("{}, about {} questions.", next.title(), questions),
    };
    let is_short = next == Stage::WrapUp && course.is_placed();
    let purpose = if is_short { say!("What comes next.") } else { next.purpose() };
    let text = Text::new(name, Meaning::Strong).followed_by(format!(" {purpose}"));
    Block::panel(say!("Next"), vec![Block::Paragraph(text)])
}

fn open_kinds(course: &Course) -> Vec<Block> {
    let mut document = Document::default();
    let asked = course.round().items().len();
    document.paragraph(if course.next() == Stage::PostTest {
        say!("{} questions are enough for one sitting. You can practise more after the post-test.", asked)
    } else {
        say!("{} questions are enough for one sitting. You can practise more.", asked)
    });
    document.blocks.extend(page::tables_of_kinds("handout", &course.mastery().open()));
    document.blocks
}

fn missed_in_test(missed: &[Kind]) -> String {
    say!("In the last test, you still missed: {}.", kinds(missed))
}

fn kinds(kinds: &[Kind]) -> String {
    kinds.iter().map(|kind| kind.title()).collect::<Vec<_>>().join(", ")
}

/// Names the kind of case just answered in practice, and says what the learner must still do to master it.
pub(crate) fn kind_of_case(course: &Course) -> Vec<Block> {
    kind_field(course).map(|field| [with_hint(course), Some(field)].into_iter().flatten().collect()).unwrap_or_default()
}

fn with_hint(course: &Course) -> Option<Block> {
    let has_hint = matches!(course.round().phase(), Phase::Ruled(record) if record.right && record.hints > 0);
    let text = say!("You saw a hint, so this answer doesn't count towards mastery.");
    has_hint.then(|| Block::Paragraph(text.into()))
}

fn kind_field(course: &Course) -> Option<Block> {
    let is_practice = matches!(course.stage(), Stage::Practice | Stage::Relearn);
    let kind = course.round().item().filter(|_| is_practice)?.core_kind()?;
    let (title, mastery) = (capital(kind.title()), course.mastery());
    let mut text = match mastery.lacking(kind) {
        0 => say!("{}, mastered.", title),
        1 => say!("{}. Still needed: one correct answer.", title),
        missing => say!("{}. Still needed: {} correct answers in a row.", title, missing),
    };
    let open = mastery.open();
    let others: Vec<Kind> = open.iter().copied().filter(|other| *other != kind).collect();
    if course.stage() == Stage::Practice && !others.is_empty() && open.len() <= NAMED_KINDS {
        text = format!("{text} {}", say!("Still open: {}.", kinds(&others)));
    }
    Some(Block::Field(LabelledText { label: say!("Kind").to_owned(), text: text.into() }))
}

fn outcome(course: &Course) -> String {
    let answers = course.round().answered();
    let Tally { right, answered } = Measures::from_answers(answers).all;
    match course.stage() {
        Stage::Probe if course.is_placed() => say!("You know this.").to_owned(),
        Stage::Probe => say!("Some answers were wrong. The lesson covers what you missed.").to_owned(),
        Stage::Lesson => {
            say!(
                "You answered {} of {} scenes correctly. Every 401 was given at security, and every 403 at the entrance or the gate.",
                right,
                answered
            )
        }
        Stage::Pairs => {
            let pairs = both_right(course.round());
            say!("You answered both cases correctly in {} of {} pairs.", pairs.right, pairs.answered)
        }
        Stage::Practice => mastery(course),
        Stage::CheckUp => match course.missed() {
            [] => say!("Passed. You still know this.").to_owned(),
            [kind] => say!("Not passed. You missed one kind of case: {}. Practise it now.", kind.title()),
            missed => {
                say!("Not passed. You missed {} kinds of case: {}. Practise them now.", missed.len(), kinds(missed))
            }
        },
        Stage::Relearn => match course.missed().iter().copied().filter(|kind| course.mastery().lacking(*kind) > 0) {
            open if open.clone().next().is_none() => {
                say!("Kinds of case that you missed earlier and now got right: {}.", kinds(course.missed()))
            }
            open => say!("Still open: {}.", kinds(&open.collect::<Vec<_>>())),
        },
        Stage::Beyond => {
            let (judged_right, judged) = course.round().others();
            say!(
                "You answered {} of {} correctly. These cases are counted separately. The menu has more edge cases.",
                right + judged_right,
                answered + judged
            )
        }
        _ => next_step(course),
    }
}

/// Returns a sentence that says whether the learner has mastered all eight kinds of case and, if not, which ones are
/// still to be mastered.
pub fn mastery(course: &Course) -> String {
    if course.is_mastered() {
        return say!("You have mastered all eight kinds of case.").to_owned();
    }
    match course.mastery().open().as_slice() {
        [] => covered(course.mastery().to_go()),
        [kind] => say!("Kinds of case that you haven't mastered yet: {}.", kind.title()),
        open => say!("Kinds of case that you haven't mastered yet: {}.", kinds(open)),
    }
}

fn wrap_up(course: &Course) -> Document {
    let mut document = Document::new(Stage::WrapUp.title());
    document.blocks.push(Block::Strip(AirportStrip { overview: true, ..AirportStrip::default() }));
    document.paragraph(standing(course));
    if let (Some(before), Some(after)) = course.tests() {
        document.blocks.extend(both_tests(course));
        if let Some(text) = gain(before, after) {
            document.paragraph(text);
        }
    }
    let mut next = Document::default();
    next.heading(say!("Next"));
    next.paragraph(next_step(course));
    if course.tests().0.is_some() {
        next.paragraph(say!("The menu shows the tests and their answers."));
    }
    match course.weak().as_slice() {
        [] => {}
        missed if course.is_mastered() || course.is_placed() => next.paragraph(missed_in_test(missed)),
        weak => next.field(say!("Still weak"), say!("{}.", kinds(weak))),
    }
    document.blocks.push(Block::Columns(belief(course).into_iter().chain([next.blocks]).collect()));
    document
}

fn belief(course: &Course) -> Option<Vec<Block>> {
    let rule = course.misconception().filter(|_| !course.is_placed())?;
    let mut document = Document::default();
    document.heading(say!("What has changed"));
    let text = capital(rule.text());
    if course.followed() == Some(rule) {
        document.paragraph(say!("Your answers still fit this belief:"));
        document.paragraph(Text::new(text, Meaning::WrongClaim));
    } else {
        document.paragraph(say!("At the start, your answers fitted this belief, but they no longer do:"));
        document.paragraph(Text::new(text, Meaning::Refuted));
    }
    Some(document.blocks)
}

fn standing(course: &Course) -> Text {
    let badge = |text: &str| Text::new(text, Meaning::Correct);
    if course.is_placed() {
        return badge(say!("You know this.")).followed_by(say!(" The edge cases may still surprise you."));
    }
    if course.is_mastered() {
        return badge(say!("Mastered."))
            .followed_by(say!(" Your practice showed that you know all eight kinds of case."));
    }
    if course.mastery().open().is_empty() {
        return Text::new(say!("Almost mastered."), Meaning::Strong)
            .followed_by(format!(" {}", covered(course.mastery().to_go())));
    }
    Text::new(say!("Not mastered yet."), Meaning::Strong)
        .followed_by(say!(" Another practice session will give you new cases of your weakest kinds."))
}

pub(crate) fn headline(course: &Course) -> String {
    match course.tests() {
        (Some(before), Some(after)) => say!("{}, then {} of {}", before.right(), after.right(), after.total()),
        _ => course.placing().map(share).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_of_the_course_has_text_and_every_wrong_rule_a_page_that_marks_it() {
        let pages = ["welcome", "two-ways", "lesson-1", "lesson-2", "lesson-3", "lesson-4", "mottos", "analogy-limits"];
        for name in pages.into_iter().chain(["screenshot", "get-200", "airport", "slip"]) {
            assert!(!page(name, None).blocks.is_empty(), "{name}");
        }
        for rule in WrongRule::ALL {
            let is_false = |block: &Block| matches!(block, Block::Paragraph(text) if text.spans.iter().any(|span| span.meaning == Meaning::WrongClaim));
            for name in [true, false].map(|has_read_article| refutation(rule, has_read_article)) {
                assert!(page(name, None).blocks.iter().any(is_false), "{name}");
                assert_eq!(refuted(&ItemId::Page(name.to_owned())), Some(rule));
            }
        }
    }
}
