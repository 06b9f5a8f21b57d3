//! Reads events from documents, and judges them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::generate::Generator;
use crate::import::draft::Draft;
use crate::import::error::ImportError;
use crate::import::files::{Files, Place, below};
use crate::import::format::Format;
use crate::import::found::{Found, NOT_OBJECTS};
use crate::import::slots::Slot;
use crate::import::{asyncapi, batch, gather, har, identity, listed, lookup, naming, openapi, plain, slots};
use crate::model::FieldOrder;
use crate::provider::{NamePart, NameSource};
use crate::schema::Validator;

/// Something that is not imported, and why.
pub(crate) struct Refused {
    pub(crate) event: String,
    pub(crate) from: String,
    pub(crate) reason: String,
}

/// What was read from documents.
pub(crate) struct Imported {
    pub(crate) events: Vec<Draft>,
    pub(crate) left_out: Vec<Refused>,
    /// Examples that break their own schema.
    pub(crate) contradictions: Vec<Refused>,
    /// Where the events of a delivery are, if it may have several.
    pub(crate) each: Option<Slot>,
    pub(crate) event: Slot,
    pub(crate) id: Option<Slot>,
    /// The fields that identify an event together, if none has an id of the event.
    pub(crate) identity: Vec<Slot>,
    pub(crate) time: Option<Slot>,
    /// The header that may have the signature.
    pub(crate) signature: Option<String>,
    /// The documents.
    pub(super) source: String,
}

/// Reads the events of documents, which are files or folders.
pub(crate) fn read(paths: &[PathBuf]) -> Result<Imported, ImportError> {
    let (mut drafts, mut left_out) = (Vec::new(), Vec::new());
    let mut version = None;
    for path in paths {
        let root = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(Path::new("")) };
        let mut files = Files::inside(root)?;
        let mut read = Vec::new();
        for file in below(path)? {
            for file in files.open(&file)? {
                read.push((file, format(&files, file)?));
            }
        }
        if read.iter().any(|(_, format)| format.is_description()) {
            read.retain(|(_, format)| format.is_description());
        }
        let is_only = read.len() == 1 && paths.len() == 1;
        for (file, format) in read {
            let found = match format {
                Format::Swagger2 | Format::OpenApi30 | Format::OpenApi31 => openapi::read(&mut files, file)?,
                Format::AsyncApi2 => asyncapi::version_2(&mut files, file)?,
                Format::AsyncApi3 => asyncapi::version_3(&mut files, file)?,
                Format::Har => har::read(&files, file)?,
                Format::JsonSchema if is_only => plain::only_schema(&mut files, file)?,
                Format::JsonSchema => vec![plain::schema(&mut files, file)],
                Format::Example => plain::examples_of(&files, file)?,
            };
            for found in found {
                let batch::Unfolded { events, examples } = batch::unfold(&mut files, found)?;
                let first = drafts.len();
                for event in events {
                    draft(&mut files, event, &mut drafts, &mut left_out)?;
                }
                batch::share(examples, drafts.get_mut(first..).unwrap_or_default());
            }
        }
        one_version(&files, &mut version)?;
    }
    let drafts = without_copies(drafts);
    let source = paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(" ");
    judged(drafts, left_out, source)
}

/// Returns the format of a document.
fn format(files: &Files, file: usize) -> Result<Format, ImportError> {
    let root = files.get(&Place { file, pointer: String::new() }).unwrap_or(&Value::Null);
    Format::of(root).map_err(|reason| ImportError::Document { path: files.shown(file), reason })
}

