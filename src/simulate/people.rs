//! Defines the types of simulated people who take the course.
//!
//! Each type of person has one simple habit. Apart from careless mistakes, people answer every case correctly once they
//! have learned that kind of case.

use std::collections::HashMap;

use crate::learner::Confidence;
use crate::learner::diagnosis::WrongRule;
use crate::random::Random;
use crate::round::Item;
use crate::ruling::Verdict;
use crate::scenario::Kind;

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Person {
        /// Someone who knows nothing at first, but learns each kind of case the first time it is explained.
        Newcomer = "newcomer",
        /// A newcomer who makes careless mistakes.
        CarelessNewcomer = "newcomer-slips-5",
        /// Someone who knows everything, but answers 2% of the questions carelessly.
        Expert = "expert-slips-2",
        /// Someone who knows everything, but answers 5% of the questions carelessly.
        CarelessExpert = "expert-slips-5",
        /// Someone who needs several explanations and who also forgets.
        Forgetful = "forgetful",
        /// Someone who follows the article's rule until convinced by several explanations.
        Believer = "believer",
        /// Someone who remembers every story and title without understanding anything.
        Scenes = "scenes-only",
        /// Someone who never learns two of the eight kinds of case.
        SixKinds = "six-kinds",
        /// Someone who is right 80% of the time and never improves.
        Steady = "steady-80",
        Guesser = "guesser",
        AlwaysForbidden = "always-403",
        AlwaysUnauthorized = "always-401",
    }
}

impl Person {
    pub(super) fn habits(self, random: &mut Random) -> Habits {
        let nobody = Habits {
            known: [false; 8],
            unknown: Unknown::Guess,
            learns: 0.0,
            forgets: 0.0,
            slips: 0.0,
            never: Vec::new(),
            scenes: None,
        };
        let newcomer = Habits { learns: 1.0, ..nobody.clone() };
        let expert = Habits { known: [true; 8], ..nobody.clone() };
        match self {
            Self::Newcomer => newcomer,
            Self::CarelessNewcomer => Habits { slips: 0.05, ..newcomer },
            Self::Expert => Habits { slips: 0.02, ..expert },
            Self::CarelessExpert => Habits { slips: 0.05, ..expert },
            Self::Forgetful => Habits { learns: 0.7, forgets: 0.002, slips: 0.02, ..nobody },
            Self::Believer => {
                Habits { learns: 0.6, slips: 0.02, unknown: Unknown::Rule(WrongRule::Inverted), ..nobody }
            }
            Self::Scenes => Habits { scenes: Some(HashMap::new()), ..nobody },
            Self::SixKinds => {
                let mut kinds = Kind::core().to_vec();
                random.shuffle(&mut kinds);
                kinds.truncate(2);
                Habits { never: kinds, ..newcomer }
            }
            Self::Steady => Habits { slips: 0.2, ..expert },
            Self::Guesser => nobody,
            Self::AlwaysForbidden => Habits { unknown: Unknown::Always(Verdict::Forbidden), ..nobody },
            Self::AlwaysUnauthorized => Habits { unknown: Unknown::Always(Verdict::Unauthorized), ..nobody },
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Unknown {
    Guess,
    Rule(WrongRule),
    Always(Verdict),
}

#[derive(Clone, Debug)]
pub(super) struct Habits {
    known: [bool; 8],
    unknown: Unknown,
    /// The probability that the person learns a kind of case from one explanation.
    learns: f64,
    /// The probability that the person forgets a kind of case when another kind is explained.
    forgets: f64,
    slips: f64,
    never: Vec<Kind>,
    /// The right code for each title and story that has been explained, or `None` if the person doesn't remember
    /// stories.
    scenes: Option<HashMap<String, Verdict>>,
}

impl Habits {
    /// Returns the probability of the answer 403, ignoring slips and remembered stories.
    pub(super) fn forbids(&self, kind: Kind) -> f64 {
        let code = if self.known[kind as usize] { kind.verdict() } else { self.habit(kind) };
        code.map_or(0.5, |code| f64::from(u8::from(code == Verdict::Forbidden)))
    }

    pub(super) fn follows(&self, wrong: WrongRule) -> bool {
        matches!(self.unknown, Unknown::Rule(rule) if rule == wrong)
    }

    fn habit(&self, kind: Kind) -> Option<Verdict> {
        match self.unknown {
            Unknown::Guess => None,
            Unknown::Rule(rule) => rule.answers(kind),
            Unknown::Always(code) => Some(code),
        }
    }

    pub(super) fn answer(&self, item: &Item, kind: Kind, random: &mut Random) -> (Verdict, Confidence) {
        let remembered =
            |scenes: &HashMap<String, Verdict>| scenes.get(&item.story).or(scenes.get(&item.title)).copied();
        let scene = self.scenes.as_ref().and_then(remembered);
        let likely = scene.map_or_else(|| self.forbids(kind), |code| f64::from(u8::from(code == Verdict::Forbidden)));
        let forbids = (random.share() < likely) != (random.share() < self.slips);
        let is_sure = (likely - 0.5).abs() > 0.1;
        let confidence = match (is_sure, random.below(3)) {
            (false, _) => Confidence::Guess,
            (true, 0) => Confidence::Certain,
            (true, _) => Confidence::Fairly,
        };
        (if forbids { Verdict::Forbidden } else { Verdict::Unauthorized }, confidence)
    }

    pub(super) fn learn(&mut self, item: &Item, kind: Kind, random: &mut Random) {
        if let (Some(scenes), Some(code)) = (&mut self.scenes, kind.verdict()) {
            scenes.insert(item.title.clone(), code);
            scenes.insert(item.story.clone(), code);
        }
        for known in &mut self.known {
            *known &= random.share() >= self.forgets;
        }
        self.known[kind as usize] |= !self.never.contains(&kind) && random.share() < self.learns;
    }
}
