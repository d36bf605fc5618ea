//! Lists sequences that terminals send. For each key sequence, the list also contains the name of the key.

/// Replies to queries, and sequences that the program doesn't use.
pub(super) const SWALLOWED: &[&str] = &[
    "\x1b[?62;c",                             // DA1
    "\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c", // DA1 of xterm
    "\x1b[>41;390;0c",                        // DA2
    "\x1bP!|00000000\x1b\\",                  // DA3
    "\x1b]4;1;rgb:cdcd/0000/0000\x1b\\",      // OSC 4
    "\x1b]10;rgb:e5e5/e5e5/e5e5\x07",         // OSC 10
    "\x1b]11;rgb:0000/0000/0000\x1b\\",       // OSC 11
    "\x1b]11;rgba:0000/0000/0000/ffff\x07",
    "\x1b]52;c;Y2Vjcmc0MDE=\x1b\\", // OSC 52
    "\x1b]8;;http://e/\x1b\\",      // a link
    "\x1bP>|XTerm(390)\x1b\\",      // XTVERSION
    "\x1bP>|tmux 3.5a\x1b\\",
    "\x1bP1+r544e=787465726d\x1b\\", // XTGETTCAP
    "\x1bP0+r\x1b\\",
    "\x1bP1$r0m\x1b\\",    // DECRQSS
    "\x1b_Gi=31;OK\x1b\\", // kitty graphics
    "\x1b_Gi=31;ENODATA:1c3g\x1b\\",
    "\x1bX1c3g\x1b\\", // SOS
    "\x1b^1c3g\x1b\\", // PM
    "\x1b[24;80R",     // CPR
    "\x1b[1;1R",
    "\x1b[?24;80;1R",
    "\x1b[?2026;2$y", // DECRPM
    "\x1b[?1049;1$y",
    "\x1b[4;1$y",
    "\x1b[I", // focus
    "\x1b[O",
    "\x1b[ITERM2 3.5.13n", // iTerm2's version, which breaks the rules
    "\x1b[WezTerm 20240203-110809n",
    "\x1b[iTerm2 3n",
    "\u{9b}ITERM2 3.6.0beta1n",
    "\x1b[ITERM2 3.6.20260101-nightlyn",
    "\x1b[?1u", // kitty keyboard
    "\x1b[?0u",
    "\x1b[99;1u",
    "\x1b[99;1:3u",
    "\x1b[97:65;2:1;65u",
    "\x1b[8;24;80t", // size of the window
    "\x1b[4;480;640t",
    "\x1b[0n",       // status
    "\x1b[?997;1n",  // dark or light
    "\x1b[27;2;65~", // modifyOtherKeys
    "\x1b[99;5:3u",  // the release of Ctrl-C
    "\x1b[1;1:3A",
    "\x1b[5;1:3~",
    "\x1b[1;3;5;7z",
    "\x1b[ q",
    "\x1b[?1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27;28;29;30;31;32;33;34;35c",
    "\x1b[24\r;80R", // control characters inside a sequence
    "\x1b[?1\x08;2\x7fc",
    "\x1b]11;rgb:1c\r3c\n\x00/1\x07",
    "\x1b[1é;2R",
    "\x1b(\rB",
    "\x1b[?6\x18", // a sequence that is cancelled
    "\x1b[1;3\x1a",
    "\x1b(\x1a",
    "\x1bO1;\x18",
    "\x1b]11;rgb:1c\x18",
    "\x1bP1c\x1b\x1a",
    "\x1bPtmux;\x1b\x1b1c3g\x1b\\", // Esc inside a string
    "\x1bPtmux;\x1b\x1b]11;rgb:1c/3g\x1b\x1b\\\x1b\\",
    "\x1b]0;a\x1b1c3g\x1b\\",
    "\x1b]0;a\x1b\x07",
    "\x1b[1;2;3;4A",
    "\x1b[?200~",
    "\x1b[M #3", // the old mouse report
    "\x1b[M \x7f\x7f",
    "\x1b[M \u{9b}1", // the same with UTF-8
    "\x1b[M#\u{7ff}\u{80}",
    "\x1b[t13", // text selected in mode 1001
    "\x1b[t\u{9b}c",
    "\x1b[T13c3g1",
    "\x1b[T\u{7ff}\u{80}c3g1",
    "\x1b[4;600;800t", // the same letters with parameters
    "\x1b[0T",
    "\x1b[200~\x1b[t\x1b[T\x1b[201~",
    "\x1b[<35;1;1M", // the mouse moved
    "\x1b[<0;1;1m",
    "\x1b[32;10;10M", // rxvt's mouse report
    "\x1b(B",
    "\x1bNc",
    "\x1bOq", // unused keys
    "\x1bO2s",
    "\x1b[a",
    "\x1b[34~",
    "\x1b[[F",
    "\x1b[200~1c3g\r\x1b[201~", // a paste
    "\x1b[200~1\x1b]2;x\x1b\\c\u{1f3ab}\x1b[201~",
    "\x1b[200~\x1b[A\x1b[201~",
    "\x1bP>|\u{dc}1c3g\x1b\\", // letters with the byte 9C, which ends a text without UTF-8
    "\x1b]2;\u{dc}1c\u{4e5c}3g\x07",
    "\x1b]2;1c\u{9c}", // the same controls as one character
    "\u{9b}?62;1;4c",
    "\u{9b}24;80R",
    "\u{9d}11;rgb:1c1c/3c3c/0000\u{9c}",
    "\u{90}>|XTerm(1c3g)\u{9c}",
    "\u{9f}G1c\x1b\\",
    "\u{98}1c\u{9c}",
    "\u{9e}1c\u{9c}",
    "\x1b[200~\u{9b}201~1c3g\x1b[201~", // in a paste, they are text
    "\x1b[200~\x1b[M\x1b[201~",
    "\x1b[200~\x1bO\x1b[201~",
    "\x1b[200~\x1b[[\x1b[201~",
    "\x1b[200~\x1b]11;1c\x1b[201~",
    "\x1b[200~1c\x1b[20\x1b[201\x1b\x1b[201~",
    "\x1b[200~\x1bP1c\x1b[201~",
    "\x1b[200~\x1b_1c\x1b[201~",
    "\x1b[200~\x1bX\x1b^1c\x1b[201~",
    "\x1b[200~\x1b]8;;a\x1b[31m1c\x1b[201~",
    "\x1bP1$r1c\x073c\x1b\\", // BEL ends only an OSC string
    "\x1bP>|X\x071c3g\x1b\\",
    "\x1b_Gi=1;OK\x073c1c\x1b\\",
    "\x1b^a\x071c\x1b\\",
    "\x1bXa\x071c\x1b\\",
    "\u{90}>|X\x071c\u{9c}",
    "\x1b_a\x1b\x071c\x1b\\",
    "\x1bPq\x1bO1c3g\x1b\\", // a sequence inside a string
    "\x1bPq\x1bNc1c3g\x1b\\",
    "\x1bPq\x1b[A1c3g\x1b\\",
    "\x1bPq\x1b[M1c3g\x1b\\",
    "\x1bPq\x1b[[A1c3g\x1b\\",
    "\x1bPq\x1b[t\x1b\\",
    "\x1bPq\x1b[200~1c\x1b\\",
    "\x1b_q\x1b[?62;1c1c3g\x1b\\",
    "\x1b^q\x1b[1c1\x1b[1c\x1b\\",
    "\x1bXq\u{9b}?1;3c1c\u{9c}",
    "\x1bX\u{8f}A1c\u{9c}",
    "\x1bPq\x1b]0;a\x071c\x1b\\",
    "\x1bPq\x1b[\x18",
    "\x1bPtmux;\x1b\x1b[?62;1c1c3g\x1b\\",
    "\x1bPtmux;\x1b\x1bOA1c\x1b\\",
    "\x1bPtmux;\x1b\x1bP>|X(1c)\x1b\x1b\\3g\x1b\\",
    "\x1bPtmux;\x1b\x1b]11;rgb:1c\x073g\x1b\\",
    "\x1b]0;a\x1b[?1;3c1c\x07",
    "\x1b]0;a\x1b[?1;3c1c\x1b\\",
    "\x1b]0;a\x1b[\x07",
    "\x1b]0;a\x1bNc1c\x07",
    "\x1b]0;a\x1bPq1c\x073g\x1b\\",
    "\x1b]0;a\x1b[\x1a",
    "\x1b[67;46;99;1;0;1_", // input from the Windows console
    "\x1b[67;46;3;0;8;1_",
    "\x1b[67;46;3;1;24;1_",
    "\x1b[99;81;0;1;8;1_",
    "\x1b[27;1;27;0;0;1_",
    "\x1b[17;29;0;1;8;1_",
    "\x1b[1089;1u",
    "\x1b[1089;6u",
    "\u{9b}200~1c\u{9b}201~", // a paste from a terminal with control characters of 8 bits
    "\u{9b}200~\u{90}1c\u{9b}31m\u{9b}201~",
    "\u{9b}200~1c\x1b[201~",
];

