//! Makes a document follow the consistency rules of its provider.

use serde_json::Number;

use crate::model::Json;
use crate::provider::definition::Provider;
use crate::provider::envelope::Envelope;
use crate::provider::rule::{Condition, Form, Rule};

/// The change that a repair made to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Repair {
    /// No change: the document was consistent.
    Nothing,
    /// A value was changed or removed.
    Value,
    /// A field was added, as the last of its object.
    Member,
}

impl Provider {
    /// Makes a document of an event type consistent: each rule for that type, in order, changes the values that break
    /// it. A consistent document stays unchanged, and the same document always gives the same result.
    ///
    /// ```
    /// use hookproof::{model::Json, providers};
    ///
    /// let text = br#"{"event":"accounts.updated","data":{"account":"a","user":"u","resource":{"id":"x","user":"y"}}}"#;
    /// let mut event = Json::parse(text).unwrap();
    /// providers::argyle().make_consistent("accounts.updated", &mut event);
    /// assert_eq!(event.pointer("/data/resource/id"), event.pointer("/data/account"));
    /// ```
    pub fn make_consistent(&self, event: &str, document: &mut Json) {
        let rules = self.rules.iter().filter(|rule| rule.is_about(event));
        let repaired = rules.map(|rule| repair(rule, &self.envelope, document)).max();
        if repaired == Some(Repair::Member)
            && let Ok(payload) = self.payload(event)
        {
            payload.order().sort(document);
        }
    }

    /// Returns the rules that a document of an event type breaks.
    #[must_use]
    pub fn broken_rules(&self, event: &str, document: &Json) -> Vec<&Rule> {
        let breaks = |rule: &&Rule| {
            rule.is_about(event) && repair(rule, &self.envelope, &mut document.clone()) != Repair::Nothing
        };
        self.rules.iter().filter(breaks).collect()
    }
}

fn repair(rule: &Rule, envelope: &Envelope, document: &mut Json) -> Repair {
    let mut repaired = Repair::Nothing;
    for start in places(document, &rule.within) {
        let is_so = |condition: &Condition| {
            let value = document.pointer(&format!("{start}{}", condition.pointer));
            value.is_some_and(|value| {
                if condition.values.is_empty() { *value != Json::Null } else { condition.values.contains(value) }
            })
        };
        if rule.when.as_ref().is_none_or(is_so) && !rule.unless.as_ref().is_some_and(is_so) {
            repaired = repaired.max(repair_form(&rule.form, &start, envelope, document));
        }
    }
    repaired
}

fn repair_form(form: &Form, start: &str, envelope: &Envelope, document: &mut Json) -> Repair {
    let at = |pointer: &str| format!("{start}{pointer}");
    match form {
        Form::Agree { pointers } => {
            let found: Vec<String> = pointers.iter().flat_map(|pointer| places(document, &at(pointer))).collect();
            let first = found.iter().filter_map(|place| document.pointer(place)).find(|value| **value != Json::Null);
            let Some(first) = first.cloned() else { return Repair::Nothing };
            found.iter().map(|place| change(document, place, &first)).max().unwrap_or(Repair::Nothing)
        }
        Form::InOrder { times } => in_order(times.iter().map(|time| at(time)), envelope, document),
        Form::AtLeast { pointer, least } => {
            let (Some(Json::Number(large)), Some(Json::Number(small))) =
                (document.pointer(&at(pointer)), document.pointer(&at(least)))
            else {
                return Repair::Nothing;
            };
            if !is_less(large, small) {
                return Repair::Nothing;
            }
            let raised = Json::Number(small.clone());
            change(document, &at(pointer), &raised)
        }
        Form::Counts { pointer, list } => {
            let Some(Json::Array(items)) = document.pointer(&at(list)) else { return Repair::Nothing };
            let count = Json::Number(Number::from(items.len()));
            change(document, &at(pointer), &count)
        }
        Form::Holds { pointer, values } => {
            let Some(value) = document.pointer(&at(pointer)) else { return Repair::Nothing };
            if values.is_empty() || values.contains(value) {
                return Repair::Nothing;
            }
            let chosen = values[weight(value) % values.len()].clone();
            change(document, &at(pointer), &chosen)
        }
        Form::Absent { pointer } => document.remove(&at(pointer)).map_or(Repair::Nothing, |_| Repair::Value),
        Form::Present { pointer, like } => {
            let known = document.pointer(&at(pointer));
            let missing = known.is_none();
            let like = document.pointer(&at(like)).filter(|like| **like != Json::Null);
            match like.cloned() {
                Some(like) if known.is_none_or(|known| *known == Json::Null) => {
                    match document.set(&at(pointer), like) {
                        true if missing => Repair::Member,
                        true => Repair::Value,
                        false => Repair::Nothing,
                    }
                }
                _ => Repair::Nothing,
            }
        }
    }
}

