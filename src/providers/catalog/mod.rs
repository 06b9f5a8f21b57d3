//! The catalogue: providers that are described by a file.

mod a_to_l;
mod m_to_z;

/// Paths and contents of the files, sorted by path.
pub const FILES: &[(&str, &str)] = &ALL;

const COUNT: usize = a_to_l::FILES.len() + m_to_z::FILES.len();

const ALL: [(&str, &str); COUNT] = {
    let (first, last) = (a_to_l::FILES, m_to_z::FILES);
    let mut all = [("", ""); COUNT];
    let mut at = 0;
    while at < COUNT {
        all[at] = if at < first.len() { first[at] } else { last[at - first.len()] };
        at += 1;
    }
    all
};

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
