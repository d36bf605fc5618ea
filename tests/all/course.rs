//! Tests the course with different kinds of learners. A course must resume where it was interrupted.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, LazyLock};

use airside::course::pages::{add_results, page, report};
use airside::course::stage::Stage;
use airside::course::{Change, Course, Items, LONGEST_PRACTICE};
use airside::document::Document;
use airside::learner::diagnosis::WrongRule;
use airside::round::spec::RoundSpec;
use airside::round::{Answer, Confidence, Event, Input, Item, ItemId, Phase, Round, Showing};
use airside::scenario::index::Category;
use airside::scenario::library::Library;
use airside::scenario::{Kind, Pool, Telling};
use airside::study::{Begin, Opening, Study, fact_check};
use airside::tui::{FirstScreen, Options};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;

static ITEMS: LazyLock<Arc<Items>> = LazyLock::new(|| Arc::new(Items::new(Library::open(None, &[]))));

const DAY: u64 = 86_400_000;

fn course(seed: u64) -> Course {
    Course::new(Arc::clone(&ITEMS), seed)
}

#[derive(Debug, Default)]
struct Walked {
    stages: Vec<Stage>,
    items: Vec<(Stage, Item)>,
}

impl Walked {
    fn of(&self, stage: Stage) -> Vec<&Item> {
        let is_asked = |(at, item): &&(Stage, Item)| *at == stage && item.is_judged();
        self.items.iter().filter(is_asked).map(|(_, item)| item).collect()
    }

    fn has_page(&self, name: &str) -> bool {
        self.items.iter().any(|(_, item)| item.id.is_page(name))
    }

    fn decisions(&self) -> usize {
        self.items.iter().filter(|(_, item)| item.is_judged()).count()
    }
}

fn walk(course: &mut Course, mut answers: impl FnMut(Stage, &Item) -> (Answer, Confidence)) -> Walked {
    let mut walked = Walked { stages: vec![course.stage()], ..Walked::default() };
    for _ in 0..4_000 {
        let item = course.round().item().cloned();
        match course.round().phase() {
            Phase::Finished if course.stage() == Stage::Done => return walked,
            Phase::Finished => walked.stages.push(course.go_on().0),
            Phase::Reading => {
                walked.items.push((course.stage(), item.expect("a page")));
                course.step(Input::Next, 0).expect("a page can be read");
            }
            Phase::Asking { .. } => {
                let item = item.expect("a question");
                let (answer, confidence) = answers(course.stage(), &item);
                course.step(Input::Choose(answer), 0).expect("the answer is on offer");
                if item.is_judged() {
                    walked.items.push((course.stage(), item));
                    course.step(Input::Commit(confidence), 0).expect("chosen");
                }
            }
            Phase::Marking(_) => {
                let (line, _) = item.and_then(|item| item.evidence).expect("a line");
                course.step(Input::Mark(line), 0).expect("there is that line");
            }
            Phase::Ruled(_) => {
                course.step(Input::Next, 0).expect("ruled");
            }
        }
    }
    panic!("the course does not end: {walked:?}");
}

/// Returns the first right answer, or the second answer if the question has no right or wrong answer.
fn right(item: &Item) -> Answer {
    item.accepted.first().copied().unwrap_or(Answer::Second)
}

fn wrong(item: &Item) -> Answer {
    let answers = item.question_type.expect("a question").answers();
    *answers.iter().find(|answer| !item.accepted.contains(answer)).expect("a wrong one")
}

/// Answers like a learner who knows nothing in the pre-test and everything afterwards.
fn newcomer(stage: Stage, item: &Item) -> (Answer, Confidence) {
    (if stage == Stage::PreTest && item.is_judged() { wrong(item) } else { right(item) }, Confidence::Fairly)
}

/// The stages of a learner who makes no mistakes after the pre-test.
const WHOLE: [Stage; 8] = [
    Stage::Welcome,
    Stage::PreTest,
    Stage::Lesson,
    Stage::Pairs,
    Stage::Practice,
    Stage::PostTest,
    Stage::WrapUp,
    Stage::Done,
];

#[test]
fn somebody_who_knows_the_subject_is_out_after_eighteen_questions() {
    for seed in 0..20 {
        let mut course = course(seed);
        let walked = walk(&mut course, |_, item| (right(item), Confidence::Certain));
        assert_eq!(walked.stages, [Stage::Welcome, Stage::PreTest, Stage::Probe, Stage::WrapUp, Stage::Done]);
        assert_eq!((course.is_placed(), walked.decisions()), (true, 18));
        let probe = walked.of(Stage::Probe);
        assert!(probe.iter().all(|item| item.pool == Pool::Unseen && item.telling == Telling::Http));
        assert_eq!(probe.iter().filter_map(|item| item.kind()).collect::<BTreeSet<_>>().len(), 8);
        assert!(!course.is_mastered(), "only practice shows that");
    }
}

#[test]
fn somebody_who_nearly_knows_the_subject_takes_the_course() {
    let mut errors = 0;
    let walked = walk(&mut course(3), |stage, item| {
        errors += usize::from(stage == Stage::Probe);
        let answer = if stage == Stage::Probe && errors <= 2 { wrong(item) } else { right(item) };
        (answer, Confidence::Guess)
    });
    assert_eq!(walked.stages[2..4], [Stage::Probe, Stage::Lesson]);
}

#[test]
fn a_newcomer_without_slips_needs_fifty_questions_and_is_told_that_the_topic_is_mastered() {
    for seed in 0..20 {
        let mut course = course(seed);
        let walked = walk(&mut course, newcomer);
        assert_eq!(walked.stages, WHOLE);
        let counts = WHOLE.map(|stage| walked.of(stage).len());
        assert_eq!(counts, [0, 10, 4, 8, 18, 10, 0, 0], "seed {seed}");
        assert!(course.is_mastered());
        let (before, after) = course.tests();
        assert_eq!((before.expect("done").right(), after.expect("done").right()), (0, 10));
    }
}

#[test]
fn no_case_is_asked_twice_and_every_stage_draws_on_its_own_pool() {
    for seed in 0..8 {
        let walked = walk(&mut course(seed), newcomer);
        let forms = [Pool::FormA, Pool::FormB];
        let (before, after) = if seed % 2 == 0 { (forms[0], forms[1]) } else { (forms[1], forms[0]) };
        let mut titles = BTreeSet::new();
        for (stage, item) in walked.items.iter().filter(|(_, item)| item.is_judged()) {
            let expected: &[Pool] = match stage {
                Stage::PreTest => &[before],
                Stage::PostTest => &[after],
                Stage::Lesson => &[Pool::Lesson],
                Stage::Pairs => &[Pool::Practice],
                _ => &[Pool::Practice, Pool::Unseen],
            };
            assert!(expected.contains(&item.pool), "{stage:?}: {:?}", item.id);
            let is_pair = *stage == Stage::Pairs;
            assert!(titles.insert(item.title.clone()) || is_pair, "{}", item.title);
        }
        let practice = walked.of(Stage::Practice);
        for (place, item) in practice.iter().enumerate().take(12) {
            assert_eq!(item.telling == Telling::Airport, place % 2 == 0, "the tellings alternate");
        }
        let late = &practice[12..];
        assert!(late.iter().filter(|item| item.telling == Telling::Http).count() * 3 >= late.len() * 2);
        assert!(late.iter().filter(|item| item.pool == Pool::Unseen).count() * 2 > late.len());
        let pairs = walked.of(Stage::Pairs);
        assert!(pairs.chunks(2).all(|pair| pair[0].twin.as_deref() == pair[1].id.case()));
        assert_eq!(pairs.iter().filter_map(|item| item.kind()).collect::<BTreeSet<_>>().len(), 8);
    }
}

