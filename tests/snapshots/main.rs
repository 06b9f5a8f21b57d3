//! `assert_contract_snapshots!` as a consumer calls it, against insta itself.
//!
//! Each test runs itself again as a process, as insta reads once from the environment what to do.
#![cfg(feature = "snapshots")]
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is wrong")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use hookproof::__private::snapshot::{Folder, State};
use hookproof::assert_contract_snapshots;
use hookproof::providers::truv;

/// Folder of the snapshots of the process that a test starts.
const FOLDER: &str = "HOOKPROOF_TEST_SNAPSHOTS";

#[test]
#[ignore = "the other tests start it in a process of its own"]
fn consumer() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(std::env::var_os(FOLDER).unwrap());
    settings.bind(|| {
        assert_contract_snapshots!(
            truv(),
            ["order-created", "link-deleted", "order-status-updated"],
            redact = ["/product"],
        );
    });
}

/// Runs the consumer's test: whether it passes, and what it said.
fn consumer_runs(folder: &Path, update: &str) -> (bool, String) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["consumer", "--exact", "--ignored", "--nocapture"]).env("INSTA_UPDATE", update);
    for name in ["INSTA_FORCE_PASS", "INSTA_FORCE_UPDATE", "INSTA_REQUIRE_FULL_MATCH", "INSTA_PENDING_DIR", "CI"] {
        command.env_remove(name);
    }
    let output = command.env(FOLDER, folder).output().unwrap();
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(said.contains("running 1 test\n"), "the consumer's test does not exist: {said}");
    (output.status.success(), said)
}

/// An empty folder that only this test uses.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("contract-snapshots").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn insta_writes_what_hookproof_reads() {
    let folder = folder("both");
    let (passed, said) = consumer_runs(&folder, "new");
    assert!(!passed, "nothing was accepted yet");
    for event in ["order-created", "link-deleted", "order-status-updated"] {
        assert!(said.contains(&format!("truv {event} is not what was accepted")), "all are compared:\n{said}");
    }
    assert!(said.contains("cargo insta review"), "{said}");

    let (provider, ours) = (truv(), Folder::at(&folder));
    let open = ours.open(&provider).unwrap();
    assert_eq!(open.len(), 3);
    for (name, state) in open {
        assert_eq!(state, State::New);
        ours.accept(&provider, &name).unwrap();
        let text = fs::read_to_string(ours.file(&provider, &name)).unwrap();
        assert!(text.starts_with("---\nsource: tests/snapshots/main.rs\n"), "{text}");
        assert!(text.contains(&format!("\ndescription: truv {name}\n---\nminimal\n{{\n")), "{text}");
        assert!(!text.contains("assertion_line"), "{text}");
        let made = hookproof::snapshot::of(&provider, provider.payload(&name).unwrap(), &["/product".to_owned()]);
        assert_eq!(ours.check(&provider, &name, &made.unwrap()).unwrap(), State::Same);
    }
    let (passed, said) = consumer_runs(&folder, "new");
    assert!(passed, "{said}");
}

#[test]
fn what_insta_accepts_itself_is_the_same_file() {
    let (by_insta, by_us) = (folder("by-insta"), folder("by-us"));
    assert!(consumer_runs(&by_insta, "always").0);
    consumer_runs(&by_us, "new");
    let (provider, ours) = (truv(), Folder::at(&by_us));
    for (name, _) in ours.open(&provider).unwrap() {
        ours.accept(&provider, &name).unwrap();
        let texts =
            [&by_insta, &by_us].map(|root| fs::read_to_string(Folder::at(root).file(&provider, &name)).unwrap());
        assert_eq!(texts[0], texts[1]);
    }
}

#[test]
fn a_changed_payload_waits_beside_what_was_accepted() {
    let folder = folder("changed");
    assert!(consumer_runs(&folder, "always").0);
    let (provider, ours) = (truv(), Folder::at(&folder));
    let file = ours.file(&provider, "order-created");
    let older = fs::read_to_string(&file).unwrap().replace("  \"employer_id\": null,\n", "");
    fs::write(&file, &older).unwrap();
    let (passed, said) = consumer_runs(&folder, "new");
    assert!(!passed && said.contains("truv order-created is not what was accepted"), "{said}");
    assert!(!said.contains("link-deleted is not"), "{said}");
    assert_eq!(ours.open(&provider).unwrap(), [("order-created".to_owned(), State::Changed)]);
    assert_eq!(fs::read_to_string(&file).unwrap(), older);
    ours.accept(&provider, "order-created").unwrap();
    assert!(consumer_runs(&folder, "new").0);
}

#[test]
fn a_snapshot_of_nothing_is_reported() {
    let folder = folder("orphaned");
    assert!(consumer_runs(&folder, "always").0);
    fs::write(folder.join("truv/order-gone.snap"), "---\nsource: a\n---\nminimal\n").unwrap();
    let (passed, said) = consumer_runs(&folder, "new");
    assert!(!passed && said.contains("truv/order-gone.snap is the snapshot of nothing"), "{said}");
}
