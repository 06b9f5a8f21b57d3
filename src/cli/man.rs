//! `man`: the manual, from the same definitions as the command line itself.

use std::fmt::Write;

use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use crate::cli::args::{ManArgs, STATUS, command};
use crate::cli::error::CliError;
use crate::cli::examples;
use crate::cli::output;
use crate::model::nearest;
use crate::verify::Outcome;

pub(super) fn run(args: &ManArgs) -> Result<Outcome, CliError> {
    // Each command then knows its whole name; `help` needs no page.
    let mut chosen = command().disable_help_subcommand(true);
    chosen.build();
    if let Some(folder) = &args.out {
        let mut written = String::new();
        for page in pages(&chosen) {
            let path = folder.join(Man::new(page.clone()).get_filename());
            output::write(&path, &rendered(page)?)?;
            let _ = writeln!(written, "{}", path.display());
        }
        return output::text(&written);
    }
    let mut chosen = &chosen;
    for name in &args.command {
        chosen = chosen.find_subcommand(name).ok_or_else(|| CliError::Command {
            name: name.clone(),
            nearest: nearest(name, chosen.get_subcommands().map(clap::Command::get_name)),
        })?;
    }
    output::bytes(&rendered(chosen)?)
}

/// Returns a command and all of its subcommands.
fn pages(of: &clap::Command) -> Vec<&clap::Command> {
    std::iter::once(of).chain(of.get_subcommands().flat_map(pages)).collect()
}

fn rendered(of: &clap::Command) -> Result<Vec<u8>, CliError> {
    let plain = of.clone().after_help(None::<&str>).after_long_help(None::<&str>);
    let page = Man::new(plain).source(concat!("hookproof ", env!("CARGO_PKG_VERSION")));
    let mut text = Vec::new();
    page.render(&mut text).map_err(|source| CliError::Write { path: page.get_filename().into(), source })?;
    // A command with its own exit statuses describes them itself.
    if of.get_after_help().is_some() {
        let mut status = Roff::new();
        status.control("SH", ["EXIT STATUS"]).text([roman(STATUS.trim_start_matches("Exit status: "))]);
        text.extend(status.to_roff().into_bytes());
    }
    let path = of.get_display_name().unwrap_or_default().replace('-', " ");
    if let Some(usage) = examples::of(path.trim_start_matches("hookproof").trim()) {
        let mut more = Roff::new();
        more.control("SH", ["EXAMPLES"]);
        for example in usage.examples {
            more.control("PP", []).text([roman(*example)]);
        }
        for (title, rows) in [("ENVIRONMENT", usage.environment), ("FILES", usage.files)] {
            if !rows.is_empty() {
                more.control("SH", [title]);
            }
            for (name, meaning) in rows {
                more.control("TP", []).text([roman(*name)]).text([roman(*meaning)]);
            }
        }
        text.extend(more.to_roff().into_bytes());
    }
    Ok(text)
}
