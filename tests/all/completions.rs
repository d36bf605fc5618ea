//! Tests completions in real shells. bash is always available; zsh and fish are tested only where they are installed.

use std::path::Path;
use std::process::{Command, Stdio};

use portable_pty::CommandBuilder;

use crate::cli::{out, run};
use crate::terminal::{Term, new_home};

const PATH: &str = "/usr/local/bin:/usr/bin:/bin";

fn is_installed(shell: &str) -> bool {
    let found = Command::new(shell).arg("--version").env("PATH", PATH).stdout(Stdio::null()).status();
    let found = found.is_ok_and(|status| status.success());
    if !found {
        println!("skipped: {shell} isn't installed here");
    }
    found
}

/// A typed line, and the line that the Tab key must turn it into.
const TYPED: &[(&str, &str)] = &[
    ("airside insp", "airside inspect"),
    ("airside class works", "airside class worksheet"),
    ("airside rule --ski", ""),
    ("airside rule --ske", "airside rule --skeleton"),
    ("airside rule --fact cred", "airside rule --fact credentials="),
    ("airside rule --fact credentials=expi", "airside rule --fact credentials=expired"),
    ("airside inspect --fact=credentials=expi", "airside inspect --fact=credentials=expired"),
    ("airside learn --id missing-fast-track-a", "airside learn --id missing-fast-track-airport"),
    ("airside show no-permission-fast", "airside show no-permission-fast-track-airport"),
    ("airside learn --kind miss", "airside learn --kind missing"),
    ("airside learn --telling air", "airside learn --telling airport"),
    ("airside learn --pack prac", "airside learn --pack practice"),
    ("airside --theme high", "airside --theme high-contrast"),
    ("airside export anki-a", "airside export anki-apkg"),
    ("airside reference lea", "airside reference leaks"),
    ("airside exam --kinds edge,miss", "airside exam --kinds edge,missing"),
    ("airside check scenarios/prac", "airside check scenarios/practice.json"),
    ("airside list --lang=scenarios/prac", "airside list --lang=scenarios/practice.json"),
];

#[test]
fn bash_completes_words_through_its_own_function() {
    if !is_installed("bash") {
        return;
    }
    let script = out(&run(&["completions", "bash"], ""));
    for (typed, expected) in TYPED {
        // Bash splits words at spaces and at `=`, which becomes a word of its own.
        let words: Vec<String> = typed.replace('=', " = ").split_whitespace().map(str::to_owned).collect();
        let last = if typed.ends_with('=') { "" } else { words.last().expect("a word") };
        let program = env!("CARGO_BIN_EXE_airside");
        let quoted: Vec<String> = words[1..].iter().map(|word| format!("'{word}'")).collect();
        let ask = format!(
            "{script}\nCOMP_WORDS=('{program}' {}); COMP_CWORD={}; _airside airside '{last}' x; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            quoted.join(" "),
            words.len() - 1
        );
        let output = Command::new("bash")
            .args(["--norc", "-c", &ask])
            .env_clear()
            .envs([("PATH", PATH), ("HOME", "/nonexistent")])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("bash");
        let replies = out(&output);
        let before = typed.strip_suffix(last).expect("its end");
        let completed = replies.lines().next().filter(|reply| !reply.is_empty());
        let completed = completed.map_or_else(String::new, |reply| format!("{before}{reply}"));
        assert_eq!(completed, *expected, "{typed}: {replies}{}", String::from_utf8_lossy(&output.stderr));
    }
}

fn prepare(shell: &str, home: &Path) {
    let bin = home.join("bin");
    std::fs::create_dir_all(&bin).expect("made");
    #[cfg(unix)]
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_airside"), bin.join("airside")).expect("linked");
    std::fs::write(home.join("script"), out(&run(&["completions", shell], ""))).expect("written");
}

