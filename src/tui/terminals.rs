//! Looks up what a terminal can do by its name in `TERM`.
//!
//! This module contains the table of known terminals. This module must not read the environment.

/// What a terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ability {
    /// The terminal can't move the cursor, or nobody knows its control sequences, so only plain mode works.
    Lines,
    /// The terminal can show a full screen, but only without colour.
    Mono,
    /// The terminal can show a full screen with this many colours: 8, 16 or 256.
    Colours(u16),
}

/// Terminals that can't move the cursor, whatever other environment variables say.
const LINES: &[&str] = &["dumb", "emacs", "unknown", "network", "dialup", "vt52"];

/// Prefixes of the names of full-screen terminals, with the number of colours that each shows. The first match wins.
/// The table contains only terminals that understand ECMA-48 control sequences.
const FAMILIES: &[(&str, Ability)] = &[
    ("xterm-r5", Ability::Mono),
    ("xterm-r6", Ability::Mono),
    ("xterm-vt220", Ability::Mono),
    ("xterm-vt52", Ability::Lines),
    ("xterm-color", Ability::Colours(8)),
    ("xterm-kitty", Ability::Colours(256)),
    ("xterm-ghostty", Ability::Colours(256)),
    ("xterm", Ability::Colours(8)),
    ("vt525", Ability::Colours(8)),
    ("vt1", Ability::Mono),
    ("vt2", Ability::Mono),
    ("vt3", Ability::Mono),
    ("vt4", Ability::Mono),
    ("vt5", Ability::Mono),
    ("vte", Ability::Colours(256)),
    ("linux", Ability::Colours(8)),
    ("screen", Ability::Colours(8)),
    ("tmux", Ability::Colours(8)),
    ("rxvt", Ability::Colours(8)),
    ("konsole", Ability::Colours(8)),
    ("gnome", Ability::Colours(8)),
    ("putty", Ability::Colours(8)),
    ("cygwin", Ability::Colours(8)),
    ("mintty", Ability::Colours(256)),
    ("alacritty", Ability::Colours(256)),
    ("foot", Ability::Colours(256)),
    ("wezterm", Ability::Colours(256)),
    ("ghostty", Ability::Colours(256)),
    ("kitty", Ability::Colours(256)),
    ("contour", Ability::Colours(256)),
    ("rio", Ability::Colours(256)),
    ("iterm", Ability::Colours(256)),
    ("iTerm", Ability::Colours(256)),
    ("mosh", Ability::Colours(8)),
    ("mrxvt", Ability::Colours(8)),
    ("aixterm", Ability::Colours(8)),
    ("nsterm-m", Ability::Mono),
    ("nsterm-", Ability::Colours(8)),
    ("nsterm", Ability::Colours(256)),
    ("Apple_Terminal", Ability::Colours(256)),
    ("ms-terminal", Ability::Colours(256)),
    ("st-", Ability::Colours(256)),
    ("st52", Ability::Lines),
    ("stterm", Ability::Colours(8)),
    ("st", Ability::Colours(8)),
    ("mlterm", Ability::Colours(8)),
    ("terminator", Ability::Colours(256)),
    ("terminology", Ability::Colours(256)),
    ("dvtm", Ability::Colours(8)),
    ("domterm", Ability::Colours(256)),
    ("hterm", Ability::Colours(256)),
    ("eterm-color", Ability::Colours(8)),
    ("eterm", Ability::Mono),
    ("Eterm", Ability::Colours(8)),
    ("aterm", Ability::Colours(8)),
    ("kterm", Ability::Mono),
    ("dtterm", Ability::Colours(8)),
    ("fbterm", Ability::Colours(256)),
    ("jfbterm", Ability::Colours(8)),
    ("yaft", Ability::Colours(256)),
    ("teraterm", Ability::Colours(8)),
    ("cons25", Ability::Colours(8)),
    ("wsvt25", Ability::Colours(8)),
    ("pccon", Ability::Colours(8)),
    ("pcansi", Ability::Colours(8)),
    ("ansi", Ability::Colours(8)),
    ("hurd", Ability::Colours(8)),
    ("sun-color", Ability::Colours(8)),
    ("sun", Ability::Mono),
];

/// Returns what the terminal with this name can show. If `modern` is set (from `COLORTERM`), the terminal gets every
/// colour unless it is known to have none.
pub fn ability(name: &str, modern: bool) -> Ability {
    if name.is_empty() || LINES.contains(&name) {
        return Ability::Lines;
    }
    let family = FAMILIES.iter().find(|(start, _)| name.starts_with(start)).map(|(_, ability)| *ability);
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    match family {
        Some(Ability::Lines) => Ability::Lines,
        Some(_) if ends(&["-mono", "-m", "25m"]) => Ability::Mono,
        Some(_) if ends(&["-256color", "-direct"]) => Ability::Colours(256),
        Some(_) if ends(&["-16color"]) => Ability::Colours(16),
        Some(_) if ends(&["-88color"]) => Ability::Colours(16),
        Some(_) if ends(&["-color"]) => family.unwrap_or(Ability::Mono).max(Ability::Colours(8)),
        Some(Ability::Mono) => Ability::Mono,
        Some(_) | None if modern => Ability::Colours(256),
        Some(family) => family,
        None => Ability::Lines,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_are_known_by_their_names() {
        for (names, expected) in [
            ("dumb emacs unknown network vt52 lpr tty33 no-such-terminal hp2392 xterm-vt52 st52", Ability::Lines),
            (
                "vt100 vt100-am vt102 vt220 vt220-8 vt320 vt420 vt510 xterm-mono linux-m wsvt25m sun eterm nsterm-m-7",
                Ability::Mono,
            ),
            (
                "linux xterm screen tmux rxvt eterm-color xterm-color cygwin ansi cons25 kterm-color sun-color st",
                Ability::Colours(8),
            ),
            ("linux-16color xterm-16color screen-16color", Ability::Colours(16)),
            ("xterm-256color xterm-kitty xterm-ghostty tmux-256color screen-256color", Ability::Colours(256)),
            (
                "screen.xterm-256color xterm-direct foot foot-extra alacritty st-256color vte-256color mosh-256color nsterm",
                Ability::Colours(256),
            ),
        ] {
            for name in names.split(' ') {
                assert_eq!(ability(name, false), expected, "{name}");
            }
        }
        assert_eq!(ability("", true), Ability::Lines);
        assert_eq!(ability("dumb", true), Ability::Lines);
        for name in ["vt100", "vt220", "xterm-mono", "linux-m"] {
            assert_eq!(ability(name, true), Ability::Mono, "{name}");
        }
        assert_eq!(ability("no-such-terminal", true), Ability::Colours(256));
        assert_eq!(ability("tmux", true), Ability::Colours(256));
    }
}
