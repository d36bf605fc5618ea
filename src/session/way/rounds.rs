//! What comes up in each stage, and which stage follows.

use super::super::item::Item;
use super::super::select::truth;
use super::super::stage::Stage;
use super::super::{Kind, Phase};
use super::{Score, Way, leaves};
use crate::learner::diagnosis::WrongRule;
use crate::reference::{Standing, claims};
use crate::ruling::Verdict;
use crate::scenario::{Cell, Pool, Skin};

/// Retrieval questions come in twos, at most so many times.
const RETRIEVALS: usize = 3;

/// So many pairs have to be right ...
const PAIRS_RIGHT: usize = 3;

/// ... of at most so many.
const MOST_PAIRS: usize = 6;

/// Transfer is tried at most so often before the way goes on.
const MOST_TRANSFERS: usize = 3;

/// A rule that was taken apart is taken apart again after so many checks.
const REFUTED_AGAIN: usize = 2;

/// The most questions of a check.
const LONGEST_CHECK: usize = 12;

impl Way {
    /// The items that a stage begins with.
    pub(super) fn round(&self, stage: Stage) -> Vec<Item> {
        match stage {
            Stage::Welcome => vec![Item::page("welcome")],
            Stage::Before => self.form(false),
            Stage::After => self.form(true),
            Stage::Lesson => vec![Item::ask("article", 2)],
            Stage::Pairs => self.pair_item().into_iter().collect(),
            Stage::Practice => self.choose().into_iter().collect(),
            Stage::Transfer => Cell::core().iter().filter_map(|cell| self.held_back(*cell, &[Skin::Wire])).collect(),
            Stage::Edges => self.edges(),
            Stage::Check => self.check_round(),
            Stage::Done => Vec::new(),
        }
    }

    /// A test, form A or B by the seed, in an order of the seed; the other one afterwards.
    fn form(&self, other: bool) -> Vec<Item> {
        let first = self.seed.is_multiple_of(2) != other;
        let pool = if first { Pool::FormA } else { Pool::FormB };
        let mut items: Vec<Item> = self.catalogue.items().iter().filter(|item| item.pool == pool).cloned().collect();
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
        let had = |id: &str| self.session.items().iter().any(|item| item.id == id);
        if !had("page:worked") {
            return Some(Item::page("worked"));
        }
        let asked: Vec<bool> =
            self.session.answers().filter(|(item, _)| item.cell.is_some()).map(|(_, record)| record.right).collect();
        // What is taken apart is taken apart before the questions, and not between them.
        let refutations = [self.belief.followed().map(leaves::refutation), self.knows_article.then_some("article")];
        let page = refutations.into_iter().flatten().find(|name| !had(&format!("page:{name}")));
        if let Some(name) = page.filter(|_| asked.is_empty()) {
            return Some(Item::page(name));
        }
        let round = asked.len() / 2;
        let passed = asked.chunks(2).next_back().is_some_and(|two| two.len() == 2 && two.iter().all(|right| *right));
        if passed || round >= RETRIEVALS {
            return None;
        }
        let cell = if asked.len().is_multiple_of(2) { Cell::Expired } else { Cell::NotOwner };
        self.least_shown(|item| item.cell == Some(cell) && item.pool == Pool::Practice && item.skin == Skin::Airport)
    }

    /// What changed, and then the code of each of the two.
    fn pairs(&self) -> Option<Item> {
        let items = self.session.items();
        match items.len() % 3 {
            0 => {
                let right = self
                    .session
                    .records()
                    .chunks(3)
                    .filter(|three| three[1..].iter().all(|record| record.is_some_and(|record| record.right)))
                    .count();
                let enough = right >= PAIRS_RIGHT || items.len() / 3 >= MOST_PAIRS;
                if enough { None } else { self.pair_item() }
            }
            _ => self.catalogue.find(items.last()?.twin.as_deref()?),
        }
    }

    /// A pair that was not shown yet: airport first, and over all cells in turn.
    fn pair_item(&self) -> Option<Item> {
        let mut pairs: Vec<Item> = self.catalogue.pairs().iter().filter_map(|id| self.catalogue.find(id)).collect();
        self.random().shuffle(&mut pairs);
        let used: Vec<Option<Cell>> =
            self.session.items().iter().filter(|item| item.cell.is_some()).map(|item| item.cell).collect();
        pairs
            .into_iter()
            .filter_map(|pair| {
                let first = self.catalogue.find(pair.twin.as_deref()?)?;
                let second = self.catalogue.find(first.twin.as_deref()?)?;
                let shown = |item: &Item| self.shown.get(&item.id).copied().unwrap_or(0);
                let again = used.iter().filter(|cell| **cell == first.cell || **cell == second.cell).count();
                let key = (shown(&pair), again, first.skin != Skin::Airport, shown(&first) + shown(&second));
                Some((key, pair))
            })
            .min_by_key(|(key, _)| *key)
            .map(|(_, pair)| pair)
    }

