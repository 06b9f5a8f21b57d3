//! Changes of the text: the document stays the same, or ends too early.

use std::sync::Arc;

use crate::generate::mutate::kind::MutationKind;
use crate::generate::mutate::mutation::{Effect, Mutation};
use crate::generate::rng::DocumentRng;
use crate::model::{Body, Escape, Json, Spelling, escape};

/// White space that JSON allows, without line feeds, so that a line stays a line.
const SPACED: Spelling = Spelling { comma: " ,\t", colon: " : ", ascii: Escape::No, slash: Escape::No };

/// Repeats one name in every object that has fields: first with another value, then with the original one.
pub(super) fn duplicates(document: &Json, body: &Body, rng: &mut DocumentRng) -> Vec<Mutation> {
    let mut objects = Vec::new();
    document.walk(&mut |pointer, value| {
        if let Json::Object(members) = value {
            objects.push((pointer.to_owned(), members.len()));
        }
    });
    let duplicated = |(pointer, count): &(String, usize)| {
        let mut document = document.clone();
        let at = rng.below(*count);
        let Some(Json::Object(members)) = document.pointer_mut(pointer) else { return None };
        let (name, value) = members.get(at)?.clone();
        let other = if value == Json::Null { Json::from("other") } else { Json::Null };
        members.insert(at, (Arc::clone(&name), other));
        Some(Mutation {
            kind: MutationKind::DuplicateKey,
            pointer: format!("{pointer}/{}", escape(&name)),
            what: "with the name twice, the right value last".to_owned(),
            effect: Effect::Accepted,
            body: body.write(&document),
            document: Some(document),
        })
    };
    objects.iter().filter_map(duplicated).collect()
}

/// Reorders the fields of every object; returns nothing if no object has two fields.
pub(super) fn key_order(document: &Json, body: &Body, rng: &mut DocumentRng) -> Option<Mutation> {
    let mut other = document.clone();
    shuffle(&mut other, rng);
    if other == *document {
        other.reverse_fields();
    }
    let reordered = Mutation {
        kind: MutationKind::KeyOrder,
        pointer: String::new(),
        what: "with its members in another order".to_owned(),
        effect: Effect::Accepted,
        body: body.write(&other),
        document: Some(other),
    };
    (reordered.document.as_ref() != Some(document)).then_some(reordered)
}

/// Writes the same document with additional white space; returns nothing if it is not written as JSON.
pub(super) fn white_space(document: &Json, body: &Body) -> Option<Mutation> {
    let mut json = b" ".to_vec();
    json.extend(SPACED.write(&body.whole(document)));
    json.push(b'\t');
    (!body.format.has_texts_only()).then(|| Mutation {
        kind: MutationKind::WhiteSpace,
        pointer: String::new(),
        what: "with other white space".to_owned(),
        effect: Effect::Accepted,
        body: body.around(&json),
        document: None,
    })
}

/// Cuts the text at a random position; returns nothing if the rest is a document too, as `1` is of `12`.
pub(super) fn truncated(document: &Json, body: &Body, rng: &mut DocumentRng) -> Option<Mutation> {
    let whole = body.write(document);
    let text = std::str::from_utf8(&whole).ok()?.trim_end();
    // A cut within a character would be another error than the end of the text.
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).skip(1).collect();
    let cut = text.as_bytes()[..*rng.pick(&ends)?].to_vec();
    body.read(&cut).is_err().then(|| Mutation {
        kind: MutationKind::Truncated,
        pointer: String::new(),
        what: format!("cut after {} of {} bytes", cut.len(), whole.len()),
        effect: Effect::NotJson,
        body: cut,
        document: None,
    })
}

fn shuffle(value: &mut Json, rng: &mut DocumentRng) {
    match value {
        Json::Object(members) => {
            for at in (1..members.len()).rev() {
                members.swap(at, rng.below(at + 1));
            }
            for (_, value) in members {
                shuffle(value, rng);
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| shuffle(item, rng)),
        _ => {}
    }
}
