//! `snapshot`: checked, reviewed, accepted.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::tool;
use crate::tool::Said;

const EVENT: &str = "link-deleted";

#[track_caller]
fn same(name: &str, said: &Said, folder: &Path) {
    tool::same(name, &said.whole().replace(folder.to_str().unwrap(), "[folder]"));
}

fn run(folder: &Path, words: &[&str], stdin: &str) -> Said {
    let folder = folder.to_str().unwrap();
    tool::run_with(&[&["snapshot"], words, &["--dir", folder]].concat(), stdin.as_bytes())
}

fn exists(folder: &Path, file: &str) -> bool {
    folder.join("truv").join(file).exists()
}

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join("truv").join(file)).unwrap()
}

/// Two events that are accepted, the second one as an older contract had it.
fn older(name: &str) -> std::path::PathBuf {
    let folder = tool::folder(name);
    assert_eq!(run(&folder, &["check", "truv", "--events", "link-deleted,order-created"], "").code, Some(1));
    assert_eq!(run(&folder, &["accept"], "").code, Some(0));
    let file = folder.join("truv/order-created.snap");
    let text = fs::read_to_string(&file).unwrap();
    let text = text.replace("description:", "source: tests/older.rs\ndescription:");
    let text = text.replace("  \"employer_id\": null,\n", "").replace("\"status\": \"pending\"", "\"status\": 7");
    fs::write(file, text.replace("\"[time]\"", "\"<b>&\"")).unwrap();
    folder
}

#[test]
fn new_snapshots_wait_until_they_are_accepted() {
    let folder = tool::folder("snapshots-new");
    let check = ["check", "truv", "--events", EVENT];
    same("snapshot-check-new", &run(&folder, &check, ""), &folder);
    assert!(exists(&folder, "link-deleted.snap.new") && !exists(&folder, "link-deleted.snap"));
    same("snapshot-accept", &run(&folder, &["accept"], ""), &folder);
    assert!(!exists(&folder, "link-deleted.snap.new"));
    same("snapshot-check-same", &run(&folder, &check, ""), &folder);
    tool::same("snapshot-file", &read(&folder, "link-deleted.snap"));
    assert_eq!(run(&folder, &["accept"], "").whole(), "exit 0\n─ stdout ─\n─ stderr ─\nno snapshot needs a review\n");
    assert_eq!(run(&folder, &["check"], "").code, Some(1), "without a name all events of the folder's providers");
    assert_eq!(fs::read_dir(folder.join("truv")).unwrap().count(), 19, "one file each, and none half-written");
}

#[test]
fn a_changed_payload_is_weighed_shown_and_decided_upon() {
    let folder = older("snapshots-changed");
    let check = ["check", "truv", "--events", "link-deleted,order-created"];
    let before = read(&folder, "order-created.snap");
    same("snapshot-check-changed", &run(&folder, &check, ""), &folder);
    same("snapshot-review-skipped", &run(&folder, &["review"], "what?\ns\n"), &folder);
    assert_eq!(run(&folder, &["review"], "").code, Some(1), "without an answer all are skipped");
    assert_eq!(run(&folder, &["review"], "r\n").code, Some(0));
    assert!(!exists(&folder, "order-created.snap.new"));
    assert_eq!(read(&folder, "order-created.snap"), before, "what is rejected changes nothing");

    assert_eq!(run(&folder, &check, "").code, Some(1));
    assert_eq!(run(&folder, &["review", "truv", "--events", EVENT], "a\n").code, Some(0), "another one is asked for");
    assert_eq!(run(&folder, &["review", "argyle"], "a\n").code, Some(0), "another one is asked for");
    assert!(exists(&folder, "order-created.snap.new"));
    assert_eq!(run(&folder, &["review"], "a\n").code, Some(0));
    assert_eq!(run(&folder, &check, "").code, Some(0));
    assert!(read(&folder, "order-created.snap").starts_with("---\nsource: tests/older.rs\n"), "a head is kept");
}

#[test]
fn a_payload_that_no_longer_differs_does_not_wait() {
    let folder = older("snapshots-fixed");
    let check = ["check", "truv", "--events", "order-created"];
    assert_eq!(run(&folder, &check, "").code, Some(1));
    fs::copy(folder.join("truv/order-created.snap.new"), folder.join("truv/order-created.snap")).unwrap();
    assert_eq!(run(&folder, &check, "").code, Some(0));
    assert!(!exists(&folder, "order-created.snap.new"));
}

#[test]
fn a_page_shows_both_sides_and_no_markup_of_theirs() {
    let folder = older("snapshots-page");
    run(&folder, &["check", "truv", "--events", "order-created"], "");
    let page = folder.join("page.html");
    let said = run(&folder, &["review", "--html", page.to_str().unwrap()], "");
    assert_eq!(said.whole(), "exit 0\n─ stdout ─\n─ stderr ─\n");
    let page = fs::read_to_string(page).unwrap();
    let body = page.split_once("</head>").unwrap().1.replace(env!("CARGO_PKG_VERSION"), "[version]");
    tool::same("snapshot-page", &body);
    assert!(body.contains("&lt;b&gt;&amp;") && !body.contains("<b>&"));
    assert!(exists(&folder, "order-created.snap.new"), "nothing is decided");
}

