//! Tests peer instruction: the slides, the teacher's notes, and the file that they share.

use std::fs;
use std::path::Path;

use airside::class::vote::event::{Asked, Case};
use airside::class::vote::plan::session;
use airside::class::vote::slide::{large_figures, slide};
use airside::class::vote::state::{Advice, Hands, Vote, VoteInput, VotePhase, VoteState};
use airside::class::vote::{VoteOptions, VoteSession, VoteWatch};
use airside::document::Block;
use airside::keys::{BINDINGS, Context};
use airside::plain;
use airside::round::spec::RoundSpec;
use airside::ruling::Certainty;
use airside::scenario::Pool;
use airside::scenario::library::Library;
use airside::tui::{Msg, Options, Shell, notes, slides};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;

use crate::cli::{err, out, run_in};
use crate::common::{at_sizes, built_in};

fn library() -> Library {
    built_in(|_| true)
}

fn wanted() -> RoundSpec {
    RoundSpec { seed: 3, ..RoundSpec::default() }
}

fn hands(unauthorized: u32, forbidden: u32) -> VoteInput {
    VoteInput::Hands(Hands { unauthorized, forbidden, unknown: 0 })
}

/// Returns a show of hands in which `share` of 100 students are right.
fn right(session: &VoteState, share: u32) -> VoteInput {
    let answer = session.case().expect("a case").answer;
    if answer == 401 { hands(share, 100 - share) } else { hands(100 - share, share) }
}

fn act(session: &mut VoteState, input: VoteInput) {
    let event = session.input(input).expect("fits");
    assert!(session.apply(&event));
}

#[test]
fn the_share_of_the_first_vote_decides_what_follows() {
    let library = library();
    for (share, advice) in [
        (0, Advice::Explain),
        (34, Advice::Explain),
        (35, Advice::Discuss),
        (70, Advice::Discuss),
        (71, Advice::Tell),
        (100, Advice::Tell),
    ] {
        let mut session = VoteState::new(session(&library, &wanted()));
        act(&mut session, VoteInput::Next);
        let vote = right(&session, share);
        act(&mut session, vote);
        assert_eq!(session.phase, VotePhase::Talking(advice), "{share}");
        act(&mut session, VoteInput::Next);
        if advice == Advice::Tell {
            assert_eq!(session.phase, VotePhase::Ruling);
            act(&mut session, VoteInput::Next);
            assert_eq!((session.question, session.is_follow_up), (1, false), "nothing to gain from a second vote");
            continue;
        }
        assert_eq!(session.phase, VotePhase::Voting(Vote::Second));
        let vote = right(&session, 80);
        act(&mut session, vote);
        assert_eq!(session.phase, VotePhase::Ruling);
        let before = f64::from(share) / 100.0;
        let gain = session.gain(0, Vote::Second).expect("two votes");
        assert!((gain - (0.8 - before) / (1.0 - before)).abs() < 1e-9);
        let first = session.case().expect("a case").item.clone();
        act(&mut session, VoteInput::Next);
        assert!(session.is_follow_up && session.phase == VotePhase::Reading);
        let after = library.scenario(&session.case().expect("a case").item).expect("there");
        let first = library.scenario(&first).expect("there");
        let twins = first.twin.as_deref() == Some(after.id.as_str());
        assert!(twins || after.kind == first.kind && after.situation != first.situation);
    }
}

#[test]
fn no_question_of_a_session_repeats() {
    let library = library();
    for seed in 0..40 {
        for form in [None, Some(Pool::FormA), Some(Pool::FormB)] {
            let plan =
                session(&library, &RoundSpec { seed, pools: form.into_iter().collect(), ..RoundSpec::default() });
            assert_eq!(plan.questions.len(), if form.is_some() { 10 } else { 8 });
            let mut met: Vec<&str> = Vec::new();
            for asked in &plan.questions {
                for case in [Some(&asked.first), asked.after.as_ref()].into_iter().flatten() {
                    assert!(!met.contains(&case.item.as_str()), "{} comes twice", case.item);
                    let answer = library.scenario(&case.item).expect("there").answer;
                    assert_eq!(answer.name(), case.answer.to_string());
                    met.push(&case.item);
                }
            }
        }
    }
}

