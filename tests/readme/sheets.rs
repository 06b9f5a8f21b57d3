//! The data sheets in the guide, one page for each provider.

use std::fmt::Write;
use std::time::Duration;

use hookproof::model::{Failure, Outcome};
use hookproof::provider::{Fact, Kind, Payload, Provider, Redirects, Slot};
use hookproof::providers;
use hookproof::retry::RetryOn;

use crate::hold;

/// Maximum number of retries to list.
const LISTED: u32 = 20;

/// The beginning of the module of the pages.
const HEAD: &str = "\
#![doc = include_str!(\"../rustdoc_links.txt\")]
#![doc = include_str!(\"index.md\")]
";

#[test]
fn every_provider_has_its_sheet_in_the_guide() {
    let mut listed = HEAD.to_owned();
    for provider in providers::ALL {
        let provider = provider();
        let id = &provider.id;
        let _ = write!(listed, "\n#[doc = include_str!(\"{id}.md\")]\npub mod {id} {{}}\n");
        hold::whole(&format!("src/docs/sheets/{id}.md"), &sheet(&provider));
    }
    hold::whole("src/docs/sheets/mod.rs", &listed);
}

fn sheet(provider: &Provider) -> String {
    let mut page = format!("# {}\n\n{}\n", provider.name, escaped(&provider.about));
    let _ = writeln!(
        page,
        "\nThis data sheet is made from the value `providers::{}()`, which the checks and the mock provider use.",
        provider.id
    );
    deliveries(provider, &mut page);
    signature(provider, &mut page);
    retries(provider, &mut page);
    envelope(provider, &mut page);
    facts(provider, &mut page);
    consistency(provider, &mut page);
    payloads(provider, &mut page);
    contradictions(provider, &mut page);
    page
}

/// Escapes text for Markdown, and turns an address into a link.
fn escaped(text: &str) -> String {
    let of_word = |word: &str| {
        if word.starts_with("https://") {
            let (address, rest) = word.split_at(word.trim_end_matches([',', ';', '.', ')']).len());
            return format!("<{address}>{rest}");
        }
        let mut escaped = String::new();
        for letter in word.chars() {
            if "\\`*_[]<>|#&~".contains(letter) {
                escaped.push('\\');
            }
            escaped.push(letter);
        }
        escaped
    };
    text.split(' ').map(of_word).collect::<Vec<_>>().join(" ")
}

/// A span of code inside a table.
fn code(text: &str) -> String {
    let fence = if text.contains('`') { "``" } else { "`" };
    format!("{fence}{}{fence}", text.replace('|', "\\|"))
}

fn seconds(duration: Duration) -> String {
    let all = duration.as_secs();
    let (hours, minutes, rest) = (all / 3600, all / 60 % 60, all % 60);
    let tenths = duration.subsec_millis() / 100;
    match (hours, minutes) {
        (0, 0) if tenths > 0 => format!("{rest}.{tenths} s"),
        (0, 0) => format!("{rest} s"),
        (0, _) => format!("{minutes} min {rest} s"),
        _ => format!("{hours} h {minutes} min {rest} s"),
    }
}

fn deliveries(provider: &Provider, page: &mut String) {
    let delivery = &provider.delivery;
    let _ = writeln!(page, "\n## Deliveries\n\n```http\n{} /your/path HTTP/1.1", delivery.method);
    let signed = provider.signing.recipe.headers.iter().map(|header| (&header.name, header.value.to_string()));
    let plain = delivery.headers.iter().map(|(name, value)| (name, value.clone()));
    for (name, value) in plain.chain(signed) {
        let _ = writeln!(page, "{name}: {value}");
    }
    let redirects = match delivery.redirects {
        Redirects::Followed => "is followed",
        _ => "is a failure",
    };
    let _ = writeln!(
        page,
        "```\n\nAn attempt waits {} for its answer. A status of {} is a success; a redirect {redirects}. No body is \
         larger than {} bytes.",
        seconds(delivery.timeout),
        code(&delivery.success.to_string()),
        delivery.max_body
    );
}

fn signature(provider: &Provider, page: &mut String) {
    let recipe = &provider.signing.recipe;
    let _ = writeln!(page, "\n## Signature\n\n| part | value |\n| --- | --- |");
    let mut row = |name: &str, value: &str| {
        let _ = writeln!(page, "| {name} | {value} |");
    };
    row("algorithm", &code(&recipe.algorithm.to_string()));
    row("over", &code(&recipe.message.to_string()));
    if let Some(older) = &recipe.old_message {
        row("older signature over", &code(&older.to_string()));
    }
    row("encoding", &code(&recipe.encoding.to_string()));
    if let Some(time) = provider.setting("signature.time") {
        row("form of the time", &code(&time));
    }
    for header in &recipe.headers {
        row("header", &code(&format!("{}: {}", header.name, header.value)));
    }
    row("without a secret", if provider.signing.optional { "nothing is signed" } else { "there is always one" });
}

fn retries(provider: &Provider, page: &mut String) {
    let plan = &provider.retry;
    page.push_str("\n## Retries\n\n");
    if plan.retries == 0 {
        page.push_str("A failed delivery is not retried.\n");
        return;
    }
    let on = match &plan.on {
        RetryOn::StatusesAndTimeout(statuses) => {
            format!("{statuses} or no answer in time")
        }
        _ => "any failure".to_owned(),
    };
    let _ = writeln!(page, "After {on}:\n\n| attempt | waits | since the first attempt |\n| --: | --: | --: |");
    let (mut since, failure) = (Duration::ZERO, Outcome::Failed(Failure::TimedOut(Duration::ZERO)));
    let _ = writeln!(page, "| 1 | | |");
    for attempt in 1..=plan.retries.min(LISTED) {
        let Some(delay) = plan.next(attempt, &failure) else { break };
        since += delay;
        let _ = writeln!(page, "| {} | {} | {} |", attempt + 1, seconds(delay), seconds(since));
    }
}

