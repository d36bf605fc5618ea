//! Formats and parses dates and times. All formatted dates and times are in UTC.

use time::format_description::well_known::{Iso8601, Rfc2822, Rfc3339};
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime};

use crate::say;

/// Times after the year 9999 are replaced with the last moment of that year.
fn moment(seconds: u64) -> OffsetDateTime {
    let moment = i64::try_from(seconds).ok().and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok());
    moment.unwrap_or(PrimitiveDateTime::MAX.assume_utc())
}

/// Formats a time in milliseconds since 1970 as a date, such as 2026-11-23.
pub fn date(time: u64) -> String {
    moment(time / 1000).date().to_string()
}

/// Formats a time in milliseconds since 1970 as an easily readable date, such as 23 Nov 2026.
pub fn date_in_words(time: u64) -> String {
    let date = moment(time / 1000).date();
    let month = match date.month() {
        Month::January => say!("Jan"),
        Month::February => say!("Feb"),
        Month::March => say!("Mar"),
        Month::April => say!("Apr"),
        Month::May => say!("May"),
        Month::June => say!("Jun"),
        Month::July => say!("Jul"),
        Month::August => say!("Aug"),
        Month::September => say!("Sep"),
        Month::October => say!("Oct"),
        Month::November => say!("Nov"),
        Month::December => say!("Dec"),
    };
    say!("{} {} {}", date.day(), month, date.year())
}

/// Returns the number of days from 1 January 1970 to a date such as 2026-11-23, or `None` for a date that doesn't
/// exist.
pub fn parse_date(text: &str) -> Option<u64> {
    let date = Date::parse(text, &Iso8601::DATE).ok().filter(|date| date.to_string() == text)?;
    u64::try_from(date.midnight().assume_utc().unix_timestamp()).ok().map(|seconds| seconds / 86_400)
}

/// Formats a time in milliseconds since 1970 as an RFC 3339 timestamp in whole seconds, such as 2026-11-23T07:11:26Z.
pub fn timestamp(time: u64) -> String {
    moment(time / 1000).format(&Rfc3339).unwrap_or_default()
}

/// Formats a time in seconds since 1970 as an HTTP date, such as `Mon, 23 Nov 2026 07:11:26 GMT` (RFC 9110 section
/// 5.6.7).
pub(crate) fn http_date(seconds: u64) -> String {
    moment(seconds).format(&Rfc2822).unwrap_or_default().replace("+0000", "GMT")
}

/// Parses an HTTP date into seconds since 1970. Also accepts the two obsolete formats, as RFC 9110 section 5.6.7
/// requires.
pub(crate) fn parse_http_date(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text.split([' ', ',', '-']).filter(|part| !part.is_empty()).collect();
    let written = match parts.as_slice() {
        [_, day, month, year, time, "GMT"] if year.len() == 2 => {
            let century = if *year < "77" { "20" } else { "19" };
            format!("{day} {month} {century}{year} {time} GMT")
        }
        [_, month, day, time, year] if time.contains(':') => format!("{day:0>2} {month} {year} {time} GMT"),
        _ => text.to_owned(),
    };
    OffsetDateTime::parse(&written, &Rfc2822).ok().map(OffsetDateTime::unix_timestamp)
}

/// Parses a time such as 2026-11-23T07:11:26.123+01:00 (RFC 3339) into seconds since 1970.
pub(crate) fn parse_timestamp(text: &str) -> Option<i64> {
    OffsetDateTime::parse(text, &Rfc3339).ok().map(OffsetDateTime::unix_timestamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_back_and_others_are_none() {
        for days in (0..40_000).step_by(17) {
            assert_eq!(parse_date(&date(days * 86_400_000)), Some(days));
        }
        for text in [
            "2026-02-29", "2026-13-01", "2026-1-1", "1969-12-31", "26 Nov 2026", "20261126", "2026-W48-4", "",
            "99999999999999999-01-01",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn the_three_forms_of_a_date_in_a_field_are_read() {
        for text in ["Thu, 05 Mar 2026 08:09:10 GMT", "Thursday, 05-Mar-26 08:09:10 GMT", "Thu Mar  5 08:09:10 2026"] {
            assert_eq!(parse_http_date(text), Some(1_772_698_150), "{text}");
        }
        assert_eq!(parse_http_date("Monday, 05-Mar-90 08:09:10 GMT"), Some(636_624_550));
        for text in ["", "yesterday", "Thu Mar 5", "a b c d e", "Thu, 5-Mar 08:09:10"] {
            assert_eq!(parse_http_date(text), None, "{text}");
        }
    }

    #[test]
    fn days_have_their_dates() {
        for (time, day) in [(0, "1970-01-01"), (951_782_400_000, "2000-02-29"), (1_795_392_000_000, "2026-11-23")] {
            assert_eq!(date(time), day);
        }
        assert_eq!([0, 1_795_392_000_000].map(date_in_words), ["1 Jan 1970", "23 Nov 2026"]);
        assert_eq!(date(u64::MAX), "9999-12-31");
        assert_eq!(timestamp(1_795_417_455_678), "2026-11-23T07:04:15Z");
    }

    #[test]
    fn dates_in_fields_are_read_back() {
        assert_eq!(http_date(1_795_417_455), "Mon, 23 Nov 2026 07:04:15 GMT");
        for now in [0, 86_399, 951_782_400, 1_795_417_455] {
            assert_eq!(parse_http_date(&http_date(now)), i64::try_from(now).ok());
        }
        assert_eq!(parse_http_date("yesterday"), None);
        for text in ["2026-11-23T07:04:15Z", "2026-11-23T08:04:15.678+01:00"] {
            assert_eq!(parse_timestamp(text), Some(1_795_417_455), "{text}");
        }
        assert_eq!(parse_timestamp("2026-11-23"), None);
    }
}
