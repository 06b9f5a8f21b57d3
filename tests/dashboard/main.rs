//! The dashboard in a real browser: what it shows as it happens, what it does by clicks and keys, and that no text
//! of others becomes more than text. What it looked like is left in `target/tmp/dashboard`.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is wrong")]

#[path = "../browser/mod.rs"]
mod browser;
mod controls;
mod emitting;
mod locked;
mod looks;
mod one;
mod overview;
#[path = "../serve/server.rs"]
#[expect(dead_code, reason = "the tests of the server use the rest")]
mod server;

use std::path::{Path, PathBuf};

use hookproof::__private::serve::Options;
use serde_json::{Value, json};
use wiremock::matchers::path;
use wiremock::{Mock as Route, MockServer, ResponseTemplate};

use browser::{Browser, Scheme};
use server::{Mock, options};

/// What would do something if it were markup.
const HOSTILE: &str = "</pre><script>globalThis.pwned=1</script><img src=x onerror=globalThis.pwned=2>";

/// A server, a consumer for it, and its page in a browser.
struct Desk {
    mock: Mock,
    consumer: MockServer,
    browser: Browser,
}

impl Desk {
    /// On virtual time; `None` where there is no browser.
    async fn start() -> Option<Self> {
        Self::with(options()).await
    }

    async fn with(options: Options) -> Option<Self> {
        let mut browser = Browser::start("the dashboard")?;
        let mock = Mock::with(options).await;
        let consumer = MockServer::start().await;
        browser.show(1280, 900, Scheme::Light);
        let mut desk = Self { mock, consumer, browser };
        desk.browser.open(&format!("{}/_hookproof/", desk.mock.base));
        Some(desk)
    }

    /// The page is connected, so that it hears whatever happens from now on.
    fn live(&mut self) {
        self.browser.wait_for("document.getElementById('connection').dataset.state === 'live'");
    }

    /// A URL of the consumer that answers so often with 503 and hostile text, and then with 200.
    async fn failing(&self, place: &str, times: u64) -> String {
        let wrong = ResponseTemplate::new(503).insert_header("x-why", HOSTILE).set_body_string(HOSTILE);
        if times > 0 {
            Route::given(path(place)).respond_with(wrong).up_to_n_times(times).mount(&self.consumer).await;
        }
        let right = ResponseTemplate::new(200).set_body_json(json!({"ok": true}));
        Route::given(path(place)).respond_with(right).mount(&self.consumer).await;
        format!("{}{place}", self.consumer.uri())
    }

    /// Emits events of Truv to a URL.
    async fn emit(&self, event: &str, url: &str, count: u32) -> Value {
        let target = json!({"url": url, "secret": "the canary that signs"});
        let order = json!({"provider": "truv", "event": event, "count": count, "target": target});
        self.mock.own("POST", "/emit", &order).await
    }

    /// What is written at a place.
    #[track_caller]
    fn text(&mut self, selector: &str) -> String {
        let script = format!("document.querySelector({}).textContent", json!(selector));
        self.browser.run(&script).as_str().unwrap().to_owned()
    }

    /// Waits until something stands at a place.
    #[track_caller]
    fn until(&mut self, selector: &str, text: &str) {
        let (selector, text) = (json!(selector), json!(text));
        self.browser.wait_for(&format!("document.querySelector({selector})?.textContent.includes({text})"));
    }

    /// Chooses in a select as a hand would: with an event for whoever listens.
    #[track_caller]
    fn choose(&mut self, selector: &str, value: &str) {
        let script = "(() => {
            const select = document.querySelector(SELECTOR);
            select.value = VALUE;
            if (select.value !== VALUE) throw new Error(`no such choice in ${select.outerHTML.slice(0, 500)}`);
            for (const kind of ['input', 'change']) select.dispatchEvent(new Event(kind, { bubbles: true }));
        })()";
        self.browser
            .run(&script.replace("SELECTOR", &json!(selector).to_string()).replace("VALUE", &json!(value).to_string()));
    }

    /// Goes to a view by its address.
    #[track_caller]
    fn go(&mut self, view: &str) {
        self.browser.run(&format!("location.hash = '#/{view}'"));
        let name = view.split('/').next().unwrap();
        self.browser.wait_for(&format!("!document.getElementById('view-{name}').hidden"));
    }

    /// The numbers of the deliveries that are listed.
    fn rows(&mut self) -> Vec<u64> {
        let script = "[...document.querySelectorAll('#rows a')].map((row) => Number(row.id.slice('row-'.length)))";
        serde_json::from_value(self.browser.run(script)).unwrap()
    }

    /// Waits until these deliveries are listed, and no others.
    #[track_caller]
    fn until_rows(&mut self, rows: &[u64]) {
        let ids: Vec<String> = rows.iter().map(|row| format!("row-{row}")).collect();
        let listed = "[...document.querySelectorAll('#rows a')].map((row) => row.id)";
        self.browser.wait_for(&format!("JSON.stringify({listed}) === {}", json!(json!(ids).to_string())));
    }

    /// Nothing was asked of others, nothing was blocked, nothing ran that came in a text, and no secret is shown.
    #[track_caller]
    fn is_clean(&mut self) {
        let base = self.mock.base.clone();
        let elsewhere: Vec<String> = self
            .browser
            .requests()
            .iter()
            .filter(|url| !url.starts_with(&base) && !url.starts_with("data:"))
            .cloned()
            .collect();
        assert_eq!(elsewhere, [""; 0]);
        assert_eq!(self.browser.complaints(), [""; 0]);
        assert_eq!(self.browser.run("globalThis.pwned ?? null"), Value::Null);
        let page = self.browser.run("document.documentElement.outerHTML");
        assert!(!page.as_str().unwrap().contains("canary"), "a secret is shown");
    }

    fn screenshot(&mut self, name: &str) {
        self.browser.screenshot(&folder().join(name));
    }
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("dashboard");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
