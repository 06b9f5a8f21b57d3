//! Documents for a purpose: realistic ones for people, and hostile ones to find the values that an endpoint cannot
//! handle.

use proptest::test_runner::TestRng;

use crate::generate::fill::filler::Filler;
use crate::generate::fill::hostile::{HUGE, Hostile, HostilePolicy, Measure, NullPolicy, Which};
use crate::generate::fill::plausible::{NameCharacters, PlausiblePolicy};
use crate::generate::rng::DocumentRng;
use crate::generate::{Generator, JsonTree};
use crate::model::{BodyStyle, Json};

/// Number of documents drawn until one contains a hostile value.
const DRAWS: usize = 32;

/// Number of documents from which the one with the fewest nulls is selected, because a schema may have branches with
/// `null`.
const COMPARED: usize = 8;

/// Item counts tried for an array that has to make a document huge; each is an eighth larger than the last.
const ITEMS: std::ops::Range<usize> = 64..HUGE;

impl Generator {
    /// Generates a random document with realistic names, addresses, amounts and times that belong to no real person or
    /// company. It is as valid as any other: a proposal is used only if the schema accepts it.
    ///
    /// Mail addresses end in `example.com`, `.org` or `.net`, telephone numbers are 555-01xx, bank and tax numbers are
    /// in ranges that are never issued. The details of a person, a company and a place in one document, or in one item
    /// of a list, are consistent.
    #[must_use]
    pub fn plausible(&self, rng: &mut TestRng) -> Json {
        let mut rng = DocumentRng::of(rng);
        let policy = PlausiblePolicy::new(NameCharacters::Latin, &mut rng);
        Filler::with_policy(&self.compiled.definitions, rng, policy).document(&self.compiled.plan)
    }

    /// Generates a random document with at least one value of a hostile kind; `None` if the schema does not allow such
    /// a value, or none was found.
    #[must_use]
    pub fn hostile(&self, rng: &mut TestRng, kind: Hostile) -> Option<Json> {
        if !self.suits(kind) {
            return None;
        }
        if kind == Hostile::Huge {
            return self.throughout(kind);
        }
        let mut rng = DocumentRng::of(rng);
        (0..DRAWS).find_map(|draw| {
            let measure = Measure::OneIn(if draw < DRAWS / 8 { 4 } else { 1 });
            self.draw_hostile(kind, measure, &mut rng)
        })
    }

    /// Returns the document in which every possible value is of a hostile kind. It has every optional field, has `null`
    /// only if nothing else is allowed, and is plausible otherwise, so that only the hostile values are unusual.
    /// Strings that are ids or times, as recognized by their names, stay unchanged. [`Hostile::Huge`] is used for only
    /// one value. `None` if the schema does not allow the kind.
    #[must_use]
    pub fn throughout(&self, kind: Hostile) -> Option<Json> {
        if !self.suits(kind) {
            return None;
        }
        let mut rng = DocumentRng::fixed(0x4057);
        if kind != Hostile::Huge {
            let drawn = (0..DRAWS).filter_map(|_| self.draw_hostile(kind, Measure::All, &mut rng));
            return with_fewest_nulls(drawn.take(COMPARED));
        }
        let is_huge = |document: &Json| document.write(BodyStyle::COMPACT).len() > HUGE;
        let drawn = (0..COMPARED).filter_map(|_| self.draw_hostile(kind, Measure::First(0), &mut rng));
        let by_text = with_fewest_nulls(drawn.filter(is_huge));
        let lengths = std::iter::successors(Some(ITEMS.start), |items| Some(items + items / 8));
        by_text.or_else(|| {
            let mut lengths = lengths.take_while(|items| ITEMS.contains(items));
            lengths.find_map(|items| self.draw_hostile(kind, Measure::First(items), &mut rng).filter(is_huge))
        })
    }

    /// Returns documents in which every nullable field is `null`: one with the outermost nullable fields and, if some
    /// of them contain others, one with the innermost. Empty if the schema allows no `null`.
    #[must_use]
    pub fn nulls(&self) -> Vec<Json> {
        let mut documents = Vec::new();
        for which in [Which::Outermost, Which::Innermost] {
            let mut rng = DocumentRng::fixed(0x9011);
            let policy = NullPolicy::new(which, &mut rng);
            let mut filler = Filler::with_policy(&self.compiled.definitions, rng, policy);
            let document = filler.document(&self.compiled.plan);
            let is_new = !documents.contains(&document);
            if filler.policy.written > 0 && is_new && self.compiled.validator.is_valid(&document.to_value()) {
                documents.push(document);
            }
        }
        documents
    }

    /// Creates the shrinker of a document that this generator wrote.
    #[must_use]
    pub fn shrinking(&self, document: Json) -> JsonTree {
        JsonTree::new(std::sync::Arc::clone(&self.compiled), document)
    }

    fn suits(&self, kind: Hostile) -> bool {
        let (plan, definitions) = (&self.compiled.plan, &self.compiled.definitions);
        kind.suits(plan, definitions) || definitions.iter().any(|plan| kind.suits(plan, definitions))
    }

    fn draw_hostile(&self, kind: Hostile, measure: Measure, rng: &mut DocumentRng) -> Option<Json> {
        let own = DocumentRng::fixed(rng.bits());
        let mut filler = Filler::with_policy(&self.compiled.definitions, own, HostilePolicy::new(kind, measure, rng));
        let document = filler.document(&self.compiled.plan);
        let is_wanted = filler.policy.shows_in(&document) && self.compiled.validator.is_valid(&document.to_value());
        is_wanted.then_some(document)
    }
}

/// Returns the first document with the fewest nulls; drawing stops at a document without nulls.
fn with_fewest_nulls(documents: impl Iterator<Item = Json>) -> Option<Json> {
    let mut best: Option<(usize, Json)> = None;
    for document in documents {
        let nulls = nulls_in(&document);
        if best.as_ref().is_none_or(|(fewest, _)| nulls < *fewest) {
            best = Some((nulls, document));
        }
        if nulls == 0 {
            break;
        }
    }
    best.map(|(_, document)| document)
}

fn nulls_in(document: &Json) -> usize {
    let mut count = 0;
    document.walk(&mut |_, value| count += usize::from(*value == Json::Null));
    count
}
