//! Renders documents in several output formats. Full-screen mode has its own renderer in `tui`. Full-screen mode has
//! its own renderer, in `tui`.

pub mod html;
pub mod markdown;
pub mod plain;
