//! Determines a terminal's capabilities from its name in the environment variable `TERM`.

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ability {
    /// Only plain mode works: the terminal can't move the cursor, or its control sequences are unknown.
    Lines,
    /// Full-screen mode works, but without colours.
    Mono,
    /// Full-screen mode works with the given number of colours: 8, 16 or 256.
    Colours(u16),
}

/// Terminals that can't move the cursor, regardless of other environment variables.
const LINES: &[&str] = &["dumb", "emacs", "unknown", "network", "dialup", "vt52"];

/// Prefixes of terminal names, grouped by the capabilities of the terminals. The longest matching prefix applies. Apart
/// from the first group, the table contains only terminals that understand ECMA-48 control sequences.
const FAMILIES: &[(Ability, &[&str])] = &[
    (Ability::Lines, &["xterm-vt52", "st52"]),
    (
        Ability::Mono,
        &[
            "xterm-r5", "xterm-r6", "xterm-vt220", "vt1", "vt2", "vt3", "vt4", "vt5", "nsterm-m", "eterm", "kterm",
            "sun",
        ],
    ),
    (
        Ability::Colours(8),
        &[
            "xterm-color", "xterm", "vt525", "linux", "screen", "tmux", "rxvt", "konsole", "gnome", "putty", "cygwin",
            "mosh", "mrxvt", "aixterm", "nsterm-", "stterm", "st", "mlterm", "dvtm", "eterm-color", "Eterm", "aterm",
            "dtterm", "jfbterm", "teraterm", "cons25", "wsvt25", "pccon", "pcansi", "ansi", "hurd", "sun-color",
        ],
    ),
    (
        Ability::Colours(256),
        &[
            "xterm-kitty", "xterm-ghostty", "vte", "mintty", "alacritty", "foot", "wezterm", "ghostty", "kitty",
            "contour", "rio", "iterm", "iTerm", "nsterm", "Apple_Terminal", "ms-terminal", "st-", "terminator",
            "terminology", "domterm", "hterm", "fbterm", "yaft",
        ],
    ),
];

/// If `modern` is set because `COLORTERM` exists, the terminal is assumed to have 256 colours unless its name says
/// otherwise.
pub(crate) fn ability(name: &str, modern: bool) -> Ability {
    if name.is_empty() || LINES.contains(&name) {
        return Ability::Lines;
    }
    let prefixes = FAMILIES.iter().flat_map(|(ability, starts)| starts.iter().map(move |start| (*start, *ability)));
    let longest = prefixes.filter(|(start, _)| name.starts_with(start)).max_by_key(|(start, _)| start.len());
    let family = longest.map(|(_, ability)| ability);
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
