//! For whom a run is printed.

/// For whom a run is printed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reader {
    Person,
    /// A person, on stderr, because a report uses stdout.
    PersonOnStderr,
    Program,
}

impl From<bool> for Reader {
    /// Selects the reader by `--json`.
    fn from(as_json: bool) -> Self {
        if as_json { Self::Program } else { Self::Person }
    }
}
