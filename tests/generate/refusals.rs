//! Schemas without a generator say so when they are compiled: why, and where.

use hookproof::__private::generate::Generator;
use hookproof::CompileError;
use hookproof::model::FieldOrder;
use hookproof::schema::{CanonicalError, ReferenceError};

use crate::corpus;
use crate::corpus::Expected;

/// Kind, pointer and pattern of an error, in the words of the corpus.
pub(crate) fn told(error: &CompileError) -> (&'static str, &str, &str) {
    match error {
        CompileError::Reference(ReferenceError::Nowhere { pointer, .. }) => ("nowhere", pointer, ""),
        CompileError::Reference(ReferenceError::Outside { pointer, .. }) => ("outside", pointer, ""),
        CompileError::Reference(ReferenceError::Endless { pointer, .. }) => ("endless", pointer, ""),
        CompileError::Schema(error) => ("schema", &error.pointer, ""),
        CompileError::Canonical(CanonicalError::Unsatisfiable { pointer, .. }) => ("unsatisfiable", pointer, ""),
        CompileError::Canonical(CanonicalError::Unmodeled { pointer, .. }) => ("unmodeled", pointer, ""),
        CompileError::Empty { pointer } => ("empty", pointer, ""),
        CompileError::Pattern { pointer, pattern, .. } => ("pattern", pointer, pattern),
        CompileError::Number { pointer } => ("number", pointer, ""),
        CompileError::Sparse { pointer, .. } => ("sparse", pointer, ""),
        CompileError::Beyond { pointer, .. } => ("beyond", pointer, ""),
        _ => ("unknown", "", ""),
    }
}

#[test]
fn what_cannot_be_written_is_refused_with_its_place() {
    let mut wrong = Vec::new();
    for case in corpus::all() {
        let Expected::Refusal { why, pointer, pattern } = case.expected else { continue };
        match Generator::compile(&case.schema, &FieldOrder::default()) {
            Ok(generator) => wrong.push(format!("{}: {:?}", case.name, generator.minimal())),
            Err(error) if told(&error) == (why, pointer, pattern) => {}
            Err(error) => wrong.push(format!("{}: {error}: {:?}", case.name, told(&error))),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
