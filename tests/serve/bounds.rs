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
