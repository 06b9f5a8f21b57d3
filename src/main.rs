//! The command line of hookproof.

use std::process::ExitCode;

fn main() -> ExitCode {
    hookproof::cli::main()
}
