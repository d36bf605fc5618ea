//! What comes up in each stage, and which stage follows.

use super::select::truth;
use super::stage::Stage;
use super::{Course, Score, pages};
use crate::learner::diagnosis::WrongRule;
use crate::reference::{Standing, claims};
use crate::round::{Item, ItemId, Phase, Survey};
use crate::ruling::Verdict;
use crate::scenario::index::IndexEntry;
use crate::scenario::{Kind, Pool, Telling};

/// Retrieval questions come in twos, at most so many times.
const RETRIEVALS: usize = 3;

/// So many pairs have to be right ...
const PAIRS_RIGHT: usize = 3;

/// ... of at most so many.
const MOST_PAIRS: usize = 6;

/// Transfer is tried at most so often before the course goes on.
const MOST_TRANSFERS: usize = 3;

/// A rule that was taken apart is taken apart again after so many checks.
const REFUTED_AGAIN: usize = 2;

/// The most questions of a check.
const LONGEST_CHECK: usize = 12;

impl Course {
    /// The items that a stage begins with.
    pub(super) fn items_of(&self, stage: Stage) -> Vec<Item> {
        match stage {
            Stage::Welcome => vec![Item::page("welcome")],
            Stage::Before => self.form(false),
            Stage::After => self.form(true),
            Stage::Lesson => vec![Item::survey(Survey::Article)],
            Stage::Pairs => self.pair_item().into_iter().collect(),
            Stage::Practice => self.choose().into_iter().collect(),
            Stage::Transfer => {
                Kind::core().iter().filter_map(|kind| self.held_back(*kind, Pool::Unseen, &[Telling::Http])).collect()
            }
            Stage::Edges => self.edges(),
            Stage::Check => self.check_round(),
            Stage::Done => Vec::new(),
        }
    }

    /// A test, form A or B by the seed, in an order of the seed; the other one afterwards.
    fn form(&self, other: bool) -> Vec<Item> {
        let first = self.seed.is_multiple_of(2) != other;
        let pool = if first { Pool::FormA } else { Pool::FormB };
        let form = self.catalogue.index().iter().filter(|heading| heading.pool == pool);
        let mut items: Vec<Item> = form.filter_map(|heading| self.catalogue.case(&heading.id)).collect();
        self.random().shuffle(&mut items);
        items
    }

    /// What is added to a round that is not over yet.
    pub(super) fn more(&self) -> Option<Item> {
        match self.stage {
            Stage::Lesson => self.lesson(),
            Stage::Pairs => self.pairs(),
            Stage::Practice => self.practice(),
            _ => None,
        }
    }

    /// Worked cases, then the article's desk or the wrong rule for those who hold it, then two questions at once.
    fn lesson(&self) -> Option<Item> {
        let had = |name: &str| self.round.items().iter().any(|item| item.id.is_page(name));
        if !had("worked") {
            return Some(Item::page("worked"));
        }
        let asked: Vec<bool> =
            self.round.answers().filter(|(item, _)| item.kind.is_some()).map(|(_, record)| record.right).collect();
        // What is taken apart is taken apart before the questions, and not between them.
        let refutations = [self.belief.followed().map(pages::refutation), self.knows_article.then_some("article")];
        let page = refutations.into_iter().flatten().find(|name| !had(name));
        if let Some(name) = page.filter(|_| asked.is_empty()) {
            return Some(Item::page(name));
        }
        let round = asked.len() / 2;
        let passed = asked.chunks(2).next_back().is_some_and(|two| two.len() == 2 && two.iter().all(|right| *right));
        if passed || round >= RETRIEVALS {
            return None;
        }
        let kind = if asked.len().is_multiple_of(2) { Kind::Expired } else { Kind::NotOwner };
        self.least_shown(|one| one.kind == kind && one.pool == Pool::Practice && one.telling == Telling::Airport)
    }

