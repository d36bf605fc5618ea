//! Measures and wraps text, and makes it safe to print.
//!
//! Text from outside the program, such as packs, journals, arguments and the environment, passes through [`safe`]
//! before it reaches a terminal. Two global settings describe the terminal. `assume_wide` sets the width of
//! ambiguous-width characters, and `assume_ascii` limits the output to ASCII.

mod ascii;
mod characters;

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

pub use ascii::shown;
pub(crate) use ascii::{ascii_letter, assume_ascii};
pub(crate) use characters::narrow;
use characters::{is_emoji, is_mark};
pub use characters::{is_unsafe, marks, unsafe_characters};

/// The maximum number of combining marks on one character. No writing system needs more than that.
pub const MOST_MARKS: usize = 8;

pub(crate) fn hex(bytes: &[u8], digits: usize) -> String {
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves.filter_map(|half| char::from_digit(half.into(), 16)).take(digits).collect()
}

/// The search ignores case and also matches parts of words.
pub(crate) fn has_words<'a>(texts: impl IntoIterator<Item = &'a str>, words: &str) -> bool {
    let text = texts.into_iter().collect::<Vec<_>>().join(" ").to_lowercase();
    words.split_whitespace().all(|word| text.contains(&word.to_lowercase()))
}

/// Returns the text with its first letter capitalised.
pub fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

static IS_WIDE: AtomicBool = AtomicBool::new(false);

/// Sets whether ambiguous-width characters take up two columns, as in terminals for East Asian text.
pub(crate) fn assume_wide(is_wide: bool) {
    IS_WIDE.store(is_wide, Ordering::Relaxed);
}

/// Returns the width of text on this terminal, in columns.
pub fn width(text: &str) -> usize {
    if IS_WIDE.load(Ordering::Relaxed) { text.width_cjk() } else { narrow_width(text) }
}

/// Returns the width of the text, counting each ambiguous-width character as one column. Packs are measured with this
/// width, because it is the same on every terminal.
pub(crate) fn narrow_width(text: &str) -> usize {
    text.width()
}

/// Returns whether text contains neither unsafe characters nor long runs of combining marks.
pub fn is_safe(text: &str) -> bool {
    // Most text is plain ASCII, for which this test is fast.
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
        || unsafe_characters(text).next().is_none() && marks(text) <= MOST_MARKS
}

/// Replaces every unsafe character with its code point, such as `<U+001B>`, and extra combining marks with their
/// number, such as `<92 marks>`.
pub fn safe(text: &str) -> Cow<'_, str> {
    if is_safe(text) {
        return text.into();
    }
    let mut visible = String::with_capacity(text.len() + 16);
    let mut run = 0;
    let mut hidden = unsafe_characters(text).peekable();
    for (index, character) in text.char_indices() {
        let is_hidden = hidden.next_if(|(hidden, _)| *hidden == index).is_some();
        if is_mark(character) && !is_hidden {
            run += 1;
            if run <= MOST_MARKS {
                visible.push(character);
            }
            continue;
        }
        end_run(&mut visible, std::mem::take(&mut run));
        if is_hidden {
            let _ = write!(visible, "<U+{:04X}>", u32::from(character));
        } else {
            visible.push(character);
        }
    }
    end_run(&mut visible, run);
    visible.into()
}

fn end_run(visible: &mut String, run: usize) {
    if run > MOST_MARKS {
        let _ = write!(visible, "<{} marks>", run - MOST_MARKS);
    }
}

/// Escapes every unsafe character in JSON, for example as `\u009b`, so that the JSON is safe to print but keeps its
/// meaning. Line breaks and tabs are kept.
pub fn json(json: &str) -> Cow<'_, str> {
    let is_escaped = |character: char| is_unsafe(character) && !matches!(character, '\n' | '\t');
    if !json.contains(is_escaped) {
        return json.into();
    }
    let mut written = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        if is_escaped(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(written, "\\u{unit:04x}");
            }
        } else {
            written.push(character);
        }
    }
    written.into()
}

/// Formats a value as JSON with tabs for indentation, as in the packs and translations of the repository.
pub fn tabbed_json(value: &impl Serialize) -> String {
    let mut written = Vec::new();
    let tabbed = PrettyFormatter::with_indent(b"\t");
    // Writing to memory can't fail, and JSON is always valid UTF-8.
    let _ = value.serialize(&mut Serializer::with_formatter(&mut written, tabbed));
    String::from_utf8(written).unwrap_or_default()
}

