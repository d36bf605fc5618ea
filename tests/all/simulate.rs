//! Simulated learners: the adaptive order against random order, with learner models it was not designed for.

use std::sync::Arc;

use airside::course::Items;
use airside::course::select::Policy;
use airside::learner::mastery::Criterion;
use airside::scenario::library::Library;
use airside::simulate::{Family, Pretender, SimulationPlan, SummaryRow, pretend, run};

fn catalogue() -> Arc<Items> {
    Arc::new(Items::of(Library::open(None, &[])))
}

fn plan(learners: usize, seed: u64) -> SimulationPlan {
    SimulationPlan {
        learners,
        seed,
        policies: vec![Policy::Adaptive, Policy::Random],
        families: Family::ALL.to_vec(),
        criterion: Criterion::default(),
    }
}

fn find(table: &[SummaryRow], family: Family, policy: Policy) -> SummaryRow {
    *table.iter().find(|row| row.family == family && row.policy == policy).expect("a row for each")
}

#[test]
fn adaptive_practice_needs_fewer_questions_for_the_same_mastery() {
    check_policy(120, 4711);
}

#[test]
#[ignore = "the same with more learners takes half a minute"]
fn adaptive_practice_needs_fewer_questions_with_more_learners() {
    for seed in [4711, 99] {
        check_policy(300, seed);
    }
}

fn check_policy(learners: usize, seed: u64) {
    let table = run(&catalogue(), &plan(learners, seed), &|_, _| {});
    let mut saved = 0;
    for family in Family::ALL {
        let (adaptive, random) = (find(&table, family, Policy::Adaptive), find(&table, family, Policy::Random));
        let ratio = adaptive.hidden / random.hidden;
        assert!(ratio <= 1.05, "{family:?}: {ratio}");
        // Learners of the delta rule also forget, so only a ratio is checked for them.
        if family != Family::Delta {
            saved += usize::from(ratio <= 0.85);
            assert!(adaptive.false_mastery <= random.false_mastery + 0.05, "{adaptive:?} {random:?}");
        }
        if family == Family::Tracing {
            assert!(adaptive.false_mastery < 0.08, "{adaptive:?}");
        }
    }
    assert!(saved >= 3, "{table:#?}");
}

#[test]
fn the_same_seed_gives_the_same_table_however_many_cores_there_are() {
    let once = run(&catalogue(), &plan(5, 7), &|_, _| {});
    assert_eq!(once, run(&catalogue(), &plan(5, 7), &|_, _| {}));
    assert_ne!(once, run(&catalogue(), &plan(5, 8), &|_, _| {}));
}

#[test]
fn no_answering_strategy_without_knowledge_reaches_mastery() {
    for pretender in Pretender::ALL {
        assert_eq!(pretend(&catalogue(), pretender, 100, 1), 0, "{pretender:?}");
    }
}
