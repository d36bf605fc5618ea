//! Where files lie: settings, packs, journal.
//!
//! XDG on every Unix, macOS included; the platform's own folders on Windows. `AIRSIDE_HOME` and `--state-dir`
//! override. Must not create anything.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

/// The places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// The settings file.
    pub settings: PathBuf,
    /// The folder of the user's own packs.
    pub packs: PathBuf,
    /// The folder of the journal.
    pub state: PathBuf,
}

impl Paths {
    /// Finds the places. `home` is the value of `AIRSIDE_HOME`, `state` that of `--state-dir`. Nothing when there is
    /// no home folder and nothing overrides it.
    #[must_use]
    pub fn find(home: Option<&Path>, state: Option<&Path>) -> Option<Self> {
        let mut paths = match home {
            Some(home) => Self {
                settings: home.join("config").join("settings.json"),
                packs: home.join("data").join("packs"),
                state: home.join("state"),
            },
            None => Self::of_the_platform()?,
        };
        if let Some(state) = state {
            state.clone_into(&mut paths.state);
        }
        Some(paths)
    }

    fn of_the_platform() -> Option<Self> {
        let base = etcetera::choose_base_strategy().ok()?;
        let state = base.state_dir().unwrap_or_else(|| base.data_dir());
        Some(Self {
            settings: base.config_dir().join("airside").join("settings.json"),
            packs: base.data_dir().join("airside").join("packs"),
            state: state.join("airside"),
        })
    }
}
