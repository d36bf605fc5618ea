//! Peer instruction in lines: what the class sees, and the teacher's notes.
//!
//! Owns reading lines and writing text. What is typed can be seen here; the full screen hides the counts of a first vote.

use std::io::{self, BufRead, Write};

use super::say::Speaker;
use crate::class::vote::slide::Slide;
use crate::class::vote::state::{Hands, VoteInput, VotePhase};
use crate::class::vote::{VoteSession, Watch};
use crate::error::Error;
use crate::i18n::of;
use crate::input::next_line;
use crate::keys::{Action, BINDINGS, Context, for_word};
use crate::say;

/// Shows a session in lines until it is over, the teacher leaves, or the input ends.
///
/// # Errors
/// What reading or writing fails with; a reader that has gone away is no error.
pub fn present(lesson: &mut VoteSession, input: impl BufRead, output: impl Write, columns: usize) -> io::Result<()> {
    let mut speaker = Speaker::new(output, columns);
    match converse(lesson, input, &mut speaker) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Writes the teacher's notes once.
///
/// # Errors
/// [`Error`] when the file cannot be read, there is no session in it yet, or writing fails.
pub fn notes(watch: &Watch, output: impl Write, columns: usize) -> Result<(), Error> {
    let Some(leaf) = watch.notes()? else {
        return Err(watch.missing().into());
    };
    let mut speaker = Speaker::new(output, columns);
    speaker.sections(&leaf)?;
    Ok(speaker.flush()?)
}

fn converse<W: Write>(lesson: &mut VoteSession, mut input: impl BufRead, speaker: &mut Speaker<W>) -> io::Result<()> {
    if lesson.resumed() {
        speaker.line(say!("You go on where you stopped. To begin anew: airside class present --new"))?;
    }
    here(lesson, speaker, true)?;
    while lesson.session().phase() != VotePhase::Over {
        let Some(line) = next_line(&mut input)? else {
            speaker.line("")?;
            speaker.line(say!("End of input. The session is kept, and goes on from here."))?;
            return speaker.flush();
        };
        if !obey(lesson, speaker, line.trim())? {
            speaker.line(say!("The session is kept, and goes on from here."))?;
            return speaker.flush();
        }
    }
    Ok(())
}

/// Does what one line says; false when the teacher leaves.
fn obey<W: Write>(lesson: &mut VoteSession, speaker: &mut Speaker<W>, line: &str) -> io::Result<bool> {
    let input = match (hands(line), for_word(&line.to_lowercase())) {
        (Some(hands), _) => VoteInput::Hands(hands),
        (None, Some(Action::Next)) => VoteInput::Next,
        (None, Some(Action::Previous)) => VoteInput::Undo,
        (None, Some(Action::Skip)) => VoteInput::Skip,
        (None, Some(Action::End)) => VoteInput::End,
        (None, Some(Action::Quit)) => return Ok(false),
        (None, Some(Action::Repeat)) => {
            here(lesson, speaker, true)?;
            return Ok(true);
        }
        _ => {
            help(speaker)?;
            return Ok(true);
        }
    };
    match lesson.act(input) {
        Ok(()) => here(lesson, speaker, false)?,
        Err(trouble) => speaker.line(&trouble.to_string())?,
    }
    speaker.flush()?;
    Ok(true)
}

/// Two numbers, with a space, a comma, a colon or a slash between them.
fn hands(line: &str) -> Option<Hands> {
    let mut numbers = line.split([' ', ',', ':', '/']).filter(|number| !number.is_empty());
    let pair = [numbers.next()?, numbers.next()?];
    let digits = |number: &&str| number.bytes().all(|byte| byte.is_ascii_digit());
    if numbers.next().is_some() || !pair.iter().all(digits) {
        return None;
    }
    let [unauthorized, forbidden] = pair.map(|number| number.parse().unwrap_or(u32::MAX));
    Some(Hands { unauthorized, forbidden })
}

fn help<W: Write>(speaker: &mut Speaker<W>) -> io::Result<()> {
    speaker.line(say!("A count of hands is two numbers, for 401 and for 403: 12 9. Other words, one on a line:"))?;
    let here = |context: &Context| matches!(context, Context::Slide | Context::Count);
    for binding in BINDINGS.iter().filter(|binding| binding.contexts.iter().any(here)) {
        let words: Vec<&str> =
            binding.words.iter().map(|word| if word.is_empty() { say!("an empty line") } else { word }).collect();
        if !words.is_empty() && !matches!(binding.action, Action::Digit(_)) {
            speaker.line(&format!("{}: {}.", words.join(", "), of(binding.label)))?;
        }
    }
    speaker.flush()
}

/// Says what the class sees now; the scene only where it is new, or asked for.
fn here<W: Write>(lesson: &VoteSession, speaker: &mut Speaker<W>, whole: bool) -> io::Result<()> {
    let slide = lesson.slide();
    speaker.line("")?;
    speaker.line(&slide.title)?;
    if whole || lesson.session().phase() == VotePhase::Reading {
        scene(&slide, speaker)?;
    }
    if !slide.call.is_empty() {
        speaker.line(&slide.call)?;
    }
    for said in &slide.says {
        speaker.line(said)?;
    }
    for bar in &slide.bars {
        speaker.line(&format!("{}: {}.", bar.label, bar.says))?;
    }
    match lesson.session().phase() {
        VotePhase::Voting(_) => speaker.line(say!("Hands for 401 and for 403, two numbers:"))?,
        VotePhase::Over => {}
        _ => speaker.line(say!("Next: an empty line goes on."))?,
    }
    speaker.flush()
}

fn scene<W: Write>(slide: &Slide, speaker: &mut Speaker<W>) -> io::Result<()> {
    for paragraph in &slide.story {
        speaker.line(paragraph)?;
    }
    let mut number = 0;
    for group in &slide.groups {
        speaker.line(&format!("{}:", group.heading))?;
        for line in &group.lines {
            number += 1;
            speaker.line(&format!("  {number}. {line}"))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_are_a_count_and_nothing_else_is() {
        let count = |unauthorized, forbidden| Some(Hands { unauthorized, forbidden });
        assert_eq!(hands("12 9"), count(12, 9));
        assert_eq!(hands(" 12 / 0"), count(12, 0));
        assert_eq!(hands("99999999999 1"), count(u32::MAX, 1));
        for line in ["", "12", "1 2 3", "12 -9", "a 1", "next"] {
            assert_eq!(hands(line), None, "{line}");
        }
    }
}
