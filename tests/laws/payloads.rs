//! What every payload looks like: the smallest document, the largest, and one that could be real.
//!
//! A change here is a change of a contract: review it as `git diff` shows it, then accept it with
//! `INSTA_UPDATE=always`.

use std::fs;
use std::path::Path;

use hookproof::__private::snapshot;
use hookproof::__private::snapshot::File;
use hookproof::providers;

#[test]
fn every_payload_is_what_it_was() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for provider in providers::ALL {
        let provider = provider();
        settings.set_snapshot_path(format!("../../snapshots/payloads/{}", provider.id));
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/payloads").join(&provider.id);
        for entry in fs::read_dir(&folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let known = name.strip_suffix(".snap").is_some_and(|name| provider.payload(name).is_ok());
            let whole = fs::read_to_string(folder.join(&name)).unwrap();
            assert_eq!(File::read(&whole).unwrap().write(), whole, "{name} is written as insta wrote it");
            assert!(known, "snapshots/payloads/{}/{name} is the snapshot of nothing", provider.id);
        }
        for payload in &provider.payloads {
            let text = snapshot::text(&snapshot::documents(payload).unwrap());
            settings.bind(|| insta::assert_snapshot!(payload.name.as_str(), text));
        }
    }
}
