//! The shop as a program. It reads `TRUV_API`, `TRUV_CLIENT_ID`, `TRUV_ACCESS_SECRET` and `SHOP_URL`.

use std::env;
use std::error::Error;
use std::path::Path;

use axum_sqlite::{Account, Database, register, router};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let account = Account { client_id: env::var("TRUV_CLIENT_ID")?, access_secret: env::var("TRUV_ACCESS_SECRET")? };
    let database = Database::open(Path::new("shop.db"))?;
    let listener = TcpListener::bind("127.0.0.1:9000").await?;
    let shop = router(database, &account.access_secret);
    // It listens before it registers, so that early deliveries wait instead of failing.
    register(&env::var("TRUV_API")?, &account, &format!("{}/hook", env::var("SHOP_URL")?)).await?;
    axum::serve(listener, shop).await?;
    Ok(())
}
