//! What reaches an endpoint agrees with itself, with the user's pins too.

use std::sync::Arc;
use std::sync::Mutex;

use hookproof::model::Json;
use hookproof::providers;

use crate::server;
use crate::server::Reply;

#[tokio::test(flavor = "multi_thread")]
async fn generated_deliveries_keep_the_rules_and_the_pins() {
    const ACCOUNT: &str = "0187c66e-e7e5-811c-b006-2232f00f0000";
    let argyle = providers::argyle();
    let events = ["accounts.updated", "accounts.failed", "gigs.updated"];
    let bodies = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&bodies);
    let server = server::start(move |heard| {
        kept.lock().unwrap().push(heard.body.clone());
        Reply::Say(server::saying(200, ""))
    })
    .await;
    let run = crate::verifier(argyle.clone())
        .cases(12)
        .events(events)
        .only(["payload-generated", "payload-minimal", "payload-maximal"])
        .set("/data/account", ACCOUNT.into())
        .run(&server.url)
        .await;
    crate::all_pass(&run);
    let mut with_account = 0;
    for body in bodies.lock().unwrap().iter() {
        let document = Json::parse(body).unwrap();
        let event = document.pointer("/event").and_then(Json::as_str).unwrap();
        let broken = argyle.broken_rules(event, &document);
        assert!(broken.is_empty(), "{broken:?}\n{}", String::from_utf8_lossy(body));
        assert_eq!(document.pointer("/data/account").and_then(Json::as_str), Some(ACCOUNT));
        if let Some(id) = document.pointer("/data/resource/id") {
            assert_eq!(id.as_str(), Some(ACCOUNT), "what agrees with a pin follows it");
            with_account += 1;
        }
    }
    assert!(with_account > 5, "{with_account}");
}
