//! `--report FORMAT=PATH`: as many as are wanted, whole or not at all, and one of them to stdout.

use std::path::Path;

use hookproof::report::Format;

use crate::server::{Reply, Server};
use crate::tool::Said;
use crate::{SECRET, consumer, server, tool};

/// A consumer that accepts everything.
async fn broken() -> Server {
    server::start(|_| Reply::Say(server::status(200))).await
}

async fn verify(url: &str, args: &[&str]) -> Said {
    let basics = ["verify", "truv", url, "--secret", SECRET, "--cases", "1", "--salt", "fixed"];
    // The server here reads only bodies with a length.
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
    assert!(said.stdout.contains("Failed check: signature-missing"), "{}", said.whole());
    // A slow machine sees progress, and nothing else.
    assert!(said.stderr.lines().all(|line| line.contains(" deliveries, ")), "{}", said.whole());
    let mut left: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["github", "html", "json", "junit", "markdown", "sarif", "tap"]);
    for format in Format::ALL {
        let text = std::fs::read_to_string(folder.join(format.name())).unwrap();
        assert!(text.contains("signature-missing") && text.ends_with('\n'), "{format}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_to_stdout_moves_the_one_for_people_to_stderr() {
    let said = verify(&broken().await.url, &["--report", "github=-"]).await;
    assert_eq!(said.code, Some(1), "{}", said.whole());
    assert!(
        said.stdout.lines().all(|line| line.starts_with("::") && line.contains(" title=truv%3A ")),
        "{}",
        said.stdout
    );
    assert!(said.stderr.contains("Failed check: signature-missing"), "{}", said.stderr);
    let (correct, _) = consumer(None).await;
    let said = verify(&correct.url(), &["--report", "github=-"]).await;
    assert_eq!((said.code, said.stdout.as_str()), (Some(0), ""), "{}", said.whole());
}

#[tokio::test(flavor = "multi_thread")]
async fn stdout_is_for_one_report() {
    let server = broken().await;
    for args in [&["--report", "tap=-", "--report", "junit=-"][..], &["--json", "--report", "tap=-"]] {
        let said = verify(&server.url, args).await;
        assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""), "{}", said.whole());
        assert!(said.stderr.contains("only one report can be written to stdout"), "{}", said.stderr);
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

/// It is refused before anything is delivered.
async fn refused(args: &[&str], says: &str) {
    let server = broken().await;
    let said = verify(&server.url, args).await;
    assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""), "{}", said.whole());
    assert!(said.stderr.contains(says), "{}", said.stderr);
    assert_eq!(server.heard(), 0, "nothing was delivered");
}

/// Returns the contents of a folder, by name.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn two_reports_to_one_file_are_refused() {
    let folder = tool::folder("twice");
    let to = |format: &str, name: &str| format!("{format}={}", folder.join(name).display());
    let (json, tap) = (to("json", "a"), to("tap", "a"));
    refused(&["--report", &json, "--report", &tap], "twice/a would be written twice").await;
    let around = to("tap", "../twice/a");
    refused(&["--report", &json, "--report", &around], "same file, which would be written twice").await;
    let baseline = folder.join("a").display().to_string();
    refused(&["--report", &json, "--write-baseline", &baseline], "would be written twice").await;
    assert_eq!(names(&folder), [""; 0]);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn links_are_followed_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (folder, elsewhere) = (tool::folder("links"), tool::folder("elsewhere"));
    std::fs::write(elsewhere.join("old"), "of yesterday").unwrap();
    std::fs::set_permissions(elsewhere.join("old"), PermissionsExt::from_mode(0o640)).unwrap();
    symlink("../elsewhere/old", folder.join("a")).unwrap();
    symlink(elsewhere.join("new"), folder.join("b")).unwrap();
    symlink("b", folder.join("c")).unwrap();
    let to = |format: &str, name: &str| format!("{format}={}", folder.join(name).display());
    let (json, tap, again) = (to("json", "a"), to("tap", "b"), to("markdown", "c"));
    refused(&["--report", &tap, "--report", &again], "same file, which would be written twice").await;
    let baseline = folder.join("a").display().to_string();
    refused(&["--report", &json, "--write-baseline", &baseline], "would be written twice").await;
    let said = verify(&broken().await.url, &["--report", &json, "--report", &tap]).await;
    assert_eq!(said.code, Some(1), "{}", said.whole());
    assert_eq!(
        (names(&folder), names(&elsewhere)),
        (vec!["a".into(), "b".into(), "c".into()], vec!["new".into(), "old".into()])
    );
    assert!(folder.join("a").is_symlink() && folder.join("b").is_symlink());
    let read = |name: &str| std::fs::read_to_string(elsewhere.join(name)).unwrap();
    assert!(read("old").starts_with('{') && read("new").starts_with("TAP version 14\n"));
    assert_eq!(std::fs::metadata(elsewhere.join("old")).unwrap().permissions().mode() & 0o777, 0o640);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_pipe_is_written_to_and_stays() {
    use std::os::unix::fs::FileTypeExt;
    let folder = tool::folder("pipe");
    let (pipe, link) = (folder.join("pipe"), folder.join("link"));
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    std::os::unix::fs::symlink(&pipe, &link).unwrap();
    let server = broken().await;
    for path in [&pipe, &link] {
        let at = pipe.clone();
        let reader = std::thread::spawn(move || std::fs::read_to_string(at).unwrap());
        let said = verify(&server.url, &["--report", &format!("json={}", path.display())]).await;
        assert_eq!(said.code, Some(1), "{}", said.whole());
        let report: serde_json::Value = serde_json::from_str(&reader.join().unwrap()).unwrap();
        assert_eq!(report["verdict"], "failed");
        assert!(std::fs::metadata(&pipe).unwrap().file_type().is_fifo());
    }
    assert_eq!(names(&folder), ["link", "pipe"]);
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn stdout_has_other_names() {
    let folder = tool::folder("stdout");
    std::os::unix::fs::symlink("/dev/fd/1", folder.join("log")).unwrap();
    let link = folder.join("log").display().to_string();
    for name in ["/dev/fd/1", "/proc/self/fd/1", &link] {
        let said = verify(&broken().await.url, &["--report", &format!("json={name}")]).await;
        assert_eq!(said.code, Some(1), "{}", said.whole());
        assert!(serde_json::from_str::<serde_json::Value>(&said.stdout).is_ok(), "{}", said.stdout);
        assert!(said.stderr.contains("Failed check: signature-missing"), "{}", said.stderr);
        refused(
            &["--report", &format!("json={name}"), "--report", "tap=-"],
            "only one report can be written to stdout",
        )
        .await;
    }
    let said = verify(&broken().await.url, &["--report", "tap=/dev/fd/2"]).await;
    // Lines of progress may come first.
    assert!(said.stderr.contains("TAP version 14\n1.."), "{}", said.whole());
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_cannot_hold_a_file_is_reported_before_anything_is_delivered() {
    // Not even root may write here.
    refused(&["--report", "json=/proc/report.json"], "/proc/report.json cannot be written").await;
    refused(&["--write-baseline", "/proc/known.txt"], "/proc/known.txt cannot be written").await;
}
