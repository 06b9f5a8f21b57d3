//! Bad input: a clear error with its place, and nothing is sent or written.

use hookproof::model::Secret;
use hookproof::provider::Provider;
use hookproof::{ProviderFileError, Verifier};

use crate::{ACME, Folder};

#[test]
fn a_missing_file_is_named() {
    let folder = Folder::new("missing");
    let gone = folder.0.join("gone.toml");
    let error = Provider::from_file(&gone).unwrap_err();
    assert!(matches!(&error, ProviderFileError::Read { path, .. } if *path == gone.display().to_string()), "{error}");
    let refused = folder.refuses("acme.toml", &ACME.replace("examples/*.json", "examples/gone.json"));
    assert!(refused.contains("examples/gone.json cannot be read"), "{refused}");
}

#[test]
fn a_longer_circle_of_files_is_named() {
    let folder = Folder::new("circle");
    folder.write("b.toml", "like = \"c.toml\"\n");
    folder.write("c.toml", "like = \"acme.toml\"\n");
    let refused = folder.refuses("acme.toml", "like = \"b.toml\"\n");
    assert!(
        refused.starts_with("c.toml:1:8: `like` is circular: acme.toml → b.toml → c.toml → acme.toml"),
        "{refused}"
    );
}

#[test]
fn the_name_of_an_event_stays_in_its_folder() {
    let folder = Folder::new("names");
    for name in ["../../x", "a/../../x", "/etc/passwd", "a//b", "..", "a\\\\b"] {
        let text = format!("{ACME}[[payload]]\nname = \"{name}\"\nexample = {{ type = \"a\" }}\n");
        let refused = folder.refuses("acme.toml", &text);
        assert!(
            refused.starts_with("acme.toml:8:1: ") && refused.contains("cannot be the name of an event"),
            "{refused}"
        );
    }
    folder.write("examples/odd.json", r#"{"id":"evt_1NG8Du2eZvKYlo2C","type":"../../x","created":1}"#);
    let refused = folder.refuses("acme.toml", ACME);
    assert!(refused.starts_with("examples/odd.json:1:1: `../../x` cannot be the name of an event"), "{refused}");
}

#[test]
fn two_events_do_not_have_one_name() {
    let folder = Folder::new("twice");
    let payload =
        "[[payload]]\nname = \"a.b\"\nexample = { type = \"a.b\", id = \"evt_1NG8Du2eZvKYlo2C\", created = 1 }\n";
    let refused = folder.refuses("acme.toml", &format!("{ACME}{payload}{payload}"));
    assert_eq!(refused, "acme.toml:11:1: there are two payloads with the name `a.b`");
    let schema = r#"{"title":"a.b","properties":{"type":{"type":"string"},"id":{"type":"string"},"created":{"type":"integer"}}}"#;
    folder.write("examples/one.json", schema);
    folder.write("examples/two.json", schema);
    let refused = folder.refuses("acme.toml", ACME);
    assert_eq!(refused, "examples/two.json:1:1: there are two schemas for the event `a.b`");
}

#[tokio::test]
async fn a_secret_of_the_wrong_kind_is_refused_before_anything_is_sent() {
    let folder = Folder::new("secrets");
    let signature = "signature = \"Acme-Signature: t={time},v1={hmac-sha256}\"";
    for (form, secret, says) in [
        ("key = \"base64\"", "whsec_%", "the secret is not base64"),
        ("key = \"hex\"", "not hex", "the secret is not hexadecimal"),
        ("key = \"text\"", "", "the secret is empty"),
    ] {
        let provider = folder.read("acme.toml", &format!("{ACME}{form}\n")).unwrap();
        // Port 9 of loopback is closed: a delivery would fail with another reason.
        let error =
            Verifier::of(provider).secret(Secret::new(secret)).try_run("http://127.0.0.1:9/").await.unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
    }
    let unsigned =
        folder.read("acme.toml", &ACME.replace(signature, "signature = \"none\"").replace("signs ", "# ")).unwrap();
    let error = Verifier::of(unsigned).secret("s3cret").try_run("http://127.0.0.1:9/").await.unwrap_err();
    assert_eq!(error.to_string(), "Acme does not sign its deliveries: leave out the secret");
    let signed = folder.read("acme.toml", ACME).unwrap();
    let error = Verifier::of(signed).try_run("http://127.0.0.1:9/").await.unwrap_err();
    assert!(error.to_string().contains("a secret is needed"), "{error}");
}

#[test]
fn a_signature_in_the_body_needs_json_with_one_event() {
    let folder = Folder::new("in-body");
    let file = |keys: &str| {
        format!(
            "signature = \"/sig: {{hmac-sha256}}\"\nsigns = \"{{/id}}\"\nevent = \"/type\"\nid = \"/id\"\n{keys}[[payload]]\n\
             name = \"a.b\"\nexample = '{{\"type\":\"a.b\",\"id\":\"evt_1NG8Du2eZvKYlo2C\",\"sig\":\"\"}}'\n"
        )
    };
    folder.write("right.toml", &file(""));
    assert!(Provider::from_file(folder.0.join("right.toml")).is_ok());
    for keys in ["body = \"form\"\n", "body = \"form field payload\"\n", "each = \"/items/*\"\n"] {
        let refused = folder.refuses("acme.toml", &file(keys));
        assert_eq!(
            refused, "acme.toml:1:13: a signature in the body needs a body that is JSON, with one event",
            "{keys}"
        );
    }
    let refused = folder.refuses("acme.toml", &file("").replace("/sig:", "/gone:"));
    assert!(refused.starts_with("acme.toml:1:13: no event has a field at /gone"), "{refused}");
}
