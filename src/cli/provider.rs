//! `provider`: the file of a provider of one's own.

use std::fmt::Write;
use std::path::Path;

use serde_json::{Value, json};

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

/// Something that is wrong with an event, or with one of its examples.
struct Contradiction {
    event: String,
    reason: String,
}

/// What a check of a provider file found.
struct Checked {
    events: usize,
    left_out: Vec<Contradiction>,
    /// Events that have no id or time where the file says.
    incomplete: Vec<Contradiction>,
    /// Examples that break their own schema.
    examples: Vec<Contradiction>,
    assumed: Vec<String>,
    /// Number of published signatures that were reproduced.
    signatures: usize,
    /// Number of examples that satisfy their schema.
    valid: usize,
}

impl Checked {
    fn of(Described { provider, vectors }: &Described) -> Result<Self, CliError> {
        for vector in vectors {
            vector.prove(provider)?;
        }
        let (mut left_out, mut incomplete, mut examples) = (Vec::new(), Vec::new(), Vec::new());
        let (mut events, mut valid) = (0, 0);
        for payload in provider.events() {
            events += 1;
            let named = |event: &str, reason: String| Contradiction { event: event.to_owned(), reason };
            if let Err(reason) = Generator::compile(payload.schema(), payload.order()) {
                left_out.push(named(&payload.name, reason.to_string()));
            }
            for (what, pointer) in missing(provider, payload) {
                incomplete.push(named(&payload.name, format!("no field at {pointer}, where {what} is")));
            }
            for example in &payload.examples {
                let name = format!("{}, {}", payload.name, example.name);
                let all = example.contradictions.iter();
                examples.extend(all.map(|one| named(&name, format!("{} {}", one.pointer, one.what))));
            }
            valid += payload.examples.iter().filter(|example| example.contradictions.is_empty()).count();
        }
        let assumed = provider.facts.iter().filter(|fact| fact.is_open()).map(|fact| fact.key.clone()).collect();
        Ok(Self { events, left_out, incomplete, examples, assumed, signatures: vectors.len(), valid })
    }

    const fn has_contradictions(&self) -> bool {
        !(self.left_out.is_empty() && self.incomplete.is_empty() && self.examples.is_empty())
    }

    fn text(&self, name: &str) -> String {
        let mut text = String::new();
        for Contradiction { event, reason } in &self.incomplete {
            let _ = writeln!(text, "{event}: {reason}");
        }
        for Contradiction { event, reason } in &self.left_out {
            let _ = writeln!(text, "left out: {event}: {reason}");
        }
        for Contradiction { event, reason } in &self.examples {
            let _ = writeln!(text, "breaks its schema: {event}: {reason}");
        }
        let taken = self.events - self.left_out.len();
        let _ = writeln!(text, "{name}: {taken} of {} events can be sent", self.events);
        let _ = writeln!(text, "published signatures reproduced: {}", self.signatures);
        let _ = writeln!(text, "examples that fit their schema: {}", self.valid);
        if !self.assumed.is_empty() {
            let _ = writeln!(text, "assumed, because the file does not say it: {}", self.assumed.join(", "));
        }
        text
    }

    fn data(&self, name: &str) -> Value {
        let rows = |rows: &[Contradiction]| -> Value {
            rows.iter().map(|row| json!({"event": row.event, "reason": row.reason})).collect()
        };
        json!({
            "provider": name,
            "events": self.events,
            "taken": self.events - self.left_out.len(),
            "left_out": rows(&self.left_out),
            "incomplete": rows(&self.incomplete),
            "contradictions": rows(&self.examples),
            "examples": self.valid,
            "signatures": self.signatures,
            "assumed": self.assumed,
        })
    }
}

fn check(args: &ProviderCheckArgs) -> Result<Outcome, CliError> {
    let described = provider_file::describe(&args.file)?;
    let name = described.provider.argument();
    let checked = Checked::of(&described)?;
    if checked.left_out.len() == checked.events {
        let reasons: Vec<String> =
            checked.left_out.iter().map(|one| format!("{}: {}", one.event, one.reason)).collect();
        return Err(CliError::NoEvents { provider: name.to_owned(), reason: reasons.join("; ") });
    }
    if args.json {
        output::json(&checked.data(name))?;
    } else {
        output::text(&checked.text(name))?;
    }
    Ok(if args.strict && checked.has_contradictions() { Outcome::Failed } else { Outcome::Passed })
}

/// Returns the parts of the envelope that an event does not have.
fn missing<'a>(provider: &'a Provider, payload: &Payload) -> Vec<(&'static str, &'a str)> {
    let envelope = &provider.envelope;
    let id = envelope.id.iter().map(|slot| ("the id of an event", slot.pointer.as_str()));
    let times = envelope.times.iter().map(|slot| ("a time", slot.pointer.as_str()));
    id.chain(times).filter(|(_, pointer)| !payload.order().knows(pointer)).collect()
}
