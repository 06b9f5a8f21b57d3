//! What is too large, too slow or too much.
#![expect(clippy::disallowed_methods, reason = "a test opens its own connections")]

use std::time::Duration;

use hookproof::__private::store::Bounds;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::consumer::Consumer;
use crate::server::{Mock, options};

/// What comes back to raw bytes, until the connection ends.
async fn raw(mock: &Mock, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(mock.running.address()).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut text = Vec::new();
    let _ = stream.read_to_end(&mut text).await;
    String::from_utf8_lossy(&text).into_owned()
}

#[tokio::test]
async fn large_bodies_and_heads_are_refused() {
    let mut small = options();
    small.max_body = 1_000;
    small.max_head = 8_192;
    let mock = Mock::with(small).await;
    let keys = [("X-Access-Client-Id", "client"), ("X-Access-Secret", "hush hush")];
    let large = vec![b' '; 2_000];
    mock.send("POST", "/truv/v1/webhooks/", &keys, large.clone()).await.expect(413);
    mock.send("POST", "/_hookproof/emit", &[], large).await.expect(413);
    let head = format!("GET /_hookproof/health HTTP/1.1\r\nHost: localhost\r\nX-Large: {}\r\n\r\n", "x".repeat(20_000));
    assert!(raw(&mock, head.as_bytes()).await.starts_with("HTTP/1.1 431"));
    mock.own("GET", "/health", &Value::Null).await;
}

#[tokio::test]
async fn slow_clients_are_not_waited_for() {
    let mut impatient = options();
    impatient.client_timeout = Duration::from_millis(200);
    let mock = Mock::with(impatient).await;
    // A head that never ends, and a body that never comes.
    assert_eq!(raw(&mock, b"GET / HTTP/1.1\r\nHost: localhost\r\n").await, "");
    let body = b"POST /_hookproof/emit HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{";
    assert!(raw(&mock, body).await.starts_with("HTTP/1.1 408"));
    mock.own("GET", "/health", &Value::Null).await;
}

#[tokio::test]
async fn what_is_no_http_does_no_harm() {
    let mock = Mock::start().await;
    for bytes in [&b"\x16\x03\x01\x02\x00\x01\x00"[..], b"GET\r\n\r\n", b"\0\0\0\0\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"]
    {
        let _ = raw(&mock, bytes).await;
    }
    mock.own("GET", "/health", &Value::Null).await;
}

#[tokio::test]
async fn the_oldest_finished_are_forgotten_first() {
    let mut few = options();
    few.bounds = Bounds::default().deliveries(10);
    let (mock, consumer) = (Mock::with(few).await, Consumer::start().await);
    let order = json!({"provider": "truv", "event": "link-deleted", "count": 25, "target": {"url": consumer.url, "secret": "hush"}});
    mock.own("POST", "/emit", &order).await;
    mock.idle().await;
    assert_eq!(consumer.received().len(), 25, "what waits is never forgotten");
    let health = mock.own("GET", "/health", &Value::Null).await;
    assert_eq!((&health["counts"]["created"], &health["counts"]["dropped"]), (&json!(25), &json!(15)));
    let answer = mock.call("GET", "/_hookproof/deliveries/1", &[], &Value::Null).await;
    assert!(answer.expect(404)["error"]["message"].as_str().unwrap().contains("was removed"));
}

#[tokio::test]
async fn findings_are_read_page_by_page() {
    let mock = Mock::start().await;
    let keys = [("X-Access-Client-Id", "client"), ("X-Access-Secret", "hush hush")];
    for _ in 0..3 {
        let webhook = json!({"name": "mine", "webhook_url": "http://127.0.0.1:9/"});
        mock.call("POST", "/truv/v1/webhooks/", &keys, &webhook).await.expect(400);
    }
    let (mut pages, mut before) = (Vec::new(), String::new());
    loop {
        let page = mock.own("GET", &format!("/findings?limit=2{before}"), &Value::Null).await;
        let ids = page["findings"].as_array().unwrap().iter().map(|finding| finding["id"].as_u64().unwrap());
        pages.push(ids.collect::<Vec<_>>());
        let Some(next) = page["next"].as_u64() else { break };
        before = format!("&before={next}");
    }
    assert_eq!(pages, [vec![3, 2], vec![1]]);
    let nobody = mock.own("GET", "/findings?account=nobody", &Value::Null).await;
    assert_eq!(nobody, json!({"findings": [], "next": null}));
}

