//! Values that the contract allows and that careless code fails on, one kind at a time.

mod policy;
mod texts;

pub(crate) use crate::generate::fill::hostile::policy::{HUGE, HostilePolicy, Measure, NullPolicy, Which};

/// A kind of hostile value. Every value is valid JSON and allowed by the schema at its location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hostile {
    /// The empty string.
    Empty,
    /// Characters outside the BMP: emoji, rare Han characters, mathematical letters.
    Astral,
    /// Right-to-left characters, and the marks that change the direction.
    RightToLeft,
    /// Combining marks and joiners, some at the start of a string.
    Combining,
    /// Characters at the boundaries of the encodings, and texts that look like half a surrogate pair.
    Edges,
    /// Quotes, backslashes, control characters, line separators.
    Escapes,
    /// U+0000, which PostgreSQL cannot store.
    Nul,
    /// Strings that look like something else: `null`, `1e999`, `../..`, `<script>`.
    Lookalike,
    /// A string of the maximum length that the schema allows; 255 characters if it sets no limit.
    Longest,
    /// A string or an array that makes the document larger than 64 KiB.
    Huge,
    /// 2^31, if no limit forbids it: one more than a signed 32-bit integer can hold.
    PastInt32,
    /// 2^53 - 1, if no limit forbids it: the largest integer that every reader represents exactly.
    LastSafe,
    /// Integers that a JavaScript reader rounds: 2^53, 2^53 + 1, the limits of 64 bits.
    Unsafe,
    /// Minus zero.
    NegativeZero,
    /// The smallest and the greatest doubles, and decimals with many digits.
    ExtremeFloat,
    /// Arrays without items and objects without fields.
    Bare,
    /// 32 nested arrays, if any value is allowed.
    Deep,
}

impl Hostile {
    /// Every kind.
    pub const ALL: [Self; 17] = [
        Self::Empty,
        Self::Astral,
        Self::RightToLeft,
        Self::Combining,
        Self::Edges,
        Self::Escapes,
        Self::Nul,
        Self::Lookalike,
        Self::Longest,
        Self::Huge,
        Self::PastInt32,
        Self::LastSafe,
        Self::Unsafe,
        Self::NegativeZero,
        Self::ExtremeFloat,
        Self::Bare,
        Self::Deep,
    ];

    /// The kinds that every correct consumer accepts, in any programming language: `payload-generated` includes them.
    ///
    /// Not included: [`Self::Nul`], because PostgreSQL cannot store it and no provider is known to send it;
    /// [`Self::Unsafe`], [`Self::NegativeZero`] and [`Self::ExtremeFloat`], which readers may round according to RFC
    /// 8259, and which a consumer that serializes its JSON again spells differently; [`Self::Huge`],
    /// [`Self::PastInt32`] and [`Self::LastSafe`], which have checks of their own with a level of their own.
    pub const FAIR: [Self; 10] = [
        Self::Astral,
        Self::Empty,
        Self::Escapes,
        Self::Longest,
        Self::RightToLeft,
        Self::Combining,
        Self::Lookalike,
        Self::Bare,
        Self::Edges,
        Self::Deep,
    ];

    /// Describes the values in words that follow "with".
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Empty => "empty strings",
            Self::Astral => "characters outside the BMP",
            Self::RightToLeft => "right-to-left characters and marks",
            Self::Combining => "combining marks",
            Self::Edges => "characters at the edges of the encodings",
            Self::Escapes => "quotes, backslashes and control characters",
            Self::Nul => "U+0000",
            Self::Lookalike => "strings that look like something else",
            Self::Longest => "strings at their greatest length",
            Self::Huge => "more than 64 KiB",
            Self::PastInt32 => "integers of 2^31",
            Self::LastSafe => "integers of 9007199254740991 (2^53-1)",
            Self::Unsafe => "integers beyond 9007199254740992 (2^53)",
            Self::NegativeZero => "minus zero",
            Self::ExtremeFloat => "extreme decimals",
            Self::Bare => "empty arrays and objects",
            Self::Deep => "deeply nested values",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::{Generator, seeded};
    use crate::model::FieldOrder;

    #[test]
    fn a_hostile_value_is_placed_only_where_it_is_valid() {
        let schema =
            serde_json::json!({"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}});
        let generator = Generator::compile(&schema, &FieldOrder::default()).unwrap();
        let document = generator.hostile(&mut seeded(7, &[]), Hostile::Empty).unwrap();
        assert_eq!(document.pointer("/name").unwrap().as_str(), Some(""));
        assert_eq!(generator.hostile(&mut seeded(7, &[]), Hostile::NegativeZero), None);
    }
}
