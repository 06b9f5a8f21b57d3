//! The size of the smallest documents, to leave out or refuse what would be too large.

use crate::generate::CompileError;
use crate::generate::compile::plan::{Array, Object, Plan, Presence};

/// Maximum number of values that a schema may require of a document.
const MOST: u64 = 131_072;

/// Maximum length of all strings that a schema may require of a document.
const TEXT: u64 = 4 << 20;

/// Number of characters that count as one value.
const CHARACTERS: u64 = TEXT / MOST;

/// Maximum number of nested references that a schema may require.
const DEEPEST: u32 = 100;

/// The number of values in the smallest value of each definition.
pub(crate) struct Sizes<'a> {
    costs: &'a [u32],
    of_definitions: Vec<u64>,
}

impl<'a> Sizes<'a> {
    /// Returns the sizes of definitions; `costs` are the costs of the definitions.
    pub(crate) fn of(definitions: &[Plan], costs: &'a [u32]) -> Self {
        let mut sizes = Sizes { costs, of_definitions: vec![u64::MAX; definitions.len()] };
        // The smallest value of a definition contains only definitions with a lower cost.
        let mut ids: Vec<usize> = (0..definitions.len()).filter(|id| costs[*id] < u32::MAX).collect();
        ids.sort_by_key(|id| costs.get(*id));
        for id in ids {
            sizes.of_definitions[id] = sizes.size(&definitions[id]);
        }
        sizes
    }

    /// Checks that the smallest value of a plan is not too large.
    ///
    /// # Errors
    /// When it is, or when there is none.
    pub(crate) fn check(&self, plan: &Plan, pointer: &str) -> Result<(), CompileError> {
        let beyond = |reason: String| CompileError::Beyond { pointer: pointer.to_owned(), reason };
        match (plan.cost(self.costs), self.size(plan)) {
            (u32::MAX, _) => Err(CompileError::Empty { pointer: pointer.to_owned() }),
            (cost, _) if cost > DEEPEST => Err(beyond(format!("every value has more than {DEEPEST} nested parts"))),
            (_, size) if size > MOST => Err(beyond(format!("every value has at least {size} parts"))),
            _ => Ok(()),
        }
    }

    fn size(&self, plan: &Plan) -> u64 {
        match plan {
            Plan::Constant(_) | Plan::Choice(_) | Plan::Number(_) => 1,
            Plan::Text(text) => 1 + text.range.min.try_into().unwrap_or(u64::MAX) / CHARACTERS,
            Plan::Reference(id) => self.of_definitions.get(*id).copied().unwrap_or(u64::MAX),
            Plan::Validated(validated) => self.size(&validated.plan),
            Plan::Union(union) => {
                let least = union.branches.iter().map(|branch| branch.cost(self.costs)).min();
                let calm = union.branches.iter().filter(|branch| Some(branch.cost(self.costs)) == least);
                calm.map(|branch| self.size(branch)).max().unwrap_or(u64::MAX)
            }
            Plan::Array(array) => self.of_array(array),
            Plan::Object(object) => self.of_object(object),
        }
    }

    fn times(&self, plan: &Plan, count: usize) -> u64 {
        if count == 0 { 0 } else { self.size(plan).saturating_mul(count.try_into().unwrap_or(u64::MAX)) }
    }

    fn of_array(&self, array: &Array) -> u64 {
        let prefix = array.prefix.iter().take(array.range.min).map(|plan| self.size(plan));
        let wanted = array.wanted.iter().map(|(plan, range)| self.times(plan, range.min));
        let items = self.times(&array.items, array.range.min.saturating_sub(array.prefix.len()));
        prefix.chain(wanted).chain([items]).fold(1, u64::saturating_add)
    }

    fn of_object(&self, object: &Object) -> u64 {
        let required = object.members.iter().filter(|member| member.presence == Presence::Required);
        let spare = object.range.min.saturating_sub(required.clone().count());
        let optional = object
            .members
            .iter()
            .filter(|member| member.presence == Presence::Optional && member.plan.cost(self.costs) < u32::MAX)
            .take(spare);
        let missing = spare - optional.clone().count();
        let extra = object.extras.first().map_or(0, |extra| self.times(&extra.value, missing));
        required.chain(optional).map(|member| self.size(&member.plan)).chain([extra]).fold(1, u64::saturating_add)
    }
}