fn input() -> impl Strategy<Value = VoteInput> {
    prop_oneof![
        6 => Just(VoteInput::Next),
        6 => (0..40_u32, 0..40_u32).prop_map(|(unauthorized, forbidden)| hands(unauthorized, forbidden)),
        1 => Just(VoteInput::Undo),
        1 => Just(VoteInput::Skip),
        1 => prop::sample::select(vec![VoteInput::End, hands(u32::MAX, 0), hands(0, 10_000)]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn slides_reveal_nothing_early_and_events_rebuild_the_state(inputs in prop::collection::vec(input(), 0..120)) {
        let library = library();
        let plan = session(&library, &wanted());
        let mut now = VoteState::new(plan.clone());
        let mut events = vec![airside::class::vote::state::VoteEvent::Began(plan)];
        for input in inputs {
            let before = now.clone();
            if let Ok(event) = now.input(input) {
                prop_assert!(now.apply(&event), "{:?}", event);
                events.push(event);
            } else {
                prop_assert_eq!(&now, &before);
            }
            let shown = slide(&now, &library, true);
            if !matches!(now.phase, VotePhase::Ruling | VotePhase::Over) {
                let scenario = library.scenario(&now.case().expect("a case").item).expect("there");
                let said = format!("{shown:?}");
                prop_assert!(large_figures(&now).len() != 1);
                prop_assert!(!shown.blocks.iter().any(|block| matches!(block, Block::Bar(_))));
                for secret in [&scenario.explanation.why, &scenario.explanation.why_not, &scenario.evidence.text] {
                    prop_assert!(!said.contains(secret.as_str()), "{}", secret);
                }
            }
        }
        prop_assert_eq!(VoteState::from_events(events), (vec![now], 0));
    }
}

fn lesson(folder: &Path) -> VoteSession {
    let given = VoteOptions { wanted: wanted(), ..VoteOptions::default() };
    VoteSession::open(built_in(|scenario| scenario.pool == Pool::Practice), &folder.join("votes.jsonl"), &given, false)
        .expect("opens")
}

#[test]
fn a_vote_file_cut_at_any_byte_resumes_with_its_whole_lines() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("votes.jsonl");
    let mut first = lesson(folder.path());
    for input in
        [VoteInput::Next, hands(12, 9), VoteInput::Next, hands(15, 6), VoteInput::Next, VoteInput::Next, hands(20, 1)]
    {
        first.act(input).expect("fits");
    }
    drop(first);
    let whole = fs::read(&path).expect("written");
    let begun = whole.iter().position(|byte| *byte == b'\n').expect("lines") + 1;
    for length in begun..=whole.len() {
        fs::write(&path, &whole[..length]).expect("writable");
        let ends = |byte: &u8| *byte == b'\n';
        let mut again = lesson(folder.path());
        assert!(again.resumed, "cut at {length}");
        let phase = again.session.phase;
        again.act(if matches!(phase, VotePhase::Voting(_)) { hands(3, 4) } else { VoteInput::Next }).expect("fits");
        let stands = again.session.clone();
        drop(again);
        assert_eq!(lesson(folder.path()).session, stands, "cut at {length}");
        // A line counts even if its newline is missing.
        let lines = fs::read(&path).expect("there").iter().filter(|byte| ends(byte)).count();
        assert!(lines > whole[..length].iter().filter(|byte| ends(byte)).count());
    }
}

/// The lines that a teacher types during a session, up to the results. The class discusses one of the two questions.
const LESSON: &str = "\nhello\n12 9\n\n15:6\n\n\n19,2\n\n\n1 20\nback\n20 1\n\n\nend\n";

#[test]
fn a_session_in_plain_mode_matches_its_snapshot() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("our votes.jsonl");
    let name = file.to_str().expect("text");
    let shown = run_in(home.path(), &["class", "present", "--session", name, "--seed", "3"], LESSON);
    assert_eq!((shown.status.code(), err(&shown).as_str()), (Some(0), ""));
    insta::assert_snapshot!("votes__lines", out(&shown));
    let notes = run_in(home.path(), &["class", "notes", "--session", name], "");
    insta::assert_snapshot!("votes__results", out(&notes));
}

