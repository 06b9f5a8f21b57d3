//! Deliveries a second: the probe against a bare hyper client, both over kept connections to the same bare sink.
//!
//! The events are generated and signed beforehand. Prints the medians and their ratio; with `--gate R` (after `--`)
//! it fails below that ratio.

#![expect(clippy::disallowed_methods, reason = "a benchmark asks the clock and opens connections")]
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(clippy::unwrap_used, reason = "a benchmark may end early")]

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use hookproof::__private::generate::{Generator, seeded};
use hookproof::__private::net::{Connection, Follows, Probe};
use hookproof::model::{Request, Secret, Timestamp, Trust};
use hookproof::provider::IdSource;
use hookproof::providers;
use hookproof::sign::{Material, Signer};
use http_body_util::{BodyExt, Empty, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::SendRequest;
use hyper::header::HOST;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

const CONCURRENCY: usize = 32;
const DELIVERIES: usize = 400;
const ROUNDS: usize = 21;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let events: Arc<[Request]> = events().into();
    let bytes = events.iter().map(|event| event.body.len()).sum::<usize>() / events.len();
    let address = sink().await;
    let mut probes = probes(address);
    let mut clients = clients(address).await;
    let mut rates = [Vec::new(), Vec::new()];
    // Round by round, so that a busy neighbour slows both; the first round only warms up.
    for round in 0..=ROUNDS {
        let (ours, theirs);
        (probes, ours) = timed(probes, &events, by_probe).await;
        (clients, theirs) = timed(clients, &events, by_hyper).await;
        if round > 0 {
            rates[0].push(ours);
            rates[1].push(theirs);
        }
    }
    let ratios: Vec<f64> = rates[0].iter().zip(&rates[1]).map(|(ours, theirs)| ours / theirs).collect();
    let [ours, theirs] = rates.map(median);
    let ratio = median(ratios);
    println!("{CONCURRENCY} connections, {bytes} bytes a body, medians of {ROUNDS} rounds");
    println!("probe  {ours:>8.0} deliveries a second");
    println!("hyper  {theirs:>8.0} deliveries a second");
    println!("ratio  {ratio:.2}");
    let mut arguments = std::env::args().skip_while(|argument| argument != "--gate").skip(1);
    if let Some(gate) = arguments.next() {
        assert!(ratio >= gate.parse().unwrap(), "delivery has become slower: {ratio:.2} < {gate}");
    }
}

/// Signed Orum events of about a kilobyte.
fn events() -> Vec<Request> {
    let orum = providers::orum();
    let key = Secret::new(include_str!("../tests/data/orum/test-key.private.pem"));
    let signer = Signer::new(&orum.signing.recipe, &key).unwrap();
    let event = orum.events().next().unwrap();
    let generator = Generator::compile(event.schema(), event.order()).unwrap();
    let now = Timestamp::from_unix(1_770_000_000);
    let bodies = (0..).map(|seed| {
        let mut document = generator.sample(&mut seeded(seed, &["deliver"]));
        orum.envelope.renew(&mut document, &IdSource::new(seed, "deliver", &[]), now);
        orum.body.write(&document)
    });
    let fitting = bodies.take(10_000).filter(|body| (924..1124).contains(&body.len())).take(64);
    fitting.map(|body| orum.request(Some(&signer), &Material::of(&body).at(now)).unwrap()).collect()
}

/// Reads every delivery and answers 200.
async fn sink() -> SocketAddr {
    async fn take(request: hyper::Request<Incoming>) -> Result<hyper::Response<Empty<Bytes>>, hyper::Error> {
        request.into_body().collect().await?;
        Ok(hyper::Response::new(Empty::new()))
    }
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            stream.set_nodelay(true).unwrap();
            tokio::spawn(
                hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(take)),
            );
        }
    });
    address
}

fn probes(address: SocketAddr) -> Vec<Probe> {
    let probe = || {
        let target = format!("http://{address}/hook").parse().unwrap();
        Probe::new(target, Duration::from_secs(10), Follows::Nothing, &Trust::System).unwrap()
    };
    std::iter::repeat_with(probe).take(CONCURRENCY).collect()
}

async fn clients(address: SocketAddr) -> Vec<Client> {
    let mut clients = Vec::new();
    for _ in 0..CONCURRENCY {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        clients.push(Client { sender, host: address.to_string() });
    }
    clients
}

/// A bare client with a connection of its own.
struct Client {
    sender: SendRequest<Full<Bytes>>,
    host: String,
}

async fn by_probe(probe: Probe, event: Request) -> Probe {
    let exchange = probe.send(event, Connection::Kept).await;
    assert_eq!(exchange.status(), Some(200));
    probe
}

async fn by_hyper(mut client: Client, event: Request) -> Client {
    let mut request = hyper::Request::post("/hook").header(HOST, &client.host);
    for (name, value) in event.headers.iter() {
        request = request.header(name, value);
    }
    client.sender.ready().await.unwrap();
    let response = client.sender.send_request(request.body(Full::new(event.body)).unwrap()).await.unwrap();
    assert_eq!(response.status(), 200);
    response.into_body().collect().await.unwrap();
    client
}

/// Every worker makes its deliveries one after the other; answers how many there were a second.
async fn timed<W, F>(workers: Vec<W>, events: &Arc<[Request]>, deliver: fn(W, Request) -> F) -> (Vec<W>, f64)
where
    W: Send + 'static,
    F: Future<Output = W> + Send + 'static,
{
    let start = Instant::now();
    let mut running = JoinSet::new();
    for mut worker in workers {
        let events = Arc::clone(events);
        running.spawn(async move {
            for event in events.iter().cycle().take(DELIVERIES) {
                worker = deliver(worker, event.clone()).await;
            }
            worker
        });
    }
    let workers = running.join_all().await;
    #[expect(clippy::cast_precision_loss, reason = "a few thousands")]
    let deliveries = (CONCURRENCY * DELIVERIES) as f64;
    (workers, deliveries / start.elapsed().as_secs_f64())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
