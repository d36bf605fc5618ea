//! Defines what each type of round allows and shows.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    pub ruling: Showing,
    /// Whether the learner may ask for hints and rulings.
    pub help: bool,
    pub marking: bool,
    /// Whether cases come in pairs, so that the learner answers both cases of a pair before seeing either ruling.
    pub paired: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Showing {
    AtOnce,
    AtTheEnd,
    Never,
}

const fn rules(ruling: Showing, help: bool, marking: bool, paired: bool) -> Rules {
    Rules { ruling, help, marking, paired }
}

impl Rules {
    pub const PRACTICE: Self = rules(Showing::AtOnce, true, false, false);
    pub(crate) const MARKED: Self = rules(Showing::AtOnce, true, true, false);
    pub(crate) const PAIRS: Self = rules(Showing::AtOnce, false, false, true);
    pub const CHECK_UP: Self = rules(Showing::AtTheEnd, false, false, false);
    pub const TEST: Self = rules(Showing::Never, false, false, false);

    pub const ALL: [Self; 5] = [Self::PRACTICE, Self::MARKED, Self::PAIRS, Self::CHECK_UP, Self::TEST];
}
