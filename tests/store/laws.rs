//! Sequences of everything that can be done, against a memory without bounds.

use std::sync::Arc;

use hookproof::__private::provider::api::Subscription;
use hookproof::__private::store::{Account, AccountId, Bounds, Delivery, Filter, Status, Store};
use hookproof::model::Failure;

use crate::kinds::{Folder, answered, at, credential, draft, failed, finding, settled, view};

const SEQUENCES: u64 = 16;
const STEPS: usize = 60;

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}

/// One thing that is done.
#[derive(Clone, Copy, Debug)]
enum Step {
    Put { key: &'static str, id: &'static str, active: bool },
    Remove { key: &'static str, id: &'static str },
    Rest { key: &'static str, value: u64 },
    Add { key: &'static str, event: &'static str, count: u64 },
    Send { most: usize, end: Status, answer: Option<u16> },
    Again,
    Discard,
    Note { key: &'static str },
    Reset { key: Option<&'static str> },
}

fn step(dice: &mut Dice) -> Step {
    let (key, id) = (dice.one_of(&["one", "two", "three"]), dice.one_of(&["a", "b", "c", "d"]));
    match dice.below(24) {
        0..=3 => Step::Put { key, id, active: dice.below(2) == 0 },
        4 => Step::Remove { key, id },
        5 => Step::Rest { key, value: dice.below(3) },
        6..=11 => Step::Add { key, event: id, count: dice.below(4) },
        12..=17 => Step::Send {
            most: usize::try_from(dice.below(5)).unwrap(),
            end: dice.one_of(&[
                Status::Waiting,
                Status::Succeeded,
                Status::Exhausted,
                Status::Parked,
                Status::Cancelled,
            ]),
            answer: dice.one_of(&[None, Some(200), Some(503)]),
        },
        18..=19 => Step::Again,
        20 => Step::Discard,
        21..=22 => Step::Note { key },
        _ if dice.below(4) == 0 => Step::Reset { key: (dice.below(3) > 0).then_some(key) },
        _ => Step::Again,
    }
}

fn account(store: &Store, key: &str) -> Arc<Account> {
    store.account("truv", &credential(key))
}

/// Asking for an account opens it; this does not.
fn id_of(key: &str) -> AccountId {
    AccountId::of("truv", &credential(key).key)
}

/// Returns the oldest parked delivery.
fn parked(oracle: &Store) -> Option<Delivery> {
    let mut filter = Filter::default();
    filter.status = Some(Status::Parked);
    oracle.find(&filter, usize::MAX).pop()
}

async fn perform(store: &Store, oracle: &Store, step: Step, now: i64) {
    let commit = match step {
        Step::Put { key, id, active } => {
            let account = account(store, key);
            let mut subscription = Subscription::new(id, format!("http://127.0.0.1:9/{now}"));
            subscription.active = active;
            account.with(|state| state.put(subscription));
            store.add(&account, vec![]).1
        }
        Step::Remove { key, id } => {
            let account = account(store, key);
            account.with(|state| state.remove(id));
            store.add(&account, vec![]).1
        }
        Step::Rest { key, value } => {
            let account = account(store, key);
            account.with(|state| state.set_rest(&value));
            store.add(&account, vec![]).1
        }
        Step::Add { key, event, count } => {
            let account = account(store, key);
            store.add(&account, (0..count).map(|_| draft(&account, event)).collect()).1
        }
        Step::Send { most, end, answer } => {
            for delivery in store.claim(at(now * 60), at(now * 60 + 60), most) {
                let account = store.known(&delivery.account).unwrap();
                let attempt = match answer {
                    Some(status) => answered(&delivery, status, now),
                    None => failed(&delivery, Failure::Closed, now),
                };
                drop(store.settle(&account, settled(delivery, &attempt, end), Some(&attempt)));
            }
            return;
        }
        Step::Again => {
            let Some(mut delivery) = parked(oracle) else { return };
            let account = store.known(&delivery.account).unwrap();
            delivery.earlier = u32::try_from(delivery.attempts.len()).unwrap();
            (delivery.status, delivery.due) = (Status::Waiting, Some(at(now * 60)));
            store.add(&account, vec![delivery]).1
        }
        Step::Discard => {
            let Some(delivery) = parked(oracle) else { return };
            store.discard(delivery.number)
        }
        Step::Note { key } => {
            let account = account(store, key);
            // Opened by a call, so it is written.
            drop(store.add(&account, vec![]));
            store.note(("truv", Some(account.id())), at(now), "PUT /", vec![finding("one"), finding("two")])
        }
        Step::Reset { key } => {
            let id = key.map(id_of);
            store.reset(id.as_ref())
        }
    };
    commit.done().await.unwrap();
}

/// After every sequence a file has what a memory without bounds has, now and after a restart, however little
/// of it fits into the memory before it.
#[tokio::test]
async fn a_file_is_a_memory_without_bounds() {
    for seed in 0..SEQUENCES {
        let folder = Folder::new("laws");
        let mut dice = Dice(seed);
        let narrow = Bounds::default().deliveries(usize::try_from(seed % 7).unwrap());
        let oracle = Store::memory(Bounds::default());
        let mut store = Store::open(folder.file(), narrow).await.unwrap();
        let mut done = Vec::new();
        for now in 0..STEPS {
            let step = step(&mut dice);
            done.push(step);
            let now = i64::try_from(now).unwrap();
            perform(&store, &oracle, step, now).await;
            perform(&oracle, &oracle, step, now).await;
            if dice.below(10) == 0 {
                store.close().await.unwrap();
                store = Store::open(folder.file(), narrow).await.unwrap();
            }
            if dice.below(4) == 0 {
                agree(&store, &oracle, &mut dice, &format!("seed {seed}: {done:#?}")).await;
            }
        }
        store.close().await.unwrap();
        let wide = Store::open(folder.file(), Bounds::default()).await.unwrap();
        assert_eq!(view(&wide), view(&oracle), "seed {seed}: {done:#?}");
    }
}

async fn agree(store: &Store, oracle: &Store, dice: &mut Dice, told: &str) {
    let (ours, theirs) = (view(store), view(oracle));
    assert_eq!(ours.accounts, theirs.accounts, "{told}");
    assert_eq!(ours.findings, theirs.findings, "{told}");
    assert_eq!((ours.counts, ours.next_due), (theirs.counts, theirs.next_due), "{told}");
    let mut filter = Filter::default();
    filter.account = (dice.below(2) == 0).then(|| id_of("one"));
    filter.event = (dice.below(3) == 0).then(|| "a".to_owned());
    filter.status = dice.one_of(&[None, Some(Status::Succeeded), Some(Status::Waiting), Some(Status::Cancelled)]);
    filter.before = (dice.below(3) == 0).then(|| dice.below(40));
    filter.after = (dice.below(3) == 0).then(|| dice.below(20));
    for most in [1, 5, 1_000] {
        assert_eq!(store.page(&filter, most).await.unwrap(), oracle.find(&filter, most), "{filter:?} {told}");
    }
    for number in 1..=oracle.counts().created {
        assert_eq!(store.recall(number).await.unwrap(), oracle.get(number), "{told}");
    }
}