#[test]
fn the_place_of_a_question_does_not_give_its_answer_away() {
    const COURSES: u64 = 400;
    let habits: [fn(&Item) -> Answer; 3] = [right, |_| Answer::Forbidden, |_| Answer::Unauthorized];
    for habit in habits {
        let mut places: BTreeMap<(Stage, usize), (u64, u64)> = BTreeMap::new();
        for seed in 0..COURSES {
            let mut course = course(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
            let walked = walk(&mut course, |stage, item| {
                let is_core = item.core_kind().is_some();
                let answer = if is_core && stage != Stage::PreTest { habit(item) } else { right(item) };
                let missed = stage == Stage::PreTest && item.kind() == Some(Kind::Expired);
                (if missed { wrong(item) } else { answer }, Confidence::Fairly)
            });
            for stage in Stage::ALL {
                for (place, item) in walked.of(stage).iter().enumerate() {
                    let (forbidden, all) = places.entry((stage, place)).or_default();
                    *forbidden += u64::from(right(item) == Answer::Forbidden);
                    *all += 1;
                }
            }
        }
        for (place, (forbidden, all)) in places.iter().filter(|(_, (_, all))| *all >= COURSES / 4) {
            let most = *forbidden.max(&(all - forbidden));
            assert!(most * 100 <= all * 60, "{place:?}: {most} of {all}");
        }
    }
}

#[test]
fn somebody_who_does_not_learn_is_never_told_that_the_topic_is_mastered() {
    for seed in 0..40 {
        let mut course = course(seed);
        let mut turn = 0;
        let walked = walk(&mut course, |_, item| {
            turn += 1;
            (if turn % 2 == 0 && item.is_judged() { wrong(item) } else { right(item) }, Confidence::Guess)
        });
        assert_eq!(walked.of(Stage::Practice).len(), LONGEST_PRACTICE);
        assert!(!course.is_mastered() && !course.is_placed());
        assert_eq!(walked.stages, WHOLE);
        // The next practice session starts when the course is opened again, and has new cases.
        assert_eq!(course.reopen(0).map(|(stage, _)| stage), Some(Stage::Practice));
        let again = walk(&mut course, |_, item| (right(item), Confidence::Fairly));
        assert!(
            course.is_mastered() && again.decisions() <= LONGEST_PRACTICE,
            "{seed} {} {:?}",
            again.decisions(),
            course.mastery()
        );
        let seen: BTreeSet<_> = walked.items.iter().map(|(_, item)| &item.title).collect();
        let cases = again.items.iter().filter(|(_, item)| item.is_judged());
        assert!(cases.map(|(_, item)| item).all(|item| !seen.contains(&item.title)));
    }
}

#[test]
fn a_reader_who_answers_by_the_article_is_shown_its_page_and_one_who_answers_by_the_name_is_shown_that() {
    let by = |seed, rule: WrongRule, has_read: Answer| {
        walk(&mut course(seed), move |stage, item| match item.core_kind().filter(|_| stage <= Stage::Lesson) {
            Some(kind) => (rule.answers(kind).expect("core").into(), Confidence::Fairly),
            None if item.id == ItemId::Survey(airside::round::Survey::Article) => (has_read, Confidence::Fairly),
            None => (right(item), Confidence::Fairly),
        })
    };
    for seed in 0..10 {
        let inverted = by(seed, WrongRule::Inverted, Answer::First);
        assert!(inverted.has_page("article") && !inverted.has_page("rule-name"), "seed {seed}");
        // The page about the article comes first, while the learner still remembers the scenes.
        let pages = inverted.items.iter().filter_map(|(_, item)| match &item.id {
            ItemId::Page(name) => Some(name.as_str()),
            _ => None,
        });
        let pages: Vec<&str> = pages.collect();
        let place = |name: &str| pages.iter().position(|page| *page == name);
        assert!(place("article") < place("mottos") && place("lesson-2") < place("article"), "{pages:?}");
        // Learners who have read the article but answer correctly in the lesson also see the page.
        let corrected = walk(&mut course(seed), |stage, item| match item.core_kind() {
            Some(kind) if stage == Stage::PreTest => {
                (WrongRule::NameLiteral.answers(kind).expect("core").into(), Confidence::Certain)
            }
            None if item.id == ItemId::Survey(airside::round::Survey::Article) => (Answer::First, Confidence::Fairly),
            _ => (right(item), Confidence::Certain),
        });
        assert!(corrected.has_page("article") && !corrected.has_page("rule-sent"), "seed {seed}");
        let named = by(seed, WrongRule::NameLiteral, Answer::Second);
        assert!(named.has_page("rule-name") && !named.has_page("article"), "seed {seed}");
    }
}

#[test]
fn a_case_is_not_new_if_the_other_case_of_its_pair_was_shown() {
    let mut course = course(5);
    // The learner has already seen every case that the practice stage could use.
    for pool in [Pool::Practice, Pool::Unseen] {
        for item in ITEMS.core(pool).filter(|item| item.kind().is_some_and(|kind| (kind as usize) < 4)) {
            course.show(item);
        }
        for item in ITEMS.core(Pool::Unseen) {
            course.show(item);
        }
    }
    walk(&mut course, newcomer);
    assert!(!course.is_mastered());
    assert_eq!(course.mastery().open().len(), 8);
}

fn check_up(course: &mut Course, now: u64, knows: impl Fn(&Item) -> bool) -> Walked {
    assert_eq!(course.reopen(now).map(|(stage, _)| stage), Some(Stage::CheckUp));
    let mut walked = Walked::default();
    while course.stage() != Stage::Done {
        let item = course.round().item().cloned();
        if let (Phase::Asking { choice: None, .. }, Some(item)) = (course.round().phase(), item) {
            walked.items.push((course.stage(), item));
        }
        walk_one(
            course,
            now,
            |stage, item| {
                if knows(item) || stage == Stage::Relearn { right(item) } else { wrong(item) }
            },
        );
    }
    walked
}

#[test]
fn check_ups_come_one_seven_and_thirty_days_after_the_last_one_that_was_passed() {
    for placed in [true, false] {
        let mut course = course(8);
        let know: fn(Stage, &Item) -> (Answer, Confidence) =
            if placed { |_, item| (right(item), Confidence::Fairly) } else { newcomer };
        let mut seen: BTreeSet<String> =
            walk(&mut course, know).items.into_iter().map(|(_, item)| item.title).collect();
        let mut now = 0;
        let mut is_new = |walked: &Walked| {
            let asked = walked.of(Stage::CheckUp);
            assert_eq!(asked.len(), 8);
            assert_eq!(asked.iter().filter_map(|item| item.kind()).collect::<BTreeSet<_>>().len(), 8);
            assert_eq!(asked.iter().filter(|item| item.telling == Telling::Http).count(), 4);
            asked.iter().all(|item| seen.insert(item.title.clone()))
        };
        assert_eq!(course.due_at(), Some(DAY));
        assert_eq!(course.reopen(DAY - 1), None);
        now += DAY;
        // The learner gets cases of two kinds wrong. The two kinds have different codes, so no other kinds are mixed
        // in.
        let missed = [Kind::Expired, Kind::Policy];
        let walked = check_up(&mut course, now, |item| !item.kind().is_some_and(|kind| missed.contains(&kind)));
        assert!(is_new(&walked));
        let relearned = walked.of(Stage::Relearn);
        assert_eq!(relearned.len(), 4, "two of each, as nothing was missed in practice");
        assert!(relearned.iter().all(|item| item.kind().is_some_and(|kind| missed.contains(&kind))));
        assert!(missed.iter().all(|kind| course.mastery().lacking(*kind) == 0));
        // The check-up is due again on the next day, but not earlier.
        assert_eq!((course.due_at(), course.check_ups_passed()), (Some(now + DAY), 0));
        assert_eq!(course.reopen(now), None);
        for (passed, days) in [(1, Some(7)), (2, Some(30)), (3, None)] {
            now = course.due_at().expect("one more");
            assert!(is_new(&check_up(&mut course, now, |_| true)), "check-up {passed}");
            assert_eq!(course.check_ups_passed(), passed);
            assert_eq!(course.due_at(), days.map(|days| now + days * DAY));
        }
    }
}

/// Returns the course at the start of the practice that follows a check-up with wrong answers about the given kinds of
/// case.
fn relearning(seed: u64, missed: &[Kind]) -> Course {
    let mut course = course(seed);
    walk(&mut course, newcomer);
    let due = course.due_at().expect("a check-up");
    course.reopen(due);
    while course.stage() == Stage::CheckUp {
        let is_missed = |item: &Item| item.kind().is_some_and(|kind| missed.contains(&kind));
        walk_one(&mut course, due, |_, item| if is_missed(item) { wrong(item) } else { right(item) });
    }
    course
}

#[test]
fn a_missed_kind_is_mixed_with_a_kind_that_has_the_other_code() {
    for (seed, kind) in (0..).zip(Kind::core()) {
        let mut course = relearning(seed, &[*kind]);
        assert_eq!((course.stage(), course.length()), (Stage::Relearn, 4), "{kind:?}");
        let relearned = walk(&mut course, |_, item| (right(item), Confidence::Fairly)).of(Stage::Relearn).len();
        assert_eq!(relearned, 4);
        assert_eq!(course.mastery().lacking(*kind), 0);
        // Mistakes make practice longer, but there is a maximum.
        let mut course = relearning(seed, &[*kind]);
        let walked = walk(&mut course, |_, item| {
            (if item.kind() == Some(*kind) { wrong(item) } else { right(item) }, Confidence::Fairly)
        });
        let asked = walked.of(Stage::Relearn);
        assert_eq!(asked.iter().filter(|item| item.kind() == Some(*kind)).count(), 4, "{kind:?}");
        assert_eq!(asked.len(), 8, "{kind:?}");
    }
}

#[test]
fn the_code_of_a_missed_kind_cannot_be_guessed_from_its_place() {
    const COURSES: u64 = 200;
    for missed in [&Kind::core()[..4], &Kind::core()[4..], &[Kind::Missing]] {
        let mut places: BTreeMap<usize, (u64, u64)> = BTreeMap::new();
        for seed in 0..COURSES {
            let mut course = relearning(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15), missed);
            let walked = walk(&mut course, |_, item| (right(item), Confidence::Fairly));
            for (place, item) in walked.of(Stage::Relearn).iter().enumerate() {
                let (forbidden, all) = places.entry(place).or_default();
                *forbidden += u64::from(right(item) == Answer::Forbidden);
                *all += 1;
            }
        }
        for (place, (forbidden, all)) in places {
            assert_eq!(all, COURSES, "every learner gets as many questions");
            let most = forbidden.max(all - forbidden);
            assert!(most * 100 <= all * 60, "{missed:?}, place {place}: {most} of {all}");
        }
    }
}

