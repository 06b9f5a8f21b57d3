//! Compares the stored values, as the consumer state shows them, with those that were sent.

use serde_json::Value;

use crate::model::Json;

/// Texts into which careless code converts null.
const NOTHING: [&str; 5] = ["null", "None", "undefined", "nil", "<nil>"];

/// Maximum relative distance of a number from the one that was sent, if it is that number, rounded.
const NEAR: f64 = 1e-3;

/// Counts the texts of a document with this prefix that a state contains unchanged, and did not contain before.
pub(super) fn texts(document: &Json, begins: &str, before: &Value, after: &Value) -> usize {
    mixed(document, begins).iter().filter(|text| holds(after, text) && !holds(before, text)).count()
}

/// Returns the reason of a failure if a text of the document is in the state in other letter case only.
pub(super) fn other_case(document: &Json, begins: &str, before: &Value, after: &Value) -> Option<String> {
    mixed(document, begins).into_iter().find_map(|text| {
        if holds(after, text) {
            return None;
        }
        let lower = text.to_lowercase();
        let is_other = |shown: &str| shown.to_lowercase().contains(&lower);
        let other = strings(after).into_iter().find(|shown| is_other(shown))?;
        (!strings(before).into_iter().any(is_other)).then(|| format!("stored the text `{text}` as `{other}`"))
    })
}

/// A number that the state shows: its pointer in the event, its ordinary value, and the big one that was sent later.
pub(super) struct Shown {
    pointer: String,
    ordinary: u64,
    big: u64,
}

/// Returns the numbers of two documents that the state shows, as it did for the first: it shows the ordinary value
/// after the first event and did not before.
pub(super) fn numbers(ordinary: &Json, big: &Json, least: u64, (before, after): (&Value, &Value)) -> Vec<Shown> {
    let mut shown = Vec::new();
    big.walk(&mut |pointer, value| {
        let Some(number) = whole(value).filter(|number| *number > least) else { return };
        let Some(small) = ordinary.pointer(pointer).and_then(whole) else { return };
        if shows(after, small) && !shows(before, small) {
            shown.push(Shown { pointer: pointer.to_owned(), ordinary: small, big: number });
        }
    });
    shown
}

/// Returns the reason of a failure if the state does not show one of the big numbers. The state must still show the
/// ordinary one: otherwise it shows a sum, or only the last event, and proves nothing about one event.
pub(super) fn other_number(numbers: &[Shown], before: &Value, after: &Value) -> Option<String> {
    let lost = numbers.iter().find(|number| !shows(after, number.big) && shows(after, number.ordinary))?;
    let is_new = |number: &f64| !floats(before).contains(number);
    let rounded = floats(after).into_iter().filter(is_new).find(|number| {
        #[expect(clippy::cast_precision_loss, reason = "it is compared roughly")]
        let sent = lost.big as f64;
        ((number - sent) / sent).abs() < NEAR
    });
    let instead = rounded.map_or_else(String::new, |number| format!(", but {number}"));
    Some(format!(
        "does not show the {} that we sent in {} in its state (--state){instead}. It did show the {} of another event",
        lost.big, lost.pointer, lost.ordinary
    ))
}

/// Counts the texts of a state into which careless code converts null.
pub(super) fn words_for_nothing(state: &Value) -> usize {
    strings(state).into_iter().filter(|text| NOTHING.contains(text)).count()
}

/// Finds a text such as `None` that occurs more often in a later state.
pub(super) fn word_for_nothing(before: &Value, after: &Value) -> Option<&'static str> {
    let count = |state: &Value, word: &str| strings(state).into_iter().filter(|text| *text == word).count();
    NOTHING.into_iter().find(|word| count(after, word) > count(before, word))
}

fn whole(value: &Json) -> Option<u64> {
    match value {
        Json::Number(number) => number.as_u64(),
        _ => None,
    }
}

fn mixed<'d>(document: &'d Json, begins: &str) -> Vec<&'d str> {
    let mut texts = Vec::new();
    document.walk(&mut |_, value| texts.extend(value.as_str().filter(|text| text.starts_with(begins))));
    texts
}

