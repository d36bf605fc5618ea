//! Exports a QTI 2.1 package, which is a zip archive with a manifest and one file for each item.
//!
//! Each item has one outcome variable for the score and one for the feedback. QTI has no general feedback, so the
//! general feedback is repeated in the feedback for every choice.

use std::fmt::Write;

use super::archive::zip;
use super::item::ExportItem;
use super::{Format, nothing_to_mark};
use crate::learner::answer::Answer;
use crate::render::html::{escape, fragment};

pub(super) const FORMAT: Format = Format {
    name: "qti",
    description: "QTI 2.1 package",
    extension: "zip",
    binary: true,
    max_items: 65_000,
    limitations: &["confidence", "hints", "the teacher's notes", "tags, on systems that don't read the manifest"],
    unsupported_reason: nothing_to_mark,
    write,
};

fn write(items: &[ExportItem<'_>]) -> Vec<u8> {
    let files = items.iter().map(|item| (path(item), item_xml(item)));
    let manifest = ("imsmanifest.xml".to_owned(), manifest(items));
    let files: Vec<(String, String)> = std::iter::once(manifest).chain(files).collect();
    zip(files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())))
}

fn path(item: &ExportItem<'_>) -> String {
    format!("items/{}.xml", item.scenario.id)
}

/// Adds a prefix, because an XML identifier must start with a letter, but the id of a scenario may start with a digit.
fn identifier(item: &ExportItem<'_>) -> String {
    format!("airside.{}", item.scenario.id)
}

fn choice_identifier(choice: Answer) -> String {
    match choice {
        Answer::Unauthorized | Answer::Forbidden => format!("S{}", choice.name()),
        other => other.name().to_ascii_uppercase(),
    }
}

fn manifest(items: &[ExportItem<'_>]) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <manifest xmlns=\"http://www.imsglobal.org/xsd/imscp_v1p1\" \
         xmlns:lom=\"http://ltsc.ieee.org/xsd/LOM\" identifier=\"airside\">\n\
         \x20 <metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion></metadata>\n\
         \x20 <organizations/>\n\
         \x20 <resources>\n",
    );
    for item in items {
        let (id, path) = (escape(&identifier(item)), escape(&path(item)));
        let (title, language) = (escape(&item.name), escape(&item.pack.language));
        let keywords: Vec<String> = item
            .tags()
            .map(|(kind, word)| format!("<lom:keyword><lom:string>{kind}:{word}</lom:string></lom:keyword>"))
            .collect();
        let _ = write!(
            xml,
            "    <resource identifier=\"resource.{id}\" type=\"imsqti_item_xmlv2p1\" href=\"{path}\">\n\
             \x20     <metadata><lom:lom><lom:general>\
             <lom:title><lom:string language=\"{language}\">{title}</lom:string></lom:title>{}\
             </lom:general></lom:lom></metadata>\n\
             \x20     <file href=\"{path}\"/>\n\
             \x20   </resource>\n",
            keywords.concat()
        );
    }
    xml.push_str("  </resources>\n</manifest>\n");
    xml
}

fn item_xml(item: &ExportItem<'_>) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        xml,
        "<assessmentItem xmlns=\"http://www.imsglobal.org/xsd/imsqti_v2p1\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://www.imsglobal.org/xsd/imsqti_v2p1 \
         http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd\" \
         identifier=\"{}\" title=\"{}\" xml:lang=\"{}\" adaptive=\"false\" timeDependent=\"false\" \
         toolName=\"airside\">",
        escape(&identifier(item)),
        escape(&item.name),
        escape(&item.pack.language),
    );
    declarations(item, &mut xml);
    let _ = write!(
        xml,
        "  <itemBody>\n    {}\n\
         \x20   <choiceInteraction responseIdentifier=\"RESPONSE\" shuffle=\"false\" maxChoices=\"1\">\n\
         \x20     <prompt>{}</prompt>\n",
        fragment(&item.scene()),
        escape(&item.prompt)
    );
    for choice in item.choices() {
        let (id, text) = (choice_identifier(*choice), item.choice_text(*choice));
        let _ = writeln!(xml, "      <simpleChoice identifier=\"{id}\">{}</simpleChoice>", escape(text));
    }
    xml.push_str(
        "    </choiceInteraction>\n\
         \x20 </itemBody>\n\
         \x20 <responseProcessing>\n\
         \x20   <setOutcomeValue identifier=\"SCORE\"><mapResponse identifier=\"RESPONSE\"/></setOutcomeValue>\n\
         \x20   <setOutcomeValue identifier=\"FEEDBACK\"><variable identifier=\"RESPONSE\"/></setOutcomeValue>\n\
         \x20 </responseProcessing>\n",
    );
    for choice in item.choices() {
        let feedback = [item.choice_feedback(*choice), item.general_feedback()].concat();
        let _ = writeln!(
            xml,
            "  <modalFeedback outcomeIdentifier=\"FEEDBACK\" identifier=\"{}\" showHide=\"show\">{}</modalFeedback>",
            choice_identifier(*choice),
            fragment(&feedback)
        );
    }
    xml.push_str("</assessmentItem>\n");
    xml
}

/// Declares the score as a mapping, so that more than one choice can get full marks.
fn declarations(item: &ExportItem<'_>, xml: &mut String) {
    let mapped: Vec<String> = item
        .right()
        .map(|choice| format!("<mapEntry mapKey=\"{}\" mappedValue=\"1\"/>", choice_identifier(choice)))
        .collect();
    let _ = write!(
        xml,
        "  <responseDeclaration identifier=\"RESPONSE\" cardinality=\"single\" baseType=\"identifier\">\n\
         \x20   <correctResponse><value>{}</value></correctResponse>\n\
         \x20   <mapping lowerBound=\"0\" upperBound=\"1\" defaultValue=\"0\">{}</mapping>\n\
         \x20 </responseDeclaration>\n\
         \x20 <outcomeDeclaration identifier=\"SCORE\" cardinality=\"single\" baseType=\"float\">\
         <defaultValue><value>0</value></defaultValue></outcomeDeclaration>\n\
         \x20 <outcomeDeclaration identifier=\"FEEDBACK\" cardinality=\"single\" baseType=\"identifier\"/>\n",
        item.explained().map(choice_identifier).unwrap_or_default(),
        mapped.concat()
    );
}
