//! One renderer for each medium. The full screen has its own, in `tui`.

pub mod html;
pub mod markdown;
pub mod plain;
