//! The locations of a plan, and the goals to show at each.

use std::sync::Arc;

use crate::generate::compile::plan::Plan;
use crate::generate::cover::coverage::{Feature, Missed};

/// The places at which the body of a definition is visited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expansion {
    /// Once on every path.
    EachPath,
    /// At the first place that refers to it, because its definitions refer to each other too often.
    Once,
}

/// All locations and goals of a plan.
pub(crate) struct Goals<'a> {
    pub(crate) expansion: Expansion,
    pub(crate) locations: Vec<Location<'a>>,
    pub(crate) planned: Vec<PlannedGoal>,
    pub(crate) groups: Vec<Group>,
}

/// A plan at a location of a document. Its index is higher than that of the enclosing location.
pub(crate) struct Location<'a> {
    /// Never a reference, unless the location is closed.
    pub(crate) plan: &'a Plan,
    pub(crate) parent: Option<usize>,
    /// For an object, the fields and then the values of undeclared fields; for an array, the prefix, the items and then
    /// the items for `contains`; for a union, the branches; for a validated plan, its inner plan.
    pub(crate) children: Vec<usize>,
    /// One goal for each value, branch or bound; empty for an object.
    pub(crate) goals: Vec<usize>,
    /// Group of an object.
    pub(crate) group: Option<usize>,
    /// Whether nothing inside is visited.
    pub(crate) closed: bool,
}

/// A goal, and the locations at which it can be shown.
pub(crate) struct PlannedGoal {
    pub(crate) pointer: Arc<str>,
    pub(crate) feature: Feature,
    pub(crate) homes: Vec<usize>,
    pub(crate) missed: Option<Missed>,
}

/// The objects with the same pointer, one for each branch.
#[derive(Default)]
pub(crate) struct Group {
    pub(crate) pointer: Arc<str>,
    pub(crate) objects: Vec<usize>,
    /// Fields that some branch may omit.
    pub(crate) names: Vec<Arc<str>>,
    /// Goals of each name: present, absent.
    pub(crate) single: Vec<[usize; 2]>,
    /// Goals of every two names: neither, the first, the second, both; `None` if no branch has both names.
    pub(crate) pairs: Vec<Option<[usize; 4]>>,
}

impl Group {
    /// Returns the goals of two names by index, the lower one first.
    pub(crate) fn pair(&self, low: usize, high: usize) -> Option<[usize; 4]> {
        self.pairs.get(high * (high.max(1) - 1) / 2 + low).copied().flatten()
    }
}
