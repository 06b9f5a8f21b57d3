//! A target of `run`: a consumer, how to start it, and how to verify it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::battery::duration;
use crate::cli::config::file::Source;
use crate::cli::config::flags::Flags;
use crate::cli::config::keys::{Form, Scope};
use crate::cli::config::{flags, keys, value};
use crate::cli::error::CliError;
use crate::model::{SecretText, Target};
use crate::report::Format;

/// The part of the path of a report that stands for the name of the target.
const NAME: &str = "{name}";

/// Where a secret comes from.
#[derive(Clone, Debug)]
pub(in crate::cli) enum SecretSource {
    Text(SecretText),
    Env(String),
    File(PathBuf),
    Command(String),
}

/// The secrets of a target.
#[derive(Clone, Debug, Default)]
pub(in crate::cli) struct Secrets {
    pub(in crate::cli) secret: Option<SecretSource>,
    pub(in crate::cli) other_secret: Option<SecretSource>,
    pub(in crate::cli) verify_token: Option<SecretSource>,
}

/// A target, or the defaults of all targets.
#[derive(Clone, Debug, Default)]
pub(in crate::cli) struct RunTarget {
    pub(in crate::cli) name: String,
    pub(in crate::cli) provider: String,
    pub(in crate::cli) url: String,
    pub(in crate::cli) start: Option<String>,
    pub(in crate::cli) stop: Option<String>,
    /// Values may be secrets.
    pub(in crate::cli) env: BTreeMap<String, SecretText>,
    pub(in crate::cli) folder: Option<PathBuf>,
    pub(in crate::cli) log: Option<PathBuf>,
    pub(in crate::cli) wait: Option<Duration>,
    pub(in crate::cli) secrets: Secrets,
    /// Each as `FORMAT=PATH`.
    reports: Vec<String>,
    /// Flags of `verify`, by name.
    flags: BTreeMap<String, Vec<OsString>>,
    /// The byte of the file at which it begins.
    pub(super) at: usize,
}

/// An error at a byte of the file.
type At<T> = Result<T, (usize, String)>;

impl RunTarget {
    /// Sets what a table gives.
    pub(super) fn apply(
        &mut self,
        source: &Source,
        table: &DeTable<'_>,
        folder: &Path,
        flags: &Flags,
        scope: Scope,
    ) -> Result<(), CliError> {
        for (name, value) in table {
            let (at, name) = (name.span().start, name.get_ref().as_ref());
            if flags.has(name) {
                let words = flags.read(name, value.get_ref(), folder).map_err(|reason| source.wrong(at, reason))?;
                self.flags.insert(name.to_owned(), words);
                continue;
            }
            let Some(key) = keys::named(name) else {
                let known = keys::ALL.iter().map(|key| key.name).chain(flags.names());
                return Err(source.unknown(at, name, known));
            };
            if scope == Scope::Defaults && key.scope == Scope::Target {
                return Err(source.wrong(at, format!("`{name}` belongs into [[target]]")));
            }
            self.set(key, value, folder).map_err(|(at, reason)| source.wrong(at, reason))?;
        }
        Ok(())
    }

    fn set(&mut self, key: &keys::Key, value: &Spanned<DeValue<'_>>, folder: &Path) -> At<()> {
        match key.form {
            Form::Named => self.env.extend(named(key.name, value)?),
            Form::Reports => self.reports = reports(value, folder)?,
            Form::Secret => {
                let secret = Some(secret(key.name, value, folder)?);
                match key.name {
                    "secret" => self.secrets.secret = secret,
                    "other-secret" => self.secrets.other_secret = secret,
                    _ => self.secrets.verify_token = secret,
                }
            }
            Form::Duration => {
                self.wait = Some(duration(&text(key.name, value)?).map_err(|reason| (value.span().start, reason))?);
            }
            Form::Path => {
                let path = Some(folder.join(text(key.name, value)?));
                if key.name == "folder" { self.folder = path } else { self.log = path }
            }
            Form::Text => {
                let text = text(key.name, value)?;
                if text.trim().is_empty() {
                    return Err((value.span().start, format!("`{}` is empty", key.name)));
                }
                match key.name {
                    "name" => self.name = text,
                    "provider" => {
                        self.provider = flags::provider(text.into(), folder).to_string_lossy().into_owned();
                    }
                    "start" => self.start = Some(text),
                    "stop" => self.stop = Some(text),
                    _ => {
                        text.parse::<Target>().map_err(|error| (value.span().start, error.to_string()))?;
                        self.url = text;
                    }
                }
            }
        }
        Ok(())
    }

