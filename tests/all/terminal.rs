//! Tests the real program on a pseudo-terminal. The program must restore the terminal however it ends.

use std::io::{Read, Write};
use std::num::NonZero;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::common::mixed_pack;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// The maximum time to wait for something before the test fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// Keeps the program from asking how wide the terminal draws some characters. The tests send no reply, and the program
/// would wait for the reply before it ends.
const NO_QUERY: (&str, &str) = ("AIRSIDE_WIDE", "0");

/// Makes the program ask how wide the terminal draws some characters.
pub const QUERY: (&str, &str) = ("AIRSIDE_WIDE", "");

pub struct Term {
    pub screen: vt100::Parser,
    pub bytes: Receiver<Vec<u8>>,
    pub all: Vec<u8>,
    keyboard: Box<dyn Write + Send>,
    pub child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    pub home: Rc<tempfile::TempDir>,
}

fn some(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("not nothing")
}

pub fn new_home() -> Rc<tempfile::TempDir> {
    Rc::new(tempfile::tempdir().expect("a folder"))
}

const fn size(rows: u16, cols: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

impl Term {
    fn start(arguments: &[&str]) -> Self {
        Self::start_with(arguments, &[], 24, 80)
    }

    fn start_with(arguments: &[&str], environment: &[(&str, &str)], rows: u16, cols: u16) -> Self {
        Self::start_at(&new_home(), arguments, environment, rows, cols)
    }

    /// Starts the program in a home folder that it shares with other runs.
    pub fn start_at(
        home: &Rc<tempfile::TempDir>, arguments: &[&str], environment: &[(&str, &str)], rows: u16, cols: u16,
    ) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_airside"));
        command.args(arguments);
        Self::start_command(command, environment, Rc::clone(home), rows, cols)
    }

    /// Starts the program as the foreground job of a shell, which resumes a stopped program when a line is typed.
    pub fn start_in_shell(arguments: &[&str]) -> Self {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-mc", r#""$0" "$@"; echo in the shell; read -r line; fg"#, env!("CARGO_BIN_EXE_airside")]);
        command.args(arguments);
        Self::start_command(command, &[("PATH", "/usr/bin:/bin")], new_home(), 24, 80)
    }

    /// Closes the terminal, as when the user closes the window or a connection breaks. The keys must make the program
    /// print something, because the reading thread closes its side only when it receives output that nobody listens to.
    pub fn hang_up(&mut self, keys: &str) {
        let (_, silent) = channel();
        self.bytes = silent;
        self.send(keys);
        self.keyboard = Box::new(std::io::sink());
        self.master = None;
    }

    /// Starts a command. Its environment contains only the variables given here and [`Term`]'s own home folder.
    pub fn start_command(
        mut command: CommandBuilder, environment: &[(&str, &str)], home: Rc<tempfile::TempDir>, rows: u16, cols: u16,
    ) -> Self {
        let pair = native_pty_system().openpty(size(rows, cols)).expect("a pseudo-terminal");
        command.env_clear();
        command.env("AIRSIDE_HOME", home.path());
        for (name, value) in [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("AIRSIDE_MOTION", "0"), NO_QUERY]
            .iter()
            .chain(environment)
        {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let keyboard = pair.master.take_writer().expect("a writer");
        let (sender, bytes) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let screen = vt100::Parser::new(some(rows), some(cols), 0);
        Self { screen, bytes, all: Vec::new(), keyboard, child, master: Some(pair.master), home }
    }

    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    pub fn until(&mut self, what: &str, wished: impl Fn(&Self) -> bool) -> &mut Self {
        let end = Instant::now() + PATIENCE;
        while !wished(self) {
            let Ok(bytes) = self.bytes.recv_timeout(end.saturating_duration_since(Instant::now())) else {
                panic!("{what} did not come:\n{}", self.text());
            };
            self.screen.process(&bytes);
            self.all.extend(bytes);
        }
        self
    }

    /// Waits until no output has arrived for the given time.
    pub fn wait_for_silence(&mut self, so_long: Duration) -> &mut Self {
        while let Ok(bytes) = self.bytes.recv_timeout(so_long) {
            self.screen.process(&bytes);
            self.all.extend(bytes);
        }
        self
    }

    pub fn wait_for(&mut self, text: &str) -> &mut Self {
        self.until(text, |term| term.text().contains(text))
    }

    pub fn send(&mut self, keys: &str) -> &mut Self {
        self.keyboard.write_all(keys.as_bytes()).expect("a keyboard");
        self
    }

    pub fn send_bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.keyboard.write_all(bytes).expect("a keyboard");
        self
    }

    pub fn resize(&mut self, rows: u16, cols: u16) {
        self.screen.screen_mut().set_size(some(rows), some(cols));
        self.master.as_ref().expect("open").resize(size(rows, cols)).expect("resized");
    }

    pub fn signal(&self, name: &str) {
        let id = self.child.process_id().expect("an id").to_string();
        let status = std::process::Command::new("kill").args([name, &id]).status().expect("kill");
        assert!(status.success());
    }

    /// Waits for the exit code. If a signal kills the program, the code is 1.
    pub fn code(&mut self) -> u32 {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status.exit_code();
            }
            assert!(Instant::now() < end, "it does not end:\n{}", self.text());
            // The output must be read, because the program can't end while its output is blocked.
            if let Ok(bytes) = self.bytes.recv_timeout(Duration::from_millis(20)) {
                self.screen.process(&bytes);
                self.all.extend(bytes);
            }
        }
    }

    /// Reads the remaining output, then checks that the terminal is in its original state.
    pub fn given_back(&mut self) -> &mut Self {
        self.wait_for_silence(Duration::from_millis(200));
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen(), "the alternate screen is left");
        assert!(!screen.hide_cursor(), "the cursor is visible");
        assert!(!screen.bracketed_paste(), "pastes come as before");
        self
    }

    pub fn journal(&self) -> String {
        std::fs::read_to_string(self.home.path().join("state/journal.jsonl")).unwrap_or_default()
    }
}