    /// What changed, and then the code of each of the two.
    fn pairs(&self) -> Option<Item> {
        let items = self.round.items();
        match items.len() % 3 {
            0 => {
                let right = self
                    .round
                    .records()
                    .chunks(3)
                    .filter(|three| three[1..].iter().all(|record| record.is_some_and(|record| record.right)))
                    .count();
                let enough = right >= PAIRS_RIGHT || items.len() / 3 >= MOST_PAIRS;
                if enough { None } else { self.pair_item() }
            }
            _ => self.catalogue.case(items.last()?.twin.as_deref()?),
        }
    }

    /// A pair that was not shown yet: airport first, and over all kinds in turn.
    fn pair_item(&self) -> Option<Item> {
        let mut pairs: Vec<_> = self.catalogue.pairs().collect();
        self.random().shuffle(&mut pairs);
        let used: Vec<Option<Kind>> =
            self.round.items().iter().filter(|item| item.kind.is_some()).map(|item| item.kind).collect();
        let shown = |id: &ItemId| self.shown.get(id).copied().unwrap_or(0);
        let best = pairs.into_iter().min_by_key(|(first, second)| {
            let again = used.iter().flatten().filter(|kind| **kind == first.kind || **kind == second.kind).count();
            let pair = shown(&ItemId::Pair(first.id.clone()));
            (
                pair,
                again,
                first.telling != Telling::Airport,
                shown(&first.id.as_str().into()) + shown(&second.id.as_str().into()),
            )
        });
        self.catalogue.find(&ItemId::Pair(best?.0.id.clone()))
    }

    fn practice(&self) -> Option<Item> {
        if self.practised >= self.longest_practice || self.is_mastered() {
            return None;
        }
        // A rule that led to an error of which the learner was certain is taken apart, once.
        let certain = self.round.answers().last().is_some_and(|(_, record)| record.confident_error());
        if let Some(rule) = self.belief.followed().filter(|rule| certain && !self.refuted.contains(rule)) {
            return Some(Item::page(pages::refutation(rule)));
        }
        self.choose()
    }

    /// Real servers, edge cases and an incident, the least shown of each.
    fn edges(&self) -> Vec<Item> {
        let is = |part: &'static str| move |one: &IndexEntry| one.kind == Kind::Edge && one.id.starts_with(part);
        let mut chosen: Vec<Item> = Vec::new();
        for part in ["edge-", "server-", "edge-", "incident-", "server-", "edge-", "server-", "edge-"] {
            let matches = is(part);
            let taken = |one: &IndexEntry| chosen.iter().any(|known| known.situation == one.situation);
            let item = self.least_shown(|one| matches(one) && !taken(one));
            chosen.extend(item);
        }
        // Who was not taken through the article's airport meets it here, as a claim in which to find the fault.
        if !self.refuted.contains(&WrongRule::Inverted) {
            let inverted = claims().iter().filter(|claim| claim.standing == Standing::Inverted);
            let all: Vec<Item> = inverted.map(Item::of_claim).collect();
            let claim = all.get(self.random().below(all.len())).cloned();
            if let (Some(last), Some(claim)) = (chosen.last_mut(), claim) {
                *last = claim;
            }
        }
        chosen
    }

    /// Eight questions that practice never showed, and one more of each kind that went wrong with certainty.
    fn check_round(&self) -> Vec<Item> {
        let tellings = [Telling::Http, Telling::Airport];
        let mut items: Vec<Item> =
            Kind::core().iter().filter_map(|kind| self.held_back(*kind, Pool::CheckUp, &tellings)).collect();
        for kind in &self.confident {
            let again =
                self.least_shown(|one| one.kind == *kind && items.iter().all(|known| !known.id.is_case(&one.id)));
            items.extend(again.filter(|_| items.len() < LONGEST_CHECK));
        }
        self.random().shuffle(&mut items);
        // What was refuted once comes back with time, so it is taken apart again after the first two checks.
        if !items.is_empty() && self.checks < REFUTED_AGAIN {
            items.extend(self.refuted.last().map(|rule| Item::page(pages::refutation(*rule))));
        }
        items
    }

