//! Why a schema has no generator.

use thiserror::Error;

use crate::schema::CanonicalError;
use crate::schema::ReferenceError;
use crate::schema::SchemaError;

/// A schema that cannot be generated from. Pointers lead into a document; `*` is any item or any undeclared member.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CompileError {
    /// The schema refers to nothing, outside, or to itself.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    /// The schema has no canonical form: it is none, contradicts itself, or says too much.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// The schema, or one derived from it, cannot be compiled for validation.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// No value is possible here.
    #[error("no value is possible at `{pointer}`")]
    Empty {
        /// Where in a document.
        pointer: String,
    },
    /// A pattern is beyond the generator, and no format or second pattern stands in.
    #[error("the pattern `{pattern}` at `{pointer}` cannot be generated: {reason}")]
    Pattern {
        /// Where in a document.
        pointer: String,
        /// The pattern as the schema has it.
        pattern: String,
        /// Why.
        reason: String,
    },
    /// No number with a short decimal text lies in the range.
    #[error("no number can be generated at `{pointer}`")]
    Number {
        /// Where in a document.
        pointer: String,
    },
    /// Values may exist, but none was found by drawing.
    #[error("none of {draws} values drawn for `{pointer}` was valid")]
    Sparse {
        /// Where in a document.
        pointer: String,
        /// How many were drawn.
        draws: usize,
    },
    /// The schema says something that the generator cannot write.
    #[error("the schema of `{pointer}` is beyond the generator: {reason}")]
    Beyond {
        /// Where in a document.
        pointer: String,
        /// What it says.
        reason: String,
    },
}
