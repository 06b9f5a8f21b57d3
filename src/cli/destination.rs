//! Destination of an output path: a file, a stream, or a device.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// As many links are followed as Linux follows.
const MOST_LINKS: usize = 40;

/// Destination of a path, with all links followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Stdout,
    Stderr,
    /// A pipe, a device, or a descriptor of this process.
    Open(PathBuf),
    /// A file, or nothing yet.
    File(PathBuf),
}

impl Place {
    /// Its path; empty for a stream.
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Stdout | Self::Stderr => Path::new(""),
            Self::Open(path) | Self::File(path) => path,
        }
    }

    /// Whether both are the same. Two streams are not compared, and `/dev/null` may be given more than once.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let path = self.path();
        if path.as_os_str().is_empty() || path == Path::new("/dev/null") {
            return false;
        }
        path == other.path() || is_one_file(path, other.path())
    }
}

/// Whether two paths lead to one file, pipe or device.
#[cfg(unix)]
fn is_one_file(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let node = |path| fs::metadata(path).map(|found| (found.dev(), found.ino())).ok();
    node(one).is_some_and(|found| node(other) == Some(found))
}

#[cfg(not(unix))]
fn is_one_file(_: &Path, _: &Path) -> bool {
    false
}

/// Finds the destination of a path.
///
/// # Errors
/// If it is a folder, or its folder does not exist.
pub(super) fn find(path: &Path) -> io::Result<Place> {
    let is_folder = || io::Error::new(ErrorKind::IsADirectory, "it is a folder");
    if path.is_dir() || path.to_string_lossy().ends_with(std::path::is_separator) {
        return Err(is_folder());
    }
    let mut at = path.to_owned();
    for _ in 0..MOST_LINKS {
        let folder = match at.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => fs::canonicalize(folder)?,
            _ => fs::canonicalize(".")?,
        };
        at = folder.join(at.file_name().ok_or_else(is_folder)?);
        if let Some(place) = descriptor(&folder, &at) {
            return Ok(place);
        }
        match fs::read_link(&at) {
            Ok(to) => at = folder.join(to),
            Err(_) => {
                return match fs::metadata(&at) {
                    Ok(found) if !found.is_file() => Ok(Place::Open(at)),
                    Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
                    _ => Ok(Place::File(at)),
                };
            }
        }
    }
    Err(io::Error::other("it is a link that leads to itself"))
}

/// Returns a descriptor of this process, under any name. The target of its redirection is not replaced.
fn descriptor(folder: &Path, at: &Path) -> Option<Place> {
    let own = format!("/proc/{}/fd", std::process::id());
    let name = at.file_name()?.to_str()?;
    let is_numbered = folder == Path::new(&own) || folder == Path::new("/dev/fd");
    match name {
        "1" if is_numbered => Some(Place::Stdout),
        "2" if is_numbered => Some(Place::Stderr),
        _ if is_numbered => Some(Place::Open(at.to_owned())),
        "stdout" if folder == Path::new("/dev") => Some(Place::Stdout),
        "stderr" if folder == Path::new("/dev") => Some(Place::Stderr),
        _ => None,
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// Returns an empty folder that only this test uses.
    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("hookproof-place-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        fs::canonicalize(folder).unwrap()
    }

    #[test]
    fn streams_are_known_by_every_name() {
        let folder = folder("streams");
        symlink("/dev/stdout", folder.join("log")).unwrap();
        for name in ["/dev/stdout", "/dev/./stdout", "/dev/fd/1", "/dev/../dev/stdout"] {
            assert_eq!(find(Path::new(name)).unwrap(), Place::Stdout, "{name}");
        }
        assert_eq!(find(&folder.join("log")).unwrap(), Place::Stdout);
        assert_eq!(find(Path::new("/dev/stderr")).unwrap(), Place::Stderr);
        assert!(matches!(find(Path::new("/dev/fd/0")).unwrap(), Place::Open(_)));
        assert_eq!(find(Path::new("/dev/null")).unwrap(), Place::Open("/dev/null".into()));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn links_are_followed_to_their_end() {
        let folder = folder("links");
        let (target, new) = (folder.join("target"), folder.join("new"));
        fs::write(&target, "").unwrap();
        symlink("target", folder.join("one")).unwrap();
        symlink(folder.join("one"), folder.join("two")).unwrap();
        symlink("new", folder.join("dangling")).unwrap();
        symlink("itself", folder.join("itself")).unwrap();
        fs::hard_link(&target, folder.join("hard")).unwrap();
        let at = |name: &str| find(&folder.join(name));
        assert_eq!(at("two").unwrap(), Place::File(target.clone()));
        assert_eq!(at("dangling").unwrap(), Place::File(new));
        assert_eq!(at("itself").unwrap_err().to_string(), "it is a link that leads to itself");
        assert!(at("two").unwrap().is_same(&at("target").unwrap()));
        assert!(at("hard").unwrap().is_same(&at("target").unwrap()));
        assert!(at("dangling").unwrap().is_same(&at("new").unwrap()));
        assert!(!at("new").unwrap().is_same(&at("target").unwrap()));
        let null = find(Path::new("/dev/null")).unwrap();
        assert!(!null.is_same(&null));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn folders_are_refused() {
        let folder = folder("folders");
        fs::write(folder.join("file"), "").unwrap();
        for name in ["", ".", "..", "missing/"] {
            assert_eq!(find(&folder.join(name)).unwrap_err().kind(), ErrorKind::IsADirectory, "{name}");
        }
        assert_eq!(find(&folder.join("missing/report")).unwrap_err().kind(), ErrorKind::NotFound);
        assert_eq!(find(&folder.join("file/report")).unwrap_err().kind(), ErrorKind::NotADirectory);
        fs::remove_dir_all(folder).unwrap();
    }
}
