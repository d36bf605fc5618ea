//! The workbench on the page: facts on the left, their ruling on the right, or one below the other.

use ratatui::text::{Line, Span};

use super::super::app::Model;
use super::super::theme::Role;
use super::Writer;
use crate::reference::ruling::{article, status, steps};
use crate::ruling::{FactName, rule};
use crate::text;

/// The columns of the facts, and the width from which the ruling stands beside them.
const FACTS: usize = 34;
const BESIDE_FROM: usize = 72;

impl Writer {
    /// Every fact with its value, and what the specification says of them all.
    pub(super) fn bench(&mut self, model: &Model) {
        let facts = model.bench.facts;
        let ruling = rule(&facts);
        let mut says = status(&ruling);
        says.extend(ruling.citations.iter().map(|citation| citation.with_level()));
        says.extend(article(&ruling));
        // The facts stand on the left already, so that of the questions only those are said that were turned.
        let turned = ruling.trace.iter().zip(steps(&ruling)).filter(|(step, _)| facts.index(step.fact) != 0);
        says.extend(turned.map(|(_, step)| step));
        if self.columns < BESIDE_FROM {
            self.facts(model);
            self.gap();
            for line in says {
                self.text(&line);
            }
            return;
        }
        self.facts(model);
        let room = self.columns - FACTS;
        let mut right: Vec<(Role, String)> = Vec::new();
        for (number, line) in says.iter().enumerate() {
            let tagged = line.starts_with("WRONG:");
            let role = if number == 0 { Role::Strong } else { Role::Text };
            let wrapped = text::wrap(line, room);
            right.extend(
                wrapped
                    .into_iter()
                    .enumerate()
                    .map(|(place, line)| (if tagged && place == 0 { Role::Tag } else { role }, line)),
            );
        }
        for (place, (role, line)) in right.into_iter().enumerate() {
            if self.lines.len() <= place {
                self.lines.push(Line::default());
            }
            let Some(row) = self.lines.get_mut(place) else { return };
            row.spans.push(Span::raw(" ".repeat(FACTS.saturating_sub(row.width()))));
            match line.strip_prefix("WRONG:").filter(|_| role == Role::Tag) {
                Some(rest) => {
                    row.spans.push(Span::styled("WRONG:", self.theme.style(role)));
                    row.spans.push(Span::raw(rest.to_owned()));
                }
                None => row.spans.push(Span::styled(line, self.theme.style(role))),
            }
        }
    }

    fn facts(&mut self, model: &Model) {
        for (place, fact) in FactName::ALL.into_iter().enumerate() {
            let selected = place == model.selected;
            self.numbered.push(self.lines.len());
            let value = model.bench.facts.value(fact);
            let changed = model.bench.facts.index(fact) != 0;
            let role = match (selected, changed) {
                (true, _) => Role::Selected,
                (false, true) => Role::Strong,
                (false, false) => Role::Text,
            };
            let sign = if selected { self.theme.signs.pointer } else { " " };
            self.lines.push(Line::from(vec![
                Span::raw(format!("{sign} {:<13}", fact.name())),
                Span::styled(format!(" {value} "), self.theme.style(role)),
            ]));
        }
    }
}
