//! Scenarios and the packs that hold them.
//!
//! Owns the model of a scenario. [`mod@format`] describes it, [`read`] and `diagnose` parse JSON, [`check`] applies
//! the rules for good scenarios, and [`library`] finds packs. Must not know of learners, rounds or screens. Only
//! [`library`] reads files.

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

/// The version of the pack format.
pub const FORMAT: u32 = 1;

/// The maximum length of a text field, in bytes.
pub const LONGEST_TEXT: usize = 64 * 1024;

described! {
    /// A file of scenarios.
    Pack {
        /// The version of this format.
        format: FormatNumber,
        /// A stable id for the pack.
        id: String = fixed,
        /// The title in lists.
        title: String,
        /// The pack's own version, such as `1.0.0`.
        version: String = fixed,
        /// The language of the texts, such as `en` (a BCP 47 tag).
        language: String = fixed,
        /// The licence, as an SPDX expression.
        licence: String = fixed,
        /// The authors.
        authors: Vec<String> = fixed,
        /// The scenarios, in teaching order.
        scenarios: Vec<Scenario>,
    }

    /// One case: facts, a story, an exchange, explanations, and an id that never changes.
    Scenario {
        /// A stable id of lower-case letters, digits and hyphens, unique across all packs.
        id: String = fixed,
        /// A neutral title that doesn't hint at the answer.
        title: String,
        /// The kind of case.
        kind: Kind,
        /// How the case is told.
        telling: Telling,
        /// The situation that both tellings, or both cases of a contrast pair, share. Defaults to the id.
        situation: Option<String> = fixed,
        /// Where the case is used. Defaults to practice.
        #[serde(default)]
        pool: Pool,
        /// The other case of its contrast pair. It differs in one fact and has another answer.
        twin: Option<String> = fixed,
        /// The facts of the request. Facts left out have their default value.
        facts: Facts,
        /// The answer. It must match the ruling on the facts.
        answer: Verdict,
        /// Only if the procedure doesn't cover the case: why the author decided on this answer, and the sources.
        editorial: Option<Editorial>,
        /// The scene, in at most 45 words.
        story: String,
        /// The numbered lines: the request, the findings and, after the answer, the response.
        exchange: Exchange,
        /// The deciding line.
        evidence: Evidence,
        /// A question with its own answers, for facts on which the specification leaves the code open.
        asks: Option<Asks>,
        /// A real server whose response the learner judges.
        server: Option<Server>,
        /// A real incident. The learner says which answer would have helped.
        incident: Option<Incident>,
        /// Two hints; the second says more than the first.
        hints: Hints,
        /// Why the answer is right, and why the other code is wrong.
        explanation: Explanation,
        /// For a server: why each wrong judgement is wrong.
        #[serde(default)]
        options: BTreeMap<Judgement, String>,
        /// For a server: the misconception that each wrong judgement suggests.
        #[serde(default)]
        misconceptions: BTreeMap<Judgement, String> = fixed,
        /// What the article's airport would answer here, in at most 20 words.
        article: Option<String>,
        /// Citations, such as `RFC 9110 section 11.4 paragraph 3`.
        citations: Vec<String> = fixed,
        /// The misconception that a wrong answer suggests.
        misconception: Option<String> = fixed,
        /// For the teacher: what to ask, and what to expect.
        teacher: String,
        /// Who wrote the case, and whether its answer was checked.
        provenance: Option<Provenance> = fixed,
    }

    /// Why a case may disagree with the procedure.
    Editorial {
        /// Why the procedure doesn't cover this case.
        reason: String,
        /// The sources of the answer.
        sources: Vec<String> = fixed,
    }

    /// The request and what is found.
    Exchange {
        /// What the client sends or the traveller does, in lines of at most 72 columns.
        request: Vec<String>,
        /// What the check finds; shown with the question.
        #[serde(default)]
        findings: Vec<String>,
        /// What a real server returned; shown with the question.
        #[serde(default)]
        returned: Vec<String>,
        /// The response that the specification asks for; shown after the answer. The first line is the status line.
        response: Vec<String> = fixed,
    }

    /// The deciding line.
    Evidence {
        /// Its number, counted from 1 through request, findings and returned lines.
        line: usize,
        /// The fact that the line states.
        fact: FactName,
        /// What the line tells the reader, in one sentence.
        text: String,
    }

    /// A question with its own answers, where the specification leaves the code open.
    Asks {
        /// The question, instead of `401 or 403?`.
        question: String,
        /// Two to four answers, exactly one of them right.
        choices: Vec<Choice>,
    }

    /// One answer.
    Choice {
        /// The text of the answer.
        text: String,
        /// Whether the answer is right.
        right: bool,
        /// Why it is right or wrong, in one sentence; shown after the answer.
        because: String,
        /// The misconception that choosing it shows.
        misconception: Option<String> = fixed,
    }

    /// A real server, as captured. The case makes no claim about other versions or configurations.
    Server {
        /// The server's name.
        product: String = fixed,
        /// Its version.
        version: String = fixed,
        /// Its configuration.
        configuration: String,
        /// The right judgement of its response.
        judgement: Judgement,
        /// The citation that decides.
        clause: String = fixed,
    }

    /// A real incident, measured or from a project's public record.
    Incident {
        /// The project, or the program that was measured.
        project: String = fixed,
        /// The year.
        year: u32,
        /// A link to the report.
        link: String = fixed,
        /// What broke, in one sentence; shown after the answer.
        broke: String,
    }

    /// Two hints: which fact to look for, and which rule applies.
    Hints {
        /// Points to the fact.
        fact: String,
        /// Points to the rule without naming a code.
        rule: String,
    }

    /// Why the answer is right, and why the other code is wrong.
    Explanation {
        /// Why this code, in at most 30 words.
        why: String,
        /// Why not the other code, in at most 20 words.
        why_not: String,
    }

    /// Who wrote a case, and whether it was compared with its sources.
    Provenance {
        /// The author.
        author: String,
        /// The date of the last check, such as `2026-11-26`.
        checked: String,
        /// The text it was checked against, such as `RFC 9110 section 11.4 paragraph 3`.
        against: String,
        /// `checked` means that the answer, the explanation and the sources were compared with that text.
        status: ReviewStatus,
    }
}

