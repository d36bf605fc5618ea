//! The pages of the course: welcome, worked cases, refutations, and the report at the end of each stage.
//!
//! Owns their words. The truth comes first; whatever is false carries its tag at the start of its line, with the
//! truth on the same page.

use super::stage::Stage;
use super::{CHECK_DAYS, Course, Score};
use crate::document::{Leaf, Section};
use crate::learner::detection::Detection;
use crate::learner::diagnosis::WrongRule;
use crate::reference::{Entry, Topic, find};
use crate::round::ItemId;
use crate::say;
use crate::scenario::Kind;

use super::select::truth;

/// The name of the page that takes a wrong rule apart.
#[must_use]
pub const fn refutation(rule: WrongRule) -> &'static str {
    match rule {
        WrongRule::Inverted => "article",
        WrongRule::SentCredentials => "rule-sent",
        WrongRule::NameLiteral => "rule-name",
        WrongRule::LoginOnly => "rule-login",
        WrongRule::Understood => "rule-understood",
    }
}

/// The wrong rule that the page of this id takes apart.
pub(crate) fn refuted(id: &ItemId) -> Option<WrongRule> {
    WrongRule::ALL.into_iter().find(|rule| id.is_page(refutation(*rule)))
}

fn section(heading: &str, says: &[&str]) -> Section {
    Section { heading: heading.to_owned(), says: says.iter().map(|line| (*line).to_owned()).collect() }
}

/// The page of that name.
#[must_use]
pub fn leaf(name: &str) -> Leaf {
    match name {
        "worked" => worked(),
        "article" => article(),
        name => match WrongRule::ALL.into_iter().find(|rule| refutation(*rule) == name) {
            Some(rule) => rule_page(rule),
            None => find(name).map_or_else(welcome, |topic| of_topic(&topic)),
        },
    }
}

/// A false statement with its tag.
fn tagged(text: &str) -> String {
    match text.strip_prefix("~~").and_then(|text| text.strip_suffix("~~")) {
        Some(claim) => format!("WRONG: {claim}"),
        None => text.to_owned(),
    }
}

/// A topic of the reference as a page.
fn of_topic(topic: &Topic) -> Leaf {
    let entry = |entry: &Entry| Section {
        heading: entry.head.clone(),
        says: entry.text.iter().map(|text| tagged(text)).collect(),
    };
    let lead = section("", &[&topic.lead]);
    Leaf {
        compared: false,
        title: topic.title.clone(),
        sections: std::iter::once(lead).chain(topic.entries.iter().map(entry)).collect(),
    }
}

fn welcome() -> Leaf {
    Leaf {
        compared: false,
        title: say!("Welcome").to_owned(),
        sections: vec![
            section(
                "",
                &[
                    say!(
                        "This course is about one confusion: does a server answer 401 or 403? It takes about 25 minutes, and you can stop anywhere; it goes on at the same question."
                    ),
                    say!(
                        "First come ten questions without feedback. They show where you stand, and whether you need the course at all."
                    ),
                ],
            ),
            section(
                say!("What is kept"),
                &[
                    say!(
                        "Your answers, how sure you were, the hints you asked for, and when. They stay on this machine, in one file of text. No name is kept, and nothing is sent anywhere."
                    ),
                    say!(
                        "Time is written down and never counted. airside paths says where the file is; deleting it deletes everything."
                    ),
                ],
            ),
        ],
    }
}

