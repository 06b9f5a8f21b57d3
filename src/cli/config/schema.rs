//! The JSON Schema of `hookproof.toml`, for editors. It follows from the flags of the commands.

use clap::{Arg, ArgAction};
use serde_json::{Map, Value, json};

use crate::cli::config::flags::Flags;
use crate::cli::config::keys::{Form, Scope};
use crate::cli::config::{flags, keys};
use crate::report::Format;

/// Returns the JSON Schema of `hookproof.toml`, as in `schemas/hookproof.json`.
#[must_use]
pub fn config_schema() -> Value {
    let verify = Flags::of_verify();
    let mut item = table(&target(&verify, Scope::Target), "A consumer, how to start it, and how to verify it.");
    item["required"] = json!(["url"]);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:hookproof:config",
        "title": "hookproof.toml",
        "description": "What `hookproof run` verifies, and the flags of `hookproof serve`.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "extends": {"type": "string", "description": "A file whose [serve] and [verify] this file adds to."},
            "serve": table(&of_flags(&Flags::of_serve()), "The flags of `hookproof serve`."),
            "verify": table(&target(&verify, Scope::Defaults), "The defaults of every target."),
            "target": {"type": "array", "items": item, "description": "The targets of `hookproof run`."},
        },
    })
}

fn table(properties: &Map<String, Value>, about: &str) -> Value {
    json!({"type": "object", "description": about, "properties": properties, "additionalProperties": false})
}

fn target(verify: &Flags, scope: Scope) -> Map<String, Value> {
    let own = keys::ALL.iter().filter(|key| scope == Scope::Target || key.scope == Scope::Defaults);
    own.map(|key| (key.name.to_owned(), described(of_form(key.form), key.about))).chain(of_flags(verify)).collect()
}

fn of_form(form: Form) -> Value {
    match form {
        Form::Text | Form::Duration | Form::Path => json!({"type": "string"}),
        Form::Named => json!({"type": "object", "additionalProperties": {"type": ["string", "number"]}}),
        Form::Secret => {
            let forms = ["env", "file", "command"].map(|name| of_texts(&[name]));
            let text = json!({"type": "string"});
            json!({"anyOf": forms.into_iter().chain([text]).collect::<Vec<_>>()})
        }
        Form::Reports => {
            let formats = Format::ALL.map(|format| (format.name().to_owned(), json!({"type": "string"})));
            let formats: Map<String, Value> = formats.into_iter().collect();
            json!({"type": "object", "properties": formats, "additionalProperties": false})
        }
    }
}

/// Returns the schema of a table that has these texts, and nothing else.
fn of_texts(names: &[&str]) -> Value {
    let properties: Map<String, Value> =
        names.iter().map(|name| ((*name).to_owned(), json!({"type": "string"}))).collect();
    json!({"type": "object", "properties": properties, "required": names, "additionalProperties": false})
}

fn of_flags(flags: &Flags) -> Map<String, Value> {
    let entry = |flag: &Arg| {
        let about = flag.get_help().map(ToString::to_string).unwrap_or_default();
        (flags::name(flag).to_owned(), described(of_flag(flag), &about))
    };
    flags.all().iter().map(entry).collect()
}

fn of_flag(flag: &Arg) -> Value {
    if flags::is_switch(flag) {
        return json!({"type": "boolean"});
    }
    let one = json!({"type": ["string", "number"]});
    let mut forms = vec![one.clone()];
    if matches!(flag.get_action(), ArgAction::Append) {
        forms.push(json!({"type": "array", "items": one}));
    }
    if flags::table_of(flags::name(flag)).is_some() {
        forms.push(json!({"type": "object"}));
    }
    if flags::is_source(flags::name(flag)) {
        forms.extend([&["sql", "query"][..], &["command"]].map(of_texts));
    }
    if forms.len() == 1 { one } else { json!({"anyOf": forms}) }
}

fn described(mut schema: Value, about: &str) -> Value {
    schema["description"] = json!(about);
    schema
}
