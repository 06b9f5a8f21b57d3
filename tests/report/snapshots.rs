//! The page of changed snapshots in a real browser: on a phone and a desktop, light and dark. Its pictures are in
//! `target/tmp/page-snapshots`.

use hookproof::__private::snapshot;
use hookproof::__private::snapshot::{Difference, State, html};
use hookproof::provider::Kind;
use hookproof::providers;
use hookproof::schema::Side;
use serde_json::json;

use crate::browser::{Browser, Scheme};
use crate::tool;

const HOSTILE: &str = "<img src=x onerror=\"pwned = 1\">";

/// A new payload, one that is gone, one with an additive change, one that breaks, and hostile text in it.
fn differences() -> Vec<Difference> {
    let truv = providers::truv();
    let text = |name: &str| {
        let payload = truv.payload(name).unwrap();
        assert_eq!(payload.kind, Kind::Event);
        snapshot::of(&truv, payload, &[]).unwrap()
    };
    let difference = |name: &str, state, old: &str, new: &str| {
        let mut difference = Difference::new("truv", name, state);
        (difference.old, difference.new) = (old.to_owned(), new.to_owned());
        difference.changes = snapshot::changes(old, new, None, Side::Received);
        difference
    };
    let (order, task, link) = (text("order-created"), text("task-status-updated"), text("link-connected"));
    let renamed = order.replace("\"user_id\"", &format!("{:?}", format!("{HOSTILE}{}", "unbroken".repeat(60))));
    vec![
        difference("link-connected", State::New, "", &link),
        difference("order-created", State::Changed, &renamed, &order),
        difference("task-status-updated", State::Changed, &task.replace("  \"tracking_info\": null,\n", ""), &task),
        difference("link-gone", State::Orphaned, &link, ""),
    ]
}

#[test]
fn reads_well_on_a_phone_and_a_desktop_light_and_dark() {
    let Some(mut browser) = Browser::start("the page of snapshots") else { return };
    let folder = tool::folder("page-snapshots");
    let path = folder.join("snapshots.html");
    std::fs::write(&path, html(&differences())).unwrap();
    let url = format!("file://{}", path.display());
    for (width, scheme) in [(375, Scheme::Light), (375, Scheme::Dark), (1280, Scheme::Light), (1280, Scheme::Dark)] {
        browser.show(width, 800, scheme);
        browser.open(&url);
        let (found, place) = browser.audit("the page of snapshots", width, scheme);
        assert_eq!(found["landmarks"], json!(["header", "main", "footer"]), "{place}");
        // On a phone, equal parts appear once; on a wide screen, side by side.
        let same = browser.run("document.querySelectorAll('.kept').length").as_u64().unwrap();
        let shown = "[...document.querySelectorAll('.kept td')].filter((it) => it.getClientRects().length > 0).length";
        assert!(same > 0, "{place}");
        assert_eq!(browser.run(shown), if width < 600 { same } else { 2 * same }, "{place}");
        // Every link leads to a difference.
        let dead =
            "[...document.querySelectorAll('nav a')].filter((it) => !document.getElementById(it.hash.slice(1))).length";
        assert_eq!(browser.run("document.querySelectorAll('nav a').length"), 4, "{place}");
        assert_eq!(browser.run(dead), 0, "{place}");
        assert_eq!(browser.requests(), [url.as_str()], "nothing is asked for, {place}");
        assert_eq!(browser.complaints(), [""; 0], "{place}");
        browser.screenshot(&folder.join(format!("{width}-{}.png", scheme.name())));
    }
}
