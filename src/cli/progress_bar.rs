//! Draws a progress bar on standard error.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::streams;

const COLUMNS: usize = 30;

/// A progress bar that is drawn only on a terminal, and redrawn only when it changes.
pub(super) struct ProgressBar {
    steps: usize,
    is_visible: bool,
    /// The percentage on screen plus 1, or 0 before the bar is drawn for the first time.
    drawn: AtomicUsize,
}

impl ProgressBar {
    pub(super) fn new(steps: usize) -> Self {
        Self { steps, is_visible: io::stderr().is_terminal(), drawn: AtomicUsize::new(0) }
    }

    pub(super) fn advance(&self, done: usize) {
        let percent = 100 * done / self.steps.max(1);
        if self.is_visible && self.drawn.fetch_max(percent + 1, Ordering::Relaxed) <= percent {
            let end = if percent == 100 { "\n" } else { "" };
            drop(write!(streams::stderr(), "\r{}{end}", draw(percent)));
        }
    }
}

fn draw(percent: usize) -> String {
    let full = COLUMNS * percent / 100;
    format!("[{}{}] {percent:>3}%", "=".repeat(full), " ".repeat(COLUMNS - full))
}

#[cfg(test)]
mod tests {
    use super::draw;

    #[test]
    fn the_bar_fills_up() {
        assert_eq!(draw(0), "[                              ]   0%");
        assert_eq!(draw(50), "[===============               ]  50%");
        assert_eq!(draw(100), "[==============================] 100%");
    }
}
