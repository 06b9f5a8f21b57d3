//! Registers the URL and the secret of the service with Argyle.

use std::error::Error;

use serde_json::json;

/// The credentials for Argyle's API.
#[derive(Clone, Debug)]
pub struct Account {
    pub api_key_id: String,
    pub api_key_secret: String,
}

/// Registers the URL for all events at `api`, which is `https://api.argyle.com` or the mock provider.
pub async fn register(
    api: &str,
    account: &Account,
    url: &str,
    secret: &str,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let webhook = json!({"name": "worker", "url": url, "events": ["*"], "secret": secret});
    let answer = reqwest::Client::new()
        .post(format!("{api}/v2/webhooks"))
        .basic_auth(&account.api_key_id, Some(&account.api_key_secret))
        .header("Content-Type", "application/json")
        .body(webhook.to_string())
        .send()
        .await?;
    let status = answer.status();
    if status.is_success() { Ok(()) } else { Err(format!("Argyle answered {status}: {}", answer.text().await?).into()) }
}
