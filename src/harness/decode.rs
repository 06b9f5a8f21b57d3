//! Tests that a consumer's own type accepts everything that a provider may send.

use serde::de::DeserializeOwned;

use crate::generate::{Generator, MutationKind, Mutator, seeded};
use crate::harness::pointer;
use crate::model::{BodyStyle, Json};
use crate::provider::{EventType, Provider};
use proptest::strategy::ValueTree;

/// Number of random documents, in addition to those that cover every branch and bound.
const DRAWN: usize = 64;

/// Changes of a document that need no new version of the contract.
const UNANNOUNCED: [MutationKind; 3] =
    [MutationKind::UnknownField, MutationKind::UnknownEnumValue, MutationKind::KeyOrder];

/// A document that was refused, with the reason and the pointer.
struct Refused {
    what: String,
    document: Json,
    reason: String,
    pointer: Option<String>,
}

/// Asserts that your type accepts every event of this name that the provider may send: the documented examples, the
/// smallest and the fullest, one for every branch, bound and optional field of the schema, random ones, and those with
/// fields and values that the provider may add without notice.
///
/// ```
/// #[derive(serde::Deserialize)]
/// struct OrderCreated {
///     webhook_id: String,
///     order_id: String,
/// }
///
/// hookproof::assert_decodes::<OrderCreated>(hookproof::providers::truv(), "order-created");
/// ```
///
/// # Panics
/// If it does not; the message has the smallest event that it refuses, the reason and the pointer. Also if the provider
/// sends no event of this name.
#[track_caller]
pub fn assert_decodes<T: DeserializeOwned>(provider: impl Into<Provider>, event: &str) {
    let event = match provider.into().event(event) {
        Ok(event) => event,
        Err(error) => panic!("{error}"),
    };
    let generator = match Generator::compile(event.payload.schema(), event.payload.order()) {
        Ok(generator) => generator,
        Err(error) => panic!("no event `{}` can be generated: {error}", event.payload.name),
    };
    if let Some(refused) = contract::<T>(&event, &generator).or_else(|| additive_changes::<T>(&event, &generator)) {
        let Refused { what, document, reason, pointer } = refused;
        let laid_out = document.write(BodyStyle::INDENTED);
        panic!(
            "`{}` does not accept every `{}` of {}\n  sent: {what}\n  reason: {reason}\n{}  the smallest that is \
             refused:\n{}",
            std::any::type_name::<T>(),
            event.payload.name,
            event.provider.name,
            pointer.map(|pointer| format!("  at: {}\n", shown(&pointer))).unwrap_or_default(),
            String::from_utf8_lossy(&laid_out)
        );
    }
}

fn shown(pointer: &str) -> &str {
    if pointer.is_empty() { "the whole document" } else { pointer }
}

/// Tests documents that the contract allows today; a refused document is shrunk.
fn contract<T: DeserializeOwned>(event: &EventType, generator: &Generator) -> Option<Refused> {
    let name = event.payload.name.as_str();
    let mut rng = seeded(0, &["decodes", &event.provider.id, name]);
    let mut documents = vec![generator.minimal(), generator.maximal()];
    documents.extend(generator.covering(&mut rng).documents);
    documents.extend((0..DRAWN).map(|_| generator.sample(&mut rng)));
    let documented = event.payload.examples.iter().filter_map(|example| Json::parse(example.text.as_bytes()).ok());
    documents.extend(documented.filter(|document| event.payload.violations(&document.to_value()).is_empty()));
    let refused = documents.into_iter().find(|document| refusal::<T>(document).is_some())?;
    let document = shrunk(generator, refused, |document| refusal::<T>(document).is_some());
    let (reason, pointer) = refusal::<T>(&document)?;
    Some(Refused { what: "what the schema allows".to_owned(), document, reason, pointer })
}

/// Tests additions that the provider may make without notice.
fn additive_changes<T: DeserializeOwned>(event: &EventType, generator: &Generator) -> Option<Refused> {
    let mutator = Mutator::compile(event.payload.schema(), BodyStyle::COMPACT).ok()?;
    let mut rng = seeded(0, &["grows", &event.provider.id, &event.payload.name]);
    // The smallest first, so that the first that is refused is small, and the fullest, which has every place.
    for document in [generator.minimal(), generator.maximal()] {
        let grown = mutator.mutations(&document, &mut rng).into_iter();
        for mutation in
            grown.filter(|one| UNANNOUNCED.contains(&one.kind) && one.is_allowed(event.provider.additive_changes))
        {
            let Some(document) = mutation.document else { continue };
            if let Some((reason, pointer)) = refusal::<T>(&document) {
                let what = format!(
                    "{} at {}, which the provider may send without a new version",
                    mutation.what,
                    shown(&mutation.pointer)
                );
                return Some(Refused { what, document, reason, pointer });
            }
        }
    }
    None
}

/// Returns why the type does not accept a document, and the pointer.
fn refusal<T: DeserializeOwned>(document: &Json) -> Option<(String, Option<String>)> {
    let text = document.write(BodyStyle::COMPACT);
    let error = serde_json::from_slice::<T>(&text).err()?;
    let reason = error.to_string();
    // The text is generated, so its lines and columns mean nothing to the user.
    let reason = reason.rsplit_once(" at line ").map_or(reason.as_str(), |(reason, _)| reason).to_owned();
    Some((reason, pointer::of_error(&text, &error)))
}

/// Returns the smallest document for which it still holds.
fn shrunk(generator: &Generator, document: Json, holds: impl Fn(&Json) -> bool) -> Json {
    let mut tree = generator.shrinking(document.clone());
    let mut smallest = document;
    let mut goes_on = tree.simplify();
    while goes_on {
        let candidate = tree.current();
        goes_on = if holds(&candidate) {
            smallest = candidate;
            tree.simplify()
        } else {
            tree.complicate()
        };
    }
    smallest
}
