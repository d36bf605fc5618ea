//! Tests journals that were damaged, deleted, shared, or written while the clock was set back.
//!
//! All undamaged answers must still count.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use airside::round::spec::RoundSpec;
use airside::round::{Answer, Confidence, Input, Phase};
use airside::scenario::library::Library;
use airside::store::journal::{Journal, JournalEntry};
use airside::store::{Contents, Log, parse};
use airside::study::{Begin, Opening, Study};

use crate::common::{Random, cuts, library};

fn open_at(folder: &Path, begin: Begin, clock: fn() -> u64) -> Study {
    Study::open(Opening { library: library(), state_folder: Some(folder.to_owned()), begin, clock })
}

fn open(folder: &Path) -> Study {
    open_at(folder, Begin::Resume, || 1_000)
}

fn answer(study: &mut Study) {
    study.act(Input::Choose(Answer::Unauthorized)).expect("open");
    study.act(Input::Commit(Confidence::Fairly)).expect("chosen");
}

fn journal() -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    for _ in 0..2 {
        let mut study = open_at(folder.path(), Begin::Round(RoundSpec::default()), || 1_000);
        for input in [Input::Hint, Input::Reveal, Input::Next, Input::Skip] {
            study.act(input).expect("allowed");
        }
        answer(&mut study);
        study.act(Input::Next).expect("ruled");
    }
    fs::read(folder.path().join("journal.jsonl")).expect("written")
}

fn answered(study: &Study) -> usize {
    let measures = study.progress().measures;
    measures.all.answered + measures.revealed
}

/// Counts the lines that can be parsed and that record an answer or a revealed answer.
fn whole(bytes: &[u8]) -> usize {
    let lines = bytes.split(|byte| *byte == b'\n');
    let counts = |line: &[u8]| {
        let entry: JournalEntry = serde_json::from_slice(line).ok()?;
        let text = format!("{:?}", entry.event);
        (text.contains("Answered") || text.contains("Revealed")).then_some(())
    };
    lines.filter_map(counts).count()
}

#[test]
fn a_journal_cut_at_any_byte_keeps_every_whole_line_and_takes_new_answers() {
    let bytes = journal();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journal.jsonl");
    for length in cuts(&bytes) {
        fs::write(&path, &bytes[..length]).expect("writable");
        let mut study = open(folder.path());
        let before = answered(&study);
        assert_eq!(before, whole(&bytes[..length]), "cut at {length}");
        if !matches!(study.round().phase(), Phase::Asking { .. }) {
            study.act(Input::Next).expect("ruled");
        }
        answer(&mut study);
        drop(study);
        assert_eq!(answered(&open(folder.path())), before + 1, "cut at {length}");
        assert!(fs::read(&path).expect("there").starts_with(&bytes[..length]), "what was there is left");
    }
}

#[test]
fn a_damaged_line_loses_only_itself() {
    let bytes = journal();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journal.jsonl");
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    for lost in 0..lines.len() {
        let mut damaged = lines.clone();
        damaged[lost] = b"{\"format\":1,\"id\":\xff}\n";
        let damaged = damaged.concat();
        fs::write(&path, &damaged).expect("writable");
        let mut study = open(folder.path());
        assert!(study.take_notices().iter().any(|notice| notice.starts_with("Line ")), "line {lost}");
        let before = answered(&study);
        assert_eq!(before, whole(&damaged), "line {lost}");
        // The next answer gets an unused number, whatever was lost before it.
        while !matches!(study.round().phase(), Phase::Asking { .. }) {
            study.act(Input::Next).expect("ruled");
        }
        answer(&mut study);
        drop(study);
        assert_eq!(answered(&open(folder.path())), before + 1, "line {lost}");
    }
}

