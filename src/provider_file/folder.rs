//! The files that a provider file names. They are on disk, or built into the program for the catalogue.

use std::io;
use std::path::{Component, Path, PathBuf};

use crate::provider::Origin;
use crate::read;

/// The folder of a provider file.
#[derive(Clone, Debug)]
pub(super) enum Folder {
    Disk(PathBuf),
    /// Paths and contents of the catalogue's files.
    Embedded(&'static [(&'static str, &'static str)]),
}

/// The most files that one pattern may name.
const MOST: usize = 10_000;

impl Folder {
    /// Returns the origin of the examples in its files.
    pub(super) const fn origin(&self) -> Origin {
        match self {
            Self::Disk(_) => Origin::Documented,
            Self::Embedded(_) => Origin::Composed,
        }
    }

    /// Reads a file.
    pub(super) fn text(&self, path: &str) -> io::Result<String> {
        match self {
            Self::Disk(folder) => read::text(&folder.join(path)),
            Self::Embedded(files) => {
                let found = files.iter().find(|(known, _)| *known == path).map(|(_, text)| (*text).to_owned());
                found.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
            }
        }
    }

    /// Returns the path of a file, for people.
    pub(super) fn shown(&self, path: &str) -> String {
        match self {
            Self::Disk(folder) => folder.join(path).display().to_string(),
            Self::Embedded(_) => format!("catalogue:{path}"),
        }
    }

    /// Returns the paths that match a pattern, sorted. `*` in the last part of the path matches any characters.
    ///
    /// # Errors
    /// When the pattern leaves the folder, or the folder cannot be read.
    pub(super) fn matching(&self, pattern: &str) -> Result<Vec<String>, String> {
        let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        if !Path::new(pattern).components().all(is_plain) || pattern.contains("://") || pattern.contains('\\') {
            return Err(format!(
                "`{pattern}` leaves the folder of the provider file: give a relative path without `..`"
            ));
        }
        let pattern = pattern.trim_start_matches("./");
        let (folder, name) = pattern.rsplit_once('/').unwrap_or(("", pattern));
        if folder.contains('*') {
            return Err(format!("`{pattern}`: `*` can be only in the name of a file"));
        }
        let Some((start, end)) = name.split_once('*') else { return Ok(vec![pattern.to_owned()]) };
        let mut found: Vec<String> = match self {
            Self::Embedded(files) => {
                let inside = |path: &&str| path.rsplit_once('/').map_or("", |(folder, _)| folder) == folder;
                files.iter().map(|(path, _)| *path).filter(inside).map(str::to_owned).collect()
            }
            Self::Disk(base) => {
                let entries = std::fs::read_dir(base.join(folder))
                    .map_err(|error| format!("the folder of `{pattern}` cannot be read: {error}"))?;
                let names = entries.take(MOST).filter_map(|entry| entry.ok()?.file_name().into_string().ok());
                names.map(|name| if folder.is_empty() { name } else { format!("{folder}/{name}") }).collect()
            }
        };
        found.retain(|path| {
            let name = path.rsplit('/').next().unwrap_or_default();
            name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
        });
        found.sort();
        if found.is_empty() { Err(format!("no file matches `{pattern}`")) } else { Ok(found) }
    }
}