#[test]
#[cfg(unix)]
fn zsh_completes_a_line_that_is_typed() {
    if !is_installed("zsh") {
        return;
    }
    let home = new_home();
    prepare("zsh", home.path());
    let mut command = CommandBuilder::new("zsh");
    command.args(["-f", "-i"]);
    command.cwd(env!("CARGO_MANIFEST_DIR"));
    let folder = home.path().to_str().expect("text").to_owned();
    let path = format!("{folder}/bin:{PATH}");
    let environment = [("PATH", path.as_str()), ("HOME", folder.as_str()), ("TERM", "vt100")];
    let mut term = Term::start_command(command, &environment, home.clone(), 24, 120);
    term.send(&format!("autoload -Uz compinit; compinit -u; source {folder}/script; echo re''ady\n")).wait_for("ready");
    for (typed, expected) in TYPED.iter().filter(|(_, expected)| !expected.is_empty()) {
        term.send("\u{15}").send(typed).wait_for(typed).send("\t").wait_for(expected);
        term.send("\u{15}clear\n");
        term.until("an empty screen", |term| !term.text().contains(typed));
    }
    term.send("exit\n");
    assert_eq!(term.code(), 0);
}

#[test]
#[cfg(unix)]
fn bash_completes_a_line_that_is_typed_and_forbids_unset_variables() {
    if !is_installed("bash") {
        return;
    }
    let home = new_home();
    prepare("bash", home.path());
    let mut command = CommandBuilder::new("bash");
    command.args(["--norc", "--noprofile", "-i", "-u"]);
    command.cwd(env!("CARGO_MANIFEST_DIR"));
    let folder = home.path().to_str().expect("text").to_owned();
    let path = format!("{folder}/bin:{PATH}");
    let environment = [("PATH", path.as_str()), ("HOME", folder.as_str()), ("TERM", "vt100"), ("PS1", "$ ")];
    let mut term = Term::start_command(command, &environment, home.clone(), 24, 120);
    term.send(&format!("source {folder}/script; echo re''ady\n")).wait_for("ready");
    for (typed, expected) in TYPED {
        // If nothing can be completed, the line stays unchanged.
        let expected = if expected.is_empty() { typed } else { expected };
        term.send("\u{15}").send(typed).wait_for(typed).send("\t").send("|").wait_for(expected).wait_for("|");
        assert!(!term.text().contains("unbound"), "{}", term.text());
        term.send("\u{15}clear\n");
        term.until("an empty screen", |term| !term.text().contains(typed));
    }
    term.send("exit\n");
    assert_eq!(term.code(), 0);
}

/// Returns the first word that fish suggests for a line.
#[cfg(unix)]
fn ask_fish(home: &Path, line: &str) -> String {
    let folder = home.to_str().expect("text");
    let ask = format!("source {folder}/script; complete -C '{line}'");
    let output = Command::new("fish")
        .args(["--no-config", "-c", &ask])
        .env_clear()
        .envs([("PATH", format!("{folder}/bin:{PATH}").as_str()), ("HOME", folder), ("LANG", "C.UTF-8")])
        .current_dir(home)
        .output()
        .expect("fish");
    let replies = out(&output);
    replies.lines().next().and_then(|line| line.split('\t').next()).unwrap_or_default().to_owned()
}

#[test]
#[cfg(unix)]
fn fish_completes_a_path_with_a_space() {
    if !is_installed("fish") {
        return;
    }
    let home = new_home();
    prepare("fish", home.path());
    std::fs::create_dir(home.path().join("my packs")).expect("made");
    std::fs::write(home.path().join("my packs/one.json"), "").expect("written");
    for (typed, expected) in [
        ("airside check my", "my packs/"),
        ("airside check my\\ packs/o", "my packs/one.json"),
        ("airside --lang=my\\ packs/o", "--lang=my packs/one.json"),
    ] {
        // Some versions of fish print the suggestion with a backslash before the space.
        assert_eq!(ask_fish(home.path(), typed).replace('\\', ""), expected, "{typed}");
    }
}

#[test]
#[cfg(unix)]
fn fish_completes_every_line() {
    if !is_installed("fish") {
        return;
    }
    let home = new_home();
    prepare("fish", home.path());
    let folder = home.path().to_str().expect("text");
    for (typed, expected) in TYPED {
        let ask = format!("source {folder}/script; complete -C '{typed}'");
        let output = Command::new("fish")
            .args(["--no-config", "-c", &ask])
            .env_clear()
            .envs([("PATH", format!("{folder}/bin:{PATH}").as_str()), ("HOME", folder), ("LANG", "C.UTF-8")])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("fish");
        let replies = out(&output);
        let completed = replies.lines().next().and_then(|line| line.split('\t').next()).unwrap_or_default();
        assert!(expected.ends_with(completed), "{typed}: {replies}{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(completed.is_empty(), expected.is_empty(), "{typed}: {replies}");
    }
}
