//! Runs a vote in plain mode, on a screen that the class can see.
//!
//! In plain mode, the class sees the counts that the teacher types. The counts of the first vote are hidden only in
//! full-screen mode.

use std::io;

use super::answer::{in_english, normalise, words_for};
use super::{Conversation, Reply, note};
use crate::class::vote::VoteSession;
use crate::class::vote::event::Hands;
use crate::class::vote::slide::doubt;
use crate::class::vote::state::{VoteError, VoteInput, VotePhase};
use crate::document::{Block, Document};

use crate::keys::{Action, Context, for_word};
use crate::say;
use crate::text::{narrow, shell_quoted};

pub struct VoteProgram<'a> {
    session: &'a mut VoteSession,
    /// A count that the teacher has to confirm, because its total differs from that of the vote before it.
    doubtful: Option<Hands>,
}

impl Conversation for VoteProgram<'_> {
    fn start(&mut self) -> Vec<Document> {
        let resumed = self.session.resumed;
        let new = || {
            format!(
                "airside class present --session {} --new",
                shell_quoted(&self.session.path().display().to_string())
            )
        };
        let resumed = resumed.then(|| note(say!("The session continues. To start a new one: {}", new())));
        resumed.into_iter().chain([self.current(true)]).collect()
    }

    fn handle_line(&mut self, line: &str) -> io::Result<Reply> {
        let input = match (hands(line), for_word(in_english(&normalise(line)))) {
            (Some(hands), _) => VoteInput::Hands(hands),
            (None, Some(Action::Next)) => VoteInput::Next,
            (None, Some(Action::Previous)) => VoteInput::Undo,
            (None, Some(Action::Skip)) => VoteInput::Skip,
            (None, Some(Action::End)) => VoteInput::End,
            (None, Some(Action::Quit)) => return Ok(Reply::Over(vec![self.kept()])),
            (None, Some(Action::Repeat)) => return Ok(Reply::Next(vec![self.current(true)])),
            // An incomplete count gets a short reply, so that the case stays visible.
            _ if matches!(self.session.session.phase, VotePhase::Voting(_)) && !asks_for_help(line) => {
                return Ok(Reply::Next(vec![note(VoteError::Count.to_string())]));
            }
            _ => return Ok(Reply::Next(vec![help()])),
        };
        let doubtful = self.doubtful.take();
        let input = match (input, doubtful) {
            (VoteInput::Next, Some(hands)) => VoteInput::Hands(hands),
            (VoteInput::Hands(hands), _) if doubtful != Some(hands) => {
                if let Some(doubt) = doubt(&self.session.session, hands) {
                    self.doubtful = Some(hands);
                    return Ok(Reply::Next(vec![note(say!(
                        "{} If that's right, press Enter. Otherwise, type the right numbers.",
                        doubt
                    ))]));
                }
                input
            }
            _ => input,
        };
        let document = match self.session.act(input) {
            Ok(()) => self.current(false),
            Err(trouble) => note(trouble.to_string()),
        };
        let over = self.session.session.phase == VotePhase::Over;
        Ok(if over { Reply::Over(vec![document]) } else { Reply::Next(vec![document]) })
    }

    fn end(&mut self) -> io::Result<Vec<Document>> {
        Ok(vec![note(say!("End of input.")), self.kept()])
    }
}

impl<'a> VoteProgram<'a> {
    pub const fn new(session: &'a mut VoteSession) -> Self {
        Self { session, doubtful: None }
    }

    /// Includes the case only if it is new or if the teacher asked for it.
    fn current(&self, whole: bool) -> Document {
        let phase = self.session.session.phase;
        let mut document = self.session.slide(whole || phase == VotePhase::Reading);
        match phase {
            VotePhase::Voting(_) => {
                document.paragraph(say!(
                    "Type the number of votes for 401 and for 403, for example: 12 9. A third number stands for the students who don't know."
                ));
            }
            VotePhase::Over => {}
            _ => document.paragraph(say!("Press Enter to continue.")),
        }
        document
    }

    fn kept(&self) -> Document {
        note(
            self.session
                .unsaved()
                .as_deref()
                .unwrap_or(say!("The session is saved. Run the command again to continue.")),
        )
    }
}

/// Parses two or three numbers, separated by a space, a comma, a colon or a slash. An empty field between two
/// separators isn't treated as 0.
fn hands(line: &str) -> Option<Hands> {
    let line: String = line.chars().map(narrow).collect();
    let line = line.trim().trim_matches(|sign| "\"'().!".contains(sign));
    let fields: Vec<&str> = line.split([',', ';', ':', '/']).collect();
    if fields.iter().any(|field| field.trim().is_empty()) {
        return None;
    }
    let mut numbers = fields.into_iter().flat_map(str::split_whitespace);
    let counts = [numbers.next()?, numbers.next()?, numbers.next().unwrap_or("0")];
    let digits = |number: &&str| number.bytes().all(|byte| byte.is_ascii_digit());
    if numbers.next().is_some() || !counts.iter().all(digits) {
        return None;
    }
    let [unauthorized, forbidden, unknown] = counts.map(|number| number.parse().unwrap_or(u32::MAX));
    Some(Hands { unauthorized, forbidden, unknown })
}

fn asks_for_help(line: &str) -> bool {
    ["help", "?", &say!("Help").to_lowercase()].contains(&normalise(line).as_str())
}

fn help() -> Document {
    let mut document = Document::new(say!("Help"));
    document.paragraph(say!(
        "Type the number of votes for 401 and for 403, for example: 12 9. A third number stands for the students who don't know. You can also type one of these commands:"
    ));
    let is_for_votes = |context: &Context| matches!(context, Context::Slide | Context::Count);
    let words = words_for(
        |binding| binding.contexts.iter().any(is_for_votes) && !matches!(binding.action, Action::Digit(_)),
        |binding| binding.label_in(Context::Slide),
    );
    document.blocks.push(Block::List(words));
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_two_or_three_numbers_are_a_count() {
        let count = |unauthorized, forbidden| Some(Hands { unauthorized, forbidden, unknown: 0 });
        assert_eq!(hands("12 9 3"), Some(Hands { unauthorized: 12, forbidden: 9, unknown: 3 }));
        assert_eq!(hands("12 9"), count(12, 9));
        assert_eq!(hands(" 12 / 0"), count(12, 0));
        assert_eq!(hands("(12; 9)."), count(12, 9));
        assert_eq!(hands("99999999999 1"), count(u32::MAX, 1));
        assert_eq!(hands("12, 9"), count(12, 9));
        assert_eq!(hands("１２　９"), count(12, 9));
        for line in
            ["", "12", "1 2 3 4", "12 -9", "a 1", "next", "5,,1", ",6", "6,", "12 9,", "; 1 2", "1/ /2", "1,5 2,"]
        {
            assert_eq!(hands(line), None, "{line}");
        }
    }
}
