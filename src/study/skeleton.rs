//! Saves the facts of the workbench as a pack with one scenario to fill in.

use std::io::Write;

use super::Study;
use crate::ruling::Facts;
use crate::say;
use crate::scenario::skeleton::skeleton;

impl Study {
    /// Saves these facts as a scenario to fill in, in a new file. Returns a sentence that says where, or why it
    /// failed.
    pub fn keep_skeleton(&self, facts: &Facts) -> String {
        let Some(folder) = &self.state_folder else {
            return say!("Nothing is saved here. To print the scenario: airside rule --skeleton").to_owned();
        };
        let folder = folder.join("skeletons");
        let write = || {
            std::fs::create_dir_all(&folder)?;
            for number in 1.. {
                let path = folder.join(format!("skeleton-{number}.json"));
                match std::fs::File::create_new(&path) {
                    Ok(mut file) => return file.write_all(skeleton(facts).as_bytes()).map(|()| path),
                    Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(folder.clone())
        };
        match write() {
            Ok(path) => say!("Saved in {}.", path.display()),
            Err(error) => say!("The scenario couldn't be saved: {}.", error),
        }
    }
}
