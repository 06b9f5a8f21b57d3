//! Flags from a file: the same names as on the command line, without the dashes in front.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::{ArgAction, CommandFactory, Parser};
use toml::{Spanned, Value};

use crate::cli::args::Cli;
use crate::cli::error::CliError;
use crate::cli::read;
use crate::model::nearest;

/// The default file.
const USUAL: &str = "hookproof.toml";

/// Returns the flags that a file gives to `serve`; none if no file is given and the default one does not exist.
pub(super) fn flags(named: Option<&Path>) -> Result<Vec<OsString>, CliError> {
    let path = named.map_or_else(|| PathBuf::from(USUAL), Path::to_path_buf);
    let text = match read::text(&path) {
        Ok(text) => text,
        Err(CliError::Read { source, .. }) if named.is_none() && source.kind() == ErrorKind::NotFound => {
            return Ok(Vec::new());
        }
        Err(error) => return Err(error),
    };
    let line = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count() + 1;
    let wrong = |at: usize, reason: String| CliError::Config { path: path.clone(), line: line(at), reason };
    let table: BTreeMap<Spanned<String>, Spanned<Value>> = toml::from_str(&text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        wrong(at, error.message().to_owned())
    })?;
    let serve = Cli::command();
    let arguments = || serve.find_subcommand("serve").into_iter().flat_map(clap::Command::get_arguments);
    let is_switch = |name: &str| {
        arguments().any(|flag| flag.get_long() == Some(name) && matches!(flag.get_action(), ArgAction::SetTrue))
    };
    let known: Vec<String> = arguments()
        .filter_map(|flag| flag.get_long().map(str::to_owned))
        .filter(|name| name != "config" && name != "help")
        .chain(["providers".to_owned()])
        .collect();
    let mut flags = Vec::new();
    for (name, value) in table {
        let (at, name) = (name.span().start, name.into_inner());
        if !known.contains(&name) {
            let near = nearest(&name, known.iter().map(String::as_str));
            let near = near.first().map_or(String::new(), |near| format!(", did you mean `{near}`?"));
            return Err(wrong(at, format!("unknown flag `{name}`{near}")));
        }
        let mine = match value.into_inner() {
            Value::Boolean(on) if is_switch(&name) => on.then(|| format!("--{name}").into()).into_iter().collect(),
            value => written(&name, value).map_err(|reason| wrong(at, reason))?,
        };
        // Parsed separately first, so that an error is reported with its line.
        let single = ["hookproof", "serve"].into_iter().map(OsString::from).chain(mine.iter().cloned());
        Cli::try_parse_from(single).map_err(|error| {
            let message = error.to_string();
            let first = message.lines().next().unwrap_or_default();
            wrong(at, first.trim_start_matches("error: ").to_owned())
        })?;
        flags.extend(mine);
    }
    Ok(flags)
}

/// Returns the value as command-line text: an array repeats the flag.
fn written(name: &str, value: Value) -> Result<Vec<OsString>, String> {
    let text = match value {
        Value::String(text) => text,
        Value::Integer(number) => number.to_string(),
        Value::Array(items) => {
            let each = items.into_iter().map(|item| written(name, item));
            return Ok(each.collect::<Result<Vec<_>, _>>()?.concat());
        }
        Value::Table(table) if name == "faults" => serde_json::to_string(&table).map_err(|error| error.to_string())?,
        _ => return Err(format!("`{name}` must be a text or a number")),
    };
    Ok(vec![if name == "providers" { text.into() } else { format!("--{name}={text}").into() }])
}
