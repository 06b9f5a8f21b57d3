//! Pairs of events about one entity, the second later than the first. They come from the provider's stories, and use
//! the simplest documents.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::model::{Json, Timestamp};
use crate::provider::{Bindings, IdForm, IdSource, Put, Step, Story};
use crate::verify::context::Context;
use crate::verify::plan::{Attempt, Expected};
use crate::verify::type_under_test::TypeUnderTest;

/// Two events about one entity.
pub(super) struct EventPair {
    /// The second event, about a new entity.
    pub(super) alone: Attempt,
    /// The first event.
    pub(super) first: Attempt,
    /// The second event.
    pub(super) second: Attempt,
}

/// Time between the two events.
const BETWEEN: Duration = Duration::from_mins(1);

/// Maximum number of pairs, and of pairs whose second event is known to have an effect.
const MOST: usize = 4;
const KNOWN: usize = 2;

/// Returns pairs of events whose types the endpoint has accepted: those whose second event is known to have an effect,
/// and some others. Pairs whose events name the same entity come first.
pub(super) fn event_pairs(context: &Context<'_>) -> Vec<EventPair> {
    let thing = |attempt: &Attempt| {
        let pointer = context.provider.entity(&attempt.document)?;
        attempt.document.pointer(&pointer).cloned()
    };
    let mut built: Vec<(Pair<'_>, EventPair)> =
        pairs(context).into_iter().filter_map(|pair| pair.build(context).map(|built| (pair, built))).collect();
    built.sort_by_key(|(pair, built)| (thing(&built.first) != thing(&built.second), pair.alters(), pair.turn));
    // The same two types again would add nothing.
    let mut types = BTreeSet::new();
    built.retain(|(pair, _)| types.insert((&pair.first.1.event, &pair.second.1.event)));
    let (known, others): (Vec<_>, Vec<_>) =
        built.into_iter().partition(|(pair, _)| pair.second.0.effects_per_event.is_some());
    let all = known.into_iter().take(KNOWN).chain(others).take(MOST);
    all.map(|(_, built)| built).collect()
}

/// Returns two events of one type about one entity. Whether the provider ever sends them is unknown.
pub(super) fn twice(context: &Context<'_>, tested: &TypeUnderTest) -> Option<EventPair> {
    let renewed = |key: &str, entity: &str| {
        let mut document = context.renewed(tested, tested.plain.clone(), key);
        context.about(tested, &mut document, entity)?;
        Some(document)
    };
    let mut first = renewed("first", "one thing")?;
    context.provider.age(tested.name(), &mut first, BETWEEN);
    let (alone, second) = (renewed("alone", "another thing")?, renewed("second", "one thing")?);
    // Without an id or a time, the second would be a redelivery of the first.
    (first != second).then(|| EventPair {
        alone: attempt(context, tested, alone),
        first: attempt(context, tested, first),
        second: attempt(context, tested, second),
    })
}

/// Two successive steps of a story about one entity.
struct Pair<'a> {
    story: &'a Story,
    /// Index among the pairs about this entity.
    turn: usize,
    first: (&'a TypeUnderTest, &'a Step),
    second: (&'a TypeUnderTest, &'a Step),
}

fn pairs<'a>(context: &Context<'a>) -> Vec<Pair<'a>> {
    let accepted = |step: &'a Step| Some((context.tested_types.iter().find(|one| one.name() == step.event)?, step));
    let mut found: Vec<Pair<'a>> = Vec::new();
    for story in &context.provider.stories {
        for variable in &story.ids {
            let plays = |put: &Put| matches!(put, Put::Variable { variable: played, .. } if *played == variable.name);
            let steps: Vec<_> =
                story.steps.iter().filter(|step| step.puts.iter().any(plays)).filter_map(accepted).collect();
            for (turn, two) in steps.windows(2).enumerate() {
                let is_same = |pair: &Pair<'_>| pair.first.1 == two[0].1 && pair.second.1 == two[1].1;
                if !found.iter().any(is_same) {
                    found.push(Pair { story, turn, first: two[0], second: two[1] });
                }
            }
        }
    }
    found
}

