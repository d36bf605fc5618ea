//! Creates a learner's report about a case. The report contains the id of the case, the contents of the screen and the
//! learner's remark.

use super::{Document, Meaning, Text};
use crate::say;

/// A reported case and the version of its pack. The `name` is the id of the case or, if the id must stay hidden, the
/// number of the case in the pack.
pub struct ReportedCase {
    pub name: String,
    /// The id and version of the pack, or an empty string if the item doesn't belong to a pack.
    pub pack: String,
}

/// Returns the report and, as a second document, the contents of the screen.
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
        Text::from(say!("The learner wrote no remark. What is wrong or unclear?"))
    } else {
        Text::verbatim(remark)
    });
    [document, shown]
}
