//! `--report FORMAT=PATH`: as many as are wanted, whole or not at all, and one of them to stdout.

use hookproof::report::Format;

use crate::SECRET;
use crate::consumer;
use crate::server;
use crate::server::Reply;
use crate::server::Server;
use crate::tool;
use crate::tool::Said;

/// A consumer that takes whatever comes.
async fn broken() -> Server {
    server::start(|_| Reply::Say(server::status(200))).await
}

async fn verify(url: &str, args: &[&str]) -> Said {
    let basics = ["verify", "truv", url, "--secret", SECRET, "--cases", "1", "--salt", "fixed"];
    // The server here reads bodies with a length alone.
    let basics = [&basics[..], &["--skip", "transport"]].concat();
    let args: Vec<String> = basics.iter().chain(args).map(|arg| (*arg).to_owned()).collect();
    let run = move || tool::run(&args.iter().map(String::as_str).collect::<Vec<_>>());
    tokio::task::spawn_blocking(run).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_format_at_once_and_nothing_beside() {
    let folder = tool::folder("formats");
    let reports: Vec<String> =
        Format::ALL.iter().map(|format| format!("{format}={}", folder.join(format.name()).display())).collect();
    let args: Vec<&str> = reports.iter().flat_map(|report| ["--report", report.as_str()]).collect();
    let said = verify(&broken().await.url, &args).await;
    assert_eq!(said.code, Some(1), "{}", said.whole());
    assert!(said.stdout.contains("FAIL signature-missing") && said.stderr.is_empty(), "{}", said.whole());
    let mut left: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["github", "html", "json", "junit", "markdown", "sarif", "tap"]);
    for format in Format::ALL {
        let text = std::fs::read_to_string(folder.join(format.name())).unwrap();
        assert!(text.contains("signature-missing") && text.ends_with('\n'), "{format}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_to_stdout_sends_the_one_for_people_aside() {
    let said = verify(&broken().await.url, &["--report", "github=-"]).await;
    assert_eq!(said.code, Some(1), "{}", said.whole());
    assert!(
        said.stdout.lines().all(|line| line.starts_with("::") && line.contains(" title=truv%3A ")),
        "{}",
        said.stdout
    );
    assert!(said.stderr.contains("FAIL signature-missing"), "{}", said.stderr);
    let (sound, _) = consumer(None).await;
    let said = verify(&sound.url(), &["--report", "github=-"]).await;
    assert_eq!((said.code, said.stdout.as_str()), (Some(0), ""), "{}", said.whole());
}

#[tokio::test(flavor = "multi_thread")]
async fn stdout_is_for_one_report() {
    let server = broken().await;
    for args in [&["--report", "tap=-", "--report", "junit=-"][..], &["--json", "--report", "tap=-"]] {
        let said = verify(&server.url, args).await;
        assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""), "{}", said.whole());
        assert!(said.stderr.contains("stdout is for one report"), "{}", said.stderr);
    }
    assert_eq!(server.heard(), 0, "nothing was delivered");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_written_after_all_does_not_keep_the_others() {
    let (gone, kept) = (tool::folder("gone"), tool::folder("kept"));
    let vanishing = gone.clone();
    let server = server::start(move |_| {
        let _ = std::fs::remove_dir_all(&vanishing);
        Reply::Say(server::status(404))
    })
    .await;
    let (first, second) = (format!("json={}/a", gone.display()), format!("tap={}/b", kept.display()));
    let said = verify(&server.url, &["--report", &first, "--report", &second]).await;
    assert_eq!(said.code, Some(2), "{}", said.whole());
    assert!(std::fs::read_to_string(kept.join("b")).unwrap().starts_with("TAP version 14\n"));
}