#[test]
fn the_lesson_begins_with_a_scene_from_the_article_and_every_order_within_a_half_occurs() {
    let mut orders = BTreeSet::new();
    for seed in 0..40 {
        let kinds: Vec<_> =
            walk(&mut course(seed), newcomer).of(Stage::Lesson).iter().filter_map(|item| item.kind()).collect();
        assert!(kinds[..2].iter().all(|kind| [Kind::Invalid, Kind::NoPermission].contains(kind)), "{kinds:?}");
        orders.insert(kinds);
    }
    assert_eq!(orders.len(), 4, "{orders:?}");
}

#[test]
fn every_stage_ends_with_what_was_achieved_and_what_comes_next() {
    let mut course = course(5);
    let mut ended = BTreeSet::new();
    while course.stage() != Stage::Done {
        if course.round().phase() == Phase::Finished && course.stage().has_report() {
            let told = text(&report(&course));
            assert!(told.contains("Next"), "{told}");
            ended.insert(course.stage());
        }
        walk_one(&mut course, 0, |stage, item| newcomer(stage, item).0);
    }
    assert_eq!(ended.into_iter().collect::<Vec<_>>(), [Stage::PreTest, Stage::Lesson, Stage::Pairs, Stage::Practice]);
}

#[test]
fn the_first_slip_is_explained_and_so_is_what_is_missing_once_all_kinds_are_mastered() {
    let mut course = course(6);
    course.skip_to(Stage::Practice);
    let (mut changes, mut asked) = (Vec::new(), 0);
    while course.stage() == Stage::Practice && course.round().phase() != Phase::Finished {
        let before = course.round().records().iter().flatten().count();
        walk_one(&mut course, 0, |_, item| if asked == 3 { wrong(item) } else { right(item) });
        if course.round().records().iter().flatten().count() > before {
            asked += 1;
        }
        if let Some(change) = course.change().filter(|change| changes.last() != Some(change)) {
            changes.push(change);
        }
    }
    assert_eq!(changes[0], Change::Longer(LONGEST_PRACTICE));
    let to_go: Vec<usize> = changes[1..]
        .iter()
        .map(|change| match change {
            Change::Covered(to_go) => *to_go,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(to_go, (1..=to_go.len()).rev().collect::<Vec<_>>());
    assert!(to_go.len() > 2, "{to_go:?}");
}

#[test]
fn practice_always_says_how_far_there_is_to_go_and_each_mistake_moves_the_number() {
    for seed in 0..30 {
        let mut random = crate::common::Random(seed * 7919 + 1);
        let mut course = course(seed);
        course.skip_to(Stage::Practice);
        assert_eq!(course.to_go(), Some(18));
        let (mut before, mut has_slipped, mut explained) = (18, false, 0);
        while course.stage() == Stage::Practice && course.round().phase() != Phase::Finished {
            let is_slip = random.below(10) == 0;
            walk_one(&mut course, 0, |_, item| if is_slip { wrong(item) } else { right(item) });
            let Phase::Ruled(record) = course.round().phase() else { continue };
            let is_wrong = !record.right;
            explained += usize::from(matches!(course.change(), Some(Change::Longer(_))));
            let left = LONGEST_PRACTICE - course.round().items().len();
            let Some(now) = course.to_go() else {
                assert!(course.is_mastered() || left == 0, "seed {seed}: no number after {before}");
                continue;
            };
            assert!(now <= left, "seed {seed}: {now} of {left}");
            if is_wrong {
                assert!(now >= before.min(left) && (has_slipped || now > before), "seed {seed}: {before}, {now}");
            } else if !has_slipped {
                assert_eq!(now, before - 1, "seed {seed}");
            }
            has_slipped |= is_wrong;
            before = now;
        }
        assert!(explained <= 1, "seed {seed}: {explained}");
    }
}

#[test]
fn the_last_questions_of_a_session_are_about_kinds_that_are_still_open() {
    let mut asked = 0;
    for seed in 0..40 {
        let mut course = course(seed);
        course.skip_to(Stage::Practice);
        let mut slips = BTreeSet::new();
        while course.stage() == Stage::Practice && course.round().phase() != Phase::Finished {
            let number = course.round().items().len();
            let kind = course.round().item().and_then(Item::kind).expect("a kind");
            let left = LONGEST_PRACTICE + 1 - number;
            if matches!(course.round().phase(), Phase::Asking { choice: None, .. })
                && left <= 12
                && course.to_go().is_some_and(|to_go| to_go < left)
            {
                let is_open = |kind: &Kind| course.mastery().lacking(*kind) > 0;
                let mut with_code = Kind::core().iter().filter(|other| other.verdict() == kind.verdict());
                assert!(is_open(&kind) || !with_code.any(is_open), "seed {seed}: {kind:?}");
                asked += usize::from(is_open(&kind));
            }
            // The learner makes one mistake early, and one about a closed door late.
            let is_late_slip = number >= 20 && kind == Kind::Closed && slips.iter().all(|slip| *slip < 20);
            if number == 4 || is_late_slip {
                slips.insert(number);
            }
            walk_one(&mut course, 0, |_, item| if slips.contains(&number) { wrong(item) } else { right(item) });
        }
        assert_eq!(course.mastery().open(), [], "seed {seed}");
    }
    assert!(asked > 0, "no late question was about an open kind");
}

fn text(document: &Document) -> String {
    airside::render::plain::render(document, 200).join("\n")
}

#[test]
fn the_wrap_up_names_the_first_check_up() {
    let mut course = course(8);
    while course.stage() != Stage::WrapUp {
        walk_one(&mut course, 0, |stage, item| newcomer(stage, item).0);
    }
    let card = text(&page("wrap-up", Some(&course)));
    assert!(card.contains("Your first check-up is due tomorrow"), "{card}");
    assert!(!card.contains("last check-up"), "{card}");
}

#[test]
fn a_check_up_whose_result_stays_open_for_days_is_followed_by_the_next_one() {
    let mut course = course(8);
    walk(&mut course, newcomer);
    let now = course.due_at().expect("a check-up");
    assert_eq!(course.reopen(now).map(|(stage, _)| stage), Some(Stage::CheckUp));
    while course.round().phase() != Phase::Finished {
        walk_one(&mut course, 0, |stage, item| newcomer(stage, item).0);
    }
    assert_eq!((course.stage(), course.check_ups_passed()), (Stage::CheckUp, 1));
    let later = course.due_at().expect("the next one");
    assert_eq!(course.reopen(later - 1), None);
    assert_eq!(course.reopen(later).map(|(stage, _)| stage), Some(Stage::CheckUp));
}

#[test]
fn a_check_up_is_available_from_the_start_of_the_day_on_which_it_is_due() {
    let evening = 20 * DAY + 22 * 3_600_000;
    let mut course = course(8);
    while course.stage() != Stage::Done {
        if course.round().phase() == Phase::Finished {
            course.go_on();
        } else {
            walk_one(&mut course, evening, |stage, item| newcomer(stage, item).0);
        }
    }
    assert_eq!(course.due_at(), Some(21 * DAY));
    assert_eq!(
        (course.reopen(21 * DAY - 1), course.reopen(21 * DAY).map(|(stage, _)| stage)),
        (None, Some(Stage::CheckUp))
    );
}

#[test]
fn the_last_page_says_when_each_check_up_comes_and_whether_it_was_passed() {
    let mut course = course(8);
    walk(&mut course, newcomer);
    let has = |course: &Course, date: &str, sentences: [&str; 3]| {
        let told = text(&report(course));
        assert_eq!(told.matches(date).count(), 1, "the date is given once: {told}");
        assert!(sentences.iter().all(|sentence| told.contains(sentence)), "{sentences:?}: {told}");
        assert!(!told.contains("Nothing is due") && !told.contains("tomorrow"), "{told}");
    };
    let later = ["7 days after the first", "30 days after the second"];
    has(&course, " 2 Jan 1970", ["First check-up   2 Jan 1970", later[0], later[1]]);
    let now = course.due_at().expect("a check-up");
    check_up(&mut course, now, |item| item.kind() != Some(Kind::Policy));
    has(&course, " 3 Jan 1970", ["First check-up   not passed; retry on 3 Jan 1970", later[0], later[1]]);
    check_up(&mut course, 2 * DAY, |_| true);
    has(&course, "10 Jan 1970", ["First check-up   passed", "Second check-up  10 Jan 1970", later[1]]);
}

#[test]
fn the_results_count_the_kinds_that_were_missed_before_and_right_after() {
    for (missed_later, sentence) in [
        (None, "Kinds of case you missed in the pre-test: 2. Of these, you got 2 right in the post-test."),
        (
            Some(Kind::Policy),
            "Kinds of case you missed in the pre-test: 2. Of these, you got 1 right in the post-test.",
        ),
    ] {
        let mut course = course(8);
        while course.stage() != Stage::WrapUp {
            walk_one(&mut course, 0, |stage, item| {
                let is_wrong = match stage {
                    Stage::PreTest => [Some(Kind::Policy), Some(Kind::Expired)].contains(&item.kind()),
                    Stage::PostTest => item.kind() == missed_later && missed_later.is_some(),
                    _ => false,
                };
                if is_wrong { wrong(item) } else { right(item) }
            });
        }
        let card = text(&page("wrap-up", Some(&course)));
        let mut results = Document::default();
        add_results(&mut results, &course);
        assert!(text(&results).contains(sentence), "{results:?}");
        assert_eq!(
            card.contains("Your practice showed that you know all eight kinds of case."),
            course.is_mastered(),
            "{card}"
        );
        assert_eq!(
            card.contains("In the last test, you still missed: blocked by policy."),
            missed_later.is_some(),
            "{card}"
        );
    }
}

#[test]
fn the_report_of_a_check_up_lists_the_wrong_answers_and_no_page_before_it_does() {
    for missed in [vec![Kind::Policy], vec![Kind::Expired, Kind::Policy, Kind::Missing], Vec::new()] {
        let mut course = course(8);
        walk(&mut course, newcomer);
        let now = course.due_at().expect("a check-up");
        assert_eq!(course.reopen(now).map(|(stage, _)| stage), Some(Stage::CheckUp));
        let mut asked = Vec::new();
        while course.round().phase() != Phase::Finished {
            if matches!(course.round().phase(), Phase::Asking { choice: None, .. }) {
                asked.extend(course.round().item().cloned());
            }
            let is_missed = |item: &Item| item.kind().is_some_and(|kind| missed.contains(&kind));
            walk_one(&mut course, now, |_, item| if is_missed(item) { wrong(item) } else { right(item) });
        }
        let told = text(&report(&course));
        assert_eq!(told.contains("Where you were wrong"), !missed.is_empty(), "{told}");
        for item in asked {
            let is_missed = item.kind().is_some_and(|kind| missed.contains(&kind));
            assert_eq!(told.contains(&item.title), is_missed, "{}: {told}", item.title);
            let library = &course.items().library;
            let line = item.id.case().and_then(|id| library.scenario(id)?.deciding_line());
            assert_eq!(told.replace('\n', " ").contains(line.expect("a line")), is_missed, "{told}");
        }
    }
}

/// Takes the learner's next step, or moves on to the next stage.
fn walk_one(course: &mut Course, now: u64, answer: impl Fn(Stage, &Item) -> Answer) {
    let item = course.round().item().cloned();
    let input = match course.round().phase() {
        Phase::Finished => {
            course.go_on();
            return;
        }
        Phase::Asking { choice: None, .. } => Input::Choose(answer(course.stage(), &item.expect("a question"))),
        Phase::Asking { .. } => Input::Commit(Confidence::Fairly),
        Phase::Marking(_) => Input::Mark(item.and_then(|item| item.evidence).expect("a line").0),
        Phase::Ruled(_) | Phase::Reading => Input::Next,
    };
    course.step(input, now).expect("that can be done");
}

thread_local! {
    static NOW: Cell<u64> = const { Cell::new(1_000_000) };
}

fn open(folder: &Path) -> Study {
    Study::open(Opening {
        library: Library::open(None, &[]),
        state_folder: Some(folder.to_owned()),
        begin: Begin::Course,
        clock: || NOW.get(),
    })
}

/// Takes one step. In a test, the learner always answers 403. Elsewhere, the learner gives the right answer.
fn one_step(study: &mut Study) {
    let item = study.round().item().cloned();
    match study.round().phase() {
        Phase::Finished => assert!(study.go_on()),
        Phase::Reading | Phase::Ruled(_) => drop(study.act(Input::Next).expect("goes on")),
        Phase::Marking(_) => drop(study.act(Input::Mark(1)).expect("a line")),
        Phase::Asking { .. } => {
            let item = item.expect("a question");
            let test = item.pool == Pool::FormA || item.pool == Pool::FormB;
            let answer = if test { Answer::Forbidden } else { right(&item) };
            study.act(Input::Choose(answer)).expect("open");
            if item.is_judged() {
                study.act(Input::Commit(Confidence::Fairly)).expect("chosen");
            }
        }
    }
}

#[test]
fn a_course_that_is_stopped_anywhere_goes_on_at_the_same_question() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut study = open(folder.path());
    let mut steps = 0;
    let mut stages = BTreeSet::new();
    while study.course().expect("in the course").stage() != Stage::Done {
        one_step(&mut study);
        steps += 1;
        let before = study.round().clone();
        let (stage, next) = study.course().map(|course| (course.stage(), course.next())).expect("in the course");
        let answered = study.progress().measures.all;
        stages.insert(stage);
        if stage == Stage::Done {
            break;
        }
        // Dropping the study leaves only what is in the file.
        drop(study);
        study = open(folder.path());
        let course = study.course().expect("in the course");
        assert_eq!((course.stage(), course.next()), (stage, next), "step {steps}");
        assert_eq!(*study.round(), before, "step {steps}");
        assert_eq!(study.progress().measures.all, answered, "step {steps}");
        assert!(steps < 800, "the course does not end");
    }
    assert!(stages.contains(&Stage::Practice) && stages.contains(&Stage::WrapUp), "{stages:?}");

    // A day later, a check-up is due, and the program opens with it.
    let due = study.course().expect("in the course").due_at().expect("a check-up to come");
    assert_eq!(due, (NOW.get() / DAY + 1) * DAY);
    drop(study);
    NOW.set(due);
    let mut study = open(folder.path());
    assert_eq!(study.course().expect("in the course").stage(), Stage::CheckUp);
    assert_eq!(study.round().items().len(), 8);
    while study.course().expect("in the course").stage() != Stage::Done {
        one_step(&mut study);
    }
    assert_eq!(study.course().expect("in the course").check_ups_passed(), 1);
}

#[test]
fn nothing_is_said_of_a_test_before_it_is_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut study = open(folder.path());
    let mut answered = 0;
    while study.course().expect("in the course").stage() <= Stage::PreTest {
        let is_over = study.round().phase() == Phase::Finished;
        let expected = if study.course().expect("in the course").stage() == Stage::PreTest && is_over { 10 } else { 0 };
        assert_eq!(study.progress().measures.all.answered, expected);
        assert!(!study.course().expect("in the course").shows_mottos());
        let look = Opening {
            library: Library::open(None, &[]),
            state_folder: Some(folder.path().to_owned()),
            begin: Begin::Look,
            clock: || 0,
        };
        assert_eq!(Study::open(look).progress().measures.all.answered, expected);
        one_step(&mut study);
        answered += 1;
    }
    assert!(answered >= 12);
}