#[test]
fn votes_that_cannot_be_shown_are_rejected_and_no_file_is_replaced() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("notes of mine.txt");
    let name = file.to_str().expect("text");
    let waits = run_in(home.path(), &["class", "notes", "--session", name], "");
    assert!(err(&waits).contains("no session yet") && err(&waits).contains("hint: airside class present"));
    assert!(!file.exists(), "looking makes no file");

    fs::write(&file, "do not lose this").expect("writable");
    let foreign = run_in(home.path(), &["class", "present", "--session", name], "");
    assert_eq!(foreign.status.code(), Some(1));
    assert!(err(&foreign).contains("isn't a vote session") && err(&foreign).contains("hint: "), "{}", err(&foreign));
    assert_eq!(fs::read_to_string(&file).expect("there"), "do not lose this");

    let held = lesson(home.path());
    let name = held.path().to_str().expect("text").to_owned();
    let second = run_in(home.path(), &["class", "present", "--session", &name], "");
    assert!(err(&second).contains("another instance of airside"), "{}", err(&second));
    drop(held);
    let other = run_in(home.path(), &["class", "present", "--session", &name, "--form", "B"], "");
    assert!(err(&other).contains("different questions") && err(&other).contains("--new"), "{}", err(&other));
    let fresh = run_in(home.path(), &["class", "present", "--session", &name, "--form", "B", "--new"], "");
    assert_eq!(fresh.status.code(), Some(0), "{}", err(&fresh));
}

fn text<W: 'static>(program: &mut Shell<W>, columns: u16, rows: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).expect("memory");
    program.resize(Size::new(columns, rows));
    terminal.draw(|frame| program.draw(frame)).expect("memory");
    let buffer = terminal.backend().buffer();
    let cells: Vec<&str> = buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect();
    let rows = cells.chunks(usize::from(columns).max(1)).map(|row| row.concat().trim_end().to_owned());
    rows.collect::<Vec<_>>().join("\n")
}

fn press(board: &mut Shell<VoteSession>, keys: &str) {
    for key in keys.chars() {
        let code = if key == '\n' { KeyCode::Enter } else { KeyCode::Char(key) };
        board.handle(Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }
}

/// The keys that lead from each screen to the next, with the names of the screens.
const BOARDS: [(&str, &str); 7] = [
    ("", "reading"),
    ("\n", "voting"),
    ("12\n9\n", "talking"),
    ("\n", "voting-again"),
    ("15\n6\n", "ruling"),
    ("\n", "new-case"),
    ("e\n", "results"),
];

#[test]
fn slides_and_notes_match_their_snapshots() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut board = slides(lesson(folder.path()), Options::default());
    let watch = VoteWatch::new(library(), folder.path().join("votes.jsonl"));
    let mut noted = notes(watch, Options::default());
    for (keys, name) in BOARDS {
        press(&mut board, keys);
        insta::assert_snapshot!(format!("votes__board-{name}"), text(&mut board, 80, 24));
        noted.tick();
        insta::assert_snapshot!(format!("votes__notes-{name}"), text(&mut noted, 80, 24));
    }
}

#[test]
fn slides_and_notes_draw_at_any_size() {
    let folder = tempfile::tempdir().expect("a folder");
    let ascii = Options { ascii: true, ..Options::default() };
    let mut board = slides(lesson(folder.path()), ascii.clone());
    let watch = VoteWatch::new(library(), folder.path().join("votes.jsonl"));
    let mut noted = notes(watch, ascii);
    for (keys, name) in BOARDS {
        press(&mut board, keys);
        noted.tick();
        at_sizes(name, |columns, rows| {
            for shown in [text(&mut board, columns, rows), text(&mut noted, columns, rows)] {
                assert!(shown.is_ascii(), "{shown}");
            }
        });
    }
}

#[test]
fn a_first_count_is_hidden_while_it_is_typed_and_a_second_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut board = slides(lesson(folder.path()), Options::default());
    press(&mut board, "\n67\n");
    assert!(!text(&mut board, 80, 24).contains("67"), "the count would be a hint");
    press(&mut board, "64\n\n58\n");
    assert!(text(&mut board, 80, 24).contains("58"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_warning_that_a_count_is_not_saved_stays_until_a_step_is_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut board = slides(lesson(folder.path()), Options::default());
    press(&mut board, "\n12\n");
    let path = board.world.path().to_owned();
    let kept = folder.path().join("kept");
    fs::rename(&path, &kept).expect("moved");
    fs::create_dir(&path).expect("made");
    for key in ["9\n", "x", "?", "q"] {
        press(&mut board, key);
        let shown = text(&mut board, 80, 24);
        assert!(shown.contains("This step couldn't be saved"), "{key}:\n{shown}");
    }
    assert!(board.world.unsaved().is_some());
    fs::remove_dir(&path).expect("empty");
    fs::rename(&kept, &path).expect("moved back");
    press(&mut board, "\n");
    assert!(!text(&mut board, 80, 24).contains("couldn't be saved"));
    assert!(board.world.unsaved().is_none());
}

#[test]
fn a_field_for_a_count_is_never_split_at_the_end_of_a_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut board = slides(lesson(folder.path()), Options::default());
    press(&mut board, "\n6");
    for columns in 40..90 {
        let shown = text(&mut board, columns, 15);
        for label in [" 401", " 403", " don't know"] {
            let field = shown
                .lines()
                .filter(|line| line.contains(label) && !line.contains("Hands up") && !line.contains("enter"));
            assert_eq!(field.count(), 1, "{columns}, {label}: {shown}");
        }
    }
}

