//! A schema that is prepared for comparison.

use serde_json::Value;
use thiserror::Error;

use crate::schema::canonical::{CanonicalError, CanonicalSchema, Containment, Fidelity};
use crate::schema::compare::change::{Change, Class, Kind, Side};
use crate::schema::compare::walk::Walk;
use crate::schema::deep_stack::on_deep_stack;
use crate::schema::reference::ReferenceError;
use crate::schema::validate::Validator;
use crate::schema::{canonical, reference};

/// One version of a contract.
///
/// ```
/// use hookproof::schema::{Class, Contract, Side};
/// use serde_json::json;
///
/// let version = |status: serde_json::Value| {
///     Contract::read(&json!({"type": "object", "properties": {"status": status}})).unwrap()
/// };
/// let old = version(json!({"enum": ["done"]}));
/// let new = version(json!({"enum": ["done", "lost"]}));
///
/// let changes = new.since(&old, Side::Received);
/// assert_eq!((changes[0].pointer.as_str(), changes[0].class), ("/status", Class::Additive));
/// assert_eq!(changes[0].reason, "new value \"lost\"");
/// assert_eq!(old.since(&new, Side::Received)[0].class, Class::Safe);
/// assert_eq!(old.since(&new, Side::Sent)[0].class, Class::Breaking);
/// ```
#[derive(Debug)]
pub struct Contract {
    schema: Value,
    /// The form for the walk; `None` if the schema contains something that the form cannot express.
    form: Option<CanonicalSchema>,
    /// The form for comparing sets of documents, if it is exact.
    exact: Option<CanonicalSchema>,
}

/// The reason why a schema cannot be compared.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ContractError {
    /// It is not a valid schema of draft 2020-12.
    #[error("not a schema at `{pointer}`: {reason}")]
    Schema {
        /// Pointer into the schema.
        pointer: String,
        /// The reason.
        reason: String,
    },
    /// A reference in it cannot be resolved.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    /// No document can satisfy every rule.
    #[error("no document can satisfy the schema, because of `{pointer}` ({keywords})")]
    Unsatisfiable {
        /// Pointer into the schema.
        pointer: String,
        /// The keywords that contradict each other.
        keywords: String,
    },
}

impl Contract {
    /// Reads a schema of draft 2020-12.
    ///
    /// # Errors
    /// When it is not a valid schema, refers to something that it does not contain, or accepts nothing; the error
    /// contains the pointer.
    pub fn read(schema: &Value) -> Result<Self, ContractError> {
        on_deep_stack(schema, || Self::read_deep(schema))
            .map_err(|error| ContractError::Schema { pointer: String::new(), reason: error.to_string() })?
    }

    fn read_deep(schema: &Value) -> Result<Self, ContractError> {
        reference::check(schema)?;
        Validator::compile(schema)
            .map_err(|error| ContractError::Schema { pointer: error.pointer, reason: error.reason })?;
        let form = match canonical::canonicalize(schema) {
            Ok((form, Fidelity::Same | Fidelity::Marked)) => Some(form),
            Ok((_, Fidelity::Wider)) | Err(CanonicalError::Unmodeled { .. }) => None,
            Err(CanonicalError::Unsatisfiable { pointer, keywords }) => {
                return Err(ContractError::Unsatisfiable { pointer, keywords });
            }
            Err(CanonicalError::Reference { reason } | CanonicalError::Schema { reason }) => {
                return Err(ContractError::Schema { pointer: String::new(), reason });
            }
        };
        Ok(Self { schema: schema.clone(), form, exact: canonical::weigh(schema) })
    }

    /// Returns the changes since an older version, for a consumer that reads or writes its documents, ordered by
    /// pointer. Titles, descriptions and examples are not part of a contract.
    #[must_use]
    pub fn since(&self, older: &Self, side: Side) -> Vec<Change> {
        let undecided =
            |reason: &str| vec![Change { pointer: String::new(), class: Class::Undecided, reason: reason.to_owned() }];
        let (Some(old), Some(new)) = (&older.form, &self.form) else {
            let same = without_remarks(&older.schema) == without_remarks(&self.schema);
            return if same { Vec::new() } else { undecided("says more than can be compared, and is not the same") };
        };
        if old == new {
            return Vec::new();
        }
        let mut walk = Walk::new(side);
        walk.documents(old, new);
        let inclusion = match (&older.exact, &self.exact) {
            (Some(old), Some(new)) if side == Side::Received => canonical::covers(old, new),
            (Some(old), Some(new)) => canonical::covers(new, old),
            _ => Containment::Unknown,
        };
        let mut found = walk.found;
        match inclusion {
            // The walk sees one value at a time. A change that the comparison of whole documents refutes was never
            // possible.
            Containment::Yes => {
                for (_, kind, reason) in &mut found {
                    if *kind == Kind::Undecided || kind.rests_on_sets(side) {
                        *kind = if side == Side::Received { Kind::Narrower } else { Kind::Wider };
                        reason.push_str(", and yet no document is new");
                    }
                }
            }
            Containment::No if !found.iter().any(|(_, kind, _)| kind.explains(side)) => {
                let reason = match side {
                    Side::Received => "documents may come that could not come before",
                    Side::Sent => "documents are refused that were taken before",
                };
                let kind = if side == Side::Received { Kind::Wider } else { Kind::Narrower };
                found.push((String::new(), kind, reason.to_owned()));
            }
            Containment::Unknown if found.is_empty() => {
                return undecided("differs in a way that could not be placed");
            }
            _ => {}
        }
        let changes = found.into_iter().map(|(pointer, kind, reason)| {
            let class = kind.class(side);
            Change { pointer, class, reason }
        });
        let mut changes: Vec<Change> = changes.collect();
        changes.sort_by(|one, other| (&one.pointer, other.class).cmp(&(&other.pointer, one.class)));
        changes.dedup();
        changes
    }
}

/// Returns a schema without its titles, descriptions, comments and examples.
fn without_remarks(schema: &Value) -> Value {
    match schema {
        // A field of such a name has a schema, which is not a text and not a list.
        Value::Object(members) => members
            .iter()
            .filter(|(name, value)| match name.as_str() {
                "title" | "description" | "$comment" => !value.is_string(),
                "examples" => !value.is_array(),
                _ => true,
            })
            .map(|(name, value)| match name.as_str() {
                "const" | "enum" => (name.clone(), value.clone()),
                _ => (name.clone(), without_remarks(value)),
            })
            .collect(),
        Value::Array(items) => items.iter().map(without_remarks).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn remarks_are_left_out_and_fields_of_such_names_are_kept() {
        let schema = json!({
            "$comment": "from a page", "title": "T", "description": "d", "examples": [{}],
            "properties": {"title": {"const": {"title": "kept"}, "description": "a title"}, "examples": {"type": "array"}},
            "anyOf": [{"title": "one", "required": ["title"]}, {"enum": [{"description": "kept"}]}],
        });
        let plain = json!({
            "properties": {"title": {"const": {"title": "kept"}}, "examples": {"type": "array"}},
            "anyOf": [{"required": ["title"]}, {"enum": [{"description": "kept"}]}],
        });
        assert_eq!(without_remarks(&schema), plain);
    }
}