#[test]
fn a_round_beside_the_course_leaves_its_place_and_its_counts_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut study = open(folder.path());
    for step in 0..60 {
        one_step(&mut study);
        let before = study.round().clone();
        let answered = study.progress().measures.all.answered;
        study.start(&RoundSpec { core_only: true, count: Some(12), seed: step, ..RoundSpec::default() });
        one_step(&mut study);
        assert_eq!(study.progress().measures.all.answered, answered + 1, "step {step}");
        study.open_course();
        assert_eq!(*study.round(), before, "step {step}");
        assert_eq!(study.progress().measures.all.answered, answered + 1, "step {step}");
        // After every fifth step, the program is restarted, so that only the file remains.
        if step % 5 == 0 {
            drop(study);
            study = open(folder.path());
            assert!(study.course().is_none(), "the round that was left is open");
            study.open_course();
            assert_eq!(*study.round(), before, "step {step}");
            assert_eq!(study.progress().measures.all.answered, answered + 1, "step {step}");
        }
    }
}

/// While one instance runs, its file stays locked, so a second instance writes to another file.
#[test]
fn a_second_program_goes_on_where_the_first_one_is_and_both_count_the_same() {
    for stage in [Stage::PreTest, Stage::Practice, Stage::PostTest] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut first = open(folder.path());
        while first.course().expect("in the course").stage() != stage || first.round().answers().count() < 3 {
            one_step(&mut first);
        }
        let mut second = open(folder.path());
        assert_eq!(*second.round(), *first.round(), "{stage:?}");
        let test = second.round().rules().ruling != Showing::AtOnce;
        while second.round().phase() != Phase::Finished && (test || second.round().answers().count() < 6) {
            one_step(&mut second);
        }
        let (round, counted) = (second.round().clone(), second.progress().measures.all);
        drop((first, second));
        let third = open(folder.path());
        assert_eq!(*third.round(), round, "{stage:?}");
        assert_eq!(third.progress().measures.all, counted, "{stage:?}");
    }
}

