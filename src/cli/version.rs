//! The long version and the manual page.

use std::io::{self, Write};

use clap::CommandFactory;

use super::arguments::Arguments;
use crate::keys::BINDINGS;
use crate::scenario::library::BUILT_IN;

/// Version, machine, and a digest of the built-in packs, so that a report of a fault says what was asked.
pub(super) fn long() -> String {
    format!(
        "airside {}\nbuilt for: {} {}\npack format: {}\nbuilt-in packs: {:016x}",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::ARCH,
        std::env::consts::OS,
        crate::scenario::FORMAT,
        digest(),
    )
}

/// FNV-1a over the built-in packs: tells packs apart, and is no proof against anybody.
fn digest() -> u64 {
    let bytes = BUILT_IN.iter().flat_map(|pack| pack.name.bytes().chain(pack.text.bytes()));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The manual page, in roff, with the keys from their table.
pub(super) fn manual(out: &mut dyn Write) -> io::Result<()> {
    let page = clap_mangen::Man::new(Arguments::command());
    page.render(out)?;
    writeln!(out, ".SH KEYS")?;
    for binding in BINDINGS.iter().filter(|binding| !binding.keys.is_empty()) {
        let name = if binding.name.is_empty() { String::new() } else { format!(" ({})", binding.name) };
        writeln!(out, ".TP\n\\fB{}\\fR\n{}{name}", binding.keys.join(" "), binding.label)?;
    }
    writeln!(
        out,
        ".PP\nThe names in parentheses are those of \\fIsettings.json\\fR: {{ \"keys\": {{ \"skip\": [\"x\"] }} }}."
    )?;
    Ok(())
}
