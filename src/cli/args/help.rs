//! Arranges the help texts by grouping the commands and showing global options only in the main help.

use clap::Command;

use crate::text::wrap;

/// The groups of commands, in the order in which the help lists them.
const GROUPS: [(&str, &[&str]); 5] = [
    ("Learn", &["learn", "play", "lab", "article", "stats", "due", "exam"]),
    ("Look up", &["rule", "inspect", "reference", "list", "show"]),
    ("Teach", &["class", "export"]),
    ("Write packs", &["pack", "check", "import", "schema", "translation"]),
    ("More", &["log", "paths", "screenshot", "simulate", "completions", "man", "help"]),
];

/// The column in which the description of a command starts, and the width of the help.
const INDENT: usize = 15;
const COLUMNS: usize = 80;

const GLOBAL: &str = "Options of every command: airside --help";

fn template(known: &Command) -> String {
    let groups = GROUPS.map(|(title, names)| format!("\n{title}:\n{}", entries(known, names))).concat();
    format!("{{before-help}}{{about}}\n\n{{usage-heading}} {{usage}}\n{groups}\nOptions:\n{{options}}{{after-help}}")
}

fn entries(known: &Command, names: &[&str]) -> String {
    let entry = |name: &&str| {
        let about = known.find_subcommand(name).and_then(Command::get_about).map(ToString::to_string);
        let about = about.unwrap_or_else(|| "Print this help, or the help of a command".to_owned());
        let lines = wrap(&about, COLUMNS - INDENT).join(&format!("\n{:INDENT$}", ""));
        format!("  {name:<width$}{lines}\n", width = INDENT - 2)
    };
    names.iter().map(entry).collect::<Vec<_>>().concat()
}

/// Hides the global options from the short help and from the help of individual commands.
pub(super) fn shortened(command: Command) -> Command {
    let template = template(&command);
    let mut command = command.help_template(template);
    command.build();
    for inner in command.get_subcommands_mut() {
        shorten(inner);
    }
    let in_long_help = |argument: clap::Arg| {
        let is_global = argument.is_global_set();
        argument.hide_short_help(is_global)
    };
    command.mut_args(in_long_help).after_help("More options: airside --help")
}

fn shorten(command: &mut Command) {
    let note = command.get_after_help().map_or_else(|| GLOBAL.to_owned(), |help| format!("{help}\n\n{GLOBAL}"));
    let changed = std::mem::take(command).mut_args(|argument| {
        let hides = argument.is_global_set() || argument.is_hide_set();
        argument.hide(hides)
    });
    *command = changed.after_help(note);
    for inner in command.get_subcommands_mut() {
        shorten(inner);
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Subcommand};

    use super::super::{Arguments, Command as Commands};
    use super::*;

    #[test]
    fn every_command_is_in_one_group_of_the_help() {
        let known = Commands::augment_subcommands(Command::new("airside"));
        let visible = known.get_subcommands().filter(|command| !command.is_hide_set()).map(Command::get_name);
        let mut visible: Vec<&str> = visible.chain(["help"]).collect();
        let mut grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        visible.sort_unstable();
        grouped.sort_unstable();
        assert_eq!(visible, grouped);
    }

    #[test]
    fn the_help_of_a_command_leaves_out_the_options_of_every_command() {
        let mut command = shortened(Arguments::command());
        let rule = command.find_subcommand_mut("rule").expect("a command");
        let help = rule.render_help().to_string();
        assert!(!help.contains("--no-motion") && help.contains(GLOBAL) && help.contains("Examples:"), "{help}");
        assert!(help.lines().count() < 24, "{help}");
    }
}
