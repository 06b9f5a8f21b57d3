//! Two events that are about one thing, the second later than the first: taken out of the provider's stories, where
//! one follows the other, and told with the plainest documents.

use std::collections::BTreeSet;

use crate::model::Json;
use crate::provider::Cast;
use crate::provider::IdSource;
use crate::provider::Put;
use crate::provider::Step;
use crate::provider::Story;
use crate::verify::context::Context;
use crate::verify::plan::Attempt;
use crate::verify::plan::Expected;
use crate::verify::subject::Subject;

/// Two events about one thing.
pub(super) struct Succession {
    /// The second event, about a thing that was not heard of before.
    pub(super) alone: Attempt,
    /// The first event.
    pub(super) first: Attempt,
    /// The second event.
    pub(super) second: Attempt,
}

/// Seconds between the two.
const BETWEEN: i64 = 60;

/// Most successions, and of those most whose second event is known to have an effect.
const MOST: usize = 4;
const KNOWN: usize = 2;

/// Successions of event types that the endpoint has accepted: those whose second event is known to have an effect, and
/// some others. Of two events that name several things, those come first that are about the same thing of all.
pub(super) fn successions(context: &Context<'_>) -> Vec<Succession> {
    let thing = |attempt: &Attempt| {
        let pointer = context.provider.entity(&attempt.document)?;
        attempt.document.pointer(&pointer).cloned()
    };
    let mut told: Vec<(Pair<'_>, Succession)> =
        pairs(context).into_iter().filter_map(|pair| pair.told(context).map(|told| (pair, told))).collect();
    told.sort_by_key(|(pair, told)| (thing(&told.first) != thing(&told.second), pair.alters(), pair.turn));
    // The same two types again would tell the same again.
    let mut types = BTreeSet::new();
    told.retain(|(pair, _)| types.insert((&pair.first.1.event, &pair.second.1.event)));
    let (known, others): (Vec<_>, Vec<_>) = told.into_iter().partition(|(pair, _)| pair.second.0.gain.is_some());
    let all = known.into_iter().take(KNOWN).chain(others).take(MOST);
    all.map(|(_, told)| told).collect()
}

/// Two events of one type about one thing. Whether the provider ever sends them is not known.
pub(super) fn twice(context: &Context<'_>, subject: &Subject) -> Option<Succession> {
    let tell = |key: &str, entity: &str| {
        let mut document = context.renewed(subject, subject.plain.clone(), key);
        context.about(subject, &mut document, entity)?;
        Some(document)
    };
    let mut first = tell("first", "one thing")?;
    context.provider.age(subject.name(), &mut first, std::time::Duration::from_secs(BETWEEN.unsigned_abs()));
    let (alone, second) = (tell("alone", "another thing")?, tell("second", "one thing")?);
    // Without an id or a time the second would be a repeat of the first.
    (first != second).then(|| Succession {
        alone: attempt(context, subject, alone),
        first: attempt(context, subject, first),
        second: attempt(context, subject, second),
    })
}

/// Two steps of a story that follow each other about one thing.
struct Pair<'a> {
    story: &'a Story,
    /// Which of the pairs about this thing it is.
    turn: usize,
    first: (&'a Subject, &'a Step),
    second: (&'a Subject, &'a Step),
}

fn pairs<'a>(context: &Context<'a>) -> Vec<Pair<'a>> {
    let accepted = |step: &'a Step| Some((context.subjects.iter().find(|one| one.name() == step.event)?, step));
    let mut found: Vec<Pair<'a>> = Vec::new();
    for story in &context.provider.stories {
        for role in &story.ids {
            let plays = |put: &Put| matches!(put, Put::Role { role: played, .. } if *played == role.name);
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
    /// How many words its second event has that its plain document has not: a consumer may act on those alone.
    fn alters(&self) -> usize {
        let (subject, step) = self.second;
        let is_other = |put: &&Put| match put {
            Put::Value { pointer, value } => subject.plain.pointer(pointer) != Some(value),
            Put::Role { .. } => false,
        };
        step.puts.iter().filter(is_other).count()
    }

    fn told(&self, context: &Context<'_>) -> Option<Succession> {
        // Both are told both times, so that the second is the same but for its ids.
        let (_, alone) = self.tell(context, "alone")?;
        let (first, second) = self.tell(context, "together")?;
        Some(Succession { alone, first, second })
    }

    fn tell(&self, context: &Context<'_>, key: &str) -> Option<(Attempt, Attempt)> {
        let ids = IdSource::new(context.seed, context.salt, &[context.check, &self.story.name, key]);
        let mut cast = Cast::of(self.story, &ids);
        let mut scene = |(subject, step): (&Subject, &Step), part: &str, earlier: i64| {
            let then = Context { now: context.now.shifted(-earlier), ..context.clone() };
            let told = format!("{} {key}", self.story.name);
            let place = format!("{told} {part}");
            document(&then, subject, step, (&told, &place), &mut cast)
                .map(|document| attempt(context, subject, document))
        };
        Some((scene(self.first, "first", BETWEEN)?, scene(self.second, "second", 0)?))
    }
}

/// The plainest document of a step, as a story would tell it; nothing where it has no place for what happens.
fn document(
    context: &Context<'_>,
    subject: &Subject,
    step: &Step,
    (told, key): (&str, &str),
    cast: &mut Cast,
) -> Option<Json> {
    let (provider, mut document) = (context.provider, subject.plain.clone());
    // Both events of a pair are about the same new things.
    provider.renew_entities(&mut document, &IdSource::new(context.seed, context.salt, &[context.check, told]));
    provider.envelope.renew_ids(&mut document, &context.ids(subject, key));
    cast.put(step, &mut document).ok()?;
    provider.envelope.renew_times(&mut document, context.now);
    for moment in &step.times {
        let before = i64::try_from(moment.before.as_secs()).unwrap_or(i64::MAX);
        document.set(&moment.slot.pointer, moment.slot.spell(context.now.shifted(-before)));
    }
    context.agree(subject, &mut document, told);
    subject.payload.order().sort(&mut document);
    cast.note(step, &document);
    Some(document)
}

fn attempt(context: &Context<'_>, subject: &Subject, document: Json) -> Attempt {
    let body = document.write(context.provider.body);
    let attempt = context.attempt_with(subject, document, &body);
    Attempt { expected: Expected::Anything, ..attempt }
}
