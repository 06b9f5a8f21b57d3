//! What a member is about, and what is proposed for it where its schema allows that.

use crate::generate::dice::Dice;
use crate::generate::plausible::make::Make;
use crate::generate::plausible::person::PEOPLE;
use crate::generate::plausible::person::Person;

/// What a string is about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Topic {
    /// One of these words.
    List(&'static [&'static str]),
    /// Something of the person that the document is about.
    Own(fn(Person, usize, &mut String)),
    /// Made up.
    Made(Make),
    /// Made up where the schema says nothing: a pattern for such a member says more than we know.
    Loose(Make),
}

/// How fine numbers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grain {
    Whole,
    Cents,
}

/// What is written into one place, decided when the schema is compiled.
#[derive(Clone, Debug)]
pub(crate) enum Proposal {
    /// What the topic says, in this spelling: all of it is allowed, or is looked at once more.
    Any(Topic, usize),
    /// What was allowed, one for each person.
    OfPerson(Box<[Box<str>]>),
    /// What was allowed, one as good as the other.
    Pool(Box<[Box<str>]>),
}

/// Ways to write the same thing that are tried.
const SPELLINGS: usize = 4;

/// A topic of which fewer people's proposals are allowed is given up.
const FEWEST: usize = PEOPLE / 8;

impl Topic {
    fn write(self, person: Person, spelling: usize, dice: &mut Dice, out: &mut String) {
        match self {
            Self::List(words) => out.push_str(dice.pick(words).copied().unwrap_or_default()),
            Self::Own(write) => write(person, spelling, out),
            Self::Made(make) | Self::Loose(make) => make(spelling, dice, out),
        }
    }

    /// What of it is allowed; none where that is too little.
    pub(crate) fn allowed(self, is_allowed: &dyn Fn(&str) -> bool) -> Option<Proposal> {
        if let Self::List(words) = self {
            let kept: Box<[Box<str>]> =
                words.iter().filter(|word| is_allowed(word)).map(|word| (*word).into()).collect();
            return (!kept.is_empty()).then_some(Proposal::Pool(kept));
        }
        let mut dice = Dice::fixed(0x91a5);
        let mut of = |person: usize| {
            (0..SPELLINGS).find_map(|spelling| {
                let mut text = String::new();
                self.write(Person(person), spelling, &mut dice, &mut text);
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
    /// Whether a machine has made it, such as an id or a time: readers may look it up or parse it.
    pub(crate) const fn is_made(&self) -> bool {
        matches!(self, Self::Any(Topic::Made(_) | Topic::Loose(_), _))
    }

    /// Appends it.
    pub(crate) fn write(&self, person: Person, dice: &mut Dice, out: &mut String) {
        match self {
            Self::Any(topic, spelling) => topic.write(person, *spelling, dice, out),
            Self::OfPerson(texts) => out.push_str(texts.get(person.0).map_or("", |text| text)),
            Self::Pool(texts) => out.push_str(dice.pick(texts).map_or("", |text| text)),
        }
    }
}
