//! Suggests completions for the command line.
//!
//! This module also prints the scripts with which a shell requests the suggestions. The suggestions come from clap's
//! definition of the command line. Values that the definition doesn't list are added: ids, packs, topics and facts.

use std::path::PathBuf;

use clap::{Arg, ArgAction, Command, CommandFactory, ValueHint};

use super::args::{Arguments, GlobalArgs};
use super::packs;
use crate::i18n::file::SHIPPED;
use crate::i18n::translate;
use crate::reference::topics;
use crate::ruling::FactName;

/// A placeholder that stands for any file name, because the shell lists files itself.
pub(super) const FILES: &str = "@files";

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub word: String,
    pub help: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Candidates {
    pub words: Vec<Candidate>,
    pub files: bool,
}

impl Candidates {
    fn offer(&mut self, word: impl Into<String>, help: impl Into<String>) {
        let help: String = help.into();
        let help = help.lines().next().unwrap_or_default().replace('\t', " ");
        self.words.push(Candidate { word: word.into(), help });
    }

    fn offer_all(&mut self, words: &[&str]) {
        for word in words {
            self.offer(*word, "");
        }
    }

    fn starting_with(mut self, start: &str) -> Self {
        self.words.retain(|candidate| candidate.word.starts_with(start));
        self
    }
}

struct Cursor<'a> {
    command: &'a Command,
    option: Option<&'a Arg>,
    position: usize,
    /// Whether `--` precedes the cursor, which means that later words can't be options.
    is_literal: bool,
}

impl<'a> Cursor<'a> {
    fn after(root: &'a Command, words: &[String]) -> Self {
        let mut cursor = Self { command: root, option: None, position: 0, is_literal: false };
        for word in words {
            if cursor.option.take().is_some() {
                continue;
            }
            match word.strip_prefix("--").filter(|_| !cursor.is_literal) {
                Some("") => cursor.is_literal = true,
                Some(name) => cursor.option = option(cursor.command, name).filter(|option| takes_value(option)),
                None if !cursor.is_literal && word.len() > 1 && word.starts_with('-') => {}
                None => match cursor.command.find_subcommand(word) {
                    Some(command) if !cursor.is_literal && cursor.position == 0 => cursor.command = command,
                    _ => cursor.position += 1,
                },
            }
        }
        cursor
    }

    fn positional(&self) -> Option<&'a Arg> {
        let all: Vec<&Arg> = self.command.get_positionals().filter(|arg| !arg.is_hide_set()).collect();
        let repeats = |arg: &&&Arg| matches!(arg.get_action(), ArgAction::Append);
        all.get(self.position).or_else(|| all.last().filter(repeats)).copied()
    }
}

fn option<'a>(command: &'a Command, name: &str) -> Option<&'a Arg> {
    command.get_arguments().find(|arg| arg.get_long() == Some(name))
}

fn takes_value(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Set | ArgAction::Append)
}

/// Suggests completions for the last word of a command line. The `words` don't include the name of the program.
pub(super) fn candidates(words: &[String]) -> Candidates {
    let mut root = Arguments::command();
    root.build();
    let Some((current, before)) = words.split_last() else { return Candidates::default() };
    let cursor = Cursor::after(&root, before);
    if let Some(option) = cursor.option {
        return values(cursor.command, option, current, before);
    }
    if !cursor.is_literal && current.starts_with('-') {
        let Some((name, value)) = current.strip_prefix("--").and_then(|rest| rest.split_once('=')) else {
            return options(cursor.command, before).starting_with(current);
        };
        let Some(option) = option(cursor.command, name) else { return Candidates::default() };
        let mut found = values(cursor.command, option, value, before);
        found.words.iter_mut().for_each(|candidate| candidate.word.insert_str(0, &format!("--{name}=")));
        return found;
    }
    let mut found = Candidates::default();
    if cursor.position == 0 && !cursor.is_literal {
        for command in cursor.command.get_subcommands().filter(|command| !command.is_hide_set()) {
            found.offer(command.get_name(), command.get_about().map(ToString::to_string).unwrap_or_default());
        }
    }
    let mut found = found.starting_with(current);
    if let Some(positional) = cursor.positional() {
        let more = values(cursor.command, positional, current, before);
        found.words.extend(more.words);
        found.files = more.files;
    }
    if found == Candidates::default() && current.is_empty() { options(cursor.command, before) } else { found }
}