#[test]
fn the_help_of_the_slides_names_every_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut board = slides(lesson(folder.path()), Options::default());
    press(&mut board, "?");
    let shown = text(&mut board, 120, 60);
    for binding in BINDINGS.iter().filter(|binding| binding.contexts.contains(&Context::Slide)) {
        assert!(
            binding.keys.is_empty() || shown.contains(&binding.label_in(Context::Slide).replace('`', "")),
            "{} in {shown}",
            binding.label_in(Context::Slide)
        );
    }
}

#[test]
fn an_empty_field_is_not_a_count() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut board = slides(lesson(folder.path()), Options::default());
    press(&mut board, "\n\n");
    assert!(text(&mut board, 80, 24).contains("Type the number of votes for 401. If there are none, type 0."));
    press(&mut board, "7\n\n");
    assert!(text(&mut board, 80, 24).contains("Type the number of votes for 403. If there are none, type 0."));
    press(&mut board, "0\n");
    let file = fs::read_to_string(folder.path().join("votes.jsonl")).expect("written");
    assert!(file.contains("{\"401\":7,\"403\":0}"), "{file}");
}

#[test]
fn a_total_that_does_not_fit_the_one_before_is_asked_about_before_the_answer_is_shown() {
    for (first, second, is_asked) in [("16 14", "3 3", true), ("16 14", "10 8", true), ("16 14", "14 14", false)] {
        let doubt = format!(
            "The votes add up to {}, but the previous vote added up to 30.",
            if second == "3 3" { 6 } else { 18 }
        );
        let folder = tempfile::tempdir().expect("a folder");
        let mut board = slides(lesson(folder.path()), Options::default());
        let vote = |board: &mut Shell<VoteSession>, count: &str| {
            for keys in ["\n", &format!("{}\n", count.replace(' ', "\n"))] {
                text(board, 80, 24);
                press(board, keys);
            }
        };
        vote(&mut board, first);
        assert!(matches!(board.world.session.phase, VotePhase::Talking(_)), "there is nothing to compare with");
        vote(&mut board, second);
        let shown = text(&mut board, 80, 24).split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(
            (shown.contains(&doubt), board.world.session.phase != VotePhase::Ruling),
            (is_asked, is_asked),
            "{shown}"
        );
        press(&mut board, if is_asked { "\n" } else { "" });
        assert_eq!(board.world.session.phase, VotePhase::Ruling);

        let other_folder = tempfile::tempdir().expect("a folder");
        let mut session = lesson(other_folder.path());
        let said = |session: &mut VoteSession, lines: &str| {
            let mut said = Vec::new();
            plain::run(plain::VoteProgram::new(session), lines.as_bytes(), &mut said, || 200).expect("runs");
            String::from_utf8(said).expect("text")
        };
        let text = said(&mut session, &format!("\n{first}\n\n{second}\n"));
        assert_eq!((text.contains(&doubt), session.session.phase != VotePhase::Ruling), (is_asked, is_asked), "{text}");
        if is_asked {
            let again = said(&mut session, &format!("{second}\n13 14\n"));
            assert!(again.contains(&doubt) && session.session.phase == VotePhase::Ruling, "{again}");
        }
    }
}

#[test]
fn a_vote_that_became_worse_lost_a_share_of_the_correct_votes() {
    use airside::class::vote::event::gain;
    let near = |gain: Option<f64>, expected: f64| gain.is_some_and(|gain| (gain - expected).abs() < 1e-9);
    assert!(near(gain(0.5, 0.75), 0.5) && near(gain(0.8, 0.2), -0.75) && near(gain(1.0, 0.9), -0.1));
    assert_eq!(gain(1.0, 1.0), None);
}

#[test]
fn a_count_that_is_not_understood_gets_a_short_reply() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = lesson(folder.path());
    let mut said = Vec::new();
    plain::run(plain::VoteProgram::new(&mut session), &b"\nfive six\n"[..], &mut said, || 200).expect("runs");
    let said = String::from_utf8(said).expect("text");
    assert!(said.contains("Count the votes and type two numbers") && !said.contains("commands"), "{said}");
}

