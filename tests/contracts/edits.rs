//! One known edit at a drawn place of every payload's schema: exactly it is found, as what it is.

use hookproof::__private::generate::seeded;
use hookproof::provider::Payload;
use hookproof::providers;
use hookproof::schema::{Change, Class, Contract, Side};
use proptest::prelude::Rng;
use serde_json::{Value, json};

/// A schema at a place of a document, reached through members alone, and whether its parent requires it.
struct Spot {
    /// Pointer into the schema.
    inside: String,
    /// Pointer into a document.
    pointer: String,
    required: bool,
}

/// Every member of a schema that has been dereferenced, through objects that are no branch of a choice.
fn spots(schema: &Value, inside: &str, pointer: &str, found: &mut Vec<Spot>) {
    let Some(members) = schema.get("properties").and_then(Value::as_object) else { return };
    if ["oneOf", "anyOf", "allOf", "$ref"].iter().any(|keyword| schema.get(keyword).is_some()) {
        return;
    }
    for (name, member) in members {
        let step = name.replace('~', "~0").replace('/', "~1");
        let (inside, pointer) = (format!("{inside}/properties/{step}"), format!("{pointer}/{step}"));
        let listed = schema.get("required").and_then(Value::as_array);
        let required = listed.is_some_and(|listed| listed.iter().any(|known| known == name));
        spots(member, &inside, &pointer, found);
        found.push(Spot { inside, pointer, required });
    }
}

/// Takes a name out of `required` of the object that a member belongs to.
fn relax(schema: &mut Value, spot: &Spot) -> Option<()> {
    let (parent, name) = spot.inside.rsplit_once("/properties/")?;
    let name = name.replace("~1", "/").replace("~0", "~");
    let required = schema.pointer_mut(parent)?.get_mut("required")?.as_array_mut()?;
    required.retain(|known| *known != name);
    Some(())
}

/// Allows null in a member of one type.
fn make_nullable(schema: &mut Value, spot: &Spot) -> Option<String> {
    let member = schema.pointer_mut(&spot.inside)?;
    let kind = member.get("type")?.as_str()?.to_owned();
    if kind == "null" || member.get("const").is_some() || member.get("enum").is_some() {
        return None;
    }
    member.as_object_mut()?.insert("type".to_owned(), json!([kind, "null"]));
    Some(spot.pointer.clone())
}

/// An edit: what it does to a spot, if it applies there, and what a reader is to be told.
type Edit = (&'static str, Class, fn(&mut Value, &Spot) -> Option<String>);

const EDITS: &[Edit] = &[
    ("a new value", Class::Additive, |schema, spot| {
        schema.pointer_mut(&spot.inside)?.get_mut("enum")?.as_array_mut()?.push(json!("added later"));
        Some(spot.pointer.clone())
    }),
    ("a value less", Class::Safe, |schema, spot| {
        let values = schema.pointer_mut(&spot.inside)?.get_mut("enum")?.as_array_mut()?;
        (values.len() > 1).then(|| values.pop())?;
        Some(spot.pointer.clone())
    }),
    ("a member less", Class::Breaking, |schema, spot| {
        let (parent, name) = spot.inside.rsplit_once('/')?;
        relax(schema, spot);
        let name = name.replace("~1", "/").replace("~0", "~");
        schema.pointer_mut(parent)?.as_object_mut()?.remove(&name)?;
        Some(spot.pointer.clone())
    }),
    ("an optional member more", Class::Additive, |schema, spot| {
        let (parent, _) = spot.inside.rsplit_once('/')?;
        let members = schema.pointer_mut(parent)?.as_object_mut()?;
        members.insert("added later".to_owned(), json!({"type": "string"}));
        Some(format!("{}/added later", spot.pointer.rsplit_once('/')?.0))
    }),
    ("optional now", Class::Breaking, |schema, spot| {
        spot.required.then(|| relax(schema, spot))??;
        Some(spot.pointer.clone())
    }),
    ("an optional field is nullable now", Class::Additive, |schema, spot| {
        (!spot.required).then(|| make_nullable(schema, spot))?
    }),
    ("a required field is nullable now", Class::Breaking, |schema, spot| {
        spot.required.then(|| make_nullable(schema, spot))?
    }),
    ("shorter", Class::Safe, |schema, spot| {
        let member = schema.pointer_mut(&spot.inside)?;
        let plain = ["const", "enum", "pattern", "format"].iter().all(|keyword| member.get(keyword).is_none());
        (plain && member.get("type")? == "string").then_some(())?;
        let length = member.get("maxLength").and_then(Value::as_u64).unwrap_or(1_000);
        member.as_object_mut()?.insert("maxLength".to_owned(), json!(length - 1));
        Some(spot.pointer.clone())
    }),
    ("longer", Class::Breaking, |schema, spot| {
        let member = schema.pointer_mut(&spot.inside)?;
        let length = member.get("maxLength")?.as_u64()?;
        member.as_object_mut()?.insert("maxLength".to_owned(), json!(length + 1));
        Some(spot.pointer.clone())
    }),
    ("of another type", Class::Breaking, |schema, spot| {
        let member = schema.pointer_mut(&spot.inside)?;
        (member.get("type")? == "string").then_some(())?;
        *member = json!({"type": "array", "items": {"type": "string"}});
        Some(spot.pointer.clone())
    }),
];

fn payloads() -> impl Iterator<Item = (String, Payload)> {
    providers::ALL.iter().flat_map(|provider| {
        let provider = provider();
        let id = provider.id.clone();
        provider.payloads.into_iter().map(move |payload| (format!("{id} {}", payload.name), payload))
    })
}

fn since(old: &Contract, new: &Value) -> Vec<Change> {
    Contract::read(new).unwrap().since(old, Side::Received)
}

#[test]
fn no_payload_differs_from_itself() {
    for (name, payload) in payloads() {
        let contract = Contract::read(payload.schema()).unwrap();
        assert_eq!(since(&contract, payload.schema()), [], "{name}");
    }
}

#[test]
fn one_edit_is_found_and_nothing_else() {
    let mut applied = vec![0; EDITS.len()];
    for (name, payload) in payloads().step_by(7) {
        let schema = jsonschema::dereference(payload.schema()).unwrap();
        let contract = Contract::read(&schema).unwrap();
        let mut found = Vec::new();
        spots(&schema, "", "", &mut found);
        if found.is_empty() {
            continue;
        }
        for (index, (what, class, edit)) in EDITS.iter().enumerate() {
            let mut rng = seeded(0, &["edits", &name, what]);
            let first = usize::try_from(rng.next_u64() % found.len() as u64).unwrap();
            let (before, after) = found.split_at(first);
            let mut newer = schema.clone();
            let at = after.iter().chain(before).find_map(|spot| {
                newer = schema.clone();
                edit(&mut newer, spot)
            });
            let Some(pointer) = at else { continue };
            let changes = since(&contract, &newer);
            let told: Vec<_> = changes.iter().map(|change| (change.pointer.as_str(), change.class)).collect();
            assert_eq!(told, [(pointer.as_str(), *class)], "{name}: {what}: {changes:?}");
            applied[index] += 1;
        }
    }
    for ((what, ..), count) in EDITS.iter().zip(applied) {
        assert!(count >= 3, "{what} was tried {count} times");
    }
}
