//! The public type of the compiled generator.

use std::fmt;
use std::sync::{Arc, OnceLock};

use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::{TestRng, TestRunner};
use serde_json::Value;

use crate::generate::compile::builder::Builder;
use crate::generate::compile::compiled::Compiled;
use crate::generate::compile::plan::{Plan, Union, Validated};
use crate::generate::compile::plan_location::PlanLocation;
use crate::generate::compile::{finalize, narrowed};
use crate::generate::cover::documents::cover;
use crate::generate::fill::extremes::Extremes;
use crate::generate::fill::filler::Filler;
use crate::generate::rng::DocumentRng;
use crate::generate::{CompileError, Coverage, JsonTree};
use crate::model::{FieldOrder, Json};
use crate::schema::canonical::Fidelity;
use crate::schema::dialect::modern;
use crate::schema::{CanonicalError, Validator, canonical, on_deep_stack, reference};

/// A generator of documents of one schema. Clones share the compiled parts.
#[derive(Clone)]
pub struct Generator {
    pub(super) compiled: Arc<Compiled>,
    /// The smallest and the fullest document.
    ends: Arc<(Json, Json)>,
}

/// Number of documents drawn to check that a plan gives valid documents.
const PROOFS: usize = 8;

impl Generator {
    /// Compiles a schema of draft 2020-12, or of the draft that it names. Fields are written in the given order; unknown fields follow, sorted by
    /// name.
    ///
    /// # Errors
    /// When no document is possible, or none that this generator can write; the error contains the pointer.
    pub fn compile(schema: &Value, order: &FieldOrder) -> Result<Self, CompileError> {
        on_deep_stack(schema, || Self::compile_deep(&modern(schema), order))?
    }

    fn compile_deep(schema: &Value, order: &FieldOrder) -> Result<Self, CompileError> {
        reference::check(schema)?;
        let validator = Arc::new(Validator::compile(schema)?);
        let (canonical, fidelity) = canonical::canonicalize(&narrowed::narrowed(schema))?;
        let mut enums = Vec::new();
        collect_enums(schema, &mut enums);
        let mut builder = Builder::new(&enums);
        let mut plan = builder.plan(&canonical, PlanLocation { order: Some(order), pointer: "" })?;
        builder.finish()?;
        let is_loose = fidelity != Fidelity::Same || builder.is_loose;
        let anything = builder.anything;
        let mut definitions = builder.definitions;
        finalize::remove_large(&mut plan, &mut definitions)?;
        let costs = finalize(&mut plan, &mut definitions).map_err(|error| match canonical::endless(schema) {
            Some((pointer, keywords)) => CanonicalError::Unsatisfiable { pointer, keywords }.into(),
            None => error,
        })?;
        for definition in &definitions {
            finalize::fill_pools(definition, &definitions, &costs);
        }
        finalize::fill_pools(&plan, &definitions, &costs);
        for definition in &mut definitions {
            // An unused definition may be impossible to satisfy.
            if finalize::prune(definition).is_err() {
                *definition = Plan::Union(Union::of(Vec::new()));
            }
        }
        finalize::prune(&mut plan)?;
        let costs = finalize(&mut plan, &mut definitions)?;
        let extremes = Extremes::new(&definitions, &costs);
        let mut filler = Filler::new(&definitions, DocumentRng::fixed(0x9e4e));
        let mut proofs = vec![extremes.smallest(&plan), extremes.largest(&plan)];
        proofs.extend((0..PROOFS).map(|_| filler.document(&plan)));
        if is_loose || !proofs.iter().all(|document| validator.is_valid(&document.to_value())) {
            // The canonical form or this plan is less strict than the schema, so whole documents are validated.
            let validated =
                Validated { plan, validator: Arc::clone(&validator), pool: OnceLock::new(), location: String::new() };
            plan = Plan::Validated(Box::new(validated));
            finalize::fill_pools(&plan, &definitions, &costs);
            finalize::prune(&mut plan)?;
        }
        let exact = plan.is_exact() && definitions.iter().all(Plan::is_exact);
        let (minimal, maximal) = (extremes.smallest(&plan), extremes.largest(&plan));
        let compiled = Arc::new(Compiled { plan, definitions, costs, anything, validator, exact });
        // The smallest value that a validated plan found may still contain parts that a document does not need.
        let mut tree = JsonTree::new(Arc::clone(&compiled), minimal);
        while !exact && tree.simplify() {}
        Ok(Self { compiled, ends: Arc::new((tree.current(), maximal)) })
    }

