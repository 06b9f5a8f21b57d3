//! The reasons why a body has no document.

use thiserror::Error;

use crate::model::json::JsonError;

/// The reason why a body has no document.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BodyError {
    /// It should be JSON and is not.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// A percent sign without two hexadecimal digits, or bytes that are not UTF-8.
    #[error("not a form: field {field} has a broken escape, or is not UTF-8")]
    Form {
        /// Number of the field, from 1.
        field: usize,
    },
    /// The name of a field has too many brackets, or is in the place of another value.
    #[error("not a bracketed form: the name of field {field} has too many brackets, or contradicts another name")]
    Brackets {
        /// Number of the field, from 1.
        field: usize,
    },
    /// A part of a multipart body has no name, is not UTF-8, or does not end.
    #[error("not a multipart body: part {part} has no name, is not UTF-8, or does not end")]
    Part {
        /// Number of the part, from 1.
        part: usize,
    },
    /// The form lacks the field that holds the document.
    #[error("the form has no field `{name}`")]
    Field {
        /// Name of the field.
        name: String,
    },
    /// The document has no list of events.
    #[error("the body has no list of events at {each}")]
    NoEvents {
        /// JSON pointer of an event.
        each: String,
    },
    /// The list of events is empty.
    #[error("the list of events is empty")]
    Empty,
}
