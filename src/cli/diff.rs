//! `schema diff`: what changed between two versions of a contract.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::args::DiffArgs;
use crate::cli::error::CliError;
use crate::cli::{output, read};
use crate::model::Json;
use crate::schema::{Change, Class, Contract, Side};
use crate::verify::Outcome;

/// Name of the file that lists the payloads of a folder with their kinds. It is not a schema.
const INDEX: &str = "index.json";

/// A change, with the payload that it belongs to.
pub(super) type Row = (String, Change);

pub(super) fn run(args: &DiffArgs) -> Result<Outcome, CliError> {
    let rows = match (args.old.is_dir(), args.new.is_dir()) {
        (true, true) => folders(args)?,
        (false, false) => {
            let name = args.new.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let side = if args.sent { Side::Sent } else { Side::Received };
            changes(&name, &args.old, &args.new, side)?
        }
        _ => return Err(CliError::Unlike { old: args.old.clone(), new: args.new.clone() }),
    };
    if args.json {
        output::json(&data(&rows))?;
    } else {
        output::text(&human(&rows))?;
    }
    Ok(outcome(&rows))
}

/// Returns the outcome: a breaking change fails.
pub(super) fn outcome(rows: &[Row]) -> Outcome {
    let is_broken = rows.iter().any(|(_, change)| change.class == Class::Breaking);
    if is_broken { Outcome::Failed } else { Outcome::Passed }
}

/// Returns the changes as JSON.
pub(super) fn data(rows: &[Row]) -> Value {
    let object = |(name, change): &Row| json!({"name": name, "pointer": change.pointer, "class": change.class, "reason": change.reason});
    rows.iter().map(object).collect()
}

fn changes(name: &str, old: &Path, new: &Path, side: Side) -> Result<Vec<Row>, CliError> {
    let (old, new) = (read(old)?, read(new)?);
    Ok(new.since(&old, side).into_iter().map(|change| (name.to_owned(), change)).collect())
}

pub(super) fn document(path: &Path) -> Result<Value, CliError> {
    let read = Json::parse(&read::bytes(path)?);
    read.map(|document| document.to_value()).map_err(|source| CliError::Json { path: path.to_owned(), source })
}

fn read(path: &Path) -> Result<Contract, CliError> {
    Contract::read(&document(path)?).map_err(|source| CliError::Contract { path: path.to_owned(), source })
}

/// Compares payload by payload; a payload in only one folder is a change itself.
fn folders(args: &DiffArgs) -> Result<Vec<Row>, CliError> {
    let (before, after) = (schemas(&args.old)?, schemas(&args.new)?);
    let requests = [requests(&args.old)?, requests(&args.new)?].concat();
    let side = |name: &String| if args.sent || requests.contains(name) { Side::Sent } else { Side::Received };
    let mut rows = Vec::new();
    for (name, path) in &before {
        match after.get(name) {
            Some(other) => rows.extend(changes(name, path, other, side(name))?),
            None => rows.push((name.clone(), Change::payload_removed())),
        }
    }
    let added = after.keys().filter(|name| !before.contains_key(*name));
    rows.extend(added.map(|name| (name.clone(), Change::payload_added(side(name)))));
    rows.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(rows)
}

/// Returns the payloads that a consumer sends, according to `index.json` of a folder, if it exists.
fn requests(folder: &Path) -> Result<Vec<String>, CliError> {
    let path = folder.join(INDEX);
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let index = document(&path)?;
    let is_request = |row: &&Value| row.get("kind").and_then(Value::as_str) == Some("request");
    let rows = index.as_array().into_iter().flatten().filter(is_request);
    let files = rows.filter_map(|row| row.get("file")?.as_str()?.strip_suffix(".json"));
    Ok(files.map(str::to_owned).collect())
}

/// Returns the schemas below a folder, by their path in it without the ending.
fn schemas(folder: &Path) -> Result<BTreeMap<String, PathBuf>, CliError> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inside) = folders.pop() {
        let failed = |source| CliError::Read { path: inside.clone(), source };
        for entry in std::fs::read_dir(&inside).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let is_json = path.extension().is_some_and(|ending| ending == "json");
            if path.is_dir() {
                folders.push(path);
            } else if is_json && path != folder.join(INDEX) {
                let name = path.strip_prefix(folder).unwrap_or(&path).with_extension("");
                found.insert(name.to_string_lossy().replace('\\', "/"), path);
            }
        }
    }
    if found.is_empty() { Err(CliError::NoSchema { path: folder.to_owned() }) } else { Ok(found) }
}

/// Returns the changes as text.
pub(super) fn human(rows: &[Row]) -> String {
    if rows.is_empty() {
        return "no change\n".to_owned();
    }
    let mut text = String::new();
    let mut last = None;
    for (name, change) in rows {
        if last != Some(name) {
            let _ = writeln!(text, "{}{name}", if last.is_some() { "\n" } else { "" });
            last = Some(name);
        }
        let place = if change.pointer.is_empty() { "(the whole)" } else { &change.pointer };
        let _ = writeln!(text, "  {:<9}  {place}: {}", change.class.name(), change.reason);
    }
    let counts = [Class::Breaking, Class::Undecided, Class::Additive, Class::Safe].map(|class| {
        let count = rows.iter().filter(|(_, change)| change.class == class).count();
        format!("{count} {}", class.name())
    });
    let _ = writeln!(text, "\n{}", counts.join(", "));
    text
}
