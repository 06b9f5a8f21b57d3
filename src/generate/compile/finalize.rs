//! The last steps of compilation, when all definitions are known: costs, and fallback values of validated plans.

use crate::generate::CompileError;
use crate::generate::compile::plan::{Array, Extra, Object, Plan, Pool, Presence, Union, Validated};
use crate::generate::compile::size::Sizes;
use crate::generate::fill::budget::Budget;
use crate::generate::fill::extremes::{Extremes, weight};
use crate::generate::fill::filler::Filler;
use crate::generate::rng::DocumentRng;
use crate::model::Json;

/// Number of values drawn for a validated plan before it is considered empty.
const DRAWS: usize = 2_000;

/// Size of everything that is drawn for a validated plan.
const DRAWN: usize = 32 << 20;

/// Number of valid values that a validated plan keeps.
const KEPT: usize = 16;

/// Computes the minimum number of nested references of each definition.
pub(crate) fn costs(definitions: &[Plan]) -> Vec<u32> {
    let mut costs = vec![u32::MAX; definitions.len()];
    loop {
        let next: Vec<u32> = definitions.iter().map(|plan| plan.cost(&costs)).collect();
        if next == costs {
            return costs;
        }
        costs = next;
    }
}

/// Marks the fields and branches that can be omitted to end a recursion.
pub(crate) fn mark(plan: &mut Plan, costs: &[u32]) {
    match plan {
        Plan::Object(object) => {
            for member in &mut object.members {
                member.recursive = member.plan.is_recursive();
            }
        }
        Plan::Union(union) => {
            let of = |branch: &Plan| branch.cost(costs);
            let least = union.branches.iter().map(of).min().unwrap_or(0);
            union.calm = (0..union.branches.len()).filter(|at| of(&union.branches[*at]) == least).collect();
        }
        _ => {}
    }
    plan.children_mut().for_each(|child| mark(child, costs));
}

/// Finds valid values for every validated plan, inner ones first; a validated plan without any keeps no pool.
pub(crate) fn fill_pools(plan: &Plan, definitions: &[Plan], costs: &[u32]) {
    if matches!(plan, Plan::Validated(validated) if validated.pool.get().is_some()) {
        return;
    }
    for child in plan.children() {
        fill_pools(child, definitions, costs);
    }
    if let Plan::Validated(validated) = plan
        && let Some(pool) = pool(validated, definitions, costs)
    {
        // Only this pass sets it, and each validated plan is visited once.
        let _ = validated.pool.set(pool);
    }
}

/// Removes the parts for which no value was found, if a document can omit them.
///
/// # Errors
/// Returns the pointer if a document cannot omit them.
pub(crate) fn prune(plan: &mut Plan) -> Result<(), CompileError> {
    remove(plan, "", &|plan, _, inner| match plan {
        // A valid value of the validated plan is sufficient, even if a part inside has none.
        Plan::Validated(validated) if validated.pool.get().is_some() => Ok(()),
        Plan::Validated(validated) => {
            inner.and(Err(CompileError::Sparse { pointer: validated.location.clone(), draws: DRAWS }))
        }
        _ => inner,
    })
}

/// Removes the parts whose smallest value is too large, if a document can omit them.
///
/// # Errors
/// Returns the pointer if a document cannot omit them.
pub(crate) fn remove_large(plan: &mut Plan, definitions: &mut [Plan]) -> Result<(), CompileError> {
    let costs = costs(definitions);
    let sizes = Sizes::of(definitions, &costs);
    let judge = |plan: &Plan, pointer: &str, inner: Result<(), CompileError>| match plan {
        Plan::Object(_) | Plan::Array(_) | Plan::Reference(_) => inner.and_then(|()| sizes.check(plan, pointer)),
        _ => inner,
    };
    for definition in definitions {
        if remove(definition, "", &judge).is_err() {
            *definition = Plan::Union(Union::of(Vec::new()));
        }
    }
    remove(plan, "", &judge)
}

