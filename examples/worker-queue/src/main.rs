//! The service as a program. It reads `ARGYLE_API`, `ARGYLE_KEY_ID`, `ARGYLE_KEY_SECRET`, `HOOK_SECRET` and `HOOK_URL`.

use std::env;
use std::error::Error;
use std::path::Path;

use tokio::net::TcpListener;
use worker_queue::{Account, Service, Settings, register};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let account = Account { api_key_id: env::var("ARGYLE_KEY_ID")?, api_key_secret: env::var("ARGYLE_KEY_SECRET")? };
    let settings = Settings::new(env::var("HOOK_SECRET")?);
    let service = Service::start(Path::new("journal.jsonl"), &settings, |event| async move {
        println!("{}: {}", event.kind, event.data);
        Ok(())
    })?;
    let listener = TcpListener::bind("127.0.0.1:9000").await?;
    register(&env::var("ARGYLE_API")?, &account, &env::var("HOOK_URL")?, &settings.secret).await?;
    axum::serve(listener, service.router.clone()).await?;
    Ok(())
}
