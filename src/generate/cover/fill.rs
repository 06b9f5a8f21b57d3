//! Writes one document towards a goal, and records everything that it shows.

use std::sync::Arc;

use crate::generate::compile::plan::{Plan, Validated};
use crate::generate::cover::collector::longest;
use crate::generate::cover::coverage::{Feature, Shown};
use crate::generate::cover::locations::{Expansion, Goals, Location};
use crate::generate::fill::budget::Budget;
use crate::generate::fill::filler::Filler;
use crate::generate::rng::DocumentRng;
use crate::generate::value::length_range::LengthRange;
use crate::generate::value::text::Text;
use crate::model::Json;

/// Number of draws of a validated plan before it uses a value that is known to be valid.
const DRAWS: usize = 24;

/// Number of draws of an item or a name that must differ from the others.
pub(crate) const REDRAWS: usize = 16;

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
    /// The budget of the current document.
    pub(crate) budget: Budget,
    /// Size of everything that was drawn.
    pub(crate) drawn: usize,
}

impl<'a> Painter<'a> {
    pub(crate) fn new(goals: &'a Goals<'a>, definitions: &'a [Plan], rng: DocumentRng) -> Self {
        let (met, locations) = (vec![false; goals.planned.len()], goals.locations.len());
        let (open, on_way) = (vec![0; locations], vec![false; locations]);
        let (trail, mood) = (Vec::new(), Mood::Eager);
        Self {
            goals,
            definitions,
            rng,
            mood,
            met,
            trail,
            open,
            aimed: (usize::MAX, usize::MAX),
            on_way,
            budget: Budget::NONE,
            drawn: 0,
        }
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

    pub(crate) const fn mark(&self) -> usize {
        self.trail.len()
    }

    /// Resets the goals that were shown since a mark.
    pub(crate) fn back_to(&mut self, mark: usize) {
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
    pub(crate) fn next_goal(&self, at: usize) -> Option<usize> {
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

    /// Writes a document.
    pub(crate) fn document(&mut self) -> Json {
        self.budget = Budget::RICH;
        let document = self.fill(0);
        self.drawn += Budget::RICH.drawn_until(self.budget);
        document
    }

    /// Writes a value for a location.
    pub(crate) fn fill(&mut self, at: usize) -> Json {
        let location: &'a Location<'a> = &self.goals.locations[at];
        if location.closed {
            return self.draw(location.plan);
        }
        self.budget.spend();
        let value = self.fill_open(at, location);
        if matches!(value, Json::String(_)) || matches!(location.plan, Plan::Constant(_) | Plan::Choice(_)) {
            self.budget.spend_on(&value);
        }
        value
    }

    fn fill_open(&mut self, at: usize, location: &'a Location<'a>) -> Json {
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
        let mut filler = Filler::new(self.definitions, DocumentRng::fixed(self.rng.bits()));
        // In a web of definitions, every location inside leads to many others.
        if self.goals.expansion == Expansion::EachPath {
            filler.budget = self.budget;
        }
        let value = filler.fill(plan);
        if self.goals.expansion == Expansion::EachPath {
            self.budget = filler.budget;
        } else {
            self.budget.spend();
            self.budget.spend_on(&value);
        }
        value
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
            _ if self.mood == Mood::Plain || self.budget.is_spent() => text.smallest(),
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
            _ if self.budget.is_spent() => simplest(location.plan),
            Mood::Eager if most > 0 => {
                let best: Vec<usize> =
                    (0..location.children.len()).filter(|chosen| worth(self, *chosen) == most).collect();
                self.rng.pick(&best).copied().unwrap_or(0)
            }
            _ => self.rng.below(location.children.len()),
        }
    }

    fn validated(&mut self, inner: usize, validated: &Validated) -> Json {
        let (mark, mood, budget) = (self.mark(), self.mood, self.budget);
        for attempt in 0..DRAWS {
            if attempt > 0 && self.budget.is_tired() {
                break;
            }
            self.budget.back_to(budget);
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

/// Returns the branch of a union with which the document grows least.
fn simplest(plan: &Plan) -> usize {
    match plan {
        Plan::Union(union) => union.calm.first().copied().unwrap_or(0),
        _ => 0,
    }
}
