//! Names the form of an exam: one of the two test forms, or questions that the teacher chose.

use std::fmt;

use serde::Deserialize;

use crate::say;
use crate::scenario::Pool;

named! {
    /// The forms of an exam, in the order in which reports list them.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
    pub enum ExamForm {
        A = "A",
        B = "B",
        #[serde(rename = "custom")]
        Custom = "custom",
    }
}

impl ExamForm {
    /// If there is no pool, the questions were chosen individually.
    pub(crate) fn from_pools(pools: &[Pool]) -> Self {
        match pools.first() {
            Some(Pool::FormB) => Self::B,
            Some(_) => Self::A,
            None => Self::Custom,
        }
    }

    /// Returns the name of the form for display, such as `form A`.
    pub fn title(self) -> String {
        if self == Self::Custom { say!("own questions").to_owned() } else { say!("form {}", self) }
    }
}

impl fmt::Display for ExamForm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
