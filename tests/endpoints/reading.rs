//! Answers of an observer, and their limits.

use std::time::Duration;

use hookproof::__private::model::Target;
use hookproof::__private::net::Reading;
use hookproof::ReadingError;
use hookproof::model::Trust;

use crate::server;
use crate::server::{Heard, Reply, Server};

async fn observer(respond: impl Fn(&Heard) -> Reply + Send + Sync + 'static) -> (Server, Reading) {
    let server = server::start(respond).await;
    let target: Target = server.url.parse().unwrap();
    let reading = Reading::new(&target, Duration::from_secs(5), &Trust::System).unwrap();
    (server, reading)
}

/// Returns the reader's message about an answer, without the address.
async fn error(reply: impl Fn() -> Reply + Send + Sync + 'static) -> String {
    let (server, reading) = observer(move |_| reply()).await;
    let error = reading.count().await.unwrap_err().to_string();
    assert!(error.starts_with(&format!("the observer at {} ", server.url)), "{error}");
    error.replace(&server.url, "URL").replace(server.url.trim_end_matches("/hook"), "HOST")
}

#[tokio::test]
async fn an_answer_of_a_gigabyte_is_refused_at_its_head() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n[";
    let says = error(|| Reply::Stall(head.as_bytes().to_vec())).await;
    assert_eq!(says, "the observer at URL returned more than 8 MiB");
}

#[tokio::test]
async fn an_answer_without_an_end_is_refused_at_8_mib() {
    // The first of its pieces is a head, and all the others are a body.
    let endless = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[1, 2".repeat(1_000);
    let says = error(move || Reply::Forever(endless.clone())).await;
    assert_eq!(says, "the observer at URL returned more than 8 MiB");
}

#[tokio::test]
async fn an_answer_in_endless_chunks_is_refused_at_8_mib() {
    let (head, chunk) = ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "x".repeat(65_536));
    let chunks = format!("{head}{}", format!("10000\r\n{chunk}\r\n").repeat(129));
    let says = error(move || Reply::Stall(chunks.clone().into_bytes())).await;
    assert_eq!(says, "the observer at URL returned more than 8 MiB");
}

#[tokio::test]
async fn a_long_list_below_the_limit_is_counted() {
    let list = format!("[{}0]", "0,".repeat(2_000_000));
    let (_server, reading) = observer(move |_| Reply::Say(server::saying(200, &list))).await;
    assert_eq!(reading.count().await.unwrap(), 2_000_001);
}

#[tokio::test]
async fn a_count_that_nothing_can_have_reached_is_refused() {
    let says = error(|| Reply::Say(server::saying(200, "18446744073709551615"))).await;
    assert_eq!(
        says,
        "the observer at URL returned 18446744073709551615, which is not a plausible count: \
         -1 looks like this in an unsigned number"
    );
    let says = error(|| Reply::Say(server::saying(200, "{\"count\": 9007199254740993}"))).await;
    assert_eq!(says, "the observer at URL returned 9007199254740993, which is not a plausible count");
    let (_server, reading) = observer(|_| Reply::Say(server::saying(200, "9007199254740992"))).await;
    assert_eq!(reading.count().await.unwrap(), 1 << 53);
}

#[tokio::test]
async fn a_redirect_names_where_it_leads() {
    let to = |location: &str| {
        let answer = format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
        move || Reply::Say(answer.clone().into_bytes())
    };
    let says = "the observer at URL redirects to";
    let instead = "(302): name that address instead";
    assert_eq!(error(to("/login?next=/hook")).await, format!("{says} HOST/login?next=/hook {instead}"));
    assert_eq!(error(to("https://me:hush@b.test/")).await, format!("{says} https://b.test/ {instead}"));
    let long = error(to(&format!("/{}", "x".repeat(5_000)))).await;
    assert!(long.len() < 400 && long.ends_with(&format!("xxx... {instead}")), "{long}");
    let says = error(|| Reply::Say(server::status(304))).await;
    assert_eq!(says, "the observer at URL could not be read: it answered 304");
}

#[tokio::test]
async fn an_observer_of_one_event_may_not_know_it_yet() {
    let (server, reading) = observer(|heard| match heard.path.as_str() {
        "/effects?event=known" => Reply::Say(server::saying(200, "2")),
        "/effects?event=broken" => Reply::Say(server::status(500)),
        _ => Reply::Say(server::saying(404, "0")),
    })
    .await;
    let of = |event: &str| reading.at(&server.at(&format!("/effects?event={event}"))).unwrap();
    assert_eq!(of("known").count_or_absent().await.unwrap(), Some(2));
    assert_eq!(of("new").count_or_absent().await.unwrap(), None);
    assert!(of("broken").count_or_absent().await.unwrap_err().to_string().ends_with("it answered 500"));
    assert!(of("new").count().await.unwrap_err().to_string().ends_with("it answered 404"));
}

#[tokio::test]
async fn the_address_of_one_event_is_checked() {
    let (_server, reading) = observer(|_| Reply::Say(server::status(500))).await;
    assert!(matches!(reading.at("effects/1"), Err(ReadingError::Target(_))));
    assert!(matches!(reading.at("http://me:hush@a.test/"), Err(ReadingError::Target(_))));
    assert!(matches!(reading.at("https://a.test/"), Err(ReadingError::Scheme { .. })));
}

#[tokio::test]
async fn an_observer_that_never_answers_is_given_up() {
    let server = server::start(|_| Reply::Stall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n1".to_vec())).await;
    let reading = Reading::new(&server.url.parse().unwrap(), Duration::from_millis(100), &Trust::System).unwrap();
    assert!(reading.count().await.unwrap_err().to_string().ends_with("could not be read: operation timed out"));
}
