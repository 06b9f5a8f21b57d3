//! Bodies that are forms.

use std::sync::Arc;

use hookproof::__private::demo;
use hookproof::__private::demo::{Answer, Shop, Steps};
use hookproof::Verifier;
use hookproof::model::{BodyFormat, Json, Secret};
use hookproof::provider::{Basis, Provider};
use hookproof::report::{Paint, human};
use hookproof::sign::{Material, Signer};
use hookproof::verify::{Run, Verdict};
use serde_json::Value;

use crate::{ACME, Folder};

const TEXTER: &str = r#"
signature = "X-Sign: {hmac-sha256}"
signs     = "{/id}.{/note?}.{body}"
event     = "/type"
id        = "/id evt_[A-Za-z0-9]{16}"
body      = "form"

[[payload]]
name     = "text.sent"
schema   = { type = "object", properties = { id = { type = "string" }, type = { type = "string" }, parts = { type = "integer" }, paid = { type = "boolean" }, note = { type = ["string", "null"] } }, required = ["id", "type", "parts", "paid"] }
example  = { id = "evt_1NG8Du2eZvKYlo2C", type = "text.sent", parts = 2, paid = true }
"#;

fn signer(provider: &Provider) -> Signer {
    Signer::new(&provider.signing.recipe, &Secret::new("s3cret")).unwrap()
}

async fn run(provider: Provider) -> Run {
    run_with(provider, demo::CORRECT).await
}

async fn run_with(provider: Provider, steps: Steps) -> Run {
    let shop = Shop::new(provider.clone(), Some(signer(&provider)), steps);
    let shop = Arc::new(shop.secret(Secret::new("s3cret")));
    let verifier = Verifier::of(provider).secret("s3cret").salt("forms").cases(4).skip(["redelivery-long-after"]);
    demo::observe(verifier, &shop).run(demo::in_process(shop)).await
}

fn verdict(run: &Run, id: &str) -> Verdict {
    run.checks.iter().find(|check| check.id == id).unwrap().verdict
}

