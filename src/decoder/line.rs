//! Decodes whole lines of input in plain mode.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use super::Decoder;

impl Decoder {
    /// Returns the text that the user typed or pasted. Replies from the terminal are left out, and so are keys that
    /// don't produce a character.
    pub(crate) fn text(line: &[u8]) -> String {
        let mut decoder = Self::default();
        let mut events = decoder.feed(line);
        // A paste may continue on the next line.
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
