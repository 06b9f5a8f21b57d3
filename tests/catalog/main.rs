//! The catalogue: every provider in it can be used, signs as its vendor publishes, and is judged rightly.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test may")]

mod answers;
mod batches;
mod cloudevents;
mod header_ids;
mod lenient;
mod nonces;
mod unsigned;
mod vendors;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use hookproof::__private::demo::{Defect, Served, Shop};
use hookproof::__private::generate::Generator;
use hookproof::__private::provider_file;
use hookproof::__private::verify::checks;
use hookproof::__private::{demo, providers};
use hookproof::Verifier;
use hookproof::model::{Secret, Timestamp};
use hookproof::provider::Provider;
use hookproof::report::{Paint, human};
use hookproof::sign::{Algorithm, Material, Signer};
use hookproof::verify::Run;

/// Event types of a run, and generated documents of each.
const TYPES: usize = 3;
const CASES: u32 = 4;

/// Fewer events than this are a sketch.
const LEAST_EVENTS: usize = 8;

/// Providers with fewer events, each with the number that it has. Those of a scheme are whatever its users send, and the
/// others document few.
const SMALL: [(&str, usize); 12] = [
    ("cloudevents", 1),
    ("cloudevents-batch", 1),
    ("cloudevents-binary", 1),
    ("dropbox", 1),
    ("mailchimp", 2),
    ("mailgun", 7),
    ("sendgrid-inbound", 1),
    ("sns", 1),
    ("standard-webhooks", 1),
    ("typeform", 1),
    ("vk", 2),
    ("websub", 1),
];

fn names() -> Vec<&'static str> {
    providers::catalog::names().collect()
}

fn provider(name: &str) -> Provider {
    provider_file::find(name).unwrap()
}

fn secret(provider: &Provider) -> Secret {
    demo::secret(&provider.signing.recipe).unwrap()
}

/// Whether deliveries are signed at all.
fn is_signed(provider: &Provider) -> bool {
    provider.signing.recipe.signature_header().is_some()
}

async fn run(provider: Provider, defect: Option<&'static Defect>) -> Run {
    let secret = is_signed(&provider).then(|| secret(&provider));
    let signer = secret.as_ref().map(|secret| Signer::new(&provider.signing.recipe, secret).unwrap());
    let shop = match (defect, &secret) {
        (None, _) => Shop::new(provider.clone(), signer, demo::CORRECT),
        (Some(defect), Some(secret)) => defect.shop(provider.clone(), signer).secret(secret.clone()),
        (Some(defect), None) => defect.shop(provider.clone(), None),
    };
    let shop = Arc::new(shop);
    let events: Vec<String> = provider.events().take(TYPES).map(|event| event.name.clone()).collect();
    let mut verifier = Verifier::of(provider).verify_token(demo::TOKEN).salt("catalog").cases(CASES).events(events);
    if let Some(secret) = secret {
        verifier = verifier.secret(secret);
    }
    if defect.is_none_or(|defect| !defect.caught_by.contains(&"redelivery-long-after")) {
        verifier = verifier.skip(["redelivery-long-after"]);
    }
    demo::observe(verifier, &shop).run(demo::in_process(shop)).await
}

#[test]
fn the_list_of_files_is_that_of_the_folder() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/providers/catalog");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            let files = std::fs::read_dir(&path).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
            found.extend(files.map(|file| format!("{name}/{file}")));
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            found.push(name);
        }
    }
    found.sort();
    let (first, last): (Vec<_>, Vec<_>) = found.into_iter().partition(|path| path.as_str() < "m");
    for (name, found) in [("a_to_l", first), ("m_to_z", last)] {
        is_listed(&folder.join(name).with_extension("rs"), &found);
    }
}

/// Compares a list of files with the right one.
#[track_caller]
fn is_listed(list: &Path, found: &[String]) {
    let mut text = "//! Files of the catalogue. A test compares this list with the folder; `UPDATE=1` rewrites it.\n\n\
                    /// Paths and contents of the files, sorted by path.\n\
                    pub(super) const FILES: &[(&str, &str)] = &[\n"
        .to_owned();
    for path in found {
        let line = format!("    (\"{path}\", include_str!(\"{path}\")),");
        if line.len() <= 120 {
            writeln!(text, "{line}").unwrap();
        } else {
            writeln!(text, "    (\n        \"{path}\",\n        include_str!(\"{path}\"),\n    ),").unwrap();
        }
    }
    text.push_str("];\n");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(list, &text).unwrap();
    }
    assert!(std::fs::read_to_string(list).unwrap() == text, "run the test with UPDATE=1 to rewrite the list");
}

