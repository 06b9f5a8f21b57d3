//! The events of a provider: from schemas, and from examples.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::model::{Batch, BodyStyle, FieldOrder, Headers, Json, did_you_mean, nearest};
use crate::provider::{Basis, Example, NamePart, NameSource, Origin, Payload};
use crate::provider_file::error::{Place, ProviderFileError};
use crate::provider_file::fields::Fields;
use crate::provider_file::keys;
use crate::provider_file::node::Node;
use crate::schema;
use crate::schema::Validator;

/// The deepest schema whose order of fields is read.
const DEEPEST: usize = 32;

/// One event on its way to a payload.
struct Draft {
    name: String,
    about: String,
    source: String,
    schema: Option<String>,
    /// Names and texts.
    examples: Vec<(String, String)>,
    /// Origin of the examples.
    origin: Origin,
    /// Where it is described.
    place: Place,
}

/// Reads every payload of a file.
pub(super) fn read(
    fields: &Fields,
    names: &NameSource,
    batch: Option<&Batch>,
) -> Result<Vec<Payload>, ProviderFileError> {
    let mut drafts: BTreeMap<String, Draft> = BTreeMap::new();
    let mut order = Vec::new();
    let mut add = |draft: Draft| -> Result<(), ProviderFileError> {
        match drafts.get_mut(&draft.name) {
            Some(known) if known.schema.is_some() && draft.schema.is_some() => {
                Err(draft.place.wrong(format!("there are two schemas for the event `{}`", draft.name)))
            }
            Some(known) => {
                known.schema = known.schema.take().or(draft.schema);
                known.examples.extend(draft.examples);
                Ok(())
            }
            None => {
                order.push(draft.name.clone());
                drafts.insert(draft.name.clone(), draft);
                Ok(())
            }
        }
    };
    if let Some(node) = fields.get("payload") {
        let mut seen = BTreeSet::new();
        for item in node.items() {
            let draft = inline(item, batch)?;
            if !seen.insert(draft.name.clone()) {
                return Err(draft.place.wrong(format!("there are two payloads with the name `{}`", draft.name)));
            }
            add(draft)?;
        }
    }
    if let Some(node) = fields.get("payloads") {
        let folder = fields.origin("payloads").folder();
        for (pattern, place) in node.texts()? {
            for path in folder.matching(pattern).map_err(|reason| place.wrong(reason))? {
                let text = folder
                    .text(&path)
                    .map_err(|source| ProviderFileError::Read { path: folder.shown(&path), source })?;
                let place = Place { file: folder.shown(&path), line: 1, column: 1 };
                for draft in of_file(&path, &text, &place, names, batch)? {
                    add(Draft { origin: folder.origin(), ..draft })?;
                }
            }
        }
    }
    if drafts.is_empty() {
        return Err(fields.place().wrong(
            "the file describes no events: give `payloads = [\"examples/*.json\"]`, with JSON Schemas or examples, or a `[[payload]]`",
        ));
    }
    let drafts = order.iter().filter_map(|name| drafts.remove(name));
    let event = fields.get("event").map_or(fields.place(), |node| &node.place);
    drafts.map(|draft| draft.payload(names, event)).collect()
}

/// Reads a payload that is written in the provider file.
fn inline(node: &Node, batch: Option<&Batch>) -> Result<Draft, ProviderFileError> {
    let fields = Fields::of(node.clone(), keys::PAYLOAD)?;
    let name = fields.text("name")?.ok_or_else(|| node.wrong("a payload needs a `name`"))?.to_owned();
    let listed = fields.get("examples").into_iter().flat_map(Node::items);
    let examples: Vec<String> = fields
        .get("example")
        .into_iter()
        .chain(listed)
        .flat_map(|node| {
            let text = node.json();
            // What is not JSON is reported with the name of the event.
            Json::parse(text.as_bytes()).map_or_else(|_| vec![text.clone()], |json| events_of(&text, &json, batch))
        })
        .collect();
    let schema = fields.get("schema").map(Node::json);
    if schema.is_none() && examples.is_empty() {
        return Err(node.wrong(format!("the event `{name}` needs a `schema` or an `example`")));
    }
    Ok(Draft {
        about: fields.text("about")?.unwrap_or_default().to_owned(),
        source: fields.text("source")?.unwrap_or_default().to_owned(),
        schema,
        examples: numbered(examples),
        origin: Origin::Documented,
        place: node.place.clone(),
        name,
    })
}

