//! Fills a plan with random values: the fast path. Allocates little more than the document itself.

use std::sync::Arc;

use crate::generate::compile::plan::{Array, Habit, Object, Plan, Presence, Repeats, Validated};
use crate::generate::fill::budget::Budget;
use crate::generate::fill::policy::{Policy, RandomPolicy};
use crate::generate::rng::DocumentRng;
use crate::model::Json;

/// Depth of references at which a document stops growing.
const DEEP: usize = 3;

/// Depth of references at which a document is cut off; compilation ensures that it ends before.
const ABYSS: usize = 128;

/// Number of draws of a validated plan before it uses a value that is known to be valid.
const TRIES: usize = 64;

/// Number of these draws that use the policy of the document.
const POLICY_DRAWS: usize = 16;

/// A writer of one random document.
pub(crate) struct Filler<'a, M = RandomPolicy> {
    pub(crate) definitions: &'a [Plan],
    pub(crate) rng: DocumentRng,
    pub(crate) policy: M,
    depth: usize,
    pub(crate) budget: Budget,
    /// Set when the policy finds no valid value: the remaining draws are purely random.
    leaves_to_chance: bool,
}

impl<'a> Filler<'a> {
    pub(crate) const fn new(definitions: &'a [Plan], rng: DocumentRng) -> Self {
        Self::with_policy(definitions, rng, RandomPolicy)
    }
}

impl<'a, M: Policy> Filler<'a, M> {
    pub(crate) const fn with_policy(definitions: &'a [Plan], rng: DocumentRng, policy: M) -> Self {
        Self { definitions, rng, policy, depth: 0, budget: Budget::NONE, leaves_to_chance: false }
    }

    /// Writes a document, within the budget of the policy.
    pub(crate) fn document(&mut self, plan: &Plan) -> Json {
        self.budget = self.policy.budget();
        self.fill(plan)
    }

    /// Returns whether the document must not grow more than necessary.
    const fn is_deep(&self) -> bool {
        self.depth >= DEEP || self.budget.is_spent()
    }

    /// Writes a value within what is left of the budget.
    pub(crate) fn fill(&mut self, plan: &Plan) -> Json {
        self.budget.spend();
        if !self.leaves_to_chance
            && !self.budget.is_spent()
            && let Some(value) = self.policy.instead(plan, self.definitions, &mut self.rng)
        {
            self.budget.spend_on(&value);
            return value;
        }
        match plan {
            Plan::Constant(value) => self.paid(value.clone()),
            Plan::Choice(values) => {
                let value = self.rng.pick(values).cloned().unwrap_or(Json::Null);
                self.paid(value)
            }
            Plan::Number(numbers) => Json::Number(numbers.draw(&mut self.rng)),
            Plan::Text(text) if self.budget.is_spent() => self.paid(Json::String(text.smallest())),
            Plan::Text(text) => {
                let value = Json::String(text.draw(&mut self.rng));
                self.paid(value)
            }
            Plan::Object(object) => self.object(object),
            Plan::Array(array) => self.array(array),
            Plan::Union(union) => {
                let chosen = match union.null {
                    _ if self.is_deep() => self.rng.pick(&union.calm).copied().unwrap_or(0),
                    Some(null) if self.rng.once_in(self.policy.null_once_in()) => null,
                    Some(null) if union.branches.len() > 1 => {
                        let drawn = self.rng.below(union.branches.len() - 1);
                        drawn + usize::from(drawn >= null)
                    }
                    _ => self.rng.below(union.branches.len()),
                };
                union.branches.get(chosen).map_or(Json::Null, |branch| self.fill(branch))
            }
            // This is deeper than any schema whose recursion ends.
            Plan::Reference(_) if self.depth >= ABYSS => Json::Null,
            Plan::Reference(id) => {
                self.depth += 1;
                let value = self.definitions.get(*id).map_or(Json::Null, |plan| self.fill(plan));
                self.depth -= 1;
                value
            }
            Plan::Validated(validated) => self.validated(validated),
        }
    }

    fn paid(&mut self, value: Json) -> Json {
        self.budget.spend_on(&value);
        value
    }

    fn validated(&mut self, validated: &Validated) -> Json {
        let mut value = Json::Null;
        let (before, budget) = (self.leaves_to_chance, self.budget);
        for turn in 0..TRIES {
            if turn > 0 && self.budget.is_tired() {
                break;
            }
            self.budget.back_to(budget);
            self.leaves_to_chance |= turn >= POLICY_DRAWS;
            value = self.fill(&validated.plan);
            if validated.validator.is_valid(&value.to_value()) {
                self.leaves_to_chance = before;
                return value;
            }
        }
        self.leaves_to_chance = before;
        validated.pool.get().and_then(|pool| self.rng.pick(&pool.found).cloned()).unwrap_or(value)
    }

    fn object(&mut self, object: &Object) -> Json {
        let mut members = Vec::with_capacity(object.members.len());
        let mut coins = self.policy.coins(&mut self.rng);
        let mut coins_left = 64_u32;
        let deep = self.is_deep();
        for member in &object.members {
            if member.presence == Presence::Optional {
                if coins_left == 0 {
                    (coins, coins_left) = (self.policy.coins(&mut self.rng), 64);
                }
                let heads = coins & 1 == 1;
                coins >>= 1;
                coins_left -= 1;
                if !heads || (deep && member.recursive) || self.budget.is_spent() {
                    continue;
                }
            }
            members.push((Arc::clone(&member.name), self.fill(&member.plan)));
        }
        if !object.range.is_open() {
            self.fit(object, &mut members);
        }
        if !object.extras.is_empty() {
            let wanted = match object.habit {
                Habit::Sometimes if !deep && self.rng.once_in(2) => self.rng.between(1, 3),
                _ => 0,
            };
            self.extras(object, wanted, &mut members);
        }
        Json::Object(members)
    }

