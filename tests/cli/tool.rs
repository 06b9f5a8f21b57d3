//! Runs the binary as a shell would, and keeps what it said for review.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Output of a process.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The binary, with nothing of the caller's environment that could change what it says.
pub(crate) fn hookproof(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hookproof"));
    command.args(args).env_remove("HOOKPROOF_SECRET").env_remove("CLICOLOR_FORCE").env("NO_COLOR", "1");
    command
}

/// Runs it without input.
pub(crate) fn run(args: &[&str]) -> Said {
    run_with(args, b"")
}

/// Runs it with this on stdin.
pub(crate) fn run_with(args: &[&str], stdin: &[u8]) -> Said {
    let mut command = hookproof(args);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that reads nothing may have ended already.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    let output = child.wait_with_output().unwrap();
    Said {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Said {
    /// One text: the status, then what was said to whom.
    pub(crate) fn whole(&self) -> String {
        let status = self.code.map_or_else(|| "killed".to_owned(), |code| code.to_string());
        let (stdout, stderr) = (redacted(&self.stdout), redacted(&self.stderr));
        format!("exit {status}\n─ stdout ─\n{stdout}─ stderr ─\n{stderr}")
    }

    /// Compares the whole output with the file under `snapshots/cli`.
    #[track_caller]
    pub(crate) fn is_as(&self, name: &str) {
        same(name, &self.whole());
    }
}

/// Compares a text with the one of this name under `snapshots/cli`.
#[track_caller]
pub(crate) fn same(name: &str, text: &str) {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path("../../snapshots/cli");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// Without what differs from run to run.
pub(crate) fn redacted(text: &str) -> String {
    let text = after(text, "127.0.0.1:", |letter| letter.is_ascii_digit(), "PORT");
    let text = after(&text, " deliveries in ", |letter| letter.is_ascii_digit() || " .ms".contains(letter), "N ms; ");
    // On a busy machine a count is looked at again, with other events.
    let text = before(&text, " deliveries in ", |letter| letter.is_ascii_digit() || letter == ',', "N");
    let text = ["effects ", "effects N → ", "(expected: "]
        .iter()
        .fold(text, |text, mark| after(&text, mark, |letter| letter.is_ascii_digit(), "N"));
    let text = after(&text, "\"duration_ms\": ", |letter| letter.is_ascii_digit(), "0");
    let is_base64 = |letter: char| letter.is_ascii_alphanumeric() || "+/=".contains(letter);
    let text = runs(&text, &is_base64, &|run| (run.len() >= 300).then(|| format!("[{} of base64]", run.len())));
    let is_hex = |letter: char| letter.is_ascii_hexdigit();
    let text = runs(&text, &is_hex, &|run| (run.len() >= 60).then(|| format!("[{} of hex]", run.len())));
    let is_time = |letter: char| letter.is_ascii_digit() || "-:.T".contains(letter);
    runs(&text, &is_time, &|run| {
        let shape: String = run.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect();
        shape.starts_with("0000-00-00T00:00:00").then_some(shape)
    })
}

/// Replaces the characters after `mark` by `with`.
fn after(text: &str, mark: &str, takes: impl Fn(char) -> bool, with: &str) -> String {
    let mut parts = text.split(mark);
    let mut redacted = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(&takes);
        let put = if rest.len() == part.len() { "" } else { with };
        redacted.extend([mark, put, rest]);
    }
    redacted
}

/// Replaces the characters before `mark` by `with`.
fn before(text: &str, mark: &str, takes: impl Fn(char) -> bool, with: &str) -> String {
    let parts: Vec<&str> = text.split(mark).collect();
    let Some((last, parts)) = parts.split_last() else { return String::new() };
    let put = |part: &&str| {
        let rest = part.trim_end_matches(&takes);
        format!("{rest}{}{mark}", if rest.len() == part.len() { "" } else { with })
    };
    parts.iter().map(put).chain([(*last).to_owned()]).collect()
}

/// Replaces every longest run of such characters for which `with` returns a text.
fn runs(text: &str, takes: &dyn Fn(char) -> bool, with: &dyn Fn(&str) -> Option<String>) -> String {
    let mut redacted = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(takes) {
        redacted.push_str(&rest[..start]);
        let end = rest[start..].find(|letter| !takes(letter)).map_or(rest.len(), |length| start + length);
        let run = &rest[start..end];
        redacted.push_str(&with(run).unwrap_or_else(|| run.to_owned()));
        rest = &rest[end..];
    }
    redacted.push_str(rest);
    redacted
}

/// An empty folder that only this test uses.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
