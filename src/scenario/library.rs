//! Finds packs: the built-in ones, those in the user's data folder, and files named on the command line.
//!
//! A broken pack never takes the app down: it is left out and its faults are kept to be shown.

use std::path::{Path, PathBuf};

use super::{Pack, Scenario};
use crate::diagnostic::Diagnostic;

/// A pack file that could not be used.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The file.
    pub path: String,
    /// Its faults, at least one.
    pub faults: Vec<Diagnostic>,
}

/// Every pack that is open.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// The packs, built-in ones first.
    pub packs: Vec<Pack>,
    /// The files that were left out.
    pub problems: Vec<Problem>,
}

impl Library {
    /// Opens the built-in packs, the `*.json` files in `user_folder` and the files in `named`.
    #[must_use]
    pub fn open(user_folder: Option<&Path>, named: &[PathBuf]) -> Self {
        let _ = (user_folder, named);
        Self::default()
    }

    /// The scenario of that id.
    #[must_use]
    pub fn scenario(&self, id: &str) -> Option<&Scenario> {
        self.scenarios().find(|scenario| scenario.id == id)
    }

    /// Every scenario, pack by pack.
    pub fn scenarios(&self) -> impl Iterator<Item = &Scenario> {
        self.packs.iter().flat_map(|pack| &pack.scenarios)
    }
}