/// Returns the texts of the events in an example: it is an event, or a whole delivery.
fn events_of(text: &str, document: &Json, batch: Option<&Batch>) -> Vec<String> {
    match batch.and_then(|batch| batch.events(document)) {
        Some(events) => {
            let written = events.iter().map(|event| event.write(BodyStyle::COMPACT));
            written.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect()
        }
        None => vec![text.to_owned()],
    }
}

/// Reads a file that is a schema or an example. A whole delivery is an example of each event in it.
fn of_file(
    path: &str,
    text: &str,
    place: &Place,
    names: &NameSource,
    batch: Option<&Batch>,
) -> Result<Vec<Draft>, ProviderFileError> {
    let document = Json::parse(text.as_bytes()).map_err(|error| place.wrong(format!("it is not JSON: {error}")))?;
    let stem = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".json");
    let word = |pointer: &str| document.pointer(pointer).and_then(Json::as_str).unwrap_or_default().to_owned();
    if schema::is_like_schema(&document.to_value()) {
        let examples = match document.pointer("/examples") {
            Some(Json::Array(items)) => {
                items.iter().flat_map(|item| events_of(&item.to_value().to_string(), item, batch)).collect()
            }
            _ => Vec::new(),
        };
        let title = word("/title");
        return Ok(vec![Draft {
            name: if title.is_empty() { stem.to_owned() } else { title },
            about: word("/description"),
            source: word("/$comment"),
            schema: Some(text.to_owned()),
            examples: numbered(examples),
            origin: Origin::Documented,
            place: place.clone(),
        }]);
    }
    let events = events_of(text, &document, batch);
    let count = events.len();
    let draft = |(nth, text): (usize, String)| {
        let event = Json::parse(text.as_bytes()).unwrap_or(Json::Null);
        let name = names.read(&Headers::new(), &event).filter(|_| is_in_body(names));
        Draft {
            name: name.unwrap_or_else(|| stem.to_owned()),
            about: String::new(),
            source: String::new(),
            schema: None,
            examples: vec![(if count == 1 { stem.to_owned() } else { format!("{stem} {}", nth + 1) }, text)],
            origin: Origin::Documented,
            place: place.clone(),
        }
    };
    Ok(events.into_iter().enumerate().map(draft).collect())
}

/// Whether a file of this name stays in its folder. Names such as `orders/create` are below it.
fn is_file_name(name: &str) -> bool {
    let is_plain = |part: &str| !matches!(part, "" | "." | "..");
    name.split('/').all(is_plain) && !name.contains(['\\', '\0', '\n', '\r'])
}

/// Whether the body has the whole name.
fn is_in_body(names: &NameSource) -> bool {
    !names.parts().iter().any(|part| matches!(part, NamePart::Header(_)))
}

fn numbered(examples: Vec<String>) -> Vec<(String, String)> {
    examples.into_iter().enumerate().map(|(nth, text)| (format!("example {}", nth + 1), text)).collect()
}

