//! Renders documents in several output formats. Full-screen mode has a separate renderer in `tui`.

pub mod html;
pub mod markdown;
pub mod plain;
