//! Writes documents towards coverage goals: each is aimed at a goal that is not shown yet, and shows as many others as
//! its other choices allow.

use crate::generate::compile::compiled::Compiled;
use crate::generate::cover::collector::collect;
use crate::generate::cover::coverage::{Coverage, Goal, Missed, Shown};
use crate::generate::cover::fill::{Mood, Painter};
use crate::generate::cover::locations::{Goals, PlannedGoal};
use crate::generate::fill::budget::size;
use crate::generate::fill::extremes::Extremes;
use crate::generate::rng::DocumentRng;
use crate::model::Json;

/// Number of documents that are tried for one location of a goal.
const TRIES: usize = 12;

/// Number of locations of a goal that are tried.
const HOMES: usize = 4;

/// Maximum size of all documents together.
const TOGETHER: usize = 32 << 20;

/// Maximum size of everything that is drawn for them.
const DRAWN: usize = 256 << 20;

/// Writes the documents and records which goals they show.
pub(crate) fn cover(compiled: &Compiled, rng: DocumentRng) -> Coverage {
    let goals = collect(compiled);
    let mut painter = Painter::new(&goals, &compiled.definitions, rng);
    let mut shown: Vec<Option<Shown>> = goals.planned.iter().map(|goal| goal.missed.map(Shown::Never)).collect();
    let mut documents: Vec<Json> = Vec::new();
    let mut together = 0;
    for goal in 0..goals.planned.len() {
        if shown[goal].is_some() || goals.planned[goal].homes.is_empty() {
            continue;
        }
        if documents.len() == Coverage::MOST || together > TOGETHER || painter.drawn > DRAWN {
            shown[goal] = Some(Shown::Never(Missed::Full));
            continue;
        }
        painter.count_open(&shown);
        match aimed(compiled, &goals, &mut painter, goal) {
            Some((document, seen)) => {
                for goal in seen {
                    shown[goal] = Some(Shown::In(documents.len()));
                }
                together += size(&document);
                documents.push(document);
            }
            None => shown[goal] = Some(Shown::Never(Missed::NotFound)),
        }
    }
    if documents.is_empty() {
        documents.push(Extremes::new(&compiled.definitions, &compiled.costs).smallest(&compiled.plan));
    }
    let recorded = goals.planned.into_iter().zip(shown);
    let goal = |(wanted, shown): (PlannedGoal, Option<Shown>)| {
        Some(Goal { pointer: wanted.pointer.to_string(), feature: wanted.feature, shown: shown? })
    };
    Coverage { documents, goals: recorded.filter_map(goal).collect() }
}

/// Writes a document that shows the goal, and returns it with all goals that it shows for the first time.
fn aimed(compiled: &Compiled, goals: &Goals<'_>, painter: &mut Painter<'_>, goal: usize) -> Option<(Json, Vec<usize>)> {
    for home in goals.planned[goal].homes.iter().take(HOMES) {
        painter.aim(goal, *home);
        for attempt in 0..TRIES {
            painter.mood = match attempt {
                0 => Mood::Eager,
                1 => Mood::Plain,
                _ => Mood::Random,
            };
            let document = painter.document();
            let seen = painter.taken();
            if seen.contains(&goal) && compiled.validator.is_valid(&document.to_value()) {
                return Some((document, seen));
            }
            painter.forget(&seen);
        }
    }
    None
}
