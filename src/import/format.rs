//! The formats of the documents, and their versions.

use serde_json::Value;

use crate::schema;

/// The format of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Swagger2,
    OpenApi30,
    /// Also 3.2, whose webhooks and schemas are those of 3.1.
    OpenApi31,
    AsyncApi2,
    AsyncApi3,
    /// Recorded requests.
    Har,
    JsonSchema,
    Example,
}

/// The fields that have the version of a description of an API.
const VERSIONS: [&str; 3] = ["swagger", "openapi", "asyncapi"];

impl Format {
    /// Returns the format of a document, or why there is none.
    pub(super) fn of(document: &Value) -> Result<Self, String> {
        let named: Vec<(&str, &Value)> =
            VERSIONS.iter().filter_map(|word| Some((*word, document.get(word)?))).collect();
        match named[..] {
            [] => Ok(Self::without_version(document)),
            [(word, version)] => {
                let version = version.as_str().map_or_else(|| version.to_string(), str::to_owned);
                let mut numbers = version.split('.');
                match (word, numbers.next(), numbers.next()) {
                    ("swagger", Some("2"), _) => Ok(Self::Swagger2),
                    ("openapi", Some("3"), Some("0")) => Ok(Self::OpenApi30),
                    ("openapi", Some("3"), Some("1" | "2")) => Ok(Self::OpenApi31),
                    ("asyncapi", Some("2"), _) => Ok(Self::AsyncApi2),
                    ("asyncapi", Some("3"), _) => Ok(Self::AsyncApi3),
                    _ => Err(format!(
                        "`{word}: {version}` cannot be imported; Swagger 2.0, OpenAPI 3.0 to 3.2, AsyncAPI 2 and 3 can"
                    )),
                }
            }
            [(one, _), (other, _), ..] => Err(format!("it mixes two formats: it has `{one}` and `{other}`")),
        }
    }

    fn without_version(document: &Value) -> Self {
        if document.get("log").is_some_and(|log| log.get("entries").is_some_and(Value::is_array)) {
            Self::Har
        } else if schema::is_like_schema(document) {
            Self::JsonSchema
        } else {
            Self::Example
        }
    }

    /// Returns whether it is a description of an API.
    pub(super) const fn is_description(self) -> bool {
        !matches!(self, Self::Har | Self::JsonSchema | Self::Example)
    }

    /// Returns its name, for people.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Swagger2 => "Swagger 2.0",
            Self::OpenApi30 => "OpenAPI 3.0",
            Self::OpenApi31 => "OpenAPI 3.1",
            Self::AsyncApi2 => "AsyncAPI 2",
            Self::AsyncApi3 => "AsyncAPI 3",
            Self::Har => "HAR",
            Self::JsonSchema => "a JSON Schema",
            Self::Example => "an example",
        }
    }
}

/// Returns whether the keywords next to a `$ref` do not count in a document. They count since draft 2019-09. OpenAPI 3.0
/// ignores them, too, but its documents mean the `nullable` that many of them have there.
pub(super) fn ignores_siblings(document: &Value) -> bool {
    let draft = document.get("$schema").and_then(Value::as_str).unwrap_or_default();
    draft.contains("/draft-0") || document.get("asyncapi").is_some() || document.get("swagger").is_some()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn formats_are_known_by_their_versions() {
        for (document, format) in [
            (json!({"swagger": 2.0}), Format::Swagger2),
            (json!({"openapi": "3.0.3"}), Format::OpenApi30),
            (json!({"openapi": "3.2.0"}), Format::OpenApi31),
            (json!({"asyncapi": "2.6.0"}), Format::AsyncApi2),
            (json!({"log": {"entries": []}}), Format::Har),
            (json!({"log": 7}), Format::Example),
            (json!({"definitions": {}, "oneOf": []}), Format::JsonSchema),
        ] {
            assert_eq!(Format::of(&document), Ok(format), "{document}");
        }
        let refused = |document: Value| Format::of(&document).unwrap_err();
        assert!(refused(json!({"openapi": "4.0.0"})).contains("`openapi: 4.0.0` cannot be imported"));
        assert!(refused(json!({"openapi": "3.0.0", "swagger": "2.0"})).contains("mixes two formats"));
    }
}
