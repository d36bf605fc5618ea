//! Kills the real program repeatedly at random moments.
//!
//! Every answer that the screen had confirmed must be on disk exactly once, and the next start must resume at the same
//! question. The long tests take minutes, so they run only with `cargo test --test all kill -- --ignored --nocapture`.
//! The variable `KILLS` sets the number of kills (1,000 by default), and `SEED` chooses other moments.

use std::collections::HashSet;
use std::path::Path;
use std::rc::Rc;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use airside::course::stage::Stage;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::common::{Random, number};
use crate::terminal::{Term, new_home};

/// A question on the screen, as the journal records it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    title: String,
    number: usize,
    answered: bool,
}

/// The state of the round according to the journal.
#[derive(Default)]
struct Journal {
    /// The question on the screen after each line; `None` if there was none.
    places: Vec<Option<Place>>,
    torn: usize,
    answers: usize,
    round: Round,
}

#[derive(Default)]
struct Round {
    stage: String,
    items: Vec<String>,
    position: usize,
    finished: bool,
    /// The answered items with their positions, because practice may ask about the same item twice.
    answered: HashSet<(usize, String)>,
}

fn is_question(item: &str) -> bool {
    !item.starts_with(r#"{"page""#) && !item.starts_with(r#"{"survey""#)
}

impl Journal {
    fn parse(text: &str) -> Self {
        let mut journal = Self::default();
        let mut ids = HashSet::new();
        for line in text.lines().filter(|line| !line.is_empty()) {
            if let Ok(entry) = serde_json::from_str::<Value>(line) {
                assert!(ids.insert(entry["id"].as_str().expect("an id").to_owned()), "twice: {line}");
                journal.take(&entry["event"]);
            } else {
                journal.torn += 1;
            }
            journal.places.push(journal.round.place());
        }
        journal
    }

    fn take(&mut self, event: &Value) {
        let word = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let round = &mut self.round;
        let did = &event["did"];
        if let Some(started) = event.get("started") {
            let items = started["items"].as_array().expect("items").iter().map(word).collect();
            *round =
                Round { stage: started["stage"].as_str().unwrap_or_default().to_owned(), items, ..Round::default() };
        } else if let Some(answered) = did.get("answered") {
            self.answers += 1;
            let item = word(&answered["item"]);
            assert!(round.answered.insert((round.position, item.clone())), "{item} was answered twice");
        } else if let Some(added) = did.get("added") {
            round.items.push(word(&added["item"]));
        } else if let Some(moved) = did.get("moved") {
            let to = usize::try_from(moved["to"].as_u64().expect("a place")).expect("small");
            // None of the keys below skips a question.
            assert!(to <= round.position || round.is_settled(), "the answer at position {} is lost", round.position);
            round.position = to;
        } else if did == "finished" {
            round.finished = true;
        }
    }

    fn place(&self) -> Option<&Place> {
        self.places.last()?.as_ref()
    }
}

impl Round {
    /// Returns whether the learner may leave the current item.
    fn is_settled(&self) -> bool {
        self.place().is_none_or(|place| place.answered)
    }

    fn place(&self) -> Option<Place> {
        let item = self.items.get(self.position).filter(|item| is_question(item) && !self.finished)?;
        Some(Place {
            title: Stage::find(&self.stage).map_or("Question", Stage::title).to_owned(),
            number: self.items.iter().take(self.position + 1).filter(|item| is_question(item)).count(),
            answered: self.answered.contains(&(self.position, item.clone())),
        })
    }
}

/// Returns the question named on the first line of the screen, with its title and its number in the round.
fn shown(screen: &str) -> Option<(String, usize)> {
    // If the title on the right is long, there is no room for the name of the program.
    let header = screen.lines().next()?.trim_start();
    let header = header.strip_prefix("airside").unwrap_or(header).trim_start();
    let words: Vec<&str> = header.split("   ").next()?.split(' ').collect();
    let number_of = |word: &str| word.trim_end_matches(',').parse().ok();
    let (place, number) = words.iter().enumerate().find_map(|(place, word)| Some((place, number_of(word)?)))?;
    Some((words[..place].join(" "), number))
}

fn is_at(screen: &str, place: &Place) -> bool {
    shown(screen).is_some_and(|(title, number)| title.starts_with(&place.title) && number == place.number)
}

/// Checks that the screen shows one of `places`, the positions that the learner has reached since the program started.
/// The screen may lag behind, because several keys may be handled and saved before the next frame. Returns the number
/// of answers that the screen confirms.
fn confirmed(screen: &str, places: &[Option<Place>]) -> Result<usize, String> {
    let Some((title, number)) = shown(screen) else { return Ok(0) };
    if !Stage::ALL.iter().any(|stage| title.starts_with(stage.title())) && !title.starts_with("Question") {
        return Ok(0);
    }
    let is_ruled = screen.contains(RULED);
    // A page between two questions has the same header as the question before it.
    if !is_ruled && !screen.contains("certain") {
        return Ok(0);
    }
    let is_kept = |place: &Place| is_at(screen, place) && (place.answered || !is_ruled);
    if places.iter().flatten().any(is_kept) {
        return Ok(number - 1 + usize::from(is_ruled));
    }
    Err(format!("{title} {number}, ruled: {is_ruled}, is not in the journal, which has {places:#?}\n{screen}"))
}

/// A key hint that the screen shows only after an answer has been saved.
const RULED: &str = "d  details";

fn take(term: &mut Term, bytes: Vec<u8>) {
    term.screen.process(&bytes);
    term.all.extend(bytes);
}

/// Returns the screen after its last complete frame. Every frame ends by showing the cursor. If the program is killed
/// in the middle of a frame, the screen contains parts of two frames.
fn last_whole_frame(term: &Term) -> String {
    const END: &[u8] = b"\x1b[?25h";
    let whole = term.all.windows(END.len()).rposition(|bytes| bytes == END).unwrap_or(0);
    let mut screen = vt100::Parser::new(24.try_into().expect("not zero"), 80.try_into().expect("not zero"), 0);
    screen.process(&term.all[..whole]);
    screen.screen().contents()
}

/// Reads output for the given time, or until the output ends.
fn listen(term: &mut Term, so_long: Duration) {
    let end = Instant::now() + so_long;
    while let Ok(bytes) = term.bytes.recv_timeout(end.saturating_duration_since(Instant::now())) {
        take(term, bytes);
    }
}

fn kill(term: &mut Term) {
    let id = i32::try_from(term.child.process_id().expect("an id")).expect("small");
    kill_process(Pid::from_raw(id).expect("not zero"), Signal::KILL).expect("it runs");
    term.child.wait().expect("killed");
    loop {
        match term.bytes.recv_timeout(Duration::from_secs(5)) {
            Ok(bytes) => take(term, bytes),
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => panic!("the terminal is still open"),
        }
    }
}

#[derive(Default)]
struct Tally {
    kills: u64,
    answers: usize,
    confirmed: usize,
    rulings: usize,
    resumed: usize,
    torn: usize,
}

/// Starts the program, answers questions, and kills the program at a random moment. Returns false when the round is
/// over.
fn live(home: &Rc<tempfile::TempDir>, first: &[&str], keys: &[&str], random: &mut Random, tally: &mut Tally) -> bool {
    let path = home.path().join("state/journal.jsonl");
    let before = read(&path);
    let found = Journal::parse(&before);
    // A round without an answer isn't resumed, so it is started again.
    let is_first = before.is_empty() || !first.is_empty() && found.answers == 0;
    let mut term = Term::start_at(home, if is_first { first } else { &[] }, &[], 24, 80);
    // In one run out of ten, the program is killed while it starts.
    if random.below(10) == 0 {
        listen(&mut term, Duration::from_micros(random.below(40_000)));
    } else {
        resume(&mut term, &found, is_first);
        tally.resumed += usize::from(found.place().is_some());
        for _ in 0..random.below(12) {
            let key = keys[usize::try_from(random.below(keys.len() as u64)).expect("small")];
            term.send(key);
            if random.below(3) == 0 {
                listen(&mut term, Duration::from_micros(random.below(4_000)));
            }
        }
        listen(&mut term, Duration::from_micros(random.below(30_000)));
    }
    kill(&mut term);
    tally.kills += 1;
    let after = read(&path);
    assert!(after.starts_with(&before), "what was kept is kept");
    let journal = Journal::parse(&after);
    let screen = last_whole_frame(&term);
    tally.confirmed += confirmed(&screen, &journal.places[found.places.len().saturating_sub(1)..]).expect("no loss");
    tally.rulings += usize::from(screen.contains(RULED));
    tally.torn = tally.torn.max(journal.torn);
    journal.round.stage != "done" && (!journal.round.finished || !journal.round.stage.is_empty())
}

/// Continues the round at the question where the journal ends.
fn resume(term: &mut Term, found: &Journal, is_first: bool) {
    if !is_first {
        term.wait_for("Your course");
        term.send("\r");
    }
    match found.place() {
        Some(place) => term.until(&format!("{place:?}"), |term| is_at(&term.text(), place)),
        None => term.wait_for("airside  "),
    };
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

fn kill_over_and_over(what: &str, first: &[&str], keys: &[&str]) {
    let mut random = Random::from_environment();
    let kills = number("KILLS", 1_000);
    let mut tally = Tally::default();
    while tally.kills < kills {
        let home = new_home();
        let seed = random.below(1_000_000).to_string();
        let first: Vec<&str> = first.iter().map(|word| if *word == "SEED" { seed.as_str() } else { *word }).collect();
        for _ in 0..60 {
            if !live(&home, &first, keys, &mut random, &mut tally) || tally.kills >= kills {
                break;
            }
        }
        tally.answers += Journal::parse(&read(&home.path().join("state/journal.jsonl"))).answers;
    }
    let Tally { kills, answers, confirmed, rulings, resumed, torn } = tally;
    println!(
        "{what}: {kills} kills, {answers} answers kept; at the kills the screens had confirmed {confirmed} answers, \
         {rulings} of them with the ruling up; {resumed} starts went on at the same question; {torn} torn lines; \
         nothing lost, nothing twice"
    );
    assert!(rulings as u64 >= kills / 50, "too few rulings were up for this to mean anything");
}

#[test]
#[ignore = "takes minutes; see the top of this file"]
fn kill_in_a_round() {
    kill_over_and_over("a round", &["learn", "--count", "40", "--seed", "SEED"], &["1c", "3g", "n", "1cn", "3fn1cn"]);
}

#[test]
#[ignore = "takes minutes; see the top of this file"]
fn kill_in_the_course() {
    kill_over_and_over("the course", &[], &["1c", "3g", "n", "\r", "1cn", "1cn1cn1cn", "3fn3fn", "1\r"]);
}

#[test]
fn a_planted_loss_is_distinguished_from_a_late_screen() {
    let home = new_home();
    let path = home.path().join("state/journal.jsonl");
    let mut term = Term::start_at(&home, &["learn", "--count", "5", "--seed", "1"], &[], 24, 80);
    // The footer is drawn last, so the whole question is on screen once the hint appears.
    term.wait_for("Question 1 of 5")
        .send("1c")
        .wait_for(RULED)
        .send("n")
        .wait_for("Question 2 of 5")
        .wait_for("t  hint");
    term.send("3g").wait_for(RULED);
    let late = term.text();
    term.send("n").wait_for("Question 3 of 5").wait_for("t  hint").send("1c").wait_for(RULED);
    kill(&mut term);
    let screen = term.text();
    let journal = read(&path);
    let places_in = |text: &str| Journal::parse(text).places;
    assert_eq!(confirmed(&screen, &places_in(&journal)), Ok(3));
    assert_eq!(confirmed(&late, &places_in(&journal)), Ok(2), "a screen may be behind");
    let lines: Vec<&str> = journal.lines().collect();
    for lost in 1..=3 {
        let less = lines[..lines.len() - lost].join("\n");
        assert!(confirmed(&screen, &places_in(&less)).is_err(), "{lost} lines lost");
    }
    let first = lines.iter().position(|line| line.contains("answered")).expect("an answer");
    let less = [&lines[..first], &lines[first + 1..]].concat().join("\n");
    assert!(std::panic::catch_unwind(|| Journal::parse(&less)).is_err(), "an answer in the middle is lost");
}

#[test]
fn a_full_round_before_does_not_hide_a_loss_in_the_next() {
    let event = |id: usize, what: &Value| serde_json::json!({ "id": id.to_string(), "event": what }).to_string();
    let started = serde_json::json!({ "started": { "stage": "practice", "items": ["a", "b"] } });
    let answered = |item: &str| serde_json::json!({ "did": { "answered": { "item": item } } });
    let moved = serde_json::json!({ "did": { "moved": { "to": 1 } } });
    let block = [started, answered("a"), moved, answered("b"), serde_json::json!({ "did": "finished" })];
    let journal: Vec<String> = block.iter().chain(&block).enumerate().map(|(id, what)| event(id, what)).collect();
    let practice = Stage::Practice.title();
    let screen = format!("  airside   {practice} 2, about 17 to go   A title\n{RULED}\n");
    let life = |from: usize, to: usize| confirmed(&screen, &Journal::parse(&journal[..to].join("\n")).places[from..]);
    assert_eq!(life(3, 6), Ok(2), "the screen still shows the block before");
    assert_eq!(life(4, 9), Ok(2), "the answer of this block is there");
    assert!(life(4, 8).is_err(), "the answer of this block is lost; that of the block before doesn't count");
}
