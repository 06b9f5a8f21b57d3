//! A file that cannot be written: whoever waits hears why, nothing is half written, and it goes on when it can.

use std::fs;

use hookproof::__private::provider::api::Subscription;
use hookproof::__private::store::{Bounds, Filter, Status, Store};

use crate::files::sqlite;
use crate::kinds::{Folder, answered, at, credential, draft, settled, view};

#[tokio::test]
async fn what_could_not_be_written_is_tried_again() {
    let folder = Folder::new("refused");
    let store = Store::open(folder.file(), Bounds::default()).await.unwrap();
    let account = store.account("truv", &credential("key"));
    store.add(&account, vec![draft(&account, "a")]).1.done().await.unwrap();
    let refuse = "CREATE TRIGGER refuse BEFORE INSERT ON attempt BEGIN SELECT RAISE(ABORT, 'no room'); END";
    sqlite(&folder.file(), &[refuse]).await;

    let delivery = store.claim(at(0), at(60), 1).pop().unwrap();
    account.with(|state| state.put(Subscription::new("1", "http://127.0.0.1:9/")));
    let attempt = answered(&delivery, 200, 1);
    let first = store.settle(&account, settled(delivery, &attempt, Status::Succeeded), Some(&attempt));
    let reason = first.done().await.unwrap_err();
    assert!(reason.contains("store.db") && reason.contains("no room"), "{reason}");
    // The transaction had changed the account before it failed.
    let image = Folder::new("refused-image");
    for file in fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap()) {
        fs::copy(file.path(), image.path().join(file.file_name())).unwrap();
    }
    let half = Store::open(image.file(), Bounds::default()).await.unwrap();
    assert_eq!(half.accounts()[0].with(|state| state.count()), 0);
    assert_eq!(half.get(1).unwrap().status, Status::Waiting);
    // What comes later rests on it, so it is refused as well.
    assert!(store.add(&account, vec![draft(&account, "b")]).1.done().await.is_err());
    assert_eq!(store.page(&Filter::default(), 9).await.unwrap().len(), 2);

    sqlite(&folder.file(), &["DROP TRIGGER refuse"]).await;
    store.add(&account, vec![draft(&account, "c")]).1.done().await.unwrap();
    let before = view(&store);
    store.close().await.unwrap();
    assert_eq!(view(&Store::open(folder.file(), Bounds::default()).await.unwrap()), before);
}

#[tokio::test]
async fn a_file_that_was_taken_away_acknowledges_nothing() {
    let folder = Folder::new("gone");
    let store = Store::open(folder.file(), Bounds::default()).await.unwrap();
    let account = store.account("truv", &credential("key"));
    store.add(&account, vec![draft(&account, "a")]).1.done().await.unwrap();
    let away = folder.path().join("away.db");
    fs::rename(folder.file(), &away).unwrap();
    for _ in 0..2 {
        let reason = store.add(&account, vec![draft(&account, "b")]).1.done().await.unwrap_err();
        assert!(reason.contains("taken away"), "{reason}");
    }
    fs::write(folder.file(), "another").unwrap();
    assert!(store.add(&account, vec![draft(&account, "c")]).1.done().await.is_err());
    fs::rename(&away, folder.file()).unwrap();
    store.add(&account, vec![draft(&account, "d")]).1.done().await.unwrap();
    let before = view(&store);
    store.close().await.unwrap();
    let store = Store::open(folder.file(), Bounds::default()).await.unwrap();
    assert_eq!(view(&store), before);
    assert_eq!(before.deliveries.len(), 5);
}

#[tokio::test]
async fn a_closed_store_keeps_nothing_more_and_says_so() {
    let folder = Folder::new("after");
    let store = Store::open(folder.file(), Bounds::default()).await.unwrap();
    let account = store.account("truv", &credential("key"));
    let pending = store.add(&account, vec![draft(&account, "a")]).1;
    store.close().await.unwrap();
    assert_eq!(pending.done().await, Ok(()));
    assert!(store.add(&account, vec![draft(&account, "b")]).1.done().await.unwrap_err().contains("closed"));
    assert_eq!(store.close().await, Ok(()));
    assert_eq!(store.page(&Filter::default(), 9).await.unwrap().len(), 2);
}

#[tokio::test]
async fn no_secret_is_shown() {
    let folder = Folder::new("secret");
    let store = Store::open(folder.file(), Bounds::default()).await.unwrap();
    let account = store.account("truv", &credential("canary"));
    drop(store.add(&account, vec![draft(&account, "a")]));
    let refuse = "CREATE TRIGGER refuse BEFORE INSERT ON delivery BEGIN SELECT RAISE(ABORT, 'no room'); END";
    sqlite(&folder.file(), &[refuse]).await;
    let reason = store.add(&account, vec![draft(&account, "b")]).1.done().await.unwrap_err();
    let told = format!("{reason} {store:?} {account:?}");
    assert!(!told.contains("secret of canary"), "{told}");
}

#[tokio::test]
async fn what_must_be_safe_first_is_not_due_before() {
    let folder = Folder::new("safe-first");
    let store = Store::open(folder.file(), Bounds::default()).await.unwrap();
    let account = store.account("truv", &credential("key"));
    let (made, commit) = store.add_if_kept(&account, vec![draft(&account, "a")]);
    assert_eq!((made.len(), store.claim(at(0), at(60), 9).len()), (1, 0), "it is not safe yet");
    assert!(!store.is_idle(&Filter::default()), "it will be due");
    commit.done().await.unwrap();
    assert_eq!(store.claim(at(0), at(60), 9).len(), 1);

    let refuse = "CREATE TRIGGER refuse BEFORE INSERT ON delivery BEGIN SELECT RAISE(ABORT, 'no room'); END";
    sqlite(&folder.file(), &[refuse]).await;
    let refused = store.add_if_kept(&account, vec![draft(&account, "b"), draft(&account, "c")]).1;
    assert!(refused.done().await.is_err());
    assert_eq!((store.claim(at(0), at(60), 9).len(), store.get(2), store.get(3)), (0, None, None));
    sqlite(&folder.file(), &["DROP TRIGGER refuse"]).await;
    store.add_if_kept(&account, vec![draft(&account, "d")]).1.done().await.unwrap();
    store.close().await.unwrap();
    let store = Store::open(folder.file(), Bounds::default()).await.unwrap();
    let kept: Vec<String> = store.find(&Filter::default(), 9).into_iter().map(|delivery| delivery.event).collect();
    assert_eq!(kept, ["d", "a"]);
}

/// A device or a dangling link is refused, and no file is written next to it.
#[tokio::test]
#[cfg(unix)]
async fn what_is_no_file_is_no_store() {
    let folder = Folder::new("device");
    let link = folder.path().join("null");
    std::os::unix::fs::symlink("/dev/null", &link).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path().join("dangling")).unwrap();
    for (name, told) in [("null", "a device"), ("dangling", "leads nowhere")] {
        let error = Store::open(folder.path().join(name), Bounds::default()).await.unwrap_err();
        assert!(error.to_string().contains(told), "{error}");
    }
    let names = fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name());
    assert_eq!(names.count(), 2);
    assert!(!fs::exists("/dev/null-lock").unwrap());
    assert!(Store::open("/dev/null", Bounds::default()).await.is_err());
    assert!(!fs::exists("/dev/null-lock").unwrap() && !fs::exists("/dev/null-journal").unwrap());
}
