//! The look of the dashboard: on a phone and on a desktop, light and dark.

use hookproof::__private::deliver::ClockSpeed;
use serde_json::json;
use wiremock::matchers::path;
use wiremock::{Mock as Route, ResponseTemplate};

use crate::browser::Scheme;
use crate::{Desk, HOSTILE};

const VIEWS: [&str; 7] = ["deliveries", "deliveries/1", "deliveries/5", "emit", "faults", "findings", "accounts"];
const KEYS: [(&str, &str); 2] = [("X-Access-Client-Id", "checkout"), ("X-Access-Secret", "canary-of-the-account")];

/// Sends deliveries that end in every way.
async fn send_every_kind(desk: &Desk) {
    let right = desk.failing("/hooks/truv", 0).await;
    let recovers = desk.failing("/hooks/orders", 2).await;
    let never = desk.failing("/hooks/socotra", u64::MAX).await;
    let webhook = json!({"name": "checkout", "webhook_url": right, "env_type": "sandbox"});
    desk.mock.call("POST", "/truv/v1/webhooks/", &KEYS, &webhook).await.expect(201);
    let wrong = json!({"name": "checkout", "webhook_url": "nowhere", "env_type": "sandbox"});
    desk.mock.call("POST", "/truv/v1/webhooks/", &KEYS, &wrong).await.expect(400);
    let aimed = |provider: &str, event: &str, url: &str| json!({"provider": provider, "event": event, "target": {"url": url, "secret": "the canary that signs"}});
    let mut orders = vec![
        aimed("truv", "order-created", &recovers),
        json!({"provider": "truv", "event": "order-created"}),
        aimed("argyle", "accounts.connected", &right),
        aimed("betterez", "peopleLookups.created", &right),
        aimed("truv", "task-status-updated", &format!("{never}?{}", "long".repeat(60))),
        json!({"provider": "truv", "event": "link-connected"}),
        aimed("argyle", "paystubs.added", &right),
    ];
    orders[4]["set"] = json!({"/product": format!("{HOSTILE}{}", "unbroken".repeat(40))});
    for order in orders {
        desk.mock.own("POST", "/emit", &order).await;
        desk.mock.idle().await;
    }
    // From here on real time: the last one waits.
    desk.mock.own("PUT", "/clock", &json!({"clock_speed": ClockSpeed::Real.to_string()})).await;
    let busy = ResponseTemplate::new(503).set_body_json(json!({"error": "the database is restarting"}));
    Route::given(path("/hooks/checkout")).respond_with(busy).mount(&desk.consumer).await;
    let url = format!("{}/hooks/checkout", desk.consumer.uri());
    desk.mock.own("POST", "/emit", &aimed("truv", "order-status-updated", &url)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reads_well_on_a_phone_and_a_desk_by_day_and_by_night() {
    let Some(mut desk) = Desk::start().await else { return };
    desk.live();
    send_every_kind(&desk).await;
    desk.until("#row-8", "1 attempt · 503");

    // The picture of the README.
    desk.browser.show(1200, 1000, Scheme::Light);
    desk.go("deliveries/8");
    desk.until("#why", "Attempt 2 is due at");
    desk.until("#why .left", "in ");
    desk.screenshot("readme.png");

    for (width, scheme) in [(360, Scheme::Light), (360, Scheme::Dark), (1280, Scheme::Light), (1280, Scheme::Dark)] {
        desk.browser.show(width, 900, scheme);
        for view in VIEWS {
            desk.go(view);
            if let Some((_, id)) = view.split_once('/') {
                desk.until("#detail-title", &format!("#{id} "));
            }
            desk.browser.run("for (const fold of document.querySelectorAll('details')) fold.open = true");
            let (_, place) = desk.browser.audit(view, width, scheme);
            let selects =
                "[...document.querySelectorAll('select')].filter((select) => select.labels.length === 0).length";
            assert_eq!(desk.browser.run(selects), 0, "{place}");
            desk.screenshot(&format!("{}-{width}-{}.png", view.replace('/', "-"), scheme.name()));
        }
    }
    desk.is_clean();

    // The theme by hand wins over that of the system, and is remembered.
    let page = "getComputedStyle(document.body).backgroundColor";
    let night = desk.browser.run(page);
    assert_eq!(desk.text("#theme"), "Theme: auto");
    desk.browser.click("#theme");
    assert_eq!(desk.text("#theme"), "Theme: light");
    let day = desk.browser.run(page);
    assert_ne!(day, night);
    let url = format!("{}/_hookproof/", desk.mock.base);
    desk.browser.open(&url);
    assert_eq!(desk.browser.run(page), day);
    desk.browser.click("#theme");
    assert_eq!(desk.browser.run(page), night);
}
