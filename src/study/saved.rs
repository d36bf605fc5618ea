//! Saves files at the learner's request: reports about cases, and scenario drafts with the facts from the workbench.

use std::path::PathBuf;

use super::Study;
use crate::document::report::{ReportedCase, report};
use crate::files::create_numbered;
use crate::render::markdown::render;
use crate::round::{ItemId, Phase, Showing};
use crate::ruling::Facts;
use crate::say;
use crate::scenario::skeleton::skeleton;

impl Study {
    /// Saves facts in a new file as a scenario draft, which the learner then completes. Returns a message that contains
    /// the path of the file, or the reason why the draft couldn't be saved.
    pub(crate) fn keep_skeleton(&self, facts: &Facts) -> String {
        let Some(folder) = &self.state_folder else {
            return say!("Nothing is saved here. To print the scenario: airside rule --skeleton").to_owned();
        };
        match create_numbered(&folder.join("drafts"), "draft", "json", &skeleton(facts)) {
            Ok(path) => say!("Saved as a draft scenario: {}.", path.display()),
            Err(error) => say!("The scenario couldn't be saved: {}.", error),
        }
    }

    pub(crate) fn can_report(&self) -> bool {
        !self.reported().is_empty()
    }

    /// Saves a report about the current case in a new file, with the contents of the screen and the learner's remark.
    /// During a test, the report contains the number of the case instead of the id, so that it doesn't reveal the
    /// answer.
    pub fn report_case(&self, remark: &str, details: bool) -> Result<PathBuf, String> {
        let cases = self.reported();
        let shown = self.document(details).filter(|_| !cases.is_empty());
        let Some(shown) = shown else { return Err(say!("There is no case to report here.").to_owned()) };
        let Some(folder) = &self.state_folder else {
            return Err(say!("There is no folder for reports. Choose one with --state-dir.").to_owned());
        };
        let folder = folder.join("reports");
        let text = render(&report(&cases, &self.location(), remark, shown));
        create_numbered(&folder, "report", "md", &text).map_err(|error| {
            say!(
                "The report couldn't be saved in {}: {}. Free some space there, or choose another folder with --state-dir.",
                folder.display(),
                error
            )
        })
    }

    fn reported(&self) -> Vec<ReportedCase> {
        let round = self.round();
        let is_secret = round.rules().ruling != Showing::AtOnce && !matches!(round.phase(), Phase::Ruled(_));
        let indexes = match round.pair() {
            Some(indexes) => indexes.to_vec(),
            None => vec![round.position()],
        };
        let open = indexes.into_iter().filter_map(|index| round.items().get(index)).filter(|_| round.item().is_some());
        let cases = open.filter_map(|item| match &item.id {
            ItemId::Case(id) => {
                let found = self.library.packs().iter().find_map(|pack| {
                    let index = pack.scenarios.iter().position(|case| case.id == *id)?;
                    Some((pack, index))
                });
                let (pack, index) = found?;
                let name = if is_secret { say!("number {} in the pack", index + 1) } else { id.clone() };
                Some(ReportedCase { name, pack: say!("{}, version {}", pack.id, pack.version) })
            }
            ItemId::Claim(number) => {
                Some(ReportedCase { name: say!("claim {} of the article", number), pack: String::new() })
            }
            _ => None,
        });
        cases.collect()
    }
}