#[test]
fn students_who_do_not_know_are_counted_as_not_right() {
    let library = library();
    let mut session = VoteState::new(session(&library, &wanted()));
    act(&mut session, VoteInput::Next);
    act(&mut session, VoteInput::Hands(Hands { unauthorized: 10, forbidden: 10, unknown: 20 }));
    assert_eq!(session.share(0, Vote::First), Some(0.25));
    assert_eq!(session.phase, VotePhase::Talking(Advice::Explain));
    let notes = format!("{:?}", airside::class::vote::notes::notes(&session, &library));
    assert!(notes.contains("don't know: 20"), "{notes}");
}

#[test]
fn notes_speak_of_changed_minds_only_after_two_votes_on_one_case() {
    let library = library();
    let mut session = VoteState::new(session(&library, &wanted()));
    let changed = |session: &VoteState| {
        format!("{:?}", airside::class::vote::notes::notes(session, &library)).contains("changed their vote")
    };
    act(&mut session, VoteInput::Next);
    let most = right(&session, 90);
    act(&mut session, most);
    act(&mut session, VoteInput::Next);
    assert!(session.phase == VotePhase::Ruling && !changed(&session));
    act(&mut session, VoteInput::Next);
    act(&mut session, VoteInput::Next);
    for _ in 0..2 {
        let half = right(&session, 50);
        act(&mut session, half);
        if session.phase != VotePhase::Ruling {
            act(&mut session, VoteInput::Next);
        }
    }
    assert!(session.phase == VotePhase::Ruling && changed(&session));
    act(&mut session, VoteInput::Next);
    act(&mut session, VoteInput::Next);
    let after = right(&session, 80);
    act(&mut session, after);
    assert!(session.is_follow_up && session.phase == VotePhase::Ruling && !changed(&session));
}

#[test]
fn a_case_that_the_specification_does_not_decide_carries_its_note() {
    let library = library();
    for scenario in library.scenarios().filter(|one| one.kind.verdict().is_some()) {
        let answer = if scenario.answer.name() == "401" { 401 } else { 403 };
        let case = Case { item: scenario.id.clone(), answer, both: false };
        let mut plan = session(&library, &wanted());
        plan.questions = vec![Asked { first: case, after: None }];
        let mut session = VoteState::new(plan);
        act(&mut session, VoteInput::Next);
        let most = right(&session, 90);
        act(&mut session, most);
        act(&mut session, VoteInput::Next);
        let shown = format!("{:?}", slide(&session, &library, true));
        let certainty = scenario.ruling().certainty;
        let is_by_convention =
            ["Convention decides this", "No specification requires"].iter().any(|note| shown.contains(note));
        assert_eq!(is_by_convention, certainty == Certainty::Convention, "{}", scenario.id);
        assert_eq!(shown.contains("This is debatable"), certainty == Certainty::Debatable, "{}", scenario.id);
    }
}

#[test]
fn no_vote_is_wrong_if_both_codes_are_right_and_the_class_discusses_reasons() {
    let home = tempfile::tempdir().expect("a folder");
    let mut ids = Vec::new();
    let mut packs = Vec::new();
    for permission in ["suspended", "locked", "password-change"] {
        let facts = airside::ruling::Facts::default().with("permission", permission).expect("a fact");
        let id = format!("x-{permission}");
        let pack = airside::scenario::skeleton::skeleton(&facts);
        let pack = pack.replace("my-first-case", &id).replace("my-pack", &format!("pack-{permission}"));
        packs.push(home.path().join(format!("{permission}.json")));
        fs::write(packs.last().expect("a path"), pack).expect("written");
        ids.push(id);
    }
    let library = Library::open(None, &packs);
    let plan = session(&library, &RoundSpec { ids: ids.clone(), ..RoundSpec::default() });
    assert_eq!(plan.questions.len(), ids.len());
    for question in &plan.questions {
        let mut plan = plan.clone();
        plan.questions = vec![question.clone()];
        let mut session = VoteState::new(plan);
        let printed = |document| airside::render::plain::render(&document, 200).join("\n");
        let words = |session: &VoteState| {
            let notes = printed(airside::class::vote::notes::notes(session, &library));
            format!("{}\n{notes}", printed(slide(session, &library, true)))
        };
        act(&mut session, VoteInput::Next);
        assert!(!format!("{:?}", slide(&session, &library, true)).contains("Both"), "given away");
        act(&mut session, hands(19, 1));
        assert_eq!((session.phase, session.share(0, Vote::First)), (VotePhase::Talking(Advice::Discuss), None));
        assert!(words(&session).contains("compare their reasons"));
        act(&mut session, VoteInput::Next);
        act(&mut session, hands(12, 8));
        assert_eq!(large_figures(&session).iter().map(ToString::to_string).collect::<Vec<_>>(), ["401", "403"]);
        let said = words(&session);
        assert!(said.contains("Both codes are right") && !said.contains("gain") && !said.contains('%'), "{said}");
        let record =
            printed(airside::class::vote::record::record(std::slice::from_ref(&session), &library).expect("a session"));
        assert!(record.contains("401 and 403") && record.contains("12"), "{record}");
        act(&mut session, VoteInput::Next);
        assert_eq!(session.phase, VotePhase::Over);
        let results = words(&session);
        assert!(results.contains("401: 12, 403: 8; both codes are right."), "{results}");
    }
}

