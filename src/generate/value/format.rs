//! Writes strings of a named format. Each is valid by construction; lengths are observed as far as the format allows.

use crate::generate::rng::DocumentRng;
use crate::generate::value::datetime;
use crate::generate::value::datetime::{Decimals, Zone};
use crate::generate::value::length_range::LengthRange;

/// A format that can be generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Uuid,
    DateTime(Decimals, Zone),
    Date,
    Time,
    Duration,
    Email,
    Uri,
    UriReference,
    Hostname,
    Ipv4,
    Ipv6,
    JsonPointer,
    RelativeJsonPointer,
    Regex,
}

const HEX: &[u8; 16] = b"0123456789abcdef";

impl Format {
    /// Returns the spellings of a format, the most general first; empty if the name is unknown and so is not asserted.
    pub(crate) fn named(name: &str) -> &'static [Self] {
        match name {
            "uuid" => &[Self::Uuid],
            // The special ones are tried if a pattern applies in addition to the format.
            "date-time" => &[
                Self::DateTime(Decimals::Any, Zone::Any),
                Self::DateTime(Decimals::None, Zone::Utc),
                Self::DateTime(Decimals::Three, Zone::Utc),
                Self::DateTime(Decimals::Six, Zone::Utc),
                Self::DateTime(Decimals::Six, Zone::Zero),
                Self::DateTime(Decimals::None, Zone::Zero),
            ],
            "date" => &[Self::Date],
            "time" => &[Self::Time],
            "duration" => &[Self::Duration],
            "email" | "idn-email" => &[Self::Email],
            "uri" | "iri" => &[Self::Uri],
            "uri-reference" | "iri-reference" | "uri-template" => &[Self::UriReference],
            "hostname" | "idn-hostname" => &[Self::Hostname],
            "ipv4" => &[Self::Ipv4],
            "ipv6" => &[Self::Ipv6],
            "json-pointer" => &[Self::JsonPointer],
            "relative-json-pointer" => &[Self::RelativeJsonPointer],
            "regex" => &[Self::Regex],
            _ => &[],
        }
    }

    /// Returns the lengths that can be written; every length in between is possible unless [`Format::is_fixed`].
    pub(crate) const fn range(self) -> LengthRange {
        match self {
            Self::Uuid => LengthRange::exactly(36),
            Self::DateTime(Decimals::None, Zone::Utc) => LengthRange::exactly(20),
            Self::DateTime(..) => LengthRange::new(20, 32),
            Self::Date => LengthRange::exactly(10),
            Self::Time => LengthRange::new(9, 21),
            Self::Duration => LengthRange::new(3, 18),
            Self::Email => LengthRange::new(6, 74),
            Self::Uri => LengthRange::new(10, usize::MAX),
            Self::UriReference | Self::JsonPointer | Self::Regex => LengthRange::new(1, usize::MAX),
            Self::RelativeJsonPointer => LengthRange::new(2, usize::MAX),
            Self::Hostname => LengthRange::new(1, 63),
            Self::Ipv4 => LengthRange::new(7, 15),
            Self::Ipv6 => LengthRange::new(3, 39),
        }
    }

    /// Returns whether the length follows from the value, so that a requested length has to be checked.
    pub(crate) const fn is_fixed(self) -> bool {
        matches!(
            self,
            Self::Uuid | Self::DateTime(..) | Self::Date | Self::Time | Self::Duration | Self::Ipv4 | Self::Ipv6
        )
    }

    /// Returns whether it is an identifier or a point in time, which shrinking leaves unchanged.
    pub(crate) const fn is_identity(self) -> bool {
        matches!(self, Self::Uuid | Self::DateTime(..) | Self::Date | Self::Time)
    }

    /// Appends a random string of the format.
    pub(crate) fn write(self, wanted: LengthRange, rng: &mut DocumentRng, out: &mut String) {
        let length = |rng: &mut DocumentRng, low: usize, high: usize| {
            self.range().clamp(wanted.clamp(rng.between(low, high))).min(65_536)
        };
        match self {
            Self::Uuid => uuid(rng, out),
            Self::DateTime(decimals, zone) => datetime::date_time(decimals, zone, rng, out),
            Self::Date => datetime::date(rng, out),
            Self::Time => datetime::time(Decimals::Any, Zone::Any, rng, out),
            Self::Duration => duration(rng, out),
            Self::Ipv4 => {
                let bytes: [u8; 8] = rng.bits().to_le_bytes();
                out.push_str(&std::net::Ipv4Addr::new(bytes[0], bytes[1], bytes[2], bytes[3]).to_string());
            }
            Self::Ipv6 => {
                let bits = (u128::from(rng.bits()) << 64) | u128::from(rng.bits());
                out.push_str(&std::net::Ipv6Addr::from_bits(bits).to_string());
            }
            Self::Email => {
                let length = length(rng, 12, 30);
                let (domain, local) = if length >= 14 { ("@example.com", 12) } else { ("@a.io", 5) };
                words(length - local, rng, out);
                out.push_str(domain);
            }
            Self::Uri => {
                let length = length(rng, 24, 60);
                if length >= 21 {
                    out.push_str("https://example.com/");
                    words(length - 20, rng, out);
                } else {
                    out.push_str("https://");
                    words(length - 8, rng, out);
                }
            }
            Self::Hostname => {
                let length = length(rng, 5, 24);
                let suffix = if length >= 5 { ".com" } else { "" };
                words(length - suffix.len(), rng, out);
                out.push_str(suffix);
            }
            Self::UriReference | Self::JsonPointer => {
                let length = length(rng, 1, 20);
                out.push('/');
                words(length - 1, rng, out);
            }
            Self::RelativeJsonPointer => {
                let length = length(rng, 2, 12);
                out.push_str("0/");
                words(length - 2, rng, out);
            }
            Self::Regex => {
                let length = length(rng, 1, 12);
                let class = if length > 5 && rng.once_in(2) { "[a-z]" } else { "" };
                out.push_str(class);
                words(length - class.len(), rng, out);
            }
        }
    }

    /// Returns the simplest string with an allowed length.
    pub(crate) fn plain(self, wanted: LengthRange) -> String {
        let mut out = String::new();
        match self {
            Self::Uuid => out.push_str("00000000-0000-4000-8000-000000000000"),
            Self::DateTime(decimals, zone) => {
                out.push_str("2020-01-01T00:00:00");
                out.push_str(if decimals == Decimals::Three {
                    ".000"
                } else if decimals == Decimals::Six {
                    ".000000"
                } else {
                    ""
                });
                out.push_str(if zone == Zone::Zero { "+00:00" } else { "Z" });
            }
            Self::Date => out.push_str("2020-01-01"),
            Self::Time => out.push_str("00:00:00Z"),
            Self::Duration => out.push_str("P1D"),
            Self::Ipv4 => out.push_str("1.0.0.1"),
            Self::Ipv6 => out.push_str("::1"),
            Self::Email => {
                let length = self.range().clamp(wanted.min);
                let (tail, local) = if length > 60 { ("@example.com", 12) } else { ("@a.io", 5) };
                out.extend(std::iter::repeat_n('a', length - local));
                out.push_str(tail);
            }
            _ => {
                let head = match self {
                    Self::Uri => "https://a.",
                    Self::UriReference | Self::JsonPointer => "/",
                    Self::RelativeJsonPointer => "0/",
                    _ => "a",
                };
                out.push_str(head);
                let length = self.range().clamp(wanted.min).max(if self == Self::Uri { 11 } else { 0 });
                out.extend(std::iter::repeat_n('a', length.saturating_sub(head.len())));
            }
        }
        out
    }
}

