//! Arguments that several commands share.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub(super) struct SecretArgs {
    /// The secret that signs; for Orum an RSA private key in PEM. Other users of this machine can see it in the list of
    /// processes: prefer --secret-file or HOOKPROOF_SECRET
    #[arg(long, env = "HOOKPROOF_SECRET", hide_env_values = true, value_name = "S")]
    pub(super) secret: Option<String>,
    /// Read the secret from a file; one line feed at its end is dropped
    #[arg(long, value_name = "PATH")]
    pub(super) secret_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct TrustArgs {
    /// Trust an https endpoint that these certificates (PEM) vouch for
    #[arg(long, value_name = "FILE", conflicts_with = "insecure")]
    pub(super) ca: Option<PathBuf>,
    /// Trust any https endpoint
    #[arg(long)]
    pub(super) insecure: bool,
}