#[test]
fn after_a_round_beside_it_the_course_is_begun_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut study = open(folder.path());
    study.start_default(None);
    while study.round().phase() != Phase::Finished {
        one_step(&mut study);
    }
    drop(study);
    assert_eq!(open(folder.path()).course().map(Course::stage), Some(Stage::Welcome));
}

#[test]
fn both_cases_of_a_pair_are_answered_before_anything_is_said() {
    let mut course = course(11);
    course.skip_to(Stage::Pairs);
    let places = [course.round().position(), course.round().position() + 1];
    assert_eq!(course.round().pair(), Some(places));
    for place in places {
        assert!(course.step(Input::Skip, 0).is_err() && course.step(Input::Hint, 0).is_err());
        assert!(course.step(Input::Back, 0).is_err());
        let item = course.round().item().cloned().expect("a case");
        course.step(Input::Choose(wrong(&item)), 0).expect("open");
        let events = course.step(Input::Commit(Confidence::Fairly), 0).expect("chosen");
        let is_ruled = matches!(course.round().phase(), Phase::Ruled(_));
        assert_eq!(is_ruled, place == places[1]);
        assert_eq!(events.contains(&Event::Moved { to: places[1] }), place == places[0]);
    }
}

#[test]
fn the_code_of_each_case_is_the_code_of_its_kind() {
    for pool in Pool::ALL {
        for item in ITEMS.core(pool) {
            assert_eq!(item.verdict(), item.kind().and_then(Kind::verdict), "{:?}", item.id);
        }
    }
}

