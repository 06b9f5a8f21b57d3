//! Validates with formats asserted, by draft 2020-12 or an older draft that the schema names. Nothing is ever fetched.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;
use thiserror::Error;

use crate::schema::dialect::modern;

/// A compiled schema. Validation is cheap, compilation is not.
#[derive(Debug)]
pub struct Validator(jsonschema::Validator);

/// The error for an invalid schema.
#[derive(Debug, Error)]
#[error("not a schema at `{pointer}`: {reason}")]
#[non_exhaustive]
pub struct SchemaError {
    /// Pointer into the schema.
    pub pointer: String,
    /// The reason, without the value.
    pub reason: String,
}

/// One violation of the schema by a document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Pointer into the document.
    pub pointer: String,
    /// Pointer to the violated keyword in the schema.
    pub schema_pointer: String,
    /// Description of the violation; the document's own values are masked.
    pub message: String,
}

impl Validator {
    /// Compiles a schema.
    ///
    /// # Errors
    /// When it is not a valid schema, or refers to an external document.
    pub fn compile(schema: &Value) -> Result<Self, SchemaError> {
        jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .should_validate_formats(true)
            .build(&modern(schema))
            .map(Self)
            .map_err(|error| SchemaError {
                pointer: error.instance_path().to_string(),
                reason: error.masked().to_string(),
            })
    }

    /// Returns whether a document satisfies the schema.
    #[must_use]
    pub fn is_valid(&self, document: &Value) -> bool {
        self.0.is_valid(document)
    }

    /// Returns every violation by a document, in the schema's order. If no branch of an `anyOf` or `oneOf` accepts a
    /// value, the violations of each branch follow.
    pub(crate) fn errors_inside(&self, document: &Value) -> Vec<Violation> {
        let mut found = Vec::new();
        self.0.iter_errors(document).for_each(|error| add_inside(&error, &mut found));
        found
    }

    /// Returns every violation by a document, in the schema's order.
    #[must_use]
    pub fn errors(&self, document: &Value) -> Vec<Violation> {
        self.0.iter_errors(document).map(|error| Violation::of(&error)).collect()
    }
}

impl Violation {
    fn of(error: &ValidationError<'_>) -> Self {
        Self {
            pointer: error.instance_path().to_string(),
            schema_pointer: error.schema_path().to_string(),
            message: error.masked().to_string(),
        }
    }

    /// Returns the keyword that the document violates.
    pub(crate) fn keyword(&self) -> &str {
        self.schema_pointer.rsplit('/').next().unwrap_or_default()
    }
}

fn add_inside(error: &ValidationError<'_>, found: &mut Vec<Violation>) {
    found.push(Violation::of(error));
    let (ValidationErrorKind::AnyOf { context }
    | ValidationErrorKind::OneOfNotValid { context }
    | ValidationErrorKind::OneOfMultipleValid { context }) = error.kind()
    else {
        return;
    };
    context.iter().flatten().for_each(|inner| add_inside(inner, found));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_violation_is_placed_and_masked() {
        let schema = json!({"properties": {"a": {"items": {"format": "uuid"}}}});
        let validator = Validator::compile(&schema).unwrap();
        assert!(validator.is_valid(&json!({"a": ["6f1d9dc5-5b9c-4a0e-8c1f-6c1d1c2b3a4f"]})));
        let found = validator.errors(&json!({"a": ["s3cret"]}));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].pointer, "/a/0");
        assert_eq!(found[0].schema_pointer, "/properties/a/items/format");
        assert!(!found[0].message.contains("s3cret"), "{}", found[0].message);
    }

    #[test]
    fn a_fault_of_the_schema_is_placed() {
        let error = Validator::compile(&json!({"properties": {"a": {"type": "text"}}})).unwrap_err();
        assert_eq!(error.pointer, "/properties/a/type");
        assert!(Validator::compile(&json!({"$ref": "https://example.com/other.json"})).is_err());
    }
}
