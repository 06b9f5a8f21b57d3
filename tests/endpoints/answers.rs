//! Answers in every form that HTTP allows, from a correct consumer: no check fails because of them.

use std::time::Duration;

use hookproof::__private::demo;
use hookproof::providers;
use hookproof::report::{Paint, human};
use hookproof::verify::Outcome;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::server::Reply;
use crate::{all_pass, fails_only, reason, server, verifier};

async fn passes(shape: impl Fn(u16) -> Reply + Send + Sync + 'static) {
    let server = server::correct(providers::truv(), shape).await;
    all_pass(&verifier(providers::truv()).effects_at(server.at("/effects")).run(&server.url).await);
}

#[tokio::test]
async fn plain_answers_on_kept_connections() {
    passes(|status| Reply::Say(server::status(status))).await;
}

#[tokio::test]
async fn answers_that_trickle_byte_by_byte() {
    passes(|status| Reply::Trickle(server::saying(status, "a body, slowly"))).await;
}

#[tokio::test]
async fn answers_in_chunks_with_extensions_and_a_trailer() {
    let body = "3;name=value\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: yes\r\n\r\n";
    let answer = move |status| format!("HTTP/1.1 {status} OK\r\nTransfer-Encoding: chunked\r\n\r\n{body}").into_bytes();
    passes(move |status| Reply::Say(answer(status))).await;
    passes(move |status| Reply::Trickle(answer(status))).await;
}

#[tokio::test]
async fn answers_of_http_1_0_that_end_with_the_connection() {
    let answer = |status| Reply::End(format!("HTTP/1.0 {status} OK\r\nServer: old\r\n\r\nno length").into_bytes());
    let server = server::correct(providers::truv(), answer).await;
    let run = verifier(providers::truv()).effects_at(server.at("/effects")).run(&server.url).await;
    fails_only(&run, &[]);
    for (check, missing) in
        [("transport-chunked", "chunked bodies"), ("transport-expect-continue", "`Expect: 100-continue`")]
    {
        assert_eq!(reason(&run, check), format!("the endpoint speaks HTTP/1.0, which has no {missing}"));
    }
}

#[tokio::test]
async fn answers_without_a_reason_phrase_or_with_line_feeds_alone() {
    passes(|status| Reply::Say(format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n").into_bytes())).await;
    passes(|status| Reply::Say(format!("HTTP/1.1 {status} OK\nContent-Length: 2\n\nok").into_bytes())).await;
}

#[tokio::test]
async fn interim_answers_before_the_answer() {
    let interim = |status| {
        let hints = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
        [hints.as_bytes(), &server::status(status)].concat()
    };
    passes(move |status| Reply::Say(interim(status))).await;
    passes(move |status| Reply::Trickle(interim(status))).await;
}

#[tokio::test]
async fn a_success_without_content() {
    let bare = |status| match status {
        200 => b"HTTP/1.1 204 No Content\r\n\r\n".to_vec(),
        _ => server::status(status),
    };
    passes(move |status| Reply::Say(bare(status))).await;
}

#[tokio::test]
async fn connections_that_are_closed_after_each_answer_without_a_word() {
    passes(|status| Reply::End(server::status(status))).await;
}

#[tokio::test]
async fn a_large_answer_is_read_and_forgotten() {
    let body = "x".repeat(300_000);
    passes(move |status| Reply::Say(server::saying(status, &body))).await;
}

/// A gateway that refuses by the head alone, and does not read what it refuses.
#[tokio::test]
async fn an_answer_before_the_body_was_read_counts() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let gateway = tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = stream.read(&mut [0; 64]).await;
            for part in ["HTTP/1.1 413 Too", " Large\r\nContent-Length: 3\r\n\r\n", "no", "!"] {
                let _ = stream.write_all(part.as_bytes()).await;
                tokio::task::yield_now().await;
            }
        }
    });
    let large = "x".repeat(8 << 20);
    let verifier = verifier(providers::truv()).events(["link-connected"]).set("/user_id", large.into());
    let run = verifier.timeout(Duration::from_secs(2)).run(&url).await;
    fails_only(&run, &[]);
    assert_eq!(run.verdict, Outcome::Unproved);
    assert!(reason(&run, "delivery-documented").starts_with("answered 413"), "{}", reason(&run, "delivery-documented"));
    gateway.abort();
}

#[tokio::test]
async fn truv_follows_a_redirect_that_keeps_the_body() {
    let shop = server::shop(providers::truv(), demo::CORRECT);
    let server = server::start(move |heard| match heard.path.as_str() {
        "/hook" => Reply::Say(b"HTTP/1.1 307 Moved\r\nLocation: /moved?to=here\r\nContent-Length: 0\r\n\r\n".to_vec()),
        "/effects" => Reply::Say(server::saying(200, &shop.effects().to_string())),
        "/moved?to=here" => Reply::Say(server::status(shop.receive(&heard.headers, &heard.body).status)),
        _ => Reply::Say(server::status(404)),
    })
    .await;
    all_pass(&verifier(providers::truv()).effects_at(server.at("/effects")).run(&server.url).await);
}