impl Draft {
    /// Builds the payload. `event` is where the file says where the name of an event is.
    fn payload(self, names: &NameSource, event: &Place) -> Result<Payload, ProviderFileError> {
        if !is_file_name(&self.name) {
            let reason = format!("`{}` cannot be the name of an event: it would leave its folder as a file", self.name);
            return Err(self.place.wrong(reason));
        }
        let wrong = |reason: String| self.place.wrong(format!("the event `{}`: {reason}", self.name));
        let mut documents = Vec::new();
        for (name, text) in &self.examples {
            let document =
                Json::parse(text.as_bytes()).map_err(|error| wrong(format!("{name} is not JSON: {error}")))?;
            documents.push(document);
        }
        let (mut schema, order, basis) = if let Some(text) = &self.schema {
            let ordered =
                Json::parse(text.as_bytes()).map_err(|error| wrong(format!("its schema is not JSON: {error}")))?;
            (ordered.to_value(), order_of(&ordered), Basis::Documented)
        } else {
            let values: Vec<Value> = documents.iter().map(Json::to_value).collect();
            (schema::of_documents(&values), FieldOrder::default(), Basis::Observed)
        };
        if let Some(pointer) = outside(&schema, "") {
            return Err(wrong(format!("{pointer} refers to another document; only `#/…` is followed")));
        }
        for (part, value) in names.split(&self.name) {
            if let NamePart::Body(pointer) = part
                && schema::pin(&mut schema, pointer, value).is_none()
            {
                let near = did_you_mean(&nearest_pointers(pointer, &documents));
                let (name, file) = (&self.name, &self.place.file);
                return Err(event.wrong(format!("the event `{name}` of {file} has no field at {pointer}{near}")));
            }
        }
        if let Some(fields) = schema.as_object_mut() {
            fields.remove("examples");
            fields.insert("title".to_owned(), json!(self.name));
        }
        let validator = Validator::compile(&schema).map_err(|error| wrong(error.to_string()))?;
        let mut payload =
            Payload::from_schema(&self.name, schema, order).described(&self.source, &self.about).known(basis);
        for ((name, text), document) in self.examples.iter().zip(&documents) {
            if let Some(violation) = validator.errors(&document.to_value()).first() {
                let at = if violation.pointer.is_empty() { "the whole" } else { &violation.pointer };
                return Err(wrong(format!("{name} does not fit its schema at {at}: {}", violation.message)));
            }
            payload = payload.example(Example::owned(name, &self.source, self.origin, text.clone()));
        }
        Ok(payload)
    }
}

/// Returns the pointers of documents that are most similar to another one.
pub(super) fn nearest_pointers(pointer: &str, documents: &[Json]) -> Vec<String> {
    let mut known = Vec::new();
    for document in documents {
        document.walk(&mut |pointer, _| known.push(pointer.to_owned()));
    }
    nearest(pointer, known.iter().map(String::as_str))
}

/// Returns the pointer of a reference that leaves the schema.
fn outside(schema: &Value, at: &str) -> Option<String> {
    match schema {
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            let here = format!("{at}/{name}");
            match value.as_str() {
                Some(target) if matches!(name.as_str(), "$ref" | "$dynamicRef") => {
                    (!target.starts_with('#')).then_some(here)
                }
                _ => outside(value, &here),
            }
        }),
        Value::Array(items) => items.iter().enumerate().find_map(|(nth, item)| outside(item, &format!("{at}/{nth}"))),
        _ => None,
    }
}

/// Returns the order in which a schema lists its fields.
fn order_of(schema: &Json) -> FieldOrder {
    let mut order = FieldOrder::default();
    learn(&mut order, schema, schema, DEEPEST);
    order
}

fn learn(order: &mut FieldOrder, schema: &Json, root: &Json, depth: usize) {
    let Some(depth) = depth.checked_sub(1) else { return };
    if let Some(target) = schema.pointer("/$ref").and_then(Json::as_str).and_then(|target| target.strip_prefix('#'))
        && let Some(target) = root.pointer(target)
    {
        // A schema that refers to itself has no end; a few levels of it suffice.
        learn(order, target, root, depth.min(4));
    }
    if let Some(Json::Object(fields)) = schema.pointer("/properties") {
        for (name, inner) in fields {
            learn(order.field(name), inner, root, depth);
        }
    }
    for keyword in ["/allOf", "/anyOf", "/oneOf"] {
        if let Some(Json::Array(ways)) = schema.pointer(keyword) {
            for way in ways {
                learn(order, way, root, depth);
            }
        }
    }
    if let Some(items) = schema.pointer("/items") {
        learn(order, items, root, depth);
    }
}
