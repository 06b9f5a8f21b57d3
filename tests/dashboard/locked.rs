//! The token, and what the page may do.

use hookproof::model::SecretText;
use serde_json::Value;

use crate::server::options;
use crate::{Desk, Mock};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asks_for_the_token() {
    let mut options = options();
    options.token = Some(SecretText::new("open-sesame"));
    let Some(mut desk) = Desk::with(options).await else { return };
    desk.browser.wait_for("document.getElementById('lock').open");
    assert_eq!(desk.browser.run("document.activeElement.id"), "token");
    desk.screenshot("token.png");
    desk.browser.type_text("wrong");
    desk.browser.press("Enter");
    desk.until("#lock-message", "does not take this token");
    desk.browser.press("Escape");
    assert_eq!(desk.browser.run("document.getElementById('lock').open"), true, "there is nothing behind it");
    desk.browser.click("#token");
    desk.browser.type_text("open-sesame");
    desk.browser.press("Enter");
    desk.live();
    desk.until("#shown", "No delivery yet");
    assert_eq!(desk.browser.run("document.getElementById('lock').open"), false);
    // It is kept in this tab, and nowhere in the page.
    assert_eq!(desk.browser.run("document.documentElement.outerHTML.includes('sesame')"), false);
    let url = format!("{}/_hookproof/", desk.mock.base);
    desk.browser.open(&url);
    desk.live();
    assert_eq!(desk.browser.complaints(), [""; 0]);
}

#[tokio::test]
async fn the_page_needs_no_token_and_may_do_little() {
    let mut options = options();
    options.token = Some(SecretText::new("open-sesame"));
    let mock = Mock::with(options).await;
    for (path, kind) in [
        ("/_hookproof", "text/html; charset=utf-8"),
        ("/_hookproof/", "text/html; charset=utf-8"),
        ("/_hookproof/assets/main.js", "text/javascript; charset=utf-8"),
        ("/_hookproof/assets/style.css", "text/css; charset=utf-8"),
    ] {
        let response = reqwest_get(&format!("{}{path}", mock.base)).await;
        assert_eq!(response.status(), 200, "{path}");
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), kind);
        assert_eq!(header("x-content-type-options"), "nosniff");
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
        assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"), "{policy}");
        let text = response.text().await.unwrap();
        assert!(!text.contains("https://"), "{path} names another place");
    }
    for (method, path) in [
        ("GET", "/_hookproof/health"),
        ("GET", "/_hookproof/stream"),
        ("POST", "/_hookproof/"),
        ("GET", "/_hookproof/assets"),
        ("GET", "/_hookproof/x/assets/main.js"),
    ] {
        mock.call(method, path, &[], &Value::Null).await.expect(401);
    }
    mock.call("GET", "/_hookproof/assets/none.js", &[], &Value::Null).await.expect(404);
    // What a path may be written as does not lead out of the assets.
    for path in ["/_hookproof/assets/..%2fhealth", "/_hookproof/assets/%2e%2e/health", "/_hookproof/assets/x/y"] {
        let answer = mock.call("GET", path, &[], &Value::Null).await;
        assert!(matches!(answer.status, 401 | 404), "{path}: {answer:?}");
    }
}

#[expect(clippy::disallowed_methods, reason = "a test opens its own connections")]
async fn reqwest_get(url: &str) -> reqwest::Response {
    reqwest::Client::builder().no_proxy().build().unwrap().get(url).send().await.unwrap()
}