    /// Drops or adds optional fields until their number is allowed.
    fn fit(&mut self, object: &Object, members: &mut Vec<(Arc<str>, Json)>) {
        let place = |name: &str| object.members.iter().position(|member| &*member.name == name);
        while members.len() > object.range.max {
            let is_optional = |(name, _): &(Arc<str>, Json)| {
                place(name).is_some_and(|at| object.members[at].presence == Presence::Optional)
            };
            let optional: Vec<usize> = (0..members.len()).filter(|at| is_optional(&members[*at])).collect();
            let Some(at) = self.rng.pick(&optional) else { break };
            members.remove(*at);
        }
        while members.len() < object.range.min {
            let absent = |at: &usize| !members.iter().any(|(name, _)| *name == object.members[*at].name);
            let mut absent: Vec<usize> = (0..object.members.len()).filter(absent).collect();
            if self.is_deep() && absent.iter().any(|at| !object.members[*at].recursive) {
                absent.retain(|at| !object.members[*at].recursive);
            }
            let Some(at) = self.rng.pick(&absent).copied() else { break };
            let value = self.fill(&object.members[at].plan);
            let before = members.iter().filter(|(name, _)| place(name) < Some(at)).count();
            members.insert(before, (Arc::clone(&object.members[at].name), value));
        }
    }

    fn extras(&mut self, object: &Object, wanted: usize, members: &mut Vec<(Arc<str>, Json)>) {
        let declared = members.len();
        let wanted = (declared + wanted).min(object.range.max).max(object.range.min);
        let mut tries = 8 * (wanted - declared.min(wanted));
        let random_tries = tries / 2;
        while members.len() < wanted && tries > 0 {
            if self.budget.is_spent() && members.len() >= object.range.min {
                return;
            }
            tries -= 1;
            let Some(extra) = self.rng.pick(&object.extras) else { return };
            let before = self.leaves_to_chance;
            self.leaves_to_chance |= tries < random_tries;
            let name = self.fill(&extra.name);
            self.leaves_to_chance = before;
            let Json::String(name) = name else { continue };
            if object.knows(&name) || members[declared..].iter().any(|(known, _)| **known == *name) {
                continue;
            }
            let value = self.fill(&extra.value);
            members.push((name.into(), value));
        }
    }

    fn array(&mut self, array: &Array) -> Json {
        let deep = self.budget.is_spent() || (self.depth >= DEEP && array.items.is_recursive());
        let natural = match array.range.min {
            _ if deep => 0,
            least if array.range.max.saturating_sub(least) <= 4 => self.rng.between(least, array.range.max),
            least => least + if self.rng.once_in(16) { self.rng.below(12) } else { self.rng.below(5) },
        };
        let natural = if deep { 0 } else { self.policy.count(array, natural) };
        let count = array.range.clamp(natural);
        if array.repeats == Repeats::Forbidden
            && array.prefix.is_empty()
            && array.wanted.is_empty()
            && let Plan::Choice(values) = &array.items
        {
            return Json::Array(self.subset(values, count));
        }
        let mut items = Vec::with_capacity(count);
        for plan in array.prefix.iter().take(count) {
            self.policy.item(&mut self.rng);
            items.push(self.fill(plan));
        }
        for (plan, times) in &array.wanted {
            let most = times.max.min(times.min + 2).min(count.saturating_sub(items.len()).max(times.min));
            for _ in 0..self.rng.between(times.min, most) {
                items.push(self.fill(plan));
            }
        }
        while items.len() < count {
            if self.budget.is_spent() && items.len() >= array.range.min {
                break;
            }
            self.policy.item(&mut self.rng);
            items.push(self.fill(&array.items));
        }
        if !array.wanted.is_empty() {
            self.shuffle(&mut items, array.prefix.len());
        }
        match array.repeats {
            Repeats::Allowed => {}
            Repeats::Forbidden => self.part(array, &mut items),
            Repeats::Required => {
                if let [first, .., last] = items.as_mut_slice() {
                    *last = first.clone();
                }
            }
        }
        Json::Array(items)
    }

    /// Replaces or drops items that occur already.
    fn part(&mut self, array: &Array, items: &mut Vec<Json>) {
        let mut at = 0;
        while at < items.len() {
            let mut tries = 0;
            while items[..at].contains(&items[at]) && tries < 16 && !self.budget.is_tired() {
                let plan = array.prefix.get(at).unwrap_or(&array.items);
                items[at] = self.fill(plan);
                tries += 1;
            }
            if tries == 16 || (self.budget.is_tired() && items[..at].contains(&items[at])) {
                items.truncate(at);
            }
            at += 1;
        }
    }

    fn subset(&mut self, values: &[Json], count: usize) -> Vec<Json> {
        let mut values = values.to_vec();
        self.shuffle(&mut values, 0);
        values.truncate(count);
        values
    }

    fn shuffle(&mut self, items: &mut [Json], from: usize) {
        if items.len() < from + 2 {
            return;
        }
        for at in (from + 1..items.len()).rev() {
            items.swap(at, self.rng.between(from, at));
        }
    }
}
