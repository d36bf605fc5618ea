//! Exports questions in Moodle's XML format, including ids and tags.
//!
//! Elements have the same order as in Moodle's own exports. All text is stored as HTML in CDATA sections. The HTML is
//! escaped, so it can't contain `]]>`.

use std::fmt::Write;

use super::item::ExportItem;
use super::{Format, nothing_to_mark};
use crate::render::html::{escape, fragment};

pub(super) const FORMAT: Format = Format {
    name: "moodle-xml",
    description: "Moodle XML",
    extension: "xml",
    binary: false,
    max_items: usize::MAX,
    limitations: &["confidence (to ask for it, choose a quiz behaviour with CBM)", "hints", "the teacher's notes"],
    unsupported_reason: nothing_to_mark,
    write,
};

fn write(items: &[ExportItem<'_>]) -> Vec<u8> {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n");
    let mut pack = "";
    for item in items {
        if item.pack.id != pack {
            pack = &item.pack.id;
            category(item, &mut xml);
        }
        question(item, &mut xml);
    }
    xml.push_str("</quiz>\n");
    xml.into_bytes()
}

fn category(item: &ExportItem<'_>, xml: &mut String) {
    let (id, title) = (escape(&item.pack.id), escape(&item.pack.title));
    let _ = write!(
        xml,
        "  <question type=\"category\">\n\
         \x20   <category><text>$course$/top/airside/{id}</text></category>\n\
         \x20   <info format=\"plain_text\"><text>{title}</text></info>\n\
         \x20   <idnumber></idnumber>\n\
         \x20 </question>\n"
    );
}

fn question(item: &ExportItem<'_>, xml: &mut String) {
    let scenario = item.scenario;
    let stem = fragment(&item.stem());
    let _ = write!(
        xml,
        "  <question type=\"multichoice\">\n\
         \x20   <name><text>{}</text></name>\n\
         \x20   <questiontext format=\"html\"><text><![CDATA[{stem}]]></text></questiontext>\n\
         \x20   <generalfeedback format=\"html\"><text><![CDATA[{}]]></text></generalfeedback>\n\
         \x20   <defaultgrade>1.0000000</defaultgrade>\n\
         \x20   <penalty>1.0000000</penalty>\n\
         \x20   <hidden>0</hidden>\n\
         \x20   <idnumber>{}</idnumber>\n\
         \x20   <single>true</single>\n\
         \x20   <shuffleanswers>false</shuffleanswers>\n\
         \x20   <answernumbering>none</answernumbering>\n\
         \x20   <showstandardinstruction>0</showstandardinstruction>\n\
         \x20   <correctfeedback format=\"html\"><text></text></correctfeedback>\n\
         \x20   <partiallycorrectfeedback format=\"html\"><text></text></partiallycorrectfeedback>\n\
         \x20   <incorrectfeedback format=\"html\"><text></text></incorrectfeedback>\n",
        escape(&item.name),
        fragment(&item.general_feedback()),
        escape(&scenario.id),
    );
    for choice in item.choices() {
        let fraction = if item.accepts(*choice) { 100 } else { 0 };
        let _ = writeln!(
            xml,
            "    <answer fraction=\"{fraction}\" format=\"html\"><text>{}</text>\
             <feedback format=\"html\"><text><![CDATA[{}]]></text></feedback></answer>",
            // The text is escaped twice, because it is HTML inside XML.
            escape(&escape(item.choice_text(*choice))),
            fragment(&item.choice_feedback(*choice)),
        );
    }
    let tags: Vec<String> = item.tags().map(|(kind, word)| format!("<tag><text>{kind}:{word}</text></tag>")).collect();
    let _ = write!(xml, "    <tags>{}</tags>\n  </question>\n", tags.concat());
}