#[test]
fn a_line_of_another_round_does_not_hide_the_next_answer() {
    let bytes = journal();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journal.jsonl");
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    for damaged in 0..lines.len() {
        let mut entry: JournalEntry = serde_json::from_slice(lines[damaged]).expect("an entry");
        entry.round.insert(0, '#');
        let line = format!("{}\n", serde_json::to_string(&entry).expect("JSON"));
        let mut all = lines.clone();
        all[damaged] = line.as_bytes();
        fs::write(&path, all.concat()).expect("writable");
        let mut study = open(folder.path());
        while !matches!(study.round().phase(), Phase::Asking { .. }) {
            study.act(Input::Next).expect("ruled");
        }
        let before = answered(&study);
        answer(&mut study);
        assert_eq!(answered(&study), before + 1, "line {damaged}");
        drop(study);
        assert_eq!(answered(&open(folder.path())), before + 1, "line {damaged}");
    }
}

#[test]
fn flipped_bits_cost_the_lines_they_are_in_and_no_others() {
    let bytes = journal();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journal.jsonl");
    let mut chance = Random(0x5eed);
    for _ in 0..500 {
        let mut flipped = bytes.clone();
        let flips = 1 + chance.below(3);
        for _ in 0..flips {
            let at = usize::try_from(chance.below(bytes.len() as u64)).expect("small");
            flipped[at] ^= 1 << chance.below(8);
        }
        fs::write(&path, &flipped).expect("writable");
        let study = open(folder.path());
        // A flipped bit that adds or removes a line break can cost two lines, but never more.
        let most = 2 * usize::try_from(flips).expect("small");
        assert!(answered(&study) + most >= whole(&bytes), "{}", String::from_utf8_lossy(&flipped));
        assert!(study.scenario().is_some());
    }
}

#[test]
fn a_journal_deleted_during_a_round_is_written_again_whole() {
    for deletes_folder in [false, true] {
        let outer = tempfile::tempdir().expect("a folder");
        let folder = outer.path().join("state");
        let mut study = open(&folder);
        answer(&mut study);
        study.act(Input::Next).expect("ruled");
        if deletes_folder {
            fs::remove_dir_all(&folder).expect("deleted");
        } else {
            fs::remove_file(folder.join("journal.jsonl")).expect("deleted");
        }
        answer(&mut study);
        assert!(study.take_notices().iter().any(|notice| notice.contains("has been restored")));
        drop(study);
        let study = open(&folder);
        assert!(study.resumed());
        assert_eq!(answered(&study), 2);
    }
}

#[test]
fn a_journal_deleted_after_the_last_answer_is_written_again_on_exit() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut study = open(folder.path());
    answer(&mut study);
    fs::remove_file(folder.path().join("journal.jsonl")).expect("deleted");
    study.settle();
    drop(study);
    assert_eq!(answered(&open(folder.path())), 1);
}

#[test]
fn a_journal_replaced_during_a_round_keeps_the_answers_of_both_files() {
    let (folder, elsewhere) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let mut other = open(elsewhere.path());
    answer(&mut other);
    drop(other);
    let mut study = open(folder.path());
    answer(&mut study);
    study.act(Input::Next).expect("ruled");
    // The file is replaced, as it is by programs that synchronise folders.
    fs::rename(elsewhere.path().join("journal.jsonl"), folder.path().join("journal.jsonl")).expect("replaced");
    answer(&mut study);
    drop(study);
    assert_eq!(answered(&open(folder.path())), 3);
}

static TICKS: AtomicU64 = AtomicU64::new(0);

/// A clock that goes back by one day every time it is read.
fn backwards() -> u64 {
    90_000_000_000 - 86_400_000 * TICKS.fetch_add(1, Ordering::Relaxed).min(1_000)
}

#[test]
fn a_clock_set_back_loses_nothing_and_the_last_round_resumes() {
    let folder = tempfile::tempdir().expect("a folder");
    for round in 1..=3 {
        let mut study = open_at(folder.path(), Begin::Round(RoundSpec::default()), backwards);
        answer(&mut study);
        study.act(Input::Next).expect("ruled");
        let before = study.round().clone();
        drop(study);
        let study = open_at(folder.path(), Begin::Resume, backwards);
        assert_eq!(answered(&study), round);
        assert_eq!(*study.round(), before);
    }
    let mut stages = Vec::new();
    for _ in 0..3 {
        let mut study = open_at(folder.path(), Begin::Course, backwards);
        study.open_course();
        stages.push(study.course().expect("open").stage());
        while study.round().phase() == Phase::Reading {
            study.act(Input::Next).expect("a page");
        }
        study.go_on();
    }
    assert!(stages.is_sorted() && stages[0] != stages[2], "{stages:?}");
}

