//! Values that look real but are recognizably invented, derived from field names and always valid for the schema.
//!
//! As much as possible is decided when a schema is compiled: a proposal is kept only if its location accepts it. So a
//! plausible document costs about as much as a random one.

mod make;
mod person;
mod table;
mod topic;
mod words;

use crate::generate::CompileError;
use crate::generate::compile::plan::Plan;
use crate::generate::compile::plan_location::PlanLocation;
use crate::generate::fill::plausible::person::{PEOPLE, Person};
pub(crate) use crate::generate::fill::plausible::topic::Proposal;
use crate::generate::fill::plausible::topic::Topic;
use crate::generate::fill::policy::Policy;
use crate::generate::rng::DocumentRng;
use crate::generate::value::format::Format;
use crate::generate::value::number::{Decimal, Grain};
use crate::generate::value::text::{Source, Text};
use crate::model::Json;
use crate::schema::Validator;
use crate::schema::canonical::CanonicalSchema;

/// Maximum length of a proposal of a topic. No proposal is empty.
const LONGEST: usize = 64;

/// A policy that writes realistic values.
#[derive(Debug)]
pub(crate) struct PlausiblePolicy {
    person: Person,
    letters: NameCharacters,
}

/// The characters in names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameCharacters {
    /// Some with accents.
    Latin,
    /// Only ASCII, so that an endpoint cannot fail because of a name.
    Ascii,
}

/// Maximum number of people drawn to find one with the required characters; three in four have them.
const ASKED: usize = 24;

impl PlausiblePolicy {
    pub(crate) fn new(letters: NameCharacters, rng: &mut DocumentRng) -> Self {
        Self { person: Person(rng.below(PEOPLE)), letters }
    }

    fn propose(&mut self, proposal: &Proposal, rng: &mut DocumentRng, out: &mut String) {
        proposal.write(self.person, rng, out);
        for _ in 0..ASKED {
            if self.letters == NameCharacters::Latin || out.is_ascii() {
                return;
            }
            out.clear();
            self.item(rng);
            proposal.write(self.person, rng, out);
        }
    }
}

impl Policy for PlausiblePolicy {
    fn instead(&mut self, plan: &Plan, definitions: &[Plan], rng: &mut DocumentRng) -> Option<Json> {
        match plan {
            Plan::Text(text) => {
                let mut out = String::with_capacity(32);
                match (&text.proposal, &text.source) {
                    (Some(proposal), _) => self.propose(proposal, rng, &mut out),
                    (None, Source::Free | Source::Name) => plain(text, rng, &mut out),
                    _ => return None,
                }
                Some(Json::String(out))
            }
            Plan::Number(numbers) => Some(Json::Number(numbers.draw_usual(rng))),
            // If any value is allowed, a plain word or number is written.
            Plan::Reference(id) => {
                let anything = definitions.get(*id)?.as_anything()?;
                let kind = anything.iter().filter(|plan| matches!(plan, Plan::Text(_) | Plan::Number(_)));
                self.instead(kind.take(2).nth(rng.below(2))?, definitions, rng)
            }
            _ => None,
        }
    }

    /// Includes most optional fields, as in real payloads.
    fn coins(&mut self, rng: &mut DocumentRng) -> u64 {
        rng.bits() | rng.bits()
    }

    fn null_once_in(&self) -> usize {
        8
    }

    /// Switches to another person, so that each item of a list describes a different one.
    fn item(&mut self, rng: &mut DocumentRng) {
        *self = Self::new(self.letters, rng);
    }
}

/// Appends one or two plain words, for a field whose meaning is unknown.
fn plain(text: &Text, rng: &mut DocumentRng, out: &mut String) {
    out.push_str(rng.pick(words::PLAIN).copied().unwrap_or_default());
    if matches!(text.source, Source::Free) && rng.once_in(2) {
        out.push(' ');
        out.push_str(rng.pick(words::PLAIN).copied().unwrap_or_default());
    }
    let length = text.range.clamp(out.len());
    if length != out.len() {
        *out = out.chars().cycle().take(length).collect();
    }
}

/// Decides the proposal of a leaf. `schema` is the schema of the leaf; `None` if it contains only the type.
pub(crate) fn dress(
    plan: &mut Plan,
    schema: Option<&CanonicalSchema>,
    location: PlanLocation<'_>,
) -> Result<(), CompileError> {
    match plan {
        Plan::Text(text) => dress_text(text, schema, location),
        Plan::Number(numbers) => {
            dress_number(numbers, location);
            Ok(())
        }
        Plan::Validated(validated) => dress(&mut validated.plan, schema, location),
        _ => Ok(()),
    }
}

fn dress_text(
    text: &mut Text,
    schema: Option<&CanonicalSchema>,
    location: PlanLocation<'_>,
) -> Result<(), CompileError> {
    let named = find(table::STRINGS, location.pointer, |row| row.0).map(|row| row.1);
    let topic = match &text.source {
        Source::Format(Format::DateTime(decimals, zone)) => {
            let spelling = make::DATETIMES.iter().position(|known| known == &(*decimals, *zone));
            text.proposal = Some(Proposal::Any(Topic::Made(make::date_time), spelling.unwrap_or(0)));
            return Ok(());
        }
        Source::Format(format) => format_topic(*format, named),
        Source::Pattern(_) if matches!(named, Some(Topic::Loose(_))) => None,
        _ => named,
    };
    let Some(topic) = topic else { return Ok(()) };
    let (range, is_free) = (text.range, matches!(text.source, Source::Free));
    let validator = match schema {
        Some(schema) if !is_free => Some(Validator::compile(&schema.to_json_schema())?),
        _ => None,
    };
    let is_allowed = |proposal: &str| {
        range.holds(proposal.chars().count())
            && validator.as_ref().is_none_or(|validator| validator.is_valid(&proposal.into()))
    };
    let is_open = is_free && range.min <= 1 && range.max >= LONGEST;
    text.proposal = if is_open { Some(Proposal::Any(topic, 0)) } else { topic.allowed(&is_allowed) };
    Ok(())
}

