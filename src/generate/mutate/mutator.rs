//! Generates every mutation of a document, and confirms that its label is true.

use std::sync::Arc;

use proptest::test_runner::TestRng;
use serde_json::Value;

use crate::generate::generator::Generator;
use crate::generate::mutate::candidate::Target;
use crate::generate::mutate::kind::MutationKind;
use crate::generate::mutate::located::{LocatedValue, located_values};
use crate::generate::mutate::mutation::{Effect, Mutation};
use crate::generate::mutate::{bounds, layout, lists, rules, spoil};
use crate::generate::rng::DocumentRng;
use crate::model::{Body, Json};
use crate::schema;
use crate::schema::{SchemaError, Validator};

/// A generator of documents that are wrong in one step, for one schema.
#[derive(Debug)]
pub struct Mutator {
    schema: Value,
    validator: Arc<Validator>,
    body: Body,
}

impl Mutator {
    /// Compiles a schema of draft 2020-12, for bodies of this form.
    ///
    /// # Errors
    /// When the schema is invalid, or refers to an external document.
    pub fn compile(schema: &Value, body: impl Into<Body>) -> Result<Self, SchemaError> {
        Ok(Self { schema: schema.clone(), validator: Arc::new(Validator::compile(schema)?), body: body.into() })
    }

    /// Returns a mutator that shares the compiled schema of a generator.
    pub(crate) fn sharing(generator: &Generator, schema: &Value, body: Body) -> Self {
        Self { schema: schema.clone(), validator: generator.validator(), body }
    }

    /// Returns every mutation of a document: by kind, then in document order, one for each rule of each location. The
    /// seed selects how a rule is broken. Empty if the document itself is invalid.
    ///
    /// Every label has been confirmed. Mutations that cannot be confirmed are left out: a bound so wide that the text
    /// would be longer than 64 KiB, a change that another branch of the schema accepts, references that are not JSON
    /// pointers.
    #[must_use]
    pub fn mutations(&self, document: &Json, rng: &mut TestRng) -> Vec<Mutation> {
        let mut rng = DocumentRng::of(rng);
        let Some(places) = self.places(document) else { return Vec::new() };
        let found = |kind| self.found(document, &places, kind, &mut rng);
        MutationKind::ALL.into_iter().flat_map(found).collect()
    }

    /// Returns only the mutations of one kind.
    #[must_use]
    pub fn of_kind(&self, document: &Json, kind: MutationKind, rng: &mut TestRng) -> Vec<Mutation> {
        let places = self.places(document).unwrap_or_default();
        self.found(document, &places, kind, &mut DocumentRng::of(rng))
    }

    /// Returns one mutation of a kind, at a random location; `None` if the kind does not apply.
    #[must_use]
    pub fn one(&self, document: &Json, kind: MutationKind, rng: &mut TestRng) -> Option<Mutation> {
        let mut rng = DocumentRng::of(rng);
        let places = self.places(document)?;
        let mut targets: Vec<Target> = places.iter().flat_map(|place| targets(place, kind, &mut rng)).collect();
        if targets.is_empty() {
            let mut found = self.found(document, &places, kind, &mut rng);
            let at = rng.below(found.len());
            return (at < found.len()).then(|| found.swap_remove(at));
        }
        let first = rng.below(targets.len());
        targets.rotate_left(first);
        targets.into_iter().find_map(|target| self.shown(document, target))
    }

    fn places<'a>(&'a self, document: &'a Json) -> Option<Vec<LocatedValue<'a>>> {
        self.validator.is_valid(&document.to_value()).then(|| located_values(document, &self.schema))
    }

