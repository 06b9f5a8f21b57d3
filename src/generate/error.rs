//! The reasons why a schema has no generator.

use thiserror::Error;

use crate::schema::{CanonicalError, ReferenceError, SchemaError};

/// The error for a schema without a generator. Pointers lead into a document; `*` is any item or any undeclared field.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CompileError {
    /// The schema contains a reference to a missing target, to another document or to itself.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    /// The schema has no canonical form: it is invalid, contradicts itself, or contains something that the form cannot
    /// express.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// The schema, or one derived from it, cannot be compiled for validation.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// No value is possible at this pointer.
    #[error("no value is possible at `{pointer}`")]
    Empty {
        /// Pointer into a document.
        pointer: String,
    },
    /// A pattern is not supported, and no format or second pattern can replace it.
    #[error("the pattern `{pattern}` at `{pointer}` cannot be generated: {reason}")]
    Pattern {
        /// Pointer into a document.
        pointer: String,
        /// The pattern as written in the schema.
        pattern: String,
        /// The reason.
        reason: String,
    },
    /// No number with a short decimal text is in the range.
    #[error("no number can be generated at `{pointer}`")]
    Number {
        /// Pointer into a document.
        pointer: String,
    },
    /// Values may exist, but random draws found no valid one.
    #[error("none of {draws} values drawn for `{pointer}` was valid")]
    Sparse {
        /// Pointer into a document.
        pointer: String,
        /// Number of draws.
        draws: usize,
    },
    /// The schema contains something that the generator cannot write.
    #[error("the schema of `{pointer}` is beyond the generator: {reason}")]
    Beyond {
        /// Pointer into a document.
        pointer: String,
        /// The unsupported part.
        reason: String,
    },
}
