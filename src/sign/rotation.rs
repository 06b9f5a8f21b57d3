//! Several signatures in one delivery, as providers send them while a key is rotated.

use serde::{Deserialize, Serialize};

/// How a delivery carries the signatures of several keys, while a key is rotated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Rotation {
    /// The whole value of the signature header is repeated after this separator. With `" "`, the header is `v1,A v1,B`,
    /// as in Standard Webhooks.
    Separator(String),
    /// A field of the value is repeated: this is the separator of fields, then the name of the field. With `",v1="`, the
    /// header is `t=17,v1=A,v1=B`, as at Stripe.
    Field(String),
    /// Each further key has a header of its own, with these names, as at DocuSign and Box.
    Headers(Vec<String>),
}

impl Rotation {
    /// Returns how many signatures fit in a delivery.
    pub(super) fn places(&self) -> usize {
        match self {
            Self::Separator(text) | Self::Field(text) if text.is_empty() => 1,
            Self::Separator(_) | Self::Field(_) => usize::MAX,
            Self::Headers(names) => names.len() + 1,
        }
    }
}
