//! Causes in reading payloads: what a provider may send and an endpoint refuses.

use crate::model::grouped;
use crate::verify::cause::facts::{Facts, Oddity};
use crate::verify::cause::finding::Harm;
use crate::verify::cause::value::{Cause, of};
use crate::verify::cause::wording;
use crate::verify::cause::wording::Wording;
use crate::verify::symptom::How;

/// Ways to fail at something that may be refused.
pub(super) const CRASHED: &[How] = &[How::Crashed, How::HungUp, How::Silent, How::Gone];

pub(super) const NULL_OR_ABSENT_FIELD: Cause = Cause {
    id: "null-or-absent-field",
    title: "A field that is null or missing is not handled",
    seen: "An event was refused because a field is null or missing. The same event with a value was accepted.",
    why: "Sooner or later a real event has no value there. Every retry fails in the same way, and the event is \
          lost.",
    fix: "Treat every field that the provider's schema does not require as optional. Test with one event that has \
          none of them.",
    frameworks: &[
        of("JavaScript", "event.address?.city ?? null"),
        of("Python", "event.get(\"address\") or {}"),
        of("Go", "pointers, *string, and a test for nil"),
        of("serde", "Option<T> with #[serde(default)]"),
        of("Kotlin", "nullable types with a default"),
        of("SQL", "columns without NOT NULL"),
    ],
    harm: Harm::Refusal,
    explains: &[
        "payload-null",
        "payload-minimal",
        "payload-generated",
        "delivery-documented",
        "malformed-missing-required",
        "malformed-wrong-type",
        "payload-maximal",
        "payload-large",
        "payload-unicode",
        "payload-big-number",
    ],
    decide: |facts| {
        let generated = facts.oddity("payload-generated");
        let is_nothing = generated == Some(Oddity::Nothing);
        let shows = ["payload-null", "payload-minimal"].iter().any(|id| facts.is_open(id));
        let is_required =
            facts.is("malformed-missing-required", CRASHED) && facts.is_open("malformed-missing-required");
        if !(shows || is_nothing || is_required) {
            return None;
        }
        let odd = !is_nothing && generated.is_some_and(|oddity| oddity != Oddity::Other);
        let taken = facts.take_if(NULL_OR_ABSENT_FIELD.explains, |id| match id {
            "payload-null" | "payload-minimal" => true,
            "malformed-missing-required" => facts.is(id, CRASHED),
            "malformed-wrong-type" => is_required && facts.is(id, CRASHED),
            "delivery-documented" => shows || is_nothing || facts.is(id, CRASHED),
            "payload-generated" => is_nothing || (shows && !odd),
            // Large and strange payloads have nulls and open maps, too.
            _ => shows && !odd && facts.how(id) == facts.how("payload-generated"),
        })?;
        Some(if is_nothing { taken.decided("with a value in the field, the same event was accepted") } else { taken })
    },
    describe: wording::contrast,
    ..Cause::EMPTY
};

pub(super) const NUMBER_TOO_BIG: Cause = Cause {
    id: "number-too-big",
    title: "A large number is refused",
    seen: "An event with a large integer was refused. JSON integers may go up to 2^53-1.",
    why: "A counter or an amount can become larger than 2,147,483,647, the limit of 32 bits. The event is then refused, \
          or a wrong number is stored.",
    fix: "Use 64-bit integers for numbers and columns, and decimals for money.",
    frameworks: &[
        of("SQL", "BIGINT instead of INTEGER"),
        of("Java", "long or BigDecimal instead of int"),
        of("Go", "int64, or json.Number"),
        of("Rails", "t.bigint"),
        of("Django", "BigIntegerField"),
    ],
    harm: Harm::Refusal,
    explains: &["payload-big-number", "payload-generated", "payload-maximal"],
    decide: |facts| {
        let generated = facts.oddity("payload-generated") == Some(Oddity::BigNumber);
        if !(generated || facts.is_open("payload-big-number")) {
            return None;
        }
        let taken = facts.take_if(NUMBER_TOO_BIG.explains, |id| match id {
            "payload-generated" => generated || facts.oddity(id).is_none_or(|oddity| oddity == Oddity::Other),
            "payload-maximal" => !facts.is_open("payload-large"),
            _ => true,
        })?;
        Some(if generated { taken.decided("with a smaller number, the same event was accepted") } else { taken })
    },
    describe: wording::contrast,
    ..Cause::EMPTY
};

