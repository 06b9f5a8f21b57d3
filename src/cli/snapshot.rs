//! `snapshot`: payloads as files that are reviewed.

use std::fmt::Write;
use std::io;
use std::io::BufRead;
use std::path::Path;

use serde_json::Value;

use crate::cli::draft::Draft;
use crate::cli::error::CliError;
use crate::cli::snapshot_args::{
    AcceptArgs, CheckArgs, ReviewArgs, SchemasArgs, SnapshotArgs, SnapshotCommand, WhichArgs,
};
use crate::cli::{diff, output};
use crate::provider::{Kind, Payload, Provider};
use crate::provider_file;
use crate::providers;
use crate::schema::{Change, Side};
use crate::snapshot;
use crate::snapshot::{Difference, Folder, Line, State};
use crate::verify::Outcome;

/// Number of lines shown around a difference.
const AROUND: usize = 3;

pub(super) fn run(args: &SnapshotArgs) -> Result<Outcome, CliError> {
    match &args.command {
        SnapshotCommand::Check(args) => check(args),
        SnapshotCommand::Accept(args) => accept(args),
        SnapshotCommand::Review(args) => review(args),
    }
}

/// Returns the providers that are named, or those that have a folder.
fn providers(args: &WhichArgs) -> Result<Vec<Provider>, CliError> {
    let folder = Folder::at(&args.dir);
    let chosen: Vec<Provider> = if args.providers.is_empty() {
        providers::ALL.iter().map(|provider| provider()).filter(|provider| folder.of(provider).is_dir()).collect()
    } else {
        args.providers.iter().map(|id| provider_file::find(id)).collect::<Result<_, _>>()?
    };
    if chosen.is_empty() {
        return Err(CliError::NoSnapshots { path: args.dir.clone() });
    }
    for name in &args.events {
        // A payload that was removed from the provider may still have a file.
        let known =
            chosen.iter().any(|provider| provider.payload(name).is_ok() || folder.file(provider, name).is_file());
        if let (false, Some(first)) = (known, chosen.first()) {
            first.payload(name)?;
        }
    }
    Ok(chosen)
}

/// Returns the snapshots that wait for a review or are orphaned, of the selected ones.
fn open(args: &WhichArgs, providers: &[Provider]) -> Result<Vec<(usize, String, State)>, CliError> {
    let folder = Folder::at(&args.dir);
    let mut found = Vec::new();
    for (at, provider) in providers.iter().enumerate() {
        let open = folder.open(provider)?.into_iter();
        let chosen = open.filter(|(name, _)| args.events.is_empty() || args.events.contains(name));
        found.extend(chosen.map(|(name, state)| (at, name, state)));
    }
    Ok(found)
}

fn check(args: &CheckArgs) -> Result<Outcome, CliError> {
    let which = &args.which;
    let (chosen, folder) = (providers(which)?, Folder::at(&which.dir));
    let mut found = Vec::new();
    for provider in &chosen {
        let is_chosen = |payload: &&Payload| match which.events.as_slice() {
            [] => payload.kind == Kind::Event,
            named => named.contains(&payload.name),
        };
        for payload in provider.payloads.iter().filter(is_chosen) {
            let text = snapshot::of(provider, payload, &args.redact)?;
            match folder.check(provider, &payload.name, &text)? {
                State::Same => found.push(Difference::new(&provider.id, &payload.name, State::Same)),
                state => found.push(difference(&folder, provider, &payload.name, state, &args.schemas)?),
            }
        }
        if which.events.is_empty() {
            for (name, _) in folder.open(provider)?.iter().filter(|(_, state)| *state == State::Orphaned) {
                found.push(difference(&folder, provider, name, State::Orphaned, &args.schemas)?);
            }
        }
    }
    let differ = found.iter().filter(|one| one.state != State::Same).count();
    if which.json {
        output::json(&found)?;
    } else {
        let mut text = String::new();
        for one in found.iter().filter(|one| one.state != State::Same) {
            changes(one, &mut text);
        }
        output::text(&text)?;
    }
    if differ == 0 {
        output::note(&format!("{} snapshots are unchanged", found.len()));
        return Ok(Outcome::Passed);
    }
    let dir = which.dir.display();
    output::note(&format!(
        "{differ} of {} snapshots differ; the new ones are next to them as .snap.new: `hookproof snapshot review \
         --dir {dir}` shows them, `hookproof snapshot accept --dir {dir}` accepts them",
        found.len(),
    ));
    Ok(Outcome::Failed)
}

/// Shows the accepted and the new snapshot, and how a consumer is affected.
fn difference(
    folder: &Folder,
    provider: &Provider,
    name: &str,
    state: State,
    schemas: &SchemasArgs,
) -> Result<Difference, CliError> {
    let mut difference = Difference::new(&provider.id, name, state);
    let body = |file: Option<snapshot::File>| file.map(|file| file.body().to_owned()).unwrap_or_default();
    difference.old = body(folder.accepted(provider, name)?);
    difference.new = body(folder.pending(provider, name)?);
    let payload = provider.payload(name).ok();
    let is_request = payload.is_some_and(|payload| payload.kind == Kind::Request);
    let side = if is_request { Side::Sent } else { Side::Received };
    difference.changes = match state {
        State::New => vec![Change::payload_added(side)],
        State::Orphaned => vec![Change::payload_removed()],
        _ => {
            let older = match (&schemas.schemas, payload) {
                (Some(dir), Some(payload)) => schema(&dir.join(&provider.id).join(payload.file()))?,
                _ => None,
            };
            let both = older.as_ref().zip(payload.map(Payload::schema));
            snapshot::changes(&difference.old, &difference.new, both, side)
        }
    };
    Ok(difference)
}

