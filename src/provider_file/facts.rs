//! The facts of a provider that was read from a file: what it says, and what is assumed because it does not say it.

use crate::model::{did_you_mean, nearest};
use crate::provider::{Basis, Fact, Provider, Source};
use crate::provider_file::error::ProviderFileError;
use crate::provider_file::fields::Fields;
use crate::provider_file::node::Node;

/// The facts that follow from each key of a file. They are settings, so their values are those of the provider.
const SETTINGS: &[(&str, &[&str])] = &[
    ("signature", &["signature.header", "signature.algorithm", "signature.encoding"]),
    ("signs", &["signature.message"]),
    ("claims", &["signature.claims"]),
    ("time-form", &["signature.time"]),
    ("timeout", &["delivery.timeout"]),
    ("accepted", &["delivery.success"]),
    ("redirects", &["delivery.redirects"]),
    ("max-body", &["delivery.max-body"]),
    ("retry", &["retry.attempts", "retry.delay", "retry.factor"]),
];

/// The facts that are not settings, with their values if the file does not give them.
const STATEMENTS: &[(&str, &str, &str)] = &[
    ("tolerance", "signature.replay-window", "five minutes, if a time is signed"),
    ("retry-on", "retry.on", "every failure"),
];

/// The fact that a delivery may have several events.
const BATCH: &str = "delivery.batch";

/// The facts that a provider has only if its file states them.
const RARE: &[(&str, &str)] = &[
    ("layout", "delivery.layout"),
    ("answer", "delivery.answer"),
    ("retry-after", "retry.after"),
    ("retry-headers", "retry.headers"),
    ("disabled-by", "delivery.disabled-by"),
    ("disabled-after", "delivery.disabled-after"),
];

/// Keys whose default is what nearly every provider does, so that a file that does not give them says the default.
const PLAIN: &[&str] = &["signs", "time-form", "content-type", "accepted"];

/// Returns the facts of a provider.
pub(super) fn of(fields: &Fields, provider: &Provider) -> Result<Vec<Fact>, ProviderFileError> {
    let known = || {
        let statements = STATEMENTS.iter().map(|(key, ..)| *key);
        let rare = RARE.iter().map(|(key, _)| *key);
        let others = ["content-type", "body", "handshake", "each"];
        SETTINGS.iter().map(|(key, _)| *key).chain(statements).chain(rare).chain(others)
    };
    for (key, place) in fields.assumed() {
        if !known().any(|known| known == key) {
            let near = did_you_mean(&nearest(key, known()));
            return Err(place.wrong(format!("`{key}` is not a key that can be assumed{near}")));
        }
    }
    let unknown = Source::read("the provider file does not say it", "");
    let fact = |key: &str| match fields.get(key).is_some() || PLAIN.contains(&key) {
        true if !fields.is_assumed(key) => (Basis::Documented, fields.origin(key).source()),
        true => (Basis::Assumed, Source::read("the provider file calls it assumed", "")),
        false => (Basis::Assumed, unknown),
    };
    let mut facts = Vec::new();
    for (key, settings) in SETTINGS {
        let (basis, source) = fact(key);
        let settings = settings.iter().filter(|setting| provider.setting(setting).is_some());
        facts.extend(settings.map(|setting| Fact::setting(basis, setting, source)));
    }
    let format = provider.body.format.to_string();
    let own = [
        ("content-type", "delivery.content-type", provider.body.format.content_type()),
        ("body", "delivery.body", format.as_str()),
    ];
    let has_said = |key: &str| key != "body" || fields.get(key).is_some();
    for (key, name, default) in own.into_iter().chain(STATEMENTS.iter().copied()).filter(|(key, ..)| has_said(key)) {
        let (basis, source) = fact(key);
        let value = fields.text(key)?.unwrap_or(default);
        facts.push(match basis {
            Basis::Assumed => Fact::assumed(name, value, source),
            _ => Fact::documented(name, value, source),
        });
    }
    let names: Vec<&str> = provider.handshakes.iter().map(|handshake| handshake.name.as_str()).collect();
    let each = provider.body.batch.as_ref().map(|batch| format!("several events in a delivery, at {}", batch.each()));
    let mut others = vec![("handshake", "handshake", names.join(", ")), ("each", BATCH, each.unwrap_or_default())];
    for (key, name) in RARE {
        let texts = fields.get(key).map(Node::texts).transpose()?.unwrap_or_default();
        others.push((key, name, texts.into_iter().map(|(text, _)| text).collect::<Vec<_>>().join(", ")));
    }
    for (key, name, value) in others.iter().filter(|(.., value)| !value.is_empty()) {
        let (basis, source) = fact(key);
        facts.push(match basis {
            Basis::Assumed => Fact::assumed(name, value, source),
            _ => Fact::documented(name, value, source),
        });
    }
    facts.push(Fact::assumed("duplicates", "possible", unknown));
    facts.push(Fact::assumed("ordering", "not guaranteed", unknown));
    facts.push(Fact::setting(Basis::Assumed, "payload.new-members", unknown));
    facts.push(Fact::setting(Basis::Assumed, "payload.new-values", unknown));
    Ok(facts)
}