#[test]
fn an_answer_is_on_disk_before_its_ruling_is_shown() {
    let mut term = Term::start(&["learn"]);
    term.wait_for("Question 1 of 12");
    assert!(term.screen.screen().alternate_screen());
    term.send("1").wait_for("▸ 1").send("c").wait_for("decides");
    // The answer must be on disk before the screen shows the ruling.
    assert_eq!(term.journal().matches("\"answered\"").count(), 1);
    term.send("q").wait_for("Mixed round").send("q");
    assert_eq!(term.code(), 0);
    term.given_back().wait_for("Every answer is saved.");
}

#[test]
fn the_screen_follows_a_new_window_size() {
    let mut term = Term::start(&["learn", "--seed", "1"]);
    term.wait_for("Question 1 of 12");
    for (rows, cols, text) in [(15, 40, "●Entrance"), (8, 30, "This window is 30 by 8"), (40, 120, "SECURITY")] {
        term.resize(rows, cols);
        term.wait_for(text);
    }
    term.send("\u{3}");
    assert_eq!(term.code(), 130);
    term.given_back();
}

#[test]
fn signals_restore_the_terminal() {
    for (signal, code) in [
        ("-TERM", 143),
        ("-INT", 130),
        ("-HUP", 129),
        ("-QUIT", 131),
        ("-XCPU", 152),
        ("-ALRM", 142),
        ("-USR1", 138),
        ("-ABRT", 134),
        ("-SYS", 159),
        ("-IO", 157),
        #[cfg(target_os = "linux")]
        ("-PWR", 158),
        #[cfg(target_os = "linux")]
        ("-RTMIN", 162),
    ] {
        let mut term = Term::start(&["learn"]);
        term.wait_for("Question 1 of 12");
        term.signal(signal);
        assert_eq!(term.code(), code, "{signal}");
        term.given_back();
    }
}

#[test]
fn the_program_ends_when_the_terminal_goes_away() {
    let mut term = Term::start(&[]);
    term.wait_for("Your course");
    term.keyboard = Box::new(std::io::sink());
    term.master = None;
    // The reader thread has a copy of the terminal and closes it when its channel is dropped.
    let (_, silent) = channel();
    term.bytes = silent;
    term.signal("-HUP");
    assert_eq!(term.code(), 129);
}

