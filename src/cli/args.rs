//! Arguments of the command line, without any action.
#![expect(clippy::struct_excessive_bools, reason = "switches of a command line are bools to its parser")]

use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand};

use crate::cli::examples;
use crate::cli::import_args::ImportArgs;
use crate::cli::run_args::{InitArgs, RunArgs};
use crate::cli::serve_args::{EmitArgs, ServeArgs};
use crate::cli::shared_args::SecretArgs;
use crate::cli::snapshot_args::SnapshotArgs;
use crate::cli::verify_args::VerifyArgs;
use crate::model::Timestamp;
use crate::report::Detail;

/// Meaning of the exit status of every command.
pub(super) const STATUS: &str = "Exit status: 0 passed, 1 failed: a check fails the run, a signature is wrong or files \
    differ, 2 usage error, \
    3 the endpoint cannot be reached, 4 a fault of hookproof itself, 5 unproved.";

/// Contract tests and a mock provider for webhooks.
#[derive(Debug, Parser)]
#[command(name = "hookproof", version, about, max_term_width = 100, after_help = STATUS)]
#[command(disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run the checks against a built-in example endpoint
    ///
    /// Exit status: 0 passed, 1 failed, 2 usage error, 4 a fault of hookproof itself, 5 unproved: the run stopped early.
    Demo(DemoArgs),
    /// Prove over real HTTP that an endpoint handles a provider's events
    ///
    /// Exit status: 0 passed, 1 failed, 2 usage error, 3 the endpoint cannot be reached, 4 a fault of hookproof itself,
    /// 5 unproved: the run stopped early, everything was refused, nothing could be judged, effects were given and no
    /// redelivery could be judged, or the effect count moves by itself or falls.
    Verify(Box<VerifyArgs>),
    /// Start, verify and stop the consumers that hookproof.toml lists
    ///
    /// Each target is verified as by `hookproof verify`. A flag that is given here replaces the one in the file.
    ///
    /// Exit status: the worst of the targets, as of `verify`; 3 also if a consumer does not start, 2 also if its port is
    /// in use.
    Run(Box<RunArgs>),
    /// Write a hookproof.toml for the project in this folder
    Init(InitArgs),
    /// List the providers, with how many facts are documented, observed and assumed
    Providers(ListArgs),
    /// Write, check or print the file of a provider of your own
    Provider(ProviderArgs),
    /// Write a provider file from OpenAPI or AsyncAPI documents, JSON Schemas, HAR files or examples
    ///
    /// The events of OpenAPI are its webhooks, x-webhooks or callbacks; without these, the schemas whose names end
    /// with Webhook. The events of AsyncAPI are the messages that the provider sends. Each line of the file says how
    /// sure it is. A second import keeps what you edited.
    ///
    /// Exit status: 0 everything is written, 1 --strict found something, or --diff found a breaking change, 2 usage
    /// error, or documents that cannot be imported.
    Import(ImportArgs),
    /// Print the data sheet of a provider, every fact with basis, source and date
    Sheet(OneArgs),
    /// List the event types of a provider
    Events(OneArgs),
    /// List every documented payload of a provider, with its kind
    Payloads(OneArgs),
    /// Print the JSON Schemas of payloads, or compare two versions of them
    Schema(SchemaArgs),
    /// Print documented or generated payloads, one compact document a line
    Example(ExampleArgs),
    /// List the checks: what each one tests and why, its level, its planted defects
    Checks(ChecksArgs),
    /// Print the headers that a provider would send with the body on stdin
    Sign(SignArgs),
    /// Check a signature; if it is wrong, name the mistake that explains it. Reads the body from stdin
    ///
    /// Exit status: 0 right, 1 wrong, 2 usage error.
    Explain(ExplainArgs),
    /// Send events to an endpoint, signed as the provider signs
    ///
    /// Exit status: 0 all were accepted, 1 some were not, 2 usage error.
    Emit(Box<EmitArgs>),
    /// Run the mock provider: management APIs, deliveries with retries, and /_hookproof/ to drive it
    ///
    /// It runs until SIGTERM or Ctrl-C, and then finishes what is under way.
    #[command(args_override_self = true)]
    Serve(Box<ServeArgs>),
    /// Keep payloads as files, and review what an upgrade changes as a diff, as with `cargo insta`
    Snapshot(SnapshotArgs),
    /// Make a key pair for a provider that signs with RSA
    Keys(KeysArgs),
    /// Print the help of a command, or the page of a cause or a check that a report names
    Help(HelpArgs),
    /// Print a manual page, for `man -l -`
    Man(ManArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    /// Plant a defect into the endpoint; exit status 1 if it is caught, 0 if it escapes
    #[arg(long, value_name = "NAME")]
    pub(super) defect: Option<String>,
    /// List the defects
    #[arg(long)]
    pub(super) list: bool,
    /// Deliver the events of this provider
    #[arg(long, default_value = "truv")]
    pub(super) provider: String,
    /// Run these checks or families only
    #[arg(long, value_delimiter = ',', value_name = "ID|FAMILY")]
    pub(super) only: Vec<String>,
    /// Fix the shapes of the events
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(super) seed: u64,
    /// Fix, with the seed, the bytes of the events
    #[arg(long, value_name = "S")]
    pub(super) salt: Option<String>,
    /// Send this many generated payloads per event type
    #[arg(long, default_value_t = 32, value_name = "N")]
    pub(super) cases: u32,
    /// Show also a mark for every check, whole deliveries, and why checks were skipped
    #[arg(short, long)]
    pub(super) verbose: bool,
    /// Print the report as JSON
    #[arg(long)]
    pub(super) json: bool,
}

