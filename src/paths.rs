//! Finds the folders that airside uses for settings, packs and progress.
//!
//! On all Unix systems, including macOS, the folders follow the XDG Base Directory Specification. On Windows, the
//! folders follow the platform's conventions.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

/// The paths where settings, packs and progress are stored. A path is `None` if the user has no home folder and no
/// environment variable sets the path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    pub settings: Option<PathBuf>,
    pub packs: Option<PathBuf>,
    pub state: Option<PathBuf>,
}

impl Paths {
    /// Finds the folders. If `home` is given (as `AIRSIDE_HOME`), all folders are inside it. If `state` is given (as
    /// `--state-dir`), it replaces only the folder for the journal.
    pub fn find(home: Option<&Path>, state: Option<&Path>) -> Self {
        let mut paths = match home {
            Some(home) => Self {
                settings: Some(home.join("config").join("settings.json")),
                packs: Some(home.join("data").join("packs")),
                state: Some(home.join("state")),
            },
            None => Self::from_platform(),
        };
        if let Some(state) = state {
            paths.state = Some(state.to_owned());
        }
        paths
    }

    fn from_platform() -> Self {
        let Ok(base) = etcetera::choose_base_strategy() else { return Self::without_home() };
        let state = base.state_dir().unwrap_or_else(|| base.data_dir());
        Self::in_folders(Some(base.config_dir()), Some(base.data_dir()), Some(state))
    }

    /// Finds the folders for users without a home folder, as in many containers. Each folder can then be set with an
    /// environment variable.
    fn without_home() -> Self {
        let folder = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        Self::in_folders(folder("XDG_CONFIG_HOME"), folder("XDG_DATA_HOME"), folder("XDG_STATE_HOME"))
    }

    fn in_folders(config: Option<PathBuf>, data: Option<PathBuf>, state: Option<PathBuf>) -> Self {
        Self {
            settings: config.map(|folder| folder.join("airside").join("settings.json")),
            packs: data.map(|folder| folder.join("airside").join("packs")),
            state: state.map(|folder| folder.join("airside")),
        }
    }
}
