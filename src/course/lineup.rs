//! Chooses the items of each stage, and decides which stage comes next.

use super::pages::refutation;
use super::select::code_at;
use super::stage::Stage;
use super::{Course, MOTTOS_PAGE, Score};
use crate::learner::diagnosis::WrongRule;
use crate::reference::{Standing, claims};
use crate::round::{Item, ItemId, Phase, Survey};
use crate::scenario::index::Category;
use crate::scenario::{Kind, Pool, Scenario, Telling};
use crate::sorting::sort_by_key;

const PAIRS: usize = 4;

const TRIES: usize = 60;

/// The number of questions at the end of a practice session that are only about kinds of case not yet mastered.
const OPEN_KINDS_ONLY: usize = 12;

/// The number of cases of each category in the stage about edge cases, real servers and incidents.
const BEYOND: [(Category, usize); 3] =
    [(Category::Kind(Kind::Edge), 3), (Category::Server, 3), (Category::Incident, 1)];

/// The scenes of the lesson, each with the page that explains it. Scenes from the article form the first half. The
/// order within each half is random, so the order doesn't give away the codes.
const SCENES: [[(Kind, &str); 2]; 2] = [
    [(Kind::Invalid, "lesson-1"), (Kind::NoPermission, "lesson-2")],
    [(Kind::Missing, "lesson-3"), (Kind::Closed, "lesson-4")],
];

const COMPARISON: &str = "two-ways";

/// The pages shown after the first three pairs. The first page is about the limits of the analogy. The other two are
/// about the article's other stories, so they are shown only to readers of the article. One page follows each pair, so
/// that nobody has to read several pages in a row.
const AFTER_PAIRS: [&str; 3] = ["analogy-limits", "screenshot", "get-200"];

impl Course {
    /// Returns the scene that a page explains, if it is the first page of the lesson.
    pub(super) fn first_scene_on(&self, page: &str) -> Option<&Scenario> {
        let current = (self.stage == Stage::Lesson).then_some(&self.round);
        let lesson = current.or_else(|| self.past_rounds(Stage::Lesson).next())?;
        let first = lesson.items().iter().find(|item| matches!(item.id, ItemId::Page(_)))?;
        let (kind, _) = SCENES.into_iter().flatten().find(|(_, explained_on)| *explained_on == page)?;
        first.id.is_page(page).then(|| self.items.scene(kind))?
    }

    pub(super) fn lineup(&self, stage: Stage) -> Vec<Item> {
        match stage {
            // The wrap-up includes the mottos for learners who skipped the lesson, because they haven't seen the mottos
            // yet.
            Stage::WrapUp if self.placed => [MOTTOS_PAGE, stage.name()].map(Item::page).to_vec(),
            Stage::Welcome | Stage::WrapUp => vec![Item::page(stage.name())],
            Stage::PreTest => self.shuffled(self.items.core(self.forms()[0])),
            Stage::PostTest => self.shuffled(self.items.core(self.forms()[1])),
            Stage::Probe => self.probe(),
            Stage::Lesson => self.lesson(),
            Stage::Pairs => self.pairs(),
            Stage::Practice => self.practise().into_iter().collect(),
            Stage::Relearn => self.relearn(0).into_iter().collect(),
            Stage::Beyond if !self.left_beyond.is_empty() => self.left_beyond.clone(),
            Stage::Beyond => self.beyond(),
            Stage::CheckUp => self.check_up(),
            Stage::Done => Vec::new(),
        }
    }

    fn forms(&self) -> [Pool; 2] {
        if self.seed.is_multiple_of(2) { [Pool::FormA, Pool::FormB] } else { [Pool::FormB, Pool::FormA] }
    }

