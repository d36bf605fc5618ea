//! Renders documents in different output formats. Full-screen mode has its own renderer, in `tui`.

pub mod html;
pub mod markdown;
pub mod plain;
