//! Law 2: what a mutation breaks is refused by the schema at the path that it names, and what it leaves
//! whole is accepted; judged by the `jsonschema` crate, not by hookproof's own `Validator`.

use std::collections::BTreeSet;

use hookproof::__private::generate::{Effect, Mutation, MutationKind, Mutator, seeded};
use hookproof::model::{AdditiveChanges, Body, BodyStyle, Json};
use hookproof::provider::{Kind, Payload, Provider};
use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use crate::KNOWN;

/// Where a document is refused and by which keyword, with what branches of a choice said.
fn refusals(validator: &Validator, document: &Value) -> Vec<(String, String)> {
    fn add(error: &ValidationError<'_>, found: &mut Vec<(String, String)>) {
        let keyword = error.schema_path().to_string().rsplit('/').next().unwrap().to_owned();
        found.push((error.instance_path().to_string(), keyword));
        match error.kind() {
            ValidationErrorKind::AnyOf { context }
            | ValidationErrorKind::OneOfNotValid { context }
            | ValidationErrorKind::OneOfMultipleValid { context } => {
                context.iter().flatten().for_each(|inner| add(inner, found));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    validator.iter_errors(document).for_each(|error| add(&error, &mut found));
    found
}

/// What is wrong with the label of a mutation, if anything is.
fn fault(validator: &Validator, base: &Json, body: &Body, mutation: &Mutation) -> Option<String> {
    let read = serde_json::from_slice::<Value>(&mutation.body);
    if mutation.body == body.write(base) {
        return Some("nothing was changed".to_owned());
    }
    if let Some(document) = &mutation.document
        && body.write(document) != mutation.body
    {
        return Some("the body is not the document's".to_owned());
    }
    let refusals = read.as_ref().map(|document| refusals(validator, document));
    match (&mutation.effect, refusals) {
        (Effect::NotJson, Err(_)) => None,
        (Effect::Refused { at, keyword }, Ok(refusals)) if refusals.contains(&(at.clone(), keyword.clone())) => {
            let inside = mutation.pointer.strip_prefix(at.as_str());
            let is_near = inside.is_some_and(|rest| rest.matches('/').count() <= 1);
            (!is_near).then(|| format!("refused at `{at}`, far from the change"))
        }
        (Effect::Accepted, Ok(refusals)) if refusals.is_empty() && validator.is_valid(read.as_ref().unwrap()) => None,
        (effect, refusals) => Some(format!("labelled {effect:?}, but {refusals:?}")),
    }
}

/// The kinds that must be found among the mutations of the fullest document, by what its schema says.
fn due(schema: &Value, fullest: &Value) -> BTreeSet<MutationKind> {
    let mut schema = schema.clone();
    // A sample may hold any word.
    schema.as_object_mut().unwrap().remove("examples");
    let text = schema.to_string();
    let says = |keyword: &str| text.contains(&format!("\"{keyword}\":"));
    let mut due = BTreeSet::from([MutationKind::Null, MutationKind::WhiteSpace, MutationKind::Truncated]);
    let mut when = |is_due: bool, kind| is_due.then(|| due.insert(kind));
    when(says("type"), MutationKind::WrongType);
    when(fullest.as_object().is_some_and(|members| !members.is_empty()), MutationKind::DuplicateKey);
    when(says("required"), MutationKind::MissingRequired);
    when(says("properties"), MutationKind::UnknownField);
    when(says("enum") || says("const"), MutationKind::OutOfEnum);
    when(says("enum"), MutationKind::UnknownEnumValue);
    when(says("minimum") || says("maxLength") || says("maxItems"), MutationKind::OutOfBound);
    // What a format such as `password` or `uint64` asks for, no validator looks at.
    let asserted = ["uuid", "date-time", "date", "email", "uri", "hostname", "ipv4"];
    let is_asserted = asserted.iter().any(|format| text.contains(&format!("\"format\":\"{format}\"")));
    when(is_asserted, MutationKind::BrokenFormat);
    when(says("pattern"), MutationKind::BrokenPattern);
    when(fullest.as_object().is_some_and(|members| members.len() > 1), MutationKind::KeyOrder);
    due
}

/// Place of the fullest document among those that are mutated.
const FULLEST: usize = 0;

fn hold(provider: &Provider, payload: &Payload, documents: &[Json]) -> BTreeSet<MutationKind> {
    let schema = payload.schema();
    let validator = jsonschema::draft202012::options().should_validate_formats(true).build(schema).unwrap();
    let mutator = Mutator::compile(schema, &provider.body).unwrap();
    let mut kinds = BTreeSet::new();
    for (case, document) in documents.iter().enumerate() {
        let draw = || seeded(case as u64, &["mutations", &payload.name]);
        let mutations = mutator.mutations(document, &mut draw());
        for mutation in &mutations {
            let fault = fault(&validator, document, &provider.body, mutation);
            assert_eq!(
                fault,
                None,
                "{} {}: {mutation:?}\n{}",
                provider.id,
                payload.name,
                String::from_utf8_lossy(&mutation.body)
            );
            kinds.insert(mutation.kind);
        }
        // The fullest document has hundreds: seeds and single picks are tried on the others.
        if case == FULLEST {
            continue;
        }
        let bodies: Vec<_> = mutations.iter().map(|mutation| &mutation.body).collect();
        let again = mutator.mutations(document, &mut draw());
        assert_eq!(bodies, again.iter().map(|mutation| &mutation.body).collect::<Vec<_>>());
        for kind in MutationKind::ALL {
            let one = mutator.one(document, kind, &mut draw());
            let applies = mutations.iter().any(|mutation| mutation.kind == kind);
            assert_eq!(one.is_some(), applies, "{} {} {}", provider.id, payload.name, kind.name());
            let fault = one.and_then(|one| fault(&validator, document, &provider.body, &one));
            assert_eq!(fault, None, "{} {} {}", provider.id, payload.name, kind.name());
        }
    }
    kinds
}

#[test]
fn every_mutation_is_refused_or_accepted_as_labelled() {
    let cases = crate::number("HOOKPROOF_CASES", 50) / 50;
    let mut all = BTreeSet::new();
    for known in KNOWN.iter() {
        let others = known.provider.payloads.iter().filter(|payload| payload.kind != Kind::Event);
        let others: Vec<_> = others.map(|payload| (payload, crate::compiled(&known.provider, payload))).collect();
        let others = others.iter().map(|(payload, generator)| (*payload, generator));
        for (payload, generator) in known.events().chain(others) {
            let drawn = |case: u64| generator.sample(&mut seeded(case, &["mutated", &payload.name]));
            let mut documents = vec![generator.maximal(), generator.minimal()];
            documents.extend((0..cases).map(drawn));
            let kinds = hold(&known.provider, payload, &documents);
            let due = due(payload.schema(), &generator.maximal().to_value());
            let absent: Vec<_> = due.difference(&kinds).collect();
            assert!(absent.is_empty(), "{} {} has no {absent:?}", known.provider.id, payload.name);
            all.extend(kinds);
        }
    }
    assert_eq!(all, MutationKind::ALL.into_iter().collect(), "a kind that no payload has is never tried");
}

#[test]
fn what_grows_is_the_provider_s_policy_and_what_breaks_is_nobody_s() {
    let known = &KNOWN[0];
    let (payload, generator) = known.events().find(|(payload, _)| payload.name == "task-status-updated").unwrap();
    let mutator = Mutator::compile(payload.schema(), BodyStyle::COMPACT).unwrap();
    let mutations = mutator.mutations(&generator.maximal(), &mut seeded(0, &[]));
    let mut provider = known.provider.clone();
    let allowed = |additive_changes: AdditiveChanges| -> BTreeSet<&str> {
        let allowed = mutations.iter().filter(|mutation| mutation.is_allowed(additive_changes));
        allowed.filter(|mutation| mutation.kind != MutationKind::Null).map(|mutation| mutation.kind.name()).collect()
    };
    let free = ["key-order", "white-space"];
    let grown = ["key-order", "unknown-enum-value", "unknown-field", "white-space"];
    assert_eq!(allowed(provider.additive_changes), grown.into());
    provider.assume("payload.new-values", Some("no")).unwrap();
    provider.assume("payload.new-members", Some("no")).unwrap();
    assert_eq!(allowed(provider.additive_changes), free.into());
    let nulls = mutations.iter().filter(|mutation| mutation.kind == MutationKind::Null);
    for null in nulls {
        assert_eq!(null.is_allowed(provider.additive_changes), null.effect == Effect::Accepted, "{}", null.pointer);
    }
}
