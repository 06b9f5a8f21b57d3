//! Effects and state from a database and from commands: the consumer has no endpoint for them.
#![cfg(all(feature = "cli", unix))]
#![expect(clippy::unwrap_used, reason = "a test may")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use hookproof::model::{Headers, Secret};
use hookproof::report::{Paint, human};
use hookproof::sign::Signer;
use hookproof::verify::{Outcome, Run, Verdict};
use hookproof::{Verifier, providers};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use tokio::sync::Mutex;

const SECRET: &str = "s3cret";

const EFFECTS: [&str; 2] = ["delivery-effect", "redelivery-same"];

/// Whether the consumer recognises an event that it has processed.
#[derive(Clone, Copy, PartialEq)]
enum Memory {
    Kept,
    None,
}

/// A consumer that writes an order, and a line, for each event.
struct Consumer {
    signer: Signer,
    memory: Memory,
    database: Mutex<SqliteConnection>,
    folder: PathBuf,
}

async fn start(name: &str, memory: Memory) -> (String, PathBuf) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("observers").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("orders.log"), "").unwrap();
    let options = SqliteConnectOptions::new().filename(folder.join("app.db")).create_if_missing(true);
    let mut database = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::query("create table orders (event text, at timestamp)").execute(&mut database).await.unwrap();
    let signer = Signer::new(&providers::truv().signing.recipe, &Secret::new(SECRET)).unwrap();
    let consumer = Arc::new(Consumer { signer, memory, database: Mutex::new(database), folder: folder.clone() });
    let router = Router::new().route("/hook", post(receive)).with_state(consumer);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, folder)
}

async fn receive(State(consumer): State<Arc<Consumer>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let headers: Headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    if consumer.signer.check(&headers, &body).is_err() {
        return StatusCode::UNAUTHORIZED;
    }
    let Ok(serde_json::Value::Object(event)) = serde_json::from_slice(&body) else { return StatusCode::BAD_REQUEST };
    let id = event["webhook_id"].as_str().unwrap_or_default().to_owned();
    let mut database = consumer.database.lock().await;
    let known: i64 = sqlx::query_scalar("select count(*) from orders where event = ?")
        .bind(&id)
        .fetch_one(&mut *database)
        .await
        .unwrap();
    if known == 0 || consumer.memory == Memory::None {
        sqlx::query("insert into orders values (?, 0)").bind(&id).execute(&mut *database).await.unwrap();
        let mut log = std::fs::File::options().append(true).open(consumer.folder.join("orders.log")).unwrap();
        writeln!(log, "processed {id}").unwrap();
    }
    StatusCode::OK
}

fn sources(folder: &Path) -> [String; 4] {
    let (database, log) = (folder.join("app.db"), folder.join("orders.log"));
    let (database, log) = (database.display(), log.display());
    [
        format!("sqlite:{database} select count(*) from orders"),
        format!("sqlite:{database} SELECT count(*) FROM orders WHERE event = {{id}};"),
        format!("command: wc -l < '{log}'"),
        format!("command: grep -c 'processed '{{id}} '{log}' || true"),
    ]
}

fn verifier() -> Verifier {
    Verifier::of(providers::truv()).secret(SECRET).events(["link-connected"]).cases(2).only(EFFECTS)
}

fn shown(run: &Run) -> String {
    human(run, Paint::Plain)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correct_consumer_passes_with_each_source() {
    let (url, folder) = start("correct", Memory::Kept).await;
    for source in sources(&folder) {
        let run = verifier().effects_at(&source).run(&url).await;
        assert_eq!(run.verdict, Outcome::Passed, "{source}\n{}", shown(&run));
        for check in EFFECTS {
            assert_eq!(run.check(check).unwrap().verdict, Verdict::Pass, "{source}: {check}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_effect_is_seen_with_each_source() {
    let (url, folder) = start("doubled", Memory::None).await;
    for source in sources(&folder) {
        let run = verifier().effects_at(&source).run(&url).await;
        assert_eq!(run.failed().collect::<Vec<_>>(), ["redelivery-same"], "{source}\n{}", shown(&run));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rows_of_a_query_and_the_output_of_a_command_are_a_state() {
    let (url, folder) = start("state", Memory::Kept).await;
    let database = folder.join("app.db").display().to_string();
    for source in [format!("sqlite:{database} select * from orders"), "command: echo '[1]'".to_owned()] {
        let run = verifier().effects_at(&sources(&folder)[1]).state_url(&source).run(&url).await;
        assert_eq!(run.verdict, Outcome::Passed, "{source}\n{}", shown(&run));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_cannot_be_read_is_an_error_before_anything_is_sent() {
    let (url, folder) = start("refused", Memory::Kept).await;
    let database = folder.join("app.db").display().to_string();
    let refused = [
        (format!("sqlite:{database}"), "has no query"),
        (format!("sqlite:{database} delete from orders"), "has no query"),
        (format!("sqlite:{database} with x as (select 1) insert into orders values ('x', 0)"), "syntax error"),
        (format!("sqlite:{database} select count(*) from orders where event = '{{id}}'"), "write it without quotes"),
        (format!("sqlite:{database} select event from orders where event = {{id}}"), "0 rows instead of one"),
        (format!("sqlite:{database} select 1, {{id}}"), "2 columns instead of one"),
        (format!("sqlite:{database} select 'many'"), "which is not a count"),
        (format!("sqlite:{database} select count(*) from nowhere"), "no such table: nowhere"),
        (format!("sqlite:{} select 1", folder.join("missing.db").display()), "unable to open database file"),
        ("command:".to_owned(), "is followed by no command"),
        ("command: echo {/nowhere}".to_owned(), "no event of the run has a field at /nowhere"),
        ("command: echo many".to_owned(), "answered no count"),
        ("command: echo why >&2; exit 3".to_owned(), "it ended with exit status: 3: why"),
        ("command: echo {id} >/dev/null; exit 4".to_owned(), "it ended with exit status: 4"),
    ];
    for (source, reason) in refused {
        let error = verifier().effects_at(&source).try_run(&url).await.unwrap_err().to_string();
        assert!(error.contains(reason), "{source}: {error}");
    }
    let of_state = verifier().state_url("command: echo {id}").try_run(&url).await.unwrap_err().to_string();
    assert!(of_state.contains("cannot have a placeholder"), "{of_state}");
    assert_eq!(std::fs::read_to_string(folder.join("orders.log")).unwrap(), "", "nothing was sent");
    assert!(!folder.join("missing.db").exists());
}
