//! Data to stdout, everything else to stderr.

use std::io;
use std::io::Write;
use std::path::Path;

use serde::Serialize;

use crate::cli::error::CliError;
use crate::verify::Outcome;

/// Prints text; colours only if a terminal shows them.
pub(super) fn text(text: &str) -> Result<Outcome, CliError> {
    finished(anstream::stdout().write_all(text.as_bytes()))
}

/// Returns the columns of the terminal; 100 without one.
pub(super) fn columns() -> usize {
    console::Term::stdout().size_checked().map_or(100, |(_, columns)| usize::from(columns))
}

/// Prints bytes as they are.
pub(super) fn bytes(bytes: &[u8]) -> Result<Outcome, CliError> {
    finished(io::stdout().write_all(bytes).and_then(|()| io::stdout().flush()))
}

/// Prints a value as indented JSON.
pub(super) fn json<T: Serialize>(value: &T) -> Result<Outcome, CliError> {
    let mut printed = serde_json::to_string_pretty(value).unwrap_or_default();
    printed.push('\n');
    bytes(printed.as_bytes())
}

/// Ignores a closed pipe: the reader has read enough.
fn finished(written: io::Result<()>) -> Result<Outcome, CliError> {
    match written {
        Err(source) if source.kind() != io::ErrorKind::BrokenPipe => {
            Err(CliError::Write { path: "stdout".into(), source })
        }
        _ => Ok(Outcome::Passed),
    }
}

/// Prints an error, its reasons, and what to do next.
pub(super) fn error(error: &CliError) {
    let mut stderr = anstream::stderr();
    let red = anstyle::Style::new().bold().fg_color(Some(anstyle::AnsiColor::Red.into()));
    let _ = writeln!(stderr, "{red}error:{red:#} {error}");
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        let _ = writeln!(stderr, "  because: {inner}");
        source = inner.source();
    }
    if let Some(hint) = error.hint() {
        let _ = writeln!(stderr, "hint: {hint}");
    }
}

/// Prints something that is neither data nor an error.
pub(super) fn note(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Warns of something that does not end the command.
pub(super) fn warning(text: &str) {
    let yellow = anstyle::Style::new().bold().fg_color(Some(anstyle::AnsiColor::Yellow.into()));
    let _ = writeln!(anstream::stderr(), "{yellow}warning:{yellow:#} {text}");
}

/// Writes a file, with the folders on the way to it.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let failed = |source| CliError::Write { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(path, bytes).map_err(failed)
}
