//! Known failures: shown, but they do not fail the run. A fixed one must be removed.

use hookproof::__private::demo;
use hookproof::__private::demo::Steps;
use hookproof::report::{Paint, human};
use hookproof::verify::Outcome;
use hookproof::{Verifier, providers};

use crate::server::{Reply, Server};
use crate::tool::Said;
use crate::{SECRET, server, tool, verifier};

async fn consumer(steps: Steps) -> Server {
    let shop = server::shop(providers::truv(), steps);
    server::start(move |heard| Reply::Say(server::status(shop.receive(&heard.headers, &heard.body).status))).await
}

async fn faulty() -> Server {
    consumer(demo::named("trusts-unsigned").unwrap().steps).await
}

fn of_signatures() -> Verifier {
    verifier(providers::truv()).only(["signature"]).events(["link-connected"])
}

#[tokio::test]
async fn a_known_failure_is_shown_and_does_not_break_the_contract() {
    let server = faulty().await;
    let run = of_signatures().baseline(["signature-missing"]).run(&server.url).await;
    assert_eq!(run.failed().collect::<Vec<_>>(), ["signature-missing"]);
    assert!(run.check("signature-missing").unwrap().known);
    assert_eq!((run.verdict, run.counts.fail, run.counts.known), (Outcome::Passed, 0, 1));
    let told = human(&run, Paint::Plain);
    assert!(told.contains("\nknown signature-missing: the endpoint answered 200"), "{told}");
    assert!(told.contains(" passed, 1 known, ") && !told.contains("FAIL"), "{told}");
    assert_eq!(of_signatures().run(&server.url).await.verdict, Outcome::Failed);
    let another = of_signatures().baseline(["signature-empty", "payload-null"]).run(&server.url).await;
    assert_eq!((another.verdict, another.check("signature-missing").unwrap().known), (Outcome::Failed, false));
}

#[tokio::test]
async fn strictness_does_not_weigh_what_is_known() {
    let server = consumer(demo::named("crashes-on-two").unwrap().steps).await;
    let run = of_signatures().strict().baseline(["signature-duplicated-header"]).run(&server.url).await;
    assert_eq!(
        (run.verdict, run.counts.fail, run.counts.known),
        (Outcome::Passed, 0, 1),
        "{}",
        human(&run, Paint::Plain)
    );
}

#[tokio::test]
async fn a_fixed_failure_must_be_removed() {
    let server = consumer(demo::CORRECT).await;
    let run = of_signatures().baseline(["signature-missing", "signature-empty"]).run(&server.url).await;
    assert_eq!((run.verdict, run.counts.fail), (Outcome::Failed, 0));
    assert_eq!(run.fixed, ["signature-missing", "signature-empty"]);
    let told = human(&run, Paint::Plain);
    let line = "\nfixed signature-missing, signature-empty pass: remove them from the baseline\n";
    assert!(told.contains(line), "{told}");
}

#[tokio::test]
async fn what_was_not_judged_may_stay() {
    let server = consumer(demo::CORRECT).await;
    // One is not selected, the other has nothing to judge with Truv.
    let run = of_signatures().baseline(["payload-null", "signature-stale"]).run(&server.url).await;
    assert_eq!((run.verdict, run.fixed.len()), (Outcome::Passed, 0));
}

#[tokio::test]
async fn a_check_that_does_not_exist_is_reported_before_anything_is_sent() {
    let server = faulty().await;
    let error = of_signatures().baseline(["signature-mising"]).try_run(&server.url).await.unwrap_err();
    assert!(error.to_string().contains("did you mean signature-missing"), "{error}");
    assert_eq!(server.heard(), 0);
}

/// Returns the output of the command line for a consumer.
async fn judged(server: &Server, flags: &[&str]) -> Said {
    let url = server.url.clone();
    let flags: Vec<String> = flags.iter().map(|&flag| flag.to_owned()).collect();
    let run = move || {
        let mut words = vec!["verify", "truv", &url, "--secret", SECRET, "--only=signature", "--events=link-connected"];
        words.extend(flags.iter().map(String::as_str));
        tool::run(&words)
    };
    tokio::task::spawn_blocking(run).await.unwrap()
}

#[tokio::test]
async fn a_file_is_written_read_and_outgrown() {
    let file = tool::folder("baseline").join("known.txt");
    let path = file.to_str().unwrap();
    let (faulty, correct) = (faulty().await, consumer(demo::CORRECT).await);
    assert_eq!(judged(&faulty, &[]).await.code, Some(1));

    let written = judged(&faulty, &["--write-baseline", path]).await;
    assert_eq!(
        (written.code, written.stderr),
        (Some(0), format!("{path}: known failures: 1 (exit 0: with this baseline they do not fail a run)\n"))
    );
    let text = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("# Known failures: "), "{text}");
    assert_eq!(lines[1..], ["signature-missing  # answered 200, which accepts it"]);

    let known = judged(&faulty, &["--baseline", path]).await;
    assert_eq!(known.code, Some(0), "{}", known.whole());
    let fixed = judged(&correct, &["--baseline", path]).await;
    assert_eq!(fixed.code, Some(1), "{}", fixed.whole());
    assert!(fixed.stdout.contains("fixed signature-missing passes: remove it"), "{}", fixed.whole());

    // What was not judged is kept, what passes is not.
    std::fs::write(&file, "payload-null\nsignature-missing\n").unwrap();
    let renewed = judged(&correct, &["--baseline", path, "--write-baseline", path]).await;
    assert_eq!(renewed.code, Some(0), "{}", renewed.whole());
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(text.lines().skip(1).collect::<Vec<_>>(), ["payload-null  # not judged this time"]);
}

#[tokio::test]
async fn a_mistake_in_a_file_is_reported_with_its_line() {
    let file = tool::folder("baseline-wrong").join("known.txt");
    std::fs::write(&file, "# since May\nsignature-missing # yes\n\nsignature\n").unwrap();
    let server = faulty().await;
    let said = judged(&server, &["--baseline", file.to_str().unwrap()]).await;
    assert_eq!((said.code, server.heard()), (Some(2), 0));
    let told = format!("error: invalid baseline {}\n  because: line 4: unknown check `signature`", file.display());
    assert!(said.stderr.starts_with(&told), "{}", said.stderr);
    let absent = judged(&server, &["--baseline", "/nowhere/known.txt"]).await;
    assert!(absent.code == Some(2) && absent.stderr.contains("/nowhere/known.txt cannot be read"), "{}", absent.stderr);
}

#[tokio::test]
async fn a_run_that_was_cut_short_makes_no_baseline() {
    let file = tool::folder("baseline-short").join("known.txt");
    let server = consumer(Steps { verify: |_, _, _| Err(demo::Answer::status(500)), ..demo::CORRECT }).await;
    let said = judged(&server, &["--write-baseline", file.to_str().unwrap()]).await;
    assert!(said.code == Some(2) && said.stderr.contains("no baseline is written"), "{}", said.whole());
    assert!(!file.exists());
}
