//! What both kinds of store do alike.

use std::sync::Arc;

use hookproof::__private::provider::api::{Reads, Subscription};
use hookproof::__private::store::{Change, Filter, Status};
use hookproof::model::Failure;

use crate::kinds::{Folder, answered, at, both, credential, draft, failed, finding, settled, view};

#[tokio::test]
async fn an_account_belongs_to_its_credential() {
    let folder = Folder::new("accounts");
    for store in both(&folder).await {
        let one = store.account("truv", &credential("one"));
        let again = store.account("truv", &credential("one"));
        assert!(Arc::ptr_eq(&one, &again));
        assert_ne!(one.id(), store.account("truv", &credential("two")).id());
        assert_ne!(one.id(), store.account("argyle", &credential("one")).id());
        assert_eq!(store.accounts().len(), 3);
        assert!(store.known(one.id()).is_some());
        assert!(!one.id().as_str().contains("one"), "{}", one.id());
    }
}

#[tokio::test]
async fn what_is_not_served_waits_and_is_not_due() {
    let folder = Folder::new("served");
    for store in both(&folder).await {
        let (truv, argyle) = (store.account("truv", &credential("key")), store.account("argyle", &credential("key")));
        drop(store.add(&truv, vec![draft(&truv, "a")]));
        drop(store.claim(at(0), at(60), 1));
        drop(store.add(&truv, vec![draft(&truv, "b")]));
        store.serve(["argyle"]);
        drop(store.add(&truv, vec![draft(&truv, "c")]));
        drop(store.add(&argyle, vec![draft(&argyle, "d")]));
        assert_eq!((store.next_due(), store.counts().waiting), (Some(at(0)), 3));
        // The lease of the first has lapsed, too.
        let claimed = store.claim(at(61), at(120), 9);
        assert_eq!(claimed.iter().map(|delivery| delivery.number).collect::<Vec<_>>(), [4]);
        assert_eq!((store.next_due(), store.counts().waiting), (None, 3));
        for number in 1..=3 {
            assert_eq!(store.get(number).unwrap().status, Status::Waiting);
        }
        store.serve(["truv"]);
        assert_eq!(store.claim(at(61), at(120), 9).len(), 3);
        drop(store.reset(None));
        assert_eq!((store.counts().waiting, store.counts().sending), (0, 0));
    }
}

