//! Derives the schema of a Rust type, and adapts it to one payload.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

/// Returns the schema of the documents that `T` serializes to, draft 2020-12.
#[must_use]
pub fn of_type<T: JsonSchema>() -> Value {
    derive::<T>(SchemaSettings::draft2020_12().for_serialize())
}

/// Returns the schema of the documents that `T` deserializes from, draft 2020-12.
#[must_use]
pub(crate) fn of_input<T: JsonSchema>() -> Value {
    derive::<T>(SchemaSettings::draft2020_12().for_deserialize())
}

fn derive<T: JsonSchema>(settings: SchemaSettings) -> Value {
    let settings = settings.with_transform(RecursiveTransform(join_lines));
    settings.into_generator().into_root_schema_for::<T>().to_value()
}

/// Joins the lines of a doc comment, which is broken at the ends of source lines; its paragraphs are kept.
fn join_lines(schema: &mut Schema) {
    if let Some(Value::String(text)) = schema.get_mut("description") {
        *text = text.split("\n\n").map(|paragraph| paragraph.replace('\n', " ")).collect::<Vec<_>>().join("\n\n");
    }
}

/// Writes a schema as it is stored in `schemas/`: indented, its keys in order, a line feed at its end.
#[must_use]
pub fn to_text(schema: &Value) -> String {
    // `serde_json` sorts the keys of an object. It cannot fail on a value in memory.
    let mut text = serde_json::to_string_pretty(schema).unwrap_or_default();
    text.push('\n');
    text
}

/// Restricts the string field at a JSON pointer to one value, because many events share a shape and differ only in
/// their name. Arrays on the way to it get at least one item. Returns `None` if the schema does not declare such a field.
pub(crate) fn pin(schema: &mut Value, pointer: &str, value: &str) -> Option<()> {
    let at = declaration(schema, pointer)?;
    let ends = at.match_indices("/items").map(|(end, _)| &at[..end]);
    // A field may be named `items`, too.
    let arrays: Vec<String> = ends.filter(|array| !array.ends_with("/properties")).map(str::to_owned).collect();
    for array in arrays {
        if let Some(array) = schema.pointer_mut(&array).and_then(Value::as_object_mut)
            && array.get("minItems").and_then(Value::as_u64).unwrap_or_default() == 0
        {
            array.insert("minItems".to_owned(), json!(1));
        }
    }
    let member = schema.pointer_mut(&at)?.as_object_mut()?;
    member.remove("enum");
    member.remove("pattern");
    member.insert("const".to_owned(), json!(value));
    Some(())
}

/// Returns the schema of the field at a JSON pointer of a document, if the schema declares it.
pub(crate) fn field_at<'a>(schema: &'a Value, pointer: &str) -> Option<&'a Value> {
    let at = resolve(schema, declaration(schema, pointer)?)?;
    schema.pointer(&at)
}

/// Returns the pointer in the schema at which the field at a JSON pointer of a document is declared.
fn declaration(schema: &Value, pointer: &str) -> Option<String> {
    let mut at = String::new();
    for name in pointer.split('/').skip(1) {
        at = resolve(schema, at)?;
        let is_item = name.parse::<usize>().is_ok() && schema.pointer(&at)?.get("items").is_some();
        if is_item {
            at.push_str("/items");
        } else {
            at.push_str("/properties/");
            at.push_str(name);
        }
    }
    Some(at)
}

/// Resolves a local `$ref` at `at`.
fn resolve(schema: &Value, at: String) -> Option<String> {
    let target = schema.pointer(&at)?.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
    match target {
        Some(target) => Some(target.to_owned()),
        None => Some(at),
    }
}
