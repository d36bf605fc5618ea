//! Defines how each `Meaning` of text looks, and the characters for lines and symbols.
//!
//! Wherever the default theme colours text, it sets the background as well, so that the text looks the same on every
//! terminal. All other text keeps the terminal's own colours. Each colour has a single meaning, which is always
//! conveyed in another way as well. Blue stands for 401, orange for 403, yellow for the deciding line, green for
//! correct, red for wrong, teal for HTTP methods and header names, and violet for the selection and the current
//! position.

use ratatui::style::{Color, Modifier, Style};

use crate::document::Meaning;
use crate::ruling::Verdict;
use crate::settings::ThemeName;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Theme {
    name: ThemeName,
    pub signs: &'static Symbols,
}

macro_rules! symbols {
    ($($(#[$doc:meta])* $field:ident: $type:ty = $unicode:expr, $ascii:expr;)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) struct Symbols {
            pub ascii: bool,
            $($(#[$doc])* pub $field: $type,)+
        }

        static UNICODE: Symbols = Symbols { ascii: false, $($field: $unicode,)+ };
        static ASCII: Symbols = Symbols { ascii: true, $($field: $ascii,)+ };
    };
}

symbols! {
    line: &'static str = "─", "-";
    trail: &'static str = "━", "=";
    post: &'static str = "┃", "|";
    open_door: &'static str = "┿", "+";
    traveller: &'static str = "●", "@";
    pointer: &'static str = "▸", ">";
    correct: &'static str = "✓", "+";
    wrong: &'static str = "✗", "x";
    more: &'static str = "▾", "v";
    /// The mark in the margin next to the deciding line.
    edge: &'static str = "▌", "|";
    bullet: &'static str = "•", "*";
    ellipsis: &'static str = "…", "...";
    /// The marks for kinds of case that are mastered and not yet mastered.
    pips: [&'static str; 2] = ["●", "○"], ["*", "."];
    bar: [&'static str; 2] = ["━", "╌"], ["=", "."];
    /// The character that represents one point of a large letter.
    block: &'static str = "█", "#";
}

const VIOLET: u8 = 98;

const TEAL: u8 = 23;

const fn filled(front: u8, back: u8) -> Style {
    Style::new().fg(Color::Indexed(front)).bg(Color::Indexed(back))
}

impl Theme {
    pub(super) const fn new(name: ThemeName, ascii: bool) -> Self {
        Self { name, signs: if ascii { &ASCII } else { &UNICODE } }
    }

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
            Meaning::Plain | Meaning::WrongClaim | Meaning::Refuted => plain,
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

    /// Returns the styles of the title and of the other text on the bar that shows a verdict. Without colours, only the
    /// bar of a correct answer is filled.
    pub(super) fn bar(self, correct: Option<bool>) -> (Style, Style) {
        let fill = match correct {
            Some(true) => self.style(Meaning::Correct),
            _ if self.name == ThemeName::Mono => Style::new(),
            Some(false) => self.style(Meaning::Wrong),
            None => self.style(Meaning::Status(Verdict::Neither)),
        };
        let title = if correct == Some(true) { fill } else { fill.add_modifier(Modifier::BOLD) };
        (title, Style { add_modifier: fill.add_modifier.difference(Modifier::BOLD), ..fill })
    }

    /// Without colours, a badge on a reversed bar isn't reversed, so that it differs from the bar.
    pub(super) fn on_bar(self, fill: Style, meaning: Meaning) -> Style {
        let is_reversed = fill.add_modifier.contains(Modifier::REVERSED);
        if is_reversed { self.style(Meaning::Strong) } else { self.style(meaning) }
    }

    /// Resets the style of the border, so that it doesn't affect text on the border.
    pub(super) fn on_border(self, meaning: Meaning) -> Style {
        Style::reset().patch(self.ground()).patch(self.style(meaning))
    }

    pub(super) fn edge(self) -> Style {
        match self.name {
            // Light yellow is hard to see on a white background.
            ThemeName::Light => Style::new().fg(Color::Indexed(178)),
            _ => self.style(Meaning::Deciding).bg.map_or_else(Style::new, |colour| Style::new().fg(colour)),
        }
    }

    /// Returns the colour for text and lines on the terminal's own background. The colours of 401 and 403 have the same
    /// brightness. The default theme's colours are visible on black and on white, but they are used only for line and
    /// block characters.
    fn hue(self, meaning: Meaning) -> Option<Color> {
        let [dark, high, light, any] = match meaning {
            Meaning::Status(Verdict::Unauthorized) => [75, 117, 26, 33],
            Meaning::Status(Verdict::Forbidden) => [208, 215, 130, 202],
            Meaning::Status(Verdict::Neither) => [252, 252, 240, 246],
            Meaning::Wrong => [203, 210, 160, 160],
            Meaning::Correct => [70, 120, 28, 28],
            _ => return self.style(meaning).bg,
        };
        let number = match self.name {
            ThemeName::Dark => dark,
            ThemeName::HighContrast => high,
            ThemeName::Light => light,
            ThemeName::Default => any,
            ThemeName::Mono => return None,
        };
        Some(Color::Indexed(number))
    }

    /// Inside a sentence, a term such as a status code is bold. If the background colour is known, the term is also
    /// coloured.
    pub(super) fn in_text(self, meaning: Meaning) -> Style {
        let has_colour = match meaning {
            Meaning::Status(Verdict::Unauthorized | Verdict::Forbidden) | Meaning::Wrong => true,
            // If there are only 16 colours, green is unreadable on a light background.
            Meaning::Correct => self.name != ThemeName::Light,
            _ => false,
        };
        let colour = self.hue(meaning).filter(|_| has_colour && self.name != ThemeName::Default);
        colour.map_or_else(|| self.style(Meaning::Strong), |colour| self.style(Meaning::Strong).fg(colour))
    }

    /// Draws an HTTP method as a badge if the terminal's background colour is unknown.
    pub(super) const fn http_method(self) -> Style {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        match self.name {
            ThemeName::Mono => bold,
            ThemeName::Dark => bold.fg(Color::Indexed(80)),
            ThemeName::Light => bold.fg(Color::Indexed(TEAL)),
            ThemeName::Default | ThemeName::HighContrast => filled(231, TEAL).add_modifier(Modifier::BOLD),
        }
    }

    /// Draws a header name in bold if the terminal's background colour is unknown.
    pub(super) const fn header_name(self) -> Style {
        match self.name {
            ThemeName::Default | ThemeName::Mono => Style::new().add_modifier(Modifier::BOLD),
            ThemeName::Dark => Style::new().fg(Color::Indexed(116)),
            ThemeName::Light => Style::new().fg(Color::Indexed(TEAL)),
            ThemeName::HighContrast => Style::new().fg(Color::Indexed(159)),
        }
    }

    pub(super) fn outline(self, meaning: Meaning) -> Style {
        self.drawing(meaning).unwrap_or_else(|| self.border())
    }

    /// Large digits don't need much contrast, because the same code also appears as text.
    pub(super) fn large(self, verdict: Verdict) -> Style {
        self.drawing(Meaning::Status(verdict)).unwrap_or_default()
    }

    /// The style of the correct answers in a score.
    pub(super) fn score(self) -> Style {
        self.drawing(Meaning::Correct).unwrap_or_default().add_modifier(Modifier::BOLD)
    }

    pub(super) fn drawing(self, meaning: Meaning) -> Option<Style> {
        self.hue(meaning).map(|colour| Style::new().fg(colour))
    }

    pub(super) const fn selected(self) -> Style {
        match self.name {
            ThemeName::Mono | ThemeName::HighContrast => Self::found(),
            _ => filled(231, VIOLET).add_modifier(Modifier::BOLD),
        }
    }

    pub(super) const fn active(self) -> Style {
        match self.name {
            ThemeName::Mono | ThemeName::HighContrast => Style::new().add_modifier(Modifier::BOLD),
            ThemeName::Dark => Style::new().fg(Color::Indexed(141)),
            ThemeName::Default | ThemeName::Light => Style::new().fg(Color::Indexed(VIOLET)),
        }
    }

    pub(super) const fn lit(self) -> Style {
        match self.name {
            ThemeName::Dark => Style::new().bg(Color::Indexed(236)),
            ThemeName::Light => Style::new().bg(Color::Indexed(230)),
            ThemeName::Default => self.header(),
            ThemeName::HighContrast | ThemeName::Mono => Style::new(),
        }
    }

    pub(super) const fn found() -> Style {
        Style::new().add_modifier(Modifier::REVERSED.union(Modifier::BOLD))
    }

    pub(super) const fn header(self) -> Style {
        match self.name {
            ThemeName::Mono => Style::new(),
            ThemeName::HighContrast => filled(231, 16),
            _ => filled(231, 237),
        }
    }

    pub(super) const fn key_cap(self) -> Style {
        match self.name {
            ThemeName::Mono => Style::new().add_modifier(Modifier::BOLD),
            ThemeName::HighContrast => filled(16, 231).add_modifier(Modifier::BOLD),
            _ => filled(231, 240).add_modifier(Modifier::BOLD),
        }
    }

    pub(super) const fn border(self) -> Style {
        match self.name {
            ThemeName::Dark => Style::new().fg(Color::Indexed(242)),
            ThemeName::Light => Style::new().fg(Color::Indexed(246)),
            ThemeName::HighContrast => Style::new(),
            ThemeName::Default | ThemeName::Mono => Style::new().add_modifier(Modifier::DIM),
        }
    }
}
