//! Writes arrays towards a goal.

use crate::generate::compile::plan::{Array, Plan, Repeats};
use crate::generate::cover::collector::counts;
use crate::generate::cover::coverage::Feature;
use crate::generate::cover::fill::{Mood, Painter, REDRAWS};
use crate::generate::cover::locations::Location;
use crate::model::Json;

impl<'a> Painter<'a> {
    /// Returns the number of items of an array.
    fn count(&mut self, at: usize, array: &Array) -> usize {
        let location = &self.goals.locations[at];
        let (low, high) = counts(array);
        if self.aimed.1 == at
            && let Feature::Items(count) = self.goals.planned[self.aimed.0].feature
        {
            return count;
        }
        let is_full = self.budget.is_spent();
        let way = location.children.iter().position(|child| self.on_way[*child]);
        let needed = match way {
            // An item for `contains` comes after the prefix and counts on its own.
            Some(child) if child > array.prefix.len() => low.max(array.prefix.len() + 1),
            Some(child) => low.max(child + 1),
            None => low,
        };
        let inside: usize = location.children.iter().map(|child| self.open[*child]).sum();
        let natural = match self.next_goal(at).map(|goal| &self.goals.planned[goal].feature) {
            _ if is_full => low,
            Some(Feature::Items(count)) if inside == 0 || *count > 0 => *count,
            _ if self.mood == Mood::Eager && inside > 0 => 3.max(array.prefix.len()),
            _ if self.mood == Mood::Plain => low,
            _ => low + self.rng.below(4),
        };
        natural.min(high).max(needed)
    }

    /// Writes an array.
    pub(crate) fn array(&mut self, at: usize, array: &'a Array) -> Json {
        let location: &'a Location<'a> = &self.goals.locations[at];
        let count = self.count(at, array);
        let prefix = array.prefix.len();
        if array.repeats == Repeats::Forbidden
            && prefix == 0
            && array.wanted.is_empty()
            && let (Plan::Choice(values), Some(inner)) = (&array.items, location.children.first())
        {
            let items = self.subset(*inner, values, count);
            self.show_feature(at, &Feature::Items(items.len()));
            return Json::Array(items);
        }
        // The sources of the items: the prefix, the items that `contains` requires, the rest.
        let mut sources: Vec<usize> = location.children.iter().take(prefix.min(count)).copied().collect();
        for (index, (_, times)) in array.wanted.iter().enumerate() {
            let Some(child) = location.children.get(prefix + 1 + index) else { continue };
            let is_due = self.on_way[*child] || (self.mood == Mood::Eager && self.open[*child] > 0);
            let least = if is_due && times.max > 0 { times.min.max(1) } else { times.min };
            sources.extend(std::iter::repeat_n(*child, least));
        }
        if let Some(items) = location.children.get(prefix) {
            sources.extend(std::iter::repeat_n(*items, count.saturating_sub(sources.len())));
        }
        if array.repeats == Repeats::Required {
            sources.pop();
        }
        let mut items: Vec<Json> = Vec::with_capacity(sources.len() + 1);
        let (low, _) = counts(array);
        for source in sources {
            if self.budget.is_spent() && items.len() >= low && !self.on_way[source] {
                break;
            }
            let (mark, mood) = (self.mark(), self.mood);
            let mut item = self.fill(source);
            let mut tries = 0;
            while array.repeats == Repeats::Forbidden && items.contains(&item) && tries < REDRAWS {
                self.back_to(mark);
                self.mood = Mood::Random;
                item = self.fill(source);
                tries += 1;
            }
            self.mood = mood;
            if tries == REDRAWS {
                self.back_to(mark);
                break;
            }
            items.push(item);
        }
        if array.repeats == Repeats::Required {
            items.extend(items.first().cloned());
        }
        self.show_feature(at, &Feature::Items(items.len()));
        Json::Array(items)
    }

    /// Chooses different constants: first the one that is aimed at, then those that are not shown, then any.
    fn subset(&mut self, inner: usize, values: &[Json], count: usize) -> Vec<Json> {
        let goals = &self.goals.locations[inner].goals;
        let mut order: Vec<(u64, usize)> = (0..values.len())
            .map(|at| match goals.get(at) {
                Some(goal) if *goal == self.aimed.0 => (0, at),
                Some(goal) if !self.met[*goal] && self.mood == Mood::Eager => (1, at),
                _ => (2 + (self.rng.bits() >> 1), at),
            })
            .collect();
        order.sort_unstable();
        order.truncate(count);
        for (_, at) in &order {
            if let Some(goal) = goals.get(*at) {
                self.show(*goal);
            }
        }
        order.into_iter().filter_map(|(_, at)| values.get(at).cloned()).collect()
    }
}
