//! How long the whole battery takes, by the shape of the consumer: its answers, its work and its effects source may be
//! slow, and none of that may make a run endless.
//!
//! Medians of three runs with 32 cases and effects, over an endpoint that handles 32 deliveries at once. Words after `--`
//! choose the shapes whose names contain one of them; with `--gate` it fails if a goal is missed.

#![expect(clippy::disallowed_methods, reason = "a benchmark asks the clock, and its consumer takes its time")]
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(clippy::unwrap_used, reason = "a benchmark may end early")]

use std::collections::HashSet;
use std::future::ready;
use std::io::{BufRead, BufReader, Write};
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use hookproof::__private::demo;
use hookproof::__private::demo::Shop;
use hookproof::model::{Headers, Secret};
use hookproof::provider::Provider;
use hookproof::sign::Signer;
use hookproof::verify::{Outcome, Run};
use hookproof::{Verifier, providers};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::sleep;

const SECRET: &str = "s3cret";
const CASES: u32 = 32;
const RUNS: usize = 3;

/// Deliveries that an endpoint handles at once.
const AT_ONCE: usize = 32;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Some(at) = words.iter().position(|word| word == "--consumer") {
        return serve(&words[at + 1..]);
    }
    let gate = words.iter().any(|word| word == "--gate");
    let chosen: Vec<&String> = words.iter().filter(|word| !word.starts_with("--")).collect();
    let chosen = |name: &str| chosen.is_empty() || chosen.iter().any(|word| name.contains(word.as_str()));
    println!("{:44} {:>8} {:>9} {:>10}", "shape", "goal", "median", "deliveries");
    let missed = shapes().iter().filter(|shape| chosen(shape.name)).filter(|shape| !shape.is_met()).count();
    assert!(!gate || missed == 0, "{missed} goals are missed");
}

/// A shape of a consumer.
struct Shape {
    name: &'static str,
    provider: fn() -> Provider,
    goal: Goal,
    consumer: Kind,
    /// The one check that is run, instead of all.
    only: Option<&'static str>,
}

/// The maximum duration of a run.
#[derive(Clone, Copy)]
enum Goal {
    Seconds(f64),
    /// For each delivery.
    MillisEach(f64),
}

