//! Fields that several resources share.

/// The times of a person, a business or an account, and the notes of the client. Receives the noun of the resource for
/// the documentation.
macro_rules! registered {
    ($struct:tt ($noun:literal) $($rest:tt)*) => {
        $crate::provider::payloads! {
            @insert $struct
            #[doc = concat!("When the ", $noun, " was registered.")]
            pub created_at: Time,
            #[doc = concat!("When the ", $noun, " last changed: it puts two events in order.")]
            pub updated_at: Time,
            #[doc = concat!("When the ", $noun, " was closed.")]
            pub closed_at: Option<Time>,
            /// The client's own notes.
            pub metadata: Option<Metadata>,
            $($rest)*
        }
    };
}

pub(super) use registered;
