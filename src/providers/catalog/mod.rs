//! The catalogue: providers that are described by a file.

mod files;

pub use files::FILES;

/// Returns the file of the provider of this name.
#[must_use]
pub fn file(name: &str) -> Option<&'static str> {
    let path = format!("{name}.toml");
    FILES.iter().find(|(known, _)| *known == path).map(|(_, text)| *text)
}

/// Returns the names of the providers, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().filter_map(|(path, _)| path.strip_suffix(".toml"))
}
