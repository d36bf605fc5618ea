//! Shows one screen of text with a border and redraws it at every key. The key `q` quits.

use ratatui::crossterm::event::{Event, KeyCode, read};
use ratatui::widgets::{Block, Paragraph, Wrap};

fn main() -> std::io::Result<()> {
    let text = "Words enough to fill a screen, which are wrapped at its edge. ".repeat(90);
    let mut terminal = ratatui::init();
    let mut keys = 0_u32;
    let ended = loop {
        let drawn = terminal.draw(|frame| {
            let block = Block::bordered().title(format!("Key {keys:08}"));
            frame.render_widget(Paragraph::new(text.as_str()).wrap(Wrap { trim: true }).block(block), frame.area());
        });
        if let Err(error) = drawn {
            break Err(error);
        }
        match read() {
            Ok(Event::Key(key)) if key.code == KeyCode::Char('q') => break Ok(()),
            Ok(_) => keys += 1,
            Err(error) => break Err(error),
        }
    };
    ratatui::restore();
    ended
}
