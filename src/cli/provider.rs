//! `provider`: the file of a provider of one's own.

use std::fmt::Write;
use std::path::Path;

use crate::cli::args::{ProviderArgs, ProviderCheckArgs, ProviderCommand, ProviderNewArgs};
use crate::cli::draft::Draft;
use crate::cli::error::CliError;
use crate::cli::{output, show};
use crate::generate::Generator;
use crate::provider::{Payload, Provider};
use crate::provider_file;
use crate::provider_file::Described;
use crate::verify::Outcome;

/// The file that `provider new` writes.
const TEMPLATE: &str = include_str!("new_provider.toml");

pub(super) fn run(args: &ProviderArgs) -> Result<Outcome, CliError> {
    match &args.command {
        ProviderCommand::New(args) => new(args),
        ProviderCommand::Check(args) => check(args),
        ProviderCommand::Show(args) => show::sheet(args),
    }
}

fn new(args: &ProviderNewArgs) -> Result<Outcome, CliError> {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if args.name.is_empty() || !args.name.bytes().all(is_letter) {
        return Err(CliError::ProviderName { name: args.name.clone() });
    }
    let file = format!("{}.toml", args.name);
    let path = Path::new(&file);
    if path.symlink_metadata().is_ok() {
        return Err(CliError::FileExists { path: path.to_owned() });
    }
    let text = match &args.like {
        None => TEMPLATE.replace("Acme", &args.name),
        Some(like) => {
            provider_file::find(like)?;
            format!(
                "like     = {like:?}\npayloads = [\"examples/*.json\"]  # JSON Schemas, or examples as the vendor prints them\n"
            )
        }
    };
    Draft::open(path)?.write(&text)?.put()?;
    output::note(&format!("{file} is written. Edit it, then run `hookproof provider check ./{file}`."));
    Ok(Outcome::Passed)
}

fn check(args: &ProviderCheckArgs) -> Result<Outcome, CliError> {
    let Described { provider, vectors } = provider_file::describe(&args.file)?;
    for vector in &vectors {
        vector.prove(&provider)?;
    }
    let mut text = String::new();
    let mut left_out = Vec::new();
    for payload in provider.events() {
        if let Err(reason) = Generator::compile(payload.schema(), payload.order()) {
            left_out.push(format!("{}: {reason}", payload.name));
        }
        for (what, pointer) in missing(&provider, payload) {
            let _ = writeln!(text, "{}: no field at {pointer}, where {what} is", payload.name);
        }
    }
    let count = provider.events().count();
    if left_out.len() == count {
        return Err(CliError::NoEvents { provider: provider.argument().to_owned(), reason: left_out.join("; ") });
    }
    for reason in &left_out {
        let _ = writeln!(text, "left out: {reason}");
    }
    let assumed = provider.facts.iter().filter(|fact| fact.is_open()).map(|fact| fact.key.as_str());
    let assumed: Vec<&str> = assumed.collect();
    let _ = writeln!(text, "{}: {} of {count} events can be sent", provider.argument(), count - left_out.len());
    let _ = writeln!(text, "published signatures reproduced: {}", vectors.len());
    let _ = writeln!(
        text,
        "examples that fit their schema: {}",
        provider.events().map(|event| event.examples.len()).sum::<usize>()
    );
    if !assumed.is_empty() {
        let _ = writeln!(text, "assumed, because the file does not say it: {}", assumed.join(", "));
    }
    output::text(&text)
}

/// Returns the parts of the envelope that an event does not have.
fn missing<'a>(provider: &'a Provider, payload: &Payload) -> Vec<(&'static str, &'a str)> {
    let envelope = &provider.envelope;
    let id = envelope.id.iter().map(|slot| ("the id of an event", slot.pointer.as_str()));
    let times = envelope.times.iter().map(|slot| ("a time", slot.pointer.as_str()));
    id.chain(times).filter(|(_, pointer)| !payload.order().knows(pointer)).collect()
}
