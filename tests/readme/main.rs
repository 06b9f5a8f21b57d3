//! The README and the guide say what the crate does. These tests generate their tables, reports, data sheets and counts,
//! and check their commands, links and sentences. `UPDATE=1 cargo test --test readme` rewrites the generated parts.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test may")]

#[path = "../defects/record.rs"]
#[expect(dead_code, reason = "the tests of defects write it")]
mod record;

mod claims;
mod guide;
mod hold;
mod pages;
mod picture;
mod recipes;
mod sentences;
mod sheets;
mod terms;
mod typed;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::process::Command;

use hookproof::__private::demo;
use hookproof::__private::demo::{Answer, Shop, Steps};
use hookproof::__private::verify::checks;
use hookproof::model::Secret;
use hookproof::provider::Basis;
use hookproof::report::{Paint, needs};
use hookproof::sign::Signer;
use hookproof::{Verifier, providers};
use serde_json::Value;

/// Event types whose needs the README shows.
const MEASURED: [&str; 4] = ["task-status-updated", "order-created", "order-status-updated", "link-connected"];

#[test]
fn the_table_of_providers_is_made_from_their_sheets() {
    let mut table =
        "| provider | events | signature | documented | observed | assumed |\n| --- | --: | --- | --: | --: | --: |\n"
            .to_owned();
    for provider in providers::ALL {
        let provider = provider();
        let count = |basis| provider.facts.iter().filter(|fact| fact.basis == basis).count();
        let _ = writeln!(
            table,
            "| {} | {} | `{}`, {} | {} | {} | {} |",
            provider.name,
            provider.events().count(),
            provider.setting("signature.header").unwrap(),
            provider.setting("signature.algorithm").unwrap(),
            count(Basis::Documented),
            count(Basis::Observed),
            count(Basis::Assumed),
        );
    }
    hold::section("README.md", "providers", &table);
}

/// The names of defects, each with the number of providers with which it was caught.
fn counted<'a>(defects: impl Iterator<Item = (&'a str, usize)>) -> String {
    defects.map(|(name, providers)| format!("`{name}` {providers}")).collect::<Vec<_>>().join(", ")
}

#[test]
fn the_table_of_checks_says_what_was_caught() {
    let record = record::read();
    let runs: usize = record.values().map(|checks| checks.values().flatten().collect::<BTreeSet<_>>().len()).sum();
    let mut table = format!(
        "{} defects were planted into the consumers of up to five providers, in {runs} runs of all checks.\n\n\
         | check | level | the endpoint | caught |\n| --- | --- | --- | --- |\n",
        demo::all().count(),
    );
    for check in checks::ALL {
        let caught = || {
            demo::all().filter_map(|defect| {
                let providers = record.get(defect.name)?.get(check.id)?.len();
                Some((defect, providers))
            })
        };
        let own = caught().filter(|(defect, _)| defect.caught_by.contains(&check.id));
        let own = counted(own.map(|(defect, providers)| (defect.name, providers)));
        let others = caught().filter(|(defect, _)| !defect.caught_by.contains(&check.id));
        let others = counted(others.map(|(defect, providers)| (defect.name, providers)));
        let also = if others.is_empty() { String::new() } else { format!("; also {others}") };
        let _ = writeln!(table, "| `{}` | {} | {} | {own}{also} |", check.id, check.level.name(), check.title);
    }
    hold::section("src/docs/what_is_proved.md", "checks", &table);
}

#[test]
fn the_families_are_those_of_the_checks() {
    let asks = |family: &str| match family {
        "handshake" => "the test of the URL is answered, and a forged one is refused",
        "delivery" => {
            "every event type is accepted as the provider prints it, in time and in bursts, and has its effect"
        }
        "payload" => "whatever the contract allows is accepted, and what the provider may add tomorrow",
        "encoding" => "the same JSON in other bytes is accepted",
        "signature" => "every forgery is refused, and has no effect",
        "redelivery" => "a redelivered event is processed once, however it comes again",
        "order" => "an older event does not undo a newer one",
        "batch" => {
            "of a delivery with several events each is processed once, and a bad one keeps no other from its effect"
        }
        "malformed" => "a correctly signed body that cannot be read has no effect and stops nothing",
        "transport" => "the endpoint survives connections that break, trickle, wait or are many",
        "retry" => "an event that comes during an outage is not lost",
        other => panic!("the guide does not say what {other} tests"),
    };
    let mut families: Vec<&str> = checks::ALL.iter().map(hookproof::__private::verify::Check::family).collect();
    families.dedup();
    let (all, defects) = (checks::ALL.len(), demo::all().count());
    let mut table =
        format!("There are {all} checks in {} families, and {defects} planted defects:\n\n", families.len());
    table.push_str("| family | checks | what is tested |\n| --- | --: | --- |\n");
    for family in families {
        let count = checks::ALL.iter().filter(|check| check.family() == family).count();
        let _ = writeln!(table, "| `{family}-` | {count} | {} |", asks(family));
    }
    hold::section("src/docs/what_is_proved.md", "families", &table);
}

