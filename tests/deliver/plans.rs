//! Whatever a consumer does, the attempts stay inside the documented plan. The plans stand here once more, written
//! by hand from the providers' pages.

use std::time::Duration;

use hookproof::__private::store::{Delivery, Status};
use hookproof::model::{Failure, Json, Outcome, Timestamp};
use hookproof::providers;

use crate::bench::{Bench, answered, start};

const SEQUENCES: u64 = 10_000;

/// What a provider documents, or what we assumed where it is silent.
struct Documented {
    provider: &'static str,
    retries: u32,
    /// Seconds before each retry, by its number.
    delay: fn(u32) -> f64,
    is_retried: fn(&Outcome) -> bool,
    /// Member that is new with every attempt.
    renewed: Option<&'static str>,
    last: Status,
}

const DOCUMENTED: [Documented; 5] = [
    Documented {
        provider: "truv",
        retries: 3,
        delay: |_| 30.0,
        is_retried: |_| true,
        renewed: None,
        last: Status::Exhausted,
    },
    Documented {
        provider: "argyle",
        retries: 1,
        delay: |_| 30.0,
        is_retried: |outcome| match outcome {
            Outcome::Answered(response) => [429, 500, 502, 503, 504].contains(&response.status),
            Outcome::Failed(failure) => matches!(failure, Failure::TimedOut(_)),
        },
        renewed: None,
        last: Status::Exhausted,
    },
    Documented {
        provider: "orum",
        retries: 15,
        delay: |retry| 2.6 * f64::from(1 << (retry - 1)),
        is_retried: |_| true,
        renewed: None,
        last: Status::Exhausted,
    },
    Documented {
        provider: "betterez",
        retries: 0,
        delay: |_| 0.0,
        is_retried: |_| false,
        renewed: Some("/attemptId"),
        last: Status::Parked,
    },
    Documented {
        provider: "socotra",
        retries: 0,
        delay: |_| 0.0,
        is_retried: |_| false,
        renewed: None,
        last: Status::Exhausted,
    },
];

/// A small generator, so that the sequences depend on nothing but their number.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % most
    }

    fn outcome(&mut self) -> Outcome {
        let statuses = [200, 201, 204, 299, 300, 302, 308, 400, 401, 404, 410, 429, 500, 501, 502, 503, 504, 599];
        match self.below(16) {
            0 => Outcome::Failed(Failure::TimedOut(Duration::from_secs(10))),
            1 => Outcome::Failed(Failure::Closed),
            2 => Outcome::Failed(Failure::Unreachable("connection refused".to_owned())),
            3 => Outcome::Failed(Failure::Garbage("no status line".to_owned())),
            4 => Outcome::Failed(Failure::Abandoned),
            // A failure that everybody tries again, so that long plans are seen to their end.
            5..9 => answered(503),
            9..12 => answered(200),
            _ => answered(statuses[usize::try_from(self.below(statuses.len() as u64)).unwrap()]),
        }
    }
}

/// A body without what is new with every attempt; and that, apart.
fn split(body: &[u8], renewed: Option<&str>) -> (Option<Json>, Vec<u8>) {
    let Some(pointer) = renewed else { return (None, body.to_vec()) };
    let mut document = Json::parse(body).unwrap();
    let member = document.remove(pointer);
    (member, document.write(hookproof::model::BodyStyle::COMPACT))
}

impl Documented {
    /// Plays a sequence of outcomes to its end, and holds every step to the plan.
    fn hold(&self, bench: &Bench, delivery: &Delivery, dice: &mut Dice, mut now: Timestamp) -> Timestamp {
        let mut tries = 0;
        let mut seen = Vec::new();
        let last = loop {
            let job = bench.job(now);
            assert_eq!(job.delivery.number, delivery.number);
            let (renewed, body) = split(&job.request.body, self.renewed);
            assert_eq!(body, split(&delivery.body, self.renewed).1, "attempt {tries} sends other bytes");
            assert_eq!(renewed.is_some(), self.renewed.is_some());
            assert!(renewed.is_none() || !seen.contains(&renewed), "an attempt's id came twice");
            seen.push(renewed);
            let outcome = dice.outcome();
            // An answer takes its time, and the delay is counted from it.
            now = Timestamp::from_micros(now.micros() + i64::try_from(dice.below(3_000_000)).unwrap());
            bench.finish(job, outcome.clone(), now);
            tries += 1;
            let kept = bench.again(delivery.number);
            let attempt = kept.attempts.last().unwrap();
            assert_eq!((kept.attempts.len(), attempt.number), (tries as usize, tries));
            assert!(!attempt.reason.is_empty());
            let is_success = matches!(&outcome, Outcome::Answered(answer) if (200..300).contains(&answer.status));
            if !is_success && tries <= self.retries && (self.is_retried)(&outcome) {
                let delay = Duration::from_secs_f64((self.delay)(tries));
                assert_eq!(attempt.next, Some(delay), "after attempt {tries}");
                let due = Timestamp::from_micros(now.micros() + i64::try_from(delay.as_micros()).unwrap());
                assert_eq!((kept.status, kept.due), (Status::Waiting, Some(due)));
                assert!(bench.engine.due(Timestamp::from_micros(due.micros() - 1), 1).is_empty());
                now = due;
                continue;
            }
            assert_eq!((attempt.next, kept.due), (None, None));
            assert_eq!(kept.status, if is_success { Status::Succeeded } else { self.last }, "{outcome:?}");
            break kept;
        };
        assert!(last.attempts.len() <= self.retries as usize + 1);
        assert_eq!(bench.engine.store().next_due(), None, "nothing follows its end");
        now
    }
}

/// Plays ten thousand sequences.
fn hold(id: &str) {
    let documented = DOCUMENTED.iter().find(|documented| documented.provider == id).unwrap();
    let bench = Bench::still(providers::named(id).unwrap());
    let account = bench.subscribed("one", "http://127.0.0.1:9/hook");
    let (mut now, mut dice) = (start(), Dice(11));
    let event = bench.event();
    let mut lengths = std::collections::BTreeMap::new();
    for _ in 0..SEQUENCES {
        let delivery = bench.send(&account, event.clone(), now).pop().unwrap();
        now = documented.hold(&bench, &delivery, &mut dice, now);
        *lengths.entry(bench.again(delivery.number).attempts.len()).or_insert(0) += 1;
    }
    let longest = documented.retries as usize + 1;
    let counted: Vec<usize> = lengths.keys().copied().collect();
    assert_eq!(counted, (1..=longest).collect::<Vec<_>>(), "every length of a plan came about: {lengths:?}");
}

#[test]
fn every_provider_has_a_plan_here() {
    let known: Vec<String> = providers::ALL.iter().map(|provider| provider().id).collect();
    assert_eq!(DOCUMENTED.map(|documented| documented.provider).as_slice(), known);
}

#[test]
fn ten_thousand_fates_with_truv() {
    hold("truv");
}

#[test]
fn ten_thousand_fates_with_argyle() {
    hold("argyle");
}

#[test]
fn ten_thousand_fates_with_orum() {
    hold("orum");
}

#[test]
fn ten_thousand_fates_with_betterez() {
    hold("betterez");
}

#[test]
fn ten_thousand_fates_with_socotra() {
    hold("socotra");
}
