//! Parses any bytes as an exam file, which must be graded or rejected with a reason.
#![no_main]

use std::sync::LazyLock;

use airside::class::report::{FileChoice, Class, AnswerKey, Roster, grade};
use airside::scenario::library::Library;
use libfuzzer_sys::fuzz_target;

static KEY: LazyLock<AnswerKey> = LazyLock::new(|| AnswerKey::from_library(&Library::open(None, &[])));

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let class = Class::new(
        KEY.clone(),
        vec![("one".to_owned(), grade(text, &KEY, false))],
        &FileChoice::default(),
        None,
        Roster::default(),
    );
    assert_eq!(class.seats.len() + class.rejected.len(), 1);
});
