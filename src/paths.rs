//! The folders that airside uses for settings, packs and progress.
//!
//! They follow the XDG base directories on every Unix, macOS included, and the platform's own folders on Windows. Must
//! not create anything.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    pub settings: PathBuf,
    pub packs: PathBuf,
    /// The folder that holds the journal.
    pub state: PathBuf,
}

impl Paths {
    /// Finds the folders. `home` (`AIRSIDE_HOME`) replaces all of them, and `state` (`--state-dir`) only the last one.
    /// Returns `None` if the user has no home folder and nothing replaces it.
    pub fn find(home: Option<&Path>, state: Option<&Path>) -> Option<Self> {
        let mut paths = match home {
            Some(home) => Self {
                settings: home.join("config").join("settings.json"),
                packs: home.join("data").join("packs"),
                state: home.join("state"),
            },
            None => Self::from_platform()?,
        };
        if let Some(state) = state {
            state.clone_into(&mut paths.state);
        }
        Some(paths)
    }

    fn from_platform() -> Option<Self> {
        let base = etcetera::choose_base_strategy().ok()?;
        let state = base.state_dir().unwrap_or_else(|| base.data_dir());
        Some(Self {
            settings: base.config_dir().join("airside").join("settings.json"),
            packs: base.data_dir().join("airside").join("packs"),
            state: state.join("airside"),
        })
    }
}
