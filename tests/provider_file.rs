//! Provider files: what a few lines give, and what is refused, with its place and before anything is sent.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test may")]

#[path = "provider_file/answers.rs"]
mod answers;
#[path = "provider_file/batches.rs"]
mod batches;
#[path = "provider_file/forms.rs"]
mod forms;
#[path = "provider_file/refused.rs"]
mod refused;
#[path = "provider_file/schema.rs"]
mod schema;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use hookproof::__private::provider_file;
use hookproof::ProviderFileError;
use hookproof::model::{Failure, Headers, Json, Outcome, Response, Secret};
use hookproof::provider::{Basis, Provider};
use hookproof::sign::{Material, Signer};

/// The example of an event whose name and id are in its body.
const CHARGE: &str = r#"{"id":"evt_1NG8Du2eZvKYlo2C","type":"charge.paid","created":1686089970,"data":{"amount":1}}"#;

const ACME: &str = r#"
signature = "Acme-Signature: t={time},v1={hmac-sha256}"
signs     = "{time}.{body}"
event     = "/type"
id        = "/id"
time      = "/created"
payloads  = ["examples/*.json"]
"#;

/// A folder with files, which is removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("provider_file").join(test);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("examples")).unwrap();
        fs::write(path.join("examples/charge.json"), CHARGE).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path
    }

    fn read(&self, name: &str, text: &str) -> Result<Provider, ProviderFileError> {
        Provider::from_file(self.write(name, text))
    }

    /// What is wrong with a file, without the folder.
    #[track_caller]
    fn refuses(&self, name: &str, text: &str) -> String {
        let error = self.read(name, text).unwrap_err().to_string();
        error.replace(&format!("{}/", self.0.display()), "")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn six_lines_and_an_example_suffice() {
    let acme = Folder::new("six").read("acme.toml", ACME).unwrap();
    assert_eq!((acme.id.as_str(), acme.name.as_str()), ("acme", "Acme"));
    assert_eq!(acme.events().map(|event| event.name.as_str()).collect::<Vec<_>>(), ["charge.paid"]);
    let id = acme.envelope.id.as_ref().unwrap();
    assert!(id.form.is_form_of("evt_0000000000000000") && !id.form.is_form_of("evt_1"), "{id:?}");
    assert_eq!(acme.fact("delivery.timeout").unwrap().basis, Basis::Assumed);
    assert_eq!(acme.fact("signature.header").unwrap().basis, Basis::Documented);
    let broken =
        serde_json::json!({"id": "evt_1NG8Du2eZvKYlo2C", "type": "other", "created": 1, "data": {"amount": 1}});
    assert_eq!(acme.violations("charge.paid", &broken)[0].pointer, "/type");
}

#[test]
fn json_and_yaml_have_the_same_shape() {
    let folder = Folder::new("formats");
    let mut toml = folder.read("acme.toml", ACME).unwrap();
    toml.facts.clear();
    let json = r#"{"signature": "Acme-Signature: t={time},v1={hmac-sha256}", "signs": "{time}.{body}", "event": "/type",
        "id": "/id", "time": "/created", "payloads": ["examples/*.json"], "source": "S"}"#;
    let yaml = "signature: 'Acme-Signature: t={time},v1={hmac-sha256}'\nsigns: '{time}.{body}'\nevent: /type\nid: /id\n\
                time: /created\npayloads:\n  - examples/*.json\nsource: S\n";
    let toml = serde_json::to_value(&toml).unwrap();
    for (name, text) in [("acme.json", json), ("acme.yaml", yaml)] {
        let mut other = folder.read(name, text).unwrap();
        other.facts.clear();
        assert_eq!(serde_json::to_value(&other).unwrap(), toml, "{name}");
    }
}

