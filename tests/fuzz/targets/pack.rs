//! Parses any bytes as a pack. Every fault must have a position and a message that is safe to print.
#![no_main]

use airside::scenario::check::check;
use airside::scenario::read::{read, read_all};
use airside::text::is_safe;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(written) = str::from_utf8(bytes) else { return };
    let reading = [read_all("p.json", written)];
    for fault in check(&reading) {
        let line = written.split('\n').nth(fault.line.wrapping_sub(1)).expect("a line");
        assert!((1..=line.chars().count() + 1).contains(&fault.column), "{fault}");
        assert!(fault.to_string().lines().all(is_safe), "{fault}");
    }
    assert_eq!(read("p.json", written).is_ok(), reading[0].faults.is_empty());
});
