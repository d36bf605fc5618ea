//! What a typed line means: an answer with its sureness, a command, or nothing known.

use crate::keys::{Action, for_word};
use crate::learner::Sureness;
use crate::ruling::Verdict;

/// What a line means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// A code, and how sure.
    Answer(Verdict, Option<Sureness>),
    /// A command.
    Do(Action),
    /// Nothing that is known.
    Nothing,
}

/// Reads a line, generous with spaces and capitals: `401 c`, `3g`, `403 fairly sure`, `hint`.
pub(super) fn understand(line: &str) -> Meant {
    let line = line.trim().to_lowercase();
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(action) = for_word(&line) {
        return match action {
            Action::Choose(verdict) => Meant::Answer(verdict, None),
            action => Meant::Do(action),
        };
    }
    // The code comes first, the longest way of writing it before the shorter ones.
    let codes = ["neither", "401", "403", "1", "3", "0"];
    for code in codes {
        let Some(rest) = line.strip_prefix(code) else {
            continue;
        };
        let sureness = rest.trim_start_matches([' ', ',', ':']);
        if let (Some(Action::Choose(verdict)), Some(Action::Commit(sureness))) = (for_word(code), for_word(sureness)) {
            return Meant::Answer(verdict, Some(sureness));
        }
    }
    Meant::Nothing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn understands_every_way_of_answering() {
        use Sureness::{Certain, Fairly, Guess};
        use Verdict::{Forbidden, Neither, Unauthorized};
        for (line, verdict, sureness) in [
            ("401 c", Unauthorized, Some(Certain)),
            ("3g", Forbidden, Some(Guess)),
            ("  403   FAIRLY sure ", Forbidden, Some(Fairly)),
            ("1, certain\r", Unauthorized, Some(Certain)),
            ("neither f", Neither, Some(Fairly)),
            ("0", Neither, None),
            ("401", Unauthorized, None),
        ] {
            assert_eq!(understand(line), Meant::Answer(verdict, sureness), "{line:?}");
        }
    }

    #[test]
    fn understands_commands_and_nothing_else() {
        assert_eq!(understand("Hint"), Meant::Do(Action::Hint));
        assert_eq!(understand(""), Meant::Do(Action::Next));
        assert_eq!(understand("c"), Meant::Do(Action::Commit(Sureness::Certain)));
        for line in ["402 c", "401 maybe", "4013", "\u{1b}[A", "13 c"] {
            assert_eq!(understand(line), Meant::Nothing, "{line:?}");
        }
    }
}
