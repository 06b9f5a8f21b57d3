//! Texts that almost have a format or almost match a pattern.

use crate::generate::mutate::candidate::{Candidate, Target};
use crate::generate::mutate::kind::MutationKind;
use crate::generate::mutate::located::LocatedValue;
use crate::generate::mutate::rules::turned;
use crate::generate::rng::DocumentRng;
use crate::model::Json;

/// Returns mutations to a text that violates its format.
pub(super) fn format(place: &LocatedValue<'_>, rng: &mut DocumentRng) -> Vec<Target> {
    let mut formats = place.rules.iter().filter_map(|rules| rules.get("format")?.as_str());
    let (Some(text), Some(format)) = (place.value.as_str(), formats.next()) else { return Vec::new() };
    let near: &[&str] = match format {
        "date-time" => &["2026-02-30T12:00:00Z", "2026-01-01T25:00:00Z", "2026-01-01 noon", "1767225600"],
        "date" => &["2026-02-30", "2026-13-01", "01/31/2026", "2026-1-1"],
        "time" => &["25:00:00Z", "12:60:00Z", "noon"],
        "duration" => &["1 day", "P", "PT"],
        "email" | "idn-email" => &["nobody", "nobody@", "@example.com", "a b@example.com"],
        "uri" | "iri" => &["no uri", "//", "/only/a/path"],
        "ipv4" => &["256.0.0.1", "1.2.3", "1.2.3.4.5"],
        "ipv6" => &["1::2::3", "12345::", "g::1"],
        "hostname" | "idn-hostname" => &["-a.example.com", "a..b", "a b"],
        "json-pointer" => &["a/b", "/a~2"],
        _ => &[],
    };
    let mut texts: Vec<String> = near.iter().map(|text| (*text).to_owned()).collect();
    texts.extend(nearly(text));
    let ways = candidates(&place.pointer, texts, &format!("with a text that is not a valid {format}"));
    vec![Target::here(MutationKind::BrokenFormat, &place.pointer, &["format"], turned(ways, rng))]
}

/// Returns mutations to a text that does not match its pattern.
pub(super) fn pattern(place: &LocatedValue<'_>, rng: &mut DocumentRng) -> Vec<Target> {
    let has_pattern = place.rules.iter().any(|rules| rules.contains_key("pattern"));
    let Some(text) = place.value.as_str().filter(|_| has_pattern) else { return Vec::new() };
    let ways = candidates(&place.pointer, nearly(text), "with a text that does not match the pattern");
    vec![Target::here(MutationKind::BrokenPattern, &place.pointer, &["pattern"], turned(ways, rng))]
}

fn candidates(pointer: &str, texts: Vec<String>, what: &str) -> Vec<Candidate> {
    texts.into_iter().map(|text| Candidate::set(pointer, Json::String(text), what)).collect()
}

/// Returns texts with one small error, then some that hardly any rule accepts.
fn nearly(text: &str) -> Vec<String> {
    let mut letters: Vec<char> = text.chars().collect();
    let swapped = letters.iter().map(|letter| match letter {
        '0'..='9' => 'x',
        letter if letter.is_alphabetic() => '7',
        _ => '_',
    });
    let all_swapped: String = swapped.clone().collect();
    let first_swapped: String = swapped.take(1).chain(letters.iter().skip(1).copied()).collect();
    let last = letters.pop();
    let shorter: String = letters.iter().collect();
    let mut texts = vec![
        shorter,
        format!("{text}{}", last.unwrap_or('x')),
        first_swapped,
        all_swapped,
        format!(" {text}"),
        format!("{text}\n"),
        text.to_uppercase(),
        text.to_lowercase(),
    ];
    texts.extend(["", "\u{0}", "no such thing", "-", "😀"].map(str::to_owned));
    texts
}