/// Takes a learner through the course to the wrap-up. The function `practice` answers the practice questions.
fn to_wrap_up(study: &mut Study, practice: impl Fn(&Item) -> Answer) {
    for _ in 0..400 {
        if study.stage() == Some(Stage::WrapUp) {
            return;
        }
        let item = study.round().item().cloned();
        match (study.stage(), study.round().phase(), item) {
            (Some(Stage::Practice | Stage::PostTest), Phase::Asking { .. }, Some(item)) => {
                study.act(Input::Choose(practice(&item))).expect("open");
                study.act(Input::Commit(Confidence::Fairly)).expect("chosen");
            }
            _ => one_step(study),
        }
    }
    panic!("the course does not end");
}

#[test]
fn the_wrap_up_has_the_picture_the_table_and_what_is_weak_and_practice_of_it_begins_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut study = open(folder.path());
    // The learner never learns one of the kinds of case.
    to_wrap_up(&mut study, |item| if item.kind() == Some(Kind::Policy) { wrong(item) } else { right(item) });
    let card = airside::render::plain::render(&study.document(false).expect("the card"), 80).join("\n");
    for part in [
        "Security: Who are you? 401.", "Not mastered yet. ", "Still weak: ", "blocked by policy", "\nPre-test: ",
        "\nPost-test: ", "\nNext\n",
    ] {
        assert!(card.contains(part), "{part}: {card}");
    }
    assert!(study.has_weak_kinds() && study.practise_weak());
    assert_eq!(study.stage(), Some(Stage::Practice));
    assert!(matches!(study.round().phase(), Phase::Asking { .. }));
    assert!(!study.practise_weak(), "only the wrap-up and the end lead there");
}

#[test]
fn somebody_who_has_mastered_everything_but_missed_a_kind_at_the_end_practises_that_kind_beside_the_course() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut study = open(folder.path());
    let is_test = |item: &Item| matches!(item.pool, Pool::FormA | Pool::FormB);
    to_wrap_up(
        &mut study,
        |item| {
            if is_test(item) && item.kind() == Some(Kind::Policy) { wrong(item) } else { right(item) }
        },
    );
    let course = study.course().expect("in the course");
    assert_eq!(
        (course.weak(), course.tests().0.map(|score| score.answer_table().is_empty())),
        (vec![Kind::Policy], Some(false))
    );
    assert!(study.practise_weak() && study.course().is_none());
    let kinds: BTreeSet<Kind> = study.round().items().iter().filter_map(Item::kind).collect();
    assert!(kinds.len() == 4 && kinds.contains(&Kind::Policy), "no code follows from what the others have: {kinds:?}");
    study.open_course();
    assert_eq!(study.stage(), Some(Stage::Done));
}

#[test]
fn the_mottos_are_shown_once_with_what_they_leave_out_and_never_in_a_test() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut study = open(folder.path());
    let mut seen = Vec::new();
    while study.stage() != Some(Stage::Done) {
        if let Some(document) = study.document(true) {
            let text = airside::render::plain::render(&document, 200).join("\n");
            let shows = text.contains("Who are you?") || text.contains("Not allowed.");
            let is_test =
                matches!(study.stage(), Some(Stage::PreTest | Stage::Probe | Stage::PostTest | Stage::CheckUp));
            assert!(!(is_test && (shows || study.shows_mottos())), "{text}");
            if shows && seen.last() != Some(&text) {
                seen.push(text);
            }
        }
        assert!(!seen.is_empty() || !study.shows_mottos(), "the first screen shows no motto before that page");
        one_step(&mut study);
    }
    assert_eq!(seen.len(), 2, "the page of the lesson, and the card at the end: {seen:#?}");
    for addition in ["doesn't mean that you are known", "isn't permanent"] {
        assert!(seen[0].contains(addition), "{}", seen[0]);
    }
}

