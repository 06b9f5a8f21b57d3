//! Documents of a requested size.

use std::collections::HashSet;

use crate::generate::Generator;
use crate::generate::fill::extremes::weight;
use crate::generate::fill::hostile::HUGE;
use crate::generate::value::text::alphabet;
use crate::model::{Body, BodyStyle, Json};

impl Generator {
    /// Returns the fullest document of at most this many bytes. If [`maximal`](Self::maximal) is larger, its longest
    /// arrays and strings are cut as far as the schema allows; `None` if the result is still too large.
    #[must_use]
    pub fn maximal_within(&self, bytes: usize, body: &Body) -> Option<Json> {
        let mut document = self.maximal();
        let mut whole = HashSet::new();
        while body.write(&document).len() > bytes {
            let pointer = heaviest(&document, &whole)?;
            let mut shorter = document.clone();
            halve(shorter.pointer_mut(&pointer)?);
            if self.compiled.validator.is_valid(&shorter.to_value()) {
                document = shorter;
            } else {
                whole.insert(pointer);
            }
        }
        Some(document)
    }

    /// Returns a document that is larger than this many bytes, but not much larger. `huge` is one of
    /// [`Hostile::Huge`](crate::generate::Hostile::Huge), and its long text or its long array is extended. `None` if
    /// the schema does not allow that.
    #[must_use]
    pub fn larger_than(&self, huge: &Json, bytes: usize, body: &Body) -> Option<Json> {
        let mut document = huge.clone();
        let missing = |document: &Json| (bytes + 1).saturating_sub(body.write(document).len());
        let more = missing(&document);
        if more > 0 {
            grow(&mut document, more);
        }
        (missing(&document) == 0 && self.compiled.validator.is_valid(&document.to_value())).then_some(document)
    }
}

/// Finds the largest array or string that can be cut, except those that must stay whole.
fn heaviest(document: &Json, whole: &HashSet<String>) -> Option<String> {
    let mut best: Option<(usize, String)> = None;
    document.walk(&mut |pointer, value| {
        let can_be_cut = match value {
            Json::Array(items) => items.len() > 1,
            Json::String(text) => text.len() > 1,
            _ => false,
        };
        let size = weight(value);
        if can_be_cut && !whole.contains(pointer) && best.as_ref().is_none_or(|(most, _)| size > *most) {
            best = Some((size, pointer.to_owned()));
        }
    });
    best.map(|(_, pointer)| pointer)
}

/// Cuts an array or a string to half its length.
fn halve(value: &mut Json) {
    match value {
        Json::Array(items) => items.truncate(items.len() / 2),
        Json::String(text) => *text = text.chars().take(text.chars().count() / 2).collect(),
        _ => {}
    }
}

/// Extends the long text or the long array of a document by this many bytes.
fn grow(document: &mut Json, bytes: usize) {
    let mut longest: Option<(usize, String)> = None;
    document.walk(&mut |pointer, value| {
        let length = match value {
            Json::String(text) if text.len() >= HUGE => text.len(),
            Json::Array(items) => items.len(),
            _ => 0,
        };
        if longest.as_ref().is_none_or(|(most, _)| length > *most) {
            longest = Some((length, pointer.to_owned()));
        }
    });
    let found = longest.and_then(|(_, pointer)| document.pointer_mut(&pointer));
    match found {
        Some(Json::String(text)) => text.push_str(&alphabet(bytes)),
        Some(Json::Array(items)) if !items.is_empty() => {
            let each = items.iter().map(|item| item.write(BodyStyle::COMPACT).len() + 1).sum::<usize>() / items.len();
            let more: Vec<Json> = items.iter().cycle().take(bytes / each.max(1) + 1).cloned().collect();
            items.extend(more);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::generate::Hostile;
    use crate::model::FieldOrder;

    fn generator(schema: &serde_json::Value) -> Generator {
        Generator::compile(schema, &FieldOrder::default()).unwrap()
    }

    fn size(document: &Json) -> usize {
        document.write(BodyStyle::COMPACT).len()
    }

    #[test]
    fn the_fullest_document_is_cut_to_a_size() {
        let item = json!({"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "maxLength": 5000}}});
        let schema = json!({
            "type": "object",
            "required": ["items", "id"],
            "properties": {
                "id": {"type": "string", "minLength": 500, "maxLength": 500},
                "items": {"type": "array", "minItems": 2, "maxItems": 200, "items": item},
            },
        });
        let generator = generator(&schema);
        assert!(size(&generator.maximal()) > 900_000);
        for most in [500_000, 100_000, 20_000, 2_000] {
            let document = generator.maximal_within(most, &BodyStyle::COMPACT.into()).unwrap();
            assert!(size(&document) <= most, "{most}: {}", size(&document));
            assert!(generator.compiled.validator.is_valid(&document.to_value()));
        }
        assert_eq!(generator.maximal_within(400, &BodyStyle::COMPACT.into()), None);
        assert_eq!(generator.maximal_within(usize::MAX, &BodyStyle::COMPACT.into()), Some(generator.maximal()));
    }

    #[test]
    fn a_document_is_grown_to_a_size() {
        let by_text = json!({"type": "object", "required": ["note"], "properties": {"note": {"type": "string"}}});
        let items = json!({"type": "array", "items": {"type": "string", "maxLength": 40}});
        let by_array = json!({"type": "object", "required": ["tags"], "properties": {"tags": items}});
        for schema in [by_text, by_array] {
            let generator = generator(&schema);
            let huge = generator.throughout(Hostile::Huge).unwrap();
            for bytes in [HUGE, 100 * 1024, 1024 * 1024] {
                let document = generator.larger_than(&huge, bytes, &BodyStyle::COMPACT.into()).unwrap();
                let size = size(&document);
                assert!(size > bytes && size < bytes + bytes / 4, "{bytes}: {size}");
            }
        }
        let short = json!({"type": "object", "properties": {"note": {"type": "string", "maxLength": 40}}});
        assert_eq!(generator(&short).throughout(Hostile::Huge), None);
    }
}
