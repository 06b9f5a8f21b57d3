//! Errors of a command, for its user.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::battery::VerifyError;
use crate::cli::run::ConsumerError;
use crate::deliver::{AllowListError, EventError};
use crate::demo::UnknownDefect;
use crate::generate::CompileError;
use crate::import::ImportError;
use crate::model::{JsonError, TargetError, did_you_mean};
use crate::net::ReadingError;
use crate::provider::{AssumeError, HeaderError, UnknownName, UnknownStory};
use crate::provider_file::ProviderFileError;
use crate::report::UnknownFormat;
use crate::schema::ContractError;
use crate::serve::ServeError;
use crate::sign::{KeyError, SignError};
use crate::snapshot::SnapshotError;
use crate::story::StoryError;
use crate::verify::cause::UnknownCause;
use crate::verify::{BaselineError, UnknownCheck};

/// Error of a command.
#[derive(Debug, Error)]
pub(super) enum CliError {
    #[error(transparent)]
    Provider(#[from] ProviderFileError),
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error(transparent)]
    Payload(#[from] UnknownName),
    #[error(transparent)]
    Story(#[from] UnknownStory),
    #[error(transparent)]
    Tell(#[from] StoryError),
    #[error(transparent)]
    Cause(#[from] UnknownCause),
    #[error(transparent)]
    Check(#[from] UnknownCheck),
    #[error(transparent)]
    Defect(#[from] UnknownDefect),
    #[error("the defect `{name}` does not show with {provider}; it does with {shows_with}")]
    DefectElsewhere { name: String, provider: String, shows_with: String },
    #[error(transparent)]
    Reading(#[from] ReadingError),
    #[error("the entities in {path} cannot be used: {reason}; expected objects such as {{\"/user_id\": \"u1\"}}", path = .path.display())]
    Entities { path: PathBuf, reason: String },
    #[error(transparent)]
    Assume(#[from] AssumeError),
    #[error(transparent)]
    Verify(#[from] VerifyError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Sign(#[from] SignError),
    #[error("a secret is needed")]
    NoSecret,
    #[error("the schema of {name} yields no documents")]
    Generate { name: String, source: CompileError },
    #[error("{path} cannot be read", path = .path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("{path} cannot be written", path = .path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("invalid baseline {path}", path = .path.display())]
    Baseline { path: PathBuf, source: BaselineError },
    #[error("{path} cannot be used for --failed-in: {reason}", path = .path.display())]
    Report { path: PathBuf, reason: String },
    #[error("{path} cannot be used for --failed-in: {provider} is described differently there ({there}) and in this run ({here}): {reason}", path = .path.display())]
    ProviderChanged { path: PathBuf, provider: String, there: String, here: String, reason: String },
    #[error("no baseline is written, because the run is not complete: {reason}")]
    NoBaseline { reason: String },
    #[error(transparent)]
    Format(#[from] UnknownFormat),
    #[error("`{name}` cannot be the name of a provider: use letters, digits, `-` and `_`")]
    ProviderName { name: String },
    #[error("{path} exists", path = .path.display())]
    FileExists { path: PathBuf },
    #[error("{provider}: no event can be sent: {reason}")]
    NoEvents { provider: String, reason: String },
    #[error("only one report can be written to stdout")]
    OneStdout,
    #[error("{}", same_file(.one, .other))]
    SameFile { one: PathBuf, other: PathBuf },
    #[error("stdin cannot be read")]
    Stdin(#[source] io::Error),
    #[error("unknown command `{name}`{}", did_you_mean(.nearest))]
    Command { name: String, nearest: Vec<String> },
    #[error("`{given}` is not {expected}")]
    Form { given: String, expected: &'static str },
    #[error("{path} is not a JSON document", path = .path.display())]
    Json { path: PathBuf, source: JsonError },
    #[error("{path} cannot be compared", path = .path.display())]
    Contract { path: PathBuf, source: ContractError },
    #[error("{old} and {new} are of different kinds", old = .old.display(), new = .new.display())]
    Unlike { old: PathBuf, new: PathBuf },
    #[error("{path} holds no schema", path = .path.display())]
    NoSchema { path: PathBuf },
    #[error("{name} has no documented or recorded example")]
    NoExample { name: String },
    #[error("{provider} signs with {algorithm}: any text will do as its secret")]
    NoKeys { provider: String, algorithm: String },
    #[error("{path} exists already", path = .path.display())]
    KeyExists { path: PathBuf },
    #[error("{path} line {line}, column {column}: {reason}", path = .path.display())]
    Config { path: PathBuf, line: usize, column: usize, reason: String },
    #[error("no hookproof.toml in {folder} or above it", folder = .folder.display())]
    NoConfig { folder: PathBuf },
    #[error("{path} has no [[target]]", path = .path.display())]
    NoTargets { path: PathBuf },
    #[error("unknown target `{name}`{}", did_you_mean(.nearest))]
    UnknownTarget { name: String, nearest: Vec<String> },
    #[error("the target `{name}` is not verified")]
    OfTarget { name: String, source: Box<Self> },
    #[error("{count} of {of} targets could not be verified")]
    Targets { count: usize, of: usize, code: u8 },
    #[error("{reason}")]
    Flags { reason: String },
    #[error("the environment variable {name} is not set, and the secret is read from it")]
    NoVariable { name: String },
    #[error("the command of the secret, `{command}`, {reason}")]
    SecretCommand { command: String, reason: String },
    #[error(transparent)]
    Consumer(#[from] ConsumerError),
    #[error("{path} holds something other than the address of a server, and --ready-file would replace it", path = .path.display())]
    ReadyFile { path: PathBuf },
    #[error("not everything could be stored: {reason}")]
    NotKept { reason: String },
    #[error("invalid --faults: {reason}; expected the body of PUT /_hookproof/faults")]
    Faults { reason: String },
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    #[error("{path} holds no snapshots of a provider", path = .path.display())]
    NoSnapshots { path: PathBuf },
    #[error(transparent)]
    AllowList(#[from] AllowListError),
    #[error(transparent)]
    Target(#[from] TargetError),
    #[error(transparent)]
    Header(#[from] HeaderError),
    #[error(transparent)]
    Event(#[from] EventError),
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error("the consumer of the demonstration cannot be started")]
    Start(#[source] io::Error),
}

impl CliError {
    /// Returns the exit status.
    pub(super) const fn code(&self) -> u8 {
        match self {
            Self::OfTarget { source, .. } => source.code(),
            Self::Targets { code, .. } => *code,
            Self::Consumer(error) => error.code(),
            Self::Verify(VerifyError::Unreachable { .. }) => 3,
            Self::Start(_)
            | Self::Snapshot(SnapshotError::Generate { .. })
            | Self::Generate { .. }
            | Self::Tell(_)
            | Self::NotKept { .. } => 4,
            Self::Serve(ServeError::Store(error)) => error.code(),
            _ => 2,
        }
    }

    /// Returns advice on what to do next.
    pub(super) fn hint(&self) -> Option<String> {
        match self {
            Self::OfTarget { source, .. } => source.hint(),
            Self::Consumer(error) => error.hint().map(str::to_owned),
            Self::NoConfig { .. } => Some("`hookproof init` writes one".to_owned()),
            Self::UnknownTarget { .. } => Some("`hookproof run --list` lists them".to_owned()),
            Self::Command { .. } => Some("`hookproof help` lists them".to_owned()),
            Self::Cause(_) => Some("`hookproof help causes` lists causes, `hookproof checks` checks".to_owned()),
            Self::Provider(ProviderFileError::Unknown { .. }) => Some(
                "`hookproof providers` lists them; a provider of your own is a file: `hookproof provider new NAME`"
                    .to_owned(),
            ),
            Self::Import(ImportError::Nothing { .. }) => {
                Some("give examples of deliveries instead, a JSON file for each event".to_owned())
            }
            Self::Import(ImportError::NotImported { .. }) => {
                Some("give another folder with --out, or another name with --name".to_owned())
            }
            Self::Payload(error) => Some(format!("`hookproof payloads {}` lists them", error.provider)),
            Self::Story(error) => Some(format!("`hookproof sheet {}` lists them", error.provider)),
            Self::Verify(VerifyError::Event(error)) => {
                Some(format!("`hookproof events {}` lists them", error.provider))
            }
            Self::Check(_) | Self::Baseline { .. } | Self::Verify(VerifyError::Check(_)) => {
                Some("`hookproof checks` lists them".to_owned())
            }
            Self::Defect(_) | Self::DefectElsewhere { .. } => Some("`hookproof demo --list` lists them".to_owned()),
            Self::Unlike { .. } => Some("compare a file with a file, or a folder with a folder".to_owned()),
            Self::NoSchema { .. } => Some("`hookproof schema PROVIDER --out DIR` writes them".to_owned()),
            Self::NoSnapshots { .. } => Some("name a provider, such as `truv`, to create its snapshots".to_owned()),
            Self::Snapshot(SnapshotError::Format { .. }) => Some("remove it, and accept the new one".to_owned()),
            Self::Header(HeaderError::Signature { .. }) => {
                Some("forged signatures are sent by `hookproof verify --only signature`".to_owned())
            }
            Self::NoSecret => Some("give it with --secret, --secret-file or HOOKPROOF_SECRET".to_owned()),
            Self::Key(error) => error.hint().map(str::to_owned),
            Self::Assume(AssumeError::Unknown { provider, .. })
            | Self::Verify(VerifyError::Assume(AssumeError::Unknown { provider, .. })) => {
                Some(format!("`hookproof sheet {provider}` lists the facts"))
            }
            Self::Serve(ServeError::Store(error)) => Some(error.hint().to_owned()),
            Self::ProviderChanged { .. } => {
                Some("give this run the flags of the report, or run everything once and use that report".to_owned())
            }
            Self::OneStdout => Some("write the others to files: --report FORMAT=PATH".to_owned()),
            Self::KeyExists { .. } => {
                Some("choose another folder, or give --force to replace the keys there".to_owned())
            }
            Self::ReadyFile { .. } => Some("name a file that does not exist".to_owned()),
            Self::SameFile { .. } => Some("give each report a file of its own".to_owned()),
            Self::Verify(error) => error.hint().map(str::to_owned),
            _ => None,
        }
    }
}

fn same_file(one: &Path, other: &Path) -> String {
    if one == other {
        return format!("{} would be written twice", one.display());
    }
    format!("{} and {} are the same file, which would be written twice", one.display(), other.display())
}