fn worked() -> Leaf {
    Leaf {
        title: say!("Two worked cases").to_owned(),
        compared: true,
        sections: vec![
            section(
                say!("A pass that ran out"),
                &[say!(
                    "A traveller shows a pass that was valid until noon. It is half past twelve. The proof is what is missing: a fresh pass would do. So the answer is 401, and its sign, WWW-Authenticate, says which passes count."
                )],
            ),
            section(
                say!("A good pass, and somebody else's suitcase"),
                &[say!(
                    "A traveller shows a pass that is in order and asks for the suitcase of another passenger. The proof is fine; it is the permission that is missing. A better proof of the same person changes nothing. So the answer is 403."
                )],
            ),
            section(
                say!("One question decides"),
                &[
                    say!(
                        "Would valid credentials, or a different proof of who asks, be the thing that is missing? Yes: 401. The proof is fine, or proof is not the point: 403."
                    ),
                    say!(
                        "No sign, no 401: a 401 must carry WWW-Authenticate (RFC 9110 section 15.5.2). 403 needs no sign, and it does not need anybody to have shown papers (section 15.5.4)."
                    ),
                ],
            ),
        ],
    }
}

fn article() -> Leaf {
    Leaf {
        compared: false,
        title: say!("The article's airport, put right").to_owned(),
        sections: vec![
            section(
                say!("The rule"),
                &[say!(
                    "A proof that is missing, wrong or out of date gets 401. A good proof that is not enough gets 403."
                )],
            ),
            section(
                say!("A claim that many have read; it is the wrong way round"),
                &[say!(
                    "WRONG: an incorrect or damaged ticket is refused with 403, and a good ticket at the wrong gate gets 401."
                )],
            ),
            section(
                say!("How it comes about"),
                &[
                    say!(
                        "The picture folds three papers into one ticket: who you are, what you may do, and where you want to go. Split it: a passport at the ID podium (401, with the sign that lists accepted papers) and a boarding pass at the gate (403)."
                    ),
                    say!("The name misleads as well: 401 is called Unauthorized and is about authentication."),
                ],
            ),
            section(
                say!("The order"),
                &[
                    say!("WRONG: 403 is always checked before 401."),
                    say!(
                        "There is no fixed order. Usually who asks is settled first; a rule of the house may refuse before anybody asks."
                    ),
                ],
            ),
            section(
                say!("To be fair"),
                &[
                    say!(
                        "The article quotes the specifications well and warns that servers deviate. Good references had the same slip for years."
                    ),
                    say!(
                        "Where the airport stops: no airport answers 404 to hide a door, no sign comes back with a shrug, and one guard often checks both papers."
                    ),
                ],
            ),
        ],
    }
}

fn rule_page(rule: WrongRule) -> Leaf {
    let truth = match rule {
        WrongRule::SentCredentials => {
            say!("What was sent does not decide; whether it is valid does. Bad credentials get 401 like none at all.")
        }
        WrongRule::NameLiteral => {
            say!(
                "401 asks for proof of who you are. Missing permission is 403, whatever the name Unauthorized suggests."
            )
        }
        WrongRule::LoginOnly => {
            say!("403 needs no login. Where no credentials would help, a stranger gets 403 at once.")
        }
        WrongRule::Understood => {
            say!(
                "Understanding the request is no reason for 403. A request that lacks valid credentials is understood and gets 401."
            )
        }
        WrongRule::Inverted => say!("Bad credentials get 401; good ones that are not enough get 403."),
    };
    Leaf {
        compared: false,
        title: say!("A rule that your answers fit").to_owned(),
        sections: vec![
            section(say!("The rule"), &[truth]),
            section(say!("What your answers fit so far"), &[&format!("WRONG: {}", rule.says())]),
            section("", &[&say!("Where it breaks: {}", rule.breaks())]),
        ],
    }
}

/// What is said at the end of a stage.
#[must_use]
pub fn report(course: &Course) -> Leaf {
    let mut sections = vec![Section { heading: String::new(), says: outcome(course) }];
    let next = course.next();
    if next != Stage::Done {
        sections.push(section(say!("Next"), &[&format!("{}: {}", next.title(), next.purpose())]));
    } else if let (Some(_), Some(days)) = (course.due_at(), CHECK_DAYS.get(course.checks_done())) {
        let days = if *days == 1 { say!("one day").to_owned() } else { format!("{days} days") };
        sections.push(section(say!("Next"), &[&say!("A short check {} after the end of the course; airside due says when. Until then practice, the article and the reference are open.", days)]));
    }
    Leaf { title: say!("{}: done", course.stage().title()), sections, compared: false }
}