#[tokio::test]
async fn a_form_has_a_field_for_each_value() {
    let texter = Folder::new("form").read("texter.toml", TEXTER).unwrap();
    let document =
        Json::parse(br#"{"id":"evt_1","type":"text.sent","parts":2,"paid":true,"note":null,"more":"a b&c"}"#).unwrap();
    let body = texter.body.write(&document);
    assert_eq!(body, b"id=evt_1&type=text.sent&parts=2&paid=true&more=a+b%26c");
    let request = texter.request(Some(&signer(&texter)), &Material::of(&body)).unwrap();
    assert_eq!(request.headers.get("content-type").unwrap(), b"application/x-www-form-urlencoded");
    assert_eq!(texter.fact("delivery.body").unwrap().value, "form");
    assert_eq!(texter.fact("delivery.content-type").unwrap().basis, Basis::Documented);
    let rebuilt: Provider = serde_json::from_str(&serde_json::to_string(&texter).unwrap()).unwrap();
    assert_eq!(rebuilt.body, texter.body);

    let run = run(texter).await;
    assert_eq!(run.failed().count(), 0, "{}", human(&run, Paint::Plain));
    for judged in
        ["malformed-form", "malformed-empty", "malformed-wrong-type", "encoding-raw-bytes", "payload-generated"]
    {
        assert_eq!(verdict(&run, judged), Verdict::Pass, "{judged}\n{}", human(&run, Paint::Plain));
    }
    for skipped in ["malformed-json", "malformed-not-object", "malformed-truncated-utf8", "payload-null"] {
        assert_eq!(verdict(&run, skipped), Verdict::Skip, "{skipped}");
    }
}

/// Parses as most libraries do: what is broken stays as it is.
#[expect(clippy::unnecessary_wraps, reason = "a step of a consumer may refuse")]
fn lenient(_: &Shop, body: &[u8]) -> Result<Value, Answer> {
    Ok(form_urlencoded::parse(body).map(|(name, value)| (name.into_owned(), Value::from(value.into_owned()))).collect())
}

/// Accepts every signed body, and finds out later that one cannot be read.
fn queue_first(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    match shop.provider.body.read(body) {
        Ok(document) => Ok(document.to_value()),
        Err(_) => Err(Answer::status(202)),
    }
}

#[tokio::test]
async fn a_form_may_be_read_in_other_ways() {
    let folder = Folder::new("lenient");
    // The body alone is signed: a broken form has a right signature.
    let text = TEXTER.replace("signs ", "# signs ");
    for read in [lenient, queue_first] {
        let run = run_with(folder.read("texter.toml", &text).unwrap(), Steps { read, ..demo::CORRECT }).await;
        assert_eq!(run.failed().count(), 0, "{}", human(&run, Paint::Plain));
        assert_eq!(verdict(&run, "malformed-form"), Verdict::Pass);
    }
}

#[tokio::test]
async fn one_field_can_hold_the_whole_as_json() {
    let folder = Folder::new("form field");
    let text = format!("{ACME}body = \"form field payload\"\n");
    let acme = folder.read("acme.toml", &text).unwrap();
    assert_eq!(acme.body.format, BodyFormat::FormField("payload".to_owned()));
    let body = acme.body.write(&Json::parse(br#"{"type":"a b"}"#).unwrap());
    assert_eq!(body, b"payload=%7B%22type%22%3A%22a+b%22%7D");
    let run = run(acme).await;
    assert_eq!(run.failed().count(), 0, "{}", human(&run, Paint::Plain));
    for judged in ["malformed-form", "malformed-json", "malformed-truncated-utf8", "encoding-raw-bytes"] {
        assert_eq!(verdict(&run, judged), Verdict::Pass, "{judged}\n{}", human(&run, Paint::Plain));
    }
}

const MEMBER: &str = r#"
signature = "X-Sign: {hmac-sha256}"
signs     = "{/data/list_id}.{body}"
event     = "/type"
id        = "/data/id [0-9a-f]{10}"
body      = "bracketed form"

[[payload]]
name     = "subscribe"
example  = '{"type":"subscribe","data":{"id":"8a25ff1d98","list_id":"a6b5da1054","web_id":3375995,"merges":{"EMAIL":"a@example.com","INTERESTS":["one","two"]}}}'
"#;

#[tokio::test]
async fn nested_values_have_names_with_brackets() {
    let member = Folder::new("brackets").read("member.toml", MEMBER).unwrap();
    let example = member.payload("subscribe").unwrap().examples[0].document().unwrap();
    let body = member.body.write(&example);
    let text = String::from_utf8(body.clone()).unwrap();
    assert!(text.contains("&data%5Bmerges%5D%5BEMAIL%5D=a%40example.com&"), "{text}");
    assert!(text.ends_with("data%5Bmerges%5D%5BINTERESTS%5D%5B1%5D=two"), "{text}");
    let mut read = member.body.read(&body).unwrap();
    assert_eq!(read.pointer("/data/web_id").and_then(Json::as_str), Some("3375995"));
    read.set("/data/web_id", Json::from(3_375_995));
    assert_eq!(read, example);

    let run = run(member).await;
    assert_eq!(run.failed().count(), 0, "{}", human(&run, Paint::Plain));
    for judged in
        ["malformed-form", "malformed-empty", "malformed-wrong-type", "encoding-raw-bytes", "payload-generated"]
    {
        assert_eq!(verdict(&run, judged), Verdict::Pass, "{judged}\n{}", human(&run, Paint::Plain));
    }
}

#[tokio::test]
async fn a_multipart_body_has_a_part_for_each_value() {
    let text = TEXTER.replace("\"form\"", "\"multipart\"");
    let texter = Folder::new("multipart").read("texter.toml", &text).unwrap();
    let example = texter.payload("text.sent").unwrap().examples[0].document().unwrap();
    let body = texter.body.write(&example);
    let request = texter.request(Some(&signer(&texter)), &Material::of(&body).event(&example)).unwrap();
    let media_type = String::from_utf8(request.headers.get("content-type").unwrap().to_vec()).unwrap();
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    assert_eq!(String::from_utf8(body).unwrap().matches(boundary).count(), 5, "four parts and the end");

    let read_all = run(texter.clone()).await;
    assert_eq!(read_all.failed().count(), 0, "{}", human(&read_all, Paint::Plain));
    for judged in ["malformed-form", "malformed-empty", "encoding-raw-bytes", "payload-generated"] {
        assert_eq!(verdict(&read_all, judged), Verdict::Pass, "{judged}\n{}", human(&read_all, Paint::Plain));
    }
    assert_eq!(verdict(&read_all, "malformed-json"), Verdict::Skip);
}

/// The body alone is signed, so that a broken form has a right signature.
#[tokio::test]
async fn a_crash_over_a_broken_form_is_caught_in_every_form() {
    let crashes = demo::named("crashes-on-broken-form").unwrap();
    for (at, form) in ["form", "bracketed form", "multipart"].into_iter().enumerate() {
        let text = TEXTER.replace("signs ", "# signs ").replace("\"form\"", &format!("\"{form}\""));
        let texter = Folder::new(&format!("broken {at}")).read("texter.toml", &text).unwrap();
        let run = run_with(texter, crashes.steps).await;
        assert_eq!(verdict(&run, "malformed-form"), Verdict::Fail, "{form}\n{}", human(&run, Paint::Plain));
        // A multipart body cannot be empty, or a list.
        let others: &[&str] =
            if form == "multipart" { &["malformed-empty", "malformed-wrong-type"] } else { crashes.also };
        let allowed = |check: &str| crashes.caught_by.contains(&check) || others.contains(&check);
        assert!(run.failed().all(allowed), "{form}\n{}", human(&run, Paint::Plain));
    }
}

#[test]
fn what_a_form_cannot_hold_is_an_error() {
    let folder = Folder::new("nested");
    let refused = folder.refuses("acme.toml", &format!("{ACME}body = \"form\"\n"));
    assert_eq!(
        refused,
        "acme.toml:8:8: a form has only texts, but the field /data of the event `charge.paid` may be an object or a list: \
         give it another type, or use `bracketed form` if names are such as a[b], or `form field NAME` if one field holds the \
         whole as JSON"
    );
    let refused = folder.refuses("texter.toml", &TEXTER.replace("type = \"object\", ", ""));
    assert!(
        refused.starts_with("texter.toml:6:13: a form has fields, but the schema of the event `text.sent`"),
        "{refused}"
    );
    let refused = folder.refuses("acme.toml", &format!("{ACME}body = \"multipart\"\n"));
    assert!(refused.starts_with("acme.toml:8:8: a form has only texts, but the field /data"), "{refused}");
    let text = format!("body = \"multipart\"\ncontent-type = \"multipart/form-data\"\n{TEXTER}");
    let refused = folder.refuses("texter.toml", &text.replace("body      = \"form\"\n", ""));
    assert!(refused.starts_with("texter.toml:2:16: a multipart body has a media type with its boundary"), "{refused}");
    for unknown in ["multipart/form-data", "form field ", "xml"] {
        let refused = folder.refuses("acme.toml", &format!("{ACME}body = \"{unknown}\"\n"));
        assert!(refused.starts_with("acme.toml:8:8: unknown form of bodies `"), "{refused}");
    }
}
