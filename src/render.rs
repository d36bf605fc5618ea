//! One renderer for each medium. The full screen has its own, in `tui`.

pub mod plain;
