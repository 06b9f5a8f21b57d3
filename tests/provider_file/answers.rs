//! Files that say which answers a provider wants, what answers cause, and which times headers have.

use hookproof::model::{Headers, Outcome, Response, Secret, Timestamp};
use hookproof::provider::{Basis, Provider};
use hookproof::sign::{Material, Signer};

use crate::{ACME, Folder};

#[test]
fn what_answers_cause_is_read() {
    let text = format!(
        "{ACME}retry = \"3 x 30s\"\nretry-after = \"429 50x\"\nretry-headers = \"X-Retry: {{retry}}\"\n\
         disabled-by = \"410 404-405\"\ndisabled-after = \"20 failures\"\nassumed = \"disabled-after\"\n"
    );
    let folder = Folder::new("answers");
    let said = folder.refuses("acme.toml", &text);
    assert!(said.starts_with("acme.toml:9:15: invalid statuses `429 50x`: expected statuses"), "{said}");
    let acme = folder.read("acme.toml", &text.replace("50x", "5xx")).unwrap();
    let sets = [&acme.retry.retry_after, &acme.delivery.disabling.statuses].map(ToString::to_string);
    assert_eq!(sets, ["429, 5xx", "410, 404-405"]);
    assert_eq!((acme.delivery.disabling.failures, acme.delivery.retry_headers.len()), (Some(20), 1));
    let basis = |key: &str| acme.fact(key).unwrap().basis;
    assert_eq!((basis("delivery.disabled-by"), basis("retry.headers")), (Basis::Documented, Basis::Documented));
    assert_eq!(basis("delivery.disabled-after"), Basis::Assumed);
}

#[test]
fn a_success_can_need_a_body() {
    let text = format!("{ACME}answer = \"[accepted]\"\n");
    let acme = Folder::new("answer").read("acme.toml", &text).unwrap();
    let accepts = |status, body: &'static [u8]| {
        acme.accepts(&Response::new(status, Headers::new(), bytes::Bytes::from_static(body)))
    };
    assert!(accepts(200, b"[accepted]") && accepts(202, b"[accepted]\r\n"));
    assert!(!accepts(200, b"") && !accepts(200, b"\"[accepted]\"") && !accepts(500, b"[accepted]"));
    assert!(acme.succeeds(200), "the status alone");
    let fact = acme.fact("delivery.answer").unwrap();
    assert_eq!((fact.basis, fact.value.as_str()), (Basis::Documented, "[accepted]"));
    let again: Provider = serde_json::from_value(serde_json::to_value(&acme).unwrap()).unwrap();
    assert_eq!(again.delivery, acme.delivery);
}

#[test]
fn statuses_are_sets() {
    let text = format!(
        "{ACME}accepted = \"200, 202 204\"\nretry = \"1m\"\nretry-on = \"all but 406, 410\"\nretry-after = \"none\"\n\
         disabled-by = \"410, 5xx\"\n[[handshake]]\nmethod = \"HEAD\"\nrefuses = \"401, 403\"\n"
    );
    let acme = Folder::new("statuses").read("acme.toml", &text).unwrap();
    assert!([200, 202, 204].into_iter().all(|status| acme.succeeds(status)) && !acme.succeeds(201));
    assert_eq!(acme.fact("delivery.success").unwrap().value, "200, 202, 204");
    let answered = |status| Outcome::Answered(Response::new(status, Headers::new(), bytes::Bytes::new()));
    let is_retried = |status| acme.retry.next(1, &answered(status)).is_some();
    assert!(is_retried(500) && !is_retried(406) && !is_retried(410));
    assert!(acme.retry.retry_after.is_empty() && acme.delivery.disabling.statuses.contains(503));
    let handshake = &acme.handshakes[0];
    assert_eq!(handshake.status, acme.delivery.success);
    assert_eq!(handshake.refused.as_ref().map(ToString::to_string).as_deref(), Some("401, 403"));
    let again: Provider = serde_json::from_value(serde_json::to_value(&acme).unwrap()).unwrap();
    assert_eq!((again.delivery, again.handshakes, again.retry), (acme.delivery, acme.handshakes, acme.retry));
}

#[test]
fn times_can_be_in_headers() {
    let folder = Folder::new("header times");
    let text = format!("{ACME}sent = \"header X-Sent unix-millis\"\n")
        .replace("\"/created\"", "[\"/created\", \"header X-Occurred rfc3339\"]");
    let acme = folder.read("acme.toml", &text).unwrap();
    let signer = Signer::new(&acme.signing.recipe, &Secret::new("s")).unwrap();
    let (event, now) = (Timestamp::from_unix(40), Timestamp::from_unix(70));
    let times = |material: &Material<'_>| {
        let request = acme.request(Some(&signer), material).unwrap();
        ["X-Occurred", "X-Sent"].map(|name| String::from_utf8(request.headers.get(name).unwrap().to_vec()).unwrap())
    };
    let first = Material::of(b"{}").at(now);
    assert_eq!(times(&first), ["1970-01-01T00:01:10Z", "70000"]);
    assert_eq!(times(&first.event_time(event)), ["1970-01-01T00:00:40Z", "70000"]);
    let again: Provider = serde_json::from_value(serde_json::to_value(&acme).unwrap()).unwrap();
    assert_eq!(again.envelope, acme.envelope);
    for (wrong, says) in [
        ("sent = \"header X-Sent\"", "acme.toml:8:8: the spelling of X-Sent is not known: add unix-seconds"),
        ("sent = \"header Host rfc3339\"", "acme.toml:8:8: the header `Host` belongs to the connection"),
        ("sent = \"header X-Sent weekly\"", "acme.toml:8:8: unknown spelling of a time `weekly`"),
    ] {
        let said = folder.refuses("acme.toml", &format!("{ACME}{wrong}\n"));
        assert!(said.starts_with(says), "{said}");
    }
}
