//! Judges packs: answers against the ruling, twins, evidence, words.
