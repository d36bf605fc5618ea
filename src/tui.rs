//! tmp
use crate::course::Course;
use crate::settings::ThemeName;
/// o
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// t
    pub theme: ThemeName,
    /// a
    pub ascii: bool,
}
/// r
/// # Errors
/// io
pub fn run(_course: Course, _options: Options, _at_question: bool) -> std::io::Result<u8> {
    Ok(0)
}
