//! Scenarios and packs of them: the model that everything else reads.
//!
//! Owns what a scenario is. [`mod@format`] describes it, [`read`] and `diagnose` turn JSON into it, [`check`] judges it, and
//! [`library`] finds packs. Must not know of learners, rounds or screens; only [`library`] touches files.

#[macro_use]
pub mod format;
pub mod check;
mod diagnose;
pub mod index;
pub mod library;
pub mod locate;
pub mod misconception;
pub mod read;
pub mod schema;
pub mod skeleton;

use std::collections::BTreeMap;

use format::{Described, Field, FormatNumber, Shape, Vocabulary};

use crate::ruling::{FactName, Facts, Ruling, Verdict, rule};

/// The pack format that this program writes and reads.
pub const FORMAT: u32 = 1;

/// The longest text that a field may hold, in bytes.
pub const LONGEST_TEXT: usize = 64 * 1024;

described! {
    /// A file of scenarios.
    Pack {
        /// The version of this format.
        format: FormatNumber,
        /// Names the pack; stable.
        id: String = fixed,
        /// What people read in lists.
        title: String,
        /// The pack's own version, as `1.0.0`.
        version: String = fixed,
        /// The language it is written in, as `en` (a BCP 47 tag).
        language: String = fixed,
        /// The licence, as an SPDX expression.
        licence: String = fixed,
        /// Who wrote it.
        authors: Vec<String> = fixed,
        /// Its scenarios, in teaching order.
        scenarios: Vec<Scenario>,
    }

    /// One case: facts, a story, an exchange, explanations, and an id that never changes.
    Scenario {
        /// A stable id in small letters, digits and hyphens, unique over all packs.
        id: String = fixed,
        /// A neutral title that gives nothing away.
        title: String,
        /// The kind of case.
        kind: Kind,
        /// How the case is told.
        telling: Telling,
        /// What the two cases of a contrast pair share, and both tellings of a situation; the id when left out.
        situation: Option<String> = fixed,
        /// When it is asked; practice when left out.
        #[serde(default)]
        pool: Pool,
        /// The other case of its contrast pair, which differs in one fact and has another answer.
        twin: Option<String> = fixed,
        /// What is true of the request; facts that are left out have their default.
        facts: Facts,
        /// The answer; it is recomputed from the facts.
        answer: Verdict,
        /// Only for a case outside the procedure: why the author decides, and on which sources.
        editorial: Option<Editorial>,
        /// The scene, in at most 45 words.
        story: String,
        /// Numbered lines: the request, what is found, and (after the answer) the response.
        exchange: Exchange,
        /// The one line that decides.
        evidence: Evidence,
        /// A question with answers of its own, for facts on which the specification leaves the code open.
        asks: Option<Asks>,
        /// A real server whose response is to be judged.
        server: Option<Server>,
        /// A real incident; asks which answer would have helped.
        incident: Option<Incident>,
        /// Two hints, graded.
        hints: Hints,
        /// Both codes explained.
        explanation: Explanation,
        /// With a server: why each wrong judgement is wrong.
        #[serde(default)]
        options: BTreeMap<Judgement, String>,
        /// With a server: the misconception that a judgement shows.
        #[serde(default)]
        misconceptions: BTreeMap<Judgement, String> = fixed,
        /// What the article's airport would answer here, in at most 20 words.
        article: Option<String>,
        /// Sources, each as `RFC 9110 section 11.4 paragraph 3`.
        citations: Vec<String> = fixed,
        /// The misconception that a wrong answer shows.
        misconception: Option<String> = fixed,
        /// For the teacher: what to ask, what to expect.
        teacher: String,
        /// Who wrote the case, and whether its answer was checked.
        provenance: Option<Provenance> = fixed,
    }

    /// Why a case may disagree with the procedure.
    Editorial {
        /// Why the procedure does not reach this case.
        reason: String,
        /// What the answer rests on.
        sources: Vec<String> = fixed,
    }

    /// What is sent and what is found.
    Exchange {
        /// What the client sends or the traveller does; lines of at most 72 columns.
        request: Vec<String>,
        /// What is found when it is checked; shown with the question.
        #[serde(default)]
        findings: Vec<String>,
        /// What a real server returned; shown with the question.
        #[serde(default)]
        returned: Vec<String>,
        /// The response that the specification asks for, shown after the answer; the first line is the status line.
        response: Vec<String> = fixed,
    }

    /// The line that decides.
    Evidence {
        /// The line that decides, counted from 1 over request, findings and returned.
        line: usize,
        /// The fact that the line states.
        fact: FactName,
        /// What the line tells the reader, in a sentence.
        text: String,
    }

    /// A question with answers of its own, where the specification leaves the code open.
    Asks {
        /// The question, in place of `401 or 403?`.
        question: String,
        /// Two to four answers, exactly one of them right.
        choices: Vec<Choice>,
    }

    /// One answer to choose.
    Choice {
        /// The answer.
        text: String,
        /// Whether it is the right one.
        right: bool,
        /// Why it is or is not, in a sentence; shown after the answer.
        because: String,
    }

    /// A real server, as captured. It speaks of this version and configuration and of nothing newer.
    Server {
        /// The server's name.
        product: String = fixed,
        /// Its version.
        version: String = fixed,
        /// How it was set up.
        configuration: String,
        /// What is right about its response.
        judgement: Judgement,
        /// The clause that decides, as a citation.
        clause: String = fixed,
    }

    /// A real incident, in the project's public record or measured.
    Incident {
        /// The project, or the program that was measured.
        project: String = fixed,
        /// The year.
        year: u32,
        /// Where it can be read.
        link: String = fixed,
        /// What broke, in a sentence; shown after the answer.
        broke: String,
    }

    /// Two hints: which fact to look for, and which rule applies.
    Hints {
        /// Points at the fact to look for.
        fact: String,
        /// Points at the rule; names no code.
        rule: String,
    }

    /// Both codes explained.
    Explanation {
        /// Why this code, in at most 30 words.
        why: String,
        /// Why not the other code, in at most 20 words.
        why_not: String,
    }

    /// Who wrote a case, and whether its answer was checked.
    Provenance {
        /// Who wrote it.
        author: String,
        /// The day of the last check, as `2026-11-26`.
        checked: String,
        /// What it was checked against, as `RFC 9110 section 11.4 paragraph 3`.
        against: String,
        /// Whether the answer was checked.
        status: ReviewStatus,
    }
}

