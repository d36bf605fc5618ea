//! A single-line text editor with a history and the usual editing keys of a Unix shell.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::typed_line::TypedLine;
use crate::say_count;
use crate::text::is_unsafe;

/// The maximum length of a line, in characters, unless a screen sets a lower limit.
const LONGEST: usize = 4000;

const MOST_LINES: usize = 200;

#[derive(Clone, Debug)]
pub(super) struct LineEditor {
    text: Vec<char>,
    limit: usize,
    /// The cursor position, in characters from the start of the line.
    cursor: usize,
    history: Vec<String>,
    /// The index of the displayed history entry, and the text that the user was typing before opening the history.
    browsing: Option<(usize, Vec<char>)>,
    cut: Vec<char>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LineEdit {
    Edited,
    Submitted(String),
    Full,
    Ignored,
}

impl Default for LineEditor {
    fn default() -> Self {
        Self::with_limit(LONGEST)
    }
}

impl LineEditor {
    pub(super) fn with_limit(limit: usize) -> Self {
        Self { text: Vec::new(), limit, cursor: 0, history: Vec::new(), browsing: None, cut: Vec::new() }
    }

    pub(super) fn text(&self) -> String {
        self.text.iter().collect()
    }

    pub(super) fn before_cursor(&self) -> String {
        self.text.iter().take(self.cursor).collect()
    }

