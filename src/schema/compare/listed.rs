//! Values that a schema lists one by one.

use serde_json::Value;

use crate::schema::compare::change::Kind;

/// Maximum number of values in a reason.
const NAMED: usize = 5;

/// Returns the changes between two lists.
pub(super) fn between(old: &[&Value], new: &[&Value]) -> Vec<(Kind, String)> {
    let come: Vec<_> = new.iter().filter(|value| !old.contains(value)).copied().collect();
    let gone: Vec<_> = old.iter().filter(|value| !new.contains(value)).copied().collect();
    if !come.is_empty() && gone.len() == old.len() {
        return vec![(Kind::Replaced, format!("was {}, is {}", named(&gone), named(&come)))];
    }
    let plural = |values: &[&Value]| if values.len() == 1 { "" } else { "s" };
    let mut found = Vec::new();
    if !come.is_empty() {
        found.push((Kind::Grown, format!("new value{} {}", plural(&come), named(&come))));
    }
    if !gone.is_empty() {
        found.push((Kind::Shrunk, format!("value{} {} gone", plural(&gone), named(&gone))));
    }
    found
}

fn named(values: &[&Value]) -> String {
    let mut names: Vec<String> = values.iter().take(NAMED).map(ToString::to_string).collect();
    if values.len() > NAMED {
        names.push(format!("{} more", values.len() - NAMED));
    }
    names.join(", ")
}
