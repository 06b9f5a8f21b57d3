//! Runs that end before their time: by the budget, or by Ctrl-C.

use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hookproof::__private::demo;
use hookproof::model::Secret;
use hookproof::providers;
use hookproof::sign::Signer;
use hookproof::verify::{Outcome, Verdict};
use serde_json::Value;
use tokio::io::AsyncReadExt;

use crate::server::Reply;
use crate::{SECRET, fails_only, server, tool, verifier};

#[tokio::test]
async fn a_budget_ends_a_run_with_a_report() {
    let shop = server::shop(providers::truv(), demo::CORRECT);
    // Correct until the first body that cannot be read; then it leaves such deliveries unanswered.
    let server = server::start(move |heard| match shop.receive(&heard.headers, &heard.body).status {
        400 => Reply::Stall(Vec::new()),
        status => Reply::Say(server::status(status)),
    })
    .await;
    // Half a surrogate pair cannot be read, either, and comes early.
    let verifier = verifier(providers::truv()).events(["link-connected"]).skip(["payload-unusual-text"]);
    let run = verifier.budget(Duration::from_secs(3)).run(&server.url).await;
    assert_eq!(run.incomplete.as_deref(), Some("budget spent"));
    assert!((3_000..5_000).contains(&run.duration_ms), "{} ms", run.duration_ms);
    assert_eq!(run.check("payload-generated").unwrap().verdict, Verdict::Pass);
    let last = run.check("malformed-json").unwrap();
    assert_eq!((last.verdict, last.reason.as_deref()), (Verdict::Skip, Some("budget spent")));
    assert_eq!(run.verdict, Outcome::Unproved, "what stopped early proves nothing");
    assert_eq!(run.unproved.as_deref(), Some("stopped early: budget spent"));
}

/// Runs the binary until the endpoint leaves its first request without an answer; then sends a signal.
async fn interrupted(name: &str, silent_from: usize, signal: &str) -> (i32, String, Value) {
    let (reached, mut silence) = tokio::sync::mpsc::unbounded_channel();
    let shop = server::shop(providers::truv(), demo::CORRECT);
    let server = server::start(move |request| {
        let status = shop.receive(&request.headers, &request.body).status;
        if request.nth < silent_from {
            return Reply::Say(server::status(status));
        }
        reached.send(()).unwrap();
        Reply::Stall(Vec::new())
    })
    .await;
    let folder = tool::folder(name);
    let report = folder.join("report.json");
    let to = format!("json={}", report.display());
    let mut command =
        tool::hookproof(&["verify", "truv", &server.url, "--secret", SECRET, "--cases", "2", "--report", &to]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    silence.recv().await.unwrap();
    kill(&child, signal);
    let output = tokio::task::spawn_blocking(move || child.wait_with_output().unwrap()).await.unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    let left: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["report.json"], "no draft stays behind");
    let report = serde_json::from_slice(&std::fs::read(&report).unwrap()).unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap(), report)
}

fn kill(child: &Child, signal: &str) {
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
}

#[cfg(unix)]
#[tokio::test]
async fn ctrl_c_prints_the_report_so_far() {
    let (code, stdout, report) = interrupted("interrupted", 60, "-INT").await;
    assert_eq!(code, 5, "nothing was proved");
    assert!(stdout.contains("stopped early: interrupted"), "{stdout}");
    assert!(stdout.ends_with("UNPROVED (exit 5): stopped early: interrupted\n"), "{stdout}");
    assert_eq!(report["incomplete"], "interrupted");
    assert_eq!(report["verdict"], "unproved");
    let verdicts: Vec<&str> =
        report["checks"].as_array().unwrap().iter().map(|check| check["verdict"].as_str().unwrap()).collect();
    assert!(verdicts.contains(&"pass") && verdicts.contains(&"skip") && !verdicts.contains(&"fail"), "{stdout}");
}

#[cfg(unix)]
#[tokio::test]
async fn sigterm_writes_the_report_so_far() {
    let (code, stdout, report) = interrupted("terminated", 60, "-TERM").await;
    assert_eq!(code, 5, "nothing was proved");
    assert!(stdout.contains("stopped early: interrupted"), "{stdout}");
    assert_eq!(report["incomplete"], "interrupted");
}

