//! Who calls: users, administrators and clients, each with a token.

use serde_json::{Value, json};

use crate::socotra::{integrated, log_in, put, unknown_client, webhook};

#[test]
fn administrators_alone_set_up_integrations() {
    let mut caller = integrated();
    log_in(&mut caller, "/account/authenticate");
    for method in ["GET", "POST"] {
        assert_eq!(caller.call(method, "/integrations", &Value::Null).expect(403)["httpStatus"], 403);
    }
    caller.call("DELETE", "/integrations/hook", &Value::Null).expect(403);
    put(&mut caller, &webhook());
    assert_eq!(caller.state.as_ref().unwrap().name(), "acme", "of one tenant with the administrator");
}

#[test]
fn a_token_is_taken_bare_and_as_bearer_until_it_expires() {
    let mut caller = unknown_client();
    caller.call("GET", "/webhooks", &Value::Null).expect(401);
    let asked = json!({"username": "u", "password": "hunter2", "hostName": "Acme.co.sandbox.socotra.com"});
    let token = caller.call("POST", "/account/authenticate", &asked).expect(200);
    let text = token["authorizationToken"].as_str().unwrap().to_owned();
    for header in [text.clone(), format!("Bearer {text}"), format!(" bearer  {text} ")] {
        caller.header("Authorization", &header);
        assert_eq!(caller.call("GET", "/webhooks", &Value::Null).expect(200), json!({"webhooks": []}));
    }
    assert_eq!(caller.state.as_ref().unwrap().name(), "acme");
    caller.now = caller.now.shifted(3000);
    let renewed = caller.call("POST", "/account/renewAuthentication", &Value::Null).expect(200);
    assert!(renewed["expiresTimestamp"].as_str().unwrap() > token["expiresTimestamp"].as_str().unwrap());
    caller.now = caller.now.shifted(1000);
    caller.call("POST", "/account/renewAuthentication", &Value::Null).expect(401);
    caller.header("Authorization", renewed["authorizationToken"].as_str().unwrap());
    caller.call("GET", "/webhooks", &Value::Null).expect(200);
    caller.call("GET", "/integrations", &Value::Null).expect(403);
    // As the vendor's own Python client does.
    let asked = json!({"username": "u", "password": "hunter2", "tenantName": "acme", "hostName": null});
    caller.call("POST", "/account/authenticate", &asked).expect(200);
    let nowhere = caller.call("POST", "/account/authenticate", &json!({"username": "u", "password": "hunter2"}));
    assert!(!format!("{:?}", nowhere.reply.findings).contains("hunter2"));
    nowhere.expect(400);
    caller.call("GET", "/account/authenticate", &Value::Null).expect(405);
    caller.call("POST", "/webhooks", &Value::Null).expect(405);
    caller.call("GET", "/policies", &Value::Null).expect(404);
}

#[test]
fn a_client_signs_on_for_its_tenant() {
    let path = "/account/sso/authenticateClient";
    let asked = json!({"clientId": "c1", "clientSecret": "hunter2", "hostName": "acme.co.sandbox.socotra.com"});
    for (asked, tenant) in [(asked, "acme"), (json!({"clientId": "c1", "clientSecret": "hunter2"}), "c1")] {
        let mut caller = unknown_client();
        let token = caller.call("POST", path, &asked).expect(200);
        caller.header("Authorization", token["authorizationToken"].as_str().unwrap());
        caller.call("GET", "/integrations", &Value::Null).expect(200);
        assert_eq!(caller.state.as_ref().unwrap().name(), tenant, "{asked}");
    }
    unknown_client().call("POST", path, &json!({"clientId": "c1"})).expect(400);
    unknown_client().call("GET", path, &Value::Null).expect(405);
}