impl DemoArgs {
    /// Returns the level of detail.
    pub(super) const fn detail(&self) -> Detail {
        if self.verbose { Detail::Everything } else { Detail::Short }
    }
}

#[derive(Debug, Args)]
pub(super) struct ListArgs {
    /// Print a JSON array
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct OneArgs {
    /// The provider
    pub(super) provider: String,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct HelpArgs {
    /// A command, or the id of a cause or a check; `causes` lists the causes
    #[arg(value_name = "COMMAND|ID")]
    pub(super) name: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct ChecksArgs {
    /// One check in full
    pub(super) id: Option<String>,
    /// Print a JSON array
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true, disable_help_subcommand = true)]
pub(super) struct SchemaArgs {
    #[command(subcommand)]
    pub(super) command: Option<SchemaCommand>,
    /// The provider
    #[arg(required = true)]
    pub(super) provider: Option<String>,
    /// One payload; all of them without it
    pub(super) event: Option<String>,
    /// Write DIR/PROVIDER/PAYLOAD.json instead of printing
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Compare with the files in --out (default: schemas) and write nothing; exit status 1 if they differ
    #[arg(long)]
    pub(super) check: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum SchemaCommand {
    /// Compare two versions of a contract, and report changes that break a consumer
    ///
    /// Each change is safe, additive (an addition that a consumer should accept, but may refuse), breaking, or undecided.
    /// Its pointer leads into a document; `*` is any item or undeclared field. If an index.json of the folders lists a
    /// payload as a request, it is judged as sent by the consumer; all others are judged as read by it.
    ///
    /// Exit status: 0 no change breaks a consumer, 1 a change may break one, 2 usage error, or a file that is not a schema.
    Diff(DiffArgs),
}

#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// The older version: a file with a JSON Schema, or a folder as `schema PROVIDER --out DIR` writes it
    pub(super) old: PathBuf,
    /// The newer version, of the same kind
    pub(super) new: PathBuf,
    /// Judge every document as one that the consumer sends (requests of the management API)
    #[arg(long)]
    pub(super) sent: bool,
    /// Print a JSON array
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(super) struct ProviderArgs {
    #[command(subcommand)]
    pub(super) command: ProviderCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum ProviderCommand {
    /// Write NAME.toml, with a remark for each key
    New(ProviderNewArgs),
    /// Check a provider file: its events, ids, schemas, examples and published signatures
    ///
    /// Exit status: 0 the file is valid, 1 --strict found something, 2 it is not valid.
    Check(ProviderCheckArgs),
    /// Print a provider with its defaults, and how each fact is known
    Show(OneArgs),
}

#[derive(Debug, Args)]
pub(super) struct ProviderNewArgs {
    /// The name of the provider, and of its file
    pub(super) name: String,
    /// A provider of the catalogue, or a file, whose keys it inherits
    #[arg(long, value_name = "PROVIDER")]
    pub(super) like: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct ProviderCheckArgs {
    /// The file, or the name of a provider of the catalogue
    pub(super) file: String,
    /// Print a JSON object
    #[arg(long)]
    pub(super) json: bool,
    /// Fail if an event cannot be sent, has no id or time where the file says, or has an example that breaks its schema
    #[arg(long)]
    pub(super) strict: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExampleArgs {
    /// The provider
    pub(super) provider: String,
    /// The payload
    #[arg(required_unless_present = "story")]
    pub(super) event: Option<String>,
    /// A sequence of events about one entity instead, one document a line; `sheet` lists the stories
    #[arg(long, value_name = "NAME", conflicts_with_all = ["event", "count", "which"])]
    pub(super) story: Option<String>,
    /// Start time of the story
    #[arg(long, value_name = "TIME", conflicts_with = "event", default_value = "2026-01-01T00:00:00Z")]
    pub(super) now: Timestamp,
    /// Fixes what is generated
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(super) seed: u64,
    /// Number of documents to generate
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(super) count: u32,
    /// Plausible values, none of them of a real person; the default
    #[arg(long, group = "which")]
    pub(super) plausible: bool,
    /// Whatever the contract allows, with one kind of hostile value after the other
    #[arg(long, group = "which")]
    pub(super) hostile: bool,
    /// Documented and recorded instances instead
    #[arg(long, group = "which")]
    pub(super) documented: bool,
    /// The smallest document instead
    #[arg(long, group = "which")]
    pub(super) minimal: bool,
    /// The largest document instead
    #[arg(long, group = "which")]
    pub(super) maximal: bool,
    /// Print mutations: documents one step away from a generated one, one of every kind that applies
    ///
    /// --count is the number of documents to mutate. Each mutation is one line of stdout, exactly as it would be sent;
    /// a line of stderr says what is wrong with it. No line feed is ever added to a document, so mutations with other
    /// white space, and truncated ones, are whole lines, too.
    #[arg(long, groups = ["which", "labelled"])]
    pub(super) invalid: bool,
    /// Print documents that cover every constant, branch, bound, optional field and pair of optional fields
    #[arg(long, groups = ["which", "labelled"], conflicts_with = "count")]
    pub(super) coverage: bool,
    /// A JSON array instead: with --coverage of what is shown and what cannot be, with --invalid of objects
    /// with name, pointer, what, effect, allowed and body
    #[arg(long, requires = "labelled")]
    pub(super) json: bool,
    /// The exact bytes of the provider's own layout
    #[arg(long)]
    pub(super) wire: bool,
}

#[derive(Debug, Args)]
pub(super) struct SignArgs {
    /// The provider
    pub(super) provider: String,
    #[command(flatten)]
    pub(super) secret: SecretArgs,
    /// The time of signing, instead of the clock's
    #[arg(long, value_name = "TIME")]
    pub(super) now: Option<Timestamp>,
    #[command(flatten)]
    pub(super) signed: SignedArgs,
    /// Override assumed facts; accepts a list, and may be repeated
    #[arg(long, value_name = "KEY=VALUE,...")]
    pub(super) assume: Vec<String>,
}

/// What some schemes sign besides the body.
#[derive(Debug, Args)]
pub(super) struct SignedArgs {
    /// The id of the delivery, if the scheme signs one
    #[arg(long, default_value = "", hide_default_value = true)]
    pub(super) id: String,
    /// The URL of the delivery, if the scheme signs it
    #[arg(long, default_value = "", hide_default_value = true)]
    pub(super) url: String,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The provider
    pub(super) provider: String,
    #[command(flatten)]
    pub(super) secret: SecretArgs,
    #[command(flatten)]
    pub(super) signed: SignedArgs,
    /// A header of the delivery, as it came
    #[arg(long, required = true, value_name = "NAME: VALUE")]
    pub(super) header: Vec<String>,
    /// Override assumed facts; accepts a list, and may be repeated
    #[arg(long, value_name = "KEY=VALUE,...")]
    pub(super) assume: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct KeysArgs {
    /// The provider
    pub(super) provider: String,
    /// Write `PROVIDER.private.pem` and `PROVIDER.public.pem` into this folder
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Replace keys that are there: they are lost
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The command that it is about; hookproof as a whole without it
    pub(super) command: Vec<String>,
    /// Write the pages of all commands into this folder instead
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub(super) out: Option<PathBuf>,
}

/// Returns the command line parser. The manual, the completions and the tests of the guide use it.
#[must_use]
pub fn command() -> clap::Command {
    examples::shown(Cli::command())
}
