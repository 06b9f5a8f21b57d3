//! Validation by draft 2020-12 with formats asserted. It never fetches anything.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;
use thiserror::Error;

/// A compiled schema. Cheap to call, not to compile.
#[derive(Debug)]
pub struct Validator(jsonschema::Validator);

/// Something that is no schema of draft 2020-12.
#[derive(Debug, Error)]
#[error("not a schema at `{pointer}`: {reason}")]
#[non_exhaustive]
pub struct SchemaError {
    /// Where in the schema.
    pub pointer: String,
    /// What is wrong there, without the value.
    pub reason: String,
}

/// One rule that a document breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Where in the document.
    pub pointer: String,
    /// The keyword that refused it.
    pub schema_pointer: String,
    /// What is wrong; the document's own values are masked.
    pub message: String,
}

impl Validator {
    /// Compiles a schema.
    ///
    /// # Errors
    /// When it is no schema, or refers to something outside itself.
    pub fn compile(schema: &Value) -> Result<Self, SchemaError> {
        jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .should_validate_formats(true)
            .build(schema)
            .map(Self)
            .map_err(|error| SchemaError {
                pointer: error.instance_path().to_string(),
                reason: error.masked().to_string(),
            })
    }

    /// Whether a document keeps every rule.
    #[must_use]
    pub fn is_valid(&self, document: &Value) -> bool {
        self.0.is_valid(document)
    }

    /// Every rule that a document breaks, in the schema's order; where no branch of an `anyOf` or `oneOf`
    /// took a value, what each of them said stands behind it.
    pub(crate) fn errors_inside(&self, document: &Value) -> Vec<Violation> {
        let mut found = Vec::new();
        self.0.iter_errors(document).for_each(|error| add_inside(&error, &mut found));
        found
    }

    /// Every rule that a document breaks, in the schema's order.
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

    /// The keyword that refused the document.
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