#[test]
fn ctrl_z_suspends_to_the_shell_and_fg_resumes() {
    let mut term = Term::start_in_shell(&["learn"]);
    term.wait_for("Question 1 of 12").send("\u{1a}").wait_for("in the shell");
    let screen = term.screen.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor(), "the shell can be used");
    term.send("\n");
    term.until("the screen", |term| term.screen.screen().alternate_screen()).wait_for("Question 1 of 12");
    term.send("1").wait_for("▸ 1").send("\u{3}");
    assert_eq!(term.code(), 130);
    term.given_back();
}

#[test]
fn ctrl_z_without_a_shell_does_nothing() {
    let mut term = Term::start(&["learn"]);
    term.wait_for("Question 1 of 12")
        .send("\u{1a}")
        .wait_for("There is no shell to return to, so airside can't be suspended.");
    assert!(term.screen.screen().alternate_screen());
    term.send("1").wait_for("▸ 1").send("\u{3}");
    assert_eq!(term.code(), 130);
    term.given_back();
}

#[test]
fn a_panic_restores_the_terminal_before_its_message() {
    let mut term = Term::start(&["--panics"]);
    term.wait_for("Your course").send("?");
    assert_eq!(term.code(), 101);
    term.given_back().wait_for("asked to panic");
}

#[test]
fn without_colour_the_selection_is_still_reversed() {
    let mut term = Term::start_with(&["learn"], &[("NO_COLOR", "1")], 24, 80);
    term.wait_for("Question 1 of 12").send("3");
    term.until("a reversed answer", |term| {
        let screen = term.screen.screen();
        (0..24).any(|row| {
            (0..80).any(|col| screen.cell(row, col).is_some_and(|cell| cell.contents() == "3" && cell.inverse()))
        })
    });
    let screen = term.screen.screen();
    for row in 0..24 {
        for col in 0..80 {
            let cell = screen.cell(row, col).expect("a cell");
            assert_eq!((cell.fgcolor(), cell.bgcolor()), (vt100::Color::Default, vt100::Color::Default));
        }
    }
    term.send("\u{3}");
    assert_eq!(term.code(), 130);
}

#[test]
fn a_question_that_is_shown_first_says_that_nothing_is_saved() {
    let home = new_home();
    std::fs::write(home.path().join("state"), "a file in place of the folder").expect("written");
    let mut term = Term::start_at(&home, &["learn"], &[], 24, 80);
    term.wait_for("Question 1 of 12").wait_for("Answers aren't being saved").send("\u{3}");
    assert_eq!(term.code(), 130);
}

#[test]
fn ctrl_l_repaints_the_screen() {
    let mut term = Term::start(&[]);
    term.wait_for("Your course");
    // Another program overwrites the screen.
    term.screen.process(b"\x1b[2J\x1b[Hgarbage");
    assert!(!term.text().contains("Your course"));
    term.send("\u{c}").wait_for("Your course");
    term.until("a clean screen", |term| !term.text().contains("garbage"));
    term.send("q");
    assert_eq!(term.code(), 0);
}

#[test]
fn the_last_of_many_keys_at_once_is_handled() {
    let mut term = Term::start(&["learn"]);
    term.wait_for("Question 1 of 12");
    // These are more keys than a terminal can pass on at once.
    let keys = format!("{}?", "j".repeat(1_500));
    term.send(&keys).wait_for("choose 401");
    term.send("\u{3}");
    assert_eq!(term.code(), 130);
}

#[test]
fn ctrl_c_does_not_wait_for_all_the_keys_before_it() {
    for keys in ["?", "?/"] {
        let mut term = Term::start(&["learn", "--seed", "1"]);
        term.wait_for("Question 1 of 12").send(keys).wait_for(if keys == "?" { "On this screen" } else { "/" });
        term.send(&"e".repeat(3_000)).send("\u{3}");
        assert_eq!(term.code(), 130);
    }
    // If only a few keys precede Ctrl-C, none of them is skipped.
    let mut term = Term::start(&["learn", "--seed", "1"]);
    term.wait_for("Question 1 of 12").send("1c\u{3}");
    assert_eq!(term.code(), 130);
    assert!(term.journal().contains("answered"), "{}", term.journal());
}

