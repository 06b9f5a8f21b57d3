//! Five vendors that are not in the catalogue, each described from the page that its file names: a file of at most 15
//! lines suffices for a right verdict.

use std::path::{Path, PathBuf};

use hookproof::__private::{demo, providers};
use hookproof::provider::Provider;
use hookproof::report::{Paint, human};

use crate::run;

const MOST_LINES: usize = 15;

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalog/vendors");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn each_file_is_short_and_of_a_vendor_that_is_new() {
    assert_eq!(files().len(), 5);
    for file in files() {
        let lines = std::fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= MOST_LINES, "{}: {lines} lines", file.display());
        let provider = Provider::from_file(&file).unwrap();
        assert!(providers::catalog::names().all(|name| name != provider.id), "{}", provider.id);
    }
}

#[tokio::test]
async fn a_correct_consumer_passes() {
    for file in files() {
        let provider = Provider::from_file(&file).unwrap();
        let run = run(provider.clone(), None).await;
        assert_eq!(run.failed().count(), 0, "{}\n{}", provider.id, human(&run, Paint::Plain));
        assert!(run.counts.pass > 25, "{}\n{}", provider.id, human(&run, Paint::Plain));
    }
}

/// Two mistakes in turn: the signature is optional, or an event is processed again.
#[tokio::test]
async fn a_broken_consumer_fails_by_its_mistake_and_by_nothing_else() {
    let mistakes = ["trusts-unsigned", "processes-twice"].into_iter().cycle();
    for (file, name) in files().into_iter().zip(mistakes) {
        let provider = Provider::from_file(&file).unwrap();
        let defect = demo::named(name).unwrap();
        let run = run(provider.clone(), Some(defect)).await;
        let failed: Vec<&str> = run.failed().collect();
        let is_allowed = |check: &&str| defect.caught_by.contains(check) || defect.also.contains(check);
        let found = failed.iter().any(|check| defect.caught_by.contains(check));
        let id = &provider.id;
        assert!(found, "{id}: {name} escaped\n{}", human(&run, Paint::Plain));
        assert!(failed.iter().all(is_allowed), "{id}: {name}: {failed:?}\n{}", human(&run, Paint::Plain));
    }
}

#[test]
fn the_guide_shows_one_of_them_as_it_is() {
    let file = include_str!("vendors/razorpay.toml");
    assert!(include_str!("../../src/docs/adding_a_provider.md").contains(&format!("```toml\n{file}```")));
}