impl Pair<'_> {
    /// Counts the words of its second event that its simplest document lacks: a consumer may need them for an effect.
    fn alters(&self) -> usize {
        let (tested, step) = self.second;
        let is_other = |put: &&Put| match put {
            Put::Value { pointer, value } => tested.plain.pointer(pointer) != Some(value),
            Put::Variable { .. } => false,
        };
        step.puts.iter().filter(is_other).count()
    }

    fn build(&self, context: &Context<'_>) -> Option<EventPair> {
        // Both are created twice, so that the second differs only in its ids.
        let (_, alone) = self.attempts(context, "alone", BETWEEN)?;
        let (first, second) = self.attempts(context, "together", BETWEEN)?;
        Some(EventPair { alone, first, second })
    }

    /// Returns both events, the first of which is this much older than the second.
    fn attempts(&self, context: &Context<'_>, key: &str, between: Duration) -> Option<(Attempt, Attempt)> {
        let between = i64::try_from(between.as_secs()).unwrap_or(i64::MAX);
        let ids = IdSource::new(context.seed, context.salt, &[context.check, &self.story.name, key]);
        let mut bindings = Bindings::of(self.story, &ids);
        let mut step = |(tested, step): (&TypeUnderTest, &Step), part: &str, earlier: i64| {
            let then = Context { now: context.now.shifted(-earlier), ..context.clone() };
            let entity = format!("{} {key}", self.story.name);
            let place = format!("{entity} {part}");
            document(&then, tested, step, (&entity, &place), &mut bindings)
                .map(|document| attempt(context, tested, document))
        };
        Some((step(self.first, "first", between)?, step(self.second, "second", 0)?))
    }
}

/// Returns the simplest document of a step, filled in by a story; `None` if it has no field for what happens.
fn document(
    context: &Context<'_>,
    tested: &TypeUnderTest,
    step: &Step,
    (entity, key): (&str, &str),
    bindings: &mut Bindings,
) -> Option<Json> {
    let (provider, mut document) = (context.provider, tested.plain.clone());
    // Both events of a pair are about the same new things.
    provider.renew_entities(&mut document, &IdSource::new(context.seed, context.salt, &[context.check, entity]));
    provider.envelope.renew_ids(&mut document, &context.ids(tested, key));
    bindings.put(step, &mut document).ok()?;
    provider.envelope.renew_times(&mut document, context.now);
    for moment in &step.times {
        let before = i64::try_from(moment.before.as_secs()).unwrap_or(i64::MAX);
        document.set(&moment.slot.pointer, moment.slot.spell(context.now.shifted(-before)));
    }
    context.agree(tested, &mut document, entity);
    tested.payload.order().sort(&mut document);
    bindings.note(step, &document);
    Some(document)
}

fn attempt(context: &Context<'_>, tested: &TypeUnderTest, document: Json) -> Attempt {
    let body = context.provider.body.write(&document);
    let attempt = context.attempt_with(tested, document, &body);
    Attempt { expected: Expected::Anything, ..attempt }
}

/// Two events about one thing whose contents differ, several times, each time about a new thing.
pub(super) struct LatePair {
    /// The older and the newer one, to be sent in this order.
    pub(super) control: (Attempt, Attempt),
    /// The newer and the older one, to be sent in this order, and how much older that is.
    pub(super) late: Vec<(Duration, Attempt, Attempt)>,
}

/// Most pairs of events whose order is tried.
const MOST_LATE: usize = 3;

