//! A consumer in another language: a process that says its port, and is gone with its value.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::tool;
use crate::tools::is_there;

pub(crate) const SECRET: &str = "geheim-ü-4711";

/// A running consumer.
#[derive(Debug)]
pub(crate) struct Consumer {
    process: Child,
    provider: &'static str,
    url: String,
}

/// Output of the binary.
#[derive(Debug)]
pub(crate) struct Verified {
    pub(crate) code: Option<i32>,
    pub(crate) failed: Vec<String>,
    pub(crate) skipped: Vec<String>,
    pub(crate) stdout: String,
}

impl Consumer {
    /// Starts a program of this folder. `None`, and a loud line, where its interpreter is missing; on CI
    /// that is a failure.
    #[track_caller]
    pub(crate) fn start(program: &str, scheme: &str, variant: &str, server: &str) -> Option<Self> {
        let interpreter = if program == "consumer.py" { "python3" } else { "node" };
        if !is_there(interpreter, program) {
            return None;
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/languages").join(program);
        let mut process = Command::new(interpreter)
            .arg(path)
            .args([scheme, variant, server])
            .env("WEBHOOK_SECRET", SECRET)
            .env("PYTHONUTF8", "1")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut port = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut port).unwrap();
        let url = format!("http://127.0.0.1:{}", port.trim());
        let provider = match scheme {
            "truv" => "truv",
            "argyle" => "argyle",
            _ => "betterez",
        };
        Some(Self { process, provider, url })
    }

    /// Runs `verify --strict` against it, its effects observed.
    pub(crate) fn verify(&self, cases: u32) -> Verified {
        self.verify_but(cases, &[])
    }

    /// The same without some checks.
    pub(crate) fn verify_but(&self, cases: u32, left_out: &[&str]) -> Verified {
        let (hook, effects) = (format!("{}/hook", self.url), format!("{}/effects", self.url));
        let basics = ["verify", self.provider, &hook, "--effects", &effects, "--secret", SECRET, "--salt", "fixed"];
        let (cases, left_out) = (cases.to_string(), left_out.join(","));
        let mut words = [&basics[..], &["--strict", "--json", "--cases", &cases]].concat();
        if !left_out.is_empty() {
            words.extend(["--skip", &left_out]);
        }
        let said = tool::run(&words);
        let report: Value = serde_json::from_str(&said.stdout).unwrap_or_else(|_| panic!("{}", said.whole()));
        let checks = report["checks"].as_array().unwrap();
        let named = |verdict: &str| -> Vec<String> {
            let found = checks.iter().filter(|check| check["verdict"] == verdict);
            found.map(|check| check["id"].as_str().unwrap().to_owned()).collect()
        };
        Verified { code: said.code, failed: named("fail"), skipped: named("skip"), stdout: said.stdout }
    }
}

impl Drop for Consumer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
