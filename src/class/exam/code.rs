//! Creates and checks start codes.
//!
//! A teacher creates a start code for a particular day and gives it to the class when the exam begins. A code contains
//! the day for which it is valid and the hour in which it was created. The last letter of a code is a check letter that
//! catches typing errors. Nobody can know a code before it is created, so the code proves that the exam didn't start
//! earlier. This module reads neither files nor the clock.

use std::fmt;

use crate::calendar::{date, parse_date, timestamp};
use crate::random::Random;
use crate::say;

/// Letters and digits that can't be confused when a code is read aloud or written on a board.
const LETTERS: &[u8] = b"ABCDEFGHJKMNPQRSTVWXY23456789";

/// A value in place of the hour, used in codes created for a day other than the current one. Such a code is valid at
/// any hour of its day.
const ANY_HOUR: usize = 24;

const NO_CODE: &str = "NONE";

const MOST_DIGITS: usize = 4;

/// The number of letters is prime, so a single wrong letter always changes the check letter.
const CHECK: usize = LETTERS.len();

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// The maximum clock error that is tolerated, in milliseconds.
const SLACK: u64 = 15 * MINUTE;

/// The largest offset from UTC in each direction. A day starts first in the easternmost time zone and ends last in the
/// westernmost.
const EARLIEST: u64 = 14 * HOUR;
const LATEST: u64 = 12 * HOUR;

/// A start code, such as `20261126-JK7QC`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartCode {
    /// The day for which the code is valid, as the number of days since 1 January 1970.
    day: u64,
    /// The hour (UTC) in which the code was created; `None` if the code was created for another day.
    hour: Option<usize>,
    secret: String,
}

impl StartCode {
    /// Creates a code for today, or for another day given as the number of days since 1 January 1970.
    pub fn new(now: u64, day: Option<u64>, random: &mut Random) -> Self {
        let today = now / DAY;
        let day = day.unwrap_or(today);
        let hour = (day == today).then(|| usize::try_from(now % DAY / HOUR).unwrap_or(0));
        let secret = (0..3).map(|_| letter(random.below(LETTERS.len()))).collect();
        Self { day, hour, secret }
    }

    /// Parses a code. Returns `None` if the text isn't a code or contains a typing error.
    pub fn parse(text: &str) -> Option<Self> {
        let (digits, letters) = text.split_once('-')?;
        let values: Vec<usize> =
            letters.bytes().map(|byte| LETTERS.iter().position(|letter| *letter == byte)).collect::<Option<_>>()?;
        let &[hour, .., check] = values.as_slice() else { return None };
        let parts = [digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?];
        let day = parse_date(&parts.join("-"))?;
        let secret = letters.get(1..4).filter(|_| letters.len() == 5)?.to_owned();
        let hour = (hour < ANY_HOUR).then_some(hour);
        let code = Self { day, hour, secret };
        (code.check() == check && code.to_string() == text).then_some(code)
    }

    /// Returns the day in ISO 8601 format, such as 2026-11-26.
    pub fn day(&self) -> String {
        date(self.day * DAY)
    }

    /// Returns a short explanation of why the exam's start time doesn't match the code, or `None` if it does.
    pub fn mismatch(&self, begun: u64) -> Option<String> {
        let (from, until) = self.valid();
        if begun < from {
            Some(say!("started on {}, before its start code became valid", date(begun)))
        } else {
            (begun >= until).then(|| say!("started on {}, when its start code was no longer valid", date(begun)))
        }
    }

    /// Returns from when until when the code is valid, in milliseconds since 1970.
    fn valid(&self) -> (u64, u64) {
        let midnight = self.day * DAY;
        match self.hour.and_then(|hour| u64::try_from(hour).ok()) {
            Some(hour) => ((midnight + hour * HOUR).saturating_sub(SLACK), midnight + hour * HOUR + DAY),
            None => (midnight.saturating_sub(EARLIEST), midnight + DAY + LATEST),
        }
    }