/// Replaces a value.
fn change(document: &mut Json, place: &str, value: &Json) -> Repair {
    match document.pointer_mut(place) {
        Some(known) if known != value => {
            known.clone_from(value);
            Repair::Value
        }
        _ => Repair::Nothing,
    }
}

/// Moves a time back if it is later than the time that follows it. The last one stays: the time of emission must not
/// move.
fn in_order(times: impl DoubleEndedIterator<Item = String>, envelope: &Envelope, document: &mut Json) -> Repair {
    let mut repaired = Repair::Nothing;
    let mut next = None;
    for time in times.rev() {
        let mut earliest = next;
        for place in places(document, &time) {
            let Some(mut spelled) = envelope.time_at(document, &place) else { continue };
            if let Some(limit) = next
                && spelled.is_after(limit)
            {
                envelope.put_time(document, &place, limit.micros);
                repaired = Repair::Value;
                spelled.micros = limit.micros;
            }
            if earliest.is_none_or(|earliest| !spelled.is_after(earliest)) {
                earliest = Some(spelled);
            }
        }
        next = earliest;
    }
    repaired
}

fn is_less(left: &Number, right: &Number) -> bool {
    let whole = |number: &Number| number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    match (whole(left), whole(right)) {
        (Some(left), Some(right)) => left < right,
        _ => left.as_f64() < right.as_f64(),
    }
}

/// Returns a number that is the same for the same value (FNV-1a of its text).
fn weight(value: &Json) -> usize {
    let text = value.write(crate::model::BodyStyle::COMPACT);
    let hash = text.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    usize::try_from(hash).unwrap_or_default()
}

