//! Behind the socket: the engine, its driver, and what waits for deliveries to end.

use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use tokio::sync::watch;

use crate::clock;
use crate::deliver::Driver;
use crate::deliver::Engine;
use crate::deliver::Incoming;
use crate::harness::mock::front::Front;
use crate::model::Headers;
use crate::model::TimeForm;
use crate::model::Timestamp;
use crate::provider::IdSource;
use crate::provider::Provider;
use crate::provider::api::Access;
use crate::provider::api::Call;
use crate::provider::api::Reply;
use crate::store::Account;
use crate::store::Delivery;
use crate::store::Status;
use crate::store::Store;

/// One provider and all its accounts.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) engine: Arc<Engine>,
    pub(super) provider: Arc<Provider>,
    pub(super) base: String,
    /// Calls to the management API so far.
    pub(super) calls: AtomicU64,
}

impl Desk {
    pub(super) fn new(engine: Arc<Engine>, id: &str, base: String) -> Self {
        let provider = engine.provider(id).map_or_else(|| unreachable!("it was given to the engine"), Arc::clone);
        Self { engine, provider, base, calls: AtomicU64::default() }
    }

    /// Answers a call to the management API.
    pub(super) fn answer(&self, incoming: &Incoming<'_>) -> Reply {
        self.calls.fetch_add(1, Ordering::Relaxed);
        match self.engine.answer(&self.provider, incoming, clock::now()) {
            // In memory everything is safe at once.
            Some(answered) => answered.reply,
            None => Reply::empty(404),
        }
    }

    /// Headers that open the account of this name.
    pub(super) fn credentials(&self, name: &str) -> Vec<(String, String)> {
        let Some(api) = &self.provider.api else { return Vec::new() };
        let mut ask = |method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]| {
            let headers: Headers = headers.iter().copied().collect();
            let incoming = Incoming::new(method, (path, ""), &headers, body, &self.base);
            self.engine
                .answer(&self.provider, &incoming, clock::now())
                .map_or_else(|| Reply::empty(404), |answered| answered.reply)
        };
        (api.credentials)(name, &mut ask)
    }

    /// Returns the account that these headers open.
    pub(super) fn account(&self, headers: &[(String, String)]) -> Option<Arc<Account>> {
        let api = self.provider.api.as_ref()?;
        let headers: Headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let ids = IdSource::new(0, "", &[]);
        let mut call = Call::new("GET", "/", clock::now(), &ids);
        call.headers = &headers;
        match (api.access)(&self.provider, &call) {
            Access::Account(credential) => Some(self.engine.store().account(&self.provider.id, &credential)),
            Access::Refused(_) => None,
        }
    }

    /// Waits until these deliveries have ended, and returns them. A delivery that was removed meanwhile is returned as
    /// it was.
    pub(super) async fn ended(&self, made: Vec<Delivery>) -> Vec<Delivery> {
        let mut deliveries = Vec::with_capacity(made.len());
        for delivery in made {
            let look = |store: &Store| {
                let known = store.get(delivery.number);
                let goes_on = known.as_ref().is_some_and(|known| match known.status {
                    Status::Sending => true,
                    // A delivery that an outage delays is returned as it is.
                    Status::Waiting => !self.engine.outage(),
                    _ => false,
                });
                if goes_on { None } else { Some(known.unwrap_or_else(|| delivery.clone())) }
            };
            deliveries.push(self.engine.store().until(look).await);
        }
        deliveries
    }
}

/// Binds a free port of loopback.
pub(super) fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let address = listener.as_ref().ok().and_then(|listener| listener.local_addr().ok());
    match (listener, address) {
        (Ok(listener), Some(address)) => (listener, address),
        (Err(error), _) => panic!("no port of 127.0.0.1 can be had: {error}"),
        (Ok(_), None) => panic!("the port that was had on 127.0.0.1 is not known"),
    }
}

/// Answers and delivers on its own thread until the sender of `stopped` is gone. Work in progress is then cut off.
pub(super) fn work(driver: Arc<Driver>, front: Arc<Front>, listener: TcpListener, mut stopped: watch::Receiver<bool>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.unwrap_or_else(|error| panic!("cannot start a tokio runtime: {error}"));
    let work = move || {
        runtime.block_on(async move {
            let Ok(listener) =
                listener.set_nonblocking(true).and_then(|()| tokio::net::TcpListener::from_std(listener))
            else {
                return;
            };
            tokio::spawn(front.serve(listener));
            tokio::select! {
                () = driver.run(stopped.clone()) => {}
                () = async { while stopped.changed().await.is_ok() {} } => {}
            }
        });
    };
    if let Err(error) = std::thread::Builder::new().name("hookproof".to_owned()).spawn(work) {
        panic!("no thread can be had: {error}");
    }
}

/// Returns a salt that differs from that of the previous mock.
pub(super) fn salt(now: Timestamp) -> String {
    static MADE: AtomicU64 = AtomicU64::new(0);
    format!("{} {}", now.write(TimeForm::Micros), MADE.fetch_add(1, Ordering::Relaxed))
}
