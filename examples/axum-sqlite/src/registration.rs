//! Registers the URL of the shop with Truv.

use std::error::Error;

use serde_json::json;

/// The credentials for Truv's API.
#[derive(Clone)]
pub struct Account {
    pub client_id: String,
    /// Also the key that signs the deliveries.
    pub access_secret: String,
}

/// Registers the URL at `api`, which is `https://prod.truv.com` or the mock provider.
pub async fn register(api: &str, account: &Account, url: &str) -> Result<(), Box<dyn Error + Send + Sync>> {
    let webhook = json!({"name": "shop", "webhook_url": url, "env_type": "sandbox"});
    let answer = reqwest::Client::new()
        .post(format!("{api}/v1/webhooks/"))
        .header("X-Access-Client-Id", &account.client_id)
        .header("X-Access-Secret", &account.access_secret)
        .header("Content-Type", "application/json")
        .body(webhook.to_string())
        .send()
        .await?;
    let status = answer.status();
    if status.is_success() { Ok(()) } else { Err(format!("Truv answered {status}: {}", answer.text().await?).into()) }
}