#[test]
fn the_mouse_is_used_only_on_request_and_released() {
    let taken = |term: &Term| String::from_utf8_lossy(&term.all).contains("\u{1b}[?1000h");
    let mut term = Term::start(&["learn"]);
    term.wait_for("Question 1 of 12").send("\u{3}");
    assert_eq!(term.code(), 130);
    assert!(!taken(&term));

    let mut term = Term::start(&["learn", "--mouse"]);
    term.wait_for("Question 1 of 12");
    term.wait_for("certain");
    // The key for an answer is next to its code, which may be shown in large digits.
    let text = term.text();
    let key = ["╭─ 3 ", " 3   403"].into_iter().find(|key| text.contains(key)).expect("an answer");
    let row = text.lines().position(|line| line.contains(key)).expect("an answer") + 1;
    let line = text.lines().nth(row - 1).expect("there");
    let column = line.split(key).next().expect("before it").chars().count() + 3;
    term.send(&format!("\u{1b}[<0;{column};{row}M")).wait_for("▸ 3").send("\u{3}");
    assert_eq!(term.code(), 130);
    term.given_back();
    let all = String::from_utf8_lossy(&term.all);
    assert!(taken(&term) && all.rfind("\u{1b}[?1000l") > all.rfind("\u{1b}[?1000h"));
}

#[test]
fn pasted_text_answers_nothing() {
    let mut term = Term::start(&["learn"]);
    term.wait_for("Question 1 of 12");
    let pasted = format!("\u{1b}[200~{}\u{1b}[201~", "1c3g\r".repeat(2_000));
    term.send(&pasted).send("?").wait_for("choose 401").send("\u{3}");
    assert_eq!(term.code(), 130);
    assert_eq!(term.journal().matches("\"answered\"").count(), 0);
}

#[test]
fn pasted_emoji_and_zero_bytes_answer_nothing() {
    let mut term = Term::start(&["learn"]);
    term.wait_for("Question 1 of 12").send("\u{1b}[200~\u{1f3ab}1c\0\u{9b}201~1c\u{1b}[201~").send("\u{1f3ab}\0");
    term.send("?").wait_for("choose 401").send("?").send("3").wait_for("▸ 3").send("\u{3}");
    assert_eq!(term.code(), 130);
    assert_eq!(term.journal().matches("\"answered\"").count(), 0);
}

#[test]
fn replies_of_a_terminal_are_not_keys() {
    // Replies to queries that an earlier program sent. Each reply contains the keys of an answer and arrives in two
    // parts.
    let replies = [
        "\u{1b}[>41;390;0c", "\u{1b}]11;rgb:1c1c/3c3c/0g\u{1b}\\", "\u{1b}P>|XTerm(1c3g)\u{1b}\\", "\u{1b}_G1c\u{1b}\\",
    ];
    let mut term = Term::start(&["learn"]);
    term.wait_for("Question 1 of 12");
    for (number, reply) in replies.iter().enumerate() {
        let (first, second) = reply.split_at(2 + number);
        term.send(first).send(second);
    }
    // An arrow key that arrives in two parts still counts as an arrow key.
    term.send("\u{1b}").send("[C").wait_for("▸ 3");
    assert_eq!(term.journal().matches("\"answered\"").count(), 0);
    term.send("\u{1b}]11;rgb:").send("\u{3}");
    assert_eq!(term.code(), 130);
}

