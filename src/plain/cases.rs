//! Lets the learner search for cases in plain mode and open one of the results.
//!
//! The list of results shows neither the ID of a case nor what kind of case it is, because either would reveal the
//! answer. The cases of a contrast pair differ in one line, so the list shows that line for each of them.

use super::note;
use crate::diagnostic::nearest;
use crate::document::{Block, Document, Text};
use crate::round::ItemId;
use crate::say;
use crate::study::Study;

const MOST_LISTED: usize = 30;

#[derive(Debug, Default)]
pub(super) struct CaseList {
    found: Vec<String>,
    /// The case to open if the learner asks for the same case again.
    asked: Option<String>,
}

impl CaseList {
    pub(super) fn search(&mut self, study: &Study, words: &str) -> Document {
        let found = study.library().search_without_answers(words);
        self.found = found.iter().take(MOST_LISTED).map(|(_, case)| case.id.clone()).collect();
        let mut document = Document::new(say!("{} of {} cases", found.len(), study.library().index().len()));
        let cases = (1..).zip(&found).take(MOST_LISTED);
        let lines = cases.map(|(number, (_, case))| {
            let title = study.library().listed_title(case);
            Text::verbatim(format!("{number}: {title} ({}, {})", case.telling.title(), case.pool.title()))
        });
        document.blocks.push(Block::List(lines.collect()));
        document.paragraph(if found.is_empty() {
            say!("No case contains all of these words. Type cases for a list of all cases.").to_owned()
        } else if found.len() > MOST_LISTED {
            say!(
                "Only the first {} cases are listed. To narrow the list, type, for example: cases expired airport. To open a case, type, for example: open 1",
                MOST_LISTED
            )
        } else {
            say!("To open a case, type, for example: open 1").to_owned()
        });
        document
    }

    /// If the case can't be opened, returns a document that explains why.
    pub(super) fn choose(&mut self, study: &Study, which: &str) -> Result<ItemId, Document> {
        let listed = which.parse().ok().and_then(|number: usize| self.found.get(number.checked_sub(1)?));
        let id = listed.map_or(which, String::as_str).to_owned();
        let Some(case) = study.library().scenario(&id) else {
            let near = nearest(
                which,
                study
                    .library()
                    .index()
                    .iter()
                    .filter(|entry| !entry.pool.is_kept_back())
                    .map(|entry| entry.id.as_str()),
            );
            return Err(note(near.map_or_else(
                || say!("There is no case {}. Type cases for a list.", which),
                |near| say!("There is no case {}. Did you mean {}?", which, near),
            )));
        };
        let reserved = say!("This case is reserved for the tests, which mean less once you have seen it.");
        let reserved = case.pool.is_kept_back().then(|| reserved.to_owned());
        let warnings: Vec<String> = reserved.into_iter().chain(study.rule_warning()).collect();
        if !warnings.is_empty() && self.asked.as_deref() != Some(&id) {
            self.asked = Some(id);
            let again = say!("Type the same command again to open it.");
            return Err(note(format!("{} {again}", warnings.join(" "))));
        }
        Ok(ItemId::from(id.as_str()))
    }
}
