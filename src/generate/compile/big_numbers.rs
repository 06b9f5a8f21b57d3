//! Handles numbers beyond the range that the canonical form supports: a few of them represent all.

use serde_json::{Map, Value};

/// Beyond this, every double is an integer, and numbers between two doubles cannot be written.
const FAR: f64 = 9_007_199_254_740_992.0;

/// Beyond this, numbers do not fit into 64-bit integers.
const FARTHEST: f64 = 9.3e18;

/// Replaces a range that is entirely out of range by some of its numbers, moves a distant bound inwards, and returns
/// whether there was one. The result accepts fewer documents.
pub(super) fn narrow(keywords: &mut Map<String, Value>) -> bool {
    let far = match keywords.get("type").and_then(Value::as_str) {
        Some("number") => FAR,
        Some("integer") => FARTHEST,
        _ => return false,
    };
    let get = |keyword: &str| keywords.get(keyword).and_then(Value::as_f64);
    let (low, above) = (get("minimum"), get("exclusiveMinimum"));
    let (high, below) = (get("maximum"), get("exclusiveMaximum"));
    let least = low.into_iter().chain(above).fold(f64::NEG_INFINITY, f64::max);
    let most = high.into_iter().chain(below).fold(f64::INFINITY, f64::min);
    let is_beyond = least > far || most < -far;
    if is_beyond && !["enum", "const", "multipleOf"].iter().any(|word| keywords.contains_key(*word)) {
        let near = if least > far { least } else { most };
        let middle = f64::midpoint(least, most);
        let candidates = [near, near * 1.5, near * 2.0, near * 10.0, middle, least, most];
        let holds = |value: &f64| {
            value.is_finite()
                && low.is_none_or(|low| *value >= low)
                && above.is_none_or(|above| *value > above)
                && high.is_none_or(|high| *value <= high)
                && below.is_none_or(|below| *value < below)
        };
        let mut values: Vec<f64> = candidates.into_iter().filter(holds).collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        if !values.is_empty() {
            for word in ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"] {
                keywords.remove(word);
            }
            keywords.insert("enum".to_owned(), values.into());
            return true;
        }
    }
    if is_beyond {
        return false;
    }
    let mut found = false;
    let near = 9_200_000_000_000_000_000_i64;
    for (words, near) in [(["minimum", "exclusiveMinimum"], -near), (["maximum", "exclusiveMaximum"], near)] {
        for word in words {
            if keywords.get(word).and_then(Value::as_f64).is_some_and(|bound| bound.abs() > FARTHEST) {
                keywords.insert(word.to_owned(), near.into());
                found = true;
            }
        }
    }
    found
}