pub(super) const BODY_TOO_LARGE: Cause = Cause {
    id: "body-too-large",
    title: "A large body is refused",
    seen: "A large event was refused. Smaller ones were accepted.",
    why: "A customer with a long history can cause one very large event. A default body limit refuses it at every \
          retry.",
    fix: "Raise the body limit of the framework, and of the proxy in front of it, to the largest body that the \
          provider may send.",
    frameworks: &[
        of("Express", "express.raw({ type: \"*/*\", limit: \"2mb\" })"),
        of("Django", "DATA_UPLOAD_MAX_MEMORY_SIZE = 2 << 20"),
        of("Flask", "app.config[\"MAX_CONTENT_LENGTH\"] = 2 << 20"),
        of("axum", "DefaultBodyLimit::max(2 << 20)"),
        of("nginx", "client_max_body_size 2m"),
    ],
    harm: Harm::Refusal,
    explains: &["payload-large"],
    decide: |facts| {
        let taken = facts.take(&["payload-large"])?;
        Some(if facts.has_passed("payload-maximal") { taken.decided("smaller events were accepted") } else { taken })
    },
    describe: |facts, ids| {
        Wording::maybe_observation(facts.lengths(ids[0]).map(|(failed, accepted)| {
            let (failed, accepted) = (grouped(failed as u64), grouped(accepted as u64));
            let outcome = facts.outcome_of(ids[0], &format!("an event of {failed} bytes"));
            format!("{outcome} One of {accepted} bytes was accepted.")
        }))
    },
    ..Cause::EMPTY
};

pub(super) const STORES_OTHER_VALUES: Cause = Cause {
    id: "stores-other-values",
    title: "The stored value is not the one that was sent",
    seen: "An event was accepted, but the stored data has another value than the event.",
    why: "No error shows that amounts or names are wrong. Typical reasons: floats round large numbers, null becomes a \
          text such as \"None\", text is changed to lower case.",
    fix: "Store integers in 64 bits, other numbers in an exact decimal type, null as null, and texts without a change.",
    frameworks: &[
        of("SQL", "BIGINT or NUMERIC instead of REAL, and NULL for null"),
        of("Python", "do not call str() on a value that may be None"),
        of("JavaScript", "no String(value) or `${value}` if value may be null"),
        of("Go", "json.Number or int64 instead of float64"),
    ],
    harm: Harm::Loss,
    explains: &["payload-stored-values"],
    decide: |facts| {
        let taken = facts.take_how(&["payload-stored-values"], &[How::Otherwise]);
        Some(taken?.decided("your state (--state) was compared with the values that were sent"))
    },
    describe: wording::reason,
    ..Cause::EMPTY
};

pub(super) const DEPENDS_ON_FIELD_ORDER: Cause = Cause {
    id: "depends-on-field-order",
    title: "The endpoint depends on the order of fields",
    seen: "An event was refused only because its fields came in another order.",
    why: "The order of JSON fields has no meaning, and it can change with any release of a library. Then every \
          event is refused.",
    fix: "Read fields by name. Use a JSON parser, not a regular expression.",
    frameworks: &[],
    harm: Harm::Refusal,
    explains: &["payload-key-order", "encoding-raw-bytes"],
    decide: |facts| {
        let taken = facts
            .take(&["payload-key-order"])?
            .decided("only the order of the fields was changed, and the correctly signed event was not accepted");
        Facts::both(Some(taken), facts.take(&["encoding-raw-bytes"]))
    },
    describe: wording::sent_and_outcome,
    ..Cause::EMPTY
};

pub(super) const DEPENDS_ON_JSON_SPELLING: Cause =
    Cause {
        id: "depends-on-json-spelling",
        title: "The endpoint depends on how the JSON is formatted",
        seen: "An event was refused only because its JSON is formatted differently: white space, escapes, or the \
           order of fields.",
        why: "Probably the endpoint searches the raw text, or it verifies JSON that it parsed and wrote again. If the \
          provider changes one space, every event is refused.",
        fix: "Verify the bytes as they arrived. Then read them with a JSON parser, and do not search in the raw text.",
        frameworks: &[],
        harm: Harm::Refusal,
        explains: &["encoding-raw-bytes"],
        decide: |facts| {
            Some(facts.take(&["encoding-raw-bytes"])?.decided(
                "only the formatting of the JSON was changed, and the correctly signed event was not accepted",
            ))
        },
        describe: |facts, ids| {
            let said = facts.sent_and_outcome(ids[0]);
            Wording::observation(format!("{said} It is the same JSON, and it was signed correctly."))
        },
        ..Cause::EMPTY
    };

