//! A provider that does not sign: its forgery checks are skipped with that reason, and the rest is judged as ever.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hookproof::__private::demo;
use hookproof::__private::demo::{Defect, Shop};
use hookproof::provider::Provider;
use hookproof::report::{Paint, human};
use hookproof::sign::Signer;
use hookproof::verify::Run;
use hookproof::{Verdict, Verifier};

const REASON: &str = "Plain does not sign its deliveries";

fn provider(signature: &str) -> Provider {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("unsigned").join(signature.split(':').next().unwrap());
    std::fs::create_dir_all(&folder).unwrap();
    let path: PathBuf = folder.join("plain.toml");
    let text = format!(
        "signature = \"{signature}\"\nevent = \"/type\"\nid = \"/id uuid\"\ntime = \"/at unix-seconds\"\n[[payload]]\n\
         name = \"ticket.opened\"\nexample = '{}'\n",
        r#"{"type":"ticket.opened","id":"6f9619ff-8b86-4d01-b42d-00cf4fc964ff","at":1700000000,"ticket":{"title":"Printer"}}"#
    );
    std::fs::write(&path, text).unwrap();
    Provider::from_file(path).unwrap()
}

async fn run(provider: Provider, defect: Option<&'static Defect>) -> Run {
    let secret = provider.signing.signs().then(|| demo::secret(&provider.signing.recipe).unwrap());
    let signer = secret.as_ref().map(|secret| Signer::new(&provider.signing.recipe, secret).unwrap());
    let shop = Arc::new(match defect {
        None => Shop::new(provider.clone(), signer, demo::CORRECT),
        Some(defect) => defect.shop(provider.clone(), signer),
    });
    let mut verifier = Verifier::of(provider).salt("unsigned").cases(4).skip(["redelivery-long-after"]);
    if let Some(secret) = secret {
        verifier = verifier.secret(secret);
    }
    demo::observe(verifier, &shop).run(demo::in_process(shop)).await
}

#[tokio::test]
async fn what_needs_a_signature_is_skipped_and_nothing_else_changes() {
    let (plain, signed) = (run(provider("none"), None).await, run(provider("X-Sign: {hmac-sha256}"), None).await);
    assert_eq!((plain.failed().count(), signed.failed().count()), (0, 0), "{}", human(&plain, Paint::Plain));
    let verdicts = |run: &Run| -> BTreeMap<&'static str, Verdict> {
        run.checks
            .iter()
            .map(|check| (hookproof::__private::verify::checks::named(&check.id).unwrap().id, check.verdict))
            .collect()
    };
    let (of_plain, of_signed) = (verdicts(&plain), verdicts(&signed));
    let needs_signature = |id: &str| id.starts_with("signature-") || id == "encoding-raw-bytes";
    for check in &plain.checks {
        let id = check.id.as_str();
        if needs_signature(id) && of_signed[id] != Verdict::Skip {
            assert_eq!((check.verdict, check.reason.as_deref()), (Verdict::Skip, Some(REASON)), "{id}");
        } else if !needs_signature(id) {
            assert_eq!(of_plain[id], of_signed[id], "{id}: {:?}", check.reason);
        }
    }
    assert!(plain.counts.pass > 15, "{}", human(&plain, Paint::Plain));
}

#[tokio::test]
async fn a_broken_consumer_of_unsigned_deliveries_fails_by_its_mistake() {
    for name in ["processes-twice", "crashes-on-null"] {
        let defect = demo::named(name).unwrap();
        let run = run(provider("none"), Some(defect)).await;
        let failed: Vec<&str> = run.failed().collect();
        assert!(
            failed.iter().all(|id| defect.caught_by.contains(id) || defect.also.contains(id)),
            "{name}: {failed:?}"
        );
        if name == "processes-twice" {
            assert!(!failed.is_empty(), "{}", human(&run, Paint::Plain));
        }
    }
}
