//! Finds a provider by its name or by the path of its file.

use std::path::{Path, PathBuf};

use crate::model::{did_you_mean, nearest};
use crate::provider::Provider;
use crate::provider_file::error::{Place, ProviderFileError};
use crate::provider_file::fields::Fields;
use crate::provider_file::folder::Folder;
use crate::provider_file::vectors::Vector;
use crate::provider_file::{build, document, keys, vectors};
use crate::providers;
use crate::providers::catalog;

/// The folder of provider files, from the working folder.
const USUAL: &str = "providers";

/// The environment variable that names another folder of provider files.
const VARIABLE: &str = "HOOKPROOF_PROVIDERS";

/// Endings of provider files.
const ENDINGS: [&str; 4] = ["toml", "yaml", "yml", "json"];

/// The longest chain of files that are like each other.
const LONGEST: usize = 16;

impl Provider {
    /// Reads a provider from a file.
    ///
    /// # Errors
    /// When the file, or a file that it names, cannot be read, or something in it is wrong. The error has the file, the
    /// line and the column.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, ProviderFileError> {
        of_path(path.as_ref()).map(|described| described.provider)
    }
}

/// Finds a provider: by the path of a file if the text has a `/`, a `.` or names an existing file; else by its name among
/// the built-in providers, the files in the folders of provider files, and the catalogue.
///
/// # Errors
/// When the name is unknown, or the file cannot be used.
pub fn find(text: &str) -> Result<Provider, ProviderFileError> {
    describe(text).map(|described| described.provider)
}

/// A provider, with the published signatures in its file.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "what is in a file")]
pub struct Described {
    /// The provider.
    pub provider: Provider,
    /// The published signatures.
    pub vectors: Vec<Vector>,
}

/// Finds a provider as [`find`] does, with the published signatures in its file.
///
/// # Errors
/// As [`find`].
pub fn describe(text: &str) -> Result<Described, ProviderFileError> {
    let path = Path::new(text);
    if text.contains(['/', '\\', '.']) || path.is_file() {
        return of_path(path);
    }
    let id = text.to_ascii_lowercase();
    if let Ok(provider) = providers::named(&id) {
        return Ok(Described { provider, vectors: Vec::new() });
    }
    if let Some(path) = folders().iter().find_map(|folder| in_folder(folder, &id)) {
        return of_path(&path);
    }
    if let Some(text) = catalog::file(&id) {
        let folder = Folder::Embedded(catalog::FILES);
        return of_text(&id, &folder.shown(&format!("{id}.toml")), folder, text);
    }
    let known = known();
    Err(ProviderFileError::Unknown { name: text.to_owned(), nearest: nearest(&id, known.iter().map(String::as_str)) })
}

/// Returns the names of every provider that [`find`] finds without a path.
pub(crate) fn known() -> Vec<String> {
    let mut known: Vec<String> = providers::ALL.iter().map(|provider| provider().id).collect();
    for folder in folders() {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let files = entries.map(|entry| entry.path()).filter(|path| {
            path.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| ENDINGS.contains(&ending))
        });
        known.extend(files.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())));
    }
    known.extend(catalog::names().map(str::to_owned));
    let mut seen = std::collections::BTreeSet::new();
    known.retain(|name| seen.insert(name.clone()));
    known
}

/// Returns the folders of provider files.
fn folders() -> Vec<PathBuf> {
    let named = std::env::var_os(VARIABLE).map(PathBuf::from);
    std::iter::once(PathBuf::from(USUAL)).chain(named).collect()
}

fn in_folder(folder: &Path, id: &str) -> Option<PathBuf> {
    if !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        return None;
    }
    ENDINGS.iter().map(|ending| folder.join(format!("{id}.{ending}"))).find(|path| path.is_file())
}

fn of_path(path: &Path) -> Result<Described, ProviderFileError> {
    let text = text_of(path)?;
    let id = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("provider").to_ascii_lowercase();
    let folder = Folder::Disk(path.parent().map(Path::to_path_buf).unwrap_or_default());
    let shown = path.display().to_string();
    let mut described = of_text(&id, &shown, folder, &text)?;
    described.provider.file = Some(shown);
    Ok(described)
}

fn text_of(path: &Path) -> Result<String, ProviderFileError> {
    let wrong = |source| ProviderFileError::Read { path: path.display().to_string(), source };
    crate::read::text(path).map_err(wrong)
}

fn of_text(id: &str, file: &str, folder: Folder, text: &str) -> Result<Described, ProviderFileError> {
    let mut fields = Fields::inside(folder.clone(), document::parse(file, text)?, keys::FILE)?;
    let mut seen = vec![file.to_owned()];
    let mut last = (like_of(&fields)?, folder);
    while let (Some((name, place)), folder) = last {
        let (file, folder, text) = base(&name, &folder, &place)?;
        if seen.contains(&file) || seen.len() > LONGEST {
            return Err(place.wrong(format!("`like` is circular: {} → {file}", seen.join(" → "))));
        }
        let inherited = Fields::inside(folder.clone(), document::parse(&file, &text)?, keys::FILE)?;
        seen.push(file);
        last = (like_of(&inherited)?, folder);
        fields.inherit(inherited);
    }
    Ok(Described { provider: build::provider(id, &fields)?, vectors: vectors::read(&fields)? })
}

fn like_of(fields: &Fields) -> Result<Option<(String, Place)>, ProviderFileError> {
    let Some(node) = fields.get("like") else { return Ok(None) };
    Ok(Some((node.text()?.to_owned(), node.place.clone())))
}

/// Returns the file that another one is like: its name, its folder and its text.
fn base(name: &str, folder: &Folder, place: &Place) -> Result<(String, Folder, String), ProviderFileError> {
    let is_path = name.contains(['/', '\\', '.']);
    if let (true, Folder::Disk(folder)) = (is_path, folder) {
        let path = folder.join(name);
        let text = crate::read::text(&path)
            .map_err(|error| place.wrong(format!("`like = \"{name}\"`: {} cannot be read: {error}", path.display())))?;
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        return Ok((path.display().to_string(), Folder::Disk(folder), text));
    }
    if let Some(text) = catalog::file(name) {
        let folder = Folder::Embedded(catalog::FILES);
        return Ok((folder.shown(&format!("{name}.toml")), folder, text.to_owned()));
    }
    if let Some(path) = folders().iter().find_map(|folder| in_folder(folder, name)) {
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        return Ok((path.display().to_string(), Folder::Disk(folder), text_of(&path)?));
    }
    let near = nearest(name, catalog::names());
    Err(place.wrong(format!("unknown provider `{name}`{}", did_you_mean(&near))))
}
