//! A learner's report about a case: which case it is, what was shown of it, and what the learner says.

use super::{Document, Meaning, Text};
use crate::say;

/// A case, by its id where that may be shown, and its pack with the version.
pub struct ReportedCase {
    pub name: String,
    /// Empty for what is in no pack.
    pub pack: String,
}

/// The report, and behind it what was shown.
pub fn report(cases: &[ReportedCase], place: &str, remark: &str, shown: Document) -> [Document; 2] {
    let mut document = Document::new(say!("Report about a case"));
    for case in cases {
        document.field(say!("Case"), Text::new(case.name.as_str(), Meaning::Code));
        if !case.pack.is_empty() {
            document.field(say!("Pack"), Text::verbatim(case.pack.as_str()));
        }
    }
    document.field(say!("Shown in"), Text::verbatim(place));
    document.field("airside", Text::verbatim(env!("CARGO_PKG_VERSION")));
    document.heading(say!("Remark"));
    document.paragraph(if remark.is_empty() {
        Text::from(say!("The learner wrote nothing. What is wrong or unclear?"))
    } else {
        Text::verbatim(remark)
    });
    [document, shown]
}