    /// Returns the compiled schema.
    pub(crate) fn validator(&self) -> Arc<Validator> {
        Arc::clone(&self.compiled.validator)
    }

    /// Generates a random document.
    #[must_use]
    pub fn sample(&self, rng: &mut TestRng) -> Json {
        Filler::new(&self.compiled.definitions, DocumentRng::of(rng)).document(&self.compiled.plan)
    }

    /// Returns the smallest document: no optional fields, shortest strings, near bounds, first constants, `null`
    /// wherever it is allowed.
    #[must_use]
    pub fn minimal(&self) -> Json {
        self.ends.0.clone()
    }

    /// Returns the fullest document: all optional fields, `null` only if nothing else is allowed, strings and arrays at
    /// their longest (255 characters and three items if the schema sets no limit), numbers at the far bound (2^53 - 1).
    #[must_use]
    pub fn maximal(&self) -> Json {
        self.ends.1.clone()
    }

    /// Generates a random document that can be shrunk.
    #[must_use]
    pub fn tree(&self, rng: &mut TestRng) -> JsonTree {
        self.shrinking(self.sample(rng))
    }

    /// Generates documents that together show every constant, branch, optional field, pair of optional fields and
    /// bound; all other values are random. [`Coverage`] lists what they show, and what cannot be shown.
    #[must_use]
    pub fn covering(&self, rng: &mut TestRng) -> Coverage {
        cover(&self.compiled, DocumentRng::of(rng))
    }

    /// Returns whether every draw is valid by construction; if not, some values are drawn and validated until one is
    /// valid.
    #[must_use]
    pub fn exact(&self) -> bool {
        self.compiled.exact
    }
}

impl fmt::Debug for Generator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Generator").field("exact", &self.compiled.exact).finish_non_exhaustive()
    }
}

impl Strategy for Generator {
    type Tree = JsonTree;
    type Value = Json;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        Ok(self.tree(runner.rng()))
    }
}

/// Computes the costs of the definitions, and marks in the plans what follows from them.
fn finalize(plan: &mut Plan, definitions: &mut [Plan]) -> Result<Vec<u32>, CompileError> {
    let costs = finalize::costs(definitions);
    if plan.cost(&costs) == u32::MAX {
        return Err(CompileError::Empty { pointer: String::new() });
    }
    finalize::mark(plan, &costs);
    for definition in definitions {
        finalize::mark(definition, &costs);
    }
    Ok(costs)
}

/// Collects every `enum` of a schema, as it was written.
fn collect_enums(schema: &Value, enums: &mut Vec<Vec<Value>>) {
    match schema {
        Value::Object(keywords) => {
            if let Some(Value::Array(values)) = keywords.get("enum") {
                enums.push(values.clone());
            }
            for branches in ["oneOf", "anyOf"].into_iter().filter_map(|keyword| keywords.get(keyword)?.as_array()) {
                let named = |branch: &Value| {
                    let listed = branch.get("enum").and_then(Value::as_array).cloned();
                    listed.or_else(|| Some(vec![branch.get("const")?.clone()]))
                };
                enums.extend(branches.iter().map(named).collect::<Option<Vec<_>>>().map(|listed| listed.concat()));
            }
            keywords.values().for_each(|inner| collect_enums(inner, enums));
        }
        Value::Array(items) => items.iter().for_each(|inner| collect_enums(inner, enums)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::seeded;
    use crate::model::BodyStyle;

    #[test]
    fn a_minimal_document_has_only_required_fields() {
        let schema = serde_json::json!({"type": "object", "required": ["id"], "properties": {"id": {"type": "integer", "minimum": 1}}});
        let generator = Generator::compile(&schema, &FieldOrder::default()).unwrap();
        assert_eq!(generator.minimal().write(BodyStyle::COMPACT), br#"{"id":1}"#);
        assert_eq!(generator.sample(&mut seeded(7, &[])), generator.sample(&mut seeded(7, &[])));
    }
}
