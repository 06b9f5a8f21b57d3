//! Files that are not ours, not ours alone, or not what we know; and how ours are made.

use std::fs;
use std::path::Path;

use hookproof::__private::store::{Bounds, Store, StoreError};
use sqlx::{AnyConnection, AssertSqlSafe, Connection};

use crate::kinds::Folder;

/// Does something to a file as another application would.
pub(crate) async fn sqlite(path: &Path, statements: &[&str]) {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(&format!("sqlite:{}?mode=rwc", path.display())).await.unwrap();
    for statement in statements {
        sqlx::query(AssertSqlSafe((*statement).to_owned())).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
}

/// Why a path cannot be a store, with nothing changed by the attempt.
async fn refused(path: &Path) -> StoreError {
    let folder = path.parent().unwrap();
    let files = || {
        let mut files: Vec<_> = fs::read_dir(folder)
            .into_iter()
            .flatten()
            .map(|file| file.unwrap().path())
            .map(|file| (fs::read(&file).unwrap_or_default(), file))
            .collect();
        files.sort();
        files
    };
    let before = files();
    let error = Store::open(path, Bounds::default()).await.unwrap_err();
    assert!(files() == before, "{error}: the files should be as they were");
    assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
    assert!(!error.hint().is_empty());
    error
}

#[tokio::test]
async fn what_is_not_ours_is_left_alone() {
    let folder = Folder::new("foreign");
    let path = folder.file();

    fs::write(&path, "dear diary").unwrap();
    assert!(matches!(refused(&path).await, StoreError::NotOurs { what: "no SQLite file", .. }));
    fs::write(&path, vec![b'x'; 100_000]).unwrap();
    assert!(matches!(refused(&path).await, StoreError::NotOurs { what: "no SQLite file", .. }));

    fs::remove_file(&path).unwrap();
    sqlite(&path, &["CREATE TABLE diary (entry TEXT)", "INSERT INTO diary VALUES ('dear')"]).await;
    let error = refused(&path).await;
    assert!(matches!(error, StoreError::NotOurs { what: "the SQLite file of another application", .. }), "{error}");

    let inside = folder.path().join("folder");
    fs::create_dir(&inside).unwrap();
    assert!(matches!(refused(&inside).await, StoreError::NotOurs { what: "a folder", .. }));
    let missing = folder.path().join("missing").join("store.db");
    assert!(matches!(refused(&missing).await, StoreError::NoFolder { folder, .. } if folder.ends_with("missing")));
}

#[tokio::test]
async fn a_store_of_another_version_is_left_alone() {
    let folder = Folder::new("version");
    Store::open(folder.file(), Bounds::default()).await.unwrap().close().await.unwrap();
    for version in [7, 0] {
        sqlite(&folder.file(), &[&format!("PRAGMA user_version = {version}")]).await;
        let error = refused(&folder.file()).await;
        assert!(matches!(error, StoreError::Version { known: 3, .. }), "{error}");
        assert!(
            error.to_string().contains(&format!("of version {version}, and this hookproof supports only version 3")),
            "{error}"
        );
        assert!(error.hint().contains("the hookproof that created it"), "{}", error.hint());
    }
}

#[tokio::test]
async fn a_store_whose_tables_are_others_is_damaged() {
    for change in
        ["DROP TABLE finding", "ALTER TABLE delivery DROP COLUMN retry", "ALTER TABLE account RENAME TO other"]
    {
        let folder = Folder::new("tables");
        Store::open(folder.file(), Bounds::default()).await.unwrap().close().await.unwrap();
        sqlite(&folder.file(), &[change]).await;
        let error = Store::open(folder.file(), Bounds::default()).await.unwrap_err();
        assert!(matches!(&error, StoreError::Damaged { .. }), "{change}: {error}");
        assert!(error.to_string().contains("its tables are not"), "{change}: {error}");
    }
}

#[tokio::test]
async fn a_store_that_is_in_use_is_left_alone() {
    let folder = Folder::new("locked");
    let store = Store::open(folder.file(), Bounds::default()).await.unwrap();
    assert!(matches!(refused(&folder.file()).await, StoreError::Locked { .. }));
    assert!(matches!(refused(&folder.file()).await, StoreError::Locked { .. }), "also the second time");
    store.close().await.unwrap();
    Store::open(folder.file(), Bounds::default()).await.unwrap().close().await.unwrap();
}

#[tokio::test]
async fn a_store_with_a_page_of_something_else_is_damaged() {
    let folder = Folder::new("damaged");
    Store::open(folder.file(), Bounds::default()).await.unwrap().close().await.unwrap();
    let mut bytes = fs::read(folder.file()).unwrap();
    bytes[4_096..].fill(0x5a);
    fs::write(folder.file(), bytes).unwrap();
    let error = Store::open(folder.file(), Bounds::default()).await.unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
}

#[tokio::test]
async fn an_empty_file_becomes_a_store() {
    let folder = Folder::new("empty");
    fs::write(folder.file(), "").unwrap();
    Store::open(folder.file(), Bounds::default()).await.unwrap().close().await.unwrap();
    assert!(fs::read(folder.file()).unwrap().starts_with(b"SQLite format 3\0"));
}

#[tokio::test]
async fn any_name_will_do() {
    let folder = Folder::new("names");
    for name in ["with space.db", "100%.db", "a?mode=memory#b", "é.db", ":memory:", "file:x.db", "a'b\"c"] {
        let path = folder.path().join(name);
        let store = Store::open(&path, Bounds::default()).await.unwrap();
        assert!(path.is_file(), "{name}");
        store.close().await.unwrap();
    }
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_may_read_what_is_made() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("mode");
    let store = Store::open(folder.file(), Bounds::default()).await.unwrap();
    let account = store.account("truv", &crate::kinds::credential("key"));
    store.add(&account, vec![]).1.done().await.unwrap();
    let modes: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|file| file.unwrap())
        .map(|file| (file.file_name(), file.metadata().unwrap().permissions().mode() & 0o777))
        .collect();
    assert!(modes.len() >= 3, "{modes:?}");
    assert!(modes.iter().all(|(_, mode)| *mode == 0o600), "{modes:?}");
}
