//! Roles into styles, and the characters that pictures are drawn with.
//!
//! The default theme uses the terminal's own sixteen colours on its own background. Colour never stands alone: every
//! role has a word or a sign beside it. 401 and "right" are on the blue side, 403 and "not this one" on the orange.

use ratatui::style::{Color, Modifier, Style};

use crate::settings::ThemeName;

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Ordinary text.
    Text,
    /// Headings.
    Strong,
    /// Labels in front of text.
    Label,
    /// Whatever belongs to 401.
    Podium,
    /// Whatever belongs to 403.
    Gate,
    /// A right answer.
    Right,
    /// Another answer.
    NotThis,
    /// The tag of a wrong statement.
    Tag,
    /// What is selected.
    Selected,
    /// Keys in the hint bar.
    Key,
}

/// A theme with its characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Theme {
    name: ThemeName,
    /// The characters.
    pub signs: Signs,
}

/// The characters of pictures.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signs {
    /// The course.
    pub course: &'static str,
    /// A checkpoint on the way.
    pub post: &'static str,
    /// The traveller.
    pub traveller: &'static str,
    /// Beside what is selected.
    pub pointer: &'static str,
    /// A right answer.
    pub right: &'static str,
    /// Another answer.
    pub not_this: &'static str,
    /// There is more below.
    pub more: &'static str,
    /// A full and an empty piece of a bar.
    pub bar: [&'static str; 2],
}

const DRAWN: Signs = Signs {
    course: "─",
    post: "┃",
    traveller: "●",
    pointer: "▸",
    right: "✓",
    not_this: "✗",
    more: "▾",
    bar: ["█", "·"],
};

const ASCII: Signs = Signs {
    course: "-",
    post: "|",
    traveller: "@",
    pointer: ">",
    right: "+",
    not_this: "x",
    more: "v",
    bar: ["#", "."],
};

impl Theme {
    /// The theme of that name.
    pub(super) const fn new(name: ThemeName, ascii: bool) -> Self {
        Self { name, signs: if ascii { ASCII } else { DRAWN } }
    }

    /// The two accents: the side of 401 and the side of 403.
    const fn accents(self) -> Option<[Color; 2]> {
        match self.name {
            ThemeName::Default => Some([Color::Cyan, Color::Yellow]),
            ThemeName::Light => Some([Color::Indexed(25), Color::Indexed(130)]),
            ThemeName::Dark => Some([Color::Indexed(117), Color::Indexed(215)]),
            ThemeName::HighContrast => Some([Color::Indexed(51), Color::Indexed(226)]),
            ThemeName::Mono => None,
        }
    }

    /// What everything is drawn on.
    pub(super) const fn ground(self) -> Style {
        match self.name {
            ThemeName::HighContrast => Style::new().fg(Color::Indexed(231)).bg(Color::Indexed(16)),
            _ => Style::new(),
        }
    }

    /// The style of a role.
    pub(super) fn style(self, role: Role) -> Style {
        let style = Style::new();
        let accent = |style: Style, side: usize| match self.accents() {
            Some(colours) => style.fg(colours[side]),
            None => style,
        };
        match role {
            Role::Text => style,
            Role::Strong | Role::Key => style.add_modifier(Modifier::BOLD),
            Role::Label => style.add_modifier(Modifier::UNDERLINED),
            Role::Podium | Role::Right => accent(style.add_modifier(Modifier::BOLD), 0),
            Role::Gate | Role::NotThis => accent(style.add_modifier(Modifier::BOLD), 1),
            Role::Tag => accent(style.add_modifier(Modifier::BOLD).add_modifier(Modifier::REVERSED), 1),
            Role::Selected => style.add_modifier(Modifier::BOLD).add_modifier(Modifier::REVERSED),
        }
    }
}
