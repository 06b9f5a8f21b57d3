//! The command line of hookproof.

use std::process::ExitCode;

fn main() -> ExitCode {
    hookproof::__private::cli::main()
}
