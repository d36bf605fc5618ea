//! Decodes whole lines, for plain mode.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use super::Decoder;

impl Decoder {
    /// Decodes a whole line and returns the characters that the user typed or pasted in it. Keys that type no character
    /// are left out, and so is everything that the terminal sent by itself.
    pub(crate) fn text(line: &[u8]) -> String {
        let mut decoder = Self::default();
        let mut events = decoder.feed(line);
        // The end of a paste may be in a later line.
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
