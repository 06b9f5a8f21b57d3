//! Python, Node and Go, each with its own test runner.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tools::is_there;

/// Runs the tests of a folder, which have to print that they passed.
#[track_caller]
fn pass(folder: &str, mut runner: Command, passed: &str) {
    let folder = root().join("examples/other-languages").join(folder);
    let run = runner
        .current_dir(folder)
        .env("HOOKPROOF", env!("CARGO_BIN_EXE_hookproof"))
        .env_remove("HOOKPROOF_SECRET")
        .env("NO_COLOR", "1")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{printed}\n{}", String::from_utf8_lossy(&run.stderr));
    assert!(printed.contains(passed), "{passed:?} is not in:\n{printed}");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

#[test]
fn pytest() {
    let own = root().join("target/tools/bin/pytest");
    let program = if own.exists() { own.to_str().unwrap().to_owned() } else { "pytest".to_owned() };
    if is_there(&program, "the example in Python") {
        let mut runner = Command::new(program);
        runner.args(["-q", "-p", "no:cacheprovider"]);
        pass("python", runner, "6 passed");
    }
}

#[test]
fn node() {
    if is_there("node", "the example in Node") {
        let mut runner = Command::new("node");
        runner.args(["--test", "--test-reporter", "tap"]);
        pass("node", runner, "# pass 6");
    }
}

/// Go is no part of CI: where it is missing, nothing is said against the rest.
#[test]
fn go() {
    if !Command::new("go").arg("version").output().is_ok_and(|run| run.status.success()) {
        let line = "\n!!! IGNORED: go is missing, so the example in Go was not judged !!!\n";
        std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes()).unwrap();
        return;
    }
    let mut runner = Command::new("go");
    runner.args(["test", "-count", "1", "./..."]);
    pass("go", runner, "ok");
}
