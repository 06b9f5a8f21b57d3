//! A change that has not been shown to the validator yet.

use crate::generate::mutate::kind::MutationKind;
use crate::model::Json;

/// A change of one place.
#[derive(Debug)]
pub(super) struct Candidate {
    /// Pointer of the value that is changed.
    pub(super) pointer: String,
    pub(super) what: String,
    pub(super) edit: Edit,
}

/// What is done at the pointer.
#[derive(Debug)]
pub(super) enum Edit {
    /// Puts a value there, as a last member where there was none.
    Set(Json),
    Remove,
}

/// Several ways to break one rule at one place; the first whose label is true is used.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) kind: MutationKind,
    /// Where the schema should say no.
    pub(super) at: String,
    /// The keywords that may say no; any, where there is none.
    pub(super) keywords: &'static [&'static str],
    pub(super) ways: Vec<Candidate>,
}

impl Candidate {
    /// Puts another value in the place of one.
    pub(super) fn set(pointer: &str, value: Json, what: impl Into<String>) -> Self {
        Self { pointer: pointer.to_owned(), what: what.into(), edit: Edit::Set(value) }
    }

    /// The document with the change in it.
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
    /// A target that the schema judges at the changed value itself.
    pub(super) fn here(
        kind: MutationKind,
        pointer: &str,
        keywords: &'static [&'static str],
        ways: Vec<Candidate>,
    ) -> Self {
        Self { kind, at: pointer.to_owned(), keywords, ways }
    }
}
