//! The command line: the only place that reads the environment, prints, and exits.

mod args;
mod assume;
mod config;
mod demo;
mod destination;
mod diff;
mod draft;
mod emit;
mod error;
mod examples;
mod failed_in;
mod help;
mod hooks;
mod import;
mod import_args;
mod init;
mod keys;
mod man;
mod mutated;
mod needs;
mod output;
mod pending;
mod progress;
mod provider;
mod read;
mod reader;
mod ready_file;
mod reproduction;
mod run;
mod run_args;
mod runtime;
mod secret;
mod serve;
mod serve_args;
mod shared_args;
mod show;
mod sign;
mod signals;
mod snapshot;
mod snapshot_args;
mod verify;
mod verify_args;

use std::process::ExitCode;

use clap::{ArgMatches, FromArgMatches};

use crate::cli::args::{Cli, Command, SchemaCommand};
use crate::cli::error::CliError;
use crate::verify::Outcome;

pub use args::command;
pub use config::config_schema;

/// Runs the command line.
#[must_use]
pub fn main() -> ExitCode {
    let mut program = command();
    let matches = program.get_matches_mut();
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    match run(cli.command, &program, &matches) {
        Ok(outcome) => ExitCode::from(outcome.exit_status()),
        Err(error) => {
            output::error(&error);
            ExitCode::from(error.code())
        }
    }
}

fn run(command: Command, program: &clap::Command, matches: &ArgMatches) -> Result<Outcome, CliError> {
    let matches = matches.subcommand().map_or(matches, |(_, matches)| matches);
    match command {
        Command::Demo(args) => demo::run(&args, program, matches),
        Command::Verify(args) => verify::run(&args, program, matches),
        Command::Run(args) => run::run(&args, program, matches),
        Command::Init(args) => init::run(&args),
        Command::Providers(args) => show::providers(&args),
        Command::Provider(args) => provider::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Sheet(args) => show::sheet(&args),
        Command::Events(args) => show::events(&args),
        Command::Payloads(args) => show::payloads(&args),
        Command::Schema(args) => match &args.command {
            Some(SchemaCommand::Diff(args)) => diff::run(args),
            None => show::schema(&args),
        },
        Command::Example(args) => show::example(&args),
        Command::Checks(args) => show::checks(&args),
        Command::Sign(args) => sign::sign(&args),
        Command::Explain(args) => sign::explain(&args),
        Command::Emit(args) => emit::run(&args),
        Command::Serve(args) => serve::run(*args),
        Command::Snapshot(args) => snapshot::run(&args),
        Command::Keys(args) => keys::run(&args),
        Command::Help(args) => help::run(&args),
        Command::Man(args) => man::run(&args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut args::command(), "hookproof", &mut script);
            output::bytes(&script)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invalid_value_is_a_usage_error() {
        let typed = ["hookproof", "verify", "truv", "http://127.0.0.1:9000/hook", "--cases", "many"];
        let error = command().try_get_matches_from(typed).unwrap_err();
        assert_eq!(error.kind(), clap::error::ErrorKind::ValueValidation);
    }
}
