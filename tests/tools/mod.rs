//! Programs of others that tests judge with, or that consumers are written in.

use std::process::{Command, Stdio};

/// Whether a program is there. Where it is not, a loud line says what was left out; on CI that is a failure.
#[track_caller]
pub(crate) fn is_there(program: &str, what: &str) -> bool {
    let known = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if known.is_ok_and(|status| status.success()) {
        return true;
    }
    left_out(program, what);
    false
}

/// Says loudly that something is missing and what was therefore not judged. On CI that is a failure.
#[track_caller]
pub(crate) fn left_out(missing: &str, what: &str) {
    #[expect(clippy::disallowed_methods, reason = "CI must not pass by what it could not run")]
    let on_ci = std::env::var("CI").is_ok();
    assert!(!on_ci, "{missing} is missing, and on CI it must not be");
    let line = format!("\n!!! IGNORED: {missing} is missing, so {what} was not judged !!!\n");
    std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes()).unwrap();
}
