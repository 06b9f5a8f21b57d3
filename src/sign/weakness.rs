//! Keys that can be guessed.

use crate::sign::algorithm::Algorithm;
use crate::sign::recipe::Recipe;

/// A key that can be guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weakness {
    /// No key: the signature is a plain hash.
    NoKey,
    /// The empty key, which results from a missing setting.
    EmptyKey,
    /// A single space.
    BlankKey,
    /// The name of the signature header, which is used if arguments are swapped.
    HeaderName,
    /// `undefined`, which JavaScript writes for a missing setting.
    Undefined,
    /// `None`, which Python writes for a missing setting.
    None,
    /// No signature: the token says in its header that it has none.
    AlgNone,
    /// The public key of the consumer as an HMAC key: the header of the token names HMAC.
    PublicKey,
}

impl Weakness {
    /// Every weakness.
    pub(crate) const ALL: [Self; 8] = [
        Self::NoKey,
        Self::EmptyKey,
        Self::BlankKey,
        Self::HeaderName,
        Self::Undefined,
        Self::None,
        Self::AlgNone,
        Self::PublicKey,
    ];

    /// Describes the key in words that follow "signed with".
    #[must_use]
    pub(crate) const fn about(self) -> &'static str {
        match self {
            Self::NoKey => "a hash without a key",
            Self::EmptyKey => "an empty key",
            Self::BlankKey => "a single space as the key",
            Self::HeaderName => "the name of its header as the key",
            Self::Undefined => "the word `undefined` as the key",
            Self::None => "the word `None` as the key",
            Self::AlgNone => "nothing: its header names the algorithm `none`",
            Self::PublicKey => "the public key as a shared secret: its header names the algorithm `HS256`",
        }
    }

    /// Returns the text of the key; `None` for no key, and for a key that is not a word.
    pub(super) fn word(self, recipe: &Recipe) -> Option<&str> {
        match self {
            Self::NoKey | Self::AlgNone | Self::PublicKey => None,
            // HTTP strips spaces around the value of a header.
            Self::BlankKey if recipe.algorithm == Algorithm::Secret => None,
            Self::EmptyKey => Some(""),
            Self::BlankKey => Some(" "),
            Self::HeaderName => Some(recipe.signature_header()?.name.as_str()),
            Self::Undefined => Some("undefined"),
            Self::None => Some("None"),
        }
    }
}
