//! What a round allows and shows.
//!
//! Owns the kinds of round; the session obeys them.

/// What a round allows and shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// When the ruling is shown.
    pub ruling: Showing,
    /// Whether hints and the ruling can be asked for.
    pub help: bool,
    /// Whether the deciding line is asked for: on every third question and after each error. A judgement on a server
    /// asks for it always.
    pub marking: bool,
}

/// When rulings are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Showing {
    /// After each answer.
    AtOnce,
    /// When the round is over.
    AtTheEnd,
    /// Not at all.
    Never,
}

impl Rules {
    /// A round of practice as it is begun at a shell prompt.
    pub const PRACTICE: Self = Self { ruling: Showing::AtOnce, help: true, marking: false };
    /// Practice on the learner's way.
    pub const MARKED: Self = Self { marking: true, ..Self::PRACTICE };
    /// A test whose rulings are shown when it is over.
    pub const TRANSFER: Self = Self { ruling: Showing::AtTheEnd, help: false, marking: false };
    /// A test without any.
    pub const TEST: Self = Self { ruling: Showing::Never, ..Self::TRANSFER };
}
