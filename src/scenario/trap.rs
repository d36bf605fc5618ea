//! The named misconceptions, each with the truth and a case where it breaks.

/// One misconception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trap {
    /// Its stable name.
    pub id: &'static str,
    /// The false belief in one sentence, without a tag.
    pub belief: &'static str,
    /// The truth, in one or two sentences.
    pub truth: &'static str,
    /// One case in which the belief gives the wrong code.
    pub breaks: &'static str,
}

/// Every trap.
pub const TRAPS: &[Trap] = &[];

/// The trap of that name.
#[must_use]
pub fn find(id: &str) -> Option<&'static Trap> {
    TRAPS.iter().find(|trap| trap.id == id)
}