    /// Checks that nothing is missing, and that the flags go together.
    pub(super) fn check(&mut self, source: &Source, at: usize, flags: &Flags) -> Result<(), CliError> {
        self.at = at;
        for (name, value) in [("provider", &self.provider), ("url", &self.url)] {
            if value.is_empty() {
                return Err(source.wrong(at, format!("this target has no `{name}`")));
            }
        }
        if self.name.is_empty() {
            let file = Path::new(&self.provider).file_stem();
            self.name = file.map_or_else(|| self.provider.clone(), |stem| stem.to_string_lossy().into_owned());
        }
        if self.stop.is_some() && self.start.is_none() {
            return Err(source.wrong(at, "`stop` needs `start`".to_owned()));
        }
        flags.parse(self.flags.values().flatten().cloned()).map_err(|reason| source.wrong(at, reason))
    }

    /// Returns the command line that verifies it. A flag that is typed replaces that of the file.
    pub(in crate::cli) fn words(&self, typed: &[(String, Vec<OsString>)]) -> Vec<OsString> {
        let is_typed = |name: &&String| typed.iter().any(|(typed, _)| typed == *name);
        let own = self.flags.iter().filter(|(name, _)| !is_typed(name)).flat_map(|(_, words)| words.clone());
        let reports = self.reports.iter().map(|report| format!("--report={}", report.replace(NAME, &self.name)).into());
        // `--` ends the flags: a provider or a URL never looks like one.
        let places = ["--", self.provider.as_str(), self.url.as_str()].map(OsString::from);
        ["hookproof", "verify"]
            .map(OsString::from)
            .into_iter()
            .chain(own)
            .chain(reports)
            .chain(typed.iter().flat_map(|(_, words)| words.clone()))
            .chain(places)
            .collect()
    }
}

fn text(name: &str, value: &Spanned<DeValue<'_>>) -> At<String> {
    match value.get_ref() {
        DeValue::String(text) => Ok(text.to_string()),
        _ => Err((value.span().start, format!("`{name}` must be a text"))),
    }
}

fn table<'t, 'i>(name: &str, value: &'t Spanned<DeValue<'i>>, such_as: &str) -> At<&'t DeTable<'i>> {
    match value.get_ref() {
        DeValue::Table(table) => Ok(table),
        _ => Err((value.span().start, format!("`{name}` must be a table such as {such_as}"))),
    }
}

fn named(name: &str, value: &Spanned<DeValue<'_>>) -> At<Vec<(String, SecretText)>> {
    let entries = table(name, value, "{ PORT = \"9000\" }")?.iter();
    entries
        .map(|(key, value)| {
            let text = value::text(value.get_ref());
            let text = text.ok_or_else(|| (value.span().start, format!("`{}` must be a text", key.get_ref())))?;
            Ok((key.get_ref().to_string(), SecretText::new(text)))
        })
        .collect()
}

fn secret(name: &str, value: &Spanned<DeValue<'_>>, folder: &Path) -> At<SecretSource> {
    const FORMS: [&str; 3] = ["env", "file", "command"];
    let wrong = |at: usize| (at, format!("`{name}` must be a text, or a table with one of: {}", FORMS.join(", ")));
    let table = match value.get_ref() {
        DeValue::String(text) => return Ok(SecretSource::Text(SecretText::new(text.to_string()))),
        DeValue::Table(table) => table,
        _ => return Err(wrong(value.span().start)),
    };
    let (Some((form, given)), 1) = (table.iter().next(), table.len()) else { return Err(wrong(value.span().start)) };
    let text = text(form.get_ref(), given)?;
    match form.get_ref().as_ref() {
        "env" => Ok(SecretSource::Env(text)),
        "file" => Ok(SecretSource::File(folder.join(text))),
        "command" => Ok(SecretSource::Command(text)),
        _ => Err(wrong(form.span().start)),
    }
}

/// Returns reports as `FORMAT=PATH`.
fn reports(value: &Spanned<DeValue<'_>>, folder: &Path) -> At<Vec<String>> {
    let entries = table("reports", value, "{ junit = \"report.xml\" }")?.iter();
    entries
        .map(|(format, path)| {
            let (at, format) = (format.span().start, format.get_ref());
            format.parse::<Format>().map_err(|error| (at, error.to_string()))?;
            let path = text(format, path)?;
            let path = if path == "-" { path } else { folder.join(path).display().to_string() };
            Ok(format!("{format}={path}"))
        })
        .collect()
}
