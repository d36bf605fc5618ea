//! Tests the conversion of blocks to lines.

use super::*;
use crate::settings::ThemeName;

pub(super) fn looks(columns: usize) -> RenderOptions {
    RenderOptions {
        theme: Theme::new(ThemeName::default(), false),
        columns,
        panels: true,
        pointer: None,
        pictured: false,
        is_large: false,
        has_tall_bar: false,
        least_response: 1,
        least_rows: 0,
        density: Density::Whole,
        spaced: false,
        panel_row: 0,
        stacked: false,
    }
}

#[test]
fn panels_side_by_side_have_the_same_height() {
    let part = |title: &str, text: &str| vec![Block::Heading(title.into()), Block::Paragraph(text.into())];
    let columns = Block::Columns(vec![part("Left", "one"), part("Right", &"two ".repeat(20))]);
    let drawn = render(&Document { title: String::new(), blocks: vec![columns] }, &looks(80));
    assert!(drawn.lines.iter().all(|line| line.width() == 80));
    let rows: Vec<String> = drawn.lines.iter().map(Line::to_string).collect();
    let (first, last) = (&rows[0], &rows[rows.len() - 1]);
    assert!(first.contains("Left") && first.contains("Right") && last.matches('╰').count() == 2, "{rows:?}");
}

#[test]
fn a_block_without_content_is_drawn_at_any_width() {
    let block = |json: &str| serde_json::from_str::<Block>(json).unwrap_or_else(|error| panic!("{json}: {error}"));
    let empty = [
        r#"{"columns":[]}"#, r#"{"columns":[[]]}"#, r#"{"columns":[[],[]]}"#, r#"{"columns":[[{"heading":""}],[]]}"#,
        r#"{"list":[]}"#, r#"{"code":[]}"#, r#"{"choices":[]}"#, r#"{"exchange":{"groups":[]}}"#,
        r#"{"table":{"head":[],"rows":[]}}"#,
    ];
    for json in empty {
        for columns in 1..130 {
            for panels in [true, false] {
                let document = Document { title: String::new(), blocks: vec![block(json)] };
                render(&document, &RenderOptions { panels, ..looks(columns) });
            }
        }
    }
}

#[test]
fn a_code_is_a_badge_only_if_it_is_not_part_of_a_sentence() {
    for (text, is_badge) in [("The answer is 403.", false), ("403", true)] {
        let document = Document { title: String::new(), blocks: vec![Block::Paragraph(text.into())] };
        let line = &render(&document, &looks(60)).lines[0];
        let code = line.spans.iter().find(|span| span.content.contains("403")).expect("a code");
        assert_eq!(code.style.bg.is_some(), is_badge, "{line:?}");
        assert_eq!(code.content == " 403 ", is_badge, "{line:?}");
    }
}

#[test]
fn without_colours_no_score_is_dim() {
    let theme = Theme::new(ThemeName::Mono, false);
    assert!(!theme.score().add_modifier.contains(ratatui::style::Modifier::DIM));
    let score = BarLine { label: "Post-test".to_owned(), share: 0.5, note: "5 of 10".to_owned(), correct: Some(true) };
    let bar = widget::bar(&score, (10, 7), 60, theme).remove(0);
    let filled = bar.spans.iter().find(|span| span.content.contains('━')).expect("a bar");
    assert!(!filled.style.add_modifier.contains(ratatui::style::Modifier::DIM), "{bar:?}");
}
