//! Imports any bytes as GIFT.
//!
//! The result must be a well-formed pack, and every skipped question must be reported with its line.
#![no_main]

use airside::class::import::{build_pack, gift};
use airside::scenario::read::read_all;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let (questions, dropped) = gift(text);
    let made = build_pack(&questions, dropped, "mine");
    assert!(made.dropped.iter().all(|one| (1..=text.lines().count()).contains(&one.line)));
    if made.taken > 0 {
        let written = made.pack.to_string();
        let reading = read_all("mine.json", &written);
        assert!(reading.faults.is_empty(), "{}", reading.faults[0]);
    }
});
