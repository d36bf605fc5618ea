//! The renderers, one for each output format. The full screen has its own renderer, in `tui`.

pub mod html;
pub mod markdown;
pub mod plain;
