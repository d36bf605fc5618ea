//! airside: an interactive course in the terminal about the difference between HTTP 401 and 403.
//!
//! # Modules
//!
//! The modules are listed from the bottom up. A module uses only modules below it, and there are no import cycles
//! between files. A test checks both rules.
//!
//! * [`ruling`] determines the ruling on a request from the facts about it, following the specifications. A ruling
//!   contains a status, how certain the status is, header fields, sources, the questions that were asked, and the code
//!   that results from the article's rule.
//! * [`scenario`] defines cases, packs and the pack format.
//! * [`learner`] estimates what a learner knows: mastery, confidence and misconceptions.
//! * [`round`] is the state machine for a list of questions. [`course`] combines rounds into a course with several
//!   stages.
//! * [`store`] saves events on disk, with one event on each line. [`study`] combines the library, the course and the
//!   journal.
//! * [`document`] represents everything that the program shows to users as data. `render` converts documents to lines,
//!   HTML or Markdown, and [`tui`] shows documents in full-screen mode.
//! * [`lines`] is the front end for other programs, in JSON Lines, and [`plain`] is the line-by-line front end for
//!   people. [`class`] contains exams, votes, reports, worksheets and the formats of other systems.
//! * [`inspect`] reads a recorded exchange and reports the facts with their sources, the ruling, and the corrected
//!   response.
//! * [`lab`] simulates an airport whose server answers HTTP requests, and sets tasks for the learner.
//! * [`simulate`] simulates learners who take the course.
//! * [`cli`] parses the arguments and runs the commands.
//! * [`text`], [`calendar`], [`encoding`], `sorting`, [`i18n`], [`keys`], [`settings`], `paths`, [`files`], [`error`],
//!   [`streams`], `decoder` and [`diagnostic`] support the other modules.
//!
//! # Words that are easy to confuse
//!
//! * A **round** is a list of questions and the learner's progress through it. A practice session, a test and the
//!   lesson are all rounds.
//! * The **course** is the learner's path: pre-test, lesson, pairs, practice, post-test and check-ups. Each stage is a
//!   round.
//! * A **study** is the state of one learner: the open packs, the course, the rounds outside the course, and the
//!   journal. Front ends change this state only through the study.
//! * A **sitting** is one student's attempt at one exam. Each sitting has its own log, which doesn't reveal which
//!   answers are right.
//! * A **vote** is a question about a case that a class answers by show of hands, once or twice.
//!
//! # What the program never does
//!
//! The program has no accounts and no telemetry, and it opens no outgoing connections. The program awards no points,
//! tracks no streaks and never scores speed. The program isn't a general quiz engine, because its rulings cover only
//! questions about 401 and 403.

/// Defines an enum whose values have names. `ALL` lists the values, `NAMES` lists the names, `name` returns the name of
/// a value, and `find` returns the value with a given name. Values are serialised as their names. With `=>`, `title`
/// returns the text that the program shows for a value.
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