/// Sequences with single-byte C1 controls, as sent by terminals that don't use UTF-8.
pub(super) const SWALLOWED_BYTES: &[&[u8]] = &[
    b"\x9b?62;1;4c", b"\x9b24;80R", b"\x9d11;rgb:1c1c/3c3c/0g\x9c", b"\x90>|XTerm(1c3g)\x9c", b"\x9fG1c\x9c",
    // Old mouse reports from a large window.
    b"\x1b[M \x9b1", b"\x1b[M \x801", b"\x1b[M 1\x9d", b"\x1b[M#\xff\xfe", b"\x1b[M \xc31", b"\x1b[M 1\xc3",
    b"\x1b[M \xe2\x9b", b"\x1b[t\x9b\xc3", b"\x1b[T1\x9d\xff\x803\xc2", b"\x1b[200~\xff\x9b201~1c\xc3\x1b[201~",
    b"\x9b200~1c3g\x9b201~", b"\x9b200~\xe9\x9b201~", b"\x9b200~1\x90c\x9b31m\x9d\xe9\x9b\x9b\x9b201~",
    b"\x9b200~1c\x1b[201~", b"\x1b[200~1c\x9b201~1c\x1b[201~", b"\x1b[200~\x9b200~1c\x9b201~3c\x1b[201~",
    // Letters that aren't encoded in UTF-8, followed by a C1 control.
    b"\xc2\xc2\x9b?1;3c", b"\xc2\x9b?1;3c", b"\xe2\x9b?1;3c", b"\xe9\x9b1;3c", b"\xe9\xe9\x9d11;1c\x07",
    b"\xc0\x9b?1;3c", b"\xc1\x9b?1;3c", b"\xe0\x9b?1;3c", b"\xf0\x9b?1;3c", b"\xf0\x9f\x9b?1;3c", b"\xf4\x9b?1;3c",
    b"\xf5\x9b?1;3c", b"\xff\x9b?1;3c", b"\xf0\x9f\x9f\x1b[?1;3c", b"\xe2\x90>|X(1c\x9c", b"\x1bP>|\xe9\x1b\\",
];

