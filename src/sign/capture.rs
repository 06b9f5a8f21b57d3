//! Reads the headers of a signature: the texts of their placeholders, and several signatures in one delivery.

use crate::model::Headers;
use crate::sign::error::Refusal;
use crate::sign::recipe::{Recipe, SignatureHeader};
use crate::sign::rotation::Rotation;
use crate::sign::template::{Part, Template};

/// The texts of placeholders in a header.
pub(super) type Captured<'a> = Vec<(Part, &'a str)>;

/// Returns the texts of the placeholders of a header. It may carry several signatures; values of unknown versions are
/// ignored.
pub(super) fn capture<'a>(
    recipe: &'a Recipe,
    header: &'a SignatureHeader,
    headers: &'a Headers,
) -> Result<Captured<'a>, Refusal> {
    let missing = || Refusal::Missing { header: header.name.clone() };
    let form = || Refusal::Form { header: header.name.clone(), form: header.value.to_string() };
    let value = |name: &str| Some(std::str::from_utf8(headers.get(name)?).map_err(|_| form()));
    let rotation = recipe
        .rotation
        .as_ref()
        .filter(|rotation| rotation.places() > 1 && header.value.any(|part| recipe.is_signature(part)));
    match rotation {
        None => captured(&header.value, value(&header.name).ok_or_else(missing)??),
        Some(Rotation::Separator(separator)) => {
            let value = value(&header.name).ok_or_else(missing)??;
            joined(value.split(separator.as_str()).filter_map(|item| captured(&header.value, item)))
        }
        Some(Rotation::Field(field)) => {
            fields(&header.value, separator(field), value(&header.name).ok_or_else(missing)??)
        }
        Some(Rotation::Headers(names)) => {
            let names = std::iter::once(&header.name).chain(names);
            let present: Vec<_> = names.filter_map(|name| value(name)).collect();
            if present.is_empty() {
                return Err(missing());
            }
            joined(present.into_iter().filter_map(|value| captured(&header.value, value.ok()?)))
        }
    }
    .ok_or_else(form)
}

fn captured<'a>(template: &Template, value: &'a str) -> Option<Captured<'a>> {
    Some(template.capture(value)?.into_iter().map(|(part, text)| (part.clone(), text)).collect())
}

/// Returns the separator of fields: the start of a repeated field, before its name.
fn separator(field: &str) -> &str {
    let end = field.find(|character: char| character.is_ascii_alphanumeric()).filter(|end| *end > 0);
    &field[..end.unwrap_or(field.len())]
}

/// Joins the captures of several values; `None` if there are no captures.
fn joined<'a>(captures: impl Iterator<Item = Captured<'a>>) -> Option<Captured<'a>> {
    let mut all = Vec::new();
    captures.for_each(|captured| all.extend(captured));
    (!all.is_empty()).then_some(all)
}

/// Captures the fields of a value, in any order; `None` if one of the template is missing.
fn fields<'a>(template: &Template, separator: &str, value: &'a str) -> Option<Captured<'a>> {
    let known = template.split(separator);
    let mut found = vec![false; known.len()];
    let mut all = Vec::new();
    for item in value.split(separator) {
        let hit = known.iter().enumerate().find_map(|(at, field)| Some((at, captured(field, item)?)));
        if let Some((at, captured)) = hit {
            found[at] = true;
            all.extend(captured);
        }
    }
    found.into_iter().all(|found| found).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sign::algorithm::Algorithm;

    fn texts(recipe: &Recipe, value: &str) -> Option<Vec<String>> {
        let header = recipe.signature_header().unwrap();
        let headers: Headers = [(header.name.as_str(), value)].into_iter().collect();
        let captured = capture(recipe, header, &headers).ok()?;
        Some(captured.into_iter().map(|(_, text)| text.to_owned()).collect())
    }

    #[test]
    fn unknown_versions_are_ignored() {
        let words = |words: &[&str]| Some(words.iter().map(|word| (*word).to_owned()).collect());
        let webhooks = Recipe::hmac(Algorithm::HmacSha256, "s", "v1,{signature}");
        let webhooks = webhooks.rotating(Rotation::Separator(" ".to_owned()));
        assert_eq!(texts(&webhooks, "v1a,x v1,A  v1,B odd"), words(&["A", "B"]));
        assert_eq!(texts(&webhooks, "v1a,x"), None);
        let stripe = Recipe::hmac(Algorithm::HmacSha256, "s", "t={time},v1={signature}");
        let stripe = stripe.rotating(Rotation::Field(",v1=".to_owned()));
        assert_eq!(texts(&stripe, "t=17,v0=x,v1=A,v1=B"), words(&["17", "A", "B"]));
        assert_eq!(texts(&stripe, "v1=A,v1=B"), None);
        assert_eq!(texts(&stripe, "t=17,v0=x"), None);
        assert_eq!(texts(&stripe, "t=17, v1=A"), None);
    }
}