/// Decides whether a part stays: from its plan, its pointer, and the result of the parts inside.
type Judge<'a> = &'a dyn Fn(&Plan, &str, Result<(), CompileError>) -> Result<(), CompileError>;

/// Removes the parts that `judge` refuses, inner ones first, if a document can omit them.
fn remove(plan: &mut Plan, pointer: &str, judge: Judge<'_>) -> Result<(), CompileError> {
    let inner = match plan {
        Plan::Validated(validated) => remove(&mut validated.plan, pointer, judge),
        Plan::Object(object) => remove_fields(object, pointer, judge),
        Plan::Array(array) => remove_items(array, &format!("{pointer}/*"), judge),
        Plan::Union(union) => {
            let mut refused = None;
            let mut kept = Vec::with_capacity(union.branches.len());
            for mut branch in std::mem::take(&mut union.branches) {
                match remove(&mut branch, pointer, judge) {
                    Ok(()) => kept.push(branch),
                    Err(error) => refused = Some(error),
                }
            }
            match refused {
                Some(error) if kept.is_empty() => Err(error),
                _ => {
                    *union = Union::of(kept);
                    Ok(())
                }
            }
        }
        _ => Ok(()),
    };
    judge(plan, pointer, inner)
}

fn remove_fields(object: &mut Object, pointer: &str, judge: Judge<'_>) -> Result<(), CompileError> {
    let mut kept = Vec::with_capacity(object.members.len());
    let mut forbidden = std::mem::take(&mut object.forbidden).into_vec();
    for mut member in std::mem::take(&mut object.members) {
        let inside = format!("{pointer}/{}", member.name.replace('~', "~0").replace('/', "~1"));
        match remove(&mut member.plan, &inside, judge) {
            Ok(()) => kept.push(member),
            Err(_) if member.presence == Presence::Optional => forbidden.push(member.name),
            Err(error) => return Err(error),
        }
    }
    (object.members, object.forbidden) = (kept.into(), forbidden.into());
    let inside = format!("{pointer}/*");
    let is_kept = |extra: &mut Extra| {
        remove(&mut extra.name, &inside, judge).and(remove(&mut extra.value, &inside, judge)).is_ok()
    };
    let mut extras = std::mem::take(&mut object.extras).into_vec();
    extras.retain_mut(is_kept);
    object.extras = extras.into();
    Ok(())
}

fn remove_items(array: &mut Array, pointer: &str, judge: Judge<'_>) -> Result<(), CompileError> {
    for item in array.prefix.iter_mut().chain(array.wanted.iter_mut().map(|(plan, _)| plan)) {
        remove(item, pointer, judge)?;
    }
    match remove(&mut array.items, pointer, judge) {
        Err(error) if array.range.min > array.prefix.len() => return Err(error),
        Err(_) => array.range.max = array.range.max.min(array.prefix.len()),
        Ok(()) => {}
    }
    Ok(())
}

fn pool(validated: &Validated, definitions: &[Plan], costs: &[u32]) -> Option<Pool> {
    let extremes = Extremes::new(definitions, costs);
    let ends = [extremes.smallest(&validated.plan), extremes.largest(&validated.plan)];
    let is_valid = |value: &Json| validated.validator.is_valid(&value.to_value());
    let mut filler = Filler::new(definitions, DocumentRng::fixed(0x5e1f));
    let mut found: Vec<Json> = Vec::new();
    let mut drawn = 0;
    for _ in 0..DRAWS {
        if drawn > DRAWN {
            break;
        }
        let value = filler.document(&validated.plan);
        drawn += Budget::NATURAL.drawn_until(filler.budget);
        if is_valid(&value) {
            found.push(value);
            if found.len() == KEPT {
                break;
            }
        }
    }
    let known = || found.iter().chain(ends.iter().filter(|value| is_valid(value)));
    let smallest = known().min_by_key(|value| weight(value))?.clone();
    let largest = known().max_by_key(|value| weight(value))?.clone();
    if found.is_empty() {
        found.push(smallest.clone());
    }
    Some(Pool { found, smallest, largest })
}
