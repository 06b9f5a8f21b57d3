//! A second import into the same folder: edits stay, the rest follows the documents, and both are told.

use std::fs;

use serde_json::Value;

use crate::{Vendor, WEBHOOKS, names, slot};

/// The parts that a second import found to differ, and what became of them.
fn fates(said: &Value) -> Vec<(&str, &str)> {
    let all = said["merged"].as_array().unwrap().iter();
    all.map(|one| (one["part"].as_str().unwrap(), one["fate"].as_str().unwrap())).collect()
}

fn edit(vendor: &Vendor, path: &str, from: &str, to: &str) {
    let path = vendor.path("out").join(path);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from}\n{text}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

fn toml(vendor: &Vendor) -> String {
    fs::read_to_string(vendor.path("out/acme.toml")).unwrap()
}

#[test]
fn edits_of_the_provider_file_stay() {
    let vendor = Vendor::new("merged-toml");
    let document = vendor.write("openapi.json", WEBHOOKS);
    vendor.imports(&document);
    edit(&vendor, "acme.toml", "source ", "# Mine.\nsource ");
    edit(&vendor, "acme.toml", "signature = \"none\"", "signature = \"X-S: {hmac-sha1}\"   # by mail");
    edit(&vendor, "acme.toml", "# observed: an integer", "# My own remark.\n# observed: an integer");
    edit(&vendor, "acme.toml", "assumed   = [\"signature\"]", "retry     = \"5s 5m\"");
    let edited = toml(&vendor);
    // Nothing changed in the documents.
    let (said, _) = vendor.imports(&document);
    assert_eq!(fates(&said), [("acme.toml#assumed", "kept"), ("acme.toml#signature", "kept")]);
    assert_eq!(toml(&vendor), edited);
    // The time has another name, and an event another one, too.
    let changed = WEBHOOKS.replace("created", "timestamp").replace("order.gone", "order.lost");
    vendor.write("openapi.json", &changed);
    let (said, provider) = vendor.imports(&document);
    assert_eq!(names(&provider), ["order.lost", "order.paid"]);
    assert_eq!(slot(&said, "time"), ("/timestamp unix-seconds", "observed"));
    let expected = [
        ("acme.toml#assumed", "kept"),
        ("acme.toml#signature", "kept"),
        ("acme.toml#time", "replaced"),
        ("acme/order.gone.json", "removed"),
        ("acme/order.lost.json", "added"),
        ("acme/order.paid.json", "replaced"),
    ];
    assert_eq!(fates(&said), expected);
    assert_eq!(toml(&vendor), edited.replace("/created", "/timestamp"));
    let told = said["difference"].as_str().unwrap();
    assert!(told.contains("- signature = \"X-S: {hmac-sha1}\"\n"), "{told}");
    assert!(told.contains("\nacme/order.gone.json: removed\n"), "{told}");
    // Without the time, its line goes, and the comments stay.
    let without = changed.replace("timestamp", "moment");
    vendor.write("openapi.json", &without);
    let (said, _) = vendor.imports(&document);
    assert!(fates(&said).contains(&("acme.toml#time", "removed")), "{said}");
    let left = toml(&vendor);
    assert!(!left.contains("time ") && left.contains("# My own remark.") && left.contains("# by mail"), "{left}");
    // It returns after the line that it was written after.
    vendor.write("openapi.json", &changed);
    let (said, _) = vendor.imports(&document);
    assert!(fates(&said).contains(&("acme.toml#time", "added")), "{said}");
    let lines = toml(&vendor);
    let lines: Vec<&str> = lines.lines().filter(|line| !line.starts_with('#')).collect();
    let at = |start: &str| lines.iter().position(|line| line.starts_with(start)).unwrap();
    assert_eq!(at("time "), at("id ") + 1, "{lines:?}");
}

