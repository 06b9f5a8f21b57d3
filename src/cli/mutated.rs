//! `example --invalid`: documents one step away from a valid one.

use serde_json::{Value, json};

use crate::cli::args::ExampleArgs;
use crate::cli::error::CliError;
use crate::cli::output;
use crate::generate::{CompileError, Effect, Generator, Mutation, MutationKind, Mutator, seeded};
use crate::model::{Body, BodyStyle};
use crate::provider::{IdSource, Kind, Payload, Provider};
use crate::verify::Outcome;

pub(super) fn run(
    args: &ExampleArgs,
    provider: &Provider,
    payload: &Payload,
    generator: &Generator,
) -> Result<Outcome, CliError> {
    let body = if args.wire { provider.body.clone() } else { Body::json(BodyStyle::COMPACT) };
    let mutator = Mutator::compile(payload.schema(), body)
        .map_err(|source| CliError::Generate { name: payload.name.clone(), source: CompileError::Schema(source) })?;
    let mut mutations = Vec::new();
    for case in 0..args.count {
        let key = ["example", &payload.name, &case.to_string()];
        let mut document = generator.plausible(&mut seeded(args.seed, &key));
        provider.envelope.renew_ids(&mut document, &IdSource::new(args.seed, "", &key));
        if payload.kind == Kind::Event {
            provider.make_consistent(&payload.name, &mut document);
        }
        for kind in MutationKind::ALL {
            let mut rng = seeded(args.seed, &["invalid", &payload.name, &case.to_string(), kind.name()]);
            mutations.extend(mutator.one(&document, kind, &mut rng));
        }
    }
    if args.json {
        let rows: Vec<Value> = mutations.iter().map(|mutation| row(mutation, provider)).collect();
        return output::json(&rows);
    }
    let mut printed = Vec::new();
    for mutation in mutations {
        output::note(&label(&mutation, provider));
        printed.extend_from_slice(&mutation.body);
        if !args.wire {
            printed.push(b'\n');
        }
    }
    output::bytes(&printed)
}

/// Returns the fact that decides whether an additive change is allowed.
const fn based_on(kind: MutationKind) -> Option<&'static str> {
    match kind {
        MutationKind::UnknownField => Some("payload.new-members"),
        MutationKind::UnknownEnumValue => Some("payload.new-values"),
        _ => None,
    }
}

fn row(mutation: &Mutation, provider: &Provider) -> Value {
    let effect = match &mutation.effect {
        Effect::Refused { at, keyword } => json!({"schema": "refused", "at": at, "keyword": keyword}),
        Effect::Accepted => json!({"schema": "accepted"}),
        Effect::NotJson => json!({"schema": "not-json"}),
    };
    json!({
        "name": mutation.kind, "pointer": mutation.pointer, "what": mutation.what, "effect": effect,
        "allowed": mutation.is_allowed(provider.additive_changes), "based_on": based_on(mutation.kind),
        "body": String::from_utf8_lossy(&mutation.body),
    })
}

/// Returns one line: the kind, the pointer, the change, the rule of the schema, and whether the provider may send it.
fn label(mutation: &Mutation, provider: &Provider) -> String {
    let place = if mutation.pointer.is_empty() { "(the whole)" } else { &mutation.pointer };
    let effect = match &mutation.effect {
        Effect::Refused { at, keyword } if *at == mutation.pointer => format!("refused by {keyword}"),
        Effect::Refused { at, keyword } if at.is_empty() => format!("refused by {keyword} of the whole"),
        Effect::Refused { at, keyword } => format!("refused by {keyword} at {at}"),
        Effect::Accepted => "within the schema".to_owned(),
        Effect::NotJson => "no JSON".to_owned(),
    };
    let allowed = if mutation.is_allowed(provider.additive_changes) { "allowed" } else { "not allowed" };
    let because = based_on(mutation.kind).map_or_else(String::new, |key| format!(" by {key}"));
    format!("{} {place}: {}; {effect}; {allowed}{because}", mutation.kind.name(), mutation.what)
}