#[test]
fn the_oldest_rust_is_that_of_the_manifest() {
    let readme = std::fs::read_to_string(hold::place("README.md")).unwrap();
    let contributing = std::fs::read_to_string(hold::place("CONTRIBUTING.md")).unwrap();
    for page in [readme, contributing] {
        assert!(page.contains(&format!("Rust {} or newer", env!("CARGO_PKG_RUST_VERSION"))));
    }
    let recipes = std::fs::read_to_string(hold::place("src/docs/ci.md")).unwrap();
    assert!(recipes.contains(&format!("image: rust:{}", env!("CARGO_PKG_RUST_VERSION"))));
}

/// Reads the buyer of an order, and fails if the event does not name one.
fn reads_the_buyer(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    let event = (demo::CORRECT.read)(shop, body)?;
    let is_order = event.get("order_id").is_some();
    let is_there = event["user_id"].is_string() && event.get("order_number").is_none_or(Value::is_string);
    if is_there || !is_order { Ok(event) } else { Err(Answer::status(500)) }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_measured_contract_is_a_real_one() {
    let provider = providers::truv();
    let secret = Secret::new("the secret of the README");
    let signer = Signer::new(&provider.signing.recipe, &secret).unwrap();
    let steps = Steps { read: reads_the_buyer, ..demo::CORRECT };
    let consumer = demo::start(Shop::new(provider.clone(), Some(signer), steps)).await.unwrap();
    let verifier = Verifier::of(provider).secret(secret).salt("readme");
    let measured = verifier.events(MEASURED).needs(&consumer.url()).await.unwrap();
    let report = needs(&measured, Paint::Plain).replace(&consumer.url(), "http://127.0.0.1:9000/hook");
    hold::section("src/docs/verify.md", "needs", &format!("```text\n{report}```\n"));
}

/// Additional crates of a build, each with the dependency of this one that requires it.
fn crates(features: &[&str]) -> BTreeSet<(String, String)> {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "-e", "normal", "--prefix", "depth", "--no-dedupe"])
        .args(features)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let mut brings = String::new();
    let mut crates = BTreeSet::new();
    for line in String::from_utf8_lossy(&tree.stdout).lines() {
        let depth: String = line.chars().take_while(char::is_ascii_digit).collect();
        let named = line[depth.len()..].split(' ').take(2).collect::<Vec<_>>().join(" ");
        if depth == "1" {
            named.split(' ').next().unwrap().clone_into(&mut brings);
        }
        if depth != "0" {
            crates.insert((named, brings.clone()));
        }
    }
    crates
}

/// Counts the crates that none of `others` requires.
fn count(crates: &BTreeSet<(String, String)>, others: &[&str]) -> usize {
    let of = |is_other: bool| {
        let those = crates.iter().filter(move |(_, brings)| !is_other || others.contains(&brings.as_str()));
        those.map(|(named, _)| named.as_str()).collect::<BTreeSet<_>>()
    };
    of(false).difference(&of(true)).count()
}

#[test]
fn the_counts_of_crates_are_counted() {
    let light = crates(&["--no-default-features"]);
    let mock = crates(&["--no-default-features", "--features", "mock"]);
    hold::section(
        "src/docs/rust_tests.md",
        "crates",
        &format!(
            "Without its default features, hookproof brings {} crates. {} of them are in addition to those of tokio, reqwest and\n\
             serde. With the feature `mock` it brings {}. With the default features, which include the binary, it brings {}.\n",
            count(&light, &[]),
            count(&light, &["tokio", "reqwest", "serde"]),
            count(&mock, &[]),
            count(&crates(&[]), &[]),
        ),
    );
}