#[test]
fn edited_schemas_stay_and_the_others_are_replaced() {
    let vendor = Vendor::new("merged-schemas");
    let document = vendor.write("openapi.json", WEBHOOKS);
    vendor.imports(&document);
    edit(&vendor, "acme/order.paid.json", "\"type\": \"integer\"", "\"type\": \"number\"");
    let paid = fs::read_to_string(vendor.path("out/acme/order.paid.json")).unwrap();
    vendor.write("openapi.json", &WEBHOOKS.replace(r#"{"type": "integer"}"#, r#"{"type": "integer", "minimum": 5}"#));
    let (said, provider) = vendor.imports(&document);
    assert_eq!(fates(&said), [("acme/order.gone.json", "replaced"), ("acme/order.paid.json", "kept")]);
    assert_eq!(fs::read_to_string(vendor.path("out/acme/order.paid.json")).unwrap(), paid);
    let told = said["difference"].as_str().unwrap();
    assert!(told.contains("acme/order.paid.json: kept as it was edited; the documents have\n"), "{told}");
    assert!(told.contains("\"minimum\": 5"), "{told}");
    let gone = provider.events().find(|event| event.name == "order.gone").unwrap();
    assert!(gone.schema().to_string().contains("\"minimum\":5"), "{}", gone.schema());
    // The documents lose the event whose schema was edited, and somebody adds a payload.
    let own = vendor.path("out/acme/order.own.json");
    fs::write(&own, r#"{"id": "evt_1NG8Du2eZvKYlo2C", "type": "order.own", "created": 1686089970}"#).unwrap();
    vendor.write("openapi.json", &WEBHOOKS.replace("order.paid", "order.bought"));
    let (said, provider) = vendor.imports(&document);
    assert!(fates(&said).contains(&("acme/order.paid.json", "kept")), "{said}");
    assert_eq!(names(&provider), ["order.bought", "order.gone", "order.own", "order.paid"]);
    let told = said["difference"].as_str().unwrap();
    assert!(told.contains("kept as it was edited, though the documents no longer have it"), "{told}");
    assert!(!told.contains("order.own"), "{told}");
    // A payload that somebody removed does not come back.
    fs::remove_file(vendor.path("out/acme/order.gone.json")).unwrap();
    let (said, provider) = vendor.imports(&document);
    assert_eq!(names(&provider), ["order.bought", "order.own", "order.paid"]);
    assert!(said["difference"].as_str().unwrap().contains("order.gone.json: left out, because somebody removed it"));
}

fn har(events: &[(&str, u32)]) -> String {
    let entry = |(name, n): &(&str, u32)| {
        serde_json::json!({"request": {"method": "POST", "headers": [{"name": "X-Shop-Topic", "value": name}],
            "postData": {"text": format!("{{\"n\": {n}}}")}}})
    };
    serde_json::json!({"log": {"entries": events.iter().map(entry).collect::<Vec<_>>()}}).to_string()
}

#[test]
fn payloads_in_the_provider_file_are_merged_one_by_one() {
    let vendor = Vendor::new("merged-har");
    let document = vendor.write("log.har", &har(&[("orders/paid", 1), ("orders/gone", 2), ("orders/edited", 3)]));
    vendor.imports(&document);
    edit(&vendor, "acme.toml", "{\\\"n\\\":3}", "{\\\"n\\\":33}");
    vendor.write("log.har", &har(&[("orders/paid", 4), ("orders/edited", 5), ("orders/new", 6)]));
    let (said, provider) = vendor.imports(&document);
    let expected = [
        ("acme.toml#payload/orders/edited", "kept"),
        ("acme.toml#payload/orders/gone", "removed"),
        ("acme.toml#payload/orders/new", "added"),
        ("acme.toml#payload/orders/paid", "replaced"),
    ];
    assert_eq!(fates(&said), expected);
    let mut all = names(&provider);
    all.sort_unstable();
    assert_eq!(all, ["orders/edited", "orders/new", "orders/paid"]);
    let text = toml(&vendor);
    assert!(text.contains(":33}") && text.contains(":4}") && text.contains(":6}") && !text.contains(":2}"), "{text}");
}

#[test]
fn files_that_no_import_wrote_are_not_touched() {
    let vendor = Vendor::new("merged-foreign");
    let document = vendor.write("openapi.json", WEBHOOKS);
    let own = "signature = \"none\"\nevent = \"/type\"\n";
    vendor.write("out/acme.toml", own);
    let said = vendor.import(&document, &[]);
    assert_eq!((said.code, toml(&vendor).as_str()), (Some(2), own), "{}", said.whole());
    assert!(said.stderr.contains("acme.toml was not written by an import"), "{}", said.stderr);
}

#[test]
fn nothing_is_written_if_the_result_is_not_a_provider_file() {
    let vendor = Vendor::new("merged-broken");
    let document = vendor.write("openapi.json", WEBHOOKS);
    vendor.imports(&document);
    edit(&vendor, "acme.toml", "source ", "source = = ");
    let written = vendor.written();
    vendor.write("openapi.json", &WEBHOOKS.replace("order.gone", "order.lost"));
    let said = vendor.import(&document, &[]);
    assert_eq!(said.code, Some(2), "{}", said.whole());
    assert!(said.stderr.contains("acme.toml: line 3: "), "{}", said.stderr);
    assert_eq!(vendor.written(), written);
    // The edit is TOML, but its payloads no longer are what the file says.
    edit(&vendor, "acme.toml", "source = = ", "source ");
    edit(&vendor, "acme.toml", "= \"/type\"", "= \"/kind\"");
    let written = vendor.written();
    let said = vendor.import(&document, &[]);
    assert_eq!(said.code, Some(2), "{}", said.whole());
    assert_eq!(vendor.written(), written);
}

#[test]
fn a_lost_provider_file_is_written_again() {
    let vendor = Vendor::new("merged-lost");
    let document = vendor.write("openapi.json", WEBHOOKS);
    vendor.imports(&document);
    let first = toml(&vendor);
    fs::remove_file(vendor.path("out/acme.toml")).unwrap();
    vendor.imports(&document);
    assert_eq!(toml(&vendor), first);
}
