//! Dates and times as text, by RFC 3339. No clock: the years are those that occur in payloads.

use std::ops::RangeInclusive;

use crate::generate::rng::DocumentRng;

/// Number of decimals of a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decimals {
    None,
    Three,
    Six,
    Any,
}

/// The spelling of the offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zone {
    /// `Z`.
    Utc,
    /// `+00:00`.
    Zero,
    /// Mostly `Z`, sometimes an offset.
    Any,
}

/// Appends a time such as `2026-01-31T09:30:00.123Z`.
pub(crate) fn date_time(decimals: Decimals, zone: Zone, rng: &mut DocumentRng, out: &mut String) {
    date(rng, out);
    out.push('T');
    time(decimals, zone, rng, out);
}

/// Appends a date from 2000 to 2037; sometimes the 29th to 31st, and leap days.
pub(crate) fn date(rng: &mut DocumentRng, out: &mut String) {
    day_of(2000..=2037, 12, rng, out);
}

/// Appends a day in the first `months` months of one of these years.
pub(crate) fn day_of(years: RangeInclusive<usize>, months: usize, rng: &mut DocumentRng, out: &mut String) {
    let year = rng.between(*years.start(), *years.end());
    let month = 1 + rng.below(months);
    let days = match month {
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let day = 1 + rng.below(days);
    let mut text = *b"0000-00-00";
    put(&mut text[0..4], year);
    put(&mut text[5..7], month);
    put(&mut text[8..10], day);
    push(&text, out);
}

/// Appends a time of day.
pub(crate) fn time(decimals: Decimals, zone: Zone, rng: &mut DocumentRng, out: &mut String) {
    let bits = rng.bits();
    let (second, micros) = (((bits & 0xffff_ffff) % 86_400) as usize, ((bits >> 32) % 1_000_000) as usize);
    let mut text = *b"00:00:00.000000";
    put(&mut text[0..2], second / 3600);
    put(&mut text[3..5], second / 60 % 60);
    put(&mut text[6..8], second % 60);
    put(&mut text[9..15], micros);
    let end = match decimals {
        Decimals::None => 8,
        Decimals::Three => 12,
        Decimals::Six => 15,
        Decimals::Any => [8, 12, 15, 12][rng.below(4)],
    };
    push(&text[..end], out);
    match zone {
        Zone::Zero => out.push_str("+00:00"),
        Zone::Any if rng.once_in(8) => out.push_str(["+00:00", "+02:00", "-05:00", "+05:30"][rng.below(4)]),
        Zone::Utc | Zone::Any => out.push('Z'),
    }
}

/// Writes a number with leading zeros.
fn put(place: &mut [u8], mut number: usize) {
    for digit in place.iter_mut().rev() {
        *digit = b'0' + u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
    }
}

fn push(ascii: &[u8], out: &mut String) {
    out.push_str(std::str::from_utf8(ascii).unwrap_or_default());
}
