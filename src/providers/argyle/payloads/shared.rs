//! Fields that several payloads share.

/// The connected account and its user, which every event about an account names first.
macro_rules! account {
    ($struct:tt () $($rest:tt)*) => {
        $crate::provider::payloads! {
            @insert $struct
            /// The connected account.
            pub account: Uuid,
            /// The user who connected the account.
            pub user: Uuid,
            $($rest)*
        }
    };
}

/// The records that an account has now.
macro_rules! available {
    ($struct:tt () $($rest:tt)*) => {
        $crate::provider::payloads! {
            @insert $struct
            /// The earliest that there is; null if there is none.
            pub available_from: Nullable<Time>,
            /// The latest that there is; null if there is none.
            pub available_to: Nullable<Time>,
            /// How many there are.
            pub available_count: u64,
            $($rest)*
        }
    };
}

pub(super) use account;
pub(super) use available;
