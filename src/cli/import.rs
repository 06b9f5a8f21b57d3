//! `import`: from the documents of a vendor to a provider file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::{Value, json};

use crate::cli::diff::Row;
use crate::cli::error::CliError;
use crate::cli::import_args::ImportArgs;
use crate::cli::{diff, output};
use crate::import;
use crate::import::{Difference, Fate, Imported, Output, Refused};
use crate::provider::Provider;
use crate::schema::{Change, Contract, Side};
use crate::snapshot::{Line, lines};
use crate::verify::Outcome;

pub(super) fn run(args: &ImportArgs) -> Result<Outcome, CliError> {
    let name = name(args)?;
    let imported = import::read(&args.documents)?;
    let is_refused = args.strict && !(imported.left_out.is_empty() && imported.contradictions.is_empty());
    let files = imported.files(&name);
    if args.diff {
        return compare(args, &name, &imported, &files);
    }
    let known = existing(&args.out, &name)?;
    let merged = import::merge(&known, &files, &name)?;
    let is_new = known != merged.files;
    if !is_refused && is_new {
        write(&args.out, &name, &merged.files)?;
    }
    let differences = if known.is_empty() { &[] } else { merged.differences.as_slice() };
    if args.json {
        let mut data = data(&imported, &name);
        data["difference"] = json!(text_of(differences));
        data["merged"] = differences.iter().map(|one| json!({"part": one.part, "fate": word(one.fate)})).collect();
        output::json(&data)?;
    } else {
        output::text(&(table(&imported, &name) + &text_of(differences)))?;
    }
    let path = args.out.join(format!("{name}.toml"));
    let path = path.display();
    if is_refused {
        output::note("nothing is written, because of --strict");
    } else if !is_new {
        output::note(&format!("{path} is up to date"));
    } else {
        output::note(&format!("{path} is written. Edit it, then run `hookproof provider check {path}`."));
    }
    Ok(if is_refused { Outcome::Failed } else { Outcome::Passed })
}

/// Returns the name of the provider: the one that is given, or that of the first document.
fn name(args: &ImportArgs) -> Result<String, CliError> {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    let of_document = || {
        let stem = args.documents.first().and_then(|path| path.file_stem()).unwrap_or_default().to_string_lossy();
        let plain = stem.to_ascii_lowercase().replace(|letter| !is_letter(letter), "-");
        plain.trim_matches('-').to_owned()
    };
    let name = args.name.clone().unwrap_or_else(of_document);
    if name.is_empty() || !name.chars().all(is_letter) {
        return Err(CliError::ProviderName { name });
    }
    Ok(name)
}

/// Returns the files that an earlier import wrote.
fn existing(out: &Path, name: &str) -> Result<Output, CliError> {
    let mut found = Output::new();
    let mut read = |path: PathBuf, name: String| -> Result<(), CliError> {
        let text = crate::cli::read::text(&path)?;
        found.insert(name, text);
        Ok(())
    };
    let toml = out.join(format!("{name}.toml"));
    if toml.symlink_metadata().is_ok() {
        read(toml, format!("{name}.toml"))?;
    }
    let folder = out.join(name);
    if folder.symlink_metadata().is_ok() {
        let failed = |source| CliError::Read { path: folder.clone(), source };
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            read(entry.path(), format!("{name}/{}", entry.file_name().to_string_lossy()))?;
        }
    }
    Ok(found)
}

const fn word(fate: Fate) -> &'static str {
    match fate {
        Fate::Added => "added",
        Fate::Replaced => "replaced",
        Fate::Removed => "removed",
        Fate::Kept => "kept",
    }
}

/// Returns what is merged, with the lines in which an old and a new part differ.
fn text_of(differences: &[Difference]) -> String {
    let mut text = String::new();
    for Difference { part, fate, old, new } in differences {
        let why = match fate {
            Fate::Kept if old.is_empty() => ", because somebody removed it",
            Fate::Kept if new.is_empty() => " as it was edited, though the documents no longer have it",
            Fate::Kept => " as it was edited; the documents have",
            _ => "",
        };
        let state = if *fate == Fate::Kept && old.is_empty() { "left out" } else { word(*fate) };
        let _ = writeln!(text, "\n{part}: {state}{why}");
        if old.is_empty() || new.is_empty() {
            continue;
        }
        for line in lines(old, new) {
            let _ = match line {
                Line::Kept(_) => Ok(()),
                Line::Removed(line) => writeln!(text, "- {line}"),
                Line::Added(line) => writeln!(text, "+ {line}"),
            };
        }
    }
    text
}

/// A folder that is removed when this is dropped.
struct Temporary(PathBuf);