    pub(super) fn clear(&mut self) {
        self.replace(Vec::new());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(super) fn shown(&self, title: &str, prompt: &str) -> TypedLine {
        TypedLine {
            title: title.to_owned(),
            prompt: prompt.to_owned(),
            text: self.text(),
            cursor: self.cursor,
            is_question: title.contains('?'),
        }
    }

    /// Inserts text at the cursor and turns its line breaks into spaces. If the text is too long, inserts only the
    /// beginning and returns a warning.
    pub(super) fn insert(&mut self, text: &str) -> Option<String> {
        let joined = text.replace("\r\n", "\n").replace('\r', "\n").replace("\\\n", " ");
        let characters = joined.trim_end_matches('\n').chars();
        let characters = characters.map(|character| if character.is_whitespace() { ' ' } else { character });
        let characters: Vec<char> = characters.filter(|character| !is_unsafe(*character)).collect();
        let room = self.limit.saturating_sub(self.text.len()).min(characters.len());
        self.text.splice(self.cursor..self.cursor, characters.iter().copied().take(room));
        self.cursor += room;
        let lost = characters.len() - room;
        (lost > 0).then(|| {
            say_count!(
                "The paste is too long: 1 character was left out at the end.",
                "The paste is too long: {} characters were left out at the end.",
                lost
            )
        })
    }

    pub(super) fn press(&mut self, key: KeyEvent) -> LineEdit {
        if key.modifiers.contains(KeyModifiers::CONTROL) {
            return self.control(key.code);
        }
        match key.code {
            KeyCode::Backspace if key.modifiers.contains(KeyModifiers::ALT) => {
                self.kill(self.word_start(), self.cursor);
            }
            KeyCode::Char(_) | KeyCode::Enter if key.modifiers.contains(KeyModifiers::ALT) => return LineEdit::Ignored,
            KeyCode::Char(_) if self.text.len() >= self.limit => return LineEdit::Full,
            KeyCode::Char(character) => drop(self.insert(character.encode_utf8(&mut [0; 4]))),
            KeyCode::Enter => return LineEdit::Submitted(self.submit()),
            KeyCode::Backspace => self.erase(self.cursor.saturating_sub(1), self.cursor),
            KeyCode::Delete => self.erase(self.cursor, self.cursor + 1),
            KeyCode::Left => self.cursor = self.cursor.saturating_sub(1),
            KeyCode::Right => self.cursor = (self.cursor + 1).min(self.text.len()),
            KeyCode::Home => self.cursor = 0,
            KeyCode::End => self.cursor = self.text.len(),
            KeyCode::Up => self.browse(true),
            KeyCode::Down => self.browse(false),
            KeyCode::Esc if !self.is_empty() => self.clear(),
            _ => return LineEdit::Ignored,
        }
        LineEdit::Edited
    }

    fn control(&mut self, code: KeyCode) -> LineEdit {
        let KeyCode::Char(letter) = code else { return LineEdit::Ignored };
        match letter {
            'a' => self.cursor = 0,
            'e' => self.cursor = self.text.len(),
            'b' => self.cursor = self.cursor.saturating_sub(1),
            'f' => self.cursor = (self.cursor + 1).min(self.text.len()),
            'h' => self.erase(self.cursor.saturating_sub(1), self.cursor),
            'd' if !self.is_empty() => self.erase(self.cursor, self.cursor + 1),
            'u' => self.kill(0, self.cursor),
            'k' => self.kill(self.cursor, self.text.len()),
            'w' => self.kill(self.word_start(), self.cursor),
            'y' => {
                let cut: String = self.cut.iter().collect();
                drop(self.insert(&cut));
            }
            'p' => self.browse(true),
            'n' => self.browse(false),
            _ => return LineEdit::Ignored,
        }
        LineEdit::Edited
    }

    fn word_start(&self) -> usize {
        let before = self.text.get(..self.cursor).unwrap_or_default();
        let spaces = before.iter().rev().take_while(|one| one.is_whitespace()).count();
        let word = before.iter().rev().skip(spaces).take_while(|one| !one.is_whitespace()).count();
        self.cursor - spaces - word
    }

    fn erase(&mut self, from: usize, to: usize) {
        let to = to.min(self.text.len());
        if from < to {
            self.text.drain(from..to);
            self.cursor = from;
        }
    }

    fn kill(&mut self, from: usize, to: usize) {
        self.cut = self.text.get(from..to).unwrap_or_default().to_vec();
        self.erase(from, to);
    }

    fn replace(&mut self, text: Vec<char>) {
        self.cursor = text.len();
        self.text = text;
    }

    fn submit(&mut self) -> String {
        let line: String = std::mem::take(&mut self.text).into_iter().collect();
        self.cursor = 0;
        self.browsing = None;
        if !line.trim().is_empty() && self.history.last() != Some(&line) {
            self.history.push(line.clone());
            let forgotten = self.history.len().saturating_sub(MOST_LINES);
            self.history.drain(..forgotten);
        }
        line
    }

    fn browse(&mut self, back: bool) {
        let index = self.browsing.as_ref().map_or(self.history.len(), |(index, _)| *index);
        let next = if back { index.checked_sub(1) } else { Some(index + 1) };
        let Some(next) = next.filter(|next| *next <= self.history.len()) else { return };
        let typed = self.browsing.take().map_or_else(|| self.text.clone(), |(_, typed)| typed);
        match self.history.get(next) {
            Some(line) => {
                let line = line.chars().collect();
                self.browsing = Some((next, typed));
                self.replace(line);
            }
            None => self.replace(typed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &str) -> LineEditor {
        let mut editor = LineEditor::default();
        press(&mut editor, keys);
        editor
    }

    /// Presses the keys that `keys` describes in a short notation: `^a` is Ctrl-A, `<` and `>` are the left and right
    /// arrow keys, `~` and `_` are up and down, and `|` is Enter. Every other character stands for itself.
    fn press(editor: &mut LineEditor, keys: &str) {
        let mut letters = keys.chars();
        while let Some(letter) = letters.next() {
            let (code, modifiers) = match letter {
                '^' => (KeyCode::Char(letters.next().expect("a letter")), KeyModifiers::CONTROL),
                '<' => (KeyCode::Left, KeyModifiers::NONE),
                '>' => (KeyCode::Right, KeyModifiers::NONE),
                '|' => (KeyCode::Enter, KeyModifiers::NONE),
                '~' => (KeyCode::Up, KeyModifiers::NONE),
                '_' => (KeyCode::Down, KeyModifiers::NONE),
                other => (KeyCode::Char(other), KeyModifiers::NONE),
            };
            editor.press(KeyEvent::new(code, modifiers));
        }
    }

    #[test]
    fn a_line_is_edited_as_in_a_shell() {
        for (keys, text, cursor) in [
            ("abc", "abc", 3),
            ("abc<<x", "axbc", 2),
            ("abc^ax^ey", "xabcy", 5),
            ("ab cd^w", "ab ", 3),
            ("ab cd ^w", "ab ", 3),
            ("ab cd<^u", "d", 0),
            ("ab cd<<^k", "ab ", 3),
            ("ab cd^u^y^y", "ab cdab cd", 10),
            ("éa<^h", "a", 0),
            ("ab^a^d", "b", 0),
            ("one|two|~~", "one", 3),
            ("one|two|x~~__", "x", 1),
            ("one|~y_z", "z", 1),
            ("one|one|~~", "one", 3),
        ] {
            let line = typed(keys).shown("", "");
            assert_eq!((line.text.as_str(), line.cursor), (text, cursor), "{keys}");
        }
    }

    #[test]
    fn a_pasted_command_becomes_one_line() {
        let mut editor = typed("x");
        editor.insert("curl -i \\\n  /a\n");
        assert_eq!(editor.shown("", "").text, "xcurl -i    /a");
        assert_eq!(
            editor.press(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE)),
            LineEdit::Submitted("xcurl -i    /a".into())
        );
        assert!(editor.is_empty());
    }

    #[test]
    fn a_paste_that_is_too_long_is_cut_with_a_sentence() {
        for (text, kept, cut) in [
            ("abcd", "xabcdy", None),
            ("abcde", "xabcdey", None),
            ("abcdef", "xabcdey", Some("The paste is too long: 1 character was left out at the end.")),
            ("abcdefgh\n", "xabcdey", Some("The paste is too long: 3 characters were left out at the end.")),
            ("abcde\u{200b}", "xabcdey", None),
        ] {
            let mut editor = LineEditor::with_limit(7);
            press(&mut editor, "xy<");
            assert_eq!(editor.insert(text).as_deref(), cut, "{text}");
            assert_eq!(editor.text(), kept, "{text}");
        }
    }
}
