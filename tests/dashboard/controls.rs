//! Faults, findings, accounts, and a connection that is lost.

use hookproof::__private::serve;
use serde_json::{Value, json};

use crate::Desk;
use crate::server::options;

const KEYS: [(&str, &str); 2] = [("X-Access-Client-Id", "<b>shop</b>"), ("X-Access-Secret", "canary-of-the-account")];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sets_the_faults() {
    let Some(mut desk) = Desk::start().await else { return };
    desk.live();
    let url = desk.failing("/hook", 0).await;
    desk.go("faults");
    desk.browser.click("#faults-outage");
    desk.browser.run("document.getElementById('faults-duplicates').value = '1'");
    desk.browser.run("document.getElementById('api-fault-calls').value = '2'");
    desk.browser.click("#faults-set");
    desk.until("#faults-message", "Set.");
    desk.until("#fault-mark", "outage");
    desk.until("#faults-api", "Still to come: 429 for 2 calls.");
    let faults = desk.mock.own("GET", "/faults", &Value::Null).await;
    assert_eq!((&faults["outage"], &faults["duplicates"]), (&json!(true), &json!(1.0)));
    assert_eq!(faults["api"][0]["status"], 429);

    desk.emit("order-created", &url, 1).await;
    desk.go("deliveries/1");
    desk.until("#why", "Nothing is sent as long as the outage holds.");
    assert_eq!(desk.browser.run("document.querySelector('#why .outage').checkVisibility()"), true);
    assert_eq!(desk.rows(), [2, 1], "it is delivered twice");
    desk.go("faults");
    desk.browser.click("#faults-clear");
    desk.until("#faults-message", "None.");
    desk.until("#row-1", "succeeded");
    assert_eq!(desk.browser.run("document.getElementById('fault-mark').hidden"), true);
    desk.browser.run("document.getElementById('faults-duplicates').value = '2'");
    desk.browser.click("#faults-set");
    assert_eq!(desk.browser.run("document.querySelector('#faults input:invalid').id"), "faults-duplicates");
    desk.is_clean();
}

/// Holds the answers to `GET /faults` back until `release()` is called.
const SLOW_FAULTS: &str = "(() => {
    const plain = window.fetch;
    const held = new Promise((resolve) => { window.release = resolve; });
    window.heldBack = 0;
    window.fetch = async (url, options = {}) => {
        const answer = await plain(url, options);
        if (String(url).endsWith('/faults') && (options.method ?? 'GET') === 'GET') {
            window.heldBack += 1;
            await held;
        }
        return answer;
    };
})()";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_answer_does_not_overwrite_what_the_user_chose() {
    let Some(mut desk) = Desk::start().await else { return };
    desk.live();
    desk.go("faults");
    desk.browser.run(SLOW_FAULTS);
    desk.mock.own("POST", "/reset", &Value::Null).await;
    desk.browser.wait_for("window.heldBack > 0");
    desk.browser.click("#faults-outage");
    desk.browser.run("window.release()");
    desk.until("#faults-api", "No call fails now.");
    desk.browser.run("new Promise((resolve) => setTimeout(resolve))");
    assert_eq!(desk.browser.run("document.getElementById('faults-outage').checked"), true, "before it is set");

    desk.browser.run(SLOW_FAULTS);
    desk.mock.own("POST", "/reset", &Value::Null).await;
    desk.browser.wait_for("window.heldBack > 0");
    desk.browser.click("#faults-set");
    desk.until("#fault-mark", "outage");
    desk.browser.run("window.release()");
    desk.browser.run("new Promise((resolve) => setTimeout(resolve))");
    assert_eq!(desk.text("#fault-mark"), "outage", "after it is set");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shows_findings_and_accounts() {
    let Some(mut desk) = Desk::start().await else { return };
    desk.live();
    let url = desk.failing("/hook", 0).await;
    desk.go("findings");
    desk.until("#findings", "Nothing was found.");
    let wrong = json!({"name": "mine", "webhook_url": "nowhere", "env_type": "sandbox"});
    desk.mock.call("POST", "/truv/v1/webhooks/", &KEYS, &wrong).await.expect(400);
    desk.until("#findings", "value is not a \"uri\" at /webhook_url");
    desk.until("#count-findings", "1");

    desk.go("accounts");
    desk.until("#accounts", "<b>shop</b>");
    assert_eq!(desk.browser.run("document.querySelectorAll('#accounts b').length"), 0);
    // The stream does not report new subscriptions.
    let right = json!({"name": "mine", "webhook_url": url, "env_type": "sandbox"});
    desk.mock.call("POST", "/truv/v1/webhooks/", &KEYS, &right).await.expect(201);
    desk.until("#accounts", &url);
    desk.until("#accounts", "13 more events");
    desk.go("emit");
    desk.choose("#emit-provider", "truv");
    desk.choose("#emit-what", "event:order-created");
    desk.until("#emit-fields", "/order_number");
    desk.until("#emit-to", "Subscribers of <b>shop</b> (1 subscription)");
    desk.browser.click("#emit-send");
    desk.until("#emit-message", "1 delivery created.");
    desk.emit("link-connected", &url, 1).await;
    desk.go("accounts");
    desk.browser.click(".account:has(.subscription) button");
    desk.until("#shown", "1 delivery");
    desk.until("#rows", "order-created");
    desk.is_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn finds_the_server_again() {
    let Some(mut desk) = Desk::start().await else { return };
    desk.live();
    let url = desk.failing("/hook", 0).await;
    desk.emit("order-created", &url, 1).await;
    desk.until("#row-1", "succeeded");
    let mut again = options();
    again.listen = desk.mock.running.address();
    let stopped = std::mem::replace(&mut desk.mock, crate::Mock::start().await);
    stopped.running.stop().await.unwrap();
    desk.until("#connection", "not connected");
    let running = serve::start(again).await.unwrap();
    desk.live();
    desk.until("#shown", "No delivery yet");
    running.stop().await.unwrap();
}
