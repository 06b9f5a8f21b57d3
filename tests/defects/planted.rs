//! Planted faults: each is caught by its own checks, and blamed by no other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use hookproof::__private::demo;
use hookproof::__private::demo::{Defect, Served};
use hookproof::__private::provider_file;
use hookproof::__private::verify::checks;
use hookproof::provider::Provider;
use hookproof::providers;
use hookproof::report::{Paint, human};
use hookproof::verify::Run;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::{Types, Way, causes, number, record, run, wording};

/// A consumer that gets no turn looks like one that is late.
pub(crate) static TURNS: Semaphore = Semaphore::const_new(4);

/// Ids of the failed checks, by defect and provider.
type Seen = BTreeMap<&'static str, BTreeSet<String>>;

/// The providers with which a defect shows: those that it names, which may be in the catalogue, or all that are built in.
pub(crate) fn providers_of(defect: &Defect) -> Vec<String> {
    match defect.providers {
        [] => providers::ALL.iter().map(|provider| provider().id).collect(),
        named => named.iter().map(|id| (*id).to_owned()).collect(),
    }
}

/// Whether this provider has its turn with a defect.
fn is_planted(defect: &Defect, provider: &str, turn: usize) -> bool {
    let asked = std::env::var_os("HOOKPROOF_DEFECTS").map(|names| names.into_string().unwrap());
    if asked.is_some_and(|names| !names.split(',').any(|name| name == defect.name)) {
        return false;
    }
    let ids = providers_of(defect);
    match number("HOOKPROOF_SEEDS").or(number("HOOKPROOF_CAUSES")) {
        Some(_) => ids.iter().any(|id| id == provider),
        None => ids[turn % ids.len()] == provider,
    }
}

/// Returns what is wrong with the verdicts on a defect: a check missed it, or another check failed. Checks that need a
/// socket do not run in process.
fn faults(defect: &Defect, run: &Run, way: Way) -> Vec<String> {
    let failed: BTreeSet<&str> = run.failed().collect();
    let looked = |check: &&&str| way == Way::Socket || !checks::named(check).unwrap().needs_socket();
    let escaped = defect.caught_by.iter().filter(looked).filter(|check| !failed.contains(**check));
    let escaped = escaped.map(|check| format!("{} escaped {check}", defect.name));
    let allowed = |check: &&str| defect.caught_by.contains(check) || defect.also.contains(check);
    let wrong = failed.iter().filter(|check| !allowed(check));
    escaped.chain(wrong.map(|check| format!("{check} wrongly blames {}", defect.name))).collect()
}