    fn practice(&self) -> Option<Item> {
        if self.practised >= self.longest_practice || self.is_mastered() {
            return None;
        }
        // A rule that led to an error of which the learner was certain is taken apart, once.
        let certain = self.session.answers().last().is_some_and(|(_, record)| record.confident_error());
        if let Some(rule) = self.belief.followed().filter(|rule| certain && !self.refuted.contains(rule)) {
            return Some(Item::page(leaves::refutation(rule)));
        }
        self.choose()
    }

    /// Real servers, edge cases and an incident, the least shown of each.
    fn edges(&self) -> Vec<Item> {
        let is = |part: &'static str| move |item: &Item| item.cell == Some(Cell::Edge) && item.id.starts_with(part);
        let mut chosen: Vec<Item> = Vec::new();
        for part in ["edge-", "server-", "edge-", "incident-", "server-", "edge-", "server-", "edge-"] {
            let matches = is(part);
            let taken = |item: &Item| chosen.iter().any(|known| known.situation == item.situation);
            let item = self.least_shown(|item| matches(item) && !taken(item));
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

    /// Eight questions that practice never showed, and one more of each cell that went wrong with certainty.
    fn check_round(&self) -> Vec<Item> {
        let skins = [Skin::Wire, Skin::Airport];
        let mut items: Vec<Item> = Cell::core().iter().filter_map(|cell| self.held_back(*cell, &skins)).collect();
        for cell in &self.confident {
            let again = self.least_shown(|item| {
                item.cell == Some(*cell)
                    && item.kind == Some(Kind::Code)
                    && items.iter().all(|known| known.id != item.id)
            });
            items.extend(again.filter(|_| items.len() < LONGEST_CHECK));
        }
        self.random().shuffle(&mut items);
        // What was refuted once comes back with time, so it is taken apart again after the first two checks.
        if !items.is_empty() && self.checks < REFUTED_AGAIN {
            items.extend(self.refuted.last().map(|rule| Item::page(leaves::refutation(*rule))));
        }
        items
    }

    /// The question of this cell that was held back and came up least; the skins in the order of preference.
    fn held_back(&self, cell: Cell, skins: &[Skin]) -> Option<Item> {
        skins
            .iter()
            .filter_map(|skin| {
                self.least_shown(|item| item.cell == Some(cell) && item.pool == Pool::Transfer && item.skin == *skin)
            })
            .min_by_key(|item| self.shown.get(&item.id).copied().unwrap_or(0))
    }

    /// The item that came up least of those wanted; ties are broken by the seed.
    fn least_shown(&self, wanted: impl Fn(&Item) -> bool) -> Option<Item> {
        let count = |item: &Item| self.shown.get(&item.id).copied().unwrap_or(0);
        let wanted: Vec<&Item> = self.catalogue.items().iter().filter(|item| wanted(item)).collect();
        let least = wanted.iter().map(|item| count(item)).min()?;
        let alike: Vec<&Item> = wanted.into_iter().filter(|item| count(item) == least).collect();
        alike.get(self.random().below(alike.len())).map(|item| (*item).clone())
    }

    /// The answers of this round that count for a cell.
    fn score(&self) -> Score {
        let answers = self.session.answers();
        Score {
            answers: answers
                .filter_map(|(item, record)| Some((item.cell?, item.skin == Skin::Wire, *record)))
                .collect(),
        }
    }

    /// The stage is over: what it says, and which one follows.
    pub(super) fn close(&mut self, now: u64) {
        debug_assert!(self.session.phase() == Phase::Finished, "a stage is closed when its round is over");
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

    /// Seven of eight, and no cell twice wrong over all tries; else back to practice on what was missed.
    fn close_transfer(&mut self, score: Score) -> Stage {
        let (right, count) = (score.right(), score.answers.len());
        let missed: Vec<Cell> = missed(&score);
        self.transfer.push(score);
        let wrong = |cell: Cell| self.transfer.iter().flat_map(missed_in).filter(|missed| *missed == cell).count();
        let twice = missed.iter().any(|cell| wrong(*cell) > 1);
        if (right + 1 >= count && !twice) || self.transfer.len() >= MOST_TRANSFERS {
            return Stage::Edges;
        }
        for cell in missed {
            self.mastery.reopen(cell);
        }
        Stage::Practice
    }

    /// A miss opens its cell again.
    fn close_check(&mut self, score: &Score) -> Stage {
        self.checks += 1;
        let missed = missed(score);
        for cell in &missed {
            self.mastery.reopen(*cell);
        }
        if missed.is_empty() || self.is_mastered() { Stage::Done } else { Stage::Practice }
    }

    /// Whether somebody who knew was sent past lesson and practice.
    #[must_use]
    pub fn is_placed(&self) -> bool {
        self.placed
    }
}

fn missed_in(score: &Score) -> impl Iterator<Item = Cell> + '_ {
    score.answers.iter().filter(|(_, _, record)| !record.right).map(|(cell, _, _)| *cell)
}

fn missed(score: &Score) -> Vec<Cell> {
    missed_in(score).filter(|cell| truth(*cell) != Verdict::Neither).collect()
}
