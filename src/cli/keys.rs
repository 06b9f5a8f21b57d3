//! `keys`: a key pair for a provider that signs with RSA.

use std::fs::OpenOptions;
use std::io::Write;

use crate::cli::End;
use crate::cli::args::KeysArgs;
use crate::cli::error::CliError;
use crate::cli::output;
use crate::providers;
use crate::sign;
use crate::sign::Algorithm;

pub(super) fn run(args: &KeysArgs) -> Result<End, CliError> {
    let provider = providers::named(&args.provider)?;
    let algorithm = provider.signing.recipe.algorithm;
    if algorithm != Algorithm::RsaSha256 {
        return Err(CliError::NoKeys { provider: provider.name, algorithm: algorithm.to_string() });
    }
    let pair = sign::generate_keys()?;
    let private = args.out.join(format!("{}.private.pem", provider.id));
    let public = args.out.join(format!("{}.public.pem", provider.id));
    output::write(&public, pair.public.as_bytes())?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    // An older key is taken away first: its file may be readable by others.
    let _ = std::fs::remove_file(&private);
    options
        .open(&private)
        .and_then(|mut file| file.write_all(pair.private.expose().as_bytes()))
        .map_err(|source| CliError::Write { path: private.clone(), source })?;
    output::text(&format!("{}\n{}\n", private.display(), public.display()))
}
