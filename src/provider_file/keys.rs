//! The keys of a provider file. The reader and the JSON Schema for editors are built from these tables.

/// A key of a provider file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    /// Description for editors.
    pub(super) about: &'static str,
    pub(super) form: Form,
}

/// The form of a value. The reader checks more than the schema does.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// A text that matches a regular expression; an empty expression matches every text.
    Text(&'static str),
    /// A text, or a list of texts, of which each matches.
    Texts(&'static str),
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// True or false.
    Flag,
    /// A table of texts with any names.
    Named,
    /// A number, or a text.
    NumberOrText,
    /// A table, or a text with JSON.
    Document,
    /// A table, a list, or a text with JSON.
    Body,
    /// A list of tables, or of texts with JSON.
    Documents,
    /// A table with these keys, or a list of them.
    Tables(&'static [Key]),
}

/// Any text.
const TEXT: Form = Form::Text("");
const NOT_EMPTY: &str = r"\S";
/// A header, or a field of the body.
const SIGNATURE_LINE: &str = r"^(/[^:]+|[!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:";
const HEADER_LINE: &str = r"^[!#$%&'*+.^_`|~0-9A-Za-z-]+\s*:";
/// A JSON pointer or a header, with a form behind it.
const SLOT: &str = r"^\s*(/|header\s)";
const POINTER: &str = "^/";
/// A JSON pointer with one `*`, as a whole name.
const EACH: &str = r"^/([^*]*/)?\*(/[^*]*)?$";
const DURATION: &str = r"^\s*\d";
/// Statuses, such as `2xx, 304` or `all but 406`.
const STATUSES: &str = r"^(all but )?\d[\dx,\s-]*$";
/// The same, or none.
const STATUSES_OR_NONE: &str = r"^none$|^(all but )?\d[\dx,\s-]*$";

const fn key(name: &'static str, form: Form, about: &'static str) -> Key {
    Key { name, about, form }
}

/// The keys of a file.
pub(super) const FILE: &[Key] = &[
    key("about", TEXT, "What the provider sends, in one sentence."),
    key("name", TEXT, "Name of the provider; that of the file by default."),
    key("source", TEXT, "Page from which the statements of the file are."),
    key("read", TEXT, "Day on which the page was read."),
    key(
        "like",
        Form::Text(NOT_EMPTY),
        "Provider of the catalogue, or path of a file, that has the keys not given here.",
    ),
    key(
        "signature",
        Form::Text(r"^none$|\{"),
        "Header line with the signature, such as `X-Signature: t={time},v1={hmac-sha256}`, or `none`. `{jwt-es256}` is a \
         token. With a JSON pointer instead of a name, the signature is a field of the body.",
    ),
    key("signs", Form::Text(r"\{"), "Message that is signed, such as `{time}.{body}`; `{body}` by default."),
    key(
        "key",
        Form::OneOf(&["text", "base64", "base64url", "hex", "pem", "jwk"]),
        "How the text of the secret becomes the key; `text` by default.",
    ),
    key("key-prefix", TEXT, "Prefix of secrets, such as `whsec_`. With `key = \"text\"`, it is part of the key."),
    key("claims", Form::Named, "Claims of a token, such as `iat = \"{time}\"` and `body_sha256 = \"{sha256}\"`."),
    key("jwt-header", Form::Named, "Fields of the header of a token in addition to `alg`, such as `typ` and `kid`."),
    key("time-form", Form::OneOf(TIME_FORMS), "Spelling of the signed time; `unix-seconds` by default."),
    key("several", Form::OneOf(&[" ", ",", ";"]), "Separator of the signatures of several keys."),
    key("tolerance", Form::Text(DURATION), "Age at which a consumer is told to refuse a delivery."),
    key(
        "headers",
        Form::Texts(SIGNATURE_LINE),
        "Further header lines of each delivery. With a JSON pointer instead of a name, the line is a signed field of the body.",
    ),
    key("method", Form::OneOf(&["POST", "PUT", "PATCH"]), "HTTP method; `POST` by default."),
    key(
        "body",
        Form::Text(r"^(json|form|bracketed form|form field \S.*|multipart)$"),
        "Form of the body: `json`, `form` with a field for each value, `bracketed form` with names such as `a[b]`, `form \
         field payload` with the JSON in that field, or `multipart`.",
    ),
    key(
        "layout",
        Form::Text(r"^(indented|(compact|spaced)(\s+escaped(\s+slashes)?)?)$"),
        "Layout of the JSON: `compact` by default, `spaced` or `indented`. `compact escaped` writes all that is not ASCII \
         as `\\u00e9`, and `compact escaped slashes` also `/` as `\\/`.",
    ),
    key("content-type", TEXT, "Media type of the body; that of its form by default."),
    key(
        "each",
        Form::Text(EACH),
        "Where the events of a delivery are, if it may have several: a JSON pointer with `*`, such as `/events/*`, or `/*`. \
         Every other pointer and schema is that of one event.",
    ),
    key("around", Form::Body, "The document around the events, with an empty list; made from `each` by default."),
    key(
        "event",
        Form::Text(NOT_EMPTY),
        "Where the name of an event is: a JSON pointer, `header X-Event`, or parts such as `{/type}.{/action}`.",
    ),
    key(
        "id",
        Form::Text(SLOT),
        "Where the id of an event is, and its form: `/id evt_[A-Za-z0-9]{24}`, `header X-Id uuid`.",
    ),
    key("attempt", Form::Text(SLOT), "Where the id of an attempt is, and its form."),
    key(
        "time",
        Form::Texts(SLOT),
        "Where the times of an event are, and their spelling: `/created unix-seconds`, `header X-Time rfc3339`.",
    ),
    key("sent", Form::Texts(SLOT), "Where the time of sending is, and its spelling. It is new in each attempt."),
    key("identity", Form::Texts(SLOT), "Ids in the body that together identify an event without an id of its own."),
    key("entities", Form::Texts(POINTER), "JSON pointers of the ids of what an event is about."),
    key("secrets", Form::Texts(POINTER), "JSON pointers of secrets, which no report shows."),
    key("timeout", Form::Text(DURATION), "How long the provider waits for an answer."),
    key(
        "accepted",
        Form::Text(STATUSES),
        "Statuses that count as success, such as `2xx`, `200, 204` or `all but 406`.",
    ),
    key(
        "answer",
        Form::Text(NOT_EMPTY),
        "Body that the answer to a delivery must have to be a success, such as `[accepted]`; any body by default.",
    ),
    key("redirects", Form::OneOf(&["followed", "refused"]), "What the provider does with a redirect."),
    key("max-body", Form::Text(r"^\s*\d"), "Size of the largest body, such as `256 KiB`."),
    key(
        "retry",
        Form::Text(r"^never$|^\s*\d"),
        "Retry plan: `never`, `5s 5m 30m`, `3 x 30s`, `8 x 1m x2` or `1m x2 up to 3d`.",
    ),
    key(
        "retry-on",
        Form::Text(r"^every failure$|^all but |\d|^timeout"),
        "What is retried: `every failure`, `5xx 429 timeout` or `all but 406`.",
    ),
    key(
        "retry-after",
        Form::Text(STATUSES_OR_NONE),
        "Statuses whose `Retry-After` delays the next attempt, such as `429, 503`; none by default.",
    ),
    key(
        "retry-headers",
        Form::Texts(HEADER_LINE),
        "Header lines of retries only; `{retry}` is the number of the retry, from 1.",
    ),
    key("disabled-by", Form::Text(STATUSES_OR_NONE), "Statuses that disable a subscription at once, such as `410`."),
    key(
        "disabled-after",
        Form::Text(r"^\s*\d+ failures\s*$"),
        "Failed attempts in a row that disable a subscription, such as `20 failures`.",
    ),
    key("handshake", Form::Tables(HANDSHAKE), "Requests that the provider sends before it delivers."),
    key("assumed", Form::Texts(NOT_EMPTY), "Keys whose values the vendor does not state."),
    key(
        "payloads",
        Form::Texts(NOT_EMPTY),
        "Paths of JSON Schemas and of examples, from the folder of this file. `*` matches any characters of a name.",
    ),
    key("payload", Form::Tables(PAYLOAD), "Events that are described in this file."),
    key("example", Form::Tables(EXAMPLE), "Published signatures, which `provider check` reproduces."),
];

/// The keys of a handshake.
pub(super) const HANDSHAKE: &[Key] = &[
    key("name", TEXT, "Name of the handshake; its method by default."),
    key("method", Form::OneOf(HANDSHAKE_METHODS), "HTTP method."),
    key("query", Form::Text("="), "Query of the URL, such as `hub.challenge={challenge}`."),
    key("headers", Form::Texts(HEADER_LINE), "Header lines."),
    key("body", TEXT, "Body, with placeholders such as `{challenge}`."),
    key("challenge", Form::Text(NOT_EMPTY), "Form of the challenge."),
    key("signed", Form::Flag, "Whether it is signed; by default, if it has a body."),
    key("status", Form::Text(STATUSES), "Statuses of the right answer; those of `accepted` by default."),
    key("answers", Form::Texts(NOT_EMPTY), "Parts of the right answer, such as `/challenge: {challenge}`."),
    key("or", Form::Texts(NOT_EMPTY), "Parts of another right answer."),
    key("refuses", Form::Text(STATUSES), "Statuses with which a handshake that is not genuine is refused."),
];

/// The methods of handshakes.
pub(super) const HANDSHAKE_METHODS: &[&str] = &["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH"];

/// The keys of a payload.
pub(super) const PAYLOAD: &[Key] = &[
    key("name", Form::Text(NOT_EMPTY), "Name of the event."),
    key("about", TEXT, "When the event is sent."),
    key("source", TEXT, "Page that describes the event."),
    key("schema", Form::Document, "JSON Schema of the body."),
    key("example", Form::Document, "A body."),
    key("examples", Form::Documents, "Several bodies."),
];

/// The keys of a published signature.
pub(super) const EXAMPLE: &[Key] = &[
    key("secret", Form::Text(NOT_EMPTY), "The secret that signs."),
    key("time", Form::NumberOrText, "Time of signing: seconds since 1970, or RFC 3339."),
    key("id", TEXT, "Id of the event, if it is signed."),
    key("url", TEXT, "URL of the endpoint, if it is signed."),
    key("body", TEXT, "The body."),
    key("header", Form::Text(NOT_EMPTY), "Value of the signature header."),
];

/// The spellings of a time.
pub(super) const TIME_FORMS: &[&str] =
    &["unix-seconds", "unix-millis", "rfc3339", "seconds", "millis", "micros", "micros-offset"];
