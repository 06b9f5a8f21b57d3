//! `schema diff` and `example --invalid`.

use std::path::Path;

use serde_json::{Value, json};

use crate::tool;
use crate::tool::Said;

fn write(folder: &Path, name: &str, schema: &Value) -> String {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, schema.to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

/// A person as two versions of a provider know it: a bit of everything changes.
fn versions(folder: &Path) -> [String; 2] {
    let old = json!({"type": "object", "required": ["id", "state"], "properties": {
        "id": {"type": "string", "format": "uuid"}, "state": {"enum": ["new", "done"]}, "note": {"type": "string"}}});
    let new = json!({"type": "object", "required": ["id"], "properties": {
        "id": {"type": "string"}, "state": {"enum": ["new", "done", "lost"]}, "mail": {"type": ["string", "null"]}}});
    [write(folder, "old/person.json", &old), write(folder, "new/person.json", &new)]
}

#[track_caller]
fn same(name: &str, said: &Said, folder: &Path) {
    tool::same(name, &said.whole().replace(folder.to_str().unwrap(), "[folder]"));
}

#[test]
fn changes_are_shown_with_pointer_class_and_reason() {
    let folder = tool::folder("diff-files");
    let [old, new] = versions(&folder);
    same("diff", &tool::run(&["schema", "diff", &old, &new]), &folder);
    same("diff-sent", &tool::run(&["schema", "diff", &old, &new, "--sent"]), &folder);
    same("diff-json", &tool::run(&["schema", "diff", &old, &new, "--json"]), &folder);
    assert_eq!(tool::run(&["schema", "diff", &old, &old]).whole(), "exit 0\n─ stdout ─\nno change\n─ stderr ─\n");
    assert_eq!(tool::run(&["schema", "diff", &old, &old, "--json"]).stdout, "[]\n");
}

#[test]
fn folders_are_compared_payload_by_payload() {
    let folder = tool::folder("diff-folders");
    versions(&folder);
    let text = json!({"type": "string"});
    write(&folder, "old/gone.json", &text);
    write(&folder, "new/api/New.json", &text);
    // A request is weighed for the one who sends it: a shorter text is refused.
    write(&folder, "old/api/Request.json", &text);
    write(&folder, "new/api/Request.json", &json!({"type": "string", "maxLength": 5}));
    write(&folder, "new/index.json", &json!([{"kind": "request", "file": "api/Request.json"}]));
    let [old, new] = ["old", "new"].map(|name| folder.join(name).to_str().unwrap().to_owned());
    same("diff-folders", &tool::run(&["schema", "diff", &old, &new]), &folder);
}

#[test]
fn what_hookproof_writes_is_the_same_as_what_it_wrote() {
    let folder = tool::folder("diff-written");
    let out = folder.to_str().unwrap();
    assert_eq!(tool::run(&["schema", "argyle", "--out", out]).code, Some(0));
    let said = tool::run(&["schema", "diff", &format!("{out}/argyle"), "schemas/argyle"]);
    assert_eq!((said.code, said.stdout.as_str()), (Some(0), "no change\n"), "{}", said.whole());
}

#[test]
fn what_cannot_be_compared_is_refused_with_file_and_place() {
    let folder = tool::folder("diff-refused");
    let good = write(&folder, "good.json", &json!({"type": "string"}));
    let files = [
        ("no-schema", write(&folder, "no-schema.json", &json!({"properties": {"a": {"type": "text"}}}))),
        ("nowhere", write(&folder, "nowhere.json", &json!({"items": {"$ref": "#/$defs/A"}}))),
        ("outside", write(&folder, "outside.json", &json!({"items": {"$ref": "https://example.com/a.json"}}))),
        ("impossible", write(&folder, "impossible.json", &json!({"type": "string", "minLength": 3, "maxLength": 2}))),
        ("absent", folder.join("absent.json").to_str().unwrap().to_owned()),
        ("a-folder", folder.to_str().unwrap().to_owned()),
    ];
    std::fs::write(folder.join("cut.json"), "{\n  \"type\": \"str").unwrap();
    let cut = ("cut", folder.join("cut.json").to_str().unwrap().to_owned());
    for (name, file) in files.iter().chain([&cut]) {
        let said = tool::run(&["schema", "diff", &good, file]);
        assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""), "{}", said.whole());
        same(&format!("refused-diff-{name}"), &said, &folder);
    }
    let empty = tool::folder("diff-empty");
    let said = tool::run(&["schema", "diff", empty.to_str().unwrap(), empty.to_str().unwrap()]);
    assert_eq!(said.code, Some(2));
    same("refused-diff-empty", &said, &empty);
}

