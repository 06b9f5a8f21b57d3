//! The compiled form of a schema.

use std::sync::Arc;

use crate::generate::compile::plan::Plan;
use crate::schema::Validator;

/// A plan, its definitions, and the validator of whole documents.
pub(crate) struct Compiled {
    pub(crate) plan: Plan,
    pub(crate) definitions: Vec<Plan>,
    pub(crate) costs: Vec<u32>,
    /// Index of the definition of "any value".
    pub(crate) anything: Option<usize>,
    pub(crate) validator: Arc<Validator>,
    pub(crate) exact: bool,
}