#[test]
fn the_largest_possible_times_do_no_harm() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journal.jsonl");
    let text = String::from_utf8(journal()).expect("text").replace("\"at\":1000", "\"at\":18446744073709551615");
    fs::write(&path, text).expect("writable");
    let mut study = open(folder.path());
    let before = answered(&study);
    answer(&mut study);
    drop(study);
    assert_eq!(answered(&open(folder.path())), before + 1);
}

#[test]
fn two_programs_at_once_write_their_own_files_and_every_answer_counts_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut both: Vec<Study> =
        (0..2).map(|_| open_at(folder.path(), Begin::Round(RoundSpec::default()), || 1_000)).collect();
    for _ in 0..4 {
        for study in &mut both {
            answer(study);
            study.act(Input::Next).expect("ruled");
        }
    }
    drop(both);
    assert_eq!(answered(&open(folder.path())), 8);
}

#[test]
fn a_state_folder_or_journal_of_the_wrong_type_is_reported_and_nothing_hangs() {
    let outer = tempfile::tempdir().expect("a folder");
    let blocked = outer.path().join("file");
    fs::write(&blocked, b"").expect("written");
    let inside = |name: &str| {
        let folder = outer.path().join(name);
        fs::create_dir(&folder).expect("a folder");
        folder
    };
    let folder_there = inside("a");
    fs::create_dir(folder_there.join("journal.jsonl")).expect("a folder");
    let mut cases = vec![blocked.clone(), blocked.join("below"), folder_there];
    #[cfg(unix)]
    {
        let (pipe, device, stdin, loop_) = (inside("b"), inside("c"), inside("d"), inside("e"));
        let made = std::process::Command::new("mkfifo").arg(pipe.join("journal.jsonl")).status().expect("mkfifo");
        assert!(made.success());
        for (folder, target) in [(&device, "/dev/zero"), (&stdin, "/dev/stdin"), (&loop_, "journal.jsonl")] {
            std::os::unix::fs::symlink(target, folder.join("journal.jsonl")).expect("linked");
        }
        cases.extend([pipe, device, loop_]);
        // The tests may run with a regular file as standard input, so the program may be able to open this journal.
        assert!(open(&stdin).scenario().is_some());
    }
    for folder in cases {
        let mut study = open(&folder);
        let notices = study.take_notices();
        assert!(
            notices.iter().any(|notice| notice.contains("aren't being saved")),
            "{}: {notices:?}",
            folder.display()
        );
        answer(&mut study);
        assert_eq!(study.keeping(), "Nothing was saved.");
        assert_eq!(Journal::look(&folder).0, Vec::<JournalEntry>::new());
    }
}

#[test]
fn a_journal_that_is_too_large_is_reported_and_nobody_is_told_that_answers_are_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = fs::File::create(folder.path().join("journal.jsonl")).expect("created");
    // The file is sparse, so nothing is written to the disk.
    file.set_len(airside::files::LARGEST_LOG + 1).expect("long");
    let mut study = open(folder.path());
    let notices = study.take_notices();
    assert!(notices.iter().any(|notice| notice.contains("is larger than 256 MiB")), "{notices:?}");
    assert!(notices.iter().any(|notice| notice.contains("aren't being saved")), "{notices:?}");
    assert_eq!(notices.len(), 1, "the same fault is reported once: {notices:?}");
    answer(&mut study);
    assert_eq!(study.keeping(), "Nothing was saved.");
    for command in [&["stats"][..], &["stats", "--json"], &["stats", "--items"], &["due"], &["due", "--json"]] {
        let state = ["--state-dir", folder.path().to_str().expect("text")];
        let output = crate::cli::run_in(folder.path(), &[command, &state].concat(), "");
        let error = crate::cli::err(&output).replace('\n', " ");
        assert!(error.contains("is larger than 256 MiB"), "{command:?}: {error}");
    }
}