fn uuid(rng: &mut DocumentRng, out: &mut String) {
    let bits = (u128::from(rng.bits()) << 64) | u128::from(rng.bits());
    // Version 4, variant 1.
    let bits = (bits & !(0xf << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
    let mut text = [b'-'; 36];
    let mut at = 0;
    for (index, byte) in bits.to_be_bytes().into_iter().enumerate() {
        at += usize::from(matches!(index, 4 | 6 | 8 | 10));
        text[at] = HEX[usize::from(byte >> 4)];
        text[at + 1] = HEX[usize::from(byte & 15)];
        at += 2;
    }
    out.extend(text.map(char::from));
}

fn duration(rng: &mut DocumentRng, out: &mut String) {
    let count = |rng: &mut DocumentRng| rng.between(1, 99).to_string();
    out.push('P');
    if rng.once_in(6) {
        out.push_str(&count(rng));
        out.push('W');
        return;
    }
    out.push_str(&count(rng));
    out.push('D');
    if rng.once_in(2) {
        out.push('T');
        out.push_str(&count(rng));
        out.push('H');
        out.push_str(&count(rng));
        out.push('M');
    }
}

/// Appends lower-case ASCII letters and digits, twelve per draw.
fn words(count: usize, rng: &mut DocumentRng, out: &mut String) {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz012379";
    let mut bits = 0;
    for at in 0..count {
        if at % 12 == 0 {
            bits = rng.bits();
        }
        out.push(char::from(ALPHABET[(bits & 31) as usize]));
        bits >>= 5;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Validator;

    #[test]
    fn each_is_what_it_says() {
        let names = [
            "uuid",
            "date-time",
            "date",
            "time",
            "duration",
            "email",
            "uri",
            "uri-reference",
            "hostname",
            "ipv4",
            "ipv6",
            "json-pointer",
            "relative-json-pointer",
            "regex",
            "uri-template",
            "iri",
        ];
        for name in names {
            let validator = Validator::compile(&serde_json::json!({"format": name})).unwrap();
            for format in Format::named(name) {
                let mut rng = DocumentRng::fixed(1);
                for round in 0..400 {
                    let range =
                        if round % 2 == 0 { LengthRange::OPEN } else { format.range().meet(LengthRange::new(0, 90)) };
                    let range = if format.is_fixed() { range } else { LengthRange::exactly(range.clamp(round / 4)) };
                    let mut text = String::new();
                    format.write(range, &mut rng, &mut text);
                    assert!(validator.is_valid(&text.clone().into()), "{name} {text}");
                    let length = text.chars().count();
                    assert!(format.range().holds(length), "{name} {text}");
                    assert!(format.is_fixed() || length == format.range().clamp(range.min), "{name} {range:?} {text}");
                    let plain = format.plain(range);
                    assert!(validator.is_valid(&plain.clone().into()), "{name} {plain}");
                }
            }
        }
    }
}