/// After the first signal the report waits for a reader that does not read.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_second_signal_ends_at_once() {
    for (second, status) in [("-INT", 130), ("-TERM", 143)] {
        let (reached, mut silence) = tokio::sync::mpsc::unbounded_channel();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let (mut heard, reached) = (Vec::new(), reached.clone());
                tokio::spawn(async move {
                    while stream.read_buf(&mut heard).await.is_ok_and(|count| count > 0) {
                        reached.send("request").unwrap();
                    }
                    reached.send("end").unwrap();
                });
            }
        });
        let folder = tool::folder(&format!("second{second}"));
        let report = folder.join("report.json");
        std::fs::write(&report, "of yesterday").unwrap();
        let to = format!("json={}", report.display());
        let (_unread, mut full) = std::io::pipe().unwrap();
        full.write_all(&vec![b' '; 65_536]).unwrap();
        let mut command = tool::hookproof(&["verify", "truv", &url, "--secret", SECRET, "--report", &to]);
        let mut child = command.stdout(full).stderr(Stdio::piped()).spawn().unwrap();
        while silence.recv().await.unwrap() != "request" {}
        kill(&child, "-INT");
        while silence.recv().await.unwrap() != "end" {}
        kill(&child, second);
        let ended = tokio::task::spawn_blocking(move || child.wait().unwrap()).await.unwrap();
        assert_eq!(ended.code(), Some(status));
        assert_eq!(std::fs::read_to_string(&report).unwrap(), "of yesterday");
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "no draft stays behind");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn ctrl_c_before_the_first_answer_prints_a_report_too() {
    let (code, stdout, report) = interrupted("interrupted-first", 0, "-INT").await;
    assert_eq!(code, 5, "nothing was proved");
    assert!(stdout.contains("stopped early: interrupted"), "{stdout}");
    assert!(stdout.ends_with("UNPROVED (exit 5): stopped early: interrupted\n"), "{stdout}");
    assert_eq!(report["verdict"], "unproved");
    assert_eq!(report["counts"]["pass"], 0, "{stdout}");
    assert_eq!(report["events"].as_array().unwrap().len(), 0, "{stdout}");
}

#[tokio::test]
async fn a_report_whose_folder_vanished_does_not_take_the_verdict_with_it() {
    let folder = tool::folder("vanishes");
    let report = format!("json={}", folder.join("report.json").display());
    let server = server::start(move |_| {
        let _ = std::fs::remove_dir_all(&folder);
        Reply::Say(server::status(404))
    })
    .await;
    let url = server.url.clone();
    let run = move || tool::run(&["verify", "truv", &url, "--secret", SECRET, "--report", &report]);
    let said = tokio::task::spawn_blocking(run).await.unwrap();
    assert_eq!(said.code, Some(2));
    assert!(
        said.stdout.contains("UNPROVED (exit 5): set-up, not the endpoint's verdict: wrong-path"),
        "{}",
        said.whole()
    );
    assert!(said.stderr.contains("report.json cannot be written"), "{}", said.whole());
}

#[tokio::test]
async fn what_hangs_for_one_event_is_not_waited_for_again() {
    let provider = providers::truv();
    let signer = Signer::new(&provider.signing.recipe, &Secret::new(SECRET)).unwrap();
    let shop = demo::named("one-at-a-time").unwrap().shop(provider.clone(), Some(signer));
    let consumer = demo::start(shop).await.unwrap();
    let verifier = verifier(provider).events(["link-connected", "link-deleted"]).only(["transport-slow-body"]);
    let run = verifier.timeout(Duration::from_millis(300)).run(&consumer.url()).await;
    fails_only(&run, &["transport-slow-body"]);
    assert_eq!(run.check("transport-slow-body").unwrap().events.len(), 1);
}

#[tokio::test]
async fn what_takes_long_or_may_end_an_endpoint_comes_last() {
    let server = server::correct(providers::truv(), |status| Reply::Say(server::status(status))).await;
    let begun: Arc<Mutex<Vec<String>>> = Arc::default();
    let heard = Arc::clone(&begun);
    let verifier = verifier(providers::truv()).events(["link-connected"]);
    let _ = verifier.on_progress(move |now| heard.lock().unwrap().push(now.check.to_owned())).run(&server.url).await;
    let begun = begun.lock().unwrap();
    let place = |check: &str| begun.iter().rposition(|begun| begun == check).unwrap_or_else(|| panic!("{check}"));
    let order = [
        "signature-missing",
        "payload-generated",
        "redelivery-long-after",
        "malformed-wrong-type",
        "transport-half-body",
        "retry-asks-again",
    ];
    assert!(order.windows(2).all(|two| place(two[0]) < place(two[1])), "{begun:?}");
}

#[tokio::test]
async fn a_refusal_of_everything_says_how_to_compare_signatures() {
    let server = server::start(|_| Reply::Say(server::saying(401, "{\"error\":\"bad signature\"}"))).await;
    let file = tool::folder("refused").join("access secret.txt");
    std::fs::write(&file, SECRET).unwrap();
    let (url, path) = (server.url.clone(), file.display().to_string());
    let run = move || tool::run(&["verify", "truv", &url, "--secret-file", &path]);
    let said = tokio::task::spawn_blocking(run).await.unwrap();
    assert_eq!(said.code, Some(5), "{}", said.whole());
    for part in [
        " checks were not run.\n",
        "   It answered 401 to everything, with and without a signature:\n     401  {\"error\":\"bad signature\"}\n",
        &format!("\nhookproof sign truv --secret-file '{}' < body.json\n", file.display()),
    ] {
        assert!(said.stdout.contains(part), "{part}\n{}", said.whole());
    }
}
