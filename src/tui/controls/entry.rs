//! Draws one menu entry: a mark, a code, text, details and a note, with a caption below.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::super::layout::saturating_u16;
use super::super::render::widget;
use super::super::render::wrap::wrap;
use super::super::theme::Theme;
use crate::document::{BarLine, Meaning};
use crate::ruling::Verdict;
use crate::text::{cut, width};

const WIDEST_TEXT: usize = 28;

const DETAILS_FROM: usize = 48;

const CODE_COLUMNS: usize = 6;

/// Beside a longer bar, it is hard to see which number belongs to which name.
const LONGEST_BAR: usize = 24;

#[derive(Clone, Debug, Default, PartialEq)]
pub(in super::super) struct MenuEntry {
    pub text: String,
    /// Text that distinguishes entries with the same name and is shown in a separate column.
    pub detail: String,
    pub code: Option<u16>,
    /// The proportion of correct answers, drawn as a bar after the text.
    pub share: Option<f64>,
    pub note: String,
    /// Whether the entry is marked as right or wrong; `None` for no mark.
    pub is_right: Option<bool>,
    pub caption: String,
    /// The heading of the group that starts with this entry, or an empty string within a group.
    pub group: String,
    pub can_choose: bool,
    /// A value that the left and right arrow keys change, shown after the text.
    pub value: String,
    /// Whether the entry leads to a course stage that was completed or skipped.
    pub is_past: bool,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct EntryParts {
    /// The width of the left margin, which holds the pointer and any marks.
    pub lead: usize,
    pub code: usize,
    pub text: Option<usize>,
    pub value: usize,
    pub has_details: bool,
    /// The width of the labels to the left of the bars, or `None` if there are no bars.
    pub bar: Option<usize>,
    pub has_notes: bool,
}

impl MenuEntry {
    pub(in super::super) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), can_choose: true, ..Self::default() }
    }

    pub(super) fn whole_text(&self) -> String {
        if self.detail.is_empty() { self.text.clone() } else { format!("{}: {}", self.text, self.detail) }
    }
}

impl EntryParts {
    pub(super) fn new(entries: &[MenuEntry], columns: usize) -> Self {
        let widest = |part: fn(&MenuEntry) -> &String| entries.iter().map(|entry| width(part(entry))).max();
        let lead = 3 + 2 * usize::from(entries.iter().any(|entry| entry.is_right.is_some()));
        let columns = columns.saturating_sub(lead + 1);
        let has_details = columns >= DETAILS_FROM && entries.iter().any(|entry| !entry.detail.is_empty());
        // An explanation that would be cut off is left out, because the caption explains the selected setting in full.
        let fits = |entry: &MenuEntry| {
            entry.value.is_empty() || width(&entry.text) + 4 + width(&entry.value) + width(&entry.detail) <= columns
        };
        let has_details = has_details && entries.iter().all(fits);
        let code = if entries.iter().any(|entry| entry.code.is_some()) { CODE_COLUMNS } else { 0 };
        let text = widest(|entry| &entry.text).unwrap_or(0).min(columns * 2 / 5).min(WIDEST_TEXT);
        let detail = widest(|entry| &entry.detail).unwrap_or(0);
        let note = widest(|entry| &entry.note).unwrap_or(0);
        let value = widest(|entry| &entry.value).unwrap_or(0);
        let label = widest(|entry| &entry.text).unwrap_or(0) + 2;
        let fits_bars = columns >= DETAILS_FROM.max(code + label + note + 2 + widget::LEAST_BAR);
        let has_bars = fits_bars && entries.iter().any(|entry| entry.share.is_some());
        // Either every row shows its note or none does.
        let fits = |entry: &MenuEntry| code + width(&entry.whole_text()) + 2 + width(&entry.note) <= columns;
        let has_notes = if has_details {
            code + text + 2 + detail.min(columns / 2) + 2 + note <= columns
        } else {
            entries.iter().filter(|entry| !entry.note.is_empty()).all(fits)
        };
        Self {
            lead,
            bar: has_bars.then_some(label),
            code,
            text: (has_details || value > 0).then_some(text),
            value,
            has_details,
            has_notes,
        }
    }

    pub(super) fn needed(entries: &[MenuEntry]) -> usize {
        let parts = Self::new(entries, usize::from(u16::MAX));
        let text = parts.text.map_or(0, |text| text + 2);
        let row = |entry: &MenuEntry| {
            let detail = if !entry.value.is_empty() {
                0
            } else if parts.text.is_some() {
                width(&entry.detail)
            } else {
                width(&entry.whole_text())
            };
            let note = if entry.note.is_empty() { 0 } else { width(&entry.note) + 2 };
            let bar = if entry.share.is_some() { LONGEST_BAR / 2 } else { 0 };
            parts.lead + 1 + parts.code + text + parts.value + detail + note + bar
        };
        entries.iter().map(row).max().unwrap_or(0)
    }
}

fn shortened(caption: &str, columns: usize, theme: Theme) -> String {
    if width(caption) <= columns {
        return caption.to_owned();
    }
    match caption.split_once(". ") {
        Some((first, _)) if width(first) < columns => format!("{first}."),
        _ => cut(caption, columns, theme.signs.ellipsis),
    }
}