#[tokio::test]
async fn accounts_are_read_page_by_page() {
    let mock = Mock::start().await;
    for name in ["one", "two", "three"] {
        let keys = [("X-Access-Client-Id", name), ("X-Access-Secret", "hush hush")];
        mock.call("GET", "/truv/v1/webhooks/", &keys, &Value::Null).await.expect(200);
    }
    let (mut sizes, mut ids, mut after) = (Vec::new(), Vec::new(), String::new());
    loop {
        let page = mock.own("GET", &format!("/accounts?limit=2{after}"), &Value::Null).await;
        let accounts = page["accounts"].as_array().unwrap();
        sizes.push(accounts.len());
        ids.extend(accounts.iter().map(|account| account["id"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    assert_eq!(sizes, [2, 1]);
    assert!(ids.is_sorted_by(|one, next| one < next), "{ids:?}");
    let whole = mock.own("GET", "/accounts", &Value::Null).await;
    assert_eq!((whole["accounts"].as_array().unwrap().len(), &whole["next"]), (3, &Value::Null));
}

#[tokio::test]
async fn a_body_that_breaks_off_is_a_bad_request() {
    let mock = Mock::start().await;
    for path in ["/_hookproof/emit", "/truv/v1/webhooks/"] {
        let mut stream = TcpStream::connect(mock.running.address()).await.unwrap();
        let head = format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{{");
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut text = Vec::new();
        let _ = stream.read_to_end(&mut text).await;
        let text = String::from_utf8_lossy(&text);
        // hyper closes a connection whose request ended too early, and an answer may not be sent any more.
        assert!(text.is_empty() || text.starts_with("HTTP/1.1 400"), "{path}: {text}");
        let chunked = format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n");
        let text = raw(&mock, chunked.as_bytes()).await;
        assert!(text.starts_with("HTTP/1.1 400"), "{path}: {text}");
    }
}

/// Clients that only listen leave room for those who call.
#[tokio::test]
async fn listeners_do_not_take_every_connection() {
    let mut few = options();
    few.max_connections = 4;
    let mock = Mock::with(few).await;
    let mut listeners = Vec::new();
    for place in 0..6 {
        let mut stream = TcpStream::connect(mock.running.address()).await.unwrap();
        stream.write_all(b"GET /_hookproof/stream HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
        let mut answer = vec![0; 4_096];
        let length = stream.read(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer[..length]).into_owned();
        let expected = if place < 2 { "HTTP/1.1 200" } else { "HTTP/1.1 503" };
        assert!(answer.starts_with(expected), "{place}: {answer}");
        listeners.push(stream);
    }
    mock.own("GET", "/health", &Value::Null).await;
    // A place that was given back is taken again.
    listeners.clear();
    let again = async || raw_head(&mock, "GET /_hookproof/stream").await.starts_with("HTTP/1.1 200");
    while !again().await {
        tokio::task::yield_now().await;
    }
}

/// The beginning of what comes back to a call.
async fn raw_head(mock: &Mock, call: &str) -> String {
    let mut stream = TcpStream::connect(mock.running.address()).await.unwrap();
    stream.write_all(format!("{call} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).await.unwrap();
    let mut answer = vec![0; 4_096];
    let length = stream.read(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

#[tokio::test]
async fn pages_of_other_sites_are_refused_in_every_way() {
    let mock = Mock::start().await;
    let calls: [(&str, &[u8]); 4] = [
        ("HTTP/1.1 403", b"POST /_hookproof/reset HTTP/1.0\r\nOrigin: http://evil.test\r\n\r\n"),
        ("HTTP/1.1 403", b"POST /_hookproof/reset HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\nConnection: close\r\n\r\n"),
        ("HTTP/1.1 403", b"POST /truv/v1/webhooks/ HTTP/1.1\r\nHost: localhost\r\nOrigin: http://\xe9vil.test\r\nConnection: close\r\n\r\n"),
        ("HTTP/1.1 421", b"POST /_hookproof/reset HTTP/1.1\r\nHost: \xe9vil.test\r\nConnection: close\r\n\r\n"),
    ];
    for (expected, call) in calls {
        let answer = raw(&mock, call).await;
        let told = format!("{}: {answer}", String::from_utf8_lossy(call));
        assert_eq!(
            answer.get(..12).map(|head| head.replace("HTTP/1.0", "HTTP/1.1")).as_deref(),
            Some(expected),
            "{told}"
        );
    }
}
