//! Reads the exported XML formats, both as plain files and in packages.

use super::{Seen, between, inner, lines, plain};

pub fn moodle_xml(bytes: &[u8]) -> Vec<Seen> {
    let text = std::str::from_utf8(bytes).expect("text");
    well_formed(text);
    let html = |part: &str| {
        let (from, to) = ("<text><![CDATA[", "]]></text>");
        lines(inner(part, from, to))
    };
    let questions = text.split("<question type=\"multichoice\">").skip(1);
    questions
        .map(|part| {
            let mut seen = Seen {
                id: plain(inner(part, "<idnumber>", "</idnumber>")),
                title: plain(inner(part, "<name><text>", "</text>")),
                stem: html(inner(part, "<questiontext", "</questiontext>")),
                general_feedback: html(inner(part, "<generalfeedback", "</generalfeedback>")),
                ..Seen::default()
            };
            for answer in part.split("<answer ").skip(1) {
                let text = plain(&plain(inner(answer, "<text>", "</text>")));
                if answer.starts_with("fraction=\"100\"") {
                    seen.right.insert(text.clone());
                }
                seen.choices.push(text);
                seen.told.push(html(inner(answer, "<feedback", "</feedback>")));
            }
            seen.tags =
                part.split("<tag><text>").skip(1).map(|tag| plain(tag.split('<').next().expect("text"))).collect();
            seen
        })
        .collect()
}

/// Returns the text files that are listed in the directory of an uncompressed archive.
pub fn unzip(bytes: &[u8]) -> Vec<(String, String)> {
    let text = |bytes| String::from_utf8(bytes).expect("text");
    unpack(bytes).into_iter().map(|(path, data)| (path, text(data))).collect()
}

pub fn unpack(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let short = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let long = |at: usize| short(at) + (short(at + 2) << 16);
    let end = bytes.len() - 22;
    assert_eq!(&bytes[end..end + 4], b"PK\x05\x06");
    let mut at = long(end + 16);
    let files = (0..short(end + 10))
        .map(|_| {
            assert_eq!(&bytes[at..at + 4], b"PK\x01\x02");
            let (size, name, from) = (long(at + 24), short(at + 28), long(at + 42));
            assert_eq!((long(at + 20), short(at + 10)), (size, 0));
            let path = &bytes[at + 46..at + 46 + name];
            assert_eq!(&bytes[from..from + 4], b"PK\x03\x04");
            assert_eq!((long(from + 18), &bytes[from + 30..from + 30 + name]), (size, path));
            let data = &bytes[from + 30 + name..from + 30 + name + size];
            at += 46 + name;
            (String::from_utf8(path.to_vec()).expect("text"), data.to_vec())
        })
        .collect();
    assert_eq!(at, end);
    files
}

pub fn qti(bytes: &[u8]) -> Vec<Seen> {
    let files = unzip(bytes);
    for (_, text) in &files {
        well_formed(text);
    }
    let (name, manifest) = &files[0];
    assert_eq!(name, "imsmanifest.xml");
    let resources = manifest.split("<resource ").skip(1);
    resources
        .map(|resource| {
            let path = inner(resource, "href=\"", "\"");
            let item = &files.iter().find(|(name, _)| name == path).expect("the file").1;
            let mut seen = qti_item(item);
            let tags = resource.split("<lom:keyword><lom:string>").skip(1);
            seen.tags = tags.map(|tag| plain(tag.split('<').next().expect("text"))).collect();
            seen
        })
        .collect()
}

fn qti_item(item: &str) -> Seen {
    let body = inner(item, "<itemBody>", "</itemBody>");
    let (scene, interaction) = body.split_once("<choiceInteraction").expect("choices");
    let mut seen = Seen {
        id: inner(item, " identifier=\"airside.", "\"").to_owned(),
        title: plain(inner(item, " title=\"", "\"")).trim().to_owned(),
        stem: lines(scene),
        ..Seen::default()
    };
    seen.stem.push(plain(inner(interaction, "<prompt>", "</prompt>")));
    for choice in interaction.split("<simpleChoice identifier=\"").skip(1) {
        let (id, rest) = choice.split_once("\">").expect("an id");
        let text = plain(rest.split('<').next().expect("text"));
        if item.contains(&format!("<mapEntry mapKey=\"{id}\" mappedValue=\"1\"/>")) {
            seen.right.insert(text.clone());
        }
        let told = inner(item, &format!(" identifier=\"{id}\" showHide=\"show\">"), "</modalFeedback>");
        seen.told.push(lines(told));
        seen.choices.push(text);
    }
    let correct = inner(item, "<correctResponse><value>", "</value>");
    assert!(item.contains(&format!("<mapEntry mapKey=\"{correct}\"")));
    seen.general_feedback = seen.told[0].clone();
    seen
}

/// Checks that every element is closed in the right order. Text is escaped, so an angle bracket always starts a tag or
/// a section.
fn well_formed(xml: &str) {
    let mut open = Vec::new();
    let mut rest = xml;
    while let Some((_, after)) = rest.split_once('<') {
        rest = if let Some(section) = after.strip_prefix("![CDATA[") {
            section.split_once("]]>").expect("a section ends").1
        } else {
            let (tag, after) = after.split_once('>').expect("a tag ends");
            let name = tag.split(' ').next().expect("a name");
            match name.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name)),
                None if tag.ends_with('/') || tag.starts_with('?') => {}
                None => open.push(name),
            }
            after
        };
    }
    assert!(open.is_empty(), "{open:?}");
}

pub fn kahoot(bytes: &[u8]) -> Vec<Seen> {
    let files = unzip(bytes);
    for (_, text) in &files {
        well_formed(text);
    }
    let sheet = &files.iter().find(|(path, _)| path == "xl/worksheets/sheet1.xml").expect("a sheet").1;
    let rows = sheet.split("<row r=\"").skip(1);
    rows.filter(|row| {
        row.split('"').next().and_then(|number| number.parse().ok()).is_some_and(|number: u32| number > 8)
    })
    .map(|row| {
        let cell = |column: char| {
            let (_, cell) = row.split_once(&format!("<c r=\"{column}"))?;
            let cell = cell.split("</c>").next()?;
            let text = between(cell, "preserve\">", "</t>").or_else(|| between(cell, "<v>", "</v>"))?.0;
            Some(plain(text))
        };
        assert_eq!(cell('G').as_deref(), Some("240"));
        let choices: Vec<String> = ('C'..='F').filter_map(cell).collect();
        assert!(choices.iter().all(|choice| choice.len() <= 75));
        let right = cell('H').expect("right ones");
        let right = right.split(',').map(|place| choices[place.parse::<usize>().expect("a place") - 1].clone());
        Seen { stem: vec![cell('B').expect("a question")], right: right.collect(), choices, ..Seen::default() }
    })
    .collect()
}
