//! The service as a program. `BETTEREZ_KEY` is the key that signs the deliveries.

use std::error::Error;
use std::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let shop = actix::Shop::new(std::env::var("BETTEREZ_KEY")?);
    Ok(actix::serve(shop, TcpListener::bind("127.0.0.1:9000")?)?.await?)
}
