//! Manages the learner's preferences, which are kept from one session to the next.

use super::Study;
use crate::settings::{Setting, Settings, UserSettings};
use crate::store::journal::{JournalEntry, Payload};

const ROUND: &str = "preferences";

pub(super) fn details(history: &[JournalEntry]) -> bool {
    let set = history.iter().rev().find_map(|entry| match entry.event {
        Payload::Details(shown) => Some(shown),
        _ => None,
    });
    set.unwrap_or(false)
}

impl Study {
    /// Returns whether rulings are shown with their details.
    pub fn shows_details(&self) -> bool {
        self.details
    }

    /// Sets whether rulings are shown with their details, in this session and later ones.
    pub(crate) fn set_details(&mut self, shown: bool) {
        if self.details != shown {
            self.details = shown;
            self.record_beside(ROUND, Payload::Details(shown));
        }
    }

    pub(crate) fn use_settings(&mut self, settings: UserSettings) {
        self.settings = settings;
    }

    pub fn settings(&self) -> &Settings {
        self.settings.current()
    }

    pub fn setting(&self, setting: Setting) -> &'static str {
        match setting {
            Setting::Details if self.details => "on",
            _ => self.settings.value(setting),
        }
    }

    pub(crate) fn change_setting(&mut self, setting: Setting, value: &str) -> Result<(), String> {
        if setting == Setting::Details {
            self.set_details(value == "on");
            return Ok(());
        }
        self.settings.change(setting, value)
    }
}
