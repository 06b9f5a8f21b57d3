//! Changes of the consumer state by an event. Values that are only added do not show which of two events was kept: a
//! list of events grows with each of them.

use serde_json::Value;

use crate::model::{Timestamp, escape};

/// A value that was there before, and is another one now or gone.
struct Change<'v> {
    pointer: String,
    before: &'v Value,
    after: Option<&'v Value>,
}

/// A number this close to now is a time.
const NEAR: i64 = 2 * 86_400 * 1_000_000;

/// Whether the states after an older and a newer event differ. A time of arrival does not count: it is later than the
/// time `older` of the older event.
pub(super) fn distinguishes(first: &Value, second: &Value, older: Timestamp) -> bool {
    changes(first, second).iter().any(|change| {
        let arrived = time(change.before, older).is_some_and(|time| time > older.micros());
        !(arrived && goes_forward(change, older))
    })
}

/// Returns the first pointer at which an older event replaced a value. It ignores times that go forward, which are
/// times of arrival, and counts that grew as much in the `control`.
pub(super) fn replaced(before: &Value, after: &Value, control: (&Value, &Value), now: Timestamp) -> Option<String> {
    let grown = |change: &Change<'_>| change.after?.as_i64()?.checked_sub(change.before.as_i64()?);
    let counts: Vec<(String, Option<i64>)> =
        changes(control.0, control.1).into_iter().map(|change| (change.pointer.clone(), grown(&change))).collect();
    let is_count = |change: &Change<'_>| {
        let grown = grown(change);
        grown.is_some() && counts.iter().any(|(pointer, by)| *pointer == change.pointer && *by == grown)
    };
    let found = changes(before, after).into_iter().find(|change| !goes_forward(change, now) && !is_count(change));
    found.map(|change| change.pointer)
}

fn goes_forward(change: &Change<'_>, now: Timestamp) -> bool {
    let after = change.after.and_then(|after| time(after, now));
    time(change.before, now).zip(after).is_some_and(|(before, after)| before < after)
}

/// Returns a time in microseconds: a text, or a number of seconds, milliseconds or microseconds close to now.
fn time(value: &Value, now: Timestamp) -> Option<i64> {
    if let Some(time) = value.as_str().and_then(|text| text.parse::<Timestamp>().ok()) {
        return Some(time.micros());
    }
    let count = value.as_i64().or_else(|| value.as_str()?.parse().ok())?;
    let of = |unit: i64| count.checked_mul(unit).filter(|micros| micros.abs_diff(now.micros()) < NEAR.unsigned_abs());
    [1_000_000, 1_000, 1].into_iter().find_map(of)
}

/// Values that are not what they were.
fn changes<'v>(before: &'v Value, after: &'v Value) -> Vec<Change<'v>> {
    let mut found = Vec::new();
    compare(before, Some(after), "", &mut found);
    found
}

fn compare<'v>(before: &'v Value, after: Option<&'v Value>, pointer: &str, found: &mut Vec<Change<'v>>) {
    match (before, after) {
        // What was empty is filled.
        (Value::Null, Some(_)) => {}
        (Value::Object(one), Some(Value::Object(other))) => {
            for (name, value) in one {
                compare(value, other.get(name), &format!("{pointer}/{}", escape(name)), found);
            }
        }
        (Value::Array(one), Some(Value::Array(other))) => {
            // Rows may be added, and come in another order.
            let mut left: Vec<&Value> = other.iter().collect();
            let mut gone = Vec::new();
            for (at, row) in one.iter().enumerate() {
                match left.iter().position(|other| *other == row) {
                    Some(same) => drop(left.remove(same)),
                    None => gone.push((at, row)),
                }
            }
            let mut left = left.into_iter();
            for (at, row) in gone {
                compare(row, left.next(), &format!("{pointer}/{at}"), found);
            }
        }
        (_, Some(after)) if before == after => {}
        _ => found.push(Change { pointer: pointer.to_owned(), before, after }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_put_in_the_place_of_something_is_found() {
        let now = at("2026-01-31T09:30:00Z");
        let control = (json!({"o": {"status": "open"}, "n": 1}), json!({"o": {"status": "done"}, "n": 2}));
        let place = |before: Value, after: Value| replaced(&before, &after, (&control.0, &control.1), now);
        let open = json!({"o": {"status": "open"}, "n": 1});
        let done = json!({"o": {"status": "done"}, "n": 1});
        assert_eq!(place(done.clone(), open), Some("/o/status".to_owned()));
        assert_eq!(place(done.clone(), json!({"n": 1})), Some("/o".to_owned()));
        assert_eq!(place(done.clone(), done.clone()), None);
        // What is added, filled, moved or counted replaces nothing.
        assert_eq!(place(done, json!({"o": {"status": "done", "product": "x"}, "n": 2, "p": {}})), None);
        assert_eq!(place(json!({"o": {"product": null}}), json!({"o": {"product": "x"}})), None);
        assert_eq!(place(json!([{"a": 1}, {"b": 2}]), json!([{"b": 2}, {"c": 3}, {"a": 1}])), None);
        assert_eq!(place(json!([{"a": "x"}, {"b": 2}]), json!([{"b": 2}, {"a": "y"}])), Some("/0/a".to_owned()));
        assert_eq!(place(json!({"n": 2}), json!({"n": 1})), Some("/n".to_owned()));
        // A time of an arrival goes forward; the time of an older event goes back.
        let early = json!({"t": "2026-01-31T09:29:00Z"});
        let late = json!({"t": "2026-01-31T09:30:00Z"});
        assert_eq!(place(early.clone(), late.clone()), None);
        assert_eq!(place(late, early), Some("/t".to_owned()));
        assert_eq!(place(json!({"t": 1_769_851_800_000_i64}), json!({"t": 1_769_851_801_000_i64})), None);
    }

    #[test]
    fn a_time_of_arrival_distinguishes_no_events() {
        let older = at("2026-01-31T09:29:59Z");
        let times = |one: &str, other: &str| distinguishes(&json!({"t": one}), &json!({"t": other}), older);
        assert!(times("2026-01-31T09:29:59Z", "2026-01-31T09:30:00Z"), "the times of two events");
        assert!(!times("2026-01-31T09:30:00.1Z", "2026-01-31T09:30:00.2Z"), "the times of two arrivals");
        assert!(!distinguishes(&json!({"a": 1}), &json!({"a": 1, "b": 2}), older), "a row for each event");
        assert!(distinguishes(&json!({"a": "open"}), &json!({"a": "done"}), older));
    }
}
