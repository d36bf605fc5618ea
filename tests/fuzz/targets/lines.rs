//! Types any bytes in plain mode. The program must end, and must not print anything that controls a terminal.
#![no_main]

use airside::study::{Begin, Study, Opening};
use airside::plain;
use airside::scenario::library::Library;
use airside::scenario::read::read;
use airside::text::is_safe;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let pack = read("odd.json", include_str!("../../packs/valid/odd.json")).expect("valid");
    let begin = if bytes.len() % 2 == 0 { Begin::Course } else { Begin::Resume };
    let mut course = Study::open(Opening { library: Library::new([pack]), state_folder: None, begin, clock: || 1_000 });
    let mut said = Vec::new();
    plain::run(plain::CourseProgram::new(&mut course), bytes, &mut said, || 80).expect("memory");
    let said = String::from_utf8(said).expect("text");
    assert!(said.lines().all(is_safe), "{said}");
});
