//! Checks the dependencies.
//!
//! Every crate must be pinned, have a suitable licence and be unable to reach a network.
//! `.github/workflows/scheduled.yml` looks for known vulnerabilities, because that needs a network.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// The licences that are acceptable. If a crate offers several licences, it is enough if one of them is listed here.
const LICENCES: [&str; 6] = ["MIT", "Apache-2.0", "Zlib", "Unlicense", "BSL-1.0", "Unicode-3.0"];

/// Words that occur in the names of crates that use a network.
const NETWORK: [&str; 12] = [
    "http", "hyper", "reqwest", "ureq", "curl", "socket", "tokio", "async-std", "tungstenite", "rustls", "openssl",
    "quinn",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// For each crate in the lock file, returns its name, whether it comes from a registry, and whether its contents are
/// pinned.
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
fn every_crate_is_pinned_and_none_can_reach_a_network() {
    let locked = locked();
    for (name, registry, pinned) in &locked {
        assert!(name == "airside" || *registry && *pinned, "{name} is not pinned");
        assert!(NETWORK.iter().all(|part| !name.contains(part)), "{name} speaks over a network");
    }
    // There must be only one version of crossterm, because the key events of two versions wouldn't be compatible.
    assert_eq!(locked.iter().filter(|(name, ..)| name == "crossterm").count(), 1);
}

#[test]
fn every_action_in_the_workflows_is_pinned_by_commit() {
    for file in fs::read_dir(root().join(".github/workflows")).expect("a folder") {
        let path = file.expect("a file").path();
        let text = fs::read_to_string(&path).expect("text");
        for action in text.lines().filter_map(|line| line.split_once("uses: ")).map(|(_, action)| action) {
            let commit = action.split_once('@').and_then(|(_, version)| version.split_once(" # v"));
            let is_commit =
                |(commit, _): (&str, &str)| commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(commit.is_some_and(is_commit), "{}: {action}", path.display());
        }
    }
}

#[test]
fn nothing_runs_at_build_time_and_unsafe_code_is_forbidden() {
    assert!(!root().join("build.rs").exists());
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("a manifest");
    assert!(!manifest.contains("build =") && !manifest.contains("[build-dependencies]"));
    assert!(manifest.contains("unsafe_code = \"forbid\""));
}

/// A licence expression is acceptable if one side of every `OR` and both sides of every `AND` are acceptable.
fn is_satisfied(licence: &str) -> bool {
    let plain = licence.replace(['(', ')'], "").replace('/', " OR ").replace(" WITH LLVM-exception", "");
    plain.split(" AND ").all(|part| part.split(" OR ").any(|one| LICENCES.contains(&one.trim())))
}

#[test]
fn every_crate_has_a_licence_that_fits() {
    assert!(is_satisfied("(MIT OR Apache-2.0) AND Unicode-3.0") && is_satisfied("MIT/Apache-2.0"));
    assert!(!is_satisfied("GPL-3.0-only") && !is_satisfied("MIT AND GPL-3.0-only") && !is_satisfied(""));

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
        assert!(is_satisfied(licence), "{}: {licence}", package["name"]);
    }
}
