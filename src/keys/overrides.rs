//! Combines the default key bindings with the user's own bindings from the settings file.
//!
//! Every key must have a known name, and at most one meaning in each context.

use std::collections::BTreeMap;

use super::{Action, BINDINGS, Binding, Context};
use crate::diagnostic::nearest;
use crate::say;

/// The names of keys that aren't characters, apart from combinations such as `ctrl-x` and the function keys `f1` to
/// `f12`.
const NAMED: [&str; 14] = [
    "space", "tab", "backtab", "backspace", "enter", "esc", "left", "right", "up", "down", "home", "end", "pageup",
    "pagedown",
];

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    overrides: BTreeMap<String, Vec<String>>,
}

/// An error about a key binding in the settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyError {
    pub name: String,
    /// The index of the rejected key, or `None` if the error concerns the action's name or all of the action's keys.
    pub index: Option<usize>,
    pub message: String,
    /// The accepted values, if there are few enough to list.
    pub allowed: Vec<&'static str>,
    /// An example of a correct value.
    pub hint: String,
}

impl Keys {
    /// Creates key bindings in which `overrides` replaces the default keys of certain actions. Fails if an action is
    /// unknown, if terminals can't send a key, or if a key would have two meanings in the same context.
    pub fn with(overrides: BTreeMap<String, Vec<String>>) -> Result<Self, KeyError> {
        for (name, keys) in &overrides {
            Binding::named(name).ok_or_else(|| unknown(name))?;
            if keys.is_empty() {
                return Err(refused(name, None, say!("`{}` has no key", name), Vec::new()));
            }
            if let Some(index) = keys.iter().position(|key| !is_key(key)) {
                let message = say!("`{}` isn't a key", keys[index]);
                let allowed = [say!("a character"), "ctrl-x", "f1"].into_iter().chain(NAMED).collect();
                return Err(refused(name, Some(index), message, allowed));
            }
        }
        let keys = Self { overrides };
        keys.conflict().map_or(Ok(keys), Err)
    }

    pub fn keys_for<'a>(&'a self, binding: &'a Binding) -> Vec<&'a str> {
        match self.overrides.get(binding.name) {
            Some(keys) => keys.iter().map(String::as_str).collect(),
            None => binding.keys.to_vec(),
        }
    }

    /// Returns the user's own keys for an action, or `None` if the action still has its default keys.
    pub fn changed(&self, name: &str) -> Option<&[String]> {
        self.overrides.get(name).map(Vec::as_slice)
    }

    pub fn all(&self, action: Action) -> Vec<String> {
        let bindings = BINDINGS.iter().filter(|binding| binding.action == action);
        bindings.flat_map(|binding| self.keys_for(binding)).map(str::to_owned).collect()
    }

    /// Returns the key to display for an action, or an empty string if the action has no key.
    pub fn first(&self, action: Action) -> &str {
        let binding = BINDINGS.iter().find(|binding| binding.action == action);
        binding.and_then(|binding| self.keys_for(binding).first().copied()).unwrap_or_default()
    }

    pub fn action(&self, key: &str, context: Context) -> Option<Action> {
        let binding = BINDINGS.iter().find(|binding| binding.contexts.contains(&context) && self.has(binding, key))?;
        Some(binding.action)
    }

    fn has(&self, binding: &Binding, key: &str) -> bool {
        match self.overrides.get(binding.name) {
            Some(keys) => keys.iter().any(|known| known == key),
            None => binding.keys.contains(&key),
        }
    }

    fn conflict(&self) -> Option<KeyError> {
        for (name, keys) in &self.overrides {
            let mine = Binding::named(name)?;
            let shared = |other: &&Binding| mine.contexts.iter().any(|context| other.contexts.contains(context));
            for other in BINDINGS.iter().filter(|other| other.action != mine.action).filter(shared) {
                if let Some(index) = keys.iter().position(|key| self.has(other, key)) {
                    let message = say!("`{}` would mean both `{}` and `{}`", keys[index], name, other.title());
                    return Some(refused(name, Some(index), message, Vec::new()));
                }
            }
        }
        None
    }
}

impl Binding {
    fn named(name: &str) -> Option<&'static Self> {
        BINDINGS.iter().find(|binding| binding.name == name && !name.is_empty())
    }

    fn title(&self) -> &'static str {
        if self.name.is_empty() { self.label } else { self.name }
    }
}