pub(super) const WANTS_EXACT_CONTENT_TYPE: Cause = Cause {
    id: "needs-exact-content-type",
    title: "A content type with a charset is refused",
    seen: "A delivery was refused because its Content-Type includes a charset.",
    why: "This is the same type as the one without a charset. Probably the endpoint compares the whole header. If a library of \
          the provider adds the charset, every event is refused.",
    fix: "Compare the type before the semicolon, ignoring upper and lower case.",
    frameworks: &[
        of("Express", "req.is(\"application/json\")"),
        of("Flask", "request.mimetype == \"application/json\""),
        of("Go", "mime.ParseMediaType(r.Header.Get(\"Content-Type\"))"),
    ],
    harm: Harm::Refusal,
    explains: &["encoding-charset"],
    decide: |facts| {
        Some(
            facts.take(&["encoding-charset"])?.decided("only the charset was added, and the delivery was not accepted"),
        )
    },
    describe: |facts, ids| {
        const DELIVERY: &str = "a delivery whose content type names its charset";
        Wording::observation(facts.outcome_of(ids[0], DELIVERY))
    },
    ..Cause::EMPTY
};

pub(super) const REFUSES_OLD_EVENTS: Cause = Cause {
    id: "refuses-old-events",
    title: "The endpoint refuses late retries as too old",
    seen: "An event was refused because it is old, although the provider may still retry it at that age.",
    why: "After an outage, many hours of retries arrive. They are refused, and the events are lost.",
    fix: "Check the age of the signature, not of the event. Accept events for as long as the provider retries.",
    frameworks: &[],
    harm: Harm::Loss,
    explains: &["delivery-late"],
    decide: |facts| {
        Some(
            facts
                .take(&["delivery-late"])?
                .decided("only the time of the event was changed, and the event was not accepted"),
        )
    },
    describe: |facts, ids| {
        Wording::observation(format!(
            "{} The provider may still retry an event of this age.",
            facts.sent_and_outcome(ids[0])
        ))
    },
    ..Cause::EMPTY
};

pub(super) const REFUSES_EVENT_TYPES: Cause = Cause {
    id: "refuses-event-types",
    title: "Some documented event types are refused",
    seen: "Some documented event types were refused, and others were accepted.",
    why: "The provider retries a few times and gives up. Then the events are lost.",
    fix: "Accept every type that you subscribe to. Answer 200 to types that you do not need, and ignore them. If \
          you subscribe only to some types, name them with --events.",
    frameworks: &[],
    harm: Harm::Refusal,
    explains: &["delivery-documented", "delivery-no-redirect"],
    // The checks are its probe.
    decide: |facts| {
        Some(
            facts
                .take(&["delivery-documented", "delivery-no-redirect"])?
                .decided("events of other types were accepted"),
        )
    },
    describe: |facts, ids| {
        const SHOWN: usize = 4;
        Wording::maybe_observation(match facts.events(ids[0]) {
            [] => None,
            [one] => Some(facts.outcome_of(ids[0], &format!("an event of the documented type {one}"))),
            some if some.len() <= SHOWN => {
                Some(format!("The documented event types {} were not accepted.", some.join(", ")))
            }
            many => {
                let (some, rest) = (many[..SHOWN].join(", "), many.len() - SHOWN);
                Some(format!("The documented event types {some} and {rest} more were not accepted."))
            }
        })
    },
    ..Cause::EMPTY
};

pub(super) const REFUSES_VALID_PAYLOADS: Cause = Cause {
    id: "refuses-valid-payloads",
    title: "A valid payload is refused",
    seen: "A correct event was answered with an error. The nearest event that was accepted shows where they \
           differ.",
    why: "The event is refused at every retry and then lost.",
    fix: "Look at the field in which the refused event differs from the accepted one.",
    frameworks: &[],
    harm: Harm::Refusal,
    explains: &["payload-generated", "payload-maximal", "payload-minimal", "payload-null", "payload-unicode"],
    decide: |facts| facts.take(REFUSES_VALID_PAYLOADS.explains),
    describe: wording::contrast,
    ..Cause::EMPTY
};
