//! Files of providers that send several events in a delivery.

use hookproof::model::Json;
use hookproof::provider::Basis;

use crate::Folder;

const FILE: &str = r#"
signature = "X-Sign: {hmac-sha256}"
each      = "/items/*/event"
event     = "/type"
id        = "/id uuid"
[[payload]]
name      = "a"
example   = '{"type":"a","id":"6f9619ff-8b86-4d01-b42d-00cf4fc964ff","note":"x"}'
"#;

#[test]
fn an_event_is_wrapped_and_everything_is_said_of_the_event() {
    let folder = Folder::new("batches");
    let provider = folder.read("acme.toml", FILE).unwrap();
    let event = provider.payload("a").unwrap().examples[0].document().unwrap();
    assert_eq!(
        provider.body.write(&event),
        br#"{"items":[{"event":{"type":"a","id":"6f9619ff-8b86-4d01-b42d-00cf4fc964ff","note":"x"}}]}"#
    );
    assert!(provider.violations("a", &event.to_value()).is_empty());
    let fact = provider.fact("delivery.batch").unwrap();
    assert_eq!(
        (fact.basis, fact.value.as_str()),
        (Basis::Documented, "several events in a delivery, at /items/*/event")
    );
    let rebuilt: hookproof::provider::Provider =
        serde_json::from_str(&serde_json::to_string(&provider).unwrap()).unwrap();
    assert_eq!(rebuilt.body, provider.body);

    let around = FILE.replace("event     =", "around = '{\"v\":2,\"items\":[],\"end\":null}'\nevent     =");
    let provider = folder.read("around.toml", &around).unwrap();
    let two = provider.body.write_batch([Json::from(1), Json::from(2)]).unwrap();
    assert_eq!(two, br#"{"v":2,"items":[{"event":1},{"event":2}],"end":null}"#);
}

#[test]
fn a_whole_delivery_is_an_example_of_each_event_in_it() {
    let folder = Folder::new("whole");
    folder.write(
        "examples/all.json",
        r#"[{"type":"a","id":"6f9619ff-8b86-4d01-b42d-00cf4fc964ff"},{"type":"b","id":"6f9619ff-8b86-4d01-b42d-00cf4fc964fe","n":1}]"#,
    );
    let text = "signature = \"X-Sign: {hmac-sha256}\"\neach = \"/*\"\nevent = \"/type\"\nid = \"/id\"\npayloads = [\"examples/all.json\"]\n";
    let provider = folder.read("acme.toml", text).unwrap();
    let names: Vec<&str> = provider.events().map(|event| event.name.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(provider.payload("b").unwrap().examples[0].name, "all 2");
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let folder = Folder::new("wrong_batches");
    let with = |old: &str, new: &str| FILE.replace(old, new);
    let around = |text: &str| with("event     =", &format!("around    = {text}\nevent     ="));
    for (text, says) in [
        (with("/items/*/event", "items/*"), "acme.toml:3:13: `items/*` is not a JSON pointer: it must start with /"),
        (with("/items/*/event", "/items"), "acme.toml:3:13: `/items` needs exactly one `*`, in place of an index"),
        (with("/items/*/event", "/a/*/b/*"), "acme.toml:3:13: `/a/*/b/*` needs exactly one `*`"),
        (with("each ", "eahc "), "acme.toml:3:1: unknown key `eahc`; did you mean each?"),
        (with("each      = \"/items/*/event\"", "around    = '{}'"), "acme.toml:3:13: `around` needs `each`"),
        (around("'{'"), "acme.toml:4:13: `around` is not JSON"),
        (around("'{}'"), "acme.toml:4:13: the document around the events needs an empty list at /items"),
        (around("'{\"items\":[1]}'"), "acme.toml:4:13: the document around the events needs an empty list at /items"),
        (with("\"/id uuid\"", "\"header X-Id uuid\""), "acme.toml:5:13: with `each`, a delivery has several events"),
        (
            with("event     =", "time      = \"header X-At rfc3339\"\nevent     ="),
            "acme.toml:4:13: with `each`, a delivery has several events, so a time cannot be in a header",
        ),
        (
            with("\"/id uuid\"", "\"/items/0/event/id uuid\""),
            "acme.toml:5:13: no event has a field at /items/0/event/id",
        ),
    ] {
        let said = folder.refuses("acme.toml", &text);
        assert!(said.starts_with(says), "{text}\n{said}\n{says}");
    }
}
