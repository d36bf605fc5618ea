//! How far something is that takes a while, on standard error, where somebody watches.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

/// How wide a bar is.
const COLUMNS: usize = 30;

/// A bar that stays on its line. It is drawn only when it changes, and only on a terminal.
pub(super) struct Bar {
    all: usize,
    watched: bool,
    /// Hundredths that are shown, and one: 0 before the first.
    shown: AtomicUsize,
}

impl Bar {
    /// A bar over so many steps. Below `worth` it would be gone before it is seen, and is never drawn.
    pub(super) fn of(all: usize, worth: usize) -> Self {
        Self { all, watched: all >= worth && io::stderr().is_terminal(), shown: AtomicUsize::new(0) }
    }

    /// Shows that so many steps are done.
    pub(super) fn at(&self, done: usize) {
        let hundredths = 100 * done / self.all.max(1);
        if self.watched && self.shown.fetch_max(hundredths + 1, Ordering::Relaxed) <= hundredths {
            let end = if hundredths == 100 { "\n" } else { "" };
            // Progress that cannot be shown is no reason to stop.
            drop(write!(io::stderr(), "\r{}{end}", drawn(hundredths)));
        }
    }
}

fn drawn(hundredths: usize) -> String {
    let full = COLUMNS * hundredths / 100;
    format!("[{}{}] {hundredths:>3} %", "=".repeat(full), " ".repeat(COLUMNS - full))
}

#[cfg(test)]
mod tests {
    use super::drawn;

    #[test]
    fn a_bar_grows_from_nothing_to_all() {
        assert_eq!(drawn(0), "[                              ]   0 %");
        assert_eq!(drawn(50), "[===============               ]  50 %");
        assert_eq!(drawn(100), "[==============================] 100 %");
    }
}