fn options(command: &Command, before: &[String]) -> Candidates {
    let mut found = Candidates::default();
    for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
        let Some(name) = arg.get_long() else { continue };
        let word = format!("--{name}");
        let is_used = before.contains(&word) && !matches!(arg.get_action(), ArgAction::Append);
        if !is_used {
            found.offer(word, arg.get_help().map(ToString::to_string).unwrap_or_default());
        }
    }
    found
}

fn values(command: &Command, arg: &Arg, typed: &str, before: &[String]) -> Candidates {
    let name = arg.get_id().as_str();
    let is_list = arg.get_value_delimiter().is_some() || name == "expect";
    let (list, typed) = match typed.rfind(',').filter(|_| is_list) {
        Some(comma) => typed.split_at(comma + 1),
        None => ("", typed),
    };
    let mut found = Candidates::default();
    match (command.get_name(), name) {
        (_, "fact") => facts(typed, &mut found),
        ("import", "id") => {}
        (_, "id" | "ids") => {
            for scenario in packs::open(&global(before)).scenarios() {
                found.offer(scenario.id.as_str(), scenario.title.as_str());
            }
        }
        (_, "pack") => {
            for pack in packs::open(&GlobalArgs::default()).packs() {
                found.offer(pack.id.as_str(), pack.title.as_str());
            }
            found.files = true;
        }
        (_, "topic") => topics().iter().for_each(|topic| found.offer(topic.id.as_str(), topic.title.as_str())),
        (_, "expect") => found.offer_all(&["form=A", "form=B", "seed=", "minutes=", "count=", "code="]),
        (_, "lang") => {
            for (tag, name, _) in SHIPPED {
                found.offer(*tag, *name);
            }
            found.files = true;
        }
        (_, "size") => found.offer_all(&["80x24", "120x40", "60x20", "40x15"]),
        (_, "extra") => found.offer_all(&["1.25", "1.3", "1.5", "2"]),
        (_, "script") => found.offer("https://", ""),
        _ => {
            for value in arg.get_possible_values().iter().filter(|value| !value.is_hide_set()) {
                found.offer(value.get_name(), value.get_help().map(ToString::to_string).unwrap_or_default());
            }
            let is_path = !matches!(arg.get_value_hint(), ValueHint::Unknown | ValueHint::Other);
            found.files = found.words.is_empty() && is_path;
        }
    }
    let mut found = found.starting_with(typed);
    let listed: Vec<&str> = list.split(',').collect();
    found.words.retain(|candidate| list.is_empty() || !listed.contains(&candidate.word.as_str()));
    found.words.iter_mut().for_each(|candidate| candidate.word.insert_str(0, list));
    found
}

fn facts(typed: &str, found: &mut Candidates) {
    let Some((name, _)) = typed.split_once('=') else {
        for fact in FactName::ALL {
            found.offer(format!("{}=", fact.name()), translate(fact.meaning()));
        }
        return;
    };
    let Some(fact) = FactName::find(name) else { return };
    for (value, meaning) in fact.values().iter().zip(fact.meanings()) {
        found.offer(format!("{name}={value}"), translate(meaning));
    }
}

fn global(before: &[String]) -> GlobalArgs {
    let pairs = before.iter().zip(before.iter().skip(1));
    let separate = pairs.filter(|(option, _)| *option == "--pack").map(|(_, pack)| PathBuf::from(pack));
    let joined = before.iter().filter_map(|word| word.strip_prefix("--pack=")).map(PathBuf::from);
    GlobalArgs { pack: separate.chain(joined).collect(), ..GlobalArgs::default() }
}

pub(super) fn join_words(words: &[String]) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    let mut is_open = false;
    for word in words {
        let is_sign = word == "=";
        match joined.last_mut() {
            Some(last) if is_sign || is_open => last.push_str(word),
            _ => joined.push(word.clone()),
        }
        is_open = is_sign;
    }
    joined
}