/// Where a consumer is.
#[derive(Clone, Copy)]
enum Kind {
    InProcess,
    /// In this process, with a planted defect.
    Faulty(&'static str),
    /// This binary in another process, with these times.
    Process(Times),
    /// `latency.py`, in this mode; it needs these modules.
    Python(&'static str, &'static str),
}

/// Delays in milliseconds: of an answer, of its effect after that, and of the effects source after that.
#[derive(Clone, Copy, Default)]
struct Times {
    answer: u64,
    work: u64,
    behind: u64,
}

fn shapes() -> Vec<Shape> {
    let shape = |name, seconds, consumer| Shape {
        name,
        provider: providers::truv,
        goal: Goal::Seconds(seconds),
        consumer,
        only: None,
    };
    let process = |answer, work, behind| Kind::Process(Times { answer, work, behind });
    vec![
        shape("in process", 0.2, Kind::InProcess),
        shape("another process", 0.6, process(0, 0, 0)),
        shape("answers after 25 ms", 12.0, process(25, 0, 0)),
        Shape { provider: providers::betterez, ..shape("answers after 25 ms, Betterez", 40.0, process(25, 0, 0)) },
        shape("answers after 100 ms", 40.0, process(100, 0, 0)),
        shape("202, and the work 300 ms later", 8.0, process(0, 300, 0)),
        shape("202, and the work 1 s later", 20.0, process(0, 1_000, 0)),
        shape("effects source 500 ms behind", 12.0, process(0, 0, 500)),
        shape("Flask and SQLite", 10.0, Kind::Python("flask", "flask")),
        Shape {
            goal: Goal::MillisEach(10.0),
            ..shape("head and body of an answer in two writes", 0.0, Kind::Python("two-writes", "http.server"))
        },
        Shape {
            only: Some("retry-asks-again"),
            ..shape("an event lost in an outage, its check alone", 5.0, Kind::Faulty("hides-failures"))
        },
    ]
}

impl Shape {
    /// Measures it and prints a row; whether the goal is met.
    fn is_met(&self) -> bool {
        let goal = match self.goal {
            Goal::Seconds(seconds) => format!("{seconds} s"),
            Goal::MillisEach(millis) => format!("{millis} ms ea"),
        };
        let mut runs = Vec::new();
        for _ in 0..RUNS {
            let Some((took, run)) = self.measure() else {
                println!("{:44} {goal:>8} left out: Python, or a module of it, is missing", self.name);
                return true;
            };
            runs.push((took, run));
        }
        runs.sort_by_key(|(took, _)| *took);
        let (took, run) = &runs[RUNS / 2];
        #[expect(clippy::cast_precision_loss, reason = "it is read by people")]
        let each = took.as_secs_f64() * 1e3 / run.deliveries as f64;
        let is_fast = match self.goal {
            Goal::Seconds(seconds) => took.as_secs_f64() <= seconds,
            Goal::MillisEach(millis) => each <= millis,
        };
        let wanted = if matches!(self.consumer, Kind::Faulty(_)) { Outcome::Failed } else { Outcome::Passed };
        let wrong = runs.iter().find(|(_, run)| run.verdict != wanted).map(|(_, run)| run);
        let verdict = match (wrong, is_fast) {
            (Some(run), _) => format!("{}, not {}", run.verdict.name(), wanted.name()),
            (None, true) => "met".to_owned(),
            (None, false) => "missed".to_owned(),
        };
        let (seconds, deliveries) = (took.as_secs_f64(), run.deliveries);
        println!("{:44} {goal:>8} {seconds:>7.2} s {deliveries:>10}  {each:>6.2} ms each  {verdict}", self.name);
        if let Some(run) = wrong {
            println!("{}", hookproof::report::human(run, hookproof::report::Paint::Plain));
        }
        std::io::stdout().flush().unwrap();
        is_fast && wrong.is_none()
    }

    /// One run; `None` if its consumer cannot be started here.
    fn measure(&self) -> Option<(Duration, Run)> {
        let provider = (self.provider)();
        let mut verifier = Verifier::of(provider.clone()).secret(SECRET).cases(CASES);
        if let Some(only) = self.only {
            verifier = verifier.only([only]);
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let process = match self.consumer {
            Kind::InProcess => {
                return Some(in_process(
                    verifier,
                    &runtime,
                    Shop::new(provider.clone(), Some(signer(&provider)), demo::CORRECT),
                ));
            }
            Kind::Faulty(defect) => {
                let shop = demo::named(defect).unwrap().shop(provider.clone(), Some(signer(&provider)));
                return Some(in_process(verifier, &runtime, shop));
            }
            Kind::Process(Times { answer, work, behind }) => {
                let times = [answer, work, behind].map(|time| time.to_string());
                let mut command = Command::new(std::env::current_exe().unwrap());
                command.arg("--consumer").arg(&provider.id).args(times);
                Process::start(command, None)
            }
            Kind::Python(mode, module) => {
                let import = format!("import {module}");
                let imported = Command::new("python3").args(["-c", &import]).stderr(Stdio::null()).status();
                if !imported.is_ok_and(|status| status.success()) {
                    return None;
                }
                let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("latency-{}", std::process::id()));
                std::fs::create_dir_all(&folder).unwrap();
                let mut command = Command::new("python3");
                command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/latency.py")).arg(mode).arg(&folder);
                Process::start(command, Some(folder))
            }
        };
        let verifier = verifier.effects_at(format!("{}/effects", process.base));
        let watch = Instant::now();
        let run = runtime.block_on(verifier.run(&format!("{}/hook", process.base)));
        Some((watch.elapsed(), run))
    }
}

fn signer(provider: &Provider) -> Signer {
    Signer::new(&provider.signing.recipe, &Secret::new(SECRET)).unwrap()
}

fn in_process(verifier: Verifier, runtime: &tokio::runtime::Runtime, shop: Shop) -> (Duration, Run) {
    let shop = Arc::new(shop);
    let (counts, orders) = (Arc::clone(&shop), Arc::clone(&shop));
    let verifier = verifier.effects(move || ready(counts.effects()));
    let verifier = verifier.outage(move |order| {
        orders.order(order);
        ready(Ok(()))
    });
    let watch = Instant::now();
    let run = runtime.block_on(verifier.run(demo::in_process(shop)));
    (watch.elapsed(), run)
}

/// A consumer in another process; it ends with its value.
struct Process {
    base: String,
    child: Child,
    folder: Option<PathBuf>,
}

impl Process {
    fn start(mut command: Command, folder: Option<PathBuf>) -> Self {
        let mut child = command
            .env("WEBHOOK_SECRET", SECRET)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut port = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut port).unwrap();
        Self { base: format!("http://127.0.0.1:{}", port.trim()), child, folder }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = self.folder.as_ref().map(std::fs::remove_dir_all);
    }
}

