//! Exports questions in Moodle's GIFT format, which is plain text.
//!
//! A blank line ends a question, so no question may contain a blank line. All text is HTML on a single line, in which
//! each of the characters `\ : # = { } ~` is escaped.

use std::fmt::Write;

use super::item::ExportItem;
use super::{Format, nothing_to_mark};
use crate::learner::answer::Answer;
use crate::render::html::{self, fragment};
use crate::say;

pub(super) const FORMAT: Format = Format {
    name: "gift",
    description: "Moodle GIFT",
    extension: "gift",
    binary: false,
    max_items: usize::MAX,
    limitations: &[
        "confidence (to ask for it, choose a quiz behaviour with CBM)",
        "hints",
        "the teacher's notes",
        "ids and tags, in Moodle versions too old to read them from comments",
    ],
    unsupported_reason: nothing_to_mark,
    write,
};

fn write(items: &[ExportItem<'_>]) -> Vec<u8> {
    let head = [
        say!("401 or 403? Exported by airside."),
        say!("To ask how sure learners are, choose the quiz behaviour \"Immediate feedback with CBM\"."),
    ];
    let mut gift: String = head.map(|line| format!("// {line}\n")).concat();
    let mut pack = "";
    for item in items {
        if item.pack.id != pack {
            pack = &item.pack.id;
            let _ = write!(gift, "\n$CATEGORY: $course$/top/airside/{pack}\n");
        }
        question(item, &mut gift);
    }
    gift.into_bytes()
}

fn question(item: &ExportItem<'_>, gift: &mut String) {
    let scenario = item.scenario;
    let tags: Vec<String> = item.tags().map(|(kind, word)| format!("[tag:{kind}:{word}]")).collect();
    let stem = fragment(&item.stem());
    let _ = write!(
        gift,
        "\n// [id:{}] {}\n::{}::[html]{}{{\n",
        scenario.id,
        tags.join(" "),
        escape(&item.name),
        escape(&stem)
    );
    for choice in item.choices() {
        // If several answers start with `=`, Moodle lets the student choose one of them and gives full marks for it.
        let mark = if item.accepts(*choice) { '=' } else { '~' };
        let feedback = escape(&fragment(&item.choice_feedback(*choice)));
        let _ = writeln!(gift, "\t{mark}{}#[html]{feedback}", choice_text(item, *choice));
    }
    let _ = write!(gift, "\t####[html]{}\n}}\n", escape(&fragment(&item.general_feedback())));
}

/// Returns the text of a choice as HTML. A percent sign at the start is escaped, because Moodle would interpret it as
/// the start of the choice's marks.
fn choice_text(item: &ExportItem<'_>, choice: Answer) -> String {
    let text = html::escape(item.choice_text(choice));
    escape(&text.strip_prefix('%').map_or_else(|| text.clone(), |rest| format!("&#37;{rest}")))
}

fn escape(text: &str) -> String {
    let escaped = |character: char| ["\\:#={}~".contains(character).then_some('\\'), Some(character)];
    text.chars().flat_map(escaped).flatten().collect()
}
