//! What the program is made of: every crate, its licence, and what none of them may bring.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Licences that a crate may have; of a choice one is enough.
const LICENCES: [&str; 6] = ["MIT", "Apache-2.0", "Zlib", "Unlicense", "BSL-1.0", "Unicode-3.0"];

/// So many crates are in the lock file, for every platform and for the tests. One more needs a reason, and then this
/// number is changed with it.
const CRATES: usize = 145;

/// Parts of names of crates that speak over a network. None of them has a place here.
const NETWORK: [&str; 12] = [
    "http",
    "hyper",
    "reqwest",
    "ureq",
    "curl",
    "socket",
    "tokio",
    "async-std",
    "tungstenite",
    "rustls",
    "openssl",
    "quinn",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Name, whether it comes from a registry, and whether its content is pinned, of every crate in the lock file.
fn locked() -> Vec<(String, bool, bool)> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("a lock file");
    let field = |block: &str, name: &str| {
        let lead = format!("{name} = \"");
        block.lines().find_map(|line| line.strip_prefix(&lead)).map(|rest| rest.trim_end_matches('"').to_owned())
    };
    let blocks = lock.split("[[package]]").skip(1);
    blocks
        .map(|block| {
            let registry = field(block, "source").is_some_and(|source| source.starts_with("registry+"));
            (field(block, "name").expect("a name"), registry, field(block, "checksum").is_some())
        })
        .collect()
}

#[test]
fn every_crate_is_pinned_and_none_speaks_over_a_network() {
    let locked = locked();
    for (name, registry, pinned) in &locked {
        assert!(name == "airside" || *registry && *pinned, "{name} is not pinned");
        assert!(NETWORK.iter().all(|part| !name.contains(part)), "{name} speaks over a network");
    }
    assert_eq!(locked.len(), CRATES, "crates came or went: say why in the change, and count again");
}

#[test]
fn there_is_no_build_script_and_nothing_unsafe() {
    assert!(!root().join("build.rs").exists());
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("a manifest");
    assert!(!manifest.contains("build =") && !manifest.contains("[build-dependencies]"));
    assert!(manifest.contains("unsafe_code = \"forbid\""));
}

/// Whether a licence in the usual words can be met: one side of every `OR`, both of every `AND`.
fn is_met(licence: &str) -> bool {
    let plain = licence.replace(['(', ')'], "").replace('/', " OR ").replace(" WITH LLVM-exception", "");
    plain.split(" AND ").all(|part| part.split(" OR ").any(|one| LICENCES.contains(&one.trim())))
}

#[test]
fn every_licence_can_be_met() {
    assert!(is_met("(MIT OR Apache-2.0) AND Unicode-3.0") && is_met("MIT/Apache-2.0"));
    assert!(!is_met("GPL-3.0-only") && !is_met("MIT AND GPL-3.0-only") && !is_met(""));

    let about = Command::new("rustc").arg("-vV").output().expect("the compiler");
    let about = String::from_utf8(about.stdout).expect("text");
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).expect("a platform");
    let mut metadata = Command::new(env!("CARGO"));
    metadata.args(["metadata", "--format-version", "1", "--locked", "--filter-platform", host]).current_dir(root());
    let metadata = metadata.output().expect("cargo");
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
    let metadata: Value = serde_json::from_slice(&metadata.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("a list");
    assert!(packages.len() > 90);
    for package in packages {
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(is_met(licence), "{}: {licence}", package["name"]);
    }
}
