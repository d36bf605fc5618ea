//! Inspects an exchange in plain mode.
//!
//! The user pastes an exchange, reads a report and answers open questions.

use std::io::{self, BufRead, Write};

use super::answer::normalise;
use super::note;
use crate::document::{Document, Text};
use crate::i18n::translate;
use crate::input::next_line;
use crate::inspect::evidence::{FactSource, KnownFact};
use crate::inspect::exchange::RecordedExchange;
use crate::inspect::matrix::{judge, worst};
use crate::inspect::report::{document, outcomes};
use crate::inspect::verdict::{Conformance, OpenQuestion};
use crate::keys::{Action, for_word};
use crate::render::plain::{render_aloud, text};
use crate::say;
use crate::text::wrap;

/// Reads an exchange up to a line with only a dot, or up to the end of the input.
pub fn paste(mut input: impl BufRead, mut output: impl Write) -> io::Result<String> {
    writeln!(
        output,
        "{}",
        say!("Paste a request and its response, or the output of curl -v. End with a line that contains only a dot.")
    )?;
    output.flush()?;
    let (mut pasted, mut line) = (String::new(), Vec::new());
    while input.read_until(b'\n', &mut line)? > 0 {
        if line.trim_ascii() == b"." {
            break;
        }
        pasted.push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
    Ok(pasted)
}

/// Prints the report, and then asks the open questions if there is only one exchange. After the last answer, prints the
/// updated report. A question stays open if the user enters an empty line or leaves.
pub fn ask(
    exchanges: &[RecordedExchange], mut user_facts: Vec<KnownFact>, now: i64, mut input: impl BufRead,
    mut output: impl Write, columns: impl Fn() -> usize,
) -> io::Result<Conformance> {
    let known = user_facts.len();
    let mut report = judge(exchanges, &user_facts, now);
    print(&mut output, &document(&report), columns())?;
    loop {
        let single = report.inspections.first().filter(|_| report.inspections.len() == 1);
        let Some(question) = single.and_then(|inspection| inspection.questions.first()) else { break };
        if user_facts.len() == known {
            let intro = note(say!("To be certain, answer the open questions. To leave, type quit."));
            print(&mut output, &intro, columns())?;
        }
        let Some(fact) = answer(question, &mut input, &mut output, columns())? else { break };
        user_facts.push(fact);
        report = judge(exchanges, &user_facts, now);
    }
    if user_facts.len() > known {
        print(&mut output, &document(&report), columns())?;
    }
    Ok(worst(&report.inspections))
}

fn print(output: &mut impl Write, document: &Document, columns: usize) -> io::Result<()> {
    writeln!(output)?;
    render_aloud(document, columns).iter().try_for_each(|line| writeln!(output, "{line}"))?;
    output.flush()
}

fn answer(
    question: &OpenQuestion, input: &mut impl BufRead, output: &mut impl Write, columns: usize,
) -> io::Result<Option<KnownFact>> {
    let mut print = |text: &str| {
        wrap(text, columns).into_iter().try_for_each(|line| writeln!(output, "{line}")).and_then(|()| output.flush())
    };
    let outcomes = outcomes(question);
    print(translate(question.fact.question()))?;
    for (number, (answer, value, _)) in (1..).zip(&outcomes) {
        print(&text(&Text::from(format!("{number}. {answer} ({value})"))))?;
    }
    loop {
        print(&say!("Type a number from 1 to {}, or press Enter if you don't know.", outcomes.len()))?;
        let Some(line) = next_line(input)? else { return Ok(None) };
        let typed = normalise(&line);
        if typed.is_empty() || for_word(&typed) == Some(Action::Quit) {
            return Ok(None);
        }
        let place = typed.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let place = place.or_else(|| outcomes.iter().position(|(_, value, _)| *value == typed.as_str()));
        if let Some((index, _)) = place.and_then(|place| question.outcomes.get(place)) {
            return Ok(Some(KnownFact::new(question.fact, *index, FactSource::User)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::exchange::parse;

    const REFUSED: &str = "GET /a HTTP/1.1\nAuthorization: Basic YTpi\n\nHTTP/1.1 403 Forbidden\n\n";

    fn talk(typed: &str) -> (Conformance, String) {
        let exchanges = parse("x", REFUSED).expect("an exchange");
        let mut output = Vec::new();
        let verdict =
            ask(&exchanges, Vec::new(), 0, typed.as_bytes(), &mut output, || 80).expect("memory does not fail");
        (verdict, String::from_utf8(output).expect("text"))
    }

    #[test]
    fn answers_settle_the_verdict_and_an_empty_line_leaves_it_open() {
        assert_eq!(talk("none\nvalid\n").0, Conformance::Conforms);
        assert_eq!(talk("1.\n\"Wrong-secret\"\n").0, Conformance::WrongCode);
        assert_eq!(talk("nobody\n").0, Conformance::Conforms);
        let (verdict, text) = talk("what\n\n");
        assert_eq!((verdict, text.matches("Type a number").count()), (Conformance::Unknown, 2));
        assert!(!text.contains("YTpi"));
    }

    #[test]
    fn the_verdict_comes_before_the_questions_and_quit_leaves_them_open() {
        for typed in ["quit\n", "Q\n", "\n", ""] {
            let (verdict, text) = talk(typed);
            let places = ["Facts", "To be certain", "Type a number"].map(|part| text.find(part));
            assert!(places[0].is_some() && places.is_sorted(), "{typed:?}: {text}");
            assert_eq!((verdict, text.matches("Type a number").count()), (Conformance::Unknown, 1), "{typed:?}");
            assert_eq!(text.matches("Facts\n").count(), 1, "{typed:?}");
            assert!(!text.contains('`'), "{text}");
        }
        assert!(talk("none\nvalid\n").1.contains("The 403 conforms."));
    }

    #[test]
    fn a_paste_ends_with_a_dot() {
        let mut output = Vec::new();
        assert_eq!(paste(&b"a\r\nb\n.\nc\n"[..], &mut output).expect("memory does not fail"), "a\r\nb\n");
    }
}