/// Plants every defect that shows this way: one in serving HTTP does not where nothing is served.
pub(crate) async fn caught(provider: fn() -> Provider, way: Way) {
    let seeds = number("HOOKPROOF_SEEDS");
    let id = provider().id;
    let (mut seen, mut told, mut first) = (Seen::new(), Vec::new(), causes::First::new());
    for seed in 0..seeds.unwrap_or(1) {
        let mut runs = JoinSet::new();
        for (turn, defect) in demo::all().enumerate().filter(|(turn, defect)| is_planted(defect, &id, *turn)) {
            // The verdicts are made of the same parts over a socket: a third of them shows that these fit together.
            let has_turn = seeds.is_some() || turn % 3 == 0;
            if way == Way::InProcess && (defect.served != Served::Correctly || !has_turn) {
                continue;
            }
            // Only some event types have a value that the state shows.
            let is_rare = defect.caught_by.contains(&"payload-stored-values");
            let types = if seeds.is_some() || is_rare { Types::All } else { Types::Few };
            runs.spawn(async move {
                let _turn = TURNS.acquire().await.unwrap();
                (defect, run(provider(), &[defect], seed, types, way).await)
            });
        }
        while let Some(ended) = runs.join_next().await {
            let (defect, run) = ended.unwrap();
            told.extend(wording::faults(&run));
            let found = faults(defect, &run, way);
            if !found.is_empty() {
                told.push(format!("{}: {id}, seed {seed}\n{}", found.join(", "), human(&run, Paint::Plain)));
            }
            if way == Way::Socket {
                told.extend(causes::mistaken(defect, &run));
                first.insert(defect.name, run.causes.first().map_or_else(String::new, |cause| cause.id.clone()));
            }
            seen.entry(defect.name).or_default().extend(run.failed().map(str::to_owned));
        }
    }
    // It is written whatever is wrong with it: what was seen helps to find out.
    let update = way == Way::Socket && std::env::var_os("UPDATE").is_some();
    if update && (seeds.is_some() || number("HOOKPROOF_CAUSES").is_some()) {
        causes::note(&id, first);
    }
    if update && seeds.is_some() {
        note(&id, seen);
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

/// Puts what was seen with a provider in the place of what was recorded of it.
fn note(provider: &str, seen: Seen) {
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap();
    let mut record = record::read();
    for (defect, checks) in seen {
        let known = record.entry(defect.to_owned()).or_default();
        for providers in known.values_mut() {
            providers.remove(provider);
        }
        for check in checks {
            known.entry(check).or_default().insert(provider.to_owned());
        }
    }
    for checks in record.values_mut() {
        checks.retain(|_, providers| !providers.is_empty());
    }
    record.retain(|name, checks| !checks.is_empty() && demo::named(name).is_ok());
    record::write(&record);
}

#[test]
fn every_check_has_a_defect_of_its_own() {
    for check in checks::ALL {
        let own = demo::all().any(|defect| defect.caught_by.contains(&check.id));
        assert!(own, "{} has no planted defect: a check that cannot fail proves nothing", check.id);
    }
}

#[test]
fn every_family_has_three_defects() {
    let mut count: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for check in checks::ALL {
        let own = demo::all().filter(|defect| defect.caught_by.contains(&check.id)).map(|defect| defect.name);
        count.entry(check.family()).or_default().extend(own);
    }
    for (family, defects) in count {
        assert!(defects.len() >= 3, "{family}: {defects:?}");
    }
}

#[test]
fn every_defect_names_checks_and_providers_that_exist() {
    let mut names = BTreeSet::new();
    for defect in demo::all() {
        assert!(names.insert(defect.name), "{} is there twice", defect.name);
        for id in defect.caught_by.iter().chain(defect.also) {
            assert!(checks::named(id).is_ok(), "{} names {id}", defect.name);
        }
        for id in defect.providers {
            assert!(provider_file::find(id).is_ok(), "{} names {id}", defect.name);
        }
    }
}

/// The lists say what was seen and no more: what is too wide would excuse a check that blames wrongly.
#[test]
fn the_lists_are_what_was_recorded() {
    const AGAIN: &str = "run `UPDATE=1 HOOKPROOF_SEEDS=1 cargo test --release --test defects`";
    let record = record::read();
    let names: BTreeSet<&str> = demo::all().map(|defect| defect.name).collect();
    let gone: Vec<&String> = record.keys().filter(|name| !names.contains(name.as_str())).collect();
    assert!(gone.is_empty(), "{gone:?} are recorded and gone: {AGAIN}");
    let mut wrong = Vec::new();
    for defect in demo::all() {
        let Some(seen) = record.get(defect.name) else {
            wrong.push(format!("{} is not recorded", defect.name));
            continue;
        };
        for provider in providers_of(defect) {
            let missed = |check: &&&str| !seen.get(**check).is_some_and(|with| with.contains(&provider));
            wrong.extend(
                defect
                    .caught_by
                    .iter()
                    .filter(missed)
                    .map(|check| format!("{} was not caught by {check} with {provider}", defect.name)),
            );
        }
        // Only some providers of the catalogue have batches.
        let has_batch = |id: &String| provider_file::find(id).is_ok_and(|provider| provider.body.batch.is_some());
        let is_batched = providers_of(defect).iter().any(has_batch);
        let has_place = |check: &&&str| is_batched || checks::named(check).unwrap().family() != "batch";
        let wide = defect.also.iter().filter(has_place).filter(|check| !seen.contains_key(**check));
        wrong.extend(wide.map(|check| format!("{} never was caught by {check}, take it off its list", defect.name)));
        let listed = |check: &str| defect.caught_by.contains(&check) || defect.also.contains(&check);
        let strange = seen.keys().filter(|check| !listed(check));
        wrong.extend(strange.map(|check| format!("{} was caught by {check}, which is on no list", defect.name)));
    }
    assert!(wrong.is_empty(), "{}\n{AGAIN}", wrong.join("\n"));
}
