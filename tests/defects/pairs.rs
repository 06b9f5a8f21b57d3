//! Two defects in one consumer: a report names the cause of each.

use hookproof::__private::demo;
use hookproof::__private::demo::Defect;
use hookproof::providers;
use hookproof::report::{Paint, human};
use tokio::task::JoinSet;

use crate::planted::TURNS;
use crate::{Types, Way, causes, number, run};

/// Pairs of defects that do not hide each other.
pub(crate) const ALL: [(&str, &str); 30] = [
    ("trusts-unsigned", "processes-twice"),
    ("looks-for-the-header", "short-column"),
    ("compares-eight", "races"),
    ("re-serialises", "remembers-the-last"),
    ("shows-the-signature", "strict-fields"),
    ("processes-before-verifying", "ascii-only"),
    ("trusts-errors", "keyed-by-entity"),
    ("crashes-on-garbage", "crashes-on-null"),
    ("any-encoding", "refuses-redeliveries"),
    ("accepts-empty-signature", "small-body"),
    ("checks-the-form", "hides-failures"),
    ("caches-signatures", "thirty-two-bits"),
    ("exact-content-type", "processes-twice"),
    ("one-read", "last-writer-wins"),
    ("crashes-on-bad-json", "two-memories"),
    ("strict-types", "processes-twice"),
    ("closed-lists", "races"),
    ("needs-the-optional", "processes-twice"),
    ("trusts-field-order", "short-memory"),
    ("latin-one", "remembers-failures"),
    ("empty-is-null", "processes-before-it-fails"),
    ("three-byte-characters", "inserts-or-ignores"),
    ("strict-fields", "wants-a-length"),
    ("processes-twice", "exact-case"),
    ("races", "without-chunks"),
    ("compares-the-shorter", "counts-characters"),
    ("trusts-unsigned", "without-continue"),
    ("short-column", "processes-half-bodies"),
    ("no-default", "left-locked"),
    ("refuses-a-type", "shows-signature-in-header"),
];

/// A run without `HOOKPROOF_SEEDS` tries one of so many pairs.
const SOME: usize = 5;

#[tokio::test(flavor = "multi_thread")]
async fn both_are_named() {
    let every = number("HOOKPROOF_SEEDS").or(number("HOOKPROOF_CAUSES")).is_some();
    let mut runs = JoinSet::new();
    for (turn, (one, other)) in ALL.into_iter().enumerate().filter(|(turn, _)| every || turn % SOME == 0) {
        let pair: [&'static Defect; 2] = [demo::named(one).unwrap(), demo::named(other).unwrap()];
        let able: Vec<_> = providers::ALL
            .iter()
            .filter(|provider| pair.iter().all(|defect| defect.shows_with(&provider().id)))
            .collect();
        let provider = able[turn % able.len()];
        runs.spawn(async move {
            let _turn = TURNS.acquire().await.unwrap();
            ((one, other), run(provider(), &pair, 0, Types::Few, Way::Socket).await)
        });
    }
    let mut wrong = Vec::new();
    while let Some(ended) = runs.join_next().await {
        let ((one, other), run) = ended.unwrap();
        let named: Vec<String> = run.causes.iter().map(|cause| cause.id.clone()).collect();
        let pair = format!("{one} and {other}");
        if std::env::var_os("UPDATE").is_some() {
            causes::update(|record| {
                record.pairs.insert(pair, [(run.provider.clone(), named)].into());
            });
            continue;
        }
        let wanted = [one, other].map(|name| demo::named(name).unwrap().cause);
        let is_recorded = causes::read().pairs.get(&pair).is_some_and(|seen| seen.get(&run.provider) == Some(&named));
        if !is_recorded && !wanted.iter().all(|cause| named.iter().any(|id| id == cause)) {
            wrong.push(format!("{pair}, {}: {named:?}\n{}", run.provider, human(&run, Paint::Plain)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
