//! Writes the long version text and the manual page.

use std::io::{self, Write};

use clap::CommandFactory;

use super::args::Arguments;
use crate::keys::BINDINGS;
use crate::scenario::library::BUILT_IN;

pub(super) fn text() -> String {
    format!(
        "airside {}\nbuilt for: {} {}\npack format: {}\nbuilt-in packs: {:016x}",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::ARCH,
        std::env::consts::OS,
        crate::scenario::FORMAT,
        digest(),
    )
}

/// Returns an FNV-1a hash of the built-in packs. The hash distinguishes versions but isn't meant for security.
fn digest() -> u64 {
    let bytes = BUILT_IN.iter().flat_map(|pack| pack.name.bytes().chain(pack.text.bytes()));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

pub(super) fn write_manual(out: &mut dyn Write) -> io::Result<()> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
    // groff would interpret non-ASCII characters as Latin-1.
    for character in String::from_utf8_lossy(&page).chars() {
        if character.is_ascii() {
            write!(out, "{character}")
        } else {
            write!(out, "\\[u{:04X}]", u32::from(character))
        }?;
    }
    writeln!(out, ".SH KEYS")?;
    for binding in BINDINGS.iter().filter(|binding| !binding.keys.is_empty()) {
        let name = if binding.name.is_empty() { String::new() } else { format!(" ({})", binding.name) };
        writeln!(out, ".TP\n\\fB{}\\fR\n{}{name}", binding.keys.join(" "), binding.label)?;
    }
    writeln!(
        out,
        ".PP\nThe name in parentheses is the one to use in \\fIsettings.json\\fR: {{ \"keys\": {{ \"skip\": [\"x\"] }} }}."
    )?;
    Ok(())
}
