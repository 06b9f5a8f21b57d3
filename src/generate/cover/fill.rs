//! Writes one document towards a goal, and records everything that it shows.

use std::sync::Arc;

use crate::generate::compile::plan::{Array, Plan, Repeats, Validated};
use crate::generate::cover::collector::{Goals, Location, counts, longest};
use crate::generate::cover::coverage::{Feature, Shown};
use crate::generate::fill::filler::Filler;
use crate::generate::rng::DocumentRng;
use crate::generate::value::length_range::LengthRange;
use crate::generate::value::text::Text;
use crate::model::Json;

/// Number of draws of a validated plan before it uses a value that is known to be valid.
const DRAWS: usize = 24;

/// Number of draws of an item or a name that must differ from the others.
const REDRAWS: usize = 16;

/// The rule for choices that the goal does not determine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Prefer values that have not been shown.
    Eager,
    /// Prefer the simplest value.
    Plain,
    /// Choose at random.
    Random,
}

/// A writer of documents towards goals.
pub(crate) struct Painter<'a> {
    pub(crate) goals: &'a Goals<'a>,
    definitions: &'a [Plan],
    pub(crate) rng: DocumentRng,
    pub(crate) mood: Mood,
    /// Goals that are shown, by earlier documents or by this one.
    pub(crate) met: Vec<bool>,
    /// Goals that this document shows, in order.
    trail: Vec<usize>,
    /// Number of open goals at and below each location.
    pub(crate) open: Vec<usize>,
    /// The goal that is aimed at, and the location at which to show it.
    pub(crate) aimed: (usize, usize),
    /// Whether a location is on the path to the goal.
    pub(crate) on_way: Vec<bool>,
}

impl<'a> Painter<'a> {
    pub(crate) fn new(goals: &'a Goals<'a>, definitions: &'a [Plan], rng: DocumentRng) -> Self {
        let (met, locations) = (vec![false; goals.planned.len()], goals.locations.len());
        let (open, on_way) = (vec![0; locations], vec![false; locations]);
        let (trail, mood) = (Vec::new(), Mood::Eager);
        Self { goals, definitions, rng, mood, met, trail, open, aimed: (usize::MAX, usize::MAX), on_way }
    }

    /// Counts the goals that are not shown yet, location by location.
    pub(crate) fn count_open(&mut self, shown: &[Option<Shown>]) {
        self.met = shown.iter().map(Option::is_some).collect();
        self.open = vec![0; self.goals.locations.len()];
        for (at, goal) in self.goals.planned.iter().enumerate() {
            if !self.met[at] {
                goal.homes.iter().for_each(|home| self.open[*home] += 1);
            }
        }
        for at in (1..self.open.len()).rev() {
            if let Some(parent) = self.goals.locations[at].parent {
                self.open[parent] += self.open[at];
            }
        }
    }

    /// Sets the goal and its location for the next documents.
    pub(crate) fn aim(&mut self, goal: usize, home: usize) {
        self.aimed = (goal, home);
        self.on_way.fill(false);
        let mut at = Some(home);
        while let Some(location) = at {
            self.on_way[location] = true;
            at = self.goals.locations[location].parent;
        }
    }

    /// Returns the goals that the document shows for the first time.
    pub(crate) fn taken(&mut self) -> Vec<usize> {
        std::mem::take(&mut self.trail)
    }

    /// Resets the goals that a discarded document has shown.
    pub(crate) fn forget(&mut self, seen: &[usize]) {
        for goal in seen {
            self.met[*goal] = false;
        }
    }

    fn mark(&self) -> usize {
        self.trail.len()
    }

    /// Resets the goals that were shown since a mark.
    fn back_to(&mut self, mark: usize) {
        let gone = self.trail.split_off(mark);
        self.forget(&gone);
    }

    pub(crate) fn show(&mut self, goal: usize) {
        if !self.met[goal] {
            self.met[goal] = true;
            self.trail.push(goal);
        }
    }

    /// Returns the goal to show at a location: the one that is aimed at or, in the eager mood, one that is not shown.
    fn next_goal(&self, at: usize) -> Option<usize> {
        let goals = &self.goals.locations[at].goals;
        if self.aimed.1 == at && goals.contains(&self.aimed.0) {
            return Some(self.aimed.0);
        }
        goals.iter().copied().find(|goal| self.mood == Mood::Eager && !self.met[*goal])
    }

    /// Marks every goal of a location with this feature as shown.
    pub(crate) fn show_feature(&mut self, at: usize, feature: &Feature) {
        let goals = self.goals;
        for goal in &goals.locations[at].goals {
            if goals.planned[*goal].feature == *feature {
                self.show(*goal);
            }
        }
    }

