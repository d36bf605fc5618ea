//! Tests that buttons show their whole text.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Rect;

use super::*;
use crate::document::Text;
use crate::i18n::file::SHIPPED;
use crate::keys::Action;
use crate::learner::Confidence;
use crate::settings::ThemeName;

fn answers(neither: &str) -> Answers {
    let choice = |(text, verdict, key): (&str, Verdict, u8)| AnswerButton {
        key: key.to_string(),
        action: Action::Digit(key),
        text: Text::from(text),
        code: Some(Meaning::Status(verdict)),
        chosen: false,
    };
    let choices = [("401", Verdict::Unauthorized, 1), ("403", Verdict::Forbidden, 3), (neither, Verdict::Neither, 0)];
    let level_keys = ["g", "f", "c"].map(str::to_owned);
    Answers {
        choices: choices.map(choice).to_vec(),
        confidence: Some(Confidence::Fairly),
        level_keys,
        ..Answers::default()
    }
}

#[test]
fn every_button_contains_its_key_and_its_whole_text_in_every_language_and_width() {
    let theme = Theme::new(ThemeName::Default, false);
    let translated = SHIPPED.iter().map(|(.., text)| {
        let file: serde_json::Value = serde_json::from_str(text).expect("JSON");
        file["interface"]["neither"].as_str().expect("a translation").to_owned()
    });
    let texts: Vec<String> = std::iter::once("neither".to_owned()).chain(translated).collect();
    for (columns, air) in (36..=120).flat_map(|columns| Spacing::ALL.map(|air| (columns, air))) {
        for (text, chosen) in texts.iter().flat_map(|text| [None, Some(0), Some(2)].map(|chosen| (text, chosen))) {
            let mut answers = answers(text);
            answers.choices.iter_mut().enumerate().for_each(|(index, choice)| choice.chosen = chosen == Some(index));
            let area = Rect::new(0, 0, columns, answers.height(columns, air, theme));
            let mut terminal = Terminal::new(TestBackend::new(area.width, area.height)).expect("memory");
            terminal.draw(|frame| _ = answers.draw(air, theme, frame, area)).expect("memory");
            let buffer = terminal.backend().buffer();
            for (choice, spot) in answers.choices.iter().zip(answers.spots(air, theme, area)) {
                assert_eq!(spot.intersection(area), spot, "{columns} {air:?}");
                let cells = spot.positions().map(|position| buffer[position].symbol()).collect::<String>();
                let has_digits = cells.contains('▀') && choice.is_number();
                let is_whole = has_digits || cells.contains(&choice.text.to_string());
                assert!(is_whole && cells.contains(&choice.key), "{columns} {air:?} {text}: {cells}");
            }
        }
    }
}