/// Removes everything up to the last `=`, because bash replaces only the text after that sign.
pub(super) fn after_sign<'a>(candidate: &'a str, current: &str) -> &'a str {
    current.rfind('=').and_then(|sign| candidate.get(sign + 1..)).unwrap_or(candidate)
}

pub(super) const BASH: &str = include_str!("complete/airside.bash");
pub(super) const ZSH: &str = include_str!("complete/airside.zsh");
pub(super) const FISH: &str = include_str!("complete/airside.fish");

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split(' ').map(str::to_owned).collect()
    }

    fn found(line: &str) -> Vec<String> {
        let found = candidates(&words(line));
        let mut all: Vec<String> = found.words.into_iter().map(|candidate| candidate.word).collect();
        all.extend(found.files.then(|| FILES.to_owned()));
        all
    }

    #[test]
    fn commands_options_and_values_are_completed() {
        for (line, expected) in [
            ("insp", &["inspect"][..]),
            ("class rep", &["report"]),
            ("rule --sk", &["--skeleton"]),
            ("rule --fact cred", &["credentials="]),
            ("rule --fact credentials=exp", &["credentials=expired"]),
            ("inspect --fact=credentials=exp", &["--fact=credentials=expired"]),
            ("learn --kind ed", &["edge"]),
            ("learn --id missing-fast-track", &["missing-fast-track-airport"]),
            ("learn --theme d", &["default", "dark"]),
            ("--theme hi", &["high-contrast"]),
            ("reference le", &["leaks"]),
            ("check ", &[FILES]),
            ("check --strict a.json ", &[FILES]),
            ("--lang ", &["de", "pt-BR", FILES]),
            ("--lang p", &["pt-BR", FILES]),
            ("learn --lang=d", &["--lang=de", FILES]),
            ("exam --form ", &["A", "B"]),
            ("exam --kinds edge,mis", &["edge,missing"]),
            ("class report --expect form=A,mi", &["form=A,minutes="]),
            ("export anki", &["anki-tsv", "anki-apkg"]),
            ("completions fi", &["fish"]),
            ("import gift ", &[FILES]),
            ("import --id ", &[]),
            ("learn -- --k", &[]),
            ("no-such-command --z", &[]),
        ] {
            assert_eq!(found(line), expected, "{line}");
        }
        let pack = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs/valid/twins.json");
        for line in [format!("learn --pack={pack} --id x-m"), format!("learn --pack {pack} --id x-m")] {
            assert!(found(&line).contains(&"x-missing-lounge-airport".to_owned()), "{line}");
        }
        assert!(found("learn --pack pra").contains(&"practice".to_owned()));
        assert!(found("learn --count 3 ").iter().all(|word| word.starts_with("--") && word != "--count"));
        assert!(!found("").iter().any(|word| word == "complete"));
    }

    const FREE: &[&str] = &["count", "seed", "minutes", "learners", "seat", "code", "search", "port", "day", "words"];

    fn check_all(command: &Command, path: &str) {
        for arg in command.get_arguments().filter(|arg| !arg.is_hide_set() && takes_value(arg)) {
            let name = arg.get_id().as_str();
            let found = values(command, arg, "", &[]);
            let is_free = FREE.contains(&name) || (command.get_name(), name) == ("import", "id");
            assert_eq!(found == Candidates::default(), is_free, "{path} {name}");
        }
        for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set() && inner.get_name() != "help") {
            check_all(inner, &format!("{path} {}", inner.get_name()));
        }
    }

    #[test]
    fn every_argument_has_values_or_is_free() {
        let mut root = Arguments::command();
        root.build();
        check_all(&root, "airside");
    }

    #[test]
    fn words_that_bash_has_split_are_put_together() {
        assert_eq!(join_words(&words("rule --fact credentials = exp")), words("rule --fact credentials=exp"));
        assert_eq!(join_words(&words("rule --fact = credentials =")), words("rule --fact=credentials="));
        assert_eq!(after_sign("credentials=expired", "credentials=ex"), "expired");
        assert_eq!(after_sign("--fact=credentials=", "--fact="), "credentials=");
        assert_eq!(after_sign("inspect", "ins"), "inspect");
    }
}
