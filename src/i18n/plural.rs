//! Chooses the plural form for a number.
//!
//! Each translation file defines the plural rules of its language. A rule matches either specific numbers or the last
//! digits of numbers. Such rules can express CLDR's plural rules for whole numbers in most languages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The CLDR names of the plural forms for which a translation file can define rules.
pub(crate) const STATED: [&str; 5] = ["zero", "one", "two", "few", "many"];

/// The plural form for all numbers that no rule matches.
pub const OTHER: &str = "other";

/// The plural rules of a language, by plural form.
pub type Plurals = BTreeMap<String, Numbers>;

/// The numbers that take a plural form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Numbers {
    /// Numbers that take the plural form regardless of their last digits.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub is: Vec<u64>,
    /// The last digits of numbers that take the plural form. Numbers below ten are padded with a zero, so `02` matches
    /// 2, 102 and 202.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ends: Vec<String>,
    /// Exceptions to `ends`: the last digits of numbers that don't take the plural form.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<String>,
}

impl Numbers {
    fn has_ending(&self, number: u64) -> bool {
        let digits = format!("{number:02}");
        let ends = |endings: &[String]| endings.iter().any(|ending| digits.ends_with(ending.as_str()));
        ends(&self.ends) && !ends(&self.except)
    }
}

/// Returns the name of the plural form for a number. A form that lists the number in `is` takes precedence.
pub fn form(plurals: &Plurals, number: u64) -> &str {
    let exact = plurals.iter().find(|(_, numbers)| numbers.is.contains(&number));
    let found = exact.or_else(|| plurals.iter().find(|(_, numbers)| numbers.has_ending(number)));
    found.map_or(OTHER, |(name, _)| name.as_str())
}

/// A translated sentence in all its plural forms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Forms {
    /// The index of the placeholder whose value determines the plural form.
    #[serde(default, skip_serializing_if = "is_first")]
    pub number: usize,
    #[serde(flatten)]
    pub forms: BTreeMap<String, String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_first(number: &usize) -> bool {
    *number == 0
}

impl Forms {
    /// Returns the sentence in the plural form for a value. If the value isn't a number, returns the form [`OTHER`].
    pub fn sentence(&self, plurals: &Plurals, value: Option<&str>) -> Option<&str> {
        let name = value.and_then(|value| value.parse().ok()).map_or(OTHER, |number| form(plurals, number));
        self.forms.get(name).or_else(|| self.forms.get(OTHER)).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plurals(json: &str) -> Plurals {
        serde_json::from_str(json).expect("rules")
    }

    #[test]
    fn rules_of_several_languages() {
        let polish =
            plurals(r#"{ "one": { "is": [1] }, "few": { "ends": ["2", "3", "4"], "except": ["12", "13", "14"] } }"#);
        let russian = plurals(
            r#"{ "one": { "ends": ["1"], "except": ["11"] },
                 "few": { "ends": ["2", "3", "4"], "except": ["12", "13", "14"] } }"#,
        );
        let czech = plurals(r#"{ "one": { "is": [1] }, "few": { "is": [2, 3, 4] } }"#);
        let french = plurals(r#"{ "one": { "is": [0, 1] } }"#);
        let german = plurals(r#"{ "one": { "is": [1] } }"#);
        let numbers = [0, 1, 2, 5, 11, 12, 21, 22, 112, 122];
        for (rules, expected) in [
            (&polish, "other one few other other other other few other few"),
            (&russian, "other one few other other other one few other few"),
            (&czech, "other one few other other other other other other other"),
            (&french, "one one other other other other other other other other"),
            (&german, "other one other other other other other other other other"),
        ] {
            let found: Vec<&str> = numbers.iter().map(|number| form(rules, *number)).collect();
            assert_eq!(found.join(" "), expected, "{rules:?}");
        }
    }

    #[test]
    fn a_leading_zero_limits_an_ending_to_single_digits() {
        let arabic = plurals(r#"{ "few": { "ends": ["03", "04", "10"] } }"#);
        assert_eq!([3, 103, 10, 13].map(|number| form(&arabic, number)), ["few", "few", "few", "other"]);
    }
}
