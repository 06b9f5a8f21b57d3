//! Writes objects towards a goal: chooses the optional fields so that every pair of them is shown in all combinations.

use std::sync::Arc;

use crate::generate::compile::plan::{Habit, Object, Presence};
use crate::generate::cover::collector::sizes;
use crate::generate::cover::coverage::{Coverage, Feature};
use crate::generate::cover::fill::{Mood, Painter};
use crate::generate::cover::locations::{Group, Location};
use crate::model::Json;

/// A field that may be present or absent.
struct Coin {
    /// Its index among the fields.
    at: usize,
    /// Its index among the names of the group.
    name: usize,
}

impl<'a> Painter<'a> {
    /// Writes an object.
    pub(crate) fn object(&mut self, at: usize, object: &'a Object) -> Json {
        let location: &'a Location<'a> = &self.goals.locations[at];
        let group = location.group.and_then(|group| self.goals.groups.get(group));
        let chosen = self.choose(at, object, group);
        let mut members = Vec::with_capacity(object.members.len());
        for ((member, child), there) in object.members.iter().zip(&location.children).zip(&chosen) {
            let is_left_out = self.budget.is_spent()
                && member.presence == Presence::Optional
                && !self.on_way[*child]
                && self.aimed.1 != at;
            if *there && !is_left_out {
                members.push((Arc::clone(&member.name), self.fill(*child)));
            }
        }
        self.extras(at, object, &mut members);
        self.show_feature(at, &Feature::Members(members.len()));
        if let Some(group) = group {
            self.show_members(group, &members);
        }
        Json::Object(members)
    }

    /// Chooses the fields that are present.
    fn choose(&mut self, at: usize, object: &Object, group: Option<&Group>) -> Vec<bool> {
        let location = &self.goals.locations[at];
        let mut chosen: Vec<Option<bool>> = object
            .members
            .iter()
            .zip(&location.children)
            .map(|(member, child)| (member.presence == Presence::Required || self.on_way[*child]).then_some(true))
            .collect();
        let mut range = object.range;
        if self.aimed.1 == at {
            let mut set = |name: &str, there: bool| {
                let found = object.members.iter().position(|member| &*member.name == name);
                if let Some(found) = found {
                    chosen[found] = Some(there);
                }
            };
            match &self.goals.planned[self.aimed.0].feature {
                Feature::Present(name) => set(name, true),
                Feature::Absent(name) => set(name, false),
                Feature::Pair(sides) => sides.iter().for_each(|(name, there)| set(name, *there)),
                Feature::Members(count) => (range.min, range.max) = (*count, *count),
                _ => {}
            }
        }
        let fixed: Vec<bool> = chosen.iter().map(Option::is_some).collect();
        let place_of = |name: &str| object.members.iter().position(|member| &*member.name == name);
        // Names of other branches are absent.
        let mut known: Vec<Option<bool>> = group.map_or_else(Vec::new, |group| {
            group.names.iter().map(|name| place_of(name).map_or(Some(false), |at| chosen[at])).collect()
        });
        let names = group.map_or(&[][..], |group| &group.names);
        let mut coins: Vec<Coin> =
            names.iter().enumerate().filter_map(|(name, text)| Some(Coin { at: place_of(text)?, name })).collect();
        coins.retain(|coin| !fixed[coin.at]);
        for index in (1..coins.len()).rev() {
            coins.swap(index, self.rng.between(0, index));
        }
        for coin in &coins {
            let there = match self.mood {
                Mood::Plain => false,
                _ if self.budget.is_spent() => false,
                Mood::Random => self.rng.once_in(2),
                Mood::Eager => {
                    let inside = location.children.get(coin.at).map_or(0, |child| self.open[*child]);
                    let gain = |side: usize| group.map_or(0, |group| self.gain(group, &known, coin.name, side));
                    let (with, without) = (gain(1) + inside.min(3), gain(0));
                    if with == without { self.rng.once_in(2) } else { with > without }
                }
            };
            chosen[coin.at] = Some(there);
            known[coin.name] = Some(there);
        }
        let mut chosen: Vec<bool> = chosen.into_iter().map(|there| there == Some(true)).collect();
        let count = |chosen: &[bool]| chosen.iter().filter(|there| **there).count();
        while count(&chosen) > range.max {
            let loose: Vec<usize> = (0..chosen.len()).filter(|at| chosen[*at] && !fixed[*at]).collect();
            let Some(at) = self.rng.pick(&loose) else { break };
            chosen[*at] = false;
        }
        while count(&chosen) < range.min {
            let absent: Vec<usize> = (0..chosen.len()).filter(|at| !chosen[*at] && !fixed[*at]).collect();
            let Some(at) = self.rng.pick(&absent) else { break };
            chosen[*at] = true;
        }
        chosen
    }

