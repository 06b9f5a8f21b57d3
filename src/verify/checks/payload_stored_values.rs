//! `payload-stored-values`

use serde_json::Value;

use crate::generate::Hostile;
use crate::model::Json;
use crate::provider::IdForm;
use crate::verify::check::{Check, Scope, Stage};
use crate::verify::context::{Context, Given};
use crate::verify::judge::Judgement;
use crate::verify::plan::{Attempt, Expected, Observed, Plan, Step};
use crate::verify::type_under_test::TypeUnderTest;
use crate::verify::{judge, stored};

pub(super) const CHECK: Check = Check {
    id: "payload-stored-values",
    title: "stores the values that were sent",
    why: "A float rounds a large number, a careless conversion turns null into the text `None`, and a column that \
          ignores letter case changes a name. The answer is 200, and the stored value is wrong.",
    expected: "the values that were sent",
    scope: Scope::EveryType,
    plan,
    judge,
    stage: Stage::State,
    ..Check::ANSWERS
};

/// The last integer that every reader of JSON keeps.
const LAST: u64 = (1 << 53) - 1;

/// Ordinary integers are between these: a float of 32 bits keeps them, so that the state shows them before a big one
/// comes.
const FIRST: u64 = 10_000_000;
const LAST_FLOAT: u64 = 16_777_000;

/// Values of one kind that are compared at most.
const MOST: usize = 16;

/// Prefix of the texts that are compared: in both letter cases.
const MIXED: &str = "Mixed CASE";

/// Fields whose texts a consumer may well write in one letter case.
const NORMALISED: [&str; 14] = [
    "mail", "url", "uri", "link", "code", "currency", "country", "state", "status", "type", "locale", "language",
    "domain", "host",
];

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    if context.state == Given::No {
        return Plan::Skip("the consumer's state is not known, give --state".to_owned());
    }
    let generator = match tested.generator() {
        Ok(generator) => generator,
        Err(error) => return Plan::Skip(format!("the schema yields no documents: {error}")),
    };
    let has: [&dyn Fn(&TypeUnderTest) -> bool; 3] =
        [&|one| one.throughout(Hostile::LastSafe).is_some(), &|one| one.throughout(Hostile::Nul).is_some(), &|one| {
            one.generator().is_ok_and(|generator| !generator.nulls().is_empty())
        }];
    if !has.into_iter().any(|has| has(tested) && context.is_chosen(tested, 1, has)) {
        return Plan::Skip("it is tried with plainer event types".to_owned());
    }
    let whole = tested.throughout(Hostile::LastSafe).or_else(|| tested.throughout(Hostile::Nul));
    let Some(whole) = whole else { return Plan::Skip("no field of it accepts arbitrary text or integers".to_owned()) };
    let texts = places(tested.throughout(Hostile::Nul).as_ref(), &|value| {
        value.as_str().is_some_and(|text| text.contains('\0'))
    });
    let numbers = places(Some(&whole), &is_last);
    let ordinary = filled(context, tested, &whole, (&numbers, &texts), "ordinary", None);
    let big = filled(context, tested, &whole, (&numbers, &texts), "big", Some(LAST));
    let has_null = !context.provider.body.format.has_texts_only();
    let null = generator.nulls().into_iter().next().filter(|_| has_null);
    let send = |document: Json, key: &str, what: &str| {
        Step::from(Attempt { expected: Expected::Anything, ..context.attempt(tested, document, key) }.what(what))
    };
    let mut steps = vec![
        Step::Look,
        send(ordinary, "ordinary", "with ordinary integers and strings"),
        Step::Look,
        send(big, "big", "with integers up to 9007199254740991 (2^53-1)"),
        Step::Look,
    ];
    if let Some(null) = null {
        steps.extend([send(null, "null", "with null where it is allowed"), Step::Look]);
    }
    Plan::Steps(steps)
}

fn is_last(value: &Json) -> bool {
    matches!(value, Json::Number(number) if number.as_u64() == Some(LAST))
}

/// Finds the pointers of such values in a document.
fn places(document: Option<&Json>, is_one: &dyn Fn(&Json) -> bool) -> Vec<String> {
    let mut places = Vec::new();
    let mut visit = |pointer: &str, value: &Json| {
        if is_one(value) && places.len() < MOST {
            places.push(pointer.to_owned());
        }
    };
    if let Some(document) = document {
        document.walk(&mut visit);
    }
    places
}

/// Returns the document with values that are seen nowhere else: integers that are ordinary, or that go down from
/// `from`, and texts in both letter cases.
fn filled(
    context: &Context<'_>,
    tested: &TypeUnderTest,
    whole: &Json,
    (numbers, texts): (&[String], &[String]),
    key: &str,
    from: Option<u64>,
) -> Json {
    let own = context.ids(tested, key).id("value", &IdForm::Digits9);
    let first = FIRST + own.parse().unwrap_or(0) % (LAST_FLOAT - FIRST);
    let mut document = whole.clone();
    let mut put = |place: &String, value: Json| {
        let Some(before) = document.pointer(place).cloned() else { return };
        document.set(place, value);
        if !tested.payload.violations(&document.to_value()).is_empty() {
            document.set(place, before);
        }
    };
    for (place, step) in numbers.iter().zip(0..) {
        put(place, Json::from(from.map_or(first + step, |from| from - step)));
    }
    let is_free = |place: &&String| {
        let name = place.rsplit('/').find(|name| name.parse::<usize>().is_err()).unwrap_or_default();
        let name = name.to_ascii_lowercase();
        !NORMALISED.iter().any(|word| name.contains(word))
    };
    for (at, place) in texts.iter().filter(is_free).enumerate() {
        put(place, Json::from(format!("{MIXED} {own} {at}").as_str()));
    }
    document
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    let judgement = judge::as_expected(context, tested, observed);
    if judgement != Judgement::Pass {
        return judgement;
    }
    let mut shown = 0;
    let mut ordinary: Option<(&Attempt, &Value, &Value)> = None;
    for (at, window) in observed.windows(3).enumerate() {
        let [Observed::State(before), Observed::Exchange(attempt, exchange), Observed::State(after)] = window else {
            continue;
        };
        let step = at + 1;
        let is_accepted = exchange.status().is_some_and(|status| context.provider.succeeds(status));
        let Some((first, unknown, known)) = ordinary else {
            if !is_accepted {
                return Judgement::Skip("the event was refused: see the other checks".to_owned());
            }
            if let Some(reason) = stored::other_case(&attempt.document, MIXED, before, after) {
                return Judgement::Fail { reason, step };
            }
            shown += stored::texts(&attempt.document, MIXED, before, after);
            ordinary = Some((attempt, before, after));
            continue;
        };
        if !is_accepted {
            continue;
        }
        let numbers = stored::numbers(&first.document, &attempt.document, LAST - MOST as u64, (unknown, known));
        shown += numbers.len();
        if let Some(reason) = stored::other_number(&numbers, before, after) {
            return Judgement::Fail { reason, step };
        }
        if stored::words_for_nothing(known) <= stored::words_for_nothing(unknown)
            && attempt.what.contains("null")
            && let Some(word) = stored::word_for_nothing(before, after)
        {
            return Judgement::Fail { reason: format!("stored null as the text `{word}`"), step };
        }
    }
    if ordinary.is_none() {
        return Judgement::Skip(judge::LATE.to_owned());
    }
    if shown == 0 {
        return Judgement::Skip("the consumer's state shows no value of the event that can be compared".to_owned());
    }
    Judgement::Pass
}
