//! Where a plan stands in a document, and what is refused or looked at there.

use crate::generate::CompileError;
use crate::generate::plan::Plan;
use crate::generate::plan::Sieve;
use crate::generate::window::Window;
use crate::model::MemberOrder;
use crate::schema::Validator;
use crate::schema::canonical::CanonicalSchema;

/// More characters, items or members than this cannot be asked for.
const MOST: usize = 65_536;

/// Where a plan is built: the member order there, and the pointer for errors.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) order: Option<&'a MemberOrder>,
    pub(crate) pointer: &'a str,
}

/// A plan whose values are looked at before they are used.
pub(crate) fn sieve(plan: Plan, schema: &CanonicalSchema, place: Place<'_>) -> Result<Plan, CompileError> {
    Ok(sieve_with(plan, Validator::compile(&schema.to_json_schema())?, place))
}

/// The same with a validator that is there already.
pub(crate) fn sieve_with(plan: Plan, validator: Validator, place: Place<'_>) -> Plan {
    let place = place.pointer.to_owned();
    Plan::Sieve(Box::new(Sieve { plan, validator, pool: std::sync::OnceLock::new(), place }))
}

/// Refuses what would not fit into a delivery, let alone into memory.
pub(crate) fn bounded(window: Window, place: Place<'_>) -> Result<Window, CompileError> {
    let too_much =
        || CompileError::Beyond { pointer: place.pointer.to_owned(), reason: format!("at least {} parts", window.min) };
    if window.min > MOST { Err(too_much()) } else { Ok(window) }
}
