//! The person, company and place that one document, or one item of a list, describes, with consistent details.

use crate::generate::fill::plausible::words::{COMPANIES, DOMAINS, FIRST, LAST, SPOTS, Spot};

/// One of the invented people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Person(pub(super) usize);

/// Number of invented people.
pub(super) const PEOPLE: usize = 128;

impl Person {
    const fn given(self) -> (&'static str, &'static str) {
        FIRST[self.0 % FIRST.len()]
    }

    const fn family(self) -> (&'static str, &'static str) {
        LAST[(self.0 * 5 + self.0 / FIRST.len()) % LAST.len()]
    }

    const fn spot(self) -> &'static Spot {
        &SPOTS[(self.0 * 7 + 3) % SPOTS.len()]
    }

    const fn firm(self) -> (&'static str, &'static str) {
        COMPANIES[(self.0 * 5 + 1) % COMPANIES.len()]
    }

    const fn host(self) -> &'static str {
        DOMAINS[self.0 % DOMAINS.len()]
    }
}

pub(super) fn first(person: Person, _: usize, out: &mut String) {
    out.push_str(person.given().0);
}

pub(super) fn middle(person: Person, _: usize, out: &mut String) {
    out.push_str(FIRST[(person.0 * 3 + 11) % FIRST.len()].0);
}

pub(super) fn last(person: Person, _: usize, out: &mut String) {
    out.push_str(person.family().0);
}

pub(super) fn full(person: Person, _: usize, out: &mut String) {
    out.push_str(person.given().0);
    out.push(' ');
    out.push_str(person.family().0);
}

pub(super) fn user(person: Person, _: usize, out: &mut String) {
    out.push_str(person.given().1);
    out.push('.');
    out.push_str(person.family().1);
}

/// Appends a mail address at a reserved domain (RFC 2606), which cannot belong to anyone.
pub(super) fn mail(person: Person, spelling: usize, out: &mut String) {
    user(person, spelling, out);
    out.push('@');
    out.push_str(person.host());
}

/// Appends a telephone number 555-01xx, which is reserved for fiction.
pub(super) fn phone(person: Person, spelling: usize, out: &mut String) {
    let area = person.spot().area;
    let parts = match spelling % 4 {
        0 => ["+1", area, "555", "01"],
        1 => ["", area, "-555-", "01"],
        2 => ["(", area, ") 555-", "01"],
        _ => ["", area, "555", "01"],
    };
    out.push_str(&parts.concat());
    for digit in [person.0 / 10 % 10, person.0 % 10] {
        out.push(char::from(b'0' + u8::try_from(digit).unwrap_or(0)));
    }
}

pub(super) fn company(person: Person, _: usize, out: &mut String) {
    out.push_str(person.firm().0);
}

pub(super) fn domain(person: Person, _: usize, out: &mut String) {
    out.push_str(person.firm().1);
    out.push('.');
    out.push_str(person.host());
}

pub(super) fn city(person: Person, _: usize, out: &mut String) {
    out.push_str(person.spot().city);
}

pub(super) fn state(person: Person, spelling: usize, out: &mut String) {
    out.push_str(if spelling.is_multiple_of(2) { person.spot().state } else { person.spot().state_name });
}

pub(super) fn zip(person: Person, _: usize, out: &mut String) {
    out.push_str(person.spot().zip);
}

pub(super) fn zone(person: Person, _: usize, out: &mut String) {
    out.push_str(person.spot().zone);
}

pub(super) fn latitude(person: Person, _: usize, out: &mut String) {
    out.push_str(person.spot().latitude);
}

pub(super) fn longitude(person: Person, _: usize, out: &mut String) {
    out.push_str(person.spot().longitude);
}
