//! Causes in readers that refuse what is new.

use crate::verify::cause::causes::payload::CRASHED;
use crate::verify::cause::causes::texts::UTF_8;
use crate::verify::cause::facts::Facts;
use crate::verify::cause::finding::Harm;
use crate::verify::cause::value::{Cause, of};
use crate::verify::cause::wording;
use crate::verify::cause::wording::Wording;
use crate::verify::special::Special;

pub(super) const STRICT_ABOUT_NEW_TYPES: Cause = Cause {
    id: "strict-about-new-types",
    title: "The endpoint refuses unknown event types",
    seen: "An event of an unknown type was answered with an error.",
    why: "Providers add event types at any time. Refused events fill the provider's retry queue, and the provider \
          may disable the endpoint for every event type.",
    fix: "Answer 200 to a type that you do not handle, and log it.",
    frameworks: &[
        of("Node", "a default branch in the switch, or handlers[type]?.(event)"),
        of("Python", "handlers.get(type), and return 200 if it is None"),
        of("Go", "a default case in the switch"),
        of("serde", "#[serde(other)] Unknown in the enum"),
    ],
    harm: Harm::Refusal,
    explains: &["payload-unknown-event", "malformed-missing-required", "malformed-wrong-type"],
    decide: |facts| {
        let own = facts
            .take(&["payload-unknown-event"])?
            .decided("only the event type was new, and the event was not accepted");
        // An event whose type is missing or is not text reaches the same code.
        let malformed = ["malformed-missing-required", "malformed-wrong-type"];
        let same = facts.is("payload-unknown-event", CRASHED);
        Facts::both(Some(own), same.then(|| facts.take_how(&malformed, CRASHED)).flatten())
    },
    describe: |facts, ids| wording::contrast(facts, &ids[..1]),
    ..Cause::EMPTY
};

pub(super) const STRICT_ABOUT_NEW_VALUES: Cause = Cause {
    id: "strict-about-new-values",
    title: "The endpoint refuses values that are not in its list",
    seen: "An event with an unknown status, type or reason was answered with an error.",
    why: "Providers add values to their lists. When the provider releases a new value, events with it are lost.",
    fix: "Give the switch a default branch: answer 200, and log the value or store it as text.",
    frameworks: &[
        of("serde", "#[serde(other)] Unknown"),
        of("Jackson", "READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE"),
        of("pydantic", "str instead of Literal or Enum"),
        of("zod", "z.enum([..]).catch(\"unknown\")"),
    ],
    harm: Harm::Refusal,
    explains: &["payload-unknown-enum-value", "malformed-wrong-type"],
    decide: |facts| {
        let own = facts
            .take(&["payload-unknown-enum-value"])?
            .decided("only one value was new, and the event was not accepted");
        let same = facts.is("payload-unknown-enum-value", CRASHED);
        Facts::both(Some(own), same.then(|| facts.take_how(&["malformed-wrong-type"], CRASHED)).flatten())
    },
    describe: |facts, ids| wording::contrast(facts, &ids[..1]),
    ..Cause::EMPTY
};

pub(super) const STRICT_ABOUT_NEW_FIELDS: Cause = Cause {
    id: "strict-about-new-fields",
    title: "The endpoint refuses unknown fields",
    seen: "An event with one additional field was answered with an error.",
    why: "Providers add fields without notice. When they do, every event is refused.",
    fix: "Ignore fields that you do not know.",
    frameworks: &[
        of("Jackson", "FAIL_ON_UNKNOWN_PROPERTIES = false"),
        of("serde", "no #[serde(deny_unknown_fields)]"),
        of("pydantic", "extra=\"ignore\""),
        of("Go", "no DisallowUnknownFields()"),
        of("zod", "z.object({..}) without .strict()"),
    ],
    harm: Harm::Refusal,
    explains: &["payload-unknown-field", "payload-unusual-names"],
    decide: |facts| {
        // A reader of an open map fails at the type of a new field, and not at the field.
        if facts.is("payload-unknown-field", CRASHED) && facts.is("malformed-wrong-type", CRASHED) {
            return None;
        }
        let taken =
            facts.take(&["payload-unknown-field"])?.decided("only one field was added, and the event was not accepted");
        Facts::both(Some(taken), facts.take_how(&["payload-unusual-names"], CRASHED))
    },
    describe: |facts, ids| Wording::observation(facts.outcome_of(ids[0], "an event with one additional field")),
    ..Cause::EMPTY
};

pub(super) const UNUSUAL_FIELD_NAMES: Cause = Cause {
    id: "unusual-field-names",
    title: "The endpoint fails on a field with an unusual name",
    seen: "An event with a new field was accepted. With an unusual field name, it was not.",
    why: "Customers can choose field names, and some names have a special meaning in a language or database. Every \
          retry fails in the same way.",
    fix: "Copy only the fields that you know, by name. If you need the rest, store the whole event as text or \
          bytes.",
    frameworks: &[
        of("Node", "Map or Object.create(null) for names from outside"),
        of("MongoDB", "store the event as a string, or read only known fields"),
        of("SQL", "a column with the JSON, and no column for each name"),
    ],
    harm: Harm::Refusal,
    explains: &["payload-unusual-names"],
    decide: |facts| {
        if facts.has_failed("payload-unknown-field") {
            return None;
        }
        let taken = facts.take_how(&["payload-unusual-names"], CRASHED)?;
        Some(taken.decided("a new field with an ordinary name was accepted, and this one was not"))
    },
    describe: |facts, ids| {
        let said =
            Wording::observation(format!("An event with a new field was accepted. {}", facts.sent_and_outcome(ids[0])));
        if facts.special(ids[0]) != Some(Special::NameNotAscii) {
            return said;
        }
        said.title("The endpoint fails on a field name that is not ASCII")
            .why("Customers can choose field names in their own language. Every retry fails in the same way.")
            .fix(
                "Use UTF-8 for field names, too: in the decoder, the database and the log. Copy only the fields that you \
                 know, by name.",
            )
            .frameworks(UTF_8)
    },
    ..Cause::EMPTY
};