/// Returns the topic of a format; the field's name matters only for dates.
fn format_topic(format: Format, named: Option<Topic>) -> Option<Topic> {
    match format {
        Format::Date => match named {
            Some(Topic::Made(_)) => named,
            _ => Some(Topic::Made(make::date)),
        },
        Format::Email => Some(Topic::Own(person::mail)),
        Format::Hostname => Some(Topic::Own(person::domain)),
        Format::Uri => Some(Topic::Made(make::link)),
        Format::Ipv4 | Format::Ipv6 => Some(Topic::Made(make::address)),
        _ => None,
    }
}

fn dress_number(numbers: &mut Decimal, location: PlanLocation<'_>) {
    match find(table::NUMBERS, location.pointer, |row| row.0) {
        Some((_, low, high, grain)) => numbers.usually((*low).into(), (*high).into(), *grain),
        None => numbers.usually(0, 100, Grain::Whole),
    }
}

/// Returns the longest row whose words end the name of the location.
fn find<'t, R>(table: &'t [R], pointer: &str, ending: fn(&R) -> &'static str) -> Option<&'t R> {
    let name = words_of(pointer);
    let fits = |row: &&R| {
        let wanted = ending(row);
        name.strip_suffix(wanted).is_some_and(|before| before.is_empty() || before.ends_with(' '))
    };
    table.iter().filter(fits).max_by_key(|row| ending(row).len())
}

/// Returns the words of the last two names of a pointer, in lower case and in the singular.
fn words_of(pointer: &str) -> String {
    let mut names: Vec<&str> = pointer.rsplit('/').filter(|name| *name != "*").take(2).collect();
    names.reverse();
    let mut words: Vec<String> = Vec::new();
    for name in names {
        let mut before = '_';
        for letter in name.chars() {
            let begins = (letter.is_uppercase() && !before.is_uppercase()) || !before.is_alphanumeric();
            if begins || words.is_empty() {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut()
                && letter.is_alphanumeric()
            {
                word.extend(letter.to_lowercase());
            }
            before = letter;
        }
    }
    words.retain(|word| !word.is_empty());
    for word in &mut words {
        let is_plural =
            word.len() > 2 && word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end));
        if is_plural {
            word.pop();
        }
        if is_plural && word.ends_with("ie") {
            word.truncate(word.len() - 2);
            word.push('y');
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::generate::Generator;
    use crate::model::FieldOrder;

    #[test]
    fn words_are_distinguished() {
        assert_eq!(words_of("/data/people/*/createdByUserEmails"), "people created by user email");
        assert_eq!(words_of("/address/line1"), "address line1");
        assert_eq!(words_of("/status/fromDateYYYYMMDD"), "status from date yyyymmdd");
        assert_eq!(words_of("/zip-5/~1"), "zip 5 1");
        assert_eq!(words_of("/acceptedCurrencies/*"), "accepted currency");
    }

    #[test]
    fn the_longest_row_wins() {
        let row = |pointer: &str| find(table::STRINGS, pointer, |row| row.0).map(|row| row.0);
        assert_eq!(row("/data/customer_reference_id"), Some("reference id"));
        assert_eq!(row("/contacts/*/value"), Some("contact value"));
        assert_eq!(row("/other/*/value"), None);
        assert_eq!(row("/stopsIds/*"), Some("id"));
        assert_eq!(row("/avoid"), None);
    }

    #[test]
    fn a_topic_is_never_empty_nor_long() {
        for (name, topic) in table::STRINGS {
            let mut rng = DocumentRng::fixed(3);
            for person in 0..PEOPLE {
                for spelling in 0..4 {
                    let mut text = String::new();
                    Proposal::Any(*topic, spelling).write(Person(person), &mut rng, &mut text);
                    assert!((1..=LONGEST).contains(&text.chars().count()), "{name}: {text}");
                    assert!(!text.contains('@') || text.contains("@example."), "{text}");
                }
            }
        }
    }

    /// Counts the free strings of a plan: those with a proposal, and the locations of the others.
    fn count(plan: &Plan, name: &str, known: &mut usize, unknown: &mut Vec<String>) {
        match plan {
            Plan::Text(text) if matches!(text.source, Source::Free) => match text.proposal {
                Some(_) => *known += 1,
                None => unknown.push(name.to_owned()),
            },
            Plan::Object(object) => {
                for member in &object.members {
                    count(&member.plan, &format!("{name}/{}", member.name), known, unknown);
                }
            }
            plan => plan.children().for_each(|child| count(child, name, known, unknown)),
        }
    }

    #[test]
    fn most_free_strings_of_the_five_providers_say_something() {
        let (mut known, mut unknown) = (0, Vec::new());
        for provider in ["truv", "argyle", "orum", "betterez", "socotra"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas").join(provider);
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let Ok(text) = std::fs::read_to_string(&path) else { continue };
                let schema = serde_json::from_str(&text).unwrap();
                let generator = Generator::compile(&schema, &FieldOrder::default()).unwrap();
                count(&generator.compiled.plan, "", &mut known, &mut unknown);
            }
        }
        unknown.sort();
        let share = known * 100 / (known + unknown.len());
        assert!(share >= 95, "only {share} % of {}: {unknown:#?}", known + unknown.len());
    }
}
