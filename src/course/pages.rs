//! The pages of the course: those in the data file, the report at the end of each stage, and the wrap-up.
//!
//! This module decides what the reports contain. The true statement comes first, and anything false is marked as a
//! wrong claim.

use std::cmp::Ordering;

use super::stage::Stage;
use super::{CHECK_UP_DAYS, Course, Score, is_chance};
use crate::document::page;
use crate::document::progress::{add_answer_table, share, tally_bar};
use crate::document::reference::topic;
use crate::document::trace::in_sentences;
use crate::document::{AirportStrip, Block, Document, Meaning, TableBlock, Text};
use crate::learner::answer::Answer;
use crate::learner::diagnosis::WrongRule;
use crate::learner::measure::Tally;
use crate::reference::find;
use crate::round::ItemId;
use crate::ruling::Verdict;
use crate::say;
use crate::scenario::Kind;
use crate::text::capital;

/// Returns the name of the page that explains why a misconception is wrong.
pub const fn refutation(rule: WrongRule) -> &'static str {
    match rule {
        WrongRule::Inverted => "article",
        WrongRule::SentCredentials => "rule-sent",
        WrongRule::NameLiteral => "rule-name",
        WrongRule::LoginOnly => "rule-login",
        WrongRule::Understood => "rule-understood",
    }
}

/// Returns the misconception that the page with this id corrects.
pub(crate) fn refuted(id: &ItemId) -> Option<WrongRule> {
    WrongRule::ALL.into_iter().find(|rule| id.is_page(refutation(*rule)))
}

pub fn page(name: &str, course: Option<&Course>) -> Document {
    if let Some(course) = course.filter(|_| name == Stage::WrapUp.name()) {
        return wrap_up(course);
    }
    let mut page = page::page(name, &[]).or_else(|| find(name).map(|found| topic(&found))).unwrap_or_default();
    if let Some(scene) = course.and_then(|course| course.scene_on(name)) {
        page.field(say!("Step by step"), in_sentences(&scene.ruling(), scene.telling).join(" "));
    }
    page
}

/// Builds the report at the end of a stage.
pub fn report(course: &Course) -> Document {
    if course.stage() == Stage::PreTest {
        let counts = course.tests().0.map(|score| [score.right().to_string(), score.total().to_string()]);
        let name = if course.next() == Stage::Probe { "after-pre-test-probe" } else { "after-pre-test" };
        return page::page(name, &counts.unwrap_or_default()).unwrap_or_default();
    }
    let title = match course.stage() {
        Stage::Done => say!("The course is done").to_owned(),
        stage => say!("{}: done", stage.title()),
    };
    let mut document = Document::new(title);
    document.paragraph(outcome(course));
    add_answer_table(&mut document, &course.round().answer_table());
    let next = course.next();
    if course.stage() != Stage::Done && next != Stage::Done {
        document.field(say!("Next"), format!("{}. {}", next.title(), next.purpose()));
    } else {
        document.field(say!("Next"), next_step(course));
    }
    document
}

/// Says when the next check-up is due, or the next practice session if mastery isn't reached yet.
fn next_step(course: &Course) -> String {
    if !course.missed().is_empty() {
        return say!("You'll get the check-up again tomorrow, with eight new cases.").to_owned();
    }
    if !course.is_mastered() && !course.is_placed() {
        return say!("More practice, as soon as you continue the course. You can also stop here.").to_owned();
    }
    match CHECK_UP_DAYS.get(course.check_ups_passed()) {
        Some(1) => say!("Your first check-up is due tomorrow: eight questions.").to_owned(),
        Some(days) => say!("The next check-up is due in {} days.", days),
        None => say!("That was the last check-up. The edge cases, the fact-check and the reference are still there.")
            .to_owned(),
    }
}

fn kinds(kinds: &[Kind]) -> String {
    kinds.iter().map(|kind| kind.title()).collect::<Vec<_>>().join(", ")
}

fn outcome(course: &Course) -> String {
    match course.stage() {
        Stage::Probe if course.is_placed() => say!("You know this.").to_owned(),
        Stage::Probe => say!("Some answers were wrong. The lesson covers what is missing.").to_owned(),
        Stage::Practice => mastery(course),
        Stage::CheckUp => match course.missed() {
            [] => say!("You still know this.").to_owned(),
            [kind] => say!("You missed one kind: {}. Practise it now.", kind.title()),
            missed => say!("You missed {} kinds: {}. Practise them now.", missed.len(), kinds(missed)),
        },
        Stage::Relearn => say!("You have practised the kinds you missed.").to_owned(),
        Stage::Beyond => {
            say!("These cases are counted separately. You'll find more of them under practice.").to_owned()
        }
        _ => say!("Nothing is due now.").to_owned(),
    }
}

