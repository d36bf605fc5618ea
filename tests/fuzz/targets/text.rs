//! Wraps and shortens any text for a terminal. The result must be safe and fit the width, and wrapped text must be
//! complete.
#![no_main]

use airside::keys::for_word;
use airside::text::{cut, is_safe, safe, width, wrap};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let harmless = safe(&text);
    assert!(harmless.lines().all(is_safe), "{harmless:?}");
    assert_eq!(safe(&harmless), harmless, "what is harmless stays as it is");
    for columns in [1, 2, 7, 80] {
        for line in wrap(&harmless, columns) {
            // An indent and a wide character together need three columns.
            assert!(width(&line) <= columns.max(3), "{line:?} in {columns}");
        }
        assert!(width(&cut(&harmless, columns, "...")) <= columns);
    }
    let _ = for_word(&text);
});
