//! Everything that is seen before a restart is seen after it.

use std::fs;

use hookproof::__private::provider::api::{EventFilter, Subscription};
use hookproof::__private::store::{Bounds, Filter, Status, Store};
use hookproof::model::Failure;

use crate::kinds::{Folder, answered, at, credential, draft, failed, finding, settled, view};

async fn open(folder: &Folder) -> Store {
    Store::open(folder.file(), Bounds::default()).await.unwrap()
}

/// Something of everything.
async fn filled(folder: &Folder) -> Store {
    let store = open(folder).await;
    let account = store.account("argyle", &credential("key"));
    account.with(|state| {
        for id in ["c", "a", "b"] {
            let wants = [EventFilter::Named("x".to_owned()), EventFilter::AllBut("y".to_owned())];
            state.put(Subscription::new(id, format!("http://127.0.0.1:9/{id}")).wanting(wants));
        }
        state.remove("a");
        state.set_rest(&serde_json::json!({"token": "t0ken", "numbers": [1.5, 2, null]}));
    });
    store.account("truv", &credential("of another provider"));
    let failures = [
        Failure::Unreachable("no route".to_owned()),
        Failure::TimedOut(std::time::Duration::from_millis(2_500)),
        Failure::Closed,
        Failure::Garbage("SSH-2.0".to_owned()),
        Failure::Abandoned,
    ];
    let ends = [Status::Waiting, Status::Succeeded, Status::Exhausted, Status::Parked, Status::Cancelled];
    let drafts = (0..6).map(|event| draft(&account, &format!("event {event}"))).collect();
    drop(store.add(&account, drafts));
    for ((delivery, failure), end) in store.claim(at(0), at(60), 5).into_iter().zip(failures).zip(ends) {
        let first = failed(&delivery, failure, 1);
        let delivery = settled(delivery, &first, Status::Waiting);
        drop(store.settle(&account, delivery.clone(), Some(&first)));
        let second = answered(&delivery, 503, 2);
        store.settle(&account, settled(delivery, &second, end), Some(&second)).done().await.unwrap();
    }
    let account = account.id().clone();
    drop(store.note(("argyle", Some(&account)), at(3), "POST /v2/webhooks", vec![finding("one"), finding("two")]));
    store.note(("argyle", None), at(4), "GET /", vec![finding("nobody's")]).done().await.unwrap();
    store
}

#[tokio::test]
async fn a_closed_store_opens_as_it_was() {
    let folder = Folder::new("closed");
    let store = filled(&folder).await;
    // An account that nothing was written for is opened by its next call as if it were new.
    let mut before = view(&store);
    before.accounts.retain(|account| !format!("{account:?}").contains("of another provider"));
    before.counts[0] -= 1;
    store.close().await.unwrap();
    let after = open(&folder).await;
    assert_eq!(view(&after), before);
    assert_eq!(before.deliveries.len(), 6);
    assert!(after.add(&after.accounts()[0], vec![]).1.done().await.is_ok());
    let kept = fs::read_dir(folder.path()).unwrap().count();
    after.close().await.unwrap();
    assert!(fs::read_dir(folder.path()).unwrap().count() < kept, "the log beside the file should be gone");
}

#[tokio::test]
async fn numbers_and_places_go_on() {
    let folder = Folder::new("numbers");
    let store = filled(&folder).await;
    store.discard(6).done().await.unwrap();
    store.close().await.unwrap();
    let store = open(&folder).await;
    let account = store.account("argyle", &credential("key"));
    assert_eq!(store.add(&account, vec![draft(&account, "next")]).0[0].number, 7);
    account.with(|state| state.put(Subscription::new("d", "http://127.0.0.1:9/d")));
    store.reset(None).done().await.unwrap();
    store.close().await.unwrap();
    let store = open(&folder).await;
    let account = store.account("argyle", &credential("key"));
    assert_eq!(store.add(&account, vec![draft(&account, "next")]).0[0].number, 8);
    drop(store.note(("argyle", None), at(0), "GET /", vec![finding("next")]));
    assert_eq!(store.findings(None)[0].number, 4);
    for id in ["z", "y", "x"] {
        account.with(|state| state.put(Subscription::new(id, "http://127.0.0.1:9/")));
        store.add(&account, vec![]).1.done().await.unwrap();
    }
    account.with(|state| state.remove("z"));
    store.add(&account, vec![]).1.done().await.unwrap();
    for round in ["w", "v"] {
        store.close().await.unwrap();
        let store = open(&folder).await;
        let account = store.account("argyle", &credential("key"));
        account.with(|state| state.put(Subscription::new(round, "http://127.0.0.1:9/")));
        store.add(&account, vec![]).1.done().await.unwrap();
        store.close().await.unwrap();
    }
    let ids = open(&folder).await.accounts()[0]
        .with(|state| state.subscriptions().map(|known| known.id.clone()).collect::<Vec<_>>());
    assert_eq!(ids, ["y", "x", "w", "v"]);
}

