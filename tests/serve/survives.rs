//! The server as a process: how it begins, how it ends, and what is there after it was killed.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use hookproof::provider::Provider;
use hookproof::providers;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::consumer::Consumer;
use crate::server::{Mock, options};

/// A server that is a process of its own; it is killed when this is dropped.
struct Process {
    child: Child,
    base: String,
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hookproof"));
    command.current_dir(folder).arg("serve").args(args).stdin(Stdio::null());
    command
}

fn start(folder: &Path, args: &[&str]) -> Process {
    let mut child = command(folder, args).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("http://"), "it did not start: {line:?}");
    Process { child, base: line.trim().to_owned() }
}

/// An empty folder of its own for a test.
fn folder(name: &str) -> std::path::PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("serve").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[expect(clippy::disallowed_methods, reason = "a test opens its own connections")]
async fn send(method: &str, base: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Value {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut request = client.request(method.parse().unwrap(), format!("{base}{path}")).body(body.to_string());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.send().await.unwrap();
    assert!(response.status().is_success(), "{path}: {response:?}");
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

async fn post(base: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Value {
    send("POST", base, path, headers, body).await
}

async fn put(base: &str, path: &str, body: &Value) -> Value {
    send("PUT", base, path, &[], body).await
}

/// How many events are sent before and after the server is killed.
const EVENTS: usize = 1_500;

#[tokio::test]
async fn nothing_is_lost_by_kill_9() {
    let folder = folder("kill");
    let args = ["--port", "0", "--store", "store.db", "--log", "off", "--salt", "s"];
    let consumer = Consumer::start().await;
    let mut process = start(&folder, &args);
    let keys = [("X-Access-Client-Id", "client"), ("X-Access-Secret", "hush hush")];
    let webhook = json!({"name": "mine", "webhook_url": consumer.url, "env_type": "sandbox"});
    post(&process.base, "/truv/v1/webhooks/", &keys, &webhook).await;
    // All of them wait until the last is acknowledged; then they go out at once.
    put(&process.base, "/_hookproof/faults", &json!({"outage": true})).await;
    let order = json!({"provider": "truv", "event": "link-deleted", "count": EVENTS});
    let made = post(&process.base, "/_hookproof/emit", &[], &order).await;
    assert_eq!(made["deliveries"].as_array().unwrap().len(), EVENTS);
    put(&process.base, "/_hookproof/faults", &json!({})).await;
    consumer.until(100).await;
    // SIGKILL: nothing is said goodbye to.
    process.child.kill().unwrap();
    process.child.wait().unwrap();
    let before = consumer.received().len();
    assert!(before < EVENTS, "it was killed too late to show anything");
    let process = start(&folder, &args);
    let waited = post(&process.base, "/_hookproof/wait", &[], &json!({"idle": true, "timeout_ms": 60_000})).await;
    assert_eq!(waited["met"], true);
    let received = consumer.received();
    let ids: BTreeSet<String> = received
        .iter()
        .map(|received| serde_json::from_slice::<Value>(&received.body).unwrap()["webhook_id"].to_string())
        .collect();
    assert_eq!(ids.len(), EVENTS, "every event that was acknowledged has arrived");
    let repeated = received.len() - EVENTS;
    // At most 64 are under way at once, and a batch holds no more than what they wrote.
    assert!(repeated <= 64, "{repeated} were repeated: more than were under way");
    // The subscription is still there, too.
    let taken = json!({"provider": "truv", "event": "link-deleted"});
    let made = post(&process.base, "/_hookproof/emit", &[], &taken).await;
    assert_eq!(made["deliveries"].as_array().unwrap().len(), 1);
}

/// A store that holds what several providers send may be opened for one of them.
#[tokio::test]
async fn what_is_not_served_waits_in_the_store() {
    let consumer = Consumer::start().await;
    let file = folder("not-served").join("store.db");
    let with = |provider: fn() -> Provider, outage: bool| {
        let mut options = options();
        options.providers.retain(|known| known.id == provider().id);
        options.faults.outage = outage;
        options.store = Some(file.clone());
        Mock::with(options)
    };
    let status =
        async |mock: &Mock| mock.own("GET", "/deliveries", &Value::Null).await["deliveries"][0]["status"].clone();
    let mock = with(providers::truv, true).await;
    let aimed = json!({"url": consumer.url, "secret": "hush"});
    mock.own("POST", "/emit", &json!({"provider": "truv", "event": "link-deleted", "target": aimed})).await;
    mock.running.stop().await.unwrap();
    let mock = with(providers::argyle, false).await;
    mock.idle().await;
    assert_eq!((status(&mock).await, consumer.received().len()), (json!("waiting"), 0));
    // It is listed, so it can be looked at, too; but to send it again would only make another one wait.
    let shown = mock.own("GET", "/deliveries/1", &Value::Null).await;
    assert_eq!((&shown["provider"], &shown["served"]), (&json!("truv"), &json!(false)));
    assert!(shown["body"]["text"].as_str().unwrap().contains("link-deleted"), "{shown}");
    assert!(!shown.to_string().contains("hush"), "{shown}");
    let refused = mock.call("POST", "/_hookproof/deliveries/1/redeliver", &[], &Value::Null).await;
    assert!(refused.status == 404 && refused.text.contains("`truv` is not served here"), "{refused:?}");
    mock.running.stop().await.unwrap();
    let mock = with(providers::truv, false).await;
    mock.idle().await;
    assert_eq!((status(&mock).await, consumer.received().len()), (json!("succeeded"), 1));
    assert_eq!(mock.own("GET", "/deliveries/1", &Value::Null).await["served"], json!(true));
}

/// Of a provider that nobody knows any more, nobody can say what is secret in its bodies.
#[tokio::test]
async fn what_an_unknown_provider_sends_is_shown_without_its_bodies() {
    let file = folder("unknown").join("store.db");
    let mut own = providers::truv();
    "own".clone_into(&mut own.id);
    for (provider, text) in [(own, "link-deleted"), (providers::argyle(), "[secret]")] {
        let mut options = options();
        options.faults.outage = true;
        options.store = Some(file.clone());
        options.providers = vec![provider];
        let mock = Mock::with(options).await;
        if text != "[secret]" {
            let aimed = json!({"url": "http://127.0.0.1:9/", "secret": "hush"});
            mock.own("POST", "/emit", &json!({"provider": "own", "event": "link-deleted", "target": aimed})).await;
        }
        let shown = mock.own("GET", "/deliveries/1", &Value::Null).await;
        assert_eq!((&shown["provider"], &shown["status"]), (&json!("own"), &json!("waiting")));
        assert!(shown["body"]["text"].as_str().unwrap().contains(text), "{shown}");
        mock.running.stop().await.unwrap();
    }
}

#[tokio::test]
#[cfg(unix)]
async fn sigterm_ends_it_in_order() {
    let folder = folder("sigterm");
    let mut process = start(&folder, &["--port", "0", "--log", "off", "--ready-file", "ready"]);
    let ready = std::fs::read_to_string(folder.join("ready")).unwrap();
    assert_eq!(ready.trim(), process.base);
    let killed = Command::new("kill").arg(process.child.id().to_string()).status().unwrap();
    assert!(killed.success());
    assert!(process.child.wait().unwrap().success());
    assert!(!folder.join("ready").exists(), "it is not ready any more");
}

/// A file of somebody else is neither replaced nor removed.
#[tokio::test]
#[cfg(unix)]
async fn the_ready_file_replaces_only_what_is_its_own() {
    let folder = folder("ready");
    let args = ["--port", "0", "--log", "off", "--ready-file", "ready"];
    std::fs::write(folder.join("ready"), "precious\n").unwrap();
    let (code, told) = refused(&folder, &args);
    assert!(code == 2 && told.contains("--ready-file"), "{code}: {told}");
    assert_eq!(std::fs::read_to_string(folder.join("ready")).unwrap(), "precious\n");
    // Of a server that was killed.
    std::fs::write(folder.join("ready"), "http://127.0.0.1:1\n").unwrap();
    let mut process = start(&folder, &args);
    assert_eq!(std::fs::read_to_string(folder.join("ready")).unwrap().trim(), process.base);
    std::fs::write(folder.join("ready"), "of another\n").unwrap();
    assert!(Command::new("kill").arg(process.child.id().to_string()).status().unwrap().success());
    assert!(process.child.wait().unwrap().success());
    assert_eq!(std::fs::read_to_string(folder.join("ready")).unwrap(), "of another\n");
}

/// One more than it may serve waits until another has left.
#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "a test opens its own connections")]
async fn no_more_connections_than_it_may() {
    let process = start(&folder("connections"), &["--port", "0", "--log", "off", "--max-connections", "1"]);
    let address = process.base.strip_prefix("http://").unwrap();
    let call = b"GET /_hookproof/findings HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let mut answer = [0; 4_096];
    let mut first = TcpStream::connect(address).await.unwrap();
    first.write_all(call).await.unwrap();
    assert!(first.read(&mut answer).await.unwrap() > 0);
    let mut second = TcpStream::connect(address).await.unwrap();
    second.write_all(call).await.unwrap();
    // Meanwhile the first is answered again and again.
    for _ in 0..50 {
        first.write_all(call).await.unwrap();
        assert!(first.read(&mut answer).await.unwrap() > 0);
    }
    assert_eq!(second.try_read(&mut answer).unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
    drop(first);
    assert!(second.read(&mut answer).await.unwrap() > 0);
}

/// The address that means every one of this machine leads to it, and is no loopback.
#[tokio::test]
#[cfg(target_os = "linux")]
async fn deliveries_go_where_the_user_allows() {
    let consumer = Consumer::start().await;
    let url = consumer.url.replace("127.0.0.1", "0.0.0.0");
    let order = json!({"provider": "truv", "event": "link-deleted", "target": {"url": url, "secret": "hush"}});
    for (allowed, arrived) in [(&[][..], 0), (&["--allow-target", "10.0.0.0/8", "--allow-target", "0.0.0.0"], 1)] {
        let flags = ["--port", "0", "--log", "off", "--clock", "virtual"];
        let process = start(&folder("allowed"), &[&flags, allowed].concat());
        post(&process.base, "/_hookproof/emit", &[], &order).await;
        let waited = post(&process.base, "/_hookproof/wait", &[], &json!({"idle": true, "timeout_ms": 60_000})).await;
        assert_eq!((&waited["met"], consumer.received().len()), (&json!(true), arrived), "{allowed:?}");
    }
    let (code, told) = refused(&folder("not-allowed"), &["--port", "0", "--allow-target", "10.0.0.0/33"]);
    assert!(code == 2 && told.contains("10.0.0.0/33"), "{code}: {told}");
}

/// What a command that cannot begin says, and its exit status.
fn refused(folder: &Path, args: &[&str]) -> (i32, String) {
    let output = command(folder, args).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn an_obstacle_is_reported() {
    let folder = folder("refused");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let (code, told) = refused(&folder, &["--port", &port]);
    assert!(code == 2 && told.contains("--port"), "{code}: {told}");
    let (code, told) = refused(&folder, &["--listen", "0.0.0.0", "--port", "0"]);
    assert!(code == 2 && told.contains("--token"), "{code}: {told}");
    std::fs::write(folder.join("notes.txt"), "my notes").unwrap();
    let (code, told) = refused(&folder, &["--port", "0", "--store", "notes.txt"]);
    assert!(code == 2 && told.contains("notes.txt"), "{code}: {told}");
    assert_eq!(std::fs::read_to_string(folder.join("notes.txt")).unwrap(), "my notes", "the file is untouched");
    let (code, told) = refused(&folder, &["--port", "0", "--store", "nowhere/store.db"]);
    assert!(code == 2 && told.contains("nowhere"), "{code}: {told}");
    let (code, told) = refused(&folder, &["turv"]);
    assert!(code == 2 && told.contains("truv"), "{code}: {told}");
}

#[test]
fn an_invalid_configuration_is_reported_with_its_lines() {
    let folder = folder("config");
    let wrong = [
        ("port = 0\nclok = \"virtual\"\n", "line 2", "clock"),
        ("\n\nclock = \"slow\"\n", "line 3", "60x"),
        ("port = \n", "line 1", ""),
        ("port = 0\nport = 1\n", "line 2", "duplicate"),
        ("port = 99999\n", "line 1", "99999"),
        ("store = true\n", "line 1", "store"),
        ("insecure = 1\n", "line 1", "insecure"),
    ];
    for (text, line, told) in wrong {
        std::fs::write(folder.join("hookproof.toml"), text).unwrap();
        let (code, said) = refused(&folder, &[]);
        assert!(
            code == 2 && said.contains("hookproof.toml") && said.contains(line) && said.contains(told),
            "{text:?}: {said}"
        );
    }
    std::fs::write(
        folder.join("other.toml"),
        "port = 1\nclock = \"virtual\"\nlog = \"off\"\nproviders = [\"truv\"]\ninsecure = true\n",
    )
    .unwrap();
    std::fs::remove_file(folder.join("hookproof.toml")).unwrap();
    let process = start(&folder, &["--config", "other.toml", "--port", "0"]);
    assert_ne!(process.base, "http://127.0.0.1:1", "what is typed goes before");
}
