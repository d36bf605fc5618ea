//! The renderers, one for each medium. The full screen has its own renderer, in `tui`.

pub mod html;
pub mod markdown;
pub mod plain;
