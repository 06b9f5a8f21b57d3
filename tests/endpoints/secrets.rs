//! Texts that no report and no terminal may show, even if the endpoint answers them.

use hookproof::__private::demo;
use hookproof::providers;

use crate::server::Reply;
use crate::{SECRET, server, tool};

const CANARY: &str = "canary-4711-of-the-gateway";

#[tokio::test(flavor = "multi_thread")]
async fn neither_the_secret_nor_the_headers_of_a_gateway_are_shown() {
    // It refuses every generated event, and says all that it knows.
    let shop = server::shop(providers::truv(), demo::CORRECT);
    let server = server::start(move |heard| {
        let status = shop.receive(&heard.headers, &heard.body).status;
        let token = String::from_utf8_lossy(heard.headers.get("x-gateway").unwrap_or_default()).into_owned();
        let echo = format!("expected {SECRET}, was given {token}, that is {:?}", token.split(' ').collect::<Vec<_>>());
        let status = if heard.body.len() > 600 || status != 200 { 500 } else { 200 };
        Reply::Say(server::saying(status, &echo))
    })
    .await;
    let folder = tool::folder("canary");
    let report = folder.join("report.json");
    let to = format!("json={}", report.display());
    let gateway = format!("X-Gateway: Bearer {CANARY}");
    for json in [&[][..], &["--json"]] {
        let basics = ["verify", "truv", &server.url, "--secret", SECRET, "--cases", "4", "--report", &to];
        let args = [&basics[..], &["--header", &gateway], json].concat();
        let said = tokio::task::spawn_blocking({
            let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
            move || tool::run(&args.iter().map(String::as_str).collect::<Vec<_>>())
        })
        .await
        .unwrap();
        assert_eq!(said.code, Some(1), "{}", said.whole());
        let written = std::fs::read_to_string(&report).unwrap();
        assert!(written.contains("expected [hidden], was given"), "the answer is shown\n{written}");
        for text in [&said.stdout, &said.stderr, &written] {
            assert!(!text.contains(SECRET), "{text}");
            assert!(!text.contains(CANARY), "{text}");
        }
        assert!(said.stdout.contains("X-Gateway: ${X_GATEWAY:?}"), "the command names the header\n{}", said.stdout);
    }
}

#[tokio::test]
async fn an_error_does_not_tell_the_secret() {
    for args in [
        &["verify", "orum", "http://127.0.0.1:9/", "--secret", CANARY][..],
        &["verify", "truv", "http://127.0.0.1:9/", "--secret", CANARY, "--only", "nothing"],
        &["verify", "truv", "not a url", "--secret", CANARY],
        &["verify", "truv", "http://127.0.0.1:9/", "--secrets", "s", "--secret", CANARY],
    ] {
        let said = tool::run(args);
        assert!(!said.whole().contains(CANARY), "{}", said.whole());
    }
}
