//! Causes in reading payloads: what a provider may send and an endpoint refuses.

use crate::verify::cause::facts::Facts;
use crate::verify::cause::facts::Oddity;
use crate::verify::cause::value::Cause;
use crate::verify::cause::value::Harm;
use crate::verify::cause::value::of;
use crate::verify::symptom::How;

const CRASHED: &[How] = &[How::Crashed, How::HungUp, How::Silent, How::Gone];

pub(super) const STRICT_ABOUT_NEW_TYPES: Cause = Cause {
    id: "strict-about-new-types",
    title: "The endpoint refuses unknown event types",
    seen: "An event of a new type was answered with an error.",
    why: "Providers add event types. Refused events fill its retry queue, and it may switch the endpoint off \
          for all others, too.",
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
        let own = facts.take(&["payload-unknown-event"])?.decided("only the event type was new");
        // An event whose type is missing or is not text reaches the same code.
        let malformed = ["malformed-missing-required", "malformed-wrong-type"];
        let same = facts.is("payload-unknown-event", CRASHED);
        Facts::both(Some(own), same.then(|| facts.take_how(&malformed, CRASHED)).flatten())
    },
    ..Cause::EMPTY
};

pub(super) const STRICT_ABOUT_NEW_VALUES: Cause = Cause {
    id: "strict-about-new-values",
    title: "The endpoint refuses values that are not in its list",
    seen: "An event with an unknown status, type or reason was answered with an error.",
    why: "Providers add values. From the day of the release, the events with the new value are lost.",
    fix: "Give the switch a default branch: answer 200, and log the value or keep its text.",
    frameworks: &[
        of("serde", "#[serde(other)] Unknown"),
        of("Jackson", "READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE"),
        of("pydantic", "str instead of Literal or Enum"),
        of("zod", "z.enum([..]).catch(\"unknown\")"),
    ],
    harm: Harm::Refusal,
    explains: &["payload-unknown-enum-value", "malformed-wrong-type"],
    decide: |facts| {
        let own = facts.take(&["payload-unknown-enum-value"])?.decided("only one value was new");
        let same = facts.is("payload-unknown-enum-value", CRASHED);
        Facts::both(Some(own), same.then(|| facts.take_how(&["malformed-wrong-type"], CRASHED)).flatten())
    },
    ..Cause::EMPTY
};

pub(super) const NULL_OR_ABSENT_FIELD: Cause = Cause {
    id: "null-or-absent-field",
    title: "A field that is null or absent is not handled",
    seen: "An event was refused that has null in a field, or lacks the field, and one with a value was accepted.",
    why: "A field that may be null or absent is so one day, in the event of a customer who is unlike the samples. The \
          code fails at it again at every retry, and the event is lost.",
    fix: "Treat every field as optional that the contract does not require, and test with one event that has none of \
          them.",
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
        Some(if is_nothing { taken.decided("a value was accepted in its place") } else { taken })
    },
    ..Cause::EMPTY
};

pub(super) const NUMBER_TOO_BIG: Cause = Cause {
    id: "number-too-big",
    title: "A large number is refused",
    seen: "An event was refused that has an integer beyond 32 bits, or up to 2^53 - 1.",
    why: "A counter or an amount passes 2,147,483,647 one day. The event is refused, or a wrong number is stored.",
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
        Some(if generated { taken.decided("a smaller number was accepted in its place") } else { taken })
    },
    ..Cause::EMPTY
};

pub(super) const BODY_TOO_LARGE: Cause = Cause {
    id: "body-too-large",
    title: "A large body is refused",
    seen: "A large event was refused, and smaller ones were accepted.",
    why: "A customer with ten years of history produces one long event. A default body limit refuses it at every \
          retry.",
    fix: "Raise the body limit of the framework and of the proxy in front to what the provider may send.",
    frameworks: &[
        of("Express", "express.raw({ type: \"*/*\", limit: \"2mb\" })"),
        of("Django", "DATA_UPLOAD_MAX_MEMORY_SIZE"),
        of("Flask", "MAX_CONTENT_LENGTH"),
        of("axum", "DefaultBodyLimit::max(2 << 20)"),
        of("nginx", "client_max_body_size 2m"),
    ],
    harm: Harm::Refusal,
    explains: &["payload-large"],
    decide: |facts| {
        let taken = facts.take(&["payload-large"])?;
        Some(if facts.has_passed("payload-maximal") { taken.decided("smaller ones were accepted") } else { taken })
    },
    ..Cause::EMPTY
};

pub(super) const STRICT_ABOUT_NEW_FIELDS: Cause = Cause {
    id: "strict-about-new-fields",
    title: "The endpoint refuses unknown fields",
    seen: "An event with one additional field was answered with an error.",
    why: "Providers add fields without notice. From that day every event is refused.",
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
        let taken = facts.take(&["payload-unknown-field"])?.decided("only one field was new");
        Facts::both(Some(taken), facts.take_how(&["payload-unusual-names"], CRASHED))
    },
    ..Cause::EMPTY
};

pub(super) const UNUSUAL_FIELD_NAMES: Cause = Cause {
    id: "unusual-field-names",
    title: "The endpoint fails at a field with an unusual name",
    seen: "An event with a new field was accepted. With a name such as `__proto__`, `$where` or a very long one, it \
           was answered 5xx or not at all.",
    why: "Names that mean something to a language or a database come with data that customers define. A 5xx asks for \
          the event again, and it fails at every retry. Code that copies `__proto__` can be attacked.",
    fix: "Copy the fields that you know, by name, and no others. Store the whole event as text or bytes.",
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
        Some(taken.decided("a new field with an ordinary name was accepted"))
    },
    ..Cause::EMPTY
};

