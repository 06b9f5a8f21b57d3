//! Causes of failures with texts that are allowed and that an endpoint does not accept.

use crate::verify::cause::facts::Oddity;
use crate::verify::cause::value::Cause;
use crate::verify::cause::value::Harm;
use crate::verify::cause::value::of;
use crate::verify::symptom::How;
use crate::verify::symptom::Special;

/// Ways to fail at something that may be refused.
const FAILED: &[How] = &[How::Crashed, How::HungUp, How::Silent, How::Gone];

pub(super) const EMPTY_TEXT: Cause = Cause {
    id: "empty-text",
    title: "An empty text is refused",
    seen: "The same event was accepted with a text of one character, and refused with an empty text.",
    why: "Some databases and validators treat an empty text as missing. The event of a customer with an empty field is \
          lost.",
    fix: "Allow an empty text wherever the contract allows a text.",
    frameworks: &[
        of("Django", "blank=True"),
        of("Rails", "allow_blank: true instead of presence: true"),
        of("Oracle", "store NULL: it has no empty text"),
    ],
    harm: Harm::Refusal,
    explains: &["payload-generated", "payload-minimal", "delivery-documented"],
    decide: |facts| {
        if facts.oddity("payload-generated") != Some(Oddity::EmptyText) {
            return None;
        }
        Some(facts.take(EMPTY_TEXT.explains)?.decided("a text of one character was accepted in its place"))
    },
    ..Cause::EMPTY
};

pub(super) const TEXT_WITH_NUL: Cause = Cause {
    id: "text-with-nul",
    title: "The endpoint fails at U+0000 in a text",
    seen: "An event with U+0000 in a text was answered 5xx or not at all, and other texts were accepted.",
    why: "JSON allows it, and PostgreSQL does not store it. A 5xx asks for the event again, and it fails at every \
          retry.",
    fix: "Remove U+0000 from texts before you store them, or answer 400.",
    frameworks: &[
        of("JavaScript", "text.replaceAll(\"\\u0000\", \"\")"),
        of("Python", "text.replace(\"\\x00\", \"\")"),
        of("Go", "strings.ReplaceAll(text, \"\\x00\", \"\")"),
    ],
    harm: Harm::Refusal,
    explains: &["payload-unusual-text", "payload-unicode", "payload-generated"],
    decide: |facts| {
        let taken = facts.take_if(TEXT_WITH_NUL.explains, |id| {
            facts.oddity(id) == Some(Oddity::Nul) || facts.special(id) == Some(Special::Nul)
        });
        Some(taken?.decided("other texts were accepted"))
    },
    ..Cause::EMPTY
};

pub(super) const TEXT_NOT_ASCII: Cause = Cause {
    id: "text-not-ascii",
    title: "Characters of some scripts are refused",
    seen: "An event was refused that has characters beyond ASCII, beyond Latin-1 or beyond three bytes of UTF-8 in a \
           text.",
    why: "A name in Hebrew or an emoji in a note is enough: the event is refused at every retry and then lost.",
    fix: "Use UTF-8 everywhere: in the decoder, the connection to the database, the column, and the log.",
    frameworks: &[
        of("MySQL", "CHARACTER SET utf8mb4, also for the connection"),
        of("Python", "open(path, \"w\", encoding=\"utf-8\")"),
        of("Java", "new String(bytes, StandardCharsets.UTF_8)"),
        of("SQL Server", "NVARCHAR instead of VARCHAR"),
    ],
    harm: Harm::Refusal,
    explains: &[
        "payload-unicode",
        "payload-generated",
        "malformed-truncated-utf8",
        "payload-unusual-text",
        "payload-unusual-names",
    ],
    decide: |facts| {
        let generated = facts.oddity("payload-generated") == Some(Oddity::NotAscii);
        if !(generated || facts.is_open("payload-unicode")) {
            return None;
        }
        let same = facts.how("payload-unicode");
        let taken = facts.take_if(TEXT_NOT_ASCII.explains, |id| match id {
            "payload-generated" => generated || facts.oddity(id).is_none_or(|oddity| oddity == Oddity::Other),
            "malformed-truncated-utf8" => {
                same.is_some() && facts.how(id) == same && !facts.has_failed("malformed-json")
            }
            "payload-unusual-text" => {
                matches!(facts.special(id), Some(Special::HalfPair | Special::ManyMarks)) && same.is_some()
            }
            "payload-unusual-names" => facts.special(id) == Some(Special::NameNotAscii) && same.is_some(),
            _ => true,
        })?;
        Some(if generated { taken.decided("a text in ASCII was accepted in its place") } else { taken })
    },
    ..Cause::EMPTY
};

