//! The location of a plan in a document, and the checks of plans that depend on it.

use std::sync::Arc;

use crate::generate::CompileError;
use crate::generate::compile::plan::{Plan, Validated};
use crate::generate::value::length_range::LengthRange;
use crate::model::FieldOrder;
use crate::schema::Validator;
use crate::schema::canonical::CanonicalSchema;

/// Maximum number of characters, items or fields that a schema may require.
const MOST: usize = 65_536;

/// The location in a document for which a plan is built: its field order, and its JSON pointer; `*` is any item or any
/// undeclared field.
#[derive(Clone, Copy)]
pub(crate) struct PlanLocation<'a> {
    pub(crate) order: Option<&'a FieldOrder>,
    pub(crate) pointer: &'a str,
}

/// Wraps a plan whose values must be validated before they are used.
pub(crate) fn validated(
    plan: Plan,
    schema: &CanonicalSchema,
    location: PlanLocation<'_>,
) -> Result<Plan, CompileError> {
    Ok(validated_with(plan, Validator::compile(&schema.to_json_schema())?, location))
}

/// Wraps such a plan with an existing validator.
pub(crate) fn validated_with(plan: Plan, validator: Validator, location: PlanLocation<'_>) -> Plan {
    let (validator, location) = (Arc::new(validator), location.pointer.to_owned());
    Plan::Validated(Box::new(Validated { plan, validator, pool: std::sync::OnceLock::new(), location }))
}

/// Rejects sizes that would not fit into a delivery, or even into memory.
pub(crate) fn bounded(range: LengthRange, location: PlanLocation<'_>) -> Result<LengthRange, CompileError> {
    let too_much = || CompileError::Beyond {
        pointer: location.pointer.to_owned(),
        reason: format!("at least {} parts", range.min),
    };
    if range.min > MOST { Err(too_much()) } else { Ok(range) }
}
