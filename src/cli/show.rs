//! Commands that print what hookproof knows: providers, facts, payloads, schemas, examples, checks.

use std::fmt::Write;

use proptest::test_runner::TestRng;
use serde_json::{Value, json};

use crate::cli::args::{ChecksArgs, ExampleArgs, ListArgs, OneArgs, SchemaArgs};
use crate::cli::error::CliError;
use crate::cli::{mutated, output, read};
use crate::demo;
use crate::generate::{Coverage, Generator, Goal, Hostile, Shown, seeded};
use crate::model::{Body, BodyStyle, Json};
use crate::provider::{Basis, Fact, IdSource, Kind, Payload, Provider};
use crate::provider_file;
use crate::providers;
use crate::providers::catalog;
use crate::schema;
use crate::story;
use crate::verify::{Check, Outcome, Selection, checks};

pub(super) fn providers(args: &ListArgs) -> Result<Outcome, CliError> {
    let mut known: Vec<Provider> = providers::ALL.iter().map(|provider| provider()).collect();
    for name in catalog::names() {
        known.push(provider_file::find(name)?);
    }
    let count = |provider: &Provider, basis| provider.facts.iter().filter(|fact| fact.basis == basis).count();
    if args.json {
        let rows: Vec<Value> = known
            .iter()
            .map(|provider| {
                json!({
                    "name": provider.id, "title": provider.name, "about": provider.about,
                    "events": provider.events().count(), "payloads": provider.payloads.len(),
                    "facts": {
                        "documented": count(provider, Basis::Documented),
                        "observed": count(provider, Basis::Observed),
                        "assumed": count(provider, Basis::Assumed),
                    },
                })
            })
            .collect();
        return output::json(&rows);
    }
    let width = known.iter().map(|provider| provider.id.len()).max().unwrap_or_default();
    let mut text = format!(
        "{:<width$} {:>6}  {:>10} {:>8} {:>7}  signature\n",
        "provider", "events", "documented", "observed", "assumed"
    );
    for provider in &known {
        let _ = writeln!(
            text,
            "{:<width$} {:>6}  {:>10} {:>8} {:>7}  {}",
            provider.id,
            provider.events().count(),
            count(provider, Basis::Documented),
            count(provider, Basis::Observed),
            count(provider, Basis::Assumed),
            provider.setting("signature.header").unwrap_or_default(),
        );
    }
    output::text(&text)
}

pub(super) fn sheet(args: &OneArgs) -> Result<Outcome, CliError> {
    let provider = provider_file::find(&args.provider)?;
    if args.json {
        return output::json(&provider);
    }
    let mut text = format!("{}: {}\n", provider.name, provider.about);
    let group = |fact: &Fact| fact.key.split('.').next().unwrap_or_default().to_owned();
    let mut groups: Vec<String> = Vec::new();
    for fact in &provider.facts {
        if !groups.contains(&group(fact)) {
            groups.push(group(fact));
        }
    }
    let mut facts: Vec<&Fact> = provider.facts.iter().collect();
    facts.sort_by_key(|fact| groups.iter().position(|known| *known == group(fact)));
    let mut last = String::new();
    for fact in facts {
        if group(fact) != last {
            last = group(fact);
            let _ = writeln!(text, "\n{last}");
        }
        let _ = writeln!(text, "  {:<28} {}", fact.key, fact.value);
        let day = if fact.date.is_empty() { String::new() } else { format!(" ({})", fact.date) };
        let _ = writeln!(text, "  {:<28}   {}, {}{day}", "", fact.basis.name(), fact.source);
    }
    consistency(&provider, &mut text);
    let broken: Vec<_> = provider
        .payloads
        .iter()
        .flat_map(|payload| payload.examples.iter().map(move |example| (payload, example)))
        .filter(|(_, example)| !example.contradictions.is_empty())
        .collect();
    if !broken.is_empty() {
        text.push_str("\ncontradictions: examples that violate the documented type of the same provider\n");
    }
    for (payload, example) in broken {
        let _ = writeln!(text, "  {} `{}`, {}", payload.name, example.name, example.source);
        for contradiction in &example.contradictions {
            let _ = writeln!(text, "    {:<30} {}", pointed(&contradiction.pointer), contradiction.what);
        }
    }
    output::text(&text)
}

