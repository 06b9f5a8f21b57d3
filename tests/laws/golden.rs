//! Law 6: the same seed, salt, time and key give the same bytes on any machine, from one release to the next.
//!
//! A change here is a change of what consumers meet: review it, then accept it with `INSTA_UPDATE=always`.

use std::fmt::Write;

use hookproof::__private::generate::seeded;
use hookproof::__private::wire;
use hookproof::model::Timestamp;
use hookproof::provider::IdSource;
use hookproof::sign::{Material, Signer};

use crate::KNOWN;

/// Bytes as text that hides none of them, a line of the wire a line.
fn shown(bytes: &[u8]) -> String {
    let mut text = String::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let _ = writeln!(text, "{}", line.escape_ascii());
    }
    text.replace("\\\"", "\"")
}

#[test]
fn a_signed_request_of_every_provider_is_what_it_was() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots/requests");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let now: Timestamp = "2026-01-31T09:30:00.123456Z".parse().unwrap();
    for known in KNOWN.iter() {
        let provider = &known.provider;
        let signer = Signer::new(&provider.signing.recipe, &crate::secret(provider)).unwrap();
        let (event, generator) = known.events().next().unwrap();
        let mut document = generator.sample(&mut seeded(7, &["golden", &event.name]));
        provider.renew(&event.name, &mut document, &IdSource::new(7, "salt", &["golden", &event.name]), now);
        let body = provider.body.write(&document);
        let url = "http://127.0.0.1:9000/hook";
        let request = provider.request(Some(&signer), &Material::of(&body).at(now).id("golden").url(url)).unwrap();
        let bytes = wire::request(&request, "127.0.0.1:9000", "/hook");
        settings.set_description(format!("{} {} at seed 7, salt `salt`, {now}", provider.id, event.name));
        settings.bind(|| insta::assert_snapshot!(provider.id.as_str(), shown(&bytes)));
    }
}