fn unknown(name: &str) -> KeyError {
    let names: Vec<&str> = BINDINGS.iter().map(|binding| binding.name).filter(|name| !name.is_empty()).collect();
    let near = nearest(name, names.iter().copied()).unwrap_or("skip");
    let hint = format!("\"keys\": {{ \"{near}\": [\"x\"] }}");
    KeyError { name: name.to_owned(), index: None, message: say!("`{}` isn't an action", name), allowed: names, hint }
}

fn refused(name: &str, index: Option<usize>, message: String, allowed: Vec<&'static str>) -> KeyError {
    let usual = Binding::named(name).map_or(&[] as &[&str], |binding| binding.keys);
    let usual: Vec<String> = usual.iter().map(|key| format!("\"{key}\"")).collect();
    let hint = format!("\"{name}\": [{}]", usual.join(", "));
    KeyError { name: name.to_owned(), index, message, allowed, hint }
}

/// Returns whether terminals can send the key. Ctrl-I and Ctrl-M aren't accepted, because terminals send the same bytes
/// for them as for Tab and Enter.
fn is_key(key: &str) -> bool {
    let mut characters = key.chars();
    let alone = characters.next().is_some_and(|first| !first.is_whitespace() && !crate::text::is_unsafe(first));
    let control = key.strip_prefix("ctrl-").is_some_and(|letter| {
        letter.len() == 1 && letter.bytes().all(|byte| byte.is_ascii_lowercase() && byte != b'i' && byte != b'm')
    });
    let function = key.strip_prefix('f').and_then(|number| number.parse::<u8>().ok());
    let function = function.is_some_and(|number| (1..=12).contains(&number) && !key.contains('+'));
    alone && characters.next().is_none() || control || function || NAMED.contains(&key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &str, keys: &[&str]) -> Result<Keys, KeyError> {
        Keys::with([(name.to_owned(), keys.iter().map(|key| (*key).to_owned()).collect())].into())
    }

    #[test]
    fn keys_in_the_settings_replace_the_default_keys() {
        let keys = with("skip", &["x", "ctrl-k", "f12"]).expect("free");
        assert_eq!(keys.action("x", Context::Question), Some(Action::Skip));
        assert_eq!(keys.action("f12", Context::Question), Some(Action::Skip));
        assert_eq!(keys.action("s", Context::Question), None);
        assert_eq!(keys.action("s", Context::Bench), Some(Action::Keep));
        assert_eq!((keys.first(Action::Skip), keys.first(Action::Hint)), ("x", "t"));
        assert_eq!(keys.action("7", Context::Question), Some(Action::Digit(7)));
    }

    #[test]
    fn two_actions_can_change_places() {
        let overrides = [("skip", "t"), ("hint", "s")].map(|(name, key)| (name.to_owned(), vec![key.to_owned()]));
        let keys = Keys::with(overrides.into()).expect("no conflict");
        assert_eq!(keys.action("t", Context::Question), Some(Action::Skip));
        assert_eq!(keys.action("s", Context::Question), Some(Action::Hint));
    }

    #[test]
    fn impossible_combinations_are_refused_with_both_names() {
        for (name, keys, words) in [
            ("skip", &["t"][..], "`t` would mean both `skip` and `hint`"),
            ("skip", &["ctrl-c"], "`ctrl-c` would mean both `skip` and `leave immediately; every answer is saved`"),
            ("hint", &["y", "1"], "`1` would mean both `hint` and `digit-1`"),
            ("skipp", &["x"], "`skipp` isn't an action"),
            ("", &["x"], "`` isn't an action"),
            ("skip", &[], "`skip` has no key"),
            ("skip", &["ctrl-i"], "`ctrl-i` isn't a key"),
            ("skip", &["f13"], "`f13` isn't a key"),
            ("skip", &["f+1"], "`f+1` isn't a key"),
            ("skip", &["strg-x"], "`strg-x` isn't a key"),
            ("skip", &[" "], "` ` isn't a key"),
            ("skip", &["\u{1b}"], "isn't a key"),
        ] {
            let refused = with(name, keys).expect_err(words);
            assert!(refused.message.contains(words), "{}", refused.message);
            assert!(!refused.hint.is_empty());
        }
    }
}
