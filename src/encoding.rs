//! Encodes and decodes Base64 and percent-encoded text, builds JSON objects, and checks the version numbers of file
//! formats.

pub mod schema;

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

pub(crate) const JSON_FORMAT: u32 = 1;

/// A configuration that accepts missing padding, as in JSON Web Tokens.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);

const BASE64: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);
const BASE64_URL: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, LENIENT);

/// All characters apart from the unreserved ones (RFC 3986 section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

const RESERVED_IN_PATHS: &AsciiSet = &RESERVED.remove(b'/');

/// The format version of a file or a line. Parsing any other version fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FormatNumber<const NUMBER: u32>;

impl<const NUMBER: u32> Serialize for FormatNumber<NUMBER> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(NUMBER)
    }
}

impl<'de, const NUMBER: u32> Deserialize<'de> for FormatNumber<NUMBER> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u32::deserialize(deserializer)? {
            number if number == NUMBER => Ok(Self),
            other => Err(D::Error::custom(format_args!("format {other}"))),
        }
    }
}

/// Returns whether a value equals its default, so that the value can be left out of a file.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The function uses `extend`, because `collect` would add 4 kB to the program for each type of iterator.
pub(crate) fn json_object<N: Into<String>>(fields: impl IntoIterator<Item = (N, Value)>) -> Value {
    let mut object = Map::new();
    object.extend(fields.into_iter().map(|(name, value)| (name.into(), value)));
    Value::Object(object)
}

/// Deserialises a JSON value by way of text, because deserialising it directly would add 60 kB to the program.
pub(crate) fn from_json<T: DeserializeOwned>(value: &Value) -> serde_json::Result<T> {
    serde_json::from_str(&value.to_string())
}

/// Encodes bytes as Base64 with padding (RFC 4648 section 4).
pub fn base64(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

/// Decodes Base64 in the standard alphabet, or returns `None` if the text is empty or isn't Base64.
pub(crate) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    decode(&BASE64, text)
}

/// Decodes Base64 in the URL-safe alphabet (RFC 4648 section 5), or returns `None` if the text is empty or isn't
/// Base64.
pub(crate) fn decode_base64_url(text: &str) -> Option<Vec<u8>> {
    decode(&BASE64_URL, text)
}

fn decode(engine: &GeneralPurpose, text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=');
    engine.decode(text).ok().filter(|_| !text.is_empty())
}

/// Percent-encodes every character that could have a special meaning in form data or in a request target.
pub(crate) fn percent_encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

pub(crate) fn percent_encode_path(path: &str) -> String {
    utf8_percent_encode(path, RESERVED_IN_PATHS).to_string()
}

/// Normalises the percent-encoding of a path by decoding unreserved characters and encoding all others (RFC 3986
/// section 6.2.2.2).
pub(crate) fn normal_path(path: &str) -> String {
    let parts = path.split('/').map(|part| percent_encode(&percent_decode_str(part).decode_utf8_lossy()));
    parts.collect::<Vec<_>>().join("/")
}

/// Decodes percent-encoded form data, in which `+` stands for a space.
pub(crate) fn decode_form(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_padded_and_decoded_with_or_without_padding() {
        for (text, expected) in [("a", "YQ=="), ("a:", "YTo="), ("a:b", "YTpi"), ("ana:x", "YW5hOng=")] {
            assert_eq!(base64(text.as_bytes()), expected);
            for encoded in [expected, expected.trim_end_matches('=')] {
                assert_eq!(decode_base64(encoded).as_deref(), Some(text.as_bytes()));
            }
        }
        assert_eq!(decode_base64_url("-_-_"), decode_base64("+/+/"));
        for other in ["", "=", "a", "%%%", "-_-_"] {
            assert_eq!(decode_base64(other), None, "{other}");
        }
    }

    #[test]
    fn percent_encoding_can_be_undone() {
        assert_eq!(percent_encode("a b&c"), "a%20b%26c");
        assert_eq!(decode_form("a%20b%26c+d%zz"), "a b&c d%zz");
        assert_eq!(percent_encode_path("a b/ä.har"), "a%20b/%C3%A4.har");
    }
}
