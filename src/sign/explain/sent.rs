//! The common mistakes in how a signature is sent.

use crate::model::Headers;
use crate::sign::encoding::Encoding;
use crate::sign::explain::mistake::{Mistake, mistake};
use crate::sign::explain::ways::Way;
use crate::sign::recipe::{Recipe, SignatureHeader};
use crate::sign::sent::Sent;

/// Limit of the texts that are tried as the signature. Headers of providers have fewer than ten parts, but a header may
/// consist of nothing but separators.
const MOST_TEXTS: usize = 32;

/// The values in the headers of a delivery.
pub(super) struct Signed {
    /// The signature, decoded in every way.
    pub(super) signatures: Vec<Way<Vec<u8>>>,
    pub(super) time: Option<String>,
    pub(super) id: Option<String>,
    pub(super) event: Option<String>,
}

/// Returns the values in the headers, with the signature decoded in every way; `None` if the header is missing.
pub(super) fn signatures(recipe: &Recipe, header: &SignatureHeader, headers: &Headers) -> Option<Signed> {
    const FORM: Option<Mistake> =
        mistake("wrong-form", "the header lacks the provider's prefix or separators: copy its form exactly");
    let mut sent = Sent::default();
    let mut texts = Vec::new();
    let mut time = None;
    if sent.take(recipe, header, headers).is_ok() {
        for text in &sent.signatures {
            texts.push((None, *text));
            texts.extend(text.split(['=', ',', ' ', ':']).skip(1).map(|text| (FORM, text.trim())));
        }
    } else {
        let value = std::str::from_utf8(headers.get(&header.name)?).ok()?;
        texts.push((FORM, value.trim()));
        texts.extend(value.rsplit(['=', ',', ' ', ':', ';']).map(|text| (FORM, text.trim())));
        time = value.split([',', ' ', ';']).find_map(|part| part.trim().strip_prefix("t=")).map(str::to_owned);
    }
    for other in recipe.headers.iter().filter(|other| *other != header && other.second.is_none()) {
        // If this header is wrong, the refusal names it. The signature is read all the same.
        let _ = sent.take(recipe, other, headers);
    }
    let mut read = Vec::new();
    for (form, text) in texts.into_iter().take(MOST_TEXTS) {
        let ways = [
            (recipe.read_signature(text), None),
            (
                Encoding::Hex.read(&text.to_ascii_lowercase()),
                mistake("hex-case", "hexadecimal in the wrong case or encoding: the provider writes it differently"),
            ),
            (
                Encoding::Base64.read(text),
                mistake("base64-for-hex", "the signature is base64: the provider writes it in another encoding"),
            ),
            (
                Encoding::Base64.read(&text.replace('-', "+").replace('_', "/")),
                mistake("base64-url", "the wrong base64 alphabet was used: there are a standard one and one for URLs"),
            ),
            (
                Encoding::Base64.read(&format!("{text}{}", "=".repeat(3 - (text.len() + 3) % 4))),
                mistake("base64-padding", "base64 was written with different padding than the provider's"),
            ),
            (
                Encoding::Base64
                    .read(text)
                    .and_then(|inner| String::from_utf8(inner).ok())
                    .and_then(|inner| Encoding::Hex.read(&inner)),
                mistake("base64-of-hex", "the hexadecimal text was encoded as base64: encode the raw digest"),
            ),
        ];
        for (bytes, encoded) in ways {
            if let Some(bytes) = bytes.filter(|bytes| !bytes.is_empty()) {
                read.push((encoded.or(form), bytes));
            }
        }
    }
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Some(Signed { signatures: read, time: time.or(owned(sent.time)), id: owned(sent.id), event: owned(sent.event) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sign::algorithm::Algorithm;

    #[test]
    fn a_header_full_of_separators_has_a_limit() {
        let recipe = Recipe::hmac(Algorithm::HmacSha256, "s", "v1={signature}");
        for value in ["aa=".repeat(10_000), format!("v1={}", "aa=".repeat(10_000))] {
            let headers = [("s", value.as_str())].into_iter().collect();
            let signed = signatures(&recipe, recipe.signature_header().unwrap(), &headers).unwrap();
            assert!(!signed.signatures.is_empty() && signed.signatures.len() <= MOST_TEXTS * 6);
        }
    }
}