pub(super) const STORES_OTHER_VALUES: Cause = Cause {
    id: "stores-other-values",
    title: "The stored value is not the one that was sent",
    seen: "An event was accepted, and the state showed another value than the event has.",
    why: "A float rounds a large number, a conversion turns null into a word, and lower-casing changes a text. Amounts \
          and names are wrong, and no error shows it.",
    fix: "Keep numbers as 64-bit integers or decimals, null as null, and texts as they are.",
    frameworks: &[
        of("SQL", "BIGINT or NUMERIC instead of REAL, and NULL for null"),
        of("Python", "no str(value) if value may be None"),
        of("JavaScript", "no String(value) or `${value}` if value may be null"),
        of("Go", "json.Number or int64 instead of float64"),
    ],
    harm: Harm::Loss,
    explains: &["payload-stored-values"],
    decide: |facts| {
        let taken = facts.take_how(&["payload-stored-values"], &[How::Otherwise]);
        Some(taken?.decided("the state was compared with what was sent"))
    },
    ..Cause::EMPTY
};

pub(super) const DEPENDS_ON_FIELD_ORDER: Cause = Cause {
    id: "depends-on-field-order",
    title: "The endpoint depends on the order of fields",
    seen: "An event was refused only because its fields come in another order.",
    why: "JSON objects have no order, and libraries change it with a release. From that day every event is refused.",
    fix: "Read fields by name. Use a JSON parser, and no pattern over the text.",
    frameworks: &[],
    harm: Harm::Refusal,
    explains: &["payload-key-order", "encoding-raw-bytes"],
    decide: |facts| {
        let taken = facts.take(&["payload-key-order"])?.decided("only the order of fields was changed");
        Facts::both(Some(taken), facts.take(&["encoding-raw-bytes"]))
    },
    ..Cause::EMPTY
};

pub(super) const DEPENDS_ON_JSON_SPELLING: Cause = Cause {
    id: "depends-on-json-spelling",
    title: "The endpoint depends on how the JSON is written",
    seen: "An event was refused only because its JSON has other white space, escapes or order.",
    why: "A search in the text, or a check of rewritten JSON, works until the provider changes a space. From that day \
          every event is refused.",
    fix: "Verify the bytes as they arrived, then read them with a JSON parser, and search nothing in the text.",
    frameworks: &[],
    harm: Harm::Refusal,
    explains: &["encoding-raw-bytes"],
    decide: |facts| Some(facts.take(&["encoding-raw-bytes"])?.decided("only the spelling of the JSON was changed")),
    ..Cause::EMPTY
};

pub(super) const WANTS_EXACT_CONTENT_TYPE: Cause = Cause {
    id: "wants-exact-content-type",
    title: "The content type is compared as a text",
    seen: "A delivery was refused because its content type names the character set.",
    why: "`application/json; charset=utf-8` is the same type. When a library of the provider adds the character set, \
          every event is refused.",
    fix: "Compare the type before the semicolon, without regard to letter case.",
    frameworks: &[
        of("Express", "req.is(\"application/json\")"),
        of("Flask", "request.mimetype == \"application/json\""),
        of("Go", "mime.ParseMediaType(r.Header.Get(\"Content-Type\"))"),
    ],
    harm: Harm::Refusal,
    explains: &["encoding-charset"],
    decide: |facts| Some(facts.take(&["encoding-charset"])?.decided("only the character set was added")),
    ..Cause::EMPTY
};

pub(super) const REFUSES_OLD_EVENTS: Cause = Cause {
    id: "refuses-old-events",
    title: "The endpoint refuses events that are as old as a late retry",
    seen: "An event was refused only because it happened as long ago as the provider retries.",
    why: "After an outage, the retries of many hours arrive. They are refused, and the events are lost.",
    fix: "Check the age of the signature, not of the event. Accept events as old as the provider retries.",
    frameworks: &[],
    harm: Harm::Loss,
    explains: &["delivery-late"],
    decide: |facts| Some(facts.take(&["delivery-late"])?.decided("only the time of the event was changed")),
    ..Cause::EMPTY
};

pub(super) const REFUSES_EVENT_TYPES: Cause = Cause {
    id: "refuses-event-types",
    title: "Some documented event types are refused",
    seen: "Some event types were refused in the form that the provider documents, and others were accepted.",
    why: "Refused events are lost: the provider retries a few times and gives up.",
    fix: "Accept every type that you subscribe to, and answer 200 to the others. If you subscribe to some types only, \
          name them with --events.",
    frameworks: &[],
    harm: Harm::Refusal,
    explains: &["delivery-documented", "delivery-no-redirect"],
    // The checks are its probe.
    decide: |facts| {
        Some(facts.take(&["delivery-documented", "delivery-no-redirect"])?.decided("other event types were accepted"))
    },
    ..Cause::EMPTY
};

pub(super) const REFUSES_VALID_PAYLOADS: Cause = Cause {
    id: "refuses-valid-payloads",
    title: "A valid payload is refused",
    seen: "A correct event was answered with an error. The nearest one that was accepted shows where they differ.",
    why: "The event is refused at every retry and then lost.",
    fix: "Look at the field in which the refused event differs from the accepted one.",
    frameworks: &[],
    harm: Harm::Refusal,
    explains: &["payload-generated", "payload-maximal", "payload-minimal", "payload-null", "payload-unicode"],
    decide: |facts| facts.take(REFUSES_VALID_PAYLOADS.explains),
    ..Cause::EMPTY
};