    fn found(
        &self,
        document: &Json,
        places: &[LocatedValue<'_>],
        kind: MutationKind,
        rng: &mut DocumentRng,
    ) -> Vec<Mutation> {
        match kind {
            MutationKind::DuplicateKey => layout::duplicates(document, &self.body, rng),
            MutationKind::KeyOrder => layout::key_order(document, &self.body, rng).into_iter().collect(),
            MutationKind::WhiteSpace => layout::white_space(document, &self.body).into_iter().collect(),
            MutationKind::Truncated => layout::truncated(document, &self.body, rng).into_iter().collect(),
            _ => {
                let targets = places.iter().flat_map(|place| targets(place, kind, rng));
                targets.filter_map(|target| self.shown(document, target)).collect()
            }
        }
    }

    /// Returns a document as the endpoint reads it. In a form, a number is a text, and `null` is absent.
    fn as_read(&self, document: Json) -> Json {
        if !self.body.format.has_texts_only() {
            return document;
        }
        let Ok(mut read) = self.body.read(&self.body.write(&document)) else { return document };
        schema::read_texts(&self.schema, &mut read);
        read
    }

    /// Returns the first way to reach a target whose label is true.
    fn shown(&self, document: &Json, target: Target) -> Option<Mutation> {
        let Target { kind, at, keywords, ways } = target;
        let unchanged = self.as_read(document.clone());
        let may_stay = matches!(kind, MutationKind::Null | MutationKind::UnknownField | MutationKind::UnknownEnumValue);
        for way in ways {
            let changed = self.as_read(way.apply(document));
            if changed == unchanged {
                continue;
            }
            let errors = self.validator.errors_inside(&changed.to_value());
            let fits = |keyword: &str| keywords.is_empty() || keywords.contains(&keyword);
            let effect = if errors.is_empty() {
                may_stay.then_some(Effect::Accepted)
            } else {
                let refusal = errors.iter().find(|error| error.pointer == at && fits(error.keyword()));
                refusal.map(|error| Effect::Refused { at: error.pointer.clone(), keyword: error.keyword().to_owned() })
            };
            let Some(effect) = effect else { continue };
            return Some(Mutation {
                kind,
                pointer: way.pointer,
                what: way.what,
                effect,
                body: self.body.write(&changed),
                document: Some(changed),
            });
        }
        None
    }
}

/// Returns the mutations of a kind at a location.
fn targets(place: &LocatedValue<'_>, kind: MutationKind, rng: &mut DocumentRng) -> Vec<Target> {
    match kind {
        MutationKind::MissingRequired => rules::missing(place),
        MutationKind::WrongType => rules::wrong_type(place, rng),
        MutationKind::OutOfEnum => lists::outside(place),
        MutationKind::OutOfBound => bounds::beyond(place),
        MutationKind::BrokenFormat => spoil::format(place, rng),
        MutationKind::BrokenPattern => spoil::pattern(place, rng),
        MutationKind::Null => rules::null(place),
        MutationKind::UnknownField => rules::unknown_field(place, rng),
        MutationKind::UnknownEnumValue => lists::new_value(place),
        MutationKind::DuplicateKey | MutationKind::KeyOrder | MutationKind::WhiteSpace | MutationKind::Truncated => {
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::{Effect, seeded};
    use crate::model::{AdditiveChanges, BodyFormat, BodyStyle};

    #[test]
    fn a_form_is_wrong_only_in_what_its_texts_can_show() {
        let schema = serde_json::json!({
            "type": "object",
            "properties": {"id": {"type": "string"}, "note": {"type": ["string", "null"]}, "count": {"type": "integer"}},
            "required": ["id", "count"],
        });
        let mut body = Body::json(BodyStyle::COMPACT);
        body.format = BodyFormat::Form;
        let mutator = Mutator::compile(&schema, body).unwrap();
        let document = Json::parse(br#"{"id":"a1","note":"n","count":2}"#).unwrap();
        let of_kind = |kind| mutator.of_kind(&document, kind, &mut seeded(1, &["form"]));
        let wrong = of_kind(MutationKind::WrongType);
        assert_eq!(wrong.iter().map(|one| one.pointer.as_str()).collect::<Vec<_>>(), ["/count"]);
        assert!(wrong[0].body.starts_with(b"id=a1&note=n&count="));
        assert_eq!(of_kind(MutationKind::MissingRequired).len(), 2);
        assert!(of_kind(MutationKind::WhiteSpace).is_empty() && of_kind(MutationKind::Truncated).is_empty());
    }

    #[test]
    fn a_mutation_says_what_it_broke() {
        let schema = serde_json::json!({"type": "object", "required": ["id"], "properties": {
            "id": {"type": "string"}, "state": {"type": "string", "enum": ["in_review", "done"]}}});
        let mutator = Mutator::compile(&schema, BodyStyle::COMPACT).unwrap();
        let document = Json::parse(br#"{"id":"a1","state":"done"}"#).unwrap();

        let missing = mutator.one(&document, MutationKind::MissingRequired, &mut seeded(7, &[])).unwrap();
        assert_eq!(missing.body, br#"{"state":"done"}"#);
        assert_eq!(missing.pointer, "/id");
        assert_eq!(missing.effect, Effect::Refused { at: String::new(), keyword: "required".into() });
        assert!(!missing.is_allowed(AdditiveChanges::default()));

        let grown = mutator.one(&document, MutationKind::UnknownEnumValue, &mut seeded(7, &[])).unwrap();
        assert_eq!(grown.body, br#"{"id":"a1","state":"added_later"}"#);
        assert!(grown.is_allowed(AdditiveChanges::default()));
    }
}