/// Checks a folder that can't be written to. Earlier answers must count, and the program must say that new answers
/// aren't saved.
#[cfg(unix)]
fn read_only(folder: &Path, before: usize) {
    let kept = fs::read(folder.join("journal.jsonl")).expect("there");
    let mut study = open(folder);
    let notices = study.take_notices();
    assert!(notices.iter().any(|notice| notice.contains("aren't being saved")), "{notices:?}");
    assert_eq!(answered(&study), before);
    answer(&mut study);
    assert_eq!(study.keeping(), "Nothing was saved.");
    study.settle();
    drop(study);
    assert_eq!(fs::read(folder.join("journal.jsonl")).expect("there"), kept);
}

#[test]
#[cfg(unix)]
fn a_folder_that_becomes_read_only_loses_nothing_once_it_is_writable_again() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().expect("a folder");
    let journal = folder.path().join("journal.jsonl");
    let allow = |folder_mode, file_mode| {
        fs::set_permissions(&journal, fs::Permissions::from_mode(file_mode)).expect("ours");
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(folder_mode)).expect("ours");
    };
    let mut study = open(folder.path());
    answer(&mut study);
    // A file that is already open stays writable.
    allow(0o500, 0o400);
    study.act(Input::Next).expect("ruled");
    answer(&mut study);
    assert_eq!(study.keeping(), "Every answer is saved.");
    drop(study);
    if fs::File::create(folder.path().join("probe")).is_ok() {
        println!("the rest was not tried: this user may write anywhere");
    } else {
        read_only(folder.path(), 2);
    }
    allow(0o700, 0o600);
    let mut study = open(folder.path());
    assert_eq!(answered(&study), 2);
    study.act(Input::Next).expect("ruled");
    answer(&mut study);
    drop(study);
    assert_eq!(answered(&open(folder.path())), 3);
}

#[test]
#[cfg(target_os = "linux")]
#[ignore = "mounts a small disk, which needs rights"]
fn a_disk_that_becomes_read_only_still_counts_earlier_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(mounted) = Mounted::on(folder.path()) else {
        println!("not tried: mounting a small disk needs rights that this test does not have");
        return;
    };
    answer(&mut open(folder.path()));
    assert!(mounted.again("remount,ro"));
    read_only(folder.path(), 1);
    assert!(mounted.again("remount,rw"));
    let mut study = open(folder.path());
    study.act(Input::Next).expect("ruled");
    answer(&mut study);
    drop(study);
    assert_eq!(answered(&open(folder.path())), 2);
}

#[test]
fn a_pack_edited_during_a_round_stays_as_it_was_until_the_next_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let (state, path) = (folder.path().join("state"), folder.path().join("pack.json"));
    let sound = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs/valid/twins.json");
    let sound = fs::read_to_string(sound).expect("a pack");
    let open = |begin| {
        let library = Library::open(None, std::slice::from_ref(&path));
        Study::open(Opening { library, state_folder: Some(state.clone()), begin, clock: || 1_000 })
    };
    fs::write(&path, &sound).expect("written");
    for edited in ["", "{", &sound.replace("\"id\"", "\"identity\""), &sound.replace("\"id\": \"", "\"id\": \"new-")] {
        let pack = Library::open(None, std::slice::from_ref(&path));
        let ids = pack.packs().last().expect("read").scenarios.iter().map(|one| one.id.as_str().into()).collect();
        let mut study = open(Begin::Items(ids));
        let before = answered(&study);
        answer(&mut study);
        let shown = study.document(false);
        fs::write(&path, edited).expect("written");
        assert_eq!(study.document(false), shown);
        study.act(Input::Next).expect("ruled");
        answer(&mut study);
        assert_eq!(answered(&study), before + 2);
        drop(study);
        // After a restart, the program reports that the pack has changed and offers another round.
        let study = open(Begin::Resume);
        assert!(study.scenario().is_some() && answered(&study) == 0);
        drop(study);
        fs::remove_file(&path).expect("deleted");
        assert_eq!(answered(&open(Begin::Resume)), 0);
        fs::write(&path, &sound).expect("written");
        assert_eq!(answered(&open(Begin::Resume)), before + 2);
    }
}

