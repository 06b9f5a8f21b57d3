//! The last steps of compiling, when all definitions are known: costs, and values that sieves fall back on.

use crate::generate::CompileError;
use crate::generate::dice::Dice;
use crate::generate::extremes::Extremes;
use crate::generate::extremes::weight;
use crate::generate::fill::Filler;
use crate::generate::plan::Plan;
use crate::generate::plan::Pool;
use crate::generate::plan::Sieve;
use crate::model::Json;

/// Values drawn for a sieve before it is given up.
const DRAWS: usize = 2_000;

/// Valid values that a sieve keeps.
const KEPT: usize = 16;

/// How many references each definition passes at least.
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

/// Marks what recursion may leave out.
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

/// Finds valid values for every sieve, inner ones first.
pub(crate) fn fill_pools(plan: &Plan, definitions: &[Plan], costs: &[u32]) -> Result<(), CompileError> {
    if matches!(plan, Plan::Sieve(sieve) if sieve.pool.get().is_some()) {
        return Ok(());
    }
    for child in plan.children() {
        fill_pools(child, definitions, costs)?;
    }
    let Plan::Sieve(sieve) = plan else { return Ok(()) };
    let Some(pool) = pool(sieve, definitions, costs) else {
        return Err(CompileError::Sparse { pointer: sieve.place.clone(), draws: DRAWS });
    };
    // Only this pass sets it, and it meets each sieve once.
    let _ = sieve.pool.set(pool);
    Ok(())
}

fn pool(sieve: &Sieve, definitions: &[Plan], costs: &[u32]) -> Option<Pool> {
    let extremes = Extremes { definitions, costs };
    let ends = [extremes.smallest(&sieve.plan), extremes.largest(&sieve.plan)];
    let is_valid = |value: &Json| sieve.validator.is_valid(&value.to_value());
    let mut filler = Filler::new(definitions, Dice::fixed(0x5e1f));
    let mut found: Vec<Json> = Vec::new();
    for _ in 0..DRAWS {
        let value = filler.fill(&sieve.plan);
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
