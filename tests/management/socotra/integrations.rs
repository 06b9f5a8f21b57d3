//! Integrations: where webhooks send to, and how that is secured.

use serde_json::{Value, json};

use crate::socotra::{caller, integrated, put, subscription, webhook};

#[test]
fn what_an_integration_says_reaches_its_webhooks() {
    let mut caller = integrated();
    put(&mut caller, &webhook());
    let known = subscription(&caller, "policies");
    assert_eq!(known.headers, [("X-Key".to_owned(), "k3y".to_owned())], "and none of the connection's own");
    assert_eq!(known.secret.unwrap().expose(), "s3cret");
    let moved = json!({"url": "https://a.test/", "securitySpec": {"secret": "other", "tag": "t"}});
    let all = caller.call("PUT", "/integrations/hook", &moved).expect(200);
    let moved = &all["externalServiceIntegrations"][0];
    assert_eq!(
        (&moved["headers"], &moved["type"], &moved["tenantLocator"]),
        (&json!({}), &json!("webhook"), &json!("acme"))
    );
    let known = subscription(&caller, "policies");
    assert_eq!((known.url.as_str(), known.headers, known.secret), ("https://a.test/", vec![], None), "no hmacEnabled");
    caller.call("DELETE", "/integrations/hook", &Value::Null).expect(409);
    caller.call("DELETE", "/webhooks/policies", &Value::Null).expect(200);
    assert!(caller.call("DELETE", "/integrations/hook", &Value::Null).expect(200).is_null());
    caller.call("DELETE", "/integrations/hook", &Value::Null).expect(404);
    caller.call("PUT", "/integrations/hook", &json!({"url": "https://a.test/"})).expect(404);
    caller.call("POST", "/integrations", &json!({"name": "alert", "url": "https://a.test/"})).expect(409);
}

#[test]
fn security_needs_https_but_to_this_machine() {
    let mut caller = caller();
    let add =
        |name: &str, url: &str| json!({"name": name, "url": url, "securitySpec": {"hmacEnabled": true, "secret": "s"}});
    for (name, url, status, findings) in [
        ("a", "https://a.test/", 200, 0),
        ("b", "http://localhost:9000/", 200, 1),
        ("c", "http://[::1]:9000/", 200, 1),
        ("d", "http://a.test/", 400, 1),
        ("e", "http://localhost.a.test/", 400, 1),
        ("f", "localhost", 400, 1),
    ] {
        let answer = caller.call("POST", "/integrations", &add(name, url));
        assert_eq!((answer.reply.status, answer.reply.findings.len()), (status, findings), "{url}");
    }
    let tag = json!({"name": "g", "url": "http://localhost/", "securitySpec": {"tag": "t"}});
    caller.call("POST", "/integrations", &tag).expect(400);
    let unsigned = json!({"name": "h", "url": "https://a.test/", "securitySpec": {"hmacEnabled": true, "secret": ""}});
    assert_eq!(caller.call("POST", "/integrations", &unsigned).reply.findings.len(), 1, "nothing is signed");
    let print = format!("{:?} {:?}", caller.state, integrated().state);
    assert!(!print.contains("s3cret") && !print.contains("k3y"), "{print}");
}