#[test]
fn nothing_that_ends_early_or_holds_odd_bytes_leaks_keys() {
    let sequences: &[&[u8]] = &[
        b"\x1b[M \x7f\x7f", // old mouse reports from large windows
        b"\x1b[M \x9b1",
        b"\x1b[M 1\xc3",
        "\u{1b}[M \u{9b}1".as_bytes(),
        b"\x1b[24\r;80R", // control characters inside a sequence
        b"\x1b[?6\x1a",   // a sequence that is cancelled
        b"\x1bO1;\x18",
        b"\x1bPtmux;\x1b\x1b1c3g\x1b\\", // Esc inside a string
        b"\x1b]0;a\x1b1c3g\x07",
        b"\x1bO2s", // unused keys
        b"\x1b[34~",
        b"\x1b[113;1:3u", // a key that was pressed in an earlier program and is now released
        b"\x1b[200~\x1b[M\x1b[201~",
        b"\x1b[200~\x1bO\x1b[201~",
        b"\x1bP1$r1c\x073c\x1b\\", // BEL inside a string
        b"\x1b_Gi=1;OK\x073c1c\x1b\\",
        b"\x1b^a\x071c\x1b\\",
        b"\x1bXa\x071c\x1b\\",
        b"\x1bPq\x1bO1c3g\x1b\\", // a sequence inside a string
        b"\x1bPq\x1bNc1c3g\x1b\\",
        b"\x1bPtmux;\x1b\x1b[?62;1c1c3g\x1b\\",
        b"\xc2\xc2\x9b?1;3c", // letters that aren't UTF-8
        b"\xe2\x9b?1;3c",
        b"\x9b200~1c3g\x9b201~", // a paste in control characters of 8 bits
    ];
    let mut term = Term::start(&["learn"]);
    term.wait_for("Question 1 of 12");
    for sequence in sequences {
        // After a pause, the first byte would be read as the key Esc, so the sequence isn't split after that byte.
        for split in (0..sequence.len()).filter(|split| *split != 1) {
            let (first, second) = sequence.split_at(split);
            term.send_bytes(first).send_bytes(second);
        }
        // The first key after the sequence must work.
        term.send("?").wait_for("choose 401").send("?");
        term.until("the question", |term| term.text().contains("Question 1 of 12"));
        assert!(!term.text().contains("no shell"), "{sequence:?}");
    }
    assert!(!term.text().contains('▸') && term.journal().matches("\"did\"").count() == 0, "{}", term.text());
    term.send("\u{1b}[C").wait_for("▸ 3");
    // An earlier program may have left a keyboard protocol switched on.
    term.send("\u{1b}[27;5;99~");
    assert_eq!(term.code(), 130);
    assert_eq!(term.journal().matches("\"answered\"").count(), 0);
}

#[test]
fn the_rest_of_a_reply_may_come_byte_by_byte_long_after_its_esc() {
    // If the reply were read as the key Esc, the home screen would open, and `q` would quit the program.
    for reply in ["\u{1b}P>|Xq(390)q\u{1b}\\", "\u{1b}P1$rqq\u{1b}\\", "\u{1b}_Gq\u{1b}\\"] {
        let mut term = Term::start(&["learn"]);
        term.wait_for("Question 1 of 12");
        for byte in reply.bytes() {
            term.send_bytes(&[byte]).wait_for_silence(Duration::from_millis(60));
        }
        term.send("?").wait_for("On this screen").send("\u{3}");
        assert_eq!(term.code(), 130, "{reply:?}");
    }
}

#[test]
fn only_the_first_report_of_the_cursor_is_the_reply_about_the_width() {
    let mut term = Term::start_with(&["learn"], &[QUERY], 24, 80);
    // Another program has also asked for the position of the cursor.
    term.wait_for("Question 1 of 12").send("\u{1b}[24;80R\u{1b}[2;2R").send("\u{1b}[2;3R").send("3").wait_for("▸ 3");
    term.send("\u{1b}[2;3R").send("1").wait_for("▸ 1").send("\u{3}");
    assert_eq!(term.code(), 130);
    let mut term = Term::start_with(&["learn"], &[QUERY], 24, 80);
    term.wait_for("Question 1 of 12").send("\u{1b}[2;3R").send("3").wait_for("> 3").send("\u{3}");
    assert_eq!(term.code(), 130);
}

#[test]
fn the_name_and_version_of_a_terminal_are_not_keys() {
    for arguments in [&["learn", "--seed", "1"][..], &[], &["class", "present", "--seed", "1"]] {
        let mut term = Term::start(arguments);
        term.wait_for("help").send("\u{1b}[ITERM2 3.5.13n");
        for byte in b"\x1b[ITERM2 3.6.0beta2n" {
            term.send_bytes(&[*byte]);
        }
        let before = term.wait_for_silence(Duration::from_millis(100)).text();
        assert_eq!(term.send("\u{c}").wait_for("help").text(), before, "{arguments:?}");
        assert!(!term.journal().contains("hint"));
        term.send("\u{3}");
        assert_eq!(term.code(), 130);
    }
}

