//! Conditions of a run.

use sha2::{Digest, Sha256};

use crate::battery::reproduce::Reproduction;
use crate::battery::session::Session;
use crate::provider::Provider;
use crate::verify::{CheckReport, Provenance, SkippedCheck, Verdict};

impl Session {
    /// Returns the conditions of this run, which came to these verdicts.
    pub(super) fn provenance(&self, checks: &[CheckReport]) -> Provenance {
        let settings = &self.setup.settings;
        let skipped = checks.iter().filter(|check| check.verdict == Verdict::Skip);
        let mut run = Provenance { started: self.started.to_string(), ..Provenance::default() };
        env!("CARGO_PKG_VERSION").clone_into(&mut run.version);
        run.commit = option_env!("HOOKPROOF_COMMIT").map(str::to_owned);
        run.provider.clone_from(&settings.provider.id);
        run.provider_digest = digest(&settings.provider);
        run.target.clone_from(&self.setup.url);
        run.label.clone_from(&settings.options.label);
        run.profile = settings.options.profile.to_string();
        run.flags = settings.reproduction.as_ref().map(Reproduction::listed).unwrap_or_default();
        run.only.clone_from(&settings.options.only);
        run.skip.clone_from(&settings.options.skip);
        run.seed = settings.options.seed();
        settings.options.salt().clone_into(&mut run.salt);
        run.cases = settings.options.cases;
        run.waivers.clone_from(&settings.baseline);
        run.skipped = skipped.map(|check| SkippedCheck::new(&check.id, check.reason.as_deref())).collect();
        run
    }
}

/// Returns a digest of what is known about a provider.
pub(super) fn digest(provider: &Provider) -> String {
    let mut hash = Sha256::new();
    hash.update(serde_json::to_vec(provider).unwrap_or_default());
    format!("sha256:{}", const_hex::encode(hash.finalize()))
}