fn holds(state: &Value, text: &str) -> bool {
    strings(state).into_iter().any(|shown| shown.contains(text))
}

/// Whether a state shows a number: as a number, or as a text of exactly these digits.
fn shows(state: &Value, number: u64) -> bool {
    let digits = number.to_string();
    #[expect(clippy::cast_precision_loss, reason = "every number that is looked for is below 2^53")]
    let float = number as f64;
    floats(state).contains(&float)
        || strings(state)
            .into_iter()
            .any(|text| text.split(|letter: char| !letter.is_ascii_digit()).any(|run| run == digits))
}

fn leaves<'v>(state: &'v Value, visit: &mut dyn FnMut(&'v Value)) {
    match state {
        Value::Array(items) => items.iter().for_each(|item| leaves(item, visit)),
        Value::Object(fields) => fields.values().for_each(|value| leaves(value, visit)),
        leaf => visit(leaf),
    }
}

fn strings(state: &Value) -> Vec<&str> {
    let mut found = Vec::new();
    leaves(state, &mut |leaf| found.extend(leaf.as_str()));
    found
}

fn floats(state: &Value) -> Vec<f64> {
    let mut found = Vec::new();
    leaves(state, &mut |leaf| found.extend(leaf.as_f64()));
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const BIG: u64 = (1 << 53) - 1;

    fn document(number: u64, name: &str) -> Json {
        json!({"amount": number, "name": name}).into()
    }

    fn verdict(state: &Value) -> Option<String> {
        let before = json!({});
        let known = json!({"o1": {"amount": 123_456_789}});
        let shown = numbers(&document(123_456_789, ""), &document(BIG, ""), BIG - 16, (&before, &known));
        assert_eq!(shown.len(), 1);
        other_number(&shown, &known, state)
    }

    fn both(amount: impl Into<Value>) -> Value {
        json!({"o1": {"amount": 123_456_789}, "o2": {"amount": amount.into()}})
    }

    #[test]
    fn a_number_may_be_shown_in_any_way_that_keeps_it() {
        for kept in
            [json!(BIG), json!(9_007_199_254_740_991.0), json!("9007199254740991"), json!("EUR 9007199254740991.00")]
        {
            assert_eq!(verdict(&both(kept.clone())), None, "{kept}");
        }
        let rounded = verdict(&both(9_007_199_254_740_992_u64)).unwrap();
        assert!(rounded.contains("but 9007199254740992"), "{rounded}");
        let clamped = verdict(&both(2_147_483_647)).unwrap();
        assert!(clamped.contains("does not show the 9007199254740991"), "{clamped}");
        // A sum of all amounts.
        assert_eq!(verdict(&json!({"total": 9_007_199_378_197_780_u64})), None);
    }

    #[test]
    fn a_number_that_the_state_does_not_show_is_not_compared() {
        let (ordinary, big) = (document(123_456_789, ""), document(BIG, ""));
        assert!(numbers(&ordinary, &big, BIG - 16, (&json!({}), &json!({"o1": "seen"}))).is_empty());
        let cents = json!({"o1": {"amount": 1_234_567.89}});
        assert!(numbers(&ordinary, &big, BIG - 16, (&json!({}), &cents)).is_empty());
    }

    #[test]
    fn the_letter_case_of_a_text_is_compared() {
        let sent = document(1, "Mixed CASE 7");
        let case = |state: Value| other_case(&sent, "Mixed CASE", &json!({}), &state);
        assert_eq!(case(json!({"o": "Mixed CASE 7"})), None);
        assert_eq!(case(json!({"o": "nothing"})), None);
        assert_eq!(case(json!({"o": "mixed case 7"})).unwrap(), "stored the text `Mixed CASE 7` as `mixed case 7`");
        assert_eq!(case(json!({"key": "mixed case 7", "o": "Mixed CASE 7"})), None);
    }

    #[test]
    fn null_is_no_word() {
        let before = json!({"a": "None"});
        assert_eq!(word_for_nothing(&before, &json!({"a": "None", "b": null})), None);
        assert_eq!(word_for_nothing(&before, &json!({"a": "None", "b": "None"})), Some("None"));
    }
}