fn outcome(course: &Course) -> Vec<String> {
    let count = |score: &Score| say!("{} of {} right.", score.right(), score.answers.len());
    let (before, after) = course.tests();
    match course.stage() {
        Stage::Before => {
            let mut says: Vec<String> = before.map(count).into_iter().collect();
            says.push(if course.is_placed() {
                say!("You know this. Lesson and practice are left out; the edge cases may still surprise you.")
                    .to_owned()
            } else {
                say!("The rulings of these ten are not shown, because the same test comes again in another form.")
                    .to_owned()
            });
            says
        }
        Stage::Lesson => vec![say!("Now the two codes side by side.").to_owned()],
        Stage::Pairs => vec![say!("One fact changed, and the code with it. Now everything mixed.").to_owned()],
        Stage::Practice if course.is_mastered() => vec![say!(
            "Secure in all eight kinds of case after {} questions. The transfer questions show whether it holds without the airport.",
            course.mastery().count()
        )],
        Stage::Practice => {
            let open: Vec<&str> = course.mastery().open(&course.criterion).into_iter().map(Kind::title).collect();
            let open = if open.is_empty() { String::new() } else { say!(" Still open: {}.", open.join(", ")) };
            vec![say!("That is enough for one sitting.{} You can always practise one kind of case by itself.", open)]
        }
        Stage::Transfer => {
            let mut says: Vec<String> = course.transfers().last().map(count).into_iter().collect();
            says.push(say!("Go back with p to see the rulings.").to_owned());
            if course.next() == Stage::Practice {
                says.push(say!("What was missed is practised once more, and then other cases are asked.").to_owned());
            }
            says
        }
        Stage::Edges => vec![say!("These count apart. More of them are under practice.").to_owned()],
        Stage::After => {
            let mut says: Vec<String> = after.map(count).into_iter().collect();
            if let (Some(before), Some(after)) = (before, after) {
                says.push(say!("Before the course it was {} of {}.", before.right(), before.answers.len()));
                says.push(telling_apart(before, after));
            }
            says
        }
        Stage::Check if course.next() == Stage::Practice => {
            vec![say!("Something was missed; its kind of case is open again.").to_owned()]
        }
        Stage::Check => vec![say!("It has held.").to_owned()],
        Stage::Welcome | Stage::Done => Vec::new(),
    }
}

/// d′ before and after, in a sentence that says what it means.
fn telling_apart(before: &Score, after: &Score) -> String {
    let sensitivity = |score: &Score| {
        let mut detection = Detection::default();
        for (kind, _, record) in &score.answers {
            detection.see(truth(*kind), record.right);
        }
        detection.sensitivity()
    };
    say!(
        "How well you tell the two apart (d': 0 is guessing, 2 and more is secure): {} before, {} now.",
        format_args!("{:.1}", sensitivity(before)),
        format_args!("{:.1}", sensitivity(after))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_words_and_what_is_false_is_tagged() {
        for name in ["welcome", "worked", "article", "rule-sent", "rule-name", "rule-login", "rule-understood"] {
            let leaf = leaf(name);
            assert!(!leaf.title.is_empty() && leaf.sections.iter().all(|section| !section.says.is_empty()), "{name}");
            for line in leaf.sections.iter().flat_map(|section| &section.says) {
                assert!(!line.contains("WRONG:") || line.starts_with("WRONG: "), "{line}");
            }
        }
        for rule in WrongRule::ALL {
            assert_eq!(refuted(&ItemId::Page(refutation(rule).to_owned())), Some(rule));
            assert!(
                leaf(refutation(rule))
                    .sections
                    .iter()
                    .any(|section| section.says.iter().any(|line| line.starts_with("WRONG:")))
            );
        }
    }
}
