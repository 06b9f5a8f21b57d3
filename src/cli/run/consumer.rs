//! A consumer that `run` starts, waits for, and stops.

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::battery::shell;
use crate::cli::config::RunTarget;
use crate::cli::output;
use crate::cli::run::consumer_error::ConsumerError;
use crate::cli::run::group::Group;
use crate::cli::run::log::Log;
use crate::cli::run::port;
use crate::clock;
use crate::clock::Stopwatch;
use crate::model::{Scheme, Target, Trust};
use crate::net::{Follows, Probe};

/// The time to wait for a consumer, if a target does not say it.
const WAIT: Duration = Duration::from_secs(10);

/// Maximum time to open a connection.
const CONNECT: Duration = Duration::from_secs(1);

/// Time between two tries to connect.
const TICK: Duration = Duration::from_millis(25);

/// Maximum time of the command of `stop`.
const STOP: Duration = Duration::from_secs(30);

/// A running consumer.
#[derive(Debug)]
pub(super) struct Consumer {
    group: Group,
    log: Log,
    stop: Option<Command>,
    secrets: Vec<String>,
}

impl Consumer {
    /// Starts the consumer of a target, if the target says how. The port must be free.
    pub(super) async fn start(target: &RunTarget, secrets: Vec<String>) -> Result<Option<Self>, ConsumerError> {
        let Some(line) = &target.start else { return Ok(None) };
        if let Some(address) = Address::of(target)
            && address.listens().await
        {
            return Err(ConsumerError::Held { address: address.text, holder: port::holder(address.port) });
        }
        let created = |path: &PathBuf| {
            File::create(path).map_err(|source| ConsumerError::Log { path: path.display().to_string(), source })
        };
        let log = target.log.as_ref().map(created).transpose()?;
        let failed = |source| ConsumerError::Start { command: line.clone(), source };
        let (output, writer) = io::pipe().map_err(failed)?;
        let mut command = command(line, target);
        command.stdout(writer.try_clone().map_err(failed)?).stderr(writer);
        let group = Group::start(command).map_err(failed)?;
        let log = Log::read(output, log).map_err(failed)?;
        let stop = target.stop.as_ref().map(|line| command_of_stop(line, target));
        Ok(Some(Self { group, log, stop, secrets }))
    }

    /// Returns how the consumer ended and its last lines, if it ended by itself with an error.
    pub(super) fn failure(&mut self) -> Option<String> {
        let status = self.group.status().filter(|status| !status.success())?;
        Some(format!("the consumer ended with {status}{}", self.log.ending(&self.secrets)))
    }

    /// Stops the consumer and all its children.
    pub(super) async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            match Group::start(stop) {
                Ok(mut stop) => match stop.ended(STOP).await {
                    Some(status) if status.success() => {}
                    Some(status) => output::warning(&format!("the command of `stop` ended with {status}")),
                    None => output::warning(&format!("the command of `stop` did not end within {} s", STOP.as_secs())),
                },
                Err(error) => output::warning(&format!("the command of `stop` cannot be started: {error}")),
            }
        }
        self.group.stop().await;
    }
}

/// Waits until something listens at the URL of a target. A consumer that runs already is waited for only if the target
/// has `wait`.
pub(super) async fn listening(target: &RunTarget, mut consumer: Option<&mut Consumer>) -> Result<(), ConsumerError> {
    let wait = match (target.wait, &consumer) {
        (Some(wait), _) => wait,
        (None, Some(_)) => WAIT,
        (None, None) => return Ok(()),
    };
    let Some(address) = Address::of(target) else { return Ok(()) };
    let begun = Stopwatch::start();
    loop {
        if let Some(consumer) = &mut consumer
            && let Some(status) = consumer.group.status().filter(|status| !status.success())
        {
            return Err(ConsumerError::Ended {
                command: target.start.clone().unwrap_or_default(),
                status: status.to_string(),
                address: address.text,
                log: consumer.log.ending(&consumer.secrets),
            });
        }
        if address.listens().await {
            return Ok(());
        }
        if begun.elapsed() >= wait {
            let log = consumer.map(|consumer| consumer.log.until_now(&consumer.secrets)).unwrap_or_default();
            return Err(ConsumerError::Silent { address: address.text, wait, log });
        }
        clock::sleep(TICK).await;
    }
}

/// The address of a URL.
struct Address {
    text: String,
    port: u16,
    probe: Probe,
}

impl Address {
    fn of(target: &RunTarget) -> Option<Self> {
        let url: Target = target.url.parse().ok()?;
        let (text, port) = (format!("{}:{}", url.host, url.port), url.port);
        // Whether something listens, whatever it speaks.
        let plain = Target { scheme: Scheme::Http, ..url };
        let probe = Probe::new(plain, CONNECT, Follows::Nothing, &Trust::System).ok()?;
        Some(Self { text, port, probe })
    }

    async fn listens(&self) -> bool {
        self.probe.reach().await.is_ok()
    }
}

/// Returns a command with the folder and the environment of a target, without input.
fn command(line: &str, target: &RunTarget) -> Command {
    let mut command = shell::command(line);
    command.envs(target.env.iter().map(|(name, value)| (name, value.expose()))).stdin(Stdio::null());
    if let Some(folder) = &target.folder {
        command.current_dir(folder);
    }
    command
}

fn command_of_stop(line: &str, target: &RunTarget) -> Command {
    let mut command = command(line, target);
    command.stdout(Stdio::null());
    command
}
