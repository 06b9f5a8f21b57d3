//! A change in one framework.

/// Change in one framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a name and a line")]
pub struct Framework {
    /// Its name.
    pub name: &'static str,
    /// The code or setting.
    pub line: &'static str,
}
