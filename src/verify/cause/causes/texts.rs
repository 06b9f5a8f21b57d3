//! Causes of failures with texts that are allowed and that an endpoint does not accept.

use crate::verify::cause::causes::payload::CRASHED;
use crate::verify::cause::facts::Oddity;
use crate::verify::cause::finding::Harm;
use crate::verify::cause::value::{Cause, Framework, of};
use crate::verify::cause::wording;
use crate::verify::special::Special;

pub(super) const EMPTY_TEXT: Cause = Cause {
    id: "empty-text",
    title: "An empty string is refused",
    seen: "The same event was accepted with a string that is not empty, and refused with an empty string.",
    why: "Some databases and validators treat an empty string as missing (NULL). An event with an empty field is \
          lost.",
    fix: "Allow an empty string wherever the provider's schema allows a string.",
    frameworks: &[
        of("Oracle", "it stores an empty string as NULL: allow NULL in the column"),
        of("Django", "blank=True, and null=True on a database that stores NULL"),
        of("Rails", "allow_blank: true, and null: true on a database that stores NULL"),
    ],
    harm: Harm::Refusal,
    explains: &["payload-generated", "payload-minimal", "delivery-documented"],
    decide: |facts| {
        if facts.oddity("payload-generated") != Some(Oddity::EmptyText) {
            return None;
        }
        Some(facts.take(EMPTY_TEXT.explains)?.decided("with a string that is not empty, the same event was accepted"))
    },
    describe: wording::contrast,
    ..Cause::EMPTY
};

pub(super) const TEXT_WITH_NUL: Cause = Cause {
    id: "text-with-nul",
    title: "The endpoint fails on a NUL character (U+0000) in a text",
    seen: "An event with a NUL character (U+0000) in a text was not accepted.",
    why: "JSON allows this character, but PostgreSQL, for example, cannot store it. Every retry fails in the same way.",
    fix: "Remove NUL characters from texts before you store them, or answer 400.",
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
        Some(taken?.decided("an event of the same type without this character was accepted"))
    },
    describe: |facts, ids| wording::contrast(facts, &ids[..1]),
    ..Cause::EMPTY
};

/// Ways to read and store UTF-8.
pub(super) const UTF_8: &[Framework] = &[
    of("MySQL", "CHARACTER SET utf8mb4, also for the connection"),
    of("Python", "body.decode(\"utf-8\"), and open(path, \"w\", encoding=\"utf-8\") for files"),
    of("Java", "new String(bytes, StandardCharsets.UTF_8)"),
    of("SQL Server", "NVARCHAR instead of VARCHAR"),
];

pub(super) const TEXT_NOT_ASCII: Cause = Cause {
    id: "text-not-ascii",
    title: "Text with non-ASCII characters is refused",
    seen: "An event with non-ASCII characters in a text was refused.",
    why: "A name in Hebrew or an emoji in a note is enough: the event is refused at every retry and then lost.",
    fix: "Use UTF-8 everywhere: in the decoder, the connection to the database, the column, and the log.",
    frameworks: UTF_8,
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
        Some(if generated {
            taken.decided("with another value in this field, the same event was accepted")
        } else {
            taken
        })
    },
    describe: wording::contrast,
    ..Cause::EMPTY
};

pub(super) const TEXT_TOO_LONG: Cause = Cause {
    id: "text-too-long",
    title: "A long text is refused",
    seen: "An event with a long text was refused. With another value it was accepted.",
    why: "Probably a column or buffer is just long enough for the sample events. The first event with a long name or \
          note is refused at every retry and then lost.",
    fix: "Give columns the length that the provider's schema allows, or no limit. Or shorten the text before you store \
          it.",
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
        Some(if generated {
            taken.decided("with another value in this field, the same event was accepted")
        } else {
            taken
        })
    },
    describe: wording::contrast,
    ..Cause::EMPTY
};

pub(super) const TEXT_WITH_HALF_PAIR: Cause = Cause {
    id: "text-with-half-pair",
    title: "The endpoint fails on half of an emoji (a single surrogate)",
    seen: "An event with `\\ud800` in a text was not accepted.",
    why: "A text that was cut in the middle of an emoji contains half of it: a single surrogate such as \
          `\\ud800`. JSON can contain it, but UTF-8 cannot encode it. Every retry fails in the same way.",
    fix: "Replace a single surrogate (U+D800 to U+DFFF) when you read a text, or answer 400.",
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
        if facts.is("malformed-json", CRASHED) {
            return None;
        }
        let taken = facts.take_if(&["payload-unusual-text"], |id| facts.special(id) == Some(Special::HalfPair));
        Some(taken?.decided("an event of the same type with ordinary texts was accepted"))
    },
    describe: wording::sent_and_outcome,
    ..Cause::EMPTY
};

pub(super) const UNUSUAL_TEXT: Cause = Cause {
    id: "unusual-text",
    title: "The endpoint fails on a text that is valid but rare",
    seen: "An event with an unusual text, such as a letter with 2000 combining accents, was not accepted.",
    why: "Anyone can type such a text into a form. Every retry fails in the same way.",
    fix: "Find the code that fails in your log. Limit the combining marks (accents) per letter, or answer 400.",
    frameworks: &[],
    harm: Harm::Refusal,
    explains: &["payload-unusual-text"],
    decide: |facts| {
        let taken = facts.take_if(&["payload-unusual-text"], |id| facts.special(id) == Some(Special::ManyMarks));
        Some(taken?.decided("an event of the same type with ordinary texts was accepted"))
    },
    describe: wording::sent_and_outcome,
    ..Cause::EMPTY
};
