//! Defects in reading the signatures of several keys.

use crate::demo::answer::Answer;
use crate::demo::consumer::Shop;
use crate::demo::correct;
use crate::demo::defects::verifying;
use crate::model::Headers;
use crate::sign::Rotation;

pub(super) fn reads_first_signature(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    reads_one(shop, headers, body, |signatures| signatures.first().copied())
}

pub(super) fn reads_last_signature(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    reads_one(shop, headers, body, |signatures| signatures.last().copied())
}

/// Verifies a delivery as if it had only the chosen signature.
fn reads_one(
    shop: &Shop,
    headers: &Headers,
    body: &[u8],
    choose: for<'a> fn(&[&'a str]) -> Option<&'a str>,
) -> Result<(), Answer> {
    let recipe = &shop.provider.signing.recipe;
    let sent = verifying::sent(shop, headers).and_then(|sent| std::str::from_utf8(sent).ok());
    let kept = match (&recipe.rotation, sent) {
        (Some(Rotation::Separator(separator)), Some(sent)) => {
            choose(&sent.split(separator).collect::<Vec<_>>()).map(str::to_owned)
        }
        (Some(Rotation::Field(field)), Some(sent)) => sent.split_once(field).and_then(|(before, signatures)| {
            let signature = choose(&signatures.split(field).collect::<Vec<_>>())?;
            Some(format!("{before}{field}{signature}"))
        }),
        _ => None,
    };
    let (Some(kept), Some(header)) = (kept, recipe.signature_header()) else {
        return correct::verify(shop, headers, body);
    };
    let mut read = headers.clone();
    read.set(&header.name, kept);
    correct::verify(shop, &read, body)
}
