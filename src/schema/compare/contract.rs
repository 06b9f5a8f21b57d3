//! A schema, ready to be compared.

use serde_json::Value;
use thiserror::Error;

use crate::schema::canonical;
use crate::schema::canonical::CanonicalError;
use crate::schema::canonical::CanonicalSchema;
use crate::schema::canonical::Containment;
use crate::schema::canonical::Fidelity;
use crate::schema::compare::change::Change;
use crate::schema::compare::change::Class;
use crate::schema::compare::change::Kind;
use crate::schema::compare::change::Side;
use crate::schema::compare::walk::Walk;
use crate::schema::reference;
use crate::schema::reference::ReferenceError;
use crate::schema::validate::Validator;

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
/// assert_eq!((changes[0].pointer.as_str(), changes[0].class), ("/status", Class::Growth));
/// assert_eq!(changes[0].reason, "new value \"lost\"");
/// assert_eq!(old.since(&new, Side::Received)[0].class, Class::Safe);
/// assert_eq!(old.since(&new, Side::Sent)[0].class, Class::Breaking);
/// ```
#[derive(Debug)]
pub struct Contract {
    schema: Value,
    /// The form that is walked; `None` where the schema says more than that form has words for.
    form: Option<CanonicalSchema>,
    /// The form that is weighed, where it is exact.
    exact: Option<CanonicalSchema>,
}

/// A schema that cannot be compared.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ContractError {
    /// It is no schema of draft 2020-12.
    #[error("not a schema at `{pointer}`: {reason}")]
    Schema {
        /// Where in the schema.
        pointer: String,
        /// What is wrong.
        reason: String,
    },
    /// A reference in it cannot be followed.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    /// No document can keep every rule.
    #[error("no document can satisfy the schema, because of `{pointer}` ({keywords})")]
    Unsatisfiable {
        /// Where in the schema.
        pointer: String,
        /// The keywords that contradict each other.
        keywords: String,
    },
}

impl Contract {
    /// Takes a schema of draft 2020-12.
    ///
    /// # Errors
    /// When it is no schema, refers to what is not in it, or accepts nothing; the error names the place.
    pub fn read(schema: &Value) -> Result<Self, ContractError> {
        reference::check(schema)?;
        Validator::compile(schema)
            .map_err(|error| ContractError::Schema { pointer: error.pointer, reason: error.reason })?;
        let form = match canonical::canonicalize(schema) {
            Ok((form, Fidelity::Same)) => Some(form),
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

    /// What changed since an older version, for a consumer that reads or writes its documents; in the order
    /// of the pointers. Titles, descriptions and examples are no part of a contract.
    #[must_use]
    pub fn since(&self, older: &Self, side: Side) -> Vec<Change> {
        let undecided =
            |reason: &str| vec![Change { pointer: String::new(), class: Class::Undecided, reason: reason.to_owned() }];
        let (Some(old), Some(new)) = (&older.form, &self.form) else {
            let same = older.schema == self.schema;
            return if same { Vec::new() } else { undecided("says more than can be compared, and is not the same") };
        };
        if old == new {
            return Vec::new();
        }
        let mut walk = Walk::new(side);
        walk.node(old, new, "");
        let inclusion = match (&older.exact, &self.exact) {
            (Some(old), Some(new)) if side == Side::Received => canonical::covers(old, new),
            (Some(old), Some(new)) => canonical::covers(new, old),
            _ => Containment::Unknown,
        };
        let mut found = walk.found;
        match inclusion {
            // The walk looks at one place at a time; what the whole refutes was never possible.
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