/// Key sequences, each with the name of the key.
pub(super) const KEYS: &[(&str, &str)] = &[
    ("\x1b[A", "up"),
    ("\x1b\x1b[A", "up"),
    ("\x1bOB", "down"),
    ("\x1b[1;5C", "right"),
    ("\x1b[D", "left"),
    ("\x1b[H", "home"),
    ("\x1bOF", "end"),
    ("\x1b[1~", "home"),
    ("\x1b[8~", "end"),
    ("\x1b[5~", "pageup"),
    ("\x1b[6;5~", "pagedown"),
    ("\x1b[Z", "backtab"),
    ("\x1bOP", "f1"),
    ("\x1b[11~", "f1"),
    ("\x1b[24~", "f12"),
    ("\x1b[[A", "f1"),
    ("\x1b[27u", "esc"),
    ("\x1b[99;5u", "ctrl-c"),
    ("\t", "tab"),
    ("\r", "enter"),
    ("\n", "enter"),
    ("\x7f", "backspace"),
    ("\x08", "backspace"),
    ("\x0c", "ctrl-l"),
    ("\0", "ctrl-space"), // keys without a meaning, which the program must not ignore silently
    ("\x1c", "ctrl-\\"),
    ("\x1d", "ctrl-]"),
    ("\x1f", "ctrl-_"),
    ("\x1b[2~", ""),
    ("G", "G"),
    (" ", "space"),
    ("é", "é"),
    ("\u{1f3ab}", "\u{1f3ab}"),
    ("\x1bq", "alt"),
    ("\x1b\u{e9}", "alt"),
    ("\x1b\u{4e5c}", "alt"),
    ("\x1b\r", "alt"),
    ("\x1b\x7f", "alt"),
    ("\x1b\x01", "alt"),
    ("\x1bOd", "left"), // rxvt with Ctrl or Shift
    ("\x1b[7^", "home"),
    ("\x1b[8@", "end"),
    ("\x1bO5A", "up"), // Konsole and old versions of xterm with Ctrl or Shift
    ("\x1bO1;2P", "f1"),
    ("\x1b[67;46;3;1;8;1_", "ctrl-c"), // input from the Windows console
    ("\x1b[67;46;3;1;4_", "ctrl-c"),
    ("\x1b[67;46;1089;1;40;1_", "ctrl-c"),
    ("\x1b[0;0;3;1;8;1_", "ctrl-c"),
    ("\x1b[76;38;12;1;8;1_", "ctrl-l"),
    ("\x1b[27;1;27;1;0;1_", "esc"),
    ("\u{9b}27;1;27;1;0;1_", "esc"),
    ("\x1b[27;5;99~", "ctrl-c"), // modifyOtherKeys
    ("\x1b[27;5;76~", "ctrl-l"),
    ("\x1b[122;5u", "ctrl-z"),
    ("\x1b[1;1:1B", "down"),
    ("\x1b[<0;5;7M", "4.6"),
    ("\u{9b}A", "up"),
    ("\u{8f}B", "down"),
    ("\u{b0}", "\u{b0}"),
    ("\u{4e5c}", "\u{4e5c}"),
];