#[test]
fn a_case_whose_answer_is_not_a_code_is_named_and_not_voted_on() {
    let home = tempfile::tempdir().expect("a folder");
    let votes = home.path().join("votes.jsonl").display().to_string();
    let ids = "edge-no-such-gate-http,no-permission-fire-station-airport";
    let said = run_in(home.path(), &["class", "present", "--ids", ids, "--session", &votes], "quit\n");
    assert!(
        err(&said).contains("edge-no-such-gate-http was skipped: its answer is neither 401 nor 403"),
        "{}",
        err(&said)
    );
    assert!(out(&said).contains("1 of 1: The airfield fire station"), "{}", out(&said));
    let none = run_in(home.path(), &["class", "present", "--new", "--from", "nothing", "--session", &votes], "");
    assert!(err(&none).contains("nothing can't be read: "), "{}", err(&none));
}

#[test]
fn a_session_is_printed_with_its_questions_and_counts() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("votes.jsonl");
    let name = file.to_str().expect("text");
    run_in(home.path(), &["class", "present", "--session", name, "--seed", "3"], "\n12 9 4\n\n15 6 4\nquit\n");
    for format in ["--html", "--markdown"] {
        let printed = out(&run_in(home.path(), &["class", "session", "--session", name, format], ""));
        for needed in ["First vote", "Second vote", "Don't know", "Questions that were voted on: 1 of 8."] {
            assert!(printed.contains(needed), "{format}: {needed} in {printed}");
        }
    }
    let none = run_in(home.path(), &["class", "session", "--session", "none.jsonl"], "");
    assert!(err(&none).contains("no session yet"), "{}", err(&none));
    let other = home.path().join("other.jsonl").display().to_string();
    fs::write(&other, "{\"seat\":\"01\"}\n").expect("written");
    let other = run_in(home.path(), &["class", "session", "--session", &other], "");
    assert!(err(&other).contains("other.jsonl isn't a vote session"), "{}", err(&other));
}

#[test]
fn a_selection_without_a_case_to_vote_on_and_a_choice_based_on_few_answers_are_reported() {
    let home = tempfile::tempdir().expect("a folder");
    let [votes, report] = ["votes.jsonl", "report.json"].map(|name| home.path().join(name).display().to_string());
    let line = ["class", "present", "--new", "--session", &votes];
    let none = run_in(home.path(), &[&line[..], &["--ids", "edge-no-such-gate-http", "--count", "2"]].concat(), "");
    assert!(err(&none).contains("none of the selected scenarios asks for 401 or 403"), "{}", err(&none));
    let ids = ["no-permission-fire-station-airport", "expired-image-push-http", "no-permission-git-release-http"];
    for (answers, is_reported) in [([2, 21, 2], false), ([2, 4, 2], true)] {
        let item =
            |(id, answers): (&&str, i32)| format!("{{\"item\":\"{id}\",\"facility\":0.5,\"answers\":{answers}}}");
        let items: Vec<String> = ids.iter().zip(answers).map(item).collect();
        fs::write(&report, format!("{{\"items\":[{}]}}", items.join(","))).expect("written");
        let said = run_in(home.path(), &[&line[..], &["--from", &report]].concat(), "quit\n");
        let remark = "Each of these questions was answered by only a few students, so other questions may be harder.";
        assert_eq!(err(&said).contains(remark), is_reported, "{}", err(&said));
        let file = fs::read_to_string(&votes).expect("written");
        let plan = file.lines().rfind(|line| line.contains("began")).expect("a plan");
        assert_eq!(plan.contains("\"first\":{\"item\":\"no-permission-fire-station-airport\""), is_reported, "{plan}");
    }
}

