//! Flags of a command as keys of a file: the same names, without the dashes in front.

use std::any::TypeId;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, CommandFactory, Parser};
use toml::de::{DeTable, DeValue};

use crate::cli::args::Cli;
use crate::cli::config::value;

/// Flags that only a person at a terminal gives.
const TYPED_ONLY: [&str; 2] = ["help", "config"];

/// Flags of `verify` that other keys stand for, or that make no sense for a target.
const NOT_OF_A_TARGET: [&str; 13] = [
    "provider",
    "url",
    "secret",
    "secret_file",
    "other_secret",
    "other_secret_file",
    "verify_token",
    "report",
    "json",
    "needs",
    "failed_in",
    "write_baseline",
    "durations",
];

/// The flags of a command that a file may give.
#[derive(Debug)]
pub(in crate::cli) struct Flags {
    /// The beginning of a command line that is complete without flags.
    words: &'static [&'static str],
    flags: Vec<Arg>,
}

impl Flags {
    pub(super) fn of_serve() -> Self {
        Self::of(&["hookproof", "serve"], &[])
    }

    pub(super) fn of_verify() -> Self {
        Self::of(&["hookproof", "verify", "provider", "http://127.0.0.1/"], &NOT_OF_A_TARGET)
    }

    fn of(words: &'static [&'static str], without: &[&str]) -> Self {
        let program = Cli::command();
        let name = words.get(1).copied().unwrap_or_default();
        let all = program.find_subcommand(name).into_iter().flat_map(clap::Command::get_arguments);
        let is_left_out = |id: &str| TYPED_ONLY.contains(&id) || without.contains(&id);
        Self { words, flags: all.filter(|flag| !is_left_out(flag.get_id().as_str())).cloned().collect() }
    }

    /// Returns the flags.
    pub(super) fn all(&self) -> &[Arg] {
        &self.flags
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.flags.iter().map(name)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.names().any(|name| name == key)
    }

    /// Returns the flag with its value as on a command line: an array repeats the flag. A relative path is one below
    /// `folder`.
    pub(super) fn read(&self, key: &str, value: &DeValue<'_>, folder: &Path) -> Result<Vec<OsString>, String> {
        let Some(flag) = self.flags.iter().find(|flag| name(flag) == key) else {
            return Err(format!("unknown key `{key}`"));
        };
        let words: Vec<OsString> = match value {
            DeValue::Boolean(on) if is_switch(flag) => on.then(|| format!("--{key}").into()).into_iter().collect(),
            value => {
                let word = |text: String| -> OsString {
                    let text = if is_path(flag) { folder.join(text).into_os_string() } else { text.into() };
                    if flag.is_positional() { provider(text, folder) } else { flagged(key, text) }
                };
                texts(key, value, folder)?.into_iter().map(word).collect()
            }
        };
        // Parsed separately first, so that an error is reported with its line.
        let single = self.words.iter().map(OsString::from).chain(words.iter().cloned());
        match Cli::try_parse_from(single) {
            Ok(_) => Ok(words),
            Err(error) => Err(first_line(&error)),
        }
    }

    /// Parses flags together, after a provider and a URL.
    pub(super) fn parse(&self, flags: impl Iterator<Item = OsString>) -> Result<(), String> {
        let words = self.words.iter().map(OsString::from).chain(flags);
        Cli::try_parse_from(words).map(|_| ()).map_err(|error| first_line(&error))
    }
}

/// Returns the name or path of a provider. A path is one below `folder`.
pub(super) fn provider(text: OsString, folder: &Path) -> OsString {
    let is_path = text.to_string_lossy().contains(['/', '\\', '.']);
    if is_path { folder.join(text).into_os_string() } else { text }
}

/// Returns the first line of an error of the command line.
fn first_line(error: &clap::Error) -> String {
    let message = error.to_string();
    message.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

fn flagged(key: &str, text: OsString) -> OsString {
    let mut word = OsString::from(format!("--{key}="));
    word.push(text);
    word
}

/// Returns the name of the key of a flag.
pub(super) fn name(flag: &Arg) -> &str {
    flag.get_long().unwrap_or_else(|| flag.get_id().as_str())
}

/// Whether a flag has no value.
pub(super) fn is_switch(flag: &Arg) -> bool {
    matches!(flag.get_action(), ArgAction::SetTrue)
}

/// Whether the value of a flag is a path.
pub(super) fn is_path(flag: &Arg) -> bool {
    flag.get_value_parser().type_id() == TypeId::of::<PathBuf>()
}

/// Returns the values of a flag. A relative path in them is one below `folder`.
fn texts(key: &str, value: &DeValue<'_>, folder: &Path) -> Result<Vec<String>, String> {
    match value {
        DeValue::Array(items) => {
            let each = items.iter().map(|item| texts(key, item.get_ref(), folder));
            Ok(each.collect::<Result<Vec<_>, _>>()?.concat())
        }
        DeValue::Table(table) if is_source(key) => Ok(vec![source(key, table, folder)?]),
        DeValue::Table(table) => table_of(key)
            .map(|form| form(table))
            .ok_or_else(|| format!("`{key}` must be a text or a number, not a table")),
        value => Ok(vec![value::text(value).ok_or_else(|| format!("`{key}` must be a text or a number"))?]),
    }
}

/// Whether a flag says where to read something: its table names a database or a command.
pub(super) fn is_source(key: &str) -> bool {
    ["effects", "state"].contains(&key)
}

/// Returns where to read something, as it is typed.
fn source(key: &str, table: &DeTable<'_>, folder: &Path) -> Result<String, String> {
    let text = |name: &str| {
        let found = table.iter().find(|(field, _)| field.get_ref() == name);
        found.and_then(|(_, value)| value.get_ref().as_str())
    };
    match (text("sql"), text("query"), text("command"), table.len()) {
        (Some(sql), Some(query), None, 2) => {
            let path = sql.strip_prefix("sqlite:").ok_or_else(|| format!("`sql` of `{key}` must be sqlite:FILE"))?;
            Ok(format!("sqlite:{} {query}", folder.join(path).display()))
        }
        (None, None, Some(command), 1) => Ok(format!("command:{command}")),
        _ => Err(format!(
            "`{key}` must be a text, {{ sql = \"sqlite:FILE\", query = \"select ...\" }} or {{ command = \"...\" }}"
        )),
    }
}

/// Returns how a flag is written for each entry of a table; `None` if its key cannot be a table.
pub(super) fn table_of(key: &str) -> Option<fn(&DeTable<'_>) -> Vec<String>> {
    match key {
        "faults" => Some(|table| vec![value::json(&DeValue::Table(table.clone())).to_string()]),
        "set" => Some(|table| entries(table, |pointer, value| format!("{pointer}={}", value::json(value)))),
        "assume" => Some(|table| {
            entries(table, |fact, value| match value {
                DeValue::Boolean(true) => fact.to_owned(),
                value => format!("{fact}={}", value::text(value).unwrap_or_else(|| value::json(value).to_string())),
            })
        }),
        "header" => Some(|table| {
            entries(table, |name, value| {
                format!("{name}: {}", value::text(value).unwrap_or_else(|| value::json(value).to_string()))
            })
        }),
        _ => None,
    }
}

fn entries(table: &DeTable<'_>, written: impl Fn(&str, &DeValue<'_>) -> String) -> Vec<String> {
    table.iter().map(|(name, value)| written(name.get_ref(), value.get_ref())).collect()
}
