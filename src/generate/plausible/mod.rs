//! Values that look real and plainly are not: by the names of members, and never against a schema.
//!
//! What can be decided is decided when a schema is compiled: a proposal stays only where the compiled place
//! accepts it. So a plausible document costs about what a random one does.

mod make;
mod person;
mod table;
mod topic;
mod words;

use crate::generate::CompileError;
use crate::generate::dice::Dice;
use crate::generate::format::Format;
use crate::generate::manner::Manner;
use crate::generate::number::Decimal;
use crate::generate::place::Place;
use crate::generate::plan::Plan;
use crate::generate::plausible::person::PEOPLE;
use crate::generate::plausible::person::Person;
use crate::generate::plausible::topic::Grain;
pub(crate) use crate::generate::plausible::topic::Proposal;
use crate::generate::plausible::topic::Topic;
use crate::generate::text::Source;
use crate::generate::text::Text;
use crate::model::Json;
use crate::schema::Validator;
use crate::schema::canonical::CanonicalSchema;

/// No proposal of a topic is longer, and none is empty.
const LONGEST: usize = 64;

/// Writes what people would send.
#[derive(Debug)]
pub(crate) struct Plausible {
    person: Person,
}

impl Plausible {
    pub(crate) fn new(dice: &mut Dice) -> Self {
        Self { person: Person(dice.below(PEOPLE)) }
    }
}

impl Manner for Plausible {
    fn instead(&mut self, plan: &Plan, _: &[Plan], dice: &mut Dice) -> Option<Json> {
        match plan {
            Plan::Text(text) => {
                let mut out = String::with_capacity(32);
                match (&text.proposal, &text.source) {
                    (Some(proposal), _) => proposal.write(self.person, dice, &mut out),
                    (None, Source::Free | Source::Name) => plain(text, dice, &mut out),
                    _ => return None,
                }
                Some(Json::String(out))
            }
            Plan::Number(numbers) => Some(Json::Number(numbers.draw_usual(dice))),
            _ => None,
        }
    }

    /// Most optional members are there, as in real payloads.
    fn coins(&mut self, dice: &mut Dice) -> u64 {
        dice.bits() | dice.bits()
    }

    fn null_once_in(&self) -> usize {
        8
    }

    /// Every item of a list is about somebody else.
    fn item(&mut self, dice: &mut Dice) {
        *self = Self::new(dice);
    }
}

/// A plain word or two, where nothing is known about the member.
fn plain(text: &Text, dice: &mut Dice, out: &mut String) {
    out.push_str(dice.pick(words::PLAIN).copied().unwrap_or_default());
    if matches!(text.source, Source::Free) && dice.once_in(2) {
        out.push(' ');
        out.push_str(dice.pick(words::PLAIN).copied().unwrap_or_default());
    }
    let length = text.window.clamp(out.len());
    if length != out.len() {
        *out = out.chars().cycle().take(length).collect();
    }
}

/// Decides what a leaf proposes. `schema` is the leaf's own, absent where it says no more than the type.
pub(crate) fn dress(plan: &mut Plan, schema: Option<&CanonicalSchema>, place: Place<'_>) -> Result<(), CompileError> {
    match plan {
        Plan::Text(text) => dress_text(text, schema, place),
        Plan::Number(numbers) => {
            dress_number(numbers, place);
            Ok(())
        }
        Plan::Sieve(sieve) => dress(&mut sieve.plan, schema, place),
        _ => Ok(()),
    }
}

fn dress_text(text: &mut Text, schema: Option<&CanonicalSchema>, place: Place<'_>) -> Result<(), CompileError> {
    let told = find(table::STRINGS, place.pointer, |row| row.0).map(|row| row.1);
    let topic = match &text.source {
        Source::Format(Format::DateTime(decimals, zone)) => {
            let spelling = make::MOMENTS.iter().position(|known| known == &(*decimals, *zone));
            text.proposal = Some(Proposal::Any(Topic::Made(make::moment), spelling.unwrap_or(0)));
            return Ok(());
        }
        Source::Format(format) => told_format(*format, told),
        Source::Pattern(_) if matches!(told, Some(Topic::Loose(_))) => None,
        _ => told,
    };
    let Some(topic) = topic else { return Ok(()) };
    let (window, is_free) = (text.window, matches!(text.source, Source::Free));
    let validator = match schema {
        Some(schema) if !is_free => Some(Validator::compile(&schema.to_json_schema())?),
        _ => None,
    };
    let is_allowed = |proposal: &str| {
        window.holds(proposal.chars().count())
            && validator.as_ref().is_none_or(|validator| validator.is_valid(&proposal.into()))
    };
    let is_open = is_free && window.min <= 1 && window.max >= LONGEST;
    text.proposal = if is_open { Some(Proposal::Any(topic, 0)) } else { topic.allowed(&is_allowed) };
    Ok(())
}

/// What a format is about; the member's name decides only which date it is.
fn told_format(format: Format, told: Option<Topic>) -> Option<Topic> {
    match format {
        Format::Date => match told {
            Some(Topic::Made(_)) => told,
            _ => Some(Topic::Made(make::date)),
        },
        Format::Email => Some(Topic::Own(person::mail)),
        Format::Hostname => Some(Topic::Own(person::domain)),
        Format::Uri => Some(Topic::Made(make::link)),
        Format::Ipv4 | Format::Ipv6 => Some(Topic::Made(make::address)),
        _ => None,
    }
}

fn dress_number(numbers: &mut Decimal, place: Place<'_>) {
    match find(table::NUMBERS, place.pointer, |row| row.0) {
        Some((_, low, high, grain)) => numbers.usually((*low).into(), (*high).into(), *grain == Grain::Whole),
        None => numbers.usually(0, 100, true),
    }
}

/// The longest row whose words end the name of the place.
fn find<'t, R>(table: &'t [R], pointer: &str, ending: fn(&R) -> &'static str) -> Option<&'t R> {
    let name = words_of(pointer);
    let fits = |row: &&R| {
        let wanted = ending(row);
        name.strip_suffix(wanted).is_some_and(|before| before.is_empty() || before.ends_with(' '))
    };
    table.iter().filter(fits).max_by_key(|row| ending(row).len())
}

/// The words of the last two names of a pointer, in lower case and in the singular.
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
    }
    words.join(" ")
}
