//! Tests that pipes, devices, folders and circular links are rejected at once wherever a file can be named.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use airside::scenario::library::read_file;

use crate::cli::airside;
use crate::hostile::clean;

#[test]
fn special_files_are_rejected_at_once() {
    let home = tempfile::tempdir().expect("a folder");
    let at = |name: &str| home.path().join(name);
    assert!(Command::new("mkfifo").arg(at("pipe.json")).status().expect("mkfifo").success());
    symlink("/dev/zero", at("zero.json")).expect("linked");
    symlink("pipe.json", at("to-pipe.json")).expect("linked");
    symlink("circle.json", at("circle.json")).expect("linked");
    fs::create_dir(at("folder.json")).expect("a folder");
    let huge = fs::File::create(at("huge.json")).expect("created");
    huge.set_len(airside::files::LARGEST + 1).expect("sparse");
    assert!(read_file(&at("huge.json")).expect_err("too large").contains("larger than 64 MiB"));
    let stranger = home.path().join(OsStr::from_bytes(b"\xff\xfe.json"));
    fs::write(&stranger, b"{}").expect("written");
    let begun = Instant::now();
    let named = ["pipe.json", "zero.json", "to-pipe.json", "circle.json", "folder.json", "huge.json"].map(at);
    let devices = ["/dev/zero", "/dev/stdin", "/dev/tty", "/proc/self/mem"].map(PathBuf::from);
    for path in named.iter().chain(&devices).chain([&stranger]) {
        for before in [
            &["check"][..],
            &["learn", "--plain", "--pack"],
            &["pack", "preview"],
            &["pack", "stats"],
            &["log", "merge"],
        ] {
            let mut command = airside(&at("home"));
            command.args(before).arg(path).stdin(Stdio::piped());
            let output = ended(command);
            assert!(!output.status.success(), "{before:?} {}: {output:?}", path.display());
        }
    }
    // Such files must also be rejected in the pack folder and as settings, while everything else still opens.
    let packs = at("home/data/packs");
    fs::create_dir_all(&packs).expect("a folder");
    fs::create_dir_all(at("home/config")).expect("a folder");
    for path in &named[..4] {
        fs::rename(path, packs.join(path.file_name().expect("a name"))).expect("moved");
    }
    assert!(Command::new("mkfifo").arg(at("home/config/settings.json")).status().expect("mkfifo").success());
    for arguments in [&["list"][..], &["--plain"]] {
        let mut command = airside(&at("home"));
        command.args(arguments);
        assert_eq!(ended(command).status.code(), Some(0));
    }
    // The limit is generous, because `ended` stops a hanging program much earlier.
    assert!(begun.elapsed() < Duration::from_secs(600));
}

/// Returns the output of a program that must end without any further input.
fn ended(mut command: Command) -> Output {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    // The input stays open and empty, as on a terminal where nobody types, so a program that reads its input would
    // hang.
    let input = child.stdin.take();
    let id = rustix::process::Pid::from_child(&child);
    let (sender, done) = std::sync::mpsc::channel();
    std::thread::spawn(move || sender.send(child.wait_with_output()));
    let Ok(output) = done.recv_timeout(Duration::from_secs(30)) else {
        let _ = rustix::process::kill_process(id, rustix::process::Signal::KILL);
        panic!("it waits for something: {command:?}");
    };
    drop(input);
    let output = output.expect("ends");
    clean("errors", &String::from_utf8_lossy(&output.stderr));
    output
}
