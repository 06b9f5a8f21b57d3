//! An example that nobody finds, or that nobody runs, is none.

use std::fs;
use std::path::{Path, PathBuf};

fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut all: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn every_example_is_explained_and_linked() {
    let readme = read("README.md");
    assert!(examples().len() > 2);
    for example in examples() {
        let name = example.file_name().unwrap().to_str().unwrap();
        assert!(example.join("README.md").exists(), "{name} has no README.md");
        assert!(readme.contains(&format!("(examples/{name})")), "the README does not link examples/{name}");
    }
}

/// A package of its own is built by nobody else, and tested by a loop over all of them.
#[test]
fn every_package_stands_alone() {
    assert!(read(".ci/run").contains("examples/*/Cargo.toml"));
    for manifest in examples().into_iter().map(|example| example.join("Cargo.toml")).filter(|path| path.exists()) {
        let text = fs::read_to_string(&manifest).unwrap();
        for needed in ["\n[workspace]\n", "publish = false", "path = \"../..\", default-features = false"] {
            assert!(text.contains(needed), "{} lacks {needed:?}", manifest.display());
        }
    }
}
