//! airside is an interactive course in the terminal about the difference between HTTP 401 and 403.
//!
//! # Modules
//!
//! The modules are listed from the bottom up. Each module uses only modules at lower levels, and there are no import
//! cycles between files. A test checks both rules.
//!
//! * [`ruling`] determines what the specifications require for a given set of facts about a request. A ruling contains
//!   the status, its certainty, header fields, sources, the questions asked, and the code that the article would give.
//! * [`scenario`] defines cases, packs and the pack format.
//! * [`learner`] estimates what a learner knows: mastery, confidence and misconceptions.
//! * [`round`] is the state machine for a list of questions. [`course`] combines rounds into a course with several
//!   stages.
//! * [`store`] saves events on disk, one per line. [`study`] combines the library, the course and the journal.
//! * [`document`] represents everything that users see as data. `render` converts documents to lines, HTML or Markdown,
//!   and [`tui`] shows documents in full-screen mode.
//! * [`lines`] is the front end for other programs, which communicate with it in JSON Lines. [`plain`] is the
//!   line-based front end for people. [`class`] contains exams, votes, reports and worksheets, and converts to and from
//!   the formats of other systems.
//! * [`inspect`] reads a recorded exchange and reports the facts with their sources, the ruling and the corrected
//!   response.
//! * [`lab`] simulates an airport whose server responds to HTTP requests, and sets tasks for the learner.
//! * [`simulate`] simulates learners who take the course.
//! * [`cli`] parses the arguments and runs the commands.
//! * [`text`], [`calendar`], [`encoding`], `sorting`, [`i18n`], [`keys`], [`settings`], `paths`, [`files`], [`error`],
//!   [`streams`], `decoder` and [`diagnostic`] support the other modules.
//!
//! # Words that are easy to confuse
//!
//! * A **round** is a list of questions, together with the learner's progress through the list. A practice session, a
//!   test and the lesson are all rounds.
//! * The **course** is the learner's path: pre-test, lesson, pairs, practice, post-test and check-ups. Each stage is a
//!   round.
//! * A **study** is the state of one learner: the open packs, the course, the rounds outside the course, and the
//!   journal. Front ends change the state only through the study.
//! * A **sitting** is one student's attempt at one exam. Each sitting has its own log, which doesn't reveal the right
//!   answers.
//! * A **vote** is a question about a case on which a class votes by a show of hands, once or twice.
//!
//! # What the program never does
//!
//! The program has no accounts and no telemetry, and opens no outgoing connections. The program awards no points,
//! tracks no streaks and never scores speed. The program isn't a general quiz engine, because its rulings cover only
//! questions about 401 and 403.

/// Defines an enum whose values have names. `ALL` lists the values, `NAMES` lists the names, `name` returns the name of
/// a value, and `find` returns the value with a given name. Values are serialised as their names. After `=>`, a value
/// can have a title, which the function `title` returns.
macro_rules! named {
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $type:ident { $( $(#[$value_attribute:meta])* $value:ident = $name:literal, )+ }
    ) => {
        $(#[$attribute])*
        $visibility enum $type { $( $(#[$value_attribute])* $value, )+ }

        impl $type {
            pub const ALL: [Self; Self::NAMES.len()] = [$(Self::$value),+];
            pub const NAMES: [&'static str; [$($name),+].len()] = [$($name),+];

            pub const fn name(self) -> &'static str {
                match self { $(Self::$value => $name,)+ }
            }

            pub fn find(name: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|value| value.name() == name)
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }
    };
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $type:ident {
            $( $(#[$value_attribute:meta])* $value:ident = $name:literal => $title:expr, )+
        }
    ) => {
        named! {
            $(#[$attribute])*
            $visibility enum $type { $( $(#[$value_attribute])* $value = $name, )+ }
        }

        impl $type {
            pub fn title(self) -> &'static str {
                match self { $(Self::$value => $title,)+ }
            }
        }
    };
}

pub mod calendar;
pub mod class;
pub mod cli;
pub mod course;
#[cfg(unix)]
mod decoder;
pub mod diagnostic;
pub mod document;
pub mod encoding;
pub mod error;
pub mod files;
pub mod i18n;
mod input;
pub mod inspect;
pub mod keys;
pub mod lab;
pub mod learner;
pub mod lines;
mod paths;
pub mod plain;
pub mod random;
pub mod reference;
pub mod render;
pub mod round;
pub mod ruling;
pub mod scenario;
pub mod settings;
pub mod simulate;
mod sorting;
pub mod store;
pub mod streams;
pub mod study;
pub mod text;
pub mod tui;