#[test]
fn only_the_first_page_of_the_lesson_says_step_by_step_how_the_answer_is_reached() {
    for seed in 0..6 {
        let mut course = course(seed);
        course.skip_to(Stage::Lesson);
        let told = |page: &str| text(&airside::course::pages::page(page, Some(&course)));
        let ids = course.round().items().iter().filter_map(|item| match &item.id {
            ItemId::Page(name) => Some(name.as_str()),
            _ => None,
        });
        let pages: Vec<&str> = ids.collect();
        assert!(told(pages[0]).contains("Refused no matter who asks?"), "{}", told(pages[0]));
        assert!(pages[1..].iter().all(|page| !told(page).contains("So the answer is")), "seed {seed}");
    }
}

#[test]
fn every_page_asks_its_questions_in_the_same_order() {
    let lessons = (0..20).map(|seed| {
        let mut course = course(seed);
        course.skip_to(Stage::Lesson);
        course
    });
    let starts_at_the_gate = |course: &Course| {
        let first = course.round().items().iter().find(|item| matches!(item.id, ItemId::Page(_)));
        first.is_some_and(|item| item.id == ItemId::Page("lesson-2".to_owned()))
    };
    let lesson = lessons.into_iter().find(starts_at_the_gate).expect("in half of the courses");
    let shown = |page: &str, course: Option<&Course>| {
        airside::render::plain::render(&airside::course::pages::page(page, course), 400).join(" ")
    };
    for (text, steps) in [
        (shown("mottos", None), ["no matter who asks", "No valid credentials", "Valid credentials, but"]),
        (shown("tests", None), ["no matter who asks", "lack valid credentials", "valid but insufficient"]),
        (
            shown("lesson-2", Some(&lesson)),
            ["no matter who asks", "Valid document, PIN or password?", "Allowed to do this?"],
        ),
        (
            shown("procedure", None),
            ["unrelated to who is asking", "Are the credentials valid", "Is this client allowed"],
        ),
    ] {
        let places = steps.map(|step| text.find(step).unwrap_or_else(|| panic!("{step}: {text}")));
        assert!(places.is_sorted(), "{text}");
    }
    for page in ["mottos", "tests"] {
        let reason = "If a request is refused no matter who asks, don't ask for credentials";
        assert!(shown(page, None).contains(reason), "{page}");
    }
}

#[test]
fn an_unfinished_round_beside_the_course_does_not_hide_how_far_the_course_has_come() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut study = open(folder.path());
    while study.stage() != Some(Stage::Lesson) {
        one_step(&mut study);
    }
    study.start_default(None);
    one_step(&mut study);
    drop(study);
    let study = open(folder.path());
    assert!(study.course().is_none(), "the round is open");
    assert_eq!(study.stage(), Some(Stage::Lesson));
}

#[test]
fn the_report_beyond_the_basics_counts_the_questions_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut study = open(folder.path());
    study.open_course();
    while study.stage() != Some(Stage::Beyond) || study.round().phase() != Phase::Finished {
        one_step(&mut study);
    }
    let report = study.document(false).expect("a report");
    let shown = airside::render::plain::render(&report, 200).join("\n");
    assert!(shown.matches(" of ").count() == 1 && !shown.contains("You said"), "{shown}");
}

#[test]
fn a_check_up_that_is_due_comes_first_whatever_else_is_begun() {
    NOW.set(1_000_000);
    let folder = tempfile::tempdir().expect("a folder");
    let open = || {
        let (library, state_folder) = (Library::open(None, &[]), Some(folder.path().to_owned()));
        let clock = || NOW.get();
        Study::open(Opening { library, state_folder, begin: Begin::Course, clock })
    };
    let mut study = open();
    while study.stage() != Some(Stage::Beyond) || study.round().answers().count() < 2 {
        one_step(&mut study);
    }
    let left: Vec<ItemId> = study.round().items()[2..].iter().map(|item| item.id.clone()).collect();
    study.start_default(None);
    one_step(&mut study);
    let named = |study: Study| {
        let mut shell = airside::tui::course(study, Options::default(), FirstScreen::Home);
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).expect("memory");
        shell.resize(Size::new(80, 24));
        terminal.draw(|frame| shell.draw(frame)).expect("drawn");
        terminal.backend().to_string()
    };
    NOW.set(1_000_000 + DAY);
    // The running program and a restarted program must show the same entries.
    assert_eq!(study.next_stage(), Some(Stage::CheckUp));
    let running = named(study);
    let restarted = named(open());
    for told in [&running, &restarted] {
        assert!(told.contains("▸ Check-up") && told.contains("due now"), "{told}");
        assert!(told.contains("Continue: Check-up.") && told.contains("Mixed round"), "{told}");
        assert!(!told.contains("Picking up"), "{told}");
    }
    let mut study = open();
    study.open_course();
    while study.stage() != Some(Stage::Beyond) {
        one_step(&mut study);
    }
    // The check-up must not replace the round that was begun earlier.
    assert!(study.round().items().iter().map(|item| item.id.clone()).eq(left));
}

#[test]
fn a_round_without_an_answer_is_not_listed_and_a_restart_lists_the_same_rounds() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut study = open(folder.path());
    let listed = |study: &Study| {
        let open = study.open_rounds().into_iter();
        let of = |round: &Round| (format!("{:?}", round.items()[0].id), round.answers().count());
        open.map(of).collect::<BTreeSet<_>>()
    };
    study.start_items(&fact_check());
    one_step(&mut study);
    let kind = |kind| Some(Category::Kind(kind));
    for category in [kind(Kind::Expired), None] {
        study.start_default(category);
        one_step(&mut study);
    }
    let begun = listed(&study);
    assert_eq!(begun.len(), 3);
    // A round without an answer doesn't count as begun, and neither does a single case.
    for category in [kind(Kind::Missing), kind(Kind::Edge), kind(Kind::Closed)] {
        study.start_default(category);
    }
    study.start_items(&[ItemId::Case("not-owner-essay-mark-http".to_owned())]);
    one_step(&mut study);
    assert_eq!(listed(&study), begun);
    drop(study);
    let mut study = open(folder.path());
    assert_eq!(listed(&study), begun);
    // Practising the same kind of case again continues the earlier round. Starting a fourth round doesn't lose any
    // answers.
    study.start_default(kind(Kind::Expired));
    assert_eq!(study.round().answers().count(), 1);
    study.start_default(kind(Kind::Edge));
    one_step(&mut study);
    study.start_items(&fact_check());
    assert_eq!(study.round().answers().count(), 1);
}