    fn shuffled<'a>(&self, items: impl Iterator<Item = &'a Item>) -> Vec<Item> {
        let mut items: Vec<Item> = items.cloned().collect();
        self.random().shuffle(&mut items);
        items
    }

    fn probe(&self) -> Vec<Item> {
        let mut unseen = self.shuffled(self.items.core(Pool::Unseen).filter(|case| case.telling == Telling::Http));
        let mut kinds = Vec::new();
        unseen.retain(|case| {
            let is_next = self.exposure.is_new(case) && !kinds.contains(&case.kind());
            if is_next {
                kinds.push(case.kind());
            }
            is_next
        });
        unseen
    }

    fn lesson(&self) -> Vec<Item> {
        let mut random = self.random();
        let mut items = vec![Item::survey(Survey::Article)];
        let mut comparison = Some(COMPARISON);
        for mut half in SCENES {
            random.shuffle(&mut half);
            for (kind, page) in half {
                let cases = self.items.core(Pool::Lesson).filter(|case| case.telling == Telling::Airport);
                items.extend(cases.filter(|case| case.kind() == Some(kind)).take(1).cloned());
                items.push(Item::page(page));
            }
            items.extend(comparison.take().map(Item::page));
        }
        items
    }

    /// Returns four contrast pairs that cover all eight core kinds of case. Airport scenes alternate with HTTP
    /// exchanges, and the order within each pair is random.
    fn pairs(&self) -> Vec<Item> {
        let mut random = self.random();
        let mut all: Vec<[&Item; 2]> = self.items.pairs().collect();
        let mut best: Vec<[&Item; 2]> = Vec::new();
        for _ in 0..TRIES {
            random.shuffle(&mut all);
            let mut chosen: Vec<[&Item; 2]> = Vec::new();
            for pair in &all {
                let telling = if chosen.len().is_multiple_of(2) { Telling::Airport } else { Telling::Http };
                let is_taken = |case: &Item| chosen.iter().flatten().any(|known| known.kind() == case.kind());
                let is_next = pair[0].telling == telling && !pair.iter().any(|case| is_taken(case));
                if is_next && self.exposure.is_new(pair[0]) && chosen.len() < PAIRS {
                    chosen.push(*pair);
                }
            }
            if chosen.len() > best.len() {
                best = chosen;
            }
        }
        let count = if self.compares_with_article() { AFTER_PAIRS.len() } else { 1 };
        let mut pages = AFTER_PAIRS.into_iter().take(count);
        let mut items = Vec::new();
        for mut pair in best {
            random.shuffle(&mut pair);
            items.extend(pair.into_iter().cloned());
            items.extend(pages.next().map(Item::page));
        }
        items
    }

    /// Prefers the items that the learner has seen least often.
    fn beyond(&self) -> Vec<Item> {
        let mut cases = Vec::new();
        for (category, count) in BEYOND {
            let mut all = self.shuffled(self.items.in_category(category));
            sort_by_key(&mut all, |case| self.exposure.times(&case.id));
            cases.extend(all.into_iter().take(count));
        }
        let mut cases = self.shuffled(cases.iter());
        let inverted: Vec<Item> =
            claims().iter().filter(|claim| claim.standing == Standing::Inverted).map(Item::of_claim).collect();
        cases.extend(self.shuffled(inverted.iter()).into_iter().take(1));
        cases
    }

    pub(super) fn more(&self) -> Option<Item> {
        match self.stage {
            Stage::Lesson => {
                // The page that corrects the learner's misconception comes immediately, while the learner still
                // remembers the scenes.
                let belief = self.to_refute().map(|rule| refutation(rule, self.has_read_article()));
                let had = |page: &&str| self.round.items().iter().any(|item| item.id.is_page(page));
                belief.into_iter().chain([MOTTOS_PAGE]).find(|page| !had(page)).map(Item::page)
            }
            Stage::Practice => {
                let is_mastered = self.is_mastered() && !self.goes_on_when_mastered;
                let is_over = is_mastered || self.round.items().len() >= self.longest_practice;
                if is_over { None } else { self.practise() }
            }
            Stage::Relearn => self.relearn(self.round.items().len()),
            _ => None,
        }
    }

    /// Chooses the code first, and then one of the kinds of case with that code. As long as the learner can still master
    /// the topic in this session, the last questions are about kinds that aren't mastered yet.
    fn practise(&self) -> Option<Item> {
        let code = code_at(self.seed, self.mastery.count());
        let with_code: Vec<Kind> = Kind::core().iter().copied().filter(|kind| kind.verdict() == Some(code)).collect();
        let is_late = self.round.items().len() + OPEN_KINDS_ONLY >= self.longest_practice;
        let is_last_chance = is_late && self.is_in_reach();
        let is_open = |kind: &Kind| is_last_chance && self.mastery.lacking(*kind) > 0;
        let open: Vec<Kind> = with_code.iter().copied().filter(is_open).collect();
        self.choose(if open.is_empty() { &with_code } else { &open })
    }

    fn first_misconception(&self) -> Option<WrongRule> {
        self.first_belief.followed(self.has_read_article())
    }

    /// Returns the article's rule if the learner has read the article and follows that rule in both of its scenes.
    /// Otherwise, returns the misconception suggested by the pre-test.
    fn early_misconception(&self) -> Option<WrongRule> {
        let score = self.score();
        let is_by_article = |(kind, _): &(Kind, &str)| {
            let answers = score.answers.iter().filter(|(asked, _)| asked == kind);
            let mut verdicts = answers.map(|(_, record)| record.answer.and_then(|(answer, _)| answer.verdict()));
            verdicts.any(|verdict| verdict.is_some() && verdict == WrongRule::Inverted.answers(*kind))
        };
        let follows_article = self.has_read_article() && SCENES[0].iter().all(is_by_article);
        if follows_article { Some(WrongRule::Inverted) } else { self.first_misconception() }
    }

    /// Returns the misconception that the last page of the lesson corrects, if there is one. The article's rule is
    /// always corrected. Any other misconception is corrected only if the learner's answers still fit it and at least
    /// one scene was answered wrongly.
    fn to_refute(&self) -> Option<WrongRule> {
        match (self.early_misconception(), self.followed()) {
            (Some(WrongRule::Inverted), _) => Some(WrongRule::Inverted),
            _ if self.score().missed().is_empty() => None,
            (Some(first), now) => now.filter(|now| *now == first),
            (None, now) => now,
        }
    }

    fn score(&self) -> Score {
        let answers = self.round.answers();
        Score { answers: answers.filter_map(|(item, record)| Some((item.core_kind()?, *record))).collect() }
    }

    pub(super) fn close(&mut self, now: u64) {
        debug_assert!(self.round.phase() == Phase::Finished, "a stage is closed when its round is over");
        let score = self.score();
        self.next = match self.stage {
            Stage::Welcome => Stage::PreTest,
            Stage::PreTest => {
                self.first_belief = self.belief.clone();
                self.misconception = self.first_misconception();
                let may_know = score.may_know();
                self.pre_test = Some(score);
                if may_know { Stage::Probe } else { Stage::Lesson }
            }
            Stage::Probe => {
                self.placed = score.knows();
                self.last_test = score;
                if self.placed { Stage::WrapUp } else { Stage::Lesson }
            }
            Stage::Lesson => {
                self.misconception = self.early_misconception().or(self.followed());
                Stage::Pairs
            }
            Stage::Pairs => Stage::Practice,
            Stage::Practice => {
                self.practice_sessions += 1;
                match self.post_test {
                    None => Stage::PostTest,
                    Some(_) if self.is_mastered() => Stage::WrapUp,
                    Some(_) => Stage::Done,
                }
            }
            Stage::PostTest => {
                self.last_test = score.clone();
                self.post_test = Some(score);
                Stage::WrapUp
            }
            Stage::WrapUp => {
                // If more practice leads to a second wrap-up, the check-up isn't postponed.
                if self.due_at.is_none() {
                    self.plan_check_up(now);
                }
                Stage::Done
            }
            Stage::CheckUp => self.close_check_up(&score, now),
            Stage::Beyond | Stage::Relearn => Stage::Done,
            Stage::Done => self.next,
        };
    }
}