    /// Counts the goals that a field shows by being present (1) or absent (0), given the choices known for the others.
    fn gain(&self, group: &Group, known: &[Option<bool>], name: usize, side: usize) -> usize {
        let open = |goal: usize| usize::from(!self.met[goal]);
        let single = group.single.get(name).map_or(0, |goals| 2 * open(goals[1 - side]));
        let others = if name < Coverage::PAIRED { Coverage::PAIRED } else { 0 };
        let pairs =
            known.iter().enumerate().take(others).filter(|(other, _)| *other != name).filter_map(|(other, known)| {
                let (low, high) = (name.min(other), name.max(other));
                let known = usize::from((*known)?);
                let (first, second) = if name < other { (side, known) } else { (known, side) };
                let goals = group.pair(low, high)?;
                Some(open(goals[first + 2 * second]))
            });
        single + pairs.sum::<usize>()
    }

    /// Records which fields are present, individually and in pairs.
    fn show_members(&mut self, group: &Group, members: &[(Arc<str>, Json)]) {
        let there: Vec<bool> = group.names.iter().map(|name| members.iter().any(|(known, _)| known == name)).collect();
        for (name, there) in there.iter().enumerate() {
            self.show(group.single[name][usize::from(!*there)]);
        }
        for high in 1..there.len().min(Coverage::PAIRED) {
            for low in 0..high {
                if let Some(goals) = group.pair(low, high) {
                    self.show(goals[usize::from(there[low]) + 2 * usize::from(there[high])]);
                }
            }
        }
    }

    /// Adds fields that are not declared by name.
    fn extras(&mut self, at: usize, object: &'a Object, members: &mut Vec<(Arc<str>, Json)>) {
        let location: &'a Location<'a> = &self.goals.locations[at];
        let children = location.children.get(object.members.len()..).unwrap_or_default();
        let way = children.iter().position(|child| self.on_way[*child]);
        let inside: usize = children.iter().map(|child| self.open[*child]).sum();
        let declared = members.len();
        let low = object.range.min.saturating_sub(declared);
        let aimed = (self.aimed.1 == at).then(|| &self.goals.planned[self.aimed.0].feature);
        let wanted = match (aimed, sizes(object)) {
            (Some(Feature::Members(count)), _) => count.saturating_sub(declared),
            (Some(Feature::Absent(_) | Feature::Pair(_)), _) => low,
            _ if object.habit == Habit::IfNeeded || self.budget.is_spent() => low,
            (_, Some((_, high))) if self.mood == Mood::Eager && self.is_open(at, high) => high.saturating_sub(declared),
            _ if self.mood == Mood::Eager && inside > 0 => 2,
            _ if self.mood == Mood::Random => self.rng.below(3),
            _ => 0,
        };
        let room = object.range.max.saturating_sub(declared);
        let wanted = wanted.max(low).max(usize::from(way.is_some())).min(room);
        for step in 0..wanted {
            let chosen = match way {
                Some(way) if step == 0 => way,
                _ => {
                    (0..children.len()).find(|at| self.mood == Mood::Eager && self.open[children[*at]] > 0).unwrap_or(0)
                }
            };
            let chosen = if self.mood == Mood::Random && step > 0 { self.rng.below(children.len()) } else { chosen };
            let (Some(extra), Some(child)) = (object.extras.get(chosen), children.get(chosen)) else { return };
            let is_taken = |name: &str| object.knows(name) || members.iter().any(|(known, _)| &**known == name);
            let Some(name) = self.free_name(&extra.name, &is_taken) else { return };
            let value = self.fill(*child);
            members.push((name, value));
        }
    }

    fn is_open(&self, at: usize, members: usize) -> bool {
        let goals = &self.goals.locations[at].goals;
        goals.iter().any(|goal| !self.met[*goal] && self.goals.planned[*goal].feature == Feature::Members(members))
    }
}