/// The consumer in the other process.
struct Consumer {
    provider: Provider,
    signer: Signer,
    times: [Duration; 3],
    places: Semaphore,
    seen: Mutex<HashSet<String>>,
    /// When each effect happened.
    effects: Mutex<Vec<Instant>>,
}

/// Serves until the process is killed: `PROVIDER ANSWER WORK BEHIND`.
#[tokio::main]
async fn serve(words: &[String]) {
    let provider = providers::named(&words[0]).unwrap();
    let signer = signer(&provider);
    let times = [1, 2, 3].map(|at| Duration::from_millis(words[at].parse().unwrap()));
    let places = Semaphore::new(AT_ONCE);
    let consumer = Consumer { provider, signer, times, places, seen: Mutex::default(), effects: Mutex::default() };
    let router = Router::new().route("/hook", post(receive)).route("/effects", get(effects));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    println!("{}", listener.local_addr().unwrap().port());
    std::io::stdout().flush().unwrap();
    axum::serve(listener, router.with_state(Arc::new(consumer))).await.unwrap();
}

async fn receive(State(consumer): State<Arc<Consumer>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let _place = consumer.places.acquire().await.unwrap();
    let [answer, work, _] = consumer.times;
    if !answer.is_zero() {
        sleep(answer).await;
    }
    let headers: Headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    let age = consumer.signer.time(&headers).map_or(0, |time| hookproof::__private::clock::now().unix() - time.unix());
    if age.abs() > 300 || consumer.signer.check(&headers, &body).is_err() {
        return StatusCode::UNAUTHORIZED;
    }
    let Ok(event @ serde_json::Value::Object(_)) = serde_json::from_slice(&body) else {
        return StatusCode::BAD_REQUEST;
    };
    let text = |pointer: &str| event.pointer(pointer).and_then(serde_json::Value::as_str);
    let name = text(&consumer.provider.envelope.name.to_string()).unwrap_or_default();
    let id = consumer.provider.envelope.id.as_ref().and_then(|slot| text(&slot.pointer));
    let is_known = consumer.provider.payload(name).is_ok();
    if is_known && consumer.seen.lock().unwrap().insert(id.unwrap_or_default().to_owned()) {
        if work.is_zero() {
            consumer.effects.lock().unwrap().push(Instant::now());
        } else {
            let consumer = Arc::clone(&consumer);
            tokio::spawn(async move {
                sleep(work).await;
                consumer.effects.lock().unwrap().push(Instant::now());
            });
        }
    }
    if work.is_zero() { StatusCode::OK } else { StatusCode::ACCEPTED }
}

async fn effects(State(consumer): State<Arc<Consumer>>) -> String {
    let [.., behind] = consumer.times;
    let effects = consumer.effects.lock().unwrap();
    effects.iter().filter(|since| since.elapsed() >= behind).count().to_string()
}
