//! Passes any text to `airside rule` as arguments, one on each line.
//!
//! The result must be a ruling or an error with a hint.
#![no_main]

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use airside::text::is_safe;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let lines = bytes.split(|byte| *byte == b'\n').map(|line| OsString::from_vec(line.to_vec()));
    let arguments = ["airside", "rule"].map(OsString::from).into_iter().chain(lines);
    if let Err(stop) = airside::cli::run(arguments) {
        assert!(stop.to_string().lines().all(is_safe), "{stop}");
    }
});
