//! The documents of an import, within one folder, and the references between them.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::import::error::ImportError;
use crate::model::Json;
use crate::provider_file;
use crate::read;
use crate::schema::reference;

/// The most values that all documents have together.
const MOST_VALUES: usize = 2_000_000;

/// The most values of a YAML document, whose places are kept while it is read.
const MOST_IN_YAML: usize = 500_000;

/// The most files of a folder.
const MOST_FILES: usize = 10_000;

/// The deepest folder.
const DEEPEST: usize = 16;

/// Endings of the files that are read from a folder.
const ENDINGS: [&str; 6] = ["json", "yaml", "yml", "ndjson", "jsonl", "har"];

/// Ends of the names of files with a document in each line.
const IN_LINES: [&str; 2] = ["ndjson", "jsonl"];

/// A value in a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) file: usize,
    pub(super) pointer: String,
}

impl Place {
    /// Returns the place of a field or an item.
    pub(super) fn inside(&self, name: &str) -> Self {
        Self { file: self.file, pointer: format!("{}/{}", self.pointer, crate::model::escape(name)) }
    }
}

struct Document {
    path: PathBuf,
    /// The path without links, to recognize a document that was read before.
    resolved: PathBuf,
    value: Value,
}

/// The documents that were read.
pub(super) struct Files {
    root: PathBuf,
    known: Vec<Document>,
    values: usize,
}

/// Returns the files below a path, sorted.
pub(super) fn below(path: &Path) -> Result<Vec<PathBuf>, ImportError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = BTreeSet::new();
    let mut folders = vec![(path.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let wrong = |source| ImportError::Read { path: folder.display().to_string(), source };
        for entry in std::fs::read_dir(&folder).map_err(wrong)? {
            let entry = entry.map_err(wrong)?;
            let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
            let kind = entry.file_type().map_err(wrong)?;
            let path = entry.path();
            if is_hidden {
            } else if kind.is_dir() && depth < DEEPEST {
                folders.push((path, depth + 1));
            } else if kind.is_file() && ENDINGS.contains(&ending(&path).as_str()) {
                found.insert(path);
            }
            if found.len() > MOST_FILES {
                let reason = format!("it has more than {MOST_FILES} documents");
                return Err(ImportError::Document { path: folder.display().to_string(), reason });
            }
        }
    }
    Ok(found.into_iter().collect())
}

fn ending(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase()
}

impl Files {
    /// Creates an empty set of documents of a folder.
    pub(super) fn inside(root: &Path) -> Result<Self, ImportError> {
        let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
        let wrong = |source| ImportError::Read { path: root.display().to_string(), source };
        Ok(Self { root: root.canonicalize().map_err(wrong)?, known: Vec::new(), values: 0 })
    }

    /// Reads the documents of a file. Only NDJSON has several.
    pub(super) fn open(&mut self, path: &Path) -> Result<Vec<usize>, ImportError> {
        let shown = path.display().to_string();
        let text = read::text(path).map_err(|source| ImportError::Read { path: shown.clone(), source })?;
        let values = text.bytes().filter(|byte| matches!(byte, b',' | b'[' | b'{' | b'\n')).count();
        let is_yaml = matches!(ending(path).as_str(), "yaml" | "yml");
        self.values += values;
        if self.values > MOST_VALUES || is_yaml && values > MOST_IN_YAML {
            return Err(ImportError::Document { path: shown, reason: "it has too many values to import".to_owned() });
        }
        let wrong = |reason: String| ImportError::Document { path: shown.clone(), reason };
        let mut read = Vec::new();
        if is_yaml {
            read.push(provider_file::yaml_value(&shown, &text)?);
        } else if IN_LINES.contains(&ending(path).as_str()) {
            for (nth, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
                let document = Json::parse(line.as_bytes());
                read.push(document.map_err(|error| wrong(format!("line {}: {error}", nth + 1)))?.to_value());
            }
        } else {
            read.push(Json::parse(text.as_bytes()).map_err(|error| wrong(error.to_string()))?.to_value());
        }
        let first = self.known.len();
        let resolved = path.canonicalize().map_err(|source| ImportError::Read { path: shown.clone(), source })?;
        self.known.extend(read.into_iter().map(|value| Document {
            path: path.to_owned(),
            resolved: resolved.clone(),
            value,
        }));
        Ok((first..self.known.len()).collect())
    }

    /// Returns the number of documents that were read.
    pub(super) const fn count(&self) -> usize {
        self.known.len()
    }

    /// Returns the name of a file, for people.
    pub(super) fn shown(&self, file: usize) -> String {
        self.known.get(file).map(|document| document.path.display().to_string()).unwrap_or_default()
    }

    /// Returns the name of a file without its folder and ending.
    pub(super) fn stem(&self, file: usize) -> String {
        let path = self.known.get(file).map(|document| document.path.as_path());
        path.and_then(Path::file_stem).unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Returns whether a document is a line of its file.
    pub(super) fn is_line(&self, file: usize) -> bool {
        self.known.get(file).is_some_and(|document| IN_LINES.contains(&ending(&document.path).as_str()))
    }

    /// Returns the value at a place.
    pub(super) fn get(&self, place: &Place) -> Option<&Value> {
        self.known.get(place.file)?.value.pointer(&place.pointer)
    }

    /// Returns the error for a place.
    pub(super) fn wrong(&self, place: &Place, reason: impl Into<String>) -> ImportError {
        ImportError::Place { file: self.shown(place.file), pointer: place.pointer.clone(), reason: reason.into() }
    }

    /// Returns the target of a reference.
    pub(super) fn follow(&mut self, from: &Place, to: &str) -> Result<Place, ImportError> {
        let (path, fragment) = to.split_once('#').unwrap_or((to, ""));
        let fragment = reference::decoded(fragment);
        let wrong = |reason: String| self.wrong(from, reason);
        if !fragment.is_empty() && !fragment.starts_with('/') {
            return Err(wrong(format!("the reference `{to}` is not a JSON pointer")));
        }
        if path.contains("://") || path.contains('\\') || path.starts_with('/') {
            return Err(wrong(format!("the reference `{to}` leads outside the folder, and nothing is fetched")));
        }
        let file = if path.is_empty() {
            from.file
        } else {
            let folder = self.known.get(from.file).and_then(|document| document.path.parent());
            let target = folder.unwrap_or(Path::new("")).join(path);
            let found =
                target.canonicalize().map_err(|error: io::Error| wrong(format!("the reference `{to}`: {error}")))?;
            if !found.starts_with(&self.root) {
                return Err(wrong(format!("the reference `{to}` leads outside the folder {}", self.root.display())));
            }
            match self.known.iter().position(|document| document.resolved == found) {
                Some(file) => file,
                None => self.open(&target)?.first().copied().unwrap_or(from.file),
            }
        };
        let target = Place { file, pointer: fragment };
        if self.get(&target).is_none() {
            return Err(self.wrong(from, format!("the reference `{to}` leads nowhere")));
        }
        Ok(target)
    }

    /// Follows the reference at a place, if there is one, and that of its target.
    pub(super) fn resolve(&mut self, place: &Place) -> Result<Place, ImportError> {
        let mut at = place.clone();
        let mut seen = BTreeSet::new();
        while let Some(to) = self.get(&at).and_then(|value| value.get("$ref")).and_then(Value::as_str) {
            let to = to.to_owned();
            if !seen.insert(at.clone()) {
                return Err(self.wrong(place, format!("the reference `{to}` leads back to itself")));
            }
            at = self.follow(&at, &to)?;
        }
        Ok(at)
    }
}
