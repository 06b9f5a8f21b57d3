//! Invented values: numbers written as text, times, ids. They look real, but belong to no real person or company.

use crate::generate::fill::plausible::words::STREETS;
use crate::generate::rng::DocumentRng;
use crate::generate::value::datetime;
use crate::generate::value::datetime::{Decimals, Zone};

/// Writes an invented value. Spelling 0 is the usual one; the others are tried if a schema rejects it.
pub(super) type Make = fn(spelling: usize, rng: &mut DocumentRng, out: &mut String);

pub(super) fn street(_: usize, rng: &mut DocumentRng, out: &mut String) {
    number(rng.between(1, 999), out);
    out.push(' ');
    out.push_str(rng.pick(STREETS).copied().unwrap_or_default());
}

pub(super) fn amount(spelling: usize, rng: &mut DocumentRng, out: &mut String) {
    number(rng.between(1, 4_999), out);
    if spelling == 0 {
        out.push('.');
        some(2, rng, out);
    }
}

/// Writes an account number with leading zeros, as no account in use has.
pub(super) fn account_number(spelling: usize, rng: &mut DocumentRng, out: &mut String) {
    out.push_str("0000");
    some([6, 8, 4, 12][spelling % 4], rng, out);
}

/// Writes a routing number that begins with 99, which is not assigned to any bank; its last digit is the correct check
/// digit.
pub(super) fn routing_number(_: usize, rng: &mut DocumentRng, out: &mut String) {
    let mut digits = [9, 9, 0, 0, 0, 0, 0, 0, 0];
    digits[2..8].fill_with(|| rng.below(10));
    let sum: usize = digits.iter().zip([3, 7, 1, 3, 7, 1, 3, 7]).map(|(digit, weight)| digit * weight).sum();
    digits[8] = (10 - sum % 10) % 10;
    out.extend(digits.map(digit));
}

/// Writes an IBAN of the country XX, which ISO 3166 reserves for tests.
pub(super) fn iban(_: usize, rng: &mut DocumentRng, out: &mut String) {
    out.push_str("XX00");
    some(16, rng, out);
}

/// Writes a tax number that begins with 000, which is never issued.
pub(super) fn tax_number(spelling: usize, rng: &mut DocumentRng, out: &mut String) {
    out.push_str("000");
    if spelling.is_multiple_of(2) {
        out.push('-');
        some(2, rng, out);
        out.push('-');
        some(4, rng, out);
    } else {
        some(6, rng, out);
    }
}

pub(super) fn digits(spelling: usize, rng: &mut DocumentRng, out: &mut String) {
    some([8, 6, 10, 15][spelling % 4], rng, out);
}

pub(super) fn code(spelling: usize, rng: &mut DocumentRng, out: &mut String) {
    for _ in 0..2 {
        out.push(char::from(b'A' + u8::try_from(rng.below(26)).unwrap_or(0)));
    }
    if spelling == 0 {
        out.push('-');
    }
    some(3, rng, out);
}

/// Writes a day in the first half of 2026. A generator does not read the clock.
pub(super) fn date(_: usize, rng: &mut DocumentRng, out: &mut String) {
    datetime::day_of(2026..=2026, 6, rng, out);
}

pub(super) fn compact_date(spelling: usize, rng: &mut DocumentRng, out: &mut String) {
    let mut text = String::new();
    date(spelling, rng, &mut text);
    out.extend(text.chars().filter(char::is_ascii_digit));
}

pub(super) fn birth(_: usize, rng: &mut DocumentRng, out: &mut String) {
    datetime::day_of(1940..=2005, 12, rng, out);
}

pub(super) fn founding(_: usize, rng: &mut DocumentRng, out: &mut String) {
    datetime::day_of(2008..=2024, 12, rng, out);
}

/// The spellings of a point in time, by the number of the spelling.
pub(super) const DATETIMES: [(Decimals, Zone); 5] = [
    (Decimals::None, Zone::Utc),
    (Decimals::Three, Zone::Utc),
    (Decimals::Six, Zone::Utc),
    (Decimals::Six, Zone::Zero),
    (Decimals::None, Zone::Zero),
];

pub(super) fn date_time(spelling: usize, rng: &mut DocumentRng, out: &mut String) {
    date(spelling, rng, out);
    out.push('T');
    let (decimals, zone) = DATETIMES[spelling % DATETIMES.len()];
    datetime::time(decimals, zone, rng, out);
}

/// Writes milliseconds since 1970, in the first half of 2026.
pub(super) fn millis(_: usize, rng: &mut DocumentRng, out: &mut String) {
    let drawn = 1_767_225_600_000 + rng.below_wide(15_638_400_000);
    out.push_str(&drawn.to_string());
}

pub(super) fn time_of_day(_: usize, rng: &mut DocumentRng, out: &mut String) {
    let minutes = rng.below(24 * 12) * 5;
    for part in [minutes / 60, minutes % 60] {
        out.extend([digit(part / 10), digit(part % 10)]);
        out.push(':');
    }
    out.pop();
}

pub(super) fn link(_: usize, rng: &mut DocumentRng, out: &mut String) {
    out.push_str("https://example.com/");
    out.push_str(["files", "items", "pages", "hooks"][rng.below(4)]);
    out.push('/');
    some(6, rng, out);
}

/// Writes an address of a network that is reserved for documentation (RFC 5737, RFC 3849).
pub(super) fn address(spelling: usize, rng: &mut DocumentRng, out: &mut String) {
    out.push_str(if spelling.is_multiple_of(2) { "192.0.2." } else { "2001:db8::" });
    number(rng.between(1, 254), out);
}

pub(super) fn id(spelling: usize, rng: &mut DocumentRng, out: &mut String) {
    let letters: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    out.push_str(["01J", "", "ID-"][spelling % 3]);
    let mut bits = rng.bits();
    for _ in 0..12 {
        out.push(char::from(letters[(bits & 31) as usize]));
        bits >>= 5;
    }
}

pub(super) fn item(_: usize, rng: &mut DocumentRng, out: &mut String) {
    out.push_str("item_");
    some(9, rng, out);
}

pub(super) fn reference(_: usize, rng: &mut DocumentRng, out: &mut String) {
    out.push_str("ref-");
    some(8, rng, out);
}

/// Writes a key whose text says that it is not a real key.
pub(super) fn key(_: usize, rng: &mut DocumentRng, out: &mut String) {
    out.push_str("not-a-real-key-");
    some(10, rng, out);
}

/// Appends this many digits.
fn some(count: usize, rng: &mut DocumentRng, out: &mut String) {
    out.extend((0..count).map(|_| digit(rng.below(10))));
}

fn number(value: usize, out: &mut String) {
    out.push_str(&value.to_string());
}

fn digit(value: usize) -> char {
    char::from(b'0' + u8::try_from(value % 10).unwrap_or(0))
}