impl Scenario {
    /// The ruling on this scenario's facts.
    pub fn ruling(&self) -> Ruling {
        rule(&self.facts)
    }

    /// The lines shown with the question, numbered from 1: request, findings, and what was returned.
    pub fn shown_lines(&self) -> impl Iterator<Item = &str> {
        let Exchange { request, findings, returned, .. } = &self.exchange;
        request.iter().chain(findings).chain(returned).map(String::as_str)
    }

    /// The situation that it tells.
    pub fn situation(&self) -> &str {
        self.situation.as_deref().unwrap_or(&self.id)
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $( $(#[$value_doc:meta])* $value:ident $word:literal $title:literal, )+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $( $(#[$value_doc])* $value, )+ }

        impl $name {
            /// Every value, in teaching order.
            pub const ALL: &'static [Self] = &[$(Self::$value,)+];
            /// The word for each value, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($word,)+];

            /// The word in packs and arguments.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$value => $word,)+ }
            }

            /// The words on screen.
            pub fn title(self) -> &'static str {
                match self { $(Self::$value => $crate::i18n::translate($title),)+ }
            }

            /// The value of that word.
            pub fn find(word: &str) -> Option<Self> {
                Self::ALL.iter().zip(Self::NAMES).find(|(_, name)| **name == word).map(|(value, _)| *value)
            }
        }

        impl Vocabulary for $name {
            const WORDS: &'static [&'static str] = Self::NAMES;
        }
    };
}

words! {
    /// The family of facts an item belongs to: eight core kinds, then the edges.
    Kind {
        /// No credentials.
        Missing "missing" "missing credentials",
        /// Sent, and unreadable or not genuine.
        Invalid "invalid" "invalid credentials",
        /// Sent, was valid, is no longer.
        Expired "expired" "expired credentials",
        /// Sent, for another realm or audience.
        WrongAudience "wrong-audience" "wrong audience",
        /// Valid, role or scope missing.
        NoPermission "no-permission" "no permission",
        /// Valid, somebody else's resource.
        NotOwner "not-owner" "not the owner",
        /// Refused for a reason that has nothing to do with who asks.
        Policy "policy" "blocked by policy",
        /// No credentials, and none would help.
        Closed "closed" "closed to everyone",
        /// Anything beyond the eight.
        Edge "edge" "edge case",
    }
}

words! {
    /// How a scenario is told.
    Telling {
        /// In the airport.
        Airport "airport" "airport",
        /// Raw HTTP only.
        Http "http" "HTTP",
    }
}

words! {
    /// When a scenario is asked.
    #[derive(Default)]
    Pool {
        /// In practice.
        #[default]
        Practice "practice" "practice",
        /// Kept back for those who seem to know the subject, and for the end of practice.
        Unseen "unseen" "unseen",
        /// In the first of the two parallel tests.
        FormA "form-a" "form A",
        /// In the second.
        FormB "form-b" "form B",
        /// A scene of the lesson.
        Lesson "lesson" "lesson",
        /// Kept back for the check-ups.
        CheckUp "check-up" "check-up",
    }
}

words! {
    /// What is to be said of a server's answer.
    Judgement {
        /// Status and sign are as the specification has them.
        Conforms "conforms" "conforms",
        /// Another status is called for.
        WrongCode "wrong-code" "wrong code",
        /// The status is right, and its challenge is missing or broken.
        Challenge "challenge" "challenge missing or broken",
        /// The specification leaves it open.
        Arguable "arguable" "arguable",
    }
}

words! {
    /// Whether the answer of an item was checked against its sources.
    ReviewStatus {
        Draft "draft" "draft",
        Checked "checked" "checked",
    }
}

macro_rules! word_shapes {
    ($($name:ident)+) => {
        $(impl Described for $name {
            fn shape() -> Shape {
                Shape::Word(Self::NAMES)
            }
        })+
    };
}

word_shapes!(Kind Telling Judgement ReviewStatus);

impl Described for Pool {
    fn shape() -> Shape {
        Shape::Word(Self::NAMES)
    }

    fn is_absent(&self) -> bool {
        *self == Self::default()
    }
}

impl Kind {
    /// The eight kinds that mastery is about.
    pub fn core() -> &'static [Self] {
        &Self::ALL[..8]
    }

    /// The code of a core kind; edge cases have no common one.
    pub const fn verdict(self) -> Option<Verdict> {
        match self {
            Self::Missing | Self::Invalid | Self::Expired | Self::WrongAudience => Some(Verdict::Unauthorized),
            Self::NoPermission | Self::NotOwner | Self::Policy | Self::Closed => Some(Verdict::Forbidden),
            Self::Edge => None,
        }
    }
}

/// One of the two parallel test forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    A,
    B,
}

impl Form {
    pub const fn pool(self) -> Pool {
        match self {
            Self::A => Pool::FormA,
            Self::B => Pool::FormB,
        }
    }

    pub const fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }
}
