//! Parses any bytes as a recorded exchange. Every exchange that can be parsed must get a verdict, with no more than
//! three questions.
#![no_main]

use airside::inspect::exchange::parse;
use airside::inspect::matrix::judge;
use airside::inspect::{machine, report};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(exchanges) = parse("input", &String::from_utf8_lossy(bytes)) else { return };
    let matrix = judge(&exchanges, &[], 1_800_000_000);
    assert!(matrix.inspections.iter().all(|inspection| inspection.questions.len() <= 3));
    let _ = (report::document(&matrix), machine::to_json(&matrix), machine::to_sarif(&matrix, "input"));
});