    /// The question of this kind that was held back and came up least; the tellings in the order of preference.
    fn held_back(&self, kind: Kind, pool: Pool, tellings: &[Telling]) -> Option<Item> {
        tellings
            .iter()
            .filter_map(|telling| {
                self.least_shown(|one| one.kind == kind && one.pool == pool && one.telling == *telling)
            })
            .min_by_key(|item| self.shown.get(&item.id).copied().unwrap_or(0))
    }

    /// The item that came up least of those wanted; ties are broken by the seed.
    fn least_shown(&self, wanted: impl Fn(&IndexEntry) -> bool) -> Option<Item> {
        let count = |one: &IndexEntry| self.shown.get(&ItemId::from(one.id.as_str())).copied().unwrap_or(0);
        let wanted: Vec<&IndexEntry> = self.catalogue.index().iter().filter(|one| wanted(one)).collect();
        let least = wanted.iter().map(|one| count(one)).min()?;
        let alike: Vec<&IndexEntry> = wanted.into_iter().filter(|one| count(one) == least).collect();
        self.catalogue.case(&alike.get(self.random().below(alike.len()))?.id)
    }

    /// The answers of this round that count for a kind.
    fn score(&self) -> Score {
        let answers = self.round.answers();
        Score {
            answers: answers
                .filter_map(|(item, record)| Some((item.kind?, item.telling == Telling::Http, *record)))
                .collect(),
        }
    }

    /// The stage is over: what it says, and which one follows.
    pub(super) fn close(&mut self, now: u64) {
        debug_assert!(self.round.phase() == Phase::Finished, "a stage is closed when its round is over");
        let score = self.score();
        self.next = match self.stage {
            Stage::Welcome => Stage::Before,
            Stage::Before => {
                self.placed = score.knows();
                self.before = Some(score);
                if self.placed { Stage::Edges } else { Stage::Lesson }
            }
            Stage::Lesson => Stage::Pairs,
            Stage::Pairs => Stage::Practice,
            Stage::Practice if self.finished_at.is_some() => Stage::Done,
            Stage::Practice => Stage::Transfer,
            Stage::Transfer => self.close_transfer(score),
            Stage::Edges if self.placed => self.done(now),
            Stage::Edges => Stage::After,
            Stage::After => {
                self.after = Some(score);
                self.done(now)
            }
            Stage::Check => self.close_check(&score),
            Stage::Done => Stage::Done,
        };
    }

    fn done(&mut self, now: u64) -> Stage {
        self.finished_at.get_or_insert(now);
        Stage::Done
    }

    /// Seven of eight, and no kind twice wrong over all tries; else back to practice on what was missed.
    fn close_transfer(&mut self, score: Score) -> Stage {
        let (right, count) = (score.right(), score.answers.len());
        let missed: Vec<Kind> = missed(&score);
        self.transfer.push(score);
        let wrong = |kind: Kind| self.transfer.iter().flat_map(missed_in).filter(|missed| *missed == kind).count();
        let twice = missed.iter().any(|kind| wrong(*kind) > 1);
        if (right + 1 >= count && !twice) || self.transfer.len() >= MOST_TRANSFERS {
            return Stage::Edges;
        }
        for kind in missed {
            self.mastery.reopen(kind);
        }
        Stage::Practice
    }

    /// A miss opens its kind again.
    fn close_check(&mut self, score: &Score) -> Stage {
        self.checks += 1;
        let missed = missed(score);
        for kind in &missed {
            self.mastery.reopen(*kind);
        }
        if missed.is_empty() || self.is_mastered() { Stage::Done } else { Stage::Practice }
    }

    /// Whether somebody who knew was sent past lesson and practice.
    #[must_use]
    pub fn is_placed(&self) -> bool {
        self.placed
    }
}

fn missed_in(score: &Score) -> impl Iterator<Item = Kind> + '_ {
    score.answers.iter().filter(|(_, _, record)| !record.right).map(|(kind, _, _)| *kind)
}

fn missed(score: &Score) -> Vec<Kind> {
    missed_in(score).filter(|kind| truth(*kind) != Verdict::Neither).collect()
}
