//! Moves one step beyond a bound: of a number, of the length of a text, of the count of items or fields.

use serde_json::{Number, Value};

use crate::generate::mutate::candidate::{Candidate, Target};
use crate::generate::mutate::kind::MutationKind;
use crate::generate::mutate::located::LocatedValue;
use crate::model::Json;

/// Maximum length of a generated text.
const LONGEST: u64 = 65_536;

/// Maximum size of a generated array or object.
const MOST: u64 = 1_000;

/// Returns mutations beyond every bound of a location.
pub(super) fn beyond(place: &LocatedValue<'_>) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for rules in &place.rules {
        for (keyword, bound) in *rules {
            let Some((keyword, value, what)) = step(place.value, keyword, bound) else { continue };
            let way = Candidate::set(&place.pointer, value, what);
            match targets.iter_mut().find(|target| target.keywords == keyword) {
                Some(target) => target.ways.push(way),
                None => targets.push(Target::here(MutationKind::OutOfBound, &place.pointer, keyword, vec![way])),
            }
        }
    }
    targets
}

type Step = (&'static [&'static str], Json, String);

/// Returns a value just beyond one bound, with the keyword that rejects it.
fn step(value: &Json, keyword: &str, bound: &Value) -> Option<Step> {
    let limit = bound.as_u64();
    let number = bound.as_number();
    match value {
        Json::Number(_) => {
            let (keyword, beyond, what): (&'static [&'static str], _, _) = match keyword {
                "minimum" => (&["minimum"], moved(number?, -1)?, "below the least number"),
                "exclusiveMinimum" => (&["exclusiveMinimum"], number?.clone(), "at the least number"),
                "maximum" => (&["maximum"], moved(number?, 1)?, "above the greatest number"),
                "exclusiveMaximum" => (&["exclusiveMaximum"], number?.clone(), "at the greatest number"),
                _ => return None,
            };
            Some((keyword, Json::Number(beyond), format!("{what}, {bound}")))
        }
        Json::String(text) => match keyword {
            "minLength" => {
                let length = usize::try_from(limit?.checked_sub(1)?).ok()?;
                let shorter = text.chars().take(length).collect();
                Some((&["minLength"], Json::String(shorter), format!("shorter than {bound}")))
            }
            "maxLength" => {
                let length = usize::try_from(limit.filter(|limit| *limit < LONGEST)? + 1).ok()?;
                let last = text.chars().last().unwrap_or('a');
                let longer = text.chars().chain(std::iter::repeat(last)).take(length).collect();
                Some((&["maxLength"], Json::String(longer), format!("longer than {bound}")))
            }
            _ => None,
        },
        Json::Array(items) => match keyword {
            "minItems" => {
                let length = usize::try_from(limit?.checked_sub(1)?).ok()?;
                let fewer = items.iter().take(length).cloned().collect();
                Some((&["minItems"], Json::Array(fewer), format!("with fewer items than {bound}")))
            }
            "maxItems" => {
                let length = usize::try_from(limit.filter(|limit| *limit < MOST)? + 1).ok()?;
                let last = items.last().cloned().unwrap_or(Json::Null);
                let more = items.iter().cloned().chain(std::iter::repeat(last)).take(length).collect();
                Some((&["maxItems"], Json::Array(more), format!("with more items than {bound}")))
            }
            _ => None,
        },
        Json::Object(members) => match keyword {
            "minProperties" => {
                let length = usize::try_from(limit?.checked_sub(1)?).ok()?;
                let fewer = members.iter().take(length).cloned().collect();
                Some((&["minProperties"], Json::Object(fewer), format!("with fewer members than {bound}")))
            }
            "maxProperties" => {
                let length = usize::try_from(limit.filter(|limit| *limit < MOST)? + 1).ok()?;
                let last = members.last().map_or(Json::from("more"), |(_, value)| value.clone());
                let mut more = members.clone();
                for count in more.len()..length {
                    more.push((format!("more_{count}").into(), last.clone()));
                }
                Some((&["maxProperties"], Json::Object(more), format!("with more members than {bound}")))
            }
            _ => None,
        },
        Json::Null | Json::Bool(_) => None,
    }
}

/// Returns a number one higher or lower; beyond 64 bits, the next distinct double.
fn moved(number: &Number, by: i8) -> Option<Number> {
    let whole = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    let Some(whole) = whole else {
        let at = number.as_f64()?;
        return Number::from_f64(at + f64::from(by) * (at.abs() * 1e-9).max(1.0));
    };
    let next = whole + i128::from(by);
    if let Ok(next) = i64::try_from(next) {
        return Some(next.into());
    }
    if let Ok(next) = u64::try_from(next) {
        return Some(next.into());
    }
    number.as_f64().and_then(|at| Number::from_f64(at * 2.0))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_bound_is_overstepped_by_one_where_that_can_be_written() {
        let beyond = |bound: Value, by| moved(bound.as_number().unwrap(), by).map(Value::Number);
        assert_eq!(beyond(json!(0), -1), Some(json!(-1)));
        assert_eq!(beyond(json!(i64::MAX), 1), Some(json!(9_223_372_036_854_775_808_u64)));
        assert_eq!(beyond(json!(1.5), 1), Some(json!(2.5)));
        assert!(beyond(json!(u64::MAX), 1).unwrap().as_f64().unwrap() > 1.9e19);
        assert!(beyond(json!(i64::MIN), -1).unwrap().as_f64().unwrap() < -1.8e19);
    }
}
