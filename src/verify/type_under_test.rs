//! An event type that is being judged, with the plain document that the endpoint accepted.

use std::sync::{Mutex, OnceLock, PoisonError};

use crate::generate::{CompileError, Generator, Hostile, Mutator};
use crate::model::{Body, Json};
use crate::provider::{Kind, Payload, Provider};
use crate::schema::SchemaError;

/// An event type under judgement.
#[derive(Debug)]
#[non_exhaustive]
pub struct TypeUnderTest {
    /// The event type.
    pub payload: Payload,
    /// The simplest document of this type.
    pub plain: Json,
    /// Origin of that document.
    pub origin: Origin,
    /// Number of effects of one accepted event, if an observer counted them.
    pub effects_per_event: Option<u64>,
    generator: OnceLock<Result<Generator, CompileError>>,
    /// Documents that took long to find, by what is in them.
    throughout: Mutex<Vec<(Hostile, Option<Json>)>>,
}

/// Origin of the simplest document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// The example of this name, as it was printed or recorded.
    Example(String),
    /// The example of this name; its placeholders were filled in.
    Completed(String),
    /// The smallest document of the schema, if no example exists.
    Synthetic,
}

impl Origin {
    /// As it reads in a report.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Example(name) => format!("example `{name}`"),
            Self::Completed(name) => format!("example `{name}`, completed"),
            Self::Synthetic => "the smallest document of the schema, synthetic".to_owned(),
        }
    }
}

impl TypeUnderTest {
    /// Creates an event type with its simplest document.
    ///
    /// # Errors
    /// If no example is usable and the schema yields no document.
    pub fn new(payload: &Payload) -> Result<Self, CompileError> {
        let generator = OnceLock::new();
        let (plain, origin) = if let Some(found) = plain_example(payload, &generator) {
            found
        } else {
            let compiled = compile(payload)?;
            let plain = compiled.minimal();
            let _ = generator.set(Ok(compiled));
            (plain, Origin::Synthetic)
        };
        Ok(Self {
            payload: payload.clone(),
            plain,
            origin,
            effects_per_event: None,
            generator,
            throughout: Mutex::default(),
        })
    }

    /// Creates an event type of a provider, with its simplest document, in which ids of different entities differ.
    ///
    /// # Errors
    /// If no example is usable and the schema yields no document.
    pub fn of(provider: &Provider, payload: &Payload) -> Result<Self, CompileError> {
        let mut tested = Self::new(payload)?;
        if payload.kind == Kind::Event && !matches!(tested.origin, Origin::Example(_)) {
            provider.make_ids_distinct(&mut tested.plain);
            provider.make_consistent(&payload.name, &mut tested.plain);
        }
        Ok(tested)
    }

    /// Returns the name of the event type.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.payload.name
    }

    /// Returns a sort key, the simplest first: types whose events have an effect and have an example, and small
    /// documents.
    pub(crate) fn plainness(&self, body: &Body) -> (bool, bool, usize) {
        (self.effects_per_event.is_none(), self.origin == Origin::Synthetic, body.write(&self.plain).len())
    }

    /// Returns the generator of its documents, compiled at first use.
    ///
    /// # Errors
    /// If the schema yields no document; the error names the place.
    pub fn generator(&self) -> Result<&Generator, &CompileError> {
        self.generator.get_or_init(|| compile(&self.payload)).as_ref()
    }

    /// Returns the mutator of its documents. It shares the compiled schema of the generator, if that was needed before.
    ///
    /// # Errors
    /// If the schema is invalid.
    pub(crate) fn mutator(&self, body: &Body) -> Result<Mutator, SchemaError> {
        let schema = self.payload.schema();
        match self.generator.get() {
            Some(Ok(generator)) => Ok(Mutator::sharing(generator, schema, body.clone())),
            _ => Mutator::compile(schema, body),
        }
    }

    /// Returns the document in which every value that can be is of a hostile kind: see [`Generator::throughout`]. It is
    /// looked for once.
    pub(crate) fn throughout(&self, kind: Hostile) -> Option<Json> {
        let mut known = self.throughout.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, document)) = known.iter().find(|(known, _)| *known == kind) {
            return document.clone();
        }
        let document = self.generator().ok()?.throughout(kind);
        known.push((kind, document.clone()));
        document
    }
}

fn compile(payload: &Payload) -> Result<Generator, CompileError> {
    Generator::compile(payload.schema(), payload.order())
}

/// Returns the first example that keeps the documented type.
fn plain_example(payload: &Payload, generator: &OnceLock<Result<Generator, CompileError>>) -> Option<(Json, Origin)> {
    let example = payload.examples.iter().find(|example| example.contradictions.is_empty())?;
    let document = example.document().ok()?;
    if !example.has_placeholders() {
        return Some((document, Origin::Example(example.name.clone())));
    }
    let filling = generator.get_or_init(|| compile(payload)).as_ref().ok()?.maximal();
    Some((fill(document, &filling), Origin::Completed(example.name.clone())))
}

/// Puts generated values where the documentation printed `<string>`.
fn fill(mut document: Json, filling: &Json) -> Json {
    let mut places = Vec::new();
    document.walk(&mut |pointer, value| {
        if value.as_str() == Some("<string>") {
            places.push(pointer.to_owned());
        }
    });
    for place in places {
        if let Some(value) = filling.pointer(&place) {
            document.set(&place, value.clone());
        }
    }
    document
}
