//! Runs the binary as a user does.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use hookproof::provider::Provider;
use hookproof::verify::Run;
use tokio::process::Command;

use crate::campaign::is_long;
use crate::{few, secret};

/// Output of a process.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// The run in its JSON report.
    #[track_caller]
    pub(crate) fn run(&self) -> Run {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Runs `hookproof verify` with these flags, for a few event types, unless a flag names others.
pub(crate) async fn verify(provider: &Provider, url: &str, seed: u64, flags: &[&str]) -> Ran {
    let folder = Folder::new(&format!("secret-{}-{seed}", provider.id));
    let file = folder.path("secret");
    std::fs::write(&file, secret(provider).expose()).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_hookproof"));
    command.args(["verify", &provider.id, url, "--json", "--cases", "4", "--seed", &seed.to_string()]);
    command.arg("--secret-file").arg(&file).args(flags);
    if !is_long() {
        command.args(["--skip", "redelivery-long-after"]);
    }
    if !flags.contains(&"--events") {
        command.args(["--events", &few(provider).join(",")]);
    }
    command.env_remove("HOOKPROOF_SECRET").env("NO_COLOR", "1").stdin(Stdio::null()).kill_on_drop(true);
    let output = command.output().await.unwrap();
    Ran {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// An empty folder of one test; it goes with its value.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        static NEXT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
        let nth = NEXT.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let name = format!("shapes-{}-{nth}-{name}", std::process::id());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn whole(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