#[tokio::test]
async fn what_is_acknowledged_is_in_the_files_whatever_becomes_of_the_process() {
    let (folder, copy) = (Folder::new("image"), Folder::new("image-copy"));
    let store = filled(&folder).await;
    let under_way = store.claim(at(0), at(60), 1);
    assert_eq!(under_way[0].number, 6);
    // What a killed process leaves behind.
    for file in fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
    }
    let after = open(&copy).await;
    let mut expected = view(&store);
    expected.accounts.retain(|account| !format!("{account:?}").contains("of another provider"));
    expected.counts = [1, 2, 0, 6, 3];
    let delivery = &mut expected.deliveries[0];
    (delivery.status, delivery.due) = (Status::Waiting, Some(at(0)));
    expected.next_due = Some(at(0));
    assert_eq!(view(&after), expected);
    assert_eq!(after.claim(at(0), at(60), 9)[0].number, 6);
}

#[tokio::test]
async fn what_was_kept_as_under_way_is_due_again() {
    let folder = Folder::new("sending");
    let store = open(&folder).await;
    let account = store.account("truv", &credential("key"));
    let mut delivery = draft(&account, "a");
    (delivery.status, delivery.due) = (Status::Sending, None);
    drop(store.add(&account, vec![delivery]));
    store.close().await.unwrap();
    let store = open(&folder).await;
    assert_eq!(store.get(1).unwrap().status, Status::Waiting);
    assert_eq!(store.claim(at(0), at(60), 9).len(), 1);
}

#[tokio::test]
async fn only_the_newest_finished_come_back_into_memory() {
    let folder = Folder::new("bounds");
    let store = open(&folder).await;
    let account = store.account("truv", &credential("key"));
    drop(store.add(&account, (0..600).map(|event| draft(&account, &event.to_string())).collect()));
    for delivery in store.claim(at(0), at(60), 598) {
        let attempt = answered(&delivery, 200, 1);
        drop(store.settle(&account, settled(delivery, &attempt, Status::Succeeded), Some(&attempt)));
    }
    let all = store.find(&Filter::default(), 1_000);
    store.close().await.unwrap();
    let store = Store::open(folder.file(), Bounds::default().deliveries(10)).await.unwrap();
    assert_eq!(store.find(&Filter::default(), 1_000), all[..10]);
    assert_eq!(store.counts().waiting, 2);
    assert_eq!(store.page(&Filter::default(), 1_000).await.unwrap(), all);
    assert_eq!(store.recall(1).await.unwrap().as_ref(), all.last());
    assert_eq!(store.recall(601).await.unwrap(), None);
}

#[tokio::test]
async fn findings_that_memory_has_forgotten_are_in_the_file() {
    let folder = Folder::new("findings");
    let mut few = Bounds::default();
    few.findings = 2;
    let store = Store::open(folder.file(), few).await.unwrap();
    let account = store.account("truv", &credential("key"));
    for number in 1..=6 {
        let whose = (number % 2 == 0).then(|| account.id());
        drop(store.note(("truv", whose), at(number), "GET /", vec![finding(&number.to_string())]));
    }
    let page = async |account, before, most| {
        let found = store.page_of_findings(account, before, most).await.unwrap();
        found.iter().map(|noted| noted.number).collect::<Vec<_>>()
    };
    assert_eq!(store.findings(None).len(), 2);
    assert_eq!(page(None, None, 9).await, [6, 5, 4, 3, 2, 1]);
    assert_eq!(page(None, None, 3).await, [6, 5, 4]);
    assert_eq!(page(None, Some(4), 2).await, [3, 2]);
    assert_eq!(page(Some(account.id()), None, 9).await, [6, 4, 2]);
    assert_eq!(page(Some(account.id()), Some(4), 9).await, [2]);
}
