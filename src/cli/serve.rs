//! `serve`: the mock provider, until it is stopped.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;

use crate::cli::args::{Cli, Command};
use crate::cli::error::CliError;
use crate::cli::ready_file::ReadyFile;
use crate::cli::serve_args::{LogForm, ServeArgs};
use crate::cli::{config, output, runtime, secret, verify};
use crate::clock;
use crate::deliver::{AllowList, Faults};
use crate::model::SecretText;
use crate::net;
use crate::provider::Provider;
use crate::provider_file;
use crate::providers;
use crate::serve;
use crate::serve::{Line, Logger, Options};
use crate::store::Bounds;
use crate::verify::Outcome;

/// Maximum time to finish work in progress.
const SHUTDOWN_LIMIT: Duration = Duration::from_secs(40);

pub(super) fn run(typed: ServeArgs) -> Result<Outcome, CliError> {
    let args = configured(typed)?;
    let options = options(&args)?;
    args.ready_file.as_deref().map(ReadyFile::check).transpose()?;
    runtime::of_threads()?.block_on(async {
        let asked_to_stop = asked_to_stop();
        let running = serve::start(options).await?;
        let address = running.address();
        // The file first: who reads the line may look for the file.
        let line = format!("http://{address}\n");
        let ready = args.ready_file.as_deref().map(|path| ReadyFile::write(path, &line)).transpose()?;
        output::text(&line)?;
        asked_to_stop.await;
        match net::within(SHUTDOWN_LIMIT, running.stop()).await {
            None => output::note("work in progress did not end in time"),
            Some(Err(reason)) => return Err(CliError::NotKept { reason }),
            Some(Ok(())) => {}
        }
        drop(ready);
        Ok(Outcome::Passed)
    })
}

/// Puts the flags of the file before those of the command line, which take precedence.
fn configured(typed: ServeArgs) -> Result<ServeArgs, CliError> {
    let from_file = config::serve_flags(typed.config.as_deref())?;
    if from_file.is_empty() {
        return Ok(typed);
    }
    let mut typed: Vec<OsString> = std::env::args_os().collect();
    let rest = typed.split_off(2.min(typed.len()));
    let all = typed.into_iter().chain(from_file).chain(rest);
    match Cli::parse_from(all).command {
        Command::Serve(args) => Ok(*args),
        // It was `serve` a moment ago, and a file does not change that.
        _ => Err(CliError::Form { given: "the configuration".to_owned(), expected: "flags of serve" }),
    }
}

fn options(args: &ServeArgs) -> Result<Options, CliError> {
    let providers: Vec<Provider> = if args.providers.is_empty() {
        providers::ALL.iter().map(|provider| provider()).filter(|provider| provider.api.is_some()).collect()
    } else {
        args.providers.iter().map(|id| provider_file::find(id)).collect::<Result<_, _>>()?
    };
    let mut options = Options::new(providers);
    options.listen = SocketAddr::new(args.listen, args.port);
    options.hosts.clone_from(&args.host);
    options.token = args.token.clone().map(SecretText::new);
    options.verify_token = args.verify_token.as_deref().map(SecretText::new);
    options.secret = secret::secret(&args.secret)?.map(|secret| SecretText::new(secret.expose()));
    for named in &args.allow_target {
        options.allow_list = std::mem::replace(&mut options.allow_list, AllowList::loopback()).and(named)?;
    }
    options.trust = verify::trust(&args.trust)?;
    options.clock_speed = args.clock;
    if let Some(faults) = &args.faults {
        options.faults =
            serde_json::from_str::<Faults>(faults).map_err(|error| CliError::Faults { reason: error.to_string() })?;
    }
    options.seed = args.seed;
    options.salt = args.salt.clone().unwrap_or_else(|| clock::now().micros().to_string());
    options.timeout = args.timeout;
    options.concurrency = args.concurrency;
    options.bounds = Bounds::default().deliveries(args.max_deliveries).bytes(args.max_bytes);
    options.store.clone_from(&args.store);
    options.max_body = args.max_body;
    options.max_head = args.max_head;
    options.client_timeout = args.client_timeout;
    options.max_connections = args.max_connections.max(1);
    options.logger = logger(args.log);
    Ok(options)
}

fn logger(form: LogForm) -> Option<Logger> {
    match form {
        LogForm::Off => None,
        LogForm::Text => Some(Arc::new(|line: &Line<'_>| output::note(&line.describe()))),
        LogForm::Json => Some(Arc::new(|line: &Line<'_>| {
            output::note(&serde_json::to_string(line).unwrap_or_default());
        })),
    }
}

/// Waits for a signal of the user or the system to stop. It listens from the moment of this call, not of the first
/// poll: the signal may come as soon as the address is printed.
#[cfg(unix)]
fn asked_to_stop() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};

    let (interrupt, terminate) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
    async {
        match (interrupt, terminate) {
            (Ok(mut interrupt), Ok(mut terminate)) => {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
            }
            // No signals on this system: nothing will interrupt.
            _ => std::future::pending().await,
        }
    }
}

#[cfg(not(unix))]
async fn asked_to_stop() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
