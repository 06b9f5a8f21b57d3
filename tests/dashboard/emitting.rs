//! The form that emits, made from the schemas.

use serde_json::{Value, json};

use crate::{Desk, HOSTILE};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn emits_what_was_filled_in() {
    let Some(mut desk) = Desk::start().await else { return };
    desk.live();
    let url = desk.failing("/hook", 0).await;
    desk.browser.click("nav [data-view=emit]");
    desk.browser.wait_for("document.getElementById('emit-provider')?.options.length === 5");
    desk.choose("#emit-provider", "truv");
    desk.choose("#emit-what", "event:bank-accounts-updated");
    desk.until("#emit-fields", "/tracking_info");
    desk.choose("#emit-to", "url");
    desk.browser.click("#emit-url");
    desk.browser.type_text(&url);
    desk.browser.click("#emit-secret");
    desk.browser.type_text("the canary that signs");
    desk.browser.click("#emit-set > summary");
    desk.browser.click("[data-pointer='/product'] input");
    desk.browser.type_text(HOSTILE);
    desk.choose("[data-pointer='/data_source'] select", "\"payroll\"");
    desk.browser.click("[data-pointer='/user_id'] [type=checkbox]");
    desk.browser.click("#emit-pointer");
    desk.browser.type_text("/tracking_info");
    desk.browser.click("#emit-json");
    desk.browser.type_text("\"7\"");
    desk.screenshot("emit.png");
    desk.browser.click("#emit-send");
    desk.until("#emit-message", "1 delivery created.");
    desk.until("#emit-created", "succeeded");
    let made = desk.mock.own("GET", "/deliveries/1", &Value::Null).await;
    let body: Value = serde_json::from_str(made["body"]["text"].as_str().unwrap()).unwrap();
    assert_eq!(body["product"], HOSTILE);
    assert_eq!((&body["data_source"], &body["user_id"]), (&json!("payroll"), &json!(null)));
    assert_eq!((&body["tracking_info"], &body["event_type"]), (&json!("7"), &json!("bank-accounts-updated")));
    assert_eq!(made["signed"], true);
    desk.browser.click("#emit-created a");
    desk.until("#detail-title", "#1 bank-accounts-updated");

    // What breaks the schema is refused in the server's words, and nothing is emitted.
    desk.browser.run("history.back()");
    desk.browser.wait_for("!document.getElementById('view-emit').hidden");
    desk.browser.run("document.getElementById('emit-json').value = '7'");
    desk.browser.click("#emit-send");
    desk.until("#emit-message", "is not valid: at `/tracking_info`");
    desk.until("#count-created", "1");

    // A story goes to whoever subscribes: nobody.
    desk.browser.run("document.getElementById('emit-pointer').value = ''");
    let story = desk.browser.run("[...document.querySelectorAll('[label=Stories] option')][0].value");
    desk.choose("#emit-what", story.as_str().unwrap());
    desk.until("#emit-about", "Its events go out in their order.");
    desk.choose("#emit-to", "");
    desk.browser.click("#emit-send");
    desk.until("#emit-message", "Nobody subscribes");
    assert_eq!(desk.browser.run("globalThis.pwned ?? null"), Value::Null);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn knows_members_of_every_event_of_every_provider() {
    let Some(mut desk) = Desk::start().await else { return };
    desk.live();
    desk.go("emit");
    desk.browser.wait_for("document.getElementById('emit-provider')?.options.length === 5");
    // The names of those for which the form has nothing to offer, though their schema has members.
    let script = "(async () => {
        const { schemaFields } = await import('/_hookproof/assets/fields.js');
        const { providers } = await (await fetch('/_hookproof/providers')).json();
        const poor = [];
        let most = 0;
        for (const { id, events, notices } of providers) for (const name of [...events, ...notices]) {
            const schema = await (await fetch(`/_hookproof/schemas/${id}/${encodeURIComponent(name)}`)).json();
            const all = schemaFields(schema);
            most = Math.max(most, all.length);
            if (all.length === 0) poor.push(`${id} ${name}`);
            for (const { pointer } of all) if (!/^(\\/([^~/]|~[01])*)+$/.test(pointer)) poor.push(`${id} ${name} ${pointer}`);
        }
        return { poor, most };
    })()";
    let found = desk.browser.run(script);
    assert_eq!(found["poor"], json!([]));
    assert!(found["most"].as_u64().unwrap() > 20, "{found}");
}
