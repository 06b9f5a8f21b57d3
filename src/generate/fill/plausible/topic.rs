//! The topic of a field, and the values that are proposed for it if its schema allows them.

use crate::generate::fill::plausible::make::Make;
use crate::generate::fill::plausible::person::{PEOPLE, Person};
use crate::generate::rng::DocumentRng;

/// The topic of a string.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Topic {
    /// One of these words.
    List(&'static [&'static str]),
    /// A detail of the person that the document describes.
    Own(fn(Person, usize, &mut String)),
    /// An invented value.
    Made(Make),
    /// An invented value, used only if the schema has no pattern: a pattern for such a field is more specific than our
    /// table.
    Loose(Make),
}

/// The value to write at one location, decided when the schema is compiled.
#[derive(Clone, Debug)]
pub(crate) enum Proposal {
    /// Any value of the topic in this spelling: all of them are allowed, or are validated again.
    Any(Topic, usize),
    /// The allowed values, one for each person.
    OfPerson(Box<[Box<str>]>),
    /// The allowed values, all equally suitable.
    Pool(Box<[Box<str>]>),
}

/// Number of spellings that are tried.
const SPELLINGS: usize = 4;

/// Minimum number of people with an allowed proposal; a topic with fewer is dropped.
const FEWEST: usize = PEOPLE / 8;

impl Topic {
    fn write(self, person: Person, spelling: usize, rng: &mut DocumentRng, out: &mut String) {
        match self {
            Self::List(words) => out.push_str(rng.pick(words).copied().unwrap_or_default()),
            Self::Own(write) => write(person, spelling, out),
            Self::Made(make) | Self::Loose(make) => make(spelling, rng, out),
        }
    }

    /// Returns the allowed proposals of the topic; `None` if there are too few.
    pub(crate) fn allowed(self, is_allowed: &dyn Fn(&str) -> bool) -> Option<Proposal> {
        if let Self::List(words) = self {
            let kept: Box<[Box<str>]> =
                words.iter().filter(|word| is_allowed(word)).map(|word| (*word).into()).collect();
            return (!kept.is_empty()).then_some(Proposal::Pool(kept));
        }
        let mut rng = DocumentRng::fixed(0x91a5);
        let mut of = |person: usize| {
            (0..SPELLINGS).find_map(|spelling| {
                let mut text = String::new();
                self.write(Person(person), spelling, &mut rng, &mut text);
                is_allowed(&text).then(|| Box::from(text))
            })
        };
        let mut seen: Vec<Option<Box<str>>> = (0..FEWEST).map(&mut of).collect();
        if seen.iter().all(Option::is_none) {
            return None;
        }
        seen.extend((FEWEST..PEOPLE).map(of));
        let known: Box<[Box<str>]> = seen.iter().flatten().cloned().collect();
        if known.len() < FEWEST {
            return None;
        }
        if !matches!(self, Self::Own(_)) {
            return Some(Proposal::Pool(known));
        }
        let own = seen.into_iter().enumerate().map(|(at, own)| own.unwrap_or_else(|| known[at % known.len()].clone()));
        Some(Proposal::OfPerson(own.collect()))
    }
}

impl Proposal {
    /// Returns whether it is machine-generated, such as an id or a time: readers may look it up or parse it.
    pub(crate) const fn is_made(&self) -> bool {
        matches!(self, Self::Any(Topic::Made(_) | Topic::Loose(_), _))
    }

    /// Appends a value.
    pub(crate) fn write(&self, person: Person, rng: &mut DocumentRng, out: &mut String) {
        match self {
            Self::Any(topic, spelling) => topic.write(person, *spelling, rng, out),
            Self::OfPerson(texts) => out.push_str(texts.get(person.0).map_or("", |text| text)),
            Self::Pool(texts) => out.push_str(rng.pick(texts).map_or("", |text| text)),
        }
    }
}