/// Says whether all eight kinds are mastered, and if not, which are still open.
pub fn mastery(course: &Course) -> String {
    if course.is_mastered() {
        return say!("You have mastered all eight kinds of case.").to_owned();
    }
    match course.mastery().open().as_slice() {
        [] => say!("You haven't mastered the topic yet. It takes a few more correct answers in a row.").to_owned(),
        [kind] => say!("You haven't mastered every kind yet. Still open: {}.", kind.title()),
        open => say!("You haven't mastered every kind yet. Still open: {}.", kinds(open)),
    }
}

/// Builds the card shown at the end of the course.
fn wrap_up(course: &Course) -> Document {
    let mut document = Document::new(Stage::WrapUp.title());
    document.blocks.push(Block::Strip(AirportStrip { overview: true, ..AirportStrip::default() }));
    document.paragraph(standing(course));
    if let (Some(before), Some(after)) = course.tests() {
        document.blocks.push(both_tests(before, after));
        if let Some(text) = gain(before, after) {
            document.paragraph(text);
        }
    }
    if let Some(rule) = course.misconception().filter(|_| !course.is_placed()) {
        let text = if course.followed() == Some(rule) {
            document.heading(say!("Your answers still fit this belief:"));
            Text::new(capital(rule.text()), Meaning::WrongClaim)
        } else {
            document.heading(say!("At the start, your answers fitted this belief. They don't any more:"));
            Text::new(capital(rule.text()), Meaning::Refuted)
        };
        document.blocks.push(Block::Paragraph(text));
    }
    match course.weak().as_slice() {
        [] => {}
        weak => document.field(say!("Still weak"), say!("{}.", capital(&kinds(weak)))),
    }
    document.field(say!("Next"), next_step(course));
    document
}

/// Says whether the learner has mastered the subject, with a badge and a sentence.
fn standing(course: &Course) -> Text {
    let badge = |text: &str| Text::new(text, Meaning::Correct);
    if course.is_placed() {
        return badge(say!("You know this."))
            .followed_by(say!(" The edge cases and the real servers may still surprise you."));
    }
    if course.is_mastered() {
        return badge(say!("Mastered.")).followed_by(say!(" All eight kinds of case."));
    }
    Text::new(say!("Not mastered yet."), Meaning::Strong)
        .followed_by(say!(" Another practice session has new cases of the kinds you're still weak on."))
}

/// Shows the correct answers in both tests: the totals as bars, and the codes in a table.
fn both_tests(before: &Score, after: &Score) -> Block {
    const CODES: [Verdict; 2] = [Verdict::Unauthorized, Verdict::Forbidden];
    let tests = [(say!("Pre-test"), before), (say!("Post-test"), after)];
    let mut bars = Document::default();
    bars.heading(say!("Correct answers"));
    for (label, score) in tests {
        bars.blocks.push(tally_bar(label, Tally { right: score.right(), answered: score.total() }));
    }
    let head =
        std::iter::once(Text::default()).chain(CODES.map(|code| Text::verbatim(Answer::from(code).title()))).collect();
    let correct = |score: &Score, code| {
        let table = score.answer_table();
        let answered = Verdict::ALL.iter().map(|said| table.count_of(code, *said)).sum();
        share(Tally { right: table.count_of(code, code), answered })
    };
    let row = |(label, score): (&str, &Score)| {
        let cells = CODES.map(|code| Text::from(correct(score, code)));
        std::iter::once(Text::from(label)).chain(cells).collect()
    };
    let sentence = |(label, score): (&str, &Score)| {
        let [unauthorized, forbidden] = CODES.map(|code| correct(score, code));
        say!("{}: 401 cases, {} correct; 403 cases, {}.", label, unauthorized, forbidden)
    };
    let (rows, sentences) = (tests.map(row).to_vec(), tests.map(sentence).to_vec());
    let codes = Block::Table(TableBlock { head, rows, sentences });
    Block::Columns(vec![bars.blocks, vec![codes]])
}

/// Describes the gain in a few words, for the top of the wrap-up.
pub fn headline(course: &Course) -> String {
    match course.tests() {
        (Some(before), Some(after)) => say!("{}, then {} of {}", before.right(), after.right(), after.total()),
        _ => course.stage().title().to_owned(),
    }
}

/// Explains what a gain or a loss means, and whether chance could explain it.
fn gain(before: &Score, after: &Score) -> Option<&'static str> {
    Some(match after.right().cmp(&before.right()) {
        Ordering::Equal if after.right() == after.total() => {
            say!("All your answers were correct, before and after the course.")
        }
        Ordering::Equal => say!("You did as well before the course as after it."),
        Ordering::Less => {
            say!("You did better before the course than after it. With ten questions, that can be down to chance.")
        }
        Ordering::Greater if is_chance(before, after) => {
            say!("With ten questions, a difference this small can be down to chance.")
        }
        Ordering::Greater => return None,
    })
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
            assert!(page(refutation(rule), None).blocks.iter().any(is_false), "{rule:?}");
            assert_eq!(refuted(&ItemId::Page(refutation(rule).to_owned())), Some(rule));
        }
    }
}
