//! The OpenAPI 3.1 document of `/_hookproof/`, generated from the types that are read and written.

use serde_json::{Map, Value, json};

use crate::serve::control::extract::ErrorView;
use crate::serve::control::row::{Row, Schemas};
use crate::serve::options::Options;

/// Returns the document of a server with these options.
pub(super) fn written(rows: &[Row], options: &Options) -> Value {
    let mut schemas = Schemas::new();
    let mut paths = Map::new();
    for row in rows {
        let entry = paths.entry(format!("/_hookproof{}", row.path)).or_insert_with(|| json!({}));
        entry[row.method] = operation(row, &mut schemas);
    }

    schemas.given.subschema_for::<ErrorView>();
    let mut definitions = schemas.given.take_definitions(true);
    // A type in both requests and responses has one name, so only its request schema is kept. That schema also fits
    // responses, because every field that it requires is in every response.
    definitions.extend(schemas.taken.take_definitions(true));
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "hookproof",
            "summary": "Drives a mock provider of webhooks",
            "version": env!("CARGO_PKG_VERSION"),
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "paths": paths,
        "components": {"schemas": definitions},
    });
    if options.token.is_some() {
        document["components"]["securitySchemes"] = json!({"token": {"type": "http", "scheme": "bearer"}});
        document["security"] = json!([{"token": []}]);
    }
    document
}

/// Describes a call.
fn operation(row: &Row, schemas: &mut Schemas) -> Value {
    let (status, body) = &row.gives;
    let mut responses = json!({*status: body(schemas)});
    for (status, about) in [
        ("400", "The request is invalid."),
        ("401", "The token is missing or wrong."),
        ("404", "The path or the named object does not exist."),
        ("413", "The body is too large."),
        ("503", "The changes of the call could not be stored."),
    ] {
        let error = json!({"$ref": "#/components/schemas/ErrorView"});
        responses[status] = json!({"description": about, "content": {"application/json": {"schema": error}}});
    }
    let mut operation = json!({
        "summary": row.about,
        "operationId": format!("{}{}", row.method, row.path.replace(['/', '.', '{', '}'], "_")),
        "responses": responses,
    });
    if !row.parameters.is_empty() {
        operation["parameters"] = json!(row.parameters);
    }
    if let Some(takes) = &row.takes {
        operation["requestBody"] = takes(schemas);
    }
    operation
}
