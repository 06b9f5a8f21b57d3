//! Narrows a schema to the documents that can be written.

use std::borrow::Cow;

use serde_json::Value;

use crate::generate::compile::{big_numbers, format_names};
use crate::schema::canonical::{Choices, walk};

/// Returns the schema with fewer numbers where they are beyond the range of the canonical form, and with what other
/// names of formats mean. The result accepts fewer documents, and no other ones.
pub(crate) fn narrowed(schema: &Value) -> Cow<'_, Value> {
    let mut narrow = schema.clone();
    let mut found = false;
    walk(&mut narrow, Choices::Tagged, &mut |keywords| {
        found |= big_numbers::narrow(keywords);
        found |= format_names::replace(keywords);
    });
    if found { Cow::Owned(narrow) } else { Cow::Borrowed(schema) }
}
