//! The list: live, filtered, paged, walked by keys.

use serde_json::json;

use crate::Desk;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shows_deliveries_as_they_live() {
    let Some(mut desk) = Desk::start().await else { return };
    desk.live();
    desk.until("#shown", "No delivery yet");
    desk.browser.run("globalThis.loaded = 'once'");
    let url = desk.failing("/hook", 2).await;
    desk.emit("order-created", &url, 1).await;
    desk.until("#row-1", "succeeded");
    desk.until("#row-1", "3 attempts · 200");
    desk.until("#count-created", "1");
    desk.emit("link-connected", &url, 2).await;
    desk.until("#row-3", "succeeded");
    assert_eq!(desk.rows(), [3, 2, 1], "newest first");
    desk.until("#said", "link-connected: succeeded");
    assert_eq!(desk.browser.run("globalThis.loaded"), "once", "the page was loaded anew");

    // Everything is forgotten, here too.
    desk.mock.own("POST", "/reset", &json!({})).await;
    desk.until("#shown", "No delivery yet");
    assert_eq!(desk.rows(), [0; 0]);
    desk.is_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn filters_and_pages() {
    let Some(mut desk) = Desk::start().await else { return };
    desk.live();
    let (right, wrong) = (desk.failing("/hook", 0).await, desk.failing("/never", u64::MAX).await);
    desk.emit("order-created", &right, 60).await;
    desk.emit("link-connected", &right, 1).await;
    desk.emit("order-created", &wrong, 1).await;
    let orum = json!({"provider": "orum", "event": "person_created", "target": {"url": right}});
    desk.mock.own("POST", "/emit", &orum).await;
    desk.mock.idle().await;
    desk.browser.open(&format!("{}/_hookproof/", desk.mock.base));
    desk.until("#shown", "50 deliveries, newest first");

    desk.browser.click("#older");
    desk.browser.wait_for("document.getElementById('older').hidden");
    assert_eq!(desk.rows().len(), 63);
    assert_eq!(desk.browser.run("document.activeElement.id"), "row-13", "the first that is new has the focus");

    desk.choose("#filter-status", "exhausted");
    desk.until_rows(&[62]);
    desk.choose("#filter-status", "");
    desk.choose("#filter-provider", "orum");
    desk.until_rows(&[63]);
    desk.choose("#filter-provider", "");
    desk.until("#shown", "50 deliveries, newest first");

    // A whole name is asked of the server, a part of one is looked for in what is here.
    desk.browser.click("#filter-event");
    desk.browser.type_text("connected");
    desk.until("#shown", "1 delivery of 50 loaded");
    assert_eq!(desk.rows(), [61]);
    desk.browser.press("Escape");
    desk.until("#shown", "50 deliveries");
    desk.browser.type_text("order-created");
    desk.browser.wait_for("!document.getElementById('row-61') && document.getElementById('row-12')");
    desk.browser.click("#older");
    desk.until("#shown", "61 deliveries");

    // What does not fit stays out when it comes live, what fits comes in.
    desk.emit("link-connected", &right, 1).await;
    desk.emit("order-created", &right, 1).await;
    desk.until("#row-65", "succeeded");
    assert!(!desk.rows().contains(&64));
    let account = desk.mock.own("GET", "/deliveries/1", &json!(null)).await["account"].clone();
    desk.browser.run("document.getElementById('filter').reset()");
    desk.choose("#filter-account", account.as_str().unwrap());
    desk.until("#shown", "50 deliveries");
    desk.mock.own("POST", "/emit", &orum).await;
    desk.emit("order-created", &right, 1).await;
    desk.until("#row-67", "succeeded");
    assert!(!desk.rows().contains(&63) && !desk.rows().contains(&66), "they are of another account");
    desk.is_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn obeys_keys() {
    let Some(mut desk) = Desk::start().await else { return };
    desk.live();
    let url = desk.failing("/hook", 0).await;
    desk.emit("order-created", &url, 3).await;
    desk.until("#row-3", "succeeded");
    let focus = "document.activeElement.id";

    desk.browser.press("/");
    assert_eq!(desk.browser.run(focus), "filter-event");
    desk.browser.press("j");
    assert_eq!(
        desk.browser.run("document.getElementById('filter-event').value"),
        "j",
        "in a field, letters are letters"
    );
    desk.browser.press("Escape");
    desk.browser.press("Escape");
    assert_eq!(desk.browser.run(focus), "", "a field that is empty is left");
    desk.until("#shown", "3 deliveries");

    for (key, at) in
        [("j", "row-3"), ("j", "row-2"), ("ArrowDown", "row-1"), ("j", "row-1"), ("k", "row-2"), ("ArrowUp", "row-3")]
    {
        desk.browser.press(key);
        assert_eq!(desk.browser.run(focus), at, "after {key}");
    }
    desk.browser.press("j");
    desk.browser.press("Enter");
    desk.until("#detail-title", "#2 order-created");
    assert_eq!(desk.browser.run("document.querySelector('[aria-current=true]').id"), "row-2");
    desk.browser.press("Escape");
    desk.until("#detail", "Choose a delivery");
    assert_eq!(desk.browser.run(focus), "row-2", "whoever closes it goes on where it was opened");

    // From another view, too.
    desk.go("emit");
    desk.browser.press("/");
    assert_eq!(desk.browser.run(focus), "filter-event");
    let ring = "getComputedStyle(document.activeElement).outlineStyle";
    desk.browser.press("Tab");
    assert_ne!(desk.browser.run(ring), "none", "what has the focus is marked");
    desk.is_clean();
}
