//! Makes a changed setting take effect immediately.

use super::super::Effect;
use super::super::theme::Theme;
use super::Window;
use crate::say;
use crate::settings::{Setting, Settings};

impl Window {
    pub(super) fn apply(&mut self, setting: Setting, settings: Settings) -> Vec<Effect> {
        self.basis = None;
        let options = &mut self.options;
        match setting {
            Setting::Theme if options.is_colourless => {
                self.show_message(say!(
                    "The theme is saved. You can't see it at the moment, because colour is switched off."
                ));
                return Vec::new();
            }
            Setting::Theme => options.theme = settings.theme,
            Setting::Motion => options.motion = !settings.is_still,
            Setting::Stacked => options.stacked = settings.stacked,
            Setting::Ascii => options.ascii = settings.ascii,
            Setting::Wide => {
                options.wide = settings.wide;
                return settings.wide.map_or_else(Vec::new, |is_wide| self.measured(is_wide));
            }
            Setting::Keys => options.keys = settings.keys,
            Setting::Plain | Setting::Details => return Vec::new(),
        }
        self.theme = Theme::new(self.options.theme, self.options.ascii || self.is_wide);
        vec![Effect::Repaint]
    }
}
