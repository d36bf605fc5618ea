//! Chooses the cases that a class votes on, and a similar case to follow each of them.
//!
//! The same seed chooses the same cases on every machine.

use super::event::{Asked, Case, VotePlan};
use crate::class::exam::sitting::questions_text;
use crate::random::Random;
use crate::round::spec::{RoundSpec, plan};
use crate::round::subject::case_item;
use crate::round::{Answer, Item, QuestionType};
use crate::ruling::Verdict;
use crate::say;
use crate::scenario::index::IndexEntry;
use crate::scenario::library::Library;
use crate::scenario::{Kind, Pool};
use crate::sorting::sort_by_key;
use crate::store::LogFormat;

/// The default maximum number of questions. At about five minutes each, ten questions fill a lesson.
const MOST: usize = 10;

/// Describes where the questions come from, in the wording that session files use.
pub fn source(wanted: &RoundSpec) -> String {
    let kinds: Vec<&str> = wanted.categories.iter().map(|category| category.name()).collect();
    let pools: Vec<&str> = wanted.pools.iter().map(|pool| pool.title()).collect();
    let count = wanted.count.map(questions_text).into_iter().collect();
    let parts: Vec<String> =
        [pools.join(", "), wanted.packs.join(", "), kinds.join(", "), wanted.ids.join(", "), count]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
    if parts.is_empty() { say!("one of each kind of case").to_owned() } else { parts.join("; ") }
}

/// Plans a session. The caller adds the start time. By default, a session has one question for each core kind of case.
/// Every question offers 401 and 403 as its choices. Both answers are right if the specification allows both.
pub fn session(library: &Library, wanted: &RoundSpec) -> VotePlan {
    let RoundSpec { core_only, count, seed, .. } = *wanted;
    let is_default = RoundSpec { core_only, count, seed, ..RoundSpec::default() } == *wanted;
    let request = RoundSpec { core_only: is_default, count: None, ..wanted.clone() };
    let usual = if is_default { Kind::core().len() } else { MOST };
    let most = count.unwrap_or(if wanted.ids.is_empty() { usual } else { wanted.ids.len() });
    let items: Vec<Item> = plan(library, &request).into_iter().filter(|item| case(item).is_some()).take(most).collect();
    let mut random = Random(wanted.seed);
    let mut taken = items.clone();
    let mut questions = Vec::new();
    for first in &items {
        let Some(case_now) = case(first) else { continue };
        // If both codes are right, a follow-up case couldn't show whether the discussion helped.
        let after = follow_up(library, first, &taken, &mut random).filter(|_| !case_now.both);
        questions.push(Asked { first: case_now, after: after.as_ref().and_then(case) });
        taken.extend(after);
    }
    VotePlan { format: LogFormat::default(), begun: 0, source: source(wanted), seed: wanted.seed, questions }
}

fn case(item: &Item) -> Option<Case> {
    if !matches!(item.question_type?, QuestionType::Code | QuestionType::CodeOrNeither) {
        return None;
    }
    let code = |answer: &Answer| match answer.verdict()? {
        Verdict::Unauthorized => Some(401),
        Verdict::Forbidden => Some(403),
        Verdict::Neither => None,
    };
    let answer = code(item.accepted.first()?)?;
    let both = item.accepted.iter().filter_map(code).any(|other| other != answer);
    Some(Case { item: item.id.case()?.to_owned(), answer, both })
}

/// Chooses either another situation with the same kind of case or the other case of the contrast pair, with equal
/// probability. If the choice were predictable, the code of the first case would give away the code of the second. A
/// story is never repeated.
fn follow_up(library: &Library, first: &Item, taken: &[Item], random: &mut Random) -> Option<Item> {
    let met = |item: &Item, other: &Item| {
        other.situation == item.situation
            || other.id != first.id && other.twin.as_deref().is_some_and(|twin| item.id.is_case(twin))
    };
    let is_decided = |item: &Item| case(item).is_some_and(|case| !case.both);
    let open = |item: &Item| is_decided(item) && !taken.iter().any(|other| met(item, other));
    let twin = first.twin.as_deref().and_then(|twin| case_item(library, twin)).filter(open);
    if random.below(2) == 0 && twin.is_some() {
        return twin;
    }
    let language = |id: &str| library.scenario_with_pack(id).map(|(pack, _)| pack.language.as_str());
    let first_language = first.id.case().and_then(language);
    let mut alike: Vec<&IndexEntry> = library
        .index()
        .iter()
        .filter(|heading| {
            Some(heading.category.kind()) == first.kind()
                && heading.pool == Pool::Practice
                && !first.id.is_case(&heading.id)
                && language(&heading.id) == first_language
        })
        .collect();
    random.shuffle(&mut alike);
    sort_by_key(&mut alike, |heading| heading.telling != first.telling);
    alike.into_iter().filter_map(|heading| case_item(library, &heading.id)).find(open).or(twin)
}
