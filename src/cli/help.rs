//! `help`: of a command, of a cause, or of a check.

use std::fmt::Write;

use crate::cli::args::{ChecksArgs, HelpArgs, command};
use crate::cli::error::CliError;
use crate::cli::{output, show};
use crate::report;
use crate::verify::Outcome;
use crate::verify::cause::causes;
use crate::verify::checks;

pub(super) fn run(args: &HelpArgs) -> Result<Outcome, CliError> {
    let mut of = command();
    of.build();
    for name in &args.name {
        let Some(inner) = of.find_subcommand(name).cloned() else { return page(name) };
        of = inner;
    }
    output::text(&of.render_long_help().ansi().to_string())
}

/// Returns the page of a cause or a check, or the list of causes.
fn page(name: &str) -> Result<Outcome, CliError> {
    if name == "causes" {
        let width = causes::ALL.iter().map(|cause| cause.id.len()).max().unwrap_or_default();
        let mut text = String::new();
        for cause in causes::ALL {
            let _ = writeln!(text, "{:width$}  {}", cause.id, cause.title);
        }
        return output::text(&text);
    }
    if checks::named(name).is_ok() {
        return show::checks(&ChecksArgs { id: Some(name.to_owned()), json: false });
    }
    output::text(&report::cause(causes::named(name)?))
}
