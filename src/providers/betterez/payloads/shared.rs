//! Fields that several resources share. Each group receives the noun of the resource for its documentation.

/// The id of a resource, and the account that owns the resource.
macro_rules! owned {
    ($struct:tt ($noun:literal) $($rest:tt)*) => {
        $crate::provider::payloads! {
            @insert $struct
            #[doc = concat!("The ", $noun, ".")]
            #[serde(rename = "_id")]
            pub id: ObjectId,
            #[doc = concat!("The account that owns the ", $noun, ".")]
            pub account_id: ObjectId,
            $($rest)*
        }
    };
}

/// The times at which a resource was created and changed.
macro_rules! times {
    ($struct:tt ($noun:literal) $($rest:tt)*) => {
        $crate::provider::payloads! {
            @insert $struct
            #[doc = concat!("When the ", $noun, " was made.")]
            pub created_at: BzDate,
            #[doc = concat!("When the ", $noun, " last changed: the only field that puts two updates in order.")]
            pub updated_at: BzDate,
            $($rest)*
        }
    };
}

/// The users who created and changed a resource.
macro_rules! authors {
    ($struct:tt ($noun:literal) $($rest:tt)*) => {
        $crate::provider::payloads! {
            @insert $struct
            #[doc = concat!("The user who made the ", $noun, ".")]
            pub created_by: Option<ObjectId>,
            #[doc = concat!("The user who changed the ", $noun, " last.")]
            pub updated_by: Option<ObjectId>,
            $($rest)*
        }
    };
}

pub(super) use authors;
pub(super) use owned;
pub(super) use times;
