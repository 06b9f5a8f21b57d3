//! Names of events.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::providers::socotra::events::NAMES;

/// Name of an event; the list has grown before.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct EventName(#[schemars(extend("enum" = NAMES))] pub String);
