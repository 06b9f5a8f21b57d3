//! Reads events from documents, and judges them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::generate::Generator;
use crate::import::draft::Draft;
use crate::import::error::ImportError;
use crate::import::files::{Files, Place, below};
use crate::import::slots::Slot;
use crate::import::{gather, openapi, slots};
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
    pub(crate) event: Slot,
    pub(crate) id: Option<Slot>,
    pub(crate) time: Option<Slot>,
    /// The header that may have the signature.
    pub(crate) signature: Option<String>,
    /// The documents.
    pub(super) source: String,
}

/// Reads the events of documents, which are files or folders.
pub(crate) fn read(paths: &[PathBuf]) -> Result<Imported, ImportError> {
    let (mut drafts, mut left_out) = (Vec::new(), Vec::new());
    for path in paths {
        let root = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(Path::new("")) };
        let mut files = Files::inside(root)?;
        let mut read = Vec::new();
        for file in below(path)? {
            read.extend(files.open(&file)?);
        }
        let is_description = |file: &usize| field(&files, *file, "openapi").is_some();
        let described: Vec<usize> = read.iter().copied().filter(is_description).collect();
        if described.is_empty() {
            for file in read {
                document(&mut files, file, &mut drafts)?;
            }
        }
        for file in described {
            description(&mut files, file, &mut drafts, &mut left_out)?;
        }
    }
    let event = slots::name(&mut drafts);
    let (id, time, signature) = (slots::id(&drafts), slots::time(&drafts), slots::signature(&drafts));
    let source = paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(" ");
    let mut imported =
        Imported { events: Vec::new(), left_out, contradictions: Vec::new(), event, id, time, signature, source };
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

fn field<'a>(files: &'a Files, file: usize, name: &str) -> Option<&'a Value> {
    files.get(&Place { file, pointer: String::new() })?.get(name)
}

/// Reads the webhooks of an OpenAPI document.
fn description(
    files: &mut Files,
    file: usize,
    drafts: &mut Vec<Draft>,
    left_out: &mut Vec<Refused>,
) -> Result<(), ImportError> {
    for found in openapi::read(files, file)? {
        let from = format!("{}#{}", files.shown(found.from.file), found.from.pointer);
        match found.schema {
            Err(reason) => left_out.push(Refused { event: found.key, from, reason }),
            Ok(place) => drafts.push(Draft {
                name: String::new(),
                key: found.key,
                from,
                about: found.about,
                schema: Some(gather::schema(files, &place)?),
                examples: found.examples,
                headers: found.headers,
            }),
        }
    }
    Ok(())
}

/// Reads a document that is a JSON Schema or an example.
fn document(files: &mut Files, file: usize, drafts: &mut Vec<Draft>) -> Result<(), ImportError> {
    let place = Place { file, pointer: String::new() };
    for word in ["swagger", "asyncapi", "log"] {
        if field(files, file, word).is_some_and(|value| word != "log" || value.get("entries").is_some()) {
            let reason =
                "its format cannot be imported; OpenAPI 3, JSON Schemas, and examples as JSON, YAML or NDJSON can";
            return Err(ImportError::Document { path: files.shown(file), reason: reason.to_owned() });
        }
    }
    let value = files.get(&place).cloned().unwrap_or_default();
    let key = files.stem(file);
    let draft = |schema, examples, about: &str, key: &str| Draft {
        name: String::new(),
        key: key.to_owned(),
        from: files.shown(file),
        about: about.to_owned(),
        schema,
        examples,
        headers: Vec::new(),
    };
    if value.get("$schema").is_some() || value.get("properties").is_some_and(Value::is_object) {
        let word = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
        let examples = value.get("examples").and_then(Value::as_array).cloned().unwrap_or_default();
        let title = if word("title").is_empty() { &key } else { word("title") };
        let mut made = draft(None, examples, word("description"), title);
        made.schema = Some(gather::schema(files, &place)?);
        drafts.push(made);
        return Ok(());
    }
    let items = match value {
        Value::Object(_) => vec![value],
        Value::Array(items) if !items.is_empty() && items.iter().all(Value::is_object) => items,
        _ => {
            let reason = "it is neither a description nor an example: expected an object".to_owned();
            return Err(ImportError::Document { path: files.shown(file), reason });
        }
    };
    drafts.extend(items.into_iter().map(|item| draft(None, vec![item], "", &key)));
    Ok(())
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
        let source: NameSource = self.event.text.parse().map_err(|_| "its name has no place".to_owned())?;
        for (part, value) in source.split(name) {
            if let NamePart::Body(pointer) = part {
                declare(schema, pointer);
                crate::schema::pin(schema, pointer, value).ok_or_else(|| format!("it has no field at {pointer}"))?;
            }
        }
        for slot in [&self.id, &self.time].into_iter().flatten() {
            if let Some(pointer) = slot.text.split(' ').next().filter(|text| text.starts_with('/')) {
                declare(schema, pointer);
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

/// Adds a field without rules to a schema that declares it only in another part.
fn declare(schema: &mut Value, pointer: &str) {
    let mut at = String::new();
    for (nth, name) in pointer.split('/').skip(1).enumerate() {
        let mut steps = 0;
        while let Some(to) = schema.pointer(&at).and_then(|node| node.get("$ref")?.as_str()?.strip_prefix('#'))
            && steps < 16
            && nth + steps < 64
        {
            at = to.to_owned();
            steps += 1;
        }
        let Some(node) = schema.pointer_mut(&at) else { return };
        if !node.is_object() {
            *node = json!({});
        }
        if node.pointer(&format!("/properties/{name}")).is_none_or(|field| !field.is_object()) {
            node["properties"][name] = json!({});
        }
        at = format!("{at}/properties/{name}");
    }
}
