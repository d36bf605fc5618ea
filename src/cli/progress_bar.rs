//! A progress bar on standard error.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

const COLUMNS: usize = 30;

/// The bar is drawn only when it changes, and only on a terminal.
pub(super) struct ProgressBar {
    steps: usize,
    is_visible: bool,
    /// The percentage on the screen plus one, or 0 before the first.
    drawn: AtomicUsize,
}

impl ProgressBar {
    /// With fewer steps than `worth`, the bar stays invisible.
    pub(super) fn new(steps: usize, worth: usize) -> Self {
        Self { steps, is_visible: steps >= worth && io::stderr().is_terminal(), drawn: AtomicUsize::new(0) }
    }

    pub(super) fn advance(&self, done: usize) {
        let percent = 100 * done / self.steps.max(1);
        if self.is_visible && self.drawn.fetch_max(percent + 1, Ordering::Relaxed) <= percent {
            let end = if percent == 100 { "\n" } else { "" };
            // A failure to draw the bar must not stop the work.
            drop(write!(io::stderr(), "\r{}{end}", draw(percent)));
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
