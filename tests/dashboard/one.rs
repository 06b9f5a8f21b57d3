//! One delivery: its attempts, what was sent and what came back, and what is next.

use hookproof::__private::deliver::ClockSpeed;
use serde_json::{Value, json};

use crate::server::options;
use crate::{Desk, HOSTILE, folder};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shows_every_attempt_and_delivers_again() {
    let Some(mut desk) = Desk::start().await else { return };
    desk.live();
    let url = desk.failing("/hook", 2).await;
    let target = json!({"url": url, "secret": "the canary that signs", "headers": {"X-Own": "another canary"}});
    let order = json!({"provider": "truv", "event": "order-created", "set": {"/product": HOSTILE}, "target": target});
    desk.mock.own("POST", "/emit", &order).await;
    desk.until("#row-1", "succeeded");
    desk.browser.click("#row-1");
    desk.until("#detail-title", "#1 order-created");
    let results = "[...document.querySelectorAll('#line .result')].map((result) => result.textContent)";
    assert_eq!(desk.browser.run(results), json!(["✗ 503", "✗ 503", "✓ 200"]));
    assert_eq!(desk.browser.run("document.querySelectorAll('.track i').length"), 3, "the same to scale");
    let gaps = "[...document.querySelectorAll('#line .gap')].map((gap) => gap.textContent)";
    assert_eq!(desk.browser.run(gaps), json!(["30 s later", "30 s later"]));
    desk.until("#why", "It was accepted at attempt 3.");
    desk.until("#why", "Plan: up to 3 retries, after 30s, 30s, 30s.");
    assert!(desk.text("#body-request").contains(HOSTILE), "the event is shown as text");
    assert!(desk.text("[aria-label='Headers of the request']").contains("[secret]"));

    desk.browser.click("#attempt-1");
    desk.until("[aria-label=Response]", "HTTP 503");
    assert_eq!(desk.text("#body-response"), HOSTILE);
    assert!(desk.text("[aria-label='Headers of the response']").contains(HOSTILE));
    desk.until(".reason", "503 is a failure: retry 1 of 3 follows after 30s");
    assert_eq!(desk.browser.run("document.activeElement.id"), "attempt-1", "what was clicked keeps the focus");
    let markup = "document.querySelectorAll('main script, main img').length";
    assert_eq!(desk.browser.run(markup), 0, "no text became markup");

    // The body by lines, and byte for byte.
    let sent =
        desk.mock.own("GET", "/deliveries/1", &Value::Null).await["history"][0]["request"]["body"]["text"].clone();
    assert!(desk.text("#body-request").starts_with("{\n  \"webhook_id\": \""));
    desk.browser.click("#exact");
    assert_eq!(desk.text("#body-request"), sent.as_str().unwrap());

    desk.browser.click("#copy");
    desk.browser.wait_for("document.getElementById('detail-message').textContent !== ''");
    let told = desk.text("#detail-message");
    assert!(told == "Copied" || told.starts_with("curl -sS"), "{told}");

    desk.browser.click("#redeliver");
    desk.until("#detail-message", "Sent again as delivery 2");
    desk.until("#row-2", "succeeded");
    desk.browser.click("#detail-message a");
    desk.until("#detail-title", "#2 order-created");
    desk.until(".facts", "delivery 1");
    desk.is_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn says_why_the_next_attempt_is_when_it_is() {
    let mut options = options();
    options.clock_speed = ClockSpeed::Real;
    let Some(mut desk) = Desk::with(options).await else { return };
    desk.live();
    let url = desk.failing("/hook", 2).await;
    desk.emit("order-created", &url, 1).await;
    desk.until("#row-1", "1 attempt · 503");
    desk.browser.click("#row-1");
    desk.until("#why", "Attempt 2 is due at");
    desk.until("#why .left", "in ");
    desk.until("#why", "503 is a failure: retry 1 of 3 follows after 30s.");
    let coming = "[...document.querySelectorAll('#line .planned')].map((row) => row.firstChild.textContent)";
    let all = json!(["Attempt 2 is due", "Attempt 3, if that fails", "Attempt 4, if that fails"]);
    assert_eq!(desk.browser.run(coming), all);

    // The clock is put forward by a click, and the page follows.
    desk.go("faults");
    desk.browser.click("#clock-form [data-seconds='30']");
    desk.until("#row-1", "2 attempts · 503");
    desk.go("deliveries/1");
    desk.until("#why", "Attempt 3 is due at");
    desk.go("faults");
    desk.choose("#clock-speed", "virtual");
    desk.browser.click("#clock-set");
    desk.until("#speed", "virtual");
    desk.until("#row-1", "3 attempts · 200");
    desk.go("deliveries/1");
    desk.until("#why", "It was accepted at attempt 3.");
    desk.is_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn says_that_a_provider_is_not_served() {
    let store = folder().join("not-served.db");
    for ending in ["", "-wal", "-shm", "-lock"] {
        let _ = std::fs::remove_file(format!("{}{ending}", store.display()));
    }
    let with = |provider: &str, outage: bool| {
        let mut options = options();
        options.providers.retain(|known| known.id == provider);
        options.faults.outage = outage;
        options.store = Some(store.clone());
        options
    };
    let Some(desk) = Desk::with(with("truv", true)).await else { return };
    desk.emit("order-created", "http://127.0.0.1:9/", 1).await;
    desk.mock.running.stop().await.unwrap();
    let Some(mut desk) = Desk::with(with("argyle", false)).await else { return };
    desk.live();
    desk.until("#row-1", "waiting");
    desk.browser.click("#row-1");
    desk.until("#why", "It waits until truv is served again.");
    desk.until("#body-event", "order-created");
    desk.browser.click("#redeliver");
    desk.until("#detail-message", "provider `truv` is not served here");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn says_what_is_not_there() {
    let Some(mut desk) = Desk::start().await else { return };
    desk.live();
    desk.go("deliveries/77");
    desk.until("#detail", "delivery 77 does not exist, or was removed");
    desk.go("deliveries/<b>x");
    desk.until("#detail", "is not the number of a delivery");
    assert_eq!(desk.browser.run("document.querySelectorAll('#detail b').length"), 0);
    // Nobody listens there.
    desk.emit("order-created", "http://127.0.0.1:1/hook", 1).await;
    desk.until("#row-1", "exhausted");
    desk.browser.click("#row-1");
    desk.until("[aria-label=Response]", "No answer");
    desk.until("#why", "It was given up after 4 attempts.");
}