#[tokio::test]
async fn a_redirect_that_drops_the_body_is_no_acceptance() {
    let server = server::start(|heard| match (heard.path.as_str(), heard.method.as_str()) {
        ("/hook", _) => Reply::Say(b"HTTP/1.1 302 Found\r\nLocation: /moved\r\nContent-Length: 0\r\n\r\n".to_vec()),
        (_, "POST") => Reply::Say(server::status(200)),
        _ => Reply::Say(server::status(405)),
    })
    .await;
    let run = verifier(providers::truv()).run(&server.url).await;
    fails_only(&run, &[]);
    assert_eq!(run.verdict, Outcome::Unproved);
    let says = format!("redirected (302) to {}, which answered 405", server.at("/moved"));
    assert!(reason(&run, "delivery-documented").starts_with(&says), "{}", reason(&run, "delivery-documented"));
    assert!(run.unproved.unwrap().contains("Give the address that it redirects to"));
}

#[tokio::test]
async fn a_redirect_in_a_circle_or_to_nowhere_ends() {
    for location in ["/hook", "http://127.0.0.1:1/", "http://elsewhere.test/", ":::", ""] {
        let answer = format!("HTTP/1.1 307 Moved\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n").into_bytes();
        let server = server::start(move |_| Reply::Say(answer.clone())).await;
        let run = verifier(providers::truv()).run(&server.url).await;
        fails_only(&run, &[]);
        assert_eq!(run.verdict, Outcome::Unproved);
    }
}

#[tokio::test]
async fn argyle_follows_no_redirect() {
    let server = server::start(|heard| match heard.path.as_str() {
        "/hook" => Reply::Say(b"HTTP/1.1 307 Moved\r\nLocation: /moved\r\nContent-Length: 0\r\n\r\n".to_vec()),
        _ => Reply::Say(server::status(200)),
    })
    .await;
    let run = verifier(providers::argyle()).run(&server.url).await;
    fails_only(&run, &["delivery-no-redirect"]);
    assert_eq!(run.verdict, Outcome::Unproved);
    assert_eq!(reason(&run, "delivery-no-redirect"), "answered 307, a redirect to /moved");
    assert!(reason(&run, "delivery-documented").starts_with("answered 307"), "{run:?}");
    assert_eq!(server.heard(), providers::argyle().events().count(), "one delivery an event type, no hop");
    let shown = run.check("delivery-no-redirect").unwrap().counterexample.clone().unwrap().response.unwrap();
    assert_eq!((shown.location.as_deref(), shown.redirects.len()), (Some("/moved"), 0));
    assert!(human(&run, Paint::Plain).contains("it leads to /moved"), "{}", human(&run, Paint::Plain));
}

#[tokio::test]
async fn a_refusal_shows_the_redirects_before_it() {
    let server = server::start(|heard| match heard.path.as_str() {
        "/hook" => Reply::Say(b"HTTP/1.1 307 Moved\r\nLocation: /one\r\nContent-Length: 0\r\n\r\n".to_vec()),
        "/one" => Reply::Say(b"HTTP/1.1 308 Moved\r\nLocation: /two\r\nContent-Length: 0\r\n\r\n".to_vec()),
        _ => Reply::Say(server::status(403)),
    })
    .await;
    let run = verifier(providers::truv()).run(&server.url).await;
    let shown = run.check("delivery-documented").unwrap().counterexample.clone().unwrap().response.unwrap();
    let hops: Vec<(u16, &str)> =
        shown.redirects.iter().map(|hop| (hop.status, hop.to.rsplit('/').next().unwrap())).collect();
    assert_eq!((shown.status, shown.location, hops), (403, None, vec![(307, "one"), (308, "two")]));
}

#[tokio::test]
async fn types_that_are_refused_are_one_finding_and_the_others_are_judged() {
    const TAKEN: [&str; 3] = ["link-connected", "task-status-updated", "order-created"];
    let shop = server::shop(providers::truv(), demo::CORRECT);
    let server = server::start(move |heard| {
        if heard.path == "/effects" {
            return Reply::Say(server::saying(200, &shop.effects().to_string()));
        }
        let event: Option<serde_json::Value> = serde_json::from_slice(&heard.body).ok();
        let name = event.as_ref().and_then(|event| event["event_type"].as_str()).unwrap_or_default();
        let known = TAKEN.contains(&name) || !providers::truv().events().any(|event| event.name == name);
        let status = shop.receive(&heard.headers, &heard.body).status;
        Reply::Say(server::status(if status == 200 && !known { 400 } else { status }))
    })
    .await;
    let run = verifier(providers::truv()).effects_at(server.at("/effects")).run(&server.url).await;
    fails_only(&run, &["delivery-documented"]);
    assert_eq!(run.check("delivery-documented").unwrap().events.len(), 16);
    let mut judged = run.events.clone();
    judged.sort();
    let mut taken = TAKEN;
    taken.sort_unstable();
    assert_eq!(judged, taken);
    assert!(run.counts.pass > 40, "{run:?}");
}