/// Returns pairs of events about one entity, in which the older one is as old as each of `ages`; the control is as old
/// as the first. They come from the provider's stories; pairs with two different words in one field, such as a status,
/// come first. If no story has two event types that the endpoint accepts, both events have the same type.
pub(super) fn late_pairs(context: &Context<'_>, tested: &TypeUnderTest, ages: &[Duration]) -> Vec<LatePair> {
    let Some(shortest) = ages.first() else { return Vec::new() };
    let provider = context.provider;
    let thing = |attempt: &Attempt| {
        let pointer = provider.entity(&attempt.document)?;
        Some((attempt.document.pointer(&pointer)?.clone(), pointer))
    };
    let is_dated = |attempt: &Attempt| provider.happened(&attempt.event, &attempt.document).is_some();
    let mut found = Vec::new();
    for pair in pairs(context) {
        let Some((older, newer)) = pair.attempts(context, "control", *shortest) else { continue };
        let Some((about, pointer)) = thing(&older) else { continue };
        if thing(&newer).is_some_and(|(other, _)| other == about) && is_dated(&older) && is_dated(&newer) {
            let is_alike = !differs_in_a_word(context, &older.document, &newer.document);
            found.push((is_alike, pair.turn, pointer, pair, (older, newer)));
        }
    }
    found.sort_by_key(|(is_alike, turn, ..)| (*is_alike, *turn));
    let mut chosen: Vec<(String, BTreeSet<String>)> = Vec::new();
    let mut kept = Vec::new();
    for (_, _, pointer, pair, control) in found {
        let types = BTreeSet::from([control.0.event.clone(), control.1.event.clone()]);
        // Another pair is worth testing if its entity is of another kind, or if it has other event types.
        let adds = chosen.iter().all(|(known, events)| *known != pointer || events.is_disjoint(&types));
        if kept.len() == MOST_LATE || !adds {
            continue;
        }
        let late = ages.iter().filter_map(|age| {
            let (older, newer) = pair.attempts(context, &format!("late {}", age.as_secs()), *age)?;
            Some((*age, newer, older))
        });
        kept.push(LatePair { control, late: late.collect() });
        chosen.push((pointer, types));
    }
    if kept.is_empty() {
        kept.extend(late_twins(context, tested, ages));
    }
    kept
}

/// Returns the same with two events of one type, which differ in a status if the type has one.
fn late_twins(context: &Context<'_>, tested: &TypeUnderTest, ages: &[Duration]) -> Option<LatePair> {
    let other = other_status(context, tested);
    let attempts = |key: &str, age: Duration| {
        let mut newer = context.renewed(tested, tested.plain.clone(), &format!("{key} newer"));
        context.about(tested, &mut newer, key)?;
        let mut older = newer.clone();
        if let Some((pointer, status)) = &other {
            older.set(pointer, status.clone());
            context.agree(tested, &mut older, key);
        }
        context.provider.age(tested.name(), &mut older, age);
        if let Some(slot) = &context.provider.envelope.id {
            older.set(
                &slot.pointer,
                slot.form.spell(&context.ids(tested, &format!("{key} older")).id("id", &slot.form)),
            );
        }
        context.provider.happened(tested.name(), &older)?;
        (older != newer).then(|| (attempt(context, tested, older), attempt(context, tested, newer)))
    };
    let control = attempts("control", *ages.first()?)?;
    let late = ages.iter().filter_map(|age| {
        let (older, newer) = attempts(&format!("late {}", age.as_secs()), *age)?;
        Some((*age, newer, older))
    });
    Some(LatePair { control, late: late.collect() })
}

/// Returns a field of a type that holds a status, and another value that it may have.
fn other_status(context: &Context<'_>, tested: &TypeUnderTest) -> Option<(String, Json)> {
    const DRAWS: u32 = 32;
    let mut statuses = Vec::new();
    tested.plain.walk(&mut |pointer, value| {
        let name = pointer.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        if value.as_str().is_some() && (name.ends_with("status") || name.ends_with("state")) {
            statuses.push(pointer.to_owned());
        }
    });
    let generator = tested.generator().ok().filter(|_| !statuses.is_empty())?;
    (0..DRAWS).find_map(|case| {
        let drawn = generator.sample(&mut context.rng(tested, case));
        statuses.iter().find_map(|pointer| {
            let status = drawn.pointer(pointer).filter(|status| status.as_str().is_some_and(is_word))?;
            let mut document = tested.plain.clone();
            document.set(pointer, status.clone());
            let is_other = document != tested.plain && tested.payload.violations(&document.to_value()).is_empty();
            is_other.then(|| (pointer.clone(), status.clone()))
        })
    })
}

/// Whether two documents have different words in one field, apart from the name of the event.
fn differs_in_a_word(context: &Context<'_>, one: &Json, other: &Json) -> bool {
    let mut found = false;
    one.walk(&mut |pointer, value| {
        let differs = |word: &&str| other.pointer(pointer).and_then(Json::as_str).is_some_and(|other| other != *word);
        let word = value.as_str().filter(|word| is_word(word)).filter(differs);
        found |= word.is_some() && !context.provider.envelope.name.pointers().any(|name| name == pointer);
    });
    found
}

/// Whether a text is a word, and not an id, a time or a number.
pub(super) fn is_word(text: &str) -> bool {
    text.len() > 2
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
        && IdForm::of(text).is_none()
        && text.parse::<Timestamp>().is_err()
}
