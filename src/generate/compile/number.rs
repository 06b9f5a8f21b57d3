//! Builds a plan from a canonical number.

use serde_json::Number;

use crate::generate::CompileError;
use crate::generate::compile::plan::Plan;
use crate::generate::compile::plan_location::{PlanLocation, validated};
use crate::generate::value::number::{Decimal, Range};
use crate::model::Json;
use crate::schema::canonical::{CanonicalSchema, IntegerView, NumberView};

/// Returns the plan of integers that every reader represents exactly.
pub(crate) fn any_integer() -> Plan {
    Decimal::integers(None, None, 1).map_or(Plan::Constant(Json::Null), Plan::Number)
}

/// Returns the plan of any number.
pub(crate) fn any_number() -> Plan {
    Decimal::numbers(Range::default()).map_or(Plan::Constant(Json::Null), Plan::Number)
}

/// Builds the plan of an integer.
pub(crate) fn integers(
    schema: &CanonicalSchema,
    view: &IntegerView,
    location: PlanLocation<'_>,
) -> Result<Plan, CompileError> {
    let bound = |bound: &Option<Number>| bound.as_ref().and_then(Number::as_i64).map(i128::from);
    let step = view.multiple_of.first().and_then(Number::as_i64).map_or(1, i128::from);
    let numbers = Decimal::integers(bound(&view.minimum), bound(&view.maximum), step);
    let is_exact = view.multiple_of.iter().all(|step| step.as_i64().is_some())
        && view.multiple_of.len() <= 1
        && view.not_multiple_of.is_empty();
    let plan =
        numbers.map(Plan::Number).ok_or_else(|| CompileError::Number { pointer: location.pointer.to_owned() })?;
    if is_exact { Ok(plan) } else { validated(plan, schema, location) }
}

/// Builds the plan of a number.
pub(crate) fn numbers(
    schema: &CanonicalSchema,
    view: &NumberView,
    location: PlanLocation<'_>,
) -> Result<Plan, CompileError> {
    let range = Range {
        low: view.minimum.as_ref().and_then(Number::as_f64),
        high: view.maximum.as_ref().and_then(Number::as_f64),
        low_excluded: view.exclusive_minimum,
        high_excluded: view.exclusive_maximum,
    };
    let numbers = match view.multiple_of.first() {
        Some(step) => Decimal::multiples(range, step),
        None => Decimal::numbers(range),
    };
    let is_exact = view.multiple_of.len() <= 1 && view.not_multiple_of.is_empty() && !view.excludes_integers;
    let plan =
        numbers.map(Plan::Number).ok_or_else(|| CompileError::Number { pointer: location.pointer.to_owned() })?;
    if is_exact { Ok(plan) } else { validated(plan, schema, location) }
}
