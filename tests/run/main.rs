//! `hookproof.toml`, `run` and `init`, with the binary from the outside.
#![cfg(all(feature = "cli", unix))]
#![expect(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod ends;
mod files;
mod init;
mod targets;
#[path = "../tools/mod.rs"]
mod tools;

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder of a project, with a `hookproof.toml`.
#[derive(Debug)]
pub(crate) struct Project(pub(crate) PathBuf);

/// What the binary said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Project {
    /// Creates an empty folder.
    pub(crate) fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("run").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Writes a file, with the folders on the way to it.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap()
    }

    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hookproof"));
        command.current_dir(&self.0).args(words).stdin(Stdio::null());
        command.env("NO_COLOR", "1").env_remove("HOOKPROOF_SECRET").env("SHOP_SECRET", "s3cret-0815");
        command
    }

    pub(crate) fn say(&self, words: &[&str]) -> Said {
        let output = self.command(words).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Said { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Runs with this file.
    pub(crate) fn run(&self, config: &str, words: &[&str]) -> Said {
        self.write("hookproof.toml", config);
        self.say(&[&["run"], words].concat())
    }
}

/// Returns a port that nothing listens on.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Returns a target that starts the consumer of Python.
pub(crate) fn target(name: &str, variant: &str, port: u16) -> String {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/run/consumer.py");
    let program = program.display();
    format!(
        "[[target]]\nname = \"{name}\"\nprovider = \"truv\"\nurl = \"http://127.0.0.1:{port}/hook\"\n\
         effects = \"http://127.0.0.1:{port}/effects\"\nwait = \"60s\"\n\
         start = \"WEBHOOK_SECRET=$SHOP_SECRET exec python3 '{program}' {variant}\"\nenv = {{ PORT = {port} }}\n\
         secret = {{ env = \"SHOP_SECRET\" }}\nprofile = \"smoke\"\nlog = \"{name}.log\"\nreports = {{ json = \"{name}.json\" }}\n"
    )
}