/// Returns the JSON pointers that match a pattern, in document order; `*` matches any field or item.
pub(crate) fn places(document: &Json, pattern: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut parts = pattern.split("/*");
    if let Some(start) = parts.next() {
        found[0].push_str(start);
    }
    for part in parts {
        let inside = |place: &String| -> Vec<String> {
            match document.pointer(place) {
                Some(Json::Object(members)) => {
                    let escaped = |name: &str| name.replace('~', "~0").replace('/', "~1");
                    members.iter().map(|(name, _)| format!("{place}/{}{part}", escaped(name))).collect()
                }
                Some(Json::Array(items)) => (0..items.len()).map(|at| format!("{place}/{at}{part}")).collect(),
                _ => Vec::new(),
            }
        };
        found = found.iter().flat_map(inside).collect();
    }
    found.retain(|place| document.pointer(place).is_some());
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BodyStyle, TimeForm};
    use crate::provider::Source;

    /// Asserts the document that a rule produces.
    #[track_caller]
    fn repaired(rule: &Rule, text: &str, expected: &str) {
        let envelope = Envelope::named("/event").time("/at", TimeForm::UnixSeconds);
        let mut document = Json::parse(text.as_bytes()).unwrap();
        let changed = repair(rule, &envelope, &mut document) != Repair::Nothing;
        assert_eq!(String::from_utf8(document.write(BodyStyle::COMPACT)).unwrap(), expected, "{rule}");
        assert_eq!(changed, text != expected, "{rule}");
        assert_eq!(repair(rule, &envelope, &mut document), Repair::Nothing, "{rule} twice");
    }

    fn rule(form: Form) -> Rule {
        Rule::assumed("rule", Source::read("a test", "2026-11-21"), form)
    }

    #[test]
    fn the_first_that_is_there_decides() {
        let agree = rule(Form::agree(&["/a", "/b", "/c/*/d"]));
        repaired(&agree, r#"{"b":2,"c":[{"d":3},{"e":4},{"d":null}]}"#, r#"{"b":2,"c":[{"d":2},{"e":4},{"d":2}]}"#);
        repaired(&agree, r#"{"a":null,"b":2}"#, r#"{"a":2,"b":2}"#);
        repaired(&agree, r#"{"a":null,"c":{}}"#, r#"{"a":null,"c":{}}"#);
    }

    #[test]
    fn what_is_after_is_moved_back_in_its_own_spelling() {
        let order = rule(Form::in_order(&["/a", "/b", "/at"]));
        repaired(
            &order,
            r#"{"a":"2030-01-01T00:00:00.000Z","b":"2029-01-01T00:00:00+02:00","at":1769851800}"#,
            r#"{"a":"2026-01-31T09:30:00.000Z","b":"2026-01-31T09:30:00+00:00","at":1769851800}"#,
        );
        repaired(
            &order,
            r#"{"a":"2026-01-02T00:00:00Z","b":null,"at":1}"#,
            r#"{"a":"1970-01-01T00:00:01Z","b":null,"at":1}"#,
        );
        repaired(&order, r#"{"a":"2026-01-02","b":"2026-01-01"}"#, r#"{"a":"2026-01-01","b":"2026-01-01"}"#);
        repaired(&order, r#"{"a":"soon","b":"2026-01-01"}"#, r#"{"a":"soon","b":"2026-01-01"}"#);
        let each = rule(Form::in_order(&["/c/*/a", "/b"]));
        repaired(
            &each,
            r#"{"b":"2026-01-01","c":[{"a":"2027-01-01"},{"a":"2025-01-01"}]}"#,
            r#"{"b":"2026-01-01","c":[{"a":"2026-01-01"},{"a":"2025-01-01"}]}"#,
        );
    }

    #[test]
    fn numbers_are_raised_and_counted() {
        let least = rule(Form::at_least("/all", "/some"));
        repaired(
            &least,
            r#"{"all":1,"some":18446744073709551615}"#,
            r#"{"all":18446744073709551615,"some":18446744073709551615}"#,
        );
        repaired(&least, r#"{"all":-1,"some":-2}"#, r#"{"all":-1,"some":-2}"#);
        repaired(&least, r#"{"all":0.5,"some":1}"#, r#"{"all":1,"some":1}"#);
        let counts = rule(Form::counts("/n", "/list"));
        repaired(&counts, r#"{"n":7,"list":[1,2]}"#, r#"{"n":2,"list":[1,2]}"#);
        repaired(&counts, r#"{"list":[1,2]}"#, r#"{"list":[1,2]}"#);
    }

    #[test]
    fn a_member_holds_what_it_may() {
        let holds = rule(Form::holds("/s", ["a", "b"]));
        repaired(&holds, r#"{"s":"b"}"#, r#"{"s":"b"}"#);
        repaired(&holds, "{}", "{}");
        let chosen = |text: &str| {
            let mut document = Json::parse(text.as_bytes()).unwrap();
            repair(&holds, &Envelope::named(""), &mut document);
            document
        };
        assert_eq!(chosen(r#"{"s":"x"}"#), chosen(r#"{"s":"x"}"#));
        assert_ne!(chosen(r#"{"s":"x"}"#), chosen(r#"{"s":"y"}"#), "wrong values are spread over the right ones");
    }

    #[test]
    fn a_member_is_there_or_not() {
        repaired(&rule(Form::absent("/a")), r#"{"a":1,"b":2}"#, r#"{"b":2}"#);
        let present = rule(Form::present("/a", "/b"));
        repaired(&present, r#"{"b":2}"#, r#"{"b":2,"a":2}"#);
        repaired(&present, r#"{"a":null,"b":2}"#, r#"{"a":2,"b":2}"#);
        repaired(&present, r#"{"b":null}"#, r#"{"b":null}"#);
    }

    #[test]
    fn conditions_are_asked_of_each_place_by_itself() {
        let failed = rule(Form::absent("/why")).within("/x/*").unless("/s", ["failed"]);
        repaired(
            &failed,
            r#"{"x":[{"s":"failed","why":1},{"s":"well","why":2},{"why":3}]}"#,
            r#"{"x":[{"s":"failed","why":1},{"s":"well"},{}]}"#,
        );
        let there = rule(Form::absent("/b")).when_there("/a");
        repaired(&there, r#"{"a":1,"b":2}"#, r#"{"a":1}"#);
        repaired(&there, r#"{"a":null,"b":2}"#, r#"{"a":null,"b":2}"#);
    }
}
