//! Tests properties of a round with any inputs in any order.

use airside::round::spec::{RoundSpec, plan};
use airside::round::{Answer, Confidence, Input, Item, ItemId, Phase, QuestionType, Round, Rules};
use airside::scenario::Pool;
use proptest::prelude::*;

use crate::common::{input, library};

fn items() -> Vec<Item> {
    plan(&library(), &RoundSpec::default())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn replaying_the_events_gives_the_state(
        inputs in prop::collection::vec(input(), 0..60),
        rules in prop::sample::select(&Rules::ALL[..]),
    ) {
        let mut session = Round::new(items(), rules);
        let mut events = Vec::new();
        for input in inputs {
            let before = session.clone();
            if let Ok(happened) = session.step(input) {
                events.extend(happened);
            } else {
                prop_assert_eq!(&session, &before, "a refused input changes nothing");
            }
            let mut again = Round::new(items(), rules);
            for event in &events {
                again.apply(event);
            }
            prop_assert_eq!(&again, &session);
        }
    }

    #[test]
    fn a_test_shows_no_ruling_before_it_is_over(inputs in prop::collection::vec(input(), 0..60)) {
        for rules in [Rules::TEST, Rules::CHECK_UP] {
            let mut session = Round::new(items(), rules);
            let mut over = false;
            for input in &inputs {
                let _ = session.step(*input);
                over |= session.phase() == Phase::Finished;
                prop_assert!(over || !matches!(session.phase(), Phase::Ruled(_)));
            }
        }
    }

    #[test]
    fn a_committed_answer_never_changes(inputs in prop::collection::vec(input(), 0..60)) {
        let mut session = Round::new(items(), Rules::PRACTICE);
        for input in inputs {
            let before = session.records().to_vec();
            let _ = session.step(input);
            for (old, new) in before.iter().zip(session.records()) {
                prop_assert!(old.is_none() || old == new);
            }
            let fresh = before.iter().zip(session.records()).filter(|(old, new)| old != new).count();
            prop_assert!(fresh <= 1, "one input answers at most one item");
        }
    }

    #[test]
    fn a_choice_can_be_changed_until_it_is_committed(
        choices in prop::collection::vec(prop::sample::select(QuestionType::Code.answers()), 1..8),
        confidence in prop::sample::select(&Confidence::ALL[..]),
    ) {
        let mut session = Round::new(items(), Rules::PRACTICE);
        for choice in &choices {
            session.step(Input::Choose(*choice)).expect("open");
        }
        session.step(Input::Commit(confidence)).expect("chosen");
        let last = *choices.last().expect("one at least");
        let record = session.records()[0].expect("answered");
        prop_assert_eq!(record.answer, Some((last, confidence)));
        prop_assert_eq!(record.right, session.items()[0].accepted.contains(&last));
    }
}

#[test]
fn a_revealed_answer_is_no_answer_and_neither_is_rejected_where_it_is_not_offered() {
    let mut session = Round::new(items(), Rules::PRACTICE);
    assert!(session.step(Input::Choose(Answer::Neither)).is_err());
    assert!(session.step(Input::Commit(Confidence::Guess)).is_err());
    session.step(Input::Reveal).expect("open");
    let Phase::Ruled(record) = session.phase() else { panic!("ruled") };
    assert!(!record.right && record.answer.is_none());
}

#[test]
fn a_round_has_every_item_once_and_no_run_of_four_equal_codes() {
    let library = airside::scenario::library::Library::open(None, &[]);
    let count = library.scenarios().filter(|scenario| scenario.pool == Pool::Practice).count();
    for seed in 0..200 {
        let items = plan(&library, &RoundSpec { seed, ..RoundSpec::default() });
        let mut ids: Vec<&ItemId> = items.iter().map(|item| &item.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
        // The last four items are excluded, because too few items with the other code may be left.
        let codes: Vec<Answer> = items.iter().map(|item| item.accepted[0]).collect();
        assert!(codes[..count - 4].windows(4).all(|four| four.iter().any(|code| *code != four[0])), "seed {seed}");
    }
    let same = |seed| plan(&library, &RoundSpec { seed, ..RoundSpec::default() });
    assert_eq!(same(7), same(7));
    assert_ne!(same(7), same(8));
}

#[test]
fn practice_of_one_kind_has_both_codes_about_equally_often_in_an_order_that_gives_nothing_away() {
    use airside::ruling::Verdict;
    use airside::scenario::Kind;
    use airside::scenario::index::Category;
    let library = crate::common::built_in(|_| true);
    for kind in Kind::core() {
        let mut same_as_first = [0; 12];
        for seed in 0..60 {
            let categories = vec![Category::Kind(*kind)];
            let request = RoundSpec { categories, mixed: true, count: Some(12), seed, ..RoundSpec::default() };
            let items = plan(&library, &request);
            let kinds: Vec<Kind> = items.iter().filter_map(Item::kind).collect();
            let mixed: Vec<Kind> = request.categories().into_iter().map(Category::kind).collect();
            assert!(mixed.len() == RoundSpec::MOST_MIXED && mixed.iter().all(|one| kinds.contains(one)), "{kinds:?}");
            assert!(kinds.iter().all(|one| mixed.contains(one)), "{kinds:?}");
            let codes: Vec<Verdict> = items.iter().filter_map(Item::verdict).collect();
            let of_kind = kinds.iter().filter(|one| *one == kind).count();
            let of_code = codes.iter().filter(|code| Some(**code) == kind.verdict()).count();
            assert!(codes.len() == 12 && (5..=7).contains(&of_code), "{kind:?}, seed {seed}: {kinds:?}");
            assert!((3..=5).contains(&of_kind), "{kind:?}, seed {seed}: {kinds:?}");
            for (place, code) in codes.iter().enumerate() {
                same_as_first[place] += usize::from(*code == codes[0]);
            }
        }
        assert!(same_as_first[1..].iter().all(|same| (6..=54).contains(same)), "{kind:?}: {same_as_first:?}");
    }
}
