//! Turns meanings into styles, and defines the characters that screens are drawn with.
//!
//! Owns every colour. Anything coloured has its own foreground on its own background, so it looks the same on every
//! terminal background; everything else has the terminal's own colours. A colour has one meaning and never stands
//! alone: blue is 401, orange is 403, yellow is the deciding line, green is correct, red is wrong.

use ratatui::style::{Color, Modifier, Style};

use crate::document::Meaning;
use crate::ruling::Verdict;
use crate::settings::ThemeName;

/// A theme with its characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Theme {
    name: ThemeName,
    pub signs: &'static Signs,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Signs {
    pub ascii: bool,
    pub line: &'static str,
    /// The same, after the traveller has passed.
    pub trail: &'static str,
    pub post: &'static str,
    pub traveller: &'static str,
    /// Marks the selection.
    pub pointer: &'static str,
    pub correct: &'static str,
    pub wrong: &'static str,
    /// Shows that there is more below.
    pub more: &'static str,
    /// The edge of the deciding line.
    pub edge: &'static str,
    pub bullet: &'static str,
    pub ellipsis: &'static str,
    /// A mastered kind, and one that isn't mastered yet.
    pub pips: [&'static str; 2],
    /// A full and an empty piece of a thin bar.
    pub bar: [&'static str; 2],
    /// One point of a large letter.
    pub block: &'static str,
}

static DRAWN: Signs = Signs {
    ascii: false,
    line: "─",
    trail: "━",
    post: "┃",
    traveller: "●",
    pointer: "▸",
    correct: "✓",
    wrong: "✗",
    more: "▾",
    edge: "▌",
    bullet: "•",
    ellipsis: "…",
    pips: ["●", "○"],
    bar: ["━", "╌"],
    block: "█",
};

static ASCII: Signs = Signs {
    ascii: true,
    line: "-",
    trail: "=",
    post: "|",
    traveller: "@",
    pointer: ">",
    correct: "+",
    wrong: "x",
    more: "v",
    edge: "|",
    bullet: "*",
    ellipsis: "...",
    pips: ["*", "."],
    bar: ["=", "."],
    block: "#",
};

/// A filled badge with its own foreground and background.
const fn filled(front: u8, back: u8) -> Style {
    Style::new().fg(Color::Indexed(front)).bg(Color::Indexed(back))
}

impl Theme {
    pub(super) const fn new(name: ThemeName, ascii: bool) -> Self {
        Self { name, signs: if ascii { &ASCII } else { &DRAWN } }
    }

    /// The background of everything.
    pub(super) const fn ground(self) -> Style {
        match self.name {
            ThemeName::HighContrast => filled(231, 16),
            _ => Style::new(),
        }
    }

    pub(super) fn style(self, meaning: Meaning) -> Style {
        let plain = Style::new();
        let reversed = plain.add_modifier(Modifier::REVERSED);
        let mono = self.name == ThemeName::Mono;
        let strong = self.name == ThemeName::HighContrast;
        match meaning {
            Meaning::Plain | Meaning::WrongClaim => plain,
            Meaning::Refuted => plain.add_modifier(Modifier::CROSSED_OUT),
            Meaning::Strong | Meaning::Code | Meaning::Key => plain.add_modifier(Modifier::BOLD),
            Meaning::Muted => match self.name {
                ThemeName::Dark => plain.fg(Color::Indexed(248)),
                ThemeName::Light => plain.fg(Color::Indexed(240)),
                _ => plain,
            },
            Meaning::Correct if mono => reversed,
            Meaning::Correct => filled(231, if strong { 22 } else { 28 }),
            Meaning::Wrong | Meaning::Status(_) if mono => reversed.add_modifier(Modifier::BOLD),
            Meaning::Wrong => filled(231, if strong { 88 } else { 160 }).add_modifier(Modifier::BOLD),
            Meaning::Status(Verdict::Unauthorized) => {
                filled(231, if strong { 19 } else { 26 }).add_modifier(Modifier::BOLD)
            }
            Meaning::Status(Verdict::Forbidden) => filled(16, 208).add_modifier(Modifier::BOLD),
            Meaning::Status(Verdict::Neither) => filled(16, 252).add_modifier(Modifier::BOLD),
            Meaning::Deciding if mono => plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            Meaning::Deciding => filled(16, 229).add_modifier(Modifier::BOLD),
        }
    }

    /// The edge of the deciding line, in the line's own colour.
    pub(super) fn edge(self) -> Style {
        self.style(Meaning::Deciding).bg.map_or_else(Style::new, |colour| Style::new().fg(colour))
    }

    /// The style of a meaning inside a sentence: strong and, if the background is known, in its colour.
    pub(super) fn in_text(self, meaning: Meaning) -> Style {
        let strong = self.style(Meaning::Strong);
        let (on_black, on_white) = match meaning {
            Meaning::Status(Verdict::Unauthorized) => (117, 26),
            Meaning::Status(Verdict::Forbidden) => (215, 130),
            Meaning::Wrong => (210, 160),
            _ => return strong,
        };
        match self.name {
            ThemeName::Dark | ThemeName::HighContrast => strong.fg(Color::Indexed(on_black)),
            ThemeName::Light => strong.fg(Color::Indexed(on_white)),
            ThemeName::Default | ThemeName::Mono => strong,
        }
    }

    /// A thin line in the colour that this meaning has.
    pub(super) fn outline(self, meaning: Meaning) -> Style {
        self.drawing(meaning).unwrap_or_else(|| self.border())
    }

    /// A code in large letters. The blocks need no contrast of their own, because the text contains the code as well.
    pub(super) fn large(self, verdict: Verdict) -> Style {
        self.drawing(Meaning::Status(verdict)).unwrap_or_default()
    }

    /// The colour of a meaning for lines and blocks, if it has one.
    fn drawing(self, meaning: Meaning) -> Option<Style> {
        let colour = match self.name {
            ThemeName::HighContrast => self.in_text(meaning).fg,
            _ => self.style(meaning).bg,
        };
        Some(Style::new().fg(colour.or(self.style(meaning).bg)?))
    }

    pub(super) fn selected() -> Style {
        Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD)
    }

    /// Borders and other lines that don't have to be read.
    pub(super) const fn border(self) -> Style {
        match self.name {
            ThemeName::Dark => Style::new().fg(Color::Indexed(242)),
            ThemeName::Light => Style::new().fg(Color::Indexed(246)),
            ThemeName::HighContrast => Style::new(),
            ThemeName::Default | ThemeName::Mono => Style::new().add_modifier(Modifier::DIM),
        }
    }
}
