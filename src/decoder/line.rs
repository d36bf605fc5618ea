//! Decodes whole lines in plain mode.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use super::Decoder;

impl Decoder {
    /// Decodes a line and returns the text that the user typed or pasted. Keys that don't produce a character are left
    /// out, as are replies and other sequences from the terminal.
    pub(crate) fn text(line: &[u8]) -> String {
        let mut decoder = Self::default();
        let mut events = decoder.feed(line);
        // A paste may continue in the next line.
        let pasted = std::mem::take(&mut decoder.keys.pasted);
        events.extend(decoder.give_up());
        let mut text = String::with_capacity(line.len());
        for event in events {
            match event {
                Event::Key(KeyEvent { code: KeyCode::Char(character), modifiers, .. })
                    if !modifiers.contains(KeyModifiers::CONTROL) =>
                {
                    text.push(character);
                }
                Event::Key(KeyEvent { code: KeyCode::Tab, .. }) => text.push('\t'),
                Event::Paste(pasted) => text.push_str(&pasted),
                _ => {}
            }
        }
        text + &pasted
    }
}
