//! `sign` and `explain`: create or explain one signature.

use std::fmt::Write;

use crate::cli::args::{ExplainArgs, SignArgs};
use crate::cli::error::CliError;
use crate::cli::secret::secret;
use crate::cli::{assume, output, read};
use crate::clock;
use crate::model::Headers;
use crate::provider::Provider;
use crate::provider_file;
use crate::sign;
use crate::sign::{Explanation, Material, Signer};
use crate::verify::Outcome;

pub(super) fn sign(args: &SignArgs) -> Result<Outcome, CliError> {
    let provider = assuming(provider_file::find(&args.provider)?, &args.assume)?;
    let secret = secret(&args.secret)?.ok_or(CliError::NoSecret)?;
    let signer = Signer::new(&provider.signing.recipe, &secret)?;
    let body = read::stdin()?;
    let material = Material::of(&body).at(args.now.unwrap_or_else(clock::now));
    let material = material.id(&args.signed.id).url(&args.signed.url);
    let nonce = provider.nonce(&material);
    let material = material.nonce(&nonce);
    let mut text = String::new();
    for (name, value) in signer.headers(&material)?.iter() {
        let _ = writeln!(text, "{name}: {}", String::from_utf8_lossy(value));
    }
    output::text(&text)
}

pub(super) fn explain(args: &ExplainArgs) -> Result<Outcome, CliError> {
    let provider = assuming(provider_file::find(&args.provider)?, &args.assume)?;
    let secret = secret(&args.secret)?.ok_or(CliError::NoSecret)?;
    let mut headers = Headers::new();
    for header in &args.header {
        let (name, value) = split_header(header)?;
        headers.push(name, value);
    }
    let body = read::stdin()?;
    let material = Material::of(&body).id(&args.signed.id).url(&args.signed.url);
    match sign::explain(&provider.signing.recipe, &secret, &headers, &material)? {
        Explanation::Right => output::text("right: the provider would have sent this signature\n"),
        Explanation::Wrong { refusal, mistakes } => {
            let mut text = format!("wrong: {refusal}\n");
            for mistake in &mistakes {
                let _ = writeln!(text, "  {}: {}", mistake.id, mistake.text);
            }
            if mistakes.is_empty() {
                text.push_str("  no known mistake explains it: another key was used, or the body was changed\n");
            }
            output::text(&text)?;
            Ok(Outcome::Failed)
        }
    }
}

/// Returns a provider with the user's `--assume KEY[=VALUE],...`.
fn assuming(mut provider: Provider, assumptions: &[String]) -> Result<Provider, CliError> {
    for (key, value) in assume::listed(&provider, assumptions) {
        provider.assume(key, value)?;
    }
    Ok(provider)
}

pub(super) fn split_header(header: &str) -> Result<(&str, &str), CliError> {
    header
        .split_once(':')
        .map(|(name, value)| (name.trim(), value.trim()))
        .filter(|(name, value)| Headers::is_name(name) && !value.contains(['\r', '\n', '\0']))
        .ok_or_else(|| CliError::Form { given: header.to_owned(), expected: "a header such as 'X-Name: value'" })
}