#[test]
fn ctrl_c_works_with_a_keyboard_protocol_of_another_program() {
    for sequence in ["\u{1b}[67;46;3;1;8;1_", "\u{1b}[1089;5u", "\u{1b}[1089::99;5u", "\u{1b}Pq\u{1b}[99;5u"] {
        let mut term = Term::start(&["learn"]);
        term.wait_for("Question 1 of 12").send(sequence);
        assert_eq!(term.code(), 130, "{sequence:?}");
    }
}

#[test]
fn a_paste_without_an_end_is_over_after_a_second() {
    let mut term = Term::start(&["learn"]);
    term.wait_for("Question 1 of 12").send("\u{1b}[200~1c3g").send("\u{3}");
    assert_eq!(term.code(), 130, "Ctrl-C works in the middle of a paste");
    let mut term = Term::start(&["learn"]);
    term.wait_for("Question 1 of 12").send("\u{1b}[200~1c3g");
    term.wait_for_silence(Duration::from_millis(1_200)).send("?").wait_for("choose 401").send("\u{3}");
    assert_eq!(term.code(), 130);
    assert_eq!(term.journal().matches("\"answered\"").count(), 0);
}

#[test]
fn without_a_second_screen_the_first_is_cleared_and_the_cursor_ends_below_the_frame() {
    let mut term = Term::start_with(&[], &[], 24, 80);
    term.screen.process(b"the shell's own text\r\n$ airside");
    term.wait_for("Your course").send("q");
    assert_eq!(term.code(), 0);
    term.given_back();
    // A terminal without an alternate screen ignores the sequences that switch between the screens.
    let all = String::from_utf8_lossy(&term.all).replace("\u{1b}[?1049h", "").replace("\u{1b}[?1049l", "");
    let mut plain = vt100::Parser::new(some(24), some(80), 100);
    plain.process(b"the shell's own text\r\n$ airside");
    plain.process(all.as_bytes());
    let text = plain.screen().contents();
    assert!(!text.contains("the shell's own text"), "{text}");
    let lines: Vec<&str> = text.trim_end().lines().collect();
    assert!(lines.last().is_some_and(|line| line.starts_with("airside: ")), "{text}");
}

#[test]
fn a_terminal_of_any_size_is_drawn_on() {
    let mut term = Term::start(&[]);
    term.wait_for("Your course");
    let before = term.all.len();
    term.master.as_ref().expect("open").resize(size(65_535, 65_535)).expect("resized");
    term.until("a frame", |term| term.all.len() > before).send("q");
    assert_eq!(term.code(), 0);
}

#[test]
fn a_terminal_without_unicode_gets_ascii() {
    for environment in [("LANG", "C"), ("TERM", "linux")] {
        let mut term = Term::start_with(&["learn"], &[environment], 24, 80);
        term.wait_for("Question 1 of 12").send("1c").wait_for("decides").send("\u{3}");
        assert_eq!(term.code(), 130);
        assert!(String::from_utf8_lossy(&term.all).is_ascii(), "{environment:?}");
    }
}

#[test]
fn a_terminal_without_utf_8_can_send_every_letter() {
    let mut term = Term::start_with(&["learn", "--seed", "1"], &[("LANG", "de_DE.ISO-8859-1")], 24, 80);
    term.wait_for("Question 1 of 12").send("w").wait_for("What is wrong").send_bytes(b"stra\xdfe f\xfcr Andr\xe9s");
    term.wait_for("r Andres").send("\r").wait_for("The report is in").send("\u{3}");
    let report = std::fs::read_dir(term.home.path().join("state/reports")).expect("a folder").next();
    let report = std::fs::read_to_string(report.expect("a report").expect("readable").path()).expect("text");
    assert!(report.contains("straße für Andrés"), "{report}");
}