/// Returns a schema of the older version, which may not have had the payload.
fn schema(path: &Path) -> Result<Option<Value>, CliError> {
    if path.is_file() { diff::document(path).map(Some) } else { Ok(None) }
}

fn accept(args: &AcceptArgs) -> Result<Outcome, CliError> {
    let (chosen, folder) = (providers(&args.which)?, Folder::at(&args.which.dir));
    let mut taken = Vec::new();
    for (at, name, state) in open(&args.which, &chosen)? {
        folder.accept(&chosen[at], &name)?;
        taken.push(Difference::new(&chosen[at].id, &name, state));
    }
    if args.which.json {
        let rows: Vec<Value> = taken
            .iter()
            .map(|one| serde_json::json!({"provider": one.provider, "name": one.name, "state": one.state}))
            .collect();
        return output::json(&rows);
    }
    let mut text = String::new();
    for one in &taken {
        let done = if one.state == State::Orphaned { "removed" } else { "accepted" };
        let _ = writeln!(text, "{done:<8}  {} {}", one.provider, one.name);
    }
    if taken.is_empty() {
        output::note("no snapshot needs a review");
    }
    output::text(&text)
}

fn review(args: &ReviewArgs) -> Result<Outcome, CliError> {
    let which = &args.which;
    let page = args.html.as_deref().map(Draft::open).transpose()?;
    let (chosen, folder) = (providers(which)?, Folder::at(&which.dir));
    let mut found = Vec::new();
    for (at, name, state) in open(which, &chosen)? {
        found.push((at, difference(&folder, &chosen[at], &name, state, &args.schemas)?));
    }
    if which.json || page.is_some() {
        let rows: Vec<Difference> = found.into_iter().map(|(_, difference)| difference).collect();
        if let Some(page) = page {
            page.finish(&snapshot::html(&rows))?;
        }
        return if which.json { output::json(&rows) } else { Ok(Outcome::Passed) };
    }
    if found.is_empty() {
        output::note("no snapshot needs a review");
        return Ok(Outcome::Passed);
    }
    let mut left = 0;
    let mut answers = io::stdin().lock().lines();
    for (place, (at, difference)) in found.iter().enumerate() {
        let mut text = format!("({} of {}) ", place + 1, found.len());
        changes(difference, &mut text);
        hunks(difference, &mut text);
        output::text(&text)?;
        match answer(&mut answers)? {
            Answer::Accept => folder.accept(&chosen[*at], &difference.name)?,
            // An orphan has no new version: it stays.
            Answer::Reject => folder.reject(&chosen[*at], &difference.name)?,
            Answer::Skip => left += 1,
        }
    }
    if left == 0 {
        return Ok(Outcome::Passed);
    }
    output::note(&format!("{left} of {} still wait for a review", found.len()));
    Ok(Outcome::Failed)
}

#[derive(Clone, Copy)]
enum Answer {
    Accept,
    Reject,
    Skip,
}

/// Reads the next answer; after the last line, the rest is skipped.
fn answer(lines: &mut impl Iterator<Item = io::Result<String>>) -> Result<Answer, CliError> {
    loop {
        output::note("accept (a), reject (r) or skip (s)?");
        let Some(line) = lines.next() else { return Ok(Answer::Skip) };
        match line.map_err(CliError::Stdin)?.trim() {
            "a" | "accept" => return Ok(Answer::Accept),
            "r" | "reject" => return Ok(Answer::Reject),
            "s" | "skip" => return Ok(Answer::Skip),
            _ => {}
        }
    }
}

fn changes(difference: &Difference, text: &mut String) {
    let _ = writeln!(text, "{} {}: {}", difference.provider, difference.name, difference.state.name());
    for change in &difference.changes {
        let place = if change.pointer.is_empty() { "(the whole)" } else { &change.pointer };
        let _ = writeln!(text, "  {:<9}  {place}: {}", change.class.name(), change.reason);
    }
}

/// Writes the lines that differ, with some around them.
fn hunks(difference: &Difference, text: &mut String) {
    let lines = snapshot::lines(&difference.old, &difference.new);
    let changed: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| !matches!(line, Line::Kept(_))).map(|(at, _)| at).collect();
    let mut shown = 0;
    for (at, line) in lines.iter().enumerate() {
        let next = changed.partition_point(|changed| *changed < at);
        let near = |place: Option<&usize>| place.is_some_and(|changed| changed.abs_diff(at) <= AROUND);
        if !near(changed.get(next)) && !near(next.checked_sub(1).and_then(|last| changed.get(last))) {
            continue;
        }
        if at > shown {
            let _ = writeln!(text, "  @@ line {}", at + 1);
        }
        shown = at + 1;
        let _ = match line {
            Line::Kept(line) => writeln!(text, "    {line}"),
            Line::Removed(line) => writeln!(text, "  - {line}"),
            Line::Added(line) => writeln!(text, "  + {line}"),
        };
    }
}
