//! A server for a test, and a client for it.
#![expect(clippy::disallowed_methods, reason = "a test opens its own connections")]

use hookproof::__private::deliver::ClockSpeed;
use hookproof::__private::serve;
use hookproof::__private::serve::{Options, Running};
use hookproof::model::Headers;
use hookproof::providers;
use serde_json::{Value, json};

/// A server that is running, with a client.
pub(crate) struct Mock {
    pub(crate) running: Running,
    pub(crate) base: String,
    client: reqwest::Client,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Headers,
    pub(crate) text: String,
}

/// All providers, on virtual time.
pub(crate) fn options() -> Options {
    let mut options = Options::new(providers::ALL.iter().map(|provider| provider()).collect());
    options.clock_speed = ClockSpeed::Virtual;
    "salt".clone_into(&mut options.salt);
    options
}

impl Mock {
    pub(crate) async fn start() -> Self {
        Self::with(options()).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        let running = serve::start(options).await.unwrap();
        let base = format!("http://{}", running.address());
        Self { running, base, client: reqwest::Client::builder().no_proxy().build().unwrap() }
    }

    /// A call with a JSON body; null sends none.
    pub(crate) async fn call(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.send(method, path, headers, body.into_bytes()).await
    }

    /// A call with any bytes.
    pub(crate) async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let mut request = self.client.request(method.parse().unwrap(), format!("{}{path}", self.base)).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let headers = response.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        Answer { status, headers, text: response.text().await.unwrap() }
    }

    /// A call to `/_hookproof/` that succeeds.
    #[track_caller]
    pub(crate) fn own<'a>(
        &'a self,
        method: &'a str,
        path: &'a str,
        body: &'a Value,
    ) -> impl Future<Output = Value> + 'a {
        let place = std::panic::Location::caller();
        async move {
            let answer = self.call(method, &format!("/_hookproof{path}"), &[], body).await;
            assert!(answer.status < 300, "{method} {path} at {place}: {answer:?}");
            answer.json()
        }
    }

    /// Waits until nothing is due and nothing under way.
    pub(crate) async fn idle(&self) {
        let view = self.own("POST", "/wait", &json!({"idle": true, "timeout_ms": 60_000})).await;
        assert_eq!(view["met"], true);
    }

    /// The deliveries, oldest first, each with its attempts.
    pub(crate) async fn deliveries(&self) -> Vec<Value> {
        let list = self.own("GET", "/deliveries?limit=500", &Value::Null).await;
        let mut all = Vec::new();
        for delivery in list["deliveries"].as_array().unwrap().iter().rev() {
            all.push(self.own("GET", &format!("/deliveries/{}", delivery["id"]), &Value::Null).await);
        }
        all
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        if self.text.is_empty() { Value::Null } else { self.json() }
    }
}
