//! A change that has not been validated yet.

use crate::generate::mutate::kind::MutationKind;
use crate::model::Json;

/// A change at one location.
#[derive(Debug)]
pub(super) struct Candidate {
    /// Pointer to the value that is changed.
    pub(super) pointer: String,
    pub(super) what: String,
    pub(super) edit: Edit,
}

/// The edit at the pointer.
#[derive(Debug)]
pub(super) enum Edit {
    /// Sets the value there. A new field is added as the last one.
    Set(Json),
    Remove,
}

/// Several ways to break one rule at one location; the first one whose label is true is used.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) kind: MutationKind,
    /// Pointer at which the schema should reject the document.
    pub(super) at: String,
    /// The keywords that may reject it; empty for any keyword.
    pub(super) keywords: &'static [&'static str],
    pub(super) ways: Vec<Candidate>,
}

impl Candidate {
    /// Creates a candidate that replaces a value.
    pub(super) fn set(pointer: &str, value: Json, what: impl Into<String>) -> Self {
        Self { pointer: pointer.to_owned(), what: what.into(), edit: Edit::Set(value) }
    }

    /// Returns the document with the change.
    pub(super) fn apply(&self, document: &Json) -> Json {
        let mut changed = document.clone();
        match &self.edit {
            Edit::Set(value) => {
                changed.set(&self.pointer, value.clone());
            }
            Edit::Remove => {
                changed.remove(&self.pointer);
            }
        }
        changed
    }
}

impl Target {
    /// Creates a target that the schema should reject at the changed value itself.
    pub(super) fn here(
        kind: MutationKind,
        pointer: &str,
        keywords: &'static [&'static str],
        ways: Vec<Candidate>,
    ) -> Self {
        Self { kind, at: pointer.to_owned(), keywords, ways }
    }
}