/// Checks that all descriptions that were read, also those that others refer to, are of one version.
fn one_version(files: &Files, version: &mut Option<(Format, String)>) -> Result<(), ImportError> {
    for file in 0..files.count() {
        let format = format(files, file)?;
        match version {
            _ if !format.is_description() => {}
            None => *version = Some((format, files.shown(file))),
            Some((known, path)) if *known != format => {
                let reason = format!(
                    "it is {}, and {path} is {}: import documents of one version at a time",
                    format.name(),
                    known.name()
                );
                return Err(ImportError::Document { path: files.shown(file), reason });
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Gathers the schema of an event that was found.
fn draft(
    files: &mut Files,
    found: Found,
    drafts: &mut Vec<Draft>,
    left_out: &mut Vec<Refused>,
) -> Result<(), ImportError> {
    let from = match found.from.pointer.as_str() {
        "" => files.shown(found.from.file),
        pointer => format!("{}#{pointer}", files.shown(found.from.file)),
    };
    let schema = match found.schema {
        Ok(place) => place.map(|place| gather::schema(files, &place)).transpose(),
        Err(reason) => {
            left_out.push(Refused { event: found.key, from, reason });
            return Ok(());
        }
    };
    match schema {
        Ok(schema) => drafts.push(Draft {
            name: String::new(),
            key: found.key.trim_matches('/').to_owned(),
            from,
            about: found.about,
            schema,
            examples: found.examples,
            headers: found.headers,
            in_list: found.in_list,
            is_one_of: false,
        }),
        // A reference that leads nowhere leaves out the events that need it.
        Err(error @ ImportError::Place { .. }) => {
            left_out.push(Refused { event: found.key, from, reason: error.to_string() });
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Drops events that a document describes again, such as a callback of several operations.
fn without_copies(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut kept: Vec<Draft> = Vec::new();
    let mut known: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for mut draft in drafts {
        let same = known.entry(draft.key.clone()).or_default();
        let copy = same
            .iter()
            .copied()
            .find(|at| kept.get(*at).is_some_and(|other| other.schema.is_some() && other.schema == draft.schema));
        if let Some(other) = copy.and_then(|at| kept.get_mut(at)) {
            other.examples.append(&mut draft.examples);
        } else {
            same.push(kept.len());
            kept.push(draft);
        }
    }
    kept
}

/// Finds the slots, and leaves out the events that contradict themselves.
fn judged(drafts: Vec<Draft>, mut left_out: Vec<Refused>, source: String) -> Result<Imported, ImportError> {
    let (each, mut drafts, others) = batch::settle(drafts);
    left_out.extend(others.into_iter().map(|other| Refused {
        event: other.key,
        from: other.from,
        reason: batch::IN_LIST.to_owned(),
    }));
    drafts = listed::spread(drafts);
    let event = naming::name(&mut drafts);
    let (id, time, signature) = (slots::id(&drafts, &event), slots::time(&drafts), slots::signature(&drafts));
    let identity = if id.is_some() { Vec::new() } else { identity::of(&drafts) };
    let (events, contradictions) = (Vec::new(), Vec::new());
    let mut imported =
        Imported { events, left_out, contradictions, each, event, id, identity, time, signature, source };
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for mut draft in drafts {
        let known = seen.contains(&draft.name);
        let joined = imported.events.iter_mut().find(|event| event.name == draft.name && event.schema.is_none());
        if draft.schema.is_none()
            && let Some(event) = joined
        {
            event.examples.append(&mut draft.examples);
            continue;
        }
        let reason =
            if known { Some("another event has the same name".to_owned()) } else { imported.judge(&mut draft).err() };
        if let Some(reason) = reason {
            imported.left_out.push(Refused { event: draft.name, from: draft.from, reason });
        } else {
            seen.insert(draft.name.clone());
            imported.events.push(draft);
        }
    }
    if imported.events.is_empty() {
        return Err(ImportError::NoEvents { reason: first_reasons(&imported.left_out) });
    }
    Ok(imported)
}

/// Returns the first reasons why events are left out.
fn first_reasons(left_out: &[Refused]) -> String {
    const SHOWN: usize = 5;
    let mut reasons: Vec<String> =
        left_out.iter().take(SHOWN).map(|one| format!("{}: {}", one.from, one.reason)).collect();
    match left_out.len() {
        0 => reasons.push("no document was found".to_owned()),
        all if all > SHOWN => reasons.push(format!("and {} more", all - SHOWN)),
        _ => {}
    }
    reasons.join("; ")
}

impl Imported {
    /// Completes the schema of an event, and returns the reason why it cannot be imported.
    fn judge(&mut self, draft: &mut Draft) -> Result<(), String> {
        let name = &draft.name;
        let is_plain = |part: &str| !matches!(part, "" | "." | "..");
        if !name.split('/').all(is_plain) || name.contains(['\\', '\0', '\n', '\r']) {
            return Err("its name cannot be the name of a file".to_owned());
        }
        let Some(schema) = &mut draft.schema else { return Ok(()) };
        if lookup::is_list(schema) {
            return Err(NOT_OBJECTS.to_owned());
        }
        let source: NameSource = self.event.text.parse().map_err(|_| "its name has no place".to_owned())?;
        for (part, value) in source.split(name) {
            if let NamePart::Body(pointer) = part {
                let is_shown = draft.examples.iter().any(|example| example.pointer(pointer).is_some());
                if !is_shown && lookup::lacks(schema, pointer) {
                    return Err(format!("it has no field at {pointer}, where the other events have their names"));
                }
                lookup::declare(schema, pointer);
                crate::schema::pin(schema, pointer, value).ok_or_else(|| format!("it has no field at {pointer}"))?;
            }
        }
        for slot in [&self.id, &self.time].into_iter().flatten() {
            if let Some(pointer) = slot.text.split(' ').next().filter(|text| text.starts_with('/')) {
                lookup::declare(schema, pointer);
            }
        }
        let validator = Validator::compile(schema).map_err(|error| error.to_string())?;
        Generator::compile(schema, &FieldOrder::default()).map_err(|error| error.to_string())?;
        let mut kept = Vec::new();
        for (nth, example) in draft.examples.drain(..).enumerate() {
            match validator.errors(&example).first() {
                None if kept.contains(&example) => {}
                None => kept.push(example),
                Some(violation) => self.contradictions.push(Refused {
                    event: format!("{name}, example {}", nth + 1),
                    from: draft.from.clone(),
                    reason: format!("{} {}", violation.pointer, violation.message).trim_start().to_owned(),
                }),
            }
        }
        draft.examples = kept;
        Ok(())
    }
}