/// Writes the consistency rules and the stories.
fn consistency(provider: &Provider, text: &mut String) {
    if !provider.rules.is_empty() {
        text.push_str("\nconsistency rules: generated events obey them, though the contract allows more\n");
    }
    for rule in &provider.rules {
        let _ = writeln!(text, "  {:<28} {rule}", rule.name);
        let _ = writeln!(text, "  {:<28}   {}, {} ({})", "", rule.basis.name(), rule.source, rule.date);
    }
    if !provider.stories.is_empty() {
        text.push_str("\nstories: events about one entity, printed by `example --story`\n");
    }
    for story in &provider.stories {
        let events: Vec<&str> = story.steps.iter().map(|step| step.event.as_str()).collect();
        let _ = writeln!(text, "  {:<28} {}", story.name, story.about);
        let _ = writeln!(text, "  {:<28}   {}", "", events.join(", "));
        let _ = writeln!(text, "  {:<28}   {}, {} ({})", "", story.basis.name(), story.source, story.date);
    }
}

fn pointed(pointer: &str) -> &str {
    if pointer.is_empty() { "(the whole)" } else { pointer }
}

pub(super) fn events(args: &OneArgs) -> Result<Outcome, CliError> {
    let provider = provider_file::find(&args.provider)?;
    list(args, provider.events())
}

pub(super) fn payloads(args: &OneArgs) -> Result<Outcome, CliError> {
    let provider = provider_file::find(&args.provider)?;
    list(args, provider.payloads.iter())
}

fn list<'a>(args: &OneArgs, payloads: impl Iterator<Item = &'a Payload>) -> Result<Outcome, CliError> {
    if args.json {
        let rows: Vec<Value> = payloads
            .map(|payload| {
                json!({
                    "name": payload.name, "kind": payload.kind, "basis": payload.basis, "source": payload.source,
                    "about": payload.about, "examples": payload.examples.len(),
                })
            })
            .collect();
        return output::json(&rows);
    }
    let mut text = String::new();
    for payload in payloads {
        let kind =
            if payload.kind == Kind::Event { String::new() } else { format!(" ({:?})", payload.kind).to_lowercase() };
        let _ = writeln!(text, "{:<32} {:<11} {}{kind}", payload.name, payload.basis.name(), payload.about);
    }
    output::text(&text)
}

pub(super) fn schema(args: &SchemaArgs) -> Result<Outcome, CliError> {
    let provider = provider_file::find(args.provider.as_deref().unwrap_or_default())?;
    let chosen: Vec<&Payload> = match &args.event {
        Some(name) => vec![provider.payload(name)?],
        None => provider.payloads.iter().collect(),
    };
    let folder = args.out.clone().unwrap_or_else(|| "schemas".into());
    let place = |payload: &Payload| folder.join(&provider.id).join(payload.file());
    if args.check {
        let differs = |payload: &&&Payload| {
            let known = read::text(&place(payload));
            !known.is_ok_and(|known| known == schema::to_text(payload.schema()))
        };
        let different: Vec<_> = chosen.iter().filter(differs).map(|payload| place(payload)).collect();
        for path in &different {
            output::note(&format!("{} is absent or differs", path.display()));
        }
        return Ok(if different.is_empty() { Outcome::Passed } else { Outcome::Failed });
    }
    if args.out.is_some() {
        for payload in &chosen {
            output::write(&place(payload), schema::to_text(payload.schema()).as_bytes())?;
        }
        return Ok(Outcome::Passed);
    }
    if let (Some(_), [payload]) = (&args.event, chosen.as_slice()) {
        return output::text(&schema::to_text(payload.schema()));
    }
    let rows: Vec<Value> =
        chosen.iter().map(|payload| json!({"name": payload.name, "schema": payload.schema()})).collect();
    output::json(&rows)
}

pub(super) fn example(args: &ExampleArgs) -> Result<Outcome, CliError> {
    let provider = provider_file::find(&args.provider)?;
    let body = if args.wire { provider.body.clone() } else { Body::json(BodyStyle::COMPACT_LINE) };
    let mut printed = Vec::new();
    if let Some(name) = &args.story {
        for event in story::run(&provider, provider.story(name)?, args.seed, "", args.now)? {
            body.write_to(&event.document, &mut printed);
        }
        return output::bytes(&printed);
    }
    let payload = provider.payload(args.event.as_deref().unwrap_or_default())?;
    if args.documented {
        return documented(args, &provider, payload);
    }
    let generator = Generator::compile(payload.schema(), payload.order())
        .map_err(|source| CliError::Generate { name: payload.name.clone(), source })?;
    if args.invalid {
        return mutated::run(args, &provider, payload, &generator);
    }
    if args.coverage {
        let coverage = generator.covering(&mut seeded(args.seed, &["coverage", &payload.name]));
        return covered(args, &coverage, &body);
    }
    let mut print = |mut document: Json| {
        // The rules are about events, and an answer of the API may look like one.
        if payload.kind == Kind::Event {
            provider.make_consistent(&payload.name, &mut document);
        }
        body.write_to(&document, &mut printed);
    };
    if args.minimal {
        print(generator.minimal());
    } else if args.maximal {
        print(generator.maximal());
    } else {
        for case in 0..args.count {
            let mut rng = seeded(args.seed, &["example", &payload.name, &case.to_string()]);
            let mut document =
                if args.hostile { hostile(&generator, &mut rng, case) } else { generator.plausible(&mut rng) };
            let ids = IdSource::new(args.seed, "", &["example", &payload.name, &case.to_string()]);
            // Only events have an envelope: another payload may have a field of the same name.
            if payload.kind == Kind::Event {
                provider.envelope.renew_ids(&mut document, &ids);
            }
            print(document);
        }
    }
    output::bytes(&printed)
}