impl Pool {
    pub const fn is_form(self) -> bool {
        matches!(self, Self::FormA | Self::FormB)
    }
}

impl Scenario {
    pub fn ruling(&self) -> Ruling {
        rule(&self.facts)
    }

    /// Whether its author states that it was compared with its sources.
    pub fn is_checked(&self) -> bool {
        self.provenance.as_ref().is_some_and(|known| known.status == ReviewStatus::Checked)
    }

    /// The lines shown with the question, numbered from 1: request, findings and returned lines.
    pub fn shown_lines(&self) -> impl Iterator<Item = &str> {
        let Exchange { request, findings, returned, .. } = &self.exchange;
        request.iter().chain(findings).chain(returned).map(String::as_str)
    }

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
            /// In teaching order.
            pub const ALL: &'static [Self] = &[$(Self::$value,)+];
            /// The name of each value, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($word,)+];

            /// The name in packs and arguments.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$value => $word,)+ }
            }

            /// The name on screen.
            pub fn title(self) -> &'static str {
                match self { $(Self::$value => $crate::i18n::translate($title),)+ }
            }

            /// The value with this name.
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
    /// The kind of case: one of the eight core kinds, or an edge case.
    Kind {
        /// No credentials were sent.
        Missing "missing" "missing credentials",
        /// Unreadable or not genuine.
        Invalid "invalid" "invalid credentials",
        /// Valid once, but no longer.
        Expired "expired" "expired credentials",
        /// For another realm, audience or service.
        WrongAudience "wrong-audience" "wrong audience",
        /// Valid credentials without the role or scope needed.
        NoPermission "no-permission" "no permission",
        /// Valid credentials, but the resource belongs to someone else.
        NotOwner "not-owner" "not the owner",
        /// Refused for a reason that has nothing to do with who is asking.
        Policy "policy" "blocked by policy",
        /// Nobody may do this, whoever asks.
        Closed "closed" "closed to everyone",
        /// A case beyond the eight kinds.
        Edge "edge" "edge case",
    }
}

words! {
    /// How a scenario is told.
    Telling {
        /// As a scene at the airport.
        Airport "airport" "airport",
        /// As an HTTP exchange.
        Http "http" "HTTP",
    }
}

words! {
    /// Where a scenario is used.
    #[derive(Default)]
    Pool {
        /// In practice.
        #[default]
        Practice "practice" "practice",
        /// Reserved for learners who seem to know the subject, and for the end of practice.
        Unseen "unseen" "unseen",
        /// In the first of the two parallel tests.
        FormA "form-a" "form A",
        /// In the second of the two parallel tests.
        FormB "form-b" "form B",
        /// In the lesson.
        Lesson "lesson" "lesson",
        /// In the check-ups.
        CheckUp "check-up" "check-up",
    }
}

words! {
    /// The judgement of a server's response.
    Judgement {
        /// Status and challenge are as the specification asks.
        Conforms "conforms" "conforms",
        /// Another status applies.
        WrongCode "wrong-code" "wrong code",
        /// The status is right, but its challenge is missing or broken.
        Challenge "challenge" "challenge missing or broken",
        /// The specification allows more than one answer.
        Arguable "arguable" "arguable",
    }
}

words! {
    /// Whether a case was compared with its sources. Test forms take only checked cases.
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

impl Pool {
    /// Whether its cases are kept for tests, so that nobody meets them before.
    pub const fn is_kept_back(self) -> bool {
        !matches!(self, Self::Practice | Self::Lesson)
    }
}

impl Kind {
    /// The eight kinds that the course teaches.
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
