//! `demo`: a consumer on loopback, the deliveries, the report.

use std::fmt::Write;

use clap::ArgMatches;
use serde_json::json;

use crate::battery::{Reproduction, Verifier};
use crate::cli::args::DemoArgs;
use crate::cli::error::CliError;
use crate::cli::{output, progress, reproduction, runtime, verify};
use crate::demo;
use crate::demo::{Defect, Shop};
use crate::provider::Provider;
use crate::provider_file;
use crate::providers;
use crate::sign::Signer;
use crate::verify::{Outcome, Selection, Verdict, checks};

pub(super) fn run(args: &DemoArgs, program: &clap::Command, matches: &ArgMatches) -> Result<Outcome, CliError> {
    if args.list {
        return list(args);
    }
    let provider = provider_file::find(&args.provider)?;
    let defect = args.defect.as_deref().map(demo::named).transpose()?;
    if let Some(defect) = defect.filter(|defect| !defect.shows_with(&provider.id)) {
        return Err(CliError::DefectElsewhere {
            name: defect.name.to_owned(),
            provider: provider.name,
            shows_with: defect.providers.join(", "),
        });
    }
    let again = reproduction::of("demo", program, matches);
    runtime::of_one_thread()?.block_on(perform(args, provider, defect, again))
}

async fn perform(
    args: &DemoArgs,
    provider: Provider,
    defect: Option<&Defect>,
    again: Reproduction,
) -> Result<Outcome, CliError> {
    let recipe = &provider.signing.recipe;
    let is_signed = provider.signing.signs();
    let secret = if is_signed { Some(demo::secret(recipe)?) } else { None };
    let other_secret = demo::other_tenant(recipe).filter(|_| is_signed);
    let signer = secret.as_ref().map(|secret| Signer::new(recipe, secret)).transpose()?;
    let mut shop = match defect {
        Some(defect) => defect.shop(provider.clone(), signer),
        None => Shop::new(provider.clone(), signer, demo::CORRECT),
    };
    if let Some(secret) = &secret {
        shop = shop.secret(secret.clone());
    }
    let consumer = demo::start(shop).await.map_err(CliError::Start)?;
    let mut verifier = Verifier::of(provider)
        .verify_token(demo::TOKEN)
        .effects_at(consumer.effects_url())
        .state_url(consumer.state_url())
        .outage(consumer.outage())
        .seed(args.seed)
        .only(args.only.iter().cloned())
        .cases(args.cases);
    if let Some(secret) = secret {
        verifier = verifier.secret(secret);
    }
    if let Some(secret) = other_secret {
        verifier = verifier.other_secret(secret);
    }
    if let Some(salt) = &args.salt {
        verifier = verifier.salt(salt.as_str());
    }
    verifier = verifier.reproduced_by(again);
    if let Some(defect) = defect {
        verifier = verifier.strict();
        if defect.caught_by.iter().any(|id| checks::named(id).is_ok_and(|check| check.selection == Selection::ByName)) {
            // Checks that run only by name, and all others.
            verifier = verifier.only(checks::ALL.iter().map(|check| check.id).filter(|_| args.only.is_empty()));
        }
        if let Some(pause) = defect.pause {
            verifier = verifier.pause(pause);
        }
        if let Some(timeout) = defect.timeout {
            verifier = verifier.timeout(timeout);
        }
        output::note(&format!("planted: {}: the consumer {}", defect.name, defect.about));
    }
    let run = progress::interruptible(verifier, &consumer.url(), progress::Lines::None).await?;
    let end = verify::print(&run, args.json.into(), args.detail())?;
    let Some(defect) = defect else { return Ok(end) };
    let caught = |id: &&&str| run.check(id).is_some_and(|check| check.verdict == Verdict::Fail);
    let catchers: Vec<&str> = defect.caught_by.iter().filter(caught).copied().collect();
    if catchers.is_empty() {
        output::note(&format!("escaped: {} should have been caught by {}", defect.name, defect.caught_by.join(", ")));
    } else {
        output::note(&format!("caught: {} by {}", defect.name, catchers.join(", ")));
    }
    // The run is strict: what caught the defect fails it.
    Ok(end)
}

fn list(args: &DemoArgs) -> Result<Outcome, CliError> {
    if args.json {
        let rows: Vec<_> = demo::all()
            .map(|defect| {
                let shows_with: Vec<String> = match defect.providers {
                    [] => providers::ALL.iter().map(|provider| provider().id).collect(),
                    named => named.iter().map(|id| (*id).to_owned()).collect(),
                };
                json!({
                    "name": defect.name, "about": defect.about, "caught_by": defect.caught_by, "providers": shows_with,
                })
            })
            .collect();
        return output::json(&rows);
    }
    let width = demo::all().map(|defect| defect.name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for defect in demo::all() {
        let only =
            if defect.providers.is_empty() { String::new() } else { format!(" ({})", defect.providers.join(", ")) };
        let _ = writeln!(text, "{:width$}  {}{only}", defect.name, defect.about);
        let _ = writeln!(text, "{:width$}    caught by {}", "", defect.caught_by.join(", "));
    }
    output::text(&text)
}