/// Returns a document with the next hostile kind; a random one if the type has no place for it.
fn hostile(generator: &Generator, rng: &mut TestRng, case: u32) -> Json {
    let turn = usize::try_from(case).unwrap_or_default();
    let found = generator.hostile(rng, Hostile::ALL[turn % Hostile::ALL.len()]);
    found.unwrap_or_else(|| generator.sample(rng))
}

/// Prints the documents, and on stderr what they show; or the goals.
fn covered(args: &ExampleArgs, coverage: &Coverage, body: &Body) -> Result<Outcome, CliError> {
    if args.json {
        let row = |goal: &Goal| {
            let (document, reason) = match goal.shown {
                Shown::In(document) => (Some(document), None),
                Shown::Never(missed) => (None, Some(missed.to_string())),
            };
            json!({
                "name": goal.feature.to_string(), "kind": goal.feature.kind(), "pointer": goal.pointer,
                "document": document, "reason": reason,
            })
        };
        return output::json(&coverage.goals.iter().map(row).collect::<Vec<_>>());
    }
    let mut printed = Vec::new();
    coverage.documents.iter().for_each(|document| body.write_to(document, &mut printed));
    let end = output::bytes(&printed)?;
    let shown = coverage.goals.iter().filter(|goal| goal.is_shown()).count();
    let documents = if coverage.documents.len() == 1 { "document shows" } else { "documents show" };
    let mut summary = format!("{} {documents} {shown} of {} goals\n", coverage.documents.len(), coverage.goals.len());
    for (kind, shown, all) in coverage.counts() {
        let _ = writeln!(summary, "  {kind:<8} {shown:>5} of {all}");
    }
    for goal in &coverage.goals {
        if let Shown::Never(missed) = goal.shown {
            let _ = writeln!(summary, "not shown: {} at `{}`: {missed}", goal.feature, goal.pointer);
        }
    }
    output::note(summary.trim_end());
    Ok(end)
}

fn documented(args: &ExampleArgs, provider: &Provider, payload: &Payload) -> Result<Outcome, CliError> {
    let mut printed = Vec::new();
    for example in &payload.examples {
        let bytes = if args.wire {
            example.bytes(&provider.body)
        } else {
            example.document().map(|document| document.write(BodyStyle::COMPACT_LINE))
        };
        printed.extend(bytes.unwrap_or_default());
    }
    if printed.is_empty() {
        return Err(CliError::NoExample { name: payload.name.clone() });
    }
    output::bytes(&printed)
}

pub(super) fn checks(args: &ChecksArgs) -> Result<Outcome, CliError> {
    let chosen: Vec<&Check> = match &args.id {
        Some(id) => vec![checks::named(id)?],
        None => checks::ALL.iter().collect(),
    };
    let defects = |check: &Check| -> Vec<&str> {
        demo::all().filter(|defect| defect.caught_by.contains(&check.id)).map(|defect| defect.name).collect()
    };
    if args.json {
        let rows: Vec<Value> = chosen
            .iter()
            .map(|check| {
                json!({
                    "name": check.id, "family": check.family(), "level": check.level, "title": check.title,
                    "why": check.why, "asked": check.selection == Selection::ByName, "based_on": check.based_on, "defects": defects(check),
                })
            })
            .collect();
        return output::json(&rows);
    }
    let mut text = String::new();
    for check in chosen {
        let asked = if check.selection == Selection::ByName { " (only if selected by its id)" } else { "" };
        let _ = writeln!(text, "{:<24} {:<7} {}{asked}", check.id, check.level.name(), check.title);
        if args.id.is_some() {
            let _ = writeln!(
                text,
                "\n{}\n\nbased on: {}\ndefects:  {}",
                check.why,
                check.based_on.join(", "),
                defects(check).join(", ")
            );
        }
    }
    output::text(&text)
}