/// Breaks text into lines of at most `columns` columns. Lines are broken between words where possible. A word is split
/// only if it is longer than a line. If the text starts with spaces, every line is indented. Returns no lines for empty
/// text.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let text = safe(text);
    let body = text.trim_start_matches(' ');
    let indent = " ".repeat((text.len() - body.len()).min(columns.max(1) / 2));
    let room = columns.saturating_sub(indent.len()).max(1);
    let line = |line: Range<usize>| {
        let line = body.get(line).unwrap_or_default();
        // The widest character, U+17D8, takes three columns, which may leave no room for the indent.
        if width(line) > room { line.to_owned() } else { format!("{indent}{line}") }
    };
    line_ranges(body, room, |_| true).into_iter().map(line).collect()
}

/// Breaks text into lines of at most `columns` columns and returns each line's byte range, without the spaces between
/// lines. A space can end a line only if `is_gap` is true for the index of the space.
pub(crate) fn line_ranges(text: &str, columns: usize, is_gap: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    // The width of the current line is stored, because measuring the line again after each word would take quadratic
    // time.
    let (mut line, mut used) = (0..0, 0);
    for word in word_ranges(text, is_gap) {
        let mut needed = width(text.get(word.clone()).unwrap_or_default());
        let gap = word.start - line.end;
        if !line.is_empty() && used + gap + needed <= columns {
            line.end = word.end;
            used += gap + needed;
            continue;
        }
        if !line.is_empty() {
            lines.push(line);
        }
        line = word;
        while needed > columns {
            let rest = text.get(line.clone()).unwrap_or_default();
            let split = split_index(rest, columns);
            if split == rest.len() {
                break;
            }
            lines.push(line.start..line.start + split);
            line.start += split;
            needed = needed.saturating_sub(width(rest.get(..split).unwrap_or_default()));
        }
        used = needed;
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

fn word_ranges(text: &str, is_gap: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let gaps = text.match_indices(' ').map(|(index, _)| index).filter(|index| is_gap(*index));
    let mut start = 0;
    let mut words = Vec::new();
    for gap in gaps.chain([text.len()]) {
        if start < gap {
            words.push(start..gap);
        }
        start = gap + 1;
    }
    words
}

/// Returns how many bytes of an overlong word fit on a line of the given width. If possible, the word is split after a
/// character such as `/` or `&` in the second half of the line.
fn split_index(word: &str, columns: usize) -> usize {
    // A grapheme cluster that is wider than a line is split between its characters.
    let parts = word.graphemes(true).flat_map(|cluster| {
        if width(cluster) <= columns {
            vec![cluster]
        } else {
            cluster.split("").filter(|part| !part.is_empty()).collect()
        }
    });
    let (mut used, mut end, mut sign, mut fitting, mut can_end) = (0, 0, 0, 0, true);
    for part in parts {
        used += width(part);
        if can_end && !part.starts_with(never_first) {
            fitting = end;
        }
        if used > columns && end > 0 {
            return if sign * 2 > end {
                sign
            } else if fitting > 0 {
                fitting
            } else {
                end
            };
        }
        can_end = !part.starts_with(never_last);
        end += part.len();
        if part.chars().all(|one| one.is_ascii_punctuation() && !"'_%".contains(one)) {
            sign = end;
        }
    }
    end
}

/// Returns whether a character must not start a line, such as a full stop in Chinese, Japanese or Korean.
fn never_first(character: char) -> bool {
    "、。，．・：；？！）］｝〕〉》」』】〙〗〟’”〜～ー々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…‥％℃"
        .contains(character)
}

/// Returns whether a character must not end a line, such as an opening bracket in Chinese, Japanese or Korean.
fn never_last(character: char) -> bool {
    "（［｛〔〈《「『【〘〖〝‘“".contains(character)
}

/// Shortens text to at most `columns` columns, at a word boundary. Text that was shortened ends with the given
/// ellipsis.
pub fn cut(text: &str, columns: usize, ellipsis: &str) -> String {
    let text = without_selectors(text);
    if width(&text) <= columns {
        return text;
    }
    let room = columns.saturating_sub(width(ellipsis) + 1);
    let fitting = word_ranges(&text, |_| true).into_iter().map(|word| text.get(..word.end).unwrap_or_default());
    let kept = fitting.take_while(|kept| width(kept) <= room).last().unwrap_or_default();
    match kept {
        _ if columns < width(ellipsis) => String::new(),
        // As in [`wrap`], a word is split only if it is longer than a line.
        "" => {
            let word = text.split(' ').next().unwrap_or_default();
            let room = columns - width(ellipsis);
            let end = if width(word) > columns && room > 0 { split_index(word, room) } else { 0 };
            format!("{}{ellipsis}", word.get(..end).unwrap_or_default())
        }
        _ => format!("{kept} {ellipsis}"),
    }
}

/// Removes variation selectors and joiners from emoji, because terminals disagree about the width of such emoji.
pub(crate) fn without_selectors(text: &str) -> String {
    let text = safe(text);
    let mut characters = text.chars().peekable();
    let mut kept = String::with_capacity(text.len());
    while let Some(character) = characters.next() {
        let is_in_emoji = character == '\u{200d}' && characters.peek().is_some_and(|next| is_emoji(*next));
        if character != '\u{fe0f}' && !is_in_emoji {
            kept.push(character);
        }
    }
    kept
}

/// Compares strings in natural order, in which `2` precedes `10`.
pub(crate) fn natural_order(one: &str, other: &str) -> std::cmp::Ordering {
    natural_key(one).cmp(&natural_key(other)).then_with(|| one.cmp(other))
}

fn natural_key(text: &str) -> Vec<(String, u64)> {
    let (mut parts, mut rest) = (Vec::new(), text);
    while !rest.is_empty() {
        let is_digit = |character: char| character.is_ascii_digit();
        let (word, after) = rest.split_at_checked(rest.find(is_digit).unwrap_or(rest.len())).unwrap_or_default();
        let end = after.find(|character| !is_digit(character)).unwrap_or(after.len());
        let (digits, remaining) = after.split_at_checked(end).unwrap_or_default();
        parts.push((word.to_lowercase(), digits.parse().unwrap_or_default()));
        rest = remaining;
    }
    parts
}

/// Quotes a path, if necessary, so that a POSIX shell treats it as a single argument.
pub(crate) fn shell_quoted(path: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "_./,+:@%=-".contains(character);
    if !path.is_empty() && !path.starts_with('-') && path.chars().all(is_plain) {
        path.to_owned()
    } else if path.starts_with('-') {
        shell_quoted(&format!("./{path}"))
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_between_words_and_keeps_every_word() {
        let text = "The reader at gate 24 shows a name and a red lamp.";
        for columns in 1..60 {
            let lines = wrap(text, columns);
            assert!(lines.iter().all(|line| width(line) <= columns), "{columns}: {lines:?}");
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
        assert_eq!(wrap(text, 21), ["The reader at gate 24", "shows a name and a", "red lamp."]);
    }

    #[test]
    fn a_word_that_is_too_long_breaks_behind_a_sign() {
        let url = "https://login.example/realms/airside?client_id=gate&scope=lounge";
        assert_eq!(wrap(url, 24), ["https://login.example/", "realms/airside?", "client_id=gate&scope=", "lounge"]);
        assert_eq!(wrap(&"x".repeat(9), 4), ["xxxx", "xxxx", "x"]);
        assert_eq!(wrap("GET /a?b=cdefgh", 12), ["GET", "/a?b=cdefgh"]);
    }

    #[test]
    fn indents_every_line_and_counts_wide_characters() {
        assert_eq!(wrap("  one two three", 9), ["  one two", "  three"]);
        assert_eq!(wrap("日本語 日本", 6), ["日本語", "日本"]);
        // The text is a single grapheme cluster that is wider than the line.
        assert_eq!(wrap("\u{6dd}\u{6dd}\u{6dd}x", 2), ["\u{6dd}\u{6dd}", "\u{6dd}x"]);
        // A character that takes three columns leaves no room for an indent.
        assert_eq!(wrap(" a \u{17d8}", 2), [" a", "\u{17d8}"]);
        assert!(wrap("", 10).is_empty());
    }

    #[test]
    fn no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() {
        for (text, columns, lines) in [
            ("日本語、英語。", 6, &["日本", "語、英", "語。"][..]),
            ("「日本」「英語」", 8, &["「日本」", "「英語」"]),
            ("日本語「英語」", 8, &["日本語", "「英語」"]),
            ("ターミナー", 8, &["ターミ", "ナー"]),
            ("、、、、", 4, &["、、", "、、"]),
            ("日、。」", 4, &["日、", "。」"]),
        ] {
            assert_eq!(wrap(text, columns), lines, "{text}");
        }
        let text = "空港の入口で、係員は「証明書を見せてください」と言った。ところが、旅客は何も持っていなかった！";
        for columns in 6..60 {
            for line in wrap(text, columns) {
                assert!(!line.starts_with(never_first) && !line.ends_with(never_last), "{columns}: {line}");
            }
        }
    }

    #[test]
    fn makes_what_acts_on_a_terminal_visible() {
        assert_eq!(safe("a\u{1b}[31mb\u{202e}c"), "a<U+001B>[31mb<U+202E>c");
        assert_eq!(safe("plain"), "plain");
        assert_eq!(safe("4\u{e0030}0\u{180e}1"), "4<U+E0030>0<U+180E>1");
        assert!(!wrap("x\u{9b}y\u{7}", 40).concat().contains(char::is_control));
    }

    #[test]
    fn joiners_are_safe_only_where_a_script_or_an_emoji_needs_them() {
        for (text, columns) in [
            ("او می\u{200c}خواهد", 10),
            ("क्\u{200d}ष", 2),
            ("👩\u{200d}🚀", 2),
            ("❤\u{fe0f}\u{200d}🔥", 2),
            ("🧑🏽\u{200d}💻", 2),
        ] {
            assert_eq!((safe(text).as_ref(), width(text)), (text, columns), "{text}");
        }
        for text in [
            "pass\u{200c}word", "4\u{200d}01", "می\u{200c} خواهد", "\u{200c}می", "می\u{200d}", "می\u{200c}\u{200c}خ",
            "می\u{200c}a", "۴\u{200c}۰", "👩\u{200c}🚀", "👩\u{200d}", "👩\u{200d} 🚀", "می\u{200b}خ", "می\u{202e}خ",
        ] {
            let shown = safe(text);
            assert!(shown.contains("<U+20") && !is_safe(text) && is_safe(&shown), "{text:?} {shown:?}");
        }
        assert_eq!(without_selectors("❤\u{fe0f}\u{200d}🔥 क्\u{200d}ष"), "❤🔥 क्\u{200d}ष");
        assert!(!is_safe(&format!("क{}", "\u{94d}\u{200d}".repeat(20))));
    }

    #[test]
    fn cuts_heaps_of_marks_and_keeps_accents() {
        let heap = format!("a{}b", "\u{301}".repeat(100));
        assert_eq!(safe(&heap), format!("a{}<92 marks>b", "\u{301}".repeat(8)));
        assert_eq!(safe(&safe(&heap)), safe(&heap));
        assert_eq!(safe("e\u{301}\u{323} \u{928}\u{93f}"), "e\u{301}\u{323} \u{928}\u{93f}");
        assert!(!is_safe(&heap) && marks(&heap) == 100);
    }

    #[test]
    fn json_stays_the_same_json() {
        assert_eq!(json("{\n\t\"a\u{9b}\": \"\u{202e}\u{e0030}\"}"), "{\n\t\"a\\u009b\": \"\\u202e\\udb40\\udc30\"}");
    }

    #[test]
    fn written_json_has_one_tab_for_each_level() {
        assert_eq!(tabbed_json(&[("a\t", [1])]), "[\n\t[\n\t\t\"a\\t\",\n\t\t[\n\t\t\t1\n\t\t]\n\t]\n]");
    }

    #[test]
    fn shortened_text_ends_between_words_with_an_ellipsis() {
        assert_eq!(cut("one two three", 13, "…"), "one two three");
        assert_eq!(cut("one two three", 12, "…"), "one two …");
        assert_eq!(cut("one two three", 4, "…"), "…");
        assert_eq!(cut("onetwothree", 8, "…"), "onetwot…", "a word longer than the line is split");
        assert_eq!(cut("one two three", 2, "..."), "");
    }
}