impl Temporary {
    /// Names a folder of this process inside another one.
    fn new(out: &Path) -> Self {
        let temporary = Self(out.join(format!(".hookproof-import-{}", std::process::id())));
        // An import that was killed may have left it.
        let _ = fs::remove_dir_all(&temporary.0);
        temporary
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Writes the files into a folder, and reads them back as a provider.
fn stage(folder: &Path, toml: &str, files: &Output) -> Result<Provider, CliError> {
    for (path, text) in files {
        output::write(&folder.join(path), text.as_bytes())?;
    }
    Ok(Provider::from_file(folder.join(toml))?)
}

/// Compares the events with those of the existing provider file, which may be edited. Leaves no file behind.
fn compare(args: &ImportArgs, name: &str, imported: &Imported, files: &Output) -> Result<Outcome, CliError> {
    let toml = format!("{name}.toml");
    let path = args.out.join(&toml);
    let old = Provider::from_file(&path)?;
    let temporary = Temporary::new(&args.out);
    let new = stage(&temporary.0, &toml, files)?;
    drop(temporary);
    let rows = changes(&old, &new, &path)?;
    if args.json {
        let mut data = data(imported, name);
        data["changes"] = diff::data(&rows);
        output::json(&data)?;
    } else {
        output::text(&format!("{}{}", refused(imported), diff::human(&rows)))?;
    }
    Ok(diff::outcome(&rows))
}

/// Returns the changes of each event, by its name, for a consumer that receives it.
fn changes(old: &Provider, new: &Provider, path: &Path) -> Result<Vec<Row>, CliError> {
    let by_name = |provider| -> BTreeMap<String, Value> {
        Provider::events(provider).map(|event| (event.name.clone(), event.schema().clone())).collect()
    };
    let (before, after) = (by_name(old), by_name(new));
    let read = |schema| Contract::read(schema).map_err(|source| CliError::Contract { path: path.to_owned(), source });
    let mut rows = Vec::new();
    for name in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
        match (before.get(name), after.get(name)) {
            (Some(before), Some(after)) if before != after => {
                let found = read(after)?.since(&read(before)?, Side::Received);
                rows.extend(found.into_iter().map(|change| (name.clone(), change)));
            }
            (None, Some(_)) => rows.push((name.clone(), Change::payload_added(Side::Received))),
            (Some(_), None) => rows.push((name.clone(), Change::payload_removed())),
            _ => {}
        }
    }
    Ok(rows)
}

/// Writes the files into another folder, reads them back as a provider, and moves them to their place. If one of them cannot
/// be moved, the others are moved back.
fn write(out: &Path, name: &str, files: &Output) -> Result<(), CliError> {
    let failed = |source: io::Error| CliError::Write { path: out.to_owned(), source };
    fs::create_dir_all(out).map_err(failed)?;
    let temporary = Temporary::new(out);
    let new = temporary.0.join("new");
    let toml = format!("{name}.toml");
    stage(&new, &toml, files)?;
    let old = temporary.0.join("old");
    fs::create_dir_all(&old).map_err(failed)?;
    let is_there = out.join(name).symlink_metadata().is_ok();
    if is_there {
        fs::rename(out.join(name), old.join(name)).map_err(failed)?;
    }
    let has_folder = new.join(name).is_dir();
    let folder = if has_folder { fs::rename(new.join(name), out.join(name)) } else { Ok(()) };
    folder.and_then(|()| fs::rename(new.join(&toml), out.join(&toml))).map_err(|source| {
        if has_folder {
            let _ = fs::remove_dir_all(out.join(name));
        }
        if is_there {
            let _ = fs::rename(old.join(name), out.join(name));
        }
        failed(source)
    })
}

fn table(imported: &Imported, name: &str) -> String {
    let all = imported.events.len() + imported.left_out.len();
    let mut text = format!("{name}: {} of {all} events are imported\n", imported.events.len());
    let width = imported.events.iter().map(|event| event.name.len()).max().unwrap_or_default();
    for event in &imported.events {
        let count = event.examples.len();
        let _ = writeln!(text, "  {:width$}  examples: {count}  {}", event.name, event.from);
    }
    text.push_str(&refused(imported));
    for (key, slot) in imported.slots() {
        let _ = writeln!(text, "{key}: {} ({}: {})", slot.text, slot.basis.name(), slot.why);
    }
    text
}

/// Returns what is left out, and why.
fn refused(imported: &Imported) -> String {
    let mut text = String::new();
    let mut rows = |title: &str, rows: &[Refused]| {
        if !rows.is_empty() {
            let _ = writeln!(text, "{title}:");
        }
        for row in rows {
            let _ = writeln!(text, "  {}  {}\n    {}", row.event, row.from, row.reason);
        }
    };
    rows("left out", &imported.left_out);
    rows("examples that break their own schema, left out", &imported.contradictions);
    text
}

fn data(imported: &Imported, name: &str) -> Value {
    let refused = |rows: &[Refused]| -> Value {
        rows.iter().map(|row| json!({"event": row.event, "from": row.from, "reason": row.reason})).collect()
    };
    let events = imported.events.iter();
    let events: Value =
        events.map(|event| json!({"name": event.name, "from": event.from, "examples": event.examples.len()})).collect();
    let slots: Value = imported
        .slots()
        .map(|(key, slot)| json!({"key": key, "value": slot.text, "basis": slot.basis, "reason": slot.why}))
        .collect();
    json!({
        "provider": name,
        "events": events,
        "left_out": refused(&imported.left_out),
        "contradictions": refused(&imported.contradictions),
        "slots": slots,
    })
}