/// A disk of 1 MiB, which is unmounted when the value is dropped.
#[cfg(target_os = "linux")]
struct Mounted<'a>(&'a Path);

#[cfg(target_os = "linux")]
impl<'a> Mounted<'a> {
    fn on(folder: &'a Path) -> Option<Self> {
        let mut mount = std::process::Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"]).arg(folder).stderr(std::process::Stdio::null());
        mount.status().is_ok_and(|status| status.success()).then_some(Self(folder))
    }
}

#[cfg(target_os = "linux")]
impl Mounted<'_> {
    fn again(&self, how: &str) -> bool {
        let mut mount = std::process::Command::new("mount");
        mount.args(["-o", how]).arg(self.0).status().is_ok_and(|status| status.success())
    }
}

#[cfg(target_os = "linux")]
impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg("-l").arg(self.0).status();
    }
}

#[test]
#[cfg(target_os = "linux")]
#[ignore = "mounts a small disk, which needs rights"]
fn a_full_disk_is_reported_and_unwritten_answers_are_written_later() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(_mounted) = Mounted::on(folder.path()) else {
        println!("not tried: mounting a small disk needs rights that this test does not have");
        return;
    };
    let mut study = open(folder.path());
    answer(&mut study);
    let filler = folder.path().join("filler");
    let _ = fs::write(&filler, vec![b'x'; 2 * 1024 * 1024]);
    let mut notices = Vec::new();
    for _ in 0..3 {
        study.act(Input::Next).expect("ruled");
        answer(&mut study);
        // Each pass writes until the last page of the disk is full.
        for _ in 0..40 {
            study.act(Input::Back).expect("there is one before");
            study.act(Input::Next).expect("ruled");
        }
        notices.extend(study.take_notices());
    }
    assert!(notices.iter().any(|notice| notice.contains("can't be saved at the moment")), "{notices:?}");
    assert_eq!(study.keeping(), "The latest answers couldn't be saved.");
    // Deleting the file isn't enough, because a process that another test has just forked may still have the file open.
    fs::write(&filler, []).expect("emptied");
    study.settle();
    assert_eq!(study.keeping(), "Every answer is saved.");
    drop(study);
    assert_eq!(answered(&open(folder.path())), 4);
}

#[test]
fn a_log_that_is_truncated_is_completed_and_foreign_lines_are_never_continued() {
    type Numbers = Log<serde_json::Value>;
    let entry = |number: u32| serde_json::json!({ "number": number });
    let folder = tempfile::tempdir().expect("a folder");
    for (number, is_chained) in [(0, true), (1, false)] {
        let path = folder.path().join(number.to_string());
        let open = || if is_chained { Numbers::open_chained(&path) } else { Numbers::open(&path) };
        open().expect("opens").0.append(&[entry(1)], true).expect("written");
        let (mut log, _) = open().expect("opens");
        log.append(&[entry(2)], true).expect("written");
        for length in (0..fs::read(&path).expect("there").len()).step_by(5) {
            let cut = fs::File::options().write(true).open(&path).expect("there");
            let before = fs::read(&path).expect("there");
            cut.set_len(u64::try_from(length).expect("short")).expect("cut");
            assert!(log.append(&[entry(3)], true).expect("written"), "cut at {length}");
            let after = fs::read(&path).expect("there");
            let contents: Contents<serde_json::Value> = parse(&after, is_chained);
            assert!(after.starts_with(&before) && contents.damaged.is_empty(), "cut at {length}");
        }
        fs::write(&path, "something else\n").expect("written");
        assert!(log.append(&[entry(4)], true).is_err());
        assert_eq!(fs::read_to_string(&path).expect("there"), "something else\n");
    }
}
