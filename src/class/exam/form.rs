//! Defines the forms of an exam: the two test forms, and questions that the teacher chose individually.

use std::fmt;

use serde::Deserialize;

use crate::say;
use crate::scenario::Pool;

named! {
    /// The form of an exam. Reports list the forms in this order.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
    pub enum ExamForm {
        A = "A",
        B = "B",
        #[serde(rename = "custom")]
        Custom = "custom",
    }
}

impl ExamForm {
    /// An empty list of pools means that the questions were chosen individually.
    pub(crate) fn from_pools(pools: &[Pool]) -> Self {
        match pools.first() {
            Some(Pool::FormB) => Self::B,
            Some(_) => Self::A,
            None => Self::Custom,
        }
    }

    /// Returns the name of the form as shown to users, such as `form A`.
    pub fn title(self) -> String {
        if self == Self::Custom { say!("own questions").to_owned() } else { say!("form {}", self) }
    }
}

impl fmt::Display for ExamForm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