fn lead_spans(
    entry: &MenuEntry, parts: EntryParts, is_selected: bool, style: Style, theme: Theme,
) -> Vec<Span<'static>> {
    let sign = entry.is_right.map_or(" ", |is_right| if is_right { theme.signs.correct } else { theme.signs.wrong });
    let pointer = if is_selected { theme.signs.pointer } else { " " };
    let signs: &[&str] = match parts.lead {
        ..=3 => &[" ", pointer],
        _ if sign == " " => &["   ", pointer],
        _ => &[" ", pointer, " ", sign],
    };
    let sign_style = |text: &str| match entry.is_right.filter(|_| text == sign && !is_selected) {
        Some(true) => theme.in_text(Meaning::Correct),
        _ => style,
    };
    let mut spans: Vec<Span> = signs.iter().map(|sign| Span::styled((*sign).to_owned(), sign_style(sign))).collect();
    spans.push(Span::styled(" ", style));
    spans
}

/// In a wide row, the bar doesn't fill the row, so spaces move the note to the right edge.
fn bar_spans(bar: &BarLine, label: usize, columns: usize, style: Style, theme: Theme) -> Vec<Span<'static>> {
    let most = (label + LONGEST_BAR + width(&bar.note) + 2).min(columns);
    let mut line = widget::bar(bar, (label, width(&bar.note)), most, theme).pop().unwrap_or_default();
    let free = " ".repeat(columns.saturating_sub(line.width()));
    if let Some(label) = line.spans.first_mut() {
        label.style = style;
    }
    let end = line.spans.len();
    line.spans.insert(if end > 1 { end - 1 } else { end }, Span::styled(free, style));
    line.spans
}

pub(super) fn draw_entry(
    entry: &MenuEntry, parts: EntryParts, is_selected: bool, theme: Theme, frame: &mut Frame, spot: Rect,
) {
    let columns = usize::from(spot.width).saturating_sub(parts.lead + 1 + parts.code);
    let used =
        parts.text.map_or_else(|| width(&entry.whole_text()), |text| text + 2 + width(&entry.detail).min(columns / 2));
    let fits = |note: &&str| parts.has_notes && used + width(note) + 2 <= columns;
    let note = Some(entry.note.as_str()).filter(fits).unwrap_or_default();
    let room = columns - if note.is_empty() { 0 } else { width(note) + 1 };
    let text = match parts.text {
        Some(columns) => {
            let text = cut(&entry.text, columns, theme.signs.ellipsis);
            let value = &entry.value;
            let gap = " ".repeat(if parts.value > 0 { parts.value + 2 - width(value) } else { 0 });
            let detail = if parts.has_details { entry.detail.as_str() } else { "" };
            format!("{text}{}  {value}{gap}{detail}", " ".repeat(columns - width(&text)))
        }
        None => entry.whole_text(),
    };
    let text = cut(text.trim_end(), room, theme.signs.ellipsis);
    let free = " ".repeat(room.saturating_sub(width(&text)) + usize::from(!note.is_empty()));
    let plain = match () {
        () if !entry.can_choose && !entry.is_past => Meaning::Muted,
        () => Meaning::Plain,
    };
    let style = if is_selected { theme.selected() } else { theme.style(plain) };
    let mut spans = lead_spans(entry, parts, is_selected, style, theme);
    if parts.code > 0 {
        let code = entry.code.map_or_else(String::new, |code| format!(" {code} "));
        let badge = entry.code.map_or(style, |code| theme.style(Meaning::Status(Verdict::from_status(code))));
        let gap = " ".repeat(parts.code - width(&code));
        spans.extend([Span::styled(code, badge), Span::styled(gap, style)]);
    }
    let split = match parts.text {
        Some(_) => text.find("  ").unwrap_or(text.len()),
        None => {
            if text.starts_with(&entry.text) {
                entry.text.len()
            } else {
                text.len()
            }
        }
    };
    let (text, detail) = text.split_at(split);
    match (parts.bar, entry.share) {
        (Some(label), Some(share)) => {
            let bar = BarLine { label: entry.text.clone(), share, note: note.to_owned(), correct: Some(true) };
            let line = bar_spans(&bar, label, columns, style, theme).into_iter().chain([Span::raw(" ")]);
            spans.extend(line.map(|span| if is_selected { span.style(style) } else { span }));
        }
        _ => {
            spans.extend([Span::styled(text.to_owned(), style), Span::styled(format!("{detail}{free}{note} "), style)]);
        }
    }
    frame.render_widget(Line::from(spans), spot);
    if spot.height > 1 && !parts.has_details {
        draw_caption(&entry.caption, parts.lead, theme, frame, spot);
    }
}

fn draw_caption(caption: &str, lead: usize, theme: Theme, frame: &mut Frame, spot: Rect) {
    let below =
        Rect { x: spot.x + saturating_u16(lead), y: spot.y + 1, width: spot.width - 5, height: spot.height - 1 };
    let room = usize::from(below.width);
    let lines = |text: String| wrap(&[(text, theme.style(Meaning::Muted))], room);
    let mut shown = lines(caption.to_owned());
    if shown.len() > usize::from(below.height) {
        shown = lines(shortened(caption, room, theme));
    }
    let shown: Vec<Line> = shown.into_iter().map(Line::from).collect();
    frame.render_widget(Paragraph::new(shown), below);
}
