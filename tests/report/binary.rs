//! Reports of the binary agree with its exit status.

use hookproof::report::Format;

use crate::agree::{Heard, of, of_person, set};
use crate::server::Reply;
use crate::{SECRET, consumer, server, tool};

/// Runs the binary with every report, and compares all of them with its exit status.
async fn verified(name: &str, url: &str, flags: &[&str]) -> (Option<i32>, Heard) {
    let folder = tool::folder(&format!("agree-{name}"));
    let mut args = ["verify", "truv", url, "--secret", SECRET, "--cases", "1", "--events", "order-created"]
        .into_iter()
        .chain(flags.iter().copied())
        .map(str::to_owned)
        .collect::<Vec<_>>();
    for format in Format::ALL {
        args.extend(["--report".to_owned(), format!("{format}={}", folder.join(format.name()).display())]);
    }
    let run = move || tool::run(&args.iter().map(String::as_str).collect::<Vec<_>>());
    let said = tokio::task::spawn_blocking(run).await.unwrap();
    let heard = of_person(&said.stdout);
    for format in Format::ALL {
        let text = std::fs::read_to_string(folder.join(format.name())).unwrap();
        assert_eq!(of(format, &text), heard, "{name}, {format}\n{}", said.whole());
    }
    assert_eq!(heard.passed, said.code == Some(0), "{name}\n{}", said.whole());
    (said.code, heard)
}

#[tokio::test(flavor = "multi_thread")]
async fn real_runs_agree_with_the_exit_status_of_the_binary() {
    let (correct, _) = consumer(None).await;
    let all = server::start(|_| Reply::Say(server::status(200))).await;
    let known = tool::folder("agree").join("known.txt");
    std::fs::write(&known, "signature-missing\n").unwrap();
    let baseline = known.to_str().unwrap();
    let (missing, prefix) = ("--only=signature-missing", "--only=signature-no-prefix");
    let unread = "--only=order-older-after-newer";
    let correct_url = correct.url();
    for (name, url, flags, code, failing, advice) in [
        ("passed", &correct_url, &[missing][..], 0, None, None),
        ("advice", &all.url, &[prefix], 0, None, Some("signature-no-prefix")),
        ("strict", &all.url, &[prefix, "--strict"], 1, Some("signature-no-prefix"), None),
        ("failed", &all.url, &[missing], 1, Some("signature-missing"), None),
        ("known", &all.url, &[missing, "--baseline", baseline], 0, None, None),
        ("fixed", &correct_url, &[missing, "--baseline", baseline], 1, None, None),
        ("unproved", &correct_url, &[unread], 5, None, None),
        ("budget", &correct_url, &["--budget=0s"], 5, None, None),
    ] {
        let (ended, heard) = verified(name, url, flags).await;
        let wanted = Heard { passed: code == 0, failing: set(failing), advice: set(advice) };
        assert_eq!((ended, heard), (Some(code), wanted), "{name}");
    }
}