#[test]
fn a_listing_says_the_same_as_json() {
    let folder = older("snapshots-json");
    let said = run(&folder, &["check", "truv", "--json", "--events", "link-deleted,order-created"], "");
    let rows: Vec<Value> = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(said.code, Some(1));
    let state = |name: &str| rows.iter().find(|row| row["name"] == name).unwrap()["state"].clone();
    assert_eq!((state(EVENT), state("order-created")), ("same".into(), "changed".into()));
    let review: Vec<Value> = serde_json::from_str(&run(&folder, &["review", "--json"], "").stdout).unwrap();
    assert_eq!(review.iter().collect::<Vec<_>>(), [rows.iter().find(|row| row["name"] == "order-created").unwrap()]);
    let accepted: Value = serde_json::from_str(&run(&folder, &["accept", "--json"], "").stdout).unwrap();
    assert_eq!(accepted, serde_json::json!([{"provider": "truv", "name": "order-created", "state": "changed"}]));
}

#[test]
fn an_older_schema_weighs_more_than_documents() {
    let folder = older("snapshots-schemas");
    let schemas = folder.join("schemas");
    assert_eq!(tool::run(&["schema", "truv", "--out", schemas.to_str().unwrap()]).code, Some(0));
    let check = ["check", "truv", "--events", "order-created", "--json", "--schemas", schemas.to_str().unwrap()];
    let classes = |said: &Said| -> Vec<Value> {
        let rows: Value = serde_json::from_str(&said.stdout).unwrap();
        rows[0]["changes"].as_array().unwrap().iter().map(|change| change["class"].clone()).collect()
    };
    let found = classes(&run(&folder, &check, ""));
    assert!(found.iter().all(|class| class == "safe"), "the schema is the same: {found:?}");

    let file = schemas.join("truv/order-created.json");
    let mut schema: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    schema["properties"].as_object_mut().unwrap().remove("template_id");
    fs::write(&file, schema.to_string()).unwrap();
    assert!(classes(&run(&folder, &check, "")).contains(&"additive".into()), "a field that was not known");
    fs::write(&file, "{").unwrap();
    assert_eq!(run(&folder, &check, "").code, Some(2));
}

#[test]
fn a_snapshot_of_nothing_is_reported_and_removed() {
    let folder = older("snapshots-orphaned");
    fs::rename(folder.join("truv/order-created.snap"), folder.join("truv/order-gone.snap")).unwrap();
    fs::write(folder.join("truv/notes.txt"), "mine").unwrap();
    let check = run(&folder, &["check", "truv"], "");
    assert!(check.stdout.contains("truv order-gone: orphaned\n  breaking"), "{}", check.whole());
    assert_eq!(run(&folder, &["review", "--events", "order-gone"], "r\n").code, Some(0));
    assert!(exists(&folder, "order-gone.snap"), "rejected: it stays");
    let said = run(&folder, &["accept"], "");
    assert!(said.stdout.contains("removed   truv order-gone\n"), "{}", said.whole());
    assert!(!exists(&folder, "order-gone.snap") && exists(&folder, "notes.txt"));
    assert_eq!(run(&folder, &["check", "truv"], "").code, Some(0));
}

#[test]
fn more_can_be_redacted() {
    let folder = tool::folder("snapshots-redacted");
    run(&folder, &["check", "truv", "--events", EVENT, "--redact", "/link_id"], "");
    let text = read(&folder, "link-deleted.snap.new");
    assert_eq!(text.matches("\"link_id\": \"[redacted]\"").count(), 3, "{text}");
}

#[test]
fn wrong_words_and_files_are_refused_with_what_to_do() {
    let folder = tool::folder("snapshots-refused");
    same("refused-snapshot-nothing", &run(&folder, &["check"], ""), &folder);
    same("refused-snapshot-event", &run(&folder, &["check", "truv", "--events", "link-delete"], ""), &folder);
    fs::create_dir_all(folder.join("truv")).unwrap();
    fs::write(folder.join("truv/link-deleted.snap"), "{}\n").unwrap();
    let said = run(&folder, &["check", "truv", "--events", EVENT], "");
    same("refused-snapshot-format", &said, &folder);
    assert_eq!(read(&folder, "link-deleted.snap"), "{}\n", "what is not ours is not touched");
    let page = folder.join("nowhere/page.html");
    assert_eq!(run(&folder, &["review", "truv", "--html", page.to_str().unwrap()], "").code, Some(2));
}

#[test]
fn help_names_all_three() {
    tool::run(&["snapshot", "--help"]).is_as("help-snapshot");
    tool::run(&["snapshot", "review", "--help"]).is_as("help-snapshot-review");
    tool::run(&["snapshot", "check", "--help"]).is_as("help-snapshot-check");
}
