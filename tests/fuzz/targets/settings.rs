//! Parses any bytes as settings. Either the settings apply, or a notice explains why they don't.
#![no_main]

use std::fs;
use std::sync::LazyLock;

use airside::settings::Settings;
use airside::text::is_safe;
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir_in("/dev/shm").expect("a folder in memory"));

fuzz_target!(|bytes: &[u8]| {
    let path = FOLDER.path().join("settings.json");
    fs::write(&path, bytes).expect("writable");
    let (settings, notice) = Settings::read(&path);
    assert!(notice.is_none() || settings == Settings::default());
    assert!(notice.is_none_or(|notice| notice.contains("settings.json") && notice.lines().all(is_safe)));
});
