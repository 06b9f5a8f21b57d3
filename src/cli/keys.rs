//! `keys`: a key pair for a provider that signs with a private key.

use crate::cli::args::KeysArgs;
use crate::cli::draft::Draft;
use crate::cli::error::CliError;
use crate::cli::output;
use crate::provider_file;
use crate::sign;
use crate::verify::Outcome;

pub(super) fn run(args: &KeysArgs) -> Result<Outcome, CliError> {
    let provider = provider_file::find(&args.provider)?;
    let algorithm = provider.signing.recipe.algorithm;
    if !algorithm.is_asymmetric() {
        return Err(CliError::NoKeys { provider: provider.name, algorithm: algorithm.to_string() });
    }
    let private = args.out.join(format!("{}.private.pem", provider.id));
    let public = args.out.join(format!("{}.public.pem", provider.id));
    for path in [&private, &public] {
        if !args.force && path.symlink_metadata().is_ok() {
            return Err(CliError::KeyExists { path: path.clone() });
        }
    }
    let pair = sign::generate_keys_for(algorithm)?;
    std::fs::create_dir_all(&args.out).map_err(|source| CliError::Write { path: args.out.clone(), source })?;
    // Both are whole before either is in its place.
    let drafts = (Draft::open(&private)?.private(), Draft::open(&public)?);
    let written = (drafts.0.write(pair.private.expose())?, drafts.1.write(&pair.public)?);
    written.0.put()?;
    written.1.put()?;
    output::text(&format!("{}\n{}\n", private.display(), public.display()))
}
