//! Examples, environment variables and files of each command, for its help and its manual page.

use std::fmt::Write;

/// The parts of the help of a command in addition to its flags.
pub(super) struct Usage {
    /// The command, without the name of the program: `schema diff`
    pub(super) command: &'static str,
    /// Each with a command line.
    pub(super) examples: &'static [&'static str],
    /// Names, with their meanings.
    pub(super) environment: &'static [(&'static str, &'static str)],
    /// Paths, with their meanings.
    pub(super) files: &'static [(&'static str, &'static str)],
}

const SECRET: (&str, &str) = ("HOOKPROOF_SECRET", "the secret, if no flag gives it");
const VERIFY_TOKEN: (&str, &str) = ("HOOKPROOF_VERIFY_TOKEN", "the token of the handshake, if no flag gives it");
const NO_COLOR: (&str, &str) = ("NO_COLOR", "print no colours, if it is set");
const COLUMNS: (&str, &str) = ("COLUMNS", "the width of the report");
const SNAPSHOTS: (&str, &str) = ("DIR/PROVIDER/EVENT.snap", "the accepted documents of an event");

const fn usage(command: &'static str, examples: &'static [&'static str]) -> Usage {
    Usage { command, examples, environment: &[], files: &[] }
}

/// Every command that does something.
pub(super) const ALL: &[Usage] = &[
    Usage {
        environment: &[NO_COLOR, COLUMNS],
        ..usage("demo", &["hookproof demo", "hookproof demo --list", "hookproof demo --defect processes-twice"])
    },
    Usage {
        environment: &[
            SECRET,
            ("HOOKPROOF_OTHER_SECRET", "the secret of another tenant, if no flag gives it"),
            VERIFY_TOKEN,
            NO_COLOR,
            COLUMNS,
        ],
        files: &[
            ("--baseline FILE", "ids of checks that may fail, one a line"),
            ("--report FORMAT=PATH", "a report; a file is replaced only when the new one is complete"),
        ],
        ..usage(
            "verify",
            &[
                "hookproof verify truv http://127.0.0.1:9000/hook --secret-file secret.txt",
                "hookproof verify truv http://127.0.0.1:9000/hook --profile smoke --report junit=report.xml",
                "hookproof verify truv http://127.0.0.1:9000/hook --effects http://127.0.0.1:9000/effects",
                "hookproof verify truv http://127.0.0.1:9000/hook --outage ./database.sh --only retry",
            ],
        )
    },
    Usage {
        environment: &[SECRET, NO_COLOR, COLUMNS],
        files: &[("hookproof.toml", "the targets: this folder or the nearest one above it has the file")],
        ..usage(
            "run",
            &[
                "hookproof run",
                "hookproof run shop --only redelivery --seed 7",
                "hookproof run --jobs 8 --profile pr",
                "hookproof run --list",
            ],
        )
    },
    Usage {
        files: &[("hookproof.toml", "the new file; it is never replaced")],
        ..usage("init", &["hookproof init", "hookproof init services/shop"])
    },
    usage("providers", &["hookproof providers", "hookproof providers --json"]),
    Usage {
        files: &[("NAME.toml", "the file of a provider")],
        ..usage(
            "provider new",
            &["hookproof provider new acme", "hookproof provider new acme --like standard-webhooks"],
        )
    },
    usage("provider check", &["hookproof provider check ./acme.toml"]),
    usage("provider show", &["hookproof provider show ./acme.toml"]),
    Usage {
        files: &[("DIR/NAME.toml", "the file of the provider"), ("DIR/NAME/EVENT.json", "a schema or an example")],
        ..usage(
            "import",
            &[
                "hookproof import openapi.yaml --name acme",
                "hookproof import examples --name acme --out providers",
                "hookproof import openapi.json --strict --json",
            ],
        )
    },
    usage("sheet", &["hookproof sheet truv"]),
    usage("events", &["hookproof events orum"]),
    usage("payloads", &["hookproof payloads betterez --json"]),
    Usage {
        files: &[("DIR/PROVIDER/PAYLOAD.json", "a JSON Schema, with --out DIR")],
        ..usage(
            "schema",
            &[
                "hookproof schema truv order-created",
                "hookproof schema truv --out schemas",
                "hookproof schema truv --out schemas --check",
            ],
        )
    },
    usage("schema diff", &["hookproof schema diff old/schemas schemas"]),
    usage(
        "example",
        &[
            "hookproof example truv order-created",
            "hookproof example truv order-created --count 100 --hostile",
            "hookproof example truv order-created --invalid --json",
        ],
    ),
    usage("checks", &["hookproof checks", "hookproof checks redelivery-same"]),
    Usage { environment: &[SECRET], ..usage("sign", &["hookproof sign truv --secret-file secret.txt < body.json"]) },
    Usage {
        environment: &[SECRET],
        ..usage(
            "explain",
            &["hookproof explain truv --secret-file secret.txt --header 'X-WEBHOOK-SIGN: v1=0a1b' < body.json"],
        )
    },
    Usage {
        environment: &[SECRET],
        ..usage(
            "emit",
            &[
                "hookproof emit truv order-created http://127.0.0.1:9000/hook --secret-file secret.txt",
                "hookproof emit truv order-created http://127.0.0.1:9000/hook --count 10 --seed 7",
            ],
        )
    },
    Usage {
        environment: &[SECRET, VERIFY_TOKEN, ("HOOKPROOF_TOKEN", "the token of the control API, if no flag gives it")],
        files: &[("hookproof.toml", "flags of this command, in [serve]")],
        ..usage(
            "serve",
            &[
                "hookproof serve truv --secret-file secret.txt",
                "hookproof serve --port 4010 --clock 60x --store store.db",
                "hookproof serve truv --faults '{\"duplicates\":0.2,\"lost_answers\":0.1}'",
            ],
        )
    },
    Usage { files: &[SNAPSHOTS], ..usage("snapshot check", &["hookproof snapshot check truv --dir snapshots"]) },
    Usage { files: &[SNAPSHOTS], ..usage("snapshot accept", &["hookproof snapshot accept truv --dir snapshots"]) },
    Usage {
        files: &[SNAPSHOTS],
        ..usage(
            "snapshot review",
            &[
                "hookproof snapshot review --dir snapshots",
                "hookproof snapshot review --dir snapshots --html review.html",
            ],
        )
    },
    usage("keys", &["hookproof keys orum --out keys"]),
    usage("help", &["hookproof help verify", "hookproof help causes", "hookproof help wrong-secret"]),
    usage("man", &["hookproof man verify | man -l -"]),
    usage("completions", &["hookproof completions bash > /etc/bash_completion.d/hookproof"]),
];

impl Usage {
    /// Returns the text that the help of the command ends with.
    pub(super) fn text(&self) -> String {
        let mut text = "Examples:\n".to_owned();
        for example in self.examples {
            let _ = writeln!(text, "  {example}");
        }
        for (title, rows) in [("Environment", self.environment), ("Files", self.files)] {
            let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
            if !rows.is_empty() {
                let _ = writeln!(text, "\n{title}:");
            }
            for (name, meaning) in rows {
                let _ = writeln!(text, "  {name:width$}  {meaning}");
            }
        }
        text.truncate(text.trim_end().len());
        text
    }
}

/// Adds the examples, variables and files to the help of every command.
pub(super) fn shown(command: clap::Command) -> clap::Command {
    ALL.iter().fold(command, |command, usage| {
        let path: Vec<&str> = usage.command.split(' ').collect();
        extended(command, &path, usage.text())
    })
}

fn extended(command: clap::Command, path: &[&str], text: String) -> clap::Command {
    match path {
        [] => command.after_long_help(text),
        [name, rest @ ..] => command.mut_subcommand(*name, |inner| extended(inner, rest, text)),
    }
}

/// Returns the usage of a command by its path: `schema diff`
pub(super) fn of(path: &str) -> Option<&'static Usage> {
    ALL.iter().find(|usage| usage.command == path)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::cli::args::command;

    use super::*;

    /// Returns the words of a command line up to a redirection.
    fn words(line: &str) -> Vec<String> {
        let mut found = Vec::new();
        for (at, part) in line.split('\'').enumerate() {
            if at % 2 == 1 {
                found.push(part.to_owned());
            } else {
                found.extend(part.split_whitespace().map(str::to_owned));
            }
        }
        let end = found.iter().position(|word| ["<", ">", "|"].contains(&word.as_str()));
        found.truncate(end.unwrap_or(found.len()));
        found
    }

    fn leaves(command: &clap::Command, path: &str, found: &mut BTreeSet<String>) {
        for inner in command.get_subcommands() {
            let path = format!("{path} {}", inner.get_name()).trim_start().to_owned();
            if !inner.is_subcommand_required_set() {
                found.insert(path.clone());
            }
            leaves(inner, &path, found);
        }
    }

    #[test]
    fn every_command_has_examples_that_it_accepts() {
        let mut commands = BTreeSet::new();
        leaves(&command(), "", &mut commands);
        let described: BTreeSet<String> = ALL.iter().map(|usage| usage.command.to_owned()).collect();
        assert_eq!(described, commands);
        for usage in ALL {
            for example in usage.examples {
                assert!(example.starts_with(&format!("hookproof {}", usage.command)), "{example}");
                let parsed = command().try_get_matches_from(words(example));
                assert!(parsed.is_ok(), "{example}: {}", parsed.unwrap_err());
            }
        }
    }

    #[test]
    fn every_environment_variable_of_a_flag_is_described() {
        for usage in ALL {
            let command = usage
                .command
                .split(' ')
                .fold(command(), |command, name| command.find_subcommand(name).cloned().unwrap());
            for variable in command.get_arguments().filter_map(clap::Arg::get_env) {
                let is_described = usage.environment.iter().any(|(name, _)| variable == *name);
                assert!(is_described, "{}: {}", usage.command, variable.display());
            }
        }
    }
}