#[test]
fn a_fact_check_ends_with_how_the_claims_of_the_article_hold_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut study = open(folder.path());
    study.start_items(&fact_check());
    while study.round().phase() != Phase::Finished {
        one_step(&mut study);
    }
    let shown = airside::render::plain::render(&study.round_summary(), 400).join("\n");
    for part in ["The article's claims", "accurate", "inverted", "Under RFC 9110 section 11.4"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let mut shell = airside::tui::course(study, Options::default(), FirstScreen::Question);
    shell.resize(Size::new(80, 60));
    let mut terminal = Terminal::new(TestBackend::new(80, 60)).expect("memory");
    terminal.draw(|frame| shell.draw(frame)).expect("memory");
    let cells = terminal.backend().to_string();
    assert!(cells.contains("inverted") && !cells.contains("Left unanswered"), "{cells}");
}

#[test]
fn a_case_that_no_check_of_the_airport_decides_has_no_strip() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut study = open(folder.path());
    let mut has_strip = |id: &str| {
        study.start_items(&[ItemId::Case(id.to_owned())]);
        one_step(&mut study);
        let shown = study.document(false).expect("feedback");
        shown.blocks.iter().any(|block| matches!(block, airside::document::Block::Strip(_)))
    };
    assert!(has_strip("not-owner-essay-mark-http"));
    assert!(!has_strip("edge-no-such-gate-http"));
}

#[test]
fn leaving_a_test_says_how_many_questions_are_answered_and_nothing_about_right_or_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut study = open(folder.path());
    while study.round().records().iter().flatten().count() < 3 {
        one_step(&mut study);
    }
    assert_eq!(study.stage(), Some(Stage::PreTest));
    assert_eq!(study.leaving_sentence(), "Answered: 3 of 10. Every answer is saved.");
    assert_eq!(study.stage_position().as_deref(), Some("question 4 of 10"));
}

#[test]
fn an_answer_that_was_taken_back_leaves_no_trace_in_what_the_course_believes() {
    let mut slipped = course(9);
    let mut straight = course(9);
    for course in [&mut slipped, &mut straight] {
        course.skip_to(Stage::PreTest);
    }
    while slipped.stage() == Stage::PreTest && slipped.round().phase() != Phase::Finished {
        let is_last = slipped.round().position() == 9;
        let item = slipped.round().item().cloned().expect("a question");
        if !is_last {
            for input in [Input::Choose(wrong(&item)), Input::Commit(Confidence::Certain), Input::Undo] {
                slipped.step(input, 0).expect("open");
            }
        }
        for course in [&mut slipped, &mut straight] {
            for input in [Input::Choose(right(&item)), Input::Commit(Confidence::Fairly)] {
                course.step(input, 0).expect("open");
            }
        }
        assert_eq!(slipped.belief(), straight.belief());
        assert_eq!(slipped.round().records(), straight.round().records());
    }
    assert_eq!(slipped.tests().0, straight.tests().0);
}

#[test]
fn the_first_answer_of_a_pair_can_be_taken_back_and_the_second_cannot() {
    let mut course = course(11);
    course.skip_to(Stage::Pairs);
    let answer = |course: &mut Course| {
        for input in [Input::Choose(Answer::Forbidden), Input::Commit(Confidence::Guess)] {
            course.step(input, 0).expect("open");
        }
    };
    answer(&mut course);
    course.step(Input::Undo, 0).expect("nothing was shown");
    assert!(course.round().records()[0].is_none() && course.round().position() == 0);
    answer(&mut course);
    answer(&mut course);
    assert!(course.step(Input::Undo, 0).is_err(), "both rulings are shown");
}

#[test]
fn mastery_in_a_later_session_has_its_wrap_up_and_moves_no_check_up() {
    let mut course = course(4);
    walk(&mut course, |stage, item| {
        let is_open = stage == Stage::Practice && item.kind() == Some(Kind::Policy);
        (if is_open { wrong(item) } else { newcomer(stage, item).0 }, Confidence::Fairly)
    });
    let due_at = course.due_at();
    assert!(!course.is_mastered() && due_at.is_some());
    assert_eq!(course.reopen(0).map(|(stage, _)| stage), Some(Stage::Practice));
    let again = walk(&mut course, newcomer);
    assert!(course.is_mastered() && again.stages.contains(&Stage::WrapUp), "{:?}", again.stages);
    assert_eq!(course.due_at(), due_at);
}

#[test]
fn practice_says_once_that_mastery_is_out_of_reach_and_never_counts_beyond_its_last_question() {
    let mut course = course(6);
    course.skip_to(Stage::Practice);
    let (mut changes, mut asked) = (Vec::new(), 0);
    while course.round().phase() != Phase::Finished {
        walk_one(&mut course, 0, |_, item| if asked % 7 == 0 { wrong(item) } else { right(item) });
        asked = course.round().records().iter().flatten().count();
        if matches!(course.change(), Some(Change::OutOfReach(_))) && changes.last() != Some(&asked) {
            changes.push(asked);
            assert_eq!(course.to_go(), Some(LONGEST_PRACTICE - asked));
        }
    }
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(asked, LONGEST_PRACTICE);
}

#[test]
fn a_reader_who_answers_both_scenes_of_the_article_by_its_rule_sees_its_page_whatever_the_pre_test_was() {
    for seed in 0..10 {
        let mut course = course(seed);
        let walked = walk(&mut course, |stage, item| {
            let is_scene = stage == Stage::Lesson && matches!(item.kind(), Some(Kind::Invalid | Kind::NoPermission));
            let answer = match item.id {
                ItemId::Survey(airside::round::Survey::Article) => Answer::First,
                _ if is_scene || stage == Stage::PreTest && item.telling == Telling::Http => wrong(item),
                _ => right(item),
            };
            (answer, Confidence::Fairly)
        });
        assert!(walked.has_page("article"), "seed {seed}");
        assert_eq!(course.misconception(), Some(WrongRule::Inverted), "seed {seed}");
        assert!(text(&page("wrap-up", Some(&course))).contains("What has changed"), "seed {seed}");
    }
}

#[test]
fn a_second_round_of_edge_cases_begins_with_cases_that_were_not_answered_yet() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut study = open(folder.path());
    let edge = Some(Category::Kind(Kind::Edge));
    let mut rounds = Vec::new();
    for _ in 0..2 {
        study.start_default(edge);
        rounds.push(study.round().items().iter().map(|item| item.id.clone()).collect::<BTreeSet<_>>());
        while study.round().phase() != Phase::Finished {
            one_step(&mut study);
        }
    }
    assert!(rounds[0].len() > 8 && rounds[0].is_disjoint(&rounds[1]), "{rounds:?}");
}