#[test]
fn schemas_are_printed_as_before_and_help_names_both() {
    assert_eq!(tool::run(&["schema"]).code, Some(2));
    assert_eq!(tool::run(&["schema", "truv", "link-deleted"]).code, Some(0));
    tool::run(&["schema", "--help"]).is_as("help-schema");
    tool::run(&["schema", "diff", "--help"]).is_as("help-schema-diff");
}

#[test]
fn mutations_are_printed_a_line_each_with_their_labels_beside_them() {
    let args = ["example", "orum", "person_created", "--invalid", "--seed", "7"];
    let said = tool::run(&args);
    said.is_as("example-invalid");
    assert_eq!(said.stdout.lines().count(), said.stderr.lines().count());
    assert_eq!(said.stdout, tool::run(&args).stdout);
    let three = tool::run(&[&args[..], &["--count", "3"]].concat());
    assert!(three.stdout.starts_with(&said.stdout), "the first document is the same");
    assert!(three.stdout.len() > 2 * said.stdout.len());
}

#[test]
fn mutations_as_json_carry_their_labels_and_their_exact_text() {
    let said = tool::run(&["example", "truv", "link-deleted", "--invalid", "--json", "--wire"]);
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
    said.is_as("example-invalid-json");
    let rows: Vec<Value> = serde_json::from_str(&said.stdout).unwrap();
    for row in rows {
        let is_json = serde_json::from_str::<Value>(row["body"].as_str().unwrap()).is_ok();
        assert_eq!(is_json, row["name"] != "truncated", "{row}");
    }
    assert_eq!(tool::run(&["example", "truv", "link-deleted", "--json"]).code, Some(2), "--json is of --invalid");
    assert_eq!(tool::run(&["example", "truv", "link-deleted", "--invalid", "--minimal"]).code, Some(2));
}

/// A reader that relies on a field breaks if the field may now be null, or absent.
#[test]
fn a_required_field_that_may_be_null_or_absent_breaks_a_reader() {
    let folder = tool::folder("diff-required");
    let text = json!({"type": "string"});
    let schema = |rest: Value| {
        let mut schema = json!({"type": "object", "properties": {"id": text, "a": text, "b": text}});
        for (name, value) in rest.as_object().unwrap() {
            schema[name] = value.clone();
        }
        schema
    };
    let old = write(&folder, "old.json", &schema(json!({"required": ["id", "a"]})));
    let diff = |new: Value| {
        let new = write(&folder, "new.json", &new);
        tool::run(&["schema", "diff", &old, &new]).stdout
    };
    let null = |name: &str| {
        let mut new = schema(json!({"required": ["id", "a"]}));
        new["properties"][name] = json!({"type": ["string", "null"]});
        new
    };
    assert!(diff(null("a")).contains("breaking   /a: may be null now"), "{}", diff(null("a")));
    assert!(diff(null("b")).contains("additive   /b: may be null now"), "{}", diff(null("b")));
    let branches = [
        schema(json!({"required": ["id"], "anyOf": [{"required": ["a"]}, {"required": ["b"]}]})),
        schema(json!({"anyOf": [{"required": ["id", "a"]}, {"required": ["id", "b"]}]})),
        json!({"type": "object", "anyOf": [
            {"properties": {"id": text, "a": text}, "required": ["id", "a"]},
            {"properties": {"id": text, "b": text}, "required": ["id", "b"]},
        ]}),
    ];
    for new in branches {
        let said = diff(new);
        assert!(said.contains("breaking   /a: may be absent now"), "{said}");
        assert!(!said.contains("is gone"), "{said}");
    }
}
