//! Puts any names and keys into the settings.
//!
//! Each key must have one meaning in each context, or the settings must be refused with a hint.
#![no_main]

use std::collections::BTreeMap;

use airside::keys::{BINDINGS, Keys};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let mut own: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in text.lines() {
        let mut words = line.split(' ');
        let name = words.next().unwrap_or_default();
        own.entry(name.to_owned()).or_default().extend(words.map(str::to_owned));
    }
    match Keys::with(own) {
        Err(refused) => assert!(!refused.message.is_empty() && !refused.hint.is_empty()),
        Ok(keys) => {
            for binding in BINDINGS {
                for context in binding.contexts {
                    for key in keys.keys_for(binding) {
                        let twice = BINDINGS
                            .iter()
                            .filter(|other| other.contexts.contains(context) && keys.keys_for(other).contains(&key));
                        assert_eq!(twice.count(), 1, "{key} in {context:?}");
                        assert!(keys.action(key, *context).is_some());
                    }
                }
            }
        }
    }
});