#[test]
fn a_report_with_an_unknown_question_is_refused_by_its_id() {
    let home = tempfile::tempdir().expect("a folder");
    let report = home.path().join("bad.json").display().to_string();
    fs::write(&report, "{\"items\":[{\"item\":\"no-such-case\",\"facility\":0.5,\"answers\":9}]}").expect("written");
    let said = err(&run_in(home.path(), &["class", "present", "--session", "v.jsonl", "--from", &report], ""));
    assert!(said.contains("unknown scenario `no-such-case`"), "{said}");
}

#[test]
fn the_help_of_the_notes_names_only_keys_that_do_something() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(lesson(folder.path()));
    let mut page = notes(VoteWatch::new(library(), folder.path().join("votes.jsonl")), Options::default());
    page.handle(Msg::Key(KeyEvent::new(KeyCode::Char('?'), KeyModifiers::NONE)));
    let shown = text(&mut page, 120, 60);
    for missing in ["previous question", "practise", "continue", "home screen", "On other screens"] {
        assert!(!shown.contains(missing), "{missing} in {shown}");
    }
    assert!(shown.contains("scroll down by a page") && shown.contains("leave"), "{shown}");
}

#[test]
fn a_lesson_after_an_exam_asks_what_was_answered_wrongly_most_often() {
    let home = tempfile::tempdir().expect("a folder");
    let results = home.path().join("results");
    fs::create_dir(&results).expect("a folder");
    for seat in ["01", "02", "03"] {
        let file = results.join(format!("{seat}.jsonl")).display().to_string();
        let answers = "401\nf\n".repeat(10) + "hand in\nhand in\n";
        run_in(home.path(), &["exam", "--plain", "--form", "A", "--seat", seat, "--out", &file], &answers);
    }
    let results = results.display().to_string();
    let json = home.path().join("report.json").display().to_string();
    run_in(home.path(), &["class", "report", &results, "--json", "--out", &json], "");
    let library = Library::open(None, &[]);
    for from in [results, json] {
        let votes = home.path().join("next.jsonl").display().to_string();
        let shown = run_in(home.path(), &["class", "present", "--new", "--from", &from, "--session", &votes], "quit\n");
        assert_eq!(shown.status.code(), Some(0), "{}", err(&shown));
        let file = fs::read_to_string(&votes).expect("written");
        let plan = file.lines().rfind(|line| line.contains("began")).expect("a plan").to_owned();
        let first: Vec<&str> =
            plan.split("\"first\":{\"item\":\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(first.len(), 5, "{plan}");
        // All students answered 401, so the right answer to each of the five hardest questions is 403.
        assert!(first.iter().all(|id| library.scenario(id).is_some_and(|one| one.answer.name() == "403")), "{first:?}");
    }
}

#[test]
fn space_goes_to_each_of_the_three_numbers_and_enter_counts() {
    for (keys, count) in [
        ("\n12 9 40\n", "{\"401\":12,\"403\":9,\"unknown\":40}"),
        ("\n12\n9 4\n", "{\"401\":12,\"403\":9,\"unknown\":4}"),
        ("\n12 9\n", "{\"401\":12,\"403\":9}"),
        ("\n1 9 4 2\n", "{\"401\":12,\"403\":9,\"unknown\":4}"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut board = slides(lesson(folder.path()), Options::default());
        press(&mut board, keys);
        let file = fs::read_to_string(folder.path().join("votes.jsonl")).expect("written");
        assert!(file.contains(count), "{keys:?}: {file}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut board = slides(lesson(folder.path()), Options::default());
    press(&mut board, "\n12\n9");
    let shown = text(&mut board, 80, 24);
    assert!(shown.contains("enter  count   tab  don't know"), "{shown}");
}

#[test]
fn every_session_of_a_file_is_printed_with_its_date_and_the_newest_first() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("v.jsonl").display().to_string();
    let present = |more: &[&str], lines: &str| {
        let line = [&["class", "present", "--plain", "--session", &file], more].concat();
        assert!(run_in(home.path(), &line, lines).status.success());
    };
    let record = || {
        let said = out(&run_in(home.path(), &["class", "session", "--plain", "--session", &file], ""));
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    present(&["--form", "A"], "\n12 9\nend\n");
    present(&["--form", "A"], "\n20 1\nquit\n");
    present(&["--form", "B", "--new"], "quit\n");
    present(&["--form", "B", "--new"], "quit\n");
    let said = record();
    assert_eq!(said.matches("Session of 20").count(), 3, "the newest and the two with votes: {said}");
    let [newer, older] = ["401: 20; 403: 1", "401: 12; 403: 9"]
        .map(|counts| said.find(counts).unwrap_or_else(|| panic!("{counts}: {said}")));
    assert!(newer < older, "{said}");
    assert!(
        said.contains("Questions that were voted on: 0 of ") && said.contains("Questions that were voted on: 1 of 10."),
        "{said}"
    );
}

#[test]
fn one_key_ends_no_session_and_the_results_name_the_key_that_leads_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut board = slides(lesson(folder.path()), Options::default());
    press(&mut board, "e");
    assert!(text(&mut board, 80, 24).contains("This ends the session and shows the results."));
    press(&mut board, "n");
    assert_ne!(board.world.session.phase, VotePhase::Over);
    press(&mut board, "e\n");
    assert_eq!(board.world.session.phase, VotePhase::Over);
    let shown = text(&mut board, 80, 24);
    assert!(shown.lines().last().is_some_and(|footer| footer.contains("p  back")), "{shown}");
    press(&mut board, "p");
    assert_ne!(board.world.session.phase, VotePhase::Over);
}

#[test]
fn the_help_of_a_count_says_what_its_keys_do_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut board = slides(lesson(folder.path()), Options::default());
    press(&mut board, "\n?");
    let shown = text(&mut board, 120, 60);
    for label in [
        "type the number of votes", "undo the last step", "go to the next number",
        "after a search: go to the next match",
    ] {
        assert_eq!(shown.matches(label).count(), 1, "{label}: {shown}");
    }
    for other in ["choose 401", "mark that line", "previous question", "towards 401"] {
        assert!(!shown.contains(other), "{other}: {shown}");
    }
}

#[test]
fn translated_words_work_where_the_translation_names_them() {
    let home = tempfile::tempdir().expect("a folder");
    for (lang, words) in
        [("de", "weiter\nzurück\nübersicht\nlöschen\nbeenden\n"), ("pt-BR", "avançar\nvoltar\nlista\napagar\nsair\n")]
    {
        let file = home.path().join(format!("{lang}.jsonl")).display().to_string();
        let line = ["--lang", lang, "exam", "--plain", "--form", "A", "--seat", "7", "--out", &file];
        let said = out(&run_in(home.path(), &line, words));
        assert!(!said.contains("Nicht verstanden") && !said.contains("Não entendi"), "{said}");
        let file = home.path().join(format!("{lang}-votes.jsonl")).display().to_string();
        let line = ["--lang", lang, "class", "present", "--plain", "--form", "A", "--session", &file];
        let help = out(&run_in(home.path(), &line, "help\nquit\n"));
        let (next, back) = if lang == "de" { ("weiter", "zurück") } else { ("avançar", "voltar") };
        let said = out(&run_in(home.path(), &line, &format!("{next}\n{back}\n{next}\n12 9\n")));
        assert!(help.contains(next) && help.contains(back), "{help}");
        assert!(fs::read_to_string(&file).expect("there").contains("voted"), "{said}");
    }
}

#[test]
fn the_results_compare_both_votes_on_the_questions_that_were_discussed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = lesson(folder.path()).session;
    let figures = |session: &VoteState| large_figures(session).iter().map(ToString::to_string).collect::<Vec<_>>();
    let votes = |session: &mut VoteState, shares: &[u32]| {
        while !matches!(session.phase, VotePhase::Reading) {
            act(session, VoteInput::Skip);
        }
        for share in shares {
            act(session, VoteInput::Next);
            act(session, right(session, *share));
        }
    };
    votes(&mut session, &[95]);
    let mut alone = session.clone();
    act(&mut alone, VoteInput::End);
    assert_eq!(figures(&alone), ["95%"]);
    for share in [80, 100] {
        votes(&mut session, &[50, share]);
    }
    act(&mut session, VoteInput::End);
    assert_eq!(figures(&session), ["50%", "90%"]);
    let slide = format!("{:?}", slide(&session, &Library::open(None, &[]), true));
    for words in ["First vote", "Second vote", "Gain: +1.00"] {
        assert!(slide.contains(words), "{slide}");
    }
}
