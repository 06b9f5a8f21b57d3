//! `emit`: events to one URL, at once.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::watch;

use crate::cli::error::CliError;
use crate::cli::serve_args::EmitArgs;
use crate::cli::{output, runtime, secret, sign, verify};
use crate::clock;
use crate::deliver::{AllowList, ClockSpeed, Driver, EmitRequest, Engine};
use crate::model::{SecretText, Target, Trust};
use crate::provider::Provider;
use crate::provider::api::{Credential, Recipients};
use crate::provider_file;
use crate::retry::RetryPlan;
use crate::store::{Bounds, Delivery, Filter, Status, Store};
use crate::verify::Outcome;

/// Most attempts under way at once.
const AT_ONCE: usize = 8;

pub(super) fn run(args: &EmitArgs) -> Result<Outcome, CliError> {
    let mut provider = provider_file::find(&args.provider)?;
    if !args.retry {
        provider.retry = RetryPlan::never();
    }
    let target: Target = args.url.parse()?;
    let allow_list = AllowList::loopback().and(&target.host)?;
    let secret = secret::secret(&args.secret)?.map(|secret| SecretText::new(secret.expose()));
    if secret.is_none() && !provider.signing.optional {
        return Err(CliError::NoSecret);
    }
    let headers = headers(args, &provider)?;
    let now = args.now.unwrap_or_else(clock::now);
    let request = request(args)?;
    let salt = args.salt.clone().unwrap_or_else(|| clock::now().micros().to_string());
    let bounds = Bounds::default().deliveries(usize::MAX).bytes(usize::MAX);
    let store = Arc::new(Store::memory(bounds));
    let served = vec![provider.clone()];
    let engine = Engine::new(served, Arc::clone(&store), args.seed, &salt, clock::now()).timeout(args.timeout);
    let engine = Arc::new(engine);
    engine.set_clock_speed(ClockSpeed::Virtual, clock::now());
    let account = store.account(&provider.id, &Credential::new("", "nobody"));
    let to = Recipients::Url { url: args.url.clone(), secret, headers, any_certificate: false };
    let emitted = engine.emit_to(&provider, &[account], &request.at(now), &to, clock::now())?;
    // A store in memory has nothing to make safe.
    emitted.commit.detach();
    runtime::of_threads()?.block_on(delivered(&engine, allow_list));
    let mut made = store.find(&Filter::default(), usize::MAX);
    made.reverse();
    print(args, &made)
}

/// Sends until nothing waits.
async fn delivered(engine: &Arc<Engine>, allow_list: AllowList) {
    let (stop, stopped) = watch::channel(false);
    let driver = Driver::new(Arc::clone(engine), allow_list, Trust::System, AT_ONCE);
    let task = tokio::spawn(driver.run(stopped));
    engine.store().idle().await;
    let _ = stop.send(true);
    // It ends when it has noticed; a panic in it would have been printed.
    let _ = task.await;
}

fn print(args: &EmitArgs, made: &[Delivery]) -> Result<Outcome, CliError> {
    let all_well = made.iter().all(|delivery| delivery.status == Status::Succeeded);
    if args.json {
        let row = |delivery: &Delivery| -> Value {
            let attempts: Vec<Value> = delivery
                .attempts
                .iter()
                .map(|attempt| {
                    json!({
                        "status": attempt.exchange.status(), "answer": attempt.exchange.describe(),
                        "duration_ms": attempt.exchange.duration.as_secs_f64() * 1_000.0, "reason": attempt.reason,
                    })
                })
                .collect();
            json!({"name": delivery.event, "status": delivery.status.name(), "attempts": attempts})
        };
        output::json(&made.iter().map(row).collect::<Vec<_>>())?;
    } else {
        for delivery in made {
            for attempt in &delivery.attempts {
                let millis = attempt.exchange.duration.as_secs_f64() * 1_000.0;
                let line =
                    format!("{}: the endpoint {} in {millis:.1} ms\n", delivery.event, attempt.exchange.describe());
                output::text(&line)?;
            }
        }
    }
    Ok(if all_well { Outcome::Passed } else { Outcome::Failed })
}

fn request(args: &EmitArgs) -> Result<EmitRequest, CliError> {
    let request =
        if args.story { EmitRequest::story(args.event.as_str()) } else { EmitRequest::event(args.event.as_str()) };
    let mut request = request.count(args.count).seed(args.seed);
    for pin in &args.set {
        let (pointer, value) = verify::pinned(pin)?;
        request = request.with(pointer, value);
    }
    Ok(request)
}

fn headers(args: &EmitArgs, provider: &Provider) -> Result<Vec<(String, String)>, CliError> {
    let taken = |header: &String| {
        let (name, value) = sign::split_header(header)?;
        provider.takes_header(name, value)?;
        Ok((name.to_owned(), value.to_owned()))
    };
    args.header.iter().map(taken).collect()
}