pub(super) const TEXT_TOO_LONG: Cause = Cause {
    id: "text-too-long",
    title: "A long text is refused",
    seen: "An event was refused that has a longer text than the one that was accepted.",
    why: "A column or a buffer fits the samples. The first long name or note is refused at every retry and then lost.",
    fix: "Give columns the length that the contract allows, or no limit; or cut the text yourself before you store it.",
    frameworks: &[
        of("SQL", "TEXT instead of VARCHAR(100)"),
        of("Django", "TextField instead of CharField(max_length=100)"),
        of("Rails", "t.text instead of t.string with a limit"),
    ],
    harm: Harm::Refusal,
    explains: &["payload-maximal", "payload-generated", "payload-large", "payload-unusual-text"],
    decide: |facts| {
        let generated = facts.oddity("payload-generated") == Some(Oddity::LongText);
        if !(generated || facts.is_open("payload-maximal")) {
            return None;
        }
        let taken = facts.take_if(TEXT_TOO_LONG.explains, |id| match id {
            "payload-generated" => generated || facts.oddity(id).is_none_or(|oddity| oddity == Oddity::Other),
            "payload-unusual-text" => facts.special(id) == Some(Special::ManyMarks),
            _ => true,
        })?;
        Some(if generated { taken.decided("a shorter text was accepted in its place") } else { taken })
    },
    ..Cause::EMPTY
};

pub(super) const TEXT_WITH_HALF_PAIR: Cause = Cause {
    id: "text-with-half-pair",
    title: "The endpoint fails at half a surrogate pair in a text",
    seen: "An event with `\\ud800` in a text was answered 5xx or not at all, and other texts were accepted.",
    why: "JSON allows it, and it has no UTF-8. A text that was cut in the middle of an emoji is enough. A 5xx asks for \
          the event again, and it fails at every retry.",
    fix: "Replace half a pair by U+FFFD when you read a text, or answer 400.",
    frameworks: &[
        of("JavaScript", "text.toWellFormed()"),
        of("Python", "text.encode(\"utf-8\", \"replace\").decode()"),
        of("Ruby", "text.scrub"),
        of("axum", "answer 400 to the error of serde_json::from_slice"),
    ],
    harm: Harm::Refusal,
    explains: &["payload-unusual-text"],
    decide: |facts| {
        // A reader that fails at any text that is not JSON fails at this one, too.
        if facts.is("malformed-json", FAILED) {
            return None;
        }
        let taken = facts.take_if(&["payload-unusual-text"], |id| facts.special(id) == Some(Special::HalfPair));
        Some(taken?.decided("U+0000 was survived, and half a pair was not"))
    },
    ..Cause::EMPTY
};

pub(super) const UNUSUAL_TEXT: Cause = Cause {
    id: "unusual-text",
    title: "The endpoint fails at text that is valid and rare",
    seen: "An event with an unusual text, such as a character with very many combining marks, was answered 5xx or not \
           at all.",
    why: "Anyone can type such a text into a form. A 5xx asks for the event again, and it fails at every retry.",
    fix: "Limit the length of texts in bytes before you store them, or answer 400. Set your own limits, so that those \
          of a library or a database are never reached.",
    frameworks: &[],
    harm: Harm::Refusal,
    explains: &["payload-unusual-text"],
    decide: |facts| {
        let taken = facts.take_if(&["payload-unusual-text"], |id| facts.special(id) == Some(Special::ManyMarks));
        Some(taken?.decided("U+0000 and half a surrogate pair were survived, and many marks on a letter were not"))
    },
    ..Cause::EMPTY
};