    /// Writes a value for a location.
    pub(crate) fn fill(&mut self, at: usize) -> Json {
        let location: &'a Location<'a> = &self.goals.locations[at];
        if location.closed {
            return self.draw(location.plan);
        }
        match location.plan {
            Plan::Constant(value) => value.clone(),
            Plan::Reference(_) => self.draw(location.plan),
            Plan::Choice(values) => {
                let wanted = self.next_goal(at).and_then(|goal| location.goals.iter().position(|known| *known == goal));
                let chosen = match wanted {
                    Some(chosen) => chosen,
                    None if self.mood == Mood::Plain => 0,
                    None => self.rng.below(values.len()),
                };
                if let Some(goal) = location.goals.get(chosen) {
                    self.show(*goal);
                }
                values.get(chosen).cloned().unwrap_or(Json::Null)
            }
            Plan::Number(numbers) => {
                let number = match self.next_goal(at).map(|goal| &self.goals.planned[goal].feature) {
                    Some(Feature::Number(number)) => number.clone(),
                    _ if self.mood == Mood::Plain => numbers.smallest(),
                    _ => numbers.draw(&mut self.rng),
                };
                self.show_feature(at, &Feature::Number(number.clone()));
                Json::Number(number)
            }
            Plan::Text(text) => self.text(at, text),
            Plan::Array(array) => self.array(at, array),
            Plan::Object(object) => self.object(at, object),
            Plan::Union(_) => {
                let chosen = self.branch(at, location);
                if let Some(goal) = location.goals.get(chosen) {
                    self.show(*goal);
                }
                location.children.get(chosen).map_or(Json::Null, |branch| self.fill(*branch))
            }
            Plan::Validated(validated) => match location.children.first() {
                Some(inner) => self.validated(*inner, validated),
                None => self.draw(location.plan),
            },
        }
    }

    /// Writes a value without goals.
    fn draw(&mut self, plan: &Plan) -> Json {
        Filler::new(self.definitions, DocumentRng::fixed(self.rng.bits())).fill(plan)
    }

    fn text(&mut self, at: usize, text: &Text) -> Json {
        let drawn = match self.next_goal(at).map(|goal| &self.goals.planned[goal].feature) {
            // If the validated plan rejects the plain string, any other string of this length is used.
            Some(Feature::Length(length)) if self.mood == Mood::Random => {
                Text { range: LengthRange::exactly(*length), ..text.clone() }.draw(&mut self.rng)
            }
            Some(Feature::Length(length)) => {
                let shortest = text.smallest();
                if shortest.chars().count() == *length { shortest } else { longest(text) }
            }
            _ if self.mood == Mood::Plain => text.smallest(),
            _ => text.draw(&mut self.rng),
        };
        self.show_feature(at, &Feature::Length(drawn.chars().count()));
        Json::String(drawn)
    }

    fn branch(&mut self, at: usize, location: &Location<'_>) -> usize {
        if self.aimed.1 == at
            && let Some(chosen) = location.goals.iter().position(|goal| *goal == self.aimed.0)
        {
            return chosen;
        }
        if let Some(chosen) = location.children.iter().position(|branch| self.on_way[*branch]) {
            return chosen;
        }
        let worth = |this: &Self, chosen: usize| {
            let own = location.goals.get(chosen).is_some_and(|goal| !this.met[*goal]);
            usize::from(own) + location.children.get(chosen).map_or(0, |branch| this.open[*branch])
        };
        let most = (0..location.children.len()).map(|chosen| worth(self, chosen)).max().unwrap_or(0);
        match self.mood {
            Mood::Plain => 0,
            Mood::Eager if most > 0 => {
                let best: Vec<usize> =
                    (0..location.children.len()).filter(|chosen| worth(self, *chosen) == most).collect();
                self.rng.pick(&best).copied().unwrap_or(0)
            }
            _ => self.rng.below(location.children.len()),
        }
    }

    fn validated(&mut self, inner: usize, validated: &Validated) -> Json {
        let (mark, mood) = (self.mark(), self.mood);
        for attempt in 0..DRAWS {
            self.mood = match attempt {
                0 => mood,
                1 => Mood::Plain,
                _ => Mood::Random,
            };
            let value = self.fill(inner);
            if validated.validator.is_valid(&value.to_value()) {
                self.mood = mood;
                return value;
            }
            self.back_to(mark);
        }
        self.mood = mood;
        validated.pool.get().and_then(|pool| self.rng.pick(&pool.found).cloned()).unwrap_or(Json::Null)
    }

    /// Returns the number of items of an array.
    fn count(&mut self, at: usize, array: &Array) -> usize {
        let location = &self.goals.locations[at];
        let (low, high) = counts(array);
        if self.aimed.1 == at
            && let Feature::Items(count) = self.goals.planned[self.aimed.0].feature
        {
            return count;
        }
        let way = location.children.iter().position(|child| self.on_way[*child]);
        let needed = match way {
            // An item for `contains` comes after the prefix and counts on its own.
            Some(child) if child > array.prefix.len() => low.max(array.prefix.len() + 1),
            Some(child) => low.max(child + 1),
            None => low,
        };
        let inside: usize = location.children.iter().map(|child| self.open[*child]).sum();
        let natural = match self.next_goal(at).map(|goal| &self.goals.planned[goal].feature) {
            Some(Feature::Items(count)) if inside == 0 || *count > 0 => *count,
            _ if self.mood == Mood::Eager && inside > 0 => 3.max(array.prefix.len()),
            _ if self.mood == Mood::Plain => low,
            _ => low + self.rng.below(4),
        };
        natural.min(high).max(needed)
    }

    fn array(&mut self, at: usize, array: &'a Array) -> Json {
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
        for source in sources {
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

    /// Returns a name that no field has.
    pub(crate) fn free_name(&mut self, plan: &Plan, is_taken: &dyn Fn(&str) -> bool) -> Option<Arc<str>> {
        for _ in 0..REDRAWS {
            if let Json::String(name) = self.draw(plan)
                && !is_taken(&name)
            {
                return Some(name.into());
            }
        }
        None
    }
}
