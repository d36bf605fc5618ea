//! The real program is killed at random moments, over and over: what the screen had confirmed is on disk, once, and
//! the course goes on where it was.
//!
//! Ignored, for it takes minutes: `cargo test --test all kill -- --ignored --nocapture`. `KILLS` says how often, `SEED`
//! says which moments; without them it is 1,000 kills with seed 1.

use std::collections::HashSet;
use std::path::Path;
use std::rc::Rc;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::terminal::{Term, new_home};

/// A small generator; the moments need to be different and not good.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound.max(1)
    }

    pub fn of_environment() -> Self {
        Self(number("SEED", 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }
}

pub fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// What the journal says, worked out from its lines alone.
#[derive(Default)]
struct Kept {
    torn: usize,
    answered: usize,
    stage: String,
    items: Vec<String>,
    position: usize,
    finished: bool,
    /// The places of the round that began last that are answered; practice may bring an item a second time.
    ruled: HashSet<(usize, String)>,
}

fn is_judged(item: &str) -> bool {
    !item.starts_with("page:") && !item.starts_with("ask:")
}

impl Kept {
    fn read(text: &str) -> Self {
        let mut kept = Self::default();
        let mut ids = HashSet::new();
        for line in text.lines().filter(|line| !line.is_empty()) {
            let Ok(entry) = serde_json::from_str::<Value>(line) else {
                kept.torn += 1;
                continue;
            };
            assert!(ids.insert(entry["id"].as_str().expect("an id").to_owned()), "twice: {line}");
            kept.take(&entry["what"]);
        }
        kept
    }

    fn take(&mut self, what: &Value) {
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        if let Some(started) = what.get("started") {
            self.items = started["items"].as_array().expect("items").iter().map(word).collect();
            self.stage = word(&started["stage"]);
            (self.position, self.finished) = (0, false);
            self.ruled.clear();
            return;
        }
        let did = &what["did"];
        if let Some(answered) = did.get("answered") {
            self.answered += 1;
            let item = word(&answered["item"]);
            assert!(self.ruled.insert((self.position, item.clone())), "{item} was answered twice");
        } else if let Some(added) = did.get("added") {
            self.items.push(word(&added["item"]));
        } else if let Some(moved) = did.get("moved") {
            self.position = usize::try_from(moved["to"].as_u64().expect("a place")).expect("small");
        } else if did == "finished" {
            self.finished = true;
        }
    }

    /// The number that the question that is up has.
    fn number(&self) -> usize {
        self.items.iter().take(self.position + 1).filter(|item| is_judged(item)).count()
    }

    /// What has to be on the screen after the course was taken up again.
    fn expected(&self) -> Option<String> {
        self.items.get(self.position).filter(|item| is_judged(item) && !self.finished)?;
        let title = match self.stage.as_str() {
            "" => "Scenario".to_owned(),
            stage => {
                let (first, rest) = stage.split_at(1);
                first.to_uppercase() + rest
            }
        };
        Some(format!("{title} {}", self.number()))
    }
}

/// The number behind this word in the first line, if the screen shows one.
fn shown(screen: &str, title: &str) -> Option<usize> {
    let (_, after) = screen.lines().next()?.split_once(&format!("  {title} "))?;
    after.split(' ').next()?.parse().ok()
}

/// Takes output in for so long, or until it ends.
fn listen(term: &mut Term, so_long: Duration) {
    let end = Instant::now() + so_long;
    while let Ok(bytes) = term.bytes.recv_timeout(end.saturating_duration_since(Instant::now())) {
        term.screen.process(&bytes);
    }
}

/// Kills it, and takes in all that it had still said.
fn kill(term: &mut Term) {
    let id = i32::try_from(term.child.process_id().expect("an id")).expect("small");
    kill_process(Pid::from_raw(id).expect("not zero"), Signal::KILL).expect("it runs");
    term.child.wait().expect("killed");
    loop {
        match term.bytes.recv_timeout(Duration::from_secs(5)) {
            Ok(bytes) => term.screen.process(&bytes),
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => panic!("the terminal is still open"),
        }
    }
}

struct Tally {
    kills: u64,
    confirmed: usize,
    kept: usize,
    torn: usize,
    resumed: usize,
}

/// One life: starts, goes on, answers, is killed at a random moment. Gives the journal; nothing when the round is over.
fn live(home: &Rc<tempfile::TempDir>, first: &[&str], keys: &[&str], chance: &mut Chance, tally: &mut Tally) -> bool {
    let path = home.path().join("state/journal.jsonl");
    let before = read(&path);
    let kept = Kept::read(&before);
    let begun = kept.answered > 0 || kept.position > 0;
    let mut term = Term::start_at(home, if before.is_empty() { first } else { &[] }, &[], 24, 80);
    // One in ten dies while it starts.
    if chance.below(10) == 0 {
        listen(&mut term, Duration::from_micros(chance.below(40_000)));
    } else {
        if !before.is_empty() {
            let home_says = if kept.stage.is_empty() { "Go on: question" } else { "Go on with the course" };
            let fresh = !begun && matches!(kept.stage.as_str(), "" | "welcome");
            term.wait_for(if fresh { "Begin" } else { home_says });
            term.send("\r");
        }
        let expected = kept.expected().filter(|_| !before.is_empty());
        let wanted = expected.clone().unwrap_or_else(|| "airside  ".to_owned());
        term.until(&wanted, |term| term.text().lines().next().is_some_and(|line| line.contains(&wanted)));
        if expected.is_some() {
            tally.resumed += 1;
        }
        for _ in 0..chance.below(12) {
            let key = keys[usize::try_from(chance.below(keys.len() as u64)).expect("small")];
            term.send(key);
            if chance.below(3) == 0 {
                listen(&mut term, Duration::from_micros(chance.below(4_000)));
            }
        }
        listen(&mut term, Duration::from_micros(chance.below(30_000)));
    }
    kill(&mut term);
    tally.kills += 1;
    let after = read(&path);
    assert!(after.starts_with(&before), "what was kept is kept");
    let kept = Kept::read(&after);
    tally.torn = tally.torn.max(kept.torn);
    check_screen(&term.text(), &kept, tally);
    kept.stage != "done" && (!kept.finished || !kept.stage.is_empty())
}

/// Holds what the screen confirmed against what is kept.
fn check_screen(screen: &str, kept: &Kept, tally: &mut Tally) {
    let expected = kept.expected();
    let title = expected.as_deref().and_then(|words| words.split(' ').next()).unwrap_or("Scenario");
    if let Some(number) = shown(screen, title) {
        let ruled = usize::from(screen.contains("stopped here"));
        let judged = kept.ruled.iter().filter(|(_, item)| is_judged(item)).count();
        assert!(judged >= number - 1 + ruled, "{judged} kept, and the screen says:\n{screen}");
        tally.confirmed += number - 1 + ruled;
        tally.kept += judged;
    }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

fn kill_over_and_over(what: &str, first: &[&str], keys: &[&str]) {
    let mut chance = Chance::of_environment();
    let kills = number("KILLS", 1_000);
    let mut tally = Tally { kills: 0, confirmed: 0, kept: 0, torn: 0, resumed: 0 };
    let mut answers = 0;
    while tally.kills < kills {
        let home = new_home();
        let seed = chance.below(1_000_000).to_string();
        let first: Vec<&str> = first.iter().map(|word| if *word == "SEED" { seed.as_str() } else { *word }).collect();
        for _ in 0..60 {
            if !live(&home, &first, keys, &mut chance, &mut tally) || tally.kills >= kills {
                break;
            }
        }
        answers += Kept::read(&read(&home.path().join("state/journal.jsonl"))).answered;
    }
    println!(
        "{what}: {} kills, {answers} answers kept, {} confirmed on screen at a kill (kept then: {}), {} resumed at the \
         expected place, {} torn lines, 0 lost, 0 twice",
        tally.kills, tally.confirmed, tally.kept, tally.resumed, tally.torn
    );
}

#[test]
#[ignore = "takes minutes; see the top of this file"]
fn kill_in_a_round() {
    kill_over_and_over("a round", &["learn", "--count", "40", "--seed", "SEED"], &["1c", "3g", "n", "1cn", "3fn1cn"]);
}

#[test]
#[ignore = "takes minutes; see the top of this file"]
fn kill_on_the_way() {
    kill_over_and_over("the way", &[], &["1c", "3g", "n", "\r", "1cn", "1cn1cn1cn", "3fn3fn", "1\r"]);
}