#[test]
fn no_letter_is_lost_beside_emoji_wide_letters_and_letters_of_uncertain_width() {
    const MIXED: &str = "✈️ ☂️ ①② ±½ Ωя “ok” ★☆ 東京 ❤️ 1️⃣ ☺️ end";
    let home = new_home();
    let file = mixed_pack(home.path(), MIXED);
    let named = ["learn", "--pack", &file];
    for (rows, cols) in [(24, 80), (40, 120), (40, 60)] {
        let mut term = Term::start_at(&home, &named, &[], rows, cols);
        term.wait_for("certain").wait_for(" help");
        let plain = |text: &str| text.replace(['\u{fe0f}', '│'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
        let shown = plain(&term.text());
        for piece in plain(MIXED).split(' ') {
            let wanted = shown.matches(piece).count();
            assert!(wanted >= 4, "{piece} is there {wanted} times at {cols}x{rows}:\n{}", term.text());
        }
        term.send("\u{3}");
        assert_eq!(term.code(), 130);
    }
}

#[test]
fn a_terminal_gets_the_colours_that_it_can_show() {
    // The blue background of a 401 in 256, 16 and 8 colours.
    const KINDS: [&str; 3] = ["48;5;26", "104m", "44m"];
    for (term, modern, kind) in [
        ("xterm-256color", "", Some(0)),
        ("xterm-kitty", "", Some(0)),
        ("screen", "truecolor", Some(0)),
        ("xterm-16color", "", Some(1)),
        ("xterm", "", Some(2)),
        ("screen", "", Some(2)),
        ("tmux", "", Some(2)),
        ("linux", "", Some(2)),
        ("vt100", "", None),
        ("vt220", "", None),
        ("xterm-mono", "", None),
    ] {
        let mut program = Term::start_with(&["learn"], &[("TERM", term), ("COLORTERM", modern)], 24, 80);
        program.wait_for("certain").wait_for(" help").send("1").wait_for("confirm").send("\u{3}");
        assert_eq!(program.code(), 130);
        let all = String::from_utf8_lossy(&program.all).into_owned();
        for (place, wanted) in KINDS.iter().enumerate() {
            let is_there = all.contains(&format!("[{wanted}")) || all.contains(&format!(";{wanted}"));
            assert_eq!(is_there, kind == Some(place), "{term}: {wanted}");
        }
        let extended = all.contains("38;5;") || all.contains("48;5;");
        assert_eq!(extended, kind == Some(0), "{term}");
    }
}

#[test]
fn plain_mode_on_a_terminal_marks_where_to_type_and_ctrl_c_says_that_everything_is_saved() {
    let mut term = Term::start_at(&new_home(), &["learn", "--plain", "--seed", "1"], &[], 24, 80);
    term.wait_for("Question: 401 or 403?").until("a mark", |term| term.text().trim_end().ends_with("\n>"));
    term.send("401 c\r").wait_for("decides:").until("a mark", |term| term.text().trim_end().ends_with("\n>"));
    term.send("\u{3}").wait_for("Every answer is saved.");
    assert_ne!(term.code(), 0);
}

#[test]
fn input_from_a_pipe_is_plain_even_on_a_terminal() {
    // The shell runs on a terminal, but the standard input of the program is a pipe.
    let home = tempfile::tempdir().expect("a folder");
    let pair = native_pty_system().openpty(size(24, 80)).expect("a pseudo-terminal");
    let mut command = CommandBuilder::new("/bin/sh");
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("AIRSIDE_HOME", home.path());
    command.args(["-c", &format!("printf '401 c\\nquit\\n' | {} learn", env!("CARGO_BIN_EXE_airside"))]);
    let mut child = pair.slave.spawn_command(command).expect("starts");
    drop(pair.slave);
    let mut said = Vec::new();
    // On Linux, reading ends with an error when the other side is closed.
    let _ = pair.master.try_clone_reader().expect("a reader").read_to_end(&mut said);
    assert_eq!(child.wait().expect("ends").exit_code(), 0);
    let said = String::from_utf8_lossy(&said);
    assert!(said.contains(" decides: ") && !said.contains('\u{1b}'), "{said}");
}