    /// Returns a sentence that tells a teacher when exams with this code must begin.
    pub(crate) fn valid_sentence(&self) -> String {
        let time = |moment| timestamp(moment).get(..16).map_or_else(String::new, |text| text.replace('T', " "));
        let (from, until) = self.valid();
        say!("It is valid for exams that begin between {} and {} (UTC).", time(from), time(until))
    }

    fn digits(&self) -> String {
        self.day().replace('-', "")
    }

    fn check(&self) -> usize {
        let body = format!("{}{}{}", self.digits(), letter(self.hour.unwrap_or(ANY_HOUR)), self.secret);
        (1..).zip(body.bytes()).map(|(weight, byte)| weight * value(byte)).sum::<usize>() % CHECK
    }
}

impl fmt::Display for StartCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hour = letter(self.hour.unwrap_or(ANY_HOUR));
        write!(formatter, "{}-{hour}{}{}", self.digits(), self.secret, letter(self.check()))
    }
}

/// Returns a character's index among the letters. The digits 0 and 1, which occur only in dates, keep their numeric
/// value.
fn value(byte: u8) -> usize {
    let digit = usize::from(byte.saturating_sub(b'0'));
    LETTERS.iter().position(|letter| *letter == byte).unwrap_or(digit)
}

fn letter(index: usize) -> char {
    LETTERS.get(index).map_or('A', |byte| char::from(*byte))
}

/// Parses a code that a student has typed, ignoring case. A teacher can also use an ordinary word as a code, but a word
/// with more than four digits must be a valid start code.
pub(crate) fn parse_code(text: &str) -> Result<String, String> {
    let code = text.trim().to_uppercase();
    if !super::sitting::is_seat(&code) {
        return Err(say!("a code consists of at most 32 letters, digits, hyphens, dots and underscores").to_owned());
    }
    if code == NO_CODE {
        return Err(say!("`{}` stands for \"no code\"; choose a different code", code));
    }
    let looks_like_one = code.bytes().filter(u8::is_ascii_digit).count() > MOST_DIGITS;
    if looks_like_one && StartCode::parse(&code).is_none() {
        return Err(say!("`{}` isn't a valid start code; check each letter, digit and hyphen", code));
    }
    Ok(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: u64 = 20_783 * DAY + 12 * HOUR;

    #[test]
    fn a_code_is_read_back_and_every_typing_error_of_one_letter_is_noticed() {
        let code = StartCode::new(NOON, None, &mut Random(7));
        let text = code.to_string();
        assert_eq!((StartCode::parse(&text), code.day().as_str()), (Some(code), "2026-11-26"));
        assert_eq!(parse_code(&text.to_lowercase()), Ok(text.clone()));
        for index in (0..text.len()).filter(|index| *index != 8) {
            for other in LETTERS.iter().filter(|byte| **byte != text.as_bytes()[index]) {
                let mut typed = text.clone().into_bytes();
                typed[index] = *other;
                let typed = String::from_utf8(typed).expect("ASCII");
                assert_eq!(StartCode::parse(&typed), None, "{typed} instead of {text}");
            }
        }
        assert_eq!(parse_code("k7q"), Ok("K7Q".to_owned()), "a word of the teacher's own");
        let without_hyphen = text.replace('-', "");
        for wrong in
            ["20261126-AAAAB", "two words", &without_hyphen, &text.replacen('2', "", 1), "2026112-AAAAB", "none"]
        {
            assert!(parse_code(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn exams_before_and_after_the_day_of_a_code_do_not_fit_it() {
        let made = StartCode::new(NOON + 5 * MINUTE, None, &mut Random(1));
        assert!(made.mismatch(NOON - HOUR).is_some_and(|why| why.contains("before")));
        assert_eq!(made.mismatch(NOON + 10 * MINUTE), None);
        assert!(
            made.mismatch(NOON + DAY)
                .is_some_and(|why| why.contains("2026-11-27, when its start code was no longer valid"))
        );
        let planned = StartCode::new(NOON - 3 * DAY, Some(NOON / DAY), &mut Random(1));
        assert_eq!(planned.mismatch(NOON - 11 * HOUR), None);
        assert!(planned.mismatch(NOON - 2 * DAY).is_some() && planned.mismatch(NOON + 2 * DAY).is_some());
    }
}
