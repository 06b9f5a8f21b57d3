//! `hookproof.toml`: the flags of `serve`, the defaults of every target, and the targets of `run`.

mod file;
mod flags;
mod keys;
mod schema;
mod target;
mod value;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::cli::config::file::Source;
use crate::cli::config::flags::Flags;
use crate::cli::error::CliError;
use crate::model::nearest;

pub use schema::config_schema;

pub(super) use file::{USUAL, find};
pub(super) use target::{RunTarget, SecretSource, Secrets};

/// A file that extends a file that extends a file, and so on: more are refused.
const MOST_FILES: usize = 8;

/// The tables and keys of a file.
const SECTIONS: [&str; 4] = ["extends", "serve", "verify", "target"];

/// The content of `hookproof.toml`.
#[derive(Debug, Default)]
pub(super) struct Config {
    /// The flags of `serve`.
    pub(super) serve: Vec<OsString>,
    /// The defaults of the targets.
    defaults: RunTarget,
    pub(super) targets: Vec<RunTarget>,
}

/// Returns the flags that a file gives to `serve`; none if no file is given and there is none.
pub(super) fn serve_flags(named: Option<&Path>) -> Result<Vec<OsString>, CliError> {
    let Some(path) = named.map(Path::to_path_buf).or_else(find) else { return Ok(Vec::new()) };
    let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
    Ok(read(&path, &folder)?.serve)
}

/// Reads a file. Its relative paths are below `folder`.
pub(super) fn read(path: &Path, folder: &Path) -> Result<Config, CliError> {
    read_extended(path, folder, &mut Vec::new())
}

fn read_extended(path: &Path, folder: &Path, above: &mut Vec<PathBuf>) -> Result<Config, CliError> {
    let source = Source::read(path)?;
    let root = source.parse()?;
    let root = root.get_ref();
    let mut config = Config::default();
    if let Some(value) = root.get("extends") {
        let at = value.span().start;
        let DeValue::String(base) = value.get_ref() else {
            return Err(source.wrong(at, "`extends` must be the path of a file".to_owned()));
        };
        let shown = path.parent().unwrap_or(Path::new("")).join(base.as_ref());
        above.push(path.to_path_buf());
        if above.contains(&shown) || above.len() > MOST_FILES {
            return Err(source.wrong(at, format!("{} extends this file, directly or not", shown.display())));
        }
        let base = folder.join(base.as_ref());
        config = read_extended(&base, base.parent().unwrap_or(Path::new("")), above)?;
        if !config.targets.is_empty() {
            let reason = format!("{} has a [[target]], so no file can extend it", base.display());
            return Err(source.wrong(at, reason));
        }
    }
    read_serve(&source, root, folder, &mut config.serve)?;
    let verify = Flags::of_verify();
    if let Some(value) = root.get("verify") {
        config.defaults.apply(&source, source.table("verify", value)?, folder, &verify, keys::Scope::Defaults)?;
    }
    for item in tables(&source, root)? {
        let mut target = config.defaults.clone();
        target.apply(&source, source.table("target", item)?, folder, &verify, keys::Scope::Target)?;
        target.check(&source, item.span().start, &verify)?;
        config.targets.push(target);
    }
    let mut names = BTreeSet::new();
    if let Some(target) = config.targets.iter().find(|target| !names.insert(target.name.clone())) {
        let reason = format!("two targets are called `{}`: give each a `name` of its own", target.name);
        return Err(source.wrong(target.at, reason));
    }
    Ok(config)
}

/// Returns the tables of `[[target]]`.
fn tables<'t, 'i>(source: &Source, root: &'t DeTable<'i>) -> Result<Vec<&'t Spanned<DeValue<'i>>>, CliError> {
    match root.get("target") {
        None => Ok(Vec::new()),
        Some(value) => match value.get_ref() {
            DeValue::Array(items) => Ok(items.iter().collect()),
            _ => Err(source.wrong(value.span().start, "write `[[target]]`, with two brackets".to_owned())),
        },
    }
}

/// Reads the flags of `serve`: from `[serve]`, or from the top of the file, where they were in earlier versions.
fn read_serve(source: &Source, root: &DeTable<'_>, folder: &Path, words: &mut Vec<OsString>) -> Result<(), CliError> {
    let flags = Flags::of_serve();
    let section = root.get("serve").map(|value| source.table("serve", value)).transpose()?;
    for (name, value) in root.iter().filter(|(name, _)| !SECTIONS.contains(&name.get_ref().as_ref())) {
        let (at, name) = (name.span().start, name.get_ref().as_ref());
        if section.is_some() || !flags.has(name) {
            let known = SECTIONS.iter().copied().chain(flags.names().filter(|_| section.is_none()));
            let advice = match nearest(name, known).first() {
                Some(near) => format!(", did you mean `{near}`?"),
                None if flags.has(name) => ": flags of `serve` belong into [serve]".to_owned(),
                None if Flags::of_verify().has(name) || keys::named(name).is_some() => {
                    ": it belongs into [[target]] or [verify]".to_owned()
                }
                None => String::new(),
            };
            return Err(source.wrong(at, format!("unknown key `{name}`{advice}")));
        }
        words.extend(flags.read(name, value.get_ref(), folder).map_err(|reason| source.wrong(at, reason))?);
    }
    for (name, value) in section.into_iter().flatten() {
        let (at, name) = (name.span().start, name.get_ref().as_ref());
        if !flags.has(name) {
            return Err(source.unknown(at, name, flags.names()));
        }
        words.extend(flags.read(name, value.get_ref(), folder).map_err(|reason| source.wrong(at, reason))?);
    }
    Ok(())
}