fn envelope(provider: &Provider, page: &mut String) {
    let envelope = &provider.envelope;
    page.push_str(
        "\n## Envelope\n\nJSON pointers to the parts of an event.\n\n| part | pointer | form |\n| --- | --- | --- |\n",
    );
    let form = |value: serde_json::Value| value.as_str().map(code).unwrap_or_default();
    let mut row = |part: &str, pointer: &str, form: &str| {
        let _ = writeln!(page, "| {part} | {} | {form} |", code(pointer));
    };
    row("name", &envelope.name.to_string(), "");
    let slots = |part: &'static str, slots: Vec<&Slot>| {
        slots
            .into_iter()
            .map(|slot| (part, slot.pointer.clone(), form(serde_json::to_value(&slot.form).unwrap())))
            .collect::<Vec<_>>()
    };
    let mut rows = slots("id", envelope.id.iter().collect());
    rows.extend(slots("id of the attempt", envelope.attempt.iter().collect()));
    rows.extend(slots("part of the identity", envelope.identity.iter().collect()));
    rows.extend(envelope.times.iter().map(|time| {
        let spelled = form(serde_json::to_value(time.form).unwrap());
        let quoted = if time.quoted { ", in a string" } else { "" };
        ("time", time.pointer.clone(), format!("{spelled}{quoted}"))
    }));
    rows.extend(envelope.secrets.iter().map(|pointer| ("secret", pointer.clone(), String::new())));
    for (part, pointer, form) in &rows {
        row(part, pointer, form);
    }
}

fn facts(provider: &Provider, page: &mut String) {
    let acts = |fact: &Fact| provider.setting(&fact.key).is_some();
    page.push_str(
        "\n## Facts\n\n`--assume KEY=VALUE` overrides the facts with a mark (✎).\n\n\
         | fact | value | basis | source | read |\n| --- | --- | --- | --- | --- |\n",
    );
    let group = |fact: &Fact| fact.key.split('.').next().unwrap_or_default().to_owned();
    let mut groups: Vec<String> = Vec::new();
    for fact in &provider.facts {
        if !groups.contains(&group(fact)) {
            groups.push(group(fact));
        }
    }
    let mut sorted: Vec<&Fact> = provider.facts.iter().collect();
    sorted.sort_by_key(|fact| groups.iter().position(|known| *known == group(fact)));
    for fact in sorted {
        let _ = writeln!(
            page,
            "| {}{} | {} | {} | {} | {} |",
            code(&fact.key),
            if acts(fact) { " ✎" } else { "" },
            escaped(&fact.value),
            fact.basis.name(),
            escaped(&fact.source),
            fact.date
        );
    }
}

fn consistency(provider: &Provider, page: &mut String) {
    if !provider.rules.is_empty() {
        page.push_str(
            "\n## Consistency rules\n\nGenerated events keep to these rules, though the contract allows more.\n\n\
             | rule | says | basis | source | read |\n| --- | --- | --- | --- | --- |\n",
        );
    }
    for rule in &provider.rules {
        let (says, source) = (escaped(&rule.to_string()), escaped(&rule.source));
        let _ =
            writeln!(page, "| {} | {says} | {} | {source} | {} |", escaped(&rule.name), rule.basis.name(), rule.date);
    }
    if !provider.stories.is_empty() {
        page.push_str(
            "\n## Stories\n\nSequences of events about one entity. `hookproof example PROVIDER --story NAME` prints one.\n\n\
             | story | what happens | events | basis | source | read |\n| --- | --- | --- | --- | --- | --- |\n",
        );
    }
    for story in &provider.stories {
        let events: Vec<String> = story.steps.iter().map(|step| code(&step.event)).collect();
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} |",
            code(&story.name),
            escaped(&story.about),
            events.join(", "),
            story.basis.name(),
            escaped(&story.source),
            story.date
        );
    }
}

fn payloads(provider: &Provider, page: &mut String) {
    let mut table = |title: &str, kinds: &[Kind]| {
        let chosen: Vec<&Payload> = provider.payloads.iter().filter(|payload| kinds.contains(&payload.kind)).collect();
        if chosen.is_empty() {
            return;
        }
        let _ = writeln!(page, "\n## {title}\n\n| name | meaning | basis | source |\n| --- | --- | --- | --- |");
        for payload in chosen {
            let (about, source) = (escaped(&payload.about), escaped(&payload.source));
            let _ = writeln!(page, "| {} | {about} | {} | {source} |", code(&payload.name), payload.basis.name());
        }
    };
    table("Events", &[Kind::Event]);
    table("Notices", &[Kind::Notice]);
    table("The management API", &[Kind::Request, Kind::Response, Kind::Error]);
}

fn contradictions(provider: &Provider, page: &mut String) {
    let rows: Vec<String> = provider
        .payloads
        .iter()
        .flat_map(|payload| payload.examples.iter().map(move |example| (payload, example)))
        .flat_map(|(payload, example)| example.contradictions.iter().map(move |one| (payload, example, one)))
        .map(|(payload, example, one)| {
            let place = if one.pointer.is_empty() { "the whole document".to_owned() } else { code(&one.pointer) };
            let (name, source) = (code(&payload.name), escaped(&example.source));
            format!("| {name} | {} | {place} | {} | {source} |\n", escaped(&example.name), escaped(&one.what))
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    page.push_str(
        "\n## Contradictions\n\nThese examples contradict the type that the same provider documents.\n\n\
         | payload | example | at | contradiction | source |\n| --- | --- | --- | --- | --- |\n",
    );
    page.push_str(&rows.concat());
}
