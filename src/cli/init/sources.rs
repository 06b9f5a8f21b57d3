//! What the sources of a project reveal about its webhooks: the provider, the path, the variable of the secret.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use crate::provider_file;

/// Files that are read, at most.
const MOST_FILES: usize = 3_000;

/// Folders above a file, at most.
const MOST_DEPTH: usize = 12;

/// Larger files are not written by hand.
const MOST_BYTES: u64 = 512 << 10;

/// Folders without sources of the project.
const NOT_OWN: [&str; 10] =
    ["node_modules", "target", "vendor", "venv", "dist", "build", "__pycache__", "tests", "test", "spec"];

/// Ends of the names of sources and of files with variables.
const SOURCES: [&str; 20] = [
    "js", "mjs", "cjs", "ts", "tsx", "jsx", "py", "go", "rs", "rb", "php", "java", "kt", "ex", "exs", "cs", "env",
    "example", "yml", "yaml",
];

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) provider: Option<String>,
    pub(super) path: Option<String>,
    pub(super) secret: Option<String>,
}

/// How often each text was seen.
type Counts = BTreeMap<String, usize>;

/// Searches the sources in a folder.
pub(super) fn search(folder: &Path) -> Found {
    let (Ok(path), Ok(secret), Ok(word)) = (
        Regex::new(r#"["'`](/[\w./-]*(?:web)?hook[\w./-]*)["'`/]"#),
        Regex::new(
            r"\b([A-Z][A-Z0-9_]*(?:HOOK|SIGNING)[A-Z0-9_]*(?:SECRET|KEY|TOKEN)|[A-Z0-9_]*(?:SECRET|KEY)[A-Z0-9_]*HOOK[A-Z0-9_]*)\b",
        ),
        Regex::new("[a-z0-9]+"),
    ) else {
        return Found::default();
    };
    let known = provider_file::known();
    let (mut paths, mut secrets, mut providers) = (Counts::new(), Counts::new(), Counts::new());
    for file in files(folder) {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        let lower = text.to_lowercase();
        if !lower.contains("hook") {
            continue;
        }
        for found in path.captures_iter(&text) {
            *paths.entry(found[1].trim_end_matches('/').to_owned()).or_default() += 1;
        }
        for found in secret.captures_iter(&text) {
            *secrets.entry(found[1].to_owned()).or_default() += 1;
        }
        let words: Vec<&str> = word.find_iter(&lower).map(|word| word.as_str()).collect();
        for name in &known {
            // A name of several words is next to each other in a source, however it is joined there.
            let parts: Vec<&str> = name.split('-').collect();
            let count = words.windows(parts.len()).filter(|window| **window == *parts).count();
            if count > 0 {
                *providers.entry(name.clone()).or_default() += count;
            }
        }
    }
    Found { provider: most(providers), path: most(paths), secret: most(secrets) }
}

/// Returns what was seen most often.
fn most(counts: Counts) -> Option<String> {
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(text, _)| text)
}

/// Returns the sources in a folder and below it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![(folder.to_path_buf(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        let mut entries: Vec<_> = entries.filter_map(Result::ok).collect();
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let (Ok(kind), Ok(about)) = (entry.file_type(), entry.metadata()) else { continue };
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            let is_own = !NOT_OWN.contains(&name.as_str()) && (!name.starts_with('.') || name.starts_with(".env"));
            // A link is followed nowhere: it may lead into a circle.
            if kind.is_dir() && is_own && depth < MOST_DEPTH {
                folders.push((path, depth + 1));
            } else if kind.is_file() && is_own && about.len() <= MOST_BYTES {
                let end = name.rsplit('.').next().unwrap_or_default();
                if SOURCES.contains(&end) {
                    found.push(path);
                }
            }
            if found.len() >= MOST_FILES {
                return found;
            }
        }
    }
    found
}