#[tokio::test]
async fn a_delivery_goes_from_waiting_to_its_end() {
    let folder = Folder::new("life");
    for store in both(&folder).await {
        let account = store.account("truv", &credential("key"));
        let (made, commit) = store.add(&account, vec![draft(&account, "a"), draft(&account, "b")]);
        commit.done().await.unwrap();
        assert_eq!(made.iter().map(|delivery| delivery.number).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(store.next_due(), Some(at(0)));
        assert!(store.claim(at(-1), at(60), 10).is_empty());

        let claimed = store.claim(at(0), at(60), 1);
        assert_eq!(claimed.len(), 1);
        assert_eq!(store.get(1).unwrap().status, Status::Sending);
        let attempt = failed(&claimed[0], Failure::Closed, 1);
        store
            .settle(&account, settled(claimed[0].clone(), &attempt, Status::Waiting), Some(&attempt))
            .done()
            .await
            .unwrap();
        assert_eq!(store.get(1).unwrap().due, Some(at(90)));

        let claimed = store.claim(at(90), at(100), 10);
        assert_eq!(claimed.iter().map(|delivery| delivery.number).collect::<Vec<_>>(), [2, 1]);
        assert!(store.claim(at(95), at(100), 10).is_empty());
        let attempt = answered(&claimed[1], 200, 91);
        store
            .settle(&account, settled(claimed[1].clone(), &attempt, Status::Succeeded), Some(&attempt))
            .done()
            .await
            .unwrap();
        let done = store.get(1).unwrap();
        assert_eq!((done.status, done.attempts.len(), done.due), (Status::Succeeded, 2, None));
        assert_eq!(store.recall(1).await.unwrap(), Some(done));
        // What never came back is due again when its time is over.
        assert_eq!(store.claim(at(101), at(200), 10)[0].number, 2);
    }
}

#[tokio::test]
async fn filters_and_pages_agree() {
    let folder = Folder::new("filters");
    for store in both(&folder).await {
        let (one, two) = (store.account("truv", &credential("one")), store.account("argyle", &credential("two")));
        for account in [&one, &two, &one] {
            drop(store.add(account, vec![draft(account, "a"), draft(account, "b")]));
        }
        let claimed = store.claim(at(0), at(60), 3);
        for delivery in claimed {
            let account = store.known(&delivery.account).unwrap();
            let attempt = answered(&delivery, 500, 1);
            store
                .settle(&account, settled(delivery, &attempt, Status::Exhausted), Some(&attempt))
                .done()
                .await
                .unwrap();
        }
        let with = |set: &dyn Fn(&mut Filter)| {
            let mut filter = Filter::default();
            set(&mut filter);
            filter
        };
        let expected: [(Filter, &[u64]); 8] = [
            (with(&|_| {}), &[6, 5, 4, 3, 2, 1]),
            (with(&|filter| filter.provider = Some("argyle".to_owned())), &[4, 3]),
            (with(&|filter| filter.account = Some(one.id().clone())), &[6, 5, 2, 1]),
            (with(&|filter| filter.event = Some("b".to_owned())), &[6, 4, 2]),
            (with(&|filter| filter.status = Some(Status::Exhausted)), &[3, 2, 1]),
            (with(&|filter| filter.status = Some(Status::Waiting)), &[6, 5, 4]),
            (with(&|filter| (filter.before, filter.after) = (Some(5), Some(2))), &[4, 3]),
            (with(&|filter| filter.subscription = Some("none".to_owned())), &[]),
        ];
        for (filter, numbers) in expected {
            let found = store.find(&filter, 10);
            assert_eq!(found.iter().map(|delivery| delivery.number).collect::<Vec<_>>(), numbers, "{filter:?}");
            assert_eq!(store.page(&filter, 10).await.unwrap(), found, "{filter:?}");
            assert_eq!(store.page(&filter, 1).await.unwrap(), store.find(&filter, 1), "{filter:?}");
            assert_eq!(store.count(&filter), numbers.len());
        }
    }
}

#[tokio::test]
async fn parked_deliveries_are_listed_and_can_be_discarded() {
    let folder = Folder::new("parked");
    for store in both(&folder).await {
        let account = store.account("betterez", &credential("key"));
        drop(store.add(&account, vec![draft(&account, "a"), draft(&account, "b")]));
        for delivery in store.claim(at(0), at(60), 2) {
            let attempt = answered(&delivery, 500, 1);
            drop(store.settle(&account, settled(delivery, &attempt, Status::Parked), Some(&attempt)));
        }
        assert_eq!(store.history(account.id(), Reads::Parked).parked.len(), 2);
        store.discard(1).done().await.unwrap();
        let parked = store.history(account.id(), Reads::Parked).parked;
        assert_eq!(parked.iter().map(|parked| parked.delivery.as_str()).collect::<Vec<_>>(), ["2"]);
        assert_eq!(store.recall(1).await.unwrap(), None);
        assert_eq!(store.history(account.id(), Reads::Attempts { since: at(0) }).attempts.len(), 1);
    }
}

#[tokio::test]
async fn a_reset_forgets_one_account_or_all() {
    let folder = Folder::new("reset");
    for store in both(&folder).await {
        for key in ["one", "two"] {
            let account = store.account("truv", &credential(key));
            account.with(|state| state.put(Subscription::new("1", "http://127.0.0.1:9/")));
            drop(store.add(&account, vec![draft(&account, "a")]));
            drop(store.note(("truv", Some(account.id())), at(0), "GET /", vec![finding(key)]));
        }
        let (one, two) = (store.account("truv", &credential("one")), store.account("truv", &credential("two")));
        store.reset(Some(one.id())).done().await.unwrap();
        assert_eq!(store.accounts().len(), 1);
        assert_eq!(store.findings(None).len(), 1);
        assert_eq!(store.page(&Filter::default(), 10).await.unwrap().len(), 1);
        // Somebody still held it: what becomes of it is forgotten with it.
        one.with(|state| state.put(Subscription::new("2", "http://127.0.0.1:9/")));
        let (late, commit) = store.add(&one, vec![draft(&one, "late")]);
        commit.done().await.unwrap();
        assert_eq!(store.recall(late[0].number).await.unwrap(), None);
        // The same credential opens another one, which is kept.
        let again = store.account("truv", &credential("one"));
        assert_eq!(again.with(|state| state.count()), 0);
        let (made, commit) = store.add(&again, vec![draft(&again, "again")]);
        commit.done().await.unwrap();
        assert_eq!(made[0].number, 4);
        store.reset(None).done().await.unwrap();
        assert_eq!((store.accounts().len(), store.findings(None).len()), (0, 0));
        assert!(store.page(&Filter::default(), 10).await.unwrap().is_empty());
        let account = store.account("truv", &credential("two"));
        assert!(!Arc::ptr_eq(&account, &two));
        assert_eq!(store.add(&account, vec![draft(&account, "b")]).0[0].number, 5);
    }
}

#[tokio::test]
async fn those_who_watch_hear_of_everything() {
    let folder = Folder::new("watch");
    for store in both(&folder).await {
        let (mut changes, revision) = (store.changes(), store.revision());
        let account = store.account("truv", &credential("key"));
        drop(store.add(&account, vec![draft(&account, "a")]));
        let claimed = store.claim(at(0), at(60), 1);
        let attempt = answered(&claimed[0], 200, 1);
        drop(store.settle(&account, settled(claimed[0].clone(), &attempt, Status::Succeeded), Some(&attempt)));
        drop(store.note(("truv", None), at(0), "GET /", vec![finding("what")]));
        drop(store.reset(None));
        for status in [Status::Waiting, Status::Sending, Status::Succeeded] {
            assert!(matches!(changes.try_recv(), Ok(Change::Delivery(delivery)) if delivery.status == status));
        }
        assert!(matches!(changes.try_recv(), Ok(Change::Noted(noted)) if noted.finding.what == "what"));
        assert!(matches!(changes.try_recv(), Ok(Change::Reset)));
        assert_eq!(*revision.borrow(), 5);
    }
}

#[tokio::test]
async fn a_delivery_keeps_its_body_and_attempts_that_came_with_it() {
    let folder = Folder::new("body");
    for store in both(&folder).await {
        let account = store.account("truv", &credential("key"));
        let mut delivery = draft(&account, "a");
        let attempt = answered(&delivery, 500, 1);
        delivery.attempts.push(attempt);
        let (made, _) = store.add(&account, vec![delivery]);
        let mut changed = made[0].clone();
        changed.body = "other".into();
        changed.url = "http://127.0.0.1:9/other".to_owned();
        let (after, commit) = store.add(&account, vec![changed]);
        commit.done().await.unwrap();
        assert_eq!((&after[0].body, after[0].attempts.len()), (&made[0].body, 1));
        assert_eq!(store.get(1).unwrap(), after[0]);
        assert_eq!(view(&store).deliveries, after);
        store.close().await.unwrap();
    }
    let store = hookproof::__private::store::Store::open(folder.file(), hookproof::__private::store::Bounds::default())
        .await
        .unwrap();
    assert_eq!(store.get(1).unwrap().url, "http://127.0.0.1:9/other");
    assert_eq!(store.get(1).unwrap().attempts.len(), 1);
    assert!(store.get(1).unwrap().body.starts_with(b"{\"event\""));
}
