//! The mock server against bare hyper: validated create calls a second, and those of a server that reads the body and
//! answers; emitted, signed, delivered and journalled events a second, and requests a second of a client that sends
//! one body again and again.
//!
//! Prints medians and ratios, and the time from start to first answer.

#![expect(clippy::disallowed_methods, reason = "a benchmark asks the clock and opens connections")]
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(clippy::unwrap_used, reason = "a benchmark may end early")]

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use hookproof::__private::deliver::{ClockSpeed, EmitRequest};
use hookproof::__private::provider::api::{Credential, Emission, EventFilter, Subscription};
use hookproof::__private::serve;
use hookproof::__private::serve::{Options, Running};
use hookproof::model::{SecretText, Timestamp};
use hookproof::providers;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::SendRequest;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

const CONNECTIONS: usize = 32;
const CALLS: usize = 200;
const EVENTS: usize = 5_000;
const ROUNDS: usize = 11;

type Client = SendRequest<Full<Bytes>>;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let (bare, mut starts) = (sink().await, Vec::new());
    let mut rates = [Vec::new(), Vec::new(), Vec::new(), Vec::new()];
    for round in 0..=ROUNDS {
        let watch = Instant::now();
        let mock = start().await;
        let mut client = connect(mock.address()).await;
        called(&mut client, &create(0, 0)).await;
        let started = watch.elapsed();
        let ours = called_per_second(mock.address(), create).await;
        let theirs = called_per_second(bare, create).await;
        let delivered = delivered_per_second(&mock, bare).await;
        let sent = called_per_second(bare, |_, _| event()).await;
        mock.stop().await.unwrap();
        // The first round only warms up.
        if round > 0 {
            starts.push(started.as_secs_f64() * 1e3);
            for (kept, rate) in rates.iter_mut().zip([ours, theirs, delivered, sent]) {
                kept.push(rate);
            }
        }
    }
    let ratio = |one: usize, other: usize| median(rates[one].iter().zip(&rates[other]).map(|(a, b)| a / b).collect());
    let (calls, deliveries) = (ratio(0, 1), ratio(2, 3));
    let [ours, theirs, delivered, sent] = rates.map(median);
    println!("{CONNECTIONS} connections, medians of {ROUNDS} rounds");
    println!("create calls  {ours:>8.0} a second, bare server {theirs:>8.0}, ratio {calls:.2}");
    println!("deliveries    {delivered:>8.0} a second, bare client {sent:>8.0}, ratio {deliveries:.2}");
    println!("start to first answer {:.1} ms", median(starts));
}

async fn start() -> Running {
    let mut options = Options::new(vec![providers::truv()]);
    options.clock_speed = ClockSpeed::Virtual;
    options.concurrency = CONNECTIONS;
    serve::start(options).await.unwrap()
}

/// A create call, each with a URL of its own.
fn create(client: usize, call: usize) -> Request<Full<Bytes>> {
    let body = format!(
        "{{\"name\":\"n\",\"webhook_url\":\"http://127.0.0.1:9/{client}/{call}/{}\",\"env_type\":\"sandbox\"}}",
        std::process::id()
    );
    request("/truv/v1/webhooks/", body)
}

fn event() -> Request<Full<Bytes>> {
    request("/hook", "x".repeat(420))
}

fn request(path: &str, body: String) -> Request<Full<Bytes>> {
    Request::post(path)
        .header("Host", "localhost")
        .header("Content-Type", "application/json")
        .header("X-Access-Client-Id", "client")
        .header("X-Access-Secret", "secret")
        .body(Full::new(Bytes::from(body)))
        .unwrap()
}

async fn called_per_second(address: SocketAddr, make: fn(usize, usize) -> Request<Full<Bytes>>) -> f64 {
    let mut tasks = JoinSet::new();
    let mut clients = Vec::new();
    for _ in 0..CONNECTIONS {
        clients.push(connect(address).await);
    }
    let watch = Instant::now();
    for (number, mut client) in clients.into_iter().enumerate() {
        tasks.spawn(async move {
            for call in 1..=CALLS {
                called(&mut client, &make(number, call)).await;
            }
        });
    }
    tasks.join_all().await;
    per_second(CONNECTIONS * CALLS, watch.elapsed())
}

/// Events from the request to the journal, through the server's own driver.
async fn delivered_per_second(mock: &Running, bare: SocketAddr) -> f64 {
    let engine = mock.engine();
    let provider = Arc::clone(engine.provider("truv").unwrap());
    let account = engine.store().account("truv", &Credential::new("deliveries", "deliveries").signing("secret"));
    let subscription = Subscription::new("1", format!("http://{bare}/hook"));
    account.with(|state| {
        state.set_secret(Some(SecretText::new("secret")));
        state.put(subscription.wanting([EventFilter::All]));
    });
    let now: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
    let watch = Instant::now();
    for turn in 0..EVENTS as u64 / 100 {
        for (event, document) in
            engine.events(&provider, &EmitRequest::event("order-created").count(100), turn, now).unwrap()
        {
            engine.emit(&provider, &account, Emission::new(event, document), now).1.done().await.unwrap();
        }
    }
    engine.store().idle().await;
    per_second(EVENTS, watch.elapsed())
}

async fn called(client: &mut Client, request: &Request<Full<Bytes>>) {
    client.ready().await.unwrap();
    let response = client.send_request(request.clone()).await.unwrap();
    assert!(response.status().is_success(), "{}", response.status());
    response.into_body().collect().await.unwrap();
}

async fn connect(address: SocketAddr) -> Client {
    let stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let (client, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    client
}

/// A server that reads and answers, and does nothing else.
async fn sink() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            stream.set_nodelay(true).unwrap();
            let drain = |request: Request<Incoming>| async move {
                request.into_body().collect().await?;
                Ok::<_, hyper::Error>(Response::new(Full::new(Bytes::new())))
            };
            let connection = hyper::server::conn::http1::Builder::new();
            tokio::spawn(connection.serve_connection(TokioIo::new(stream), service_fn(drain)));
        }
    });
    address
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn per_second(count: usize, elapsed: Duration) -> f64 {
    count as f64 / elapsed.as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
