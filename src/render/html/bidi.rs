//! Isolates right-to-left text on a page, so that a right-to-left name can't reorder the words and numbers beside it.
//!
//! The style sheet lets the text of each paragraph determine its direction.

/// Wraps right-to-left text in `bdi` elements. Leaves tags, attributes, the title and the style sheet unchanged.
pub(super) fn isolate(page: &str) -> String {
    let mut isolated = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((text, from)) = rest.find('<').and_then(|start| rest.split_at_checked(start)) {
        isolate_text(text, &mut isolated);
        // The contents of `title` and `style` elements aren't markup.
        let end = if from.starts_with("<title") {
            "</title>"
        } else if from.starts_with("<style") {
            "</style>"
        } else {
            ">"
        };
        let length = from.find(end).map_or(from.len(), |start| start + end.len());
        let (tag, after) = from.split_at(length);
        isolated.push_str(tag);
        rest = after;
    }
    isolate_text(rest, &mut isolated);
    isolated
}

/// If text starts right-to-left and is mostly right-to-left, isolates all of it.
fn isolate_text(text: &str, isolated: &mut String) {
    if !text.contains(is_right_to_left) {
        return isolated.push_str(text);
    }
    let count = |is: fn(char) -> bool| text.chars().filter(|character| is(*character)).count();
    let is_left_to_right = |character: char| character.is_alphabetic() && !is_right_to_left(character);
    let leads = text.chars().find(|character| character.is_alphabetic()).is_some_and(is_right_to_left);
    if leads && count(is_right_to_left) >= count(is_left_to_right) {
        return isolated.extend(["<bdi>", text, "</bdi>"]);
    }
    let mut rest = text;
    while let Some(start) = rest.find(is_right_to_left) {
        let (before, from) = rest.split_at(start);
        // A right-to-left part ends with its last right-to-left letter, and includes any spaces and digits before that
        // letter.
        let until = from.find(is_left_to_right).unwrap_or(from.len());
        let (inside, _) = from.split_at(until);
        let last = inside.char_indices().rev().find(|(_, character)| is_right_to_left(*character));
        let length = last.map_or(until, |(index, character)| index + character.len_utf8());
        let (part, after) = from.split_at(length);
        isolated.extend([before, "<bdi>", part, "</bdi>"]);
        rest = after;
    }
    isolated.push_str(rest);
}

/// The ranges cover Hebrew, Arabic and the neighbouring right-to-left scripts in Unicode.
fn is_right_to_left(character: char) -> bool {
    matches!(
        character,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_isolated_and_nothing_else_changes() {
        for (page, expected) in [
            ("<p>Seat 07: 3 of 4</p>", "<p>Seat 07: 3 of 4</p>"),
            ("<p>Seat שרה לוי: 3 of 4</p>", "<p>Seat <bdi>שרה לוי</bdi>: 3 of 4</p>"),
            ("<p>Absent: سارة, רות.</p>", "<p>Absent: <bdi>سارة, רות</bdi>.</p>"),
            ("<p>سارة تطلب API جديد</p>", "<p><bdi>سارة تطلب API جديد</bdi></p>"),
            (
                "<title>שרה</title><style>שרה</style><p title=\"שרה\">a</p>",
                "<title>שרה</title><style>שרה</style><p title=\"שרה\">a</p>",
            ),
            ("<td>שרה &amp; Tom and Ann</td>", "<td><bdi>שרה</bdi> &amp; Tom and Ann</td>"),
        ] {
            assert_eq!(isolate(page), expected);
        }
    }
}