#[test]
fn every_provider_can_be_used_and_signs_as_its_vendor_publishes() {
    let mut vectors = 0;
    for name in names() {
        let described = provider_file::describe(name).unwrap();
        for vector in &described.vectors {
            vector.prove(&described.provider).unwrap();
            vectors += 1;
        }
        let provider = described.provider;
        let count = provider.events().count();
        match SMALL.iter().find(|(small, _)| *small == name) {
            Some((_, known)) => assert_eq!(count, *known, "{name}"),
            None => assert!(count >= LEAST_EVENTS, "{name}: {count} events"),
        }
        for event in provider.events() {
            assert!(event.about.ends_with('.'), "{name} {}: {:?}", event.name, event.about);
            assert!(!event.examples.is_empty(), "{name} {}", event.name);
            let generator = Generator::compile(event.schema(), event.order());
            assert!(generator.is_ok(), "{name} {}: {generator:?}", event.name);
        }
        for fact in &provider.facts {
            assert!(!fact.source.is_empty(), "{name} {}", fact.key);
        }
    }
    assert!(vectors >= 10, "{vectors} published signatures");
}

#[test]
fn a_provider_that_is_rebuilt_from_its_document_sends_the_same_bytes() {
    for name in names() {
        let provider = provider(name);
        let secret = secret(&provider);
        let rebuilt: Provider = serde_json::from_str(&serde_json::to_string(&provider).unwrap()).unwrap();
        for (event, again) in provider.events().zip(rebuilt.events()) {
            let document = event.examples[0].document().unwrap();
            let request = |provider: &Provider| {
                let signer = is_signed(provider).then(|| Signer::new(&provider.signing.recipe, &secret).unwrap());
                let id = provider.event_id(&event.name, &document).unwrap_or_default();
                let body = provider.body.write(&document);
                let material = Material::of(&body).at(Timestamp::from_unix(1_700_000_000)).id(&id);
                let mut request = provider.request(signer.as_ref(), &material.event_name(&event.name)).unwrap();
                let recipe = &provider.signing.recipe;
                // Every ECDSA signature has a random number.
                if let (Algorithm::EcdsaP256 | Algorithm::EcdsaP256P1363, Some(signer), Some(header)) =
                    (recipe.algorithm, &signer, recipe.signature_header())
                {
                    signer.check(&request.headers, &body).unwrap();
                    request.headers.set(&header.name, "");
                }
                request
            };
            assert_eq!(event.schema(), again.schema(), "{name} {}", event.name);
            assert_eq!(request(&provider), request(&rebuilt), "{name} {}", event.name);
        }
    }
}

#[tokio::test]
async fn the_correct_consumer_of_every_provider_passes() {
    for name in names() {
        let run = run(provider(name), None).await;
        assert_eq!(run.failed().count(), 0, "{name}\n{}", human(&run, Paint::Plain));
        assert!(run.counts.pass >= 25, "{name}\n{}", human(&run, Paint::Plain));
    }
}

/// Defects that every scheme shows; `HOOKPROOF_DEFECTS=1` plants all, and `HOOKPROOF_CATALOG` names the providers.
const PLANTED: &[&str] = &[
    "trusts-unsigned",
    "caches-signatures",
    "compares-the-shorter",
    "compares-eight",
    "no-key-needed",
    "empty-key-too",
    "drops-events",
    "crashes-on-null",
    "processes-twice",
    "closed-lists",
];

/// Each defect is planted into the consumer of one provider, in turn.
#[tokio::test]
async fn planted_defects_are_caught_with_every_provider() {
    let chosen = std::env::var_os("HOOKPROOF_CATALOG").map(|names| names.into_string().unwrap());
    let is_chosen = |name: &&str| chosen.as_deref().is_none_or(|chosen| chosen.split(',').any(|one| one == *name));
    let names: Vec<&str> = names().into_iter().filter(is_chosen).filter(|name| is_signed(&provider(name))).collect();
    let all = std::env::var_os("HOOKPROOF_DEFECTS").is_some();
    let mut wrong = Vec::new();
    let planted = demo::all().filter(|defect| defect.served == Served::Correctly && defect.shows_with("other"));
    assert!(PLANTED.iter().all(|name| demo::named(name).is_ok()));
    let planted = planted.filter(|defect| all || PLANTED.contains(&defect.name));
    for (turn, defect) in planted.enumerate() {
        let name = names[turn % names.len()];
        let run = run(provider(name), Some(defect)).await;
        let failed: BTreeSet<&str> = run.failed().collect();
        let wanted = |check: &&&str| !checks::named(check).unwrap().needs_socket();
        let skipped =
            |id: &str| run.checks.iter().any(|check| check.id == id && check.verdict == hookproof::Verdict::Skip);
        let escaped =
            defect.caught_by.iter().filter(wanted).filter(|check| !failed.contains(**check) && !skipped(check));
        wrong.extend(escaped.map(|check| format!("{name}: {} escaped {check}", defect.name)));
        let allowed = |check: &&&str| defect.caught_by.contains(*check) || defect.also.contains(*check);
        wrong.extend(
            failed
                .iter()
                .filter(|check| !allowed(check))
                .map(|check| format!("{name}: {check} wrongly blames {}", defect.name)),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