#[test]
fn names_and_ids_can_be_in_headers() {
    let folder = Folder::new("headers");
    folder.write("examples/issues.opened.json", r#"{"action":"opened","issue":{"id":123456789}}"#);
    let text = "signature = \"X-Sign: sha256={hmac-sha256}\"\nevent = \"{header X-Event}.{/action}\"\n\
                id = \"header X-Delivery uuid\"\npayloads = [\"examples/issues*.json\"]\n";
    let provider = folder.read("forge.toml", text).unwrap();
    let signer = Signer::new(&provider.signing.recipe, &Secret::new("s")).unwrap();
    let document = Json::parse(br#"{"action":"opened","issue":{"id":123456789}}"#).unwrap();
    let id = provider.event_id("issues.opened", &document).unwrap();
    let material = Material::of(b"{}").id(&id).event_name("issues.opened");
    let request = provider.request(Some(&signer), &material).unwrap();
    let header = |name: &str| String::from_utf8(request.headers.get(name).unwrap().to_vec()).unwrap();
    assert_eq!((header("x-event"), header("x-delivery")), ("issues".to_owned(), id.clone()));
    assert_eq!(provider.envelope.name.read(&request.headers, &document).as_deref(), Some("issues.opened"));
    let reordered = Json::parse(br#"{"issue":{"id":123456789},"action":"opened"}"#).unwrap();
    let other = Json::parse(br#"{"action":"opened","issue":{"id":123456780}}"#).unwrap();
    assert_eq!(provider.event_id("issues.opened", &reordered).unwrap(), id, "the same event");
    assert_ne!(provider.event_id("issues.opened", &other).unwrap(), id, "another event");
}

#[test]
fn a_file_inherits_what_it_does_not_say_with_its_source() {
    let folder = Folder::new("like");
    folder.write(
        "base.toml",
        &format!("{ACME}source = \"https://base.example\"\nassumed = [\"retry\"]\nretry = \"3 x 30s\"\n"),
    );
    let acme = folder
        .read("acme.toml", "like = \"base.toml\"\ntimeout = \"5s\"\nsource = \"https://acme.example\"\n")
        .unwrap();
    assert_eq!(acme.delivery.timeout, Duration::from_secs(5));
    let said = |key: &str| (acme.fact(key).unwrap().basis, acme.fact(key).unwrap().source.as_str());
    assert_eq!(said("delivery.timeout"), (Basis::Documented, "https://acme.example"));
    assert_eq!(said("signature.header"), (Basis::Documented, "https://base.example"));
    assert_eq!(said("retry.attempts").0, Basis::Assumed, "a guess stays a guess");
    let clerk = folder.read("mine.toml", "like = \"standard-webhooks\"\n").unwrap();
    assert_eq!(clerk.signing.recipe.signature_header().unwrap().name, "webhook-signature");
}

#[test]
fn handshakes_are_read() {
    let text = format!(
        "{ACME}[[handshake]]\nbody = '{{\"c\":\"{{challenge}}\"}}'\nanswers = [\"/a: {{challenge}}\", \"header X-B: b\"]\n\
         [[handshake]]\nquery = \"?mode=on&c={{challenge}}\"\nsigned = true\nanswers = \"{{challenge}}\"\nor = \"/c: 1\"\n"
    );
    let acme = Folder::new("handshakes").read("acme.toml", &text).unwrap();
    let [post, get] = acme.handshakes.as_slice() else { panic!("two handshakes") };
    assert_eq!((post.method.as_str(), post.signed, post.answers[0].len()), ("POST", true, 2));
    assert_eq!((get.method.as_str(), get.signed, get.answers.len(), get.query.len()), ("GET", true, 2, 2));
    assert_eq!(acme.fact("handshake").unwrap().basis, Basis::Documented);
}

#[test]
fn a_file_that_refers_to_its_definitions_is_a_schema() {
    let folder = Folder::new("definitions");
    for (at, words) in
        [("$defs", r##""$ref":"#/$defs/A""##), ("definitions", r##""anyOf":[{"$ref":"#/definitions/A"}]"##)]
    {
        let schema =
            format!(r#"{{{words},"{at}":{{"A":{{"type":"object","properties":{{"type":{{"const":"paid"}}}}}}}}}}"#);
        folder.write("paid.json", &schema);
        let text = "signature = \"X-S: {hmac-sha256}\"\nevent = \"header X-E\"\npayloads = [\"paid.json\"]\n";
        let acme = folder.read("acme.toml", text).unwrap();
        let paid = acme.events().next().unwrap();
        assert_eq!((paid.name.as_str(), paid.examples.len()), ("paid", 0), "{at}");
    }
}

#[test]
fn retry_plans_are_followed() {
    let folder = Folder::new("retry");
    let answered = |status| Outcome::Answered(Response::new(status, Headers::new(), bytes::Bytes::new()));
    let text = format!("{ACME}retry = \"0s 1m 5m\"\nretry-on = \"all but 406 410\"\n");
    let plan = folder.read("acme.toml", &text).unwrap().retry;
    assert_eq!(plan.next(2, &answered(500)), Some(Duration::from_mins(1)));
    assert_eq!((plan.next(1, &answered(410)), plan.next(4, &answered(500))), (None, None));
    let text = format!("{ACME}retry = \"0s\"\nretry-on = \"timeout\"\n");
    let plan = folder.read("acme.toml", &text).unwrap().retry;
    let timed_out = Outcome::Failed(Failure::TimedOut(Duration::from_secs(1)));
    assert_eq!((plan.next(1, &timed_out), plan.next(1, &answered(500))), (Some(Duration::ZERO), None));
}

#[test]
fn bodies_are_written_in_the_layout_of_the_file() {
    let folder = Folder::new("layout");
    let document = hookproof::model::Json::parse(r#"{"a":["é","/"]}"#.as_bytes()).unwrap();
    for (layout, written) in [
        ("compact", r#"{"a":["é","/"]}"#),
        ("spaced", r#"{"a": ["é", "/"]}"#),
        ("compact escaped", r#"{"a":["\u00e9","/"]}"#),
        ("spaced escaped slashes", r#"{"a": ["\u00e9", "\/"]}"#),
        ("indented", "{\n  \"a\": [\n    \"é\",\n    \"/\"\n  ]\n}"),
    ] {
        let acme = folder.read("acme.toml", &format!("{ACME}layout = \"{layout}\"\n")).unwrap();
        assert_eq!(String::from_utf8(acme.body.write(&document)).unwrap(), written, "{layout}");
        let kept: hookproof::provider::Provider = serde_json::from_value(serde_json::to_value(&acme).unwrap()).unwrap();
        assert_eq!(kept.body, acme.body);
    }
}

/// Each replaces a line of the file; the error names the line and the column.
#[test]
fn what_is_wrong_is_named_with_its_place() {
    let folder = Folder::new("wrong");
    let with = |old: &str, new: &str| ACME.replace(old, new);
    let handshake = |lines: &str| format!("{ACME}[[handshake]]\n{lines}\n");
    for (text, says) in [
        (with("signs     ", "sings     "), "acme.toml:3:1: unknown key `sings`; did you mean signs?"),
        (
            with("\"/type\"", "\"/typ\""),
            "acme.toml:4:13: the event `charge` of examples/charge.json has no field at /typ; did you mean /type?",
        ),
        (with("\"/type\"", "\"type {x}\""), "acme.toml:4:13: `x` is not a place"),
        (with("\"/id\"", "\"/nope\""), "acme.toml:5:13: no event has a field at /nope"),
        (with("\"/id\"", "\"/id evt_[\""), "acme.toml:5:13: `evt_[` is not a pattern for an id"),
        (with("\"/created\"", "\"/created weekly\""), "acme.toml:6:13: unknown spelling of a time `weekly`"),
        (
            with("{hmac-sha256}", "{hmac-md5}"),
            "acme.toml:2:13: `Acme-Signature: t={time},v1={hmac-md5}` has no signature",
        ),
        (with("{hmac-sha256}", "{hmac-sha256:base32}"), "acme.toml:2:13: unknown encoding `base32`"),
        (with("Acme-Signature:", "Acme Signature:"), "acme.toml:2:13: `Acme Signature` is not the name of a header"),
        (with("t={time},", ""), "acme.toml:3:13: `{time}` is signed, but no header carries it"),
        (with("{time}.{body}", "{time}.{bdy}"), "acme.toml:3:13: unknown placeholder `{bdy}`"),
        (with("\"examples/*.json\"", "\"../*.json\""), "acme.toml:7:14: `../*.json` leaves the folder"),
        (with("\"examples/*.json\"", "\"https://x/a.json\""), "acme.toml:7:14: `https://x/a.json` leaves the folder"),
        (with("\"examples/*.json\"", "\"none/*.json\""), "acme.toml:7:14: the folder of `none/*.json` cannot be read"),
        (format!("{ACME}timeout = 10\n"), "acme.toml:8:11: expected a text, found a number"),
        (format!("{ACME}timeout = \"soon\"\n"), "acme.toml:8:11: invalid time-out `soon`"),
        (format!("{ACME}accepted = \"ok\"\n"), "acme.toml:8:12: invalid statuses `ok`"),
        (format!("{ACME}accepted = \"none\"\n"), "acme.toml:8:12: no status is left"),
        (format!("{ACME}accepted = \"all but 100-599\"\n"), "acme.toml:8:12: no status is left"),
        (format!("{ACME}retry-on = \"all but timeout\"\n"), "acme.toml:8:12: invalid value `all but timeout`"),
        (format!("{ACME}retry-on = \"\"\n"), "acme.toml:8:12: invalid value ``"),
        (format!("{ACME}retry = \"often\"\n"), "acme.toml:8:9: invalid retry plan `often`"),
        (format!("{ACME}answer = \" \"\n"), "acme.toml:8:10: the answer is empty"),
        (format!("{ACME}layout = \"compact slashes\"\n"), "acme.toml:8:10: unknown layout `compact slashes`"),
        (format!("{ACME}method = \"FETCH\"\n"), "acme.toml:8:10: unsupported method `FETCH`"),
        (format!("{ACME}headers = [\"Host: x\"]\n"), "acme.toml:8:12: the header `Host` belongs to the connection"),
        (format!("{ACME}assumed = [\"timeuot\"]\n"), "acme.toml:8:12: `timeuot` is not a key that can be assumed"),
        (format!("{ACME}like = \"strype\"\n"), "acme.toml:8:8: unknown provider `strype`; did you mean stripe?"),
        (format!("{ACME}like = \"acme.toml\"\n"), "acme.toml:8:8: `like` is circular"),
        (format!("{ACME}like = \"gone.toml\"\n"), "acme.toml:8:8: `like = \"gone.toml\"`"),
        (format!("{ACME}retry-headers = \"Host: x\"\n"), "acme.toml:8:17: the header `Host` belongs to the connection"),
        (format!("{ACME}retry-headers = \"X-Retry\"\n"), "acme.toml:8:17: "),
        (format!("{ACME}disabled-by = \"gone\"\n"), "acme.toml:8:15: invalid statuses `gone`"),
        (format!("{ACME}disabled-after = \"0 failures\"\n"), "acme.toml:8:18: invalid value `0 failures`"),
        (handshake("retries = 1"), "acme.toml:9:1: unknown key `retries`"),
        (handshake(""), "acme.toml:8:1: a handshake needs a `body`, a `query` or a `method`"),
        (handshake("method = \"GTE\""), "acme.toml:9:10: unsupported method `GTE` of a handshake; did you mean GET?"),
        (handshake("method = \"GET\"\nbody = \"{}\""), "acme.toml:9:10: a GET has no `body`"),
        (
            handshake("body = '{\"a\":\"{chalenge}\"}'"),
            "acme.toml:9:8: unknown placeholder `{chalenge}`; did you mean challenge?",
        ),
        (handshake("query = \"challenge\""), "acme.toml:9:9: `challenge` is not a field of a query"),
        (handshake("query = \"a={challenge}\"\nor = \"x\""), "acme.toml:10:6: `or` is an alternative to `answers`"),
        (
            handshake("body = \"{}\"\nanswers = \"{hmac-sha512 of challenge}\""),
            "acme.toml:10:11: hmac-sha512 needs a key of its own: `signature` uses hmac-sha256",
        ),
        (handshake("body = \"{}\"\nsigned = \"yes\""), "acme.toml:10:10: expected true or false, found a text"),
        (handshake("body = \"{}\"\nrefuses = \"no\""), "acme.toml:10:11: invalid statuses `no`"),
        ("signature = [".to_owned(), "acme.toml:1:"),
        ("event = \"/type\"\n".to_owned(), "acme.toml:1:1: the file describes no events"),
    ] {
        let said = folder.refuses("acme.toml", &text);
        assert!(said.starts_with(says), "{text}\n{said}\n{says}");
    }
}

#[test]
fn wrong_payloads_are_named_with_their_file() {
    let folder = Folder::new("payloads");
    let text = ACME.replace("examples/*.json", "examples/odd.json");
    for (payload, says) in [
        ("{", "examples/odd.json:1:1: it is not JSON"),
        (
            r#"{"title":"a","properties":{"type":{"$ref":"https://x/y"}}}"#,
            "examples/odd.json:1:1: the event `a`: /properties/type/$ref refers to another document",
        ),
        (
            r#"{"title":"a","properties":{"type":{"$ref":"other.json"}}}"#,
            "examples/odd.json:1:1: the event `a`: /properties/type/$ref refers to another document",
        ),
        (
            r#"{"title":"a","properties":{}}"#,
            "acme.toml:4:13: the event `a` of examples/odd.json has no field at /type",
        ),
        (
            r#"{"title":"a","properties":{"type":{"type":"string"},"n":{"type":7}}}"#,
            "examples/odd.json:1:1: the event `a`: not a schema",
        ),
        (
            r#"{"title":"a","required":["type"],"properties":{"type":{"type":"string"}},"examples":[{"type":"b"}]}"#,
            "examples/odd.json:1:1: the event `a`: example 1 does not fit its schema at /type",
        ),
    ] {
        folder.write("examples/odd.json", payload);
        let said = folder.refuses("acme.toml", &text);
        assert!(said.starts_with(says), "{payload}\n{said}");
    }
}

#[test]
fn yaml_cannot_exhaust_memory() {
    let folder = Folder::new("yaml");
    assert!(folder.refuses("a.yaml", "a: &a [x]\nb: *a\n").contains("a.yaml:2:4: aliases are not supported"));
    assert!(folder.refuses("a.yaml", &"[".repeat(100)).contains("nested more than 64 times"));
    assert!(folder.refuses("a.yaml", "event: a\nevent: b\n").contains("a.yaml:2:1: duplicate key `event`"));
    assert!(folder.refuses("a.yaml", "").contains("the file is empty"));
    assert!(folder.refuses("a.json", "[]").contains("expected a table, found a list"));
}

#[test]
fn a_published_signature_is_proved() {
    let folder = Folder::new("vectors");
    let vector = |header: &str| {
        format!("{ACME}[[example]]\nsecret = \"s\"\ntime = 17\nbody = \"{{}}\"\nheader = \"{header}\"\n")
    };
    let proved = |header: &str| {
        let path = folder.write("acme.toml", &vector(header));
        let described = provider_file::describe(path.to_str().unwrap()).unwrap();
        described.vectors[0].prove(&described.provider).map_err(|error| error.to_string())
    };
    let right = "t=17,v1=7cbd1fa5fd2ddf4bd8f5e7f1c1f0a7f6b2d45a2f7d7e7e5c52f5b7f1e4a0a0a0";
    let said = proved(right).unwrap_err();
    assert!(said.contains("acme.toml:8:1: the published signature is not reproduced"), "{said}");
    let made = said.split("the file makes `").nth(1).unwrap().split('`').next().unwrap();
    assert_eq!(proved(made), Ok(()));
}
